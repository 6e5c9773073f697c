"""Corrections of events by hand: small values that survive another detection.

A mark names the event that it is about by foot, kind and frame. Detection with other settings or
corrected keypoints may move that event by a few frames; a mark finds it within `REACH_S`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from efficientpose_core.errors import DataError
from efficientpose_core.kinematics.gait.events import (
    EventKind,
    EventMethod,
    EventSource,
    GaitEvent,
)
from efficientpose_core.pose import PoseTrack

__all__ = ["REACH_S", "AddEvent", "DeleteEvent", "GaitMark", "MoveEvent", "apply_marks"]

REACH_S = 0.15
"""How far from its frame a mark looks for the event that it moves or deletes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEvent:
    """An event that was not found.

    Parameters
    ----------
    side, kind
        Which foot does what.
    frame
        Number in the source file.
    """

    side: str
    kind: EventKind
    frame: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveEvent:
    """An event that belongs into another frame.

    Parameters
    ----------
    side, kind, frame
        The event as it was.
    to_frame
        Where it belongs.
    """

    side: str
    kind: EventKind
    frame: int
    to_frame: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteEvent:
    """An event that is none; ``side, kind, frame`` name it."""

    side: str
    kind: EventKind
    frame: int


GaitMark = AddEvent | MoveEvent | DeleteEvent


def apply_marks(
    automatic: Sequence[GaitEvent], marks: Sequence[GaitMark], track: PoseTrack
) -> tuple[tuple[GaitEvent, ...], tuple[str, ...]]:
    """Put marks over what was found, oldest first.

    Parameters
    ----------
    automatic
        Events found.
    marks
        What the user has told.
    track
        For the times of frames.

    Returns
    -------
    tuple
        Events in order of time, and a sentence for each mark that found nothing to delete. An
        event that is moved stays at its new place even if it is no longer found at the old one.

    Raises
    ------
    DataError
        If a mark names a frame that was not analysed, or a side that does not exist.
    """
    events, lost = list(automatic), []
    for mark in marks:
        if mark.side not in ("right", "left"):
            raise DataError(f"A foot is right or left, not '{mark.side}'.")
        row = _row(track, mark.frame)
        if isinstance(mark, AddEvent):
            events.append(_manual(track, mark.side, mark.kind, row))
            continue
        near = _nearest(events, mark, float(track.t_s[row]))
        if near is not None:
            events.remove(near)
        if isinstance(mark, MoveEvent):
            events.append(_manual(track, mark.side, mark.kind, _row(track, mark.to_frame)))
        elif near is None:
            lost.append(
                f"There is no {mark.side} {mark.kind.text} near frame {mark.frame} any more that "
                "could be deleted."
            )
    return tuple(sorted(events, key=lambda event: event.t_s)), tuple(lost)


def _row(track: PoseTrack, frame: int) -> int:
    row = int(np.searchsorted(track.frame, frame))
    if row == len(track) or track.frame[row] != frame:
        raise DataError(f"Frame {frame} was not analysed: choose one that was.")
    return row


def _nearest(
    events: Sequence[GaitEvent], mark: MoveEvent | DeleteEvent, t_s: float
) -> GaitEvent | None:
    same = [
        event
        for event in events
        if (event.side, event.kind) == (mark.side, mark.kind) and abs(event.t_s - t_s) <= REACH_S
    ]
    return min(same, key=lambda event: abs(event.t_s - t_s), default=None)


def _manual(track: PoseTrack, side: str, kind: EventKind, row: int) -> GaitEvent:
    # Somewhere within a frame before or after: a triangle of that half width.
    error = 1 / track.rate_hz / math.sqrt(6) if len(track) > 1 else 0.0
    return GaitEvent(
        side=side,
        kind=kind,
        frame=int(track.frame[row]),
        t_s=float(track.t_s[row]),
        source=EventSource.MANUAL,
        method=EventMethod.MANUAL,
        error_s=error,
    )
