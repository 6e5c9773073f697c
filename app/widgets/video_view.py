"""The video view: the picture at any zoom, the pose on it, and correcting it by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app.widgets.overlay import OverlayColours, OverlayData, OverlayOptions, keypoint_label
from app.widgets.overlay_painter import Highlight, OverlayPainter
from app.widgets.picture_view import PictureView
from app.widgets.time_text import format_time
from efficientpose_core.pose import PoseTrack

if TYPE_CHECKING:
    from efficientpose_core.kinematics.angles import AngleTrack
    from efficientpose_core.kinematics.facing import FacingTrack

__all__ = ["VideoView", "ViewMode"]

_GRAB_RADIUS = 12.0
_DRAG_START = 3.0
_SMALLEST_BOX_PX = 4.0
_NUDGE_PX = 1.0
_FINE_NUDGE_PX = 0.1
_NO_MODIFIER = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier

_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_DELETES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ViewMode(Enum):
    """What a click does."""

    SELECT = "select"
    """Choose and drag keypoints."""
    PICK_PERSON = "pick person"
    """Click on the person to be analysed."""
    DRAW_BOX = "draw box"
    """Draw a box around the person."""
    DRAW_LINE = "draw line"
    """Draw a line of known length."""


class VideoView(PictureView):
    """Shows one frame with its overlay; zooms as `PictureView` does.

    All places are in pixels of the picture, pixel (0, 0) covering [0, 1) x [0, 1), as in
    `PoseTrack`. Keyboard: Tab and Shift+Tab go through the keypoints, arrows move the selected one
    by 1 px (with Shift 0.1 px), Delete removes it, Escape leaves a mode or the selection; plus,
    minus, 0 (whole picture) and 1 (100 %) zoom. With Space held or the middle button, dragging
    moves the picture.

    Parameters
    ----------
    parent
        Qt parent.

    Signals
    -------
    keypoint_selected(object)
        Channel, or None.
    keypoint_drag_started(int), keypoint_dragged(int, float, float), keypoint_moved(int, float, \
float)
        A drag: at its start, while it lasts, and at its end. Nudging emits the last one only. A
        drag given up by Escape ends with ``keypoint_drag_cancelled(int)``.
    keypoint_deleted(int)
        The user removed a keypoint of this frame.
    person_picked(float, float), box_drawn(float, float, float, float)
        A click in mode PICK_PERSON; x, y, width, height in mode DRAW_BOX.
    line_drawn(float, float, float, float)
        x and y of both ends, in mode DRAW_LINE.
    menu_requested(QPoint, float, float, object)
        Global position for the menu, place in the picture, keypoint there or None.
    mode_changed(object)
        `ViewMode`.
    """

    keypoint_selected = Signal(object)
    keypoint_drag_started = Signal(int)
    keypoint_dragged = Signal(int, float, float)
    keypoint_moved = Signal(int, float, float)
    keypoint_drag_cancelled = Signal(int)
    keypoint_deleted = Signal(int)
    person_picked = Signal(float, float)
    box_drawn = Signal(float, float, float, float)
    line_drawn = Signal(float, float, float, float)
    menu_requested = Signal(QPoint, float, float, object)
    mode_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Video"))
        self._frame = -1
        self._t_s = math.nan
        self._is_stand_in = False
        self._data = OverlayData()
        self._options = OverlayOptions()
        self._colours = OverlayColours()
        self._is_overlay_visible = True
        self._mode = ViewMode.SELECT
        self._other_hint = ""
        self._selected: int | None = None
        self._hovered: int | None = None
        self._dragged: int | None = None
        self._grip = (0.0, 0.0)
        self._pressed_at: QPointF | None = None
        self._shape: tuple[tuple[float, float], tuple[float, float]] | None = None

    # --- Content -------------------------------------------------------------------------------

    def set_frame(self, index: int, image: QImage | None, t_s: float) -> None:
        """Show a frame; None for one that is damaged."""
        self._show(index, image, t_s, is_stand_in=False)

    def set_copy(
        self, index: int, image: QImage | None, t_s: float, size_px: tuple[int, int]
    ) -> None:
        """Show a small copy of a frame of this (width, height), which is quick to paint."""
        self._show(index, image, t_s, is_stand_in=False, size_px=size_px)

    def set_stand_in(self, index: int, image: QImage | None, t_s: float) -> None:
        """Show a picture that another one will follow at once; it is marked as such."""
        self._show(index, image, t_s, is_stand_in=True)

    def clear(self) -> None:
        """Show no picture and no pose."""
        super().clear()
        self._data, self._frame = OverlayData(), -1
        self.select_keypoint(None)
        self.set_mode(ViewMode.SELECT)

    def set_track(self, track: PoseTrack | None) -> None:
        """Show the poses of a track, or none; keypoints that were moved are where it has them."""
        self._data.track = track
        if self._dragged is None:
            self._data.set_moved(-1, {})
        if track is None or (self._selected or 0) >= len(track.skeleton):
            self.select_keypoint(None)
        self._hovered = None
        self.update()

    def set_raw_track(self, track: PoseTrack | None) -> None:
        """Show where rejected positions were found, by the track before cleaning."""
        self._data.raw = track
        self.update()

    def set_angles(self, angles: AngleTrack | None) -> None:
        """Show angles at the joints, or none."""
        self._data.angles = angles
        self.update()

    def set_facing(self, facing: FacingTrack | None) -> None:
        """Show where the person faces; in the rows of the pose track."""
        self._data.facing = facing
        self.update()

    def set_options(self, options: OverlayOptions) -> None:
        """Choose what is drawn."""
        self._options = options
        self.update()

    def set_colours(self, colours: OverlayColours, background: QColor) -> None:
        """Choose the colours of the overlay and of the surroundings of the picture."""
        self._colours, self._background = colours, QColor(background)
        self.update()

    def set_overlay_visible(self, is_visible: bool) -> None:
        """Show the overlay or the bare picture."""
        self._is_overlay_visible = is_visible
        self.update()

    @property
    def options(self) -> OverlayOptions:
        """What is drawn."""
        return self._options

    @property
    def frame(self) -> int:
        """Number of the frame on display; -1 for none."""
        return self._frame

    @property
    def selected_keypoint(self) -> int | None:
        """Channel of the selected keypoint."""
        return self._selected

    def select_keypoint(self, keypoint: int | None) -> None:
        """Select a keypoint by its channel, or none."""
        if keypoint == self._selected:
            return
        self._selected = keypoint
        self._tell_selection()
        self.keypoint_selected.emit(keypoint)
        self.update()

    @property
    def mode(self) -> ViewMode:
        """What a click does."""
        return self._mode

    def set_mode(self, mode: ViewMode, hint: str = "") -> None:
        """Choose what a click does; ``hint`` tells the user, where the usual one does not fit."""
        self._other_hint = hint
        self.update()
        if mode is self._mode:
            return
        self._cancel_drag()
        self._mode, self._shape, self._hovered = mode, None, None
        is_cross = mode in (ViewMode.DRAW_BOX, ViewMode.DRAW_LINE)
        cursor = Qt.CursorShape.CrossCursor if is_cross else Qt.CursorShape.PointingHandCursor
        self.setCursor(Qt.CursorShape.ArrowCursor if mode is ViewMode.SELECT else cursor)
        self.mode_changed.emit(mode)
        self.update()

    # --- Painting ------------------------------------------------------------------------------

    def _paint_above(self, painter: QPainter) -> None:
        if self._is_overlay_visible:
            self._paint_overlay(painter)
        self._paint_shape(painter)

    def _missing_text(self) -> str:
        return self.tr("Frame {0} is damaged and cannot be shown").format(self._frame)

    def _paint_overlay(self, painter: QPainter) -> None:
        overlay = OverlayPainter(
            painter, self._geometry, self._data, self._options, self._colours, self._frame
        )
        hovered = self._hovered if self._dragged is None else self._dragged
        overlay.paint(Highlight(selected=self._selected, hovered=hovered))
        if self._options.show_caption:
            overlay.draw_caption(self._caption())

    def _caption(self) -> str:
        text = self.tr("{0} s · frame {1}").format(format_time(self._t_s), self._frame)
        return self.tr("{0} · loading …").format(text) if self._is_stand_in else text

    def _paint_shape(self, painter: QPainter) -> None:
        """Paint the hint of a mode and the box or line being drawn."""
        hint = self._hint()
        if not hint:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        overlay = OverlayPainter(
            painter, self._geometry, self._data, self._options, self._colours, self._frame
        )
        overlay.draw_banner(hint)
        if self._shape is None:
            return
        start, end = (self._geometry.to_widget(*place) for place in self._shape)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((self._colours.ink, 4.0), (self._colours.accent, 2.0)):
            painter.setPen(QPen(colour, width))
            if self._mode is ViewMode.DRAW_BOX:
                painter.drawRect(QRectF(start, end).normalized())
            else:
                painter.drawLine(start, end)

    def _hint(self) -> str:
        if self._other_hint:
            return self._other_hint
        return {
            ViewMode.SELECT: "",
            ViewMode.PICK_PERSON: self.tr("Click on the person to analyse · Esc to cancel"),
            ViewMode.DRAW_BOX: self.tr("Draw a box around the person · Esc to cancel"),
            ViewMode.DRAW_LINE: self.tr("Draw a line of known length · Esc to cancel"),
        }[self._mode]

    # --- Mouse ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag a keypoint, the picture, or a shape."""
        super().mousePressEvent(event)
        is_left = event.button() == Qt.MouseButton.LeftButton
        if self._pan_from is not None or not is_left or self._frame < 0:
            return
        place = event.position()
        self._pressed_at = place
        if self._mode is ViewMode.SELECT:
            self._grab(place)
        elif self._mode in (ViewMode.DRAW_BOX, ViewMode.DRAW_LINE):
            at = self._inside(place)
            self._shape = (at, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on dragging; tell what is under the pointer."""
        place = event.position()
        if self._pan_from is not None:
            super().mouseMoveEvent(event)
        elif self._shape is not None:
            self._shape = (self._shape[0], self._inside(place))
            self.update()
        elif self._pressed_at is not None and self._mode is ViewMode.SELECT:
            self._drag_keypoint(place)
        elif self._mode is ViewMode.SELECT:
            self._hover(self.keypoint_at(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        if self._pan_from is not None:
            super().mouseReleaseEvent(event)
            return
        place = event.position()
        pressed_at, self._pressed_at = self._pressed_at, None
        if event.button() != Qt.MouseButton.LeftButton or pressed_at is None:
            return
        if self._dragged is not None:
            self._drop_keypoint(place)
        elif self._shape is not None:
            self._finish_shape()
        elif self._mode is ViewMode.PICK_PERSON:
            x, y = self._geometry.to_picture(place)
            if 0 <= x < self._geometry.picture_px[0] and 0 <= y < self._geometry.picture_px[1]:
                self.set_mode(ViewMode.SELECT)
                self.person_picked.emit(x, y)

    def _finish_shape(self) -> None:
        assert self._shape is not None
        (x0, y0), (x1, y1) = self._shape
        mode, self._shape = self._mode, None
        width, height = abs(x1 - x0), abs(y1 - y0)
        is_box = mode is ViewMode.DRAW_BOX
        size_px = min(width, height) if is_box else math.hypot(width, height)
        if size_px < _SMALLEST_BOX_PX:
            # A click, not a drag: the user may try again.
            self.update()
            return
        self.set_mode(ViewMode.SELECT)
        if is_box:
            self.box_drawn.emit(min(x0, x1), min(y0, y1), width, height)
        else:
            self.line_drawn.emit(x0, y0, x1, y1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom as `PictureView` does, beside keypoints."""
        if self._mode is ViewMode.SELECT and self.keypoint_at(event.position()) is None:
            super().mouseDoubleClickEvent(event)
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was under the pointer."""
        self._hover(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu at the pointer, or at the selected keypoint when asked by keyboard."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self._selected is not None:
            x, y = self._place_of(self._selected)
            place = self._geometry.to_widget(x, y).toPoint()
            self.menu_requested.emit(self.mapToGlobal(place), x, y, self._selected)
            return
        x, y = self._geometry.to_picture(QPointF(event.pos()))
        found = self.keypoint_at(QPointF(event.pos()))
        self.menu_requested.emit(event.globalPos(), x, y, found)

    # --- Keyboard ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move or delete the selected keypoint, leave a mode; else as `PictureView` does."""
        key = Qt.Key(event.key())
        is_plain = not event.modifiers() & _NO_MODIFIER
        if key == Qt.Key.Key_Escape and self._escape():
            event.accept()
        elif self._selected is not None and is_plain and key in _NUDGES:
            is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step = _FINE_NUDGE_PX if is_fine else _NUDGE_PX
            self._nudge(_NUDGES[key][0] * step, _NUDGES[key][1] * step)
        elif self._selected is not None and is_plain and key in _DELETES:
            self.keypoint_deleted.emit(self._selected)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go through the keypoints with Tab; leave the view after the last one."""
        places = self._selectable()
        if not places or self._mode is not ViewMode.SELECT:
            return super().focusNextPrevChild(next)
        step = 1 if next else -1
        at = places.index(self._selected) + step if self._selected in places else None
        if at is None:
            self.select_keypoint(places[0 if next else -1])
        elif 0 <= at < len(places):
            self.select_keypoint(places[at])
        else:
            self.select_keypoint(None)
            return super().focusNextPrevChild(next)
        return True

    def event(self, event: QEvent) -> bool:
        """Keep arrows and Delete for the selected keypoint; the window's frame steps want them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            is_ours = self._selected is not None and (key in _NUDGES or key in _DELETES)
            is_escape = key == Qt.Key.Key_Escape and self._can_escape()
            if (is_ours or is_escape) and not event.modifiers() & _NO_MODIFIER:
                event.accept()
                return True
        return super().event(event)

    # --- Helpers -------------------------------------------------------------------------------

    def keypoint_at(self, place: QPointF) -> int | None:
        """Return the channel of the keypoint at a place of the widget."""
        pose = self._data.pose(self._frame) if self._is_overlay_visible else None
        if pose is None or not self._options.show_points:
            return None
        near = [
            (math.hypot(x - place.x(), y - place.y()), channel)
            for channel, (x, y) in enumerate(self._geometry.to_widget_array(pose[0]))
            if math.isfinite(x)
        ]
        distance, channel = min(near, default=(math.inf, -1))
        return channel if distance <= _GRAB_RADIUS else None

    def _show(
        self,
        index: int,
        image: QImage | None,
        t_s: float,
        *,
        is_stand_in: bool,
        size_px: tuple[int, int] | None = None,
    ) -> None:
        if index != self._frame:
            self._cancel_drag()
            self._hovered = None
        self._frame, self._t_s, self._is_stand_in = index, t_s, is_stand_in
        self.set_image(image, size_px)

    def _place_of(self, keypoint: int) -> tuple[float, float]:
        pose = self._data.pose(self._frame)
        if pose is None:
            return math.nan, math.nan
        return float(pose[0][keypoint, 0]), float(pose[0][keypoint, 1])

    def _selectable(self) -> Sequence[int]:
        pose = self._data.pose(self._frame)
        if pose is None or not self._is_overlay_visible:
            return []
        return [channel for channel, (x, _) in enumerate(pose[0]) if math.isfinite(x)]

    def _hover(self, keypoint: int | None) -> None:
        if keypoint != self._hovered:
            self._hovered = keypoint
            self._reset_cursor()
            self.update()

    def _reset_cursor(self) -> None:
        is_over = self._hovered is not None and self._mode is ViewMode.SELECT
        if self._mode is ViewMode.SELECT:
            shape = Qt.CursorShape.OpenHandCursor if is_over else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
        elif self._mode is ViewMode.PICK_PERSON:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setCursor(Qt.CursorShape.CrossCursor)

    def _inside(self, place: QPointF) -> tuple[float, float]:
        x, y = self._geometry.to_picture(place)
        width, height = self._geometry.picture_px
        return min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height))

    def _gripped(self, place: QPointF) -> tuple[float, float]:
        x, y = self._geometry.to_picture(place)
        return x + self._grip[0], y + self._grip[1]

    def _grab(self, place: QPointF) -> None:
        found = self.keypoint_at(place)
        self.select_keypoint(found)
        if found is not None:
            x, y = self._place_of(found)
            at = self._geometry.to_picture(place)
            # Where on the disc it was taken: the keypoint must not jump to the pointer.
            self._grip = (x - at[0], y - at[1])

    def _drop_keypoint(self, place: QPointF) -> None:
        assert self._dragged is not None
        keypoint, self._dragged = self._dragged, None
        self._reset_cursor()
        self._move(keypoint, *self._gripped(place))

    def _drag_keypoint(self, place: QPointF) -> None:
        assert self._pressed_at is not None
        if self._dragged is None:
            moved = place - self._pressed_at
            if self._selected is None or math.hypot(moved.x(), moved.y()) < _DRAG_START:
                return
            self._dragged = self._selected
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.keypoint_drag_started.emit(self._dragged)
        x, y = self._gripped(place)
        self._data.set_moved(self._frame, {self._dragged: (x, y)})
        self.keypoint_dragged.emit(self._dragged, x, y)
        self.update()

    def _cancel_drag(self) -> bool:
        self._pressed_at = None
        if self._dragged is None:
            return False
        keypoint, self._dragged = self._dragged, None
        self._data.set_moved(-1, {})
        self._reset_cursor()
        self.keypoint_drag_cancelled.emit(keypoint)
        self.update()
        return True

    def _can_escape(self) -> bool:
        return (
            self._dragged is not None
            or self._mode is not ViewMode.SELECT
            or self._selected is not None
        )

    def _escape(self) -> bool:
        if self._cancel_drag():
            return True
        if self._mode is not ViewMode.SELECT:
            self.set_mode(ViewMode.SELECT)
            return True
        if self._selected is not None:
            self.select_keypoint(None)
            return True
        return False

    def _nudge(self, dx: float, dy: float) -> None:
        assert self._selected is not None
        x, y = self._place_of(self._selected)
        if math.isfinite(x):
            self._move(self._selected, x + dx, y + dy)

    def _move(self, keypoint: int, x: float, y: float) -> None:
        """Tell that a keypoint was moved, and show it there until the next track comes."""
        self._data.set_moved(self._frame, {keypoint: (x, y)})
        self.keypoint_moved.emit(keypoint, x, y)
        self.update()

    def _tell_selection(self) -> None:
        """Tell screen readers what is selected."""
        track = self._data.track
        if track is None or self._selected is None:
            self.setAccessibleDescription("")
            return
        name = keypoint_label(track.skeleton.keypoints[self._selected])
        self.setAccessibleDescription(self.tr("Selected keypoint: {0}").format(name))
