"""Repetitions, jumps, phases and tests as sections of reports and workbooks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from efficientpose_core.export.sections import Curve, Mark, Plot, Refusal, Section, Table
from efficientpose_core.kinematics.measure import Measure
from efficientpose_core.kinematics.protocols.catalogue import PROTOCOLS
from efficientpose_core.kinematics.protocols.protocol import Level, Norm, ProtocolResult
from efficientpose_core.kinematics.sport.jumps import JumpAnalysis
from efficientpose_core.kinematics.sport.phases import PhaseStatistics
from efficientpose_core.kinematics.sport.repetitions import RepetitionAnalysis

__all__ = ["jump_section", "phase_section", "protocol_section", "repetition_section"]

_Column = tuple[str, str, str]
"""End of a measure's name, which part of it, and the title of the column."""
_ANGLE_COLUMNS: Sequence[_Column] = (
    ("smallest", "value", "smallest_deg"), ("largest", "value", "largest_deg"),
    ("range", "value", "range_deg"), ("range", "error", "error_deg"), ("mean", "value", "mean_deg"),
    ("peak_velocity", "value", "peak_velocity_deg_s"), ("peak_velocity", "error", "error_deg_s"),
)  # fmt: skip
_POINT_COLUMNS: Sequence[_Column] = (
    ("peak_speed", "value", "peak speed ({unit}/s)"), ("peak_speed", "error", "error ({unit}/s)"),
    ("mean_speed", "value", "mean speed ({unit}/s)"), ("path_length", "value", "path ({unit})"),
    ("path_length", "error", "error ({unit})"),
)  # fmt: skip
_PATH = "_path_length"
_LEVELS = {Level.PASS: "passed", Level.WARN: "warning", Level.FAIL: "failed"}


def repetition_section(counted: RepetitionAnalysis) -> Section:
    """Return count and means, the signal with its turning points, and every repetition."""
    signal = counted.signal
    marks = tuple(
        Mark(x=one.turning_s, text=str(number))
        for number, one in enumerate(counted.complete, start=1)
    )
    plot = Plot(
        title=signal.name,
        unit=signal.unit,
        curves=(Curve(name=signal.name, x=signal.t_s, y=signal.values, sd=signal.sd),),
        marks=marks,
        note="Lines: turning points of the repetitions that count.",
    )
    rows = tuple(
        (
            one.start_s, one.turning_s, one.end_s, one.depth, one.range, one.error, one.out_s,
            one.hold_s, one.back_s, one.side_difference, one.status.value.replace("_", " "),
            one.reason,
        )
        for one in counted.repetitions
    )  # fmt: skip
    header = (
        "start_s", "turning_s", "end_s", "depth", "range", "error", "out_s", "hold_s", "back_s",
        "left_minus_right", "status", "reason",
    )  # fmt: skip
    return Section(
        title="Repetitions",
        note="Times are between frames: 5 % of the range are done at the start, 5 % are left at "
        "the end. Excursions that are cut off or not confirmed are listed, not counted.",
        measures=counted.measures,
        plots=(plot,) if len(signal.t_s) else (),
        tables=(Table(title="Every repetition", header=header, rows=rows, is_appendix=True),),
    )


def jump_section(jumps: JumpAnalysis) -> Section:
    """Return heights both ways, and every jump."""
    rows = tuple(
        (
            one.take_off_s, one.landing_s, one.flight_s, one.flight_height_m,
            one.flight_height_error_m, 100 * one.pelvis_rise, 100 * one.pelvis_rise_error,
        )
        for one in jumps.jumps
    )  # fmt: skip
    header = (
        "take_off_s", "landing_s", "flight_s", "flight_height_m", "flight_height_error_m",
        "pelvis_rise_percent", "pelvis_rise_error_percent",
    )  # fmt: skip
    return Section(
        title="Jumps",
        note="Two ways that do not know of each other: from the time in the air (Bosco et al. "
        "1983, doi:10.1007/BF00422166), and from the rise of the pelvis above upright standing.",
        measures=jumps.measures,
        tables=(Table(title="Every jump", header=header, rows=rows, is_appendix=True),),
    )


def phase_section(phases: Sequence[PhaseStatistics]) -> Section:
    """Return duration, ranges of motion and speeds in each phase, the latter in the appendix."""
    described = Table(
        title="Phases",
        header=("phase", "first frame", "last frame", "duration_s"),
        rows=tuple(
            (p.phase.name, p.phase.first, p.phase.last, p.measure("duration").value) for p in phases
        ),
    )
    unit = next((m.unit for p in phases for m in p.measures if m.name.endswith(_PATH)), "px")
    angles = _phase_table("Angles in the phases", "angle", phases, _ANGLE_COLUMNS)
    points = _phase_table(
        "Speeds in the phases",
        "keypoint",
        phases,
        [(end, what, title.format(unit=unit)) for end, what, title in _POINT_COLUMNS],
    )
    reasons = dict.fromkeys(
        (p.phase.name, m.reason) for p in phases for m in p.measures if m.is_refused
    )
    return Section(
        title="Phases",
        note="Stretches that were marked and named by hand.",
        tables=(described, angles, points),
        refusals=tuple(Refusal(name=name, reason=reason) for name, reason in reasons),
    )


def _phase_table(
    title: str, what: str, phases: Sequence[PhaseStatistics], columns: Sequence[_Column]
) -> Table:
    """Return one row a phase and angle or keypoint, with the measures named by ``columns``."""
    rows: list[tuple[str | float, ...]] = []
    for statistics in phases:
        measures = {m.name: m for m in statistics.measures}
        key = f"_{columns[0][0]}"
        for name in (name.removesuffix(key) for name in measures if name.endswith(key)):
            cells = (getattr(measures[f"{name}_{end}"], part) for end, part, _ in columns)
            rows.append((statistics.phase.name, name, *cells))
    header = ("phase", what, *(title for _, _, title in columns))
    return Table(title=title, header=header, rows=tuple(rows), is_appendix=True)


def protocol_section(result: ProtocolResult) -> Section:
    """Return the result sheet: measures, norms with their source, checks of the recording."""
    protocol = PROTOCOLS[result.protocol_id]
    checks = Table(
        title="Checks of the recording",
        header=("result", "what was found", "what to do"),
        rows=tuple((_LEVELS[c.level], c.text, c.remedy) for c in result.checks),
    )
    norms = Table(
        title="Compared with other people",
        header=("name", "value", "usual", "place", "group", "source"),
        rows=tuple(_norm_row(norm, result.measure(norm.measure)) for norm in result.findings.norms),
    )
    return Section(
        title=protocol.title,
        note=protocol.person_instructions,
        measures=result.measures,
        tables=(norms, checks),
    )


def _norm_row(norm: Norm, measure: Measure) -> tuple[str | float, ...]:
    place = "" if math.isnan(measure.value) else norm.place(measure.value)
    return norm.measure, measure.value, norm.usual, place, norm.group, norm.source
