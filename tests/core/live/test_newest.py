"""One slot: the newest wins, and what was missed is counted."""

from __future__ import annotations

import threading

from efficientpose_core.live.newest import NewestOnly


def test_newer_items_replace_older_ones_and_are_counted() -> None:
    slot: NewestOnly[int] = NewestOnly()
    slot.arrive()
    for item in range(5):
        slot.put(item)
    slot.close()
    assert list(slot) == [4]
    assert slot.dropped == 4


def test_nothing_is_missed_by_nobody() -> None:
    slot: NewestOnly[int] = NewestOnly()
    for item in range(5):
        slot.put(item)
    slot.wait_until_done()
    assert slot.dropped == 0


def test_waiting_until_the_taker_is_done() -> None:
    slot: NewestOnly[int] = NewestOnly()
    may_go, done = threading.Event(), []

    def work() -> None:
        for item in slot:
            assert may_go.wait(60)
            done.append(item)
        slot.leave()

    slot.arrive()
    taker = threading.Thread(target=work)
    taker.start()
    slot.put(1)
    waiter = threading.Thread(target=slot.wait_until_done)
    waiter.start()
    assert waiter.is_alive()
    may_go.set()
    waiter.join(60)
    assert not waiter.is_alive()
    assert done == [1]
    slot.close()
    taker.join(60)
    # Nobody is left to wait for.
    slot.put(2)
    slot.wait_until_done()
