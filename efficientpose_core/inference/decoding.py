"""From heatmaps at 1/8 of the input to keypoints, scores and spreads.

The released code enlarges each map eightfold with three fixed bilinear deconvolutions, smooths
with a Gaussian of one pixel and takes the highest pixel. All three steps are linear and separable:
the smoothed full-size map is ``A @ map @ A.T`` with one small matrix. So the peak is found exactly
on a window around the coarse peak, without ever making 16 full-size maps; maps whose window cannot
be proved to hold the peak are evaluated whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from efficientpose_core.errors import DataError
from efficientpose_core.pose import FloatArray

__all__ = ["Decoded", "decode", "decode_released", "released_matrix"]

Maps = npt.NDArray[np.float32]

STRIDE = 8
"""Network input pixels per map cell."""
_REACH = 2
"""A full-size pixel depends on map cells at most this far from its own."""
_WINDOW = 3
"""The fine window covers this many cells on each side of the coarse peak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Keypoints in network input coordinates (continuous; pixel i covers [i, i + 1)).

    Parameters
    ----------
    xy_input
        (N, K, 2) positions.
    score
        (N, K) height of the peak.
    spread_input
        (N, K) one standard deviation of the peak along an axis, in input pixels; NaN where the
        peak has no measurable extent.
    """

    xy_input: FloatArray
    score: FloatArray
    spread_input: FloatArray


@lru_cache(maxsize=16)
def released_matrix(cells: int) -> npt.NDArray[np.float32]:
    """Return the (8 cells, cells) matrix of upsampling followed by Gaussian smoothing.

    Upsampling: three times a transposed convolution with (1, 3, 3, 1) / 4, stride 2, zeros beyond
    the border. Smoothing: ``scipy.ndimage.gaussian_filter1d(sigma=1, truncate=4, mode="reflect")``.
    """
    matrix = upsampling_matrix(cells)
    smoothed = ndimage.gaussian_filter1d(matrix, 1.0, axis=0, truncate=4.0, mode="reflect")
    result: npt.NDArray[np.float32] = smoothed.astype(np.float32)
    result.setflags(write=False)
    return result


def upsampling_matrix(cells: int) -> FloatArray:
    """Return the (8 cells, cells) matrix of the three fixed deconvolutions along one axis."""
    matrix = np.eye(cells)
    while len(matrix) < STRIDE * cells:
        n = len(matrix)
        doubled = np.zeros((2 * n + 2, n))
        for tap, weight in enumerate((0.25, 0.75, 0.75, 0.25)):
            doubled[tap : tap + 2 * n : 2] += weight * np.eye(n)
        matrix = doubled[1:-1] @ matrix
    return matrix


def decode_released(maps: Maps) -> tuple[npt.NDArray[np.intp], FloatArray]:
    """Find the highest pixel of every smoothed full-size map, as the released code does.

    Parameters
    ----------
    maps
        (N, K, c, c) heatmaps at 1/8 of the input.

    Returns
    -------
    tuple
        (N, K, 2) integer (column, row) in the r x r map, and (N, K) peak heights.
    """
    _check(maps)
    count, joints, cells, _ = maps.shape
    flat = maps.reshape(-1, cells, cells)
    peak, height = _peaks_in_windows(flat)
    # A cell above the found height, too far away to have been seen by the window, may hide a
    # higher full-size pixel: weights are non-negative and sum to at most one.
    rows, columns = np.divmod(flat.reshape(len(flat), -1).argmax(1), cells)
    above = flat > height[:, None, None]
    index = np.arange(cells)
    near_row = np.abs(index[None] - rows[:, None]) <= _WINDOW - _REACH
    near_column = np.abs(index[None] - columns[:, None]) <= _WINDOW - _REACH
    unseen = above & ~(near_row[:, :, None] & near_column[:, None, :])
    for n in np.flatnonzero(unseen.any((1, 2))):
        peak[n], height[n] = _peak_of_whole_map(flat[n])
    return peak.reshape(count, joints, 2), height.reshape(count, joints).astype(np.float64)


def _peaks_in_windows(
    flat: Maps,
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Evaluate the smoothed full-size map around each coarse peak; (M, 2) column, row; heights."""
    total, cells, _ = flat.shape
    matrix = released_matrix(cells)
    fine_cells = min(2 * _WINDOW + 1, cells)
    source_cells = min(fine_cells + 2 * _REACH, cells)
    coarse = np.stack(np.divmod(flat.reshape(total, -1).argmax(1), cells), 1)  # row, column
    fine_start = np.clip(coarse - _WINDOW, 0, cells - fine_cells)
    source_start = np.clip(fine_start - _REACH, 0, cells - source_cells)
    span = np.arange(source_cells)
    source_rows = source_start[:, 0, None] + span
    source_columns = source_start[:, 1, None] + span
    source = flat[np.arange(total)[:, None, None], source_rows[:, :, None], source_columns[:, None]]
    fine_span = np.arange(STRIDE * fine_cells)
    fine_rows = STRIDE * fine_start[:, 0, None] + fine_span
    fine_columns = STRIDE * fine_start[:, 1, None] + fine_span
    left = matrix[fine_rows[:, :, None], source_rows[:, None]]
    right = matrix[fine_columns[:, :, None], source_columns[:, None]]
    fine = left @ source @ right.transpose(0, 2, 1)
    best = fine.reshape(total, -1).argmax(1)
    row, column = np.divmod(best, STRIDE * fine_cells)
    peak = np.stack([column + STRIDE * fine_start[:, 1], row + STRIDE * fine_start[:, 0]], 1)
    return peak, fine.reshape(total, -1)[np.arange(total), best]


def _peak_of_whole_map(single: Maps) -> tuple[tuple[int, int], float]:
    """Evaluate one smoothed full-size map completely; ((column, row), height)."""
    matrix = released_matrix(len(single))
    # In bands of one cell: one large product would start BLAS threads, which then spin for
    # milliseconds on the cores that the network needs.
    bands = matrix.reshape(len(single), STRIDE, len(single)) @ single @ matrix.T
    full = bands.reshape(len(matrix), len(matrix))
    row, column = divmod(int(full.argmax()), full.shape[1])
    return (column, row), float(full[row, column])


def _check(maps: Maps) -> None:
    if maps.ndim != 4 or maps.shape[2] != maps.shape[3]:
        raise DataError(f"Heatmaps must be (N, K, c, c), not {maps.shape}.")


_STENCIL_PX = 4
"""Spacing of the 3 x 3 stencil of the peak fit: half a cell, where released peaks fit best."""
_FLOOR = 1e-4
"""Smallest map value whose logarithm is taken."""


def _fit_matrix() -> FloatArray:
    """Return the (6, 9) least-squares fit of 1, x, y, x^2/2, xy, y^2/2 to a 3 x 3 stencil."""
    axis = np.array([-_STENCIL_PX, 0, _STENCIL_PX], np.float64)
    y, x = (grid.ravel() for grid in np.meshgrid(axis, axis, indexing="ij"))
    design = np.stack([np.ones(9), x, y, x * x / 2, x * y, y * y / 2], 1)
    result: FloatArray = np.linalg.pinv(design)
    return result


_FIT = _fit_matrix()


def decode(maps: Maps, *, refine: bool = True) -> Decoded:
    """Find keypoints with sub-pixel precision and the width of their peaks.

    The logarithm of a Gaussian peak is a paraboloid: one is fitted to the smoothed full-size map
    at 3 x 3 points around its highest pixel, and its summit is taken (as in DARK, Zhang et al.
    2020, doi:10.1109/CVPR42600.2020.00712, with a wider stencil instead of point derivatives).

    Parameters
    ----------
    maps
        (N, K, c, c) heatmaps at 1/8 of the input.
    refine
        False gives the released positions: centres of the highest pixels.

    Returns
    -------
    Decoded
        The spread is the standard deviation of the fitted Gaussian itself, the root of the mean of
        both axes' variances; NaN where the map is not peaked or at its border.
    """
    peak, height = decode_released(maps)
    count, joints, cells, _ = maps.shape
    pixel = peak.reshape(-1, 2)
    inside = np.all((pixel >= _STENCIL_PX) & (pixel < STRIDE * cells - _STENCIL_PX), axis=1)
    shift = np.zeros(pixel.shape)
    spread = np.full(len(pixel), np.nan)
    values = _stencil(maps.reshape(-1, cells, cells)[inside], pixel[inside])
    fit = np.log(np.maximum(values, _FLOOR)) @ _FIT.T
    _, slope_x, slope_y, curve_x, curve_xy, curve_y = fit.T
    determinant = curve_x * curve_y - curve_xy**2
    peaked = (determinant > 0) & (curve_x < 0)
    safe = np.where(peaked, determinant, 1.0)
    summit = np.stack(
        [
            -(curve_y * slope_x - curve_xy * slope_y) / safe,
            -(curve_x * slope_y - curve_xy * slope_x) / safe,
        ],
        1,
    )
    # A summit beyond the stencil is extrapolation: such a peak stays at its pixel.
    trusted = peaked & (np.abs(summit).max(1) <= _STENCIL_PX)
    inner_shift = np.where(trusted[:, None], summit, 0.0)
    variance = -(curve_x + curve_y) / (2 * safe)
    shift[inside] = inner_shift
    spread[inside] = np.sqrt(np.where(peaked, variance, np.nan))
    xy: FloatArray = pixel.astype(np.float64) + 0.5
    if refine:
        xy = xy + shift
    return Decoded(
        xy_input=xy.reshape(count, joints, 2),
        score=height,
        spread_input=spread.reshape(count, joints),
    )


def _stencil(flat: Maps, pixel: npt.NDArray[np.intp]) -> FloatArray:
    """Read the smoothed full-size maps at 3 x 3 points around ``pixel``; (M, 9), row by row."""
    cells = flat.shape[-1]
    matrix = released_matrix(cells)
    reach = np.array([-_STENCIL_PX, 0, _STENCIL_PX])
    left = matrix[pixel[:, 1, None] + reach]
    right = matrix[pixel[:, 0, None] + reach]
    values: FloatArray = (left @ flat @ right.transpose(0, 2, 1)).astype(np.float64)
    return values.reshape(len(flat), 9)
