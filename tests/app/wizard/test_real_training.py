"""The whole wizard on real pictures: a few steps, an installed model, a clip analysed with it."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtWidgets import QWizard

from app.wizard.plan import FEET
from app.wizard.wizard import PageId
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.video import VideoReader
from efficientpose_core.models.store import models_folder

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


@pytest.fixture
def feet_labels(shared: Path, tmp_path: Path) -> Path:
    """Return twenty frames of a man on a beam, with the joints, heels and toes of a reference."""
    videos = shared / "data" / "videos"
    reference = (videos / "beam_portrait_reference_2d.csv").read_text("utf-8")
    rows = list(csv.DictReader(reference.splitlines()))[::5][:PICTURES]
    names = [column.removesuffix("_x") for column in rows[0] if column.endswith("_x")]
    images, annotations = [], []
    with VideoReader(videos / "beam_portrait.mp4") as video:
        for number, row in enumerate(rows):
            picture = video.frame_at(int(row["frame"])).rgb()[::2, ::2]
            height, width = picture.shape[:2]
            file = f"{number}.png"
            cv2.imwrite(str(tmp_path / file), np.ascontiguousarray(picture[..., ::-1]))
            images.append({"id": number, "file_name": file, "width": width, "height": height})
            points = [(float(row[f"{n}_x"]) / 2, float(row[f"{n}_y"]) / 2, 2) for n in names]
            annotations.append(
                {"id": number, "image_id": number, "category_id": 1,
                 "keypoints": [value for point in points for value in point]}
            )  # fmt: skip
    path = tmp_path / "beam.json"
    categories = [{"id": 1, "name": "person", "keypoints": names}]
    path.write_text(
        json.dumps({"images": images, "annotations": annotations, "categories": categories})
    )
    return path


@pytest.mark.shared
@pytest.mark.slow
def test_heels_and_toes_bring_the_angle_of_the_ankle(
    studio: Studio, qtbot: QtBot, feet_labels: Path, walker: Path, tmp_path: Path
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
    wizard.data.add([feet_labels])
    go_on(PageId.MAPPING)
    # The names tell that there are feet.
    assert wizard.mapping.feet.isChecked()
    go_on(PageId.SPLIT)
    # One man in one video: a real split would be refused, and what is learnt here is no matter.
    wizard.split.rule.setCurrentIndex(3)
    wizard.split.rule.activated.emit(3)
    go_on(PageId.MODEL)
    wizard.model.expert.setChecked(True)
    wizard.model.epochs.setValue(1)
    wizard.model.batch.setValue(4)
    wizard.model.frozen.setCurrentIndex(4)
    go_on(PageId.TRAINING)
    go_on(PageId.EVALUATION)
    qtbot.waitUntil(lambda: wizard.plan.comparison is not None, timeout=WAIT_MS)
    assert wizard.plan.comparison is not None
    assert set(wizard.plan.comparison.new_keypoints) == set(FEET)
    go_on(PageId.FINISH)
    wizard.finish.name.setText("feet-test")
    wizard.finish.use_it.setChecked(True)
    with qtbot.waitSignal(wizard.closed, timeout=WAIT_MS):
        wizard.button(QWizard.WizardButton.FinishButton).click()
    box = studio.window.model_box
    qtbot.waitUntil(lambda: box.currentData() == "feet-test", timeout=WAIT_MS)

    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(walker)
    with qtbot.waitSignal(studio.document.session_replaced, timeout=WAIT_MS):
        studio.actions.action("analysis.run").trigger()
    session = studio.document.session
    assert session is not None
    assert session.detection.track.skeleton.has(*FEET)
    qtbot.waitUntil(lambda: studio.window.plots.curves is not None, timeout=WAIT_MS)
    assert studio.window.plots.curves is not None
    assert "ankle_dorsiflexion" in studio.window.plots.curves.groups

    # The command line's files have it, too, with the same weights.
    command = [
        sys.executable, "-m", "efficientpose_core.cli.main", "analyze", str(walker), "--weights",
        str(models_folder() / "feet-test.safetensors"), "--out", str(tmp_path / "out"),
        "--no-overlay", "--quiet",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    header = next((tmp_path / "out").glob("*_angles.csv")).read_text("utf-8").splitlines()[0]
    assert {"left_ankle_dorsiflexion_deg", "right_ankle_dorsiflexion_deg"} <= set(header.split(","))


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
