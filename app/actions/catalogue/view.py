"""View: what the picture shows."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.actions.catalogue.spec import SOURCE, ActionSpec, action

__all__ = ["ACTIONS"]

ACTIONS: tuple[ActionSpec, ...] = (
    action(
        "view.fit",
        QT_TRANSLATE_NOOP("Action", "&Whole picture"),
        in_picture=True,
        keys=("0",),
        needs=SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Show the whole picture."),
    ),
    action(
        "view.skeleton",
        QT_TRANSLATE_NOOP("Action", "&Skeleton"),
        in_picture=True,
        keys=("K",),
        is_checkable=True,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Draw the skeleton."),
    ),
    action(
        "view.angles",
        QT_TRANSLATE_NOOP("Action", "Joint &angles in the picture"),
        in_picture=True,
        keys=("A",),
        is_checkable=True,
        tip=QT_TRANSLATE_NOOP("Action", "Write angles at the joints."),
    ),
    action(
        "view.trails",
        QT_TRANSLATE_NOOP("Action", "&Trails"),
        in_picture=True,
        keys=("T",),
        is_checkable=True,
        tip=QT_TRANSLATE_NOOP("Action", "Draw where keypoints have been."),
    ),
    action(
        "view.box",
        QT_TRANSLATE_NOOP("Action", "Person's &box"),
        in_picture=True,
        keys=("B",),
        is_checkable=True,
        tip=QT_TRANSLATE_NOOP("Action", "Draw the box around the person."),
    ),
    action(
        "view.raw",
        QT_TRANSLATE_NOOP("Action", "&Rejected keypoints"),
        is_checkable=True,
        tip=QT_TRANSLATE_NOOP("Action", "Show what the network found but was not trusted."),
    ),
    action(
        "view.full_screen",
        QT_TRANSLATE_NOOP("Action", "&Full screen"),
        keys=("F11",),
        is_checkable=True,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Use the whole screen."),
    ),
)
"""In the order of the menu."""
