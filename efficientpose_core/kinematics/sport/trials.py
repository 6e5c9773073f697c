"""Two trials laid over each other: aligned by an event, by their likeness, or per repetition."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import signal

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.kinematics.measure import Measure
from efficientpose_core.kinematics.sport.common import find_measure, known_median
from efficientpose_core.pose import FloatArray

__all__ = [
    "POINTS",
    "AlignedTrials",
    "Alignment",
    "Trial",
    "align_trials",
    "normalise",
]

POINTS = 101
"""Points of a normalised repetition: 0, 1, ..., 100 %."""

_LEAST_OVERLAP = 0.5
"""Likeness is looked for where at least this share of the shorter trial takes part."""
_LEAST_LIKENESS = 0.5
_MOST_POINTS = 20_000


class Alignment(Enum):
    """How the times of two trials are matched."""

    EVENT = "event"
    CORRELATION = "correlation"
    REPETITION = "repetition"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trial:
    """A curve of one trial.

    Parameters
    ----------
    name
        For the legend.
    unit
        Of the values.
    t_s
        (T,) increasing seconds.
    values
        (T,) NaN for missing.
    sd
        (T,) one standard deviation of the measuring error; None or NaN where unknown.

    Raises
    ------
    DataError
        If shapes differ, times do not increase, or fewer than two values are known.
    """

    name: str
    unit: str
    t_s: FloatArray
    values: FloatArray
    sd: FloatArray | None = None

    def __post_init__(self) -> None:
        """Check the arrays."""
        shapes = {self.t_s.shape, self.values.shape}
        if self.sd is not None:
            shapes.add(self.sd.shape)
        if len(shapes) > 1 or self.t_s.ndim != 1 or np.any(np.diff(self.t_s) <= 0):
            raise DataError(f"Times and values of trial '{self.name}' do not fit together.")
        if np.isfinite(self.values).sum() < 2:
            raise DataError(f"Trial '{self.name}' has fewer than two values: choose another curve.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AlignedTrials:
    """Two curves on one axis.

    Parameters
    ----------
    alignment
        How they were matched.
    axis
        (N,) seconds after the event (or of the first trial), or % of the repetition.
    axis_unit
        ``"s"`` or ``"%"``.
    first, second
        (N,) values; NaN where a trial has none.
    difference
        (N,) second minus first.
    shift_s
        What was added to the times of the second trial; NaN for repetitions.
    measures
        ``mean_difference``, ``rms_difference``, ``largest_difference``, ``correlation``.
    """

    alignment: Alignment
    axis: FloatArray
    axis_unit: str
    first: FloatArray
    second: FloatArray
    difference: FloatArray
    shift_s: float
    measures: tuple[Measure, ...]

    def measure(self, name: str) -> Measure:
        """Return a measure by name; `UnknownNameError` when there is none."""
        return find_measure(self.measures, name)


def align_trials(
    first: Trial,
    second: Trial,
    alignment: Alignment,
    *,
    events_s: tuple[float, float] | None = None,
    repetitions_s: tuple[tuple[float, float], tuple[float, float]] | None = None,
) -> AlignedTrials:
    """Lay two trials over each other.

    Parameters
    ----------
    first, second
        Curves of the same unit.
    alignment
        See `Alignment`. By likeness: the shift with the highest correlation among those that let
        half of the shorter trial overlap, see `_likeness`.
    events_s
        Time of the event in each trial, for `Alignment.EVENT`.
    repetitions_s
        Start and end of the repetition in each trial, for `Alignment.REPETITION`.

    Raises
    ------
    SettingsError
        If what the alignment needs is missing or outside the trials.
    DataError
        If units differ, the trials never overlap, or they are too unlike to be aligned by
        themselves.
    """
    if first.unit != second.unit:
        raise DataError(
            f"'{first.name}' is in {first.unit}, '{second.name}' in {second.unit}: compare curves "
            "of the same unit."
        )
    if alignment is Alignment.REPETITION:
        return _by_repetition(first, second, repetitions_s)
    if alignment is Alignment.EVENT:
        if events_s is None:
            raise SettingsError("Mark the event in both trials.")
        for trial, at in zip((first, second), events_s, strict=True):
            _check_inside(trial, at)
        zero, shift = events_s[0], events_s[0] - events_s[1]
    else:
        zero, shift = 0.0, _likeness(first, second)
    interval = min(_interval(first), _interval(second))
    low = max(first.t_s[0], second.t_s[0] + shift)
    high = min(first.t_s[-1], second.t_s[-1] + shift)
    if high <= low:
        raise DataError("The two trials do not overlap in time: align them by another event.")
    # The axis passes through the event.
    steps = np.arange(
        math.ceil((low - zero) / interval - 1e-9), math.floor((high - zero) / interval + 1e-9) + 1
    )
    axis = zero + steps * interval
    curves = (
        _sampled(first.t_s, first.values, axis),
        _sampled(second.t_s + shift, second.values, axis),
    )
    return _compared(alignment, axis - zero, "s", shift, curves, (first, second))


def normalise(
    t_s: FloatArray, values: FloatArray, start_s: float, end_s: float, *, points: int = POINTS
) -> FloatArray:
    """Return (points,) values from 0 to 100 % of a stretch, by straight lines between frames.

    Nothing is told between frames of which one has no value.

    Raises
    ------
    SettingsError
        If the stretch does not end after its start, or is not within the times.
    """
    if not end_s > start_s:
        raise SettingsError("A repetition ends after it starts.")
    if start_s < t_s[0] - 1e-9 or end_s > t_s[-1] + 1e-9:
        raise SettingsError("The repetition is not within the recording.")
    return _sampled(t_s, values, np.linspace(start_s, end_s, points))


def _by_repetition(
    first: Trial,
    second: Trial,
    repetitions_s: tuple[tuple[float, float], tuple[float, float]] | None,
) -> AlignedTrials:
    if repetitions_s is None:
        raise SettingsError("Choose a repetition in both trials.")
    curves = tuple(
        normalise(trial.t_s, trial.values, start, end)
        for trial, (start, end) in zip((first, second), repetitions_s, strict=True)
    )
    axis = np.linspace(0.0, 100.0, POINTS)
    return _compared(
        Alignment.REPETITION, axis, "%", math.nan, (curves[0], curves[1]), (first, second)
    )


def _check_inside(trial: Trial, at_s: float) -> None:
    if not trial.t_s[0] <= at_s <= trial.t_s[-1]:
        raise SettingsError(
            f"The event at {at_s:.2f} s is not within '{trial.name}' ({trial.t_s[0]:.2f} to "
            f"{trial.t_s[-1]:.2f} s)."
        )


def _interval(trial: Trial) -> float:
    return float(np.median(np.diff(trial.t_s)))


def _sampled(t_s: FloatArray, values: FloatArray, at_s: FloatArray) -> FloatArray:
    """Return values at other times; NaN beyond the ends and beside missing frames."""
    after = np.clip(np.searchsorted(t_s, at_s - 1e-9), 1, len(t_s) - 1)
    share = (at_s - t_s[after - 1]) / (t_s[after] - t_s[after - 1])
    left, right = values[after - 1], values[after]
    # On a frame, its neighbour does not matter.
    result = np.where(share <= 1e-6, left, np.where(share >= 1 - 1e-6, right, np.nan))
    between = (share > 1e-6) & (share < 1 - 1e-6)
    result[between] = ((1 - share) * left + share * right)[between]
    result[(share < -1e-6) | (share > 1 + 1e-6)] = np.nan
    return result


def _likeness(first: Trial, second: Trial) -> float:
    """Return the shift of the second trial at which both are most alike.

    The correlation coefficient of what overlaps, missing values left out, for every shift by whole
    frames (Padfield 2012, doi:10.1109/TIP.2011.2181402), and a parabola through the best one and
    its neighbours.
    """
    interval = min(_interval(first), _interval(second))
    grids = [np.arange(t.t_s[0], t.t_s[-1] + interval / 2, interval) for t in (first, second)]
    if max(map(len, grids)) > _MOST_POINTS:
        raise DataError("These trials are too long to be aligned by themselves: mark an event.")
    a, b = (
        _sampled(trial.t_s, trial.values, grid)
        for trial, grid in zip((first, second), grids, strict=True)
    )
    known_a, known_b = np.isfinite(a), np.isfinite(b)
    # Centred first, so that sums of squares keep their digits.
    centre = float(np.mean([np.mean(a[known_a]), np.mean(b[known_b])]))
    a, b = np.where(known_a, a - centre, 0.0), np.where(known_b, b - centre, 0.0)
    mask_a, mask_b = known_a.astype(np.float64), known_b.astype(np.float64)

    def slide(x: FloatArray, y: FloatArray) -> FloatArray:
        return np.asarray(signal.correlate(x, y, mode="full", method="fft"), np.float64)

    count = np.round(slide(mask_a, mask_b))
    enough = count >= max(_LEAST_OVERLAP * min(known_a.sum(), known_b.sum()), 3)
    count = np.maximum(count, 1)
    sum_a, sum_b = slide(a, mask_b), slide(mask_a, b)
    shared = slide(a, b) - sum_a * sum_b / count
    power_a = slide(a * a, mask_b) - sum_a**2 / count
    power_b = slide(mask_a, b * b) - sum_b**2 / count
    least = 1e-9 * max(float((a * a).sum()), float((b * b).sum()))
    usable = enough & (power_a > least) & (power_b > least)
    if not usable.any():
        raise DataError("The two trials cannot be aligned by themselves: one of them is level.")
    likeness = np.full(len(count), -np.inf)
    likeness[usable] = shared[usable] / np.sqrt(power_a[usable] * power_b[usable])
    best = int(np.argmax(likeness))
    if likeness[best] < _LEAST_LIKENESS:
        raise DataError(
            f"The two trials are too unlike to be aligned by themselves (correlation "
            f"{likeness[best]:.2f}): mark the same event in both."
        )
    lag = float(best - (len(b) - 1)) + _summit(likeness, best)
    return float(grids[0][0] - grids[1][0] + lag * interval)


def _summit(values: FloatArray, best: int) -> float:
    """Return where the summit of a parabola is, -0.5 to 0.5 from the highest value."""
    around = values[best - 1 : best + 2]
    if len(around) < 3 or not np.isfinite(around).all():
        return 0.0
    bend = around[0] - 2 * around[1] + around[2]
    return float((around[0] - around[2]) / (2 * bend)) if bend < 0 else 0.0


def _compared(
    alignment: Alignment,
    axis: FloatArray,
    axis_unit: str,
    shift_s: float,
    curves: tuple[FloatArray, FloatArray],
    trials: tuple[Trial, Trial],
) -> AlignedTrials:
    difference = curves[1] - curves[0]
    known = np.isfinite(difference)
    if not known.any():
        raise DataError("The two trials are never known at the same time: align them otherwise.")
    return AlignedTrials(
        alignment=alignment, axis=axis, axis_unit=axis_unit, first=curves[0], second=curves[1],
        difference=difference, shift_s=shift_s,
        measures=_differences(axis, axis_unit, difference, curves, trials),
    )  # fmt: skip


def _differences(
    axis: FloatArray,
    axis_unit: str,
    difference: FloatArray,
    curves: tuple[FloatArray, FloatArray],
    trials: tuple[Trial, Trial],
) -> tuple[Measure, ...]:
    """Return what the difference curve amounts to.

    Errors of neighbouring frames are alike, so those of means are not smaller than of one frame.
    """
    unit = trials[0].unit
    known = np.isfinite(difference)
    missing = 1.0 - float(known.mean())
    reason = f"{missing:.0%} of the curve is missing" if missing > 0.02 else ""
    sds = [math.nan if trial.sd is None else known_median(trial.sd) for trial in trials]
    error = math.hypot(*sds)
    values = difference[known]
    at = int(np.nanargmax(np.abs(difference)))

    def told(name: str, value: float, why: str) -> Measure:
        return Measure(name=name, unit=unit, value=value, error=error, reason=why)

    a, b = curves[0][known], curves[1][known]
    where = f"at {axis[at]:.2f} s" if axis_unit == "s" else f"at {axis[at]:.0f} %"
    measures = [
        told("mean_difference", float(values.mean()), reason),
        told("rms_difference", float(np.sqrt(np.mean(values**2))), reason),
        told(
            "largest_difference", float(difference[at]), f"{where}; {reason}" if reason else where
        ),
    ]
    if min(np.ptp(a), np.ptp(b)) > 0 and len(a) > 2:
        correlation = float(np.corrcoef(a, b)[0, 1])
        measures.append(Measure(name="correlation", unit="", value=correlation, reason=reason))
    else:
        why = "one of the curves is level"
        measures.append(Measure(name="correlation", unit="", value=math.nan, n=0, reason=why))
    return tuple(measures)
