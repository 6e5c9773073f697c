"""Curves of a training: loss and held-out people over the steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.widgets.curve_items import CurveColours

__all__ = ["CurvePlot", "thinned"]

_WAIT_MS = 100
"""Points that come together are drawn together."""
_FEW_POINTS, _MOST_POINTS = 40, 400


class CurvePlot(QWidget):
    """Some curves over steps, with a dashed line for where it started.

    Parameters
    ----------
    title
        Quantity and unit.
    names
        Of the curves; two at most.
    highest
        Upper end of the axis; None follows the curves.
    x_title
        What the curves run over; steps when empty.
    """

    def __init__(
        self,
        title: str,
        names: Sequence[str],
        *,
        highest: float | None = None,
        x_title: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._title, self._names = title, tuple(names)
        self._points: dict[str, tuple[list[float], list[float]]] = {}
        self._before: dict[str, float] = {}
        self._curves: dict[str, pg.PlotDataItem] = {}
        self._x_title = x_title or self.tr("steps")
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self._show_points)
        self._graphics = pg.PlotWidget()
        self._graphics.setMenuEnabled(False)
        self._graphics.setMouseEnabled(x=False, y=False)
        self._graphics.hideButtons()
        box = self._graphics.getPlotItem().getViewBox()
        box.setLimits(yMin=0.0)
        if highest is not None:
            box.setYRange(0.0, highest, padding=0.02)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._graphics)
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._points = {name: ([], []) for name in self._names}
        self._before = {}
        self._dress()

    def points(self, name: str) -> tuple[list[float], list[float]]:
        """Return steps and values of a curve."""
        return self._points[name]

    def add(self, step: float, **values: float) -> None:
        """Add a point to some curves; it is shown a moment later, with others that come soon."""
        for name, value in values.items():
            steps, shown = self._points[name]
            steps.append(step)
            shown.append(value)
        if not self._timer.isActive():
            self._timer.start()

    def forget_after(self, step: float) -> None:
        """Leave out what comes after a step: a continued training makes it again."""
        for name, (steps, values) in self._points.items():
            kept = [(at, value) for at, value in zip(steps, values, strict=True) if at <= step]
            self._points[name] = [at for at, _ in kept], [value for _, value in kept]
        self._show_points()

    def set_before(self, **values: float) -> None:
        """Draw lines where the curves would be without any training."""
        self._before = values
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_graphics"):
            self._dress()

    def _dress(self) -> None:
        """Make axes, legend and lines anew, in the colours of the theme."""
        palette = self.palette()
        self._graphics.setBackground(palette.base().color())
        plot = self._graphics.getPlotItem()
        plot.clear()
        text = palette.text().color()
        plot.setTitle(self._title, color=text.name(), size="10pt")
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setPen(pg.mkPen(palette.mid().color()))
            axis.setTextPen(pg.mkPen(text))
        plot.showGrid(x=False, y=True, alpha=0.15)
        plot.getAxis("bottom").setLabel(self._x_title)
        if len(self._names) > 1 and plot.legend is None:
            legend = plot.addLegend(offset=None)
            legend.anchor(itemPos=(1, 0.5), parentPos=(1, 0.5), offset=(-8, 0))
        if plot.legend is not None:
            plot.legend.setLabelTextColor(text)
        for name, colour in self._colours():
            self._curves[name] = plot.plot(
                pen=pg.mkPen(colour, width=2), name=self._words(name), symbolSize=6,
                symbolBrush=colour, symbolPen=None,
            )  # fmt: skip
            if name in self._before:
                plot.addLine(
                    y=self._before[name],
                    pen=pg.mkPen(colour, width=1, style=Qt.PenStyle.DashLine),
                )
        self._show_points()

    def _colours(self) -> list[tuple[str, QColor]]:
        colours = CurveColours.of(self.palette())
        return list(zip(self._names, (colours.left, colours.right), strict=False))

    def _show_points(self) -> None:
        # The second curve is told apart by its shape, too.
        for name, symbol in zip(self._names, ("o", "t"), strict=False):
            steps, values = thinned(*self._points[name])
            few = len(steps) <= _FEW_POINTS
            self._curves[name].setData(steps, values, symbol=symbol if few else None)

    def _words(self, name: str) -> str:
        return {
            "loss": self.tr("loss"),
            "pck50": self.tr("within 0.5 units"),
            "pck10": self.tr("within 0.1 units"),
        }.get(name, name)


def thinned(
    steps: Sequence[float], values: Sequence[float]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return means of so many neighbours that a few hundred points are left.

    Losses jump from step to step, so that means show more, and curves stay quick to draw.
    """
    x, y = np.asarray(steps, np.float64), np.asarray(values, np.float64)
    together = -(-len(x) // _MOST_POINTS)
    if together <= 1:
        return x, y
    starts = np.arange(0, len(x), together)
    counts = np.diff(np.append(starts, len(x)))
    return np.add.reduceat(x, starts) / counts, np.add.reduceat(y, starts) / counts
