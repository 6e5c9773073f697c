"""Decoded pictures as QImages, ready to be painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    # Only for types: the module loads OpenCV, for which the first window does not wait.
    from efficientpose_core.media.source import FrameSource

__all__ = ["SteppingSource", "approach", "bgra_image", "rgb_image", "shrunk"]


@runtime_checkable
class SteppingSource(Protocol):
    """A source whose long way to a frame can be given up, as `VideoReader` is."""

    def approach(self, index: int) -> int:
        """Do a small part of the work; return ``index`` when the frame is at hand."""
        ...


def approach(source: FrameSource, index: int) -> int:
    """Do a small part of the work; return ``index`` when the frame is at hand or one jump away."""
    return source.approach(index) if isinstance(source, SteppingSource) else index


def rgb_image(rgb: npt.NDArray[np.uint8]) -> QImage:
    """Return a picture in the screen's own pixel format, so that painting it converts nothing.

    Parameters
    ----------
    rgb
        (H, W, 3) uint8.
    """
    # Late: loading OpenCV costs a tenth of a second that the first window does not wait for.
    from efficientpose_core.media._cv2 import cv2

    return bgra_image(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA))


def shrunk(rgb: npt.NDArray[np.uint8], longest_px: int) -> npt.NDArray[np.uint8]:
    """Return a picture (H, W, 3) whose sides are no longer than this; smaller ones as they are."""
    from efficientpose_core.media._cv2 import cv2

    factor = longest_px / max(rgb.shape[:2])
    if factor >= 1.0:
        return rgb
    size = (max(round(rgb.shape[1] * factor), 1), max(round(rgb.shape[0] * factor), 1))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def bgra_image(bgra: npt.NDArray[np.uint8]) -> QImage:
    """Wrap (H, W, 4) contiguous pixels without copying; the image keeps the array alive."""
    height, width = bgra.shape[:2]
    return QImage(bgra.data, width, height, 4 * width, QImage.Format.Format_RGB32)
