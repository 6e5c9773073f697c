"""Filters over columns with gaps: pure functions of arrays, time in seconds."""

from __future__ import annotations

import numpy as np
from scipy import ndimage, signal

from efficientpose_core.errors import SettingsError
from efficientpose_core.pose import BoolArray, FloatArray

__all__ = ["butterworth_lowpass", "hampel_outliers"]

_MAD_TO_SD = 1.4826


def hampel_outliers(
    values: FloatArray, *, half_window: int, threshold: float, smallest: float
) -> BoolArray:
    """Find values far from the median of their neighbours (Hampel identifier).

    Parameters
    ----------
    values
        (T, C), NaN for missing.
    half_window
        Frames on each side.
    threshold
        Outliers deviate by more than this many standard deviations, estimated as 1.4826 times the
        median absolute deviation within the window, and
    smallest
        by more than this: the measurement's own error, in the unit of the values.

    Returns
    -------
    numpy.ndarray
        (T, C) bool. NaN is never an outlier.
    """
    if half_window < 1 or threshold <= 0:
        raise SettingsError("The Hampel window needs at least one frame, the threshold > 0.")
    size = 2 * half_window + 1
    padded = np.pad(values, ((half_window, half_window), (0, 0)), constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, size, axis=0)
    centre = _nan_median(windows)
    spread = _MAD_TO_SD * _nan_median(np.abs(windows - centre[..., None]))
    deviation = np.abs(values - centre)
    result: BoolArray = deviation > np.maximum(threshold * spread, smallest)
    return result


def _nan_median(windows: FloatArray) -> FloatArray:
    """Median over the last axis without NaN; NaN where nothing is left. Faster than nanmedian."""
    ordered = np.sort(windows, axis=-1)
    count = np.isfinite(ordered).sum(axis=-1)
    low, high = np.maximum((count - 1) // 2, 0), np.maximum(count // 2, 0)
    low = np.minimum(low, windows.shape[-1] - 1)
    high = np.minimum(high, windows.shape[-1] - 1)
    pick = np.take_along_axis
    median = (
        pick(ordered, low[..., None], -1)[..., 0] + pick(ordered, high[..., None], -1)[..., 0]
    ) / 2
    result: FloatArray = np.where(count > 0, median, np.nan)
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
    for column in range(values.shape[1]):
        for start, stop in _runs(np.isfinite(values[:, column])):
            if stop - start <= pad:
                short += 1
                continue
            run, times = values[start:stop, column], t_s[start:stop]
            if uneven:
                count = round((times[-1] - times[0]) / interval) + 1
                even = np.linspace(times[0], times[-1], max(count, pad + 1))
                smooth = signal.sosfiltfilt(sections, np.interp(even, times, run))
                result[start:stop, column] = np.interp(times, even, smooth)
            else:
                result[start:stop, column] = signal.sosfiltfilt(sections, run)
    notes = [f"{short} runs too short to smooth." if short else "All runs smoothed."]
    if uneven:
        notes.append("Uneven times: resampled to the median rate, smoothed, mapped back.")
    return result, " ".join(notes)


def _two_pass_cutoff(cutoff_hz: float, rate_hz: float) -> float:
    """Return the cut-off of one pass so that two are down by 3 dB at ``cutoff_hz``."""
    ratio = (np.sqrt(2.0) - 1.0) ** 0.25
    warped = np.tan(np.pi * cutoff_hz / rate_hz) / ratio
    return float(np.arctan(warped) * rate_hz / np.pi)


def _runs(valid: BoolArray) -> list[tuple[int, int]]:
    """Return (start, stop) of every stretch of True."""
    labels, count = ndimage.label(valid)
    return [(part[0].start, part[0].stop) for part in ndimage.find_objects(labels)][:count]
