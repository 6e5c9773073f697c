"""Filters over columns with gaps: pure functions of arrays, time in seconds."""

from __future__ import annotations

import numpy as np
from scipy import interpolate, signal

from efficientpose_core.errors import SettingsError
from efficientpose_core.pose import BoolArray, FloatArray

__all__ = ["butterworth_lowpass", "hampel_outliers", "runs"]

_MAD_TO_SD = 1.4826


def hampel_outliers(
    points: FloatArray,
    *,
    half_window: int,
    threshold: float,
    smallest: float,
    block: int,
) -> BoolArray:
    """Find points away from where their neighbours in time say they should be.

    A Hampel identifier (median and median absolute deviation; Pearson 2002,
    doi:10.1109/87.974338) that does not mind steady motion: its centre is the median of the
    midpoints between frames at the same distance before and after, so that a swinging foot is
    judged as strictly as a standing one.

    Parameters
    ----------
    points
        (T, K, 2), NaN for missing.
    half_window
        Frames on each side.
    threshold
        Outliers deviate by more than this many scaled median absolute deviations (of the block,
        or a neighbouring one where that moves more), and
    smallest
        by more than this: the measurement's own error, in the unit of the points.
    block
        Frames over which the usual deviation is found.

    Returns
    -------
    numpy.ndarray
        (T, K) bool. At an end, where there are neighbours on one side only, a point has to be away
        from where each two of them lead; without such neighbours it is never an outlier.
    """
    if half_window < 1 or threshold <= 0 or block < 1:
        raise SettingsError("The Hampel window needs at least one frame, the threshold > 0.")
    count = len(points)
    half_window = min(half_window, (count - 1) // 2)
    if half_window < 1:
        return np.zeros(points.shape[:2], np.bool_)
    midpoints = np.full((half_window, *points.shape), np.nan)
    for n in range(half_window):
        reach = n + 1
        midpoints[n, reach : count - reach] = (points[: -2 * reach] + points[2 * reach :]) / 2
    away = points - _nan_median(midpoints)
    deviation = np.hypot(away[..., 0], away[..., 1])
    usual = _MAD_TO_SD * _usual_deviation(deviation, block)
    deviation = np.where(np.isnan(deviation), _deviation_at_ends(points), deviation)
    # Comparisons with NaN are false: nothing known, nothing rejected.
    result: BoolArray = deviation > np.fmax(threshold * usual, smallest)
    return result


def _deviation_at_ends(points: FloatArray) -> FloatArray:
    """Return (T, K): the distance from steady motion of the frames before or after.

    The smallest over pairs of frames one and two, two and four steps away: one wild neighbour, or a
    foot that is about to stop, makes nobody an outlier. NaN without such pairs.
    """
    smallest = np.full(points.shape[:2], np.nan)
    for towards in (points, points[::-1]):
        nearest = np.full(points.shape[:2], np.nan)
        for reach in (1, 2):
            expected = 2 * towards[reach:-reach] - towards[2 * reach :]
            gap = towards[: len(expected)] - expected
            rows = nearest[: len(expected)]
            rows[:] = np.fmin(rows, np.hypot(gap[..., 0], gap[..., 1]))
        smallest = np.fmin(smallest, nearest if towards is points else nearest[::-1])
    return smallest


def _usual_deviation(deviation: FloatArray, block: int) -> FloatArray:
    """Return (T, K): the largest median of a frame's block and its two neighbours."""
    count, columns = deviation.shape
    blocks = max(1, count // block)
    edges = np.linspace(0, count, blocks + 1).round().astype(int)
    # All blocks at once: the shorter ones are filled up with NaN.
    rows = edges[:-1, None] + np.arange(np.diff(edges).max())
    padded = deviation[np.minimum(rows, count - 1)]
    padded[rows >= edges[1:, None]] = np.nan
    medians = np.full((blocks + 2, columns), np.nan)
    medians[1:-1] = _nan_median(padded.swapaxes(0, 1))
    largest = np.fmax(np.fmax(medians[:-2], medians[1:-1]), medians[2:])
    result: FloatArray = np.repeat(largest, np.diff(edges), axis=0)
    return result


def _nan_median(windows: FloatArray) -> FloatArray:
    """Median over the first axis without NaN; NaN where nothing is left. Faster than nanmedian."""
    ordered = np.sort(windows, axis=0)
    count = np.isfinite(ordered).sum(axis=0)
    low = np.maximum((count - 1) // 2, 0)[None]
    high = np.minimum(count // 2, len(windows) - 1)[None]
    middle = np.take_along_axis(ordered, low, 0) + np.take_along_axis(ordered, high, 0)
    result: FloatArray = np.where(count > 0, middle[0] / 2, np.nan)
    return result


def butterworth_lowpass(
    t_s: FloatArray, values: FloatArray, *, cutoff_hz: float
) -> tuple[FloatArray, str]:
    """Smooth with a zero-lag Butterworth low-pass of effective order 4.

    A second-order filter runs forwards and backwards; its cut-off is raised so that the two passes
    together are down by 3 dB at ``cutoff_hz`` (Winter 2009, Biomechanics and Motor Control of Human
    Movement, section 3.4.4.2). Runs between gaps are smoothed one by one; runs too short to filter
    stay as they are. Uneven times are resampled to the median rate, filtered, and mapped back.

    Parameters
    ----------
    t_s
        (T,) seconds.
    values
        (T, C), NaN for missing.
    cutoff_hz
        Positive.

    Returns
    -------
    tuple
        (T, C) values, and a sentence for the log.
    """
    if cutoff_hz <= 0:
        raise SettingsError("The cut-off frequency must be positive.")
    result = values.copy()
    if len(t_s) < 2:
        return result, "Too short to smooth."
    steps = np.diff(t_s)
    interval = float(np.median(steps))
    if cutoff_hz >= 0.45 / interval:
        return result, f"Not smoothed: {cutoff_hz:g} Hz is too near half the frame rate."
    uneven = bool(np.any(np.abs(steps - interval) > 0.05 * interval))
    corrected = _two_pass_cutoff(cutoff_hz, 1 / interval)
    sections = signal.butter(2, corrected, fs=1 / interval, output="sos")
    pad = 3 * (2 * len(sections) + 1)
    short = 0
    for (start, stop), columns in _columns_by_run(values).items():
        if stop - start <= pad:
            short += len(columns)
            continue
        run, times = values[start:stop, columns], t_s[start:stop]
        if uneven:
            count = round((times[-1] - times[0]) / interval) + 1
            even = np.linspace(times[0], times[-1], max(count, pad + 1))
            run = interpolate.make_interp_spline(times, run, k=1)(even)
            smooth = signal.sosfiltfilt(sections, run, axis=0)
            smooth = interpolate.make_interp_spline(even, smooth, k=1)(times)
        else:
            smooth = signal.sosfiltfilt(sections, run, axis=0)
        result[start:stop, columns] = smooth
    notes = [f"{short} runs too short to smooth." if short else "All runs smoothed."]
    if uneven:
        notes.append("Uneven times: resampled to the median rate, smoothed, mapped back.")
    return result, " ".join(notes)


def _two_pass_cutoff(cutoff_hz: float, rate_hz: float) -> float:
    """Return the cut-off of one pass so that two are down by 3 dB at ``cutoff_hz``."""
    ratio = (np.sqrt(2.0) - 1.0) ** 0.25
    warped = np.tan(np.pi * cutoff_hz / rate_hz) / ratio
    return float(np.arctan(warped) * rate_hz / np.pi)


def _columns_by_run(values: FloatArray) -> dict[tuple[int, int], list[int]]:
    """Group columns by stretches (start, stop) without gaps: together they are filtered at once."""
    groups: dict[tuple[int, int], list[int]] = {}
    for column in range(values.shape[1]):
        for run in runs(np.isfinite(values[:, column])):
            groups.setdefault(run, []).append(column)
    return groups


def runs(flags: BoolArray) -> list[tuple[int, int]]:
    """Return (start, stop) of every stretch of True."""
    edges = np.flatnonzero(np.diff(flags.astype(np.int8), prepend=0, append=0))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]
