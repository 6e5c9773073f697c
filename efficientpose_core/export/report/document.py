"""The worded document: what both printers print, in order."""

from __future__ import annotations

from dataclasses import dataclass

from efficientpose_core.export.report.chart import Chart
from efficientpose_core.export.sections import Picture

__all__ = [
    "Block",
    "Bullets",
    "Document",
    "Facts",
    "Figure",
    "Figures",
    "Grid",
    "Heading",
    "Paragraph",
    "Stills",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Begins a chapter (level 1) or a part of one (2)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; ``style`` is ``"body"``, ``"small"`` or ``"notice"`` (in a frame)."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """Short texts, one below the other; ``style`` is ``"plain"`` or ``"warning"`` (in a frame)."""

    items: tuple[str, ...]
    style: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Pairs of label and value, in two columns or one."""

    rows: tuple[tuple[str, str], ...]
    columns: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table.

    Parameters
    ----------
    header, rows
        Cells.
    numeric
        One a column: whether its cells stand at the right.
    shares
        One a column: its part of the width.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figure:
    """A chart with its title above and a note below."""

    title: str
    chart: Chart
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """Charts beside each other: one or two."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stills:
    """Pictures beside each other."""

    pictures: tuple[Picture, ...]


Block = Heading | Paragraph | Bullets | Facts | Grid | Figures | Stills


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """A report, worded.

    Parameters
    ----------
    language
        Its code.
    title, subtitle
        At the top.
    blocks
        What follows.
    footer
        On every page.
    page_label
        Text with ``{page}`` and ``{pages}``.
    """

    language: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    footer: str
    page_label: str
