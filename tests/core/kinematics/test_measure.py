import math

import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.kinematics.measure import Measure, error_of_mean, measure_mean, refuse


def test_mean_has_students_interval():
    got = measure_mean("stride_time", "s", np.array([1.0, 1.1, np.nan, 1.2]), random_error=0.03)
    assert got.n == 3
    assert got.value == pytest.approx(1.1)
    assert got.sd == pytest.approx(0.1)
    # Student's t for 95% and 2 degrees of freedom is 4.303.
    assert got.interval == pytest.approx(
        (1.1 - 4.303 * 0.1 / 3**0.5, 1.1 + 4.303 * 0.1 / 3**0.5), abs=1e-4
    )
    assert got.error == pytest.approx(0.03 / 3**0.5)
    assert got.variation_percent == pytest.approx(100 / 11)


def test_only_random_errors_become_smaller_with_repetitions():
    assert error_of_mean(0.06, 9) == pytest.approx(0.02)
    assert error_of_mean(math.nan, 9, 0.06) == pytest.approx(0.06)
    assert error_of_mean(0.09, 9, 0.04) == pytest.approx(0.05)
    assert math.isnan(error_of_mean(math.nan, 9))
    curve = error_of_mean(np.array([0.6, np.nan, np.nan]), 4, np.array([0.4, 0.4, np.nan]))
    np.testing.assert_allclose(curve, [0.5, 0.4, np.nan])


@pytest.mark.parametrize("n", [1, 4, 100])
def test_mean_of_repetitions_follows_the_rule(n):
    got = measure_mean("depth", "deg", np.full(n, 90.0), random_error=4.0, steady_error=3.0)
    assert got.error == pytest.approx(math.hypot(4.0 / math.sqrt(n), 3.0))
    assert measure_mean("depth", "deg", np.full(n, 90.0), steady_error=3.0).error == 3.0
    assert math.isnan(measure_mean("depth", "deg", np.full(n, 90.0)).error)


def test_standard_error_holds_variation_and_measuring_error():
    got = Measure(name="depth", unit="deg", value=90.0, sd=6.0, n=4, error=4.0)
    assert got.standard_error == pytest.approx(5.0)
    assert Measure(name="depth", unit="deg", value=90.0, error=4.0).standard_error == 4.0
    assert math.isnan(Measure(name="depth", unit="deg", value=90.0).standard_error)


def test_mean_of_noisy_repetitions_errs_as_told():
    rng = np.random.default_rng(2)
    means = []
    for _ in range(2000):
        steady = rng.normal(0.0, 2.0)
        told = measure_mean(
            "x", "deg", steady + rng.normal(0.0, 3.0, 9), random_error=3.0, steady_error=2.0
        )
        means.append(told.value)
    assert np.std(means) == pytest.approx(told.error, rel=0.05)


def test_one_repetition_has_no_spread():
    got = measure_mean("depth", "deg", np.array([90.0]))
    assert (got.value, got.n) == (90.0, 1)
    assert all(map(math.isnan, (got.sd, got.interval[0], got.variation_percent)))


def test_too_few_repetitions_are_refused_with_the_reason():
    got = measure_mean("stride_time", "s", np.array([1.0, np.nan]), at_least=2)
    assert got.is_refused
    assert got.n == 1
    assert "only 1 of the 2" in got.reason
    assert measure_mean("x", "s", np.array([]), reason="nobody walks").reason == "nobody walks"


def test_refusal_needs_a_reason():
    assert refuse("speed", "m/s", "no scale").is_refused
    with pytest.raises(DataError, match="neither a value nor a reason"):
        Measure(name="speed", unit="m/s", value=math.nan)
