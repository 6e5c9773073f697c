"""Angles that the user defines: of three points, of two segments, or of one against the vertical.

They become rows of the same table as the built-in angles and are computed by the same function,
with the same uncertainty and statuses.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from efficientpose_core.errors import SettingsError, UnknownNameError
from efficientpose_core.kinematics.angles import ANGLES, AngleKind, AngleSpec, Term
from efficientpose_core.kinematics.view import View
from efficientpose_core.skeleton import Skeleton

__all__ = ["CustomAngle", "CustomAngleKind", "check_custom_angles", "make_specs"]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class CustomAngleKind(Enum):
    """What an angle is made of; see `CustomAngle.points`."""

    THREE_POINTS = "three_points"
    SEGMENTS = "segments"
    FROM_DOWN = "from_down"
    FROM_UP = "from_up"
    FROM_HORIZONTAL = "from_horizontal"


_COUNT = {
    CustomAngleKind.THREE_POINTS: 3,
    CustomAngleKind.SEGMENTS: 4,
    CustomAngleKind.FROM_DOWN: 2,
    CustomAngleKind.FROM_UP: 2,
    CustomAngleKind.FROM_HORIZONTAL: 2,
}
_ZERO = {
    CustomAngleKind.THREE_POINTS: "both arms of the angle point the same way",
    CustomAngleKind.SEGMENTS: "the segments point the same way",
    CustomAngleKind.FROM_DOWN: "straight down",
    CustomAngleKind.FROM_UP: "straight up",
    CustomAngleKind.FROM_HORIZONTAL: "level, towards the front (front view: outwards)",
}
_POSITIVE = {
    CustomAngleKind.THREE_POINTS: "from the first to the last point as a hanging limb swings "
    "forward (front view: outwards)",
    CustomAngleKind.SEGMENTS: "from the first to the second segment as a hanging limb swings "
    "forward (front view: outwards)",
    CustomAngleKind.FROM_DOWN: "forward (front view: outwards)",
    CustomAngleKind.FROM_UP: "forward (front view: outwards)",
    CustomAngleKind.FROM_HORIZONTAL: "upwards",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomAngle:
    """One angle of the user's; a project stores it.

    Parameters
    ----------
    name
        Lower-case letters, digits and underscores, at most 40. In a front view a name that begins
        with ``left_`` or ``right_`` is measured outwards on that side; others towards the person's
        right.
    kind
        What it is made of.
    points
        Keypoints: three points have the vertex in the middle; two segments are start, end, start,
        end; one segment is start, end, with 0 where its end is straight below, above, or in front
        of its start.
    signed
        False tells the size only, 0..180.
    lowest_deg
        Signed angles are told in the 360 deg from here on, by the middle of each stretch; they are
        not wrapped within it.
    limits_deg
        Values beyond are rejected; None for no limits.
    view
        The only view in which it means something; None for both.

    Raises
    ------
    SettingsError
        If the name, the number of points, or a range makes no angle.
    """

    name: str
    kind: CustomAngleKind
    points: tuple[str, ...]
    signed: bool = True
    lowest_deg: float = -180.0
    limits_deg: tuple[float, float] | None = None
    view: View | None = None

    def __post_init__(self) -> None:
        """Check what does not depend on the skeleton."""
        if not _NAME.fullmatch(self.name):
            raise SettingsError(
                f"'{self.name}' is no name for an angle: use up to 40 lower-case letters, digits "
                "and underscores, and begin with a letter."
            )
        if len(self.points) != _COUNT[self.kind]:
            raise SettingsError(
                f"Angle '{self.name}' needs {_COUNT[self.kind]} keypoints, not {len(self.points)}."
            )
        if any(start == end for _, start, end in self.terms):
            raise SettingsError(
                f"Angle '{self.name}' has a segment without length: choose different keypoints."
            )
        if not (math.isfinite(self.lowest_deg) and -360.0 <= self.lowest_deg <= 0.0):
            raise SettingsError(
                f"The range of angle '{self.name}' has to begin between -360 and 0 deg."
            )
        if self.limits_deg is not None and not self.limits_deg[0] < self.limits_deg[1]:
            raise SettingsError(f"The lower limit of angle '{self.name}' is not below the upper.")

    @property
    def terms(self) -> tuple[Term, ...]:
        """Directions of segments whose signed sum, and an offset, is the angle."""
        p = self.points
        if self.kind is CustomAngleKind.THREE_POINTS:
            return ((1, p[1], p[2]), (-1, p[1], p[0]))
        if self.kind is CustomAngleKind.SEGMENTS:
            return ((1, p[2], p[3]), (-1, p[0], p[1]))
        if self.kind is CustomAngleKind.FROM_UP:
            return ((-1, p[0], p[1]),)
        return ((1, p[0], p[1]),)

    def to_spec(self, view: View) -> AngleSpec:
        """Return the row of the table of angles for a recording seen in ``view``."""
        offsets = {CustomAngleKind.FROM_UP: 180.0, CustomAngleKind.FROM_HORIZONTAL: -90.0}
        is_joint = self.kind in (CustomAngleKind.THREE_POINTS, CustomAngleKind.SEGMENTS)
        return AngleSpec(
            name=self.name,
            kind=AngleKind.JOINT if is_joint else AngleKind.INCLINATION,
            view=view if self.view is None else self.view,
            terms=self.terms,
            offset_deg=offsets.get(self.kind, 0.0),
            centre_deg=self.lowest_deg + 180.0,
            limits_deg=(-math.inf, math.inf) if self.limits_deg is None else self.limits_deg,
            signed=self.signed,
            zero=_ZERO[self.kind],
            positive=_POSITIVE[self.kind] if self.signed else "always",
        )


def check_custom_angles(angles: Sequence[CustomAngle], skeleton: Skeleton) -> None:
    """Check names and keypoints before angles are added to a project.

    Raises
    ------
    SettingsError
        If a name is taken, by a built-in angle or another one of the user's.
    UnknownNameError
        If the skeleton has no such keypoint.
    """
    _check_names(angles)
    for keypoint in (keypoint for angle in angles for keypoint in angle.points):
        if keypoint not in skeleton:
            raise UnknownNameError("keypoint", keypoint, skeleton.keypoints)


def make_specs(angles: Sequence[CustomAngle], view: View) -> tuple[AngleSpec, ...]:
    """Return the rows that `compute_angles` takes as ``custom``.

    Raises
    ------
    SettingsError
        If a name is taken. (Keypoints that the skeleton lacks make an angle unavailable.)
    """
    _check_names(angles)
    return tuple(angle.to_spec(view) for angle in angles)


def _check_names(angles: Sequence[CustomAngle]) -> None:
    names = [*ANGLES, *(angle.name for angle in angles)]
    for angle in angles:
        if names.count(angle.name) > 1:
            raise SettingsError(f"There is an angle '{angle.name}' already: choose another name.")
