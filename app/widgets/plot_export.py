"""Plots as files: pictures and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsItem

from app.widgets.curves import CurveSet, Quantity
from efficientpose_core.atomic import atomic_path, write_text
from efficientpose_core.errors import OutputError
from efficientpose_core.pose import Status

__all__ = ["LegendEntry", "picture_of", "save_data", "save_picture"]

_UNITS = {"°": "deg", "°/s": "deg_s", "px": "px", "px/s": "px_s", "m": "m", "m/s": "m_s"}


_SVG = "http://www.w3.org/2000/svg"
_LINE, _GAP, _TOP = 26.0, 8.0, 13.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """What a kind of line stands for."""

    text: str
    colour: QColor
    is_dashed: bool


def picture_of(graphics: pg.GraphicsLayoutWidget, legend: Sequence[LegendEntry]) -> QImage:
    """Return what is on display, twice the size, with a legend at the upper right."""
    from pyqtgraph.exporters import ImageExporter

    exporter = ImageExporter(graphics.scene())
    exporter.parameters()["width"] = 2 * graphics.width()
    exporter.parameters()["background"] = graphics.backgroundBrush().color()
    picture: QImage = exporter.export(toBytes=True)
    painter = QPainter(picture)
    painter.scale(2.0, 2.0)
    _draw_legend(painter, graphics, legend)
    painter.end()
    return picture


def _draw_legend(
    painter: QPainter, graphics: pg.GraphicsLayoutWidget, legend: Sequence[LegendEntry]
) -> None:
    """Draw the entries beside the first title, from the right."""
    painter.setFont(graphics.font())
    metrics = painter.fontMetrics()
    right = graphics.width() - _GAP
    for entry in reversed(legend):
        right -= metrics.horizontalAdvance(entry.text)
        painter.setPen(graphics.palette().text().color())
        painter.drawText(QPointF(right, _TOP + metrics.ascent() / 2 - 1), entry.text)
        style = Qt.PenStyle.DashLine if entry.is_dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(entry.colour, 2.0, style))
        painter.drawLine(QLineF(right - _GAP - _LINE, _TOP, right - _GAP, _TOP))
        right -= 2 * _GAP + _LINE + _GAP


def save_picture(
    graphics: pg.GraphicsLayoutWidget, path: Path, legend: Sequence[LegendEntry] = ()
) -> None:
    """Write what is on display as PNG (twice the size on screen) or SVG, with a legend.

    Raises
    ------
    OutputError
        For another kind of file, or if it cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in (".png", ".svg"):
        raise OutputError(f"Pictures are saved as .png or .svg, not as {kind or 'this'}.")
    with atomic_path(path) as temporary:
        if kind == ".svg":
            _write_svg(graphics, temporary, legend)
        elif not picture_of(graphics, legend).save(str(temporary)):
            raise OutputError(f"Cannot write {path}: free some space, or choose another folder.")


def _write_svg(
    graphics: pg.GraphicsLayoutWidget, path: Path, legend: Sequence[LegendEntry]
) -> None:
    """Draw axes and titles, and into them the inside of each plot as a picture of its own.

    Not by pyqtgraph's own exporter, which fails on the paths that Qt 6 writes. Qt itself does not
    clip curves in this format; pictures within a picture do.
    """
    items, whole = graphics.scene().items(), QRectF(graphics.rect())
    boxes = [item for item in items if isinstance(item, pg.ViewBox)]
    around = [item for item in items if isinstance(item, pg.AxisItem | pg.LabelItem)]
    ElementTree.register_namespace("", _SVG)
    with _uncached(items):
        with _unseen(boxes):
            picture = _draw(graphics, whole, background=graphics.backgroundBrush())
        for box in boxes:
            place = box.sceneBoundingRect()
            with _unseen([*around, *(other for other in boxes if other is not box)]):
                inside = _draw(graphics, place, background=QBrush())
            for name, length in (("x", place.x()), ("y", place.y()),
                                 ("width", place.width()), ("height", place.height())):  # fmt: skip
                inside.set(name, f"{length:g}")
            picture.append(inside)
    if legend:
        picture.append(_legend_svg(graphics, whole, legend))
    path.write_bytes(ElementTree.tostring(picture, encoding="utf-8", xml_declaration=True))


def _draw(
    graphics: pg.GraphicsLayoutWidget, place: QRectF, *, background: QBrush
) -> ElementTree.Element:
    """Return a part of the scene as SVG."""

    def paint(painter: QPainter, area: QRectF) -> None:
        painter.fillRect(area, background)
        graphics.scene().render(painter, area, place)

    return _painted(graphics, place, paint)


def _legend_svg(
    graphics: pg.GraphicsLayoutWidget, place: QRectF, legend: Sequence[LegendEntry]
) -> ElementTree.Element:
    drawn = _painted(graphics, place, lambda painter, _: _draw_legend(painter, graphics, legend))
    group = ElementTree.Element(f"{{{_SVG}}}g", id="legend")
    group.extend(drawn.findall(f"{{{_SVG}}}g"))
    return group


def _painted(
    graphics: pg.GraphicsLayoutWidget, place: QRectF, paint: Callable[[QPainter, QRectF], None]
) -> ElementTree.Element:
    """Return as SVG what is painted into an area of this size."""
    data = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(data)
    # Axes are recorded pictures, which Qt scales by the ratio of resolutions: curves are not.
    generator.setResolution(graphics.logicalDpiX())
    area = QRectF(0, 0, place.width(), place.height())
    generator.setSize(area.size().toSize())
    generator.setViewBox(area)
    painter = QPainter(generator)
    paint(painter, area)
    painter.end()
    return ElementTree.fromstring(data.data().data())


@contextmanager
def _unseen(items: Sequence[QGraphicsItem]) -> Iterator[None]:
    """Leave items out without changing the layout."""
    for item in items:
        item.setOpacity(0.0)
    yield
    for item in items:
        item.setOpacity(1.0)


@contextmanager
def _uncached(items: Sequence[QGraphicsItem]) -> Iterator[None]:
    """Draw lines as lines, not as the pictures of them that are kept for the screen."""
    modes = [item.cacheMode() for item in items]
    for item in items:
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    yield
    for item, mode in zip(items, modes, strict=True):
        item.setCacheMode(mode)


def save_data(curves: CurveSet, groups: Sequence[str], path: Path) -> None:
    """Write curves as CSV: ``frame, time_s``, then value and status of each.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    suffix = {
        Quantity.HORIZONTAL: "x_", Quantity.VERTICAL: "y_", Quantity.SPEEDS: "speed_",
        Quantity.ANGULAR_VELOCITIES: "velocity_", Quantity.ANGLES: "",
    }[curves.quantity]  # fmt: skip
    shown = [curve for name in groups for curve in curves.groups[name]]
    unit = _UNITS[curves.unit]
    head = ["frame", "time_s"]
    for curve in shown:
        head += [f"{curve.name}_{suffix}{unit}", f"{curve.name}_{suffix}status"]
    lines = [",".join(head)]
    for row, (frame, t_s) in enumerate(zip(curves.frame, curves.t_s, strict=True)):
        cells = [str(frame), f"{t_s:.6f}"]
        for curve in shown:
            value = curve.values[row]
            cells += [f"{value:.3f}" if np.isfinite(value) else "",
                      Status(curve.status[row]).label]  # fmt: skip
        lines.append(",".join(cells))
    write_text(path, "\n".join(lines) + "\n")
