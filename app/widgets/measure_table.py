"""Reported numbers in a table: right, left and both, with their spread; refusals say why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from app.translation import decimal, tell, words
from app.widgets.curves import name_title
from app.widgets.plain_table import PlainTable
from efficientpose_core.skeleton import side_of

if TYPE_CHECKING:
    from efficientpose_core.kinematics.measure import Measure

__all__ = ["MeasureModel", "MeasureTable", "number_text"]

_COLUMNS = ("right", "left", "middle")
_Index = QModelIndex | QPersistentModelIndex


def number_text(value: float, unit: str) -> str:
    """Return a number with as many decimals as its unit deserves; a dash for none."""
    if not math.isfinite(value):
        return "-"
    # Without a unit are counts, and ratios such as correlations.
    decimals = {"s": 3, "m": 3, "m/s": 2, "": 0 if value.is_integer() else 2}.get(unit, 1)
    return decimal(value, decimals)


class MeasureModel(QAbstractTableModel):
    """One row a quantity; its sides are columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, dict[str, Measure]]] = []

    def set_measures(self, measures: Sequence[Measure]) -> None:
        """Show these, in their order."""
        rows: dict[str, dict[str, Measure]] = {}
        for measure in measures:
            # A difference of both sides belongs to neither.
            side = "middle" if "_minus_" in measure.name else side_of(measure.name)
            base = measure.name if side == "middle" else measure.name.partition("_")[2]
            rows.setdefault(base, {})[side] = measure
        self.beginResetModel()
        self._rows = list(rows.items())
        self.endResetModel()

    @property
    def has_sides(self) -> bool:
        """Whether any quantity has a right or a left value."""
        return any(set(sides) - {"middle"} for _, sides in self._rows)

    def measure(self, index: _Index) -> Measure | None:
        """Return what a cell shows."""
        if not index.isValid() or not 1 <= index.column() <= len(_COLUMNS):
            return None
        return self._rows[index.row()][1].get(_COLUMNS[index.column() - 1])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        """Return the number of quantities."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        """Return the number of columns: name, sides, unit."""
        return 0 if parent.isValid() else len(_COLUMNS) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Name the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        both = self.tr("Both") if self.has_sides else self.tr("Value")
        names = (self.tr("Parameter"), self.tr("Right"), self.tr("Left"), both,
                 self.tr("Unit"))  # fmt: skip
        return names[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, alignment and explanation of a cell."""
        name, sides = self._rows[index.row()]
        column, measure = index.column(), self.measure(index)
        if role == Qt.ItemDataRole.DisplayRole:
            if column == 0:
                return name_title(name)
            if column == len(_COLUMNS) + 1:
                unit = next(iter(sides.values())).unit
                return words().unit(unit)
            return "" if measure is None else self._value_text(measure)
        if role == Qt.ItemDataRole.TextAlignmentRole and 1 <= column <= len(_COLUMNS):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return None if measure is None else self._explanation(measure)
        return None

    def _value_text(self, measure: Measure) -> str:
        text = number_text(measure.value, measure.unit)
        if math.isfinite(measure.sd):
            text += f" ± {number_text(measure.sd, measure.unit)}"
        return text

    def _explanation(self, measure: Measure) -> str:
        if measure.is_refused:
            return self.tr("Not reported: {0}").format(tell(measure.reason))
        unit = words().unit(measure.unit)
        lines = [self.tr("n = {0}").format(measure.n)]
        if math.isfinite(measure.interval[0]):
            low, high = (number_text(limit, measure.unit) for limit in measure.interval)
            lines.append(
                self.tr("95% interval of the mean: {0} to {1} {2}").format(low, high, unit)
            )
        if math.isfinite(measure.error):
            error = number_text(measure.error, measure.unit)
            lines.append(self.tr("Expected measuring error (1 SD): {0} {1}").format(error, unit))
        if measure.reason:
            lines.append(tell(measure.reason))
        return "\n".join(lines)


class MeasureTable(PlainTable):
    """Shows `MeasureModel`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = MeasureModel(self)
        self.setModel(self._model)
        self.stretch_column(0)

    def set_measures(self, measures: Sequence[Measure]) -> None:
        """Show these numbers."""
        self._model.set_measures(measures)
        for column in (1, 2):
            self.setColumnHidden(column, not self._model.has_sides)
