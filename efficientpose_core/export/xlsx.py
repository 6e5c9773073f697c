"""A workbook: keypoints, angles, speeds, parameters, settings and the processing log.

Numbers are numbers, empty cells mean "no value", and texts are stored as texts: none of them can
become a formula.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from efficientpose_core.atomic import atomic_path
from efficientpose_core.errors import OutputError
from efficientpose_core.export.csv import angle_columns, keypoint_columns, speed_columns
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.tidy import MEASURE_HEADER

__all__ = ["SHEETS", "refuse_xlsx", "write_xlsx"]

SHEETS = ("keypoints", "angles", "speeds", "parameters", "settings", "log")

_MOST_ROWS = 1_048_575
"""Of a sheet, without its header."""
_UNITS = (("_px_s", "px/s"), ("_deg_s", "deg/s"), ("_m_s", "m/s"), ("_px", "px"), ("_deg", "deg"),
          ("_s", "s"))  # fmt: skip
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_TEXT = 32_767

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
    with atomic_path(path) as temporary:
        _make_book(data).save(temporary)


def _make_book(data: ExportData) -> Any:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, columns in (
        ("keypoints", keypoint_columns(data.track)),
        ("angles", angle_columns(data.angles, facing=data.facing)),
        ("speeds", speed_columns(data.motion)),
    ):
        header = [_with_unit(title) for title, _ in columns]
        rows = zip(*(_numbers(cells) for _, cells in columns), strict=True)
        _add_sheet(book, name, header, rows, frozen_columns=2)
    _add_sheet(book, "parameters", MEASURE_HEADER, _measure_rows(data), widths=(24, 34))
    _add_sheet(book, "settings", ("what", "value"), _settings(data.provenance), widths=(52, 60))
    _add_sheet(
        book, "log", ("step", "parameters", "note"), _log(data.provenance), widths=(24, 70, 70)
    )
    return book


def _add_sheet(
    book: Any,
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    frozen_columns: int = 0,
    widths: Sequence[float] = (),
) -> None:
    """Fill a sheet; sizes and frozen panes have to be told before the first row."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}2"
    for number, title in enumerate(header):
        width = widths[number] if number < len(widths) else max(9.0, min(len(title), 16) + 2.0)
        sheet.column_dimensions[get_column_letter(number + 1)].width = width
    sheet.row_dimensions[1].height = 45
    titles = []
    for title in header:
        cell = WriteOnlyCell(sheet, title)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E6EDF3")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        titles.append(cell)
    sheet.append(titles)
    for row in rows:
        sheet.append([_cell(sheet, value, WriteOnlyCell) for value in row])


def _cell(sheet: Any, value: Cell, make: Any) -> Any:
    """Return a value, or a cell that says that its text is a text."""
    if not isinstance(value, str) or value.isidentifier():
        return value
    cell = make(sheet, _NOT_IN_XML.sub("\ufffd", value)[:_LONGEST_TEXT])
    # Without it openpyxl takes what begins with an equals sign for a formula.
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in tuple("=+-@\t\r")
    return cell


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
