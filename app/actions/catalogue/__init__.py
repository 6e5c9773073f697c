"""Every action of the window, a module for each menu.

Menus, toolbar, palette and shortcuts come from it.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.actions.catalogue import (
    analysis,
    calibration,
    edit,
    file,
    gait,
    help,
    labelling,
    movement,
    play,
    tools,
    view,
)
from app.actions.catalogue.spec import ActionSpec, Need

__all__ = ["MENUS", "ActionSpec", "Need", "catalogue", "page_actions"]

MENUS = {
    "file": QT_TRANSLATE_NOOP("Menu", "&File"),
    "edit": QT_TRANSLATE_NOOP("Menu", "&Edit"),
    "analysis": QT_TRANSLATE_NOOP("Menu", "&Analysis"),
    "calibration": QT_TRANSLATE_NOOP("Menu", "&Calibration"),
    "gait": QT_TRANSLATE_NOOP("Menu", "&Gait"),
    "movement": QT_TRANSLATE_NOOP("Menu", "&Movement"),
    "play": QT_TRANSLATE_NOOP("Menu", "&Playback"),
    "view": QT_TRANSLATE_NOOP("Menu", "&View"),
    "tools": QT_TRANSLATE_NOOP("Menu", "&Tools"),
    "help": QT_TRANSLATE_NOOP("Menu", "&Help"),
}
"""Menus in their order."""

_MODULES = (file, edit, analysis, calibration, gait, movement, play, view, tools, help)


def catalogue() -> tuple[ActionSpec, ...]:
    """Return every action, in the order of the menus."""
    return tuple(spec for module in _MODULES for spec in module.ACTIONS)


def page_actions() -> tuple[ActionSpec, ...]:
    """Return the actions of pages, which are in no menu."""
    return labelling.ACTIONS
