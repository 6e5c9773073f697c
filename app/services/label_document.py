"""The open label project, its undo stack, and saving it: at once, in the background."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.services.tasks import TaskRunner
from app.undo import ChangeLabelProject, ChangeLabels

if TYPE_CHECKING:
    from efficientpose_core.pose import FloatArray
    from efficientpose_core.training.labels.project import LabelFrame, LabelProject
    from efficientpose_core.training.labels.project_file import ProjectWriter

__all__ = ["LabelDocument"]


class LabelDocument(QObject):
    """Holds the label project; every change of it goes through here.

    A change is written as soon as the one before it is on disk: what a crash can take is the last
    fraction of a second.

    Signals
    -------
    replaced()
        Frames came or went, the skeleton is another one, or the project itself is.
    frame_changed(str, bool)
        Key of a frame that is another one now, and whether the user has done it.
    saved_changed(bool)
        Whether everything is on disk.
    save_failed(Exception)
        It is not, and why; the next change tries again.
    conflict(Path)
        Another program has written the file meanwhile; its version is kept there.
    """

    replaced = Signal()
    frame_changed = Signal(str, bool)
    saved_changed = Signal(bool)
    save_failed = Signal(object)
    conflict = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self._project: LabelProject | None = None
        self._written: LabelProject | None = None
        self._writer: ProjectWriter | None = None
        self._is_writing = self._is_behind = False
        self._lock, self._numbers, self._last_number = Lock(), count(), -1
        self._tasks = TaskRunner("label-saving", self)

    @property
    def project(self) -> LabelProject | None:
        """The project as it is now; None while none is open."""
        return self._project

    @property
    def is_saved(self) -> bool:
        """Whether everything is on disk."""
        return self._written is self._project

    def open(self, project: LabelProject) -> None:
        """Take a project that was just read or made."""
        from efficientpose_core.training.labels.project_file import ProjectWriter

        self.close()
        self._writer = ProjectWriter(project.folder)
        self._project = self._written = project
        self.replaced.emit()

    def close(self) -> None:
        """Write what is not written yet, and forget the project.

        Raises
        ------
        OutputError
            If it cannot be written; then it stays open.
        """
        self.flush()
        self.undo_stack.clear()
        self._project = self._written = self._writer = None
        self.replaced.emit()

    def flush(self) -> None:
        """Write at once what is not written yet; `OutputError` where that fails."""
        if self._project is not None and self._writer is not None and not self.is_saved:
            self._write(self._project, next(self._numbers))
            self._written = self._project
            self.saved_changed.emit(True)

    def forget(self) -> None:
        """Close the project without writing; for one that cannot be written any more."""
        self._written = self._project
        self.close()

    def shutdown(self) -> None:
        """Write what is left, and end the thread."""
        try:
            self.flush()
        finally:
            self._tasks.shutdown()

    # --- Changes -------------------------------------------------------------------------------

    def change_frame(self, frame: LabelFrame, text: str, *, moved: int | None = None) -> None:
        """Put a frame in the place of the one with its key; this can be undone."""
        before = self.frame(frame.key)
        if before is not None:
            self.undo_stack.push(ChangeLabels(self, before, frame, text, moved))

    def change_project(self, project: LabelProject, text: str) -> None:
        """Put a project with other frames or another skeleton in the place; this can be undone."""
        if self._project is not None:
            self.undo_stack.push(ChangeLabelProject(self, self._project, project, text))

    def take_guess(self, key: str, xy_px: FloatArray, score: FloatArray, guessed_by: str) -> None:
        """Take what the network found in a frame; that is nothing the user has done."""
        frame = self.frame(key)
        if frame is not None and len(frame) == len(score):
            self.set_frame(frame.with_guess(xy_px, score, guessed_by), is_users=False)

    def frame(self, key: str) -> LabelFrame | None:
        """Return a frame as it is now; None when it is gone."""
        row = None if self._project is None else self._project.row_of(key)
        return None if self._project is None or row is None else self._project.frames[row]

    def set_frame(self, frame: LabelFrame, *, is_users: bool = True) -> None:
        """For commands: put a frame in the place of the one with its key."""
        if self._project is not None:
            self._project = self._project.with_frame(frame)
            self.frame_changed.emit(frame.key, is_users)
            self._save()

    def set_project(self, project: LabelProject) -> None:
        """For commands: put another state of the project in its place."""
        self._project = project
        self.replaced.emit()
        self._save()

    # --- Saving --------------------------------------------------------------------------------

    def _save(self) -> None:
        self.saved_changed.emit(False)
        if self._is_writing or self._project is None:
            return
        project, number = self._project, next(self._numbers)
        self._is_writing = True
        task = self._tasks.start(
            lambda _: self._write(project, number),
            done=lambda kept: self._note_written(project, kept),
            failed=self.save_failed.emit,
        )
        task.finished.connect(self._end_writing)

    def _write(self, project: LabelProject, number: int) -> Path | None:
        """Write a state, unless a newer one was written already; in any thread."""
        with self._lock:
            if self._writer is None or number < self._last_number:
                return None
            self._last_number = number
            return self._writer.write(project)

    def _note_written(self, project: LabelProject, kept: Path | None) -> None:
        if kept is not None:
            self.conflict.emit(kept)
        if self._project is None or self._project.folder != project.folder:
            return
        self._written = project
        if self.is_saved:
            self.saved_changed.emit(True)
        else:
            self._is_behind = True

    def _end_writing(self) -> None:
        """Go on with what has changed meanwhile; after a failure, the next change tries again."""
        self._is_writing = False
        if self._is_behind:
            self._is_behind = False
            self._save()
