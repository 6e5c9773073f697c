"""`efficientpose live`."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from efficientpose_core.cli.analyze import Model, Quiet
from efficientpose_core.cli.console import cancel_on_interrupt, say, warn
from efficientpose_core.errors import SettingsError

if TYPE_CHECKING:
    from efficientpose_core.live.angles import LivePose
    from efficientpose_core.live.recording import Recording
    from efficientpose_core.live.session import LiveSession, LiveStats, ModelInUse
    from efficientpose_core.media.source import Frame
    from efficientpose_core.progress import ShouldCancel

__all__ = ["live_command"]

_TELL_EVERY_S = 1.0


def live_command(
    camera: Annotated[
        str, typer.Option("--camera", help="Name or number of the camera, or a video as a camera.")
    ] = "0",
    record: Annotated[
        Path | None, typer.Option("--record", help="Record to this new .mp4, with keypoints.")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(help="Stop after this time; else Ctrl-C stops.")
    ] = None,
    model: Model = None,
    quiet: Quiet = False,
) -> None:
    """Watch a person with a camera, and record it.

    Tells every second what the camera delivers, how quick the network is, and the knee angles.
    """
    from efficientpose_core.live.cameras import choose_camera
    from efficientpose_core.live.recording import check_recording_name
    from efficientpose_core.live.session import LiveSession, LiveSettings

    if seconds is not None and seconds <= 0:
        raise SettingsError("The time to stop after has to be positive.")
    if record is not None:
        check_recording_name(record)  # before the camera is switched on
    listener = _Listener()
    session = LiveSession(choose_camera(camera).source(), listener, LiveSettings(weights=model))
    with cancel_on_interrupt() as should_cancel:
        if record is not None:
            session.record(record)  # from the first picture on
        session.start()
        _watch(session, listener, seconds, should_cancel, quiet)
        session.stop()
        session.wait()
    if listener.recording is not None:
        _tell_recording(listener.recording)
    if listener.error is not None:
        raise listener.error


class _Listener:
    """Keeps what the session tells."""

    def __init__(self) -> None:
        self.is_over = threading.Event()
        self.began_s = 0.0
        self.error: Exception | None = None
        self.pose: LivePose | None = None
        self.recording: Recording | None = None

    def camera_opened(self, name: str, size_px: tuple[int, int]) -> None:
        self.began_s = time.monotonic()
        warn(f"{name}: {size_px[0]} x {size_px[1]} pixels. Ctrl-C stops.")

    def model_ready(self, model: ModelInUse) -> None:
        warn(f"EfficientPose {model.weights.variant} with {model.engine.engine.value}.")

    def model_failed(self, error: Exception) -> None:
        self.error = error
        self.is_over.set()

    def pictured(self, frame: Frame, pose: LivePose | None) -> None:
        """Pictures are not shown here."""

    def analysed(self, pose: LivePose) -> None:
        self.pose = pose

    def recording_ended(self, recording: Recording) -> None:
        self.recording = recording
        if recording.problem is not None:
            self.error = recording.problem
            self.is_over.set()

    def ended(self, error: Exception | None) -> None:
        self.error = self.error or error
        self.is_over.set()


def _watch(
    session: LiveSession,
    listener: _Listener,
    seconds: float | None,
    should_cancel: ShouldCancel,
    quiet: bool,
) -> None:
    """Tell how it goes until the time is up, the user stops, or something fails."""
    told_s = time.monotonic()
    while not listener.is_over.wait(0.05):
        now = time.monotonic()
        is_late = seconds is not None and listener.began_s and now - listener.began_s >= seconds
        if is_late or should_cancel():
            return
        if now - told_s >= _TELL_EVERY_S:
            told_s = now
            if not quiet:
                say(_line(session.stats(), listener.pose))


def _line(stats: LiveStats, pose: LivePose | None) -> str:
    text = (
        f"camera {stats.rate_hz:.1f} fps, analysed {stats.analysed_hz:.1f} fps, "
        f"latency {1000 * stats.latency_s:.0f} ms, dropped {stats.dropped}"
    )
    if stats.is_recording:
        text += f", recorded {stats.recorded_s:.1f} s"
    for side in ("right", "left"):
        name = f"{side}_knee_flexion"
        if pose is not None and name in pose.angles.names:
            text += f", {side} knee {pose.angles.column(name)[0]:.0f} deg"
    return text


def _tell_recording(recording: Recording) -> None:
    if recording.frames:
        say(
            f"{recording.path}: {recording.frames} frames, {recording.duration_s:.2f} s, keypoints "
            f"in {len(recording.results)} of them."
        )
