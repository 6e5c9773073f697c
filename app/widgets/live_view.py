"""The camera's picture with the pose on it; mirrored for the eye, never in the data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from app.widgets.overlay import OverlayColours, OverlayData, OverlayOptions
from app.widgets.overlay_painter import Highlight, OverlayPainter
from app.widgets.picture_view import PictureView

if TYPE_CHECKING:
    from efficientpose_core.live.angles import LivePose

__all__ = ["LiveView", "mirrored"]

_RED = QColor(214, 40, 40)
_MARGIN = 12.0


class LiveView(PictureView):
    """Shows pictures as they come; zooms as `PictureView` does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Picture of the camera"))
        self._data = OverlayData()
        self._frame = -1
        self._options = OverlayOptions(show_caption=False, show_rejected=False)
        self._colours = OverlayColours()
        self._hint = ""
        self._count = 0
        self._recorded = ""

    @property
    def pose(self) -> LivePose | None:
        """What is drawn, as it is on the screen."""
        data = self._data
        if data.track is None or data.facing is None or data.angles is None:
            return None
        from efficientpose_core.live.angles import LivePose

        return LivePose(track=data.track, facing=data.facing, angles=data.angles)

    @property
    def hint(self) -> str:
        """The line at the top of the picture."""
        return self._hint

    @property
    def options(self) -> OverlayOptions:
        """What is drawn."""
        return self._options

    def set_options(self, options: OverlayOptions) -> None:
        """Choose what is drawn."""
        self._options = options
        self.update()

    def show_live(self, image: QImage, pose: LivePose | None) -> None:
        """Show a picture with what was found in it, both as they are to be seen."""
        self._data.track = None if pose is None else pose.track
        self._data.angles = None if pose is None else pose.angles
        self._data.facing = None if pose is None else pose.facing
        self._frame = -1 if pose is None else int(pose.track.frame[0])
        self.set_image(image)

    def set_hint(self, text: str) -> None:
        """Write a line at the top of the picture; empty for none."""
        if text != self._hint:
            self._hint = text
            self.update()

    def set_count(self, seconds: int) -> None:
        """Show how many seconds remain until the recording; 0 for none."""
        self._count = seconds
        self.update()

    def set_recorded(self, text: str) -> None:
        """Show how long the recording is, with a red dot; empty for none."""
        if text != self._recorded:
            self._recorded = text
            self.update()

    def _paint_above(self, painter: QPainter) -> None:
        overlay = OverlayPainter(
            painter, self._geometry, self._data, self._options, self._colours, self._frame
        )
        overlay.paint(Highlight())
        if self._hint:
            overlay.draw_banner(self._hint)
        if self._recorded:
            self._paint_recorded(painter)
        if self._count:
            self._paint_count(painter)

    def _paint_recorded(self, painter: QPainter) -> None:
        shown = self._geometry.picture_rect().intersected(self._geometry.viewport_rect())
        metrics = painter.fontMetrics()
        height = metrics.height() + 10.0
        width = metrics.horizontalAdvance(self._recorded) + height + 12.0
        box = QRectF(shown.right() - width - _MARGIN, shown.top() + _MARGIN, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(16, 20, 24, 200))
        painter.drawRoundedRect(box, 4, 4)
        painter.setBrush(_RED)
        side = 0.45 * height
        painter.drawEllipse(QRectF(box.left() + 8, box.center().y() - side / 2, side, side))
        painter.setPen(QColor(255, 255, 255))
        text = box.adjusted(12 + side, 0, -8, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, self._recorded)

    def _paint_count(self, painter: QPainter) -> None:
        viewport = self._geometry.viewport_rect()
        # In the corner: people look at themselves while they find their place.
        side = 0.3 * min(viewport.width(), viewport.height())
        box = QRectF(viewport.left() + _MARGIN, viewport.top() + _MARGIN, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(16, 20, 24, 170))
        painter.drawEllipse(box)
        font = painter.font()
        font.setPixelSize(round(0.55 * side))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._count))


def mirrored(pose: LivePose) -> LivePose:
    """Return a pose as a mirror shows it: sides keep their names, angles their values."""
    track = pose.track
    xy_px = track.xy_px.copy()
    xy_px[..., 0] = track.image_size_px[0] - xy_px[..., 0]
    return replace(
        pose,
        track=replace(track, xy_px=xy_px),
        facing=replace(pose.facing, direction=-pose.facing.direction),
    )
