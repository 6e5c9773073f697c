"""Plots as files: pictures and tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyqtgraph as pg

from app.widgets.curves import CurveSet, Quantity
from efficientpose_core.atomic import atomic_path, write_text
from efficientpose_core.errors import OutputError
from efficientpose_core.pose import Status

__all__ = ["save_data", "save_picture"]

_UNITS = {"°": "deg", "°/s": "deg_s", "px": "px", "px/s": "px_s", "m/s": "m_s"}


def save_picture(graphics: pg.GraphicsLayoutWidget, path: Path) -> None:
    """Write what is on display as PNG (twice the size on screen) or SVG.

    Raises
    ------
    OutputError
        For another kind of file, or if it cannot be written.
    """
    from pyqtgraph.exporters import ImageExporter, SVGExporter

    kind = path.suffix.lower()
    if kind not in (".png", ".svg"):
        raise OutputError(f"Pictures are saved as .png or .svg, not as {kind or 'this'}.")
    with atomic_path(path) as temporary:
        if kind == ".svg":
            SVGExporter(graphics.scene()).export(str(temporary))
            return
        exporter = ImageExporter(graphics.scene())
        exporter.parameters()["width"] = 2 * graphics.width()
        exporter.parameters()["background"] = graphics.backgroundBrush().color()
        exporter.export(str(temporary))
        if temporary.stat().st_size == 0:
            raise OutputError(f"Cannot write {path}: free some space, or choose another folder.")


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
