"""Work of the window's thread, spread over several turns of the event loop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QObject, QTimer

__all__ = ["Turns"]

_PAUSE_MS = 16
"""From step to step: a picture of a display. Qt paints what has changed in a few milliseconds; with
shorter pauses it would come together and be painted at once, which takes longer than any step."""


class Turns(QObject):
    """Goes through steps, one in a turn of the event loop, with pauses between them.

    Between two of them the window is painted and answers the user. What is made of widgets cannot
    be left to a thread; this way it takes as long, but nobody waits for all of it at once.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[object] = iter(())
        self._timer = QTimer(self, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether steps are left."""
        return self._timer.isActive()

    def start(self, steps: Iterable[object]) -> None:
        """Go through ``steps``, usually a generator; what is left of those before is dropped.

        None is done at once.
        """
        self._steps = iter(steps)
        self._timer.start()

    def stop(self) -> None:
        """Drop what is left."""
        self._timer.stop()
        self._steps = iter(())

    def _go_on(self) -> None:
        steps = self._steps
        for _ in steps:
            return
        # Unless the last step has started others.
        if steps is self._steps:
            self.stop()
