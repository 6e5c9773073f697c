"""Side, front and back are told apart; the wrong choice is refused and warned about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.kinematics.angles import ANGLES, compute_angles
from efficientpose_core.kinematics.cleaning import clean_track
from efficientpose_core.kinematics.facing import estimate_facing
from efficientpose_core.kinematics.view import (
    View,
    ViewSuggestion,
    right_of_picture,
    suggest_view,
    view_warning,
)
from efficientpose_core.phantom import scene
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.motion import Motion
from efficientpose_core.pipeline import AnalysisRequest, detect
from efficientpose_core.pose import FloatArray, PoseTrack, Status
from efficientpose_core.skeleton import MPII16, Skeleton


def _phantom(motion: Motion, view: scene.View, seconds: float = 3.0) -> PoseTrack:
    return Phantom(PhantomSpec(motion=motion, view=view, duration_s=seconds, seed=4)).to_track()


def _from_behind(track: PoseTrack) -> PoseTrack:
    """Mirror the picture, keep the names: a person who stands with their back to the camera."""
    return replace(track, xy_px=track.xy_px * [-1, 1] + [track.image_size_px[0], 0])


def _turned(track: PoseTrack, turn_deg: FloatArray) -> PoseTrack:
    """Turn a frontal person about the vertical: widths shrink by the cosine."""
    pelvis = track.point("pelvis")[:, None]
    away = (track.xy_px - pelvis) * np.stack(
        [np.cos(np.radians(turn_deg)), np.ones(len(track))], axis=1
    )[:, None]
    return replace(track, xy_px=pelvis + away)


@pytest.mark.parametrize("motion", [Motion.SQUAT, Motion.ARM_RAISE, Motion.STAND])
def test_front_and_back_are_frontal(motion: Motion) -> None:
    front = _phantom(motion, scene.View.FRONT)
    for track, right in ((front, -1.0), (_from_behind(front), 1.0)):
        found = suggest_view(track)
        assert found.view is View.FRONTAL
        assert found.confidence == 1.0
        assert found.width == pytest.approx(1.0, abs=0.15)
        assert set(right_of_picture(track)) == {right}


@pytest.mark.parametrize("motion", [Motion.WALK, Motion.SQUAT, Motion.STAND])
def test_side_is_sagittal(motion: Motion) -> None:
    found = suggest_view(_phantom(motion, scene.View.SIDE))
    assert found.view is View.SAGITTAL
    assert found.confidence > 0.9


def test_oblique_is_neither() -> None:
    front = _phantom(Motion.STAND, scene.View.FRONT)
    found = suggest_view(_turned(front, np.full(len(front), 60.0)))
    assert found.view is None
    assert found.width == pytest.approx(0.5, abs=0.07)
    assert not view_warning(found, View.SAGITTAL)
    assert not view_warning(found, View.FRONTAL)


def test_turning_half_the_time_is_neither() -> None:
    front = _phantom(Motion.STAND, scene.View.FRONT, 6.0)
    turn = np.where(np.arange(len(front)) < len(front) // 2, 0.0, 90.0)
    found = suggest_view(_turned(front, turn))
    assert found.view is None
    assert found.confidence < 0.2


def test_sides_change_places_when_the_person_turns_round() -> None:
    front = _phantom(Motion.STAND, scene.View.FRONT, 8.0)
    right = right_of_picture(_turned(front, np.linspace(0, 180, len(front))))
    assert right[:70].tolist() == [-1.0] * 70
    assert right[-70:].tolist() == [1.0] * 70
    assert 0.0 in right
    angles = compute_angles(
        _turned(front, np.linspace(0, 180, len(front))),
        facing=estimate_facing(front),
        view=View.FRONTAL,
        names=["pelvic_obliquity"],
    )
    assert (angles.status[right == 0] == Status.REJECTED).all()
    np.testing.assert_allclose(angles.values_deg[right != 0], 0.0, atol=1e-6)


def test_warnings_both_ways() -> None:
    side = suggest_view(_phantom(Motion.WALK, scene.View.SIDE))
    front = suggest_view(_phantom(Motion.STAND, scene.View.FRONT))
    assert "Choose the sagittal view" in view_warning(side, View.FRONTAL)
    assert "Choose the frontal view" in view_warning(front, View.SAGITTAL)
    assert view_warning(side, View.SAGITTAL) == ""
    assert view_warning(front, View.FRONTAL) == ""


@pytest.mark.parametrize("view", list(View))
def test_each_view_refuses_the_angles_of_the_other(view: View) -> None:
    track = _phantom(Motion.STAND, scene.View.FRONT)
    angles = compute_angles(track, facing=estimate_facing(track), view=view)
    others = {name for name, spec in ANGLES.items() if spec.view is not view}
    assert others <= set(angles.unavailable)
    assert not others & set(angles.names)
    for name in others:
        assert f"this is a {view.value} one" in angles.unavailable[name]


def _bare(skeleton: Skeleton, xy: np.ndarray) -> PoseTrack:
    shape = xy.shape[:2]
    status = np.where(np.isfinite(xy[..., 0]), Status.MEASURED, Status.REJECTED)
    return PoseTrack(
        skeleton=skeleton, t_s=np.arange(len(xy)) / 30, frame=np.arange(len(xy)), xy_px=xy,
        score=np.ones(shape), spread_px=np.ones(shape), status=status,
        presence=np.ones(len(xy)), image_size_px=(100, 100),
    )  # fmt: skip


@pytest.mark.parametrize(
    "track",
    [
        _bare(Skeleton(name="hand", keypoints=("wrist",)), np.ones((30, 1, 2))),
        _bare(MPII16, np.full((30, 16, 2), np.nan)),
        _bare(MPII16, np.ones((30, 16, 2))),
        _bare(MPII16, np.ones((1, 16, 2))),
    ],
    ids=["no trunk", "nobody", "no length", "one frame"],
)
def test_what_tells_nothing(track: PoseTrack) -> None:
    found = suggest_view(track)
    assert found == ViewSuggestion(view=None, confidence=0.0, width=found.width)
    assert np.isnan(found.width)
    assert not right_of_picture(track).any()


def test_one_joint_pair_tells_the_side() -> None:
    skeleton = Skeleton(
        name="trunk",
        keypoints=("thorax", "pelvis", "right_knee", "left_knee", "right_hip", "left_hip"),
    )
    xy = np.array([[50, 20], [50, 50], [45, 80], [55, 80], [45, 50], [55, 50]], float)
    track = _bare(skeleton, np.tile(xy, (30, 1, 1)))
    assert set(right_of_picture(track)) == {-1.0}
    assert suggest_view(track).view is None


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "view", "right"),
    [
        ("lateral_raise", View.FRONTAL, -1.0),
        ("beam_portrait", View.FRONTAL, 1.0),
        ("squats", View.SAGITTAL, None),
        ("walk_back_and_forth", View.SAGITTAL, None),
    ],
)
def test_real_clips(shared: Path, name: str, view: View, right: float | None) -> None:
    source = shared / "data" / "videos" / f"{name}.mp4"
    start_s = 3.0 if name == "walk_back_and_forth" else 0.0
    weights = shared / "official" / "tflite" / "EfficientPoseII_LITE.tflite"
    request = AnalysisRequest(source=source, weights=weights, start_s=start_s, end_s=start_s + 0.6)
    track = clean_track(detect(request).track)
    found = suggest_view(track)
    assert found.view is view
    assert view_warning(found, view) == ""
    # From the front the person's right is on the left of the picture, from behind on the right.
    assert right is None or set(right_of_picture(track)) == {right}
