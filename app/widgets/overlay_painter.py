"""Painting the overlay: crisp at any zoom, legible on any background."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from app.translation import decimal
from app.widgets.overlay import (
    AngleArc,
    OverlayColours,
    OverlayData,
    OverlayOptions,
    keypoint_label,
    status_label,
)
from app.widgets.view_geometry import ViewGeometry
from efficientpose_core.pose import FloatArray, Status

__all__ = ["Highlight", "OverlayPainter"]

_FULL_SCORE = 0.7
_FAINTEST = 0.35
_DASH = (2.0, 1.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """Keypoints that stand out."""

    selected: int | None = None
    hovered: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Pose:
    """The keypoints of one frame, on the screen."""

    places: FloatArray
    opacity: npt.NDArray[np.float64]
    status: npt.NDArray[np.int8]


class OverlayPainter:
    """Draws the data of one frame.

    Parameters
    ----------
    painter
        Open on the widget, in logical pixels.
    geometry
        Where the picture is.
    data, options, colours
        What to draw and how.
    frame
        Number in the source.
    """

    def __init__(
        self,
        painter: QPainter,
        geometry: ViewGeometry,
        data: OverlayData,
        options: OverlayOptions,
        colours: OverlayColours,
        frame: int,
    ) -> None:
        self._painter = painter
        self._geometry = geometry
        self._data = data
        self._options = options
        self._colours = colours
        self._frame = frame
        shown = geometry.picture_rect()
        # Full width on a picture of 900 logical pixels (geometric mean), never thicker.
        size = math.sqrt(max(shown.width() * shown.height(), 1.0))
        self._limb = options.line_width_px * min(max(size / 900.0, 0.4), 1.0)
        self._joint = 0.95 * self._limb + 0.5
        self._outline = max(0.8, 0.28 * self._limb)
        self._opacity = 1.0
        self._plates: list[QRectF] = []
        self._font = QFont(painter.font())
        self._metrics = QFontMetricsF(self._font)

    def paint(self, highlight: Highlight) -> None:
        """Draw everything that the options ask for."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pose = self._pose()
        if pose is not None:
            if self._options.show_box:
                self._draw_box()
            self._draw_trails()
            if self._options.show_skeleton:
                self._draw_limbs(pose)
            if self._options.show_spread:
                self._draw_spread(pose)
            if self._options.show_angles:
                self._draw_arcs()
            if self._options.show_points:
                self._draw_joints(pose)
            if self._options.show_rejected:
                self._draw_rejected()
            if self._options.show_facing:
                self._draw_facing()
            self._opacity = 1.0
            if self._options.show_angles:
                self._draw_angle_labels(pose)
            self._draw_names(pose, highlight)
        if self._options.show_banner and self._data.has_nobody(self._frame):
            self.draw_banner(QCoreApplication.translate("Overlay", "No person in view"))

    def _tint(self, colour: QColor) -> QColor:
        """Return a colour at the present opacity.

        `QPainter.setOpacity` would do the same, but makes lines fifteen times slower.
        """
        return colour if self._opacity >= 1.0 else _faded(colour, self._opacity)

    # --- Pose ----------------------------------------------------------------------------------

    def _pose(self) -> _Pose | None:
        found = self._data.pose(self._frame)
        if found is None:
            return None
        xy_px, score, status = found
        sure = np.where(np.isnan(score) | (status == Status.EDITED), 1.0, score)
        drawn = np.isfinite(xy_px).all(axis=1) & (sure >= self._options.min_score)
        ramp = np.ones(len(sure))
        if self._options.show_confidence:
            span = max(_FULL_SCORE - self._options.min_score, 1e-6)
            rise = np.clip((sure - self._options.min_score) / span, 0.0, 1.0)
            ramp = _FAINTEST + (1.0 - _FAINTEST) * rise
        return _Pose(
            self._geometry.to_widget_array(xy_px), np.where(drawn, ramp, 0.0), status
        )  # fmt: skip

    def _draw_limbs(self, pose: _Pose) -> None:
        track = self._data.track
        assert track is not None
        limbs = [
            (min(pose.opacity[a], pose.opacity[b]), a, b)
            for a, b in track.skeleton.segment_channels
        ]
        # Far to near in certainty, so that sure limbs are not covered by doubtful ones.
        for opacity, a, b in sorted(limbs):
            if opacity <= 0:
                continue
            self._opacity = opacity * self._options.opacity
            start, end = _point(pose.places[a]), _point(pose.places[b])
            names = track.skeleton.keypoints[a], track.skeleton.keypoints[b]
            is_filled_in = max(pose.status[a], pose.status[b]) == Status.INTERPOLATED
            self._line(start, end, self._limb, self._colours.side(*names), is_filled_in)

    def _line(
        self, start: QPointF, end: QPointF, width: float, colour: QColor, is_dashed: bool
    ) -> None:
        outer, inner = (
            _flat_pen(self._tint(self._colours.ink), width + 2 * self._outline),
            _flat_pen(self._tint(colour), width),
        )
        if is_dashed:
            inner.setDashPattern(_DASH)
        elif not self._options.show_points:
            # Otherwise the joints cover the ends.
            outer.setCapStyle(Qt.PenCapStyle.RoundCap)
            inner.setCapStyle(Qt.PenCapStyle.RoundCap)
        for pen in (outer, inner):
            self._painter.setPen(pen)
            self._painter.drawLine(start, end)

    def _draw_joints(self, pose: _Pose) -> None:
        track = self._data.track
        assert track is not None
        for channel in np.argsort(pose.opacity, kind="stable"):
            if pose.opacity[channel] > 0:
                self._opacity = pose.opacity[channel] * self._options.opacity
                colour = self._colours.side(track.skeleton.keypoints[channel])
                self._draw_joint(_point(pose.places[channel]), colour, int(pose.status[channel]))

    def _draw_joint(self, place: QPointF, colour: QColor, status: int) -> None:
        """Draw a disc (measured), a square (edited) or a ring (interpolated)."""
        painter, radius = self._painter, self._joint
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tint(self._colours.ink))
        if status == Status.EDITED:
            half = radius + self._outline
            painter.setBrush(self._tint(self._colours.paper))
            painter.drawRect(_around(place, half + 1.0))
            painter.setBrush(self._tint(self._colours.ink))
            painter.drawRect(_around(place, half))
            painter.setBrush(self._tint(colour))
            painter.drawRect(_around(place, radius))
            return
        painter.drawEllipse(place, radius + self._outline, radius + self._outline)
        painter.setBrush(self._tint(colour))
        painter.drawEllipse(place, radius, radius)
        is_ring = status == Status.INTERPOLATED
        is_bright = colour.lightnessF() > 0.8
        core = self._colours.ink if is_ring or is_bright else self._colours.paper
        inner = (0.62 if is_ring else 0.36) * radius
        painter.setBrush(self._tint(core))
        painter.drawEllipse(place, inner, inner)

    def _draw_rejected(self) -> None:
        arm = 0.9 * self._joint + 1.0
        self._opacity = self._options.opacity
        for place in self._geometry.to_widget_array(self._data.rejected_px(self._frame)):
            x, y = place
            for colour, width in ((self._colours.ink, 3.6), (self._colours.rejected, 1.6)):
                self._painter.setPen(QPen(self._tint(colour), width))
                self._painter.drawLine(QPointF(x - arm, y - arm), QPointF(x + arm, y + arm))
                self._painter.drawLine(QPointF(x - arm, y + arm), QPointF(x + arm, y - arm))

    def _draw_spread(self, pose: _Pose) -> None:
        spread = self._data.spread_px(self._frame)
        if spread is None:
            return
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for place, opacity, sd in zip(pose.places, pose.opacity, spread, strict=True):
            if opacity > 0 and math.isfinite(sd):
                radius = float(sd) * self._geometry.scale
                self._opacity = 0.9 * self._options.opacity
                for colour, width in ((self._colours.ink, 2.4), (self._colours.paper, 1.0)):
                    self._painter.setPen(QPen(self._tint(colour), width))
                    self._painter.drawEllipse(_point(place), radius, radius)

    def _draw_trails(self) -> None:
        for name in self._options.trail_keypoints:
            trail = self._data.trail_px(name, self._frame, self._options.trail_frames)
            if len(trail) < 2:
                continue
            places = self._geometry.to_widget_array(trail)
            colour = self._colours.side(name)
            # In three pieces, the oldest one thinnest; each shares a point with the next. Fading
            # would say the same, but Qt draws opaque lines ten times as fast.
            cuts = np.linspace(0, len(places) - 1, 4).astype(int)
            for piece, (start, stop) in enumerate(itertools.pairwise(cuts)):
                self._opacity = self._options.opacity
                for run in _runs(places[start : stop + 1]):
                    points = [_point(place) for place in run]
                    lines = [QLineF(a, b) for a, b in itertools.pairwise(points)]
                    thick = 1.0 + 0.6 * piece
                    for ink, width in ((self._colours.ink, thick + 1.6), (colour, thick)):
                        # Single lines with flat ends are what Qt draws fastest.
                        self._painter.setPen(_flat_pen(self._tint(ink), width))
                        self._painter.drawLines(lines)

    # --- Angles --------------------------------------------------------------------------------

    def _arc_radius(self) -> float:
        return 4.5 * self._limb + 6.0

    def _draw_arcs(self) -> None:
        radius = self._arc_radius()
        for arc in self._data.arcs(self._frame, self._options.angles):
            place = self._geometry.to_widget(*arc.vertex_px)
            box = _around(place, radius)
            # Qt counts anticlockwise in degrees, and from three o'clock.
            start, sweep = -math.degrees(arc.start_rad), -math.degrees(arc.sweep_rad)
            colour = self._colours.side(arc.name)
            self._opacity = 0.28 * self._options.opacity
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(self._tint(colour))
            self._painter.drawPie(box, round(16 * start), round(16 * sweep))
            self._opacity = self._options.opacity
            path = QPainterPath()
            path.arcMoveTo(box, start)
            path.arcTo(box, start, sweep)
            across, down = math.cos(arc.start_rad), math.sin(arc.start_rad)
            rim = QPointF(place.x() + radius * across, place.y() + radius * down)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            for ink, width in ((self._colours.ink, 3.6), (colour, 2.0)):
                pen = QPen(self._tint(ink), width)
                self._painter.setPen(pen)
                self._painter.drawPath(path)
                pen.setStyle(Qt.PenStyle.DotLine)
                self._painter.setPen(pen)
                self._painter.drawLine(place, rim)

    def _draw_angle_labels(self, pose: _Pose) -> None:
        joints = pose.places[pose.opacity > 0]
        for arc in self._data.arcs(self._frame, self._options.angles):
            self._draw_label(
                _angle_text(arc), self._geometry.to_widget(*arc.vertex_px), joints,
                self._colours.side(arc.name), gap=0.75 * self._arc_radius(),
            )  # fmt: skip

    # --- Texts ---------------------------------------------------------------------------------

    def _draw_names(self, pose: _Pose, highlight: Highlight) -> None:
        track = self._data.track
        assert track is not None
        joints = pose.places[pose.opacity > 0]
        for channel in {highlight.selected, highlight.hovered} - {None}:
            assert channel is not None
            if np.isfinite(pose.places[channel]).all():
                self._draw_ring(_point(pose.places[channel]), channel == highlight.selected)
        for channel, name in enumerate(track.skeleton.keypoints):
            if not np.isfinite(pose.places[channel]).all():
                continue
            is_told = channel in (highlight.selected, highlight.hovered)
            if not is_told and not (self._options.show_names and pose.opacity[channel] > 0):
                continue
            text = self._keypoint_text(channel) if is_told else keypoint_label(name)
            self._draw_label(
                text, _point(pose.places[channel]), joints, self._colours.side(name),
                gap=self._joint + 8.0,
            )  # fmt: skip

    def _keypoint_text(self, channel: int) -> str:
        found, track = self._data.pose(self._frame), self._data.track
        assert found is not None
        assert track is not None
        _, score, status = found
        parts = [keypoint_label(track.skeleton.keypoints[channel])]
        if math.isfinite(score[channel]) and status[channel] != Status.EDITED:
            parts.append(decimal(score[channel], 2))
        parts.append(status_label(Status(int(status[channel]))))
        if status[channel] == Status.EDITED and any(step.name == "smooth" for step in track.log):
            # It is drawn where the hand put it; numbers are of the smoothed track.
            parts.append(QCoreApplication.translate("Overlay", "curves are smoothed"))
        return " · ".join(parts)

    def _draw_ring(self, place: QPointF, is_selected: bool) -> None:
        radius = self._joint + self._outline + 3.5
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = self._colours.accent if is_selected else self._colours.paper
        for ink, width in ((self._colours.ink, 4.5), (colour, 2.2)):
            self._painter.setPen(QPen(self._tint(ink), width))
            self._painter.drawEllipse(place, radius, radius)

    def _draw_label(
        self, text: str, place: QPointF, joints: FloatArray, colour: QColor, *, gap: float
    ) -> None:
        """Write on a dark plate beside a place in view, where it covers least."""
        if not self._geometry.viewport_rect().contains(place):
            return
        width = self._metrics.horizontalAdvance(text) + 12.0
        height = self._metrics.height() + 4.0
        right, left = place.x() + gap, place.x() - gap - width
        middle = place.x() - 0.5 * width
        low, high = place.y() + gap, place.y() - gap - height
        level = place.y() - 0.5 * height
        tries = [(right, level), (left, level), (right, low), (left, low), (right, high),
                 (left, high), (middle, high), (middle, low)]  # fmt: skip
        boxes = [self._inside(QRectF(x, y, width, height)) for x, y in tries]
        self._plate(text, min(boxes, key=lambda box: self._covered(box, joints)), colour)

    def _inside(self, box: QRectF) -> QRectF:
        room = self._geometry.viewport_rect().adjusted(4, 4, -4, -4)
        x = max(room.left(), min(box.left(), room.right() - box.width()))
        y = max(room.top(), min(box.top(), room.bottom() - box.height()))
        return QRectF(x, y, box.width(), box.height())

    def _covered(self, box: QRectF, joints: FloatArray) -> float:
        reach = self._joint
        x, y = joints[:, 0], joints[:, 1]
        hidden = (
            (x > box.left() - reach) & (x < box.right() + reach)
            & (y > box.top() - reach) & (y < box.bottom() + reach)
        )  # fmt: skip
        plates = sum(box.intersects(plate) for plate in self._plates)
        return float(hidden.sum()) + 100.0 * plates

    def _plate(self, text: str, box: QRectF, stripe: QColor | None = None) -> None:
        painter = self._painter
        self._plates.append(box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_faded(self._colours.ink, 0.78))
        painter.drawRoundedRect(box, 4, 4)
        inner = box.adjusted(6, 0, -6, 0)
        if stripe is not None:
            painter.setBrush(stripe)
            painter.drawRoundedRect(
                QRectF(box.left() + 2, box.top() + 3, 3, box.height() - 6), 1, 1
            )
            inner = box.adjusted(8, 0, -4, 0)
        painter.setPen(self._colours.paper)
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, text)

    def draw_banner(self, text: str) -> None:
        """Write a line at the top of the picture."""
        shown = self._geometry.picture_rect().intersected(self._geometry.viewport_rect())
        width, height = self._metrics.horizontalAdvance(text) + 32.0, self._metrics.height() + 14.0
        box = QRectF(shown.center().x() - 0.5 * width, shown.top() + 14.0, width, height)
        self._plate(text, self._inside(box))

    def draw_caption(self, text: str) -> None:
        """Write a line at the lower left of the picture."""
        shown = self._geometry.picture_rect().intersected(self._geometry.viewport_rect())
        width, height = self._metrics.horizontalAdvance(text) + 16.0, self._metrics.height() + 6.0
        box = QRectF(shown.left() + 10.0, shown.bottom() - height - 10.0, width, height)
        self._plate(text, self._inside(box))

    # --- Box and facing ------------------------------------------------------------------------

    def _draw_box(self) -> None:
        box_px = self._data.box_px(self._frame)
        if box_px is None:
            return
        self._opacity = self._options.opacity
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        box = self._geometry.rect_to_widget(*box_px)
        for colour, width in ((self._colours.ink, 3.0), (self._colours.paper, 1.4)):
            self._painter.setPen(QPen(self._tint(colour), width))
            self._painter.drawRoundedRect(box, 3, 3)

    def _draw_facing(self) -> None:
        """Draw an arrow above the head, pointing where the person faces."""
        direction, box_px = self._data.direction(self._frame), self._data.box_px(self._frame)
        if not direction or box_px is None:
            return
        box = self._geometry.rect_to_widget(*box_px)
        length, half = 22.0, 5.5
        x, y = box.center().x(), max(box.top() - 8.0, 10.0)
        if not self._geometry.viewport_rect().contains(x, box.top() + 10.0):
            return
        tip, tail = x + direction * 0.5 * length, x - direction * 0.5 * length
        neck = tip - direction * 9.0
        arrow = QPolygonF(
            [
                QPointF(tail, y - 2), QPointF(neck, y - 2), QPointF(neck, y - half),
                QPointF(tip, y), QPointF(neck, y + half), QPointF(neck, y + 2),
                QPointF(tail, y + 2),
            ]
        )  # fmt: skip
        self._opacity = self._options.opacity
        self._painter.setPen(QPen(self._tint(self._colours.ink), 2.4))
        self._painter.setBrush(self._tint(self._colours.paper))
        self._painter.drawPolygon(arrow)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.drawPolygon(arrow)


def _angle_text(arc: AngleArc) -> str:
    # A tilde tells the filled-in value from a measured one without colour.
    about = "~" if arc.status is Status.INTERPOLATED else ""
    return f"{about}{round(arc.value_deg)}°"


def _point(place: FloatArray) -> QPointF:
    return QPointF(float(place[0]), float(place[1]))


def _flat_pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def _around(place: QPointF, half: float) -> QRectF:
    return QRectF(place.x() - half, place.y() - half, 2 * half, 2 * half)


def _faded(colour: QColor, alpha: float) -> QColor:
    result = QColor(colour)
    result.setAlphaF(alpha)
    return result


def _runs(places: FloatArray) -> list[FloatArray]:
    """Split a way at its gaps; pieces of one point are dropped."""
    finite = np.isfinite(places).all(axis=1)
    edges = np.flatnonzero(np.diff(finite.astype(int))) + 1
    return [run for run in np.split(places, edges) if len(run) > 1 and np.isfinite(run[0]).all()]
