"""The wizard in the application: one at a time, and leaving while it trains."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from efficientpose_core.models.store import installed, models_folder
from efficientpose_core.training.runs import Run

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.application import Studio
    from app.wizard.wizard import TrainingWizard

WAIT_MS = 30_000


@pytest.fixture
def wizard(studio: Studio, qtbot: QtBot) -> TrainingWizard:
    studio.actions.action("tools.train").trigger()
    qtbot.waitUntil(lambda: studio.training.wizard is not None, timeout=WAIT_MS)
    assert studio.training.wizard is not None
    return studio.training.wizard


def test_there_is_one_wizard_at_a_time(studio: Studio, wizard: TrainingWizard) -> None:
    studio.actions.action("tools.train").trigger()
    assert studio.training.wizard is wizard
    assert wizard.isVisible()
    wizard.reject()
    assert studio.training.wizard is None


def test_an_installed_model_is_offered_at_once_and_used_if_wanted(
    studio: Studio, qtbot: QtBot, wizard: TrainingWizard
) -> None:
    bundled = next(item for item in installed() if item.name == "rt-lite-bundled")
    models_folder().mkdir(parents=True, exist_ok=True)
    path = models_folder() / "clinic.safetensors"
    shutil.copyfile(bundled.path, path)
    wizard.finish.installed.emit("clinic", True)
    box = studio.window.model_box
    qtbot.waitUntil(lambda: box.currentData() == "clinic", timeout=WAIT_MS)
    assert box.findData("rt-lite-bundled") >= 0
    path.unlink()


def test_leaving_asks_and_waits_until_the_training_is_saved(
    studio: Studio, qtbot: QtBot, wizard: TrainingWizard, tmp_path: Path
) -> None:
    code = "import os, sys\nwhile os.read(0, 9): pass\nsys.exit(130)"
    process = studio.training.training
    process._make_command = lambda config: [sys.executable, "-c", code]
    run = Run(folder=tmp_path)
    process.start(run)
    wizard.ask_stop = lambda: False
    assert not studio.window.close()
    assert process.is_running
    wizard.ask_stop = lambda: True
    assert not studio.window.close()
    qtbot.waitUntil(lambda: not studio.window.isVisible(), timeout=WAIT_MS)
    assert not process.is_running
