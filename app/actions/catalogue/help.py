"""Help: guide, log, version."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.actions.catalogue.spec import ActionSpec, action

__all__ = ["ACTIONS"]

ACTIONS: tuple[ActionSpec, ...] = (
    action(
        "help.guide",
        QT_TRANSLATE_NOOP("Action", "&Guide"),
        keys=("F1",),
        tip=QT_TRANSLATE_NOOP("Action", "How to get from a video to joint angles."),
    ),
    action(
        "help.log",
        QT_TRANSLATE_NOOP("Action", "&Log"),
        tip=QT_TRANSLATE_NOOP("Action", "What the program has done."),
    ),
    action(
        "help.about",
        QT_TRANSLATE_NOOP("Action", "&About EfficientPose Studio"),
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Version, licences, and how to cite."),
    ),
)
"""In the order of the menu."""
