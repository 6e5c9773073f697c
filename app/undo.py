"""Undo commands for what the user changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from app.services.document import Document
    from app.services.label_document import LabelDocument
    from efficientpose_core.session.document import Session
    from efficientpose_core.training.labels.project import LabelFrame, LabelProject

__all__ = ["ChangeLabelProject", "ChangeLabels", "ChangeSession"]

_NUDGE_ID = 1
_MOVE_LABEL_ID = 2


class ChangeSession(QUndoCommand):
    """Go from one session to another; both are immutable, so that neither is ever rebuilt.

    Moves of one keypoint in one frame that follow each other become one step.
    """

    def __init__(self, document: Document, before: Session, after: Session, text: str) -> None:
        super().__init__(text)
        self._document = document
        self._before, self._after = before, after

    def redo(self) -> None:
        """Make the change."""
        self._document.set_session(self._after)

    def undo(self) -> None:
        """Take it back."""
        self._document.set_session(self._before)

    def id(self) -> int:
        """Tell which commands may become one."""
        return _NUDGE_ID if self._moved() is not None else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in a move that follows, of the same keypoint in the same frame."""
        if not isinstance(other, ChangeSession) or self._moved() != other._moved():
            return False
        # Without the place in between: the edits do not grow with every key press.
        edits = (*self._before.edits, other._after.edits[-1])
        self._after = replace(other._after, edits=edits)
        self._document.set_session(self._after)
        return True

    def _moved(self) -> tuple[int, str] | None:
        """Return frame and keypoint if this is the move of one."""
        from efficientpose_core.session.edits import MoveKeypoint

        if len(self._after.edits) != len(self._before.edits) + 1:
            return None
        edit = self._after.edits[-1]
        return (edit.frame, edit.keypoint) if isinstance(edit, MoveKeypoint) else None


class ChangeLabels(QUndoCommand):
    """Change one labelled frame.

    Moves of one keypoint that follow each other become one step.

    Parameters
    ----------
    document
        Holds the label project.
    before, after
        The frame; both have the same key.
    text
        What was done, for the menu.
    moved
        The keypoint, when it was moved and nothing else.
    """

    def __init__(
        self,
        document: LabelDocument,
        before: LabelFrame,
        after: LabelFrame,
        text: str,
        moved: int | None = None,
    ) -> None:
        super().__init__(text)
        self._document = document
        self._before, self._after, self._moved = before, after, moved

    def redo(self) -> None:
        """Make the change."""
        self._document.set_frame(self._after)

    def undo(self) -> None:
        """Take it back."""
        self._document.set_frame(self._before)

    def id(self) -> int:
        """Tell which commands may become one."""
        return -1 if self._moved is None else _MOVE_LABEL_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in a move that follows, of the same keypoint in the same frame."""
        if not isinstance(other, ChangeLabels):
            return False
        if (other._moved, other._after.key) != (self._moved, self._after.key):
            return False
        self._after = other._after
        return True


class ChangeLabelProject(QUndoCommand):
    """Go from one label project to another: frames were added or removed, the skeleton changed."""

    def __init__(
        self, document: LabelDocument, before: LabelProject, after: LabelProject, text: str
    ) -> None:
        super().__init__(text)
        self._document = document
        self._before, self._after = before, after

    def redo(self) -> None:
        """Make the change."""
        self._document.set_project(self._after)

    def undo(self) -> None:
        """Take it back."""
        self._document.set_project(self._before)
