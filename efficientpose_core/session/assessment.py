"""What the user wants to know about a recording: person, gait, test, phases."""

from __future__ import annotations

from dataclasses import dataclass

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.gait.events import EventMethod
from efficientpose_core.kinematics.gait.marks import GaitMark
from efficientpose_core.kinematics.protocols.protocol import Sex
from efficientpose_core.kinematics.sport.phases import Phase

__all__ = ["Assessment", "Person"]

_HEIGHTS_M = (0.3, 2.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is seen, as far as norms and reports need it.

    Parameters
    ----------
    pseudonym
        Printed in reports; never a name.
    age_years, sex
        For norms; without them there are none.
    height_m
        Body height, for the scale and for lengths in per cent of it.

    Raises
    ------
    SettingsError
        For numbers that no person has.
    """

    pseudonym: str = ""
    age_years: float | None = None
    sex: Sex | None = None
    height_m: float | None = None

    def __post_init__(self) -> None:
        """Check ranges."""
        if self.age_years is not None and not 0 <= self.age_years <= 120:
            raise SettingsError("The age lies between 0 and 120 years.")
        low, high = _HEIGHTS_M
        if self.height_m is not None and not low <= self.height_m <= high:
            raise SettingsError(f"The body height lies between {low:g} and {high:g} m.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Choices of the user beyond keypoints and angles; part of the project, undoable.

    Parameters
    ----------
    person
        Who is seen.
    gait_marks
        Events added, moved or deleted by hand, oldest first.
    gait_method
        How events are found.
    walks_backwards
        Report walking backwards instead of forwards.
    no_distances
        Why distances over ground cannot be told (treadmill, moving camera), as a sentence; empty
        where they can.
    protocol
        Id of the clinical test, empty for none.
    counted
        Id of the movement whose repetitions are counted, or an angle, empty for none.
    levels
        A repetition begins beyond the first and is over at the second, in the unit of what is
        counted; None finds them by a typical repetition.
    go_frame
        Where 'go' was said, for tests against the clock; None takes the first movement.
    phases
        Named stretches.
    """

    person: Person = Person()
    gait_marks: tuple[GaitMark, ...] = ()
    gait_method: EventMethod = EventMethod.AUTO
    walks_backwards: bool = False
    no_distances: str = ""
    protocol: str = ""
    counted: str = ""
    levels: tuple[float, float] | None = None
    go_frame: int | None = None
    phases: tuple[Phase, ...] = ()
