"""The camera that is meant, by name, number or file."""

from __future__ import annotations

from pathlib import Path

import pytest

from efficientpose_core.errors import MediaError, SettingsError, UnknownNameError
from efficientpose_core.live import cameras
from efficientpose_core.live.cameras import (
    FILE_VARIABLE,
    CameraChoice,
    CaptureWish,
    available_cameras,
    choose_camera,
)
from efficientpose_core.media.camera import CameraDescription, FileCamera, OpenCVCamera


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FILE_VARIABLE, raising=False)
    found = (CameraDescription(index=0, name="HD Webcam"), CameraDescription(index=2, name="Lab"))
    monkeypatch.setattr(cameras, "list_cameras", lambda: found)


@pytest.mark.usefixtures("two")
def test_by_name_number_and_file(tmp_path: Path) -> None:
    assert choose_camera("lab") == CameraChoice(name="Lab", index=2)
    assert choose_camera("7").index == 7
    clip = tmp_path / "clip.mp4"
    clip.touch()
    chosen = choose_camera(str(clip))
    assert chosen.file == clip
    assert isinstance(chosen.source(), FileCamera)
    with pytest.raises(UnknownNameError, match="did you mean Lab"):
        choose_camera("Lap")


def test_no_camera_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FILE_VARIABLE, raising=False)
    monkeypatch.setattr(cameras, "list_cameras", lambda: ())
    assert available_cameras() == ()
    with pytest.raises(MediaError, match="plug one in"):
        choose_camera("Lab")


@pytest.mark.usefixtures("two")
def test_video_is_offered_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "clip.mp4"))
    assert [camera.name for camera in available_cameras()] == ["clip.mp4", "HD Webcam", "Lab"]


def test_wishes_reach_the_camera() -> None:
    camera = CameraChoice(name="Lab", index=2).source(
        CaptureWish(size_px=(1280, 720), rate_hz=60.0)
    )
    assert isinstance(camera, OpenCVCamera)
    assert camera.name == "Lab"
    assert [value for _, value in camera._wanted] == [1280, 720, 60.0]
    with pytest.raises(SettingsError):
        CaptureWish(size_px=(0, 720))
    with pytest.raises(SettingsError):
        CaptureWish(rate_hz=-1.0)
