"""Two recordings side by side, one transport, and one curve of both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.widgets.change_table import ChangeTable
from app.widgets.curves import name_title
from app.widgets.difference_plot import DifferencePlot
from app.widgets.measure_table import MeasureTable
from app.widgets.transport import TransportBar
from app.widgets.trial_view import TrialView

if TYPE_CHECKING:
    from efficientpose_core.kinematics.gait.comparison import GaitComparison
    from efficientpose_core.kinematics.sport.trials import AlignedTrials

__all__ = ["ComparePage"]


class ComparePage(QWidget):
    """Shows and asks; left is the open project, right the other one.

    Parameters
    ----------
    names
        Of the open project and the other one.
    frame_counts
        Of their recordings.

    Signals
    -------
    close_requested()
        Escape, or the button.
    choice_changed()
        Another curve, way to align, repetition or order was chosen.
    align_requested()
        The frames on display show the same moment.
    frame_requested(int, int)
        Which recording (0 or 1), and the frame it is to show.
    """

    close_requested = Signal()
    choice_changed = Signal()
    align_requested = Signal()
    frame_requested = Signal(int, int)

    def __init__(
        self, names: tuple[str, str], frame_counts: tuple[int, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Comparison of two projects"))
        self._names = names
        self.views = (TrialView(), TrialView())
        self._sliders = (QSlider(Qt.Orientation.Horizontal), QSlider(Qt.Orientation.Horizontal))
        self._remarks = (QLabel(), QLabel())
        self.transport = TransportBar()
        self.plot = DifferencePlot()
        self.differences = MeasureTable()
        self.changes = ChangeTable()
        self._angle, self._alignment, self._order = QComboBox(), QComboBox(), QComboBox()
        self._stretches = (QComboBox(), QComboBox())
        self._together = QCheckBox(self.tr("Move together"))
        self._align = QPushButton(self.tr("Align these frames"))
        self._close = QPushButton(self.tr("Close"))
        self._problem = QLabel()
        self._tabs = QTabWidget()
        self._fill_choices(frame_counts)
        self._lay_out()
        self._connect()

    # --- Choices -------------------------------------------------------------------------------

    @property
    def angle(self) -> str:
        """Name of the curve."""
        return self._angle.currentData() or ""

    @property
    def alignment(self) -> str:
        """How both are aligned, the value of an `Alignment`."""
        return str(self._alignment.currentData())

    @property
    def stretches(self) -> tuple[int, int]:
        """Which repetition of each is compared, from 0."""
        return self._stretches[0].currentIndex(), self._stretches[1].currentIndex()

    @property
    def is_other_earlier(self) -> bool:
        """Whether the other recording was made before the open one."""
        return bool(self._order.currentData())

    @property
    def moves_together(self) -> bool:
        """Whether one recording follows the other."""
        return self._together.isChecked()

    @property
    def problem(self) -> str:
        """Why there are no curves; nothing where there are."""
        return self._problem.text()

    @property
    def remarks(self) -> tuple[str, str]:
        """What is said about the frames of both."""
        return self._remarks[0].text(), self._remarks[1].text()

    def set_angles(self, names: Sequence[str]) -> None:
        """Tell which curves both have; the chosen one stays where it is among them."""
        chosen = self.angle or "right_knee_flexion"
        blocker = QSignalBlocker(self._angle)
        self._angle.clear()
        for name in names:
            self._angle.addItem(name_title(name), name)
        self._angle.setCurrentIndex(max(self._angle.findData(chosen), 0) if names else -1)
        del blocker

    def set_stretches(self, counts: tuple[int, int]) -> None:
        """Tell how many repetitions each has."""
        for box, count in zip(self._stretches, counts, strict=True):
            blocker, chosen = QSignalBlocker(box), max(box.currentIndex(), 0)
            box.clear()
            for number in range(1, count + 1):
                box.addItem(self.tr("repetition {0}").format(number))
            box.setCurrentIndex(min(chosen, count - 1))
            del blocker
        self._show_stretches()

    def set_alignment(self, value: str) -> None:
        """Choose how both are aligned."""
        self._alignment.setCurrentIndex(self._alignment.findData(value))
        self._show_stretches()

    def set_moves_together(self, is_together: bool) -> None:
        """Let one recording follow the other, or not."""
        self._together.setChecked(is_together)

    # --- Results -------------------------------------------------------------------------------

    def set_result(self, aligned: AlignedTrials | None, problem: str) -> None:
        """Show the curves, or the sentence that says why there are none."""
        title = f"{self._angle.currentText()} (°)"
        names = self._names if not self.is_other_earlier else self._names[::-1]
        self.plot.set_trials(aligned, title, names)
        self.differences.set_measures(() if aligned is None else aligned.measures)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.plot.setVisible(not problem)

    def set_gait(self, comparison: GaitComparison | None) -> None:
        """Show how gait has changed; nothing where one of both does not walk."""
        self.changes.set_changes(() if comparison is None else comparison.parameters)
        self._tabs.setTabVisible(1, comparison is not None)

    def set_position(self, which: int, frame: int) -> None:
        """Show where a recording is."""
        blocker = QSignalBlocker(self._sliders[which])
        self._sliders[which].setValue(frame)
        del blocker

    def set_remark(self, which: int, text: str) -> None:
        """Say something about the frame of a recording."""
        self._remarks[which].setText(text)

    # --- Building ------------------------------------------------------------------------------

    def _fill_choices(self, frame_counts: tuple[int, int]) -> None:
        for text, value in (
            (self.tr("Aligned by an event"), "event"),
            (self.tr("Aligned by likeness"), "correlation"),
            (self.tr("One repetition, 0 to 100 %"), "repetition"),
        ):
            self._alignment.addItem(text, value)
        self._order.addItem(self.tr("The other one was before"), True)
        self._order.addItem(self.tr("The other one was after"), False)
        for box, name in (
            (self._angle, self.tr("Curve that is compared")),
            (self._alignment, self.tr("How the two recordings are aligned")),
            (self._order, self.tr("Which recording was made first: differences are later minus "
                                  "earlier")),
            (self._stretches[0], self.tr("Repetition of the open project")),
            (self._stretches[1], self.tr("Repetition of the other project")),
        ):  # fmt: skip
            box.setAccessibleName(name)
            box.setToolTip(name)
        for slider, name, count in zip(self._sliders, self._names, frame_counts, strict=True):
            slider.setRange(0, max(count - 1, 0))
            slider.setAccessibleName(self.tr("Frame of {0}").format(name))
            slider.setToolTip(slider.accessibleName())
        for view, name in zip(self.views, self._names, strict=True):
            view.setAccessibleName(self.tr("Video of {0}").format(name))
        self._together.setChecked(True)
        self._together.setToolTip(
            self.tr("Let one recording follow the other. Without it each can be moved by itself, "
                    "to find the same moment in both.")
        )  # fmt: skip
        self._align.setToolTip(
            self.tr("The two frames on display show the same moment: align the recordings there")
        )
        self._close.setToolTip(self.tr("Go back to the project (Esc)"))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 4)
        bar.setSpacing(8)
        choices = (self._angle, self._alignment, *self._stretches, self._order)
        for box in choices:
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            bar.addWidget(box)
        bar.addStretch()
        bar.addWidget(self._close)
        videos = QWidget()
        grid = QGridLayout(videos)
        grid.setContentsMargins(4, 0, 4, 0)
        grid.setSpacing(4)
        for column, (name, view, slider, remark) in enumerate(
            zip(self._names, self.views, self._sliders, self._remarks, strict=True)
        ):
            head = QHBoxLayout()
            title = QLabel(name)
            font = title.font()
            font.setBold(True)
            title.setFont(font)
            remark.setForegroundRole(remark.palette().ColorRole.PlaceholderText)
            head.addWidget(title)
            head.addWidget(remark, stretch=1)
            grid.addLayout(head, 0, column)
            grid.addWidget(view, 1, column)
            grid.addWidget(slider, 2, column)
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(1, 1)
        self.transport.setObjectName("bar")
        self.transport.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._problem.setWordWrap(True)
        self._problem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._problem.setContentsMargins(12, 8, 12, 8)
        self.differences.setAccessibleName(self.tr("Differences of the curves"))
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self.differences, self.tr("Curve"))
        self._tabs.addTab(self.changes, self.tr("Gait before and after"))
        lower = QSplitter()
        curves = QWidget()
        inner = QVBoxLayout(curves)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._problem)
        inner.addWidget(self.plot, stretch=1)
        lower.addWidget(curves)
        lower.addWidget(self._tabs)
        lower.setSizes([640, 640])
        split = QSplitter(Qt.Orientation.Vertical)
        upper = QWidget()
        column_of = QVBoxLayout(upper)
        column_of.setContentsMargins(0, 0, 0, 0)
        column_of.setSpacing(0)
        column_of.addWidget(videos, stretch=1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 8, 0)
        row.addWidget(self.transport, stretch=1)
        row.addSpacing(8)
        row.addWidget(self._together)
        row.addSpacing(8)
        row.addWidget(self._align)
        column_of.addLayout(row)
        for part, stretch in ((upper, 4), (lower, 3)):
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(split, stretch=1)

    def _connect(self) -> None:
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_requested)
        self._close.clicked.connect(self.close_requested)
        self._align.clicked.connect(self.align_requested)
        for box in (self._angle, self._order, *self._stretches, self._alignment):
            box.activated.connect(lambda _: self._tell_choice())
        self._together.clicked.connect(lambda _: self.choice_changed.emit())
        for which, slider in enumerate(self._sliders):
            slider.valueChanged.connect(
                lambda frame, which=which: self.frame_requested.emit(which, frame)
            )

    def _tell_choice(self) -> None:
        self._show_stretches()
        self.choice_changed.emit()

    def _show_stretches(self) -> None:
        """Offer a choice of repetitions where there is one."""
        for box in self._stretches:
            box.setVisible(self.alignment == "repetition" and box.count() > 0)
