"""Mean curves over the gait cycle, both sides, with the norm behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.widgets.curve_items import CurveColours, ErrorBand
from app.widgets.curves import name_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from efficientpose_core.kinematics.gait.cycles import CycleCurve
    from efficientpose_core.kinematics.gait.norms import Norms

__all__ = ["CyclePlots"]

_SHOWN = ("hip_flexion", "knee_flexion", "ankle_dorsiflexion")


class CyclePlots(QWidget):
    """One plot an angle: mean and one standard deviation over cycles, from contact to contact."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Curves over the gait cycle"))
        self._curves: Mapping[str, CycleCurve] = {}
        self._norms: Norms | None = None
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
            if any(np.isfinite(curve.mean_deg).any() for curve in self._sides(name))
        )

    def set_curves(self, curves: Mapping[str, CycleCurve], norms: Norms | None) -> None:
        """Show mean curves; the norms only where the recording can be compared with them."""
        self._curves, self._norms = curves, norms
        self._rebuild()

    def _sides(self, name: str) -> Sequence[CycleCurve]:
        found = (self._curves.get(f"{side}_{name}") for side in ("right", "left"))
        return [curve for curve in found if curve is not None]

    def _rebuild(self) -> None:
        from efficientpose_core.kinematics.gait.cycles import PERCENT

        self._graphics.clear()
        self._graphics.setBackground(self.palette().base().color())
        colours, text = CurveColours.of(self.palette()), self.palette().text().color()
        for column, name in enumerate(self.shown):
            plot = self._graphics.addPlot(row=0, col=column, enableMenu=False)
            plot.hideButtons()
            plot.setMouseEnabled(x=False, y=False)
            plot.setTitle(f"{name_title(name)} (°)", color=text, size="10pt")
            plot.setLabel("bottom", self.tr("% of gait cycle"), color=text.name())
            for axis in ("left", "bottom"):
                plot.getAxis(axis).setTextPen(text)
            plot.setXRange(0, 100, padding=0)
            self._add_norm(plot, name)
            for curve in self._sides(name):
                self._add_curve(plot, PERCENT, curve, colours.side(curve.side))

    def _add_norm(self, plot: pg.PlotItem, name: str) -> None:
        norm = self._norms.curve_for(name) if self._norms is not None else None
        if norm is None:
            return
        from efficientpose_core.kinematics.gait.cycles import PERCENT

        grey = QColor(self.palette().text().color())
        band = ErrorBand(grey)
        middle = (norm.low_deg + norm.high_deg) / 2
        band.set_values(PERCENT, middle, norm.high_deg - middle)
        plot.addItem(band)

    def _add_curve(
        self, plot: pg.PlotItem, percent: np.ndarray, curve: CycleCurve, colour: QColor
    ) -> None:
        style = Qt.PenStyle.DashLine if curve.side == "left" else Qt.PenStyle.SolidLine
        band = ErrorBand(colour)
        band.set_values(percent, curve.mean_deg, curve.sd_deg)
        plot.addItem(band)
        plot.addItem(
            pg.PlotDataItem(
                percent, curve.mean_deg, pen=pg.mkPen(colour, width=2, style=style),
                connect="finite",
            )
        )  # fmt: skip

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            # Later: plots have menus, and Qt goes through all widgets that there are just now.
            QTimer.singleShot(0, self, self._rebuild)
