"""What the core says reaches the window in its language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from app.services.notifications import Notifications
from app.translation import install_language, tell, words
from app.widgets.curves import name_label, name_title
from app.widgets.overlay import keypoint_label
from efficientpose_core.errors import OutputError
from efficientpose_core.skeleton import MPII16
from efficientpose_core.words import words_for


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.mark.parametrize("choice", ["en", "en_GB"])
def test_english_names_stay_what_they_are(qapp: QApplication, choice: str) -> None:
    install_language(qapp, choice)
    assert words() is words_for("en")
    assert name_label("right_knee_flexion") == "right knee flexion"
    assert name_title("right_knee_flexion") == "Right knee flexion"
    assert keypoint_label("head_top") == "top of the head"
    assert tell("The camera stands still.") == "The camera stands still."


def test_german_names_are_those_of_the_report(qapp: QApplication) -> None:
    install_language(qapp, "de")
    assert words() is words_for("de")
    for name in MPII16.keypoints:
        assert keypoint_label(name) == words_for("de").name(name)
    assert keypoint_label("left_shoulder") == "Schulter (links)"
    # Nothing but the first letter is made large: nouns stay nouns.
    assert name_title("right_hip_flexion") == "Hüftbeugung gegen den Rumpf (rechts)"


def test_errors_are_told_in_the_language_of_the_window(qapp: QApplication) -> None:
    install_language(qapp, "de")
    told: list[str] = []
    notes = Notifications()
    notes.posted.connect(lambda kind, text, action: told.append(text))
    error = "Cannot write to /nowhere/x: Permission denied. Choose another folder."
    notes.error(OutputError(error))
    assert told == [
        "Schreiben nach /nowhere/x nicht möglich: Permission denied. Einen anderen Ordner wählen."
    ]
