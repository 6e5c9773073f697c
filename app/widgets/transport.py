"""The transport bar: play, step, speed, loop, and where the user is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from app.icons import themed_icon
from app.widgets.time_text import format_time, parse_time
from efficientpose_core.pose import FloatArray

__all__ = ["TransportBar"]

_SPEEDS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
_DEFAULT_SHORTCUTS = {
    "play": "Space",
    "step_back": "Left",
    "step_forward": "Right",
    "to_start": "Home",
    "to_end": "End",
    "loop": "L",
}


class _PlaceEdit(QLineEdit):
    """A number that shows where the user is, and takes where they want to be.

    Parameters
    ----------
    width_text
        The longest text that must fit.

    Signals
    -------
    entered(str)
        What was typed, after Return.
    """

    entered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.returnPressed.connect(self._enter)

    def show_place(self, text: str) -> None:
        """Show a place, unless the user is typing one."""
        self._shown = text
        if not self.isModified():
            self.setText(text)

    def fit_to(self, longest: str) -> None:
        """Make room for the longest text."""
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(longest) + 22)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything, so that typing replaces it."""
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget what was typed and not entered."""
        super().focusOutEvent(event)
        self._restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Escape."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._restore()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        text = self.text()
        self._restore()
        self.entered.emit(text)
        self.selectAll()

    def _restore(self) -> None:
        self.setModified(False)
        self.setText(self._shown)


class TransportBar(QWidget):
    """Buttons and numbers of playback; it only asks, somebody else plays.

    Parameters
    ----------
    parent
        Qt parent.

    Signals
    -------
    play_toggled()
        Play or pause.
    steps_requested(int)
        Step by frames, negative for back.
    frame_requested(int)
        Go to a frame: first, last, or typed.
    speed_chosen(float), loop_toggled(bool)
        The settings.
    entry_refused(str)
        A sentence about a typed place that does not exist.
    """

    play_toggled = Signal()
    steps_requested = Signal(int)
    frame_requested = Signal(int)
    speed_chosen = Signal(float)
    loop_toggled = Signal(bool)
    entry_refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times_s: FloatArray | None = None
        self._position = 0
        self._is_playing = False
        self._shortcuts: dict[str, str] = dict(_DEFAULT_SHORTCUTS)
        self._buttons = {name: QToolButton(self) for name in _DEFAULT_SHORTCUTS}
        self._speed = QComboBox(self)
        self._time = _PlaceEdit(self)
        self._frame = _PlaceEdit(self)
        self._duration = QLabel(self)
        self._count = QLabel(self)
        self._fill_speeds()
        self._lay_out()
        self._connect()
        self._name_controls()
        self._draw_icons()
        self.set_source(None, 0.0)

    # --- Content -------------------------------------------------------------------------------

    def set_source(self, times_s: FloatArray | None, end_s: float) -> None:
        """Show the length of a source, or that there is none.

        Parameters
        ----------
        times_s
            (n,) times of the frames.
        end_s
            When the last frame ends.
        """
        count = 0 if times_s is None else len(times_s)
        self._times_s = times_s if count else None
        for control in (*self._buttons.values(), self._speed, self._time, self._frame):
            control.setEnabled(count > 0)
        self._duration.setText(self.tr("/ {0} s").format(format_time(end_s)) if count else "")
        self._count.setText(self.tr("of {0}").format(count) if count else "")
        self._time.fit_to(format_time(max(end_s, 10.0)))
        self._frame.fit_to("0" * max(len(str(count)), 4))
        self.set_position(0)

    def set_position(self, frame: int) -> None:
        """Show where the user is."""
        self._position = frame
        is_known = self._times_s is not None and 0 <= frame < len(self._times_s)
        t_s = float(self._times_s[frame]) if is_known and self._times_s is not None else 0.0
        self._time.show_place(format_time(t_s) if is_known else "")
        self._frame.show_place(str(frame) if is_known else "")

    def set_playing(self, is_playing: bool) -> None:
        """Show the button that fits."""
        self._is_playing = is_playing
        self._name_controls()
        self._draw_icons()

    def set_speed(self, speed: float) -> None:
        """Show a speed, also one that is not in the list."""
        at = self._speed.findData(speed)
        if at < 0:
            self._speed.addItem(self._speed_text(speed), speed)
            at = self._speed.count() - 1
        self._speed.setCurrentIndex(at)

    def set_looping(self, is_looping: bool) -> None:
        """Show whether playback loops."""
        self._buttons["loop"].setChecked(is_looping)

    def set_shortcuts(self, shortcuts: Mapping[str, str]) -> None:
        """Tell the shortcuts for the tool tips, by the names of the buttons."""
        self._shortcuts.update(shortcuts)
        self._name_controls()

    # --- Parts ---------------------------------------------------------------------------------

    def _fill_speeds(self) -> None:
        for speed in _SPEEDS:
            self._speed.addItem(self._speed_text(speed), speed)
        self._speed.setCurrentIndex(_SPEEDS.index(1.0))

    def _speed_text(self, speed: float) -> str:
        return self.tr("{0}x").format(QLocale().toString(speed, "g", 3))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(2)
        for name in ("to_start", "step_back", "play", "step_forward", "to_end"):
            row.addWidget(self._buttons[name])
        row.addSpacing(10)
        row.addWidget(self._buttons["loop"])
        row.addSpacing(6)
        row.addWidget(self._speed)
        row.addStretch(1)
        frame_label = QLabel(self.tr("Frame"), self)
        time_label = QLabel(self.tr("Time"), self)
        frame_label.setBuddy(self._frame)
        time_label.setBuddy(self._time)
        for part, gap in (
            (time_label, 4), (self._time, 4), (self._duration, 16), (frame_label, 4),
            (self._frame, 4), (self._count, 0),
        ):  # fmt: skip
            row.addWidget(part)
            row.addSpacing(gap)
        for name, button in self._buttons.items():
            side = 26 if name == "play" else 20
            button.setIconSize(QSize(side, side))
            button.setAutoRaise(True)
            button.setObjectName("flat")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for name in ("step_back", "step_forward"):
            self._buttons[name].setAutoRepeat(True)
            self._buttons[name].setAutoRepeatInterval(40)
        self._buttons["loop"].setCheckable(True)
        self._speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for edit in (self._time, self._frame):
            edit.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self._buttons["play"].clicked.connect(self.play_toggled)
        self._buttons["step_back"].clicked.connect(lambda: self.steps_requested.emit(-1))
        self._buttons["step_forward"].clicked.connect(lambda: self.steps_requested.emit(1))
        self._buttons["to_start"].clicked.connect(lambda: self.frame_requested.emit(0))
        self._buttons["to_end"].clicked.connect(self._go_to_end)
        self._buttons["loop"].clicked.connect(self.loop_toggled)
        self._speed.activated.connect(lambda at: self.speed_chosen.emit(self._speed.itemData(at)))
        self._time.entered.connect(self._go_to_time)
        self._frame.entered.connect(self._go_to_frame)

    def _name_controls(self) -> None:
        texts = {
            "play": self.tr("Pause") if self._is_playing else self.tr("Play"),
            "step_back": self.tr("One frame back"),
            "step_forward": self.tr("One frame on"),
            "to_start": self.tr("First frame"),
            "to_end": self.tr("Last frame"),
            "loop": self.tr("Play in a loop"),
        }
        for name, text in texts.items():
            keys = self._shortcuts.get(name, "")
            self._buttons[name].setToolTip(f"{text} ({keys})" if keys else text)
            self._buttons[name].setAccessibleName(text)
        self._speed.setAccessibleName(self.tr("Speed"))
        self._speed.setToolTip(self.tr("Speed of playback"))
        self._time.setAccessibleName(self.tr("Time in seconds"))
        self._time.setToolTip(self.tr("Type a time to go there, such as 12.5 or 1:02.5"))
        self._frame.setAccessibleName(self.tr("Frame number"))
        self._frame.setToolTip(self.tr("Type a frame number to go there"))

    def _draw_icons(self) -> None:
        for name, button in self._buttons.items():
            shown = "pause" if name == "play" and self._is_playing else name
            button.setIcon(themed_icon(shown, self.palette()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()

    # --- Entries -------------------------------------------------------------------------------

    def _go_to_end(self) -> None:
        if self._times_s is not None:
            self.frame_requested.emit(len(self._times_s) - 1)

    def _go_to_frame(self, text: str) -> None:
        if self._times_s is None:
            return
        count = len(self._times_s)
        entered = text.strip()
        if entered.isdecimal() and int(entered) < count:
            self.frame_requested.emit(int(entered))
        else:
            self.entry_refused.emit(
                self.tr("There is no frame '{0}': type a number from 0 to {1}.").format(
                    entered, count - 1
                )
            )

    def _go_to_time(self, text: str) -> None:
        if self._times_s is None:
            return
        t_s = parse_time(text)
        last_s = float(self._times_s[-1])
        if t_s is None or t_s > last_s + 0.0005:
            self.entry_refused.emit(
                self.tr("There is no time '{0}': type one from 0 to {1} s.").format(
                    text.strip(), format_time(last_s)
                )
            )
            return
        # The texts have three decimals: a frame must be found again by the time shown for it.
        found = int(self._times_s.searchsorted(t_s + 0.0005, side="right")) - 1
        self.frame_requested.emit(max(found, 0))
