"""File: open, save, write out."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.actions.catalogue.spec import IDLE, READY, RESULT, ActionSpec, action

__all__ = ["ACTIONS"]

ACTIONS: tuple[ActionSpec, ...] = (
    action(
        "file.open",
        QT_TRANSLATE_NOOP("Action", "&Open..."),
        keys=("Ctrl+O",),
        needs=IDLE,
        in_toolbar=True,
        icon="open",
        tip=QT_TRANSLATE_NOOP("Action", "Open a video, a folder's pictures, or a project."),
    ),
    action(
        "file.camera",
        QT_TRANSLATE_NOOP("Action", "&Webcam..."),
        keys=("Ctrl+Shift+W",),
        needs=IDLE,
        in_toolbar=True,
        icon="camera",
        tip=QT_TRANSLATE_NOOP("Action", "Watch and record with a camera."),
    ),
    action(
        "file.sample",
        QT_TRANSLATE_NOOP("Action", "Open the sa&mple"),
        needs=IDLE,
        tip=QT_TRANSLATE_NOOP("Action", "Open the built-in walker, whose joint angles are known."),
    ),
    action(
        "file.save",
        QT_TRANSLATE_NOOP("Action", "&Save project"),
        keys=("Ctrl+S",),
        needs=RESULT,
        in_toolbar=True,
        icon="save",
        short=QT_TRANSLATE_NOOP("Action", "Save"),
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Save keypoints, corrections and settings."),
    ),
    action(
        "file.save_as",
        QT_TRANSLATE_NOOP("Action", "Save project &as..."),
        keys=("Ctrl+Shift+S",),
        needs=RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Save the project under another name."),
    ),
    action(
        "file.export",
        QT_TRANSLATE_NOOP("Action", "&Export..."),
        keys=("Ctrl+E",),
        needs=RESULT,
        in_toolbar=True,
        icon="export",
        tip=QT_TRANSLATE_NOOP("Action", "Write tables and an annotated video."),
    ),
    action(
        "file.report",
        QT_TRANSLATE_NOOP("Action", "Repor&t..."),
        keys=("Ctrl+R",),
        needs=RESULT,
        in_toolbar=True,
        icon="report",
        is_icon_only=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Write what was measured as a document, with pictures and curves."
        ),
    ),
    action(
        "file.close",
        QT_TRANSLATE_NOOP("Action", "&Close"),
        keys=("Ctrl+W",),
        needs=READY,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Close the recording."),
    ),
    action(
        "file.quit",
        QT_TRANSLATE_NOOP("Action", "&Quit"),
        keys=("Ctrl+Q",),
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Leave the program."),
    ),
)
"""In the order of the menu."""
