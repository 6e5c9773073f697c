"""The report as PDF (ReportLab: pure Python, without a display), from the same document as HTML."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from efficientpose_core.atomic import write_bytes
from efficientpose_core.errors import OutputError
from efficientpose_core.export.report.chart import Area, Chart, Line
from efficientpose_core.export.report.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Figures,
    Grid,
    Heading,
    Paragraph,
    Stills,
)
from efficientpose_core.resources import resource_path

__all__ = ["render_pdf", "write_pdf"]

_FONT, _BOLD = "OpenSans", "OpenSans-Semibold"
_FONT_FILES = {_FONT: "OpenSans-Regular.ttf", _BOLD: "OpenSans-Semibold.ttf"}
_MM = 72 / 25.4
_PAGE = (210 * _MM, 297 * _MM)
_SIDE, _TOP, _BOTTOM = 15 * _MM, 16 * _MM, 20 * _MM
_WIDTH = _PAGE[0] - 2 * _SIDE
_INK, _SOFT, _LINE, _ACCENT = "#1B2733", "#5B6875", "#D8DFE6", "#0072B2"
_NOTICE, _WARNING, _WARNING_EDGE = "#F0F6FA", "#FDF4EC", "#D55E00"
_GAP = 8.0
_PADDING = 6.0
"""That of ReportLab's frames."""
_START = 52 * _MM
"""Room that a heading and the start of a table need."""
_STILL_HEIGHT = 62 * _MM


def write_pdf(document: Document, path: Path) -> None:
    """Write the report; `OutputError` if that fails."""
    write_bytes(path, render_pdf(document))


def render_pdf(document: Document) -> bytes:
    """Return the report as A4 pages.

    The same document gives the same bytes.

    Raises
    ------
    OutputError
        If a text has characters that the font lacks (Chinese, Arabic, ...).
    """
    _check_characters(document)
    _, pages = _build(document, pages=0)
    content, _ = _build(document, pages=pages)
    return content


def _build(document: Document, *, pages: int) -> tuple[bytes, int]:
    """Return the file and how many pages it has; ``pages`` is printed as their number."""
    from reportlab.platypus import SimpleDocTemplate

    stream = io.BytesIO()
    template = SimpleDocTemplate(
        stream, pagesize=_PAGE, leftMargin=_SIDE - _PADDING, rightMargin=_SIDE - _PADDING,
        topMargin=_TOP, bottomMargin=_BOTTOM, title=f"{document.title} \u2013 {document.subtitle}",
        lang=document.language, invariant=1, author="EfficientPose Studio",
    )  # fmt: skip

    def draw_foot(canvas: Any, _: Any) -> None:
        page = document.page_label.format(page=canvas.getPageNumber(), pages=pages)
        canvas.saveState()
        canvas.setStrokeColor(_LINE)
        canvas.setLineWidth(0.6)
        canvas.line(_SIDE, 14 * _MM, _PAGE[0] - _SIDE, 14 * _MM)
        canvas.setFont(_FONT, 7.5)
        canvas.setFillColor(_SOFT)
        canvas.drawString(_SIDE, 10 * _MM, _shortened(document.footer, _WIDTH - 70))
        canvas.drawRightString(_PAGE[0] - _SIDE, 10 * _MM, page)
        canvas.restoreState()

    template.build(list(_story(document)), onFirstPage=draw_foot, onLaterPages=draw_foot)
    return stream.getvalue(), int(template.page)


def _shortened(text: str, width: float) -> str:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if stringWidth(text, _FONT, 7.5) <= width:
        return text
    while text and stringWidth(f"{text}\u2026", _FONT, 7.5) > width:
        text = text[:-1]
    return f"{text}\u2026"


def _story(document: Document) -> Iterator[Any]:
    from reportlab.platypus import CondPageBreak, HRFlowable, KeepTogether, Spacer

    yield _text(document.title, "title")
    yield _text(document.subtitle, "subtitle")
    yield HRFlowable(width="100%", thickness=2, color=_ACCENT, spaceBefore=4, spaceAfter=8)
    waiting: list[Any] = []
    for block in document.blocks:
        parts = [_heading(block)] if isinstance(block, Heading) else list(_flowables(block))
        is_opening = isinstance(block, Heading) or (
            bool(waiting) and isinstance(block, Paragraph) and block.style == "small"
        )
        if is_opening:
            # A heading and the sentence below it stay with what follows.
            waiting += parts
        elif waiting and isinstance(block, Grid | Bullets | Facts):
            # A long table may still break after its start.
            yield CondPageBreak(_START)
            yield from (*waiting, *parts)
            waiting = []
        else:
            yield KeepTogether([*waiting, *parts[:1]]) if waiting else parts[0]
            yield from parts[1:]
            waiting = []
        if not waiting:
            yield Spacer(1, 4)
    yield from waiting


def _heading(block: Heading) -> Any:
    return _text(block.text, "chapter" if block.level == 1 else "part")


def _flowables(block: Block) -> Iterator[Any]:
    if isinstance(block, Paragraph):
        yield (
            _framed([[_text(block.text, "body")]], _NOTICE, _ACCENT)
            if (block.style == "notice")
            else _text(block.text, block.style)
        )
    elif isinstance(block, Bullets):
        yield from _bullets(block)
    elif isinstance(block, Facts):
        yield _facts(block)
    elif isinstance(block, Grid):
        yield _grid(block)
    elif isinstance(block, Stills):
        yield _stills(block)
    elif isinstance(block, Figures):
        yield _figures(block)


def _bullets(block: Bullets) -> Iterator[Any]:
    if block.style == "warning":
        yield _framed([[_text(item, "body")] for item in block.items], _WARNING, _WARNING_EDGE)
        return
    for item in block.items:
        yield _text(item, "bullet", bullet="\u2022")


def _framed(rows: list[list[Any]], fill: str, edge: str) -> Any:
    from reportlab.platypus import Table

    return Table(
        rows,
        colWidths=[_WIDTH],
        style=[
            ("BACKGROUND", (0, 0), (-1, -1), fill),
            ("LINEBEFORE", (0, 0), (0, -1), 3, edge),
            ("LEFTPADDING", (0, 0), (-1, -1), 9),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ],
        spaceBefore=6,
        spaceAfter=4,
    )


def _facts(block: Facts) -> Any:
    from reportlab.platypus import Table

    cells = [[_text(label, "label"), _text(value, "cell")] for label, value in block.rows]
    if block.columns == 1:
        rows, widths = cells, [0.24 * _WIDTH, 0.76 * _WIDTH]
    else:
        if len(cells) % 2:
            cells.append(["", ""])
        rows = [[*cells[n], "", *cells[n + 1]] for n in range(0, len(cells), 2)]
        label, value, between = 0.17 * _WIDTH, 0.31 * _WIDTH, 0.04 * _WIDTH
        widths = [label, value, between, label, value]
    lines = [(0, 1)] if block.columns == 1 else [(0, 1), (3, 4)]
    return Table(
        rows,
        colWidths=widths,
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            *(("LINEBELOW", (a, 0), (b, -1), 0.5, _LINE) for a, b in lines),
        ],
    )


def _grid(block: Grid) -> Any:
    from reportlab.platypus import Table

    size = "cell" if len(block.header) <= 8 else "tiny"

    def row(cells: tuple[str, ...], style: str) -> list[Any]:
        return [
            _text(cell, f"{style}_right" if right else style)
            for cell, right in zip(cells, block.numeric, strict=True)
        ]

    return Table(
        [row(block.header, f"{size}_head"), *(row(cells, size) for cells in block.rows)],
        colWidths=[share * _WIDTH for share in block.shares],
        repeatRows=1,
        style=[
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ("LINEBELOW", (0, 0), (-1, 0), 1, _INK),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, _LINE),
        ],
        spaceBefore=2,
        spaceAfter=2,
    )


def _stills(block: Stills) -> Any:
    from reportlab.platypus import Image, Table

    count = max(len(block.pictures), 4)
    widest = (_WIDTH - (count - 1) * _GAP) / count
    cells, captions = [], []
    for picture in block.pictures:
        scale = min(widest / picture.width_px, _STILL_HEIGHT / picture.height_px)
        cells.append(
            Image(
                io.BytesIO(picture.jpeg), width=scale * picture.width_px,
                height=scale * picture.height_px,
            )
        )  # fmt: skip
        captions.append(_text(picture.caption, "caption"))
    return Table(
        [cells, captions],
        colWidths=[widest + _GAP] * len(cells),
        hAlign="LEFT",
        style=[
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), _GAP),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ],
    )


def _figures(block: Figures) -> Any:
    from reportlab.platypus import Table

    is_wide = block.figures[0].chart.width > _WIDTH / 2
    width = _WIDTH if is_wide else _WIDTH / 2
    cells = [
        [_text(figure.title, "part"), _drawing(figure.chart, width - (0 if is_wide else _GAP))]
        + ([_text(figure.note, "caption")] if figure.note else [])
        for figure in block.figures
    ]
    return Table(
        [cells],
        colWidths=[width] * len(cells),
        hAlign="LEFT",
        style=[
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0 if is_wide else _GAP),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ],
    )


def _drawing(chart: Chart, width: float) -> Any:
    """Return a chart as a drawing of this width; y runs up there."""
    from reportlab.graphics.shapes import Drawing, Group, Polygon, PolyLine, String
    from reportlab.lib.colors import HexColor

    scale = width / chart.width
    group = Group(transform=(scale, 0, 0, -scale, 0, scale * chart.height))
    drawing = Drawing(width, scale * chart.height)
    for shape in chart.shapes:
        if isinstance(shape, Area):
            flat = [number for point in shape.points for number in point]
            group.add(
                Polygon(flat, fillColor=HexColor(shape.colour), fillOpacity=shape.opacity,
                        strokeColor=None)
            )  # fmt: skip
        elif isinstance(shape, Line):
            flat = [number for point in shape.points for number in point]
            group.add(
                PolyLine(flat, strokeColor=HexColor(shape.colour), strokeWidth=shape.width,
                         strokeDashArray=list(shape.dash) or None, strokeLineJoin=1)
            )  # fmt: skip
        else:
            group.add(
                Group(
                    String(0, 0, shape.text, fontName=_FONT, fontSize=shape.size,
                           fillColor=HexColor(shape.colour), textAnchor=shape.anchor),
                    transform=(1, 0, 0, -1, shape.x, shape.y),
                )
            )  # fmt: skip
    drawing.add(group)
    return drawing


def _text(text: str, style: str, *, bullet: str | None = None) -> Any:
    from reportlab.platypus import Paragraph as Flowing

    return Flowing(escape(text), _styles()[style], bulletText=bullet)


@cache
def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    _register_fonts()

    def style(name: str, size: float, **more: Any) -> ParagraphStyle:
        facts = {"fontName": _FONT, "textColor": _INK, "leading": 1.32 * size, **more}
        return ParagraphStyle(name, fontSize=size, splitLongWords=1, embeddedHyphenation=1, **facts)

    styles = [
        style("title", 21, fontName=_BOLD, spaceAfter=2),
        style("subtitle", 12, textColor=_SOFT),
        style("chapter", 13.5, fontName=_BOLD, spaceBefore=12, spaceAfter=4),
        style("part", 9.5, fontName=_BOLD, spaceBefore=5, spaceAfter=2),
        style("body", 9),
        style("small", 8, textColor=_SOFT, spaceAfter=3),
        style("bullet", 9, leftIndent=11, bulletIndent=2, spaceAfter=2),
        style("caption", 7.5, textColor=_SOFT),
        style("label", 8.5, textColor=_SOFT),
    ]
    for size, points in (("cell", 8.5), ("tiny", 6.8)):
        for name, more in ((size, {}), (f"{size}_head", {"fontName": _BOLD})):
            styles += [
                style(name, points, **more),
                style(f"{name}_right", points, alignment=2, **more),
            ]
    return {one.name: one for one in styles}


@cache
def _register_fonts() -> dict[str, Any]:
    """Make the bundled fonts known; returns them by name."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = {name: TTFont(name, str(resource_path("fonts", file)))
             for name, file in _FONT_FILES.items()}  # fmt: skip
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    return fonts


def _check_characters(document: Document) -> None:
    """Raise rather than print boxes instead of letters."""
    known = _register_fonts()[_FONT].face.charToGlyph
    missing = {c for text in _texts(document) for c in text if ord(c) not in known and c != "\n"}
    if missing:
        raise OutputError(
            f"The font of the PDF has no {' '.join(sorted(missing)[:10])}: write the report as "
            "HTML, or choose another pseudonym or file name."
        )


def _texts(document: Document) -> Iterator[str]:
    yield from (document.title, document.subtitle, document.footer, document.page_label)
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Facts):
            yield from (text for row in block.rows for text in row)
        elif isinstance(block, Grid):
            yield from block.header
            yield from (text for row in block.rows for text in row)
        elif isinstance(block, Stills):
            yield from (picture.caption for picture in block.pictures)
        else:
            for figure in block.figures:
                yield from (figure.title, figure.note)
                yield from (
                    shape.text
                    for shape in figure.chart.shapes
                    if not isinstance(shape, Area | Line)
                )
