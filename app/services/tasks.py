"""Work off the window's thread: one at a time, with progress, cancelled on request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from efficientpose_core.errors import CancelledError
from efficientpose_core.progress import Progress

__all__ = ["Task", "TaskRunner"]

_TELL_EVERY_S = 0.05
_Result = TypeVar("_Result")


class Task(QObject):
    """One piece of work.

    Ends in exactly one of ``succeeded``, ``failed`` and ``cancelled``, then ``finished``; all
    signals arrive in the thread that made the task.

    Signals
    -------
    progressed(Progress)
        At most 20 times a second, and at the end.
    succeeded(object)
        What the work returned.
    failed(Exception)
        An `EfficientPoseError` is for the user; any other is a fault of the program.
    cancelled()
        On the user's wish.
    finished()
        Always, last.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    _ended = Signal(str, object)

    def __init__(self, work: Callable[[Task], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._told_at = -1.0
        self._is_dropped = False
        self._ended.connect(self._tell_end, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def drop(self) -> None:
        """Cancel it, also where its end is only waiting to be told: nobody is there any more."""
        self._is_dropped = True
        self.cancel()

    def should_cancel(self) -> bool:
        """For the work: whether to stop."""
        return self._stop.is_set()

    def tell(self, progress: Progress) -> None:
        """For the work: how far it is."""
        now = time.monotonic()
        is_last = progress.total is not None and progress.done >= progress.total
        if is_last or now - self._told_at >= _TELL_EVERY_S:
            self._told_at = now
            self.progressed.emit(progress)

    def run(self) -> None:
        """Do the work in this thread."""
        if self._stop.is_set():
            self._ended.emit("cancelled", None)
            return
        try:
            result = self._work(self)
        except CancelledError:
            self._ended.emit("cancelled", None)
        except Exception as error:  # noqa: BLE001 - told to the user, in the window's thread
            self._ended.emit("failed", error)
        else:
            self._ended.emit("succeeded", result)

    def _tell_end(self, how: str, what: object) -> None:
        if how == "cancelled" or self._is_dropped:
            self.cancelled.emit()
        else:
            getattr(self, how).emit(what)
        self.finished.emit()
        self.setParent(None)
        self.deleteLater()


class TaskRunner(QObject):
    """Runs tasks in one thread, in the order in which they were given."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._tasks: list[Task] = []
        self._is_over = False

    @property
    def is_busy(self) -> bool:
        """Whether a task waits or runs."""
        return bool(self._tasks)

    def start(
        self,
        work: Callable[[Task], _Result],
        *,
        done: Callable[[_Result], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> Task:
        """Queue ``work``; ``done`` and ``failed`` are called in the window's thread.

        After `shutdown` it is cancelled at once: results that arrive last may still ask for more.
        """
        task = Task(work, self)
        if done is not None:
            task.succeeded.connect(done)
        if failed is not None:
            task.failed.connect(failed)
        self._tasks.append(task)
        task.finished.connect(lambda: self._tasks.remove(task))
        if self._is_over:
            task.cancel()
            task.run()
        else:
            self._executor.submit(task.run)
        return task

    def shutdown(self) -> None:
        """Cancel what waits or runs, and wait for it; no result is told any more."""
        self._is_over = True
        for task in self._tasks:
            task.drop()
        self._executor.shutdown(wait=True)
