"""What fails: one readable note, or the report of a fault of the program."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.error_report import ErrorReport, report_text
from app.excepthook import ExceptionCatcher
from app.log import LogBuffer, start_log
from app.services.notifications import Notifications
from app.widgets.log_window import LogWindow
from efficientpose_core.errors import CancelledError, DataError

from .conftest import WAIT_MS, notes_of


def _fault() -> Exception:
    try:
        [][1]
    except IndexError as error:
        return error
    raise AssertionError


@pytest.fixture
def catcher(qapp: object) -> Iterator[ExceptionCatcher]:
    catcher = ExceptionCatcher()
    catcher.install()
    yield catcher
    catcher.remove()


def test_expected_errors_are_notes(qtbot: QtBot) -> None:
    notes = Notifications()
    with qtbot.waitSignal(notes.posted) as posted, qtbot.assertNotEmitted(notes.unexpected):
        notes.error(DataError("This is no video. Choose another file."))
    assert posted.args == ["error", "This is no video. Choose another file.", None]


def test_stopping_is_no_error(qtbot: QtBot) -> None:
    notes = Notifications()
    with qtbot.assertNotEmitted(notes.posted), qtbot.assertNotEmitted(notes.unexpected):
        notes.error(CancelledError("Stopped."))


def test_faults_are_reported_and_logged(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    notes, error = Notifications(), _fault()
    with qtbot.waitSignal(notes.unexpected) as unexpected, qtbot.assertNotEmitted(notes.posted):
        notes.error(error)
    assert unexpected.args == [error]
    assert "IndexError" in caplog.text


def test_notes_are_in_the_log(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    notes = Notifications()
    notes.success("Written.")
    notes.warning("Look.")
    assert [(r.levelname, r.message) for r in caplog.records] == [
        ("INFO", "Written."), ("WARNING", "Look."),
    ]  # fmt: skip


def test_details_can_be_copied_and_tell_where(qtbot: QtBot) -> None:
    error = _fault()
    dialog = ErrorReport(error)
    qtbot.addWidget(dialog)
    dialog.show()
    (details,) = dialog.findChildren(QPlainTextEdit)
    assert details.isReadOnly()
    for part in ("Traceback", "IndexError", "in _fault", "Python 3.", "PySide6 ", "numpy "):
        assert part in details.toPlainText()
    (copy,) = (b for b in dialog.findChildren(QPushButton) if b.text() == "Copy details")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.text == report_text(error)


def test_exceptions_of_any_thread_arrive_in_the_window_s(
    catcher: ExceptionCatcher, qtbot: QtBot
) -> None:
    threads = []
    catcher.caught.connect(lambda _: threads.append(threading.get_ident()))

    def fail() -> None:
        raise ValueError("in a thread")

    with qtbot.waitSignal(catcher.caught, timeout=WAIT_MS) as caught:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert str(caught.args[0]) == "in a thread"
    assert caught.args[0].__traceback__ is not None
    error = _fault()
    with qtbot.waitSignal(catcher.caught, timeout=WAIT_MS) as caught:
        sys.excepthook(type(error), error, error.__traceback__)
    assert caught.args == [error]
    assert set(threads) == {threading.get_ident()}


def test_interrupts_are_left_alone(
    catcher: ExceptionCatcher, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    with qtbot.assertNotEmitted(catcher.caught):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_hooks_are_given_back(qapp: object) -> None:
    before = (sys.excepthook, threading.excepthook)
    catcher = ExceptionCatcher()
    catcher.install()
    assert sys.excepthook != before[0]
    catcher.remove()
    assert (sys.excepthook, threading.excepthook) == before


def test_one_report_at_a_time_which_is_gone_when_closed(studio: Studio, qtbot: QtBot) -> None:
    studio.help.report(_fault())
    studio.help.report(_fault())
    (dialog,) = studio.window.findChildren(ErrorReport)
    assert dialog.isModal()
    dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert studio.window.findChildren(ErrorReport) == []
    studio.help.report(_fault())
    (dialog,) = studio.window.findChildren(ErrorReport)
    dialog.reject()


def test_a_fault_while_working_reaches_the_report(
    studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[Exception] = []
    studio.notes.unexpected.disconnect()
    studio.notes.unexpected.connect(reported.append)

    def fail(*_: object) -> None:
        raise ZeroDivisionError("nobody expects this")

    monkeypatch.setattr("app.controllers.projects._open_recording", fail)
    studio.projects.open(Path("any.mp4"))
    qtbot.waitUntil(lambda: bool(reported), timeout=WAIT_MS)
    assert isinstance(reported[0], ZeroDivisionError)
    assert notes_of(studio) == ""


def _logger() -> logging.Logger:
    logger = logging.getLogger("test_errors")
    logger.setLevel(logging.INFO)
    return logger


def test_log_window_follows_and_filters(qtbot: QtBot) -> None:
    buffer, logger = LogBuffer(), _logger()
    logger.addHandler(buffer)
    try:
        logger.info("first")
        window = LogWindow(buffer)
        qtbot.addWidget(window)
        window.show()
        assert window.text.endswith("first")
        logger.warning("second")
        qtbot.waitUntil(lambda: "second" in window.text, timeout=WAIT_MS)
        (level,) = window.findChildren(QComboBox)
        level.setCurrentIndex(level.findData(logging.WARNING))
        assert "first" not in window.text
        assert "WARNING test_errors: second" in window.text
        (copy,) = (b for b in window.findChildren(QPushButton) if b.text() == "Copy")
        qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == window.text
    finally:
        logger.removeHandler(buffer)


def test_old_lines_give_way(qapp: object) -> None:
    buffer = LogBuffer()
    for number in range(6000):
        buffer.emit(logging.LogRecord("x", logging.INFO, "", 0, str(number), None, None))
    lines = buffer.lines(logging.INFO)
    assert len(lines) == 5000
    assert lines[-1].endswith("5999")


def test_log_is_kept_in_a_file_where_that_can_be_written(qapp: object, tmp_path: Path) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    (tmp_path / "file").write_text("in the way")
    try:
        buffer = start_log(tmp_path / "logs")
        logging.getLogger("test_errors").warning("kept")
        assert "kept" in (tmp_path / "logs" / "studio.log").read_text("utf-8")
        assert any("kept" in line for line in buffer.lines(logging.INFO))
        blocked = start_log(tmp_path / "file" / "logs")
        assert any("No log file" in line for line in blocked.lines(logging.WARNING))
    finally:
        for handler in [h for h in root.handlers if h not in before]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
