"""Notes over the corner of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.widgets.notification_area import NotificationArea


def test_notes_posted_at_once_all_have_room(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(800, 600)
    area = NotificationArea(parent)
    parent.show()
    for number in range(3):
        area.show_note("info", f"Note {number}")
    assert [note.text for note in area.notes] == ["Note 2", "Note 1", "Note 0"]
    needed = sum(note.sizeHint().height() for note in area.notes)
    assert area.height() >= needed
