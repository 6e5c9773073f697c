"""What an action is, and what it may need."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QCoreApplication

__all__ = [
    "IDLE",
    "KEYPOINT",
    "READY",
    "RESULT",
    "RUNNING",
    "SOURCE",
    "ActionSpec",
    "Need",
    "action",
]


class Need(Enum):
    """What has to be there for an action to make sense."""

    SOURCE = auto()
    """A recording is open."""
    RESULT = auto()
    """It has been analysed."""
    IDLE = auto()
    """No analysis runs."""
    RUNNING = auto()
    """An analysis runs."""
    KEYPOINT = auto()
    """A keypoint is chosen."""
    QUEUE = auto()
    """Recordings wait in the queue."""
    LABELS = auto()
    """The page is open on which frames are labelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One action.

    Parameters
    ----------
    id
        Dotted, stable: settings and tests name it.
    text
        English, with the mnemonic of the menu.
    menu
        Key of `app.actions.catalogue.MENUS`.
    keys
        Shortcuts, as `QKeySequence` reads them.
    tip
        A sentence: tooltip, status bar, palette.
    needs
        All of these.
    is_checkable
        On or off.
    in_toolbar
        Also a button.
    icon
        Of the button: a file of ``resources/icons``.
    short
        Text of the button where that of the menu is long.
    is_icon_only
        The button needs no words.
    is_primary
        What one comes for: the button stands out.
    starts_group
        A line is drawn above it.
    in_picture
        The shortcut works while picture, timeline or curves have the focus, not while a button or
        a list has it, which may want the same key.
    is_on_page
        It belongs to a page of its own: in no menu, and the shortcut works in the page's parts.
    """

    id: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    needs: frozenset[Need] = frozenset()
    is_checkable: bool = False
    in_toolbar: bool = False
    icon: str = ""
    short: str = ""
    is_icon_only: bool = False
    is_primary: bool = False
    starts_group: bool = False
    in_picture: bool = False
    is_on_page: bool = False

    @property
    def label(self) -> str:
        """Text in the user's language."""
        return QCoreApplication.translate("Action", self.text)

    @property
    def description(self) -> str:
        """Tip in the user's language."""
        return QCoreApplication.translate("Action", self.tip) if self.tip else ""


SOURCE = frozenset({Need.SOURCE})
RESULT = frozenset({Need.SOURCE, Need.RESULT, Need.IDLE})
KEYPOINT = RESULT | {Need.KEYPOINT}
READY = frozenset({Need.SOURCE, Need.IDLE})
IDLE = frozenset({Need.IDLE})
RUNNING = frozenset({Need.RUNNING})


def action(id: str, text: object, *, tip: object, **others: Any) -> ActionSpec:
    """Return a row of the catalogue; its menu is what stands before the dot of `id`."""
    # `QT_TRANSLATE_NOOP` gives back the string, which its type does not tell.
    return ActionSpec(id=id, text=str(text), tip=str(tip), menu=id.partition(".")[0], **others)
