"""Progress and cancelling as plain callables, so that the core needs no Qt and no terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from efficientpose_core.errors import CancelledError

__all__ = ["Progress", "ProgressCallback", "ShouldCancel", "ignore_progress", "never_cancel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job is.

    Parameters
    ----------
    stage
        What is being done, ready to be shown ("Finding the pose").
    done, total
        Units finished and expected; ``total`` is None while unknown.
    unit
        What is counted ("frames", "bytes").
    """

    stage: str
    done: int
    total: int | None
    unit: str = "frames"


ProgressCallback = Callable[[Progress], None]
ShouldCancel = Callable[[], bool]


def ignore_progress(progress: Progress) -> None:
    """Drop a progress report; the default callback."""


def never_cancel() -> bool:
    """Say that nobody asked to stop; the default callback."""
    return False


def raise_if_cancelled(should_cancel: ShouldCancel) -> None:
    """Raise `CancelledError` when the user asked to stop."""
    if should_cancel():
        raise CancelledError("Stopped. What was finished so far is kept.")
