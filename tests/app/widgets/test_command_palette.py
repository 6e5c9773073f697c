"""Finding an action by typing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.actions.catalogue import Need
from app.actions.registry import ActionRegistry
from app.settings import AppSettings
from app.widgets.command_palette import CommandPalette, match


@pytest.fixture
def registry(tmp_path: object, qapp: object) -> ActionRegistry:
    store = QSettings(f"{tmp_path}/s.ini", QSettings.Format.IniFormat)
    registry = ActionRegistry(AppSettings(store))
    registry.set_state({Need.IDLE})
    return registry


@pytest.fixture
def palette(registry: ActionRegistry, qtbot: QtBot) -> Iterator[CommandPalette]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    palette = CommandPalette(registry, window)
    palette.open_over(window)
    yield palette
    palette.close()


def test_letters_have_to_come_in_order() -> None:
    assert match("opn", "Open...") is not None
    assert match("po", "Open...") is None
    assert match("", "anything") == 0
    assert match("SAVE as", "Save project as...") is not None


@pytest.mark.parametrize(
    ("wanted", "better", "worse"),
    [
        ("save", "Save project", "Swap left and right above"),
        ("sp", "Save project", "Response"),
        ("exp", "Export...", "Keep every second picture"),
    ],
)
def test_whole_words_and_their_beginnings_come_first(wanted: str, better: str, worse: str) -> None:
    good, bad = match(wanted, better), match(wanted, worse)
    assert good is not None
    assert bad is None or good < bad


def test_names_come_before_descriptions(palette: CommandPalette) -> None:
    palette._edit.setText("guide")
    assert palette.offered[0] == "help.guide"
    palette._edit.setText("licences")
    assert palette.offered[0] == "help.about"


def test_everything_that_can_be_done_is_offered_and_nothing_else(
    palette: CommandPalette, registry: ActionRegistry
) -> None:
    expected = [
        spec.id for spec in registry.specs()
        if registry.action(spec.id).isEnabled() and spec.id != "tools.palette"
    ]  # fmt: skip
    assert list(palette.offered) == expected
    assert "file.save" not in palette.offered
    assert "analysis.stop" not in palette.offered
    palette._edit.setText("save")
    assert "file.save" not in palette.offered


def test_enter_does_the_best_one(
    palette: CommandPalette, registry: ActionRegistry, qtbot: QtBot
) -> None:
    qtbot.keyClicks(palette._edit, "webcam")
    with qtbot.waitSignal(registry.triggered) as triggered:
        qtbot.keyClick(palette._edit, Qt.Key.Key_Return)
    assert triggered.args[0] == "file.camera"
    assert not palette.isVisible()


def test_arrows_choose_while_typing(
    palette: CommandPalette, registry: ActionRegistry, qtbot: QtBot
) -> None:
    second = palette.offered[1]
    qtbot.keyClick(palette._edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(registry.triggered) as triggered:
        qtbot.keyClick(palette._edit, Qt.Key.Key_Return)
    assert triggered.args[0] == second


def test_a_click_does_it(palette: CommandPalette, registry: ActionRegistry, qtbot: QtBot) -> None:
    item = palette._list.topLevelItem(2)
    assert item is not None
    wanted = palette.offered[2]
    place = palette._list.visualItemRect(item).center()
    with qtbot.waitSignal(registry.triggered) as triggered:
        qtbot.mouseClick(palette._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert triggered.args[0] == wanted


def test_nothing_found_does_nothing(
    palette: CommandPalette, registry: ActionRegistry, qtbot: QtBot
) -> None:
    palette._edit.setText("qqqqqq")
    assert palette.offered == ()
    with qtbot.assertNotEmitted(registry.triggered):
        qtbot.keyClick(palette._edit, Qt.Key.Key_Return)


def test_escape_closes(palette: CommandPalette, registry: ActionRegistry, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(registry.triggered):
        qtbot.keyClick(palette._edit, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_keys_are_shown_beside(palette: CommandPalette) -> None:
    row = palette.offered.index("file.open")
    item = palette._list.topLevelItem(row)
    assert item is not None
    assert (item.text(0), item.text(1)) == ("Open...", "Ctrl+O")


def test_it_begins_empty_each_time(palette: CommandPalette, registry: ActionRegistry) -> None:
    palette._edit.setText("guide")
    registry.set_state({Need.IDLE, Need.SOURCE})
    window = palette.parentWidget()
    assert window is not None
    palette.open_over(window)
    assert palette._edit.text() == ""
    assert "analysis.run" in palette.offered
