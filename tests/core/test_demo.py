"""What the demonstration says of weights that are good enough, and of those that are not."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from efficientpose_core.demo import DemoReport
from efficientpose_core.evaluation import LARGEST_RMSE_DEG
from efficientpose_core.results import result_files

GOOD = DemoReport(
    sample=Path("out/walker.mp4"),
    files=result_files(Path("walker.mp4"), Path("out")),
    weights="released-ii-lite",
    rmse_deg={"right_knee_flexion": LARGEST_RMSE_DEG, "left_knee_flexion": 2.8},
)


def test_report_names_weights_errors_and_every_file() -> None:
    lines = GOOD.text().splitlines()
    assert "  right knee flexion     4.0" in lines
    assert any("released-ii-lite" in line for line in lines)
    named = [line.split()[0] for line in lines if line.startswith("  out")]
    assert named == [
        "out/walker_overlay.mp4",
        "out/walker_angles.csv",
        "out/walker_keypoints.csv",
        "out/walker_provenance.json",
    ]


def test_good_weights_need_no_remedy() -> None:
    assert "download" not in GOOD.text()


@pytest.mark.parametrize("rmse", [LARGEST_RMSE_DEG + 0.1, math.nan])
def test_weak_weights_are_called_so_with_the_remedy(rmse: float) -> None:
    text = replace(GOOD, rmse_deg={**GOOD.rmse_deg, "left_knee_flexion": rmse}).text()
    assert "efficientpose models download released-ii-lite" in text
    assert "efficientpose demo --model II_LITE" in text
