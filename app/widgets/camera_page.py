"""The page of the camera: choose it, watch, record."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.translation import fill
from app.widgets.live_curves import LiveCurves
from app.widgets.live_view import LiveView
from app.widgets.time_text import format_time

if TYPE_CHECKING:
    from efficientpose_core.live.cameras import CameraChoice
    from efficientpose_core.live.session import LiveStats

__all__ = ["COUNTDOWNS_S", "RATES_HZ", "SIZES_PX", "CameraPage", "select_data"]

SIZES_PX = ((640, 480), (1280, 720), (1920, 1080))
RATES_HZ = (15, 30, 60, 120)
COUNTDOWNS_S = (0, 3, 5, 10)
_SLOW = 0.85
"""Fewer pictures analysed than this share of those delivered: worth a word."""


class CameraPage(QWidget):
    """Camera and its settings above, picture and curves in the middle, recording below.

    Signals
    -------
    camera_chosen()
        Another camera, size or rate is wished.
    mirror_changed(bool)
        Whether the picture is shown as in a mirror.
    facing_changed()
        The user has told where the person faces, or leaves it to the program.
    record_requested()
        Record now: the countdown is over.
    stop_requested()
        End the recording.
    search_requested()
        Look for cameras again.
    video_requested()
        Play a video as if it were a camera.
    folder_requested()
        Choose where recordings go.
    close_requested()
        Leave the page.
    """

    camera_chosen = Signal()
    mirror_changed = Signal(bool)
    facing_changed = Signal()
    record_requested = Signal()
    stop_requested = Signal()
    search_requested = Signal()
    video_requested = Signal()
    folder_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = LiveView()
        self.curves = LiveCurves()
        self._cameras: tuple[CameraChoice, ...] = ()
        self._is_recording = False
        self._count = 0
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self._message = _Message()
        self._message.first.clicked.connect(self.search_requested)
        self._message.second.clicked.connect(self.video_requested)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._message)
        splitter = QSplitter()
        splitter.addWidget(self._pages)
        splitter.addWidget(self.curves)
        splitter.setSizes([800, 480])
        splitter.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._make_settings())
        layout.addWidget(splitter, stretch=1)
        layout.addLayout(self._make_facts())
        self.show_looking()

    # --- What the user has chosen --------------------------------------------------------------

    @property
    def camera(self) -> CameraChoice | None:
        """The camera."""
        row = self._camera.currentIndex()
        return self._cameras[row] if 0 <= row < len(self._cameras) else None

    @property
    def size_px(self) -> tuple[int, int] | None:
        """The wished size; None for what the camera prefers."""
        return self._size.currentData()

    @property
    def rate_hz(self) -> float | None:
        """The wished rate; None for what the camera prefers."""
        return self._rate.currentData()

    @property
    def is_mirrored(self) -> bool:
        """Whether the picture is shown as in a mirror."""
        return self._mirror.isChecked()

    @property
    def seen_facing(self) -> int | None:
        """Where the person on the screen faces: +1 right, -1 left; None to be found."""
        return self._facing.currentData()

    @property
    def countdown_s(self) -> int:
        """Seconds between the click and the recording."""
        return int(self._countdown.currentData())

    @property
    def seconds_left(self) -> int:
        """Of the countdown under way; 0 without one."""
        return self._count

    def set_cameras(self, cameras: Sequence[CameraChoice], chosen: str) -> None:
        """Offer these cameras; ``chosen`` is the name of the one to begin with."""
        self._cameras = tuple(cameras)
        self._camera.blockSignals(True)
        self._camera.clear()
        self._camera.addItems([camera.name for camera in cameras])
        self._camera.setCurrentIndex(max(self._camera.findText(chosen), 0) if cameras else -1)
        self._camera.blockSignals(False)
        self._camera.setEnabled(bool(cameras))

    def set_wishes(
        self, size_px: tuple[int, int] | None, rate_hz: float | None, countdown_s: int
    ) -> None:
        """Show what was wished before."""
        for box, value in (
            (self._size, size_px), (self._rate, rate_hz), (self._countdown, countdown_s)
        ):  # fmt: skip
            select_data(box, value)

    def set_mirrored(self, is_mirrored: bool) -> None:
        """Show whether the picture is mirrored."""
        self._mirror.setChecked(is_mirrored)

    def set_folder(self, folder: str) -> None:
        """Tell where recordings go."""
        self._folder.setToolTip(self.tr("Recordings go to {0}").format(folder))

    # --- How it goes ---------------------------------------------------------------------------

    def show_looking(self) -> None:
        """Tell that cameras are looked for, or that one is being opened."""
        self._message.show_text(self.tr("Starting the camera..."), "", "", "")
        self._show_message()

    def show_no_camera(self) -> None:
        """Tell what to do where there is no camera."""
        self._message.show_text(
            self.tr("No camera was found"),
            self.tr("Plug one in, and allow this program to use it in the system settings."),
            self.tr("Look again"),
            self.tr("Play a video instead..."),
        )
        self._show_message()

    def show_failure(self, text: str) -> None:
        """Tell why the camera cannot be used, or not any more."""
        self._message.show_text(
            self.tr("The camera is not available"),
            text,
            self.tr("Try again"),
            self.tr("Play a video instead..."),
        )
        self._show_message()

    def show_open(self) -> None:
        """Show the pictures that come."""
        self._pages.setCurrentWidget(self.view)
        self._record.setEnabled(True)

    def show_model(self, text: str) -> None:
        """Tell what looks at the pictures."""
        self._facts["model"].setText(text)

    def show_stats(self, stats: LiveStats | None) -> None:
        """Tell how it goes."""
        if stats is None:
            for name in ("delivered", "analysed", "latency", "dropped"):
                self._facts[name].setText("-")
            return
        width, height = stats.size_px
        self._facts["delivered"].setText(
            self.tr("{0} x {1}, {2} fps").format(width, height, _number(stats.rate_hz, 1))
        )
        self._facts["analysed"].setText(self.tr("{0} fps").format(_number(stats.analysed_hz, 1)))
        self._facts["latency"].setText(self.tr("{0} ms").format(_number(1000 * stats.latency_s, 0)))
        self._facts["dropped"].setText(str(stats.dropped))
        is_slow = stats.analysed_hz < _SLOW * stats.rate_hz
        self._facts["analysed"].set_strong(is_slow)
        self._show_recording(stats)

    def _show_recording(self, stats: LiveStats) -> None:
        if stats.is_recording != self._is_recording:
            self._is_recording = stats.is_recording
            self._name_button()
            for part in (self._camera, self._size, self._rate, self._countdown, self._folder):
                part.setEnabled(not stats.is_recording)
        told = ""
        if stats.is_recording:
            told = format_time(stats.recorded_s, 1)
        self.view.set_recorded(told)
        self._length.setText(
            fill(self.tr("{0} s, {1} {1:picture|pictures}"), told, stats.recorded) if told else ""
        )

    # --- Recording -----------------------------------------------------------------------------

    def toggle_recording(self) -> None:
        """Record, after the countdown; or end what is under way, be it only the countdown."""
        if self._count:
            self.cancel_countdown()
        elif self._is_recording:
            self.stop_requested.emit()
        elif self.countdown_s:
            self._set_count(self.countdown_s)
            self._timer.start()
        else:
            self.record_requested.emit()

    def cancel_countdown(self) -> None:
        """Do not record after all."""
        self._timer.stop()
        self._set_count(0)

    def _tick(self) -> None:
        self._set_count(self._count - 1)
        if not self._count:
            self._timer.stop()
            self.record_requested.emit()

    def _set_count(self, seconds: int) -> None:
        self._count = seconds
        self.view.set_count(seconds)
        self._name_button()

    def _name_button(self) -> None:
        text = self.tr("Record")
        if self._count:
            text = self.tr("Cancel ({0})").format(self._count)
        elif self._is_recording:
            text = self.tr("Stop")
        self._record.setText(text)
        # Every new text takes the shortcut away.
        self._record.setShortcut("F9")
        self._record.setIcon(_record_icon(is_square=bool(self._is_recording or self._count)))

    def _show_message(self) -> None:
        self.cancel_countdown()
        self._is_recording = False
        self._name_button()
        self._record.setEnabled(False)
        for part in (self._camera, self._size, self._rate, self._countdown, self._folder):
            part.setEnabled(True)
        self._camera.setEnabled(bool(self._cameras))
        self.view.clear()
        self.view.set_recorded("")
        self._length.clear()
        # Old values must not pass for present ones.
        self.curves.clear()
        self._pages.setCurrentWidget(self._message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the countdown up with Escape."""
        if event.key() == Qt.Key.Key_Escape and self._count:
            self.cancel_countdown()
        else:
            super().keyPressEvent(event)

    # --- Parts ---------------------------------------------------------------------------------

    def _make_settings(self) -> QHBoxLayout:
        own = self.tr("Camera's own")
        self._camera = _box(self.tr("Camera"), self.tr("Which camera is used"))
        self._camera.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._camera.setMaximumWidth(280)
        self._camera.setPlaceholderText(self.tr("No camera"))
        self._size = _box(
            self.tr("Wished resolution"),
            self.tr("What the camera is asked for; below is what it really delivers"),
        )
        self._size.addItem(own, None)
        for size in SIZES_PX:
            self._size.addItem(f"{size[0]} x {size[1]}", size)
        self._rate = _box(
            self.tr("Wished rate"),
            self.tr("What the camera is asked for; below is what it really delivers"),
        )
        self._rate.addItem(own, None)
        for rate in RATES_HZ:
            self._rate.addItem(self.tr("{0} fps").format(rate), float(rate))
        self._facing = _box(
            self.tr("Where the person faces"),
            self.tr("As you see it. Standing upright does not tell; then say it here."),
        )
        for text, direction in (
            (self.tr("Facing: found"), None),
            (self.tr("Facing right"), 1),
            (self.tr("Facing left"), -1),
        ):
            self._facing.addItem(text, direction)
        self._mirror = QCheckBox(self.tr("&Mirror"))
        self._mirror.setToolTip(
            self.tr("Show the picture as in a mirror. Left and right in the data, and the "
                    "recording, stay as they are.")
        )  # fmt: skip
        close = QPushButton(self.tr("&Close camera"))
        close.setToolTip(self.tr("Switch the camera off and go back"))
        for box in (self._camera, self._size, self._rate):
            box.currentIndexChanged.connect(lambda _: self.camera_chosen.emit())
        self._facing.currentIndexChanged.connect(lambda _: self.facing_changed.emit())
        self._mirror.toggled.connect(self._turn)
        close.clicked.connect(self.close_requested)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.setSpacing(8)
        for part in (self._camera, self._size, self._rate, self._facing, self._mirror):
            bar.addWidget(part)
        bar.addStretch()
        bar.addWidget(close)
        return bar

    def _turn(self, is_mirrored: bool) -> None:
        """Mirror the picture; whoever faces right is seen to face left then."""
        if self.seen_facing is not None:
            self._facing.blockSignals(True)
            select_data(self._facing, -self.seen_facing)
            self._facing.blockSignals(False)
        self.mirror_changed.emit(is_mirrored)

    def _make_facts(self) -> QHBoxLayout:
        self._record = QPushButton()
        self._record.setMinimumSize(132, 40)
        self._record.setToolTip(self.tr("Record pictures and keypoints (F9)"))
        self._record.clicked.connect(self.toggle_recording)
        self._countdown = _box(
            self.tr("Countdown"), self.tr("Time to walk into the picture before it is recorded")
        )
        for seconds in COUNTDOWNS_S:
            text = self.tr("after {0} s").format(seconds) if seconds else self.tr("at once")
            self._countdown.addItem(text, seconds)
        self._folder = QToolButton()
        self._folder.setText(self.tr("Folder..."))
        self._folder.setAccessibleName(self.tr("Folder of the recordings"))
        self._folder.clicked.connect(self.folder_requested)
        self._length = QLabel()
        self._length.setAccessibleName(self.tr("Length of the recording"))
        self._length.setMinimumWidth(150)
        self._facts = {
            "delivered": _Fact(self.tr("Delivered"), self.tr("What really comes from the camera")),
            "analysed": _Fact(
                self.tr("Analysed"), self.tr("Pictures that the network looks at each second")
            ),
            "latency": _Fact(
                self.tr("Latency"), self.tr("From receiving a picture to its keypoints")
            ),
            "dropped": _Fact(
                self.tr("Dropped"),
                self.tr("Pictures that the network was too slow for. They are recorded all the "
                        "same."),
            ),
            "model": _Fact(
                self.tr("Model"), self.tr("What looks at the pictures; chosen in the toolbar")
            ),
        }  # fmt: skip
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.setSpacing(8)
        for part in (self._record, self._countdown, self._folder, self._length):
            bar.addWidget(part)
        bar.addStretch()
        for fact in self._facts.values():
            bar.addSpacing(10)
            bar.addWidget(fact)
        return bar


class _Fact(QFrame):
    """A value with its name above."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.setToolTip(tip)
        caption = QLabel(name)
        caption.setForegroundRole(caption.palette().ColorRole.PlaceholderText)
        self._value = QLabel("-")
        self._value.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(caption)
        layout.addWidget(self._value)

    def text(self) -> str:
        """Return the value."""
        return self._value.text()

    def setText(self, text: str) -> None:
        """Show a value; the place it takes never shrinks, so that nothing moves."""
        if text != self._value.text():
            self._value.setText(text)
            wanted = self._value.sizeHint().width()
            self._value.setMinimumWidth(max(wanted, self._value.minimumWidth()))

    def set_strong(self, is_strong: bool) -> None:
        """Draw the eye to it."""
        font = self._value.font()
        if font.bold() != is_strong:
            font.setBold(is_strong)
            self._value.setFont(font)


class _Message(QWidget):
    """What is wrong, what to do, and two buttons for it."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._text = QLabel(), QLabel()
        font = self._title.font()
        font.setPointSizeF(1.5 * font.pointSizeF())
        self._title.setFont(font)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.first, self.second = QPushButton(), QPushButton()
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self.first, self.second):
            button.setMinimumHeight(32)
            buttons.addWidget(button)
        buttons.addStretch()
        column = QWidget()
        column.setMaximumWidth(460)
        inner = QVBoxLayout(column)
        inner.setSpacing(12)
        inner.addStretch(2)
        inner.addWidget(self._title)
        inner.addWidget(self._text)
        inner.addLayout(buttons)
        inner.addStretch(3)
        layout = QHBoxLayout(self)
        layout.addStretch()
        layout.addWidget(column, stretch=10)
        layout.addStretch()

    @property
    def text(self) -> str:
        """What is said, after the title."""
        return self._text.text()

    def show_text(self, title: str, text: str, first: str, second: str) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title}. {text}")
        for button, words in ((self.first, first), (self.second, second)):
            button.setText(words)
            button.setVisible(bool(words))


def _box(name: str, tip: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box


def select_data(box: QComboBox, value: object) -> None:
    """Choose the row with this value, the first one where there is none.

    `QComboBox.findData` does not find tuples.
    """
    values = [box.itemData(row) for row in range(box.count())]
    box.setCurrentIndex(values.index(value) if value in values else 0)


def _number(value: float, places: int) -> str:
    return f"{value:.{places}f}" if math.isfinite(value) else "-"


def _record_icon(*, is_square: bool) -> QIcon:
    """Return a red disc, or the square that ends a recording."""
    icon = QIcon()
    for ratio in (1, 2, 3):
        pixmap = QPixmap(QSize(18, 18) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(214, 40, 40))
        if is_square:
            painter.drawRoundedRect(3, 3, 12, 12, 2, 2)
        else:
            painter.drawEllipse(2, 2, 14, 14)
        painter.end()
        icon.addPixmap(pixmap)
    return icon
