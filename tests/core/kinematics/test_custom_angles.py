"""Angles of the user: computed like the built-in ones, refused with one sentence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from efficientpose_core.errors import DataError, SettingsError, UnknownNameError
from efficientpose_core.kinematics.angles import View, compute_angles
from efficientpose_core.kinematics.custom_angles import (
    CustomAngle,
    CustomAngleKind,
    check_custom_angles,
    make_specs,
)
from efficientpose_core.kinematics.facing import lock_facing
from efficientpose_core.kinematics.floor import floor_from_feet, level_track
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.scene import Direction, Projection
from efficientpose_core.pose import FloatArray, PoseTrack
from efficientpose_core.skeleton import MPII16, Skeleton

KNEE = CustomAngle(
    name="right_knee_inner",
    kind=CustomAngleKind.THREE_POINTS,
    points=("right_hip", "right_knee", "right_ankle"),
    signed=False,
)
LEAN = CustomAngle(
    name="whole_body_lean", kind=CustomAngleKind.FROM_UP, points=("pelvis", "upper_neck")
)


def _walker(direction: Direction = Direction.RIGHT) -> PoseTrack:
    spec = PhantomSpec(direction=direction, projection=Projection.ORTHOGRAPHIC, duration_s=2.0)
    return replace(Phantom(spec).to_track(), spread_px=np.full((60, 16), 2.0))


def _values(angle: CustomAngle, track: PoseTrack, facing: int = 1) -> FloatArray:
    angles = compute_angles(
        track,
        facing=lock_facing(len(track), facing),
        names=[angle.name],
        custom=make_specs([angle], View.SAGITTAL),
    )
    return angles.column(angle.name)


@pytest.mark.parametrize(("direction", "facing"), [(Direction.RIGHT, 1), (Direction.LEFT, -1)])
@pytest.mark.parametrize(
    ("kind", "points", "builtin"),
    [
        (CustomAngleKind.SEGMENTS, ("right_knee", "right_ankle", "right_hip", "right_knee"),
         "right_knee_flexion"),
        (CustomAngleKind.SEGMENTS, ("thorax", "pelvis", "left_hip", "left_knee"),
         "left_hip_flexion"),
        (CustomAngleKind.FROM_DOWN, ("left_hip", "left_knee"), "left_thigh_inclination"),
        (CustomAngleKind.FROM_UP, ("pelvis", "thorax"), "trunk_lean"),
    ],
)  # fmt: skip
def test_the_same_as_built_in_ones(
    direction: Direction,
    facing: int,
    kind: CustomAngleKind,
    points: tuple[str, ...],
    builtin: str,
) -> None:
    track = _walker(direction)
    custom = CustomAngle(name="mine", kind=kind, points=points)
    angles = compute_angles(
        track,
        facing=lock_facing(len(track), facing),
        custom=make_specs([custom], View.SAGITTAL),
    )
    assert angles.names[-1] == "mine"
    np.testing.assert_allclose(angles.column("mine"), angles.column(builtin), atol=1e-9)
    mine, theirs = (angles.names.index(name) for name in ("mine", builtin))
    np.testing.assert_allclose(angles.sd_deg[:, mine], angles.sd_deg[:, theirs])
    np.testing.assert_array_equal(angles.status[:, mine], angles.status[:, theirs])


def test_size_of_the_angle_at_the_knee() -> None:
    track = _walker()
    flexion = compute_angles(track, facing=lock_facing(len(track), 1)).column("right_knee_flexion")
    inner = _values(KNEE, track)
    np.testing.assert_allclose(inner, 180 - np.abs(flexion), atol=1e-9)
    # It does not depend on where the person faces, so that need not be known.
    np.testing.assert_allclose(_values(KNEE, track, -1), inner, atol=1e-9)
    unknown = lock_facing(len(track), 1)
    unknown = replace(unknown, direction=np.zeros(len(track), np.int8))
    angles = compute_angles(
        track, facing=unknown, names=[KNEE.name], custom=make_specs([KNEE], View.SAGITTAL)
    )
    np.testing.assert_allclose(angles.column(KNEE.name), inner, atol=1e-9)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize(("end", "expected"), [((10, 0), 0), ((10, -10), 45), ((0, 10), -90)])
def test_against_the_horizontal(end: tuple[int, int], expected: float, facing: int) -> None:
    track = _walker()
    xy = track.xy_px.copy()
    shoulder = xy[:, MPII16.index("right_shoulder")]
    xy[:, MPII16.index("right_wrist")] = shoulder + np.array(end) * [facing, 1]
    reach = CustomAngle(
        name="reach", kind=CustomAngleKind.FROM_HORIZONTAL, points=("right_shoulder", "right_wrist")
    )
    np.testing.assert_allclose(
        _values(reach, replace(track, xy_px=xy), facing), expected, atol=1e-6
    )


def test_range_decides_which_turn_is_told() -> None:
    track = _walker()
    around = CustomAngle(
        name="leg", kind=CustomAngleKind.FROM_UP, points=("right_hip", "right_knee")
    )
    straight_up = _values(replace(around, lowest_deg=0.0), track)
    below = _values(replace(around, lowest_deg=-360.0), track)
    np.testing.assert_allclose(straight_up - below, 360.0)
    assert 90 < np.median(straight_up) < 270


def test_values_beyond_the_limits_are_rejected() -> None:
    track = _walker()
    limited = replace(KNEE, limits_deg=(150.0, 180.0))
    plain, cut = _values(KNEE, track), _values(limited, track)
    assert np.isnan(cut[plain < 150]).all()
    np.testing.assert_array_equal(cut[plain >= 150], plain[plain >= 150])


def test_sides_of_a_front_view() -> None:
    track = _walker()
    xy = track.xy_px.copy()
    for joint in ("shoulder", "hip"):
        xy[:, MPII16.index(f"left_{joint}"), 0] = 600
        xy[:, MPII16.index(f"right_{joint}"), 0] = 500
    for side, x in (("left", 640), ("right", 460)):
        xy[:, MPII16.index(f"{side}_hip"), 1] = 300
        xy[:, MPII16.index(f"{side}_knee")] = (x, 340)
    specs = make_specs(
        [
            CustomAngle(
                name=f"{side}_thigh", kind=CustomAngleKind.FROM_DOWN,
                points=(f"{side}_hip", f"{side}_knee"),
            )
            for side in ("left", "right")
        ],
        View.FRONTAL,
    )  # fmt: skip
    angles = compute_angles(
        replace(track, xy_px=xy), facing=lock_facing(60, 1), view=View.FRONTAL, custom=specs
    )
    for name in ("left_thigh", "right_thigh"):
        np.testing.assert_allclose(angles.column(name), 45.0)


def test_angle_of_the_other_view_is_refused() -> None:
    only_front = replace(LEAN, view=View.FRONTAL)
    track = _walker()
    angles = compute_angles(
        track, facing=lock_facing(60, 1), custom=make_specs([only_front], View.SAGITTAL)
    )
    assert "frontal view only" in angles.unavailable[LEAN.name]


def test_keypoints_that_another_skeleton_lacks_make_it_unavailable() -> None:
    track = _walker()
    small = Skeleton(name="legs", keypoints=MPII16.keypoints[9:])
    legs = PoseTrack(
        skeleton=small, t_s=track.t_s, frame=track.frame, xy_px=track.xy_px[:, 9:],
        score=track.score[:, 9:], spread_px=track.spread_px[:, 9:], status=track.status[:, 9:],
        presence=track.presence, image_size_px=track.image_size_px,
    )  # fmt: skip
    angles = compute_angles(
        legs, facing=lock_facing(60, 1), custom=make_specs([LEAN, KNEE], View.SAGITTAL)
    )
    assert "no upper_neck" in angles.unavailable[LEAN.name]
    assert KNEE.name in angles.names


class TestFloor:
    def test_inclinations_follow_the_floor_and_carry_its_error(self) -> None:
        level, rolled = (
            Phantom(PhantomSpec(roll_deg=roll, px_per_m=150.0)).to_track() for roll in (0.0, 5.0)
        )
        floor = replace(floor_from_feet(rolled), error_deg=0.5)
        facing = lock_facing(len(level), 1)
        plain = compute_angles(level, facing=facing)
        wrong = compute_angles(rolled, facing=facing)
        right = compute_angles(rolled, facing=facing, floor=floor)
        off = wrong.column("trunk_lean") - plain.column("trunk_lean")
        np.testing.assert_allclose(np.abs(off), 5.0, atol=0.3)
        for name in plain.names:
            np.testing.assert_allclose(right.column(name), plain.column(name), atol=0.2)
        sd = dict(zip(right.names, right.sd_deg.T, strict=True))
        np.testing.assert_allclose(sd["trunk_lean"], 0.5)
        np.testing.assert_allclose(sd["right_knee_flexion"], 0.0)
        assert [step.name for step in right.log[-2:]] == ["level_floor", "compute_angles"]

    def test_the_floor_is_corrected_for_once(self) -> None:
        rolled = Phantom(PhantomSpec(roll_deg=5.0)).to_track()
        floor = floor_from_feet(rolled)
        with pytest.raises(DataError, match="level already"):
            compute_angles(
                level_track(rolled, floor), facing=lock_facing(len(rolled), 1), floor=floor
            )


class TestRefusals:
    @pytest.mark.parametrize("name", ["", "Knee", "1st", "a b", "=1+1", "a" * 41, "ä"])
    def test_names(self, name: str) -> None:
        with pytest.raises(SettingsError, match="is no name for an angle"):
            replace(KNEE, name=name)

    @pytest.mark.parametrize("points", [(), ("pelvis",), ("pelvis", "thorax")])
    def test_number_of_points(self, points: tuple[str, ...]) -> None:
        with pytest.raises(SettingsError, match="needs 3 keypoints"):
            replace(KNEE, points=points)

    def test_segments_without_length(self) -> None:
        with pytest.raises(SettingsError, match="without length"):
            replace(KNEE, points=("pelvis", "pelvis", "thorax"))

    @pytest.mark.parametrize("lowest", [-361.0, 1.0, float("nan")])
    def test_ranges(self, lowest: float) -> None:
        with pytest.raises(SettingsError, match="between -360 and 0"):
            replace(LEAN, lowest_deg=lowest)

    def test_limits(self) -> None:
        with pytest.raises(SettingsError, match="not below the upper"):
            replace(LEAN, limits_deg=(10.0, 10.0))

    @pytest.mark.parametrize("angles", [[KNEE, KNEE], [replace(KNEE, name="right_knee_flexion")]])
    def test_names_that_are_taken(self, angles: list[CustomAngle]) -> None:
        with pytest.raises(SettingsError, match="already: choose another name"):
            check_custom_angles(angles, MPII16)
        with pytest.raises(SettingsError, match="already: choose another name"):
            make_specs(angles, View.SAGITTAL)

    def test_unknown_keypoints(self) -> None:
        with pytest.raises(UnknownNameError, match="did you mean right_ankle"):
            check_custom_angles(
                [replace(KNEE, points=("right_hip", "right_knee", "right_ancle"))], MPII16
            )

    def test_good_ones_pass(self) -> None:
        check_custom_angles([KNEE, LEAN], MPII16)

    def test_unknown_angle_names(self) -> None:
        with pytest.raises(UnknownNameError, match="Unknown angle 'mine'"):
            compute_angles(_walker(), facing=lock_facing(60, 1), names=["mine"])
