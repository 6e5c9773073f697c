"""Walking over ground and in place are told apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from efficientpose_core.kinematics.treadmill import detect_walking_in_place
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.gait import WalkSettings
from efficientpose_core.phantom.motion import Motion
from efficientpose_core.phantom.scene import Direction, View
from efficientpose_core.pose import PoseTrack
from efficientpose_core.skeleton import Skeleton


@pytest.mark.parametrize("stride_scale", [0.7, 1.0])
@pytest.mark.parametrize("direction", list(Direction))
def test_treadmill(stride_scale: float, direction: Direction) -> None:
    walk = WalkSettings(stride_scale=stride_scale)
    spec = PhantomSpec(walk=walk, direction=direction, on_the_spot=True)
    found = detect_walking_in_place(Phantom(spec).to_track())
    assert found.is_in_place
    assert found.advance < 0.05
    assert found.swings >= 6
    assert "treadmill" in found.reason
    over_ground = detect_walking_in_place(Phantom(replace(spec, on_the_spot=False)).to_track())
    assert not over_ground.is_in_place
    assert over_ground.advance == pytest.approx(1.0, abs=0.2)
    assert not over_ground.reason


def test_drifting_on_the_treadmill_is_still_in_place() -> None:
    track = Phantom(PhantomSpec(on_the_spot=True)).to_track()
    drift = 40 * np.sin(track.t_s)[:, None] * np.array([1, 0])
    found = detect_walking_in_place(replace(track, xy_px=track.xy_px + drift[:, None]))
    assert found.is_in_place


@pytest.mark.parametrize("motion", [Motion.STAND, Motion.SQUAT])
def test_who_does_not_walk_is_on_no_treadmill(motion: Motion) -> None:
    found = detect_walking_in_place(Phantom(PhantomSpec(motion=motion)).to_track())
    assert not found.is_in_place
    assert found.swings == 0
    assert np.isnan(found.advance)


def test_jumping_jacks_are_no_steps() -> None:
    track = Phantom(PhantomSpec(motion=Motion.STAND, view=View.FRONT, duration_s=5.0)).to_track()
    xy = track.xy_px.copy()
    spread = 120 * np.sin(np.pi * track.t_s) ** 2
    for side, sign in (("right", -1), ("left", 1)):
        xy[:, track.skeleton.index(f"{side}_ankle"), 0] += sign * spread
    assert detect_walking_in_place(replace(track, xy_px=xy)).swings == 0


def test_one_step_is_too_few() -> None:
    track = Phantom(PhantomSpec(on_the_spot=True, duration_s=1.0)).to_track()
    assert not detect_walking_in_place(track).is_in_place


def test_skeleton_without_feet() -> None:
    track = PoseTrack(
        skeleton=Skeleton(name="hand", keypoints=("wrist",)), t_s=np.arange(3.0),
        frame=np.arange(3), xy_px=np.ones((3, 1, 2)), score=np.ones((3, 1)),
        spread_px=np.ones((3, 1)), status=np.zeros((3, 1)), presence=np.ones(3),
        image_size_px=(10, 10),
    )  # fmt: skip
    assert detect_walking_in_place(track).swings == 0


def test_two_frames_tell_nothing() -> None:
    track = Phantom(PhantomSpec(on_the_spot=True, duration_s=2 / 30)).to_track()
    assert detect_walking_in_place(track).swings == 0
