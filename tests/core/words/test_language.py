"""Two languages, and numbers as they are written there."""

from __future__ import annotations

import ast
import math
import re
from datetime import date
from pathlib import Path

import pytest

import efficientpose_core.export.report as package
from efficientpose_core.errors import UnknownNameError
from efficientpose_core.kinematics.angles import ANGLES
from efficientpose_core.skeleton import MPII16
from efficientpose_core.words import LANGUAGES, Words, words_for
from efficientpose_core.words.english_sentences import ENGLISH_SENTENCES
from efficientpose_core.words.german import GERMAN, GERMAN_NAMES
from efficientpose_core.words.german_sentences import GERMAN_SENTENCES

ENGLISH, GERMAN_WORDS = LANGUAGES["en"], LANGUAGES["de"]
FOLDER = Path(package.__file__).parent
PLACEHOLDER = re.compile(r"\{\w+\}")


def _said() -> set[str]:
    """Return every text that the report says with `Words.say`, read from its source."""
    texts: set[str] = set()
    for path in (*FOLDER.glob("*.py"), FOLDER.parents[1] / "reporting.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr != "say" or not node.args:
                continue
            if any(isinstance(part, ast.Subscript) for part in ast.walk(node.args[0])):
                # Settings and the like: the value is said, not the key.
                continue
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    texts.add(part.value)
                elif isinstance(part, ast.Name) and part.id in constants:
                    texts.add(constants[part.id])
    return texts


def test_every_text_of_the_report_is_german_too() -> None:
    said = _said()
    assert len(said) > 60
    assert not sorted(text for text in said if text not in GERMAN)


@pytest.mark.parametrize("table", [GERMAN, GERMAN_SENTENCES, ENGLISH_SENTENCES])
def test_translations_keep_the_placeholders(table: dict[str, str]) -> None:
    for english, german in table.items():
        given, used = set(PLACEHOLDER.findall(english)), set(PLACEHOLDER.findall(german))
        # A word may be left out where German has one for both ("clean cycles").
        assert used <= given, english
        assert given - used <= {"{noun}", "{name}"}, english


def test_angles_and_keypoints_have_german_names() -> None:
    for name in (*ANGLES, *MPII16.keypoints):
        base = name.removeprefix("left_").removeprefix("right_")
        assert base in GERMAN_NAMES, base
    for spec in ANGLES.values():
        assert spec.zero in GERMAN
        assert spec.positive in GERMAN


@pytest.mark.parametrize(
    ("value", "unit", "english", "german"),
    [
        (12.345, "deg", "12.3°", "12,3°"),
        (-0.04, "deg", "0.0°", "0,0°"),
        (-4.25, "deg", "\u22124.2°", "\u22124,2°"),
        (1.2, "s", "1.20\u00a0s", "1,20\u00a0s"),
        (104.0, "steps/min", "104.0\u00a0steps/min", "104,0\u00a0Schritte/min"),
        (250.4, "deg/s", "250°/s", "250°/s"),
        (7.0, "", "7", "7"),
        (0.5, "", "0.50", "0,50"),
        (math.nan, "m", "\u2013", "\u2013"),
    ],
)
def test_numbers(value: float, unit: str, english: str, german: str) -> None:
    assert ENGLISH.with_unit(value, unit) == english
    assert GERMAN_WORDS.with_unit(value, unit) == german


def test_dates_are_not_misread() -> None:
    assert ENGLISH.day(date(2026, 3, 4)) == "4 March 2026"
    assert GERMAN_WORDS.day(date(2026, 3, 4)) == "04.03.2026"


def test_names() -> None:
    assert ENGLISH.name("left_knee_flexion") == "Knee flexion (left)"
    assert GERMAN_WORDS.name("left_knee_flexion") == "Kniebeugung (links)"
    assert GERMAN_WORDS.name("right_knee_flexion_maximum") == "Kniebeugung, Maximum (rechts)"
    assert ENGLISH.name("right_knee", with_side=False) == "Knee"
    assert ENGLISH.name("left_minus_right") == "Left minus right"
    # Somebody's own angle is told as it is named.
    assert GERMAN_WORDS.name("my_own_angle") == "My own angle"
    assert GERMAN_WORDS.header("stride_time_s") == "Doppel\u00adschritt\u00addauer (s)"
    assert ENGLISH.header("stance_percent") == "Stance (%)"


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (
            "not available: seen in a frontal view only, this is a sagittal one",
            "nur zu sehen in der Ansicht von vorn (frontal); diese Aufnahme ist von der Seite "
            "(sagittal)",
        ),
        (
            "only 1 of the 3 repetitions that are needed",
            "nur 1 der 3 nötigen Wiederholungen",
        ),
        (
            "The file ends early: the last 1.5 s that it announces are not there; copy it again "
            "from where it was recorded if you need them.",
            "Die Datei endet zu früh: die letzten 1,5 s, die sie ankündigt, fehlen; bei Bedarf "
            "erneut vom Aufnahmegerät kopieren.",
        ),
        (
            "No scale was given: calibrate to get metres. The body height is estimated from trunk "
            "and thigh.",
            "Kein Maßstab angegeben: für Meter kalibrieren. Die Körpergröße ist aus Rumpf und "
            "Oberschenkel geschätzt.",
        ),
        (
            "Only 0 clean right cycles with right_knee_flexion, and an average needs 2: record "
            "more strides.",
            "Nur 0 einwandfreie Zyklen (rechts) mit Kniebeugung (rechts), für einen Mittelwert "
            "sind 2 nötig: mehr Schritte aufnehmen.",
        ),
        (
            "Only 1 clean left cycle, and 2 are needed: record more strides, or correct the "
            "events.",
            "Nur 1 einwandfreier Zyklus (links), nötig sind 2: mehr Schritte aufnehmen oder die "
            "Ereignisse berichtigen.",
        ),
        ("1 joints lay on those of the other side.", "1 Gelenk lag auf dem der anderen Seite."),
        (
            "3 joints lay on those of the other side.",
            "3 Gelenke lagen auf denen der anderen Seite.",
        ),
        ("Nobody knows this sentence to be translated.",) * 2,
    ],
)
def test_sentences_of_other_parts(english: str, german: str) -> None:
    assert GERMAN_WORDS.sentence(english) == german


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("1 outliers.", "1 outlier."),
        ("11 outliers.", "11 outliers."),
        ("0 outliers.", "0 outliers."),
        ("1 joints lay on those of the other side.", "1 joint lay on that of the other side."),
        (
            "1 events lie outside of walking and belong to no cycle.",
            "1 event lies outside of walking and belongs to no cycle.",
        ),
        (
            "Only 1 clean right cycles with right_knee_flexion, and an average needs 2: record "
            "more strides.",
            "Only 1 clean right cycle with Knee flexion (right), and an average needs 2: record "
            "more strides.",
        ),
    ],
)
def test_english_words_follow_their_number(said: str, told: str) -> None:
    assert ENGLISH.sentence(said) == told


def test_words_of_the_report_follow_their_number() -> None:
    text = "{count} {count:frame|frames}"
    assert [ENGLISH.say(text, count=n) for n in (0, 1, 2)] == ["0 frames", "1 frame", "2 frames"]


def test_names_that_somebody_has_given_are_not_translated() -> None:
    text = GERMAN_WORDS.sentence("Trial 'squat' has fewer than two values: choose another curve.")
    assert "„squat“" in text


def test_placeholders_stay_within_their_sentence() -> None:
    text = "left n = 2. Compare the shape and the range, not the level."
    assert (
        GERMAN_WORDS.sentence(text) == "links n = 2. Form und Umfang vergleichen, nicht die Höhe."
    )


def test_names_within_english_sentences() -> None:
    assert ENGLISH.sentence("no left_step_length here") == "no Step length (left) here"
    assert ENGLISH.sentence("see my_clip.mp4") == "see my_clip.mp4"
    # Somebody's own name for something.
    assert ENGLISH.sentence("of 'patient_a' here") == "of 'patient_a' here"


def test_unknown_language_is_refused() -> None:
    assert isinstance(words_for("de"), Words)
    with pytest.raises(UnknownNameError, match="language"):
        words_for("fr")
