"""Copies of unsaved projects, so that a crash costs half a minute at most.

Each running program keeps its copy under a lock of its own in the recovery folder. A copy whose
lock nobody holds was left by a program that did not end well.
"""

from __future__ import annotations

import contextlib
import json
import time
import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from app.services.tasks import TaskRunner
from efficientpose_core.atomic import write_text
from efficientpose_core.errors import OutputError

if TYPE_CHECKING:
    from app.services.document import Document
    from efficientpose_core.session.document import Session

__all__ = ["Autosave", "LostProject", "lost_projects"]

_AFTER_EDIT_MS = 2000
_KIND = ".epstudio"


@dataclass(frozen=True, slots=True, kw_only=True)
class LostProject:
    """A copy that a program left when it did not end well.

    Parameters
    ----------
    copy
        File with the project.
    recording
        Name of the recording, for the user.
    project
        Where it had been saved before; None if never.
    saved_at_s
        When the copy was written, in seconds since 1970.
    """

    copy: Path
    recording: str
    project: Path | None
    saved_at_s: float

    def discard(self) -> None:
        """Remove the copy."""
        for path in (self.copy, self.copy.with_suffix(".json"), self.copy.with_suffix(".lock")):
            path.unlink(missing_ok=True)


def lost_projects(folder: Path) -> tuple[LostProject, ...]:
    """Return what programs that did not end well have left, newest first."""
    lost = []
    for note in folder.glob("*.json"):
        copy = note.with_suffix(_KIND)
        lock = QLockFile(str(note.with_suffix(".lock")))
        # Not by age: only a program that is gone gives its lock away.
        lock.setStaleLockTime(0)
        if not copy.exists() or not lock.tryLock(0):
            continue
        lock.unlock()
        try:
            content = json.loads(note.read_text("utf-8"))
            project = content["project"]
            lost.append(
                LostProject(
                    copy=copy,
                    recording=str(content["recording"]),
                    project=None if project is None else Path(project),
                    saved_at_s=float(content["saved_at_s"]),
                )
            )
        except (OSError, ValueError, KeyError, TypeError):
            # A torn note: the copy itself says enough.
            lost.append(
                LostProject(copy=copy, recording=copy.name, project=None,
                            saved_at_s=copy.stat().st_mtime)
            )  # fmt: skip
    return tuple(sorted(lost, key=lambda project: -project.saved_at_s))


class Autosave(QObject):
    """Writes a copy of the unsaved project every so often, and soon after edits.

    Parameters
    ----------
    document
        What to watch.
    folder
        Recovery folder.
    every_s
        Longest time between a change and its copy.

    Signals
    -------
    saved(Path)
        A copy has been written.
    failed(Exception)
        It could not be.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(
        self, document: Document, folder: Path, *, every_s: float = 30.0,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._document = document
        self._copy = folder / f"{uuid.uuid4().hex}{_KIND}"
        self._lock: QLockFile | None = None
        self._written: Session | None = None
        self._tasks = TaskRunner("autosave", self)
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_EDIT_MS)
        self._soon.timeout.connect(self.save)
        self._regular = QTimer(self, interval=round(1000 * every_s))
        self._regular.timeout.connect(self.save)
        self._regular.start()
        document.changed.connect(lambda _: self._soon.start())
        document.session_replaced.connect(lambda _: self._begin())
        document.dirty_changed.connect(self._forget_if_saved)

    def set_interval(self, every_s: float) -> None:
        """Change how often a copy is written."""
        self._regular.setInterval(round(1000 * every_s))

    def save(self) -> None:
        """Write a copy now, if there is something new to lose."""
        session = self._document.session
        if session is None or not self._document.is_dirty or session is self._written:
            return
        self._written = session
        kept = replace(session, is_checked=self._document.is_checked)
        note = {
            "recording": session.request.source.name,
            "project": None if self._document.path is None else str(self._document.path),
            "saved_at_s": time.time(),
        }

        def work(_: object) -> Path:
            from efficientpose_core.session.storage import save_session

            self._hold_lock()
            save_session(kept, self._copy)
            write_text(self._copy.with_suffix(".json"), json.dumps(note))
            return self._copy

        self._tasks.start(work, done=self.saved.emit, failed=self._tell_failed)

    def discard(self) -> None:
        """Remove the copy: everything is saved, or the user does not want it."""
        self._tasks.start(lambda _: self._remove())
        self._written = None

    def shutdown(self) -> None:
        """End well: the copy is not needed any more."""
        self._soon.stop()
        self._regular.stop()
        self._tasks.shutdown()
        self._remove()
        if self._lock is not None:
            self._lock.unlock()

    def _begin(self) -> None:
        self.discard()
        if self._document.is_dirty:
            self._soon.start()

    def _forget_if_saved(self, is_dirty: bool) -> None:
        if not is_dirty:
            self.discard()

    def _hold_lock(self) -> None:
        if self._lock is None:
            try:
                self._copy.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OutputError(
                    f"Cannot write {self._copy.parent}: {error.strerror or error}. Save the "
                    "project yourself: no copies of unsaved work can be kept."
                ) from error
            self._lock = QLockFile(str(self._copy.with_suffix(".lock")))
            self._lock.setStaleLockTime(0)
            self._lock.tryLock(0)

    def _remove(self) -> None:
        for path in (self._copy.with_suffix(".json"), self._copy):
            # A folder that could never be written holds no copy either.
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _tell_failed(self, error: Exception) -> None:
        # Tried again at the next change or interval.
        self._written = None
        self.failed.emit(error)
