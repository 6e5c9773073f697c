"""The tidy table holds what the wide ones hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from efficientpose_core.export.data import ExportData
from efficientpose_core.export.tidy import write_measures_csv, write_tidy_csv


def test_one_row_per_frame_and_quantity(data: ExportData, tmp_path: Path) -> None:
    write_tidy_csv(data, tmp_path / "a.csv")
    table = pd.read_csv(tmp_path / "a.csv", keep_default_na=False, na_values=[""])
    assert list(table.columns) == [
        "frame", "time_s", "name", "quantity", "unit", "value", "sd", "status",
    ]  # fmt: skip
    joints, angles = len(data.track.skeleton), len(data.angles.names)
    assert len(table) == len(data.track) * (1 + 4 * joints + 2 * angles)
    assert not table.duplicated(["frame", "name", "quantity"]).any()
    units = table.fillna({"unit": ""}).groupby("quantity")["unit"].unique().map(list).to_dict()
    assert units == {
        "angle": ["deg"], "angular_velocity": ["deg/s"], "presence": [""], "score": [""],
        "speed": ["m/s"], "x": ["px"], "y": ["px"],
    }  # fmt: skip


def test_values_are_those_of_the_results(data: ExportData, tmp_path: Path) -> None:
    write_tidy_csv(data, tmp_path / "a.csv")
    table = pd.read_csv(tmp_path / "a.csv").set_index(["name", "quantity", "frame"]).sort_index()
    knee = table.loc["right_knee_flexion", "angle"]
    np.testing.assert_allclose(knee["value"], data.angles.column("right_knee_flexion"), atol=5e-4)
    np.testing.assert_allclose(
        knee["sd"], data.angles.sd_deg[:, data.angles.names.index("right_knee_flexion")], atol=5e-4
    )
    np.testing.assert_allclose(
        table.loc["left_ankle", "y"]["value"], data.track.point("left_ankle")[:, 1], atol=5e-4
    )
    assert (table.loc["left_ankle", "x"]["sd"].dropna() == 2.0).all()
    assert table.loc[("left_ankle", "x", 105), "status"] == "rejected"
    assert np.isnan(table.loc[("left_ankle", "x", 105), "value"])
    assert table.loc[("left_ankle", "x", 103), "status"] == "no_person"
    np.testing.assert_allclose(knee.loc[100, "time_s"], data.track.t_s[0], atol=1e-6)


def test_measures_come_with_everything(data: ExportData, tmp_path: Path) -> None:
    write_measures_csv(data, tmp_path / "a.csv")
    table = pd.read_csv(tmp_path / "a.csv").set_index("name")
    stride = table.loc["right_stride_time"]
    measure = data.sections[0].measures[0]
    for column, value in (
        ("value", measure.value), ("sd", measure.sd), ("error", measure.error), ("n", 3),
        ("ci_low", measure.interval[0]), ("ci_high", measure.interval[1]),
    ):  # fmt: skip
        assert stride[column] == np.float64(f"{value:.6g}"), column
    assert table.loc["left_knee_contact", "value"] == -4.25
    refused = table.loc["left_step_length"]
    assert np.isnan(refused["value"])
    assert refused["reason"].startswith("'=HYPERLINK")
