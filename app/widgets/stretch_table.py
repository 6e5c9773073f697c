"""A table whose rows are stretches of the recording: choosing one goes there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.theme import message_colour
from app.widgets.plain_table import PlainTable

__all__ = ["StretchRow", "StretchTable"]

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchRow:
    """One stretch.

    Parameters
    ----------
    cells
        One text a column.
    first, last
        Frame numbers, both included.
    at
        Frame to go to.
    tip
        More about it.
    is_doubtful
        It does not count: drawn in another colour, and its last cell says why.
    """

    cells: tuple[str, ...]
    first: int
    last: int
    at: int
    tip: str = ""
    is_doubtful: bool = False


class _Model(QAbstractTableModel):
    def __init__(self, table: StretchTable) -> None:
        super().__init__(table)
        self._table = table
        self.header: tuple[str, ...] = ()
        self.rows: tuple[StretchRow, ...] = ()
        self.tips: Mapping[str, str] = {}

    def set_rows(
        self, header: Sequence[str], rows: Sequence[StretchRow], tips: Mapping[str, str]
    ) -> None:
        self.beginResetModel()
        self.tips = tips
        self.header, self.rows = tuple(header), tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.header)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.header[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return self.tips.get(self.header[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self.rows[index.row()], index.column()
        is_text = column == len(self.header) - 1
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and not is_text:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and row.is_doubtful:
            return message_colour("warning", self._table.palette())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return row.tip or None
        return None


class StretchTable(PlainTable):
    """Shows stretches, texts in the last column.

    Parameters
    ----------
    name
        What the table is, for screen readers.

    Signals
    -------
    stretch_chosen(StretchRow)
        The user has gone to a row, with mouse or keyboard.
    """

    stretch_chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._model = _Model(self)
        self.setModel(self._model)
        self.clicked.connect(lambda index: self._tell(index.row()))

    @property
    def rows(self) -> tuple[StretchRow, ...]:
        """What is shown."""
        return self._model.rows

    def set_rows(
        self,
        header: Sequence[str],
        rows: Sequence[StretchRow],
        tips: Mapping[str, str] | None = None,
    ) -> None:
        """Show these; the chosen row stays chosen where there is one of its number.

        Parameters
        ----------
        header
            Titles of the columns.
        rows
            With as many cells.
        tips
            Explanations of titles that need one.
        """
        chosen = self.currentIndex().row()
        self._model.set_rows(header, rows, tips or {})
        self.stretch_column(len(header) - 1)
        if 0 <= chosen < len(rows):
            self.selectRow(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go where the keyboard goes; Return goes to the chosen row again."""
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        row = self.currentIndex().row()
        if row != before or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell(row)

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self.rows):
            self.stretch_chosen.emit(self.rows[row])
