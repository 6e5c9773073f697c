"""Reject joints that the network has put onto those of the other side.

When a leg passes behind the other, a network that looks at one picture at a time sometimes finds
the near knee twice. Two sides that lie together for a moment, but were apart before and will be
after, show it; legs that really cross come together and part steadily.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.filters import rows_of, runs
from efficientpose_core.kinematics.vectors import length
from efficientpose_core.pose import BoolArray, FloatArray, PoseTrack, ProcessingStep, Status

__all__ = ["find_doubles", "reject_doubles"]

_JOINTS = ("knee", "ankle")
_TOGETHER = 0.04
"""Sides nearer than this, in body heights, lie in one place."""
_APART = 0.06
"""They should be further from there than this, in body heights, by the frames before and after."""
_LONGEST_S = 0.15
"""Between the last frame before and the first one after: further apart they say too little, and the
gap would not be filled."""


def reject_doubles(track: PoseTrack) -> PoseTrack:
    """Reject the side that has left its own way for that of the other; corrected joints stay."""
    doubled = find_doubles(track)
    xy, status = track.xy_px.copy(), track.status.copy()
    xy[doubled], status[doubled] = np.nan, Status.REJECTED
    step = ProcessingStep(
        name="reject_doubles", note=f"{int(doubled.sum())} joints lay on those of the other side."
    )
    return track.with_changes(step, xy_px=xy, status=status)


def find_doubles(track: PoseTrack) -> BoolArray:
    """Find joints of legs that lie on those of the other side by mistake.

    Parameters
    ----------
    track
        Keypoints, sides put right.

    Returns
    -------
    numpy.ndarray
        (T, K) bool, True for measured joints only. A stretch at an end of the recording, beside a
        missing joint, or of more than a tenth of a second is never told.
    """
    found = np.zeros(track.xy_px.shape[:2], np.bool_)
    body = body_height_px(track)
    if not np.isfinite(body):
        return found
    for joint in _JOINTS:
        if not track.skeleton.has(f"left_{joint}", f"right_{joint}"):
            continue
        columns = [track.skeleton.index(f"{side}_{joint}") for side in ("left", "right")]
        rows, sides = _find_doubled(track.t_s, track.xy_px[:, columns], body)
        found[rows, np.take(columns, sides)] = True
    result: BoolArray = found & (track.status == Status.MEASURED)
    return result


def _find_doubled(
    t_s: FloatArray, sides: FloatArray, body: float
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return rows, and which of the ``sides`` (T, 2, 2) has left its way there.

    In each stretch it is the side that is further away from steady motion between the frames
    around it, and only where that would have kept both sides apart.
    """
    close = length(*(sides[:, 0] - sides[:, 1]).T) < _TOGETHER * body
    stretches = np.array(
        [(start, stop) for start, stop in runs(close) if start > 0 and stop < len(t_s)], np.intp
    ).reshape(-1, 2)
    start, stop = stretches.T
    is_told = np.isfinite(sides[start - 1] + sides[stop]).all(axis=(1, 2))
    stretches = stretches[is_told & (t_s[stop] - t_s[start - 1] <= _LONGEST_S)]
    rows = rows_of(stretches)
    number = np.repeat(np.arange(len(stretches)), np.diff(stretches)[:, 0])
    before, after = stretches[number, 0] - 1, stretches[number, 1]
    share = ((t_s[rows] - t_s[before]) / (t_s[after] - t_s[before]))[:, None, None]
    expected = sides[before] + share * (sides[after] - sides[before])
    away = length(*np.moveaxis(sides[rows] - expected, 2, 0))
    total = [np.bincount(number, own, len(stretches)) for own in away.T]
    apart = length(*(expected[:, 0] - expected[:, 1]).T) > _APART * body
    return rows[apart], np.argmax(total, axis=0)[number][apart]
