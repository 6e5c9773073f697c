"""Mean curves over the gait cycle, both sides, with the norm behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.turns import Turns
from app.widgets.curve_items import CurveColours, ErrorBand
from app.widgets.curves import name_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from efficientpose_core.kinematics.gait.cycles import CycleCurve
    from efficientpose_core.kinematics.gait.norms import NormCurve, Norms
    from efficientpose_core.pose import FloatArray

__all__ = ["CyclePlots"]

_SHOWN = ("hip_flexion", "knee_flexion", "ankle_dorsiflexion")


class _AnglePlot:
    """The plot of one angle. Making one takes long, new values do not: plots are kept."""

    def __init__(self, plot: pg.PlotItem, percent: FloatArray, colours: CurveColours,
                 text: QColor) -> None:  # fmt: skip
        self._percent = percent
        self._none = np.full(len(percent), np.nan)
        for axis in ("left", "bottom"):
            plot.getAxis(axis).setTextPen(text)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.setXRange(0, 100, padding=0)
        self._norm = ErrorBand(QColor(text))
        plot.addItem(self._norm)
        self._sides: dict[str, tuple[ErrorBand, pg.PlotDataItem]] = {}
        for side, style in (("right", Qt.PenStyle.SolidLine), ("left", Qt.PenStyle.DashLine)):
            colour = colours.side(side)
            band = ErrorBand(colour)
            line = pg.PlotDataItem(pen=pg.mkPen(colour, width=2, style=style), connect="finite")
            plot.addItem(band)
            plot.addItem(line)
            self._sides[side] = (band, line)

    def show(self, curves: Mapping[str, CycleCurve], norm: NormCurve | None) -> None:
        """Show the mean curves of the sides; nothing for a side that has none."""
        low, high = (self._none, self._none) if norm is None else (norm.low_deg, norm.high_deg)
        self._norm.set_values(self._percent, (low + high) / 2, (high - low) / 2)
        for side, (band, line) in self._sides.items():
            curve = curves.get(side)
            mean, sd = (self._none, self._none) if curve is None else (curve.mean_deg, curve.sd_deg)
            band.set_values(self._percent, mean, sd)
            line.setData(self._percent, mean)


class CyclePlots(QWidget):
    """One plot an angle: mean and one standard deviation over cycles, from contact to contact.

    They are drawn one after the other, so that the window answers in between, and only when they
    can be seen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Curves over the gait cycle"))
        self._curves: Mapping[str, CycleCurve] = {}
        self._norms: Norms | None = None
        self._plots: dict[str, _AnglePlot] = {}
        self._is_stale = False
        self._turns = Turns(self)
        self._graphics = pg.GraphicsLayoutWidget()
        self._graphics.setAccessibleName(self.accessibleName())
        self._graphics.ci.layout.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._graphics)

    @property
    def shown(self) -> tuple[str, ...]:
        """Angles without side that have a plot."""
        return tuple(
            name
            for name in _SHOWN
            if any(np.isfinite(curve.mean_deg).any() for curve in self._sides(name).values())
        )

    def set_curves(self, curves: Mapping[str, CycleCurve], norms: Norms | None) -> None:
        """Show mean curves; the norms only where the recording can be compared with them."""
        self._curves, self._norms = curves, norms
        self._is_stale = True
        if self.isVisible():
            self._turns.start(self._drawing())

    def _sides(self, name: str) -> Mapping[str, CycleCurve]:
        found = ((side, self._curves.get(f"{side}_{name}")) for side in ("right", "left"))
        return {side: curve for side, curve in found if curve is not None}

    def _drawing(self) -> Iterator[None]:
        """Draw the plots, one a step."""
        self._is_stale = False
        if tuple(self._plots) != self.shown:
            self._clear()
        for name in self.shown:
            if name not in self._plots:
                self._plots[name] = self._new_plot(name)
                yield
            norm = self._norms.curve_for(name) if self._norms is not None else None
            self._plots[name].show(self._sides(name), norm)
            yield

    def _clear(self) -> None:
        self._graphics.clear()
        self._graphics.setBackground(self.palette().base().color())
        self._plots = {}

    def _new_plot(self, name: str) -> _AnglePlot:
        from efficientpose_core.kinematics.gait.cycles import PERCENT

        text = self.palette().text().color()
        plot = self._graphics.addPlot(row=0, col=len(self._plots), enableMenu=False)
        plot.setTitle(f"{name_title(name)} (°)", color=text, size="10pt")
        plot.setLabel("bottom", self.tr("% of gait cycle"), color=text.name())
        return _AnglePlot(plot, PERCENT, CurveColours.of(self.palette()), text)

    def _draw_anew(self) -> None:
        self._clear()
        self._turns.start(self._drawing())

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nothing could be seen."""
        super().showEvent(event)
        if self._is_stale:
            self._turns.start(self._drawing())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            # Later: plots have menus, and Qt goes through all widgets that there are just now.
            QTimer.singleShot(0, self, self._draw_anew)
