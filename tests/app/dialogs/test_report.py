"""The report dialog, and the report that comes of it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.report import ReportChoice, ReportDialog
from efficientpose_core.kinematics.angles import View
from efficientpose_core.session.assessment import Assessment, Person
from efficientpose_core.session.storage import load_session, save_session

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


# --- Comparing with an earlier project ------------------------------------------------------------


@pytest.fixture
def earlier(walk_project: Path, tmp_path: Path) -> Callable[..., Path]:
    """Return what saves another project of the same walk, with changes."""

    def save(**changes: object) -> Path:
        session = load_session(walk_project)
        detection = replace(session.detection, source_sha256="another")
        path = tmp_path / "earlier.epstudio"
        save_session(replace(session, detection=detection, **changes), path)
        return path

    return save


def _compare(studio: Studio, qtbot: QtBot, dialog: ReportDialog, path: Path) -> str:
    """Choose a project, and return what is said about it."""
    dialog.compared.choose(path)
    assert "Reading" in dialog.compared.told
    assert not _write_button(dialog).isEnabled()
    qtbot.waitUntil(lambda: not studio.exporting.is_busy, timeout=WAIT_MS)
    return dialog.compared.told


def _write_button(dialog: ReportDialog) -> QPushButton:
    (write,) = (b for b in dialog.findChildren(QPushButton) if b.text() == "Write report")
    return write


def test_without_another_project_nothing_is_compared(asked: ReportDialog) -> None:
    assert asked.choice.compare_with is None
    assert asked.compared.told == ""
    assert asked.compared.line.text() == ""
    assert asked.compared.line.placeholderText() == "no other project"
    assert asked.compared.line.accessibleName() == "Compare with"
    assert not asked.compared._remove.isEnabled()
    assert _write_button(asked).isEnabled()


def test_which_is_before_and_which_after_is_told(
    walking: Studio, asked: ReportDialog, qtbot: QtBot, earlier: Callable[..., Path]
) -> None:
    told = _compare(walking, qtbot, asked, earlier())
    assert told == "Before: walk.mp4. After: walk.mp4."
    walk = asked.choice.compare_with
    assert walk is not None
    assert walk.project == "earlier.epstudio"
    assert _write_button(asked).isEnabled()
    asked.compared._remove.click()
    assert asked.choice.compare_with is None
    assert asked.compared.told == ""


def test_comparison_is_written_into_the_report(
    walking: Studio, asked: ReportDialog, qtbot: QtBot, earlier: Callable[..., Path], tmp_path: Path
) -> None:
    _compare(walking, qtbot, asked, earlier())
    shown: list[Path] = []
    walking.exporting.open_file = shown.append
    asked._format.setCurrentIndex(1)
    asked._language.setCurrentIndex(1)
    asked._stills.setValue(0)
    asked.accept()
    qtbot.waitUntil(lambda: bool(shown), timeout=WAIT_MS)
    text = shown[0].read_text(encoding="utf-8")
    for part in ("Vorher und nachher", "earlier.epstudio", "Nachweisbar", "Wo Kurven sich"):
        assert part in text, part
    # Another report asks anew: it may be about somebody else.
    again = _ask(walking, qtbot)
    assert again.choice.compare_with is None
    again.reject()


def test_a_file_that_is_no_project_is_told_and_not_written(
    walking: Studio, asked: ReportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "notes.epstudio"
    path.write_text("this is not a project")
    assert "notes.epstudio is no project" in _compare(walking, qtbot, asked, path)
    assert not _write_button(asked).isEnabled()
    assert asked.choice.compare_with is None
    asked.compared.remove()
    assert _write_button(asked).isEnabled()


def test_a_project_of_a_newer_version_is_told(
    walking: Studio,
    asked: ReportDialog,
    qtbot: QtBot,
    earlier: Callable[..., Path],
    tmp_path: Path,
) -> None:
    newer = tmp_path / "newer.epstudio"
    with zipfile.ZipFile(earlier()) as source, zipfile.ZipFile(newer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "session.json":
                content = json.dumps({**json.loads(content), "version": 99}).encode()
            target.writestr(name, content)
    assert "saved by a newer version" in _compare(walking, qtbot, asked, newer)
    assert not _write_button(asked).isEnabled()


def test_another_person_is_told_and_follows_the_pseudonym(
    walking: Studio, asked: ReportDialog, qtbot: QtBot, earlier: Callable[..., Path]
) -> None:
    path = earlier(assessment=Assessment(person=Person(pseudonym="P-018")))
    assert "different pseudonyms" not in _compare(walking, qtbot, asked, path)
    asked._person.setText("P-017")
    assert "different pseudonyms, 'P-018' before and 'P-017' after" in asked.compared.told
    asked._person.setText("P-018")
    assert "different pseudonyms" not in asked.compared.told
    assert _write_button(asked).isEnabled()


def test_a_project_without_gait_says_why(
    walking: Studio,
    asked: ReportDialog,
    qtbot: QtBot,
    earlier: Callable[..., Path],
    walk_project: Path,
) -> None:
    request = load_session(walk_project).request
    front = replace(request, derive=replace(request.derive, view=View.FRONTAL))
    told = _compare(walking, qtbot, asked, earlier(request=front))
    assert "'walk.mp4' holds no gait to compare: Gait is analysed from the side" in told


def test_a_choice_that_was_changed_meanwhile_is_not_overwritten(
    walking: Studio,
    asked: ReportDialog,
    qtbot: QtBot,
    earlier: Callable[..., Path],
) -> None:
    asked.compared.choose(earlier())
    asked.compared.remove()
    qtbot.waitUntil(lambda: not walking.exporting.is_busy, timeout=WAIT_MS)
    assert asked.compared.told == ""
    assert asked.choice.compare_with is None


def test_a_project_is_chosen_in_a_file_dialog(
    walking: Studio,
    asked: ReportDialog,
    qtbot: QtBot,
    earlier: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = earlier()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(path), ""))
    (browse,) = (b for b in asked.findChildren(QPushButton) if b.text() == "C&hoose...")
    browse.click()
    assert asked.compared.path == path
    qtbot.waitUntil(lambda: asked.choice.compare_with is not None, timeout=WAIT_MS)


def test_what_is_said_has_room(
    walking: Studio, asked: ReportDialog, qtbot: QtBot, walk_project: Path
) -> None:
    narrow = asked.height()
    told = _compare(walking, qtbot, asked, walk_project)
    assert "Both projects are of the same recording" in told
    label = asked.compared._told
    assert asked.height() > narrow
    assert label.height() >= label.heightForWidth(label.width())
