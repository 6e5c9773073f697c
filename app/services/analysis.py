"""Analyses in a thread of their own, told to the window by signals."""

from __future__ import annotations

import importlib
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from app.services.pictures import rgb_image, shrunk
from efficientpose_core.errors import CancelledError
from efficientpose_core.progress import Progress

if TYPE_CHECKING:
    from efficientpose_core.inference.following import FollowedFrame
    from efficientpose_core.media.source import Frame
    from efficientpose_core.pipeline import AnalysisRequest

__all__ = ["AnalysisRunner", "LiveFrame", "RunProgress"]

_NEEDED_AT_THE_END = (
    "efficientpose_core.media.camera_motion",
    "efficientpose_core.session.gait",
    "efficientpose_core.session.movement",
)
_TELL_EVERY_S = 0.05
_SHOW_EVERY_S = 0.15
_SHOWN_PX = 960


@dataclass(frozen=True, slots=True, kw_only=True)
class RunProgress:
    """How far an analysis is.

    Parameters
    ----------
    stage
        What is being done, for the user.
    done, total
        Frames; ``total`` is 0 while it is not known.
    frames_per_s
        Of this run so far, without pauses; 0 before the first frame.
    """

    stage: str
    done: int
    total: int
    frames_per_s: float

    @property
    def remaining_s(self) -> float | None:
        """Seconds to go; None while nothing is known."""
        if self.frames_per_s <= 0 or not self.total:
            return None
        return (self.total - self.done) / self.frames_per_s


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LiveFrame:
    """A frame that has just been analysed.

    Parameters
    ----------
    index, t_s
        Of the frame.
    image
        A copy of the picture, no larger than a window shows; None for a damaged frame.
    size_px
        (width, height) of the frame.
    result
        What was found.
    """

    index: int
    t_s: float
    image: QImage | None
    size_px: tuple[int, int]
    result: FollowedFrame


class AnalysisRunner(QObject):
    """Runs one analysis at a time.

    Every run ends in exactly one of ``succeeded``, ``failed`` and ``cancelled``, then ``finished``.
    Its thread is gone by then: another run may be started from any of them.

    Signals
    -------
    progressed(RunProgress)
        At most 20 times a second.
    seen(LiveFrame)
        A few frames a second, while it runs.
    succeeded(Analysis)
        The results.
    failed(Exception)
        An `EfficientPoseError` is for the user; any other is a fault of the program.
    cancelled()
        On the user's wish; finished frames are kept in the journal.
    paused_changed(bool)
        Whether it rests.
    finished()
        Always, last.
    """

    progressed = Signal(object)
    seen = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    paused_changed = Signal(bool)
    finished = Signal()

    _ended = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._may_go = threading.Event()
        self._may_go.set()
        self._told_at = self._shown_at = 0.0
        self._first: tuple[float, int] | None = None
        self._rested_s = 0.0
        self._ended.connect(self._tell_end, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether an analysis is under way, or its end has not been told yet."""
        return self._thread is not None

    @property
    def is_paused(self) -> bool:
        """Whether it rests."""
        return not self._may_go.is_set()

    def start(self, request: AnalysisRequest, journal: Path | None = None) -> None:
        """Begin; ``journal`` keeps finished frames, and is continued if it belongs to the request.

        Raises
        ------
        RuntimeError
            If an analysis is under way.
        """
        if self.is_running:
            raise RuntimeError("An analysis is under way.")
        self._stop.clear()
        self.set_paused(False)
        self._told_at = self._shown_at = self._rested_s = 0.0
        self._first = None
        self._thread = threading.Thread(
            target=self._run, args=(request, journal), name="analysis", daemon=True
        )
        self._thread.start()

    def set_paused(self, is_paused: bool) -> None:
        """Let it rest after the frame it is at, or go on."""
        if is_paused == self.is_paused:
            return
        if is_paused:
            self._may_go.clear()
        else:
            self._may_go.set()
        self.paused_changed.emit(is_paused)

    def cancel(self) -> None:
        """Ask the analysis to stop after the frame it is at."""
        self._stop.set()
        self._may_go.set()

    def shutdown(self) -> None:
        """Stop and wait; call before the program ends."""
        self.cancel()
        if self._thread is not None:
            self._thread.join()

    def _run(self, request: AnalysisRequest, journal: Path | None) -> None:
        # Late: torch and OpenVINO load here, not when the window opens.
        from efficientpose_core.inference.preparing import prepare_apart
        from efficientpose_core.pipeline import analyze

        try:
            # What looks at the results is loaded before the first frame: at the end, when there is
            # much to show, it would keep Python's lock from the window for a tenth of a second.
            for name in _NEEDED_AT_THE_END:
                importlib.import_module(name)
            prepare_apart(request.weights, request.engine, should_cancel=self._should_cancel)
            analysis = analyze(
                request,
                progress=self._tell,
                should_cancel=self._should_cancel,
                on_frame=self._show,
                journal=journal,
                resume=journal is not None,
            )
        except CancelledError:
            self._ended.emit("cancelled", None)
        except Exception as error:  # noqa: BLE001 - shown to the user, with its traceback
            self._ended.emit("failed", error)
        else:
            self._ended.emit("succeeded", analysis)

    def _tell_end(self, how: str, what: object) -> None:
        if self._thread is not None:
            # At its very end.
            self._thread.join()
            self._thread = None
        if how == "cancelled":
            self.cancelled.emit()
        else:
            getattr(self, how).emit(what)
        self.finished.emit()

    def _should_cancel(self) -> bool:
        if not self._may_go.is_set():
            began = time.monotonic()
            self._may_go.wait()
            self._rested_s += time.monotonic() - began
        return self._stop.is_set()

    def _tell(self, progress: Progress) -> None:
        now = time.monotonic() - self._rested_s
        if progress.unit == "frames" and progress.done and self._first is None:
            self._first = (now, progress.done)
        is_last = progress.total is not None and progress.done >= progress.total
        if not is_last and now - self._told_at < _TELL_EVERY_S:
            return
        self._told_at = now
        rate = 0.0
        if self._first is not None and now > self._first[0]:
            rate = (progress.done - self._first[1]) / (now - self._first[0])
        self.progressed.emit(
            RunProgress(
                stage=progress.stage,
                done=progress.done,
                total=progress.total or 0,
                frames_per_s=max(rate, 0.0),
            )
        )

    def _show(self, frame: Frame, result: FollowedFrame) -> None:
        now = time.monotonic()
        if now - self._shown_at < _SHOW_EVERY_S:
            return
        self._shown_at = now
        image, size_px = None, (0, 0)
        if not frame.damaged:
            rgb = frame.rgb()
            size_px = (rgb.shape[1], rgb.shape[0])
            image = rgb_image(shrunk(rgb, _SHOWN_PX))
        self.seen.emit(
            LiveFrame(index=frame.index, t_s=frame.t_s, image=image, size_px=size_px, result=result)
        )
