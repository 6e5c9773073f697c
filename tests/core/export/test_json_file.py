"""One file with everything, readable by any JSON reader."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from efficientpose_core.export.data import ExportData
from efficientpose_core.export.json_file import FORMAT, VERSION, write_json
from efficientpose_core.export.sections import Band, Curve, Mark, Plot, Refusal, Section, Table


def _strict(path: Path) -> dict[str, Any]:
    def refuse(text: str) -> float:
        raise AssertionError(f"{text} is no JSON")

    result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)
    return result


def test_everything_is_there(data: ExportData, tmp_path: Path) -> None:
    write_json(data, tmp_path / "a.json")
    read = _strict(tmp_path / "a.json")
    assert (read["format"], read["version"]) == (FORMAT, VERSION) == (
        "efficientpose-studio-results", 1,
    )  # fmt: skip
    assert set(read) == {
        "format", "version", "name", "image_size_px", "metres_per_px",
        "metres_per_px_relative_error", "floor_angle_deg", "frame", "time_s", "presence", "facing",
        "skeleton", "keypoints", "angles", "angles_not_available", "confidence_level", "sections",
        "provenance",
    }  # fmt: skip
    count = len(data.track)
    ankle = read["keypoints"]["left_ankle"]
    assert {len(values) for values in ankle.values()} == {count}
    assert "speed_m_s" in ankle
    assert ankle["x_px"][5] is None
    assert ankle["status"][5] == "rejected"
    knee = read["angles"]["right_knee_flexion"]
    np.testing.assert_allclose(
        np.array(knee["value_deg"], float), data.angles.column("right_knee_flexion"), atol=5e-4
    )
    assert knee["zero"] == "straight"
    assert read["angles_not_available"]["right_ankle_dorsiflexion"].endswith("foot keypoints")
    assert read["metres_per_px"] == 0.005
    assert read["provenance"]["weights"]["tensors_sha256"] == "cd" * 32
    measures = {measure["name"]: measure for measure in read["sections"][0]["measures"]}
    assert measures["right_stride_time"]["n"] == 3
    assert measures["left_step_length"]["value"] is None
    assert "camera moves" in measures["left_step_length"]["reason"]
    assert measures["left_knee_contact"]["ci_low"] is None


def test_sections_keep_plots_and_tables(data: ExportData, tmp_path: Path) -> None:
    x = np.linspace(0, 100, 3)
    plot = Plot(
        title="knee_flexion", unit="deg", x_title="Gait cycle", x_unit="%",
        curves=(Curve(name="left_knee_flexion", x=x, y=np.array([1, np.nan, 3.0]), sd=x),),
        bands=(Band(x=x, low=x - 1, high=x + 1, source="Winter 2009"),),
        marks=(Mark(x=60.0, text="toe-off"),),
    )  # fmt: skip
    table = Table(title="Cycles", header=("side", "time (s)"), rows=(("left", np.nan),))
    section = Section(title="Gait", plots=(plot,), tables=(table,),
                      refusals=(Refusal(name="speed", reason="no scale"),))  # fmt: skip
    write_json(replace(data, sections=(section,)), tmp_path / "a.json")
    (read,) = _strict(tmp_path / "a.json")["sections"]
    assert read["plots"][0]["curves"][0]["y"] == [1.0, None, 3.0]
    assert read["plots"][0]["bands"][0]["source"] == "Winter 2009"
    assert read["plots"][0]["marks"] == [{"x": 60.0, "text": "toe-off"}]
    assert read["tables"][0]["rows"] == [["left", None]]
    assert read["refusals"] == [{"name": "speed", "reason": "no scale"}]
