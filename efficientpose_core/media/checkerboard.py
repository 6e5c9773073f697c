"""Find the inner corners of a checkerboard in a picture."""

from __future__ import annotations

import numpy as np

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.resample import ByteImage
from efficientpose_core.pose import FloatArray

__all__ = ["find_checkerboard"]


def find_checkerboard(rgb: ByteImage, columns: int, rows: int) -> FloatArray:
    """Return the inner corners of a checkerboard, to a fraction of a pixel.

    Duda & Frese 2018, Accurate detection and localization of checkerboard corners (BMVC), as in
    OpenCV.

    Parameters
    ----------
    rgb
        (H, W, 3) uint8.
    columns, rows
        Inner corners across and down: one fewer than squares.

    Returns
    -------
    numpy.ndarray
        (rows, columns, 2) pixels, x right and y down; pixel (0, 0) has its centre at (0.5, 0.5).

    Raises
    ------
    SettingsError
        If the board has fewer than 3 x 3 inner corners.
    DataError
        If no such board is in the picture.
    """
    if min(columns, rows) < 3:
        raise SettingsError(
            "A checkerboard needs at least 3 x 3 inner corners: count the points where four "
            "squares meet."
        )
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    found, corners = cv2.findChessboardCornersSB(
        grey, (columns, rows), flags=cv2.CALIB_CB_ACCURACY | cv2.CALIB_CB_EXHAUSTIVE
    )
    if not found:
        raise DataError(
            f"There is no checkerboard with {columns} x {rows} inner corners in this picture: "
            "count the points where four squares meet, and show all of it with a white border."
        )
    # OpenCV counts from the centre of the first pixel.
    return np.asarray(corners, np.float64).reshape(rows, columns, 2) + 0.5
