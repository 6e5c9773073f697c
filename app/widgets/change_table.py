"""Before and after in a table: what has changed, and whether it is more than noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from app.translation import tell, words
from app.widgets.curves import name_title
from app.widgets.measure_table import number_text
from app.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from efficientpose_core.kinematics.gait.comparison import Change

__all__ = ["ChangeTable"]

_Index = QModelIndex | QPersistentModelIndex


class _Model(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._changes: tuple[Change, ...] = ()

    def set_changes(self, changes: Sequence[Change]) -> None:
        self.beginResetModel()
        self._changes = tuple(changes)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self._changes)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Parameter"), self.tr("Before"), self.tr("After"), self.tr("Change"),
                    self.tr("Detectable"), self.tr("Verdict"))[section]  # fmt: skip
        if role == Qt.ItemDataRole.ToolTipRole and section == 4:
            return self.tr("The minimal detectable change: smaller ones may be noise of these two "
                           "recordings")  # fmt: skip
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        change, column = self._changes[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(change, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and 1 <= column <= 4:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return tell(change.reason) or name_title(change.name)
        return None

    def _cell(self, change: Change, column: int) -> str:
        unit = change.unit
        if column == 0:
            name, sign = name_title(change.name), words().unit(unit)
            return f"{name} ({sign})" if sign else name
        if column == 5:
            verdicts = {True: self.tr("more than noise"), False: self.tr("not more than noise"),
                        None: tell(change.reason)}  # fmt: skip
            return verdicts[change.exceeds]
        value = (change.before.value, change.after.value, change.difference, change.detectable)
        text = number_text(value[column - 1], unit)
        is_rise = column == 3 and math.isfinite(change.difference) and change.difference > 0
        return f"+{text}" if is_rise else text


class ChangeTable(PlainTable):
    """Shows how gait parameters have changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Gait before and after"))
        self._model = _Model(self)
        self.setModel(self._model)
        self.stretch_column(5)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def set_changes(self, changes: Sequence[Change]) -> None:
        """Show these."""
        self._model.set_changes(changes)
