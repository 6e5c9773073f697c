"""The window as a whole: layout, full screen, dropped files, names for screen readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QLabel,
    QTabBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.about import AboutDialog
from app.dialogs.error_report import ErrorReport
from app.dialogs.guide import GuideDialog
from app.dialogs.preferences import PreferencesDialog
from app.dialogs.shortcuts import ShortcutsDialog
from app.log import LogBuffer
from app.widgets.camera_page import CameraPage
from app.widgets.command_palette import CommandPalette
from app.widgets.log_window import LogWindow

from .conftest import WAIT_MS, notes_of

LEFT, COPY = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction


def _drop(studio: Studio, *urls: QUrl) -> bool:
    """Drag over the window and let go; tell whether the window wants it."""
    data = QMimeData()
    data.setUrls(list(urls))
    modifier = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), COPY, data, LEFT, modifier)
    enter.ignore()
    QApplication.sendEvent(studio.window, enter)
    drop = QDropEvent(QPointF(50, 50), COPY, data, LEFT, modifier)
    QApplication.sendEvent(studio.window, drop)
    return enter.isAccepted()


def test_one_dropped_file_is_opened(studio: Studio, qtbot: QtBot, walk_project: Path) -> None:
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        assert _drop(studio, QUrl.fromLocalFile(str(walk_project)))
    assert studio.document.session is not None


def test_several_dropped_files_are_queued(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(
        "app.controllers.queue.QFileDialog.getExistingDirectory",
        lambda *_: asked.append(True) or str(tmp_path / "out"),
    )
    added: list[tuple[list[Path], Path]] = []
    monkeypatch.setattr(studio.queue, "add", lambda files, folder: added.append((files, folder)))
    files = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    assert _drop(studio, *(QUrl.fromLocalFile(str(path)) for path in files))
    assert asked == [True]
    assert added == [(files, tmp_path / "out")]


def test_what_is_no_file_is_not_taken(studio: Studio) -> None:
    assert not _drop(studio, QUrl("https://example.org/a.mp4"))
    assert not studio.projects._tasks.is_busy


def test_nothing_is_opened_while_an_analysis_runs(
    studio: Studio, walk_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(studio.analyses), "is_running", property(lambda _: True))
    _drop(studio, QUrl.fromLocalFile(str(walk_project)))
    assert "Stop the analysis" in notes_of(studio)
    assert not studio.projects._tasks.is_busy


def test_layout_is_remembered(walking: Studio) -> None:
    window = walking.window
    # As wide as can be on the screen that there is not.
    window.resize(window.minimumWidth(), 720)
    window.splitter.setSizes([300, 700])
    sizes, size = window.splitter.sizes(), window.size()
    walking.viewing.keep_layout()
    window.resize(window.minimumWidth(), 600)
    window.splitter.setSizes([600, 200])
    walking.viewing.restore_layout()
    assert window.size() == size
    assert window.splitter.sizes() == sizes


def test_first_start_has_a_layout_of_its_own(studio: Studio) -> None:
    assert studio.settings.geometry.isEmpty()
    assert studio.window.width() >= studio.window.minimumWidth()


def test_full_screen_and_back(studio: Studio, qtbot: QtBot) -> None:
    action = studio.actions.action("view.full_screen")
    action.trigger()
    qtbot.waitUntil(studio.window.isFullScreen, timeout=WAIT_MS)
    assert action.isChecked()
    action.trigger()
    qtbot.waitUntil(lambda: not studio.window.isFullScreen(), timeout=WAIT_MS)
    assert not action.isChecked()


def test_full_screen_that_ends_otherwise_is_noticed(studio: Studio, qtbot: QtBot) -> None:
    action = studio.actions.action("view.full_screen")
    action.trigger()
    qtbot.waitUntil(studio.window.isFullScreen, timeout=WAIT_MS)
    studio.window.showNormal()
    qtbot.waitUntil(lambda: not action.isChecked(), timeout=WAIT_MS)


def test_progress_is_shown_and_goes(studio: Studio) -> None:
    window = studio.window
    window.show_progress("Writing", 3, 10)
    assert window._progress.isVisible()
    assert (window._progress.value(), window._progress.maximum()) == (3, 10)
    assert window.statusBar().currentMessage() == "Writing"
    window.show_progress("Loading", 0, 0)
    # Nobody knows how long: the bar moves.
    assert window._progress.maximum() == 0
    window.hide_progress()
    assert not window._progress.isVisible()


def test_title_tells_what_is_open_and_unsaved(walking: Studio) -> None:
    assert walking.window.windowTitle() == "walk.epstudio[*] - EfficientPose Studio"
    walking.window.view.keypoint_moved.emit(0, 1.0, 2.0)
    assert walking.window.isWindowModified()
    walking.projects.close()
    assert walking.window.windowTitle() == "EfficientPose Studio"


# --- Screen readers ----------------------------------------------------------------------------


def _nameless(root: QWidget) -> list[str]:
    """Return what can have the focus and has no name that would be read out."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.objectName().startswith("qt_"):
            continue
        # Parts of other widgets speak for these, tabs and text for themselves.
        parent = widget.parentWidget()
        is_part = isinstance(parent, QAbstractSpinBox) or widget.window() is not root.window()
        is_part |= isinstance(widget, QTabBar | QTabWidget | QLabel)
        is_part |= isinstance(parent, QAbstractScrollArea) and widget is parent.viewport()
        interface = QAccessible.queryAccessibleInterface(widget)
        if not is_part and not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(parent).__name__}/{type(widget).__name__} {widget.objectName()}")
    return found


def test_everything_in_the_window_has_a_name(walking: Studio) -> None:
    assert _nameless(walking.window) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda studio: PreferencesDialog(studio.settings),
        lambda studio: ShortcutsDialog(studio.actions),
        lambda studio: AboutDialog(),
        lambda studio: GuideDialog(),
        lambda studio: ErrorReport(ValueError("x")),
        lambda studio: LogWindow(LogBuffer()),
        lambda studio: CommandPalette(studio.actions),
        lambda studio: CameraPage(),
    ],
    ids=["preferences", "shortcuts", "about", "guide", "error", "log", "palette", "camera"],
)
def test_everything_in_dialogs_has_a_name(
    studio: Studio, qtbot: QtBot, make: Callable[[Studio], QWidget]
) -> None:
    widget = make(studio)
    qtbot.addWidget(widget)
    if isinstance(widget, CameraPage):
        # With buttons for what can be done about it.
        widget.show_no_camera()
    assert _nameless(widget) == []


def test_dialogs_are_gone_when_closed(studio: Studio, qtbot: QtBot) -> None:
    for id in ("tools.preferences", "tools.shortcuts", "help.about", "help.guide", "help.log"):
        studio.actions.action(id).trigger()
        (dialog,) = (d for d in studio.window.findChildren(QDialog)
                     if d.isVisible() and not isinstance(d, CommandPalette))  # fmt: skip
        with qtbot.waitSignal(dialog.destroyed, timeout=WAIT_MS):
            dialog.close()


def test_palette_opens_over_the_window(studio: Studio) -> None:
    studio.actions.action("tools.palette").trigger()
    (palette,) = studio.window.findChildren(CommandPalette)
    assert palette.isVisible()
    assert "file.open" in palette.offered
    palette.close()
