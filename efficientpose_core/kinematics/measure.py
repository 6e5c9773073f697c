"""Measure: one reported number with its unit, its uncertainty, or the reason why there is none.

Everything that a result sheet, a report or a table shows besides curves is a `Measure`, so that no
number travels without them. How errors become smaller by averaging is decided in one place,
`error_of_mean`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from efficientpose_core.errors import DataError
from efficientpose_core.pose import FloatArray

__all__ = ["CONFIDENCE", "Measure", "error_of_mean", "measure_mean", "refuse"]

CONFIDENCE = 0.95
"""Level of every confidence interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number that is reported, or refused.

    Parameters
    ----------
    name
        snake_case with its side, no unit: ``right_step_length``.
    unit
        ``"deg"``, ``"s"``, ``"m"``, ``"px"``, ``"m/s"``, ``"%"``, ``"steps/min"``, ``""`` for
        counts.
    value
        NaN where it is refused.
    sd
        Between repetitions (cycles, trials), with n - 1; NaN for fewer than two.
    n
        Repetitions behind the value.
    error
        One standard deviation of the expected measuring error of ``value``, carried from the
        keypoints and the scale; NaN where unknown. Not the same as ``sd``, which holds how much
        the person varies, too.
    interval
        Confidence interval of the mean over repetitions (`CONFIDENCE`); NaN where there are too
        few.
    reason
        Why there is no value, or what weakens it: a sentence for the user. A value may come with
        one; a refusal always does.

    Raises
    ------
    DataError
        If a value is missing without a reason.
    """

    name: str
    unit: str
    value: float
    sd: float = math.nan
    n: int = 1
    error: float = math.nan
    interval: tuple[float, float] = (math.nan, math.nan)
    reason: str = ""

    def __post_init__(self) -> None:
        """Check that a refusal says why."""
        if not math.isfinite(self.value) and not self.reason:
            raise DataError(f"{self.name} has neither a value nor a reason why there is none.")

    @property
    def is_refused(self) -> bool:
        """Whether there is no value."""
        return not math.isfinite(self.value)

    @property
    def standard_error(self) -> float:
        """How well the value tells the person's usual one: one standard deviation; NaN if unknown.

        What varies between repetitions becomes less with their number, ``error`` is that of the
        mean already (`error_of_mean`). The random part of the measuring error is in both, so this
        is rather too large than too small.
        """
        return float(error_of_mean(self.sd, max(self.n, 1), self.error))

    @property
    def variation_percent(self) -> float:
        """Coefficient of variation, 100 sd / |value|; NaN without a spread or a mean."""
        if not (math.isfinite(self.sd) and self.value):
            return math.nan
        return 100.0 * self.sd / abs(self.value)


def refuse(name: str, unit: str, reason: str) -> Measure:
    """Return a number that is not reported, and why."""
    return Measure(name=name, unit=unit, value=math.nan, n=0, reason=reason)


def error_of_mean(
    random: FloatArray | float, n: int, steady: FloatArray | float = math.nan
) -> FloatArray:
    """Return the standard deviation of a mean over ``n`` repetitions: the one rule for all of them.

    sqrt(random^2 / n + steady^2). Random is what differs from one repetition to the next, and
    nothing else:

    - how much the person varies;
    - the moment of an event, of a start or an end, as far as noise and frame rate blur it, and with
      it times between events;
    - lengths and speeds from one place of a keypoint to its next one in the same posture, a stride
      later: what is wrong alike in both cancels.

    Steady is what is wrong alike in all repetitions and stays however many there are:

    - scale, calibration and parallax;
    - assumptions, such as the delay of an event behind the ankle or how far heels are raised before
      a jump;
    - places and angles at one moment of the movement, and lengths between two keypoints: a network
      errs in a posture alike each time it sees it (docs/measurements.md).

    Parameters
    ----------
    random, steady
        One standard deviation of one repetition, of any shape; NaN is unknown and left out.
    n
        Repetitions, at least 1.

    Returns
    -------
    ndarray
        NaN where neither part is known.
    """
    parts = np.stack(np.broadcast_arrays(np.asarray(random) / math.sqrt(n), steady))
    total = np.sqrt(np.sum(np.nan_to_num(parts) ** 2, axis=0))
    result: FloatArray = np.where(np.isfinite(parts).any(axis=0), total, math.nan)
    return result


def measure_mean(
    name: str,
    unit: str,
    values: FloatArray,
    *,
    random_error: float = math.nan,
    steady_error: float = math.nan,
    at_least: int = 1,
    reason: str = "",
) -> Measure:
    """Return the mean over repetitions with SD, n and Student's confidence interval.

    Parameters
    ----------
    values
        (N,) one a repetition; NaN ones are left out.
    random_error, steady_error
        Expected measuring errors of one repetition, one standard deviation; `error_of_mean` says
        which is which, and makes the error of the mean of them.
    at_least
        Fewer repetitions give no value.
    reason
        Why there may be none, or what weakens the value.
    """
    known = np.asarray(values, np.float64)
    known = known[np.isfinite(known)]
    n = len(known)
    if n < max(at_least, 1):
        why = reason or f"only {n} of the {max(at_least, 1)} repetitions that are needed"
        return Measure(name=name, unit=unit, value=math.nan, n=n, reason=why)
    mean = float(known.mean())
    sd = float(known.std(ddof=1)) if n > 1 else math.nan
    interval = (math.nan, math.nan)
    if n > 1:
        half = float(stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1)) * sd / math.sqrt(n)
        interval = (mean - half, mean + half)
    return Measure(
        name=name, unit=unit, value=mean, sd=sd, n=n,
        error=float(error_of_mean(random_error, n, steady_error)), interval=interval, reason=reason,
    )  # fmt: skip
