"""Where a picture is on the screen: zoom, pan, and the way between the two."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from efficientpose_core.pose import FloatArray

__all__ = ["MAX_ZOOM", "MIN_ZOOM", "ViewGeometry"]

MIN_ZOOM = 0.05
MAX_ZOOM = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewGeometry:
    """The placement of a picture in a widget.

    Parameters
    ----------
    picture_px
        (width, height) of the picture.
    viewport
        Size of the widget in logical pixels.
    device_ratio
        Device pixels per logical pixel.
    zoom
        Device pixels per picture pixel: at 1 the picture is shown as it is.
    centre_px
        Place of the picture in the middle of the widget; pixel (0, 0) covers [0, 1) x [0, 1).
    """

    picture_px: tuple[int, int]
    viewport: QSizeF
    device_ratio: float = 1.0
    zoom: float = 1.0
    centre_px: tuple[float, float] = (0.0, 0.0)

    @property
    def scale(self) -> float:
        """Logical pixels per picture pixel."""
        return self.zoom / self.device_ratio

    def fit_zoom(self) -> float:
        """Return the zoom at which the whole picture fills the widget."""
        width, height = self.picture_px
        across = self.viewport.width() * self.device_ratio / max(width, 1)
        down = self.viewport.height() * self.device_ratio / max(height, 1)
        return min(max(min(across, down), MIN_ZOOM), MAX_ZOOM)

    def fitted(self) -> ViewGeometry:
        """Return the geometry with the whole picture in view."""
        centre = (0.5 * self.picture_px[0], 0.5 * self.picture_px[1])
        return replace(self, zoom=self.fit_zoom(), centre_px=centre)

    def origin(self) -> QPointF:
        """Return where the picture's corner is, in logical pixels, on a whole device pixel."""
        x = 0.5 * self.viewport.width() - self.centre_px[0] * self.scale
        y = 0.5 * self.viewport.height() - self.centre_px[1] * self.scale
        ratio = self.device_ratio
        return QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio)

    def to_widget(self, x_px: float, y_px: float) -> QPointF:
        """Return where a place of the picture is on the widget."""
        origin = self.origin()
        return QPointF(origin.x() + x_px * self.scale, origin.y() + y_px * self.scale)

    def to_widget_array(self, xy_px: FloatArray) -> FloatArray:
        """Return (n, 2) places of the picture on the widget."""
        origin = self.origin()
        places: FloatArray = xy_px * self.scale + np.array([origin.x(), origin.y()])
        return places

    def rect_to_widget(self, x: float, y: float, width: float, height: float) -> QRectF:
        """Return where a box of the picture is on the widget."""
        size = QSizeF(width * self.scale, height * self.scale)
        return QRectF(self.to_widget(x, y), size)

    def to_picture(self, place: QPointF) -> tuple[float, float]:
        """Return the place of the picture at a place of the widget."""
        origin = self.origin()
        return (place.x() - origin.x()) / self.scale, (place.y() - origin.y()) / self.scale

    def picture_rect(self) -> QRectF:
        """Return the whole picture on the widget."""
        return self.rect_to_widget(0.0, 0.0, *self.picture_px)

    def viewport_rect(self) -> QRectF:
        """Return the widget."""
        return QRectF(QPointF(0.0, 0.0), self.viewport)

    def zoomed(self, zoom: float, anchor: QPointF) -> ViewGeometry:
        """Return the geometry at another zoom, with the place under ``anchor`` staying there."""
        # A plain number: times a point of Qt, one of NumPy would take the point for a sequence.
        zoom = float(min(max(zoom, MIN_ZOOM), MAX_ZOOM))
        x, y = self.to_picture(anchor)
        scale = zoom / self.device_ratio
        centre = (
            x - (anchor.x() - 0.5 * self.viewport.width()) / scale,
            y - (anchor.y() - 0.5 * self.viewport.height()) / scale,
        )
        return replace(self, zoom=zoom, centre_px=centre).contained()

    def panned(self, dx: float, dy: float) -> ViewGeometry:
        """Return the geometry with the picture moved by logical pixels."""
        x, y = self.centre_px
        centre = (x - dx / self.scale, y - dy / self.scale)
        return replace(self, centre_px=centre).contained()

    def contained(self) -> ViewGeometry:
        """Return the geometry with the picture brought back where it left the middle."""
        centre = tuple(
            min(max(place, 0.0), float(size))
            for place, size in zip(self.centre_px, self.picture_px, strict=True)
        )
        return replace(self, centre_px=(centre[0], centre[1]))
