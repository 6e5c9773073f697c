"""Before and after: what has changed between two recordings, and whether it is more than noise.

The minimal detectable change is 1.96 sqrt(2) SEM (Weir 2005, doi:10.1519/15184.1). The standard
error of measurement (SEM) comes from these two recordings: the variation between cycles over the
root of their number, and the expected measuring error. What changes when a camera is set up again,
or from one day to the next, is not in it: measure a person twice on one day to learn that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from efficientpose_core.errors import DataError
from efficientpose_core.kinematics.filters import runs
from efficientpose_core.kinematics.gait.analysis import GaitAnalysis
from efficientpose_core.kinematics.gait.cycles import CycleCurve
from efficientpose_core.kinematics.measure import Measure, error_of_mean
from efficientpose_core.pose import BoolArray, FloatArray

__all__ = ["Change", "CurveChange", "GaitComparison", "compare_curves", "compare_gait",
           "compare_parameters"]  # fmt: skip

_Z = 1.96
_STRETCH = 5
"""Per cents in a row from which a change of a curve is one: about the width of its features."""
_NO_SPREAD = "no spread is known, so noise cannot be told from change: record more strides."


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One parameter in two recordings.

    Parameters
    ----------
    before, after
        The parameter.
    difference
        After minus before; NaN where one of them is refused.
    detectable
        Minimal detectable change; NaN where no spread is known.
    reason
        Why nothing can be said, or nothing.
    """

    before: Measure
    after: Measure
    difference: float
    detectable: float
    reason: str = ""

    @property
    def name(self) -> str:
        """Of the parameter."""
        return self.before.name

    @property
    def unit(self) -> str:
        """Of values, difference and detectable change."""
        return self.before.unit

    @property
    def exceeds(self) -> bool | None:
        """Whether the change is more than noise; None where that cannot be said."""
        if self.reason:
            return None
        return abs(self.difference) > self.detectable

    @property
    def text(self) -> str:
        """A sentence."""
        if self.reason:
            return f"{self.name}: {self.reason}"
        unit = f" {self.unit}" if self.unit else ""
        verdict = "more" if self.exceeds else "not more"
        return (
            f"{self.name} changed by {self.difference:+.3g}{unit}, {verdict} than the "
            f"{self.detectable:.3g}{unit} that can be told from noise."
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CurveChange:
    """One angle over the gait cycle in two recordings.

    Parameters
    ----------
    before, after
        The mean curves.
    difference_deg, detectable_deg
        (101,) after minus before, and the minimal detectable change at each per cent. One point
        of 101 can exceed it by chance: look for stretches.
    reason
        Why nothing can be said, or nothing.
    """

    before: CycleCurve
    after: CycleCurve
    difference_deg: FloatArray
    detectable_deg: FloatArray
    reason: str = ""

    @property
    def name(self) -> str:
        """Of the angle."""
        return self.before.name

    @property
    def exceeds(self) -> BoolArray:
        """(101,) True where the change is more than noise."""
        with np.errstate(invalid="ignore"):
            result: BoolArray = np.abs(self.difference_deg) > self.detectable_deg
        return result

    @property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """First and last per cent of the stretches, 5 % or longer, of more than noise."""
        found = runs(self.exceeds)
        return tuple((start, stop - 1) for start, stop in found if stop - start >= _STRETCH)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GaitComparison:
    """Two recordings of one person.

    Parameters
    ----------
    parameters
        In the order of the first recording.
    curves
        By angle.
    """

    parameters: tuple[Change, ...]
    curves: Mapping[str, CurveChange]


def compare_gait(before: GaitAnalysis, after: GaitAnalysis) -> GaitComparison:
    """Compare everything that two recordings have in common.

    Raises
    ------
    DataError
        If they have no parameter in common.
    """
    return GaitComparison(
        parameters=compare_parameters(before.parameters, after.parameters),
        curves=compare_curves(before.curves, after.curves),
    )


def compare_parameters(before: Sequence[Measure], after: Sequence[Measure]) -> tuple[Change, ...]:
    """Compare the parameters that both recordings have, in the order of the first.

    Raises
    ------
    DataError
        If they have none in common.
    """
    later = {measure.name: measure for measure in after}
    changes = tuple(_change(m, later[m.name]) for m in before if m.name in later)
    if not changes:
        raise DataError("The two recordings have no parameter in common: analyse both alike.")
    return changes


def _change(before: Measure, after: Measure) -> Change:
    nothing = {"difference": math.nan, "detectable": math.nan}
    for when, measure in (("before", before), ("after", after)):
        if measure.is_refused:
            reason = _not_known(when, measure.reason)
            return Change(before=before, after=after, reason=reason, **nothing)
    if before.unit != after.unit:
        reason = f"in {before.unit} before and {after.unit} after: calibrate both or neither."
        return Change(before=before, after=after, reason=reason, **nothing)
    if before.unit.startswith("px"):
        reason = "pixels of two recordings cannot be compared: calibrate both."
        return Change(before=before, after=after, reason=reason, **nothing)
    difference = after.value - before.value
    errors = [measure.standard_error for measure in (before, after)]
    if not all(map(math.isfinite, errors)):
        return Change(
            before=before, after=after, difference=difference, detectable=math.nan,
            reason=_NO_SPREAD,
        )  # fmt: skip
    # 1.96 sqrt(2) SEM with the SEM pooled over both recordings.
    return Change(
        before=before, after=after, difference=difference, detectable=_Z * math.hypot(*errors)
    )


def compare_curves(
    before: Mapping[str, CycleCurve], after: Mapping[str, CycleCurve]
) -> Mapping[str, CurveChange]:
    """Compare the curves that both recordings have, by name."""
    return MappingProxyType(
        {name: _curve_change(curve, after[name]) for name, curve in before.items() if name in after}
    )


def _curve_change(before: CycleCurve, after: CycleCurve) -> CurveChange:
    errors = [
        error_of_mean(curve.sd_deg, max(curve.n, 1), curve.error_deg) for curve in (before, after)
    ]
    detectable = _Z * np.hypot(*errors)
    reason = "" if np.isfinite(detectable).any() else _NO_SPREAD
    for when, curve in (("after", after), ("before", before)):
        if curve.reason:
            reason = _not_known(when, curve.reason)
    return CurveChange(
        before=before,
        after=after,
        difference_deg=after.mean_deg - before.mean_deg,
        detectable_deg=detectable,
        reason=reason,
    )


def _not_known(when: str, reason: str) -> str:
    return f"not known {when}: {reason}"
