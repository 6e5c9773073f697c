"""A place for one item: the newest wins, and what nobody came for in time is counted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Generic, TypeVar

__all__ = ["NewestOnly"]

T = TypeVar("T")


class NewestOnly(Generic[T]):
    """Hand items from one thread to another that may be slower.

    The taker says `arrive` once it is ready and `leave` when it ends; items that come before or
    after are not missed by anybody, and not counted as dropped.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._items: list[T] = []
        self._has_taker = False
        self._is_taker_busy = False
        self._is_closed = False
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """Items that a newer one has replaced while there was a taker."""
        return self._dropped

    def put(self, item: T) -> None:
        """Offer an item in place of the one that waits."""
        with self._condition:
            if self._items and self._has_taker:
                self._dropped += 1
            self._items = [item]
            self._condition.notify_all()

    def arrive(self) -> None:
        """Tell that somebody takes items from now on."""
        with self._condition:
            self._has_taker = True

    def __iter__(self) -> Iterator[T]:
        """Yield the newest item, again and again, until `close`; one that waits is still given."""
        while True:
            with self._condition:
                self._is_taker_busy = False
                self._condition.notify_all()
                self._condition.wait_for(lambda: self._items or self._is_closed)
                if not self._items:
                    return
                self._is_taker_busy = True
                item = self._items.pop()
            yield item

    def leave(self) -> None:
        """Tell that nobody takes items any more."""
        with self._condition:
            self._has_taker = self._is_taker_busy = False
            self._condition.notify_all()

    def wait_until_done(self) -> None:
        """Wait until the taker has taken what waits and comes back for more, or has left."""
        with self._condition:
            self._condition.wait_for(
                lambda: not self._has_taker or not (self._items or self._is_taker_busy)
            )

    def close(self) -> None:
        """Let the taker end."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()
