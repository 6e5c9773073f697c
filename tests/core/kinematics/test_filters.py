"""Outliers, medians and the low-pass: the same numbers as the libraries' slower functions."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.filters import (
    _nan_median,
    _two_pass_cutoff,
    block_medians,
    butterworth_lowpass,
    hampel_outliers,
    rows_of,
    runs,
)
from efficientpose_core.kinematics.vectors import length


def with_gaps(rng: np.random.Generator, shape: tuple[int, ...], share: float) -> np.ndarray:
    values = rng.normal(size=shape)
    values[rng.random(shape) < share] = np.nan
    return values


def test_hampel_needs_neighbours_on_both_sides() -> None:
    points = np.zeros((2, 1, 2))
    options = {"threshold": 4.0, "smallest": 1.0, "block": 10}
    assert not hampel_outliers(points, half_window=3, **options).any()  # type: ignore[arg-type]
    with pytest.raises(SettingsError):
        hampel_outliers(points, half_window=0, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 12, 13, 40])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.8, 1.0])
@pytest.mark.filterwarnings("ignore:All-NaN slice")
def test_median_passes_over_what_is_missing(count: int, share: float) -> None:
    values = with_gaps(np.random.default_rng(count), (count, 5, 20), share)
    np.testing.assert_array_equal(_nan_median(values), np.nanmedian(values, axis=0))


@pytest.mark.filterwarnings("ignore:All-NaN slice")
def test_blocks_have_their_own_medians() -> None:
    values = with_gaps(np.random.default_rng(0), (2, 50), 0.2)
    values[:, 10:17] = np.nan
    edges = np.array([0, 10, 17, 18, 50])
    expected = [np.nanmedian(values[:, a:b]) for a, b in itertools.pairwise(edges)]
    np.testing.assert_array_equal(block_medians(values, edges), expected)


def test_length_is_that_of_the_pairs() -> None:
    pairs = np.random.default_rng(0).normal(0, 300, (1000, 2))
    np.testing.assert_array_equal(length(*pairs.T), np.linalg.norm(pairs, axis=1))


@given(st.lists(st.booleans(), max_size=40))
def test_runs_cover_exactly_what_is_true(flags: list[bool]) -> None:
    covered = np.zeros(len(flags), bool)
    for start, stop in runs(np.array(flags, bool)):
        assert stop > start
        assert not covered[start:stop].any()
        covered[start:stop] = True
    assert covered.tolist() == flags


@given(st.lists(st.booleans(), max_size=40))
def test_rows_of_runs_are_those_that_are_true(flags: list[bool]) -> None:
    rows = rows_of(runs(np.array(flags, bool)))
    np.testing.assert_array_equal(rows, np.flatnonzero(flags))


@pytest.mark.parametrize("share", [0.0, 0.02, 0.1])
def test_butterworth_gives_each_run_what_it_gets_alone(share: float) -> None:
    """Runs are filtered side by side, to the last bit as one by one."""
    values = with_gaps(np.random.default_rng(1), (700, 6), share)
    values[:300, 0] = np.nan
    smooth, _ = butterworth_lowpass(np.arange(700) / 64.0, values, cutoff_hz=6.0)
    sections = signal.butter(2, _two_pass_cutoff(6.0, 64.0), fs=64.0, output="sos")
    for column in range(6):
        for start, stop in runs(np.isfinite(values[:, column])):
            run = values[start:stop, column]
            alone = signal.sosfiltfilt(sections, run) if len(run) > 9 else run
            np.testing.assert_array_equal(smooth[start:stop, column], alone)


def test_butterworth_on_uneven_times_says_so() -> None:
    rng = np.random.default_rng(0)
    t = np.cumsum(rng.uniform(0.02, 0.05, 200))
    wave = np.sin(2 * np.pi * t)
    smooth, note = butterworth_lowpass(t, wave[:, None], cutoff_hz=6.0)
    np.testing.assert_allclose(smooth[20:-20, 0], wave[20:-20], atol=0.05)
    assert "resampled" in note


@pytest.mark.parametrize(
    ("frames", "rate_hz", "note"),
    [(1, 30, "Too short"), (60, 10, "Not smoothed"), (5, 30, "too short to smooth")],
)
def test_what_cannot_be_smoothed_stays(frames: int, rate_hz: float, note: str) -> None:
    values = np.random.default_rng(0).normal(size=(frames, 2))
    smooth, told = butterworth_lowpass(np.arange(frames) / rate_hz, values, cutoff_hz=6.0)
    np.testing.assert_array_equal(smooth, values)
    assert note in told
    with pytest.raises(SettingsError):
        butterworth_lowpass(np.arange(frames) / rate_hz, values, cutoff_hz=0.0)
