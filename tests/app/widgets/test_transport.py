"""The transport bar asks; it does nothing by itself."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from app.widgets.transport import TransportBar

# The offscreen platform says so for any window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

TIMES = np.array([0.0, 0.1, 0.5, 0.6, 61.2])


@pytest.fixture
def bar(qtbot: QtBot) -> TransportBar:
    widget = TransportBar()
    qtbot.addWidget(widget)
    widget.set_source(TIMES, 61.3)
    widget.show()
    return widget


def button(bar: TransportBar, name: str) -> QToolButton:
    return next(b for b in bar.findChildren(QToolButton) if b.accessibleName() == name)


def edit(bar: TransportBar, name: str) -> QLineEdit:
    return next(e for e in bar.findChildren(QLineEdit) if e.accessibleName() == name)


def test_every_control_has_a_name_and_a_tip(bar: TransportBar) -> None:
    controls = [*bar.findChildren(QToolButton), *bar.findChildren(QComboBox)]
    for control in (*controls, edit(bar, "Time in seconds"), edit(bar, "Frame number")):
        assert control.accessibleName()
        assert control.toolTip()
    assert button(bar, "Play").toolTip() == "Play (Space)"
    bar.set_shortcuts({"play": "K"})
    assert button(bar, "Play").toolTip() == "Play (K)"


@pytest.mark.parametrize(
    ("name", "signal", "arguments"),
    [("Play", "play_toggled", []), ("One frame back", "steps_requested", [-1]),
     ("One frame on", "steps_requested", [1]), ("First frame", "frame_requested", [0]),
     ("Last frame", "frame_requested", [4]), ("Play in a loop", "loop_toggled", [True])],
)  # fmt: skip
def test_buttons_ask(
    bar: TransportBar, qtbot: QtBot, name: str, signal: str, arguments: list[object]
) -> None:
    with qtbot.waitSignal(getattr(bar, signal)) as asked:
        qtbot.mouseClick(button(bar, name), Qt.MouseButton.LeftButton)
    assert asked.args == arguments


def test_the_play_button_tells_what_it_does(bar: TransportBar) -> None:
    bar.set_playing(True)
    assert button(bar, "Pause").isVisible()
    bar.set_playing(False)
    assert button(bar, "Play").isVisible()


def test_speeds(bar: TransportBar, qtbot: QtBot) -> None:
    speeds = bar.findChild(QComboBox)
    assert isinstance(speeds, QComboBox)
    assert speeds.currentData() == 1.0
    with qtbot.waitSignal(bar.speed_chosen) as chosen:
        qtbot.keyClick(speeds, Qt.Key.Key_Up)
    assert chosen.args == [0.75]
    with qtbot.assertNotEmitted(bar.speed_chosen):
        bar.set_speed(0.33)
    assert speeds.currentData() == 0.33


def test_positions_are_shown(bar: TransportBar) -> None:
    bar.set_position(4)
    assert edit(bar, "Frame number").text() == "4"
    assert edit(bar, "Time in seconds").text() == "1:01.200"


@pytest.mark.parametrize(
    ("name", "text", "frame"),
    [("Frame number", "3", 3), ("Time in seconds", "0.55", 2), ("Time in seconds", "1:01.2", 4),
     ("Time in seconds", "0.6", 3)],
)  # fmt: skip
def test_typing_a_place_asks_for_it(
    bar: TransportBar, qtbot: QtBot, name: str, text: str, frame: int
) -> None:
    field = edit(bar, name)
    field.selectAll()
    qtbot.keyClicks(field, text)
    # Playing on must not overwrite what is being typed.
    bar.set_position(1)
    assert field.text() == text
    with qtbot.waitSignal(bar.frame_requested) as asked:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert asked.args == [frame]


@pytest.mark.parametrize(
    ("name", "text"),
    [("Frame number", "5"), ("Frame number", "x"), ("Time in seconds", "62"),
     ("Time in seconds", "soon")],
)  # fmt: skip
def test_impossible_places_are_refused_with_a_sentence(
    bar: TransportBar, qtbot: QtBot, name: str, text: str
) -> None:
    field = edit(bar, name)
    field.selectAll()
    qtbot.keyClicks(field, text)
    with (
        qtbot.waitSignal(bar.entry_refused) as refused,
        qtbot.assertNotEmitted(bar.frame_requested),
    ):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert f"'{text}'" in refused.args[0]


def test_escape_gives_up_typing(bar: TransportBar, qtbot: QtBot) -> None:
    bar.set_position(2)
    field = edit(bar, "Frame number")
    field.selectAll()
    qtbot.keyClicks(field, "4")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "2"


def test_without_a_source_everything_is_off(bar: TransportBar) -> None:
    bar.set_source(None, 0.0)
    assert not any(b.isEnabled() for b in bar.findChildren(QToolButton))
    assert edit(bar, "Frame number").text() == ""
