"""Square regions of a picture, resampled with exact geometry and without aliasing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import DataError
from efficientpose_core.media._cv2 import cv2

__all__ = ["ByteImage", "SquareBox", "check_box", "resample_plane", "resample_square"]

ByteImage = npt.NDArray[np.uint8]
"""Pictures and planes: (H, W) or (H, W, C), 8 bits per value."""

SquareBox = tuple[float, float, float]
"""``(x0, y0, side)`` in pixels; pixel (0, 0) covers [0, 1) x [0, 1)."""


def resample_square(rgb: ByteImage, box_px: SquareBox, size_px: int) -> ByteImage:
    """Resample a square region of a picture to ``size_px`` x ``size_px``.

    The centre of output pixel ``i``, ``i + 0.5``, shows the place
    ``x0 + (i + 0.5) * side / size_px`` of the picture, with pixel ``k`` covering [k, k + 1). When
    shrinking, a box filter of the width of about an output pixel comes first, so that fine
    texture does not alias; then samples are taken bilinearly.

    Parameters
    ----------
    rgb
        (H, W) or (H, W, C), uint8.
    box_px
        ``(x0, y0, side)`` in pixels; fractions count, and the region may stick out of the picture.
    size_px
        Width and height of the result.

    Returns
    -------
    numpy.ndarray
        (size_px, size_px[, C]) uint8, contiguous. Pixels whose centre lies outside of the picture
        are 0.

    Raises
    ------
    DataError
        If the side or the size is not positive, or a number is not finite.
    """
    check_box(box_px, size_px)
    result = resample_plane(rgb, box_px, size_px)
    blacken_outside(result, box_px, (rgb.shape[1], rgb.shape[0]))
    return result


def check_box(box_px: SquareBox, size_px: int) -> None:
    """Raise `DataError` unless the region and the size can be resampled."""
    if not all(map(math.isfinite, box_px)) or box_px[2] <= 0:
        raise DataError(f"The region {box_px} has no area: give a finite corner and a side > 0.")
    if size_px < 1:
        raise DataError(f"A picture of {size_px} x {size_px} px does not exist: ask for 1 or more.")


def resample_plane(plane: ByteImage, box_px: SquareBox, size_px: int) -> ByteImage:
    """Resample as `resample_square`, but with the picture's edges extended outwards."""
    x0, y0, side = box_px
    height, width = plane.shape[:2]
    scale = side / size_px
    # Halving is the one fast box filter. The bilinear step that follows works at a scale of 0.75
    # to 1.5, where it neither aliases nor blurs much.
    halvings = max(0, math.floor(math.log2(scale / 0.75)))
    block = 2**halvings
    columns = _Span.covering(x0, side, block, width)
    rows = _Span.covering(y0, side, block, height)
    crop = plane[rows.start : rows.stop, columns.start : columns.stop]
    if rows.padding or columns.padding:
        crop = cv2.copyMakeBorder(crop, 0, rows.padding, 0, columns.padding, cv2.BORDER_REPLICATE)
    for _ in range(halvings):
        half = (crop.shape[1] // 2, crop.shape[0] // 2)
        crop = cv2.resize(crop, half, interpolation=cv2.INTER_AREA)
    matrix = np.array(
        [
            [scale / block, 0.0, (x0 - columns.start + 0.5 * scale) / block - 0.5],
            [0.0, scale / block, (y0 - rows.start + 0.5 * scale) / block - 0.5],
        ]
    )
    warped: Any = cv2.warpAffine(
        crop,
        matrix,
        (size_px, size_px),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    result: ByteImage = warped
    return result


def blacken_outside(image: ByteImage, box_px: SquareBox, picture_px: tuple[int, int]) -> None:
    """Set the pixels of a resampled region whose centre is outside of the picture to 0."""
    size = image.shape[0]
    for axis, (start, extent) in enumerate(zip(box_px[:2], picture_px, strict=True)):
        scale = box_px[2] / size
        # Centres start + (i + 0.5) * scale inside [0, extent).
        first = min(max(math.ceil(-start / scale - 0.5), 0), size)
        end = min(max(math.ceil((extent - start) / scale - 0.5), first), size)
        by_axis = image if axis == 1 else np.swapaxes(image, 0, 1)
        by_axis[:first] = 0
        by_axis[end:] = 0


@dataclass(frozen=True, slots=True)
class _Span:
    """Whole blocks of source pixels along one axis that hold everything the samples need."""

    start: int
    stop: int
    padding: int

    @classmethod
    def covering(cls, start: float, side: float, block: int, extent: int) -> _Span:
        # One block more on either side feeds the bilinear step at the region's border.
        first = min(max(math.floor(start) - block, 0), extent - 1)
        end = min(max(math.ceil(start + side) + block, first + 1), extent)
        whole = first - (first - end) // block * block
        stop = min(whole, extent)
        return cls(first, stop, whole - stop)
