"""A workbook: keypoints, angles, speeds, parameters, settings and the processing log.

Numbers are numbers, empty cells mean "no value", and texts are stored as texts: none of them can
become a formula.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from efficientpose_core.atomic import atomic_path
from efficientpose_core.errors import OutputError
from efficientpose_core.export.csv import angle_columns, keypoint_columns, speed_columns
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.tidy import MEASURE_HEADER

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["SHEETS", "refuse_xlsx", "write_xlsx"]

SHEETS = ("keypoints", "angles", "speeds", "parameters", "settings", "log")

_MOST_ROWS = 1_048_575
"""Of a sheet, without its header."""
_UNITS = (("_px_s", "px/s"), ("_deg_s", "deg/s"), ("_m_s", "m/s"), ("_px", "px"), ("_deg", "deg"),
          ("_s", "s"))  # fmt: skip
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_TEXT = 32_767
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | float | int | None


def refuse_xlsx(data: ExportData) -> str:
    """Return why there is no workbook, or nothing."""
    if len(data.track) <= _MOST_ROWS:
        return ""
    return (
        f"a sheet holds {_MOST_ROWS:,} rows and the recording has {len(data.track):,} frames: "
        "export CSV, or a shorter part."
    )


def write_xlsx(data: ExportData, path: Path) -> None:
    """Write the workbook.

    Raises
    ------
    OutputError
        If there are more frames than a sheet has rows, or the file cannot be written.
    """
    if reason := refuse_xlsx(data):
        raise OutputError(f"Not written: {reason}")
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        _write_book(data, file)


def _write_book(data: ExportData, file: BinaryIO) -> None:
    from xlsxwriter import Workbook

    # Rows go to the disk as they come: memory stays flat.
    with Workbook(file, {"constant_memory": True}) as book:
        formats = _Formats(
            title=book.add_format(
                {"bold": True, "bg_color": "#E6EDF3", "text_wrap": True, "valign": "top"}
            ),
            quoted=book.add_format({"quote_prefix": True}),
        )
        for name, sheet in _sheets(data).items():
            _fill(book.add_worksheet(name), formats, sheet)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What a sheet holds; ``widths`` are those of its first columns, where they are not usual."""

    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    frozen_columns: int = 0
    widths: Sequence[float] = ()


def _sheets(data: ExportData) -> dict[str, _Sheet]:
    tables = {
        "keypoints": keypoint_columns(data.track),
        "angles": angle_columns(data.angles, facing=data.facing),
        "speeds": speed_columns(data.motion),
    }
    sheets = {
        name: _Sheet(
            header=[_with_unit(title) for title, _ in columns],
            rows=zip(*(_numbers(cells) for _, cells in columns), strict=True),
            frozen_columns=2,
        )
        for name, columns in tables.items()
    }
    sheets["parameters"] = _Sheet(header=MEASURE_HEADER, rows=_measure_rows(data), widths=(24, 34))
    sheets["settings"] = _Sheet(
        header=("what", "value"), rows=_settings(data.provenance), widths=(52, 60)
    )
    sheets["log"] = _Sheet(
        header=("step", "parameters", "note"), rows=_log(data.provenance), widths=(24, 70, 70)
    )
    return sheets


@dataclass(frozen=True, slots=True, kw_only=True)
class _Formats:
    """Looks of titles, and of texts that would be formulas if somebody typed them."""

    title: Format
    quoted: Format


def _fill(page: Worksheet, formats: _Formats, sheet: _Sheet) -> None:
    page.freeze_panes(1, sheet.frozen_columns)
    page.set_row(0, 45)
    for column, title in enumerate(sheet.header):
        usual = max(9.0, min(len(title), 16) + 2.0)
        page.set_column(column, column, dict(enumerate(sheet.widths)).get(column, usual))
        page.write_string(0, column, title, formats.title)
    for row, cells in enumerate(sheet.rows, start=1):
        for column, value in enumerate(cells):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                look = formats.quoted if value.startswith(_FORMULA) else None
                page.write_string(row, column, _storable(value), look)
            else:
                page.write_number(row, column, value)


def _storable(text: str) -> str:
    # Most texts are the words of the status columns, which need no search.
    return text if text.isidentifier() else _NOT_IN_XML.sub("\ufffd", text)[:_LONGEST_TEXT]


def _with_unit(title: str) -> str:
    """Return ``right_knee_x (px)`` for ``right_knee_x_px``."""
    for ending, unit in _UNITS:
        if title.endswith(ending):
            return f"{title.removesuffix(ending)} ({unit})"
    return title


def _numbers(cells: Sequence[str]) -> list[Cell]:
    """Turn the cells of the tables into numbers, texts, or nothing."""
    return [_number(cell) for cell in cells]


def _number(cell: str) -> Cell:
    if not cell:
        return None
    if cell[0].isalpha():
        return cell
    return float(cell) if "." in cell else int(cell)


def _measure_rows(data: ExportData) -> Iterator[list[Cell]]:
    for section in data.sections:
        for m in section.measures:
            low, high = m.interval
            yield [section.title, m.name, m.unit, _known(m.value), _known(m.sd), m.n,
                   _known(m.error), _known(low), _known(high), m.reason]  # fmt: skip


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _settings(provenance: Mapping[str, Any]) -> Iterator[list[Cell]]:
    """Flatten everything but the log: ``weights.name``, ``settings.derive.cleaning.max_gap_s``."""
    for key, value in provenance.items():
        if key != "log":
            yield from _flat(key, value)


def _flat(path: str, value: Any) -> Iterator[list[Cell]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flat(f"{path}.{key}", item)
    elif isinstance(value, bool) or value is None:
        yield [path, "" if value is None else str(value).lower()]
    elif isinstance(value, int | float):
        yield [path, _known(value)]
    else:
        yield [path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)]


def _log(provenance: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for step in provenance["log"]:
        yield [step["name"], json.dumps(step["parameters"], ensure_ascii=False), step["note"]]
