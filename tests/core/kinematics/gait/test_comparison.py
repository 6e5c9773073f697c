"""Before and after, with the change that can be detected."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.kinematics.gait.comparison import (
    compare_curves,
    compare_gait,
    compare_parameters,
)
from efficientpose_core.kinematics.gait.cycles import CycleCurve
from efficientpose_core.kinematics.measure import Measure, refuse

from .walkers import Walker, analysed, times

BEFORE = Measure(name="cadence", unit="steps/min", value=100.0, sd=4.0, n=16, error=0.0)


def changed(after: Measure, before: Measure = BEFORE):
    (change,) = compare_parameters([before], [after])
    return change


def test_detectable_change_by_hand() -> None:
    # SEM 1 in both: 1.96 * sqrt(2) * 1.
    change = changed(replace(BEFORE, value=103.0))
    assert change.difference == 3.0
    assert change.detectable == pytest.approx(1.96 * math.sqrt(2))
    assert change.exceeds is True
    assert change.text == (
        "cadence changed by +3 steps/min, more than the 2.77 steps/min that can be told from noise."
    )
    small = changed(replace(BEFORE, value=97.5))
    assert small.exceeds is False
    assert "not more" in small.text


def test_measuring_error_counts_and_sessions_are_pooled() -> None:
    after = replace(BEFORE, value=103.0, n=4, error=1.5)
    pooled = math.sqrt((1.0 + 2.0**2 + 1.5**2) / 2)
    assert changed(after).detectable == pytest.approx(1.96 * math.sqrt(2) * pooled)


def test_single_values_have_their_error_only() -> None:
    one = Measure(name="cadence", unit="steps/min", value=100.0, error=2.0)
    assert changed(one, one).detectable == pytest.approx(1.96 * math.sqrt(2) * 2.0)
    unknown = replace(one, error=math.nan)
    change = changed(unknown, unknown)
    assert change.exceeds is None
    assert change.difference == 0.0
    assert "no spread is known" in change.text


def test_refusals_are_passed_on() -> None:
    none = refuse("cadence", "steps/min", "Nobody walks.")
    assert changed(none).reason == "not known after: Nobody walks."
    assert changed(BEFORE, none).reason == "not known before: Nobody walks."
    assert changed(none).exceeds is None
    assert math.isnan(changed(none).difference)


def test_units_have_to_agree_and_pixels_never_do() -> None:
    metres = Measure(name="speed", unit="m/s", value=1.2, error=0.1)
    pixels = replace(metres, unit="px/s", value=300.0)
    assert "calibrate both or neither" in changed(pixels, metres).reason
    assert "cannot be compared" in changed(pixels, pixels).reason
    assert changed(metres, metres).unit == "m/s"


def test_values_without_unit_read_well() -> None:
    count = Measure(name="steps", unit="", value=10.0, error=0.5)
    assert "+2, more" in changed(replace(count, value=12.0), count).text


def test_common_parameters_in_the_order_of_the_first() -> None:
    other = replace(BEFORE, name="speed")
    changes = compare_parameters([BEFORE, other, replace(BEFORE, name="old")], [other, BEFORE])
    assert [change.name for change in changes] == ["cadence", "speed"]
    with pytest.raises(DataError, match="no parameter in common"):
        compare_parameters([BEFORE], [other])


def curve(mean: float, sd: float, n: int, error: float, reason: str = "") -> CycleCurve:
    return CycleCurve(
        name="right_knee_flexion", side="right", cycles_deg=np.zeros((n, 101)),
        cycle_numbers=tuple(range(n)), mean_deg=np.full(101, mean), sd_deg=np.full(101, sd),
        error_deg=np.full(101, error), left_out=(), reason=reason,
    )  # fmt: skip


def test_curves_are_compared_point_by_point() -> None:
    before, after = curve(10.0, 3.0, 9, 0.0), curve(16.0, 4.0, 4, 1.0)
    (change,) = compare_curves({"a": before}, {"a": after, "b": before}).values()
    assert change.difference_deg == pytest.approx(6.0)
    assert change.detectable_deg == pytest.approx(1.96 * math.sqrt(1.0 + 4.0 + 1.0))
    assert change.exceeds.all()
    assert not compare_curves({"a": before}, {"a": before})["a"].exceeds.any()


def test_curves_without_a_mean_say_why() -> None:
    missing = curve(np.nan, np.nan, 1, np.nan, "too few")
    change = compare_curves({"a": curve(1.0, 1.0, 4, 0.0)}, {"a": missing})["a"]
    assert change.reason == "not known after: too few"
    assert not change.exceeds.any()
    both = compare_curves({"a": missing}, {"a": missing})["a"]
    assert both.reason == "not known before: too few"


def test_curves_without_a_spread_are_not_taken_for_unchanged() -> None:
    unknown = curve(1.0, np.nan, 4, np.nan)
    change = compare_curves({"a": unknown}, {"a": replace(unknown, mean_deg=np.full(101, 90.0))})
    assert "no spread is known" in change["a"].reason
    known = curve(1.0, 1.0, 4, np.nan)
    assert compare_curves({"a": known}, {"a": known})["a"].reason == ""


def test_only_stretches_count_not_single_points() -> None:
    before, after = curve(0.0, 1.0, 4, 0.0), curve(0.0, 1.0, 4, 0.0)
    mean = np.zeros(101)
    mean[[10, 30, 31, 32, 33]] = 50.0
    mean[40:45] = mean[96:] = 50.0
    change = compare_curves({"a": before}, {"a": replace(after, mean_deg=mean)})["a"]
    assert change.stretches == ((40, 44), (96, 100))


def test_whole_recordings() -> None:
    before, after = (
        analysed(replace(Walker(stride_s=stride), spread_px=1.0), times(9)) for stride in (1.1, 1.2)
    )
    changes = {change.name: change for change in compare_gait(before, after).parameters}
    assert changes["right_stride_time"].difference == pytest.approx(0.1, abs=0.003)
    assert changes["right_stride_time"].exceeds is True
    assert changes["right_stance"].exceeds is False
    same = compare_gait(before, before)
    assert not any(change.exceeds for change in same.parameters)
    assert all(change.stretches == () for change in same.curves.values())
