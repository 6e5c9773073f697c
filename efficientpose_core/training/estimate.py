"""How long a training will take here: a few steps in a process of their own, and arithmetic."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from concurrent.futures.process import BrokenProcessPool

from efficientpose_core.errors import EngineError
from efficientpose_core.progress import ShouldCancel, never_cancel, raise_if_cancelled

__all__ = ["measure_apart"]

_LOOK_EVERY_S = 0.1
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
    # "spawn" everywhere: a fork of a process with threads and a window may hang.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        job = pool.submit(_measure, variant, frozen_stages)
        try:
            while True:
                raise_if_cancelled(should_cancel)
                try:
                    return job.result(timeout=_LOOK_EVERY_S)
                except NotYetError:
                    continue
        except BrokenProcessPool as error:
            raise EngineError(
                "The speed of training could not be measured, most likely for lack of memory: "
                "close other programs, or choose a smaller network."
            ) from error
        except BaseException:
            for process in multiprocessing.active_children():
                process.terminate()
            raise


def _measure(variant: str, frozen_stages: int) -> float:
    """Measure; in the other process."""
    from efficientpose_core.training.speed import measure_training_speed

    speed = measure_training_speed(
        variant, batch_size=_BATCH, frozen_stages=frozen_stages, repeats=_REPEATS
    )
    return speed.fixed_statistics
