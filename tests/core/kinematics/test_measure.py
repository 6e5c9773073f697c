import math

import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.kinematics.measure import Measure, measure_mean, refuse


def test_mean_has_students_interval():
    got = measure_mean("stride_time", "s", np.array([1.0, 1.1, np.nan, 1.2]), error=0.03)
    assert got.n == 3
    assert got.value == pytest.approx(1.1)
    assert got.sd == pytest.approx(0.1)
    # Student's t for 95% and 2 degrees of freedom is 4.303.
    assert got.interval == pytest.approx(
        (1.1 - 4.303 * 0.1 / 3**0.5, 1.1 + 4.303 * 0.1 / 3**0.5), abs=1e-4
    )
    assert got.error == pytest.approx(0.03 / 3**0.5)
    assert got.variation_percent == pytest.approx(100 / 11)


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
