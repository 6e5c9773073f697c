"""Decoding equals the released code, and the refinement is exact."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from efficientpose_core.inference.decoding import decode, decode_released
from efficientpose_core.inference.preprocess import released_letterbox
from efficientpose_core.models.network import upsample


def _brute_force(maps: np.ndarray) -> np.ndarray:
    large = upsample(torch.from_numpy(maps)).numpy()
    peaks = np.empty((*maps.shape[:2], 2), int)
    for n, k in np.ndindex(maps.shape[:2]):
        smooth = ndimage.gaussian_filter(large[n, k].astype(np.float64), 1.0)
        row, column = divmod(int(smooth.argmax()), smooth.shape[1])
        peaks[n, k] = column, row
    return peaks


def _gaussian(cells: int, x: float, y: float, sigma: float) -> np.ndarray:
    axis = np.arange(cells) + 0.5
    peak = np.exp(-((axis - x)[None] ** 2 + (axis - y)[:, None] ** 2) / (2 * sigma**2))
    return peak.astype(np.float32)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([11, 28, 32, 46]), st.booleans())
def test_released_peaks_equal_brute_force(seed: int, cells: int, noisy: bool) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(0, cells, 2)
    maps = np.stack([_gaussian(cells, x, y, 1.2), rng.normal(0, 1, (cells, cells))])
    if noisy:
        maps[0] += rng.normal(0, 0.05, (cells, cells))
    maps = maps[None].astype(np.float32)
    np.testing.assert_array_equal(decode_released(maps)[0], _brute_force(maps))


def test_higher_fine_peak_far_from_the_coarse_one() -> None:
    maps = np.zeros((1, 1, 28, 28), np.float32)
    maps[0, 0, 4, 4] = 1.0  # a lone cell loses most of its height in smoothing
    maps[0, 0, 20:23, 20:23] = 0.9
    np.testing.assert_array_equal(decode_released(maps)[0], _brute_force(maps))


@settings(max_examples=40, deadline=None)
@given(st.floats(5, 23), st.floats(5, 23), st.floats(1.0, 1.8))
def test_refinement_finds_gaussian_peaks(x: float, y: float, sigma: float) -> None:
    found = decode(_gaussian(28, x, y, sigma)[None, None])
    np.testing.assert_allclose(found.xy_input[0, 0], [8 * x, 8 * y], atol=0.35)
    assert found.spread_input[0, 0] == pytest.approx(8 * sigma, rel=0.25)


def test_flat_map_has_no_spread() -> None:
    found = decode(np.zeros((1, 1, 28, 28), np.float32))
    assert np.isnan(found.spread_input).all()
    assert np.isfinite(found.xy_input).all()


@pytest.mark.shared
def test_released_preprocessing_and_decoding_are_byte_exact(shared: Path) -> None:
    golden = np.load(shared / "golden" / "prepost.npz")
    for n in range(5):
        square, _ = released_letterbox(golden[f"img{n}"], 224)
        np.testing.assert_array_equal(square, golden[f"img{n}_u8_224"])
