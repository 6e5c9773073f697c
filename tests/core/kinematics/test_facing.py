"""Where a person faces, on walkers that are known to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.facing import estimate_facing, lock_facing
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.scene import Direction
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.skeleton import Skeleton


def _walker(direction: Direction = Direction.RIGHT, seconds: float = 3.0) -> PoseTrack:
    return Phantom(PhantomSpec(direction=direction, duration_s=seconds)).to_track()


def _joined(first: PoseTrack, second: PoseTrack) -> PoseTrack:
    """One recording after the other, as if the person had turned in between."""
    pairs = {
        name: np.concatenate([getattr(first, name), getattr(second, name)])
        for name in ("xy_px", "score", "spread_px", "status", "presence")
    }
    count = len(first) + len(second)
    return replace(first, t_s=np.arange(count) / 30, frame=np.arange(count), **pairs)


@pytest.mark.parametrize(("direction", "sign"), [(Direction.RIGHT, 1), (Direction.LEFT, -1)])
def test_direction_of_a_walker(direction: Direction, sign: int) -> None:
    facing = estimate_facing(_walker(direction))
    assert set(facing.direction) == {sign}
    assert facing.confidence.mean() > 0.5
    assert facing.source == "automatic"


def test_walking_backwards_does_not_turn_the_person() -> None:
    forwards = _walker()
    backwards = replace(forwards, xy_px=forwards.xy_px[::-1])
    assert set(estimate_facing(backwards).direction) == {1}


def test_turn_is_found_where_it_is() -> None:
    facing = estimate_facing(_joined(_walker(), _walker(Direction.LEFT)))
    starts = [(start, sign) for start, _, sign in facing.intervals if sign]
    assert [sign for _, sign in starts] == [1, -1]
    assert abs(starts[1][0] - 90) < 20


def test_gap_between_equal_directions_is_bridged_without_confidence() -> None:
    walker = _walker(seconds=6.0)
    xy, status = walker.xy_px.copy(), walker.status.copy()
    xy[40:140], status[40:140] = np.nan, Status.NO_PERSON
    facing = estimate_facing(replace(walker, xy_px=xy, status=status))
    assert set(facing.direction) == {1}
    assert facing.confidence[90] == 0


def test_nothing_is_known_without_legs_or_person() -> None:
    walker = _walker()
    nobody = replace(
        walker,
        xy_px=np.full_like(walker.xy_px, np.nan),
        status=np.full_like(walker.status, Status.NO_PERSON),
    )
    assert not estimate_facing(nobody).direction.any()
    head = Skeleton(name="head", keypoints=("head_top", "upper_neck"))
    few = PoseTrack(
        skeleton=head, t_s=walker.t_s, frame=walker.frame, xy_px=walker.xy_px[:, :2],
        score=walker.score[:, :2], spread_px=walker.spread_px[:, :2],
        status=walker.status[:, :2], presence=walker.presence, image_size_px=(1280, 720),
    )  # fmt: skip
    assert not estimate_facing(few).direction.any()


@pytest.mark.parametrize("frames", [1, 2])
def test_very_short_recordings(frames: int) -> None:
    walker = _walker(seconds=frames / 30)
    assert len(estimate_facing(walker).direction) == frames


def test_user_decides() -> None:
    facing = estimate_facing(_walker(), locked=-1)
    assert set(facing.direction) == {-1}
    assert (facing.confidence == 1).all()
    assert facing.source == "locked"
    with pytest.raises(SettingsError, match="right"):
        lock_facing(5, 2)
