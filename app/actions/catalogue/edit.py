"""Edit: undo, and corrections of keypoints."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.actions.catalogue.spec import KEYPOINT, RESULT, ActionSpec, action

__all__ = ["ACTIONS"]

ACTIONS: tuple[ActionSpec, ...] = (
    action(
        "edit.undo",
        QT_TRANSLATE_NOOP("Action", "&Undo"),
        keys=("Ctrl+Z",),
        in_toolbar=True,
        icon="undo",
        is_icon_only=True,
        tip=QT_TRANSLATE_NOOP("Action", "Take the last change back."),
    ),
    action(
        "edit.redo",
        QT_TRANSLATE_NOOP("Action", "&Redo"),
        keys=("Ctrl+Shift+Z", "Ctrl+Y"),
        in_toolbar=True,
        icon="redo",
        is_icon_only=True,
        tip=QT_TRANSLATE_NOOP("Action", "Make the change again."),
    ),
    action(
        "edit.delete",
        QT_TRANSLATE_NOOP("Action", "&Delete keypoint"),
        in_picture=True,
        keys=("Del",),
        needs=KEYPOINT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Remove the chosen keypoint in this frame, or in the marked range."
        ),
    ),
    action(
        "edit.restore",
        QT_TRANSLATE_NOOP("Action", "Re&store keypoint"),
        in_picture=True,
        keys=("Shift+R",),
        needs=KEYPOINT,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Go back to what the network found, in this frame or the range."
        ),
    ),
    action(
        "edit.interpolate",
        QT_TRANSLATE_NOOP("Action", "&Interpolate keypoint"),
        keys=("Ctrl+I",),
        needs=KEYPOINT,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Join the corrected frames of the marked range by a smooth curve."
        ),
    ),
    action(
        "edit.swap",
        QT_TRANSLATE_NOOP("Action", "S&wap left and right"),
        in_picture=True,
        keys=("X",),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP(
            "Action",
            "Exchange the sides of the chosen joint, or of all, in this frame or the marked range.",
        ),
    ),
    action(
        "edit.facing_right",
        QT_TRANSLATE_NOOP("Action", "Person faces ri&ght"),
        needs=RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Tell the direction for the marked range, or the whole recording."
        ),
    ),
    action(
        "edit.facing_left",
        QT_TRANSLATE_NOOP("Action", "Person faces &left"),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Tell the direction for the marked range, or the whole recording."
        ),
    ),
    action(
        "edit.facing_auto",
        QT_TRANSLATE_NOOP("Action", "&Find the direction"),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Take back what was told about the direction."),
    ),
)
"""In the order of the menu."""
