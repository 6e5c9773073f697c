"""Filters against signals whose smooth part is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.smoothing import (
    OneEuroFilter,
    SmoothingMethod,
    SmoothingSettings,
    challis_cutoff_hz,
    smooth,
)

ALL = [method for method in SmoothingMethod if method is not SmoothingMethod.NONE]
EVEN = np.arange(300) / 100
UNEVEN = np.cumsum(np.random.default_rng(2).uniform(0.005, 0.015, 300))


def _sine(t: np.ndarray, hertz: float = 1.0) -> np.ndarray:
    return 50 * np.sin(2 * np.pi * hertz * t)


@pytest.mark.parametrize("method", ALL)
@pytest.mark.parametrize("t", [EVEN, UNEVEN], ids=["even", "uneven"])
def test_noise_shrinks_and_the_signal_stays(method: SmoothingMethod, t: np.ndarray) -> None:
    noise = np.random.default_rng(0).normal(0, 2, len(t))
    wish = SmoothingSettings(method=method, window_s=0.1)
    smoothed, note = smooth(t, (_sine(t) + noise)[:, None], wish)
    inner = slice(20, -20)
    error = smoothed[inner, 0] - _sine(t)[inner]
    assert np.sqrt(np.mean(error**2)) < 0.75 * 2
    assert note.endswith(".")


@pytest.mark.parametrize(
    "method", [SmoothingMethod.BUTTERWORTH, SmoothingMethod.GAUSSIAN, SmoothingMethod.KALMAN]
)
@pytest.mark.parametrize("cutoff", [3.0, 6.0])
def test_cutoff_is_where_half_the_power_passes(method: SmoothingMethod, cutoff: float) -> None:
    t = np.arange(1000) / 100
    smoothed, _ = smooth(
        t, _sine(t, cutoff)[:, None], SmoothingSettings(method=method, cutoff_hz=cutoff)
    )
    inner = slice(200, -200)
    gain = smoothed[inner, 0].std() / _sine(t, cutoff)[inner].std()
    assert gain == pytest.approx(np.sqrt(0.5), abs=0.03)


@pytest.mark.parametrize("method", [SmoothingMethod.SAVITZKY_GOLAY, SmoothingMethod.LOESS])
def test_parabolas_pass_unchanged(method: SmoothingMethod) -> None:
    curve = 3 * EVEN**2 - 2 * EVEN + 1
    smoothed, _ = smooth(EVEN, curve[:, None], SmoothingSettings(method=method))
    np.testing.assert_allclose(smoothed[:, 0], curve, atol=1e-8)


@pytest.mark.parametrize("method", ALL)
@settings(max_examples=15, deadline=None)
@given(shift=st.floats(-1000, 1000), gaps=st.sets(st.integers(0, 119), max_size=30))
def test_gaps_stay_and_constants_pass(
    method: SmoothingMethod, shift: float, gaps: set[int]
) -> None:
    values = np.full((120, 1), shift)
    values[list(gaps)] = np.nan
    smoothed, _ = smooth(EVEN[:120], values, SmoothingSettings(method=method))
    np.testing.assert_array_equal(np.isnan(smoothed), np.isnan(values))
    known = np.isfinite(values)
    np.testing.assert_allclose(smoothed[known], shift, atol=1e-6 * (1 + abs(shift)))


def test_median_takes_out_a_spike() -> None:
    values = _sine(EVEN)[:, None]
    values[100] += 500
    smoothed, _ = smooth(
        EVEN, values, SmoothingSettings(method=SmoothingMethod.MEDIAN, window_s=0.05)
    )
    assert abs(smoothed[100, 0] - _sine(EVEN)[100]) < 10


def test_nothing_is_done_where_nothing_is_wished() -> None:
    values = np.random.default_rng(0).normal(size=(50, 2))
    for t, wish in ((EVEN[:50], SmoothingMethod.NONE), (EVEN[:2], SmoothingMethod.KALMAN)):
        result, note = smooth(t, values[: len(t)], SmoothingSettings(method=wish))
        np.testing.assert_array_equal(result, values[: len(t)])
        assert note == "Not smoothed."


def test_automatic_cutoff_follows_the_signal() -> None:
    rng = np.random.default_rng(1)
    t = np.arange(500) / 100
    slow = challis_cutoff_hz(t, _sine(t, 1.0) + rng.normal(0, 1, 500))
    fast = challis_cutoff_hz(t, _sine(t, 8.0) + rng.normal(0, 1, 500))
    assert 1.0 < slow < 6 < fast < 25
    assert np.isnan(challis_cutoff_hz(t[:20], t[:20]))


def test_one_euro_is_steady_at_rest_and_quick_in_motion() -> None:
    rng = np.random.default_rng(0)
    smoother = OneEuroFilter(min_cutoff_hz=1.0, beta=0.02)
    still = [smoother(n / 30, np.array([rng.normal(0, 1)]))[0] for n in range(300)]
    assert np.std(still[50:]) < 0.5
    smoother = OneEuroFilter(min_cutoff_hz=1.0, beta=0.02)
    lag = [500 * n / 30 - smoother(n / 30, np.array([500 * n / 30]))[0] for n in range(300)]
    assert abs(lag[-1]) < 500 / 30


def test_one_euro_and_missing_values() -> None:
    smoother = OneEuroFilter()
    assert smoother(0.0, np.array([1.0, 5.0])).tolist() == [1.0, 5.0]
    assert np.isnan(smoother(0.1, np.array([np.nan, 5.0]))).tolist() == [True, False]
    assert smoother(0.2, np.array([9.0, 5.0])).tolist() == [9.0, 5.0]
    with pytest.raises(SettingsError, match="increase"):
        smoother(0.2, np.array([9.0, 5.0]))


@pytest.mark.parametrize(
    "wrong", [{"cutoff_hz": 0.0}, {"window_s": -1.0}, {"order": 0}, {"cutoff_hz": float("nan")}]
)
def test_settings_out_of_range(wrong: dict[str, float]) -> None:
    with pytest.raises(SettingsError):
        SmoothingSettings(**wrong)  # type: ignore[arg-type]


def test_one_euro_settings() -> None:
    with pytest.raises(SettingsError):
        OneEuroFilter(min_cutoff_hz=0)
