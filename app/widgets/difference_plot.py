"""One curve of two trials over each other, and their difference below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.widgets.curve_items import CurveColours

if TYPE_CHECKING:
    from efficientpose_core.kinematics.sport.trials import AlignedTrials

__all__ = ["DifferencePlot"]


class DifferencePlot(QWidget):
    """Solid for the earlier trial, dashed for the later one; cursors go together.

    Signals
    -------
    place_requested(float)
        A place on the common axis, where the user has clicked or dragged the cursor.
    """

    place_requested = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Curves of both trials, and their difference"))
        self._aligned: AlignedTrials | None = None
        self._title, self._names = "", ("", "")
        self._place = 0.0
        self._plots: list[pg.PlotItem] = []
        self._cursors: list[pg.InfiniteLine] = []
        self._legend = QLabel()
        self._legend.setContentsMargins(8, 4, 8, 0)
        self.graphics = pg.GraphicsLayoutWidget()
        self.graphics.setAccessibleName(self.accessibleName())
        self.graphics.ci.layout.setSpacing(2)
        self.graphics.scene().sigMouseClicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._legend)
        layout.addWidget(self.graphics)

    @property
    def aligned(self) -> AlignedTrials | None:
        """What is shown."""
        return self._aligned

    def set_trials(self, aligned: AlignedTrials | None, title: str, names: tuple[str, str]) -> None:
        """Show two curves.

        Parameters
        ----------
        aligned
            The curves; None for nothing.
        title
            What they are, with the unit.
        names
            Of the earlier and the later trial.
        """
        self._aligned, self._title, self._names = aligned, title, names
        self._rebuild()

    def set_place(self, place: float) -> None:
        """Move the cursors without asking for the place."""
        self._place = place
        for cursor in self._cursors:
            cursor.blockSignals(True)
            cursor.setValue(place)
            cursor.blockSignals(False)

    def _colours(self) -> tuple[QColor, QColor]:
        colours = CurveColours.of(self.palette())
        # Two trials, not two sides: the colours of left and right would mislead.
        return colours.middle, colours.edited

    def _rebuild(self) -> None:
        self.graphics.clear()
        self.graphics.setBackground(self.palette().base().color())
        self._plots, self._cursors = [], []
        aligned = self._aligned
        self._legend.setVisible(aligned is not None)
        if aligned is None:
            return
        earlier, later = self._colours()
        self._legend.setText(
            f'<span style="color:{earlier.name()}">&#9473;&#9473;</span> {self._names[0]} &nbsp; '
            f'<span style="color:{later.name()}">&#9473; &#9473;</span> {self._names[1]}'
        )
        lines = ((aligned.first, earlier, Qt.PenStyle.SolidLine),
                 (aligned.second, later, Qt.PenStyle.DashLine))  # fmt: skip
        self._add_plot(self._title, lines, aligned)
        text = self.palette().text().color()
        difference = ((aligned.difference, text, Qt.PenStyle.SolidLine),)
        self._add_plot(self.tr("Difference, later minus earlier"), difference, aligned)
        words = {"s": self.tr("seconds"), "%": self.tr("% of the repetition")}
        self._plots[1].setLabel("bottom", words[aligned.axis_unit], color=text.name())
        self._plots[1].setXLink(self._plots[0])
        self._plots[0].getAxis("bottom").setStyle(showValues=False)
        self.graphics.ci.layout.setRowStretchFactor(0, 3)
        self.graphics.ci.layout.setRowStretchFactor(1, 2)

    def _add_plot(
        self,
        title: str,
        lines: tuple[tuple[object, QColor, Qt.PenStyle], ...],
        aligned: AlignedTrials,
    ) -> None:
        text = self.palette().text().color()
        plot = self.graphics.addPlot(row=len(self._plots), col=0, enableMenu=False)
        plot.hideButtons()
        plot.setTitle(title, color=text, size="10pt")
        for axis in ("left", "bottom"):
            plot.getAxis(axis).setTextPen(text)
            plot.getAxis(axis).enableAutoSIPrefix(False)
        plot.getAxis("left").setWidth(44)
        faint = QColor(text)
        faint.setAlpha(50)
        plot.addItem(pg.InfiniteLine(pos=0.0, angle=0, pen=pg.mkPen(faint)), ignoreBounds=True)
        for values, colour, style in lines:
            plot.addItem(
                pg.PlotDataItem(
                    aligned.axis, values, pen=pg.mkPen(colour, width=2, style=style),
                    connect="finite",
                )
            )  # fmt: skip
        cursor = pg.InfiniteLine(
            pos=self._place, angle=90, movable=True, pen=pg.mkPen(text, width=1)
        )
        cursor.sigPositionChanged.connect(
            lambda line: self.place_requested.emit(float(line.value()))
        )
        plot.addItem(cursor, ignoreBounds=True)
        self._plots.append(plot)
        self._cursors.append(cursor)

    def _clicked(self, event: object) -> None:
        for plot in self._plots:
            if plot.sceneBoundingRect().contains(event.scenePos()):  # type: ignore[attr-defined]
                point = plot.getViewBox().mapSceneToView(event.scenePos())  # type: ignore[attr-defined]
                self.place_requested.emit(float(point.x()))
                return

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            # Later: plots have menus, and Qt goes through all widgets that there are just now.
            QTimer.singleShot(0, self, self._rebuild)
