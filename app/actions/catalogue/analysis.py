"""Analysis: find the pose, choose the person, clean."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.actions.catalogue.spec import IDLE, READY, RESULT, RUNNING, ActionSpec, action

__all__ = ["ACTIONS"]

ACTIONS: tuple[ActionSpec, ...] = (
    action(
        "analysis.run",
        QT_TRANSLATE_NOOP("Action", "&Analyse"),
        keys=("Ctrl+Return",),
        needs=READY,
        in_toolbar=True,
        icon="analyse",
        is_primary=True,
        tip=QT_TRANSLATE_NOOP("Action", "Find the pose in every frame."),
    ),
    action(
        "analysis.pause",
        QT_TRANSLATE_NOOP("Action", "&Pause"),
        keys=("Ctrl+P",),
        needs=RUNNING,
        is_checkable=True,
        in_toolbar=True,
        icon="hold",
        tip=QT_TRANSLATE_NOOP("Action", "Let the analysis rest, and go on later."),
    ),
    action(
        "analysis.stop",
        QT_TRANSLATE_NOOP("Action", "&Stop"),
        keys=("Ctrl+.",),
        needs=RUNNING,
        in_toolbar=True,
        icon="stop",
        tip=QT_TRANSLATE_NOOP("Action", "Stop the analysis; finished frames are kept."),
    ),
    action(
        "analysis.person",
        QT_TRANSLATE_NOOP("Action", "&Choose the person"),
        needs=READY,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Click on the person to be analysed; then Analyse."),
    ),
    action(
        "analysis.box",
        QT_TRANSLATE_NOOP("Action", "&Draw a box around the person"),
        needs=READY,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Draw a box around the person to be analysed; then Analyse."
        ),
    ),
    action(
        "analysis.again",
        QT_TRANSLATE_NOOP("Action", "Analyse this &range again..."),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP(
            "Action",
            "Draw a box around the person, and find the pose again in this frame "
            "or the marked range.",
        ),
    ),
    action(
        "analysis.queue",
        QT_TRANSLATE_NOOP("Action", "Analyse se&veral recordings..."),
        keys=("Ctrl+Shift+Return",),
        needs=IDLE,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Analyse many files one after the other."),
    ),
    action(
        "analysis.cleaning",
        QT_TRANSLATE_NOOP("Action", "C&leaning..."),
        keys=("Ctrl+L",),
        needs=RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Rejecting, filling, smoothing: every step, and what it does to the curves."
        ),
    ),
    action(
        "analysis.angles",
        QT_TRANSLATE_NOOP("Action", "&Own angles..."),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Define angles of your own: of three points, two segments, or one."
        ),
    ),
)
"""In the order of the menu."""
