"""Changing the keys of actions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.actions.registry import ActionRegistry
from app.dialogs.shortcuts import ShortcutsDialog
from app.settings import AppSettings

from ..conftest import WAIT_MS


@pytest.fixture
def settings(tmp_path: object) -> AppSettings:
    return AppSettings(QSettings(f"{tmp_path}/s.ini", QSettings.Format.IniFormat))


@pytest.fixture
def registry(settings: AppSettings, qapp: object) -> ActionRegistry:
    return ActionRegistry(settings)


@pytest.fixture
def dialog(registry: ActionRegistry, qtbot: QtBot) -> ShortcutsDialog:
    dialog = ShortcutsDialog(registry)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _click(dialog: ShortcutsDialog, qtbot: QtBot, text: str) -> None:
    (button,) = (b for b in dialog.findChildren(QPushButton) if b.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def _row(dialog: ShortcutsDialog, name: str) -> int:
    table = dialog._table
    names = [table.item(row, 0).text() for row in range(table.rowCount())]
    return names.index(name)


def test_every_action_is_listed_with_its_keys(
    dialog: ShortcutsDialog, registry: ActionRegistry
) -> None:
    assert dialog._table.rowCount() == len(registry.specs())
    assert dialog._table.item(_row(dialog, "Next frame"), 1).text() == "Right, ."


def test_pressed_keys_are_taken_at_once_and_remembered(
    dialog: ShortcutsDialog, registry: ActionRegistry, settings: AppSettings, qtbot: QtBot
) -> None:
    dialog.choose("file.open")
    assert dialog._edit.keySequence().toString() == "Ctrl+O"
    qtbot.keyClick(dialog._edit, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: registry.keys("file.open") == ("Ctrl+J",), timeout=WAIT_MS)
    assert registry.action("file.open").shortcut().toString() == "Ctrl+J"
    assert dialog._table.item(_row(dialog, "Open..."), 1).text() == "Ctrl+J"
    assert ActionRegistry(settings).keys("file.open") == ("Ctrl+J",)


def test_keys_that_are_taken_are_refused_by_name(
    dialog: ShortcutsDialog, registry: ActionRegistry, settings: AppSettings
) -> None:
    dialog.choose("file.open")
    dialog.set_keys(("Ctrl+S",))
    assert "Save project" in dialog._told.text()
    assert registry.keys("file.open") == ("Ctrl+O",)
    assert dialog._edit.keySequence().toString() == "Ctrl+O"
    assert settings.shortcuts == {}


def test_leaving_the_field_changes_nothing(
    dialog: ShortcutsDialog, registry: ActionRegistry, qtbot: QtBot
) -> None:
    dialog.choose("play.next")
    dialog._edit.setFocus()
    dialog._edit.clearFocus()
    dialog._edit.editingFinished.emit()
    assert registry.keys("play.next") == ("Right", ".")


def test_no_keys_and_original_ones(
    dialog: ShortcutsDialog, registry: ActionRegistry, settings: AppSettings, qtbot: QtBot
) -> None:
    dialog.choose("play.next")
    _click(dialog, qtbot, "No keys")
    assert registry.keys("play.next") == ()
    assert registry.action("play.next").shortcuts() == []
    _click(dialog, qtbot, "Original")
    assert registry.keys("play.next") == ("Right", ".")
    assert settings.shortcuts == {}


def test_original_keys_that_another_action_has_now_are_refused(
    dialog: ShortcutsDialog, registry: ActionRegistry, qtbot: QtBot
) -> None:
    dialog.choose("file.open")
    dialog.set_keys(())
    dialog.choose("file.save")
    dialog.set_keys(("Ctrl+O",))
    dialog.choose("file.open")
    _click(dialog, qtbot, "Original")
    assert "Save project" in dialog._told.text()
    assert registry.keys("file.open") == ()


def test_reset_all(
    dialog: ShortcutsDialog, registry: ActionRegistry, settings: AppSettings, qtbot: QtBot
) -> None:
    for id, key in (("file.open", "Ctrl+1"), ("file.save", "Ctrl+2")):
        dialog.choose(id)
        dialog.set_keys((key,))
    _click(dialog, qtbot, "Reset all")
    assert settings.shortcuts == {}
    assert registry.keys("file.open") == ("Ctrl+O",)
    assert dialog._table.item(_row(dialog, "Save project"), 1).text() == "Ctrl+S"


def test_nothing_is_changed_before_an_action_is_chosen(
    dialog: ShortcutsDialog, settings: AppSettings
) -> None:
    dialog.set_keys(("Ctrl+1",))
    assert "Choose an action first" in dialog._told.text()
    assert settings.shortcuts == {}


@pytest.mark.parametrize(
    ("text", "found"), [("open the", "Open the sample"), ("ctrl+o", "Open...")]
)
def test_search_by_name_and_keys(dialog: ShortcutsDialog, text: str, found: str) -> None:
    dialog._search.setText(text)
    shown = [
        dialog._table.item(row, 0).text()
        for row in range(dialog._table.rowCount())
        if not dialog._table.isRowHidden(row)
    ]
    assert shown == [found]
    dialog._search.clear()
    assert not any(dialog._table.isRowHidden(row) for row in range(dialog._table.rowCount()))
