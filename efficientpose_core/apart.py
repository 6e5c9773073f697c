"""Calling a function in a process of its own: what it loads or uses up does not matter here.

Loading torch holds Python's lock for tenths of a second at a time, during which a window stands
still; in another process nobody notices.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from efficientpose_core.errors import EfficientPoseError
from efficientpose_core.progress import ShouldCancel, never_cancel, raise_if_cancelled

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["EndedEarlyError", "call_apart"]

_LOOK_EVERY_S = 0.1

_P = ParamSpec("_P")
_T = TypeVar("_T")


class EndedEarlyError(EfficientPoseError):
    """The other process ended without an answer: an error, no memory, or somebody stopped it."""


def call_apart(
    function: Callable[_P, _T],
    should_cancel: ShouldCancel = never_cancel,
    *args: _P.args,
    **kwargs: _P.kwargs,
) -> _T:
    """Return what a function returns in a process that is started for it.

    Parameters
    ----------
    function
        One that a new process can import by name.
    should_cancel
        Asked about ten times a second; the process is ended then.
    args, kwargs
        For the function; like its result, they are pickled.

    Raises
    ------
    EndedEarlyError
        If there is no result; what the function raised stands on the standard error.
    CancelledError
        On request.
    """
    # "spawn" everywhere: a fork of a process with threads and a window may hang.
    context = multiprocessing.get_context("spawn")
    answer, sender = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(sender, function, args, kwargs), daemon=True)
    process.start()
    # Now the other process alone holds this end, so that its death is noticed.
    sender.close()
    try:
        while not answer.poll(_LOOK_EVERY_S):
            raise_if_cancelled(should_cancel)
        return cast(_T, answer.recv())
    except EOFError:
        raise EndedEarlyError("A helping process ended early.") from None
    finally:
        process.terminate()
        process.join()
        answer.close()


def _serve(
    sender: Connection, function: Callable[..., object], args: tuple[object, ...],
    kwargs: dict[str, object],
) -> None:  # fmt: skip
    """Call and answer; in the other process."""
    sender.send(function(*args, **kwargs))
