"""Before and after in reports: numbers with signs and units, in both languages."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from efficientpose_core.export.report.comparison import comparison_blocks, curve_blocks
from efficientpose_core.export.report.document import Block, Bullets, Grid, Paragraph
from efficientpose_core.export.sections import Compared, Comparison
from efficientpose_core.kinematics.gait.comparison import (
    GaitComparison,
    compare_curves,
    compare_parameters,
)
from efficientpose_core.kinematics.gait.cycles import CycleCurve
from efficientpose_core.kinematics.measure import Measure, refuse
from efficientpose_core.words import words_for

EN, DE = words_for("en"), words_for("de")
BEFORE = Compared(
    project="march_visit.epstudio", recording="walk_one.mp4", recorded_on=date(2026, 3, 31),
    person="patient_a", cycles=(4, 5), weights="rt-lite-bundled",
)  # fmt: skip
AFTER = replace(BEFORE, project="", recording="walk_two.mp4", recorded_on=None, person="")


def curve(name: str, mean_deg: np.ndarray) -> CycleCurve:
    return CycleCurve(
        name=name, side="right", cycles_deg=np.zeros((4, 101)), cycle_numbers=(0, 1, 2, 3),
        mean_deg=mean_deg, sd_deg=np.full(101, 1.0), error_deg=np.full(101, 0.5), left_out=(),
        reason="",
    )  # fmt: skip


@pytest.fixture
def gait() -> GaitComparison:
    """Return a slower cadence, an unchanged stance, a stride without spread, a refused speed."""
    before = [
        # SEM 1: detectable 1.96 sqrt(2) = 2.77.
        Measure(name="cadence", unit="steps/min", value=100.0, sd=2.0, n=4),
        Measure(name="right_stance", unit="%", value=60.0, sd=4.0, n=4),
        Measure(name="right_stride_time", unit="s", value=1.2),
        refuse("speed", "m/s", "No scale was given: calibrate to get metres."),
    ]
    after = [
        replace(before[0], value=95.0), replace(before[1], value=61.0),
        replace(before[2], value=1.15), before[3],
    ]  # fmt: skip
    flat, bent = np.zeros(101), np.where(np.arange(101) < 20, -30.0, 0.0)
    names = ("right_knee_flexion", "left_knee_flexion", "right_hip_flexion")
    curves = [{name: curve(name, flat) for name in names} for _ in range(2)]
    curves[1]["right_knee_flexion"] = curve("right_knee_flexion", bent)
    return GaitComparison(
        parameters=compare_parameters(before, after), curves=compare_curves(*curves)
    )


def grids(blocks: list[Block]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def test_both_recordings_are_named_as_they_are_and_dated(gait: GaitComparison) -> None:
    comparison = Comparison(before=BEFORE, after=AFTER, gait=gait)
    rows = {row[0]: row[1:] for row in grids(list(comparison_blocks(comparison, EN)))[0].rows}
    assert rows["Project"] == ("march_visit.epstudio", "this report")
    assert rows["Recording"] == ("walk_one.mp4", "walk_two.mp4")
    assert rows["Recorded on"] == ("31 March 2026", "not known")
    assert rows["Person"] == ("patient_a", "not named")
    assert rows["Clean gait cycles"][0] == "right 4, left 5"
    table = grids(list(comparison_blocks(comparison, DE)))[0]
    assert table.header[1:] == ("Vorher", "Nachher")
    assert ("Aufgenommen am", "31.03.2026", "nicht bekannt") in table.rows
    assert ("Person", "patient_a", "nicht benannt") in table.rows


def test_change_stands_with_what_can_be_detected(gait: GaitComparison) -> None:
    blocks = list(comparison_blocks(Comparison(before=BEFORE, after=AFTER, gait=gait), EN))
    (told,) = (block.text for block in blocks if isinstance(block, Paragraph))
    assert told.startswith("1 of 2 parameters has changed by more than noise.")
    rows = {row[0]: row[1:] for row in grids(blocks)[1].rows}
    assert rows["Cadence"] == ("steps/min", "100.0", "95.0", "\u22125.0", "2.8", "yes")
    assert rows["Stance (right)"] == ("%", "60.0", "61.0", "+1.0", "5.5", "no")
    # Without a spread the change is told, but not judged.
    assert rows["Stride time (right)"][3:] == ("\u22120.050", "\u2013", "\u2013")
    assert "Speed" not in rows


def test_german_numbers_and_verdicts(gait: GaitComparison) -> None:
    blocks = list(comparison_blocks(Comparison(before=BEFORE, after=AFTER, gait=gait), DE))
    rows = {row[0]: row[1:] for row in grids(blocks)[1].rows}
    assert rows["Kadenz"][0] == "Schritte/min"
    assert rows["Kadenz"][3:] == ("\u22125,0", "2,8", "ja")
    (told,) = (block.text for block in blocks if isinstance(block, Paragraph))
    assert told.startswith("1 von 2 Größen hat sich um mehr als Rauschen geändert.")


def test_stretches_have_their_greatest_difference(gait: GaitComparison) -> None:
    blocks = list(curve_blocks(gait, EN))
    assert grids(blocks)[0].rows == (("Knee flexion (right)", "0 to 19\u00a0%: \u221230.0°"),)
    (bullets,) = (block for block in blocks if isinstance(block, Bullets))
    assert bullets.items == (
        "Nowhere by more than noise: Knee flexion (left); Hip flexion against the trunk (right).",
    )


def test_without_comparison_only_the_recordings_are_told() -> None:
    (table,) = comparison_blocks(Comparison(before=BEFORE, after=AFTER, gait=None), EN)
    assert isinstance(table, Grid)


def test_curves_that_are_not_known_are_not_called_unchanged(gait: GaitComparison) -> None:
    nothing = {n: replace(c, reason="not known before: few") for n, c in gait.curves.items()}
    assert list(curve_blocks(replace(gait, curves=nothing), EN)) == []


def test_no_verdict_where_nothing_can_be_judged(gait: GaitComparison) -> None:
    stride = gait.parameters[2]
    assert math.isnan(stride.detectable)
    alone = Comparison(before=BEFORE, after=AFTER, gait=replace(gait, parameters=(stride,)))
    assert not [b for b in comparison_blocks(alone, EN) if isinstance(b, Paragraph)]


def test_a_change_that_is_printed_as_zero_has_no_sign(gait: GaitComparison) -> None:
    stance = gait.parameters[1]
    tiny = replace(gait, parameters=(replace(stance, difference=0.04),))
    blocks = list(comparison_blocks(Comparison(before=BEFORE, after=AFTER, gait=tiny), EN))
    assert grids(blocks)[1].rows[0][4] == "0.0"
