"""A training process: events, and every way in which it can end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from pytestqt.qtbot import QtBot

from app.services.training import Ending, TrainingProcess
from efficientpose_core.training.runs import Run

WAIT_MS = 20_000
TELL = 'print(\'{"event": "step", "step": 1}\', flush=True)\n'


@pytest.fixture
def run(tmp_path: Path) -> Run:
    run = Run(folder=tmp_path / "run")
    run.folder.mkdir()
    run.config_path.write_text("{}")
    return run


def _process(code: str) -> TrainingProcess:
    return TrainingProcess(lambda config: [sys.executable, "-c", code, str(config)])


def _end(qtbot: QtBot, process: TrainingProcess, run: Run) -> tuple[Ending, str]:
    with qtbot.waitSignal(process.ended, timeout=WAIT_MS) as ended:
        process.start(run)
    ending, sentence = ended.args
    return ending, sentence


def test_events_are_told_and_kept_and_other_lines_are_not(qtbot: QtBot, run: Run) -> None:
    process = _process(f"print('a library speaks')\n{TELL}print('[1]')")
    told: list[object] = []
    process.told.connect(told.append)
    assert _end(qtbot, process, run) == (Ending.FINISHED, "")
    assert told == [{"event": "step", "step": 1}]
    assert run.events() == tuple(told)


def test_an_expected_failure_is_one_sentence(qtbot: QtBot, run: Run) -> None:
    code = (
        "import sys; sys.stderr.write('noise\\nefficientpose: The disk is full: free some.\\n'); "
        "sys.exit(6)"
    )
    assert _end(qtbot, _process(code), run) == (Ending.FAILED, "The disk is full: free some.")


def test_an_unexpected_failure_names_its_last_line(qtbot: QtBot, run: Run) -> None:
    ending, sentence = _end(qtbot, _process("raise ValueError('odd')"), run)
    assert ending is Ending.FAILED
    assert "ValueError: odd" in sentence
    assert "checkpoint is kept" in sentence


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals to be killed with")
def test_a_killed_process_is_explained(qtbot: QtBot, run: Run) -> None:
    ending, sentence = _end(qtbot, _process("import os; os.kill(os.getpid(), 9)"), run)
    assert ending is Ending.FAILED
    assert "memory" in sentence
    assert "Nothing is lost" in sentence


def test_stopping_ends_its_input_and_it_can_be_started_again(qtbot: QtBot, run: Run) -> None:
    process = _process(TELL + "import os, sys\nwhile os.read(0, 9):\n    pass\nsys.exit(130)")
    process.told.connect(lambda _: process.stop())
    assert _end(qtbot, process, run) == (Ending.STOPPED, "")
    assert _end(qtbot, process, run) == (Ending.STOPPED, "")
    assert not process.is_running


def test_a_program_that_is_missing_is_told(qtbot: QtBot, run: Run) -> None:
    process = TrainingProcess(lambda config: ["/nowhere/program"])
    ending, sentence = _end(qtbot, process, run)
    assert ending is Ending.FAILED
    assert "could not be started" in sentence


def test_a_run_that_another_window_works_on_is_left_alone(qtbot: QtBot, run: Run) -> None:
    lock = QLockFile(str(run.folder / "in-use.lock"))
    assert lock.tryLock(0)
    ending, sentence = _end(qtbot, _process(TELL), run)
    assert ending is Ending.FAILED
    assert "Another window" in sentence
    assert run.events() == ()


def test_shutdown_waits_for_the_end_and_forces_who_does_not_listen(qtbot: QtBot, run: Run) -> None:
    process = _process(TELL + "import time\nwhile True:\n    time.sleep(1)")
    with qtbot.waitSignal(process.told, timeout=WAIT_MS):
        process.start(run)
    process.shutdown(patience_ms=100)
    assert not process.is_running
