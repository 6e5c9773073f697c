"""Walking in place: a treadmill, or a camera that follows, where distances mean nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import signal

from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.pose import FloatArray, PoseTrack

__all__ = ["WalkingInPlace", "detect_walking_in_place"]

_LEAST_SWING = 0.25
"""Change of the distance between the ankles from one step to the next, in body heights, from which
feet walk: slow walking has 0.5, standing or a squat less than 0.1."""
_FEWEST_SWINGS = 3
"""Changes of the leading foot: one and a half strides."""
_IN_PLACE = 0.25
"""Way of the pelvis over that of the feet, below which the pelvis stays in place; walking over
ground has about 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkingInPlace:
    """Whether somebody walks without getting on.

    Parameters
    ----------
    is_in_place
        True when the pelvis stays while the feet walk.
    swings
        Changes of the leading foot that were seen.
    advance
        Way of the pelvis over the way that the same steps cover over ground; NaN where nobody
        walks.
    reason
        Why distances and speeds over ground are refused, or nothing.
    """

    is_in_place: bool
    swings: int
    advance: float
    reason: str = ""


def detect_walking_in_place(track: PoseTrack) -> WalkingInPlace:
    """Compare how far the pelvis gets with how far the feet step, in a side view.

    Parameters
    ----------
    track
        Cleaned keypoints; without pelvis and ankles nothing is found.
    """
    nobody = WalkingInPlace(is_in_place=False, swings=0, advance=math.nan)
    body = body_height_px(track)
    if not track.skeleton.has("pelvis", "right_ankle", "left_ankle") or not math.isfinite(body):
        return nobody
    pelvis = track.point("pelvis")[:, 0]
    apart = track.point("right_ankle")[:, 0] - track.point("left_ankle")[:, 0]
    known = np.isfinite(pelvis) & np.isfinite(apart)
    if known.sum() < 3:
        return nobody
    apart, pelvis = apart[known], pelvis[known]
    peaks = _extremes(apart, _LEAST_SWING * body)
    if len(peaks) <= _FEWEST_SWINGS:
        return nobody
    # From one largest distance to the next the swinging foot passes the standing one: over ground
    # the body gets on by half of what the distance changes.
    steps = np.abs(np.diff(apart[peaks])) / 2.0
    advance = float(np.abs(np.diff(pelvis[peaks])).sum() / steps.sum())
    swings = len(peaks) - 1
    if advance >= _IN_PLACE:
        return WalkingInPlace(is_in_place=False, swings=swings, advance=advance)
    return WalkingInPlace(
        is_in_place=True,
        swings=swings,
        advance=advance,
        reason=(
            f"The person makes {swings} steps without getting on: they walk on a treadmill, or the "
            "camera follows them, so distances and speeds over ground are not known."
        ),
    )


def _extremes(apart: FloatArray, least: float) -> npt.NDArray[np.intp]:
    """Return where one foot, then the other, is farthest ahead, by at least ``least`` in between.

    Feet that move apart and together without passing each other (jumping jacks) have none.
    """
    highest, _ = signal.find_peaks(apart, prominence=least)
    lowest, _ = signal.find_peaks(-apart, prominence=least)
    both = np.sort(np.concatenate([highest[apart[highest] > 0], lowest[apart[lowest] < 0]]))
    changes = np.flatnonzero(np.diff(np.sign(apart[both]))) if len(both) else both
    result: npt.NDArray[np.intp] = both[np.union1d(changes, changes + 1)]
    return result
