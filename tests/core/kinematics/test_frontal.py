"""Signs of the frontal angles on a drawn person, seen from the front and from behind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from efficientpose_core.kinematics.angles import View, compute_angles
from efficientpose_core.kinematics.facing import lock_facing
from efficientpose_core.kinematics.floor import floor_from_line
from efficientpose_core.pose import FloatArray, PoseTrack, Status
from efficientpose_core.skeleton import MPII16

FRAMES = 30
SHAPE = {
    "head_top": (0, -90), "upper_neck": (0, -62), "thorax": (0, -50), "pelvis": (0, 0),
    "shoulder": (20, -50), "elbow": (22, -20), "wrist": (22, 5),
    "hip": (11, 0), "knee": (11, 45), "ankle": (11, 88),
}  # fmt: skip
"""x towards the person's right, y down; right side, the left one mirrored."""


def _person(moved: dict[str, tuple[float, float]] | None = None) -> dict[str, FloatArray]:
    points = {}
    for name in MPII16.keypoints:
        side, _, joint = name.partition("_")
        if side in ("right", "left"):
            x, y = SHAPE[joint]
            points[name] = np.array([x if side == "right" else -x, y], float)
        else:
            points[name] = np.array(SHAPE[name], float)
    for name, by in (moved or {}).items():
        points[name] = points[name] + by
    return points


def _track(points: dict[str, FloatArray], *, behind: bool) -> PoseTrack:
    xy = np.array([points[name] for name in MPII16.keypoints])
    xy = 300 + 2 * xy * [1 if behind else -1, 1]
    shape = (FRAMES, 16)
    return PoseTrack(
        skeleton=MPII16, t_s=np.arange(FRAMES) / 30, frame=np.arange(FRAMES),
        xy_px=np.tile(xy, (FRAMES, 1, 1)), score=np.ones(shape), spread_px=np.ones(shape),
        status=np.full(shape, Status.MEASURED, np.int8), presence=np.ones(FRAMES),
        image_size_px=(600, 600),
    )  # fmt: skip


def _angle(name: str, moved: dict[str, tuple[float, float]], *, behind: bool) -> float:
    track = _track(_person(moved), behind=behind)
    angles = compute_angles(track, facing=lock_facing(FRAMES, 1), view=View.FRONTAL, names=[name])
    assert np.ptp(angles.column(name)) < 1e-9
    return float(angles.column(name)[0])


UP = -np.degrees(np.arctan2(-4, 22))
"""One hip 4 higher than the other, 22 apart."""
KNEE_IN = np.degrees(np.arctan2(5, 45) + np.arctan2(5, 43))


@pytest.mark.parametrize("behind", [False, True], ids=["from the front", "from behind"])
@pytest.mark.parametrize(
    ("name", "moved", "expected"),
    [
        # Knee 5 towards the midline: valgus is positive on either side.
        ("right_knee_valgus", {"right_knee": (-5, 0)}, KNEE_IN),
        ("left_knee_valgus", {"left_knee": (5, 0)}, KNEE_IN),
        # Knee outwards: varus.
        ("right_knee_valgus", {"right_knee": (5, 0)}, -KNEE_IN),
        ("left_knee_valgus", {"left_knee": (-5, 0)}, -KNEE_IN),
        ("right_knee_valgus", {"left_knee": (5, 0)}, 0.0),
        # Leg away from the midline: abduction.
        ("right_hip_abduction", {"right_knee": (45, 0)}, 45.0),
        ("left_hip_abduction", {"left_knee": (-45, 0)}, 45.0),
        ("left_hip_abduction", {"left_knee": (11, 0)}, -np.degrees(np.arctan2(11, 45))),
        # Arms: hanging nearly vertical, level at the shoulder's height, overhead 180.
        ("right_shoulder_abduction", {"right_elbow": (28, -30)}, 90.0),
        ("left_shoulder_abduction", {"left_elbow": (-28, -30)}, 90.0),
        ("left_shoulder_abduction", {"left_elbow": (2, -60)}, 180.0),
        # Right side up is positive.
        ("pelvic_obliquity", {"right_hip": (0, -4)}, UP),
        ("pelvic_obliquity", {"left_hip": (0, -4)}, -UP),
        ("shoulder_tilt", {"right_shoulder": (0, -40)}, 45.0),
        ("shoulder_tilt", {"left_shoulder": (0, -40)}, -45.0),
        # Lean towards the person's right is positive.
        ("trunk_side_lean", {"thorax": (50, 0)}, 45.0),
        ("trunk_side_lean", {"thorax": (-50, 0)}, -45.0),
        # Hips are measured against the trunk: it leans to the right, both thighs stay.
        ("right_hip_abduction", {"thorax": (50, 0)}, 45.0),
        ("left_hip_abduction", {"thorax": (50, 0)}, -45.0),
    ],
)
def test_sign_and_size(
    name: str, moved: dict[str, tuple[float, float]], expected: float, behind: bool
) -> None:
    assert _angle(name, moved, behind=behind) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("behind", [False, True], ids=["from the front", "from behind"])
def test_standing_upright_is_zero(behind: bool) -> None:
    track = _track(_person(), behind=behind)
    angles = compute_angles(track, facing=lock_facing(FRAMES, 1), view=View.FRONTAL)
    expected = dict.fromkeys(angles.names, 0.0)
    hanging = np.degrees(np.arctan2(2, 30))
    expected |= {f"{side}_shoulder_abduction": hanging for side in ("right", "left")}
    for name in angles.names:
        np.testing.assert_allclose(angles.column(name), expected[name], atol=1e-9)


@pytest.mark.parametrize("behind", [False, True], ids=["from the front", "from behind"])
@pytest.mark.parametrize("roll_deg", [-6.0, 4.0])
def test_floor_takes_the_cameras_roll_away(behind: bool, roll_deg: float) -> None:
    track = _track(_person({"right_hip": (0, -4)}), behind=behind)
    turn = np.radians(roll_deg)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    rolled = replace(track, xy_px=300 + (track.xy_px - 300) @ rotation.T)
    floor = floor_from_line((0, 0), tuple(500 * rotation[:, 0]))
    plain, level = (
        compute_angles(t, facing=lock_facing(FRAMES, 1), view=View.FRONTAL, floor=f)
        for t, f in ((track, None), (rolled, floor))
    )
    np.testing.assert_allclose(level.values_deg, plain.values_deg, atol=1e-9)
