"""From results to the worded document: what the report says, in which order."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from efficientpose_core.export.data import ExportData
from efficientpose_core.export.refusals import group_refusals
from efficientpose_core.export.report.angles import ANGLES_TITLE, angle_section
from efficientpose_core.export.report.chart import lay_out
from efficientpose_core.export.report.comparison import comparison_blocks, curve_blocks
from efficientpose_core.export.report.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Figures,
    Grid,
    Heading,
    Paragraph,
    Stills,
)
from efficientpose_core.export.report.quality import quality_warnings
from efficientpose_core.export.sections import Picture, Plot, Refusal, Section, Table
from efficientpose_core.kinematics.measure import CONFIDENCE, Measure
from efficientpose_core.kinematics.view import View
from efficientpose_core.pose import Status
from efficientpose_core.words import Words

__all__ = ["ReportFacts", "build_report", "chapter_titles"]

_APPENDIX = "Appendix"
_LONGEST_CELL = 34
_SOFT_HYPHEN = "\u00ad"
_HASH_PART = 16
_PER_ROW = 4
_IDENTIFIER = re.compile(r"[a-z]+(_[a-z]+)+")
_NUMBERS = re.compile(r"[\d.,\u2212\u2013]*")
"""Cells of a column that stands at the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What the results do not know.

    Parameters
    ----------
    person
        Pseudonym; empty where none is given.
    made_on
        Date of the report.
    recorded_on
        Date of the recording, None where it is not known.
    """

    person: str
    made_on: date
    recorded_on: date | None = None


def chapter_titles(data: ExportData) -> tuple[str, ...]:
    """Return the titles, in English, of chapters that a report of these results may do without."""
    return (*(section.title for section in data.sections), ANGLES_TITLE, _APPENDIX)


def build_report(
    data: ExportData,
    words: Words,
    facts: ReportFacts,
    *,
    stills: Sequence[Picture] = (),
    leave_out: Collection[str] = (),
) -> Document:
    """Word the report.

    Sections of the results come first, in their order; then joint angles over the whole recording,
    settings, sources and versions.

    Parameters
    ----------
    data
        The results; ``data.sections`` are printed as they are.
    words
        The language.
    facts
        Person and dates.
    stills
        Pictures with the skeleton, captions worded.
    leave_out
        Those of `chapter_titles` that are not printed.
    """
    sections = tuple(section for section in data.sections if section.title not in leave_out)
    if ANGLES_TITLE not in leave_out:
        sections = (*sections, angle_section(data, words))
    blocks: list[Block] = [
        Facts(rows=tuple(_recording(data, words, facts))),
        Paragraph(text=words.say(_DISCLAIMER), style="notice"),
        *_quality(data, words),
    ]
    if stills:
        blocks.append(Heading(text=words.say("Stills")))
        blocks += [
            Stills(pictures=tuple(stills[n : n + _PER_ROW]))
            for n in range(0, len(stills), _PER_ROW)
        ]
        blocks.append(Paragraph(text=words.say(_COLOURS), style="small"))
    for section in sections:
        blocks += _section(section, words)
    blocks += _method(data, words)
    blocks += _sources(sections, words)
    blocks += _versions(data, words)
    if _APPENDIX not in leave_out:
        blocks += _appendix(sections, words)
    software = data.provenance["software"]
    return Document(
        language=words.language,
        title=words.say("Movement analysis"),
        subtitle=" \u00b7 ".join(filter(None, (facts.person, data.name))),
        blocks=tuple(blocks),
        footer=words.say(
            "{person}{name}. Made with {software} {version}. Not a medical device.",
            person=f"{facts.person}, " if facts.person else "",
            name=data.name,
            software=software["name"],
            version=software["version"],
        ),
        page_label=words.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
    )


_DISCLAIMER = (
    "Not a medical device. The numbers describe a movement in one camera's picture plane; they are "
    "no diagnosis and do not replace an examination. Each number stands with its expected error, "
    "and what could not be measured is listed with the reason."
)
_COLOURS = "Blue: the person's left side. Orange: their right side. Paler: less certain."


def _recording(data: ExportData, words: Words, facts: ReportFacts) -> Iterator[tuple[str, str]]:
    media, track = data.media, data.track
    yield words.say("Person"), facts.person or words.say("not named")
    yield words.say("Report made on"), words.day(facts.made_on)
    yield words.say("Recording"), str(data.provenance["source"]["file"])
    yield (
        words.say("Recorded on"),
        words.say("not known") if facts.recorded_on is None else words.day(facts.recorded_on),
    )
    rate = words.with_unit(media.rate_hz, "Hz")
    yield (
        words.say("Frame rate"),
        words.say("{rate}, varies (median given)" if media.is_variable_rate
                  else "{rate}, constant", rate=rate),
    )  # fmt: skip
    yield words.say("Resolution"), f"{media.width_px} \u00d7 {media.height_px} px"
    yield (
        words.say("Analysed"),
        words.say(
            "{start} to {end}, {count} {count:frame|frames}",
            start=words.with_unit(float(track.t_s[0]), "s"),
            end=words.with_unit(float(track.t_s[-1]), "s"),
            count=len(track),
        ),
    )
    yield words.say("View"), words.say(str(data.provenance["settings"]["derive"]["view"]))
    if data.provenance["settings"]["derive"]["view"] == "sagittal":
        yield words.say("Faces"), _facing(data, words)
    yield words.say("Keypoints"), _status_shares(data, words)
    if data.scale is not None:
        yield (
            words.say("Scale"),
            words.say(
                "{scale} per pixel, within {error}",
                scale=words.with_unit(1000.0 * data.scale.metres_per_px, "mm", decimals=2),
                error=words.with_unit(100.0 * data.scale.relative_error, "%"),
            ),
        )
        yield words.say("Scale from"), words.say(data.scale.method.value)


def _facing(data: ExportData, words: Words) -> str:
    told = [
        (direction, stop - start)
        for start, stop, direction in data.facing.intervals
        if direction != 0
    ]
    if not told:
        return words.say("not known")
    names = {1: words.say("right"), -1: words.say("left")}
    sides = dict.fromkeys(names[direction] for direction, _ in told)
    return words.say("and").join(f" {side} " for side in sides).strip() + (
        "" if data.facing.source == "automatic" else f" ({words.say(data.facing.source)})"
    )


def _status_shares(data: ExportData, words: Words) -> str:
    """Return what became of the keypoints in frames with a person."""
    status = data.track.status
    status = status[(status < Status.DAMAGED).any(axis=1)]
    if not status.size:
        return words.say("none")
    parts = []
    for kind in (Status.MEASURED, Status.EDITED, Status.INTERPOLATED, Status.REJECTED):
        share = 100.0 * float((status == kind).mean())
        if share > 0:
            parts.append(f"{words.with_unit(share, '%')} {words.say(kind.label)}")
    return ", ".join(parts)


def _quality(data: ExportData, words: Words) -> Iterator[Block]:
    yield Heading(text=words.say("Quality of the recording"))
    warnings = quality_warnings(data, words)
    if warnings:
        yield Bullets(items=tuple(warnings), style="warning")
    else:
        yield Paragraph(text=words.say("Nothing stands against using the numbers below."))


def _section(section: Section, words: Words) -> Iterator[Block]:
    yield Heading(text=words.sentence(section.title))
    if section.note:
        yield Paragraph(text=words.sentence(section.note), style="small")
    if section.warnings:
        told = (words.sentence(text) for text in section.warnings)
        yield Bullets(items=tuple(told), style="warning")
    if section.comparison is not None:
        yield from comparison_blocks(section.comparison, words)
    for title in section.told_in:
        hint = words.say("More of its parameters: '{chapter}'.", chapter=words.sentence(title))
        yield Paragraph(text=hint, style="small")
    if section.pictures:
        yield Stills(pictures=section.pictures)
    yield from _measures([m for m in section.measures if not m.is_refused], words)
    yield from _figures(section.plots, words)
    if section.comparison is not None and section.comparison.gait is not None:
        yield from curve_blocks(section.comparison.gait, words)
    for table in section.tables:
        if not table.is_appendix:
            yield from _table(table, words)
    refused = [Refusal(name=m.name, reason=m.reason) for m in section.measures if m.is_refused]
    yield from _refusals((*refused, *section.refusals), words)


def _measures(measures: Sequence[Measure], words: Words) -> Iterator[Block]:
    if not measures:
        return
    remarks: dict[str, int] = {}
    rows = []
    for measure in measures:
        mark = ""
        if measure.reason:
            number = remarks.setdefault(measure.reason, len(remarks) + 1)
            mark = f" [{number}]"
        low, high = measure.interval
        unit = measure.unit
        between = words.say("{low} to {high}", low=words.number(low, unit),
                            high=words.number(high, unit))  # fmt: skip
        rows.append(
            (
                words.name(measure.name) + mark,
                words.with_unit(measure.value, unit),
                words.spread(measure.sd, unit),
                between if math.isfinite(low) else "\u2013",
                str(measure.n),
                words.spread(measure.error, unit),
            )
        )
    yield Grid(
        header=(
            words.say("Parameter"), words.say("Value"), words.say("SD"),
            words.say("{level} % CI", level=round(100 * CONFIDENCE)),
            words.say("n"), words.say("Measuring error"),
        ),
        rows=tuple(rows),
        numeric=(False, True, True, True, True, True),
        shares=(0.39, 0.17, 0.09, 0.17, 0.06, 0.12),
    )  # fmt: skip
    yield Paragraph(text=words.say(_MEASURE_NOTE), style="small")
    if remarks:
        yield Bullets(
            items=tuple(
                f"[{number}] {_as_sentence(words.sentence(text))}"
                for text, number in remarks.items()
            )
        )


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


_MEASURE_NOTE = (
    "SD: between repetitions. CI: confidence interval of the mean. n: repetitions. "
    "Measuring error: one standard deviation of the expected error of the value, carried from the "
    "keypoints and the scale."
)


def _figures(plots: Sequence[Plot], words: Words) -> Iterator[Block]:
    """Yield charts: wide ones alone, others two in a row."""
    waiting: list[Figure] = []
    for plot in plots:
        if not plot.has_values:
            continue
        figure = Figure(
            title=_plot_title(plot, words),
            chart=lay_out(plot, words),
            note=_plot_note(plot, words),
        )  # fmt: skip
        if plot.wide:
            yield Figures(figures=(figure,))
            continue
        waiting.append(figure)
        if len(waiting) == 2:
            yield Figures(figures=tuple(waiting))
            waiting = []
    if waiting:
        yield Figures(figures=tuple(waiting))


def _plot_title(plot: Plot, words: Words) -> str:
    unit = words.unit(plot.unit)
    title = _called(plot.title, words)
    return f"{title} ({unit})" if unit else title


def _called(text: str, words: Words) -> str:
    """Return what people call a quantity, or a text in their language."""
    return words.name(text) if text.isidentifier() else words.sentence(text)


def _plot_note(plot: Plot, words: Words) -> str:
    notes = [words.sentence(plot.note)] if plot.note else []
    sources = dict.fromkeys(band.source for band in plot.bands)
    notes += [
        words.say("Normative range: {source}", source=words.sentence(source)) for source in sources
    ]
    return " ".join(note if note.endswith(".") else f"{note}." for note in notes)


def _table(table: Table, words: Words) -> Iterator[Block]:
    if not table.rows:
        return
    if table.title:
        yield Heading(text=words.sentence(table.title), level=2)
    cells = [tuple(_cell(cell, words) for cell in row) for row in table.rows]
    used = [n for n in range(len(table.header)) if any(row[n] for row in cells)]
    rows = [tuple(row[n] for n in used) for row in cells]
    header = tuple(_header(table.header[n], words) for n in used)
    numeric = tuple(
        any(row[n] for row in rows) and all(_NUMBERS.fullmatch(row[n]) for row in rows)
        for n in range(len(header))
    )
    yield Grid(
        header=header, rows=tuple(rows), numeric=numeric, shares=_shares(header, rows)
    )  # fmt: skip
    if table.note:
        yield Paragraph(text=words.sentence(table.note), style="small")


def _header(title: str, words: Words) -> str:
    told = words.header(title) if title.isidentifier() else words.sentence(title)
    return told[:1].upper() + told[1:]


def _appendix(sections: Sequence[Section], words: Words) -> Iterator[Block]:
    tables = [table for section in sections for table in section.tables if table.is_appendix]
    if any(table.rows for table in tables):
        yield Heading(text=words.say(_APPENDIX))
        for table in tables:
            yield from _table(table, words)


def _cell(cell: str | float | int, words: Words) -> str:
    if isinstance(cell, str):
        return words.name(cell) if _IDENTIFIER.fullmatch(cell) else words.sentence(cell)
    if isinstance(cell, int):
        return words.number(cell, decimals=0)
    return words.number(cell) if math.isfinite(cell) else ""


def _shares(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Return widths of columns that follow their longest cell, within limits."""
    widths = []
    for n, title in enumerate(header):
        longest_part = max(map(len, re.split(rf"[\s{_SOFT_HYPHEN}]", title)))
        longest = max((len(row[n]) for row in rows), default=0)
        widths.append(min(max(longest, longest_part, 4), _LONGEST_CELL) + 3.5)
    return tuple(width / sum(widths) for width in widths)


def _refusals(refusals: Iterable[Refusal], words: Words) -> Iterator[Block]:
    """Yield what is not reported, those with the same reason together."""
    groups = group_refusals(refusals)
    if not groups:
        return
    yield Heading(text=words.say("Not reported"), level=2)
    items = []
    for group in groups:
        told = words.sentence(group.reason).removeprefix("not available: ")
        names = "; ".join(words.names_without_sides(group.names))
        items.append(f"{names}: {told.removesuffix('.')}.")
    yield Bullets(items=tuple(items))


def _method(data: ExportData, words: Words) -> Iterator[Block]:
    yield Heading(text=words.say("How the numbers were made"))
    provenance = data.provenance
    yield Facts(rows=tuple(_settings(provenance, words)))
    rows = tuple(
        (words.name(step["name"]), words.sentence(step["note"])) for step in provenance["log"]
    )
    yield Grid(
        header=(words.say("Step"), words.say("What happened")),
        rows=rows, numeric=(False, False), shares=(0.3, 0.7),
    )  # fmt: skip
    yield Paragraph(text=words.say(_PROVENANCE_NOTE), style="small")


_PROVENANCE_NOTE = (
    "Every setting is in the provenance file and in the settings sheet of the workbook; with them "
    "the same recording gives the same numbers."
)


def _settings(provenance: Mapping[str, Any], words: Words) -> Iterator[tuple[str, str]]:
    settings = provenance["settings"]
    cleaning, view = settings["derive"]["cleaning"], settings["derive"]["view"]
    smoothing = cleaning["smoothing"]
    method = words.say(str(smoothing["method"]))
    if smoothing["method"] in ("butterworth", "gaussian", "kalman"):
        method += f", {words.with_unit(smoothing['cutoff_hz'], 'Hz', decimals=1)}"
    yield words.say("Smoothing"), method
    yield words.say("Lowest score"), words.number(cleaning["min_score"], decimals=2)
    yield words.say("Longest gap filled"), words.with_unit(cleaning["max_gap_s"], "s")
    for what, is_on in (
        ("Exchanged sides repaired", cleaning["repair_swaps"]),
        ("Doubles rejected", cleaning["reject_doubles"]),
        ("Lengths of legs kept", cleaning["keep_lengths"] and view == View.SAGITTAL.value),
    ):
        yield words.say(what), words.say("yes" if is_on else "no")
    factor = settings.get("slow_motion_factor", 1.0)
    if factor != 1.0:
        yield words.say("Slow motion"), f"{words.number(factor)} \u00d7"


def _sources(sections: Sequence[Section], words: Words) -> Iterator[Block]:
    yield Heading(text=words.say("Sources"))
    items = [
        words.say("Keypoints: {source}", source="Groos et al. 2021, EfficientPose, Applied "
                  "Intelligence 51, doi:10.1007/s10489-020-01918-7"),
        words.say("Signs of joint angles: {source}", source="Wu et al. 2002, ISB recommendation, "
                  "doi:10.1016/S0021-9290(01)00222-6"),
    ]  # fmt: skip
    bands = dict.fromkeys(
        band.source for section in sections for plot in section.plots for band in plot.bands
    )
    items += [
        words.say("Normative range: {source}", source=words.sentence(source)) for source in bands
    ]
    yield Bullets(items=tuple(items))


def _versions(data: ExportData, words: Words) -> Iterator[Block]:
    yield Heading(text=words.say("Software, weights and files"))
    told = data.provenance
    software, weights, engine = told["software"], told["weights"], told["engine"]
    libraries = ", ".join(f"{name} {number}" for name, number in software["libraries"].items())
    yield Facts(
        columns=1,
        rows=(
            (words.say("Software"), f"{software['name']} {software['version']}"),
            (words.say("Libraries"), libraries or "\u2013"),
            (words.say("Engine"), f"{engine['engine']} {engine['version']}, {engine['device']}, "
                                  f"{engine['precision']}"),
            (words.say("Weights"), f"{weights['name']} ({weights['variant']}), "
                                   f"{weights['licence']}"),
            (words.say("SHA-256 of the weights"), str(weights["tensors_sha256"])),
            (words.say("SHA-256 of the recording"),
             str(told["source"]["sha256"]) or words.say("none: a folder of pictures")),
        ),
    )  # fmt: skip
