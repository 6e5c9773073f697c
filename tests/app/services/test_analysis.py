"""Analyses in a thread of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.services import analysis
from app.services.analysis import AnalysisRunner, RunProgress
from efficientpose_core.errors import DataError
from efficientpose_core.pipeline import AnalysisRequest
from efficientpose_core.progress import Progress, raise_if_cancelled

from ..conftest import WAIT_MS

REQUEST = AnalysisRequest(source=Path("clip.mp4"))


@pytest.fixture
def runner(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[AnalysisRunner]:
    monkeypatch.setattr("efficientpose_core.inference.preparing.prepare_apart", lambda *_, **__: 0)
    runner = AnalysisRunner()
    yield runner
    runner.shutdown()


@pytest.fixture
def analyse(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., object]], None]:
    """Return a function that puts another analysis in place."""
    return lambda work: monkeypatch.setattr("efficientpose_core.pipeline.analyze", work)


def _ends(runner: AnalysisRunner) -> list[str]:
    ends: list[str] = []
    runner.succeeded.connect(lambda _: ends.append("succeeded"))
    runner.failed.connect(lambda _: ends.append("failed"))
    runner.cancelled.connect(lambda: ends.append("cancelled"))
    runner.finished.connect(lambda: ends.append("finished"))
    return ends


def _fail(*_: object, **__: object) -> None:
    raise DataError("No.")


@pytest.mark.parametrize(("work", "end"), [(lambda *_, **__: "done", "succeeded"),
                                           (_fail, "failed")])  # fmt: skip
def test_every_run_ends_once_and_is_over_when_that_is_told(
    runner: AnalysisRunner,
    qtbot: QtBot,
    analyse: Callable[..., None],
    work: Callable[..., object],
    end: str,
) -> None:
    may_go = threading.Event()

    def waiting(*given: object, **named: object) -> object:
        may_go.wait()
        return work(*given, **named)

    analyse(waiting)
    ends, running = _ends(runner), []
    for signal in (runner.succeeded, runner.failed, runner.finished):
        signal.connect(lambda *_: running.append(runner.is_running))
    runner.start(REQUEST)
    assert runner.is_running
    with pytest.raises(RuntimeError, match="under way"):
        runner.start(REQUEST)
    may_go.set()
    qtbot.waitUntil(lambda: "finished" in ends, timeout=WAIT_MS)
    assert ends == [end, "finished"]
    assert running == [False, False]


def test_it_runs_until_the_window_knows_that_it_is_over(
    runner: AnalysisRunner, qtbot: QtBot, analyse: Callable[..., None]
) -> None:
    analyse(lambda *_, **__: "done")
    ends = _ends(runner)
    runner.start(REQUEST)
    thread = runner._thread
    assert thread is not None
    thread.join()
    assert runner.is_running
    qtbot.waitUntil(lambda: bool(ends), timeout=WAIT_MS)
    assert not runner.is_running


def test_another_run_may_begin_as_soon_as_one_has_failed(
    runner: AnalysisRunner, qtbot: QtBot, analyse: Callable[..., None]
) -> None:
    analyse(_fail)
    runs: list[int] = []

    def again(_: object) -> None:
        runs.append(1)
        if len(runs) < 3:
            runner.start(REQUEST)

    runner.failed.connect(again)
    runner.start(REQUEST)
    qtbot.waitUntil(lambda: len(runs) == 3 and not runner.is_running, timeout=WAIT_MS)


def test_pause_and_stop(runner: AnalysisRunner, qtbot: QtBot, analyse: Callable[..., None]) -> None:
    rounds, begun = [0], threading.Event()

    def work(_: object, *, should_cancel: Callable[[], bool], **__: object) -> None:
        while True:
            raise_if_cancelled(should_cancel)
            rounds[0] += 1
            begun.set()

    analyse(work)
    ends = _ends(runner)
    with qtbot.waitSignal(runner.paused_changed) as changed:
        runner.start(REQUEST)
        begun.wait()
        runner.set_paused(True)
    assert changed.args == [True]
    assert runner.is_paused
    runner.cancel()
    qtbot.waitUntil(lambda: "finished" in ends, timeout=WAIT_MS)
    assert ends == ["cancelled", "finished"]


def test_signals_are_throttled_by_the_clock(
    runner: AnalysisRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(analysis.time, "monotonic", lambda: now[0])
    told: list[RunProgress] = []
    seen: list[object] = []
    runner.progressed.connect(told.append)
    runner.seen.connect(seen.append)
    rgb = np.zeros((48, 64, 3), np.uint8)
    # A thousand frames in one second.
    for index in range(1000):
        now[0] += 0.001
        frame = SimpleNamespace(index=index, t_s=0.0, damaged=False, rgb=lambda: rgb)
        runner._show(frame, None)  # type: ignore[arg-type]
        runner._tell(Progress(stage="x", done=index + 1, total=1000))
    assert 19 <= len(told) <= 22
    assert told[-1].done == 1000
    assert 6 <= len(seen) <= 7
    assert told[-1].frames_per_s == pytest.approx(1000, rel=0.01)
    assert told[10].remaining_s == pytest.approx((1000 - told[10].done) / 1000, rel=0.1)


def test_an_unknown_total_is_no_fault(runner: AnalysisRunner) -> None:
    told: list[RunProgress] = []
    runner.progressed.connect(told.append)
    runner._tell(Progress(stage="Preparing", done=3, total=None))
    assert (told[0].total, told[0].remaining_s) == (0, None)


def test_pictures_for_the_window_are_small_and_copies(runner: AnalysisRunner) -> None:
    seen: list[analysis.LiveFrame] = []
    runner.seen.connect(seen.append)
    rgb = np.full((1080, 1920, 3), 200, np.uint8)
    frame = SimpleNamespace(index=7, t_s=0.25, damaged=False, rgb=lambda: rgb)
    runner._show(frame, None)  # type: ignore[arg-type]
    (live,) = seen
    rgb[:] = 0
    assert live.image is not None
    assert (live.image.width(), live.image.height()) == (960, 540)
    assert live.image.pixelColor(5, 5).red() == 200
    assert (live.index, live.t_s, live.size_px) == (7, 0.25, (1920, 1080))
    runner._shown_at = 0.0
    runner._show(SimpleNamespace(index=8, t_s=0.3, damaged=True), None)  # type: ignore[arg-type]
    assert seen[1].image is None
