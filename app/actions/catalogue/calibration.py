"""Calibration: metres, the floor, slow motion, and what forbids distances."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.actions.catalogue.spec import READY, RESULT, ActionSpec, action

__all__ = ["ACTIONS"]

ACTIONS: tuple[ActionSpec, ...] = (
    action(
        "calibration.person",
        QT_TRANSLATE_NOOP("Action", "&Person and body height..."),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Pseudonym, age, sex and height: for norms, reports, and metres."
        ),
    ),
    action(
        "calibration.line",
        QT_TRANSLATE_NOOP("Action", "&Draw a line of known length"),
        needs=RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Draw along something whose length you know; distances are in metres then."
        ),
    ),
    action(
        "calibration.board",
        QT_TRANSLATE_NOOP("Action", "&Checkerboard in this frame..."),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Take the scale from a checkerboard in the picture."),
    ),
    action(
        "calibration.no_scale",
        QT_TRANSLATE_NOOP("Action", "&Remove the scale"),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Tell distances in pixels again."),
    ),
    action(
        "calibration.floor_feet",
        QT_TRANSLATE_NOOP("Action", "&Floor from standing feet"),
        needs=RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Find how the camera was rolled from where the feet stand still."
        ),
    ),
    action(
        "calibration.floor_line",
        QT_TRANSLATE_NOOP("Action", "Draw a line &along the floor"),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Show how the camera was rolled: inclinations are measured against the floor."
        ),
    ),
    action(
        "calibration.no_floor",
        QT_TRANSLATE_NOOP("Action", "Re&move the floor"),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Measure inclinations against the picture's edges again."),
    ),
    action(
        "calibration.slow_motion",
        QT_TRANSLATE_NOOP("Action", "&Slow motion..."),
        needs=READY,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Tell how many times slower than life the file plays."),
    ),
    action(
        "calibration.check",
        QT_TRANSLATE_NOOP("Action", "Chec&k camera and treadmill"),
        needs=RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action",
            "Find out whether distances over ground can be known; once more, it stops that.",
        ),
    ),
    action(
        "calibration.no_distances",
        QT_TRANSLATE_NOOP("Action", "R&efuse distances"),
        needs=RESULT,
        is_checkable=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Tell no distances and speeds over ground, nor metres: treadmill, panning."
        ),
    ),
)
"""In the order of the menu."""
