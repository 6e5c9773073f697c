"""The report as one HTML file that needs nothing else: no script, no font, no network."""

from __future__ import annotations

import base64
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from efficientpose_core.atomic import write_text
from efficientpose_core.export.report.chart import Chart
from efficientpose_core.export.report.document import Document
from efficientpose_core.export.report.svg import svg
from efficientpose_core.export.sections import Picture

__all__ = ["render_html", "write_html"]

_TEMPLATES = Path(__file__).parent / "templates"


def write_html(document: Document, path: Path) -> None:
    """Write the report; `OutputError` if that fails."""
    write_text(path, render_html(document))


def render_html(document: Document) -> str:
    """Return the report; every text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["svg"] = _svg
    environment.filters["data_url"] = _data_url
    return environment.get_template("report.html.j2").render(document=document)


def _svg(chart: Chart) -> Markup:
    # The writer escapes every text by itself.
    return Markup(svg(chart))


def _data_url(picture: Picture) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(picture.jpeg).decode('ascii')}"
