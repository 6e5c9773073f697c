"""Labelling: keys of the page on which frames are labelled; they are in no menu."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.actions.catalogue.spec import ActionSpec, Need, action

__all__ = ["ACTIONS"]


def _step(id: str, text: object, short: object, keys: tuple[str, ...], tip: Any) -> ActionSpec:
    return action(
        f"labelling.{id}", text, short=str(short), keys=keys, tip=tip,
        needs=frozenset({Need.LABELS}), is_on_page=True,
    )  # fmt: skip


ACTIONS: tuple[ActionSpec, ...] = (
    _step(
        "accept",
        QT_TRANSLATE_NOOP("Action", "Label: accept frame"),
        QT_TRANSLATE_NOOP("Action", "accept"),
        ("Space", "Return"),
        QT_TRANSLATE_NOOP(
            "Action",
            "This frame is right: go to the next one to label.",
        ),
    ),
    _step(
        "next_frame",
        QT_TRANSLATE_NOOP("Action", "Label: next frame"),
        QT_TRANSLATE_NOOP("Action", "next frame"),
        ("PgDown", "N"),
        QT_TRANSLATE_NOOP(
            "Action",
            "Go to the next frame that is still to be labelled.",
        ),
    ),
    _step(
        "previous_frame",
        QT_TRANSLATE_NOOP("Action", "Label: frame before"),
        QT_TRANSLATE_NOOP("Action", "frame before"),
        ("PgUp", "B"),
        QT_TRANSLATE_NOOP(
            "Action",
            "Go to the frame before that is still to be labelled.",
        ),
    ),
    _step(
        "next_keypoint",
        QT_TRANSLATE_NOOP("Action", "Label: next keypoint"),
        QT_TRANSLATE_NOOP("Action", "next keypoint"),
        ("E",),
        QT_TRANSLATE_NOOP(
            "Action",
            "Select the next keypoint, also one without a position.",
        ),
    ),
    _step(
        "previous_keypoint",
        QT_TRANSLATE_NOOP("Action", "Label: keypoint before"),
        QT_TRANSLATE_NOOP("Action", "keypoint before"),
        ("Q",),
        QT_TRANSLATE_NOOP(
            "Action",
            "Select the keypoint before.",
        ),
    ),
    _step(
        "remove",
        QT_TRANSLATE_NOOP("Action", "Label: cannot be told"),
        QT_TRANSLATE_NOOP("Action", "cannot be told"),
        ("Del", "Backspace"),
        QT_TRANSLATE_NOOP(
            "Action",
            "Say that nobody can tell where the keypoint is.",
        ),
    ),
    _step(
        "occluded",
        QT_TRANSLATE_NOOP("Action", "Label: hidden"),
        QT_TRANSLATE_NOOP("Action", "hidden"),
        ("O",),
        QT_TRANSLATE_NOOP(
            "Action",
            "Something hides the keypoint, but it must be there.",
        ),
    ),
    _step(
        "copy",
        QT_TRANSLATE_NOOP("Action", "Label: copy from nearest frame"),
        QT_TRANSLATE_NOOP("Action", "copy"),
        ("C",),
        QT_TRANSLATE_NOOP(
            "Action",
            "Put the keypoint where it is in the nearest labelled frame of this recording; "
            "without a chosen keypoint, all of them.",
        ),
    ),
    _step(
        "guess",
        QT_TRANSLATE_NOOP("Action", "Label: back to the guess"),
        QT_TRANSLATE_NOOP("Action", "guess"),
        ("G",),
        QT_TRANSLATE_NOOP(
            "Action",
            "Put the keypoint where the network has found it; without a chosen keypoint, "
            "all of them.",
        ),
    ),
    _step(
        "exchange",
        QT_TRANSLATE_NOOP("Action", "Label: exchange left and right"),
        QT_TRANSLATE_NOOP("Action", "left and right"),
        ("X",),
        QT_TRANSLATE_NOOP(
            "Action",
            "Exchange the left and the right keypoints of this frame.",
        ),
    ),
    _step(
        "box",
        QT_TRANSLATE_NOOP("Action", "Label: guess in a box"),
        QT_TRANSLATE_NOOP("Action", "guess in a box"),
        ("R",),
        QT_TRANSLATE_NOOP(
            "Action",
            "Draw a box around the person; the network looks there.",
        ),
    ),
    _step(
        "reopen",
        QT_TRANSLATE_NOOP("Action", "Label: not yet right"),
        QT_TRANSLATE_NOOP("Action", "not yet right"),
        ("U",),
        QT_TRANSLATE_NOOP(
            "Action",
            "Take back that this frame is labelled.",
        ),
    ),
    _step(
        "remove_frame",
        QT_TRANSLATE_NOOP("Action", "Label: remove frame"),
        QT_TRANSLATE_NOOP("Action", "remove frame"),
        ("Shift+Del",),
        QT_TRANSLATE_NOOP(
            "Action",
            "Take this frame out of the project.",
        ),
    ),
    _step(
        "zoom",
        QT_TRANSLATE_NOOP("Action", "Label: person large"),
        QT_TRANSLATE_NOOP("Action", "zoom"),
        ("Z",),
        QT_TRANSLATE_NOOP(
            "Action",
            "Show the person large, in every frame; or the whole picture again.",
        ),
    ),
    _step(
        "names",
        QT_TRANSLATE_NOOP("Action", "Label: names of keypoints"),
        QT_TRANSLATE_NOOP("Action", "names"),
        ("T",),
        QT_TRANSLATE_NOOP(
            "Action",
            "Write the names beside the keypoints, or not.",
        ),
    ),
)
"""In the order in which the page shows them."""
