"""Numbers in the window have the decimal mark of its language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication

from app import translation
from app.widgets.time_text import format_time, parse_time


@pytest.mark.parametrize(("code", "shown"), [("en", "-12.50"), ("de", "-12,50")])
def test_the_mark_is_that_of_the_language(
    monkeypatch: pytest.MonkeyPatch, code: str, shown: str
) -> None:
    monkeypatch.setattr(QCoreApplication, "translate", lambda *texts: code)
    assert translation.decimal(-12.5, 2) == shown
    assert translation.decimal(12.5, 2, signed=True) == shown.replace("-", "+")
    assert translation.decimal(0.0, 0) == "0"


def test_times_have_it_too_and_are_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QCoreApplication, "translate", lambda *texts: "de")
    assert format_time(62.5) == "1:02,500"
    assert parse_time(format_time(62.5)) == 62.5
