"""What is not reported and why, in a few lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.translation import fill, tell, words

if TYPE_CHECKING:
    from efficientpose_core.kinematics.measure import Measure

__all__ = ["refusal_lines"]

_MOST_NAMES = 2


def refusal_lines(measures: Iterable[Measure]) -> list[str]:
    """Return a line for each reason, with the quantities that it is about, or their number."""
    from efficientpose_core.export.refusals import group_refusals
    from efficientpose_core.export.sections import Refusal

    lines = []
    for group in group_refusals(
        Refusal(name=m.name, reason=m.reason) for m in measures if m.is_refused
    ):
        names = words().names_without_sides(group.names)
        what = ", ".join(names)
        if len(names) > _MOST_NAMES:
            text = QCoreApplication.translate("Refusals", "{0} {0:parameter|parameters}")
            what = fill(text, len(names))
        text = QCoreApplication.translate("Refusals", "Not reported: {0}. {1}")
        lines.append(text.format(what, _sentence(tell(group.reason))))
    return lines


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."
