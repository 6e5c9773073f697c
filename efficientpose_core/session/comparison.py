"""Two projects side by side: which moments belong together, and what differs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from efficientpose_core.errors import DataError, EfficientPoseError
from efficientpose_core.kinematics.angles import AngleTrack, View
from efficientpose_core.kinematics.gait.analysis import GaitAnalysis
from efficientpose_core.kinematics.gait.comparison import GaitComparison, compare_gait
from efficientpose_core.kinematics.sport.repetitions import count_repetitions
from efficientpose_core.kinematics.sport.trials import (
    AlignedTrials,
    Alignment,
    Trial,
    align_trials,
)
from efficientpose_core.pipeline import Derived
from efficientpose_core.session.document import Session
from efficientpose_core.session.gait import analyse_session_gait
from efficientpose_core.session.movement import JUMPS, repetition_settings

__all__ = [
    "ComparedTrial",
    "ComparedWalk",
    "Comparison",
    "ComparisonChoice",
    "LinearMap",
    "common_angles",
    "compare_trials",
    "compare_walks",
    "make_trial",
    "make_walk",
    "why_not_comparable",
    "why_not_the_person",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearMap:
    """Where a time is on another axis: ``there`` at ``here``, ``rate`` for each second.

    Parameters
    ----------
    here, there, rate
        The rate is not 0.
    """

    here: float
    there: float
    rate: float = 1.0

    def to(self, value: float) -> float:
        """Return the place on the other axis."""
        return self.there + self.rate * (value - self.here)

    def back(self, value: float) -> float:
        """Return the place that `to` takes there."""
        return self.here + (value - self.there) / self.rate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ComparedTrial:
    """A project as it is compared.

    Parameters
    ----------
    name
        For the legend.
    derived
        Its results.
    stretches_s
        Start and end of the repetitions that count, or of the clean gait cycles.
    gait
        None where nobody walks, seen from the side.
    """

    name: str
    derived: Derived
    stretches_s: tuple[tuple[float, float], ...]
    gait: GaitAnalysis | None

    @property
    def angles(self) -> AngleTrack:
        """Its joint angles."""
        return self.derived.angles

    @property
    def event_s(self) -> float:
        """What is taken for the event before the user tells one: the first repetition's start."""
        return self.stretches_s[0][0] if self.stretches_s else float(self.angles.t_s[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonChoice:
    """What is compared, and how.

    Parameters
    ----------
    angle
        Name of the curve.
    alignment
        See `Alignment`.
    events_s
        Of this trial and the other one.
    stretches
        Numbers of the repetitions, from 0, of this trial and the other one.
    is_other_earlier
        Whether the other trial was before this one; differences are later minus earlier.
    """

    angle: str
    alignment: Alignment
    events_s: tuple[float, float]
    stretches: tuple[int, int] = (0, 0)
    is_other_earlier: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """Two curves on one axis, and the way from this trial's time to both.

    Parameters
    ----------
    aligned
        The earlier trial is its first.
    to_other
        From a time of this trial to the time of the other one.
    to_axis
        From a time of this trial to the axis of the curves.
    """

    aligned: AlignedTrials
    to_other: LinearMap
    to_axis: LinearMap


def make_trial(
    name: str, session: Session, derived: Derived, *, counted_as: Session
) -> ComparedTrial:
    """Prepare a project for a comparison.

    Parameters
    ----------
    name
        For the legend.
    session, derived
        The project and its results.
    counted_as
        The project that says what is a repetition, for both trials alike.
    """
    gait = None
    if session.request.derive.view is View.SAGITTAL:
        found = analyse_session_gait(session, derived)
        gait = found if found.bouts else None
    stretches = _repetitions(derived, counted_as) or _cycles(gait)
    return ComparedTrial(name=name, derived=derived, stretches_s=stretches, gait=gait)


def _repetitions(derived: Derived, counted_as: Session) -> tuple[tuple[float, float], ...]:
    counted = counted_as.assessment.counted
    if not counted or counted == JUMPS:
        return ()
    try:
        settings = repetition_settings(counted_as)
        found = count_repetitions(counted, derived.track, derived.angles, settings)
    except EfficientPoseError:
        # What cannot be counted has no repetitions; aligning by them says so.
        return ()
    return tuple((one.start_s, one.end_s) for one in found.complete)


def _cycles(gait: GaitAnalysis | None) -> tuple[tuple[float, float], ...]:
    cycles = gait.cycles if gait is not None else ()
    return tuple(
        (cycle.start.t_s, cycle.end.t_s)
        for cycle in cycles
        if cycle.is_clean and cycle.side == "right"
    )


def common_angles(this: ComparedTrial, other: ComparedTrial) -> tuple[str, ...]:
    """Return the angles that both trials have, in the order of this one."""
    return tuple(name for name in this.angles.names if name in other.angles.names)


def compare_walks(
    this: ComparedTrial, other: ComparedTrial, *, is_other_earlier: bool
) -> GaitComparison | None:
    """Compare the gait of both; None where one of them does not walk.

    Raises
    ------
    DataError
        If they have no parameter in common.
    """
    if this.gait is None or other.gait is None:
        return None
    before, after = (other.gait, this.gait) if is_other_earlier else (this.gait, other.gait)
    return compare_gait(before, after)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ComparedWalk:
    """A project whose gait is compared with that of another one in a report.

    Parameters
    ----------
    project
        Name of its file; empty where it has none.
    recorded_on
        Date of the recording, None where it is not known.
    session
        The project, the person in it.
    gait
        Its gait, perhaps refused.
    """

    project: str
    recorded_on: date | None
    session: Session
    gait: GaitAnalysis

    @property
    def person(self) -> str:
        """Pseudonym; empty where none is given."""
        return self.session.assessment.person.pseudonym

    @property
    def name(self) -> str:
        """Of the recording's file."""
        return self.session.request.source.name

    @property
    def cycles(self) -> tuple[int, int]:
        """Clean cycles of the right and the left foot."""
        clean = [cycle.side for cycle in self.gait.cycles if cycle.is_clean]
        return clean.count("right"), clean.count("left")

    @property
    def directions(self) -> frozenset[int]:
        """Which ways the averaged walking faces in the picture, +1 to the right."""
        bouts = {cycle.bout for cycle in self.gait.cycles if cycle.is_clean}
        return frozenset(self.gait.bouts[number].facing for number in bouts)

    def with_person(self, pseudonym: str) -> ComparedWalk:
        """Give the person a pseudonym."""
        asked = self.session.assessment
        asked = replace(asked, person=replace(asked.person, pseudonym=pseudonym))
        return replace(self, session=replace(self.session, assessment=asked))


def make_walk(
    project: str, session: Session, derived: Derived, *, recorded_on: date | None = None
) -> ComparedWalk:
    """Analyse the gait of a project for a comparison; parameters as in `ComparedWalk`."""
    return ComparedWalk(
        project=project,
        recorded_on=recorded_on,
        session=session,
        gait=analyse_session_gait(session, derived),
    )


def why_not_comparable(before: ComparedWalk, after: ComparedWalk) -> str:
    """Return why the gait of two recordings cannot be compared at all, or nothing."""
    for walk in (before, after):
        refused = [measure for measure in walk.gait.parameters if measure.is_refused]
        if len(refused) == len(walk.gait.parameters):
            reason = walk.gait.notices[0] if not walk.gait.bouts else refused[0].reason
            return f"'{walk.name}' holds no gait to compare: {reason}"
    if before.session.assessment.walks_backwards != after.session.assessment.walks_backwards:
        return (
            "One project reports walking forwards and the other walking backwards: choose the same "
            "in both."
        )
    return ""


def why_not_the_person(before: ComparedWalk, after: ComparedWalk) -> tuple[str, ...]:
    """Return what differs between two recordings besides the person's gait, as sentences."""
    warnings = []
    if before.person and after.person and before.person != after.person:
        warnings.append(
            f"The two projects have different pseudonyms, '{before.person}' before and "
            f"'{after.person}' after: if these are two people, the differences are between "
            "them, and no change."
        )
    found = before.session.detection, after.session.detection
    if found[0].source_sha256 and found[0].source_sha256 == found[1].source_sha256:
        warnings.append(
            "Both projects are of the same recording: what differs is the analysis, not the person."
        )
    days = before.recorded_on, after.recorded_on
    if days[0] is not None and days[1] is not None and days[0] > days[1]:
        warnings.append(
            "By their dates, the recording taken for before was made after the other one: exchange "
            "the two."
        )
    if found[0].weights_digest != found[1].weights_digest:
        warnings.append(
            f"The keypoints were found with different weights, '{found[0].weights.name}' before "
            f"and '{found[1].weights.name}' after: networks err differently, and that is not in "
            "the detectable change."
        )
    if _settings(before.session) != _settings(after.session):
        warnings.append(
            "Cleaning or the way events are found differ between the two projects: part of the "
            "differences may come from that."
        )
    if before.directions and after.directions and before.directions != after.directions:
        warnings.append(
            "The person does not walk in the same directions before and after: another leg is the "
            "far one, which is measured worse."
        )
    return tuple(warnings)


def _settings(session: Session) -> tuple[object, ...]:
    """Return what changes numbers of gait, whoever walks."""
    return session.request.derive.cleaning, session.assessment.gait_method


def compare_trials(
    this: ComparedTrial, other: ComparedTrial, choice: ComparisonChoice
) -> Comparison:
    """Lay a curve of two trials over each other.

    Raises
    ------
    DataError, SettingsError
        If they cannot be aligned like that, see `align_trials`.
    """
    stretches = _chosen_stretches(this, other, choice)
    curves, events = (_curve(this, choice.angle), _curve(other, choice.angle)), choice.events_s
    order = (1, 0) if choice.is_other_earlier else (0, 1)
    aligned = align_trials(
        curves[order[0]],
        curves[order[1]],
        choice.alignment,
        events_s=(events[order[0]], events[order[1]]),
        repetitions_s=None if stretches is None else (stretches[order[0]], stretches[order[1]]),
    )
    if stretches is not None:
        (start, end), (other_start, other_end) = stretches
        rate = (other_end - other_start) / (end - start)
        to_other = LinearMap(here=start, there=other_start, rate=rate)
        to_axis = LinearMap(here=start, there=0.0, rate=100.0 / (end - start))
    elif choice.alignment is Alignment.EVENT:
        to_other = LinearMap(here=events[0], there=events[1])
        to_axis = LinearMap(here=events[0], there=0.0)
    else:
        # The shift is added to the times of the later trial.
        sign = 1 if choice.is_other_earlier else -1
        to_other = LinearMap(here=0.0, there=sign * aligned.shift_s)
        to_axis = to_other if choice.is_other_earlier else LinearMap(here=0.0, there=0.0)
    return Comparison(aligned=aligned, to_other=to_other, to_axis=to_axis)


def _chosen_stretches(
    this: ComparedTrial, other: ComparedTrial, choice: ComparisonChoice
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    if choice.alignment is not Alignment.REPETITION:
        return None
    for trial, number in zip((this, other), choice.stretches, strict=True):
        if not 0 <= number < len(trial.stretches_s):
            raise DataError(
                f"'{trial.name}' has no such repetition: choose in the tab Movement what is "
                "counted, or align by an event."
            )
    return this.stretches_s[choice.stretches[0]], other.stretches_s[choice.stretches[1]]


def _curve(trial: ComparedTrial, angle: str) -> Trial:
    angles = trial.angles
    if angle not in angles.names:
        raise DataError(f"'{trial.name}' does not have the angle {angle}: choose another.")
    column = angles.names.index(angle)
    return Trial(
        name=trial.name, unit="deg", t_s=angles.t_s, values=angles.values_deg[:, column],
        sd=angles.sd_deg[:, column],
    )  # fmt: skip
