"""Every value of every frame as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.translation import decimal
from app.widgets.curve_items import CurveColours
from app.widgets.curves import Curve, CurveSet, Quantity, curves_of, name_title, value_text
from app.widgets.overlay import status_label
from efficientpose_core.pose import Status

if TYPE_CHECKING:
    from efficientpose_core.kinematics.floor import Floor
    from efficientpose_core.kinematics.scale import Scale
    from efficientpose_core.pipeline import Derived

__all__ = ["TablePanel", "ValuesModel"]

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_FIXED = 2
_NAME_WIDTH = 24
_TITLE_MARGINS_PX = (12, 4)
"""Beside and above a title; styles keep about so much free."""
"""Characters of a column's width: the longest names fit in two lines."""
_NOTHING = "-"


class ValuesModel(QAbstractTableModel):
    """Frame, time, then one column a curve. Cells are made when they are looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._set: CurveSet | None = None
        self._curves: tuple[Curve, ...] = ()
        self._marks: dict[Status, QColor] = {}

    def set_curves(self, curves: CurveSet | None) -> None:
        """Show these; only values change where the columns stay the same."""
        members = () if curves is None else tuple(
            curve for group in curves.groups.values() for curve in group
        )  # fmt: skip
        same = (
            self._set is not None
            and curves is not None
            and len(self._set.t_s) == len(curves.t_s)
            and [one.name for one in members] == [one.name for one in self._curves]
        )
        if same:
            self._set, self._curves = curves, members
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._set, self._curves = curves, members
        self.endResetModel()

    def set_colours(self, colours: CurveColours) -> None:
        """Take the colours of values that were not measured."""
        self._marks = {
            Status.INTERPOLATED: colours.interpolated,
            Status.EDITED: colours.edited,
        }

    def row_of(self, frame: int) -> int | None:
        """Return the row of a frame, if it was analysed."""
        if self._set is None:
            return None
        row = int(np.searchsorted(self._set.frame, frame))
        found = row < len(self._set.frame) and self._set.frame[row] == frame
        return row if found else None

    def frame_of(self, row: int) -> int:
        """Return the frame of a row."""
        assert self._set is not None
        return int(self._set.frame[row])

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of frames."""
        return 0 if self._set is None or parent.isValid() else len(self._set.t_s)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return frame, time and the curves."""
        return 0 if parent.isValid() else _FIXED + len(self._curves)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell."""
        if self._set is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if column < _FIXED:
            if role != Qt.ItemDataRole.DisplayRole:
                return None
            return str(self._set.frame[row]) if column == 0 else decimal(self._set.t_s[row], 3)
        curve = self._curves[column - _FIXED]
        if role == Qt.ItemDataRole.DisplayRole:
            value = curve.values[row]
            return value_text(value, self._set.unit) if np.isfinite(value) else _NOTHING
        status = Status(curve.status[row])
        if role == Qt.ItemDataRole.ToolTipRole:
            sd, unit = curve.sd[row], self._set.unit
            text = status_label(status).capitalize()
            return f"{text}, ± {value_text(1.96 * sd, unit)} {unit}" if np.isfinite(sd) else text
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._marks.get(status)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's name."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < _FIXED:
            return (self.tr("Frame"), self.tr("Time (s)"))[section]
        return name_title(self._curves[section - _FIXED].name)


class TablePanel(QWidget):
    """A table that follows the picture, and leads it.

    Signals
    -------
    frame_requested(int)
        The user went to a row.
    """

    frame_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Table of values"))
        self._derived: Derived | None = None
        self._frame = 0
        self._is_following = False
        self._scale: Scale | None = None
        self._floor: Floor | None = None
        self.model = ValuesModel(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Values of every frame"))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setAlternatingRowColors(True)
        self.view.verticalHeader().hide()
        header = self.view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        header.setDefaultSectionSize(header.fontMetrics().averageCharWidth() * _NAME_WIDTH)
        self.view.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.view.selectionModel().currentRowChanged.connect(self._went_to)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self.view)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy_selection)
        self._quantity = QComboBox()
        self._quantity.setAccessibleName(self.tr("What to list"))
        for quantity in Quantity:
            self._quantity.addItem(quantity.label, quantity)
        self._quantity.currentIndexChanged.connect(lambda _: self._refresh())
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 4, 6, 0)
        bar.addWidget(self._quantity)
        bar.addWidget(QLabel(self.tr("Ctrl+C copies the chosen rows.")))
        bar.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(bar)
        layout.addWidget(self.view)

    def set_derived(
        self, derived: Derived | None, scale: Scale | None = None, floor: Floor | None = None
    ) -> None:
        """Show these results, in metres with a scale; the row that was looked at stays in view."""
        self._derived, self._scale, self._floor = derived, scale, floor
        if self.isVisible() or derived is None:
            self._refresh()

    def set_frame(self, frame: int) -> None:
        """Go to the row of a frame without asking for it."""
        self._frame = frame
        row = self.model.row_of(frame)
        if row is None or not self.isVisible():
            return
        self._is_following = True
        self.view.setCurrentIndex(self.model.index(row, 0))
        self._is_following = False

    def copy_selection(self) -> None:
        """Put the chosen rows on the clipboard, for a spreadsheet."""
        rows = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        QGuiApplication.clipboard().setText(self._text(rows))

    def showEvent(self, event: Any) -> None:
        """Fill the table when it is first looked at."""
        super().showEvent(event)
        self._refresh()
        self.set_frame(self._frame)

    def _refresh(self) -> None:
        self.model.set_colours(CurveColours.of(self.palette()))
        if self._derived is None:
            self.model.set_curves(None)
            return
        quantity = self._quantity.currentData()
        self.model.set_curves(
            curves_of(self._derived, quantity, scale=self._scale, floor=self._floor)
        )
        self._fit_header()

    def _fit_header(self) -> None:
        """Make room for all lines of the longest title: its last word tells the side."""
        header = self.view.horizontalHeader()
        beside, above = _TITLE_MARGINS_PX
        width = header.defaultSectionSize() - 2 * beside
        titles = (
            self.model.headerData(column, Qt.Orientation.Horizontal)
            for column in range(self.model.columnCount())
        )
        wrap = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        # Titles are bold where a row is selected.
        font = header.font()
        font.setBold(True)
        metrics = QFontMetrics(font)
        height = max(metrics.boundingRect(0, 0, width, 999, wrap, t).height() for t in titles)
        header.setFixedHeight(height + 2 * above)

    def _went_to(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid() and not self._is_following:
            self.frame_requested.emit(self.model.frame_of(current.row()))

    def _text(self, rows: Sequence[int]) -> str:
        columns = range(self.model.columnCount())
        head = [self.model.headerData(column, Qt.Orientation.Horizontal) for column in columns]
        lines = ["\t".join(head)]
        for row in rows:
            cells = (self.model.data(self.model.index(row, column)) for column in columns)
            lines.append("\t".join("" if cell == _NOTHING else cell for cell in cells))
        return "\n".join(lines)
