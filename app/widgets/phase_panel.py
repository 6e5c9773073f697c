"""Phases: named stretches of the recording, and what happens in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.translation import decimal, tell
from app.widgets.curves import name_title
from app.widgets.measure_table import MeasureTable
from app.widgets.refusal_text import refusal_lines
from efficientpose_core.skeleton import mirror_name

if TYPE_CHECKING:
    from efficientpose_core.kinematics.measure import Measure
    from efficientpose_core.kinematics.sport.phases import PhaseStatistics

__all__ = ["PhasePanel"]

_ENDINGS = (
    "_smallest", "_largest", "_range", "_mean", "_peak_velocity", "_peak_speed", "_mean_speed",
    "_peak_acceleration", "_path_length",
)  # fmt: skip
_PREFERRED = "knee_flexion"


class _PhaseTable(QTableWidget):
    """Name, first and last frame, seconds; names are typed in place, Delete removes."""

    deleted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 4, parent)
        self.setObjectName("plain")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the chosen phase."""
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.deleted.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


class PhasePanel(QWidget):
    """Lists phases; it only asks for changes.

    Signals
    -------
    mark_requested()
        The marked range is to become a phase.
    renamed(int, str), deleted(int)
        By the row of the phase.
    phase_chosen(int)
        The user has gone to a phase.
    """

    mark_requested = Signal()
    renamed = Signal(int, str)
    deleted = Signal(int)
    phase_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Phases"))
        self._phases: tuple[PhaseStatistics, ...] = ()
        self._mark = QPushButton(self.tr("Mark the range as a phase"))
        self._delete = QPushButton(self.tr("Delete"))
        self.list = _PhaseTable(self)
        self._quantity = QComboBox()
        self.table = MeasureTable()
        self._reason = QLabel()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    @property
    def name_editor(self) -> QLineEdit | None:
        """Where a name is being typed; None while none is."""
        return self.list.findChild(QLineEdit)

    def set_phases(self, phases: Sequence[PhaseStatistics] | None) -> None:
        """Show phases with their statistics; None while nothing is analysed."""
        chosen = self.list.currentRow()
        self._phases = tuple(phases or ())
        self._mark.setEnabled(phases is not None)
        self._pages.setCurrentIndex(1 if self._phases else 0)
        blocker = QSignalBlocker(self.list)
        self.list.setRowCount(len(self._phases))
        for row, phase in enumerate(self._phases):
            self._fill_row(row, phase)
        if self._phases:
            self.list.setCurrentCell(min(max(chosen, 0), len(self._phases) - 1), 0)
        del blocker
        self._fill_quantities()
        self._show_statistics()

    def show_quantity(self, group: str) -> None:
        """Show the statistics of an angle or keypoint, named without its side."""
        self._quantity.setCurrentIndex(self._quantity.findData(group))
        self._show_statistics()

    def edit_name(self, row: int) -> None:
        """Let the user type the name of a phase."""
        blocker = QSignalBlocker(self.list)
        self.list.setCurrentCell(row, 0)
        del blocker
        self._show_statistics()
        self.list.setFocus()
        self.list.edit(self.list.model().index(row, 0))

    # --- Content -------------------------------------------------------------------------------

    def _fill_row(self, row: int, statistics: PhaseStatistics) -> None:
        phase, duration = statistics.phase, statistics.measure("duration")
        seconds = "-" if duration.is_refused else decimal(duration.value, 2)
        for column, text in enumerate((phase.name, str(phase.first), str(phase.last), seconds)):
            item = QTableWidgetItem(text)
            if column:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(tell(duration.reason) or self.tr("Double click or F2 to rename"))
            self.list.setItem(row, column, item)

    def _fill_quantities(self) -> None:
        groups = dict.fromkeys(
            _group(measure.name)
            for phase in self._phases
            for measure in phase.measures
            if measure.name != "duration"
        )
        chosen = self._quantity.currentData() or _PREFERRED
        blocker = QSignalBlocker(self._quantity)
        self._quantity.clear()
        for group in groups:
            self._quantity.addItem(name_title(group), group)
        self._quantity.setCurrentIndex(max(self._quantity.findData(chosen), 0) if groups else -1)
        del blocker

    def _show_statistics(self) -> None:
        row = self.list.currentRow()
        phase = self._phases[row] if 0 <= row < len(self._phases) else None
        self._delete.setEnabled(phase is not None)
        group = self._quantity.currentData()
        shown: list[Measure] = []
        reasons: list[str] = []
        if phase is not None:
            shown = [m for m in phase.measures if _group(m.name) == group]
            reasons = refusal_lines((*shown, phase.measure("duration")))
        self.table.set_measures(shown)
        self._reason.setText("\n".join(reasons))
        self._reason.setVisible(bool(reasons))

    # --- Building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        hint = QLabel(
            self.tr("Choose a range on the timeline (drag with Shift), and mark it as a phase: "
                    "its ranges of motion and speeds are listed here.")
        )  # fmt: skip
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (hint, self._reason):
            label.setWordWrap(True)
            label.setContentsMargins(8, 4, 8, 4)
        self._mark.setToolTip(self.tr("Give the range that is marked on the timeline a name"))
        self._delete.setToolTip(self.tr("Remove the chosen phase"))
        self._quantity.setAccessibleName(self.tr("Angle or keypoint of the statistics"))
        self._quantity.setToolTip(self._quantity.accessibleName())
        self.list.setAccessibleName(self.tr("Phases"))
        self.table.setAccessibleName(self.tr("Statistics of the phase"))
        self.list.setHorizontalHeaderLabels(
            [self.tr("Phase"), self.tr("First frame"), self.tr("Last frame"), self.tr("Seconds")]
        )
        header = self.list.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 6, 6, 2)
        bar.addWidget(self._mark)
        bar.addWidget(self._delete)
        bar.addStretch()
        lower = QWidget()
        inner = QVBoxLayout(lower)
        inner.setContentsMargins(0, 4, 0, 0)
        inner.setSpacing(2)
        choice = QHBoxLayout()
        choice.setContentsMargins(6, 0, 6, 0)
        choice.addWidget(self._quantity)
        choice.addStretch()
        inner.addLayout(choice)
        inner.addWidget(self.table, stretch=1)
        inner.addWidget(self._reason)
        split = QSplitter(Qt.Orientation.Vertical)
        for part, stretch in ((self.list, 2), (lower, 3)):
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, stretch)
        self._pages.addWidget(hint)
        self._pages.addWidget(split)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        outer.addLayout(bar)
        outer.addWidget(self._pages, stretch=1)

    def _connect(self) -> None:
        self._mark.clicked.connect(self.mark_requested)
        self._delete.clicked.connect(lambda: self.deleted.emit(self.list.currentRow()))
        self._quantity.activated.connect(lambda _: self._show_statistics())
        self.list.deleted.connect(self.deleted)
        self.list.itemChanged.connect(self._tell_name)
        self.list.clicked.connect(self._tell_chosen)
        self.list.currentCellChanged.connect(lambda *_: self._show_statistics())
        self.list.activated.connect(self._tell_chosen)

    def _tell_name(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            self.renamed.emit(item.row(), item.text().strip())

    def _tell_chosen(self, index: QModelIndex) -> None:
        self.phase_chosen.emit(index.row())


def _group(name: str) -> str:
    """Return the angle or keypoint that a measure is about, without its side."""
    for ending in _ENDINGS:
        if name.endswith(ending):
            name = name.removesuffix(ending)
            break
    return name if mirror_name(name) == name else name.partition("_")[2]
