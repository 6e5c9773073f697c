"""A live session, told to the window by signals, as often as it can draw."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.services.pictures import rgb_image
from app.services.tasks import TaskRunner

if TYPE_CHECKING:
    from efficientpose_core.live.angles import LivePose
    from efficientpose_core.live.cameras import CameraChoice, CaptureWish
    from efficientpose_core.live.recording import Recording
    from efficientpose_core.live.session import LiveSession, LiveSettings, LiveStats, ModelInUse
    from efficientpose_core.media.source import Frame
    from efficientpose_core.pipeline import DeriveSettings

__all__ = ["LiveService", "LiveUpdate"]

_SHOW_EVERY_S = 1 / 32
"""Pictures that come faster are passed over on the screen; a little less than 1/30."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LiveUpdate:
    """What is new since the last one.

    Parameters
    ----------
    image
        The newest picture, mirrored where that is wished; None while there is no new one.
    pose
        Of that picture, never mirrored; None without.
    poses
        All results, in order, for the curves.
    """

    image: QImage | None
    pose: LivePose | None
    poses: tuple[LivePose, ...]


class LiveService(QObject):
    """Runs one camera at a time; never blocks the window.

    Signals
    -------
    cameras_found(tuple)
        `CameraChoice` of each camera.
    opened(str, int, int)
        A camera delivers pictures: name, width, height.
    model_ready(ModelInUse)
        Pictures are analysed.
    model_failed(Exception)
        They are not; the camera goes on.
    updated()
        There is something to `take`; not repeated before it is taken.
    recorded(Recording)
        A recording has ended.
    failed(Exception)
        The camera cannot be opened, or was unplugged; an `EfficientPoseError` is for the user.
    closed()
        No camera is open any more.
    """

    cameras_found = Signal(object)
    opened = Signal(str, int, int)
    model_ready = Signal(object)
    model_failed = Signal(object)
    updated = Signal()
    recorded = Signal(object)
    failed = Signal(object)
    closed = Signal()

    _session_ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = TaskRunner("cameras", self)
        self._session: LiveSession | None = None
        self._relay: _Relay | None = None
        self._next: tuple[CameraChoice, CaptureWish, LiveSettings] | None = None
        self._is_mirrored = False
        self._session_ended.connect(self._end)

    @property
    def is_running(self) -> bool:
        """Whether a camera is open, or about to be."""
        return self._session is not None

    @property
    def is_recording(self) -> bool:
        """Whether a recording is under way."""
        return self._session is not None and self._session.stats().is_recording

    def look_for_cameras(self) -> None:
        """Find out which cameras there are."""

        def work(_: object) -> tuple[CameraChoice, ...]:
            from efficientpose_core.live.cameras import available_cameras

            return available_cameras()

        self._tasks.start(work, done=self.cameras_found.emit, failed=self.failed.emit)

    def start(self, camera: CameraChoice, wish: CaptureWish, settings: LiveSettings) -> None:
        """Open a camera; the one before is closed first."""
        self._next = (camera, wish, settings)
        if self._session is None:
            self._start_next()
        else:
            self._session.stop()

    def stop(self) -> None:
        """Close the camera; a recording is finished."""
        self._next = None
        if self._session is not None:
            self._session.stop()

    def record(self, path: Path) -> None:
        """Record to a new file."""
        if self._session is not None:
            self._session.record(path)

    def stop_recording(self) -> None:
        """End the recording; ``recorded`` follows."""
        if self._session is not None:
            self._session.stop_recording()

    def set_derive(self, derive: DeriveSettings) -> None:
        """Change view, direction and lowest score of what is shown."""
        if self._session is not None:
            self._session.set_derive(derive)

    def set_mirrored(self, is_mirrored: bool) -> None:
        """Mirror the pictures to come, on the screen only."""
        self._is_mirrored = is_mirrored
        if self._relay is not None:
            self._relay.is_mirrored = is_mirrored

    def stats(self) -> LiveStats | None:
        """Return how it goes; None without a camera."""
        return None if self._session is None else self._session.stats()

    def take(self) -> LiveUpdate:
        """Return what is new."""
        if self._relay is None:
            return LiveUpdate(image=None, pose=None, poses=())
        return self._relay.take()

    def shutdown(self) -> None:
        """Close the camera and wait; a recording is finished."""
        self.stop()
        if self._session is not None:
            self._session.wait()
        self._tasks.shutdown()

    def _start_next(self) -> None:
        from efficientpose_core.live.session import LiveSession

        assert self._next is not None
        (camera, wish, settings), self._next = self._next, None
        self._relay = _Relay(self, self._is_mirrored)
        self._session = LiveSession(camera.source(wish), self._relay, settings)
        self._relay.session = self._session
        self._session.start()

    def _end(self, session: LiveSession, error: Exception | None) -> None:
        if session is not self._session:
            return
        self._session = self._relay = None
        if self._next is not None:
            self._start_next()
            return
        if error is not None:
            self.failed.emit(error)
        self.closed.emit()


class _Relay:
    """Listens in the session's threads, and keeps what the window has not taken yet."""

    def __init__(self, service: LiveService, is_mirrored: bool) -> None:
        self.session: LiveSession | None = None
        self.is_mirrored = is_mirrored
        self._service = service
        self._lock = threading.Lock()
        self._shown_at = 0.0
        self._is_told = False
        self._image: QImage | None = None
        self._pose: LivePose | None = None
        self._poses: list[LivePose] = []

    def take(self) -> LiveUpdate:
        with self._lock:
            update = LiveUpdate(image=self._image, pose=self._pose, poses=tuple(self._poses))
            self._image, self._pose, self._is_told = None, None, False
            self._poses.clear()
        return update

    def camera_opened(self, name: str, size_px: tuple[int, int]) -> None:
        self._service.opened.emit(name, *size_px)

    def model_ready(self, model: ModelInUse) -> None:
        self._service.model_ready.emit(model)

    def model_failed(self, error: Exception) -> None:
        self._service.model_failed.emit(error)

    def pictured(self, frame: Frame, pose: LivePose | None) -> None:
        now = time.monotonic()
        with self._lock:
            if now - self._shown_at < _SHOW_EVERY_S:
                return
            self._shown_at = now
        rgb = frame.rgb()
        image = rgb_image(np.ascontiguousarray(rgb[:, ::-1]) if self.is_mirrored else rgb)
        with self._lock:
            self._image, self._pose = image, pose
            must_tell, self._is_told = not self._is_told, True
        if must_tell:
            self._service.updated.emit()

    def analysed(self, pose: LivePose) -> None:
        with self._lock:
            self._poses.append(pose)

    def recording_ended(self, recording: Recording) -> None:
        self._service.recorded.emit(recording)

    def ended(self, error: Exception | None) -> None:
        self._service._session_ended.emit(self.session, error)
