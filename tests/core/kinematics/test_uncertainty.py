"""Derivatives of known motions, and their errors against simulated ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientpose_core.kinematics.cleaning import CleaningSettings, clean_track
from efficientpose_core.kinematics.smoothing import SmoothingMethod, SmoothingSettings, smooth
from efficientpose_core.kinematics.uncertainty import (
    CHANGING_SHARE,
    FADING_S,
    derivative,
    derivative_sd,
    smoothing_of,
    step_sd,
)
from efficientpose_core.phantom.clip import Phantom, PhantomSpec


@given(
    coefficients=st.tuples(*[st.floats(-50, 50)] * 3),
    steps=st.lists(st.floats(0.005, 0.2), min_size=3, max_size=30),
)
def test_parabolas_are_differentiated_exactly_at_uneven_times(
    coefficients: tuple[float, float, float], steps: list[float]
) -> None:
    t = np.cumsum(steps)
    a, b, c = coefficients
    found = derivative(t, (a * t**2 + b * t + c)[:, None])[:, 0]
    np.testing.assert_allclose(
        found, 2 * a * t + b, atol=1e-6 * (1 + abs(a) + abs(b) + abs(c)) * 50
    )


def test_sine_has_the_known_amplitude() -> None:
    t = np.arange(200) / 100
    found = derivative(t, np.sin(2 * np.pi * t)[:, None])[5:-5, 0]
    np.testing.assert_allclose(found, 2 * np.pi * np.cos(2 * np.pi * t)[5:-5], atol=0.01)


def test_nothing_is_known_across_gaps() -> None:
    t = np.arange(12.0)
    values = t[:, None] ** 2
    values[[3, 6]] = np.nan
    found = derivative(t, values)[:, 0]
    assert np.isnan(found[[3, 4, 5, 6]]).all()
    np.testing.assert_allclose(found[[0, 1, 2, 7, 11]], 2 * t[[0, 1, 2, 7, 11]])


def _fading_errors(rate_hz: float, seconds: float, columns: int) -> np.ndarray:
    """Return errors of unit variance whose changing part fades as the model says."""
    rng = np.random.default_rng(0)
    keep = np.exp(-1 / (rate_hz * FADING_S))
    steps = rng.normal(size=(round(seconds * rate_hz), columns))
    changing = steps.copy()
    for n in range(1, len(steps)):
        changing[n] = keep * changing[n - 1] + np.sqrt(1 - keep**2) * steps[n]
    steady = rng.normal(size=(1, columns))
    return np.sqrt(CHANGING_SHARE) * changing + np.sqrt(1 - CHANGING_SHARE) * steady


METHODS = [
    SmoothingSettings(),
    SmoothingSettings(cutoff_hz=3.0),
    SmoothingSettings(method=SmoothingMethod.NONE),
    SmoothingSettings(method=SmoothingMethod.SAVITZKY_GOLAY),
    SmoothingSettings(method=SmoothingMethod.GAUSSIAN, cutoff_hz=4.0),
    SmoothingSettings(method=SmoothingMethod.LOESS, window_s=0.4),
    SmoothingSettings(method=SmoothingMethod.KALMAN),
]


@pytest.mark.parametrize("rate_hz", [30.0, 60.0])
@pytest.mark.parametrize("settings", METHODS, ids=lambda s: f"{s.method.value}-{s.cutoff_hz:g}")
def test_sd_agrees_with_simulated_errors(settings: SmoothingSettings, rate_hz: float) -> None:
    columns = 60 if settings.method in (SmoothingMethod.LOESS, SmoothingMethod.KALMAN) else 600
    errors = _fading_errors(rate_hz, 2.0, columns)
    t_s = np.arange(len(errors)) / rate_hz
    smoothed, _ = smooth(t_s, errors, settings)
    found = derivative(t_s, smoothed).std(axis=1)
    told = derivative_sd(t_s, np.ones((len(t_s), 1)), settings)[:, 0]
    inside = slice(round(0.4 * rate_hz), -round(0.4 * rate_hz))
    assert np.mean(found[inside]) == pytest.approx(np.mean(told[inside]), rel=0.1)
    # Both ends, where one-sided differences know less.
    assert found[[0, -1]].mean() == pytest.approx(told[[0, -1]].mean(), rel=0.2)


@pytest.mark.parametrize("method", [SmoothingMethod.MEDIAN, SmoothingMethod.CHALLIS])
def test_methods_without_one_response_reduce_nothing(method: SmoothingMethod) -> None:
    t_s = np.arange(60) / 30
    plain = SmoothingSettings(method=SmoothingMethod.NONE)
    np.testing.assert_array_equal(
        derivative_sd(t_s, np.ones((60, 1)), SmoothingSettings(method=method)),
        derivative_sd(t_s, np.ones((60, 1)), plain),
    )


def test_stronger_smoothing_leaves_less() -> None:
    t_s = np.arange(90) / 30
    sds = [
        derivative_sd(t_s, np.ones((90, 1)), SmoothingSettings(cutoff_hz=cutoff))[45, 0]
        for cutoff in (2.0, 4.0, 6.0, 10.0)
    ]
    assert sds == sorted(sds)


def test_gaps_have_none_and_their_edges_more() -> None:
    t_s = np.arange(90) / 30
    sd = np.ones((90, 2))
    sd[40:43, 0] = np.nan
    sd[[60, 62], 0] = np.nan
    got = derivative_sd(t_s, sd, SmoothingSettings())
    assert np.isnan(got[[40, 41, 42, 60, 61, 62], 0]).all()
    assert got[39, 0] > 1.5 * got[20, 0]
    assert got[39, 1] == got[20, 1]
    assert np.isnan(derivative_sd(t_s[:2], sd[:2], SmoothingSettings())).all()


def test_the_log_tells_the_smoothing() -> None:
    track = Phantom(PhantomSpec(duration_s=1.0)).to_track()
    assert smoothing_of(track.log).method is SmoothingMethod.NONE
    settings = SmoothingSettings(method=SmoothingMethod.GAUSSIAN, cutoff_hz=3.5)
    cleaned = clean_track(track, CleaningSettings(smoothing=settings))
    assert smoothing_of(cleaned.log) == settings


def test_steps_of_simulated_errors() -> None:
    errors = _fading_errors(30.0, 2.0, 600)
    t_s = np.arange(len(errors)) / 30
    smoothed, _ = smooth(t_s, errors, SmoothingSettings())
    told = step_sd(t_s, np.ones((len(t_s), 1)), SmoothingSettings())[:, 0]
    assert np.diff(smoothed, axis=0)[20:40].std() == pytest.approx(told[20:40].mean(), rel=0.05)
    assert step_sd(t_s[:1], np.ones((1, 2)), SmoothingSettings()).shape == (0, 2)
