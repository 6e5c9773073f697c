"""The list of recordings that are analysed one after the other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

__all__ = ["QueuePanel"]


class QueuePanel(QWidget):
    """One row a recording: name, state.

    Signals
    -------
    open_requested(int)
        Row whose project the user wants to see.
    remove_requested(int)
        Row to be taken out.
    clear_requested()
        All that are done.
    """

    open_requested = Signal(int)
    remove_requested = Signal(int)
    clear_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Queue"))
        self._table = QTableWidget(0, 2)
        self._table.setAccessibleName(self.tr("Recordings in the queue"))
        self._table.setHorizontalHeaderLabels([self.tr("Recording"), self.tr("State")])
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.verticalHeader().hide()
        self._table.setShowGrid(False)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._table.cellActivated.connect(lambda row, _: self.open_requested.emit(row))
        hint = QLabel(self.tr("Double-click a finished recording to open its project."))
        hint.setWordWrap(True)
        remove = QPushButton(self.tr("Take out"))
        remove.setToolTip(self.tr("Take the chosen recording out of the queue"))
        remove.clicked.connect(self._remove)
        clear = QPushButton(self.tr("Clear finished"))
        clear.clicked.connect(self.clear_requested)
        buttons = QHBoxLayout()
        buttons.addWidget(remove)
        buttons.addWidget(clear)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.addWidget(hint)
        layout.addWidget(self._table)
        layout.addLayout(buttons)

    def set_rows(self, rows: list[tuple[Path, str]]) -> None:
        """Show recordings with what is to be said about each."""
        self._table.setRowCount(len(rows))
        for row, (path, state) in enumerate(rows):
            name = QTableWidgetItem(path.name)
            name.setToolTip(str(path))
            told = QTableWidgetItem(state)
            told.setToolTip(state)
            told.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self._table.setItem(row, 0, name)
            self._table.setItem(row, 1, told)

    def set_state(self, row: int, state: str) -> None:
        """Change what is said about one recording."""
        item = self._table.item(row, 1)
        if item is not None and item.text() != state:
            item.setText(state)
            item.setToolTip(state)

    def _remove(self) -> None:
        for index in self._table.selectionModel().selectedRows():
            self.remove_requested.emit(index.row())
