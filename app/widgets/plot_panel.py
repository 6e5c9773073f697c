"""Curves over time beside the picture: angles, positions, speeds, with their statistics."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.widgets.curve_items import CurveColours, CurveItem, StatusStrip
from app.widgets.curves import Curve, CurveSet, Quantity, curves_of, name_title
from app.widgets.plot_export import LegendEntry, picture_of, save_data, save_picture
from app.widgets.statistics_table import StatisticsTable
from efficientpose_core.errors import EfficientPoseError

if TYPE_CHECKING:
    from efficientpose_core.kinematics.floor import Floor
    from efficientpose_core.kinematics.scale import Scale
    from efficientpose_core.pipeline import Derived

__all__ = ["PlotPanel"]

_MOST_PLOTS = 6


class PlotPanel(QWidget):
    """Plots one above the other on one time axis, left and right overlaid.

    Values that are missing are gaps in the lines. The band is the 95% interval of the expected
    error. Marks at the lower edge tell where values were filled in, rejected or corrected.

    Signals
    -------
    time_requested(float)
        Seconds, where the user has clicked or dragged the cursor.
    failed(Exception)
        A file could not be written.
    saved(Path)
        A picture or a table was written.
    """

    time_requested = Signal(float)
    failed = Signal(object)
    saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Curves"))
        self._derived: Derived | None = None
        self._scale: Scale | None = None
        self._floor: Floor | None = None
        self._curves: CurveSet | None = None
        self._chosen: dict[Quantity, tuple[str, ...]] = {}
        self._range_s: tuple[float, float] | None = None
        self._time_s = 0.0
        self._built_for: tuple[Quantity, str] | None = None
        self._plots: dict[str, pg.PlotItem] = {}
        self._items: dict[str, tuple[CurveItem, ...]] = {}
        self._strips: dict[str, StatusStrip] = {}
        self._cursors: list[pg.InfiniteLine] = []
        self._steps: Generator[None, None, None] = _nothing()
        self.graphics = pg.GraphicsLayoutWidget()
        self.graphics.setAccessibleName(self.accessibleName())
        self.graphics.ci.layout.setSpacing(2)
        self.graphics.scene().sigMouseClicked.connect(self._clicked)
        self._statistics = StatisticsTable()
        self._hint = QLabel(self.tr("Analyse the recording to see joint angles here."))
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._hint)
        self._pages.addWidget(self._page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    # --- What is shown -------------------------------------------------------------------------

    @property
    def shown(self) -> tuple[str, ...]:
        """Names of the groups on display, such as ``"knee_flexion"``."""
        return tuple(self._plots)

    @property
    def curves(self) -> CurveSet | None:
        """All curves of the quantity on display."""
        return self._curves

    def set_derived(
        self, derived: Derived | None, scale: Scale | None = None, floor: Floor | None = None
    ) -> None:
        """Show these results, in metres with a scale, or the hint for None.

        What was chosen to be shown stays.
        """
        for _ in self.steps_to_show(derived, scale, floor):
            pass

    def steps_to_show(
        self, derived: Derived | None, scale: Scale | None = None, floor: Floor | None = None
    ) -> Iterator[None]:
        """Do what `set_derived` does in short steps, for the time between other work.

        Whatever else changes what is shown, ends them.
        """
        self._derived, self._scale, self._floor = derived, scale, floor
        return self._steps_to_refresh()

    def set_quantity(self, quantity: Quantity) -> None:
        """Show other curves."""
        self._quantity.setCurrentIndex(self._quantity.findData(quantity))

    def show_groups(self, names: tuple[str, ...]) -> None:
        """Choose which curves of the present quantity are shown, at most six."""
        if self._curves is None:
            return
        self._chosen[self._curves.quantity] = names[:_MOST_PLOTS]
        self._refresh()

    def set_time(self, t_s: float) -> None:
        """Move the cursor without asking for the time."""
        self._time_s = t_s
        for cursor in self._cursors:
            cursor.blockSignals(True)
            cursor.setValue(t_s)
            cursor.blockSignals(False)

    def set_range(self, range_s: tuple[float, float] | None) -> None:
        """Tell the stretch that statistics are about; None for all."""
        self._range_s = range_s
        self._show_statistics()

    def reset_zoom(self) -> None:
        """Show the whole recording and all values."""
        for plot in self._plots.values():
            plot.enableAutoRange()

    # --- Building ------------------------------------------------------------------------------

    def _page(self) -> QWidget:
        page = QWidget()
        self._quantity = QComboBox()
        self._quantity.setAccessibleName(self.tr("What to plot"))
        for quantity in Quantity:
            self._quantity.addItem(quantity.label, quantity)
        self._quantity.currentIndexChanged.connect(lambda _: self._refresh())
        self._choose = QToolButton()
        self._choose.setText(self.tr("Curves"))
        self._choose.setToolTip(self.tr("Choose which curves are shown"))
        self._choose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._choose.setMenu(QMenu(self._choose))
        more = QToolButton()
        more.setText(self.tr("Save"))
        more.setToolTip(self.tr("Copy or save the curves"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        for text, do in (
            (self.tr("Copy picture"), self.copy_picture),
            (self.tr("Save picture..."), self._ask_picture),
            (self.tr("Save data..."), self._ask_data),
        ):
            menu.addAction(text).triggered.connect(do)
        more.setMenu(menu)
        whole = QToolButton()
        whole.setText(self.tr("Whole"))
        whole.setToolTip(self.tr("Show the whole recording and all values"))
        whole.clicked.connect(self.reset_zoom)
        self._legend = QLabel()
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 4, 6, 0)
        for part in (self._quantity, self._choose, whole, more):
            bar.addWidget(part)
        bar.addStretch()
        bar.addWidget(self._legend)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(bar)
        layout.addWidget(self.graphics, stretch=1)
        layout.addWidget(self._statistics)
        return page

    def _refresh(self) -> None:
        for _ in self._steps_to_refresh():
            pass

    def _steps_to_refresh(self) -> Iterator[None]:
        """Begin to show what is there now; of two beginnings only the later is gone on with."""
        self._steps.close()
        self._steps = self._refreshing()
        return self._steps

    def _refreshing(self) -> Generator[None, None, None]:
        if self._derived is None:
            self._curves = None
            self._clear()
            self._hint.setText(self.tr("Analyse the recording to see joint angles here."))
            self._pages.setCurrentIndex(0)
            return
        quantity = self._quantity.currentData()
        self._curves = curves_of(self._derived, quantity, scale=self._scale, floor=self._floor)
        groups = self._curves.groups
        names = tuple(
            name for name in self._chosen.get(quantity, self._curves.preferred()) if name in groups
        )
        if self._needs_building(names):
            yield from self._building(names)
        for name in names:
            self._strips[name].set_curves(self._curves.t_s, groups[name])
            for item, curve in zip(self._items[name], groups[name], strict=True):
                item.set_curve(self._curves.t_s, curve)
        yield
        self._show_legend(names)
        self._statistics.unit = self._curves.unit
        self._show_statistics()
        self._pages.setCurrentIndex(1)

    def _needs_building(self, names: tuple[str, ...]) -> bool:
        assert self._curves is not None
        built = {name: len(items) for name, items in self._items.items()}
        wanted = {name: len(self._curves.groups[name]) for name in names}
        return list(built.items()) != list(wanted.items()) or (
            self._built_for != (self._curves.quantity, self._curves.unit)
        )

    def _clear(self) -> None:
        self.graphics.clear()
        self._plots, self._items, self._strips, self._cursors = {}, {}, {}, []
        self.graphics.setBackground(self.palette().base().color())
        self._built_for = None

    def _building(self, names: tuple[str, ...]) -> Iterator[None]:
        """Build empty plots anew, one in each step."""
        assert self._curves is not None
        self._clear()
        colours = CurveColours.of(self.palette())
        for name in names:
            yield
            self._add_plot(name, self._curves.groups[name], colours)
        if self._plots:
            text = self.palette().text().color().name()
            last = list(self._plots.values())[-1]
            last.setLabel("bottom", self.tr("seconds"), color=text)
        self._fill_menu()
        # Only now: plots of which some are missing are built anew.
        self._built_for = (self._curves.quantity, self._curves.unit)
        yield

    def _add_plot(self, name: str, curves: tuple[Curve, ...], colours: CurveColours) -> None:
        assert self._curves is not None
        text = self.palette().text().color()
        plot = self.graphics.addPlot(row=len(self._plots), col=0, enableMenu=False)
        plot.hideButtons()
        title = f"{name_title(name)} ({self._curves.unit})"
        plot.setTitle(title, color=text, size="10pt")
        # No grid: it would be painted anew with every step of the cursor.
        zero = pg.InfiniteLine(pos=0.0, angle=0, pen=pg.mkPen(_faint(text), width=1))
        plot.addItem(zero, ignoreBounds=True)
        plot.getViewBox().invertY(self._curves.quantity is Quantity.VERTICAL)
        for axis in ("left", "bottom"):
            plot.getAxis(axis).setTextPen(text)
            plot.getAxis(axis).enableAutoSIPrefix(False)
        plot.getAxis("left").setWidth(44)
        if self._plots:
            above = list(self._plots.values())
            plot.setXLink(above[0])
            # One time axis is enough: the lowest.
            above[-1].getAxis("bottom").setStyle(showValues=False)
        self._items[name] = tuple(CurveItem(plot, curve.side, colours) for curve in curves)
        strip = StatusStrip(colours)
        plot.addItem(strip, ignoreBounds=True)
        self._strips[name] = strip
        cursor = pg.InfiniteLine(
            pos=self._time_s, angle=90, movable=True, pen=pg.mkPen(text, width=1)
        )
        cursor.sigPositionChanged.connect(lambda line: self.time_requested.emit(line.value()))
        plot.addItem(cursor, ignoreBounds=True)
        self._cursors.append(cursor)
        self._plots[name] = plot

    def _show_legend(self, names: tuple[str, ...]) -> None:
        """Name the sides with their colour and line, or tell why there is nothing."""
        assert self._curves is not None
        if self._curves.quantity is Quantity.ANGLES and not self._curves.preferred():
            self._legend.setText(self.tr("No joint angle could be computed in this view."))
            return
        self._legend.setText(
            " &nbsp; ".join(
                f'<span style="color:{entry.colour.name()}">'
                f"{'&#9473; &#9473;' if entry.is_dashed else '&#9473;&#9473;'}</span> {entry.text}"
                for entry in self._legend_entries(names)
            )
        )

    def _legend_entries(self, names: tuple[str, ...]) -> tuple[LegendEntry, ...]:
        """Return the sides that are drawn, as `CurveItem` draws them."""
        assert self._curves is not None
        colours = CurveColours.of(self.palette())
        sides = {curve.side for name in names for curve in self._curves.groups[name]}
        words = {"right": self.tr("right"), "left": self.tr("left")}
        return tuple(
            LegendEntry(text=text, colour=colours.side(side), is_dashed=side == "left")
            for side, text in words.items()
            if side in sides
        )

    def _fill_menu(self) -> None:
        menu = self._choose.menu()
        menu.clear()
        if self._curves is None:
            return
        for name in self._curves.groups:
            action = QAction(name_title(name), menu, checkable=True)
            action.setChecked(name in self._plots)
            action.setEnabled(name in self._plots or len(self._plots) < _MOST_PLOTS)
            action.toggled.connect(lambda on, name=name: self._toggle(name, on))
            menu.addAction(action)

    def _toggle(self, name: str, is_shown: bool) -> None:
        assert self._curves is not None
        wanted = {*self._plots, name} if is_shown else set(self._plots) - {name}
        self.show_groups(tuple(group for group in self._curves.groups if group in wanted))

    def _show_statistics(self) -> None:
        if self._curves is None:
            return
        t_s = self._curves.t_s
        rows = np.ones(len(t_s), np.bool_)
        if self._range_s is not None:
            rows = (t_s >= self._range_s[0]) & (t_s <= self._range_s[1])
        shown = [curve for name in self._plots for curve in self._curves.groups[name]]
        self._statistics.set_curves(shown, rows, self._range_s)

    # --- Copy and save -------------------------------------------------------------------------

    def copy_picture(self) -> None:
        """Put a picture of the plots on the clipboard."""
        if self._curves is not None:
            picture = picture_of(self.graphics, self._legend_entries(self.shown))
            QGuiApplication.clipboard().setImage(picture)

    def save_picture(self, path: Path) -> None:
        """Write the plots as PNG or SVG."""
        if self._curves is None:
            return
        try:
            save_picture(self.graphics, path, self._legend_entries(self.shown))
        except EfficientPoseError as error:
            self.failed.emit(error)
        else:
            self.saved.emit(path)

    def save_data(self, path: Path) -> None:
        """Write the curves on display as CSV."""
        if self._curves is None:
            return
        try:
            save_data(self._curves, self.shown, path)
        except EfficientPoseError as error:
            self.failed.emit(error)
        else:
            self.saved.emit(path)

    def _ask_picture(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save picture"), "", self.tr("Picture (*.png);;Vector graphic (*.svg)")
        )
        if name:
            path = Path(name)
            self.save_picture(path if path.suffix else path.with_suffix(".png"))

    def _ask_data(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save data"), "", self.tr("Table (*.csv)")
        )
        if name:
            path = Path(name)
            self.save_data(path if path.suffix else path.with_suffix(".csv"))

    # --- Events --------------------------------------------------------------------------------

    def _clicked(self, event: object) -> None:
        for plot in self._plots.values():
            if plot.sceneBoundingRect().contains(event.scenePos()):  # type: ignore[attr-defined]
                point = plot.getViewBox().mapSceneToView(event.scenePos())  # type: ignore[attr-defined]
                self.time_requested.emit(float(point.x()))
                return

    def changeEvent(self, event: QEvent) -> None:
        """Take new colours when the theme changes."""
        if event.type() == QEvent.Type.PaletteChange:
            # Later: plots have menus, and Qt goes through all widgets that there are just now.
            QTimer.singleShot(0, self, self._recolour)
        super().changeEvent(event)

    def _recolour(self) -> None:
        if self._curves is not None:
            self._built_for = None
            self._refresh()


def _nothing() -> Generator[None, None, None]:
    yield from ()


def _faint(colour: QColor) -> QColor:
    faint = QColor(colour)
    faint.setAlpha(50)
    return faint
