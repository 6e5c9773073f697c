"""The training page with the process that really trains: killed, stopped, and out of everything."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.services.training import TrainingProcess, command_of
from app.settings import AppSettings
from app.wizard.wizard import PageId, TrainingWizard
from efficientpose_core.models.weights import load_native
from efficientpose_core.training.config import Recipe, TrainingConfig
from efficientpose_core.training.labels import formats
from efficientpose_core.training.labels.split import split_by_group
from efficientpose_core.training.runs import (
    HELD_OUT,
    LEARNT_FROM,
    Run,
    create_run,
    runs_folder,
    unfinished_runs,
)

pytestmark = pytest.mark.slow

WAIT_MS = 300_000
STEPS = 8
_NO_MEMORY = """
import efficientpose_core.training.trainer as trainer
def fail(*_): raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried 9 bytes")
trainer.loss_of = fail
from efficientpose_core.cli.main import run
run()
"""
_FULL_DISK = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
from efficientpose_core.cli.main import run
run()
"""
Make = Callable[..., TrainingWizard]
MakeRun = Callable[..., Run]


@pytest.fixture
def make_run(own_home: Path, label_file: Path) -> MakeRun:
    """Return what makes trainings of eight steps from random numbers; equal but for the name."""
    labels = formats.examine(formats.read_labels(label_file)).usable()
    split = split_by_group(labels, validation=0.2)

    def make(name: str, **recipe: Any) -> Run:
        settings = {"learning_rate": 2e-3, "frozen_stages": 0, "fixed_statistics": False}
        config = TrainingConfig(
            name="x", folder=Path(), variant="RT_LITE", train=(LEARNT_FROM,), validation=HELD_OUT,
            epochs=2.0, batch_size=2, threads=1, checkpoint_minutes=1e-6, validate_every=0.5,
            recipe=Recipe(**(settings | recipe)),
        )  # fmt: skip
        return create_run(runs_folder() / name, split, labels.skeleton, config)

    return make


@pytest.fixture
def make_wizard(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    """Return what makes wizards that really train, or do so with a fault put into the process."""
    made: list[TrainingWizard] = []

    def make(fault: str = "") -> TrainingWizard:
        command = command_of("train")

        def faulty(config: Path) -> list[str]:
            return [sys.executable, "-c", fault, *command(config)[3:]]

        settings = AppSettings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
        commands = (faulty if fault else command, command, command)
        processes = [TrainingProcess(one) for one in commands]
        wizard = TrainingWizard((), settings, *processes)
        for one in processes:
            one.setParent(wizard)
        qtbot.addWidget(wizard)
        made.append(wizard)
        return wizard

    yield make
    for wizard in made:
        wizard.course._process.shutdown()
        wizard.tasks.shutdown()


def _steps(run: Run) -> list[tuple[int, float]]:
    return [(told["step"], told["loss"]) for told in run.events() if told["event"] == "step"]


def _finish(qtbot: QtBot, wizard: TrainingWizard, run: Run) -> None:
    wizard.resume(run)
    assert wizard.currentId() == PageId.TRAINING
    qtbot.waitUntil(lambda: not wizard.course.is_running, timeout=WAIT_MS)
    assert wizard.course.message == ""
    assert wizard.course.isComplete()
    assert run.has_ended


def _fail(qtbot: QtBot, wizard: TrainingWizard, run: Run) -> str:
    """Return what the page says in the end, in a window that still answers."""
    wizard.resume(run)
    qtbot.waitUntil(lambda: bool(wizard.course.message), timeout=WAIT_MS)
    assert not wizard.course.is_running
    assert wizard.course.continue_button.isEnabled()
    assert not run.has_ended
    return wizard.course.message


def test_killed_in_the_middle_and_continued_in_another_window(
    qtbot: QtBot, make_wizard: Make, make_run: MakeRun
) -> None:
    whole, torn = make_run("whole"), make_run("torn")
    _finish(qtbot, make_wizard(), whole)
    assert [step for step, _ in _steps(whole)] == list(range(1, STEPS + 1))

    wizard = make_wizard()
    wizard.resume(torn)
    qtbot.waitUntil(lambda: len(_steps(torn)) >= 3, timeout=WAIT_MS)
    os.kill(wizard.course._process._process.processId(), signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(wizard.course.message), timeout=WAIT_MS)
    assert "Nothing is lost" in wizard.course.message
    assert not torn.has_ended
    with qtbot.waitSignal(wizard.closed):
        wizard.reject()

    again = make_wizard()
    assert torn in unfinished_runs()
    _finish(qtbot, again, torn)
    resumed = [told["step"] for told in torn.events() if told["event"] == "resumed"]
    assert 1 <= resumed[0] < STEPS
    # The same course, number for number, and the same weights, bit for bit.
    assert _steps(torn) == _steps(whole)
    assert load_native(torn.weights_path).digest == load_native(whole.weights_path).digest
    # What the page shows is the whole course, too.
    assert again.course.loss.points("loss") == tuple(map(list, zip(*_steps(whole), strict=True)))


def test_stopped_and_continued_on_the_same_page(
    qtbot: QtBot, make_wizard: Make, make_run: MakeRun
) -> None:
    whole, halves = make_run("whole"), make_run("halves")
    _finish(qtbot, make_wizard(), whole)
    wizard = make_wizard()
    wizard.resume(halves)
    page = wizard.course
    qtbot.waitUntil(lambda: bool(page.loss.points("loss")[0]), timeout=WAIT_MS)
    page.stop_button.click()
    qtbot.waitUntil(lambda: not page.is_running, timeout=WAIT_MS)
    assert "everything is kept" in page.status.text()
    # Weights can be kept as they are, and held-out people were drawn.
    assert page.isComplete()
    assert page.samples.count == 2
    page.continue_button.click()
    qtbot.waitUntil(lambda: halves.has_ended and not page.is_running, timeout=WAIT_MS)
    assert _steps(halves) == _steps(whole)
    assert load_native(halves.weights_path).digest == load_native(whole.weights_path).digest


def test_a_loss_that_is_no_number_is_told(
    qtbot: QtBot, make_wizard: Make, make_run: MakeRun
) -> None:
    run = make_run("diverges", learning_rate=1e30, warmup=0.0)
    told = _fail(qtbot, make_wizard(), run)
    assert "The loss became" in told
    assert "lower the learning rate" in told
    assert (run.folder / "checkpoint.safetensors").is_file()


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [(_FULL_DISK, "Cannot write"), (_NO_MEMORY, "not enough memory for this training")],
    ids=["full disk", "no memory"],
)
def test_nothing_is_lost_when_the_machine_is_full(
    qtbot: QtBot, make_wizard: Make, make_run: MakeRun, fault: str, sentence: str
) -> None:
    run = make_run("run")
    wizard = make_wizard()
    wizard.resume(run)
    qtbot.waitUntil(lambda: bool(_steps(run)), timeout=WAIT_MS)
    wizard.course.stop()
    qtbot.waitUntil(lambda: not wizard.course.is_running, timeout=WAIT_MS)
    saved = (run.folder / "checkpoint.safetensors").read_bytes()
    done = len(_steps(run))

    assert sentence in _fail(qtbot, make_wizard(fault), run)
    assert (run.folder / "checkpoint.safetensors").read_bytes() == saved
    _finish(qtbot, make_wizard(), run)
    assert [step for step, _ in _steps(run)] == list(range(1, STEPS + 1))
    assert done >= 1


@pytest.mark.parametrize("change", ["gone", "changed"])
def test_labels_that_went_bad_are_told(
    qtbot: QtBot, make_wizard: Make, make_run: MakeRun, change: str
) -> None:
    run = make_run("run")
    path = run.folder / LEARNT_FROM.labels
    content = json.loads(path.read_text("utf-8"))
    if change == "gone":
        shutil.rmtree(run.folder / "pictures")
        assert "holds no usable person" in _fail(qtbot, make_wizard(), run)
        return
    wizard = make_wizard()
    wizard.resume(run)
    qtbot.waitUntil(lambda: bool(_steps(run)), timeout=WAIT_MS)
    wizard.course.stop()
    qtbot.waitUntil(lambda: not wizard.course.is_running, timeout=WAIT_MS)
    content["annotations"][0]["keypoints"][:3] = [9.0, 9.0, 2]
    path.write_text(json.dumps(content))
    assert "a training with other labels: put them back" in _fail(qtbot, make_wizard(), run)
