"""What can be done to a frame that is labelled, and the key of each step."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

__all__ = ["STEPS", "LabelStep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelStep:
    """One step.

    Parameters
    ----------
    id
        For whoever does it.
    keys
        As `QKeySequence` reads them; the first is shown.
    text
        English; a few words.
    tip
        A sentence.
    """

    id: str
    keys: tuple[str, ...]
    text: str
    tip: str

    @property
    def label(self) -> str:
        """Text in the user's language."""
        return QCoreApplication.translate("LabelStep", self.text)

    @property
    def description(self) -> str:
        """Tip in the user's language."""
        return QCoreApplication.translate("LabelStep", self.tip)


def _step(id: str, keys: tuple[str, ...], text: object, tip: object) -> LabelStep:
    # `QT_TRANSLATE_NOOP` gives back the string, which its type does not tell.
    return LabelStep(id=id, keys=keys, text=str(text), tip=str(tip))


STEPS: tuple[LabelStep, ...] = (
    _step(
        "accept", ("Space", "Return"), QT_TRANSLATE_NOOP("LabelStep", "accept"),
        QT_TRANSLATE_NOOP("LabelStep", "This frame is right: go to the next one to label."),
    ),
    _step(
        "next_frame", ("PgDown", "N"), QT_TRANSLATE_NOOP("LabelStep", "next frame"),
        QT_TRANSLATE_NOOP("LabelStep", "Go to the next frame that is still to be labelled."),
    ),
    _step(
        "previous_frame", ("PgUp", "B"), QT_TRANSLATE_NOOP("LabelStep", "frame before"),
        QT_TRANSLATE_NOOP("LabelStep", "Go to the frame before that is still to be labelled."),
    ),
    _step(
        "next_keypoint", ("E",), QT_TRANSLATE_NOOP("LabelStep", "next keypoint"),
        QT_TRANSLATE_NOOP("LabelStep", "Select the next keypoint, also one without a position."),
    ),
    _step(
        "previous_keypoint", ("Q",), QT_TRANSLATE_NOOP("LabelStep", "keypoint before"),
        QT_TRANSLATE_NOOP("LabelStep", "Select the keypoint before."),
    ),
    _step(
        "remove", ("Del", "Backspace"), QT_TRANSLATE_NOOP("LabelStep", "cannot be told"),
        QT_TRANSLATE_NOOP("LabelStep", "Say that nobody can tell where the keypoint is."),
    ),
    _step(
        "occluded", ("O",), QT_TRANSLATE_NOOP("LabelStep", "hidden"),
        QT_TRANSLATE_NOOP("LabelStep", "Something hides the keypoint, but it must be there."),
    ),
    _step(
        "copy", ("C",), QT_TRANSLATE_NOOP("LabelStep", "copy"),
        QT_TRANSLATE_NOOP(
            "LabelStep", "Put the keypoint where it is in the nearest labelled frame of this "
            "recording; without a chosen keypoint, all of them.",
        ),
    ),
    _step(
        "guess", ("G",), QT_TRANSLATE_NOOP("LabelStep", "guess"),
        QT_TRANSLATE_NOOP(
            "LabelStep", "Put the keypoint where the network has found it; without a chosen "
            "keypoint, all of them.",
        ),
    ),
    _step(
        "exchange", ("X",), QT_TRANSLATE_NOOP("LabelStep", "left and right"),
        QT_TRANSLATE_NOOP("LabelStep", "Exchange the left and the right keypoints of this frame."),
    ),
    _step(
        "box", ("R",), QT_TRANSLATE_NOOP("LabelStep", "guess in a box"),
        QT_TRANSLATE_NOOP("LabelStep", "Draw a box around the person; the network looks there."),
    ),
    _step(
        "reopen", ("U",), QT_TRANSLATE_NOOP("LabelStep", "not yet right"),
        QT_TRANSLATE_NOOP("LabelStep", "Take back that this frame is labelled."),
    ),
    _step(
        "remove_frame", ("Shift+Del",), QT_TRANSLATE_NOOP("LabelStep", "remove frame"),
        QT_TRANSLATE_NOOP("LabelStep", "Take this frame out of the project."),
    ),
    _step(
        "zoom", ("Z",), QT_TRANSLATE_NOOP("LabelStep", "zoom"),
        QT_TRANSLATE_NOOP(
            "LabelStep", "Show the person large, in every frame; or the whole picture again."
        ),
    ),
    _step(
        "names", ("T",), QT_TRANSLATE_NOOP("LabelStep", "names"),
        QT_TRANSLATE_NOOP("LabelStep", "Write the names beside the keypoints, or not."),
    ),
)  # fmt: skip
"""In the order in which they are shown."""
