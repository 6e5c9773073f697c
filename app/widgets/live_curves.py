"""Curves of the last seconds, running from right to left, with their newest values."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QElapsedTimer, QEvent, QMargins, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.widgets.curve_items import CurveColours
from app.widgets.curves import name_label, name_title
from efficientpose_core.skeleton import mirror_name, side_of

if TYPE_CHECKING:
    from efficientpose_core.live.angles import LivePose
    from efficientpose_core.pose import FloatArray

__all__ = ["LiveCurves"]

_SHOWN_S = 10.0
_MOST_PLOTS = 4
_DRAW_EVERY_MS = 80
_GAP_S = 0.5
"""What happened in longer gaps is not known."""
_PREFERRED = ("knee_flexion", "hip_flexion", "trunk_lean",
              "knee_valgus", "hip_abduction", "trunk_side_lean")  # fmt: skip
_STEP_DEG = 15.0
_LEAST_DEG = 45.0
_SIDES = ("right", "left", "middle")


class LiveCurves(QWidget):
    """Left and right of some angles over the last ten seconds.

    Signals
    -------
    chosen(tuple)
        Names of the groups that the user wants to see, such as ``"knee_flexion"``.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Live angles"))
        self._names: tuple[str, ...] = ()
        self._wanted: tuple[str, ...] = ()
        self._times_s: deque[float] = deque()
        self._rows: deque[FloatArray] = deque()
        self._plots: dict[str, _LivePlot] = {}
        self._drawn = QElapsedTimer()
        self._choose = QToolButton()
        self._choose.setText(self.tr("Curves"))
        self._choose.setToolTip(self.tr("Choose which curves are shown, four at most"))
        self._choose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._choose.setMenu(QMenu(self._choose))
        note = QLabel(self.tr("Live values are feedback. Measure on the recording."))
        note.setToolTip(
            self.tr("Exchanged sides, outliers and gaps can only be mended with the pictures that "
                    "come after: that is what analysing the recording does.")
        )  # fmt: skip
        note.setForegroundRole(note.palette().ColorRole.PlaceholderText)
        note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 0)
        bar.addWidget(self._choose)
        bar.addWidget(note, stretch=1)
        self._holder = holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(bar)
        layout.addWidget(holder, stretch=1)

    @property
    def shown(self) -> tuple[str, ...]:
        """Groups on display."""
        return tuple(self._plots)

    @property
    def shown_angles(self) -> tuple[str, ...]:
        """Angles on display, such as ``"right_knee_flexion"``."""
        return tuple(name for plot in self._plots.values() for name in plot.names)

    def set_wanted(self, groups: Sequence[str]) -> None:
        """Choose what is shown where it can be told; the usual ones where nothing fits."""
        self._wanted = tuple(groups)
        self._rebuild()

    def clear(self) -> None:
        """Forget the values."""
        self._times_s.clear()
        self._rows.clear()
        self._draw()

    def add(self, poses: Sequence[LivePose]) -> None:
        """Go on with these values and draw."""
        for pose in poses:
            angles = pose.angles
            if angles.names != self._names:
                # Seen from another side: other angles.
                self._names = angles.names
                self._times_s.clear()
                self._rows.clear()
                self._rebuild()
            self._times_s.append(float(angles.t_s[0]))
            self._rows.append(angles.values_deg[0])
        while self._times_s and self._times_s[-1] - self._times_s[0] > _SHOWN_S:
            self._times_s.popleft()
            self._rows.popleft()
        # Curves cost more than pictures, and need not be as smooth.
        if poses and (not self._drawn.isValid() or self._drawn.elapsed() >= _DRAW_EVERY_MS):
            self._drawn.start()
            self._draw()

    def values(self, name: str) -> tuple[FloatArray, FloatArray]:
        """Return (n,) times and values of an angle, as far as they are kept."""
        times = np.array(self._times_s)
        rows = np.array(self._rows).reshape(len(times), len(self._names))
        return times, rows[:, self._names.index(name)]

    # --- Building ------------------------------------------------------------------------------

    def _groups(self) -> dict[str, tuple[str, ...]]:
        """Return group to angles, right first."""
        groups: dict[str, list[str]] = {}
        for name in self._names:
            is_sided = mirror_name(name) != name
            groups.setdefault(name.partition("_")[2] if is_sided else name, []).append(name)
        return {
            group: tuple(sorted(names, key=lambda name: _SIDES.index(side_of(name))))
            for group, names in groups.items()
        }

    def _rebuild(self) -> None:
        groups = self._groups()
        names = [name for name in self._wanted if name in groups]
        names = names or [name for name in _PREFERRED if name in groups]
        for plot in self._plots.values():
            plot.hide()
            self._column.removeWidget(plot)
            plot.deleteLater()
        self._plots = {
            name: _LivePlot(name, groups[name], self._holder) for name in names[:_MOST_PLOTS]
        }
        for plot in self._plots.values():
            self._column.addWidget(plot, stretch=1)
        for plot in list(self._plots.values())[-1:]:
            plot.tell_unit()
        self._fill_menu(groups)
        self._draw()

    def _fill_menu(self, groups: dict[str, tuple[str, ...]]) -> None:
        menu = self._choose.menu()
        menu.clear()
        for name in groups:
            action = QAction(name_title(name), menu, checkable=True)
            action.setChecked(name in self._plots)
            action.setEnabled(name in self._plots or len(self._plots) < _MOST_PLOTS)
            action.triggered.connect(lambda on, name=name: self._toggle(name, on))
            menu.addAction(action)

    def _toggle(self, name: str, is_shown: bool) -> None:
        wanted = {*self._plots, name} if is_shown else set(self._plots) - {name}
        self.set_wanted([group for group in self._groups() if group in wanted])
        self.chosen.emit(self.shown)

    def _draw(self) -> None:
        if not self._times_s:
            for plot in self._plots.values():
                plot.draw(np.empty(0), {})
            return
        times = np.array(self._times_s)
        rows = np.array(self._rows)
        columns = {name: rows[:, n] for n, name in enumerate(self._names)}
        for plot in self._plots.values():
            plot.draw(times - times[-1], columns)

    def changeEvent(self, event: QEvent) -> None:
        """Take new colours when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            # Later: plots have menus, and Qt goes through all widgets that there are just now.
            QTimer.singleShot(0, self, self._rebuild)


class _LivePlot(QWidget):
    """One group: name and newest values above, curves below."""

    def __init__(self, group: str, names: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.names = names
        colours = CurveColours.of(self.palette())
        text = self.palette().text().color()
        title = QLabel(name_title(group))
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 0)
        bar.addWidget(title)
        bar.addStretch()
        self._labels: dict[str, QLabel] = {}
        words = {"right": self.tr("right"), "left": self.tr("left"), "middle": ""}
        self._words = {name: words[side_of(name)] for name in names}
        for name in names:
            label = QLabel()
            label.setAccessibleName(name_label(name))
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setStyleSheet(
                f"color: {colours.side(side_of(name)).name()}; font-weight: bold; font-size: 15px;"
            )
            # Wide enough for any value, so that nothing moves while values change.
            label.setMinimumWidth(label.fontMetrics().horizontalAdvance("right  -188°") + 24)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._labels[name] = label
            bar.addWidget(label)
        self._plot = pg.PlotWidget(background=self.palette().base().color())
        self._plot.setMinimumHeight(60)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(False, False)
        self._plot.hideButtons()
        self._plot.setXRange(-_SHOWN_S, 0.0, padding=0.01)
        for axis in ("left", "bottom"):
            self._plot.getAxis(axis).setTextPen(text)
            self._plot.getAxis(axis).enableAutoSIPrefix(False)
        self._plot.getAxis("left").setWidth(36)
        faint = pg.mkPen(text.red(), text.green(), text.blue(), 50)
        self._plot.addItem(pg.InfiniteLine(pos=0.0, angle=0, pen=faint), ignoreBounds=True)
        self._lines: dict[str, pg.PlotCurveItem] = {}
        for name in names:
            style = Qt.PenStyle.DashLine if side_of(name) == "left" else Qt.PenStyle.SolidLine
            pen = pg.mkPen(colours.side(side_of(name)), width=2, style=style)
            self._lines[name] = pg.PlotCurveItem(pen=pen)
            self._plot.addItem(self._lines[name])
        self._range = (0.0, 0.0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(QMargins(0, 0, 4, 0))
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._plot, stretch=1)
        self._follow(np.empty(0))

    def tell_unit(self) -> None:
        """Write under the time axis what it counts."""
        colour = self.palette().text().color().name()
        self._plot.setLabel("bottom", self.tr("seconds"), color=colour)

    def draw(self, times_s: FloatArray, columns: dict[str, FloatArray]) -> None:
        """Show values over the time before now."""
        known = []
        for name in self.names:
            values = columns.get(name, times_s)
            self._lines[name].setData(times_s, values, connect=_connected(times_s, values))
            newest = float(values[-1]) if len(values) else math.nan
            told = f"{round(newest)}°" if math.isfinite(newest) else "-"
            self._labels[name].setText(f"{self._words[name]}  {told}".strip())
            known.append(values[np.isfinite(values)])
        self._follow(np.concatenate(known))

    def _follow(self, known: FloatArray) -> None:
        """Let the vertical range hold all values, in steps, so that it seldom moves."""
        low, high = (known.min(), known.max()) if len(known) else (0.0, 0.0)
        low = _STEP_DEG * math.floor(min(low, 0.0) / _STEP_DEG)
        high = _STEP_DEG * math.ceil(max(high, low + _LEAST_DEG) / _STEP_DEG)
        if (low, high) != self._range:
            self._range = (low, high)
            self._plot.setYRange(low, high, padding=0.04)


def _connected(times_s: FloatArray, values: FloatArray) -> npt.NDArray[np.int32]:
    """Return 1 where a line leads to the next value: both are known, and near in time."""
    connect = np.zeros(len(values), np.int32)
    is_known = np.isfinite(values)
    connect[:-1] = is_known[:-1] & is_known[1:] & (np.diff(times_s) < _GAP_S)
    return connect
