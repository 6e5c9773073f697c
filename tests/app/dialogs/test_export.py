"""The export dialog: what is written where, before it happens."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.export import ExportChoice, ExportDialog

from ..conftest import WAIT_MS, notes_of


@pytest.fixture
def asked(walking: Studio, qtbot: QtBot, tmp_path: Path) -> ExportDialog:
    """Return the dialog as the menu opens it, for an empty folder."""
    walking.settings.folder = str(tmp_path / "out")
    walking.actions.action("file.export").trigger()
    qtbot.waitUntil(lambda: walking.exporting.dialog is not None, timeout=WAIT_MS)
    dialog = walking.exporting.dialog
    assert isinstance(dialog, ExportDialog)
    return dialog


def _write(dialog: ExportDialog) -> QPushButton:
    (button,) = (b for b in dialog.findChildren(QPushButton) if b.text() == "Write files")
    return button


def _accept(studio: Studio, dialog: ExportDialog, qtbot: QtBot) -> None:
    dialog.accept()
    qtbot.waitUntil(lambda: "Written to" in notes_of(studio), timeout=WAIT_MS)


def test_files_are_named_as_they_are_written(
    walking: Studio, asked: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    asked.select(("keypoints", "angles", "speeds"))
    named = asked._files.text().split(", ")
    assert named == [
        "walk_keypoints.csv", "walk_angles.csv", "walk_speeds.csv", "walk_provenance.json",
    ]  # fmt: skip
    _accept(walking, asked, qtbot)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(named)


def test_preview_is_what_is_written(
    walking: Studio, asked: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    tables = ("keypoints", "angles", "speeds")
    asked.select(tables)
    shown: dict[str, list[list[str]]] = {}
    preview = asked._preview
    for name in tables:
        asked._which.setCurrentIndex(asked._which.findData(name))
        columns = range(preview.columnCount())
        head = [preview.horizontalHeaderItem(column).text() for column in columns]
        shown[name] = [head] + [
            [preview.item(row, column).text() for column in columns]
            for row in range(preview.rowCount())
        ]
        assert len(shown[name]) == 6
    _accept(walking, asked, qtbot)
    for name in tables:
        with (tmp_path / "out" / f"walk_{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            written = list(csv.reader(file))[:6]
        assert shown[name] == written


def test_replacements_are_told(asked: ExportDialog, tmp_path: Path) -> None:
    assert "Replaces" not in asked._files.text()
    other = tmp_path / "other"
    other.mkdir()
    (other / "walk_angles.csv").write_text("old")
    asked.select(("angles", "keypoints"))
    asked._folder.setText(str(other))
    assert asked._files.text().endswith("Replaces: walk_angles.csv")
    asked.select(("keypoints",))
    assert "Replaces" not in asked._files.text()


def test_nothing_is_written_without_a_wish_or_a_folder(asked: ExportDialog, tmp_path: Path) -> None:
    asked.select(("angles",))
    assert _write(asked).isEnabled()
    asked.select(())
    asked._overlay.setChecked(False)
    assert not _write(asked).isEnabled()
    asked._overlay.setChecked(True)
    assert _write(asked).isEnabled()
    asked._folder.setText("  ")
    assert not _write(asked).isEnabled()
    assert not (tmp_path / "out").exists()


def test_formats_that_need_a_scale_are_refused_with_the_reason(asked: ExportDialog) -> None:
    refused = {name for name, box in asked._boxes.items() if not box.isEnabled()}
    assert {"trc", "c3d"} <= refused
    for name in refused:
        assert asked._boxes[name].toolTip().startswith("Not possible: ")
        assert asked._boxes[name].text() in asked._notes.text()
    asked.select(tuple(asked._boxes))
    assert not refused & set(asked.choice.formats)


def test_answer_is_remembered(
    walking: Studio, asked: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    asked.select(("speeds",))
    asked._folder.setText(str(tmp_path / "elsewhere"))
    expected = ExportChoice(folder=tmp_path / "elsewhere", formats=("speeds",), overlay=False)
    assert asked.choice == expected
    _accept(walking, asked, qtbot)
    assert (tmp_path / "elsewhere" / "walk_speeds.csv").exists()
    walking.actions.action("file.export").trigger()
    qtbot.waitUntil(lambda: walking.exporting.dialog is not None, timeout=WAIT_MS)
    again = walking.exporting.dialog
    assert isinstance(again, ExportDialog)
    assert again.choice == expected
    again.reject()


def test_cancel_writes_nothing(walking: Studio, asked: ExportDialog, tmp_path: Path) -> None:
    asked.reject()
    assert walking.exporting.dialog is None
    assert not walking.exporting.is_busy
    assert not (tmp_path / "out").exists()
