"""How long a drawn line is, what a checkerboard looks like, how slow a recording plays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.translation import decimal, tell
from app.widgets.calibration_text import scale_text
from efficientpose_core.errors import EfficientPoseError

if TYPE_CHECKING:
    from efficientpose_core.kinematics.scale import Scale

__all__ = ["BoardDialog", "LineDialog", "SlowMotionDialog"]


class _Form(QDialog):
    """A form, a line below it that says what follows, and buttons."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self._form = QFormLayout()
        self._follows = QLabel()
        self._follows.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def add_row(self, text: str, box: QSpinBox | QDoubleSpinBox, tip: str = "") -> None:
        """Add a number with its label."""
        self._form.addRow(text, box)
        box.setAccessibleName(text.replace("&", ""))
        box.setToolTip(tip)

    def complete(self, hint: str) -> None:
        """Lay all out once the rows are there: the keyboard goes through them first."""
        note = QLabel(hint)
        note.setWordWrap(True)
        note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout = QVBoxLayout(self)
        layout.addWidget(note)
        layout.addLayout(self._form)
        layout.addWidget(self._follows)
        layout.addStretch()
        layout.addWidget(self.buttons)

    @property
    def told(self) -> str:
        """What the dialog says about the numbers."""
        return self._follows.text()

    @property
    def can_accept(self) -> bool:
        """Whether OK is offered."""
        return self.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()

    def say(self, text: str, *, is_good: bool = True) -> None:
        """Say what follows from the numbers; where nothing good does, OK is not offered."""
        self._follows.setText(text)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(is_good)


class LineDialog(_Form):
    """Asks for the real length of a line that was drawn.

    Parameters
    ----------
    start_px, end_px
        Its ends in the picture.
    """

    def __init__(
        self,
        start_px: tuple[float, float],
        end_px: tuple[float, float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("Length of the line"), parent)
        self._ends = (start_px, end_px)
        self._length = QDoubleSpinBox()
        self._length.setDecimals(3)
        self._length.setRange(0.01, 500.0)
        self._length.setValue(1.0)
        self._length.setSingleStep(0.1)
        self._length.setSuffix(self.tr(" m"))
        self._error = QDoubleSpinBox()
        self._error.setDecimals(1)
        self._error.setRange(0.0, 500.0)
        self._error.setSingleStep(0.5)
        self._error.setSuffix(self.tr(" cm"))
        self.add_row(self.tr("Real &length"), self._length)
        self.add_row(
            self.tr("Known &within"), self._error,
            self.tr("One standard deviation of the length, as far as you know it."),
        )  # fmt: skip
        for box in (self._length, self._error):
            box.valueChanged.connect(lambda _: self._show())
        self.complete(
            self.tr("The line has to lie where the person moves, seen squarely: whatever is 10 cm "
                    "nearer to a camera 5 m away is measured 2% too long.")
        )  # fmt: skip
        self._length.selectAll()
        self._show()

    def set_length_m(self, length_m: float) -> None:
        """Enter the length."""
        self._length.setValue(length_m)

    @property
    def scale(self) -> Scale:
        """What follows; `SettingsError` where the line is too short."""
        from efficientpose_core.kinematics.scale import scale_from_line

        return scale_from_line(
            *self._ends, self._length.value(), length_error_m=self._error.value() / 100.0
        )

    def _show(self) -> None:
        try:
            scale = self.scale
        except EfficientPoseError as error:
            self.say(tell(str(error)), is_good=False)
        else:
            self.say(scale_text(scale))


class BoardDialog(_Form):
    """Asks what the checkerboard in the picture looks like."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Checkerboard in this frame"), parent)
        self._columns, self._rows = QSpinBox(), QSpinBox()
        for box, usual in ((self._columns, 9), (self._rows, 6)):
            box.setRange(3, 60)
            box.setValue(usual)
        self._square = QDoubleSpinBox()
        self._square.setDecimals(1)
        self._square.setRange(1.0, 1000.0)
        self._square.setValue(30.0)
        self._square.setSuffix(self.tr(" mm"))
        self.add_row(self.tr("Inner corners &across"), self._columns)
        self.add_row(self.tr("Inner corners &down"), self._rows)
        self.add_row(self.tr("Side of a &square"), self._square)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Find it"))
        self.complete(
            self.tr("Count inner corners: the points where four squares meet, one fewer than "
                    "squares each way. The board has to be flat and parallel to the picture, where "
                    "the person moves.")
        )  # fmt: skip

    def set_board(self, columns: int, rows: int, square_m: float) -> None:
        """Enter inner corners across and down, and the side of a square."""
        self._columns.setValue(columns)
        self._rows.setValue(rows)
        self._square.setValue(1000.0 * square_m)

    @property
    def corners(self) -> tuple[int, int]:
        """Inner corners across and down."""
        return self._columns.value(), self._rows.value()

    @property
    def square_m(self) -> float:
        """Side of one square."""
        return self._square.value() / 1000.0


class SlowMotionDialog(_Form):
    """Asks how many times slower than life the recording plays.

    Parameters
    ----------
    factor
        As it is taken now.
    file_rate_hz
        Pictures a second at which the file plays; NaN where there is no such rate.
    """

    def __init__(self, factor: float, file_rate_hz: float, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Slow motion"), parent)
        self._file_rate_hz = file_rate_hz
        self._factor = QDoubleSpinBox()
        self._factor.setDecimals(3)
        self._factor.setRange(0.01, 1000.0)
        self._factor.setSuffix(self.tr(" times slower than life"))
        self._recorded = QDoubleSpinBox()
        self._recorded.setDecimals(2)
        self._recorded.setRange(0.01, 100_000.0)
        self._recorded.setSuffix(self.tr(" pictures/s"))
        if math.isfinite(file_rate_hz):
            self.add_row(
                self.tr("&Recorded at"), self._recorded,
                self.tr("As the camera was set, for instance 240."),
            )  # fmt: skip
            self._recorded.setValue(factor * file_rate_hz)
            self._recorded.valueChanged.connect(self._follow_rate)
        self.add_row(self.tr("&Plays"), self._factor, self.tr("1 for a usual recording."))
        self._factor.setValue(factor)
        self._factor.valueChanged.connect(self._follow_factor)
        self.complete(
            self.tr("Telephones write slow motion as a file that plays slower than life. All times "
                    "are divided by the factor.")
        )  # fmt: skip
        self._show()

    def set_recorded_hz(self, recorded_hz: float) -> None:
        """Enter at how many pictures a second the camera recorded."""
        self._recorded.setValue(recorded_hz)

    @property
    def factor(self) -> float:
        """How many times slower than life the file plays."""
        return self._factor.value()

    def _follow_rate(self, recorded_hz: float) -> None:
        self._factor.blockSignals(True)
        self._factor.setValue(recorded_hz / self._file_rate_hz)
        self._factor.blockSignals(False)
        self._show()

    def _follow_factor(self, factor: float) -> None:
        self._recorded.blockSignals(True)
        self._recorded.setValue(factor * self._file_rate_hz)
        self._recorded.blockSignals(False)
        self._show()

    def _show(self) -> None:
        if math.isfinite(self._file_rate_hz):
            self.say(
                self.tr("The file plays at {0} pictures/s.").format(decimal(self._file_rate_hz, 2))
            )
