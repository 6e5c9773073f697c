"""Where a signal leaves its rest and comes back: pure functions of times and values.

An excursion goes from a low over a high to a low. Two rules find them. *Reversals*: a rise and a
fall of at least a given size each; slow drift does no harm. *Levels*: above one level until below
another. Both have hysteresis, so that noise smaller than it never makes an excursion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from efficientpose_core.kinematics.filters import runs
from efficientpose_core.pose import BoolArray, FloatArray

RowArray = npt.NDArray[np.intp]

__all__ = [
    "EDGE",
    "TURNING",
    "Excursion",
    "Shape",
    "bridge_gaps",
    "crossing",
    "excursions_by_levels",
    "excursions_by_reversals",
    "measure_shape",
    "without_spikes",
]

EDGE = 0.05
"""A movement starts where 5 % of its range are done and ends where 5 % are left."""
TURNING = 0.1
"""The turning lasts while less than 10 % of the range are missing; its level is fitted there."""

_SPIKE_S = 0.15
_SPIKE_SHARE = 0.15
_MAD_TO_SD = 1.4826
# Not multiples of usual frame intervals: rounding shall not decide which frames are within.
_AT_THE_END_S = 0.26
_SAME_HEIGHT = 0.75
"""A rise at the very start of less than this share of the fall was under way before."""
_REST_S = 1.01
_SLOPE_S = 0.055


@dataclass(frozen=True, slots=True, kw_only=True)
class Excursion:
    """Rows of an excursion.

    Parameters
    ----------
    before, after
        The lows around it; None where the stretch ends first.
    high
        The turning point, roughly; where the stretch ends on the way up, its last row.
    """

    before: int | None
    high: int
    after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An excursion, measured.

    Parameters
    ----------
    start_s, turning_s, end_s
        Between frames; see `EDGE` for start and end.
    hold_from_s, hold_to_s
        While less than `TURNING` of the range is missing.
    base, top
        Levels of rest before it and of the turning point.
    start_slope, end_slope
        Unit/s at start and end.
    hold
        (start, stop) rows around the turning point.
    in_order
        Whether the times follow each other; else the signal is too noisy to be timed.
    """

    start_s: float
    turning_s: float
    end_s: float
    hold_from_s: float
    hold_to_s: float
    base: float
    top: float
    start_slope: float
    end_slope: float
    hold: tuple[int, int]
    in_order: bool


def bridge_gaps(
    t_s: FloatArray, values: FloatArray, max_gap_s: float
) -> tuple[FloatArray, list[tuple[int, int]]]:
    """Fill short gaps with straight lines.

    Returns
    -------
    tuple
        (T,) values, and (start, stop) of the stretches between longer gaps.
    """
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return values.copy(), []
    filled = np.interp(t_s, t_s[known], values[known], left=np.nan, right=np.nan)
    apart = (np.diff(known) > 1) & (np.diff(t_s[known]) > max_gap_s)
    for start, stop in zip(known[:-1][apart], known[1:][apart], strict=True):
        filled[start + 1 : stop] = np.nan
    return filled, runs(np.isfinite(filled))


def without_spikes(t_s: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return a stretch without gaps as it is but for its spikes, and its running median.

    The median runs over 0.15 s, three frames at least. Spikes are off it by more than six scaled
    median deviations and 15 % of its range, and are replaced by it.
    """
    if len(values) < 3:
        return values.copy(), values.copy()
    width = max(2 * round(_SPIKE_S / float(np.median(np.diff(t_s))) / 2) + 1, 3)
    smooth = np.asarray(ndimage.median_filter(values, size=width, mode="nearest"), np.float64)
    off = np.abs(values - smooth)
    largest = max(6 * _MAD_TO_SD * float(np.median(off)), _SPIKE_SHARE * float(np.ptp(smooth)))
    return np.where(off > largest, smooth, values), smooth


def excursions_by_reversals(
    t_s: FloatArray, values: FloatArray, smallest: float
) -> list[Excursion]:
    """Find rises and falls of at least ``smallest`` in a stretch without gaps.

    A rise that begins with the stretch, or a fall that ends with it, has to be about as large as
    its counterpart; else it is taken for cut off.
    """
    lows_and_highs, first_is_high = _turning_rows(values, smallest)
    found = []
    for n in range(0 if first_is_high else 1, len(lows_and_highs), 2):
        high = lows_and_highs[n]
        before = lows_and_highs[n - 1] if n > 0 else None
        after = lows_and_highs[n + 1] if n + 1 < len(lows_and_highs) else None
        if before is not None and after is not None:
            rise, fall = values[high] - values[before], values[high] - values[after]
            if t_s[before] - t_s[0] <= _AT_THE_END_S and rise < _SAME_HEIGHT * fall:
                before = None
            if t_s[-1] - t_s[after] <= _AT_THE_END_S and fall < _SAME_HEIGHT * rise:
                after = None
        found.append(Excursion(before=before, high=high, after=after))
    return found


def _turning_rows(values: FloatArray, smallest: float) -> tuple[list[int], bool]:
    """Return rows of alternating lows and highs, and whether the first is a high.

    The last one is where the stretch was highest (or lowest) since the one before. Nothing is
    returned where the whole stretch moves less than ``smallest``.
    """
    low = high = 0
    rising: bool | None = None
    first_is_high = False
    rows: list[int] = []
    for row, value in enumerate(values.tolist()):
        if value > values[high]:
            high = row
        if value < values[low]:
            low = row
        if rising is not True and value - values[low] >= smallest:
            rows.append(low)
            rising, high = True, row
        elif rising is not False and values[high] - value >= smallest:
            first_is_high = first_is_high or rising is None
            rows.append(high)
            rising, low = False, row
    if rising is not None:
        rows.append(high if rising else low)
    return rows, first_is_high


def excursions_by_levels(values: FloatArray, enter: float, leave: float) -> list[Excursion]:
    """Find where a stretch without gaps rises to ``enter`` and falls to ``leave`` after."""
    found = []
    state = np.where(values >= enter, 1, np.where(values <= leave, -1, 0))
    told = np.flatnonzero(state)
    # Between the levels the state stays what it was.
    up = np.zeros(len(values), np.bool_)
    if len(told):
        last = np.maximum.accumulate(np.where(state != 0, np.arange(len(values)), -1))
        up = (last >= 0) & (state[np.maximum(last, 0)] > 0)
    lows: BoolArray = values <= leave
    stretches = runs(up)
    for n, (start, stop) in enumerate(stretches):
        high = start + int(np.argmax(values[start:stop]))
        since = stretches[n - 1][1] if n else 0
        until = stretches[n + 1][0] if n + 1 < len(stretches) else len(values)
        before = since + int(np.argmin(values[since:start])) if lows[since:start].any() else None
        after = stop + int(np.argmin(values[stop:until])) if lows[stop:until].any() else None
        found.append(Excursion(before=before, high=high, after=after))
    return found


def measure_shape(
    t_s: FloatArray, values: FloatArray, smooth: FloatArray, *, before: int, high: int, after: int
) -> Shape:
    """Measure a complete excursion between frames.

    Parameters
    ----------
    t_s, values
        (T,) a stretch without gaps.
    smooth
        (T,) the same without spikes.
    before, high, after
        Rows of the excursion.
    """
    # A second of rest on both sides is all that is looked at, so that time stays linear.
    first = int(np.searchsorted(t_s, t_s[before] - _REST_S))
    stop = int(np.searchsorted(t_s, t_s[after] + _REST_S, side="right"))
    t, raw, level = t_s[first:stop], values[first:stop], smooth[first:stop]
    before, high, after = before - first, high - first, after - first
    rise, fall = level[high] - level[before], level[high] - level[after]
    top_rows = before + np.flatnonzero(
        level[before : after + 1] >= level[high] - TURNING * (rise + fall) / 2
    )
    turning_s, top = _vertex(t, raw, top_rows, 1)
    left = _rest_rows(t, level <= level[before] + EDGE * rise, range(high, -1, -1))
    right = _rest_rows(t, level <= level[after] + EDGE * fall, range(high, len(t)))
    base, base_after = _vertex(t, raw, left, -1)[1], _vertex(t, raw, right, -1)[1]
    way_up, way_down = slice(before, high + 1), slice(high, after + 1)

    def last_below(limit: float) -> int:
        rows = np.flatnonzero(level[way_up] <= limit)
        return before + int(rows[-1]) if len(rows) else before

    def first_below(limit: float) -> int:
        rows = np.flatnonzero(level[way_down] <= limit)
        return high + int(rows[0]) if len(rows) else after

    def first_above(limit: float) -> int:
        rows = np.flatnonzero(level[way_up] >= limit)
        return before + int(rows[0]) if len(rows) else high

    def last_above(limit: float) -> int:
        rows = np.flatnonzero(level[way_down] >= limit)
        return high + int(rows[-1]) if len(rows) else high

    start_level, end_level = base + EDGE * (top - base), base_after + EDGE * (top - base_after)
    near_up, near_down = top - TURNING * (top - base), top - TURNING * (top - base_after)
    begun, over = last_below(start_level), first_below(end_level)
    first_near, last_near = first_above(near_up), last_above(near_down)
    # Movements quicker than the fitted lines are long: neighbouring rows alone say when.
    for reach_s in (_SLOPE_S, 0.0):
        start_s, start_slope = crossing(t, raw, begun, begun + 1, start_level, reach_s=reach_s)
        hold_from_s, _ = crossing(t, raw, first_near - 1, first_near, near_up, reach_s=reach_s)
        hold_to_s, _ = crossing(t, raw, last_near, last_near + 1, near_down, reach_s=reach_s)
        end_s, end_slope = crossing(t, raw, over - 1, over, end_level, reach_s=reach_s)
        in_order = start_s <= hold_from_s <= hold_to_s <= end_s and start_s <= turning_s <= end_s
        if in_order:
            break
    return Shape(
        start_s=start_s, turning_s=turning_s, end_s=end_s, hold_from_s=hold_from_s,
        hold_to_s=hold_to_s, base=base, top=top, start_slope=start_slope, end_slope=end_slope,
        hold=(first + int(top_rows[0]), first + int(top_rows[-1]) + 1), in_order=in_order,
    )  # fmt: skip


def _rest_rows(t_s: FloatArray, is_low: BoolArray, outwards: range) -> RowArray:
    """Return the rows of the second of rest that is next to an excursion, going outwards."""
    rows = np.array(outwards)
    low = rows[is_low[rows]]
    nearest = t_s[low[0]]
    return np.sort(low[np.abs(t_s[low] - nearest) <= _REST_S])


def _vertex(t_s: FloatArray, values: FloatArray, rows: RowArray, side: int) -> tuple[float, float]:
    """Return time and value of the highest (side +1) or lowest (-1) point of a fitted parabola.

    Within the rows. The middle and the mean, where the values are level or bend the other way.
    """
    times, levels = t_s[rows], values[rows]
    middle, half = (times[0] + times[-1]) / 2, (times[-1] - times[0]) / 2
    if len(rows) >= 3:
        a, b, c = np.polyfit((times - middle) / half, levels, 2)
        if side * a < 0:
            at = float(np.clip(-b / (2 * a), -1.0, 1.0))
            value = float(a * at * at + b * at + c)
            margin = float(np.ptp(levels)) / 2
            # Between rows that are far apart a parabola can be anywhere.
            if levels.min() - margin <= value <= levels.max() + margin:
                return float(middle + at * half), value
    return float(middle), float(levels.mean())


def crossing(
    t_s: FloatArray,
    values: FloatArray,
    row: int,
    following: int,
    level: float,
    *,
    reach_s: float = _SLOPE_S,
) -> tuple[float, float]:
    """Return when a line through the values around two rows is at a level, and its slope.

    The line is fitted to both rows and what lies within ``reach_s`` of their middle. Where it never
    is at the level nearby, the middle and NaN.
    """
    row, following = max(row, 0), min(following, len(t_s) - 1)
    middle = (t_s[row] + t_s[following]) / 2
    start = min(int(np.searchsorted(t_s, middle - reach_s)), row)
    stop = max(int(np.searchsorted(t_s, middle + reach_s, side="right")), following + 1)
    if stop - start < 2:
        return float(middle), float("nan")
    slope, value = np.polyfit(t_s[start:stop] - middle, values[start:stop], 1)
    farthest = max(reach_s, (t_s[following] - t_s[row]) / 2)
    if abs(level - value) > abs(slope) * farthest * (1 + 1e-9) or slope == 0:
        return float(middle), float("nan")
    return float(middle + (level - value) / slope), float(slope)
