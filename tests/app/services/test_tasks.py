"""Work off the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.services import tasks
from app.services.tasks import Task, TaskRunner
from efficientpose_core.errors import CancelledError, DataError
from efficientpose_core.progress import Progress, raise_if_cancelled

from ..conftest import WAIT_MS


@pytest.fixture
def runner(qapp: object) -> Iterator[TaskRunner]:
    runner = TaskRunner("test")
    yield runner
    runner.shutdown()


def _ends(task: Task) -> list[str]:
    ends: list[str] = []
    task.succeeded.connect(lambda _: ends.append("succeeded"))
    task.failed.connect(lambda _: ends.append("failed"))
    task.cancelled.connect(lambda: ends.append("cancelled"))
    task.finished.connect(lambda: ends.append("finished"))
    return ends


def _fail(task: Task) -> None:
    raise DataError("No.")


def _give_up(task: Task) -> None:
    raise CancelledError("Stopped.")


@pytest.mark.parametrize(
    ("work", "end"), [(lambda _: 1, "succeeded"), (_fail, "failed"), (_give_up, "cancelled")]
)
def test_every_task_ends_once(runner: TaskRunner, qtbot: QtBot, work: object, end: str) -> None:
    may_go = threading.Event()

    def waiting(task: Task) -> object:
        may_go.wait()
        return work(task)  # type: ignore[operator]

    task = runner.start(waiting)
    ends = _ends(task)
    assert runner.is_busy
    may_go.set()
    qtbot.waitUntil(lambda: "finished" in ends, timeout=WAIT_MS)
    assert ends == [end, "finished"]
    assert not runner.is_busy


def test_results_arrive_in_the_thread_that_asked(runner: TaskRunner, qtbot: QtBot) -> None:
    here, told = threading.get_ident(), []
    worked: list[int] = []

    def work(_: Task) -> str:
        worked.append(threading.get_ident())
        return "result"

    runner.start(work, done=lambda result: told.append((result, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    assert told == [("result", here)]
    assert worked[0] != here


def test_work_is_done_in_order(runner: TaskRunner, qtbot: QtBot) -> None:
    done: list[int] = []
    for number in range(20):
        runner.start(lambda _, n=number: n, done=done.append)
    qtbot.waitUntil(lambda: len(done) == 20, timeout=WAIT_MS)
    assert done == list(range(20))


def test_waiting_and_running_work_can_be_given_up(runner: TaskRunner, qtbot: QtBot) -> None:
    begun = threading.Event()

    def endless(task: Task) -> None:
        begun.set()
        while True:
            raise_if_cancelled(task.should_cancel)

    first, second = runner.start(endless), runner.start(_fail)
    ends = _ends(first), _ends(second)
    begun.wait()
    second.cancel()
    first.cancel()
    qtbot.waitUntil(lambda: not runner.is_busy, timeout=WAIT_MS)
    assert ends == (["cancelled", "finished"], ["cancelled", "finished"])


def test_after_the_end_nothing_is_begun(runner: TaskRunner, qtbot: QtBot) -> None:
    runner.shutdown()
    done: list[object] = []
    task = runner.start(done.append)
    ends = _ends(task)
    qtbot.waitUntil(lambda: "finished" in ends, timeout=WAIT_MS)
    assert ends == ["cancelled", "finished"]
    assert done == []


def test_results_that_come_last_are_told_to_nobody(runner: TaskRunner, qtbot: QtBot) -> None:
    done: list[int] = []
    task = runner.start(lambda _: 1, done=done.append)
    ends = _ends(task)
    # Waits for the work, whose end is then waiting to be told.
    runner.shutdown()
    qtbot.waitUntil(lambda: "finished" in ends, timeout=WAIT_MS)
    assert ends == ["cancelled", "finished"]
    assert done == []


def test_progress_is_told_twenty_times_a_second_and_at_the_end(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(10_000))
    monkeypatch.setattr(tasks.time, "monotonic", lambda: next(clock) / 1000)
    task, told = Task(lambda _: None), []
    task.progressed.connect(lambda progress: told.append(progress.done))
    for done in range(1, 1001):
        task.tell(Progress(stage="x", done=done, total=1000))
    assert told[0] == 1
    assert told[-1] == 1000
    assert len(told) <= 22


def test_a_total_that_is_not_known_is_no_fault(qapp: object) -> None:
    task, told = Task(lambda _: None), []
    task.progressed.connect(told.append)
    task.tell(Progress(stage="x", done=1, total=None))
    assert len(told) == 1
