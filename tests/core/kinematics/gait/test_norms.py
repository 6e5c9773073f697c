"""Norms: bands through their key points, with a source."""

from __future__ import annotations

import json

import numpy as np
import pytest

from efficientpose_core.errors import DataError, UnknownNameError
from efficientpose_core.kinematics.gait.cycles import PERCENT, CycleCurve
from efficientpose_core.kinematics.gait.norms import BAND_SD, load_norms, read_norms, share_outside
from efficientpose_core.resources import resource_path

FILE = resource_path("norms", "adult_sagittal.json")


def curve(mean: np.ndarray, reason: str = "") -> CycleCurve:
    return CycleCurve(
        name="right_knee_flexion", side="right", cycles_deg=np.array([mean, mean]),
        cycle_numbers=(0, 1), mean_deg=mean, sd_deg=np.zeros(101), error_deg=np.zeros(101),
        left_out=(), reason=reason,
    )  # fmt: skip


def test_every_bundled_file_is_read_and_names_its_source() -> None:
    names = [path.stem for path in FILE.parent.glob("*.json")]
    assert "adult_sagittal" in names
    for name in names:
        norms = load_norms(name)
        assert norms.name == name
        for text in (norms.source, norms.method, norms.caution, norms.coverage, norms.population):
            assert len(text) > 20
        for norm in norms.curves.values():
            assert norm.source == norms.source


def test_band_goes_through_the_key_points_and_closes() -> None:
    content = json.loads(FILE.read_text(encoding="utf-8"))
    norms = load_norms()
    assert set(norms.curves) == {"hip_flexion", "knee_flexion", "ankle_dorsiflexion"}
    for angle, entry in content["curves"].items():
        norm = norms.curves[angle]
        at = np.array(entry["percent"])
        mean, sd = np.array(entry["mean_deg"]), np.array(entry["sd_deg"])
        assert norm.mean_deg[at] == pytest.approx(mean)
        assert norm.high_deg[at] == pytest.approx(mean + BAND_SD * sd)
        assert norm.low_deg[at] == pytest.approx(mean - BAND_SD * sd)
        assert norm.mean_deg[0] == norm.mean_deg[100]
        assert (norm.low_deg < norm.mean_deg).all()
        assert (norm.mean_deg < norm.high_deg).all()
        assert norm.key_percent == tuple(map(float, entry["percent"]))


def test_key_values_of_walking() -> None:
    knee, hip = (load_norms().curves[f"{joint}_flexion"].mean_deg for joint in ("knee", "hip"))
    # No overshoot: the greatest and the least value are key points.
    assert (int(np.argmax(knee)), knee.max()) == (72, pytest.approx(63.9))
    assert (int(np.argmin(hip)), hip.min()) == (52, pytest.approx(-19.3))
    ankle = load_norms().curves["ankle_dorsiflexion"].mean_deg
    assert np.ptp(ankle) == pytest.approx(32.0)


def test_curves_are_found_with_and_without_a_side() -> None:
    norms = load_norms()
    knee = norms.curve_for("knee_flexion")
    assert knee is norms.curve_for("left_knee_flexion") is norms.curve_for("right_knee_flexion")
    assert norms.curve_for("trunk_lean") is None


def test_share_outside_the_band() -> None:
    norm = load_norms().curves["knee_flexion"]
    assert share_outside(curve(norm.mean_deg), norm).value == 0.0
    stiff = np.where(PERCENT < 50, norm.mean_deg, norm.low_deg - 1.0)
    assert share_outside(curve(stiff), norm).value == pytest.approx(50.0)
    high = share_outside(curve(norm.high_deg + 1.0), norm)
    assert (high.name, high.unit, high.value) == ("right_knee_flexion_outside_norm", "%", 100.0)
    assert share_outside(curve(np.full(101, np.nan), "too few"), norm).reason == "too few"


def test_hip_says_that_it_is_relative_to_the_trunk() -> None:
    norm = load_norms().curves["hip_flexion"]
    assert "trunk" in share_outside(curve(norm.mean_deg), norm).reason


def test_unknown_norms_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="adult_sagittal"):
        load_norms("adult_sagital")


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"}, {"version": 2}, {"source": ""}, {"curves": 3}, {"method": None},
        {"curves": {"knee_flexion": {"note": "", "percent": [0, 10, 20], "mean_deg": [1, 2, 3],
                                     "sd_deg": [1, 1, 1]}}},
        {"curves": {"knee_flexion": {"note": "", "percent": [0, 20, 10, 30],
                                     "mean_deg": [1, 2, 3, 4], "sd_deg": [1, 1, 1, 1]}}},
        {"curves": {"knee_flexion": {"note": "", "percent": [0, 20, 30], "mean_deg": [1, 2, 3, 4],
                                     "sd_deg": [1, 1, 1, 1]}}},
        {"curves": {"knee_flexion": {"note": "", "percent": [0, 20, 30, 100],
                                     "mean_deg": [1, 2, 3, 4], "sd_deg": [1, 1, 1, 1]}}},
        {"curves": {"knee_flexion": {"percent": [0, 20, 30, 40]}}},
    ],
)  # fmt: skip
def test_damaged_files_are_refused(change: dict[str, object]) -> None:
    content = json.loads(FILE.read_text(encoding="utf-8")) | change
    content = {key: value for key, value in content.items() if value is not None}
    with pytest.raises(DataError, match="install the program again"):
        read_norms(json.dumps(content), "x.json")
    with pytest.raises(DataError):
        read_norms("{", "x.json")
