"""Times as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.widgets.time_text import format_time, parse_time


@pytest.mark.parametrize(
    ("t_s", "text"),
    [(0.0, "0.000"), (9.0 / 7, "1.286"), (59.9996, "1:00.000"), (62.5, "1:02.500"),
     (3723.25, "1:02:03.250"), (-0.0001, "0.000"), (float("nan"), "-")],
)  # fmt: skip
def test_times_are_written(t_s: float, text: str) -> None:
    assert format_time(t_s) == text


def test_decimals() -> None:
    assert format_time(75.4, 0) == "1:15"
    assert format_time(5.4, 0) == "5"


@pytest.mark.parametrize(
    ("text", "t_s"),
    [("12.5", 12.5), (" 12,5 s", 12.5), ("1:02.5", 62.5), ("1:01:02", 3662.0), ("90", 90.0)],
)
def test_times_are_read(text: str, t_s: float) -> None:
    assert parse_time(text) == pytest.approx(t_s)


@pytest.mark.parametrize("text", ["", "x", "1:2:3:4", "-3", "1:75", "nan", "1:-2", "inf"])
def test_other_texts_are_no_times(text: str) -> None:
    assert parse_time(text) is None


@given(st.integers(0, 20_000_000))
def test_there_and_back(milliseconds: int) -> None:
    assert parse_time(format_time(milliseconds / 1000)) == pytest.approx(milliseconds / 1000)
