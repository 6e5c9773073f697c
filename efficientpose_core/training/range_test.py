"""The range test: the largest learning rate at which a network does not diverge.

Smith 2017, doi:10.1109/WACV.2017.58; lambda_max of the paper's cyclical schedule.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from efficientpose_core.training.config import TrainingConfig
from efficientpose_core.training.schedules import range_test_rates
from efficientpose_core.training.trainer import Emit, Trainer

__all__ = ["RangeTest", "largest_stable", "range_test"]

_MEMORY = 0.8
"""Of the running mean of the losses, which jump from batch to batch."""
_DIVERGED = 2.0
"""The running mean at this multiple of its lowest value means divergence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeTest:
    """What was found.

    Parameters
    ----------
    rates, losses
        Tried until divergence, in order.
    largest
        The largest stable rate, None when even the first was too large.
    """

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    largest: float | None


def range_test(
    config: TrainingConfig,
    *,
    smallest: float = 1e-5,
    largest: float = 100.0,
    steps: int = 200,
    emit: Emit = lambda event: None,
) -> RangeTest:
    """Train with a rising learning rate until the loss diverges; nothing is saved.

    Parameters
    ----------
    config
        Data, network and recipe.
    smallest, largest, steps
        The rates rise by a constant factor a step.
    emit
        Gets an event for each step, and one at the end with ``largest``.
    """
    rates = range_test_rates(smallest, largest, steps)
    trainer = Trainer(config, emit=emit)

    def watched() -> Iterable[float]:
        for rate, loss in zip(rates, trainer.probe(rates), strict=True):
            emit({"event": "probe", "rate": rate, "loss": loss})
            yield loss

    found = largest_stable(rates, watched())
    emit({"event": "found_rate", "largest": found.largest})
    return found


def largest_stable(rates: list[float], losses: Iterable[float]) -> RangeTest:
    """Read losses until the running mean is not finite or twice its lowest value.

    The largest stable rate is the one at which the running mean was lowest: beyond it, steps do
    more harm than good.
    """
    seen: list[float] = []
    mean = lowest = math.nan
    best: int | None = None
    for loss in losses:
        seen.append(loss)
        mean = loss if math.isnan(mean) else _MEMORY * mean + (1 - _MEMORY) * loss
        if not math.isfinite(loss) or mean > _DIVERGED * lowest:
            break
        if math.isnan(lowest) or mean < lowest:
            lowest, best = mean, len(seen) - 1
    return RangeTest(
        rates=tuple(rates[: len(seen)]),
        losses=tuple(seen),
        largest=None if best is None else rates[best],
    )
