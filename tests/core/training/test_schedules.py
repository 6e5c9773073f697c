from __future__ import annotations

import math

import pytest

from efficientpose_core.errors import SettingsError
from efficientpose_core.training.schedules import (
    CyclicalRate,
    cosine_rate,
    paper_sigma,
    range_test_rates,
)


@pytest.mark.parametrize(
    ("epoch", "sigma", "width"),
    [(0, 3.1, 1.53), (1.9, 3.1, 1.53), (2, 2.6, 1.31), (13.99, 2.2, 1.09), (54, 1.1, 0.7),
     (500, 1.1, 0.7)],
)  # fmt: skip
def test_sigma_falls_in_the_papers_steps(epoch: float, sigma: float, width: float) -> None:
    step = paper_sigma(epoch, 28)
    assert (step.sigma, step.paf_width) == (sigma, width)


def test_sigma_of_all_output_sizes() -> None:
    assert [paper_sigma(60, cells).sigma for cells in (28, 32, 46, 60, 75)] == [
        1.1, 1.25, 1.797, 2.344, 2.93,
    ]  # fmt: skip
    # Between and beyond: in proportion.
    assert paper_sigma(0, 30).sigma == pytest.approx(3.3)
    assert paper_sigma(0, 14).sigma == pytest.approx(1.55)
    assert paper_sigma(0, 150).sigma == pytest.approx(16.4)


def test_sigma_refuses_epochs_before_the_first() -> None:
    with pytest.raises(SettingsError, match="no epoch"):
        paper_sigma(-1, 28)


def test_equation_5() -> None:
    cycle = CyclicalRate(largest=45.0, sigma_first=3.1, sigma_last=1.1, epochs=200)
    assert cycle.smallest == pytest.approx(0.015)
    # sqrt(45 * 0.015) * 2 ** 2
    assert cycle.limit == pytest.approx(math.sqrt(0.675) * 4)
    # What the released network was saved with.
    assert cycle.limit == pytest.approx(3.2969, rel=0.01)


def test_cycles_of_three_epochs_decay_to_the_limit() -> None:
    cycle = CyclicalRate(largest=30.0, sigma_first=3.1, sigma_last=1.1, epochs=30)
    for foot in (0.0, 3.0, 6.0, 27.0):
        assert cycle.rate(foot) == pytest.approx(0.01)
    assert cycle.rate(1.5) == pytest.approx(30.0 * (cycle.limit / 30.0) ** 0.05)
    # Half way up.
    assert cycle.rate(0.75) == pytest.approx(0.01 + (cycle.top(0.75) - 0.01) / 2)
    assert cycle.rate(2.25) == pytest.approx(0.01 + (cycle.top(2.25) - 0.01) / 2)
    tops = [cycle.rate(1.5 + 3 * n) for n in range(10)]
    assert tops == sorted(tops, reverse=True)
    assert cycle.top(30.0) == pytest.approx(cycle.limit)


def test_cycles_refuse_nothing() -> None:
    with pytest.raises(SettingsError, match="above 0"):
        CyclicalRate(largest=0.0, sigma_first=3.1, sigma_last=1.1, epochs=3)


def test_cosine() -> None:
    rate = {p: cosine_rate(p, 2.0, warmup=0.2, final=0.1) for p in (0.0, 0.1, 0.2, 0.6, 1.0)}
    assert rate == pytest.approx({0.0: 0.0, 0.1: 1.0, 0.2: 2.0, 0.6: 1.1, 1.0: 0.2})


def test_range_test_rises_by_a_constant_factor() -> None:
    assert range_test_rates(1e-3, 10.0, 5) == pytest.approx([1e-3, 1e-2, 0.1, 1.0, 10.0])
    with pytest.raises(SettingsError, match="rises"):
        range_test_rates(1.0, 0.5, 5)
