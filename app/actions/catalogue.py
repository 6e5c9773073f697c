"""Every action of the window, in one list: menus, toolbar, palette and shortcuts come from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

__all__ = ["MENUS", "ActionSpec", "Need", "catalogue"]


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
        Key of `MENUS`.
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

    @property
    def label(self) -> str:
        """Text in the user's language."""
        return QCoreApplication.translate("Action", self.text)

    @property
    def description(self) -> str:
        """Tip in the user's language."""
        return QCoreApplication.translate("Action", self.tip) if self.tip else ""


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

_SOURCE = frozenset({Need.SOURCE})
_RESULT = frozenset({Need.SOURCE, Need.RESULT, Need.IDLE})
_KEYPOINT = _RESULT | {Need.KEYPOINT}
_READY = frozenset({Need.SOURCE, Need.IDLE})
_IDLE = frozenset({Need.IDLE})
_RUNNING = frozenset({Need.RUNNING})


def _spec(id: str, text: object, *, tip: object, **others: Any) -> ActionSpec:
    # `QT_TRANSLATE_NOOP` gives back the string, which its type does not tell.
    return ActionSpec(id=id, text=str(text), tip=str(tip), menu=id.partition(".")[0], **others)


_CATALOGUE = (
    _spec(
        "file.open",
        QT_TRANSLATE_NOOP("Action", "&Open..."),
        keys=("Ctrl+O",),
        needs=_IDLE,
        in_toolbar=True,
        icon="open",
        tip=QT_TRANSLATE_NOOP("Action", "Open a video, a folder's pictures, or a project."),
    ),
    _spec(
        "file.camera",
        QT_TRANSLATE_NOOP("Action", "&Webcam..."),
        keys=("Ctrl+Shift+W",),
        needs=_IDLE,
        in_toolbar=True,
        icon="camera",
        tip=QT_TRANSLATE_NOOP("Action", "Watch and record with a camera."),
    ),
    _spec(
        "file.sample",
        QT_TRANSLATE_NOOP("Action", "Open the sa&mple"),
        needs=_IDLE,
        tip=QT_TRANSLATE_NOOP("Action", "Open the built-in walker, whose joint angles are known."),
    ),
    _spec(
        "file.save",
        QT_TRANSLATE_NOOP("Action", "&Save project"),
        keys=("Ctrl+S",),
        needs=_RESULT,
        in_toolbar=True,
        icon="save",
        short=QT_TRANSLATE_NOOP("Action", "Save"),
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Save keypoints, corrections and settings."),
    ),
    _spec(
        "file.save_as",
        QT_TRANSLATE_NOOP("Action", "Save project &as..."),
        keys=("Ctrl+Shift+S",),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Save the project under another name."),
    ),
    _spec(
        "file.export",
        QT_TRANSLATE_NOOP("Action", "&Export..."),
        keys=("Ctrl+E",),
        needs=_RESULT,
        in_toolbar=True,
        icon="export",
        tip=QT_TRANSLATE_NOOP("Action", "Write tables and an annotated video."),
    ),
    _spec(
        "file.report",
        QT_TRANSLATE_NOOP("Action", "Repor&t..."),
        keys=("Ctrl+R",),
        needs=_RESULT,
        in_toolbar=True,
        icon="report",
        is_icon_only=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Write what was measured as a document, with pictures and curves."
        ),
    ),
    _spec(
        "file.close",
        QT_TRANSLATE_NOOP("Action", "&Close"),
        keys=("Ctrl+W",),
        needs=_READY,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Close the recording."),
    ),
    _spec(
        "file.quit",
        QT_TRANSLATE_NOOP("Action", "&Quit"),
        keys=("Ctrl+Q",),
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Leave the program."),
    ),
    _spec(
        "edit.undo",
        QT_TRANSLATE_NOOP("Action", "&Undo"),
        keys=("Ctrl+Z",),
        in_toolbar=True,
        icon="undo",
        is_icon_only=True,
        tip=QT_TRANSLATE_NOOP("Action", "Take the last change back."),
    ),
    _spec(
        "edit.redo",
        QT_TRANSLATE_NOOP("Action", "&Redo"),
        keys=("Ctrl+Shift+Z", "Ctrl+Y"),
        in_toolbar=True,
        icon="redo",
        is_icon_only=True,
        tip=QT_TRANSLATE_NOOP("Action", "Make the change again."),
    ),
    _spec(
        "edit.delete",
        QT_TRANSLATE_NOOP("Action", "&Delete keypoint"),
        in_picture=True,
        keys=("Del",),
        needs=_KEYPOINT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Remove the chosen keypoint in this frame, or in the marked range."
        ),
    ),
    _spec(
        "edit.restore",
        QT_TRANSLATE_NOOP("Action", "Re&store keypoint"),
        in_picture=True,
        keys=("Shift+R",),
        needs=_KEYPOINT,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Go back to what the network found, in this frame or the range."
        ),
    ),
    _spec(
        "edit.interpolate",
        QT_TRANSLATE_NOOP("Action", "&Interpolate keypoint"),
        keys=("Ctrl+I",),
        needs=_KEYPOINT,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Join the corrected frames of the marked range by a smooth curve."
        ),
    ),
    _spec(
        "edit.swap",
        QT_TRANSLATE_NOOP("Action", "S&wap left and right"),
        in_picture=True,
        keys=("X",),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP(
            "Action",
            "Exchange the sides of the chosen joint, or of all, in this frame or the marked range.",
        ),
    ),
    _spec(
        "edit.facing_right",
        QT_TRANSLATE_NOOP("Action", "Person faces ri&ght"),
        needs=_RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Tell the direction for the marked range, or the whole recording."
        ),
    ),
    _spec(
        "edit.facing_left",
        QT_TRANSLATE_NOOP("Action", "Person faces &left"),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Tell the direction for the marked range, or the whole recording."
        ),
    ),
    _spec(
        "edit.facing_auto",
        QT_TRANSLATE_NOOP("Action", "&Find the direction"),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Take back what was told about the direction."),
    ),
    _spec(
        "analysis.run",
        QT_TRANSLATE_NOOP("Action", "&Analyse"),
        keys=("Ctrl+Return",),
        needs=_READY,
        in_toolbar=True,
        icon="analyse",
        is_primary=True,
        tip=QT_TRANSLATE_NOOP("Action", "Find the pose in every frame."),
    ),
    _spec(
        "analysis.pause",
        QT_TRANSLATE_NOOP("Action", "&Pause"),
        keys=("Ctrl+P",),
        needs=_RUNNING,
        is_checkable=True,
        in_toolbar=True,
        icon="hold",
        tip=QT_TRANSLATE_NOOP("Action", "Let the analysis rest, and go on later."),
    ),
    _spec(
        "analysis.stop",
        QT_TRANSLATE_NOOP("Action", "&Stop"),
        keys=("Ctrl+.",),
        needs=_RUNNING,
        in_toolbar=True,
        icon="stop",
        tip=QT_TRANSLATE_NOOP("Action", "Stop the analysis; finished frames are kept."),
    ),
    _spec(
        "analysis.person",
        QT_TRANSLATE_NOOP("Action", "&Choose the person"),
        needs=_READY,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Click on the person to be analysed; then Analyse."),
    ),
    _spec(
        "analysis.box",
        QT_TRANSLATE_NOOP("Action", "&Draw a box around the person"),
        needs=_READY,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Draw a box around the person to be analysed; then Analyse."
        ),
    ),
    _spec(
        "analysis.again",
        QT_TRANSLATE_NOOP("Action", "Analyse this &range again..."),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP(
            "Action",
            "Draw a box around the person, and find the pose again in this frame "
            "or the marked range.",
        ),
    ),
    _spec(
        "analysis.queue",
        QT_TRANSLATE_NOOP("Action", "Analyse se&veral recordings..."),
        keys=("Ctrl+Shift+Return",),
        needs=_IDLE,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Analyse many files one after the other."),
    ),
    _spec(
        "analysis.cleaning",
        QT_TRANSLATE_NOOP("Action", "C&leaning..."),
        keys=("Ctrl+L",),
        needs=_RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Rejecting, filling, smoothing: every step, and what it does to the curves."
        ),
    ),
    _spec(
        "analysis.angles",
        QT_TRANSLATE_NOOP("Action", "&Own angles..."),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Define angles of your own: of three points, two segments, or one."
        ),
    ),
    _spec(
        "calibration.person",
        QT_TRANSLATE_NOOP("Action", "&Person and body height..."),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Pseudonym, age, sex and height: for norms, reports, and metres."
        ),
    ),
    _spec(
        "calibration.line",
        QT_TRANSLATE_NOOP("Action", "&Draw a line of known length"),
        needs=_RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Draw along something whose length you know; distances are in metres then."
        ),
    ),
    _spec(
        "calibration.board",
        QT_TRANSLATE_NOOP("Action", "&Checkerboard in this frame..."),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Take the scale from a checkerboard in the picture."),
    ),
    _spec(
        "calibration.no_scale",
        QT_TRANSLATE_NOOP("Action", "&Remove the scale"),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Tell distances in pixels again."),
    ),
    _spec(
        "calibration.floor_feet",
        QT_TRANSLATE_NOOP("Action", "&Floor from standing feet"),
        needs=_RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Find how the camera was rolled from where the feet stand still."
        ),
    ),
    _spec(
        "calibration.floor_line",
        QT_TRANSLATE_NOOP("Action", "Draw a line &along the floor"),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Show how the camera was rolled: inclinations are measured against the floor."
        ),
    ),
    _spec(
        "calibration.no_floor",
        QT_TRANSLATE_NOOP("Action", "Re&move the floor"),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Measure inclinations against the picture's edges again."),
    ),
    _spec(
        "calibration.slow_motion",
        QT_TRANSLATE_NOOP("Action", "&Slow motion..."),
        needs=_READY,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Tell how many times slower than life the file plays."),
    ),
    _spec(
        "calibration.check",
        QT_TRANSLATE_NOOP("Action", "Chec&k camera and treadmill"),
        needs=_RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action",
            "Find out whether distances over ground can be known; once more, it stops that.",
        ),
    ),
    _spec(
        "calibration.no_distances",
        QT_TRANSLATE_NOOP("Action", "R&efuse distances"),
        needs=_RESULT,
        is_checkable=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Tell no distances and speeds over ground, nor metres: treadmill, panning."
        ),
    ),
    _spec(
        "gait.contact_right",
        QT_TRANSLATE_NOOP("Action", "Add &right contact"),
        in_picture=True,
        keys=("C",),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "The right foot touches the floor in this frame."),
    ),
    _spec(
        "gait.contact_left",
        QT_TRANSLATE_NOOP("Action", "Add &left contact"),
        in_picture=True,
        keys=("Shift+C",),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "The left foot touches the floor in this frame."),
    ),
    _spec(
        "gait.off_right",
        QT_TRANSLATE_NOOP("Action", "Add right &toe-off"),
        in_picture=True,
        keys=("F",),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "The right foot leaves the floor in this frame."),
    ),
    _spec(
        "gait.off_left",
        QT_TRANSLATE_NOOP("Action", "Add left t&oe-off"),
        in_picture=True,
        keys=("Shift+F",),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "The left foot leaves the floor in this frame."),
    ),
    _spec(
        "gait.delete",
        QT_TRANSLATE_NOOP("Action", "&Delete event"),
        in_picture=True,
        keys=("Shift+Del",),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Remove the gait event at this frame."),
    ),
    _spec(
        "gait.next",
        QT_TRANSLATE_NOOP("Action", "&Next event"),
        in_picture=True,
        keys=("]",),
        needs=_RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Go to the next contact or toe-off."),
    ),
    _spec(
        "gait.previous",
        QT_TRANSLATE_NOOP("Action", "&Previous event"),
        in_picture=True,
        keys=("[",),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Go to the contact or toe-off before."),
    ),
    _spec(
        "movement.next",
        QT_TRANSLATE_NOOP("Action", "&Next repetition"),
        in_picture=True,
        keys=("N",),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Go to the next repetition or jump."),
    ),
    _spec(
        "movement.previous",
        QT_TRANSLATE_NOOP("Action", "&Previous repetition"),
        in_picture=True,
        keys=("Shift+N",),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "Go to the repetition or jump before."),
    ),
    _spec(
        "movement.phase",
        QT_TRANSLATE_NOOP("Action", "&Mark the range as a phase"),
        in_picture=True,
        keys=("P",),
        needs=_RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Give the range that is marked on the timeline a name."),
    ),
    _spec(
        "movement.go",
        QT_TRANSLATE_NOOP("Action", "'&Go' was said here"),
        in_picture=True,
        keys=("G",),
        needs=_RESULT,
        tip=QT_TRANSLATE_NOOP("Action", "A test against the clock starts in this frame."),
    ),
    _spec(
        "movement.compare",
        QT_TRANSLATE_NOOP("Action", "&Compare with another project..."),
        keys=("Ctrl+Shift+C",),
        needs=_RESULT,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Play two recordings side by side, and lay their curves over each other."
        ),
    ),
    _spec(
        "play.toggle",
        QT_TRANSLATE_NOOP("Action", "&Play or pause"),
        in_picture=True,
        keys=("Space",),
        needs=_SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Play the recording."),
    ),
    _spec(
        "play.next",
        QT_TRANSLATE_NOOP("Action", "&Next frame"),
        in_picture=True,
        keys=("Right", "."),
        needs=_SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Go one frame on."),
    ),
    _spec(
        "play.previous",
        QT_TRANSLATE_NOOP("Action", "Pre&vious frame"),
        in_picture=True,
        keys=("Left", ","),
        needs=_SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Go one frame back."),
    ),
    _spec(
        "play.start",
        QT_TRANSLATE_NOOP("Action", "&First frame"),
        in_picture=True,
        keys=("Home",),
        needs=_SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Go to the beginning."),
    ),
    _spec(
        "play.end",
        QT_TRANSLATE_NOOP("Action", "&Last frame"),
        in_picture=True,
        keys=("End",),
        needs=_SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Go to the end."),
    ),
    _spec(
        "play.loop",
        QT_TRANSLATE_NOOP("Action", "&Repeat"),
        in_picture=True,
        keys=("L",),
        needs=_SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Play the marked range, or everything, over and over."),
    ),
    _spec(
        "view.fit",
        QT_TRANSLATE_NOOP("Action", "&Whole picture"),
        in_picture=True,
        keys=("0",),
        needs=_SOURCE,
        tip=QT_TRANSLATE_NOOP("Action", "Show the whole picture."),
    ),
    _spec(
        "view.skeleton",
        QT_TRANSLATE_NOOP("Action", "&Skeleton"),
        in_picture=True,
        keys=("K",),
        is_checkable=True,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Draw the skeleton."),
    ),
    _spec(
        "view.angles",
        QT_TRANSLATE_NOOP("Action", "Joint &angles in the picture"),
        in_picture=True,
        keys=("A",),
        is_checkable=True,
        tip=QT_TRANSLATE_NOOP("Action", "Write angles at the joints."),
    ),
    _spec(
        "view.trails",
        QT_TRANSLATE_NOOP("Action", "&Trails"),
        in_picture=True,
        keys=("T",),
        is_checkable=True,
        tip=QT_TRANSLATE_NOOP("Action", "Draw where keypoints have been."),
    ),
    _spec(
        "view.box",
        QT_TRANSLATE_NOOP("Action", "Person's &box"),
        in_picture=True,
        keys=("B",),
        is_checkable=True,
        tip=QT_TRANSLATE_NOOP("Action", "Draw the box around the person."),
    ),
    _spec(
        "view.raw",
        QT_TRANSLATE_NOOP("Action", "&Rejected keypoints"),
        is_checkable=True,
        tip=QT_TRANSLATE_NOOP("Action", "Show what the network found but was not trusted."),
    ),
    _spec(
        "view.full_screen",
        QT_TRANSLATE_NOOP("Action", "&Full screen"),
        keys=("F11",),
        is_checkable=True,
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Use the whole screen."),
    ),
    _spec(
        "tools.palette",
        QT_TRANSLATE_NOOP("Action", "&Find an action..."),
        keys=("Ctrl+K",),
        tip=QT_TRANSLATE_NOOP("Action", "Type what you want to do."),
    ),
    _spec(
        "tools.check",
        QT_TRANSLATE_NOOP("Action", "&Check the models"),
        needs=_IDLE,
        tip=QT_TRANSLATE_NOOP(
            "Action", "Measure how fast each installed model is on this machine."
        ),
    ),
    _spec(
        "tools.train",
        QT_TRANSLATE_NOOP("Action", "&Train a model..."),
        tip=QT_TRANSLATE_NOOP(
            "Action", "Make a model better for your own people, from labelled pictures."
        ),
    ),
    _spec(
        "tools.shortcuts",
        QT_TRANSLATE_NOOP("Action", "&Keyboard shortcuts..."),
        tip=QT_TRANSLATE_NOOP("Action", "See and change the keys of every action."),
    ),
    _spec(
        "tools.preferences",
        QT_TRANSLATE_NOOP("Action", "&Preferences..."),
        keys=("Ctrl+,",),
        tip=QT_TRANSLATE_NOOP("Action", "Language, theme, models, smoothing, skeleton."),
    ),
    _spec(
        "help.guide",
        QT_TRANSLATE_NOOP("Action", "&Guide"),
        keys=("F1",),
        tip=QT_TRANSLATE_NOOP("Action", "How to get from a video to joint angles."),
    ),
    _spec(
        "help.log",
        QT_TRANSLATE_NOOP("Action", "&Log"),
        tip=QT_TRANSLATE_NOOP("Action", "What the program has done."),
    ),
    _spec(
        "help.about",
        QT_TRANSLATE_NOOP("Action", "&About EfficientPose Studio"),
        starts_group=True,
        tip=QT_TRANSLATE_NOOP("Action", "Version, licences, and how to cite."),
    ),
)


def catalogue() -> tuple[ActionSpec, ...]:
    """Return every action, in the order of the menus."""
    return _CATALOGUE
