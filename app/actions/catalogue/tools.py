"""Tools: models, keys, preferences."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.actions.catalogue.spec import IDLE, ActionSpec, action

__all__ = ["ACTIONS"]

ACTIONS: tuple[ActionSpec, ...] = (
    action(
        "tools.palette",
        QT_TRANSLATE_NOOP("Action", "&Find an action..."),
        keys=("Ctrl+K",),
        tip=QT_TRANSLATE_NOOP("Action", "Type what you want to do."),
    ),
    action(
        "tools.check",
        QT_TRANSLATE_NOOP("Action", "&Check the models"),
        needs=IDLE,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Measure how fast each installed model is on this machine."
        ),
    ),
    action(
        "tools.label",
        QT_TRANSLATE_NOOP("Action", "&Label frames..."),
        needs=IDLE,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Set keypoints in pictures by hand, to train a model with them."
        ),
    ),
    action(
        "tools.train",
        QT_TRANSLATE_NOOP("Action", "&Train a model..."),
        tip=QT_TRANSLATE_NOOP(
            "Action", "Make a model better for your own people, from labelled pictures."
        ),
    ),
    action(
        "tools.shortcuts",
        QT_TRANSLATE_NOOP("Action", "&Keyboard shortcuts..."),
        tip=QT_TRANSLATE_NOOP("Action", "See and change the keys of every action."),
    ),
    action(
        "tools.preferences",
        QT_TRANSLATE_NOOP("Action", "&Preferences..."),
        keys=("Ctrl+,",),
        tip=QT_TRANSLATE_NOOP("Action", "Language, theme, models, smoothing, skeleton."),
    ),
)
"""In the order of the menu."""
