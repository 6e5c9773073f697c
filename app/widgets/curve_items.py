"""What a curve is drawn with: line, uncertainty band, and marks for what was not measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPolygonF

from app.widgets.curves import Curve
from efficientpose_core.pose import BoolArray, FloatArray, Status

__all__ = ["CurveColours", "CurveItem", "ErrorBand", "StatusStrip"]

_BAND_ALPHA = 48
_STANDARD_DEVIATIONS = 1.96
_MOST_POINTS = 800
"""Of the band on screen: more than that nobody can see."""
_STRIP_PX = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveColours:
    """Colours of curves and marks on the present background."""

    right: QColor
    left: QColor
    middle: QColor
    interpolated: QColor
    edited: QColor
    rejected: QColor

    @classmethod
    def of(cls, palette: QPalette) -> CurveColours:
        """Return colours that stand out from the palette's background (3:1 or more)."""
        if palette.base().color().lightness() < 128:
            return cls(
                right=QColor(255, 140, 66), left=QColor(86, 180, 233),
                middle=QColor(210, 214, 220), interpolated=QColor(240, 228, 66),
                edited=QColor(0, 200, 150), rejected=QColor(150, 150, 156),
            )  # fmt: skip
        return cls(
            right=QColor(202, 84, 0), left=QColor(0, 107, 168), middle=QColor(70, 74, 80),
            interpolated=QColor(158, 124, 0), edited=QColor(0, 128, 96),
            rejected=QColor(128, 128, 134),
        )  # fmt: skip

    def side(self, side: str) -> QColor:
        """Return the colour of ``"left"``, ``"right"`` or ``"middle"``."""
        colour: QColor = getattr(self, side)
        return colour


class CurveItem:
    """One curve in a plot: solid for right, dashed for left, so that colour is not needed."""

    def __init__(self, plot: pg.PlotItem, side: str, colours: CurveColours) -> None:
        self._plot = plot
        colour = colours.side(side)
        style = Qt.PenStyle.DashLine if side == "left" else Qt.PenStyle.SolidLine
        self._band = ErrorBand(colour)
        self._line = pg.PlotDataItem(pen=pg.mkPen(colour, width=2, style=style), connect="finite")
        self._line.setDownsampling(auto=True, method="peak")
        self._line.setClipToView(True)
        self._edited = pg.ScatterPlotItem(
            symbol="d", size=9, pen=pg.mkPen(colour), brush=pg.mkBrush(colours.edited)
        )
        # Kept as pictures: the cursor that moves over them must not paint them anew.
        for item in (self._band, self._line.curve):
            item.setCacheMode(pg.QtWidgets.QGraphicsItem.CacheMode.DeviceCoordinateCache)
        for item in (self._band, self._line, self._edited):
            plot.addItem(item)

    def set_curve(self, t_s: FloatArray, curve: Curve) -> None:
        """Show these values."""
        self._line.setData(t_s, curve.values)
        self._band.set_values(t_s, curve.values, _STANDARD_DEVIATIONS * curve.sd)
        edited = (curve.status == Status.EDITED) & np.isfinite(curve.values)
        self._edited.setData(t_s[edited], curve.values[edited])


class ErrorBand(pg.GraphicsObject):
    """A shaded band around a curve, as polygons between gaps."""

    def __init__(self, colour: QColor) -> None:
        super().__init__()
        shade = QColor(colour)
        shade.setAlpha(_BAND_ALPHA)
        self._brush = pg.mkBrush(shade)
        self._t = self._low = self._high = np.empty(0)
        self._bounds = QRectF()
        self._drawn: tuple[float, float] | None = None
        self._polygons: list[QPolygonF] = []
        self.setZValue(-1)

    def set_values(self, t_s: FloatArray, values: FloatArray, reach: FloatArray) -> None:
        """Show ``values`` +- ``reach``; NaN in either is a gap."""
        self.prepareGeometryChange()
        self._t, self._low, self._high = t_s, values - reach, values + reach
        self._drawn = None
        known = np.isfinite(self._low)
        self._bounds = QRectF()
        if known.any():
            low, high = float(self._low[known].min()), float(self._high[known].max())
            self._bounds = QRectF(t_s[0], low, t_s[-1] - t_s[0], high - low)
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the extent in the units of the axes."""
        return self._bounds

    def viewRangeChanged(self) -> None:
        """Notice that another stretch is in view."""
        self._drawn = None
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Paint what is in view."""
        view = self.viewRect()
        if view is None or not len(self._t):
            return
        shown = (view.left(), view.right())
        if shown != self._drawn:
            self._polygons, self._drawn = self._build(*shown), shown
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._brush)
        for polygon in self._polygons:
            painter.drawPolygon(polygon)

    def _build(self, start_s: float, end_s: float) -> list[QPolygonF]:
        first = max(int(np.searchsorted(self._t, start_s)) - 1, 0)
        stop = int(np.searchsorted(self._t, end_s)) + 1
        t, low, high = self._t[first:stop], self._low[first:stop], self._high[first:stop]
        step = -(-len(t) // _MOST_POINTS)
        if step > 1:
            edges = np.arange(0, len(t), step)
            t = t[edges]
            with np.errstate(invalid="ignore"):
                low, high = np.fmin.reduceat(low, edges), np.fmax.reduceat(high, edges)
        polygons = []
        for begin, end in _runs(np.isfinite(low)):
            around = np.concatenate([t[begin:end], t[begin:end][::-1]])
            edge = np.concatenate([high[begin:end], low[begin:end][::-1]])
            polygons.append(arrayToQPolygonF(around, edge))
        return polygons


class StatusStrip(pg.GraphicsObject):
    """Rows at the lower edge of a plot: where values were filled in, rejected or corrected."""

    def __init__(self, colours: CurveColours) -> None:
        super().__init__()
        self._colours = {
            Status.INTERPOLATED: colours.interpolated,
            Status.EDITED: colours.edited,
            Status.REJECTED: colours.rejected,
            Status.DAMAGED: colours.rejected,
        }
        self._stretches: list[tuple[int, Status, float, float]] = []
        self._rows = 1
        self.setZValue(5)

    def set_curves(self, t_s: FloatArray, curves: tuple[Curve, ...]) -> None:
        """Mark what these curves' statuses say."""
        self.prepareGeometryChange()
        half = float(np.median(np.diff(t_s))) / 2 if len(t_s) > 1 else 0.02
        self._rows = len(curves)
        self._stretches = [
            (row, status, float(t_s[start]) - half, float(t_s[stop - 1]) + half)
            for row, curve in enumerate(curves)
            for status in self._colours
            for start, stop in _runs(curve.status == status)
        ]
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the whole view: the strip stays at its lower edge."""
        view = self.viewRect()
        return QRectF() if view is None else QRectF(view)

    def viewRangeChanged(self) -> None:
        """Follow the view."""
        self.prepareGeometryChange()
        self.update()

    def dataBounds(self, *_: object, **__: object) -> None:
        """Take no part in choosing the range of the plot."""

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw the rows."""
        view = self.viewRect()
        pixel = self.pixelVectors()[1]
        if view is None or pixel is None:
            return
        height = _STRIP_PX * abs(pixel.y())
        painter.setPen(Qt.PenStyle.NoPen)
        for row, status, start, end in self._stretches:
            if end >= view.left() and start <= view.right():
                painter.setBrush(self._colours[status])
                # Data coordinates: y grows upwards, so the lower edge is the rectangle's top.
                low = view.top() + (self._rows - 1 - row) * height
                painter.drawRect(QRectF(start, low, end - start, 0.8 * height))


def _runs(flags: BoolArray) -> list[tuple[int, int]]:
    """Return (start, stop) of every stretch of True."""
    edges = np.flatnonzero(np.diff(flags.astype(np.int8), prepend=0, append=0))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]
