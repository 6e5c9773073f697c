"""Icons of the transport bar, drawn in the colours of the theme."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPalette, QPen, QPixmap, QPolygonF

__all__ = ["ICON_NAMES", "transport_icon"]

_SIDE = 24
_RATIOS = (1, 2, 3)

_TRIANGLE = ((8.0, 5.0), (19.0, 12.0), (8.0, 19.0))
_POLYGONS: dict[str, Sequence[Sequence[tuple[float, float]]]] = {
    "play": (_TRIANGLE,),
    "pause": (
        ((7, 5), (10.5, 5), (10.5, 19), (7, 19)),
        ((13.5, 5), (17, 5), (17, 19), (13.5, 19)),
    ),
    "step_forward": (((6, 5), (8.5, 5), (8.5, 19), (6, 19)), ((11, 5), (20, 12), (11, 19))),
    "step_back": (((18, 5), (15.5, 5), (15.5, 19), (18, 19)), ((13, 5), (4, 12), (13, 19))),
    "to_end": (((17.5, 5), (20, 5), (20, 19), (17.5, 19)), ((4, 5), (10.5, 12), (4, 19)),
               ((10.5, 5), (17, 12), (10.5, 19))),
    "to_start": (((6.5, 5), (4, 5), (4, 19), (6.5, 19)), ((20, 5), (13.5, 12), (20, 19)),
                 ((13.5, 5), (7, 12), (13.5, 19))),
}  # fmt: skip

ICON_NAMES = (*_POLYGONS, "loop")


def transport_icon(name: str, palette: QPalette) -> QIcon:
    """Return an icon in the palette's text colour, sharp on every screen.

    Parameters
    ----------
    name
        One of `ICON_NAMES`.
    palette
        Of the widget that shows it.
    """
    icon = QIcon()
    colours = {
        (QIcon.Mode.Normal, QIcon.State.Off): palette.buttonText().color(),
        (QIcon.Mode.Normal, QIcon.State.On): palette.highlight().color(),
        (QIcon.Mode.Disabled, QIcon.State.Off): palette.color(
            QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText
        ),
    }
    for (mode, state), colour in colours.items():
        for ratio in _RATIOS:
            icon.addPixmap(_pixmap(name, colour, ratio), mode, state)
    return icon


def _pixmap(name: str, colour: QColor, ratio: int) -> QPixmap:
    pixmap = QPixmap(_SIDE * ratio, _SIDE * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if name == "loop":
        _draw_loop(painter, colour)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for polygon in _POLYGONS[name]:
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in polygon]))
    painter.end()
    return pixmap


def _draw_loop(painter: QPainter, colour: QColor) -> None:
    """Draw two arrows that run after each other."""
    path = QPainterPath(QPointF(4.5, 12.0))
    path.arcTo(QRectF(4.5, 7.0, 8.0, 8.0), 180, -90)
    path.lineTo(16.0, 7.0)
    back = QPainterPath(QPointF(19.5, 12.0))
    back.arcTo(QRectF(11.5, 9.0, 8.0, 8.0), 0, -90)
    back.lineTo(8.0, 17.0)
    pen = QPen(colour, 2.0)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.drawPath(back)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(15.5, 3.2), QPointF(20.5, 7.0), QPointF(15.5, 10.8)]))
    painter.drawPolygon(QPolygonF([QPointF(8.5, 13.2), QPointF(3.5, 17.0), QPointF(8.5, 20.8)]))
