"""Smoothing by one of several methods, behind one function.

Each method works on stretches without gaps; gaps stay gaps. Where frames are not evenly spaced, a
stretch is resampled to the median rate, smoothed, and mapped back, and the log says so; LOESS and
the Kalman smoother take the real times as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import ndimage, signal

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.filters import butterworth_lowpass, runs
from efficientpose_core.pose import FloatArray

__all__ = ["OneEuroFilter", "SmoothingMethod", "SmoothingSettings", "challis_cutoff_hz", "smooth"]


class SmoothingMethod(Enum):
    """How values are smoothed."""

    NONE = "none"
    BUTTERWORTH = "butterworth"
    CHALLIS = "challis"
    SAVITZKY_GOLAY = "savitzky_golay"
    MEDIAN = "median"
    GAUSSIAN = "gaussian"
    LOESS = "loess"
    KALMAN = "kalman"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmoothingSettings:
    """The method and what it needs.

    Parameters
    ----------
    method
        See `SmoothingMethod`.
    cutoff_hz
        Of the Butterworth low-pass; Gaussian and Kalman smoother are set to be down by 3 dB there,
        too.
    window_s
        Whole width of the window of Savitzky-Golay, median and LOESS.
    order
        Of the polynomials of Savitzky-Golay.

    Raises
    ------
    SettingsError
        For values out of range.
    """

    method: SmoothingMethod = SmoothingMethod.BUTTERWORTH
    cutoff_hz: float = 6.0
    window_s: float = 0.2
    order: int = 3

    def __post_init__(self) -> None:
        """Check ranges."""
        if not (np.isfinite(self.cutoff_hz) and self.cutoff_hz > 0):
            raise SettingsError("The cut-off frequency must be positive.")
        if not (np.isfinite(self.window_s) and self.window_s > 0) or self.order < 1:
            raise SettingsError("The smoothing window must be positive, the order at least 1.")


def smooth(
    t_s: FloatArray, values: FloatArray, settings: SmoothingSettings
) -> tuple[FloatArray, str]:
    """Smooth columns.

    Parameters
    ----------
    t_s
        (T,) increasing seconds.
    values
        (T, C), NaN for missing.
    settings
        Method and parameters.

    Returns
    -------
    tuple
        (T, C) values, missing where they were, and a sentence for the log.
    """
    method = settings.method
    if method is SmoothingMethod.NONE or len(t_s) < 3:
        return values.copy(), "Not smoothed."
    if method is SmoothingMethod.BUTTERWORTH:
        return butterworth_lowpass(t_s, values, cutoff_hz=settings.cutoff_hz)
    if method is SmoothingMethod.CHALLIS:
        return _challis(t_s, values)
    if method is SmoothingMethod.LOESS:
        return _by_runs(t_s, values, lambda t, run: _loess(t, run, settings.window_s)), (
            f"LOESS over {settings.window_s:g} s on the real times."
        )
    if method is SmoothingMethod.KALMAN:
        return _by_runs(t_s, values, lambda t, run: _kalman(t, run, settings.cutoff_hz)), (
            f"Kalman smoother (nearly constant velocity), about {settings.cutoff_hz:g} Hz, on the "
            "real times."
        )
    return _evenly(t_s, values, settings)


Run = Callable[[FloatArray, FloatArray], FloatArray]


def _by_runs(t_s: FloatArray, values: FloatArray, apply: Run) -> FloatArray:
    """Apply a function of times and values to every stretch without gaps of three or more."""
    result = values.copy()
    for column in range(values.shape[1]):
        for start, stop in runs(np.isfinite(values[:, column])):
            if stop - start >= 3:
                result[start:stop, column] = apply(t_s[start:stop], values[start:stop, column])
    return result


def _evenly(
    t_s: FloatArray, values: FloatArray, settings: SmoothingSettings
) -> tuple[FloatArray, str]:
    """Run a method that needs an even rate."""
    steps = np.diff(t_s)
    interval = float(np.median(steps))
    uneven = bool(np.any(np.abs(steps - interval) > 0.05 * interval))
    window = max(3, 2 * round(settings.window_s / interval / 2) + 1)
    sigma = np.sqrt(np.log(2)) / (2 * np.pi * settings.cutoff_hz * interval)
    order = min(settings.order, window - 1)

    def even(run: FloatArray) -> FloatArray:
        if settings.method is SmoothingMethod.GAUSSIAN:
            return np.asarray(ndimage.gaussian_filter1d(run, sigma, mode="nearest"))
        if settings.method is SmoothingMethod.MEDIAN:
            return np.asarray(ndimage.median_filter(run, size=window, mode="nearest"))
        if len(run) < window:
            return run
        return np.asarray(signal.savgol_filter(run, window, order, mode="interp"))

    def apply(times: FloatArray, run: FloatArray) -> FloatArray:
        if not uneven:
            return even(run)
        grid = np.linspace(times[0], times[-1], round((times[-1] - times[0]) / interval) + 1)
        return np.interp(times, grid, even(np.interp(grid, times, run)))

    words = {
        SmoothingMethod.GAUSSIAN: f"Gaussian, down by 3 dB at {settings.cutoff_hz:g} Hz.",
        SmoothingMethod.MEDIAN: f"Median of {window} frames.",
        SmoothingMethod.SAVITZKY_GOLAY: f"Savitzky-Golay, {window} frames, order {order}.",
    }
    note = words[settings.method]
    if uneven:
        note += " Uneven times: resampled to the median rate, smoothed, mapped back."
    return _by_runs(t_s, values, apply), note


def _loess(times: FloatArray, run: FloatArray, window_s: float) -> FloatArray:
    """Fit a parabola around each time with tricube weights, at least five frames wide.

    Cleveland 1979, doi:10.1080/01621459.1979.10481038.
    """
    half = np.maximum(window_s / 2, 2.5 * float(np.median(np.diff(times))))
    result = np.empty(len(run))
    first = np.searchsorted(times, times - half, "left")
    last = np.searchsorted(times, times + half, "right")
    for n, (start, stop) in enumerate(zip(first, last, strict=True)):
        offset = times[start:stop] - times[n]
        weight = np.sqrt(np.clip(1 - np.abs(offset / half) ** 3, 1e-6, None) ** 3)
        degree = min(2, stop - start - 1)
        powers = np.vander(offset / half, degree + 1, increasing=True) * weight[:, None]
        result[n] = np.linalg.lstsq(powers, run[start:stop] * weight, rcond=None)[0][0]
    return result


def _kalman(times: FloatArray, run: FloatArray, cutoff_hz: float) -> FloatArray:
    """Smooth with a nearly-constant-velocity model: filter forwards, Rauch-Tung-Striebel back.

    In the steady state the smoother's gain is 1 / (1 + (w / w0)^4) with w0^4 = q / r per second
    (a second-order random walk seen through white noise); q is set so that it is down by 3 dB at
    the cut-off.
    """
    interval = float(np.median(np.diff(times)))
    half_power = (2 * np.pi * cutoff_hz) ** 4 / (np.sqrt(2.0) - 1.0)
    q = half_power * interval  # measurement variance 1 a frame
    count = len(run)
    mean, cov = np.zeros((count, 2)), np.zeros((count, 2, 2))
    ahead_mean, ahead_cov = np.zeros((count, 2)), np.zeros((count, 2, 2))
    moves = np.zeros((count, 2, 2))
    state, spread = np.array([run[0], 0.0]), np.diag([1.0, 1e6])
    for n in range(count):
        dt = times[n] - times[n - 1] if n else 0.0
        move = np.array([[1.0, dt], [0.0, 1.0]])
        noise = q * np.array([[dt**3 / 3, dt**2 / 2], [dt**2 / 2, dt]])
        state, spread = move @ state, move @ spread @ move.T + noise
        moves[n], ahead_mean[n], ahead_cov[n] = move, state, spread
        gain = spread[:, 0] / (spread[0, 0] + 1.0)
        state = state + gain * (run[n] - state[0])
        spread = spread - np.outer(gain, spread[0])
        mean[n], cov[n] = state, spread
    for n in range(count - 2, -1, -1):
        back = cov[n] @ moves[n + 1].T @ np.linalg.inv(ahead_cov[n + 1])
        mean[n] += back @ (mean[n + 1] - ahead_mean[n + 1])
    result: FloatArray = mean[:, 0]
    return result


def _challis(t_s: FloatArray, values: FloatArray) -> tuple[FloatArray, str]:
    """Low-pass each column at the cut-off that leaves the whitest residual."""
    result, chosen = values.copy(), []
    for column in range(values.shape[1]):
        cutoff = challis_cutoff_hz(t_s, values[:, column])
        if np.isfinite(cutoff):
            chosen.append(cutoff)
            smoothed, _ = butterworth_lowpass(t_s, values[:, [column]], cutoff_hz=cutoff)
            result[:, column] = smoothed[:, 0]
    if not chosen:
        return result, "Not smoothed: too short to choose a cut-off."
    return result, (
        f"Cut-off chosen by residual autocorrelation: {min(chosen):.1f} to {max(chosen):.1f} Hz."
    )


def challis_cutoff_hz(t_s: FloatArray, values: FloatArray) -> float:
    """Choose the cut-off whose residual is most like white noise.

    Challis 1999, doi:10.1123/jab.15.3.303.

    Parameters
    ----------
    t_s
        (T,) seconds.
    values
        (T,), NaN for missing.

    Returns
    -------
    float
        Hz, between 1 Hz and a quarter of the rate; NaN for fewer than 30 values.
    """
    known = np.isfinite(values)
    if known.sum() < 30:
        return float("nan")
    rate = 1 / float(np.median(np.diff(t_s)))
    best, lowest = float("nan"), np.inf
    for cutoff in np.arange(1.0, rate / 4, 0.25):
        smoothed, _ = butterworth_lowpass(t_s, values[:, None], cutoff_hz=float(cutoff))
        residual = (values - smoothed[:, 0])[known]
        power = float(residual @ residual)
        if power <= 0:
            continue
        lags = min(len(residual) // 3, round(rate))
        total = np.correlate(residual, residual, "full")[len(residual) : len(residual) + lags]
        criterion = float(((total / power) ** 2).sum())
        if criterion < lowest:
            best, lowest = float(cutoff), criterion
    return best


class OneEuroFilter:
    """Smooth live values: steady when slow, quick when fast.

    Casiez et al. 2012, doi:10.1145/2207676.2208639.

    Parameters
    ----------
    min_cutoff_hz
        Cut-off at rest: lower for less jitter.
    beta
        Growth of the cut-off with speed, Hz per (unit/s): higher for less lag.
    d_cutoff_hz
        Cut-off of the speed itself.

    Raises
    ------
    SettingsError
        If a cut-off is not positive or ``beta`` is negative.
    """

    def __init__(
        self, min_cutoff_hz: float = 1.0, beta: float = 0.01, d_cutoff_hz: float = 1.0
    ) -> None:
        if min(min_cutoff_hz, d_cutoff_hz) <= 0 or beta < 0:
            raise SettingsError(
                "Cut-offs of the one-euro filter are positive, beta is not negative."
            )
        self._min_cutoff_hz = min_cutoff_hz
        self._beta = beta
        self._d_cutoff_hz = d_cutoff_hz
        self._t_s = -np.inf
        self._value: FloatArray | None = None
        self._speed: FloatArray | None = None

    def __call__(self, t_s: float, value: FloatArray) -> FloatArray:
        """Take the values at a time, return them smoothed.

        Missing values (NaN) stay missing; after them a value starts anew.

        Raises
        ------
        SettingsError
            If time does not increase.
        """
        value = np.asarray(value, np.float64)
        if self._value is None or self._speed is None:
            self._t_s, self._value, self._speed = t_s, value.copy(), np.zeros_like(value)
            return self._value.copy()
        step = t_s - self._t_s
        if step <= 0:
            raise SettingsError("Times of live values have to increase.")
        speed = (value - self._value) / step
        share = _share(self._d_cutoff_hz, step)
        speed = np.where(np.isfinite(speed), share * speed + (1 - share) * self._speed, 0.0)
        share = _share(self._min_cutoff_hz + self._beta * np.abs(speed), step)
        mixed = share * value + (1 - share) * self._value
        self._value = np.where(np.isfinite(self._value), mixed, value)
        self._t_s, self._speed = t_s, speed
        return self._value.copy()


def _share(cutoff_hz: float | FloatArray, step_s: float) -> FloatArray:
    """Return the weight of a new value in exponential smoothing."""
    return np.asarray(1 / (1 + 1 / (2 * np.pi * cutoff_hz * step_s)))
