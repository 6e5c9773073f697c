"""`efficientpose live`."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from efficientpose_core.cli.main import app
from efficientpose_core.errors import MediaError, OutputError, SettingsError
from efficientpose_core.live import cameras, session
from efficientpose_core.media.camera import CameraSource
from efficientpose_core.media.video import VideoReader

from .conftest import PoliteCamera, ScriptedEstimator


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> PoliteCamera:
    """Let the command find a camera of 30 pictures, and a network that sees somebody."""
    camera = PoliteCamera(30, lambda _: None, rate_hz=25.0)

    class Choice:
        def source(self) -> CameraSource:
            return camera

    monkeypatch.setattr(cameras, "choose_camera", lambda _: Choice())
    monkeypatch.setattr(session, "PoseEstimator", lambda *_, **__: ScriptedEstimator())
    return camera


def test_recording_is_kept_when_the_camera_ends(camera: PoliteCamera, tmp_path: Path) -> None:
    video = tmp_path / "take.mp4"
    done = CliRunner().invoke(app, ["live", "--record", str(video)])
    # Cameras do not end by themselves: that is told, and so is what was recorded.
    assert isinstance(done.exception, MediaError)
    assert f"{video}: 30 frames, 1.16 s" in done.output
    with VideoReader(video) as reader:
        assert reader.info.frame_count == 30


@pytest.mark.usefixtures("camera")
def test_recording_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["live", "--record", str(tmp_path / "take.avi")])
    assert isinstance(done.exception, OutputError)
    assert "take.avi" in str(done.exception)


def test_time_has_to_be_positive() -> None:
    done = CliRunner().invoke(app, ["live", "--seconds", "0"])
    assert isinstance(done.exception, SettingsError)
