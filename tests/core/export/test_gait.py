"""Gait as tables and as a section of reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from efficientpose_core.export.gait import (
    comparison_section,
    gait_csv_paths,
    gait_section,
    write_gait_csv,
)
from efficientpose_core.export.sections import Compared
from efficientpose_core.kinematics.angles import View
from efficientpose_core.kinematics.gait.analysis import GaitAnalysis, GaitSettings, analyse_gait
from efficientpose_core.kinematics.gait.comparison import compare_gait
from efficientpose_core.kinematics.gait.norms import load_norms
from efficientpose_core.kinematics.gait.parameters import Distances
from efficientpose_core.kinematics.measure import refuse
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pipeline import DeriveSettings, derive


@pytest.fixture(scope="module")
def gait() -> GaitAnalysis:
    return analysed(GaitSettings(distances=Distances(metres_per_px=0.005)))


def analysed(settings: GaitSettings) -> GaitAnalysis:
    derived = derive(Phantom(PhantomSpec(duration_s=6)).to_track(), DeriveSettings())
    return analyse_gait(derived.track, derived.facing, derived.angles, settings)


def test_tables_hold_what_was_found(gait: GaitAnalysis, tmp_path: Path) -> None:
    files = write_gait_csv(gait, "walk", tmp_path)
    assert files == tuple(gait_csv_paths("walk", tmp_path).values())
    assert [f.name for f in files] == [
        "walk_gait_parameters.csv", "walk_gait_events.csv", "walk_gait_cycles.csv",
        "walk_gait_curves.csv",
    ]  # fmt: skip
    parameters, events, cycles, curves = (pd.read_csv(f) for f in files)
    assert list(parameters.columns) == [
        "name", "unit", "value", "sd", "n", "ci_low", "ci_high", "error", "reason",
    ]  # fmt: skip
    by_name = parameters.set_index("name")
    cadence = gait.parameter("cadence")
    assert by_name.loc["cadence", "value"] == pytest.approx(cadence.value, rel=1e-5)
    assert by_name.loc["cadence", "ci_low"] == pytest.approx(cadence.interval[0], rel=1e-5)
    assert by_name.loc["cadence", "unit"] == "steps/min"
    assert len(events) == len(gait.events)
    assert set(events["kind"]) == {"initial_contact", "toe_off"}
    assert events["time_s"].is_monotonic_increasing
    assert len(cycles) == len(gait.cycles)
    assert (cycles["averaged"] == "yes").all()
    assert cycles["stride_time_s"].to_numpy() == pytest.approx(
        [c.duration_s for c in gait.cycles], rel=1e-4
    )
    knee = curves[(curves["angle"] == "left_knee_flexion")]
    assert list(knee["percent"]) == list(range(101))
    assert set(knee["side"]) == {"left"}
    assert knee["mean_deg"].to_numpy() == pytest.approx(
        gait.curves["left_knee_flexion"].mean_deg, rel=1e-4, abs=1e-4
    )


def test_refusals_are_rows_with_a_reason(tmp_path: Path) -> None:
    refused = analysed(GaitSettings(view=View.FRONTAL))
    parameters, events, cycles, curves = (
        pd.read_csv(f) for f in write_gait_csv(refused, "walk", tmp_path)
    )
    assert parameters["value"].isna().all()
    assert parameters["reason"].str.contains("from the side").all()
    assert len(events) == len(cycles) == len(curves) == 0


def test_missing_events_are_empty_cells_and_texts_are_quoted(
    gait: GaitAnalysis, tmp_path: Path
) -> None:
    lost = replace(gait.cycles[0], toe_off=None, opposite_off=None, problem="one, two")
    broken = replace(gait, cycles=(lost,))
    cycles = pd.read_csv(write_gait_csv(broken, "walk", tmp_path)[2])
    assert np.isnan(cycles.loc[0, "toe_off_s"])
    assert cycles.loc[0, "reason"] == "one, two"
    assert cycles.loc[0, "averaged"] == "no"


def test_section_shows_curves_with_norms_and_their_source(gait: GaitAnalysis) -> None:
    norms = load_norms()
    section = gait_section(gait, norms)
    assert section.measures == gait.parameters
    assert [plot.title for plot in section.plots] == ["hip_flexion", "knee_flexion"]
    for plot in section.plots:
        (band,) = plot.bands
        assert band.source == norms.source
        assert [curve.name for curve in plot.curves] == [
            f"right_{plot.title}", f"left_{plot.title}",
        ]  # fmt: skip
        assert plot.has_values
        assert "right n = " in plot.note
    assert norms.caution in section.note
    assert [table.title for table in section.tables] == ["Gait events", "Gait cycles"]


def test_section_without_norms_or_curves(gait: GaitAnalysis) -> None:
    plain = gait_section(gait)
    assert all(plot.bands == () for plot in plain.plots)
    refused = gait_section(analysed(GaitSettings(view=View.FRONTAL)), load_norms())
    assert refused.plots == ()
    assert [r.reason for r in refused.refusals] == [
        "Gait is analysed from the side; this recording is taken from the front."
    ]
    few = replace(gait, curves={"right_knee_flexion": gait.curves["right_knee_flexion"]})
    (plot,) = gait_section(few).plots
    assert len(plot.curves) == 1


def changed(gait: GaitAnalysis) -> GaitAnalysis:
    """Return the same gait with 12 more steps a minute and a knee bent by 30 deg until 19 %."""
    knee = gait.curves["right_knee_flexion"]
    bent = replace(knee, mean_deg=knee.mean_deg + np.where(np.arange(101) < 20, 30.0, 0.0))
    cadence = gait.parameter("cadence")
    faster = replace(cadence, value=cadence.value + 12.0)
    return replace(
        gait,
        parameters=tuple(faster if m.name == "cadence" else m for m in gait.parameters),
        curves={**gait.curves, "right_knee_flexion": bent},
    )


COMPARED = Compared(
    project="", recording="walk.mp4", recorded_on=None, person="", cycles=(4, 4), weights="ours"
)


def test_before_and_after_draws_both_curves_and_marks_where_they_differ(
    gait: GaitAnalysis,
) -> None:
    after = changed(gait)
    section = comparison_section(COMPARED, COMPARED, compare_gait(gait, after))
    assert [plot.title for plot in section.plots] == [
        "right_hip_flexion", "left_hip_flexion", "right_knee_flexion", "left_knee_flexion",
    ]  # fmt: skip
    knee = section.plots[2]
    earlier, later = knee.curves
    assert (earlier.text, earlier.is_dashed) == ("before", True)
    assert (later.text, later.is_dashed) == ("after", False)
    assert earlier.y == pytest.approx(gait.curves["right_knee_flexion"].mean_deg)
    assert later.y == pytest.approx(after.curves["right_knee_flexion"].mean_deg)
    assert knee.stretches == ((0.0, 19.0),)
    assert all(not plot.stretches for plot in section.plots if plot is not knee)
    assert knee.note == "before n = 4, after n = 4."
    assert "minimal detectable change" in section.note


def test_what_cannot_be_compared_is_refused_by_name(gait: GaitAnalysis) -> None:
    few = "Only 1 clean cycle."
    knee = replace(gait.curves["right_knee_flexion"], reason=few)
    after = replace(
        gait,
        parameters=tuple(
            refuse(m.name, m.unit, few) if m.name == "cadence" else m for m in gait.parameters
        ),
        curves={**gait.curves, "right_knee_flexion": knee},
    )
    section = comparison_section(COMPARED, COMPARED, compare_gait(gait, after))
    refused = {refusal.name: refusal.reason for refusal in section.refusals}
    assert refused["cadence"] == refused["right_knee_flexion"] == f"not known after: {few}"
    assert "right_knee_flexion" not in [plot.title for plot in section.plots]


def test_a_refused_comparison_is_its_reason_only() -> None:
    section = comparison_section(COMPARED, COMPARED, None, warnings=("a",), refusal="No gait.")
    assert [(r.name, r.reason) for r in section.refusals] == [("gait", "No gait.")]
    assert section.warnings == ("a",)
    assert section.plots == ()
    assert section.note == ""
