"""Smallest, largest, range and mean of the curves on display."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.translation import decimal
from app.widgets.curves import Curve, name_title, statistics, value_text
from efficientpose_core.pose import BoolArray

__all__ = ["StatisticsTable"]


class StatisticsTable(QTableWidget):
    """One row a curve; the numbers are about the stretch that is looped, or everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = ""
        self.setAccessibleName(self.tr("Statistics of the curves"))
        self.setColumnCount(6)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_curves(
        self, curves: Sequence[Curve], rows: BoolArray, range_s: tuple[float, float] | None
    ) -> None:
        """Show the statistics of these rows of the curves."""
        where = (
            self.tr("whole recording")
            if range_s is None
            else self.tr("{0} to {1} s").format(decimal(range_s[0], 2), decimal(range_s[1], 2))
        )
        self.setHorizontalHeaderLabels(
            [where, self.tr("Min"), self.tr("Max"), self.tr("Range"), self.tr("Mean"),
             self.tr("Frames")]
        )  # fmt: skip
        frames = self.horizontalHeaderItem(5)
        assert frames is not None
        frames.setToolTip(self.tr("Frames with a value, of all frames"))
        self.setRowCount(len(curves))
        for row, curve in enumerate(curves):
            found = statistics(curve.values[rows])
            numbers = (found.smallest, found.largest, found.range, found.mean)
            self._set(row, 0, name_title(curve.name))
            for column, number in enumerate(numbers, start=1):
                told = f"{value_text(number, self.unit)}{self._sign()}"
                self._set(row, column, told if np.isfinite(number) else "")
            self._set(row, 5, f"{found.n_values}/{found.n_frames}")
        height = self.verticalHeader().defaultSectionSize()
        shown = min(len(curves), 6)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + shown * height + 4)
        self.setVisible(bool(curves))

    def _sign(self) -> str:
        return "°" if self.unit == "°" else ""

    def _set(self, row: int, column: int, text: str) -> None:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            if column:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, column, item)
        item.setText(text)
