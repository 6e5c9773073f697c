"""Where somebody walks, and where not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from efficientpose_core.kinematics.facing import FacingTrack, lock_facing
from efficientpose_core.kinematics.gait.bouts import Bout, find_bouts
from efficientpose_core.pose import PoseTrack
from efficientpose_core.skeleton import MPII16, Skeleton

from .walkers import Walker, times, track_of


def joined(*parts: PoseTrack) -> PoseTrack:
    """One recording after the other at 60 frames a second."""
    xy = np.concatenate([part.xy_px for part in parts])
    return track_of(xy, np.arange(len(xy)) / 60)


def spans(track: PoseTrack, bouts: tuple[Bout, ...]) -> list[tuple[float, float]]:
    return [
        (round(float(track.t_s[b.start]), 1), round(float(track.t_s[b.stop - 1]), 1)) for b in bouts
    ]


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("travel", [1, -1])
def test_one_pass_is_one_bout(facing: int, travel: int) -> None:
    walker, t = Walker(facing=facing, travel=travel), times(5)
    (bout,) = find_bouts(walker.track(t), walker.lock(t))
    assert (bout.start, bout.stop) == (0, len(t))
    assert (bout.facing, bout.travel) == (facing, travel)
    assert bout.is_backwards == (facing != travel)
    assert not bout.on_the_spot


def test_two_passes_with_a_turn_are_two_bouts_and_the_turn_is_none() -> None:
    t = times(4)
    there, back = Walker(facing=1, travel=1), Walker(facing=-1, travel=-1)
    track = joined(there.track(t), back.track(t))
    direction = np.repeat(np.array([1, -1], np.int8), len(t))
    facing = FacingTrack(direction=direction, confidence=np.ones(2 * len(t)), source="marked")
    first, second = find_bouts(track, facing)
    assert (first.travel, second.travel) == (1, -1)
    # Around the turn at 4 s the facing is not known well, and the pelvis turns round.
    assert track.t_s[first.stop - 1] <= 3.7
    assert track.t_s[second.start] >= 4.29


def test_unknown_facing_is_no_bout() -> None:
    walker, t = Walker(), times(5)
    direction = np.ones(len(t), np.int8)
    direction[100:200] = 0
    facing = FacingTrack(direction=direction, confidence=np.ones(len(t)), source="automatic")
    track = walker.track(t)
    assert spans(track, find_bouts(track, facing)) == [(0.0, 1.3), (3.6, 5.0)]


def test_walking_there_and_backwards_again_splits_where_the_pelvis_turns_round() -> None:
    t = times(4)
    there = Walker().track(t)
    track = joined(there, track_of(there.xy_px[::-1], t))
    first, second = find_bouts(track, lock_facing(len(track), 1))
    assert (first.is_backwards, second.is_backwards) == (False, True)
    assert abs(track.t_s[first.stop] - 4.0) < 0.4
    assert abs(track.t_s[second.start] - 4.0) < 0.4


def test_standing_is_no_walking() -> None:
    t = times(4)
    standing = Walker(speed_px_s=0, reach_px=4)
    assert find_bouts(standing.track(t), standing.lock(t)) == ()


def test_a_pause_divides_bouts() -> None:
    t = times(3)
    still = np.repeat(Walker().track(t).xy_px[-1:], 180, axis=0)
    later = Walker().track(t).xy_px.copy()
    later[..., 0] += Walker().speed_px_s * 3
    track = track_of(np.concatenate([Walker().track(t).xy_px, still, later]), np.arange(540) / 60)
    bouts = find_bouts(track, lock_facing(540, 1))
    assert [b.travel for b in bouts] == [1, 1]
    assert track.t_s[bouts[0].stop - 1] < 3.6
    assert track.t_s[bouts[1].start] > 5.4


def test_being_carried_along_without_stepping_is_no_walking() -> None:
    walker, t = Walker(reach_px=2), times(4)
    assert find_bouts(walker.track(t), walker.lock(t)) == ()


def test_feet_that_walk_under_a_pelvis_that_stays_are_on_the_spot() -> None:
    walker, t = Walker(speed_px_s=0, facing=-1), times(5)
    (bout,) = find_bouts(walker.track(t), walker.lock(t))
    assert bout.on_the_spot
    assert bout.travel == bout.facing == -1


def test_short_bits_are_left_out() -> None:
    walker, t = Walker(), times(0.7)
    assert find_bouts(walker.track(t), walker.lock(t)) == ()


def test_gap_without_a_pelvis_divides_bouts() -> None:
    walker, t = Walker(), times(6)
    xy = walker.track(t).xy_px.copy()
    xy[150:170, MPII16.index("pelvis")] = np.nan
    track = track_of(xy, t)
    assert spans(track, find_bouts(track, walker.lock(t))) == [(0.0, 2.5), (2.8, 6.0)]


def test_coming_into_the_picture_and_leaving_it_is_left_out() -> None:
    walker, t = Walker(size_px=(1000, 720)), times(5)
    track = walker.track(t)
    (bout,) = find_bouts(track, walker.lock(t))
    inside = walker.pelvis(t)[bout.rows]
    # 0.3 body heights, which are about 410 px here, on both sides.
    assert 110 < inside.min() < 135
    assert 865 < inside.max() < 890


def test_nothing_without_a_body_or_time() -> None:
    walker, t = Walker(), times(3)
    ankles = Skeleton(name="few", keypoints=("pelvis", "right_ankle", "left_ankle"))
    assert find_bouts(walker.track(t, ankles), walker.lock(t)) == ()
    short = t[:2]
    assert find_bouts(walker.track(short), walker.lock(short)) == ()
    nobody = replace(
        walker.track(t), xy_px=np.full((len(t), 16, 2), np.nan), status=np.full((len(t), 16), 5)
    )
    assert find_bouts(nobody, walker.lock(t)) == ()


def test_a_squat_is_no_walking_on_the_spot() -> None:
    """The pelvis goes behind both ankles and comes back: they swing past it, but together."""
    walker, t = Walker(facing=1, travel=1), times(6)
    standing = walker.track(t)
    xy = np.repeat(standing.xy_px[:1], len(t), axis=0)
    body = float(np.ptp(xy[0, :, 1]))
    swing = 0.15 * body * (1 - np.cos(2 * np.pi * t / 3))
    for name in ("pelvis", "right_hip", "left_hip", "thorax"):
        xy[:, MPII16.index(name), 0] -= swing
    both = 0.5 * (xy[:, MPII16.index("right_ankle")] + xy[:, MPII16.index("left_ankle")])
    xy[:, MPII16.index("right_ankle")] = xy[:, MPII16.index("left_ankle")] = both
    track = track_of(xy, t)
    assert find_bouts(track, lock_facing(len(t), 1)) == ()
