"""The signal whose repetitions are counted: curve, turning points, levels, and the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.theme import message_colour
from app.widgets.curve_items import CurveColours, ErrorBand
from efficientpose_core.pose import FloatArray

__all__ = ["SignalCurve", "SignalPlot", "TurningPoint"]

_STANDARD_DEVIATIONS = 1.96


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SignalCurve:
    """What is drawn.

    Parameters
    ----------
    title
        Quantity and unit.
    t_s, values, sd
        (T,) NaN for gaps; a band of 1.96 ``sd`` is drawn.
    """

    title: str
    t_s: FloatArray
    values: FloatArray
    sd: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """Where a repetition turns.

    Parameters
    ----------
    t_s
        When.
    counts
        Drawn full; hollow where it does not count.
    span_s
        Start and end, NaN where they were not seen.
    """

    t_s: float
    counts: bool
    span_s: tuple[float, float]


class SignalPlot(QWidget):
    """One curve over time, tied to the video.

    Signals
    -------
    time_requested(float)
        Seconds, where the user has clicked or dragged the cursor.
    levels_moved(float, float)
        The levels after one of them was dragged.
    """

    time_requested = Signal(float)
    levels_moved = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Signal that is counted"))
        self._signal: SignalCurve | None = None
        self._points: tuple[TurningPoint, ...] = ()
        self._levels: tuple[float, float] | None = None
        self._time_s = 0.0
        self.graphics = pg.GraphicsLayoutWidget()
        self.graphics.setAccessibleName(self.accessibleName())
        self.graphics.scene().sigMouseClicked.connect(self._clicked)
        self._plot: pg.PlotItem | None = None
        self._cursor: pg.InfiniteLine | None = None
        self._lines: tuple[pg.InfiniteLine, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.graphics)

    def set_signal(
        self,
        signal: SignalCurve | None,
        points: Sequence[TurningPoint] = (),
        levels: tuple[float, float] | None = None,
    ) -> None:
        """Show a signal.

        Parameters
        ----------
        signal
            None for nothing.
        points
            Turning points.
        levels
            Where a repetition begins and is over, to be dragged; None where none were chosen.
        """
        self._signal, self._points, self._levels = signal, tuple(points), levels
        self._rebuild()

    def set_time(self, t_s: float) -> None:
        """Move the cursor without asking for the time."""
        self._time_s = t_s
        if self._cursor is not None:
            self._cursor.blockSignals(True)
            self._cursor.setValue(t_s)
            self._cursor.blockSignals(False)

    def move_level(self, which: int, value: float) -> None:
        """Move where a repetition begins (0) or is over (1), as if it was dragged there."""
        self._lines[which].setValue(value)
        self._tell_levels()

    # --- Drawing -------------------------------------------------------------------------------

    def _rebuild(self) -> None:
        self.graphics.clear()
        self.graphics.setBackground(self.palette().base().color())
        self._plot = self._cursor = None
        self._lines = ()
        if self._signal is None:
            return
        text = self.palette().text().color()
        plot = self.graphics.addPlot(row=0, col=0, enableMenu=False)
        plot.hideButtons()
        plot.setTitle(self._signal.title, color=text, size="10pt")
        plot.setLabel("bottom", self.tr("seconds"), color=text.name())
        for axis in ("left", "bottom"):
            plot.getAxis(axis).setTextPen(text)
            plot.getAxis(axis).enableAutoSIPrefix(False)
        plot.getAxis("left").setWidth(44)
        self._plot = plot
        self._add_repetitions(plot)
        self._add_curve(plot, self._signal)
        self._add_levels(plot)
        self._cursor = pg.InfiniteLine(
            pos=self._time_s, angle=90, movable=True, pen=pg.mkPen(text, width=1)
        )
        self._cursor.sigPositionChanged.connect(
            lambda line: self.time_requested.emit(float(line.value()))
        )
        plot.addItem(self._cursor, ignoreBounds=True)

    def _add_curve(self, plot: pg.PlotItem, signal: SignalCurve) -> None:
        colours = CurveColours.of(self.palette())
        band = ErrorBand(colours.middle)
        line = pg.PlotDataItem(pen=pg.mkPen(colours.middle, width=2), connect="finite")
        line.setDownsampling(auto=True, method="peak")
        line.setClipToView(True)
        for item in (band, line):
            plot.addItem(item)
        # Only now: what is clipped to a view needs one.
        band.set_values(signal.t_s, signal.values, _STANDARD_DEVIATIONS * signal.sd)
        line.setData(signal.t_s, signal.values)
        known = np.isfinite(signal.values)
        accent = self.palette().link().color()
        for counts in (True, False):
            chosen = [point.t_s for point in self._points if point.counts is counts]
            if not chosen or not known.any():
                continue
            colour = accent if counts else message_colour("warning", self.palette())
            fill = colour if counts else self.palette().base().color()
            heights = np.interp(chosen, signal.t_s[known], signal.values[known])
            scatter = pg.ScatterPlotItem(
                chosen, heights, symbol="d", size=11, pen=pg.mkPen(colour, width=1.5),
                brush=pg.mkBrush(fill),
            )  # fmt: skip
            scatter.setZValue(3)
            plot.addItem(scatter)

    def _add_repetitions(self, plot: pg.PlotItem) -> None:
        """Shade the repetitions that count, from start to end."""
        shade = self.palette().link().color()
        shade.setAlpha(34)
        for point in self._points:
            if point.counts:
                region = pg.LinearRegionItem(
                    point.span_s, movable=False, brush=pg.mkBrush(shade), pen=pg.mkPen(None)
                )
                region.setZValue(-5)
                plot.addItem(region, ignoreBounds=True)

    def _add_levels(self, plot: pg.PlotItem) -> None:
        if self._levels is None:
            return
        colour = self.palette().link().color()
        words = (self.tr("begins"), self.tr("is over"))
        styles = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)
        lines = []
        # At both ends, so that they are told apart where the levels are close.
        places = (0.04, 0.9)
        for level, word, style, at in zip(self._levels, words, styles, places, strict=True):
            line = pg.InfiniteLine(
                pos=level, angle=0, movable=True, pen=pg.mkPen(colour, width=1, style=style),
                hoverPen=pg.mkPen(colour, width=3), label=word,
                labelOpts={"position": at, "color": colour, "anchors": [(0, 1), (0, 1)]},
            )  # fmt: skip
            line.sigPositionChangeFinished.connect(lambda _: self._tell_levels())
            plot.addItem(line)
            lines.append(line)
        self._lines = tuple(lines)

    # --- Events --------------------------------------------------------------------------------

    def _tell_levels(self) -> None:
        enter, leave = (float(line.value()) for line in self._lines)
        self.levels_moved.emit(enter, leave)

    def _clicked(self, event: object) -> None:
        plot = self._plot
        if plot is not None and plot.sceneBoundingRect().contains(event.scenePos()):  # type: ignore[attr-defined]
            point = plot.getViewBox().mapSceneToView(event.scenePos())  # type: ignore[attr-defined]
            self.time_requested.emit(float(point.x()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            # Later: plots have menus, and Qt goes through all widgets that there are just now.
            QTimer.singleShot(0, self, self._rebuild)
