"""Reject joints that the network has put onto those of the other side.

When a leg passes behind the other, a network that looks at one picture at a time sometimes finds
the near knee twice. Two sides that lie together for a moment, but were apart before and will be
after, show it; legs that really cross come together and part steadily.
"""

from __future__ import annotations

import numpy as np

from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.filters import runs
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
        sides = track.xy_px[:, columns]
        gap = np.linalg.norm(sides[:, 0] - sides[:, 1], axis=1)
        for start, stop in runs(gap < _TOGETHER * body):
            if start == 0 or stop == len(track):
                continue
            expected = _between(track.t_s, sides, start, stop)
            if (
                track.t_s[stop] - track.t_s[start - 1] > _LONGEST_S
                or not np.isfinite(expected).all()
            ):
                continue
            apart = np.linalg.norm(expected[:, 0] - expected[:, 1], axis=1) > _APART * body
            away = np.linalg.norm(sides[start:stop] - expected, axis=2).sum(axis=0)
            found[start:stop, columns[int(away.argmax())]] = apart
    result: BoolArray = found & (track.status == Status.MEASURED)
    return result


def _between(t_s: FloatArray, sides: FloatArray, start: int, stop: int) -> FloatArray:
    """Return (n, 2, 2): steady motion from the frame before a stretch to the one after."""
    before, after = sides[start - 1], sides[stop]
    share = (t_s[start:stop] - t_s[start - 1]) / (t_s[stop] - t_s[start - 1])
    result: FloatArray = before + share[:, None, None] * (after - before)
    return result
