"""What the timeline marks: the events of the tab that is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.main_window import MainWindow
from app.widgets.timeline import EventMark

__all__ = ["TimelineMarks"]


class TimelineMarks(QObject):
    """Keeps the marks of every tab; those without marks of their own show the common ones."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._common: tuple[EventMark, ...] = ()
        self._own: dict[QWidget, tuple[EventMark, ...]] = {}
        window.tabs.currentChanged.connect(lambda _: self._show())

    def set_common(self, marks: Sequence[EventMark]) -> None:
        """Show these with every tab that has none of its own."""
        self._common = tuple(marks)
        self._show()

    def set_own(self, panel: QWidget, marks: Sequence[EventMark]) -> None:
        """Show these, and only these, while a tab is chosen."""
        self._own[panel] = tuple(marks)
        self._show()

    def own(self, panel: QWidget) -> tuple[EventMark, ...]:
        """Return the marks of a tab."""
        return self._own.get(panel, ())

    def _show(self) -> None:
        tab = self._window.tabs.currentWidget()
        shown = self._common if tab is None else self._own.get(tab, self._common)
        self._window.timeline.set_events(shown)
