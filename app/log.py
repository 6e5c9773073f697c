"""The program's own log: the newest lines in memory for the log window, all of them in a file."""

from __future__ import annotations

import logging
import logging.handlers
from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject, Signal

__all__ = ["LogBuffer", "start_log"]

_LINES = 5000
_FILE_BYTES = 1_000_000
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _Bell(QObject):
    rang = Signal()


class LogBuffer(logging.Handler):
    """Keeps the newest records; ``changed`` is emitted when there is a new one."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(logging.Formatter(_FORMAT))
        self._records: deque[tuple[int, str]] = deque(maxlen=_LINES)
        self._bell = _Bell()
        self.changed = self._bell.rang

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self._records.append((record.levelno, self.format(record)))
        self.changed.emit()

    def lines(self, level: int) -> list[str]:
        """Return the kept records of at least this level, oldest first."""
        return [text for number, text in self._records if number >= level]


def start_log(folder: Path) -> LogBuffer:
    """Send the log of the program to a file in ``folder``, and to the buffer that is returned."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    buffer = LogBuffer()
    root.addHandler(buffer)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = logging.handlers.RotatingFileHandler(
            folder / "studio.log", maxBytes=_FILE_BYTES, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError as error:
        logging.getLogger(__name__).warning("No log file: %s", error)
    else:
        file.setFormatter(logging.Formatter(_FORMAT))
        root.addHandler(file)
    return buffer
