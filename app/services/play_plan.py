"""Which frame is due when: playback as a sequence of frames with real times."""

from __future__ import annotations

from dataclasses import dataclass

from efficientpose_core.errors import SettingsError
from efficientpose_core.pose import FloatArray

__all__ = ["MAX_SPEED", "MIN_SPEED", "SPEEDS", "PlannedFrame", "PlayPlan", "check_speed"]

MIN_SPEED = 0.1
MAX_SPEED = 2.0
SPEEDS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
"""Speeds offered to the user; others within the limits are accepted."""


def check_speed(speed: float) -> float:
    """Return ``speed``; `SettingsError` unless it is within 0.1 and 2."""
    if not MIN_SPEED <= speed <= MAX_SPEED:
        raise SettingsError(
            f"The speed must be within {MIN_SPEED:g}x and {MAX_SPEED:g}x, not {speed:g}x."
        )
    return speed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFrame:
    """A frame and when it is due.

    Parameters
    ----------
    index
        Frame number.
    due_s
        Seconds of media time since playing began; goes on over the laps of a loop.
    starts_lap
        Whether the loop jumped back to its start just before.
    skipped
        How many frames were left out before it because they came too late.
    """

    index: int
    due_s: float
    starts_lap: bool = False
    skipped: int = 0


class PlayPlan:
    """The frames to show, one after the other, by their real times.

    Parameters
    ----------
    times_s
        (n,) presentation times, strictly increasing.
    end_s
        When the last frame ends.
    start
        Frame to begin with.
    first, stop
        Range that is played: ``first`` inclusive, ``stop`` exclusive.
    is_loop
        After the last frame, go on with ``first``.
    """

    def __init__(
        self, times_s: FloatArray, end_s: float, *, start: int, first: int, stop: int, is_loop: bool
    ) -> None:
        self._times_s = times_s
        self._first, self._stop, self._is_loop = first, stop, is_loop
        self._cursor = start
        # Media time = time in the file + offset of the lap.
        self._offset_s = -float(times_s[start])
        self._range_end_s = float(times_s[stop]) if stop < len(times_s) else max(
            end_s, float(times_s[stop - 1])
        )  # fmt: skip
        self._starts_lap = False
        self._last_due_s = float("-inf")

    @property
    def end_s(self) -> float:
        """Media time at which the present lap ends."""
        return self._range_end_s + self._offset_s

    def take(self, now_s: float, gap_s: float = 0.0) -> PlannedFrame | None:
        """Return the next frame to prepare; None at the end.

        Parameters
        ----------
        now_s
            Media time now. A frame whose successor is due already is left out and counted.
        gap_s
            Frames nearer than this to the one before are left out: the screen could not show
            them.
        """
        if self._cursor >= self._stop:
            if not self._is_loop:
                return None
            self._begin_lap()
        skipped = 0
        # The first frame of a lap is always shown: whoever loops wants to see the beginning.
        while not self._starts_lap and self._cursor + 1 < self._stop:
            is_late = self._due_s(self._cursor + 1) <= now_s
            is_dense = self._due_s(self._cursor) < self._last_due_s + gap_s
            if not is_late and not is_dense:
                break
            skipped += is_late
            self._cursor += 1
        planned = PlannedFrame(
            index=self._cursor,
            due_s=self._due_s(self._cursor),
            starts_lap=self._starts_lap,
            skipped=skipped,
        )
        self._cursor += 1
        self._starts_lap = False
        self._last_due_s = planned.due_s
        return planned

    def _begin_lap(self) -> None:
        self._offset_s = self.end_s - float(self._times_s[self._first])
        self._cursor = self._first
        self._starts_lap = True

    def _due_s(self, index: int) -> float:
        return float(self._times_s[index]) + self._offset_s
