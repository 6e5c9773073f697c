"""Counting beside the picture: repetitions or jumps, their signal, and their numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.translation import decimal, tell, words
from app.widgets.measure_table import MeasureTable, number_text
from app.widgets.movement_text import (
    JUMPS,
    count_choices,
    counted_label,
    value_text,
)
from app.widgets.signal_plot import SignalCurve, SignalPlot, TurningPoint
from app.widgets.stretch_table import StretchRow, StretchTable

if TYPE_CHECKING:
    from efficientpose_core.kinematics.angles import AngleTrack
    from efficientpose_core.kinematics.measure import Measure
    from efficientpose_core.kinematics.sport.jumps import Jump, JumpAnalysis
    from efficientpose_core.kinematics.sport.repetitions import Repetition, RepetitionAnalysis
    from efficientpose_core.pose import FloatArray
    from efficientpose_core.session.assessment import Assessment
    from efficientpose_core.session.movement import Movement

__all__ = ["MovementPanel"]

_HINT, _PAGE = 0, 1
_NOTHING, _RESULTS = 0, 1
_LEVEL_LIMIT = 400.0


class MovementPanel(QWidget):
    """Shows what is counted; it only asks for changes.

    Signals
    -------
    counted_chosen(str)
        What is to be counted; empty for nothing.
    levels_wanted(bool)
        Whether the user wants to choose levels.
    levels_chosen(float, float)
        Where a repetition begins and is over.
    stretch_chosen(StretchRow)
        A repetition or jump, to be shown.
    time_requested(float)
        Seconds, where the user has clicked into the curve.
    """

    counted_chosen = Signal(str)
    levels_wanted = Signal(bool)
    levels_chosen = Signal(float, float)
    stretch_chosen = Signal(object)
    time_requested = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Movement"))
        self._angles: tuple[str, ...] | None = None
        self._counted = QComboBox()
        self._own_levels = QCheckBox(self.tr("Own levels"))
        self._levels = (QDoubleSpinBox(), QDoubleSpinBox())
        self._levels_row = QWidget()
        self._count = QLabel()
        self._count_words = QLabel()
        self._empty = QLabel()
        self.plot = SignalPlot()
        self.list = StretchTable(self.tr("Repetitions"))
        self._chosen = QLabel()
        self.table = MeasureTable()
        self._notices = QLabel()
        self._pages = QStackedWidget()
        self._results = QStackedWidget()
        self._make_choices()
        self._lay_out()
        self._connect()

    @property
    def count_text(self) -> str:
        """The number in large, and the words beside it."""
        return f"{self._count.text()} {self._count_words.text()}".strip()

    @property
    def counted(self) -> str:
        """What is chosen to be counted."""
        return self._counted.currentData() or ""

    @property
    def level_boxes(self) -> tuple[QDoubleSpinBox, QDoubleSpinBox]:
        """Where a repetition begins, and where it is over."""
        return self._levels

    @property
    def explanation(self) -> str:
        """What is said about the chosen row."""
        return self._chosen.text()

    def set_movement(
        self, assessment: Assessment | None, movement: Movement | None, angles: AngleTrack | None
    ) -> None:
        """Show results; the hint for None.

        Parameters
        ----------
        assessment
            What is asked.
        movement
            The answers.
        angles
            Those that can be counted here.
        """
        if assessment is None or movement is None or angles is None:
            self._pages.setCurrentIndex(_HINT)
            return
        self._pages.setCurrentIndex(_PAGE)
        self._explain(None)
        self._fill_choices(angles.names, assessment.counted)
        self._show_levels(assessment, movement)
        if movement.repetitions is not None:
            self._show_repetitions(movement.repetitions, assessment.levels)
        elif movement.jumps is not None:
            self._show_jumps(movement.jumps, movement.ankle_height, angles.t_s)
        else:
            self._show_nothing(movement.count_refusal)

    def set_time(self, t_s: float) -> None:
        """Move the cursor of the curve."""
        self.plot.set_time(t_s)

    # --- Results -------------------------------------------------------------------------------

    def _show_nothing(self, refusal: str) -> None:
        self._results.setCurrentIndex(_NOTHING)
        self._count.clear()
        self._count_words.clear()
        self._empty.setText(
            self.tr("This cannot be counted: {0}").format(tell(refusal))
            if refusal
            else self.tr("Choose above what is to be counted: a movement, jumps, or any angle.")
        )

    def _show_repetitions(
        self, counted: RepetitionAnalysis, levels: tuple[float, float] | None
    ) -> None:
        signal, unit = counted.signal, words().unit(counted.signal.unit)
        numbers = {id(one): number for number, one in enumerate(counted.complete, start=1)}
        self._results.setCurrentIndex(_RESULTS)
        self.plot.set_signal(
            SignalCurve(
                title=f"{counted_label(signal.name)} ({unit})",
                t_s=signal.t_s, values=signal.values, sd=signal.sd,
            ),
            [
                TurningPoint(
                    t_s=one.turning_s, counts=id(one) in numbers,
                    span_s=(one.start_s, one.end_s),
                )
                for one in counted.repetitions
            ],
            levels,
        )  # fmt: skip
        has_sides = bool(signal.sides)
        tempo, sides = self.tr("Tempo s"), self.tr("L - R {0}").format(unit)
        header = [self.tr("No."), self.tr("Start s"), self.tr("Depth {0}").format(unit),
                  self.tr("Range {0}").format(unit), tempo]  # fmt: skip
        if has_sides:
            header.append(sides)
        tips = {tempo: self.tr("Seconds for the way out, at the turning point, and back"),
                sides: self.tr("Left minus right at the turning point")}  # fmt: skip
        self.list.set_rows(
            [*header, self.tr("Remark")],
            [
                self._repetition_row(one, numbers.get(id(one)), signal.unit, has_sides=has_sides)
                for one in counted.repetitions
            ],
            tips,
        )
        self._show_count(counted.measure("repetitions").value, len(counted.repetitions))
        self._show_measures(counted.measures)
        self._notices.setText(self._sentence(counted.measure("repetitions").reason))
        self._notices.setVisible(bool(self._notices.text()))

    def _repetition_row(
        self, one: Repetition, number: int | None, unit: str, *, has_sides: bool
    ) -> StretchRow:
        tempo = " · ".join(decimal(part, 1) for part in (one.out_s, one.hold_s, one.back_s)
                           if math.isfinite(part))  # fmt: skip
        cells = [
            "-" if number is None else str(number),
            decimal(one.start_s, 2) if math.isfinite(one.start_s) else "",
            value_text(one.depth, unit),
            value_text(one.range, unit),
            tempo,
        ]
        if has_sides:
            cells.append(value_text(one.side_difference, unit))
        lines = [self.tr("Turns at {0} s").format(decimal(one.turning_s, 2))]
        if math.isfinite(one.error):
            error = f"{number_text(one.error, unit)} {words().unit(unit)}"
            lines.append(self.tr("Expected error of the depth (1 SD): {0}").format(error))
        if number is None:
            lines.insert(0, self.tr("Not counted: {0}").format(tell(one.reason)))
        cells.append(self._sentence(one.reason))
        return StretchRow(
            cells=tuple(cells),
            first=one.first, last=one.last, at=one.turning, tip="\n".join(lines),
            is_doubtful=number is None,
        )  # fmt: skip

    def _show_jumps(self, jumps: JumpAnalysis, height: FloatArray | None, t_s: FloatArray) -> None:
        self._results.setCurrentIndex(_RESULTS)
        if height is not None:
            title = self.tr("Lower ankle above the floor (% of body height)")
            self.plot.set_signal(
                SignalCurve(title=title, t_s=t_s, values=height, sd=np.full(len(t_s), np.nan)),
                [
                    TurningPoint(
                        t_s=jump.apex_s, counts=True, span_s=(jump.take_off_s, jump.landing_s)
                    )
                    for jump in jumps.jumps
                ],
            )
        unit = jumps.measure("jump_height_pelvis").unit
        header = (
            self.tr("No."), self.tr("Take-off s"), self.tr("In the air s"),
            self.tr("Height by time cm"), self.tr("Pelvis rise %"), self.tr("Remark"),
        )  # fmt: skip
        self.list.set_rows(
            header, [self._jump_row(n, one) for n, one in enumerate(jumps.jumps, start=1)]
        )
        count = jumps.measure("jumps")
        self._show_count(count.value, len(jumps.jumps))
        self._show_measures(jumps.measures)
        lines = [self._sentence(count.reason)]
        if unit == "%" and jumps.jumps:
            lines.append(
                self.tr("Heights of the pelvis are in % of the body height: calibrate the picture "
                        "for centimetres.")
            )  # fmt: skip
        self._notices.setText("\n".join(filter(None, lines)))
        self._notices.setVisible(bool(self._notices.text()))

    def _jump_row(self, number: int, jump: Jump) -> StretchRow:
        height = jump.flight_height_m
        is_known = math.isfinite(height)
        remark = "" if is_known else self.tr("The frame rate is too low for a height by time.")
        rise = 100 * jump.pelvis_rise
        lines = [
            self.tr("Time in the air: {0} ± {1} s").format(
                decimal(jump.flight_s, 3), decimal(jump.flight_error_s, 3)
            )
        ]
        if is_known:
            lines.append(
                self.tr("Height by time: {0} ± {1} cm").format(
                    decimal(100 * height, 1), decimal(100 * jump.flight_height_error_m, 1)
                )
            )
        cells = (
            str(number), decimal(jump.take_off_s, 2), decimal(jump.flight_s, 3),
            decimal(100 * height, 1) if is_known else "",
            decimal(rise, 1) if math.isfinite(rise) else "", remark,
        )  # fmt: skip
        return StretchRow(
            cells=cells, first=jump.first, last=jump.last, at=(jump.first + jump.last) // 2,
            tip="\n".join(lines),
        )  # fmt: skip

    def _show_count(self, count: float, listed: int) -> None:
        is_known = math.isfinite(count)
        self._count.setText(f"{count:.0f}" if is_known else "-")
        words = self._counted.currentText() if is_known else self.tr("not counted")
        doubtful = listed - round(count) if is_known else listed
        if is_known and doubtful:
            words += "\n" + self.tr("{0} more seen, not counted").format(doubtful)
        self._count_words.setText(words)
        self._count.setAccessibleName(self.count_text)

    def _show_measures(self, measures: Sequence[Measure]) -> None:
        """Show all but the count, which stands in large above."""
        self.table.set_measures([m for m in measures if m.name not in ("repetitions", "jumps")])

    def _sentence(self, text: str) -> str:
        told = tell(text)
        return f"{told[:1].upper()}{told[1:]}"

    # --- Choices -------------------------------------------------------------------------------

    def _fill_choices(self, angles: tuple[str, ...], counted: str) -> None:
        blocker = QSignalBlocker(self._counted)
        if angles != self._angles:
            self._angles = angles
            self._counted.clear()
            self._counted.addItem(self.tr("Count nothing"), "")
            for number, (text, id) in enumerate(count_choices(angles)):
                if number == len(count_choices(())):
                    self._counted.insertSeparator(self._counted.count())
                self._counted.addItem(text, id)
        at = self._counted.findData(counted)
        if at < 0:
            # An angle that this view does not have; the reason is told below.
            self._counted.addItem(counted_label(counted), counted)
            at = self._counted.count() - 1
        self._counted.setCurrentIndex(at)
        del blocker

    def _show_levels(self, assessment: Assessment, movement: Movement) -> None:
        levels = assessment.levels
        self._own_levels.setVisible(assessment.counted not in ("", JUMPS))
        self._own_levels.setChecked(levels is not None)
        self._own_levels.setEnabled(levels is not None or movement.repetitions is not None)
        self._levels_row.setVisible(levels is not None and self._own_levels.isVisibleTo(self))
        unit = (
            "" if movement.repetitions is None else words().unit(movement.repetitions.signal.unit)
        )
        for box, level in zip(self._levels, levels or (0.0, 0.0), strict=True):
            blocker = QSignalBlocker(box)
            box.setValue(level)
            box.setSuffix(f" {unit}" if unit == "%" else unit)
            del blocker

    # --- Building ------------------------------------------------------------------------------

    def _make_choices(self) -> None:
        self._counted.setAccessibleName(self.tr("What is counted"))
        self._counted.setToolTip(self.tr("What is counted: a movement, jumps, or any angle"))
        self._own_levels.setToolTip(
            self.tr("Choose where a repetition begins and is over, instead of comparing with a "
                    "typical one. Levels can be dragged in the curve.")
        )  # fmt: skip
        names = (self.tr("A repetition begins beyond"), self.tr("A repetition is over at"))
        for box, name in zip(self._levels, names, strict=True):
            box.setRange(-_LEVEL_LIMIT, _LEVEL_LIMIT)
            box.setDecimals(1)
            box.setSingleStep(5.0)
            box.setKeyboardTracking(False)
            box.setAccessibleName(name)
            box.setToolTip(name)

    def _lay_out(self) -> None:
        hint = QLabel(self.tr("Analyse the recording to count repetitions and measure jumps."))
        for label in (hint, self._empty):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (hint, self._empty, self._notices, self._chosen):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setContentsMargins(8, 4, 8, 4)
        font = self._count.font()
        font.setPointSizeF(2.6 * font.pointSizeF())
        font.setBold(True)
        self._count.setFont(font)
        self._count_words.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 6, 6, 0)
        bar.setSpacing(10)
        bar.addWidget(self._counted)
        bar.addWidget(self._own_levels)
        bar.addStretch()
        levels = QHBoxLayout(self._levels_row)
        levels.setContentsMargins(6, 0, 6, 0)
        for text, box in zip(
            (self.tr("Begins beyond"), self.tr("is over at")), self._levels, strict=True
        ):
            levels.addWidget(QLabel(text))
            levels.addWidget(box)
        levels.addStretch()
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 8, 0)
        head.setSpacing(10)
        head.addWidget(self._count)
        head.addWidget(self._count_words, stretch=1)
        split = QSplitter(Qt.Orientation.Vertical)
        self.plot.setMinimumHeight(120)
        self.table.setAccessibleName(self.tr("Means over the repetitions"))
        rows = QWidget()
        below = QVBoxLayout(rows)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.list, stretch=1)
        below.addWidget(self._chosen)
        for part in (self.plot, rows, self.table):
            split.addWidget(part)
        split.setSizes([400, 330, 270])
        results = QWidget()
        inner = QVBoxLayout(results)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(head)
        inner.addWidget(self._notices)
        inner.addWidget(split, stretch=1)
        self._results.addWidget(self._empty)
        self._results.addWidget(results)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(bar)
        layout.addWidget(self._levels_row)
        layout.addWidget(self._results, stretch=1)
        self._pages.addWidget(hint)
        self._pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _connect(self) -> None:
        self._counted.activated.connect(
            lambda row: self.counted_chosen.emit(self._counted.itemData(row) or "")
        )
        self._own_levels.clicked.connect(self.levels_wanted)
        for box in self._levels:
            box.valueChanged.connect(lambda _: self._tell_levels())
        self.plot.levels_moved.connect(self.levels_chosen)
        self.plot.time_requested.connect(self.time_requested)
        self.list.stretch_chosen.connect(self._explain)
        self.list.stretch_chosen.connect(self.stretch_chosen)

    def _explain(self, row: StretchRow | None) -> None:
        """Write below the table what the chosen row's tool tip says: cells are narrow."""
        self._chosen.setText("" if row is None else ". ".join(row.tip.split("\n")))
        self._chosen.setVisible(bool(self._chosen.text()))

    def _tell_levels(self) -> None:
        enter, leave = self._levels
        self.levels_chosen.emit(enter.value(), leave.value())
