"""Two trials whose shift is known."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import DataError, SettingsError, UnknownNameError
from efficientpose_core.kinematics.sport.trials import (
    POINTS,
    Alignment,
    Trial,
    align_trials,
    normalise,
)
from efficientpose_core.pose import FloatArray

from .motions import times


def _bump(t: FloatArray, at: float) -> FloatArray:
    """Return a movement without symmetry, at a time."""
    return 80 * np.exp(-((t - at) ** 2) / 0.3) + 30 * np.exp(-((t - at - 1.2) ** 2) / 0.05)


def _trial(rate_hz: float, at: float, *, seconds: float = 8.0, offset: float = 0.0) -> Trial:
    t = times(rate_hz, seconds)
    return Trial(
        name=f"trial at {at}", unit="deg", t_s=t, values=_bump(t, at) + offset,
        sd=np.full(len(t), 2.0),
    )  # fmt: skip


def test_by_event() -> None:
    first, second = _trial(30.0, 3.0), _trial(50.0, 4.37, offset=5.0)
    got = align_trials(first, second, Alignment.EVENT, events_s=(3.0, 4.37))
    assert got.shift_s == pytest.approx(-1.37)
    assert 0.0 in np.round(got.axis, 9)
    np.testing.assert_allclose(got.difference, 5.0, atol=0.5)
    assert got.measure("mean_difference").value == pytest.approx(5.0, abs=0.05)
    assert got.measure("rms_difference").value == pytest.approx(5.0, abs=0.05)
    assert got.measure("mean_difference").error == pytest.approx(math.hypot(2.0, 2.0))
    assert got.measure("correlation").value > 0.999
    assert got.measure("largest_difference").reason.startswith("at ")


@settings(max_examples=25, deadline=None)
@given(
    at=st.floats(2.0, 5.0), rates=st.tuples(*[st.sampled_from([25.0, 30.0, 60.0, 120.0])] * 2),
    start=st.floats(-100, 100),
)  # fmt: skip
def test_by_likeness_finds_the_shift(at: float, rates: tuple[float, float], start: float) -> None:
    first, second = _trial(rates[0], 3.0), _trial(rates[1], at)
    second = replace(second, t_s=second.t_s + start)
    got = align_trials(first, second, Alignment.CORRELATION)
    assert got.shift_s == pytest.approx(3.0 - at - start, abs=0.5 / min(rates))


def test_by_likeness_with_gaps_and_noise() -> None:
    first, second = _trial(30.0, 3.0), _trial(30.0, 4.5)
    rng = np.random.default_rng(0)
    noisy = second.values + rng.normal(0, 3, len(second.values))
    noisy[rng.random(len(noisy)) < 0.2] = np.nan
    got = align_trials(first, replace(second, values=noisy), Alignment.CORRELATION)
    assert got.shift_s == pytest.approx(-1.5, abs=1 / 30)
    assert "of the curve is missing" in got.measure("mean_difference").reason


def test_by_repetition_has_101_points() -> None:
    first = _trial(30.0, 2.0)
    slow_t = first.t_s * 2 + 10
    second = replace(first, t_s=slow_t)
    got = align_trials(
        first, second, Alignment.REPETITION, repetitions_s=((1.0, 4.0), (12.0, 18.0))
    )
    assert len(got.axis) == POINTS
    assert (got.axis[0], got.axis[-1], got.axis_unit) == (0.0, 100.0, "%")
    np.testing.assert_allclose(got.difference, 0.0, atol=1e-9)
    assert math.isnan(got.shift_s)


def test_normalise_is_exact_on_lines_and_keeps_gaps() -> None:
    t = times(10.0, 3.0)
    values = 3 * t + 1
    np.testing.assert_allclose(normalise(t, values, 0.55, 2.05), np.linspace(2.65, 7.15, 101))
    values[12] = np.nan
    got = normalise(t, values, 1.0, 2.0, points=11)
    assert np.flatnonzero(np.isnan(got)).tolist() == [2]
    between = normalise(t, values, 1.05, 1.35, points=4)
    assert np.isnan(between).tolist() == [False, True, True, False]


def test_same_trial_has_no_difference() -> None:
    trial = _trial(60.0, 3.0)
    got = align_trials(trial, trial, Alignment.CORRELATION)
    assert got.shift_s == pytest.approx(0.0, abs=1e-9)
    assert got.measure("rms_difference").value == pytest.approx(0.0, abs=1e-9)
    assert got.measure("correlation").value == pytest.approx(1.0)


def test_difference_changes_sign_with_the_order() -> None:
    first, second = _trial(30.0, 3.0), _trial(30.0, 3.0, offset=7.0)
    events = (3.0, 3.0)
    there = align_trials(first, second, Alignment.EVENT, events_s=events)
    back = align_trials(second, first, Alignment.EVENT, events_s=events)
    np.testing.assert_allclose(there.difference, -back.difference)


def test_level_curves_have_no_correlation() -> None:
    t = times(30.0, 2.0)
    level = Trial(name="level", unit="deg", t_s=t, values=np.full(len(t), 5.0))
    got = align_trials(level, level, Alignment.EVENT, events_s=(1.0, 1.0))
    assert got.measure("correlation").is_refused
    assert math.isnan(got.measure("mean_difference").error)
    with pytest.raises(DataError, match="level"):
        align_trials(level, level, Alignment.CORRELATION)
    with pytest.raises(UnknownNameError):
        got.measure("likeness")


def test_refusals() -> None:
    first, second = _trial(30.0, 3.0), _trial(30.0, 4.0)
    with pytest.raises(SettingsError, match="Mark the event"):
        align_trials(first, second, Alignment.EVENT)
    with pytest.raises(SettingsError, match=r"event at 9\.00 s is not within"):
        align_trials(first, second, Alignment.EVENT, events_s=(3.0, 9.0))
    with pytest.raises(SettingsError, match="Choose a repetition"):
        align_trials(first, second, Alignment.REPETITION)
    with pytest.raises(SettingsError, match="ends after it starts"):
        align_trials(first, second, Alignment.REPETITION, repetitions_s=((2, 1), (1, 2)))
    with pytest.raises(SettingsError, match="not within the recording"):
        align_trials(first, second, Alignment.REPETITION, repetitions_s=((1, 2), (1, 20)))
    with pytest.raises(DataError, match="same unit"):
        align_trials(first, replace(second, unit="m"), Alignment.CORRELATION)
    with pytest.raises(DataError, match="do not overlap"):
        align_trials(first, second, Alignment.EVENT, events_s=(0.0, second.t_s[-1]))
    noise = np.random.default_rng(1).normal(0, 1, len(second.t_s))
    with pytest.raises(DataError, match="too unlike"):
        align_trials(first, replace(second, values=noise), Alignment.CORRELATION)
    with pytest.raises(DataError, match="too long"):
        align_trials(_trial(100.0, 3.0, seconds=300.0), second, Alignment.CORRELATION)
    gone = second.values.copy()
    gone[(second.t_s < 7.5)] = np.nan
    kept = first.values.copy()
    kept[first.t_s > 7.0] = np.nan
    with pytest.raises(DataError, match="never known at the same time"):
        align_trials(
            replace(first, values=kept), replace(second, values=gone), Alignment.EVENT,
            events_s=(4.0, 4.0),
        )  # fmt: skip


def test_trials_that_make_no_sense() -> None:
    t = times(30.0, 1.0)
    with pytest.raises(DataError, match="do not fit together"):
        Trial(name="a", unit="deg", t_s=t, values=t[:-1])
    with pytest.raises(DataError, match="do not fit together"):
        Trial(name="a", unit="deg", t_s=t[::-1], values=t)
    with pytest.raises(DataError, match="do not fit together"):
        Trial(name="a", unit="deg", t_s=t, values=t, sd=t[:-1])
    with pytest.raises(DataError, match="fewer than two values"):
        Trial(name="a", unit="deg", t_s=t, values=np.full(len(t), np.nan))
