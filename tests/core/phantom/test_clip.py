"""The phantom's truth agrees with itself, and its pictures follow the truth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from efficientpose_core.errors import CancelledError, SettingsError
from efficientpose_core.phantom.clip import Phantom, PhantomSpec, demo_spec, write_clip
from efficientpose_core.phantom.gait import WalkSettings
from efficientpose_core.phantom.look import Background, Hair, Legwear, Sleeves
from efficientpose_core.phantom.motion import Motion
from efficientpose_core.phantom.scene import Direction, Projection, View
from efficientpose_core.skeleton import MPII16

SMALL = PhantomSpec(size_px=(192, 160), duration_s=1.2, rate_hz=20.0)


def side_angles(xy: np.ndarray, facing: int) -> dict[str, np.ndarray]:
    """Recompute angles from keypoints by their definitions, independently of the source."""

    def tilt(start: str, end: str) -> np.ndarray:
        v = (xy[:, MPII16.index(end)] - xy[:, MPII16.index(start)]) * [facing, 1]
        return np.degrees(np.arctan2(v[:, 0], v[:, 1]))

    def between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return (a - b + 180.0) % 360.0 - 180.0

    trunk = tilt("thorax", "pelvis")
    found = {
        "trunk_lean": -trunk,
        "neck_flexion": between(trunk, tilt("head_top", "upper_neck")),
    }
    for s in ("right", "left"):
        thigh, shank = tilt(f"{s}_hip", f"{s}_knee"), tilt(f"{s}_knee", f"{s}_ankle")
        arm, forearm = tilt(f"{s}_shoulder", f"{s}_elbow"), tilt(f"{s}_elbow", f"{s}_wrist")
        found |= {
            f"{s}_hip_flexion": between(thigh, trunk),
            f"{s}_knee_flexion": between(thigh, shank),
            f"{s}_shoulder_flexion": between(arm, trunk),
            f"{s}_elbow_flexion": between(forearm, arm),
            f"{s}_thigh_inclination": thigh,
            f"{s}_shank_inclination": shank,
            f"{s}_upper_arm_inclination": arm,
            f"{s}_forearm_inclination": forearm,
        }
    return found


@pytest.mark.parametrize("motion", [Motion.WALK, Motion.SQUAT, Motion.STAND])
@pytest.mark.parametrize("direction", list(Direction))
def test_angles_are_those_of_the_projected_keypoints(motion: Motion, direction: Direction) -> None:
    phantom = Phantom(
        replace(
            SMALL,
            motion=motion,
            direction=direction,
            projection=Projection.ORTHOGRAPHIC,
            duration_s=2.6,
            walk=WalkSettings(step_asymmetry=0.1, knee_asymmetry=0.3),
        )
    )
    found = side_angles(phantom.xy_px, direction.sign)
    for name, angle in found.items():
        np.testing.assert_allclose(angle, phantom.angles_deg[name], atol=1e-6, err_msg=name)
    ankle = {f"{s}_ankle_dorsiflexion" for s in ("right", "left")}
    assert set(phantom.angles_deg) == set(found) | ankle


def test_ankle_angle_is_foot_against_shank() -> None:
    phantom = Phantom(replace(SMALL, projection=Projection.ORTHOGRAPHIC))
    points = phantom.points_px
    foot = points["right_ball"] - points["right_heel"]
    pitch = np.degrees(np.arctan2(-foot[:, 1], foot[:, 0]))
    expected = pitch - phantom.angles_deg["right_shank_inclination"]
    np.testing.assert_allclose(phantom.angles_deg["right_ankle_dorsiflexion"], expected, atol=1e-6)


def test_perspective_and_a_camera_ahead_hardly_change_angles() -> None:
    walker = replace(SMALL, distance_m=6.0)
    phantom = Phantom(walker)
    for name, angle in side_angles(phantom.xy_px, 1).items():
        legs = name.endswith(
            ("hip_flexion", "knee_flexion", "thigh_inclination", "shank_inclination")
        )
        limit = 2.0 if legs else 1e-6
        np.testing.assert_allclose(angle, phantom.angles_deg[name], atol=limit, err_msg=name)
    profile = Phantom(replace(walker, ahead_deg=0.0, projection=Projection.ORTHOGRAPHIC))
    # Seen from ahead the nearer hip appears farther back, here by the width of the hips.
    gap = {
        p.spec.ahead_deg: p.points_px["left_hip"][:, 0] - p.points_px["right_hip"][:, 0]
        for p in (phantom, profile)
    }
    assert np.abs(gap[0.0]).max() * profile.metres_per_px < 0.02
    assert np.mean(gap[12.0] - gap[0.0]) * phantom.metres_per_px == pytest.approx(
        2 * 0.058 * 1.75 * np.tan(np.radians(12.0)), abs=0.03
    )


def test_walking_angles_stay_near_adult_curves() -> None:
    phantom = Phantom(replace(SMALL, duration_s=2.5, rate_hz=100.0))
    hip, knee = (phantom.angles_deg[f"right_{n}_flexion"] for n in ("hip", "knee"))
    assert 20.0 < hip.max() < 28.0
    assert -22.0 < hip.min() < -12.0
    assert 58.0 < knee.max() < 70.0
    assert 1.0 < knee.min() < 8.0


def test_facing_left_is_the_mirror_image() -> None:
    right = Phantom(replace(SMALL, direction=Direction.RIGHT))
    left = Phantom(replace(SMALL, direction=Direction.LEFT))
    mirrored = right.xy_px[:, list(MPII16.flip_permutation)].copy()
    mirrored[..., 0] = SMALL.size_px[0] - mirrored[..., 0]
    np.testing.assert_allclose(left.xy_px, mirrored, atol=1e-9)
    np.testing.assert_allclose(
        left.angles_deg["left_knee_flexion"], right.angles_deg["right_knee_flexion"]
    )
    assert [e.side for e in left.events] == [
        {"right": "left", "left": "right"}[e.side] for e in right.events
    ]


def test_frontal_arm_raise_shows_its_angle() -> None:
    spec = replace(SMALL, motion=Motion.ARM_RAISE, view=View.FRONT, amplitude_deg=140.0)
    phantom = Phantom(replace(spec, projection=Projection.ORTHOGRAPHIC, duration_s=2.5))
    xy = phantom.xy_px
    trunk = xy[:, MPII16.index("pelvis")] - xy[:, MPII16.index("thorax")]
    for side, outwards in (("right", -1), ("left", 1)):
        arm = xy[:, MPII16.index(f"{side}_elbow")] - xy[:, MPII16.index(f"{side}_shoulder")]
        angle = np.degrees(np.arctan2(outwards * arm[:, 0], arm[:, 1]))
        assert np.allclose(trunk[:, 0], 0.0, atol=1e-9)
        np.testing.assert_allclose(angle, phantom.angles_deg[f"{side}_shoulder_abduction"], 1e-6)
    assert phantom.angles_deg["right_shoulder_abduction"].max() == pytest.approx(140.0, abs=0.5)
    # The person looks at us: the right hand is on the left of the picture.
    assert np.all(phantom.points_px["right_wrist"][:, 0] < phantom.points_px["left_wrist"][:, 0])


def test_squat_reaches_its_depth_on_still_feet() -> None:
    spec = replace(SMALL, motion=Motion.SQUAT, amplitude_deg=90.0, duration_s=2.5)
    phantom = Phantom(spec)
    assert phantom.angles_deg["right_knee_flexion"].max() == pytest.approx(90.0, abs=0.1)
    points = phantom.points_m()
    for name in ("right_heel", "left_toe", "right_ankle"):
        assert np.ptp(points[name], axis=0).max() < 1e-9
    # Balance: the shoulders stay above the feet.
    shoulder = points["thorax"][:, 0]
    assert np.all(shoulder > points["right_heel"][:, 0] - 0.02)
    assert np.all(shoulder < points["right_toe"][:, 0] + 0.10)


@pytest.mark.parametrize("direction", list(Direction))
def test_person_stays_in_view(direction: Direction) -> None:
    phantom = Phantom(replace(SMALL, direction=direction, duration_s=4.0))
    boxes = phantom.person_boxes
    assert np.all(boxes[:, :2] > 0.0)
    assert np.all(boxes[:, 2:] < SMALL.size_px)
    assert phantom.metres_per_px == pytest.approx(1.0 / phantom.camera.px_per_m)


def test_demo_fills_the_promised_format() -> None:
    phantom = Phantom(demo_spec())
    assert phantom.spec.size_px == (1280, 720)
    assert len(phantom) == 150
    assert np.all(phantom.person_boxes[:, :2] >= 0.0)
    assert np.all(phantom.person_boxes[:, 2:] <= (1280, 720))
    contacts = [e for e in phantom.events if e.kind == "initial_contact"]
    assert len(contacts) >= 7


def test_entering_and_leaving_starts_and_ends_outside() -> None:
    boxes = Phantom(demo_spec(enter_and_leave=True)).person_boxes
    assert boxes[0, 2] < 0.0
    assert boxes[-1, 0] > 1280.0
    assert np.any((boxes[:, 0] > 0.0) & (boxes[:, 2] < 1280.0))


def test_equal_specs_give_equal_bytes_and_other_seeds_do_not() -> None:
    first, again = Phantom(SMALL), Phantom(replace(SMALL))
    assert first.frame(3).tobytes() == again.frame(3).tobytes()
    # A frame does not depend on what was drawn before.
    assert next(iter(again.frames())).tobytes() == first.frame(0).tobytes()
    other = Phantom(replace(SMALL, seed=1))
    assert other.look != first.look
    assert np.abs(other.frame(3).astype(int) - first.frame(3)).mean() > 3.0


def test_frames_have_independent_noise() -> None:
    phantom = Phantom(SMALL)
    corner = [phantom.frame(i)[:20, :20].astype(int) for i in (0, 1)]
    difference = corner[0] - corner[1]
    assert 0.5 < difference.std() < 8.0


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("legwear", list(Legwear))
@pytest.mark.parametrize("hair", list(Hair))
def test_drawing_covers_the_joints(view: View, legwear: Legwear, hair: Hair) -> None:
    spec = replace(SMALL, view=view, on_the_spot=True, size_px=(200, 240))
    look = replace(
        Phantom(spec).look,
        legwear=legwear,
        hair=hair,
        sleeves=Sleeves.LONG if hair is Hair.LONG else Sleeves.SHORT,
    )
    phantom = Phantom(replace(spec, look=look))
    for index in range(0, len(phantom), 5):
        mask = phantom.person_mask(index)
        for channel, name in enumerate(MPII16.keypoints):
            column, row = np.floor(phantom.xy_px[index, channel]).astype(int)
            if name == "head_top":
                row += 2
            assert mask[row, column] > 0.9, (name, index)
    assert 0.03 < mask.mean() < 0.4


def test_limbs_are_drawn_where_they_move() -> None:
    phantom = Phantom(replace(SMALL, on_the_spot=True, size_px=(200, 240)))
    spread = np.ptp(phantom.points_px["right_ankle"][:, 0])
    index = int(np.argmax(phantom.points_px["right_ankle"][:, 0]))
    other = int(np.argmin(phantom.points_px["right_ankle"][:, 0]))
    forefoot = 0.5 * (phantom.points_px["right_ball"] + phantom.points_px["right_toe"])
    column, row = np.floor(forefoot[index]).astype(int)
    assert spread > 20.0
    assert phantom.person_mask(index)[row - 1, column] > 0.9
    assert phantom.person_mask(other)[row - 1, column] < 0.1


def test_far_limbs_are_darker_than_near_ones() -> None:
    phantom = Phantom(replace(SMALL, on_the_spot=True, size_px=(400, 480)))
    index = int(
        np.argmax(
            np.abs(
                np.diff([phantom.points_px[f"{s}_ankle"][:, 0] for s in ("right", "left")], axis=0)
            )
        )
    )
    picture = phantom.frame(index).astype(float)
    brightness = {}
    for side in ("right", "left"):
        middle = 0.5 * (phantom.points_px[f"{side}_knee"] + phantom.points_px[f"{side}_ankle"])
        column, row = np.floor(middle[index]).astype(int)
        brightness[side] = picture[row - 2 : row + 3, column - 2 : column + 3].mean()
    assert brightness["left"] < 0.85 * brightness["right"]


def test_far_leg_is_occluded_when_the_legs_pass() -> None:
    phantom = Phantom(replace(SMALL, on_the_spot=True))
    apart = np.abs(phantom.points_px["right_knee"] - phantom.points_px["left_knee"])[:, 0]
    hidden = phantom.occluded[:, MPII16.index("left_knee")]
    assert hidden[int(np.argmin(apart))]
    assert not hidden[int(np.argmax(apart))]
    assert not phantom.occluded[:, MPII16.index("right_knee")].any()


@pytest.mark.parametrize("background", list(Background))
def test_backgrounds_are_neither_flat_nor_clipped(background: Background) -> None:
    look = replace(Phantom(SMALL).look, background=background)
    picture = Phantom(replace(SMALL, look=look)).frame(0)
    assert picture.std() > 5.0
    assert np.mean(picture >= 255) < 0.05


def test_pan_and_roll_turn_the_picture() -> None:
    still, rolled = Phantom(SMALL), Phantom(replace(SMALL, roll_deg=5.0))

    def trunk(phantom: Phantom) -> float:
        v = phantom.points_px["thorax"][0] - phantom.points_px["pelvis"][0]
        return float(np.degrees(np.arctan2(v[0], -v[1])))

    assert trunk(rolled) - trunk(still) == pytest.approx(5.0, abs=1e-6)
    panned = Phantom(replace(SMALL, pan_deg=20.0))
    width = [np.ptp(p.points_m()["pelvis"][:, 0]) for p in (still, panned)]
    assert width[0] == pytest.approx(width[1])
    assert np.ptp(panned.xy_px[:, 9, 0]) * panned.metres_per_px < 0.99 * width[0]


def test_track_carries_the_truth() -> None:
    phantom = Phantom(replace(SMALL, times_s=(0.0, 0.03, 0.11, 0.2)))
    track = phantom.to_track()
    np.testing.assert_array_equal(track.t_s, [0.0, 0.03, 0.11, 0.2])
    np.testing.assert_array_equal(track.xy_px, phantom.xy_px)
    assert track.valid.all()


def test_written_clip_has_its_true_times(tmp_path: Path) -> None:
    times = (0.0, 0.04, 0.1, 0.15, 0.3)
    phantom = write_clip(replace(SMALL, times_s=times), tmp_path / "walk.mp4")
    with av.open(str(tmp_path / "walk.mp4")) as container:
        frames = list(container.decode(video=0))
    assert [frame.time for frame in frames] == pytest.approx(times, abs=1e-4)
    decoded = frames[2].to_ndarray(format="rgb24").astype(float)
    assert np.abs(decoded - phantom.frame(2)).mean() < 6.0


def test_cancelled_clip_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        write_clip(SMALL, tmp_path / "walk.mp4", should_cancel=lambda: True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "changes",
    [
        {"size_px": (10, 10)},
        {"rate_hz": 0.0},
        {"duration_s": 0.0},
        {"times_s": (0.1, 0.1)},
        {"times_s": ()},
        {"repetition_s": 0.0},
        {"view": View.FRONT},
    ],
)
def test_impossible_specs_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        replace(SMALL, **changes)


def test_impossible_bodies_and_frames_are_refused() -> None:
    with pytest.raises(SettingsError):
        Phantom(replace(SMALL, height_m=5.0))
    with pytest.raises(SettingsError):
        Phantom(SMALL).frame(1000)
    with pytest.raises(SettingsError):
        _ = Phantom(replace(SMALL, px_per_m=-1.0)).camera
