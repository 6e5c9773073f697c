"""Curves of a training: loss and held-out people over the steps."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.widgets.curve_items import CurveColours

__all__ = ["CurvePlot"]


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
    """

    def __init__(
        self,
        title: str,
        names: Sequence[str],
        *,
        highest: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._title, self._names = title, tuple(names)
        self._points: dict[str, tuple[list[float], list[float]]] = {}
        self._before: dict[str, float] = {}
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
        self._draw()

    def points(self, name: str) -> tuple[list[float], list[float]]:
        """Return steps and values of a curve."""
        return self._points[name]

    def add(self, step: float, **values: float) -> None:
        """Add a point to some curves."""
        for name, value in values.items():
            steps, shown = self._points[name]
            steps.append(step)
            shown.append(value)
        self._draw()

    def set_before(self, **values: float) -> None:
        """Draw lines where the curves would be without any training."""
        self._before = values
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_graphics"):
            self._draw()

    def _draw(self) -> None:
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
        plot.getAxis("bottom").setLabel(self.tr("steps"))
        colours = CurveColours.of(palette)
        if len(self._names) > 1 and plot.legend is None:
            legend = plot.addLegend(offset=None)
            legend.anchor(itemPos=(1, 0.5), parentPos=(1, 0.5), offset=(-8, 0))
        if plot.legend is not None:
            plot.legend.setLabelTextColor(text)
        # The second curve is told apart by its shape, too.
        for name, colour, symbol in zip(
            self._names, (colours.left, colours.right), ("o", "t"), strict=False
        ):
            steps, values = self._points[name]
            few = len(steps) <= 40
            plot.plot(
                steps, values, pen=pg.mkPen(colour, width=2), name=self._words(name),
                symbol=symbol if few else None, symbolSize=6, symbolBrush=colour, symbolPen=None,
            )  # fmt: skip
            if name in self._before:
                plot.addLine(
                    y=self._before[name],
                    pen=pg.mkPen(colour, width=1, style=Qt.PenStyle.DashLine),
                )

    def _words(self, name: str) -> str:
        return {
            "loss": self.tr("loss"),
            "pck50": self.tr("within 0.5 units"),
            "pck10": self.tr("within 0.1 units"),
        }.get(name, name)
