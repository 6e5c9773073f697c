"""Bouts: stretches in which a person walks one way, between turns, pauses and gaps."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.facing import FacingTrack
from efficientpose_core.kinematics.filters import runs
from efficientpose_core.pose import BoolArray, FloatArray, PoseTrack

__all__ = ["SIDES", "Bout", "find_bouts"]

SIDES = ("right", "left")

_WALKING_SPEED = 0.10
"""Of the pelvis, in body heights per second, from which a person gets on: 0.17 m/s for an adult."""
_SPEED_WINDOW_S = 1.0
"""About a stride: the pelvis speeds up and slows down with every step."""
_LEAST_SWING = 0.10
"""Way of an ankle forwards and backwards past the pelvis, in body heights, from which it steps."""
_LEAST_SPREAD = 0.15
"""Change of the distance between the ankles, in body heights, from which they step in turn: in a
squat they swing past the pelvis, too, but together."""
_LEG_ROOM = 0.3
"""From the pelvis to the picture's left or right border, in body heights: nearer to it a foot
strikes outside the picture, and is found where it is not."""
_SHORTEST_S = 0.8
_TURN_MARGIN_S = 0.3
"""Left out before and after a change of facing, whose moment is known no better than that."""
_MOSTLY = 0.2
"""Share of moving frames below which a stretch is one on the spot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bout:
    """One stretch of walking in one direction.

    Parameters
    ----------
    start, stop
        Rows of the track, stop exclusive.
    facing
        +1 to the right of the picture, -1 to the left.
    travel
        Direction of progress, +1 or -1; that of the facing on the spot.
    on_the_spot
        The feet walk and the pelvis stays: a treadmill, or a camera that moves along.
    """

    start: int
    stop: int
    facing: int
    travel: int
    on_the_spot: bool = False

    @property
    def is_backwards(self) -> bool:
        """Whether the person walks backwards."""
        return self.travel != self.facing

    @property
    def rows(self) -> slice:
        """Of the track."""
        return slice(self.start, self.stop)


def find_bouts(track: PoseTrack, facing: FacingTrack) -> tuple[Bout, ...]:
    """Find where a person seen from the side walks.

    Parameters
    ----------
    track
        Cleaned keypoints with pelvis and ankles.
    facing
        Where the person faces; frames where this is unknown or changes belong to no bout.

    Returns
    -------
    tuple of Bout
        In order of time. Standing, turning, and stretches without a pelvis are left out, and so
        is coming into the picture and leaving it.
    """
    body = body_height_px(track)
    if not math.isfinite(body) or len(track) < 3:
        return ()
    speed = _speed(track) / body
    found: list[Bout] = []
    for start, stop in _one_way_stretches(track, facing, _LEG_ROOM * body):
        direction = int(facing.direction[start])
        moving = np.abs(speed[start:stop]) > _WALKING_SPEED
        if moving.mean() < _MOSTLY:
            found.append(
                Bout(start=start, stop=stop, facing=direction, travel=direction, on_the_spot=True)
            )
            continue
        for travel in (1, -1):
            going = moving & (np.sign(speed[start:stop]) == travel)
            found += [
                Bout(start=start + a, stop=start + b, facing=direction, travel=travel)
                for a, b in runs(going)
            ]
    walked = [bout for bout in found if _is_walked(track, bout, body)]
    return tuple(sorted(walked, key=lambda bout: bout.start))


def _speed(track: PoseTrack) -> FloatArray:
    """Return (T,) px/s of the pelvis over about a second, NaN where it is not seen."""
    x, t = track.point("pelvis")[:, 0], track.t_s
    speed = np.full(len(track), np.nan)
    for start, stop in runs(np.isfinite(x)):
        if stop - start < 2:
            continue
        times, places = t[start:stop], x[start:stop]
        before = np.maximum(times - _SPEED_WINDOW_S / 2, times[0])
        after = np.minimum(times + _SPEED_WINDOW_S / 2, times[-1])
        way = np.interp(after, times, places) - np.interp(before, times, places)
        speed[start:stop] = way / (after - before)
    return speed


def _one_way_stretches(
    track: PoseTrack, facing: FacingTrack, room_px: float
) -> list[tuple[int, int]]:
    """Return (start, stop) where the legs are in the picture and the facing known and the same."""
    x = track.point("pelvis")[:, 0]
    seen: BoolArray = (x >= room_px) & (x <= track.image_size_px[0] - room_px)
    stretches = []
    for first, last, direction in facing.intervals:
        if direction == 0:
            continue
        begin = track.t_s[first] + (_TURN_MARGIN_S if first > 0 else 0.0)
        end = track.t_s[last - 1] - (_TURN_MARGIN_S if last < len(track) else 0.0)
        t_s = track.t_s[first:last]
        inside = runs((t_s >= begin) & (t_s <= end) & seen[first:last])
        stretches += [(first + start, first + stop) for start, stop in inside]
    return stretches


def _is_walked(track: PoseTrack, bout: Bout, body_px: float) -> bool:
    """Tell whether the feet step, and long enough."""
    if track.t_s[bout.stop - 1] - track.t_s[bout.start] < _SHORTEST_S:
        return False
    right, left = (track.point(f"{side}_ankle")[bout.rows, 0] for side in SIDES)
    apart = right - left
    apart = apart[np.isfinite(apart)]
    if len(apart) and np.ptp(apart) < _LEAST_SPREAD * body_px:
        return False
    pelvis = track.point("pelvis")[bout.rows, 0]
    for side in SIDES:
        swing = track.point(f"{side}_ankle")[bout.rows, 0] - pelvis
        swing = swing[np.isfinite(swing)]
        if len(swing) and np.ptp(swing) >= _LEAST_SWING * body_px:
            return True
    return False
