"""Numbers in the window have the decimal mark of its language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication

from app import translation


@pytest.mark.parametrize(("code", "shown"), [("en", "-12.50"), ("de", "-12,50")])
def test_the_mark_is_that_of_the_language(
    monkeypatch: pytest.MonkeyPatch, code: str, shown: str
) -> None:
    monkeypatch.setattr(QCoreApplication, "translate", lambda *texts: code)
    assert translation.decimal(-12.5, 2) == shown
