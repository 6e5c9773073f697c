"""Labelling, from a recording to labels that the trainer reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.add_frames import NewLabels
from app.dialogs.skeleton import SkeletonDialog
from app.widgets.label_page import LabelPage
from efficientpose_core.skeleton import MPII16
from efficientpose_core.training.labels.formats import read_labels
from efficientpose_core.training.labels.pictures import write_png
from efficientpose_core.training.labels.project import LabelSource, empty_frame
from efficientpose_core.training.labels.project_file import (
    PROJECT_FILE,
    ProjectWriter,
    create_project,
    load_project,
)

from ..conftest import WAIT_MS, notes_of

WIDTH, HEIGHT = 240, 320


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Return labels of three frames with guesses: no network is needed."""
    folder = tmp_path / "labels"
    project = create_project(folder, MPII16)
    rng = np.random.default_rng(5)
    frames = []
    for number in range(3):
        name = f"images/walk/{number:06d}.png"
        write_png(folder / name, np.full((HEIGHT, WIDTH, 3), 90, np.uint8))
        frame = empty_frame(
            len(MPII16), key=f"walk/{number}", picture=name, size_px=(WIDTH, HEIGHT),
            source="walk", frame=number, t_s=0.5 * number,
        )  # fmt: skip
        # Far enough apart that a drag takes hold of one of them.
        grid = np.stack(np.meshgrid([40, 95, 150, 205], [40, 120, 200, 280]), -1).reshape(-1, 2)
        xy = grid + rng.uniform(-5, 5, grid.shape)
        frames.append(frame.with_guess(xy, np.full(len(MPII16), 0.8), "somebody"))
    project = project.with_added(frames, [LabelSource(name="walk", path=tmp_path / "walk.mp4")])
    ProjectWriter(folder).write(project)
    return folder


@pytest.fixture
def page(studio: Studio, qtbot: QtBot, labels: Path) -> LabelPage:
    """Return the page with these labels."""
    studio.actions.action("tools.label").trigger()
    studio.labelling.read(labels)
    document = studio.labelling.document
    qtbot.waitUntil(lambda: document.project is not None, timeout=WAIT_MS)
    page = studio.labelling.page
    assert page is not None
    return page


def place_of(studio: Studio, keypoint: int) -> tuple[float, float]:
    """Return where a keypoint of the frame on display is."""
    project = studio.labelling.document.project
    assert project is not None
    x, y = project.frames[studio.labelling.row].xy_px[keypoint]
    return float(x), float(y)


def drag(qtbot: QtBot, page: LabelPage, start: tuple[float, float], by: QPoint) -> None:
    """Drag what is at a place of the picture."""
    at = page.view.view_geometry.to_widget(*start).toPoint()
    qtbot.mousePress(page.view, Qt.MouseButton.LeftButton, pos=at)
    for part in (0.5, 1.0):
        qtbot.mouseMove(page.view, at + by * part)
    qtbot.mouseRelease(page.view, Qt.MouseButton.LeftButton, pos=at + by)


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


def test_drags_are_undone_and_done_again_one_by_one(
    studio: Studio, qtbot: QtBot, page: LabelPage
) -> None:
    scale = page.view.view_geometry.scale
    first, second = place_of(studio, 5), place_of(studio, 9)
    drag(qtbot, page, first, QPoint(18, -12))
    moved = place_of(studio, 5)
    # The press is on a whole screen pixel, the keypoint between two.
    assert moved == pytest.approx((first[0] + 18 / scale, first[1] - 12 / scale), abs=1 / scale)
    drag(qtbot, page, second, QPoint(-15, 10))
    assert place_of(studio, 9) != second
    undo, redo = studio.actions.action("edit.undo"), studio.actions.action("edit.redo")
    undo.trigger()
    assert place_of(studio, 9) == second
    assert place_of(studio, 5) == moved
    undo.trigger()
    assert place_of(studio, 5) == first
    assert not undo.isEnabled()
    redo.trigger()
    assert place_of(studio, 5) == moved
    assert place_of(studio, 9) == second


def test_what_is_on_disk_before_the_page_is_closed_is_all_of_it(
    studio: Studio, qtbot: QtBot, page: LabelPage, labels: Path
) -> None:
    for number in range(12):
        drag(qtbot, page, place_of(studio, 5), QPoint(4, 3 if number % 2 else -3))
    studio.actions.action("labelling.accept").trigger()
    document = studio.labelling.document
    qtbot.waitUntil(lambda: document.is_saved, timeout=WAIT_MS)
    # As after a kill: nothing was closed, and somebody reads the file.
    here, there = document.project, load_project(labels)
    assert here is not None
    assert there.done_count == 1
    for mine, read in zip(here.frames, there.frames, strict=True):
        assert np.array_equal(mine.xy_px, read.xy_px, equal_nan=True)
        assert np.array_equal(mine.origin, read.origin)
    assert sorted(path.name for path in labels.iterdir()) == ["images", PROJECT_FILE]


def test_a_folder_that_is_gone_is_told_once_and_nothing_is_lost(
    studio: Studio, qtbot: QtBot, page: LabelPage, labels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = labels.with_name("aside")
    labels.rename(aside)
    document = studio.labelling.document
    drag(qtbot, page, place_of(studio, 5), QPoint(18, -12))
    qtbot.waitUntil(lambda: page.state == "Not saved", timeout=WAIT_MS)
    drag(qtbot, page, place_of(studio, 9), QPoint(18, -12))
    wanted = place_of(studio, 5), place_of(studio, 9)
    qtbot.wait(100)
    assert notes_of(studio).count("is gone: put it back") == 1
    assert not labels.exists()
    asked: list[str] = []

    def refuse(*arguments: object) -> QMessageBox.StandardButton:
        asked.append(str(arguments[2]))
        return QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", refuse)
    studio.labelling.close()
    assert studio.labelling.is_open
    assert not studio.window.close()
    assert len(asked) == 2
    aside.rename(labels)
    drag(qtbot, page, place_of(studio, 2), QPoint(9, 9))
    qtbot.waitUntil(lambda: document.is_saved, timeout=WAIT_MS)
    assert page.state == "Saved"
    xy = load_project(labels).frames[0].xy_px
    assert (tuple(xy[5]), tuple(xy[9])) == wanted


def test_labels_go_to_the_wizard_and_once_more_when_there_are_more(
    studio: Studio, qtbot: QtBot, page: LabelPage, labels: Path
) -> None:
    assert not page.buttons["train"].isEnabled()
    studio.actions.action("labelling.accept").trigger()
    page.buttons["train"].click()
    qtbot.waitUntil(lambda: studio.training.wizard is not None, timeout=WAIT_MS)
    wizard = studio.training.wizard
    assert wizard is not None
    files = wizard.data.plan.files
    qtbot.waitUntil(lambda: len(files) == 1, timeout=WAIT_MS)
    assert files[0].path == labels / PROJECT_FILE
    assert [len(file.read.labels) for file in files] == [1]
    studio.actions.action("labelling.accept").trigger()
    page.buttons["train"].click()
    assert studio.training.wizard is wizard
    qtbot.waitUntil(lambda: [len(f.read.labels) for f in files] == [2], timeout=WAIT_MS)
    assert wizard.data.files.topLevelItemCount() == 1
    wizard.reject()


@pytest.mark.parametrize("is_window", [True, False])
def test_closing_while_frames_are_added_leaves_whole_labels(
    studio: Studio, qtbot: QtBot, walker: Path, tmp_path: Path, is_window: bool
) -> None:
    labelling, folder = studio.labelling, tmp_path / "labels"
    studio.actions.action("tools.label").trigger()
    labelling.begin(NewLabels(paths=(walker,), count=3, apart_s=0.2, folder=folder))
    qtbot.waitUntil(lambda: labelling.is_adding, timeout=WAIT_MS)
    if is_window:
        assert studio.window.close()
    else:
        labelling.close()
        qtbot.waitUntil(lambda: not labelling.is_adding, timeout=WAIT_MS)
        assert not labelling.is_open
    assert len(load_project(folder)) == 0
    assert list(folder.rglob("*.png")) == []


def test_two_keypoints_of_one_name_are_refused(qtbot: QtBot) -> None:
    dialog = SkeletonDialog(MPII16, {"left_knee": 3})
    qtbot.addWidget(dialog)
    okay = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    knee = MPII16.index("left_knee")
    item = dialog.table.item(knee, 0)
    assert item is not None
    item.setText("Left Hip")
    assert dialog.told == "There are two keypoints of the name left_hip: rename one."
    assert not okay.isEnabled()
    item = dialog.table.item(knee, 0)
    assert item is not None
    item.setText("left_patella")
    assert dialog.told == ""
    assert okay.isEnabled()
    assert dialog.renamed["left_patella"] == "left_knee"
    # What was joined with the knee still is; the hip has kept its own.
    assert ("left_patella", "left_ankle") in dialog.skeleton.segments
    assert ("left_hip", "left_patella") in dialog.skeleton.segments


def test_own_keypoints_are_joined_with_what_was_chosen(qtbot: QtBot) -> None:
    dialog = SkeletonDialog(MPII16, {})
    qtbot.addWidget(dialog)
    dialog.add_feet()
    feet = {"left_heel", "left_big_toe", "right_heel", "right_big_toe"}
    assert set(dialog.skeleton.keypoints) - set(MPII16.keypoints) == feet
    assert ("right_ankle", "right_heel") in dialog.skeleton.segments
    dialog.table.setCurrentCell(MPII16.index("right_wrist"), 0)
    dialog.add(is_pair=True)
    segments = dialog.skeleton.segments
    assert ("left_wrist", "left_new_1") in segments
    assert ("right_wrist", "right_new_1") in segments
    dialog.table.setCurrentCell(MPII16.index("left_wrist"), 0)
    dialog.remove()
    # What was joined with it stands alone.
    assert not [pair for pair in dialog.skeleton.segments if "left_wrist" in pair]
    assert "left_new_1" in dialog.skeleton.keypoints


def test_keys_of_the_page_can_be_changed(studio: Studio, qtbot: QtBot, page: LabelPage) -> None:
    document, view = studio.labelling.document, page.view
    before = place_of(studio, 10)
    assert studio.actions.set_keys("labelling.exchange", ("K",)) is None
    assert "<b>K</b>" in page.keys
    assert "<b>X</b>" not in page.keys
    qtbot.keyClick(view, Qt.Key.Key_X)
    assert place_of(studio, 10) == before
    qtbot.keyClick(view, Qt.Key.Key_K)
    assert place_of(studio, MPII16.flip_permutation[10]) == before
    assert document.undo_stack.count() == 1
    studio.labelling.close()
    assert not studio.actions.action("labelling.exchange").isEnabled()
