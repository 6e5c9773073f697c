"""Gait results as CSV files, and as a section of reports and workbooks."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from efficientpose_core.atomic import write_text
from efficientpose_core.export.csv import safe_cell
from efficientpose_core.export.sections import (
    Band,
    Compared,
    Comparison,
    Curve,
    Plot,
    Refusal,
    Section,
    Table,
)
from efficientpose_core.kinematics.gait.analysis import GaitAnalysis
from efficientpose_core.kinematics.gait.comparison import Change, CurveChange, GaitComparison
from efficientpose_core.kinematics.gait.cycles import PERCENT
from efficientpose_core.kinematics.gait.events import GaitEvent
from efficientpose_core.kinematics.gait.norms import Norms
from efficientpose_core.kinematics.measure import Measure

__all__ = ["comparison_section", "gait_csv_paths", "gait_section", "write_gait_csv"]

_Cell = str | float | int

_PLOTTED = ("hip_flexion", "knee_flexion", "ankle_dorsiflexion")


def gait_csv_paths(stem: str, folder: Path) -> dict[str, Path]:
    """Return the files of `write_gait_csv`: parameters, events, cycles, curves."""
    parts = ("parameters", "events", "cycles", "curves")
    return {part: folder / f"{stem}_gait_{part}.csv" for part in parts}


def write_gait_csv(gait: GaitAnalysis, stem: str, folder: Path) -> tuple[Path, ...]:
    """Write parameters, events, cycles and mean curves, one tidy table each.

    Empty cells mean "no value"; ``reason`` says why. Events that the user has deleted or moved are
    not in the events table.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    paths = gait_csv_paths(stem, folder)
    parameters = _parameters(gait.parameters)
    for table, path in zip(
        (parameters, _events(gait), _cycles(gait), _curves(gait)), paths.values(), strict=True
    ):
        rows: Iterable[Iterable[_Cell]] = itertools.chain([table.header], table.rows)
        write_text(path, "".join(",".join(map(_cell, row)) + "\n" for row in rows))
    return tuple(paths.values())


def gait_section(gait: GaitAnalysis, norms: Norms | None = None) -> Section:
    """Return the results for reports: parameters, mean curves with norms, events and cycles."""
    note = "Mean and one standard deviation over clean cycles, 0 to 100 % from contact to contact."
    if norms is not None:
        note += f" {norms.caution} {norms.method}"
    return Section(
        title="Gait",
        note=note,
        measures=gait.parameters,
        plots=tuple(filter(None, (_plot(gait, angle, norms) for angle in _PLOTTED))),
        tables=tuple(replace(t, is_appendix=True) for t in (_events(gait), _cycles(gait))),
        refusals=tuple(Refusal(name="gait", reason=text) for text in gait.notices),
    )


def comparison_section(
    before: Compared,
    after: Compared,
    comparison: GaitComparison | None,
    *,
    warnings: tuple[str, ...] = (),
    refusal: str = "",
) -> Section:
    """Return before and after for reports: parameters, mean curves, and where they differ.

    Parameters
    ----------
    before, after
        The recordings.
    comparison
        Of their gait; None where it is refused.
    warnings
        Why differences may not be the person's.
    refusal
        Why there is no comparison, or nothing.
    """
    refusals = [Refusal(name="gait", reason=refusal)] if refusal else []
    plots: list[Plot] = []
    if comparison is not None:
        changes: list[Change | CurveChange] = [*comparison.parameters, *comparison.curves.values()]
        refusals += [Refusal(name=c.name, reason=c.reason) for c in changes if c.reason]
        plots = [
            _compared_plot(comparison.curves[name])
            for angle in _PLOTTED
            for name in (f"right_{angle}", f"left_{angle}")
            if name in comparison.curves and not comparison.curves[name].reason
        ]
    return Section(
        title="Before and after",
        note="Detectable: the minimal detectable change, 1.96 sqrt(2) SEM (Weir 2005, "
        "doi:10.1519/15184.1), from the variation between cycles and the measuring error of these "
        "recordings. Setting up the camera again, or another day, adds to it."
        if comparison is not None
        else "",
        warnings=warnings,
        comparison=Comparison(before=before, after=after, gait=comparison),
        plots=tuple(plots),
        refusals=tuple(refusals),
    )


def _compared_plot(change: CurveChange) -> Plot:
    """Return both mean curves, with the stretches in which they differ by more than noise."""
    recordings = (("before", change.before), ("after", change.after))
    counts = ", ".join(f"{when} n = {curve.n}" for when, curve in recordings)
    return Plot(
        title=change.name,
        unit="deg",
        curves=tuple(
            Curve(
                name=change.name, x=PERCENT, y=curve.mean_deg, sd=curve.sd_deg, text=when,
                is_dashed=when == "before",
            )
            for when, curve in recordings
        ),
        x_title="Gait cycle",
        x_unit="%",
        stretches=tuple((float(first), float(last)) for first, last in change.stretches),
        stretch_text="more than noise",
        note=f"{counts}.",
        wide=False,
    )  # fmt: skip


def _plot(gait: GaitAnalysis, angle: str, norms: Norms | None) -> Plot | None:
    """Return both sides' mean curves; nothing where neither has one."""
    shown = {
        name: gait.curves[name]
        for name in (f"right_{angle}", f"left_{angle}")
        if name in gait.curves and not gait.curves[name].reason
    }
    if not shown:
        return None
    norm = norms.curve_for(angle) if norms is not None else None
    bands: tuple[Band, ...] = ()
    if norm is not None:
        bands = (Band(x=PERCENT, low=norm.low_deg, high=norm.high_deg, source=norm.source),)
    counts = ", ".join(f"{curve.side} n = {curve.n}" for curve in shown.values())
    return Plot(
        title=angle,
        unit="deg",
        curves=tuple(
            Curve(name=name, x=PERCENT, y=curve.mean_deg, sd=curve.sd_deg)
            for name, curve in shown.items()
        ),
        x_title="Gait cycle",
        x_unit="%",
        bands=bands,
        note=f"{counts}. {norm.note if norm is not None else ''}".strip(),
        wide=False,
    )


def _parameters(measures: Iterable[Measure]) -> Table:
    return Table(
        title="Gait parameters",
        header=("name", "unit", "value", "sd", "n", "ci_low", "ci_high", "error", "reason"),
        rows=tuple(
            (m.name, m.unit, m.value, m.sd, m.n, *m.interval, m.error, m.reason) for m in measures
        ),
    )


def _events(gait: GaitAnalysis) -> Table:
    return Table(
        title="Gait events",
        header=("time_s", "frame", "side", "kind", "source", "method", "error_s"),
        rows=tuple(
            (e.t_s, e.frame, e.side, e.kind.value, e.source.value, e.method.value, e.error_s)
            for e in gait.events
        ),
    )


def _cycles(gait: GaitAnalysis) -> Table:
    def when(event: GaitEvent | None) -> float:
        return math.nan if event is None else event.t_s

    return Table(
        title="Gait cycles",
        header=(
            "side", "bout", "start_s", "opposite_off_s", "opposite_contact_s", "toe_off_s", "end_s",
            "stride_time_s", "stance_percent", "double_support_percent", "averaged", "reason",
        ),
        rows=tuple(
            (
                c.side, c.bout + 1, c.start.t_s, when(c.opposite_off), when(c.opposite_contact),
                when(c.toe_off), c.end.t_s, c.duration_s, c.stance_percent,
                c.double_support_percent, "yes" if c.is_clean else "no", c.problem,
            )
            for c in gait.cycles
        ),
    )  # fmt: skip


def _curves(gait: GaitAnalysis) -> Table:
    """Return mean curves, one row an angle and per cent; those without a mean are left out."""
    return Table(
        title="Gait curves",
        header=("angle", "side", "percent", "mean_deg", "sd_deg", "error_deg", "n"),
        rows=tuple(
            (name, curve.side, int(percent), float(mean), float(sd), float(error), curve.n)
            for name, curve in gait.curves.items()
            if not curve.reason
            for percent, mean, sd, error in zip(
                PERCENT, curve.mean_deg, curve.sd_deg, curve.error_deg, strict=True
            )
        ),
    )


def _cell(value: _Cell) -> str:
    if isinstance(value, str):
        return safe_cell(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.6g}"
    return str(value)
