"""Filters over columns with gaps: pure functions of arrays, time in seconds."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from scipy import interpolate, signal

from efficientpose_core.errors import SettingsError
from efficientpose_core.pose import BoolArray, FloatArray

__all__ = [
    "_nan_median",
    "block_medians",
    "butterworth_lowpass",
    "hampel_outliers",
    "rows_of",
    "runs",
]

_MAD_TO_SD = 1.4826
_FEW = 12
"""Up to so many rows, exchanging them as a whole sorts faster than NumPy, value by value."""
_PAD = 9
"""Points by which stretches are continued for the filter: three times its coefficients."""


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
    half_window = min(half_window, (len(points) - 1) // 2)
    result = np.zeros(points.shape[:2], np.bool_)
    if half_window < 1:
        return result
    # One keypoint after the other, times last: its numbers stay in the processor's cache.
    for keypoint in range(points.shape[1]):
        xy = np.ascontiguousarray(points[:, keypoint].T)
        deviation = np.hypot(*(xy - _midpoint(xy, half_window)))
        ends = np.flatnonzero(np.isnan(deviation) & np.isfinite(xy).all(axis=0))
        away = deviation.copy()
        away[ends] = _deviation_at_ends(xy, ends)
        # Comparisons with NaN are false: nothing known, nothing rejected.
        far = away > smallest
        if far.any():
            usual = _MAD_TO_SD * _usual_deviation(deviation, block)
            result[:, keypoint] = far & ~(away <= threshold * usual)
    return result


def _midpoint(xy: FloatArray, half_window: int) -> FloatArray:
    """Return (2, T): the median of the midpoints between neighbours up to ``half_window`` away."""
    midpoints = np.full((half_window, *xy.shape), np.nan)
    for reach, row in enumerate(midpoints, start=1):
        row[:, reach:-reach] = (xy[:, : -2 * reach] + xy[:, 2 * reach :]) / 2
    return _nan_median(midpoints)


def _deviation_at_ends(xy: FloatArray, rows: npt.NDArray[np.intp]) -> FloatArray:
    """Return, for each of ``rows``, its distance from steady motion of the frames before or after.

    The smallest over pairs of frames one and two, two and four steps away: one wild neighbour, or a
    foot that is about to stop, makes nobody an outlier. NaN without such pairs.
    """
    padded = np.pad(xy, ((0, 0), (4, 4)), constant_values=np.nan)
    here = rows + 4
    smallest = np.full(len(rows), np.nan)
    for step in (1, 2, -1, -2):
        expected = 2 * padded[:, here + step] - padded[:, here + 2 * step]
        smallest = np.fmin(smallest, np.hypot(*(padded[:, here] - expected)))
    return smallest


def _usual_deviation(deviation: FloatArray, block: int) -> FloatArray:
    """Return (T,): the largest median of a frame's block and its two neighbours."""
    blocks = max(1, len(deviation) // block)
    edges = np.linspace(0, len(deviation), blocks + 1).round().astype(int)
    medians = np.full(blocks + 2, np.nan)
    medians[1:-1] = block_medians(deviation, edges)
    largest = np.fmax(np.fmax(medians[:-2], medians[1:-1]), medians[2:])
    result: FloatArray = np.repeat(largest, np.diff(edges))
    return result


def block_medians(values: FloatArray, edges: npt.NDArray[np.int_]) -> FloatArray:
    """Return (B,) medians of values (..., T) between B + 1 ``edges`` in time, without NaN.

    NaN where nothing is left. All blocks at once: the shorter ones are filled up with NaN.
    """
    frames = edges[:-1] + np.arange(np.diff(edges).max())[:, None]
    padded = values[..., np.minimum(frames, values.shape[-1] - 1)]
    padded[..., frames >= edges[1:]] = np.nan
    return _nan_median(padded.reshape(-1, len(edges) - 1))


def _nan_median(windows: FloatArray) -> FloatArray:
    """Median over the first axis without NaN; NaN where nothing is left. Faster than nanmedian."""
    ordered = _sorted_few(windows) if len(windows) <= _FEW else np.sort(windows, axis=0)
    count = np.isfinite(ordered).sum(axis=0)
    column = np.arange(count.size).reshape(count.shape)
    low = np.maximum((count - 1) // 2, 0) * count.size + column
    high = np.minimum(count // 2, len(windows) - 1) * count.size + column
    result: FloatArray = (ordered.take(low) + ordered.take(high)) / 2
    result[count == 0] = np.nan
    return result


def _sorted_few(windows: FloatArray) -> FloatArray:
    """Sort along the first axis, NaN last, by exchanging neighbouring rows as a whole."""
    rows = windows.copy()
    for turn in range(len(rows)):
        upper, lower = rows[turn % 2 : -1 : 2], rows[turn % 2 + 1 :: 2]
        upper[:], lower[:] = np.fmin(upper, lower), np.maximum(upper, lower)
    return rows


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
    stretches = _columns_by_run(values)
    too_short = [run for run in stretches if run[1] - run[0] <= _PAD]
    short = sum(len(stretches.pop(run)) for run in too_short)
    parts = [values[start:stop, columns].T for (start, stop), columns in stretches.items()]
    if uneven:
        times = [t_s[start:stop] for start, stop in stretches]
        grids = [_even_times(own, interval) for own in times]
        parts = [_at_times(*given) for given in zip(times, parts, grids, strict=True)]
        parts = _forwards_and_backwards(sections, parts)
        parts = [_at_times(*given) for given in zip(grids, parts, times, strict=True)]
    else:
        parts = _forwards_and_backwards(sections, parts)
    for ((start, stop), columns), part in zip(stretches.items(), parts, strict=True):
        result[start:stop, columns] = part.T
    notes = [f"{short} runs too short to smooth." if short else "All runs smoothed."]
    if uneven:
        notes.append("Uneven times: resampled to the median rate, smoothed, mapped back.")
    return result, " ".join(notes)


def _even_times(t_s: FloatArray, interval: float) -> FloatArray:
    count = round((t_s[-1] - t_s[0]) / interval) + 1
    return np.linspace(t_s[0], t_s[-1], max(count, _PAD + 1))


def _at_times(t_s: FloatArray, values: FloatArray, wanted_s: FloatArray) -> FloatArray:
    """Return (C, n) values at other times, on the straight lines between them."""
    return np.asarray(interpolate.make_interp_spline(t_s, values, k=1, axis=1)(wanted_s))


def _forwards_and_backwards(sections: FloatArray, parts: list[FloatArray]) -> list[FloatArray]:
    """Filter stretches (C, n), each for itself; the same numbers as `scipy.signal.sosfiltfilt`.

    Those of similar length go side by side: a long recording has hundreds of stretches, and a
    call of the filter takes longer than one of them.
    """
    steady = signal.sosfilt_zi(sections)[:, None]
    result = list(parts)
    sizes = np.array([part.shape[1].bit_length() for part in parts])
    for size in np.unique(sizes):
        chosen = np.flatnonzero(sizes == size)
        beside, lengths = _side_by_side([parts[n] for n in chosen])
        turned = np.maximum(lengths[:, None] - 1 - np.arange(beside.shape[1]), 0)
        turned += np.arange(len(beside))[:, None] * beside.shape[1]
        for _ in ("forwards", "backwards"):
            beside, _ = signal.sosfilt(sections, beside, zi=steady * beside[:, :1])
            beside = beside.take(turned)
        row = 0
        for n in chosen:
            height, width = parts[n].shape
            result[n] = beside[row : row + height, _PAD : _PAD + width]
            row += height
    return result


def _side_by_side(parts: list[FloatArray]) -> tuple[FloatArray, npt.NDArray[np.intp]]:
    """Put stretches (C, n) into the rows of one array, continued at both ends.

    Returns
    -------
    tuple
        (R, L) values: each row `_PAD` points of the mirrored beginning, the stretch, as many of its
        mirrored end, and the last of them to the end of the row (zeros would slow the filter
        down); (R,) lengths of rows up to there.
    """
    lengths = np.repeat([part.shape[1] for part in parts], [len(part) for part in parts])
    values = np.empty((len(lengths), lengths.max() + 2 * _PAD))
    first = 0
    for part in parts:
        rows = values[first : first + len(part)]
        stop = _PAD + part.shape[1]
        rows[:, _PAD:stop] = part
        rows[:, :_PAD] = 2 * part[:, :1] - part[:, _PAD:0:-1]
        rows[:, stop : stop + _PAD] = 2 * part[:, -1:] - part[:, -2 : -_PAD - 2 : -1]
        rows[:, stop + _PAD :] = rows[:, stop + _PAD - 1, None]
        first += len(part)
    return values, lengths + 2 * _PAD


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


def rows_of(stretches: Iterable[tuple[int, int]]) -> npt.NDArray[np.intp]:
    """Return all rows of stretches (start, stop), one stretch after the other."""
    return np.concatenate([np.arange(0), *(np.arange(*stretch) for stretch in stretches)])


def runs(flags: BoolArray) -> list[tuple[int, int]]:
    """Return (start, stop) of every stretch of True."""
    edges = np.flatnonzero(np.diff(flags.astype(np.int8), prepend=0, append=0))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]
