"""Each check passes, warns and fails where it should, and says what to do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from efficientpose_core.kinematics.angles import compute_angles
from efficientpose_core.kinematics.protocols.checks import check_recording
from efficientpose_core.kinematics.protocols.protocol import (
    Check,
    Level,
    ProtocolSettings,
    Requirements,
)
from efficientpose_core.kinematics.scale import Scale, ScaleMethod
from efficientpose_core.kinematics.view import View
from efficientpose_core.pose import PoseTrack, Status

from .people import Recording, from_the_front, from_the_side, times

KNEE = "left_knee"
SIDE = Requirements(view=View.SAGITTAL, keypoints=("pelvis", KNEE), wants_scale=True)


def _check(
    name: str, recording: Recording, requirements: Requirements = SIDE,
    settings: ProtocolSettings | None = None,
) -> Check:  # fmt: skip
    track, angles, _ = recording
    checks = check_recording(requirements, track, angles, settings or ProtocolSettings())
    (check,) = [check for check in checks if check.id == name]
    assert check.text
    assert bool(check.remedy) is (check.level is not Level.PASS)
    return check


def _with(recording: Recording, track: PoseTrack) -> Recording:
    return track, recording[1], recording[2]


@pytest.fixture
def side() -> Recording:
    return from_the_side(times(30.0, 5.0))


def test_good_recording_passes(side: Recording) -> None:
    scale = Scale(metres_per_px=0.004, relative_error=0.01, method=ScaleMethod.LINE, note="a line")
    checks = check_recording(SIDE, side[0], side[1], ProtocolSettings(scale=scale))
    assert {check.level for check in checks} == {Level.PASS}
    assert [check.id for check in checks] == [
        "view", "rate", "size", "length", "person", "keypoints", "camera", "scale"
    ]  # fmt: skip


def test_view(side: Recording) -> None:
    assert _check("view", side).level is Level.PASS
    front = from_the_front(times(30.0, 5.0))
    wrong = _check("view", front)
    assert wrong.level is Level.FAIL
    assert "seen in a frontal view; this test needs a sagittal" in wrong.text
    track, _, facing = side
    other = compute_angles(track, facing=facing, view=View.FRONTAL)
    chosen = _check("view", (track, other, facing))
    assert chosen.level is Level.FAIL
    assert "Choose the sagittal view" in chosen.remedy
    xy = front[0].xy_px.copy()
    xy[..., 0] = 600 + 0.5 * (xy[..., 0] - 600)
    oblique = replace(front[0], xy_px=xy)
    unclear = _check("view", (oblique, side[1], side[2]))
    assert unclear.level is Level.WARN
    assert "obliquely" in unclear.text


@pytest.mark.parametrize(
    ("rate_hz", "level", "words"),
    [(30.0, Level.PASS, "30 frames a second."), (20.0, Level.WARN, "known to 50 ms only"),
     (10.0, Level.FAIL, "15 are needed")],
)  # fmt: skip
def test_frame_rate(rate_hz: float, level: Level, words: str) -> None:
    check = _check("rate", from_the_side(times(rate_hz, 5.0)))
    assert check.level is level
    assert words in check.text


@pytest.mark.parametrize(
    ("size", "level", "words"),
    [(1.0, Level.PASS, "400 px tall."), (0.5, Level.WARN, "250 px are better"),
     (0.2, Level.FAIL, "120 px are needed")],
)  # fmt: skip
def test_size_of_the_person(side: Recording, size: float, level: Level, words: str) -> None:
    track = replace(side[0], xy_px=side[0].xy_px * size)
    check = _check("size", _with(side, track))
    assert check.level is level
    assert words in check.text


def test_length(side: Recording) -> None:
    assert _check("length", side, replace(SIDE, least_length_s=5.0)).level is Level.PASS
    short = _check("length", side, replace(SIDE, least_length_s=30.0))
    assert short.level is Level.FAIL
    assert "lasts 5.0 s; 30 s are needed" in short.text


def _without(track: PoseTrack, share: float, keypoints: list[str] | None = None) -> PoseTrack:
    xy, status = track.xy_px.copy(), track.status.copy()
    rows = np.arange(len(track)) < share * len(track)
    for k in keypoints or track.skeleton.keypoints:
        xy[rows, track.skeleton.index(k)] = np.nan
        status[rows, track.skeleton.index(k)] = Status.REJECTED
    return replace(track, xy_px=xy, status=status)


@pytest.mark.parametrize(
    ("share", "level"), [(0.02, Level.PASS), (0.1, Level.WARN), (0.3, Level.FAIL)]
)
def test_share_of_frames_with_the_person(side: Recording, share: float, level: Level) -> None:
    check = _check("person", _with(side, _without(side[0], share)))
    assert check.level is level
    assert f"{1 - share:.0%}" in check.text


@pytest.mark.parametrize(("unseen", "level"), [(0.38, Level.PASS), (0.42, Level.FAIL)])
def test_walkers_may_leave_the_picture(side: Recording, unseen: float, level: Level) -> None:
    walk = replace(SIDE, may_leave=True, least_length_s=3.0)
    check = _check("person", _with(side, _without(side[0], unseen)), walk)
    assert check.level is level
    assert f"seen for {5.0 * (1 - unseen):.1f} s" in check.text


@pytest.mark.parametrize(
    ("share", "level"), [(0.05, Level.PASS), (0.2, Level.WARN), (0.5, Level.FAIL)]
)
def test_share_of_frames_with_a_keypoint(side: Recording, share: float, level: Level) -> None:
    check = _check("keypoints", _with(side, _without(side[0], share, [KNEE])))
    assert check.level is level
    if level is not Level.PASS:
        assert f"left_knee is known in {1 - share:.0%}" in check.text


@pytest.mark.parametrize(
    ("score", "level"), [(0.6, Level.PASS), (0.35, Level.WARN), (0.2, Level.FAIL)]
)
def test_faint_keypoints(side: Recording, score: float, level: Level) -> None:
    scores = side[0].score.copy()
    scores[:, side[0].skeleton.index(KNEE)] = score
    check = _check("keypoints", _with(side, replace(side[0], score=scores)))
    assert check.level is level
    if level is not Level.PASS:
        assert f"typical score {score:.2f}" in check.text


def test_nobody_in_view(side: Recording) -> None:
    nobody = _with(side, _without(side[0], 1.0))
    for name in ("size", "person", "keypoints"):
        assert _check(name, nobody).level is Level.FAIL
    assert "never seen" in _check("size", nobody).text


def test_skeleton_without_the_keypoint(side: Recording) -> None:
    needs = replace(SIDE, keypoints=("left_heel",))
    (check,) = check_recording(needs, side[0], side[1], ProtocolSettings())
    assert check.level is Level.FAIL
    assert "no keypoint left_heel" in check.text


def test_moving_camera_warns_or_fails(side: Recording) -> None:
    moving = ProtocolSettings(camera_problem="The camera moves.")
    assert _check("camera", side, settings=moving).level is Level.WARN
    still = replace(SIDE, still_camera=True)
    check = _check("camera", side, still, moving)
    assert check.level is Level.FAIL
    assert check.text == "The camera moves."


def test_missing_scale_warns(side: Recording) -> None:
    assert _check("scale", side).level is Level.WARN
