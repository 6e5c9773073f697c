"""Joint angles over time, left and right overlaid, with a cursor tied to the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

if TYPE_CHECKING:
    from efficientpose_core.kinematics.angles import AngleTrack

__all__ = ["PlotPanel"]

_SHOWN = 3
_PREFERRED = (
    "hip_flexion", "knee_flexion", "ankle_dorsiflexion", "knee_valgus", "hip_abduction",
    "shoulder_abduction", "elbow_flexion",
)  # fmt: skip
"""Angles to show, the first that have values."""
_SIDES = {
    "right": (QColor(213, 94, 0), Qt.PenStyle.SolidLine),
    "left": (QColor(0, 114, 178), Qt.PenStyle.DashLine),
}
"""Colour and line style: either tells the sides apart."""
_BAND_ALPHA = 45
_STANDARD_DEVIATIONS = 1.96


class PlotPanel(QWidget):
    """Up to three angles, one above the other, on one time axis.

    Values that are missing are gaps in the lines. The band is the 95% interval of the expected
    error of each value.

    Signals
    -------
    time_requested(float)
        Seconds, where the user has clicked or dragged the cursor.
    """

    time_requested = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Joint angles"))
        self._cursors: list[pg.InfiniteLine] = []
        self._graphics = pg.GraphicsLayoutWidget()
        self._graphics.setBackground(self.palette().base().color())
        self._hint = QLabel(self.tr("Analyse the recording to see joint angles here."))
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._hint)
        self._stack.addWidget(self._graphics)
        self._graphics.scene().sigMouseClicked.connect(self._clicked)
        self._plots: list[pg.PlotItem] = []

    @property
    def shown(self) -> tuple[str, ...]:
        """Names of the angles on display, without their side."""
        return tuple(plot.angle for plot in self._plots)

    def set_angles(self, angles: AngleTrack | None) -> None:
        """Show the angles of a recording, or the hint for None."""
        self._graphics.clear()
        self._plots, self._cursors = [], []
        names = () if angles is None else _with_values(angles)
        if names:
            self._add_legend()
        for row, name in enumerate(names, start=1):
            self._add_plot(row, name, angles)
        if self._plots:
            text = self.palette().text().color().name()
            self._plots[-1].setLabel("bottom", self.tr("seconds"), color=text)
        self._stack.setCurrentIndex(1 if self._plots else 0)
        if angles is not None and not self._plots:
            self._hint.setText(self.tr("No joint angle could be computed in this view."))

    def set_time(self, t_s: float) -> None:
        """Move the cursor without asking for the time."""
        for cursor in self._cursors:
            cursor.blockSignals(True)
            cursor.setValue(t_s)
            cursor.blockSignals(False)

    def _add_legend(self) -> None:
        """Name the sides above all plots, where no curve runs through the names."""
        dashes = {Qt.PenStyle.SolidLine: "&#9473;&#9473;", Qt.PenStyle.DashLine: "&#9473; &#9473;"}
        words = {"right": self.tr("right"), "left": self.tr("left")}
        self._graphics.addLabel(
            " &nbsp; ".join(
                f'<span style="color:{colour.name()}">{dashes[style]}</span> {words[side]}'
                for side, (colour, style) in _SIDES.items()
            ),
            row=0,
            col=0,
            color=self.palette().text().color(),
        )

    def _add_plot(self, row: int, name: str, angles: AngleTrack) -> None:
        text = self.palette().text().color()
        plot = self._graphics.addPlot(row=row, col=0)
        plot.angle = name
        plot.setTitle(name.replace("_", " ").capitalize(), color=text, size="10pt")
        plot.setLabel("left", self.tr("degrees"), color=text.name())
        plot.showGrid(x=True, y=True, alpha=0.15)
        for axis in ("left", "bottom"):
            plot.getAxis(axis).setTextPen(text)
        plot.getAxis("left").setWidth(52)
        if self._plots:
            plot.setXLink(self._plots[0])
        for side, (colour, style) in _SIDES.items():
            full = f"{side}_{name}"
            if full in angles.names:
                self._add_curve(plot, angles, angles.names.index(full), colour, style)
        cursor = pg.InfiniteLine(angle=90, movable=True, pen=pg.mkPen(text, width=1))
        cursor.sigPositionChanged.connect(lambda line: self.time_requested.emit(line.value()))
        plot.addItem(cursor)
        self._cursors.append(cursor)
        self._plots.append(plot)

    @staticmethod
    def _add_curve(
        plot: pg.PlotItem, angles: AngleTrack, column: int, colour: QColor, style: Qt.PenStyle
    ) -> None:
        t, values = angles.t_s, angles.values_deg[:, column]
        reach = _STANDARD_DEVIATIONS * np.nan_to_num(angles.sd_deg[:, column])
        shade = QColor(colour)
        shade.setAlpha(_BAND_ALPHA)
        edges = [
            pg.PlotCurveItem(t, values + sign * reach, pen=None, connect="finite")
            for sign in (1, -1)
        ]
        plot.addItem(pg.FillBetweenItem(*edges, brush=shade))
        pen = pg.mkPen(colour, width=2, style=style)
        plot.addItem(pg.PlotDataItem(t, values, pen=pen, connect="finite"))

    def _clicked(self, event: object) -> None:
        for plot in self._plots:
            if plot.sceneBoundingRect().contains(event.scenePos()):  # type: ignore[attr-defined]
                point = plot.getViewBox().mapSceneToView(event.scenePos())  # type: ignore[attr-defined]
                self.time_requested.emit(float(point.x()))
                return


def _with_values(angles: AngleTrack) -> tuple[str, ...]:
    """Return the preferred angles that have any value, at most as many as are shown."""
    known = {
        name.partition("_")[2]
        for column, name in enumerate(angles.names)
        if np.isfinite(angles.values_deg[:, column]).any()
    }
    return tuple(name for name in _PREFERRED if name in known)[:_SHOWN]
