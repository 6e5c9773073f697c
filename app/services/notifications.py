"""What the program has to say, from any part of it to wherever it is shown."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.translation import tell
from efficientpose_core.errors import CancelledError, EfficientPoseError

__all__ = ["Notifications"]

logger = logging.getLogger(__name__)


class Notifications(QObject):
    """Collects notes.

    Signals
    -------
    posted(str, str, object)
        Kind (``"info"``, ``"success"``, ``"warning"``, ``"error"``), text, and perhaps an action
        (words, callable).
    unexpected(object)
        An exception that is a fault of the program.
    """

    posted = Signal(str, str, object)
    unexpected = Signal(object)

    def info(self, text: str) -> None:
        """Tell something that is good to know."""
        self._post("info", text, None)

    def success(self, text: str, action: tuple[str, Callable[[], object]] | None = None) -> None:
        """Tell that something is done."""
        self._post("success", text, action)

    def warning(self, text: str, action: tuple[str, Callable[[], object]] | None = None) -> None:
        """Tell something that the user should look at."""
        self._post("warning", text, action)

    def error(self, error: Exception) -> None:
        """Tell what failed; an exception that nobody expected goes to the report dialog."""
        if isinstance(error, CancelledError):
            return
        if isinstance(error, EfficientPoseError):
            self._post("error", tell(str(error)), None)
            return
        logger.error("Unexpected error", exc_info=error)
        self.unexpected.emit(error)

    def _post(self, kind: str, text: str, action: tuple[str, Callable[[], object]] | None) -> None:
        logger.log(logging.WARNING if kind in ("warning", "error") else logging.INFO, "%s", text)
        self.posted.emit(kind, text, action)
