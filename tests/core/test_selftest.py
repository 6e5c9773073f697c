"""What the self-test says of a good machine, a broken engine, and weights that are too weak."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from efficientpose_core.evaluation import LARGEST_RMSE_DEG
from efficientpose_core.selftest import SelftestReport, VariantCheck

GOOD = SelftestReport(
    machine="a machine",
    variants=(
        VariantCheck(
            variant="RT_LITE", weights="rt-lite-bundled", engine="openvino", device="cpu",
            precision="f32", max_difference=1e-6, frames_per_s=200.0,
        ),
    ),
    phantom_weights="released-ii-lite",
    phantom_rmse_deg={"right_knee_flexion": 3.0, "left_knee_flexion": 3.5},
)  # fmt: skip


def test_good_machine_passes() -> None:
    assert GOOD.passed
    assert GOOD.text().endswith("Passed.")
    assert GOOD.to_json()["phantom_weights"] == "released-ii-lite"


@pytest.mark.parametrize("rmse", [LARGEST_RMSE_DEG + 0.1, math.nan])
def test_weak_weights_fail_with_a_remedy(rmse: float) -> None:
    report = replace(GOOD, phantom_rmse_deg={"left_knee_flexion": rmse})
    assert not report.passed
    assert "models download released-ii-lite" in report.text()


def test_engine_that_computes_wrong_fails() -> None:
    wrong = replace(GOOD.variants[0], problem="OpenVINO differs from torch by 0.5.")
    report = replace(GOOD, variants=(wrong,))
    assert not report.passed
    assert "differs from torch" in report.text()
    assert "computes wrong numbers" in report.text()
