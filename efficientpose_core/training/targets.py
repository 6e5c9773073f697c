"""Target maps: heatmaps and part affinity fields on the grid of the network's output.

A position x in input pixels (continuous, pixel i covers [i, i + 1)) lies at x / 8 - 0.5 in cells:
the centre of cell i is the middle of its 8 pixels, where decoding puts a peak of that cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["STRIDE", "heatmaps", "part_affinity_fields", "to_cells"]

STRIDE = 8
"""Input pixels per map cell."""


def to_cells(xy_input: Tensor) -> Tensor:
    """Return positions (..., 2) in cells: integers are centres of cells."""
    return xy_input / STRIDE - 0.5


def heatmaps(xy_input: Tensor, *, cells: int, sigma: float) -> Tensor:
    """Return ``exp(-d^2 / sigma^2)`` with d the distance of each cell's centre (equation 4).

    Parameters
    ----------
    xy_input
        (N, K, 2) positions in input pixels; NaN gives an empty map.
    cells
        Side of the map.
    sigma
        In cells. There is no factor 2: a Gaussian's standard deviation is ``sigma / sqrt(2)``.

    Returns
    -------
    Tensor
        (N, K, cells, cells), float32.
    """
    grid = torch.arange(cells, dtype=torch.float32)
    place = to_cells(xy_input.to(torch.float32))
    # The Gaussian is separable: one factor for each axis.
    factors = torch.exp(-(((grid - place[..., None]) / sigma) ** 2))
    maps = factors[..., 1, :, None] * factors[..., 0, None, :]
    return torch.nan_to_num(maps, nan=0.0)


def part_affinity_fields(
    xy_input: Tensor, limbs: Sequence[tuple[int, int]], *, cells: int, width: float
) -> Tensor:
    """Return the unit vector from start to end on each limb, zero elsewhere.

    A cell belongs to a limb when its centre projects between both ends and is at most ``width``
    away from the line.

    Parameters
    ----------
    xy_input
        (N, K, 2) positions in input pixels; NaN at either end gives an empty field.
    limbs
        L pairs of keypoint channels, start to end.
    cells
        Side of the map.
    width
        In cells, to either side of the line.

    Returns
    -------
    Tensor
        (N, 2 L, cells, cells), float32; channels 2 l and 2 l + 1 are x and y of limb l.
    """
    place = to_cells(xy_input.to(torch.float32))
    start = place[:, [a for a, _ in limbs]]
    end = place[:, [b for _, b in limbs]]
    line = end - start
    length = line.norm(dim=-1, keepdim=True)
    unit = torch.where(length > 0, line / length.clamp(min=1e-6), torch.zeros_like(line))
    grid = torch.arange(cells, dtype=torch.float32)
    dx = (grid - start[..., 0, None])[..., None, :]
    dy = (grid - start[..., 1, None])[..., :, None]
    ux, uy = unit[..., 0, None, None], unit[..., 1, None, None]
    along = dx * ux + dy * uy
    across = (dx * uy - dy * ux).abs()
    # Comparisons with NaN are false, so limbs without both ends stay empty.
    on_limb = (
        (along >= 0) & (along <= length[..., None]) & (across <= width) & (length[..., None] > 0)
    )
    fields = torch.where(on_limb[:, :, None], unit[..., None, None], unit.new_zeros(()))
    return torch.nan_to_num(fields, nan=0.0).flatten(1, 2)
