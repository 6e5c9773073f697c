"""Words follow the numbers beside them."""

from __future__ import annotations

import pytest

from efficientpose_core.words.filling import fill


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 cycles"), (1, "1 cycle"), (2, "2 cycles"), (11, "11 cycles")]
)
def test_words_follow_their_number(number: int, text: str) -> None:
    assert fill("{0} {0:cycle|cycles}", number) == text
    assert fill("{n} {n:cycle|cycles}", n=number) == text


def test_another_number_may_choose() -> None:
    assert fill("{0} of {1} {0:was|were} seen", 1, 5) == "1 of 5 was seen"


def test_values_are_not_read_as_texts() -> None:
    assert fill("{0}: {1}", "{1}", "a|b") == "{1}: a|b"


def test_other_formats_stay() -> None:
    assert fill("{0:>3}", 7) == "  7"
