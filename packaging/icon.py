"""The program's icon in the format that the platform's executables carry, drawn from the SVG."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["draw_icon"]

_SIDE_PX = 256
_FORMATS = {"win32": "ico", "darwin": "icns"}


def draw_icon(svg: Path, folder: Path, platform: str = sys.platform) -> str | None:
    """Write the icon into ``folder`` and return its path; None where executables carry none.

    Parameters
    ----------
    svg
        What is drawn.
    folder
        Where the file goes.
    platform
        As ``sys.platform`` names it.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    suffix = _FORMATS.get(platform)
    if suffix is None:
        return None
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication, QIcon

    application = QGuiApplication.instance() or QGuiApplication([])
    picture = QIcon(str(svg)).pixmap(_SIDE_PX, _SIDE_PX)
    path = folder / f"studio.{suffix}"
    if picture.isNull() or not picture.save(str(path)):
        raise OSError(f"The icon could not be drawn from {svg} to {path}.")
    del application
    return str(path)
