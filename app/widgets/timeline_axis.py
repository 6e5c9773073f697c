"""The time axis of the timeline: which stretch is in view, and where a frame is on it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from efficientpose_core.pose import FloatArray, IntArray

__all__ = ["TimeAxisView"]

_STEPS_S = (
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600,
    900, 1800, 3600, 7200,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TimeAxisView:
    """A stretch of time across a width.

    Parameters
    ----------
    times_s
        (n,) times of the frames, strictly increasing.
    end_s
        When the last frame ends.
    left, width
        Where the axis is drawn, in logical pixels.
    start_s, span_s
        Stretch in view.
    """

    times_s: FloatArray
    end_s: float
    left: float
    width: float
    start_s: float
    span_s: float

    @classmethod
    def whole(
        cls, times_s: FloatArray, end_s: float, *, left: float = 0.0, width: float = 1.0
    ) -> TimeAxisView:
        """Return the axis with everything in view."""
        return cls(
            times_s=times_s, end_s=end_s, left=left, width=width, start_s=0.0,
            span_s=max(end_s, 1e-6),
        )  # fmt: skip

    @property
    def is_whole(self) -> bool:
        """Whether everything is in view."""
        return self.span_s >= self.end_s * (1 - 1e-9)

    def x_at(self, t_s: float) -> float:
        """Return the place of a time."""
        return self.left + (t_s - self.start_s) / self.span_s * self.width

    def time_at(self, x: float) -> float:
        """Return the time at a place."""
        return self.start_s + (x - self.left) / max(self.width, 1.0) * self.span_s

    def x_of(self, frame: int) -> float:
        """Return where a frame begins; frame n is the end."""
        if frame >= len(self.times_s):
            return self.x_at(self.end_s)
        return self.x_at(float(self.times_s[frame]))

    def frame_at(self, x: float) -> int:
        """Return the frame on display at the time of a place; the nearest one outside."""
        found = int(np.searchsorted(self.times_s, self.time_at(x) + 1e-9, side="right")) - 1
        return min(max(found, 0), len(self.times_s) - 1)

    def edges(self, columns: int) -> IntArray:
        """Return (columns + 1,) numbers of the frames on display where columns begin and end."""
        times = np.linspace(self.start_s, self.start_s + self.span_s, columns + 1)
        found = np.searchsorted(self.times_s, times + 1e-9, side="right") - 1
        result: IntArray = np.clip(found, 0, len(self.times_s)).astype(np.int64)
        # The last column ends behind the last frame.
        if times[-1] >= self.end_s - 1e-9:
            result[-1] = len(self.times_s)
        return result

    def placed(self, left: float, width: float) -> TimeAxisView:
        """Return the same stretch of time elsewhere."""
        return replace(self, left=left, width=max(width, 1.0))

    def zoomed(self, factor: float, x: float) -> TimeAxisView:
        """Return the axis enlarged by a factor; the time at ``x`` stays where it is."""
        shortest_s = min(5.0 * self.end_s / max(len(self.times_s), 1), self.end_s)
        span_s = min(max(self.span_s / factor, shortest_s), self.end_s)
        anchor_s = self.time_at(x)
        start_s = anchor_s - (x - self.left) / self.width * span_s
        return replace(self, start_s=start_s, span_s=span_s)._contained()

    def moved(self, dx: float) -> TimeAxisView:
        """Return the axis moved by logical pixels."""
        return replace(self, start_s=self.start_s - dx / self.width * self.span_s)._contained()

    def following(self, frame: int) -> TimeAxisView:
        """Return the axis moved by pages until a frame is in view."""
        t_s = float(self.times_s[frame]) if frame < len(self.times_s) else self.end_s
        if self.start_s <= t_s <= self.start_s + self.span_s:
            return self
        start_s = t_s - (0.1 if t_s > self.start_s else 0.9) * self.span_s
        return replace(self, start_s=start_s)._contained()

    def ticks(self, spacing: float) -> tuple[FloatArray, int]:
        """Return round times at least ``spacing`` pixels apart, and the decimals they need."""
        least_s = self.span_s * spacing / self.width
        step_s = next((s for s in _STEPS_S if s >= least_s), _STEPS_S[-1])
        first = math.ceil(self.start_s / step_s - 1e-9)
        last = math.floor((self.start_s + self.span_s) / step_s + 1e-9)
        decimals = max(0, -math.floor(math.log10(step_s) + 1e-9))
        times: FloatArray = np.arange(first, last + 1, dtype=np.float64) * step_s
        return times, decimals

    def _contained(self) -> TimeAxisView:
        latest_s = max(self.end_s - self.span_s, 0.0)
        return replace(self, start_s=min(max(self.start_s, 0.0), latest_s))
