"""Cameras: files that play as one, and the system's own."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from efficientpose_core.errors import MediaError
from efficientpose_core.media import camera as camera_module
from efficientpose_core.media.camera import CameraSource, FileCamera, OpenCVCamera, list_cameras

from .conftest import MakeVideo, numbered_picture, read_number


class FakeClock:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s

    def wait(self, seconds: float) -> None:
        self.now_s += seconds


def test_file_plays_with_its_own_times(make_video: MakeVideo) -> None:
    times = [0, 0.04, 0.1, 0.3]
    clock = FakeClock()
    camera = FileCamera(make_video(times_s=times), realtime=True, clock=clock, wait=clock.wait)
    source: CameraSource = camera
    with source:
        assert source.size_px == (128, 96)
        assert source.name == "clip.mp4"
        frames = [source.read() for _ in times]
        assert [read_number(f.rgb) for f in frames] == [0, 1, 2, 3]
        np.testing.assert_allclose([f.t_s for f in frames], 100 + np.array(times), atol=1e-4)
        with pytest.raises(MediaError, match="come to its end"):
            source.read()


def test_late_reader_is_not_made_to_wait(make_video: MakeVideo) -> None:
    clock = FakeClock()
    waits: list[float] = []
    path = make_video(count=3)
    with FileCamera(path, realtime=True, clock=clock, wait=waits.append) as camera:
        clock.now_s += 50
        camera.read()
    assert waits == [0.0]


def test_pictures_loop_with_times_running_on() -> None:
    pictures = [numbered_picture(n) for n in range(3)]
    clock = FakeClock()
    with FileCamera(pictures, rate_hz=10, loop=True, clock=clock) as camera:
        frames = [camera.read() for _ in range(7)]
    assert [read_number(f.rgb) for f in frames] == [0, 1, 2, 0, 1, 2, 0]
    np.testing.assert_allclose([f.t_s for f in frames], 100 + np.arange(7) / 10)


def test_unplugging() -> None:
    with FileCamera([numbered_picture(1)] * 5, unplug_after=2) as camera:
        camera.read()
        camera.read()
        with pytest.raises(MediaError, match="check the cable"):
            camera.read()


def test_closed_and_empty_cameras() -> None:
    camera = FileCamera([numbered_picture(1)])
    with pytest.raises(MediaError, match="not open"):
        camera.read()
    with pytest.raises(MediaError, match="empty"):
        FileCamera([]).open()
    with pytest.raises(MediaError, match="not open"):
        OpenCVCamera(0).read()
    camera.close()


class FakeCapture:
    """A device of OpenCV that delivers a few pictures."""

    opened = True
    left = 3
    reported_hz = 0.0

    def __init__(self, index: int, backend: int) -> None:
        self.index = index
        self.settings: dict[int, Any] = {}
        self.released = False

    def isOpened(self) -> bool:
        return self.opened

    def set(self, setting: int, value: float) -> None:
        self.settings[setting] = value

    def get(self, setting: int) -> float:
        return self.reported_hz

    def read(self) -> tuple[bool, Any]:
        if not self.left:
            return False, None
        self.left -= 1
        bgr = np.zeros((4, 6, 3), np.uint8)
        bgr[..., 2] = 200
        return True, bgr

    def release(self) -> None:
        self.released = True


def test_system_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_module.cv2, "VideoCapture", FakeCapture)
    clock = FakeClock()
    camera = OpenCVCamera(1, name="Desk", width_px=640, clock=clock)
    with camera:
        assert camera.size_px == (6, 4)
        assert math.isnan(camera.rate_hz)
        frame = camera.read()
        assert tuple(frame.rgb[0, 0]) == (200, 0, 0)
        device = camera._capture
        assert device.settings[camera_module.cv2.CAP_PROP_FRAME_WIDTH] == 640
        # "MJPG" has to be asked for before the size.
        assert next(iter(device.settings)) == camera_module.cv2.CAP_PROP_FOURCC
        assert next(iter(device.settings.values())) == 0x47504A4D
        assert frame.t_s == 100.0
        camera.read()
        with pytest.raises(MediaError, match="Desk stopped delivering"):
            camera.read()
        with pytest.raises(MediaError, match="not open"):
            camera.read()


def test_system_camera_as_it_prefers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_module.cv2, "VideoCapture", FakeCapture)
    with OpenCVCamera(0) as camera:
        assert list(camera._capture.settings) == [camera_module.cv2.CAP_PROP_BUFFERSIZE]


def test_system_camera_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeCapture, "opened", False)
    monkeypatch.setattr(camera_module.cv2, "VideoCapture", FakeCapture)
    with pytest.raises(MediaError, match="Camera 0 cannot be opened"):
        OpenCVCamera(0).open()


def test_cameras_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_module, "_PLATFORM", "linux")
    nodes = [("video0", "HD Webcam", 0), ("video1", "HD Webcam", 1), ("video10", "Lab", 0)]
    for node, name, index in nodes:
        (tmp_path / node).mkdir()
        (tmp_path / node / "name").write_text(name + "\n")
        (tmp_path / node / "index").write_text(f"{index}\n")
    (tmp_path / "video11").mkdir()
    found = list_cameras(system_folder=tmp_path)
    assert [(c.index, c.name) for c in found] == [(0, "HD Webcam"), (10, "Lab")]
    assert list_cameras(system_folder=tmp_path / "absent") == ()


def test_cameras_are_probed_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_module, "_PLATFORM", "win32")
    monkeypatch.setattr(camera_module.cv2, "VideoCapture", FakeCapture)
    assert [c.name for c in list_cameras()][:2] == ["Camera 0", "Camera 1"]
