"""The wizard from page to page, with programs that only pretend to train."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox, QWizard
from pytestqt.qtbot import QtBot

from app.wizard.curve_plot import thinned
from app.wizard.plan import with_feet
from app.wizard.sample_strip import SampleStrip
from app.wizard.wizard import PageId, TrainingWizard
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.models.store import installed
from efficientpose_core.skeleton import MPII16
from efficientpose_core.training.runs import unfinished_runs

WAIT_MS = 30_000
Make = Callable[[], TrainingWizard]


def _wait(qtbot: QtBot, wizard: TrainingWizard) -> None:
    qtbot.waitUntil(lambda: wizard.currentPage().isComplete(), timeout=WAIT_MS)


def _to(qtbot: QtBot, wizard: TrainingWizard, last: PageId, label_file: Path) -> None:
    """Go on to a page, and wait until that one is complete."""
    if wizard.currentId() == PageId.DATA:
        wizard.data.licence.setText("our own")
        wizard.data.add([label_file])
    _wait(qtbot, wizard)
    while wizard.currentId() < last:
        wizard.next()
        _wait(qtbot, wizard)
    assert wizard.currentId() == last


def test_data_need_a_file_that_can_be_read_and_terms(
    qtbot: QtBot, make_wizard: Make, label_file: Path, tmp_path: Path
) -> None:
    wizard = make_wizard()
    bad = tmp_path / "notes.txt"
    bad.write_text("x")
    wizard.data.add([bad])
    qtbot.waitUntil(lambda: bool(wizard.data.message), timeout=WAIT_MS)
    assert "is no label file" in wizard.data.message
    wizard.data.add([label_file, label_file])
    qtbot.waitUntil(lambda: wizard.data.files.topLevelItemCount() == 1, timeout=WAIT_MS)
    item = wizard.data.files.topLevelItem(0)
    assert [item.text(column) for column in range(1, 4)] == ["COCO keypoints", "10", "16"]
    assert not wizard.data.isComplete()
    wizard.data.licence.setText("our own")
    _wait(qtbot, wizard)
    item.setSelected(True)
    wizard.data.remove_selected()
    assert wizard.plan.files == []
    assert not wizard.data.isComplete()


def test_names_are_suggested_checked_and_can_be_changed(
    qtbot: QtBot, make_wizard: Make, label_file: Path
) -> None:
    wizard = make_wizard()
    _to(qtbot, wizard, PageId.MAPPING, label_file)
    page = wizard.mapping
    assert page.table.item(0, 0).text() == "UPPER_NECK"
    box = page.table.cellWidget(0, 1)
    assert isinstance(box, QComboBox)
    assert box.currentData() == "upper_neck"
    assert box.accessibleName() == "Keypoint for UPPER_NECK"
    assert "10 of 10" in page.summary.text()
    heads = [
        page.complaints.topLevelItem(row).text(0)
        for row in range(page.complaints.topLevelItemCount())
    ]
    assert any("outside of the image" in head for head in heads)
    assert any("Note: mapping" in head for head in heads)

    snout = page.table.rowCount() - 1
    last = page.table.cellWidget(snout, 1)
    assert isinstance(last, QComboBox)
    assert last.currentData() is None
    last.setCurrentIndex(last.findData("head_top"))
    last.activated.emit(last.currentIndex())
    assert not page.isComplete()
    _wait(qtbot, wizard)
    assert page.table.item(snout, 2).text() == "chosen by you"
    wizard.back()
    wizard.next()
    assert wizard.plan.files[0].mapping is not None
    assert wizard.plan.files[0].mapping.target_of("SNOUT") == "head_top"


def test_heels_and_toes_can_be_added(qtbot: QtBot, make_wizard: Make, label_file: Path) -> None:
    wizard = make_wizard()
    _to(qtbot, wizard, PageId.MAPPING, label_file)
    wizard.mapping.feet.setChecked(True)
    _wait(qtbot, wizard)
    skeleton = wizard.plan.skeleton
    assert skeleton is not None
    assert len(skeleton) == 20
    assert skeleton.keypoints[:16] == MPII16.keypoints
    assert ("left_heel", "left_big_toe") in skeleton.limbs
    assert skeleton.flip_permutation[16:] == (18, 19, 16, 17)
    assert with_feet(skeleton).keypoints == skeleton.keypoints


def test_a_skeleton_can_come_from_a_file(
    qtbot: QtBot, make_wizard: Make, label_file: Path, tmp_path: Path
) -> None:
    wizard = make_wizard()
    _to(qtbot, wizard, PageId.MAPPING, label_file)
    path = tmp_path / "own.json"
    path.write_text("{}")
    wizard.mapping.load_skeleton(path)
    assert "A skeleton needs JSON" in wizard.mapping.message
    path.write_text('{"name": "own", "keypoints": ["left_knee", "right_knee"]}')
    wizard.mapping.load_skeleton(path)
    _wait(qtbot, wizard)
    assert wizard.plan.usable is not None
    assert wizard.plan.usable.skeleton.keypoints == ("left_knee", "right_knee")


def test_people_are_held_out_by_person_and_one_person_cannot_be_divided(
    qtbot: QtBot, make_wizard: Make, label_file: Path
) -> None:
    wizard = make_wizard()
    _to(qtbot, wizard, PageId.SPLIT, label_file)
    split = wizard.plan.split
    assert split is not None
    assert (len(split.training), len(split.validation)) == (8, 2)
    assert "Held out: 2 labelled people of 2" in wizard.split.summary.text()
    wizard.split.share.setValue(50)
    assert wizard.plan.split is not None
    assert len(wizard.plan.split.validation) == 5
    wizard.split.groups.selectAll()
    wizard.split.merge_selected()
    assert "cannot be divided" in wizard.split.message
    assert not wizard.split.isComplete()
    wizard.split.rule.setCurrentIndex(3)
    wizard.split.rule.activated.emit(3)
    assert wizard.split.isComplete()


def test_time_is_estimated_from_what_was_measured_here(
    qtbot: QtBot, make_wizard: Make, label_file: Path
) -> None:
    wizard = make_wizard()
    _to(qtbot, wizard, PageId.MODEL, label_file)
    page = wizard.model
    assert "not known yet" in page.estimate.text()
    page._settings.set_training_speed("RT_LITE", 0.04)
    page.lengths.button(0).setChecked(True)
    # 0.04 pictures a second for 300 s, over 8 pictures.
    assert "about 2 times" in page.estimate.text()
    assert "little" in page.estimate.text()
    page.expert.setChecked(True)
    page.epochs.setValue(3)
    assert "takes about 10 min" in page.estimate.text()
    assert "estimate" in page.estimate.text()
    assert not page.lengths.button(0).isEnabled()


def test_settings_reach_the_trainer(qtbot: QtBot, make_wizard: Make, label_file: Path) -> None:
    wizard = make_wizard()
    _to(qtbot, wizard, PageId.MODEL, label_file)
    simple = wizard.model.make_config()
    assert (simple.minutes, simple.epochs) == (15.0, None)
    assert simple.start == "rt-lite-bundled"
    assert simple.licence == "our own"
    assert "whose terms are" in simple.notes
    wizard.model.expert.setChecked(True)
    wizard.model.epochs.setValue(7)
    wizard.model.rate.setValue(2e-4)
    wizard.model.frozen.setCurrentIndex(4)
    wizard.model.patience.setValue(3)
    expert = wizard.model.make_config()
    assert (expert.minutes, expert.epochs, expert.patience) == (None, 7.0, 3)
    assert (expert.recipe.learning_rate, expert.recipe.frozen_stages) == (2e-4, 4)


def test_from_labels_to_an_installed_model(
    qtbot: QtBot, make_wizard: Make, label_file: Path
) -> None:
    wizard = make_wizard()
    _to(qtbot, wizard, PageId.TRAINING, label_file)
    assert wizard.course.loss.points("loss") == ([10, 20], [0.02, 0.01])
    assert wizard.course.people.points("pck50") == ([10], [75.0])
    # Ten steps of four pictures in two seconds.
    assert wizard.course._settings.training_speeds["RT_LITE"] == 20.0
    assert not wizard.button(QWizard.WizardButton.BackButton).isEnabled()
    wizard.next()
    qtbot.waitUntil(lambda: wizard.plan.comparison is not None, timeout=WAIT_MS)
    page = wizard.evaluation
    assert "+5.0" in page.headline.text()
    assert "may be chance" in page.headline.text()
    assert page.overall.item(0, 0).text() == "PCK@50"
    assert page.keypoints.item(0, 5).text() == "3.0 px"
    assert page.angles.item(0, 3).text() == "4.0°"
    wizard.next()
    assert wizard.finish.use_it.isChecked()
    wizard.finish.name.setText("rt lite")
    assert not wizard.validateCurrentPage()
    assert "cannot be a name" in wizard.finish.message
    wizard.finish.name.setText("clinic")
    with qtbot.waitSignals([wizard.finish.installed, wizard.closed], timeout=WAIT_MS):
        wizard.button(QWizard.WizardButton.FinishButton).click()
    assert "clinic" in {item.name for item in installed()}
    assert unfinished_runs() == ()


def test_export_writes_weights_and_card_and_discarding_leaves_nothing(
    qtbot: QtBot, make_wizard: Make, label_file: Path, tmp_path: Path
) -> None:
    wizard = make_wizard()
    _to(qtbot, wizard, PageId.FINISH, label_file)
    run = wizard.plan.run
    assert run is not None
    wizard.finish.export.setChecked(True)
    assert not wizard.finish.isComplete()
    wizard.finish.path.setText(str(tmp_path / "out" / "mine.safetensors"))
    assert wizard.validateCurrentPage()
    assert (tmp_path / "out" / "mine.safetensors").read_bytes() == run.weights_path.read_bytes()
    assert (tmp_path / "out" / "mine.md").read_text() == "# card"
    wizard.finish.discard.setChecked(True)
    assert wizard.validateCurrentPage()
    assert not run.folder.exists()


def test_a_killed_training_is_told_and_continued(
    qtbot: QtBot, make_wizard: Make, label_file: Path, own_home: Path
) -> None:
    wizard = make_wizard()
    (own_home / "die").touch()
    _to(qtbot, wizard, PageId.MODEL, label_file)
    wizard.next()
    qtbot.waitUntil(lambda: bool(wizard.course.message), timeout=WAIT_MS)
    assert "Nothing is lost" in wizard.course.message
    assert not wizard.course.isComplete()
    wizard.course.continue_button.click()
    _wait(qtbot, wizard)
    assert wizard.course.message == ""


def test_closing_asks_stops_and_the_training_is_offered_again(
    qtbot: QtBot, make_wizard: Make, label_file: Path, own_home: Path
) -> None:
    wizard = make_wizard()
    (own_home / "wait").touch()
    _to(qtbot, wizard, PageId.MODEL, label_file)
    wizard.show()
    wizard.next()
    qtbot.waitUntil(lambda: bool(wizard.course.people.points("pck50")[0]), timeout=WAIT_MS)
    wizard.ask_stop = lambda: False
    wizard.close()
    assert wizard.isVisible()
    assert wizard.is_running
    wizard.ask_stop = lambda: True
    with qtbot.waitSignal(wizard.closed, timeout=WAIT_MS):
        wizard.close()
    assert not wizard.isVisible()

    again = make_wizard()
    waiting = unfinished_runs()
    assert len(waiting) == 1
    again.data.offer(waiting)
    again.data.resume_requested.emit(waiting[0])
    assert again.currentId() == PageId.TRAINING
    _wait(qtbot, again)
    assert again.plan.run is not None
    assert again.plan.run.has_ended
    # The step that was made before is shown once.
    assert again.course.loss.points("loss")[0] == [10, 10, 20]


def test_stopping_keeps_what_was_learnt(
    qtbot: QtBot, make_wizard: Make, label_file: Path, own_home: Path
) -> None:
    wizard = make_wizard()
    (own_home / "wait").touch()
    _to(qtbot, wizard, PageId.MODEL, label_file)
    wizard.next()
    qtbot.waitUntil(lambda: bool(wizard.course.people.points("pck50")[0]), timeout=WAIT_MS)
    run = wizard.plan.run
    assert run is not None
    qtbot.waitUntil(run.weights_path.is_file, timeout=WAIT_MS)
    wizard.course.stop_button.click()
    _wait(qtbot, wizard)
    assert "everything is kept" in wizard.course.status.text()
    assert wizard.course.continue_button.isEnabled()


def test_a_failed_comparison_is_told_and_can_be_repeated(
    qtbot: QtBot, make_wizard: Make, label_file: Path, own_home: Path
) -> None:
    wizard = make_wizard()
    (own_home / "fail").touch()
    _to(qtbot, wizard, PageId.TRAINING, label_file)
    wizard.next()
    qtbot.waitUntil(lambda: bool(wizard.evaluation.message), timeout=WAIT_MS)
    assert wizard.evaluation.message == "Nothing to score: label more."
    (own_home / "fail").unlink()
    wizard.evaluation.again_button.click()
    qtbot.waitUntil(lambda: wizard.plan.comparison is not None, timeout=WAIT_MS)
    assert wizard.evaluation.message == ""


def test_a_learning_curve_is_measured_on_demand(
    qtbot: QtBot, make_wizard: Make, label_file: Path, own_home: Path
) -> None:
    wizard = make_wizard()
    _to(qtbot, wizard, PageId.EVALUATION, label_file)
    qtbot.waitUntil(lambda: wizard.plan.comparison is not None, timeout=WAIT_MS)
    curve = wizard.evaluation.curve
    # Four seconds of training were told.
    assert "about 1 min" in curve.told.text()
    (own_home / "fail").touch()
    curve.button.click()
    assert not wizard.evaluation.isComplete()
    qtbot.waitUntil(lambda: not curve.is_running, timeout=WAIT_MS)
    assert curve.told.text() == "Nothing to score: label more."
    assert wizard.evaluation.isComplete()
    (own_home / "fail").unlink()
    with qtbot.waitSignal(curve._process.ended, timeout=WAIT_MS):
        curve.button.click()
    assert curve.plot.points("pck50") == ([0, 2, 4, 8], [60.0, 66.0, 70.0, 74.0])
    assert "From 4 to 8 labelled people: +4.0 points. More labels" in curve.told.text()
    assert curve.button.isEnabled()


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (400, 400), (401, 201), (4000, 400)], ids=str)
def test_long_curves_are_thinned_to_means(count: int, shown: int) -> None:
    values = [float(n % 2) for n in range(count)]
    x, y = thinned(list(range(count)), values)
    assert len(x) == len(y) == shown
    if count == 4000:
        assert set(y) == {0.5}
        assert x[0] == 4.5


def test_pictures_of_held_out_people_follow_the_training(qtbot: QtBot, tmp_path: Path) -> None:
    strip = SampleStrip("what the colours mean")
    qtbot.addWidget(strip)
    assert strip.isHidden()
    paths = [tmp_path / f"{n}.png" for n in range(3)]
    for path in paths[:2]:
        cv2.imwrite(str(path), np.zeros((30, 20, 3), np.uint8))
    strip.show_files(paths)
    assert strip.count == 2
    strip.show_files(paths[:1])
    assert strip.count == 1
    strip.clear()
    assert strip.isHidden()


@pytest.mark.parametrize("page", list(PageId))
def test_everything_that_can_be_used_has_a_name(make_wizard: Make, page: PageId) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSpinBox, QLineEdit

    kinds = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)
    nameless = [
        widget
        for kind in kinds
        for widget in make_wizard().page(page).findChildren(kind)
        if not (widget.accessibleName() or getattr(widget, "text", lambda: "")())
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QAbstractItemView | QComboBox | QAbstractSpinBox)
    ]
    assert [type(widget).__name__ for widget in nameless if not _is_inner(widget)] == []


def _is_inner(widget: object) -> bool:
    """Tell the popup of a box and the header of a table, which Qt makes, from ours."""
    name = type(widget).__name__
    return name in ("QComboBoxListView", "QHeaderView", "QTableCornerButton") or name == "QListView"
