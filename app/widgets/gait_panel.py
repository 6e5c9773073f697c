"""Gait beside the picture: parameters, mean curves, and why something is not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.translation import fill, tell
from app.widgets.cycle_plots import CyclePlots
from app.widgets.measure_table import MeasureTable
from app.widgets.refusal_text import refusal_lines

if TYPE_CHECKING:
    from efficientpose_core.kinematics.gait.analysis import GaitAnalysis
    from efficientpose_core.kinematics.gait.norms import Norms

__all__ = ["GaitPanel"]


class GaitPanel(QWidget):
    """Shows a gait analysis; it only asks for changes.

    Signals
    -------
    method_chosen(str)
        How events are to be found, the value of an `EventMethod`.
    direction_chosen(bool)
        Whether walking backwards is to be reported.
    """

    method_chosen = Signal(str)
    direction_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Gait"))
        self._method = QComboBox()
        self._direction = QComboBox()
        self._summary = QLabel()
        self.plots = CyclePlots()
        self._source = QLabel()
        self._upper = QWidget()
        self.table = MeasureTable()
        self.table.setAccessibleName(self.tr("Gait parameters"))
        self._notices = QLabel()
        self._hint = QLabel(self.tr("Analyse a walking person, seen from the side, to see gait."))
        self._pages = QStackedWidget()
        self._fill_choices()
        self._lay_out()

    def set_gait(
        self, gait: GaitAnalysis | None, norms: Norms | None, method: str, *, backwards: bool
    ) -> None:
        """Show an analysis; the hint for None.

        Parameters
        ----------
        gait
            Results.
        norms
            To be drawn behind the curves; None where they do not hold.
        method, backwards
            As the project has them.
        """
        self._pages.setCurrentIndex(0 if gait is None else 1)
        if gait is None:
            return
        self._method.setCurrentIndex(self._method.findData(method))
        self._direction.setCurrentIndex(int(backwards))
        clean = sum(cycle.is_clean for cycle in gait.cycles)
        self._summary.setText(
            fill(
                self.tr("{0} {0:event|events}, {1} {1:cycle|cycles}, {2} of them clean"),
                len(gait.events),
                len(gait.cycles),
                clean,
            )
        )
        self.plots.set_curves(gait.curves, norms)
        has_plots = bool(self.plots.shown)
        self._upper.setVisible(has_plots)
        self._source.setVisible(has_plots and norms is not None)
        sources = []
        if has_plots and norms is not None:
            source = self.tr("Grey: {0}. {1}").format(
                tell(norms.source).rstrip("."), tell(norms.caution)
            )
            # Beside the band as far as there is room, in full below.
            self._source.setText(source)
            self._source.setToolTip(source)
            sources.append(source)
        self.table.set_measures(gait.parameters)
        lines = refusal_lines(gait.parameters)
        told = {measure.reason for measure in gait.parameters if measure.is_refused}
        notices = [tell(notice) for notice in gait.notices if notice not in told]
        self._notices.setText("\n".join([*lines, *notices, *sources]))

    # --- Building ------------------------------------------------------------------------------

    def _fill_choices(self) -> None:
        for text, value in (
            (self.tr("Events by the skeleton"), "auto"),
            (self.tr("Ankle against pelvis"), "ankle"),
            (self.tr("Heel and toe"), "heel_toe"),
            (self.tr("Speed of the foot"), "foot_speed"),
            (self.tr("Set by hand only"), "manual"),
        ):
            self._method.addItem(text, value)
        self._method.setAccessibleName(self.tr("How contacts and toe-offs are found"))
        self._method.setToolTip(self._method.accessibleName())
        self._method.activated.connect(
            lambda row: self.method_chosen.emit(self._method.itemData(row))
        )
        self._direction.addItem(self.tr("Walking forwards"))
        self._direction.addItem(self.tr("Walking backwards"))
        self._direction.setAccessibleName(self.tr("Which walking is reported"))
        self._direction.setToolTip(self._direction.accessibleName())
        self._direction.activated.connect(lambda row: self.direction_chosen.emit(row == 1))

    def _lay_out(self) -> None:
        for label in (self._summary, self._source):
            label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
        for label in (self._summary, self._notices, self._hint):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._source.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._source.setContentsMargins(8, 0, 8, 0)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notices.setContentsMargins(8, 6, 8, 6)
        self._notices.setAlignment(Qt.AlignmentFlag.AlignTop)
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 6, 6, 2)
        bar.addWidget(self._method)
        bar.addWidget(self._direction)
        bar.addStretch()
        self._summary.setContentsMargins(8, 0, 8, 2)
        self.plots.setMinimumHeight(150)
        notices = QScrollArea()
        notices.setWidgetResizable(True)
        notices.setWidget(self._notices)
        notices.setFrameShape(QScrollArea.Shape.NoFrame)
        notices.setAccessibleName(self.tr("Why something is not reported"))
        inner = QVBoxLayout(self._upper)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2)
        inner.addWidget(self.plots, stretch=1)
        inner.addWidget(self._source)
        split = QSplitter(Qt.Orientation.Vertical)
        for part, stretch in ((self._upper, 3), (self.table, 4), (notices, 1)):
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, stretch)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(bar)
        layout.addWidget(self._summary)
        layout.addWidget(split, stretch=1)
        self._pages.addWidget(self._hint)
        self._pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
