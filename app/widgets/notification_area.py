"""Notes to the user at the upper left of the window, instead of boxes in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.theme import message_colour

__all__ = ["Notification", "NotificationArea"]

_WIDTH = 380
_MARGIN = 12
_MOST = 4
_SHOWN_MS = {"info": 6000, "success": 6000, "warning": 12000, "error": 0}
"""How long a note stays; errors stay until they are closed."""


class Notification(QFrame):
    """One note, with a button to close it and perhaps one to act."""

    def __init__(
        self, kind: str, text: str, action: tuple[str, Callable[[], object]] | None,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.kind, self.text = kind, text
        self.setObjectName("notification")
        self.setAccessibleName(text)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAutoFillBackground(True)
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        close = QToolButton()
        close.setText("✕")
        close.setObjectName("flat")
        close.setAccessibleName(self.tr("Close this note"))
        close.setToolTip(self.tr("Close (Esc)"))
        close.clicked.connect(self.deleteLater)
        row = QHBoxLayout()
        row.addWidget(label, stretch=1)
        row.addWidget(close, alignment=Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 6, 8)
        layout.addLayout(row)
        if action is not None:
            button = QPushButton(action[0])
            button.clicked.connect(self.deleteLater)
            button.clicked.connect(lambda: action[1]())
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self._paint_edge()
        if _SHOWN_MS[kind] and action is None:
            QTimer.singleShot(_SHOWN_MS[kind], self, self.deleteLater)

    def _paint_edge(self) -> None:
        colour = message_colour(self.kind, self.palette()).name()
        base = self.palette().base().color().name()
        line = self.palette().mid().color().name()
        self.setStyleSheet(
            f"#notification {{ background: {base}; border: 1px solid {line};"
            f" border-left: 4px solid {colour}; border-radius: 4px; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.deleteLater()
        else:
            super().keyPressEvent(event)


class NotificationArea(QWidget):
    """Stacks notes over the upper left corner of its parent, the newest on top.

    There lies the picture; its middle and the curves stay in view.

    Parameters
    ----------
    parent
        What it floats over.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Notes"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        parent.installEventFilter(self)
        self.hide()

    @property
    def notes(self) -> tuple[Notification, ...]:
        """What is on display, newest first."""
        items = (self._layout.itemAt(n) for n in range(self._layout.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(widget for widget in widgets if isinstance(widget, Notification))

    def show_note(
        self,
        kind: str,
        text: str,
        action: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Show a note.

        Parameters
        ----------
        kind
            ``"info"``, ``"success"``, ``"warning"`` or ``"error"``.
        text
            What happened, and for errors what to do.
        action
            Words on a button, and what it does.
        """
        for note in self.notes:
            if note.text == text:
                note.deleteLater()
        for note in self.notes[_MOST - 1 :]:
            note.deleteLater()
        note = Notification(kind, text, action, self)
        note.destroyed.connect(self._place_soon)
        self._layout.insertWidget(0, note)
        # Else the layout leaves it out until the next turn of the event loop.
        note.show()
        self.show()
        self._place()
        QAccessible.updateAccessibility(QAccessibleEvent(note, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Close all notes."""
        for note in self.notes:
            note.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the parent changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place_soon(self) -> None:
        # The note that goes is still in the layout.
        QTimer.singleShot(0, self, self._place)

    def _place(self) -> None:
        if not self.notes:
            self.hide()
            return
        parent = self.parentWidget()
        assert parent is not None
        width = min(_WIDTH, parent.width() - 2 * _MARGIN)
        self.setFixedWidth(width)
        height = self._layout.heightForWidth(width)
        self.resize(width, height if height > 0 else self._layout.sizeHint().height())
        self.move(_MARGIN, _MARGIN)
        self.raise_()
