"""How long a training will take here: a few steps in a process of their own, and arithmetic."""

from __future__ import annotations

from efficientpose_core.apart import EndedEarlyError, call_apart
from efficientpose_core.errors import EngineError
from efficientpose_core.progress import ShouldCancel, never_cancel

__all__ = ["measure_apart"]

_BATCH, _REPEATS = 4, 2


def measure_apart(
    variant: str, *, frozen_stages: int, should_cancel: ShouldCancel = never_cancel
) -> float:
    """Return pictures a second that a network learns from here, from a few steps.

    They are made in another process: loading torch would stop this one for a while.

    Parameters
    ----------
    variant
        Network.
    frozen_stages
        See `Recipe`.
    should_cancel
        Asked about ten times a second; the process is ended then.

    Raises
    ------
    EngineError
        If the process ends early, for lack of memory for instance.
    CancelledError
        On request.
    """
    try:
        return call_apart(_measure, should_cancel, variant, frozen_stages)
    except EndedEarlyError as error:
        raise EngineError(
            "The speed of training could not be measured, most likely for lack of memory: close "
            "other programs, or choose a smaller network."
        ) from error


def _measure(variant: str, frozen_stages: int) -> float:
    """Measure; in the other process."""
    from efficientpose_core.training.speed import measure_training_speed

    speed = measure_training_speed(
        variant, batch_size=_BATCH, frozen_stages=frozen_stages, repeats=_REPEATS
    )
    return speed.fixed_statistics
