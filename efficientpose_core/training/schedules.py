"""How learning rate, sigma and augmentation change during a training.

The paper's procedure (Groos et al. 2021, doi:10.1007/s10489-020-01918-7, Appendix B): sigma falls
in steps, and the learning rate goes up and down in triangles of three epochs whose height decays
towards equation 5. Its steps of sigma are those of the authors' training framework, which are
given for five output sizes; others are interpolated, since sigma follows the output's resolution.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from efficientpose_core.errors import SettingsError

__all__ = ["CyclicalRate", "SigmaStep", "cosine_rate", "paper_sigma", "range_test_rates"]

_EPOCHS = (0, 2, 6, 14, 22, 30, 38, 46, 54)
"""At which epochs of the paper's training sigma changes."""
_SIZES = (28, 32, 46, 60, 75)
_SIGMAS = (
    (3.1, 2.6, 2.2, 1.75, 1.53, 1.422, 1.313, 1.203, 1.1),
    (3.5, 3.0, 2.5, 2.0, 1.75, 1.625, 1.5, 1.375, 1.25),
    (5.0, 4.3, 3.6, 2.875, 2.5, 2.336, 2.156, 1.977, 1.797),
    (6.6, 5.6, 4.7, 3.75, 3.28, 3.05, 2.813, 2.578, 2.344),
    (8.2, 7.0, 5.9, 4.69, 4.1, 3.81, 3.516, 3.223, 2.93),
)
_WIDTHS = (
    (1.53, 1.31, 1.09, 0.875, 0.788, 0.766, 0.744, 0.722, 0.7),
    (1.75, 1.5, 1.25, 1.0, 0.9, 0.875, 0.85, 0.825, 0.8),
    (2.5, 2.15, 1.8, 1.4, 1.3, 1.258, 1.222, 1.186, 1.15),
    (3.3, 2.81, 2.34, 1.875, 1.688, 1.641, 1.594, 1.547, 1.5),
    (4.1, 3.51, 2.95, 2.343, 2.109, 2.05, 1.992, 1.934, 1.875),
)
_LOWEST_SHARE = 3000.0
"""Largest over smallest learning rate (Section 4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigmaStep:
    """Widths of the targets.

    Parameters
    ----------
    sigma
        Of heatmaps, in cells; see `targets.heatmaps`.
    paf_width
        Of part affinity fields, in cells to either side.
    """

    sigma: float
    paf_width: float


def paper_sigma(epoch: float, cells: int) -> SigmaStep:
    """Return the widths of the paper's training in an epoch (from 0) for maps of ``cells``."""
    if epoch < 0 or cells < 1:
        raise SettingsError(f"There is no epoch {epoch} on maps of {cells} cells: use 0 or more.")
    step = sum(1 for start in _EPOCHS if start <= epoch) - 1
    sigmas = [row[step] for row in _SIGMAS]
    widths = [row[step] for row in _WIDTHS]
    return SigmaStep(sigma=_at_size(cells, sigmas), paf_width=_at_size(cells, widths))


def _at_size(cells: int, values: list[float]) -> float:
    if cells < _SIZES[0]:
        return values[0] * cells / _SIZES[0]
    if cells > _SIZES[-1]:
        return values[-1] * cells / _SIZES[-1]
    return float(np.interp(cells, _SIZES, values))


def cosine_rate(progress: float, peak: float, *, warmup: float, final: float) -> float:
    """Return the learning rate after a share ``progress`` of the training.

    Linear from 0 to ``peak`` during ``warmup``, then half a cosine down to ``final * peak``.
    """
    if progress < warmup:
        return peak * progress / warmup
    share = min(1.0, (progress - warmup) / (1.0 - warmup))
    return peak * (final + (1.0 - final) * 0.5 * (1.0 + math.cos(math.pi * share)))


@dataclass(frozen=True, slots=True, kw_only=True)
class CyclicalRate:
    """Decaying triangular cyclical learning rate.

    Parameters
    ----------
    largest
        lambda_max: the largest rate at which the network does not diverge during the first cycle.
    sigma_first, sigma_last
        Sigma at the beginning and at the end of the training.
    epochs
        Of the whole training.
    cycle_epochs
        Of one triangle.

    Notes
    -----
    lambda_min is lambda_max / 3000. Equation 5 gives where the rate converges to:
    ``10 ** ((log10(lambda_max) + log10(lambda_min)) / 2) * 2 ** (sigma_0 - sigma_inf)``. The paper
    does not say how it gets there; here the top of the triangles decays exponentially from
    lambda_max at the first to that limit at the last, and their foot is lambda_min.
    """

    largest: float
    sigma_first: float
    sigma_last: float
    epochs: float
    cycle_epochs: float = 3.0

    def __post_init__(self) -> None:
        """Check ranges."""
        if min(self.largest, self.epochs, self.cycle_epochs) <= 0:
            raise SettingsError(
                "A cyclical learning rate needs a largest rate, epochs and a cycle above 0."
            )

    @property
    def smallest(self) -> float:
        """lambda_min."""
        return self.largest / _LOWEST_SHARE

    @property
    def limit(self) -> float:
        """lambda_inf, equation 5."""
        middle: float = 10 ** ((math.log10(self.largest) + math.log10(self.smallest)) / 2)
        return middle * math.exp2(self.sigma_first - self.sigma_last)

    def top(self, epoch: float) -> float:
        """Return the height of the triangles at an epoch."""
        share = min(1.0, epoch / self.epochs)
        return float(self.largest * (self.limit / self.largest) ** share)

    def rate(self, epoch: float) -> float:
        """Return the learning rate at a fractional epoch (from 0)."""
        phase = (epoch % self.cycle_epochs) / self.cycle_epochs
        rising = 1.0 - abs(2.0 * phase - 1.0)
        return self.smallest + (self.top(epoch) - self.smallest) * rising


def range_test_rates(smallest: float, largest: float, steps: int) -> list[float]:
    """Return rates that rise from ``smallest`` to ``largest`` by a constant factor a step."""
    if not 0 < smallest < largest or steps < 2:
        raise SettingsError(
            "A range test rises from a smaller to a larger rate, both above 0, in 2 steps or more."
        )
    return [float(rate) for rate in np.geomspace(smallest, largest, steps)]
