"""German keeps up with what other parts of the program say."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from efficientpose_core.words.german_sentences import GERMAN_SENTENCES

# Modules whose sentences reach a report on walking: refusals, notes, warnings, notices.
MODULES = (
    "efficientpose_core.kinematics.gait.parameters",
    "efficientpose_core.kinematics.gait.analysis",
    "efficientpose_core.kinematics.gait.cycles",
    "efficientpose_core.kinematics.treadmill",
    "efficientpose_core.kinematics.angles",
    "efficientpose_core.kinematics.cleaning",
    "efficientpose_core.kinematics.filters",
    "efficientpose_core.kinematics.segments",
    "efficientpose_core.kinematics.smoothing",
    "efficientpose_core.kinematics.swaps",
    "efficientpose_core.media.camera_motion",
    "efficientpose_core.media.frame_index",
    "efficientpose_core.media.video",
)


def _plain(text: str) -> str:
    """Return a text with everything that may differ taken out."""
    return re.sub(r"\s+", " ", re.sub(r"\{[^}]*\}", "{}", text)).strip()


def _sentences(module: str) -> set[str]:
    """Return the texts in a module's source, f-strings with placeholders."""
    path = Path(str(importlib.import_module(module).__file__))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for node in joined for part in node.values}
    found = {
        _plain("".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values))
        for node in joined
    }
    found |= {
        _plain(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside
    }
    return found


@pytest.mark.parametrize(
    "start",
    [
        "Only {} clean {}",
        "Nobody walks",
        "Gait is analysed from",
        "Gait needs keypoints",
        "The person is never seen",
        "the person walks {} here",
        "between two {} contacts",
        "it lasts {} s",
        "its stance takes",
        "The feet walk but",
        "The near and the far hip",
        "The body height is estimated",
        "No scale was given",
        "The person makes {} steps",
        "The camera shakes",
        "Whether the camera stands still cannot",
        "not available: this skeleton",
        "not available: seen in a",
        "The frame rate varies",
        "The video is interlaced",
        "The file ends early",
        "The file carries no display times",
        "The pixels are not square",
        "All runs smoothed",
        "Uneven times",
        "Not smoothed",
        "Cut-off chosen",
        "LOESS over",
        "Kalman smoother (nearly",
        "Gaussian, down",
        "Median of {} frames",
        "Savitzky-Golay, {}",
        "Left and right exchanged in {}",
        "{} joints of legs",
        "{} keypoints interpolated",
        "{} keypoints with a low peak",
    ],
)
def test_sentences_exist_as_they_are_translated(start: str) -> None:
    said = {text for module in MODULES for text in _sentences(module)}
    translated = {_plain(key) for key in GERMAN_SENTENCES}
    theirs = {text for text in said if text.startswith(start)}
    assert theirs, f"nobody says '{start}' any more: take it out of the German table"
    for text in theirs:
        parts = re.split(r"(?<=[.!?]) (?=[A-Z])", text)
        assert text in translated or all(part in translated for part in parts), text
