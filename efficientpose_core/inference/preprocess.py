"""Whole pictures to network input, with the placement needed to map keypoints back.

Two ways. *Released*: the released code's resize (scikit-image ``rescale``: Gaussian, then
bilinear, then truncation to bytes), to reproduce published numbers. *Fast*: OpenCV area averaging
when shrinking and linear interpolation when enlarging, used everywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import ndimage

from efficientpose_core.errors import DataError
from efficientpose_core.media.resample import ByteImage, SquareBox, resample_square
from efficientpose_core.pose import FloatArray

__all__ = ["Placement", "Resampling", "letterbox", "released_letterbox", "whole_picture_box"]


class Resampling(Enum):
    """How pictures are brought to the network's input size."""

    FAST = "fast"
    RELEASED = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The square of the picture that the network input shows.

    Parameters
    ----------
    x0_px, y0_px
        Picture coordinates of the square's upper left corner; may lie outside the picture.
    scale_x, scale_y
        Picture pixels per network input pixel; they differ by rounding only, and only in the
        released mode.
    """

    x0_px: float
    y0_px: float
    scale_x: float
    scale_y: float

    def to_picture(self, xy_input: FloatArray) -> FloatArray:
        """Map (..., 2) network input coordinates to picture coordinates, both continuous."""
        scale = np.array([self.scale_x, self.scale_y])
        xy: FloatArray = xy_input * scale + np.array([self.x0_px, self.y0_px])
        return xy

    @classmethod
    def of_box(cls, box: SquareBox, size_px: int) -> Placement:
        """Return the placement of a square crop resampled to ``size_px``."""
        x0, y0, side = box
        scale = side / size_px
        return cls(x0_px=x0, y0_px=y0, scale_x=scale, scale_y=scale)


def whole_picture_box(width_px: float, height_px: float) -> SquareBox:
    """Return the smallest centred square around a whole picture: its letterbox."""
    side = float(max(width_px, height_px))
    return ((width_px - side) / 2, (height_px - side) / 2, side)


def letterbox(rgb: ByteImage, size_px: int, mode: Resampling) -> tuple[ByteImage, Placement]:
    """Fit a whole picture into a black square.

    Parameters
    ----------
    rgb
        (H, W, 3) bytes.
    size_px
        Side of the square.
    mode
        Fast or as in the released code.

    Returns
    -------
    tuple
        (size_px, size_px, 3) bytes and the placement.
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or min(rgb.shape) == 0:
        raise DataError(f"A picture must be (H, W, 3) bytes, not {rgb.dtype} {rgb.shape}.")
    if mode is Resampling.RELEASED:
        return released_letterbox(rgb, size_px)
    box = whole_picture_box(rgb.shape[1], rgb.shape[0])
    return resample_square(rgb, box, size_px), Placement.of_box(box, size_px)


def released_letterbox(rgb: ByteImage, size_px: int) -> tuple[ByteImage, Placement]:
    """Fit a picture into a black square exactly as the released code does.

    Equals ``skimage.transform.rescale(order=1, mode="reflect", anti_aliasing=True)`` on values in
    0..1, centred zero padding, and truncation to bytes.
    """
    height, width = rgb.shape[:2]
    scale = size_px / max(height, width)
    new_h, new_w = max(1, round(scale * height)), max(1, round(scale * width))
    # The reciprocal, as scikit-image does it: truncation to bytes sees the last bit.
    picture = rgb.astype(np.float64) * (1.0 / 255.0)
    factors = (height / new_h, width / new_w, 1.0)
    if scale < 1:
        sigma = [max(0.0, (factor - 1) / 2) for factor in factors]
        picture = ndimage.gaussian_filter(picture, sigma, mode="mirror")
    zoom = [1 / factor for factor in factors]
    small = ndimage.zoom(picture, zoom, order=1, mode="mirror", grid_mode=True)
    top, left = (size_px - new_h) // 2, (size_px - new_w) // 2
    square = np.zeros((size_px, size_px, 3), np.uint8)
    square[top : top + new_h, left : left + new_w] = np.uint8(255 * np.clip(small, 0, 1))
    placement = Placement(
        x0_px=-left * width / new_w,
        y0_px=-top * height / new_h,
        scale_x=width / new_w,
        scale_y=height / new_h,
    )
    return square, placement
