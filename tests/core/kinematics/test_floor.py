"""Floors of known slope, found from feet and lines."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.kinematics.floor import (
    Floor,
    FloorMethod,
    floor_from_feet,
    floor_from_line,
    is_levelled,
    level_track,
    turn,
)
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.motion import Motion
from efficientpose_core.phantom.scene import Direction
from efficientpose_core.pose import PoseTrack
from efficientpose_core.skeleton import Skeleton


@pytest.mark.parametrize("roll_deg", [-9.0, 0.0, 3.5])
@pytest.mark.parametrize("direction", list(Direction))
def test_roll_of_the_camera_is_found_from_feet(roll_deg: float, direction: Direction) -> None:
    track = Phantom(PhantomSpec(roll_deg=roll_deg, direction=direction)).to_track()
    floor = floor_from_feet(track)
    assert floor.angle_deg == pytest.approx(roll_deg, abs=0.05)
    assert floor.method is FloorMethod.FEET
    assert "footholds" in floor.note


def test_error_holds_the_truth_with_noisy_ankles() -> None:
    truth = Phantom(PhantomSpec(roll_deg=2.0)).to_track()
    off = []
    for seed in range(20):
        noise = np.random.default_rng(seed).normal(0, 1.5, truth.xy_px.shape)
        noisy = replace(truth, xy_px=truth.xy_px + noise, spread_px=np.full(truth.score.shape, 1.5))
        floor = floor_from_feet(noisy)
        off.append(abs(floor.angle_deg - 2.0) / floor.error_deg)
    assert np.mean(np.array(off) < 2) >= 0.9


def test_levelled_track_is_that_of_a_level_camera() -> None:
    level = Phantom(PhantomSpec(roll_deg=0.0, px_per_m=150.0)).to_track()
    rolled = Phantom(PhantomSpec(roll_deg=6.0, px_per_m=150.0)).to_track()
    again = level_track(rolled, floor_from_feet(rolled))
    np.testing.assert_allclose(again.xy_px, level.xy_px, atol=0.5)
    assert is_levelled(again)
    assert not is_levelled(rolled)
    assert again.log[-1].parameters["angle_deg"] == pytest.approx(6.0, abs=0.05)
    with pytest.raises(DataError, match="level already"):
        level_track(again, floor_from_feet(rolled))


@given(angle=st.floats(-29, 29), length=st.floats(200, 2000))
def test_line_in_either_direction(angle: float, length: float) -> None:
    end = (length * math.cos(math.radians(angle)), length * math.sin(math.radians(angle)))
    there = floor_from_line((0, 0), end, point_error_px=1.0)
    back = floor_from_line(end, (0, 0), point_error_px=1.0)
    assert there.angle_deg == pytest.approx(angle)
    assert back.angle_deg == pytest.approx(angle, abs=1e-9)
    assert there.error_deg == pytest.approx(math.degrees(math.sqrt(2) / length))
    along = turn(np.array([end]), there)[0]
    assert along == pytest.approx((length, 0.0), abs=1e-6 * length)


@pytest.mark.parametrize(
    ("end", "error", "message"),
    [
        ((0.0, 0.0), 1.0, "two different ends"),
        ((30.0, 0.0), 2.0, "draw a longer line"),
        ((100.0, 300.0), 1.0, "is no floor"),
        ((100.0, 0.0), -1.0, "cannot be negative"),
    ],
)
def test_lines_that_are_no_floor(end: tuple[float, float], error: float, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        floor_from_line((0, 0), end, point_error_px=error)


@pytest.mark.parametrize("motion", [Motion.STAND, Motion.SQUAT])
def test_feet_in_one_place_tell_no_floor(motion: Motion) -> None:
    with pytest.raises(DataError, match="Draw a line along the floor"):
        floor_from_feet(Phantom(PhantomSpec(motion=motion)).to_track())


def test_treadmill_tells_no_floor() -> None:
    with pytest.raises(DataError, match="0 footholds"):
        floor_from_feet(Phantom(PhantomSpec(on_the_spot=True)).to_track())


def test_two_frames_tell_no_floor() -> None:
    with pytest.raises(DataError, match="0 footholds"):
        floor_from_feet(Phantom(PhantomSpec(duration_s=2 / 30)).to_track())


def test_skeleton_without_ankles() -> None:
    track = PoseTrack(
        skeleton=Skeleton(name="hand", keypoints=("wrist",)), t_s=np.arange(3.0),
        frame=np.arange(3), xy_px=np.ones((3, 1, 2)), score=np.ones((3, 1)),
        spread_px=np.ones((3, 1)), status=np.zeros((3, 1)), presence=np.ones(3),
        image_size_px=(10, 10),
    )  # fmt: skip
    with pytest.raises(DataError, match="no ankles"):
        floor_from_feet(track)


def test_angle_that_nobody_knows() -> None:
    with pytest.raises(SettingsError, match=r"within 5\.0 deg only"):
        Floor(angle_deg=0.0, error_deg=5.0, method=FloorMethod.LINE, note="")
    with pytest.raises(SettingsError, match="is no floor"):
        Floor(angle_deg=math.nan, error_deg=0.0, method=FloorMethod.LINE, note="")


def test_each_foot_in_one_place() -> None:
    track = Phantom(PhantomSpec(duration_s=3.0)).to_track()
    xy = np.tile(track.xy_px[:1], (len(track), 1, 1))
    # Both feet step up and down in their places, far apart.
    lifted = 60 * np.maximum(np.sin(2 * np.pi * track.t_s), 0)
    for side, x in (("right", 300.0), ("left", 800.0)):
        ankle = track.skeleton.index(f"{side}_ankle")
        xy[:, ankle, 0], xy[:, ankle, 1] = x, 600 - lifted
    with pytest.raises(DataError, match="in one place"):
        floor_from_feet(replace(track, xy_px=xy))
