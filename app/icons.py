"""Icons: SVG files of ``resources/icons`` in the colours of the theme, sharp on every screen."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from efficientpose_core.resources import resource_path

__all__ = ["application_icon", "themed_icon", "themed_pixmap"]

_SIDE = 24
_RATIOS = (1, 2, 3)
_DRAWN_IN = "#000"
"""The files are drawn in this colour, which the theme's replaces."""


def themed_icon(name: str, palette: QPalette) -> QIcon:
    """Return an icon in the palette's text colour.

    Parameters
    ----------
    name
        A file of ``resources/icons`` without its suffix.
    palette
        Of the widget that shows it.
    """
    icon = QIcon()
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    colours = {
        (QIcon.Mode.Normal, QIcon.State.Off): palette.buttonText().color(),
        (QIcon.Mode.Normal, QIcon.State.On): palette.link().color(),
        (QIcon.Mode.Disabled, QIcon.State.Off): disabled,
        (QIcon.Mode.Disabled, QIcon.State.On): disabled,
    }
    for (mode, state), colour in colours.items():
        for ratio in _RATIOS:
            icon.addPixmap(themed_pixmap(name, colour, _SIDE, ratio), mode, state)
    return icon


def themed_pixmap(name: str, colour: QColor, side: int, ratio: float = 1.0) -> QPixmap:
    """Return one picture of an icon, ``side`` device-independent pixels high and wide."""
    source = _source(name).replace(_DRAWN_IN, colour.name())
    return _draw(QSvgRenderer(QByteArray(source.encode())), side, ratio)


def application_icon() -> QIcon:
    """Return the icon of the program."""
    renderer = QSvgRenderer(str(resource_path("icons", "studio.svg")))
    icon = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(_draw(renderer, side, 1.0))
    return icon


@cache
def _source(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text("utf-8")


def _draw(renderer: QSvgRenderer, side: int, ratio: float) -> QPixmap:
    pixels = round(side * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap
