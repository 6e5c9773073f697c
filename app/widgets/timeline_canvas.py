"""The look of the timeline: rows of pictures, events, worth and time under one cursor."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from app.widgets.time_text import format_time
from app.widgets.timeline_axis import TimeAxisView
from app.widgets.timeline_strip import StripColours, StripSummary
from efficientpose_core.pose import FloatArray, PoseTrack

__all__ = ["EventMark", "TimelineCanvas", "TimelineColours"]

_MARGIN = 12.0
_THUMBNAIL_ROW = 44.0
_EVENT_ROW = 14.0
_STRIP_ROW = 18.0
_RULER_ROW = 24.0
_GAP = 3.0
HANDLE_WIDTH = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMark:
    """Something that happens at a frame.

    Parameters
    ----------
    frame
        Number in the source.
    kind
        ``initial_contact`` (points down), ``toe_off`` (points up), anything else (a diamond).
    side
        ``left``, ``right`` or ``middle``.
    is_automatic
        Found by the program (drawn hollow), not set or moved by the user (drawn full). Of
        repetitions: those that do not count.
    label
        For people.
    can_move
        Whether the user may drag it.
    """

    frame: int
    kind: str
    side: str = "middle"
    is_automatic: bool = True
    label: str = ""
    can_move: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineColours:
    """Colours of the timeline beside those of the palette."""

    left: QColor = field(default_factory=lambda: QColor(0, 114, 178))
    right: QColor = field(default_factory=lambda: QColor(213, 94, 0))
    middle: QColor = field(default_factory=lambda: QColor(128, 134, 142))
    loop: QColor = field(default_factory=lambda: QColor(86, 180, 233))
    strip: StripColours = field(default_factory=StripColours)

    def side(self, side: str) -> QColor:
        """Return the colour of a body side."""
        return {"left": self.left, "right": self.right}.get(side, self.middle)


class TimelineCanvas(QAbstractSlider):
    """Shows a source's frames along a time axis; `Timeline` adds what the user can do.

    Parameters
    ----------
    parent
        Qt parent.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._colours = TimelineColours()
        self._axis = TimeAxisView.whole(np.empty(0), 0.0)
        self._summary: StripSummary | None = None
        # What does not move with the cursor is painted once.
        self._still: QPixmap | None = None
        self._has_thumbnails = True
        self._thumbnails: dict[int, QImage] = {}
        self._thumbnail_frames: list[int] = []
        self._events: tuple[EventMark, ...] = ()
        self._trim: tuple[int, int] | None = None
        self._loop: tuple[int, int] | None = None
        self._moved_event: tuple[EventMark, int] | None = None
        self._hover_x: float | None = None
        self._is_told = False
        self._place_axis()

    # --- Content -------------------------------------------------------------------------------

    def set_source(self, times_s: FloatArray, end_s: float) -> None:
        """Show the frames of a source, at 0 and with nothing analysed.

        Parameters
        ----------
        times_s
            (n,) times of the frames, strictly increasing; empty for no source.
        end_s
            When the last frame ends.
        """
        end = max(end_s, float(times_s[-1])) if len(times_s) else 0.0
        self._axis = TimeAxisView.whole(times_s, end)
        self._summary = StripSummary(len(times_s), None) if len(times_s) else None
        self._thumbnails, self._thumbnail_frames = {}, []
        self._events, self._trim, self._loop = (), None, None
        self._moved_event = self._hover_x = None
        self._is_told = True
        self.setRange(0, max(len(times_s) - 1, 0))
        self.setValue(0)
        self._is_told = False
        self._place_axis()

    def set_track(self, track: PoseTrack | None) -> None:
        """Show what the frames are worth."""
        count = len(self._axis.times_s)
        self._summary = StripSummary(count, track) if count else None
        self._still = None
        self.update()

    def set_position(self, frame: int) -> None:
        """Move the cursor without asking for the frame."""
        self._is_told = True
        self.setValue(frame)
        self._is_told = False
        if not self.isSliderDown() and self.frame_count:
            axis = self._axis.following(frame)
            if axis is not self._axis:
                self._set_axis(axis)

    def set_thumbnail(self, frame: int, image: QImage) -> None:
        """Add a small picture of a frame."""
        if frame not in self._thumbnails:
            self._thumbnail_frames.insert(bisect_left(self._thumbnail_frames, frame), frame)
        self._thumbnails[frame] = image
        self._still = None
        self.update()

    def set_thumbnails_visible(self, is_visible: bool) -> None:
        """Show the row of small pictures or leave it out."""
        self._has_thumbnails = is_visible
        self.updateGeometry()
        self._place_axis()

    def set_events(self, events: Sequence[EventMark]) -> None:
        """Show event marks."""
        self._events = tuple(events)
        self.update()

    def set_trim(self, trim: tuple[int, int] | None) -> None:
        """Show the part in use, (first, stop) with ``stop`` exclusive; all of it for None."""
        self._trim = trim
        self.update()

    def set_loop_range(self, loop: tuple[int, int] | None) -> None:
        """Show the range that is played in a loop, ``stop`` exclusive."""
        self._loop = loop
        self.update()

    def set_colours(self, colours: TimelineColours) -> None:
        """Choose the colours."""
        self._colours = colours
        self._still = None
        self.update()

    @property
    def events(self) -> tuple[EventMark, ...]:
        """The event marks."""
        return self._events

    @property
    def frame_count(self) -> int:
        """Number of frames."""
        return len(self._axis.times_s)

    @property
    def trim(self) -> tuple[int, int]:
        """The part in use."""
        return self._trim or (0, self.frame_count)

    @property
    def loop_range(self) -> tuple[int, int] | None:
        """The range that is played in a loop."""
        return self._loop

    @property
    def axis(self) -> TimeAxisView:
        """The stretch of time in view."""
        return self._axis

    def show_all(self) -> None:
        """Bring all frames into view."""
        whole = TimeAxisView.whole(self._axis.times_s, self._axis.end_s)
        self._set_axis(whole.placed(self._axis.left, self._axis.width))

    # --- Layout --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Return the height that the rows need."""
        rows = _EVENT_ROW + _STRIP_ROW + _RULER_ROW + 4 * _GAP
        return QSize(600, round(rows + (_THUMBNAIL_ROW + _GAP if self._has_thumbnails else 0)))

    def minimumSizeHint(self) -> QSize:
        """Stay usable in small windows."""
        return QSize(200, self.sizeHint().height())

    def _row(self, name: str) -> QRectF:
        thumbnails = _THUMBNAIL_ROW + _GAP if self._has_thumbnails else 0.0
        tops = {
            "thumbnails": (_GAP, _THUMBNAIL_ROW),
            "events": (_GAP + thumbnails, _EVENT_ROW),
            "strip": (_GAP + thumbnails + _EVENT_ROW, _STRIP_ROW),
            "ruler": (2 * _GAP + thumbnails + _EVENT_ROW + _STRIP_ROW, _RULER_ROW),
        }
        top, height = tops[name]
        return QRectF(self._axis.left, top, self._axis.width, height)

    def _place_axis(self) -> None:
        self._set_axis(self._axis.placed(_MARGIN, self.width() - 2 * _MARGIN))

    def _set_axis(self, axis: TimeAxisView) -> None:
        self._axis, self._still = axis, None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the axis over the new width."""
        self._place_axis()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when the theme or the focus changes."""
        if event.type() == QEvent.Type.PaletteChange:
            self._still = None
        super().changeEvent(event)
        self.update()

    # --- Painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, the ranges and the cursor."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.frame_count and self._summary is not None:
            painter.save()
            bounds = QRectF(self.rect()).adjusted(
                _MARGIN - HANDLE_WIDTH, 0, HANDLE_WIDTH - _MARGIN, 0
            )
            painter.setClipRect(bounds)
            painter.drawPixmap(0, 0, self._still_picture(self._summary))
            self._paint_loop(painter)
            self._paint_trim(painter)
            self._paint_events(painter)
            self._paint_hover(painter)
            self._paint_cursor(painter)
            painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight().color(), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)
        painter.end()

    def _still_picture(self, summary: StripSummary) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._still is None or self._still.size() != size:
            self._still = QPixmap(size)
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._still)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            if self._has_thumbnails:
                self._paint_thumbnails(painter)
            self._paint_strip(painter, summary)
            self._paint_ruler(painter)
            painter.end()
        return self._still

    def _paint_thumbnails(self, painter: QPainter) -> None:
        row = self._row("thumbnails")
        painter.fillRect(row, self._backdrop())
        if not self._thumbnail_frames:
            return
        painter.save()
        painter.setClipRect(row, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        first = self._thumbnails[self._thumbnail_frames[0]]
        width = max(row.height() * first.width() / max(first.height(), 1), 8.0)
        for place in range(math.ceil(row.width() / width)):
            x = row.left() + place * width
            image = self._nearest_thumbnail(self._axis.frame_at(x + 0.5 * width))
            if image is not None:
                painter.drawImage(QRectF(x, row.top(), width - 1.0, row.height()), image)
        painter.restore()

    def _nearest_thumbnail(self, frame: int) -> QImage | None:
        """Return the picture of a frame near ``frame``, compared with what is in view."""
        at = bisect_left(self._thumbnail_frames, frame)
        near = self._thumbnail_frames[max(at - 1, 0) : at + 1]
        best = min(near, key=lambda i: abs(i - frame), default=None)
        # While they are being made, a picture from elsewhere would deceive.
        reach = max(self.frame_count / 24.0, 1.0)
        return None if best is None or abs(best - frame) > reach else self._thumbnails[best]

    def _paint_strip(self, painter: QPainter, summary: StripSummary) -> None:
        row = self._row("strip")
        ratio = self.devicePixelRatioF()
        columns = max(1, round(row.width() * ratio))
        edges = self._axis.edges(columns)
        height = round(row.height() * ratio)
        strip = summary.paint(edges, height, self._colours.strip, self._backdrop(), ratio)
        strip.setDevicePixelRatio(ratio)
        painter.drawImage(row.topLeft(), strip)
        self._paint_edits(painter, summary, row)

    def _backdrop(self) -> QColor:
        """Return the colour of empty rows: between the window and its text."""
        if self._colours.strip.background is not None:
            return self._colours.strip.background
        window, text = self.palette().window().color(), self.palette().text().color()
        return QColor(
            round(0.86 * window.red() + 0.14 * text.red()),
            round(0.86 * window.green() + 0.14 * text.green()),
            round(0.86 * window.blue() + 0.14 * text.blue()),
        )

    def _paint_edits(self, painter: QPainter, summary: StripSummary, row: QRectF) -> None:
        """Mark edited frames below the strip, at least three pixels wide each."""
        columns = max(1, int(row.width() / 3))
        edited = np.flatnonzero(summary.has_edits(self._axis.edges(columns)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().text())
        for column in edited:
            x = row.left() + (column + 0.5) * row.width() / columns
            y = row.bottom()
            painter.drawPolygon(
                QPolygonF([QPointF(x - 3, y + 4), QPointF(x + 3, y + 4), QPointF(x, y - 1)])
            )

    def _paint_ruler(self, painter: QPainter) -> None:
        row = self._row("ruler")
        ink = QColor(self.palette().text().color())
        metrics = self.fontMetrics()
        widest = metrics.horizontalAdvance(format_time(self._axis.end_s, 2)) + 24
        times, decimals = self._axis.ticks(widest)
        faint = QColor(ink)
        faint.setAlphaF(0.45)
        for t_s in times:
            x = self._axis.x_at(float(t_s))
            painter.setPen(QPen(faint, 1))
            painter.drawLine(QPointF(x, row.top()), QPointF(x, row.top() + 4))
            text = format_time(float(t_s), decimals)
            width = metrics.horizontalAdvance(text) + 2.0
            left = min(max(x - 0.5 * width, row.left() - 6), row.right() + 6 - width)
            painter.setPen(ink)
            box = QRectF(left, row.top() + 8, width, row.height() - 8)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_loop(self, painter: QPainter) -> None:
        if self._loop is None:
            return
        left, right = self._axis.x_of(self._loop[0]), self._axis.x_of(self._loop[1])
        area = QRectF(left, self._row("events").top(), right - left, 0.0)
        area.setBottom(self._row("strip").bottom())
        fill = QColor(self._colours.loop)
        fill.setAlphaF(0.22)
        painter.fillRect(area, fill)
        painter.setPen(QPen(self._colours.loop, 1.5))
        for x in (left, right):
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.drawLine(area.topLeft(), area.topRight())

    def _paint_trim(self, painter: QPainter) -> None:
        top, low = _GAP, self._row("strip").bottom()
        first, stop = self.trim
        left, right = self._axis.x_of(first), self._axis.x_of(stop)
        shade = QColor(self.palette().window().color())
        shade.setAlphaF(0.72)
        row = self._row("strip")
        painter.fillRect(QRectF(row.left(), top, max(left - row.left(), 0.0), low - top), shade)
        painter.fillRect(QRectF(right, top, max(row.right() - right, 0.0), low - top), shade)
        accent = self.palette().highlight().color()
        painter.setPen(Qt.PenStyle.NoPen)
        for x, is_start in ((left, True), (right, False)):
            box = QRectF(x - HANDLE_WIDTH if is_start else x, top, HANDLE_WIDTH, low - top)
            painter.setBrush(accent)
            painter.drawRoundedRect(box, 2.5, 2.5)
            painter.setBrush(self.palette().highlightedText())
            painter.drawRect(QRectF(box.center().x() - 0.75, box.center().y() - 6, 1.5, 12))

    def _paint_events(self, painter: QPainter) -> None:
        row = self._row("events")
        for mark in self._events:
            is_moved = self._moved_event is not None and self._moved_event[0] is mark
            frame = self._moved_event[1] if is_moved and self._moved_event else mark.frame
            x = self._axis.x_of(frame)
            if not row.left() - 8 <= x <= row.right() + 8:
                continue
            colour = self._colours.side(mark.side)
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(self.palette().base() if mark.is_automatic else colour)
            painter.drawPolygon(_event_shape(mark.kind, x, row.center().y()))

    def _paint_hover(self, painter: QPainter) -> None:
        if self._hover_x is None or self.isSliderDown():
            return
        ink = QColor(self.palette().text().color())
        ink.setAlphaF(0.6)
        painter.setPen(QPen(ink, 1, Qt.PenStyle.DotLine))
        low = self._row("strip").bottom()
        painter.drawLine(QPointF(self._hover_x, _GAP), QPointF(self._hover_x, low))

    def _paint_cursor(self, painter: QPainter) -> None:
        frame = self.value()
        left, right = self._axis.x_of(frame), self._axis.x_of(frame + 1)
        top, low = _GAP, self._row("ruler").top() + 4
        ink = self.palette().text().color()
        if right - left > 3:
            # Zoomed in far enough to show that a frame lasts.
            fill = QColor(ink)
            fill.setAlphaF(0.25)
            painter.fillRect(QRectF(left, top, right - left, low - top), fill)
        painter.setPen(QPen(self.palette().window().color(), 4))
        painter.drawLine(QPointF(left, top), QPointF(left, low))
        painter.setPen(QPen(ink, 2))
        painter.drawLine(QPointF(left, top), QPointF(left, low))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(
            QPolygonF(
                [QPointF(left - 6, low + 7), QPointF(left + 6, low + 7), QPointF(left, low - 2)]
            )
        )


def _event_shape(kind: str, x: float, y: float) -> QPolygonF:
    points: tuple[tuple[float, float], ...]
    if kind == "initial_contact":
        points = ((-5, -5), (5, -5), (0, 5))
    elif kind == "toe_off":
        points = ((-5, 5), (5, 5), (0, -5))
    else:
        points = ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0))
    return QPolygonF([QPointF(x + dx, y + dy) for dx, dy in points])
