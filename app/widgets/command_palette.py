"""Type what you want to do: a list of all actions, searched while typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.actions.registry import ActionRegistry

__all__ = ["CommandPalette", "match"]

_WIDTH, _HEIGHT = 560, 380
_TIP_COST = 1000
"""What is only in the description comes after what is in the name."""
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def match(wanted: str, text: str) -> int | None:
    """Tell how well typed letters fit a text: smaller is better, None not at all.

    All letters have to come in order; a word's beginning and letters side by side count more.
    """
    text, at, cost = text.casefold(), -1, 0
    for letter in wanted.casefold().replace(" ", ""):
        found = text.find(letter, at + 1)
        if found < 0:
            return None
        starts_word = found == 0 or not text[found - 1].isalnum()
        cost += 0 if found == at + 1 else 1 if starts_word else 3 + found - at
        at = found
    return cost


class CommandPalette(QDialog):
    """Lists what can be done now; Enter does it."""

    def __init__(self, actions: ActionRegistry, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName(self.tr("Find an action"))
        self._actions = actions
        self._edit = QLineEdit()
        self._edit.setPlaceholderText(self.tr("What do you want to do?"))
        self._edit.setAccessibleName(self.tr("What do you want to do?"))
        self._edit.textChanged.connect(self._fill)
        self._edit.installEventFilter(self)
        self._list = QTreeWidget()
        self._list.setObjectName("plain")
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._list.setAccessibleName(self.tr("Actions"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(lambda _: self._do())
        self._edit.returnPressed.connect(self._do)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._edit)
        layout.addWidget(self._list)
        self._fill("")

    @property
    def offered(self) -> tuple[str, ...]:
        """Ids on display, the best first."""
        items = (self._list.topLevelItem(row) for row in range(self._list.topLevelItemCount()))
        return tuple(item.data(0, Qt.ItemDataRole.UserRole) for item in items if item is not None)

    def open_over(self, window: QWidget) -> None:
        """Open at the upper middle of a window."""
        self.resize(min(_WIDTH, window.width() - 40), _HEIGHT)
        place = window.mapToGlobal(window.rect().topLeft())
        self.move(place.x() + (window.width() - self.width()) // 2, place.y() + 60)
        self._edit.clear()
        self._fill("")
        self.show()
        self._edit.setFocus()

    def _fill(self, wanted: str) -> None:
        found = []
        for order, spec in enumerate(self._actions.specs()):
            action = self._actions.action(spec.id)
            if not action.isEnabled() or spec.id == "tools.palette":
                continue
            name = action.text().replace("&", "")
            by_name, by_tip = match(wanted, name), match(wanted, spec.description)
            if by_name is not None:
                found.append((by_name, order, spec, name))
            elif by_tip is not None:
                found.append((by_tip + _TIP_COST, order, spec, name))
        self._list.clear()
        for _, _, spec, name in sorted(found, key=lambda entry: entry[:2]):
            keys = self._actions.action(spec.id).shortcut()
            native = keys.toString(QKeySequence.SequenceFormat.NativeText)
            item = QTreeWidgetItem([name, native])
            item.setToolTip(0, spec.description)
            item.setData(0, Qt.ItemDataRole.UserRole, spec.id)
            item.setForeground(1, self.palette().placeholderText())
            self._list.addTopLevelItem(item)
        best = self._list.topLevelItem(0)
        if best is not None:
            self._list.setCurrentItem(best)

    def _do(self) -> None:
        item = self._list.currentItem()
        self.close()
        if item is not None:
            self._actions.action(item.data(0, Qt.ItemDataRole.UserRole)).trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while one types."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and Qt.Key(event.key()) in _MOVES
        ):
            self._list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)
