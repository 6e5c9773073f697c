"""Exceptions that nobody has caught, from any thread, to one place in the window's thread."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

__all__ = ["ExceptionCatcher"]


class ExceptionCatcher(QObject):
    """Takes over Python's hooks for uncaught exceptions while installed.

    Signals
    -------
    caught(Exception)
        In the window's thread. `KeyboardInterrupt` and `SystemExit` are left alone.
    """

    caught = Signal(object)
    _raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Queued: never in the middle of what has just failed, nor in another thread.
        self._raised.connect(self.caught, Qt.ConnectionType.QueuedConnection)
        self._before: tuple[Any, Any] | None = None

    def install(self) -> None:
        """Take over."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._take
        threading.excepthook = lambda given: self._take(
            given.exc_type, given.exc_value, given.exc_traceback
        )

    def remove(self) -> None:
        """Give the hooks back."""
        if self._before is not None:
            sys.excepthook, threading.excepthook = self._before
            self._before = None

    def _take(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, Exception):
            self._raised.emit(error.with_traceback(trace))
        else:
            sys.__excepthook__(kind, error or kind(), trace)
