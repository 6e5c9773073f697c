"""The cleaning chain: every step with its parameters, and what it has done to the recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.translation import tell

if TYPE_CHECKING:
    from efficientpose_core.kinematics.cleaning import CleaningSettings
    from efficientpose_core.pose import ProcessingStep

__all__ = ["CleaningDialog"]

_WAIT_MS = 150
"""A number that is being typed is complete after this."""
_STEPS = (
    "reject_keypoints", "repair_swaps", "reject_doubles", "hampel", "fill_gaps",
    "keep_segment_lengths", "smooth",
)  # fmt: skip
"""Rows of the dialog, by their names in the log; in the order of the chain."""
_USES = {
    "none": (),
    "butterworth": ("cutoff",),
    "challis": (),
    "savitzky_golay": ("window", "order"),
    "median": ("window",),
    "gaussian": ("cutoff",),
    "loess": ("window",),
    "kalman": ("cutoff",),
}
"""What each method of smoothing needs."""


class CleaningDialog(QDialog):
    """Asks how keypoints are cleaned. Every change is told at once, to be shown in the window.

    Parameters
    ----------
    settings
        To begin with.
    is_side_view
        Lengths of legs are kept in a side view only.

    Signals
    -------
    settings_changed(object)
        `CleaningSettings` as they are now, a moment after the last change.
    """

    settings_changed = Signal(object)

    def __init__(
        self, settings: CleaningSettings, *, is_side_view: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Cleaning"))
        self._soon = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._soon.timeout.connect(lambda: self.settings_changed.emit(self.settings))
        self._base, self._is_changed = settings, False
        self._outcomes = {name: QLabel() for name in _STEPS}
        self._make_controls()
        self._keeps.setEnabled(is_side_view)
        if not is_side_view:
            self._keeps.setToolTip(
                self.tr("Seen from the front, legs swing towards the camera and look shorter.")
            )
        self._lay_out()
        self.set_settings(settings)
        self._soon.stop()

    @property
    def settings(self) -> CleaningSettings:
        """What the user wants."""
        from efficientpose_core.kinematics.smoothing import SmoothingMethod, SmoothingSettings

        if not self._is_changed:
            # Numbers on display are rounded.
            return self._base
        return replace(
            self._base,
            min_score=self._score.value() if self._scores.isChecked() else 0.0,
            reject_outside=self._outside.isChecked(),
            repair_swaps=self._swaps.isChecked(),
            reject_doubles=self._doubles.isChecked(),
            hampel_window_s=self._outlier_window.value() if self._outliers.isChecked() else 0.0,
            hampel_threshold=self._threshold.value(),
            max_gap_s=self._gap.value() if self._gaps.isChecked() else 0.0,
            keep_lengths=self._keeps.isChecked(),
            smoothing=SmoothingSettings(
                method=SmoothingMethod(self._method.currentData()),
                cutoff_hz=self._cutoff.value(),
                window_s=self._window.value(),
                order=self._order.value(),
            ),
        )

    def set_settings(self, settings: CleaningSettings) -> None:
        """Show these; where a step is off, its number is the usual one."""
        from efficientpose_core.kinematics.cleaning import CleaningSettings

        usual = CleaningSettings()
        self._scores.setChecked(settings.min_score > 0)
        self._score.setValue(settings.min_score or usual.min_score)
        self._outside.setChecked(settings.reject_outside)
        self._swaps.setChecked(settings.repair_swaps)
        self._doubles.setChecked(settings.reject_doubles)
        self._outliers.setChecked(settings.hampel_window_s > 0)
        self._outlier_window.setValue(settings.hampel_window_s or usual.hampel_window_s)
        self._threshold.setValue(settings.hampel_threshold)
        self._gaps.setChecked(settings.max_gap_s > 0)
        self._gap.setValue(settings.max_gap_s or usual.max_gap_s)
        self._keeps.setChecked(settings.keep_lengths)
        smoothing = settings.smoothing
        self._method.setCurrentIndex(self._method.findData(smoothing.method.value))
        self._cutoff.setValue(smoothing.cutoff_hz)
        self._window.setValue(smoothing.window_s)
        self._order.setValue(smoothing.order)
        self._follow()
        self._base, self._is_changed = settings, False

    def set_log(self, log: Sequence[ProcessingStep]) -> None:
        """Show what each step has done."""
        notes = {step.name: tell(step.note) for step in log}
        for name, label in self._outcomes.items():
            label.setText(notes.get(name, self.tr("Left out.")))

    def outcome(self, step: str) -> str:
        """Return what is told about a step, by its name in the log."""
        return self._outcomes[step].text()

    @property
    def numbers_shown(self) -> tuple[str, ...]:
        """Which numbers the method of smoothing needs."""
        return tuple(name for name, part in self._numbers().items() if part.isVisible())

    # --- Controls ------------------------------------------------------------------------------

    def _make_controls(self) -> None:
        self._scores = self._check(
            self.tr("Reject keypoints below a score of"),
            self.tr("The network is less sure of them than this."),
        )
        self._score = self._number(0.01, 0.95, 0.05, "", self.tr("Smallest score"))
        self._outside = self._check(
            self.tr("also outside the picture"), self.tr("Nobody has seen these keypoints.")
        )
        self._swaps = self._check(
            self.tr("Exchange left and right where they are mixed up"),
            self.tr("Joint pair by joint pair, by steady motion and steady lengths."),
        )
        self._doubles = self._check(
            self.tr("Reject knees and ankles found on the other leg"),
            self.tr("For a moment, the network has found one leg twice."),
        )
        self._outliers = self._check(
            self.tr("Reject outliers within"),
            self.tr("Places that deviate from steady motion much more than the others around."),
        )
        self._outlier_window = self._number(
            0.02, 2.0, 0.02, self.tr(" s"), self.tr("Half width of the window for outliers")
        )
        self._threshold = self._number(
            1.0, 20.0, 0.5, self.tr(" deviations"), self.tr("Deviations that make an outlier")
        )
        self._gaps = self._check(
            self.tr("Fill gaps up to"),
            self.tr("Longer gaps stay empty, and so do stretches without a person."),
        )
        self._gap = self._number(0.02, 2.0, 0.05, self.tr(" s"), self.tr("Longest gap"))
        self._keeps = self._check(
            self.tr("Keep the lengths of thighs and shanks"),
            self.tr("Hip, knee and ankle go to the nearest places with the usual lengths."),
        )
        self._method = QComboBox()
        self._method.setAccessibleName(self.tr("Smoothing"))
        self._method.setToolTip(self.tr("Without delay. It makes speeds steady, not places exact."))
        for text, value in (
            (self.tr("No smoothing"), "none"),
            (self.tr("Butterworth low-pass"), "butterworth"),
            (self.tr("Butterworth, automatic cut-off"), "challis"),
            (self.tr("Savitzky-Golay"), "savitzky_golay"),
            (self.tr("Median"), "median"),
            (self.tr("Gaussian"), "gaussian"),
            (self.tr("LOESS"), "loess"),
            (self.tr("Kalman smoother"), "kalman"),
        ):
            self._method.addItem(text, value)
        self._method.currentIndexChanged.connect(lambda _: self._follow())
        self._cutoff = self._number(0.5, 100.0, 0.5, self.tr(" Hz"), self.tr("Cut-off frequency"))
        self._cutoff.setToolTip(
            self.tr("6 Hz is usual for walking; faster movements need more.")
        )  # fmt: skip
        self._window = self._number(0.02, 5.0, 0.05, self.tr(" s"), self.tr("Width of the window"))
        self._order = QSpinBox()
        self._order.setRange(1, 9)
        self._order.setPrefix(self.tr("order "))
        self._order.setAccessibleName(self.tr("Order of the polynomials"))
        self._order.setToolTip(self._order.accessibleName())
        self._order.valueChanged.connect(lambda _: self._follow())

    def _check(self, text: str, tip: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setToolTip(tip)
        box.toggled.connect(lambda _: self._follow())
        return box

    def _number(
        self, low: float, high: float, step: float, suffix: str, name: str
    ) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(low, high)
        box.setSingleStep(step)
        box.setDecimals(1 if step >= 0.5 else 2)
        box.setSuffix(suffix)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.valueChanged.connect(lambda _: self._follow())
        return box

    def _numbers(self) -> dict[str, QWidget]:
        return {"cutoff": self._cutoff, "window": self._window, "order": self._order}

    def _follow(self) -> None:
        """Offer the numbers of the steps that are on, and tell the change soon."""
        self._score.setEnabled(self._scores.isChecked())
        for box in (self._outlier_window, self._threshold):
            box.setEnabled(self._outliers.isChecked())
        self._gap.setEnabled(self._gaps.isChecked())
        used = _USES.get(self._method.currentData() or "none", ())
        for name, part in self._numbers().items():
            part.setVisible(name in used)
        self._is_changed = True
        self._soon.start()

    # --- Layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        smoothing = QLabel(self.tr("&Smoothing"))
        smoothing.setBuddy(self._method)
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self._scores, self._score, self._outside),
            (self._swaps,),
            (self._doubles,),
            (self._outliers, self._outlier_window, self._threshold),
            (self._gaps, self._gap),
            (self._keeps,),
            (smoothing, self._method, self._cutoff, self._window, self._order),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for column, text in enumerate((self.tr("Step"), self.tr("What it did"))):
            head = QLabel(text)
            head.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            grid.addWidget(head, 0, column)
        for row, (name, parts) in enumerate(zip(_STEPS, rows, strict=True), start=1):
            line = QHBoxLayout()
            line.setSpacing(8)
            for part in parts:
                line.addWidget(part)
            line.addStretch()
            grid.addLayout(line, row, 0)
            grid.addWidget(self._outcome(name), row, 1)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok
            | QDialogButtonBox.StandardButton.Cancel
            | QDialogButtonBox.StandardButton.RestoreDefaults
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        defaults = self._buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults)
        defaults.setToolTip(self.tr("The settings of a new recording."))
        defaults.clicked.connect(self.restore_defaults)
        hint = QLabel(
            self.tr("The window shows what comes out. Nothing is lost: what the network found "
                    "stays as it is.")
        )  # fmt: skip
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addLayout(grid)
        layout.addWidget(hint)
        layout.addStretch()
        layout.addWidget(self._buttons)

    def _outcome(self, name: str) -> QLabel:
        label = self._outcomes[name]
        label.setWordWrap(True)
        label.setMinimumWidth(190)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setAccessibleName(self.tr("What the step did"))
        return label

    def restore_defaults(self) -> None:
        """Go back to the settings of a new recording."""
        from efficientpose_core.kinematics.cleaning import CleaningSettings

        self.set_settings(CleaningSettings())
