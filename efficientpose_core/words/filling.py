"""Texts with placeholders whose words follow a number: one cycle, two cycles."""

from __future__ import annotations

__all__ = ["fill"]


class _Value(str):
    """What fills a placeholder."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        one, bar, several = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return one if self == "1" else several


def fill(text: str, /, *values: object, **named: object) -> str:
    """Return a text with its placeholders filled, as `str.format` does.

    ``{0:cycle|cycles}`` or ``{n:cycle|cycles}`` takes the first word where the value is 1, else the
    other one.
    """
    return text.format(
        *(_Value(value) for value in values),
        **{key: _Value(value) for key, value in named.items()},
    )
