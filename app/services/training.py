"""A training in a process of its own: its events, its end, and what is said about that."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLockFile, QObject, QProcess, Signal

from app.command_line import command_line

if TYPE_CHECKING:
    from efficientpose_core.training.runs import Run

__all__ = ["Ending", "TrainingProcess", "command_of"]

logger = logging.getLogger(__name__)

_CANCELLED = 130
_LOG = "log.txt"
_LAST_PART = 20_000
"""Bytes of the log in which the reason of a failure is looked for."""


class Ending(Enum):
    """How a process has ended."""

    FINISHED = auto()
    """It did all it was asked to."""
    STOPPED = auto()
    """On the user's wish, with everything saved."""
    FAILED = auto()
    """With a sentence."""


def command_of(verb: str, *options: str) -> Callable[[Path], list[str]]:
    """Return what makes the command line of ``efficientpose VERB CONFIG OPTIONS``."""
    return lambda config: command_line(verb, str(config), *options, "--stop-on-eof")


class TrainingProcess(QObject):
    """Runs one command on the configuration of a run, and reads the JSON lines that it prints.

    What goes wrong there, even a lack of memory, leaves the window alone.

    Parameters
    ----------
    make_command
        Makes the command line from the path of a configuration, see `command_of`.

    Signals
    -------
    told(dict)
        An event, as documented in ``docs/training.md``.
    ended(Ending, str)
        How, and a sentence for the user where it failed.
    """

    told = Signal(object)
    ended = Signal(object, str)

    def __init__(
        self, make_command: Callable[[Path], Sequence[str]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._make_command = make_command
        self._run: Run | None = None
        self._lock: QLockFile | None = None
        self._is_stopping = False
        self._is_over = False
        self._rest = b""
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._end)
        self._process.errorOccurred.connect(self._notice_error)

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def start(self, run: Run) -> None:
        """Start, or go on with, a run."""
        if self.is_running:
            return
        lock = QLockFile(str(run.folder / "in-use.lock"))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            self.ended.emit(
                Ending.FAILED,
                self.tr("Another window works on this training: go on with it there."),
            )
            return
        self._lock, self._run = lock, run
        self._is_stopping, self._rest = False, b""
        program, *arguments = self._make_command(run.config_path)
        self._process.setStandardErrorFile(str(run.folder / _LOG))
        self._process.start(program, arguments)

    def stop(self) -> None:
        """Ask it to save what it has, and to end."""
        if self.is_running and not self._is_stopping:
            self._is_stopping = True
            # A request to stop on every system; the end of this process is one, too.
            self._process.closeWriteChannel()

    def shutdown(self, patience_ms: int = 30_000) -> None:
        """Stop, and wait for that; whoever does not listen any more is ended by force.

        The last checkpoint stays in either case.
        """
        self._is_over = True
        self.stop()
        if self.is_running and not self._process.waitForFinished(patience_ms):
            self._process.kill()
            self._process.waitForFinished(patience_ms)

    # --- What it says --------------------------------------------------------------------------

    def _read(self) -> None:
        if self._is_over:
            return
        *lines, self._rest = (self._rest + self._process.readAllStandardOutput().data()).split(
            b"\n"
        )
        for line in lines:
            event = _event(line)
            if event is not None:
                self._keep(event)
                self.told.emit(event)

    def _keep(self, event: dict[str, Any]) -> None:
        assert self._run is not None
        try:
            self._run.add_event(event)
        except OSError as error:
            # Only the curves of a continued run need it.
            logger.warning("Events of the training are not kept: %s", error)

    def _notice_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            # `finished` does not come then.
            self._release()
            self.ended.emit(
                Ending.FAILED,
                self.tr("The training could not be started: install EfficientPose Studio again."),
            )

    def _end(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        has_crashed = status is QProcess.ExitStatus.CrashExit
        log = self._log_end()
        self._release()
        if code == 0 and not has_crashed:
            self.ended.emit(Ending.FINISHED, "")
        elif self._is_stopping or (code == _CANCELLED and not has_crashed):
            self.ended.emit(Ending.STOPPED, "")
        else:
            self.ended.emit(Ending.FAILED, self._reason(log, has_crashed=has_crashed))

    def _reason(self, log: list[str], *, has_crashed: bool) -> str:
        told = [line for line in log if line.startswith("efficientpose: ")]
        if has_crashed:
            return self.tr(
                "The system ended the training, most likely because memory ran out. Nothing is "
                "lost: continue from the last checkpoint, after closing other programs or with a "
                "smaller batch."
            )
        if told:
            return told[-1].removeprefix("efficientpose: ")
        logger.error("The training failed: %s", "\n".join(log))
        return self.tr(
            "The training ended with an unexpected error ({0}). The last checkpoint is kept, and "
            "the log tells more."
        ).format(log[-1] if log else self.tr("no reason given"))

    def _log_end(self) -> list[str]:
        assert self._run is not None
        try:
            with (self._run.folder / _LOG).open("rb") as stream:
                stream.seek(0, 2)
                stream.seek(max(0, stream.tell() - _LAST_PART))
                return stream.read().decode("utf-8", "replace").strip().splitlines()
        except OSError:
            return []

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


def _event(line: bytes) -> dict[str, Any] | None:
    """Return the event of a line; None for anything else that a library has printed."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and isinstance(event.get("event"), str) else None
