"""Labelling, from a recording to labels that the trainer reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.add_frames import NewLabels
from app.widgets.label_page import LabelPage
from efficientpose_core.training.labels.formats import read_labels
from efficientpose_core.training.labels.project_file import load_project

from ..conftest import WAIT_MS


def begin(studio: Studio, qtbot: QtBot, clip: Path, folder: Path) -> LabelPage:
    """Open the page and let frames of a recording be picked out."""
    labelling = studio.labelling
    studio.actions.action("tools.label").trigger()
    wanted = NewLabels(paths=(clip,), count=3, apart_s=0.2, folder=folder, with_feet=True)
    labelling.begin(wanted)
    qtbot.waitUntil(lambda: labelling.is_adding, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not labelling.is_adding, timeout=WAIT_MS)
    page = labelling.page
    assert page is not None
    return page


def test_from_a_recording_to_labels(
    studio: Studio, qtbot: QtBot, walker: Path, tmp_path: Path
) -> None:
    page = begin(studio, qtbot, walker, tmp_path / "labels")
    document, view = studio.labelling.document, page.view
    assert document.project is not None
    assert len(document.project) == 3
    key = document.project.frames[studio.labelling.row].key
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert "Not placed yet" in page.hint
    assert view.selected_keypoint == 16
    for x in (100, 140, 180, 220):
        place = view.view_geometry.to_widget(x, 300).toPoint()
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    view.select_keypoint(3)
    frame = document.frame(key)
    assert frame is not None
    assert frame.undecided == ()
    before = frame.xy_px[3].copy()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_O)
    frame = document.frame(key)
    assert frame is not None
    assert np.allclose(frame.xy_px[3], before + np.array([2.0, 0.0]))
    assert frame.visibility[3] == 1
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert page.told == "1 of 3 labelled"
    studio.actions.action("edit.undo").trigger()
    assert page.told == "0 of 3 labelled"
    assert document.project.frames[studio.labelling.row].key == key
    studio.actions.action("edit.redo").trigger()
    qtbot.waitUntil(lambda: document.is_saved, timeout=WAIT_MS)
    again = load_project(tmp_path / "labels")
    assert again.done_count == 1
    here = document.frame(key)
    there = again.frames[again.row_of(key) or 0]
    assert here is not None
    assert np.array_equal(here.xy_px, there.xy_px, equal_nan=True)
    (image,) = read_labels(tmp_path / "labels").labels.images
    assert image.visibility[3] == 1
    studio.labelling.close()
    assert not studio.labelling.is_open
