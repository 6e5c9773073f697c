"""The report dialog, and the report that comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.report import ReportChoice, ReportDialog

from ..conftest import WAIT_MS, notes_of

ANGLES = "Joint angles over the whole recording"


@pytest.fixture
def asked(walking: Studio, qtbot: QtBot, tmp_path: Path) -> ReportDialog:
    """Return the dialog as the menu opens it, for an empty folder."""
    walking.settings.folder = str(tmp_path)
    return _ask(walking, qtbot)


def _ask(studio: Studio, qtbot: QtBot) -> ReportDialog:
    studio.actions.action("file.report").trigger()
    qtbot.waitUntil(lambda: studio.exporting.dialog is not None, timeout=WAIT_MS)
    dialog = studio.exporting.dialog
    assert isinstance(dialog, ReportDialog)
    return dialog


def _write(studio: Studio, qtbot: QtBot, choice: ReportChoice) -> list[Path]:
    """Write, and return what was opened afterwards."""
    shown: list[Path] = []
    studio.exporting.open_file = shown.append
    task = studio.exporting.write_report(choice)
    assert task is not None
    with qtbot.waitSignal(task.finished, timeout=WAIT_MS):
        pass
    return shown


def _choice(path: Path, **changes: object) -> ReportChoice:
    usual = {"language": "en", "person": "", "stills": 0, "hides_face": False}
    return ReportChoice(path=path, **{**usual, **changes})


def test_proposal_names_the_recording_and_every_chapter(
    asked: ReportDialog, tmp_path: Path
) -> None:
    assert asked.choice == ReportChoice(
        path=tmp_path / "walk_report.pdf", language="en", person="", stills=4, hides_face=False
    )
    assert list(asked._chapters) == ["Gait", ANGLES, "Appendix"]


def test_every_control_is_named_and_explained(asked: ReportDialog) -> None:
    controls: list[QWidget] = [
        asked._format, asked._language, asked._person, asked._stills, asked._path
    ]  # fmt: skip
    for control in controls:
        assert control.accessibleName()
        assert control.toolTip()
    for box in (*asked._chapters.values(), asked._face):
        assert box.toolTip()


def test_format_decides_the_ending(asked: ReportDialog, tmp_path: Path) -> None:
    asked._format.setCurrentIndex(1)
    assert asked._path.text() == str(tmp_path / "walk_report.html")
    asked._path.setText(str(tmp_path / "for.the.doctor"))
    assert asked.choice.path == tmp_path / "for.the.doctor.html"
    asked._format.setCurrentIndex(0)
    assert asked.choice.path == tmp_path / "for.the.doctor.pdf"


def test_replacement_is_told_and_a_file_is_needed(asked: ReportDialog, tmp_path: Path) -> None:
    assert asked._told.text() == ""
    (tmp_path / "old.pdf").write_bytes(b"old")
    asked._path.setText(str(tmp_path / "old"))
    assert asked._told.text() == "Replaces: old.pdf"
    (write,) = (b for b in asked.findChildren(QPushButton) if b.text() == "Write report")
    assert write.isEnabled()
    asked._path.setText("  ")
    assert not write.isEnabled()


def test_a_file_is_chosen_from_nothing(
    asked: ReportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = tmp_path / "other.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(chosen), ""))
    asked._path.setText("")
    (browse,) = (b for b in asked.findChildren(QPushButton) if b.text() == "&Choose...")
    browse.click()
    assert asked.choice.path == chosen


def test_without_pictures_there_is_no_head_to_blur(asked: ReportDialog) -> None:
    assert asked._face.isEnabled()
    asked._stills.setValue(0)
    assert not asked._face.isEnabled()


def test_answer_is_written_remembered_and_opened(
    walking: Studio, asked: ReportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    shown: list[Path] = []
    walking.exporting.open_file = shown.append
    asked._format.setCurrentIndex(1)
    asked._language.setCurrentIndex(1)
    asked._person.setText(" P-017 ")
    asked._stills.setValue(1)
    asked._chapters["Appendix"].setChecked(False)
    expected = asked.choice
    asked.accept()
    qtbot.waitUntil(lambda: bool(shown), timeout=WAIT_MS)
    assert shown == [tmp_path / "walk_report.html"]
    text = shown[0].read_text(encoding="utf-8")
    assert text.count("data:image/jpeg") == 1
    for part in ("Bewegungsanalyse", "P-017", "Gang", "Gelenkwinkel über die ganze Aufnahme"):
        assert part in text
    assert "Anhang" not in text
    assert "The report is written" in notes_of(walking)
    again = _ask(walking, qtbot)
    assert again.choice == expected
    again.reject()


def test_pseudonym_belongs_to_the_project_and_can_be_undone(
    walking: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    stack = walking.document.undo_stack
    _write(walking, qtbot, _choice(tmp_path / "a.html", person="P-017"))
    assert walking.document.session is not None
    assert walking.document.session.assessment.person.pseudonym == "P-017"
    assert stack.count() == 1
    # The same once more is no change.
    _write(walking, qtbot, _choice(tmp_path / "b.html", person="P-017"))
    assert stack.count() == 1
    stack.undo()
    assert walking.document.session.assessment.person.pseudonym == ""


def test_stopped_report_leaves_no_file(walking: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    task = walking.exporting.write_report(_choice(tmp_path / "a.html", stills=4))
    assert task is not None
    with qtbot.waitSignal(task.cancelled, timeout=WAIT_MS):
        walking.window.cancel_requested.emit()
    assert list(tmp_path.glob("a.*")) == []
    assert "Nothing more is written" in notes_of(walking)


def test_a_place_that_cannot_be_written_is_told(
    walking: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    shown = _write(walking, qtbot, _choice(tmp_path / "file" / "a.html"))
    assert shown == []
    assert "Cannot write" in notes_of(walking)
