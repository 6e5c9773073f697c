"""The whole wizard on real pictures: a few steps, an installed model, a clip analysed with it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWizard

from app.wizard.wizard import PageId

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.application import Studio

PICTURES = 20
WAIT_MS = 600_000


@pytest.fixture
def some_labels(shared: Path, tmp_path: Path) -> Path:
    """Return a folder of twenty people from the training part of the fashion set."""
    source = shared / "data" / "images" / "fashion"
    content = json.loads((source / "train.json").read_text("utf-8"))
    content["images"] = content["images"][:PICTURES]
    chosen = {image["id"] for image in content["images"]}
    content["annotations"] = [one for one in content["annotations"] if one["image_id"] in chosen]
    for image in content["images"]:
        target = tmp_path / image["file_name"]
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(source / image["file_name"], target)
    path = tmp_path / "labels.json"
    path.write_text(json.dumps(content))
    return path


@pytest.mark.shared
@pytest.mark.slow
def test_from_pictures_to_a_clip_analysed_with_the_new_model(
    studio: Studio, qtbot: QtBot, some_labels: Path, walker: Path
) -> None:
    studio.actions.action("tools.train").trigger()
    qtbot.waitUntil(lambda: studio.training.wizard is not None, timeout=WAIT_MS)
    wizard = studio.training.wizard
    assert wizard is not None

    def go_on(page: PageId) -> None:
        qtbot.waitUntil(lambda: wizard.currentPage().isComplete(), timeout=WAIT_MS)
        wizard.next()
        assert wizard.currentId() == page

    wizard.data.licence.setText("for research only")
    wizard.data.add([some_labels])
    go_on(PageId.MAPPING)
    go_on(PageId.SPLIT)
    go_on(PageId.MODEL)
    wizard.model.expert.setChecked(True)
    wizard.model.epochs.setValue(1)
    wizard.model.batch.setValue(4)
    wizard.model.frozen.setCurrentIndex(4)
    go_on(PageId.TRAINING)
    go_on(PageId.EVALUATION)
    qtbot.waitUntil(lambda: wizard.plan.comparison is not None, timeout=WAIT_MS)
    found = wizard.plan.comparison
    assert found is not None
    assert found.before is not None
    # The bundled network knows such people well, and a few small steps do not spoil it.
    assert found.before.pck50 > 70
    assert found.after.pck50 > 60
    assert wizard.evaluation.pictures.count() == found.after.people
    assert "for research only" in wizard.evaluation.card.toPlainText()
    go_on(PageId.FINISH)
    wizard.finish.name.setText("fashion-test")
    wizard.finish.use_it.setChecked(True)
    with qtbot.waitSignal(wizard.closed, timeout=WAIT_MS):
        wizard.button(QWizard.WizardButton.FinishButton).click()
    box = studio.window.model_box
    qtbot.waitUntil(lambda: box.findData("fashion-test") >= 0, timeout=WAIT_MS)
    assert box.currentData() == "fashion-test"
    assert box.findData("rt-lite-bundled") >= 0

    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(walker)
    with qtbot.waitSignal(studio.document.session_replaced, timeout=WAIT_MS):
        studio.actions.action("analysis.run").trigger()
    session = studio.document.session
    assert session is not None
    assert session.detection.weights.name == "fashion-test"
    assert session.detection.weights.licence == "for research only"
