"""A loupe: the picture around one place, much enlarged, with a cross-hair."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

__all__ = ["Loupe"]

_ENLARGED = 6.0
_SIDE_PX = 196
_DOT = 3.5
_INK, _PAPER = QColor(16, 20, 24), QColor(255, 255, 255)


class Loupe(QWidget):
    """Shows a square of the picture, pixel by pixel; it only shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Loupe"))
        self.setToolTip(
            self.tr("Six times enlarged: what is under the pointer, or around the chosen keypoint")
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._image: QImage | None = None
        self._size_px = (0, 0)
        self._place: tuple[float, float] | None = None
        self._dots: Sequence[tuple[float, float, QColor]] = ()

    def set_picture(self, image: QImage | None) -> None:
        """Look at another picture."""
        self._image = image
        self.update()

    def set_place(self, x_px: float, y_px: float) -> None:
        """Look at another place of the picture."""
        if math.isfinite(x_px) and math.isfinite(y_px):
            self._place = (x_px, y_px)
            self.update()

    def set_dots(self, dots: Sequence[tuple[float, float, QColor]]) -> None:
        """Mark keypoints: x, y, colour."""
        self._dots = dots
        self.update()

    @property
    def place(self) -> tuple[float, float] | None:
        """What is in the middle, in pixels of the picture."""
        return self._place

    def sizeHint(self) -> QSize:
        """Be a square."""
        return QSize(_SIDE_PX, _SIDE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part of the picture, keypoints, and the cross-hair."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(24, 26, 29))
        if self._image is None or self._place is None:
            return
        x, y = self._place
        across, down = self.width() / _ENLARGED, self.height() / _ENLARGED
        part = QRectF(x - across / 2, y - down / 2, across, down)
        # Nearest neighbours: single pixels are what is looked for.
        whole = QRectF(self._image.rect())
        seen = part.intersected(whole)
        if not seen.isEmpty():
            target = QRectF(
                (seen.x() - part.x()) * _ENLARGED, (seen.y() - part.y()) * _ENLARGED,
                seen.width() * _ENLARGED, seen.height() * _ENLARGED,
            )  # fmt: skip
            painter.drawImage(target, self._image, seen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for dot_x, dot_y, colour in self._dots:
            if part.contains(dot_x, dot_y):
                place = QPointF((dot_x - part.x()) * _ENLARGED, (dot_y - part.y()) * _ENLARGED)
                painter.setPen(QPen(_INK, 1.5))
                painter.setBrush(colour)
                painter.drawEllipse(place, _DOT, _DOT)
        self._paint_cross(painter)

    def _paint_cross(self, painter: QPainter) -> None:
        middle = QPointF(self.width() / 2, self.height() / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((_INK, 3.0), (_PAPER, 1.0)):
            painter.setPen(QPen(colour, width))
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                inner, outer = 7.0, 26.0
                painter.drawLine(
                    middle + QPointF(dx * inner, dy * inner),
                    middle + QPointF(dx * outer, dy * outer),
                )
