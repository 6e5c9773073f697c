"""The report: results worded once, in the reader's language, and printed as HTML or PDF."""

from __future__ import annotations

from pathlib import Path

from efficientpose_core.errors import UnknownNameError
from efficientpose_core.export.report.build import ReportFacts, build_report, chapter_titles
from efficientpose_core.export.report.document import Document
from efficientpose_core.export.report.html import write_html
from efficientpose_core.export.report.pdf import write_pdf

__all__ = ["ReportFacts", "build_report", "chapter_titles", "check_report_path", "write_report"]

_PRINTERS = {".html": write_html, ".htm": write_html, ".pdf": write_pdf}


def check_report_path(path: Path) -> None:
    """Raise `UnknownNameError` unless the name ends in .html or .pdf."""
    if path.suffix.lower() not in _PRINTERS:
        raise UnknownNameError("report format", path.suffix or path.name, _PRINTERS)


def write_report(document: Document, path: Path) -> None:
    """Write a report as HTML or PDF, by the ending of the name.

    Raises
    ------
    UnknownNameError
        For another ending.
    OutputError
        If it cannot be written.
    """
    check_report_path(path)
    _PRINTERS[path.suffix.lower()](document, path)
