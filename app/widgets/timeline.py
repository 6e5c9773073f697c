"""The timeline: every frame of the source, what it is worth, and where the user is."""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.widgets.time_text import format_time
from app.widgets.timeline_canvas import (
    HANDLE_WIDTH,
    EventMark,
    TimelineCanvas,
    TimelineColours,
)

__all__ = ["EventMark", "Timeline", "TimelineColours"]

_GRAB = 7.0
_WHEEL_STEP = 1.25
_JUMP_S = 1.0
_PAGE_FRAMES = 10


class _Drag(Enum):
    SCRUB = "scrub"
    TRIM_START = "trim start"
    TRIM_STOP = "trim stop"
    LOOP = "loop"
    EVENT = "event"
    PAN = "pan"


class Timeline(TimelineCanvas):
    """A scrubber exact to the frame; for screen readers a slider of frame numbers.

    Click or drag to go to a frame; drag the handles to trim; drag with Shift to choose the range
    that is played in a loop; drag marks to move events. The wheel zooms at the pointer, with Shift
    or the middle button the axis moves, a double click shows everything. Keyboard: arrows by a
    frame, with Ctrl by a second, page keys by ten frames, Home and End, I and O trim here, plus and
    minus zoom.

    Parameters
    ----------
    parent
        Qt parent.

    Signals
    -------
    frame_requested(int)
        The user wants to see a frame.
    trim_changed(int, int)
        First frame and the one after the last, while the handles are dragged.
    range_changed(int, int)
        The loop range, ``stop`` exclusive, when chosen.
    range_cleared()
        The loop range was removed.
    event_moved(object, int)
        `EventMark` and its new frame, when let go.
    """

    frame_requested = Signal(int)
    trim_changed = Signal(int, int)
    range_changed = Signal(int, int)
    range_cleared = Signal()
    event_moved = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Timeline"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._drag: _Drag | None = None
        self._drag_from = 0.0
        self.valueChanged.connect(self._tell)

    # --- Mouse ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to scrub, trim, choose a range, move an event or the axis."""
        if not self.frame_count:
            return
        x = event.position().x()
        self._drag_from = x
        if event.button() == Qt.MouseButton.MiddleButton:
            self._drag = _Drag.PAN
        elif event.button() == Qt.MouseButton.LeftButton:
            self._drag = self._drag_at(event.position(), event.modifiers())
        self.setSliderDown(self._drag is not None)
        if self._drag is _Drag.SCRUB:
            self._request(self._axis.frame_at(x))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the drag; tell time and frame under the pointer."""
        if not self.frame_count:
            return
        x = event.position().x()
        frame = self._axis.frame_at(x)
        if self._drag is _Drag.SCRUB:
            self._request(frame)
        elif self._drag in (_Drag.TRIM_START, _Drag.TRIM_STOP):
            self._trim_to(self._edge_at(x), is_start=self._drag is _Drag.TRIM_START)
        elif self._drag is _Drag.LOOP:
            first, last = sorted((self._axis.frame_at(self._drag_from), frame))
            self._loop = (first, last + 1)
        elif self._drag is _Drag.EVENT and self._moved_event is not None:
            self._moved_event = (self._moved_event[0], frame)
        elif self._drag is _Drag.PAN:
            self._set_axis(self._axis.moved(x - self._drag_from))
            self._drag_from = x
        else:
            self._hover(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        drag, self._drag = self._drag, None
        self.setSliderDown(False)
        if drag is _Drag.LOOP and self._loop is not None:
            if abs(event.position().x() - self._drag_from) < 3:
                self.clear_loop_range()
            else:
                self.range_changed.emit(*self._loop)
        elif drag is _Drag.EVENT and self._moved_event is not None:
            mark, frame = self._moved_event
            self._moved_event = None
            if frame != mark.frame:
                self.event_moved.emit(mark, frame)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Bring all frames into view."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.show_all()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was under the pointer."""
        self._hover_x = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; with Shift, or sideways, move the axis."""
        delta = event.angleDelta()
        is_move = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not self.frame_count:
            return
        if is_move or abs(delta.x()) > abs(delta.y()):
            self._set_axis(self._axis.moved(0.5 * (delta.x() or delta.y())))
        elif delta.y():
            factor = _WHEEL_STEP ** (delta.y() / 120.0)
            self._set_axis(self._axis.zoomed(factor, event.position().x()))
        event.accept()

    def _drag_at(self, place: QPointF, modifiers: Qt.KeyboardModifier) -> _Drag:
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return _Drag.LOOP
        mark = self.event_at(place)
        if mark is not None and mark.can_move:
            self._moved_event = (mark, mark.frame)
            return _Drag.EVENT
        first, stop = self.trim
        x, low = place.x(), self._row("strip").bottom()
        if place.y() <= low and -_GRAB <= x - (self._axis.x_of(stop) + 0.5 * HANDLE_WIDTH) <= _GRAB:
            return _Drag.TRIM_STOP
        if (
            place.y() <= low
            and -_GRAB <= x - (self._axis.x_of(first) - 0.5 * HANDLE_WIDTH) <= _GRAB
        ):
            return _Drag.TRIM_START
        return _Drag.SCRUB

    def event_at(self, place: QPointF) -> EventMark | None:
        """Return the event mark at a place."""
        row = self._row("events")
        if not row.top() - 2 <= place.y() <= row.bottom() + 2:
            return None
        near = [(abs(self._axis.x_of(m.frame) - place.x()), n) for n, m in enumerate(self._events)]
        distance, at = min(near, default=(math.inf, -1))
        return self._events[at] if distance <= _GRAB else None

    def _edge_at(self, x: float) -> int:
        """Return the frame whose beginning is nearest; n is the end."""
        frame = self._axis.frame_at(x)
        middle = 0.5 * (self._axis.x_of(frame) + self._axis.x_of(frame + 1))
        return frame + (x > middle)

    def _hover(self, event: QMouseEvent) -> None:
        place = event.position()
        frame = self._axis.frame_at(place.x())
        self._hover_x = min(max(place.x(), self._axis.left), self._axis.left + self._axis.width)
        drag = self._drag_at(place, Qt.KeyboardModifier.NoModifier)
        self._moved_event = None
        is_handle = drag in (_Drag.TRIM_START, _Drag.TRIM_STOP, _Drag.EVENT)
        self.setCursor(Qt.CursorShape.SizeHorCursor if is_handle else Qt.CursorShape.ArrowCursor)
        text = self.tr("{0} s · frame {1}").format(
            format_time(float(self._axis.times_s[frame])), frame
        )
        mark = self.event_at(place)
        if mark is not None:
            text = f"{mark.label or mark.kind.replace('_', ' ')}\n{text}"
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    # --- Keyboard ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, jump, trim and zoom."""
        key, here, last = Qt.Key(event.key()), self.value(), self.frame_count - 1
        if not self.frame_count or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
            return
        is_jump = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -_PAGE_FRAMES,
            Qt.Key.Key_PageDown: _PAGE_FRAMES, Qt.Key.Key_Home: -here, Qt.Key.Key_End: last - here,
        }  # fmt: skip
        x = self._axis.x_of(here)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and is_jump:
            t_s = float(self._axis.times_s[here]) + steps[key] * _JUMP_S
            self._request(self._axis.frame_at(self._axis.x_at(t_s)))
        elif key in steps:
            self._request(min(max(here + steps[key], 0), last))
        elif key == Qt.Key.Key_I and not is_jump:
            self._trim_to(here, is_start=True)
        elif key == Qt.Key.Key_O and not is_jump:
            self._trim_to(here + 1, is_start=False)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            factor = 1 / _WHEEL_STEP if key == Qt.Key.Key_Minus else _WHEEL_STEP
            self._set_axis(self._axis.zoomed(factor, x).following(here))
        elif key == Qt.Key.Key_Escape and self._loop is not None:
            self.clear_loop_range()
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Keep the arrows while focused; the window's frame steps do the same elsewhere."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ours = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
            if Qt.Key(event.key()) in ours:
                event.accept()
                return True
        return super().event(event)

    # --- Changes -------------------------------------------------------------------------------

    def clear_loop_range(self) -> None:
        """Remove the loop range and say so."""
        self._loop = None
        self.range_cleared.emit()
        self.update()

    def _request(self, frame: int) -> None:
        if frame != self.value():
            # Tells by `valueChanged`, as assistive technology does.
            self.setValue(frame)
            self._set_axis(self._axis.following(frame))

    def _tell(self, frame: int) -> None:
        self.update()
        if not self._is_told:
            self.frame_requested.emit(frame)

    def _trim_to(self, edge: int, *, is_start: bool) -> None:
        first, stop = self.trim
        trim = (min(edge, stop - 1), stop) if is_start else (first, max(edge, first + 1))
        if trim != (first, stop):
            self._trim = trim
            self.trim_changed.emit(*trim)
            self.update()
