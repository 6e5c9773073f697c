"""Plots as files: pictures and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QRectF
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsItem

from app.widgets.curves import CurveSet, Quantity
from efficientpose_core.atomic import atomic_path, write_text
from efficientpose_core.errors import OutputError
from efficientpose_core.pose import Status

__all__ = ["save_data", "save_picture"]

_UNITS = {"°": "deg", "°/s": "deg_s", "px": "px", "px/s": "px_s", "m": "m", "m/s": "m_s"}


def save_picture(graphics: pg.GraphicsLayoutWidget, path: Path) -> None:
    """Write what is on display as PNG (twice the size on screen) or SVG.

    Raises
    ------
    OutputError
        For another kind of file, or if it cannot be written.
    """
    from pyqtgraph.exporters import ImageExporter

    kind = path.suffix.lower()
    if kind not in (".png", ".svg"):
        raise OutputError(f"Pictures are saved as .png or .svg, not as {kind or 'this'}.")
    with atomic_path(path) as temporary:
        if kind == ".svg":
            _write_svg(graphics, temporary)
            return
        exporter = ImageExporter(graphics.scene())
        exporter.parameters()["width"] = 2 * graphics.width()
        exporter.parameters()["background"] = graphics.backgroundBrush().color()
        exporter.export(str(temporary))
        if temporary.stat().st_size == 0:
            raise OutputError(f"Cannot write {path}: free some space, or choose another folder.")


def _write_svg(graphics: pg.GraphicsLayoutWidget, path: Path) -> None:
    """Draw axes and titles, and into them the inside of each plot as a picture of its own.

    Not by pyqtgraph's own exporter, which fails on the paths that Qt 6 writes. Qt itself does not
    clip curves in this format; pictures within a picture do.
    """
    items, whole = graphics.scene().items(), QRectF(graphics.rect())
    boxes = [item for item in items if isinstance(item, pg.ViewBox)]
    around = [item for item in items if isinstance(item, pg.AxisItem | pg.LabelItem)]
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
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
    path.write_bytes(ElementTree.tostring(picture, encoding="utf-8", xml_declaration=True))


def _draw(
    graphics: pg.GraphicsLayoutWidget, place: QRectF, *, background: QBrush
) -> ElementTree.Element:
    """Return a part of the scene as SVG."""
    data = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(data)
    # Axes are recorded pictures, which Qt scales by the ratio of resolutions: curves are not.
    generator.setResolution(graphics.logicalDpiX())
    area = QRectF(0, 0, place.width(), place.height())
    generator.setSize(area.size().toSize())
    generator.setViewBox(area)
    painter = QPainter(generator)
    painter.fillRect(area, background)
    graphics.scene().render(painter, area, place)
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
