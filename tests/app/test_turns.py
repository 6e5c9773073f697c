"""Steps, one in each turn of the event loop."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.turns import Turns


def _noting(done: list[str], name: str, count: int = 3) -> Iterator[None]:
    for number in range(count):
        done.append(f"{name}{number}")
        yield


def test_steps_are_done_in_order_and_none_at_once(qtbot: QtBot) -> None:
    turns, done = Turns(), []
    turns.start(_noting(done, "a"))
    assert done == []
    assert turns.is_busy
    qtbot.waitUntil(lambda: not turns.is_busy)
    assert done == ["a0", "a1", "a2"]


def test_others_get_their_turn_between_two_steps(qtbot: QtBot) -> None:
    turns, done = Turns(), []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: done.append("timer"))
    timer.start()

    def steps() -> Iterator[None]:
        for number in range(3):
            done.append(f"step{number}")
            # Longer than the timer waits: it is due before the next step.
            time.sleep(0.005)
            yield

    turns.start(steps())
    qtbot.waitUntil(lambda: not turns.is_busy)
    assert "timer" in done[done.index("step0") : done.index("step2")]


def test_new_steps_take_the_place_of_those_before(qtbot: QtBot) -> None:
    turns, done = Turns(), []
    turns.start(_noting(done, "a", 1_000_000))
    qtbot.waitUntil(lambda: "a1" in done)
    turns.start(_noting(done, "b"))
    before = len(done)
    qtbot.waitUntil(lambda: not turns.is_busy)
    assert done[before:] == ["b0", "b1", "b2"]


def test_a_step_may_start_others(qtbot: QtBot) -> None:
    turns, done = Turns(), []

    def steps() -> Iterator[None]:
        done.append("first")
        yield
        turns.start(_noting(done, "b", 1))

    turns.start(steps())
    qtbot.waitUntil(lambda: not turns.is_busy)
    assert done == ["first", "b0"]


def test_stopped_steps_are_never_done(qtbot: QtBot) -> None:
    turns, done = Turns(), []
    turns.start(_noting(done, "a"))
    turns.stop()
    qtbot.wait(60)
    assert done == []
    assert not turns.is_busy


def test_a_step_that_fails_ends_the_others(qtbot: QtBot) -> None:
    turns, done = Turns(), []

    def steps() -> Iterator[None]:
        done.append("first")
        yield
        raise ValueError("the second")

    with qtbot.captureExceptions() as raised:
        turns.start(steps())
        qtbot.waitUntil(lambda: not turns.is_busy)
    assert done == ["first"]
    assert [str(error) for _, error, _ in raised] == ["the second"]
