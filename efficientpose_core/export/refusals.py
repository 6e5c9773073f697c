"""What is not reported, those with nearly the same reason together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from efficientpose_core.export.sections import Refusal

__all__ = ["RefusalGroup", "group_refusals"]

_QUANTITY = re.compile(r"(?<![\w./])[a-z]+(?:_[a-z]+)+(?![\w/]|\.\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalGroup:
    """Quantities that are not reported for the same reason.

    Parameters
    ----------
    names
        What is not reported; each once, in their order.
    reason
        The common sentence. Where reasons differ in the one quantity that they name, it names all
        of them, with commas between.
    """

    names: tuple[str, ...]
    reason: str


def group_refusals(refusals: Iterable[Refusal]) -> tuple[RefusalGroup, ...]:
    """Put refusals together whose reasons are the same but for a quantity that they name."""
    groups: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for refusal in refusals:
        named = _QUANTITY.findall(refusal.reason)
        frame = _QUANTITY.sub("{}", refusal.reason) if len(named) == 1 else refusal.reason
        names, quantities = groups.setdefault(frame, ({}, {}))
        names[refusal.name] = None
        quantities.update(dict.fromkeys(named))
    return tuple(
        RefusalGroup(
            names=tuple(names),
            reason=frame.replace("{}", ", ".join(quantities)) if quantities else frame,
        )
        for frame, (names, quantities) in groups.items()
    )
