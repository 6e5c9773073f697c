"""The workbook as openpyxl reads it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from efficientpose_core.errors import OutputError
from efficientpose_core.export import xlsx
from efficientpose_core.export.csv import angle_columns, keypoint_columns, speed_columns
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.sections import Section
from efficientpose_core.kinematics.measure import refuse


def test_sheets_have_units_and_frozen_headers(data: ExportData, tmp_path: Path) -> None:
    xlsx.write_xlsx(data, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert tuple(book.sheetnames) == xlsx.SHEETS
    headers = {sheet.title: [cell.value for cell in sheet[1]] for sheet in book}
    assert headers["keypoints"][:8] == [
        "frame", "time (s)", "presence", "head_top_x (px)", "head_top_y (px)", "head_top_score",
        "head_top_spread (px)", "head_top_status",
    ]  # fmt: skip
    assert headers["angles"][2:5] == [
        "facing", "right_hip_flexion (deg)", "right_hip_flexion_sd (deg)",
    ]  # fmt: skip
    assert "right_ankle_speed (m/s)" in headers["speeds"]
    assert "right_knee_flexion_velocity (deg/s)" in headers["speeds"]
    for name in ("keypoints", "angles", "speeds"):
        assert book[name].freeze_panes == "C2"
        assert book[name].column_dimensions["D"].width > 9
    assert book["log"].freeze_panes == "A2"


def test_numbers_are_numbers_and_gaps_are_empty(data: ExportData, tmp_path: Path) -> None:
    xlsx.write_xlsx(data, tmp_path / "a.xlsx")
    angles = pd.read_excel(tmp_path / "a.xlsx", sheet_name="angles")
    assert angles["right_knee_flexion (deg)"].dtype == np.float64
    np.testing.assert_allclose(
        angles["right_knee_flexion (deg)"], data.angles.column("right_knee_flexion"), atol=5e-4
    )
    assert angles["frame"].tolist() == data.track.frame.tolist()
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["keypoints"]
    row = 2 + 3
    assert sheet.cell(row, 4).value is None
    assert sheet.cell(row, 8).value == "no_person"
    settings = pd.read_excel(tmp_path / "a.xlsx", sheet_name="settings").set_index("what")["value"]
    assert settings["settings.derive.cleaning.smoothing.cutoff_hz"] == 6
    assert settings["weights.tensors_sha256"] == "cd" * 32


@pytest.mark.parametrize(
    ("sheet", "columns"),
    [
        ("keypoints", lambda data: keypoint_columns(data.track)),
        ("angles", lambda data: angle_columns(data.angles, facing=data.facing)),
        ("speeds", lambda data: speed_columns(data.motion)),
    ],
)
def test_every_cell_is_that_of_the_tables(
    data: ExportData, tmp_path: Path, sheet: str, columns: Callable[[ExportData], list[Any]]
) -> None:
    xlsx.write_xlsx(data, tmp_path / "a.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "a.xlsx")[sheet].iter_rows(2, values_only=True))
    wanted = columns(data)
    assert {len(row) for row in rows} == {len(wanted)}
    for number, (title, cells) in enumerate(wanted):
        for row, cell in zip(rows, cells, strict=True):
            value = row[number]
            if not cell:
                assert value is None, title
            elif cell[0].isalpha():
                assert value == cell, title
            else:
                assert value == float(cell), title


def test_no_text_is_a_formula(data: ExportData, tmp_path: Path) -> None:
    evil = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "=\x00\x0b1", "#N/A", "<b>&"]
    section = Section(
        title="=1+1", measures=tuple(refuse(f"={n}", "=m", text) for n, text in enumerate(evil))
    )
    provenance = {**data.provenance, "source": {"file": "=cmd|' /C calc'!A0.mp4", "sha256": "=2"}}
    xlsx.write_xlsx(replace(data, sections=(section,), provenance=provenance), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "inlineStr", "n"}
    told = [row[9].value for row in book["parameters"].iter_rows(min_row=2)]
    assert told[0] == evil[0]
    assert told[5] == "=\ufffd\ufffd1"
    assert told[6:] == evil[6:]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)


def test_too_many_frames_are_refused(
    data: ExportData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    make: Callable[..., ExportData],
) -> None:  # fmt: skip
    monkeypatch.setattr(xlsx, "_MOST_ROWS", len(data.track) - 1)
    assert "export CSV" in xlsx.refuse_xlsx(data)
    with pytest.raises(OutputError, match="rows"):
        xlsx.write_xlsx(data, tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())
