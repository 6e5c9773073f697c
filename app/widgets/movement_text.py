"""What movements, tests and their checks are called, in the user's language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.translation import tell, words
from app.widgets.curves import name_label, name_title
from app.widgets.measure_table import number_text

if TYPE_CHECKING:
    from efficientpose_core.kinematics.protocols.protocol import Check, Norm

__all__ = [
    "JUMPS", "check_texts", "count_choices", "counted_label", "norm_text", "protocol_ids",
    "protocol_sentence", "value_text",
]  # fmt: skip

JUMPS = "jumps"
_TITLE = ".title"
_MOVEMENTS = {
    "squat": QT_TRANSLATE_NOOP("Movement", "Squats"),
    "sit_to_stand": QT_TRANSLATE_NOOP("Movement", "Standing up from a chair"),
    "push_up": QT_TRANSLATE_NOOP("Movement", "Push-ups"),
    "jumping_jack": QT_TRANSLATE_NOOP("Movement", "Jumping jacks"),
    "arm_raise": QT_TRANSLATE_NOOP("Movement", "Arm raises"),
    JUMPS: QT_TRANSLATE_NOOP("Movement", "Jumps"),
    "pelvis_height": QT_TRANSLATE_NOOP("Movement", "Height of the pelvis"),
}
_PLACES = {
    "below": QT_TRANSLATE_NOOP("Movement", "below what is usual"),
    "within": QT_TRANSLATE_NOOP("Movement", "usual"),
    "above": QT_TRANSLATE_NOOP("Movement", "above what is usual"),
}
_VIEWS = {
    "sagittal": QT_TRANSLATE_NOOP("Movement", "side"),
    "frontal": QT_TRANSLATE_NOOP("Movement", "front"),
}


def _say(text: object) -> str:
    return QCoreApplication.translate("Movement", str(text))


def count_choices(angles: Sequence[str]) -> list[tuple[str, str]]:
    """Return text and id of everything that can be counted: movements first, then angles."""
    return [(counted_label(id), id) for id in (*_MOVEMENTS, *angles)]


def counted_label(id: str) -> str:
    """Return what is counted, for people."""
    return _say(_MOVEMENTS[id]) if id in _MOVEMENTS else name_title(id)


def protocol_sentence(key: str) -> str:
    """Return a sentence of a test, without values."""
    from efficientpose_core.kinematics.protocols.texts import TEXTS

    return tell(TEXTS[key])


def protocol_ids() -> tuple[str, ...]:
    """Return the ids of all tests, without loading what evaluates them."""
    from efficientpose_core.kinematics.protocols.texts import TEXTS

    return tuple(key.removesuffix(_TITLE) for key in TEXTS if key.endswith(_TITLE))


def check_texts(check: Check) -> tuple[str, str]:
    """Return what a check has found, and what to do about it."""
    if words().language != "en":
        return tell(check.text), tell(check.remedy)
    values = dict(check.values)
    for name in ("needed", "seen"):
        if name in values:
            values[name] = _say(_VIEWS[str(values[name])])
    if "keypoint" in values:
        values["keypoint"] = name_label(str(values["keypoint"]))
    found = protocol_sentence(check.text_key).format(**values)
    remedy = protocol_sentence(check.remedy_key).format(**values) if check.remedy_key else ""
    return found, remedy


def norm_text(norm: Norm, value: float) -> str:
    """Return how a value compares with other people, and by whom that is known."""
    name = name_title(norm.measure)
    text = _say(QT_TRANSLATE_NOOP("Movement", "{0}: usual are {1} ({2}).")).format(
        name, tell(norm.usual), tell(norm.group)
    )
    place = norm.place(value) if math.isfinite(value) else ""
    if place:
        text += " " + _say(QT_TRANSLATE_NOOP("Movement", "This is {0}.")).format(
            _say(_PLACES[place])
        )
    return text + " " + _say(QT_TRANSLATE_NOOP("Movement", "Source: {0}.")).format(norm.source)


def value_text(value: float, unit: str) -> str:
    """Return a number without its unit; nothing where it is not known."""
    return number_text(value, unit) if math.isfinite(value) else ""
