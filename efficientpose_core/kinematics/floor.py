"""How the floor lies in the picture, and angles and directions measured against it.

A camera that is rolled about its axis turns every inclination by its roll. The floor tells the
roll: feet that stand still lie on it, or the user draws a line along it. Joint angles stay.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.filters import butterworth_lowpass, runs
from efficientpose_core.pose import FloatArray, PoseTrack, ProcessingStep

__all__ = ["Floor", "FloorMethod", "floor_from_feet", "floor_from_line", "level_track", "turn"]

_STILL_SPEED = 0.20
"""Body heights per second below which a foot stands; swinging ones reach two to four."""
_STILL_S = 0.12
"""Shorter rests are turning points of a swing, not stance."""
_FEWEST_FOOTHOLDS = 4
_SHORTEST_WAY = 0.6
"""Way along the floor between the first and the last foothold, in body heights."""
_LARGEST_ERROR_DEG = 2.0
_LARGEST_ANGLE_DEG = 30.0
_SMOOTHING_HZ = 4.0
"""Enough to see a foot stand for a quarter of a second, little noise in its speed."""
STEP_NAME = "level_floor"


class FloorMethod(Enum):
    """Where the floor's angle comes from."""

    FEET = "feet"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The direction of the floor in the picture.

    Parameters
    ----------
    angle_deg
        0 for a level floor; positive when it falls towards the right of the picture (the camera
        was rolled anticlockwise).
    error_deg
        One standard deviation.
    method
        Where it comes from.
    note
        A sentence for the log.

    Raises
    ------
    SettingsError
        If the angle is beyond 30 deg, or the error is negative or above 2 deg.
    """

    angle_deg: float
    error_deg: float
    method: FloorMethod
    note: str

    def __post_init__(self) -> None:
        """Check ranges."""
        if not abs(self.angle_deg) <= _LARGEST_ANGLE_DEG:
            raise SettingsError(
                f"A floor at {self.angle_deg:.0f} deg is no floor: draw a line along the ground, "
                "or leave the correction out."
            )
        if not 0 <= self.error_deg <= _LARGEST_ERROR_DEG:
            raise SettingsError(
                f"The floor's angle is known within {self.error_deg:.1f} deg only, which would "
                f"make inclinations worse: draw a longer line along the floor."
            )

    @property
    def step(self) -> ProcessingStep:
        """Entry for the log."""
        return ProcessingStep(
            name=STEP_NAME,
            parameters={
                "method": self.method.value,
                "angle_deg": self.angle_deg,
                "error_deg": self.error_deg,
            },
            note=self.note,
        )


def floor_from_line(
    start_px: tuple[float, float], end_px: tuple[float, float], *, point_error_px: float = 2.0
) -> Floor:
    """Find the floor from a line drawn along it, in either direction.

    Parameters
    ----------
    start_px, end_px
        Its ends; the line runs parallel to the plane of the movement.
    point_error_px
        One standard deviation of the place of each end across the line.

    Raises
    ------
    SettingsError
        If the ends are the same, the line is too short for its ends, or too steep.
    """
    if point_error_px < 0:
        raise SettingsError("Errors of the line cannot be negative.")
    x, y = end_px[0] - start_px[0], end_px[1] - start_px[1]
    length = math.hypot(x, y)
    if not (math.isfinite(length) and length > 0):
        raise SettingsError("The line along the floor needs two different ends.")
    if x < 0:
        x, y = -x, -y
    error = math.degrees(math.sqrt(2.0) * point_error_px / length)
    angle = math.degrees(math.atan2(y, x))
    return Floor(
        angle_deg=angle,
        error_deg=error,
        method=FloorMethod.LINE,
        note=f"Floor at {angle:.2f} deg from a line of {length:.0f} px; within {error:.2f} deg.",
    )


def floor_from_feet(track: PoseTrack) -> Floor:
    """Find the floor from where the ankles stand still.

    Each foothold is the median place of an ankle while it stands. A line of one slope is fitted
    through those of both feet, each foot with a height of its own: seen from above, the farther
    foot stands higher in the picture. The slope's error is that of the regression, not less than
    what the keypoints' spread allows.

    Parameters
    ----------
    track
        Cleaned keypoints of a person who walks across the picture.

    Raises
    ------
    DataError
        If the skeleton has no ankles, or too few footholds are seen or too close together.
    SettingsError
        If the slope is not known within 2 deg.
    """
    sides = [side for side in ("right", "left") if f"{side}_ankle" in track.skeleton]
    body = body_height_px(track)
    if not sides or not math.isfinite(body):
        raise DataError(
            "The floor cannot be found from feet, since this recording has no ankles: draw a line."
        )
    holds = {side: _footholds(track, f"{side}_ankle", body) for side in sides}
    groups = [hold for hold in holds.values() if len(hold)]
    points = np.concatenate(groups) if groups else np.empty((0, 2))
    way = float(np.ptp(points[:, 0])) if len(points) else 0.0
    if len(points) < _FEWEST_FOOTHOLDS or way < _SHORTEST_WAY * body:
        raise DataError(
            f"The floor cannot be found from feet: {len(points)} footholds over "
            f"{way / body:.2f} body heights, and {_FEWEST_FOOTHOLDS} over {_SHORTEST_WAY:g} are "
            "needed. Draw a line along the floor instead."
        )
    slope, error = _common_slope(groups, _ankle_spread_px(track, sides))
    angle = math.degrees(math.atan(slope))
    # d(atan)/d(slope) = 1 / (1 + slope^2)
    error_deg = math.degrees(error / (1.0 + slope**2))
    return Floor(
        angle_deg=angle,
        error_deg=error_deg,
        method=FloorMethod.FEET,
        note=(
            f"Floor at {angle:.2f} deg from {len(points)} footholds over {way / body:.1f} body "
            f"heights; within {error_deg:.2f} deg."
        ),
    )


def turn(vectors: FloatArray, floor: Floor) -> FloatArray:
    """Turn vectors (..., 2) so that those along the floor become horizontal."""
    angle = math.radians(floor.angle_deg)
    x, y = vectors[..., 0], vectors[..., 1]
    result: FloatArray = np.stack(
        [math.cos(angle) * x + math.sin(angle) * y, math.cos(angle) * y - math.sin(angle) * x],
        axis=-1,
    )
    return result


def level_track(track: PoseTrack, floor: Floor) -> PoseTrack:
    """Turn a track about the middle of the picture so that the floor is level.

    For everything that measures along the floor or against the vertical. The result does not fit
    onto the picture any more.

    Raises
    ------
    DataError
        If it has been levelled before.
    """
    if is_levelled(track):
        raise DataError("This recording is level already: correct for the floor once.")
    middle = np.array(track.image_size_px) / 2.0
    return track.with_changes(floor.step, xy_px=middle + turn(track.xy_px - middle, floor))


def is_levelled(track: PoseTrack) -> bool:
    """Tell whether the floor has been corrected for in this track."""
    return any(step.name == STEP_NAME for step in track.log)


def _footholds(track: PoseTrack, ankle: str, body_px: float) -> FloatArray:
    """Return (N, 2) median places of an ankle while it stands."""
    smooth, _ = butterworth_lowpass(track.t_s, track.point(ankle), cutoff_hz=_SMOOTHING_HZ)
    if len(track) < 3:
        return np.empty((0, 2))
    speed = np.hypot(*np.gradient(smooth, track.t_s, axis=0).T) / body_px
    still = speed < _STILL_SPEED
    return np.array(
        [
            np.median(smooth[start:stop], axis=0)
            for start, stop in runs(still)
            if track.t_s[stop - 1] - track.t_s[start] >= _STILL_S
        ]
    ).reshape(-1, 2)


def _common_slope(groups: list[FloatArray], spread_px: float) -> tuple[float, float]:
    """Fit y = slope x + height of the group; return the slope and its standard error."""
    x = np.concatenate([group[:, 0] - group[:, 0].mean() for group in groups])
    y = np.concatenate([group[:, 1] - group[:, 1].mean() for group in groups])
    moment = float(x @ x)
    freedom = len(x) - len(groups) - 1
    if moment == 0 or freedom < 1:
        raise DataError(
            "The footholds of each foot lie in one place: draw a line along the floor instead."
        )
    slope = float(x @ y) / moment
    scatter = math.sqrt(float(np.sum((y - slope * x) ** 2)) / freedom)
    return slope, max(scatter, spread_px) / math.sqrt(moment)


def _ankle_spread_px(track: PoseTrack, sides: list[str]) -> float:
    spread = track.spread_px[:, [track.skeleton.index(f"{side}_ankle") for side in sides]]
    known = spread[np.isfinite(spread)]
    return float(np.median(known)) if len(known) else 0.0
