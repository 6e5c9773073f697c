"""Gait: contacts and toe-offs."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.actions.catalogue.spec import RESULT, ActionSpec, action

__all__ = ["ACTIONS"]

ACTIONS: tuple[ActionSpec, ...] = (
    action(
        "gait.contact_right",
        QT_TRANSLATE_NOOP("Action", "Add &right contact"),
        in_picture=True,
        keys=("C",),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "The right foot touches the floor in this frame."),
    ),
    action(
        "gait.contact_left",
        QT_TRANSLATE_NOOP("Action", "Add &left contact"),
        in_picture=True,
        keys=("Shift+C",),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "The left foot touches the floor in this frame."),
    ),
    action(
        "gait.off_right",
        QT_TRANSLATE_NOOP("Action", "Add right &toe-off"),
        in_picture=True,
        keys=("F",),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "The right foot leaves the floor in this frame."),
    ),
    action(
        "gait.off_left",
        QT_TRANSLATE_NOOP("Action", "Add left t&oe-off"),
        in_picture=True,
        keys=("Shift+F",),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "The left foot leaves the floor in this frame."),
    ),
    action(
        "gait.delete",
        QT_TRANSLATE_NOOP("Action", "&Delete event"),
        in_picture=True,
        keys=("Shift+Del",),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Remove the gait event at this frame."),
    ),
    action(
        "gait.next",
        QT_TRANSLATE_NOOP("Action", "&Next event"),
        in_picture=True,
        keys=("]",),
        needs=RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Go to the next contact or toe-off."),
    ),
    action(
        "gait.previous",
        QT_TRANSLATE_NOOP("Action", "&Previous event"),
        in_picture=True,
        keys=("[",),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Go to the contact or toe-off before."),
    ),
)
"""In the order of the menu."""
