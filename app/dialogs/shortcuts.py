"""See and change the keys of every action."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.actions.registry import ActionRegistry

__all__ = ["ShortcutsDialog"]

_ID = Qt.ItemDataRole.UserRole


class ShortcutsDialog(QDialog):
    """A list to search; the keys of the chosen action are changed below it, at once."""

    def __init__(self, actions: ActionRegistry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(640, 560)
        self._actions = actions
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search actions and keys"))
        self._search.setClearButtonEnabled(True)
        self._search.setAccessibleName(self.tr("Search actions and keys"))
        self._search.textChanged.connect(self._filter)
        self._table = QTableWidget(0, 2)
        self._table.setAccessibleName(self.tr("Actions and their keys"))
        self._table.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.verticalHeader().hide()
        self._table.setShowGrid(False)
        self._table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._table.itemSelectionChanged.connect(self._show_chosen)
        self._edit = QKeySequenceEdit()
        self._edit.setMaximumSequenceLength(1)
        self._edit.setAccessibleName(self.tr("New keys"))
        self._edit.editingFinished.connect(self._change)
        none = QPushButton(self.tr("No keys"))
        none.clicked.connect(lambda: self._set(()))
        original = QPushButton(self.tr("Original"))
        original.clicked.connect(self._reset)
        for button in (none, original):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Press the new keys:")))
        for part in (self._edit, none, original):
            row.addWidget(part)
        self._told = QLabel()
        self._told.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        everything = buttons.addButton(self.tr("Reset all"), QDialogButtonBox.ButtonRole.ResetRole)
        everything.clicked.connect(self._reset_all)
        # Return is for the keys that are pressed, not for this.
        everything.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._search)
        layout.addWidget(self._table)
        layout.addLayout(row)
        layout.addWidget(self._told)
        layout.addWidget(buttons)
        self._fill()

    def choose(self, id: str) -> None:
        """Go to an action."""
        for row in range(self._table.rowCount()):
            item = self._table.item(row, 0)
            if item is not None and item.data(_ID) == id:
                self._table.selectRow(row)

    def set_keys(self, keys: tuple[str, ...]) -> None:
        """Give the chosen action these keys, as if they had been pressed."""
        self._set(keys)

    def _fill(self) -> None:
        chosen = self._chosen()
        specs = self._actions.specs()
        self._table.setRowCount(len(specs))
        for row, spec in enumerate(specs):
            name = QTableWidgetItem(spec.label.replace("&", ""))
            name.setData(_ID, spec.id)
            name.setToolTip(spec.description)
            keys = ", ".join(
                QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
                for key in self._actions.keys(spec.id)
            )
            self._table.setItem(row, 0, name)
            self._table.setItem(row, 1, QTableWidgetItem(keys))
        self._table.resizeColumnToContents(1)
        if chosen:
            self.choose(chosen)

    def _filter(self, text: str) -> None:
        wanted = text.casefold().split()
        for row in range(self._table.rowCount()):
            cells = (self._table.item(row, column) for column in (0, 1))
            there = " ".join(cell.text() for cell in cells if cell is not None).casefold()
            self._table.setRowHidden(row, not all(word in there for word in wanted))

    def _chosen(self) -> str | None:
        item = self._table.item(self._table.currentRow(), 0)
        return None if item is None else item.data(_ID)

    def _show_chosen(self) -> None:
        id = self._chosen()
        keys = self._actions.keys(id) if id else ()
        self._edit.setKeySequence(QKeySequence(keys[0]) if keys else QKeySequence())
        self._told.clear()

    def _change(self) -> None:
        id, keys = self._chosen(), self._edit.keySequence().toString()
        # Also when the field is left without a key: then the others of the action stay.
        if keys and (id is None or keys not in self._actions.keys(id)[:1]):
            self._set((keys,))

    def _reset(self) -> None:
        id = self._chosen()
        if id:
            self._set(next(spec.keys for spec in self._actions.specs() if spec.id == id))

    def _reset_all(self) -> None:
        self._actions.reset_keys()
        self._fill()

    def _set(self, keys: tuple[str, ...]) -> None:
        id = self._chosen()
        if id is None:
            self._told.setText(self.tr("Choose an action first."))
            return
        taken = self._actions.set_keys(id, keys)
        if taken is None:
            self._fill()
            self._told.clear()
            return
        other = self._actions.action(taken).text().replace("&", "")
        self._show_chosen()
        self._told.setText(self.tr('These keys belong to "{0}": change that first.').format(other))
