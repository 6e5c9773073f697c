"""Repetitions of real clips, counted by eye from contact sheets beforehand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.kinematics.sport.repetitions import count_repetitions
from efficientpose_core.kinematics.view import View
from efficientpose_core.pipeline import AnalysisRequest, DeriveSettings, analyze


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(
    ("clip", "view", "movement", "turning_s"),
    [
        # One slow squat; the deepest frames are 340 to 360.
        ("squats", View.SAGITTAL, "squat", [11.7]),
        # Four raises; the arms are highest at these times.
        ("lateral_raise", View.FRONTAL, "arm_raise", [2.6, 6.9, 10.9, 14.8]),
    ],
)
def test_every_repetition_is_counted(
    shared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    clip: str,
    view: View,
    movement: str,
    turning_s: list[float],
) -> None:
    monkeypatch.setenv("EFFICIENTPOSE_HOME", str(tmp_path))
    request = AnalysisRequest(
        source=shared / "data" / "videos" / f"{clip}.mp4",
        weights=shared / "official" / "tflite" / "EfficientPoseII_LITE.tflite",
        derive=DeriveSettings(view=view),
    )
    derived = analyze(request).derived
    found = count_repetitions(movement, derived.track, derived.angles)
    assert found.measure("repetitions").value == len(turning_s)
    times = [one.turning_s for one in found.complete]
    np.testing.assert_allclose(times, turning_s, atol=0.4)
