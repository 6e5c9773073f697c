"""The list of recordings that are analysed one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.controllers.queue import QueueState
from app.services.analysis import RunProgress
from app.widgets.queue_panel import QueuePanel

from ..conftest import notes_of


@pytest.fixture
def panel(qtbot: QtBot) -> QueuePanel:
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.resize(500, 300)
    panel.set_rows([(Path("/a/one.mp4"), "done"), (Path("/b/two.mp4"), "waiting")])
    panel.show()
    return panel


def _click(panel: QueuePanel, qtbot: QtBot, text: str) -> None:
    (button,) = (b for b in panel.findChildren(QPushButton) if b.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def _rows(panel: QueuePanel) -> list[tuple[str, str]]:
    table = panel._table
    return [
        (table.item(row, 0).text(), table.item(row, 1).text()) for row in range(table.rowCount())
    ]


def test_rows_tell_name_and_state(panel: QueuePanel) -> None:
    assert _rows(panel) == [("one.mp4", "done"), ("two.mp4", "waiting")]
    assert panel._table.item(0, 0).toolTip() == "/a/one.mp4"
    panel.set_state(1, "40 %")
    assert _rows(panel)[1] == ("two.mp4", "40 %")
    panel.set_state(7, "no such row")


def test_what_the_user_asks_for(panel: QueuePanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.remove_requested):
        _click(panel, qtbot, "Take out")
    panel._table.selectRow(1)
    with qtbot.waitSignal(panel.remove_requested) as removed:
        _click(panel, qtbot, "Take out")
    assert removed.args == [1]
    with qtbot.waitSignal(panel.clear_requested):
        _click(panel, qtbot, "Clear finished")
    with qtbot.waitSignal(panel.open_requested) as opened:
        qtbot.keyClick(panel._table, Qt.Key.Key_Return)
    assert opened.args == [1]


@pytest.fixture
def queued(studio: Studio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    """Return the application with three recordings in the queue; the first one never ends."""
    runner = studio.queue.runner
    monkeypatch.setattr(runner, "start", lambda *_: None)
    studio.queue.add([tmp_path / f"{name}.mp4" for name in "abc"], tmp_path)
    return studio


def test_queue_is_shown_where_nothing_is_open(queued: Studio) -> None:
    assert queued.window.queue.isVisible()
    assert _rows(queued.window.queue) == [
        ("a.mp4", "running"), ("b.mp4", "waiting"), ("c.mp4", "waiting"),
    ]  # fmt: skip
    assert not queued.actions.action("file.open").isEnabled()
    assert queued.actions.action("analysis.stop").isEnabled()


def test_progress_is_told_in_the_row(queued: Studio) -> None:
    queued.queue.runner.progressed.emit(
        RunProgress(stage="Finding the pose", done=30, total=120, frames_per_s=10.0)
    )
    assert _rows(queued.window.queue)[0] == ("a.mp4", "25 %")


def test_failures_are_told_and_the_others_go_on(queued: Studio) -> None:
    queued.queue.runner.failed.emit(OSError("The disk is full."))
    assert list(queued.queue.states)[:2] == [QueueState.FAILED, QueueState.RUNNING]
    assert _rows(queued.window.queue)[0] == ("a.mp4", "The disk is full.")
    queued.queue.clear()
    assert [name for name, _ in _rows(queued.window.queue)] == ["b.mp4", "c.mp4"]


def test_what_runs_is_not_taken_out(queued: Studio) -> None:
    queued.queue.remove(0)
    queued.queue.remove(2)
    assert [name for name, _ in _rows(queued.window.queue)] == ["a.mp4", "b.mp4"]


def test_stopped_ones_wait(queued: Studio) -> None:
    queued.queue.stop()
    queued.queue.runner.cancelled.emit()
    assert set(queued.queue.states) == {QueueState.WAITING}
    assert _rows(queued.window.queue)[0] == ("a.mp4", "stopped")
    assert queued.actions.action("file.open").isEnabled()


def test_recordings_of_one_name_have_folders_of_their_own(queued: Studio, tmp_path: Path) -> None:
    queued.queue.add([tmp_path / "other" / "a.mp4"], tmp_path)
    folders = [item.folder for item in queued.queue._items if item.source.stem == "a"]
    assert folders == [tmp_path, tmp_path / "other"]


def test_nothing_is_opened_while_an_analysis_runs(
    queued: Studio, walk_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(queued.analyses), "is_running", property(lambda _: True))
    queued.queue.open_requested.emit(walk_project)
    assert "Stop the analysis" in notes_of(queued)
    assert not queued.projects._tasks.is_busy
