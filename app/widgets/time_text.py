"""Times and frame numbers as text, both ways."""

from __future__ import annotations

import math

from app.translation import decimal

__all__ = ["format_time", "parse_time"]


def format_time(t_s: float, decimals: int = 3) -> str:
    """Return ``12.345``, from a minute on ``1:02.345``, from an hour on ``1:01:02.345``.

    A time that is not known gives a dash; the decimal mark is that of the window's language.
    """
    if not math.isfinite(t_s):
        return "-"
    unit = 10**decimals
    ticks = round(abs(t_s) * unit)
    sign = "-" if t_s < 0 and ticks else ""
    minutes, rest = divmod(ticks, 60 * unit)
    hours, minutes = divmod(minutes, 60)
    width = decimals + 3 if decimals else 2
    seconds = decimal(rest / unit, decimals)
    if hours:
        return f"{sign}{hours}:{minutes:02d}:{seconds.zfill(width)}"
    return f"{sign}{minutes}:{seconds.zfill(width)}" if minutes else sign + seconds


def parse_time(text: str) -> float | None:
    """Return the seconds that ``12.345``, ``1:02.3`` or ``1:01:02`` mean; None for other texts."""
    parts = text.strip().removesuffix("s").strip().replace(",", ".").split(":")
    try:
        values = [float(part) for part in parts]
    except ValueError:
        return None
    is_usual = len(values) <= 3 and all(math.isfinite(v) and v >= 0 for v in values)
    if not is_usual or any(v >= 60 for v in values[1:]):
        return None
    return sum((value * 60.0**power for power, value in enumerate(reversed(values))), start=0.0)
