"""Going back and forth between sessions that never change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack

from app.services.document import Document
from app.undo import ChangeSession
from efficientpose_core.session.document import Session
from efficientpose_core.session.edits import MoveKeypoint, SetFacing
from efficientpose_core.session.storage import load_session


@pytest.fixture(scope="module")
def session(walk_project: Path) -> Session:
    return load_session(walk_project)


class Shown(Document):
    """Shows sessions without computing anything."""

    def set_session(self, session: Session) -> None:
        self._session = session


def _move(frame: int, x: float, keypoint: str = "right_knee") -> MoveKeypoint:
    return MoveKeypoint(frame=frame, keypoint=keypoint, xy_px=(x, 0.0))


def _push(stack: QUndoStack, document: Document, before: Session, edit: object) -> Session:
    after = before.with_edit(edit)  # type: ignore[arg-type]
    stack.push(ChangeSession(document, before, after, "Move"))
    assert document.session is not None
    return document.session


def test_moves_of_one_keypoint_become_one_edit(qapp: object, session: Session) -> None:
    document, stack = Shown(), QUndoStack()
    now = session
    for x in (1.0, 2.0, 3.0):
        now = _push(stack, document, now, _move(5, x))
    assert stack.count() == 1
    assert now.edits == (_move(5, 3.0),)
    stack.undo()
    assert document.session is session
    stack.redo()
    assert document.session is now


@pytest.mark.parametrize(
    "edit", [_move(6, 1.0), _move(5, 1.0, "left_knee"), SetFacing(first=0, last=9, direction=1)]
)
def test_anything_else_is_a_step_of_its_own(qapp: object, session: Session, edit: object) -> None:
    document, stack = Shown(), QUndoStack()
    now = _push(stack, document, session, _move(5, 1.0))
    now = _push(stack, document, now, edit)
    assert stack.count() == 2
    assert len(now.edits) == 2


def test_a_move_after_going_back_is_not_joined_with_what_was_undone(
    qapp: object, session: Session
) -> None:
    document, stack = Shown(), QUndoStack()
    first = _push(stack, document, session, _move(5, 1.0))
    _push(stack, document, first, _move(6, 1.0))
    stack.undo()
    assert document.session is first
    now = _push(stack, document, first, _move(7, 1.0))
    assert [edit.frame for edit in now.edits] == [5, 7]  # type: ignore[union-attr]
    stack.undo()
    stack.undo()
    assert document.session is session


def test_a_hundred_steps_there_and_back(qapp: object, session: Session) -> None:
    document, stack = Shown(), QUndoStack()
    states = [session]
    for frame in range(100):
        states.append(_push(stack, document, states[-1], _move(frame, 1.0)))
    for state in reversed(states[:-1]):
        stack.undo()
        assert document.session is state
    for state in states[1:]:
        stack.redo()
        assert document.session is state


def test_other_changes_have_no_place_to_be_joined_at(qapp: object, session: Session) -> None:
    document, stack = Shown(), QUndoStack()
    document.set_session(session)
    before = session
    for position in (1, 2):
        after = replace(before, position=position)
        stack.push(ChangeSession(document, before, after, "Other"))
        before = after
    assert stack.count() == 2
