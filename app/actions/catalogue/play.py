"""Playback: from frame to frame."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.actions.catalogue.spec import SOURCE, ActionSpec, action

__all__ = ["ACTIONS"]

ACTIONS: tuple[ActionSpec, ...] = (
    action(
        "play.toggle",
        QT_TRANSLATE_NOOP("Action", "&Play or pause"),
        in_picture=True,
        keys=("Space",),
        needs=SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Play the recording."),
    ),
    action(
        "play.next",
        QT_TRANSLATE_NOOP("Action", "&Next frame"),
        in_picture=True,
        keys=("Right", "."),
        needs=SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Go one frame on."),
    ),
    action(
        "play.previous",
        QT_TRANSLATE_NOOP("Action", "Pre&vious frame"),
        in_picture=True,
        keys=("Left", ","),
        needs=SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Go one frame back."),
    ),
    action(
        "play.start",
        QT_TRANSLATE_NOOP("Action", "&First frame"),
        in_picture=True,
        keys=("Home",),
        needs=SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Go to the beginning."),
    ),
    action(
        "play.end",
        QT_TRANSLATE_NOOP("Action", "&Last frame"),
        in_picture=True,
        keys=("End",),
        needs=SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Go to the end."),
    ),
    action(
        "play.loop",
        QT_TRANSLATE_NOOP("Action", "&Repeat"),
        in_picture=True,
        keys=("L",),
        needs=SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Play the marked range, or everything, over and over."),
    ),
)
"""In the order of the menu."""
