"""What a protocol is made of, and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.facing import FacingTrack
from efficientpose_core.kinematics.measure import Measure
from efficientpose_core.kinematics.protocols.texts import TEXTS
from efficientpose_core.kinematics.scale import Scale
from efficientpose_core.kinematics.sport.common import find_measure
from efficientpose_core.kinematics.sport.repetitions import RepetitionAnalysis
from efficientpose_core.kinematics.view import View
from efficientpose_core.pose import PoseTrack, ProcessingStep

__all__ = [
    "Check",
    "Findings",
    "Level",
    "Norm",
    "Protocol",
    "ProtocolResult",
    "ProtocolSettings",
    "Requirements",
    "Sex",
]


class Sex(Enum):
    """As the sources of norms tell it."""

    FEMALE = "female"
    MALE = "male"


class Level(IntEnum):
    """Outcome of a check; the larger, the worse."""

    PASS = 0
    WARN = 1
    FAIL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolSettings:
    """What a protocol has to know besides the recording.

    Parameters
    ----------
    age_years, sex
        For norms; without them there are none.
    scale
        Metres per pixel where the person stands; without it distances are in % of body height.
    camera_problem
        Why distances in the picture cannot be told (the camera pans or shakes), for the user;
        nothing where it stands still.
    start_s
        When 'go' was said, for tests against the clock; None takes the first movement.
    gait
        Parameters of a finished gait analysis, for the walk.

    Raises
    ------
    SettingsError
        If the age is not between 0 and 120 years.
    """

    age_years: float | None = None
    sex: Sex | None = None
    scale: Scale | None = None
    camera_problem: str = ""
    start_s: float | None = None
    gait: tuple[Measure, ...] = ()

    def __post_init__(self) -> None:
        """Check the age."""
        if self.age_years is not None and not 0 <= self.age_years <= 120:
            raise SettingsError("The age lies between 0 and 120 years.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One look at the recording.

    Parameters
    ----------
    id
        ``view``, ``rate``, ``size``, ``length``, ``person``, ``keypoints``, ``camera``, ``scale``.
    level
        How bad it is.
    text_key, remedy_key
        Keys of `texts.TEXTS`; no remedy where nothing is wrong.
    values
        What is put into the braces of both.
    """

    id: str
    level: Level
    text_key: str
    remedy_key: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What was found, in English."""
        return TEXTS[self.text_key].format(**self.values)

    @property
    def remedy(self) -> str:
        """What to do, in English; nothing where nothing is wrong."""
        return TEXTS[self.remedy_key].format(**self.values) if self.remedy_key else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What is usual, from a named source.

    Parameters
    ----------
    measure
        Name of the measure that it belongs to.
    low, high
        Band; None where the source gives a typical value only.
    typical
        Mean or median; None where the source gives a band only.
    group
        Whom it holds for.
    source
        To be shown beside it.

    Raises
    ------
    SettingsError
        If there is neither a band nor a typical value.
    """

    measure: str
    low: float | None = None
    high: float | None = None
    typical: float | None = None
    group: str
    source: str

    def __post_init__(self) -> None:
        """Check that there is something to compare with."""
        if self.typical is None and (self.low is None or self.high is None):
            raise SettingsError(f"The norm of {self.measure} has neither band nor typical value.")

    @property
    def usual(self) -> str:
        """The typical value, or the band, as text without unit."""
        if self.typical is not None:
            return f"{self.typical:g}"
        return f"{self.low:g} to {self.high:g}"

    def place(self, value: float) -> str:
        """Return ``"below"``, ``"within"`` or ``"above"`` the band; nothing without one."""
        if self.low is None or self.high is None:
            return ""
        return "below" if value < self.low else "above" if value > self.high else "within"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What a recording has to be like.

    Parameters
    ----------
    view
        From which side.
    keypoints
        That have to be seen.
    least_rate_hz, good_rate_hz
        Frame rates that fail below the first and warn below the second.
    least_height_px, good_height_px
        Sizes of the person, likewise.
    least_length_s
        Shorter recordings fail.
    still_camera
        Whether a moving camera fails (distances) or warns (angles).
    wants_scale
        Whether a missing scale warns.
    may_leave
        Whether the person may walk out of the picture; then they have to be seen for the least
        length, in any part of the recording.
    """

    view: View
    keypoints: tuple[str, ...]
    least_rate_hz: float = 15.0
    good_rate_hz: float = 25.0
    least_height_px: float = 120.0
    good_height_px: float = 250.0
    least_length_s: float = 3.0
    still_camera: bool = False
    wants_scale: bool = False
    may_leave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the evaluation of a protocol gives.

    Parameters
    ----------
    measures
        Values and refusals.
    norms
        For some of them.
    repetitions
        Where there are some, for drawing.
    interval_s
        What was evaluated; None for all of it.
    """

    measures: tuple[Measure, ...]
    norms: tuple[Norm, ...] = ()
    repetitions: RepetitionAnalysis | None = None
    interval_s: tuple[float, float] | None = None


Evaluate = Callable[[PoseTrack, AngleTrack, FacingTrack, ProtocolSettings], Findings]


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """A test that can be run on a recording.

    Parameters
    ----------
    id
        Also the beginning of the keys of its texts: ``.title``, ``.operator``, ``.person``.
    requirements
        See `Requirements`.
    reports
        Name and unit of what it reports; empty where that depends on the settings.
    evaluate
        Called for recordings without a failed check.
    has_norms
        Whether there are norms, by age and sex.
    is_timed
        Whether it starts when 'go' is said.
    """

    id: str
    requirements: Requirements
    reports: tuple[tuple[str, str], ...]
    evaluate: Evaluate
    has_norms: bool = False
    is_timed: bool = False

    @property
    def title(self) -> str:
        """In English."""
        return TEXTS[f"{self.id}.title"]

    @property
    def operator_instructions(self) -> str:
        """For whoever records, in English."""
        return TEXTS[f"{self.id}.operator"]

    @property
    def person_instructions(self) -> str:
        """To be read out, in English."""
        return TEXTS[f"{self.id}.person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolResult:
    """Result sheet of a protocol.

    Parameters
    ----------
    protocol_id
        Which test.
    checks
        Of the recording.
    findings
        Measures, norms and what they come from. After a failed check every measure is refused.
    step
        For the log.
    """

    protocol_id: str
    checks: tuple[Check, ...]
    findings: Findings
    step: ProcessingStep

    @property
    def level(self) -> Level:
        """Worst of the checks."""
        return max((check.level for check in self.checks), default=Level.PASS)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Values and refusals."""
        return self.findings.measures

    @property
    def refusals(self) -> tuple[Measure, ...]:
        """Measures without a value."""
        return tuple(measure for measure in self.measures if measure.is_refused)

    def measure(self, name: str) -> Measure:
        """Return a measure by name; `UnknownNameError` when there is none."""
        return find_measure(self.measures, name)

    def norm_of(self, name: str) -> Norm | None:
        """Return the norm of a measure, or None."""
        return next((norm for norm in self.findings.norms if norm.measure == name), None)
