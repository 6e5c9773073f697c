"""Movement: repetitions, phases, tests, comparison."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.actions.catalogue.spec import RESULT, ActionSpec, action

__all__ = ["ACTIONS"]

ACTIONS: tuple[ActionSpec, ...] = (
    action(
        "movement.next",
        QT_TRANSLATE_NOOP("Action", "&Next repetition"),
        in_picture=True,
        keys=("N",),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Go to the next repetition or jump."),
    ),
    action(
        "movement.previous",
        QT_TRANSLATE_NOOP("Action", "&Previous repetition"),
        in_picture=True,
        keys=("Shift+N",),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Go to the repetition or jump before."),
    ),
    action(
        "movement.phase",
        QT_TRANSLATE_NOOP("Action", "&Mark the range as a phase"),
        in_picture=True,
        keys=("P",),
        needs=RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Give the range that is marked on the timeline a name."),
    ),
    action(
        "movement.go",
        QT_TRANSLATE_NOOP("Action", "'&Go' was said here"),
        in_picture=True,
        keys=("G",),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "A test against the clock starts in this frame."),
    ),
    action(
        "movement.compare",
        QT_TRANSLATE_NOOP("Action", "&Compare with another project..."),
        keys=("Ctrl+Shift+C",),
        needs=RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Play two recordings side by side, and lay their curves over each other."
        ),
    ),
)
"""In the order of the menu."""
