"""Analyses in a thread of their own, told to the window by signals."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from efficientpose_core.errors import CancelledError, EfficientPoseError
from efficientpose_core.progress import Progress

if TYPE_CHECKING:
    from efficientpose_core.pipeline import AnalysisRequest

__all__ = ["AnalysisRunner", "RunProgress"]

_TELL_EVERY_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class RunProgress:
    """How far an analysis is.

    Parameters
    ----------
    stage
        What is being done, for the user.
    done, total
        Frames.
    frames_per_s
        Of this run so far; 0 before the first frame.
    """

    stage: str
    done: int
    total: int
    frames_per_s: float

    @property
    def remaining_s(self) -> float | None:
        """Seconds to go; None while nothing is known."""
        if self.frames_per_s <= 0:
            return None
        return (self.total - self.done) / self.frames_per_s


class AnalysisRunner(QObject):
    """Runs one analysis at a time.

    Every run ends in exactly one of ``succeeded``, ``failed`` and ``cancelled``, then ``finished``.

    Signals
    -------
    progressed(RunProgress)
        At most 20 times a second.
    succeeded(Analysis)
        The results.
    failed(Exception)
        An `EfficientPoseError` is for the user; any other is a fault of the program.
    cancelled()
        On the user's wish; finished frames are kept in the journal.
    finished()
        Always, last.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._told_at = 0.0
        self._first: tuple[float, int] | None = None

    @property
    def is_running(self) -> bool:
        """Whether an analysis is under way."""
        return self._thread is not None and self._thread.is_alive()

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
        self._told_at, self._first = 0.0, None
        self._thread = threading.Thread(
            target=self._run, args=(request, journal), name="analysis", daemon=True
        )
        self._thread.start()

    def cancel(self) -> None:
        """Ask the analysis to stop after the frame it is at."""
        self._stop.set()

    def shutdown(self) -> None:
        """Stop and wait; call before the program ends."""
        self.cancel()
        if self._thread is not None:
            self._thread.join()

    def _run(self, request: AnalysisRequest, journal: Path | None) -> None:
        # Late: torch and OpenVINO load here, not when the window opens.
        from efficientpose_core.pipeline import analyze

        try:
            analysis = analyze(
                request,
                progress=self._tell,
                should_cancel=self._stop.is_set,
                journal=journal,
                resume=journal is not None,
            )
            if journal is not None:
                journal.unlink(missing_ok=True)
            self.succeeded.emit(analysis)
        except CancelledError:
            self.cancelled.emit()
        except EfficientPoseError as error:
            self.failed.emit(error)
        except Exception as error:  # noqa: BLE001 - shown to the user with its traceback
            self.failed.emit(error)
        finally:
            self.finished.emit()

    def _tell(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.unit == "frames" and progress.done and self._first is None:
            self._first = (now, progress.done)
        if now - self._told_at < _TELL_EVERY_S and progress.done < progress.total:
            return
        self._told_at = now
        rate = 0.0
        if self._first is not None and now > self._first[0]:
            rate = (progress.done - self._first[1]) / (now - self._first[0])
        self.progressed.emit(
            RunProgress(
                stage=progress.stage,
                done=progress.done,
                total=progress.total,
                frames_per_s=max(rate, 0.0),
            )
        )
