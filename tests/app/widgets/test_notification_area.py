"""Notes over the corner of the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.theme import message_colour
from app.widgets import notification_area
from app.widgets.notification_area import Notification, NotificationArea

from ..conftest import WAIT_MS


@pytest.fixture
def area(qtbot: QtBot) -> Iterator[NotificationArea]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(800, 600)
    area = NotificationArea(parent)
    parent.show()
    yield area
    parent.close()


def _note(area: NotificationArea) -> Notification:
    (note,) = area.notes
    return note


def test_notes_posted_at_once_all_have_room(area: NotificationArea) -> None:
    for number in range(3):
        area.show_note("info", f"Note {number}")
    assert [note.text for note in area.notes] == ["Note 2", "Note 1", "Note 0"]
    needed = sum(note.sizeHint().height() for note in area.notes)
    assert area.height() >= needed


@pytest.mark.parametrize("kind", ["info", "success", "warning", "error"])
def test_kinds_have_colours_of_their_own(area: NotificationArea, kind: str) -> None:
    area.show_note(kind, "Text")
    note = _note(area)
    assert note.kind == kind
    assert message_colour(kind, note.palette()).name() in note.styleSheet()
    assert note.accessibleName() == "Text"


def test_action_is_done_and_the_note_goes(area: NotificationArea, qtbot: QtBot) -> None:
    done = []
    area.show_note("success", "Written.", ("Open the folder", lambda: done.append(True)))
    (button,) = _note(area).findChildren(QPushButton)
    assert button.text() == "Open the folder"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [True]
    qtbot.waitUntil(lambda: not area.notes, timeout=WAIT_MS)
    qtbot.waitUntil(area.isHidden, timeout=WAIT_MS)


def test_escape_and_the_cross_close(area: NotificationArea, qtbot: QtBot) -> None:
    for close in (
        lambda button: qtbot.keyClick(button, Qt.Key.Key_Escape),
        lambda button: qtbot.mouseClick(button, Qt.MouseButton.LeftButton),
    ):
        area.show_note("error", "Bad news.")
        (button,) = _note(area).findChildren(QToolButton)
        assert button.accessibleName() == "Close this note"
        close(button)
        qtbot.waitUntil(lambda: not area.notes, timeout=WAIT_MS)


def test_screen_readers_are_alerted(
    area: NotificationArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []

    class Accessible:
        Event = notification_area.QAccessible.Event

        @staticmethod
        def updateAccessibility(event: notification_area.QAccessibleEvent) -> None:
            told.append((event.type(), event.object().accessibleName()))

    monkeypatch.setattr(notification_area, "QAccessible", Accessible)
    area.show_note("warning", "Look at this.")
    assert told == [(Accessible.Event.Alert, "Look at this.")]


def test_good_news_goes_by_itself_and_errors_stay(
    area: NotificationArea, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        notification_area, "_SHOWN_MS", {"info": 1, "success": 1, "warning": 1, "error": 0}
    )
    area.show_note("error", "Stays.")
    area.show_note("success", "Stays, too.", ("Open", lambda: None))
    stay = ["Stays, too.", "Stays."]
    for kind in ("info", "success", "warning"):
        area.show_note(kind, f"A short {kind}.")
        qtbot.waitUntil(lambda: [note.text for note in area.notes] == stay, timeout=WAIT_MS)


def test_the_same_note_is_shown_once_and_four_at_most(area: NotificationArea, qtbot: QtBot) -> None:
    for _ in range(3):
        area.show_note("error", "Again.")
    qtbot.waitUntil(lambda: len(area.notes) == 1, timeout=WAIT_MS)
    for number in range(6):
        area.show_note("error", f"Note {number}")
    qtbot.waitUntil(lambda: len(area.notes) == 4, timeout=WAIT_MS)
    assert [note.text for note in area.notes] == [f"Note {n}" for n in (5, 4, 3, 2)]
    area.clear()
    qtbot.waitUntil(area.isHidden, timeout=WAIT_MS)


def test_a_narrow_window_has_narrow_notes(area: NotificationArea) -> None:
    area.show_note("info", "A sentence that is so long that it does not fit into one line. " * 3)
    parent = area.parentWidget()
    assert parent is not None
    wide, height = area.width(), area.height()
    parent.resize(250, 600)
    assert area.width() == 250 - 24 < wide
    assert area.height() > height
