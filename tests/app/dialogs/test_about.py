"""About box and guide."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QTableWidget, QTextBrowser
from pytestqt.qtbot import QtBot

from app.dialogs.about import AboutDialog, licence_of
from app.dialogs.guide import GuideDialog

PROJECT = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))
PARTS = sorted({re.split(r"[<>=~; ]", part)[0] for part in PROJECT["project"]["dependencies"]})


@pytest.fixture
def listed(qtbot: QtBot) -> dict[str, tuple[str, str]]:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    (table,) = dialog.findChildren(QTableWidget)
    rows = range(table.rowCount())
    cells = [[table.item(row, column).text() for column in range(3)] for row in rows]
    return {name: (version, licence) for name, version, licence in cells}


def test_every_dependency_is_named_with_its_licence(listed: dict[str, tuple[str, str]]) -> None:
    assert set(listed) == set(PARTS)
    for name, (version, licence) in listed.items():
        assert version, name
        assert licence, name


def test_a_part_that_is_not_installed_has_no_version() -> None:
    assert licence_of("there-is-no-such-package-here") == ("", "")


def test_it_tells_how_to_cite_and_what_it_is_not(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    text = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "10.1007/s10489-020-01918-7" in text
    assert "no medical device" in text
    assert "Apache" in text


def test_guide_goes_from_video_to_export(qtbot: QtBot) -> None:
    dialog = GuideDialog()
    qtbot.addWidget(dialog)
    (browser,) = dialog.findChildren(QTextBrowser)
    text = browser.toPlainText()
    places = [text.index(word) for word in ("Record", "Open", "Analyse", "Export", "Correcting")]
    assert places == sorted(places)
