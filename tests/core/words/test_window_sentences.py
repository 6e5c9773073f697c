"""What the window and reports on sport say is translated as it is said, and numbers survive."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import efficientpose_core
from efficientpose_core.kinematics.protocols.texts import TEXTS
from efficientpose_core.skeleton import MPII16
from efficientpose_core.words import words_for
from efficientpose_core.words.german_errors import GERMAN_ERRORS
from efficientpose_core.words.german_labels import GERMAN_LABELS
from efficientpose_core.words.german_sport import GERMAN_SPORT

FEET = ("left_heel", "right_heel", "left_big_toe", "right_big_toe")
CORE = Path(efficientpose_core.__file__).parent
GERMAN = words_for("de")

# Put together where they are said, from parts that the source shows one by one.
COMPOSED = (
    "the foot was up before and the foot was still up afterwards",
    "{count} without its beginning, not counted",
    "{count} without its end, not counted",
    "No {what} are installed: run 'efficientpose models download {name}', or 'efficientpose models "
    "import FILE' for a file you already have.",
    "Unsure of {keypoint}.",
    "Unsure of {keypoint} and {other}.",
    "Unsure of {keypoint}, {distance} times as far from the others as frames usually are.",
    "Unsure of {keypoint} and {other}, {distance} times as far from the others as frames usually "
    "are.",
    "{distance} times as far from the others as frames usually are.",
    "As good a frame to begin with as any.",
    "not known before: {reason}",
    "not known after: {reason}",
    *("push up", "jumping jack", "sit to stand", "arm raise"),
    "women, {first} to {last} years",
    "men, {first} to {last} years",
    "{name} is {width} x {height} px, but was labelled as {told} x {tall} px: it was labelled "
    "lying on its side, without regard to how the camera was held. Label it upright, or save the "
    "picture without its orientation mark.",
    "{name} is {width} x {height} px, but was labelled as {told} x {tall} px: scale the labels to "
    "the picture, or put the original picture back.",
    "{name} is {width} x {height} px, but was labelled as {told} x {tall} px: it was cut or "
    "replaced. Put the picture back that was labelled.",
    "{name} is the same picture as {other}: delete one of them, or it counts twice.",
    "{name} is the same picture as {other}: delete one of them, or put the groups {one} and {two} "
    "together; otherwise the network may be tested on a picture that it was trained on.",
    "its beginning was not seen",
    "its end was not seen",
    "the pelvis has to sink by 5 % of the body height, not by {value} %",
    "the pelvis has to rise by 5 % of the body height, not by {value} %",
    "This repetition goes up: the level where it begins has to lie above the level where it is "
    "over.",
    "This repetition goes down: the level where it begins has to lie below the level where it is "
    "over.",
)  # fmt: skip


def _plain(text: str) -> str:
    """Return a text with everything that may differ taken out."""
    return re.sub(r"\s+", " ", re.sub(r"\{[^{}]*\}", "{}", text)).strip()


@cache
def _said() -> str:
    """Return every text of the core but the translations, one a line."""
    texts = []
    for path in CORE.rglob("*.py"):
        if path.parent.name == "words":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = (str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)
                texts.append(_plain("".join(parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(_plain(node.value))
    return "\n".join(texts)


@pytest.mark.parametrize(
    "table", [GERMAN_SPORT, GERMAN_ERRORS, GERMAN_LABELS], ids=["sport", "errors", "labels"]
)
def test_every_sentence_is_still_said(table: dict[str, str]) -> None:
    said = _said()
    for text in table:
        # Suggestions of frames name keypoints without underscores.
        is_keypoint = text.replace(" ", "_") in (*MPII16.keypoints, *FEET)
        assert is_keypoint or text in COMPOSED or _plain(text) in said, (
            f"nobody says this any more: {text}"
        )


@pytest.mark.parametrize(
    "table", [GERMAN_SPORT, GERMAN_ERRORS, GERMAN_LABELS], ids=["sport", "errors", "labels"]
)
def test_placeholders_are_kept(table: dict[str, str]) -> None:
    for english, german in table.items():
        places = [set(re.findall(r"\{\w+\}", text)) for text in (english, german)]
        assert places[0] >= places[1], english
        # What is told twice in English may be told once.
        assert len(places[0] - places[1]) <= 1, english


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (
            "2 not confirmed, not counted; no values in 12% of the recording: there may be more",
            "2 nicht bestätigt, nicht gezählt; in 12% der Aufnahme keine Werte: es können mehr "
            "sein",
        ),
        (
            "The person is seen for 3.5 s; 5 s are needed. Record longer, or analyse the whole "
            "recording.",
            "Die Person ist 3,5 s lang zu sehen; nötig sind 5 s. Länger aufnehmen oder die ganze "
            "Aufnahme analysieren.",
        ),
        (
            "The keypoint left_ankle is known in 40% of the frames only.",
            "Ein Gelenkpunkt ist nur in 40% der Bilder bekannt: Knöchel (links).",
        ),
        (
            "on the left leg; at least this long: the foot was still up afterwards",
            "auf dem Bein links; mindestens so lange: der Fuß war danach noch oben",
        ),
        (
            "Cannot open /data/walk_2/visit.epstudio: Permission denied. Check the path.",
            "Öffnen von /data/walk_2/visit.epstudio nicht möglich: Permission denied. Den Pfad "
            "prüfen.",
        ),
        ("women, 70 to 74 years", "Frauen, 70 bis 74 Jahre"),
        (
            "left_wrist of 7.png lies at (-3.5, 30.0), outside of the picture (48 x 64 px): move "
            "it, or mark it as not labelled.",
            "Handgelenk (links) von 7.png liegt bei (\u22123,5; 30,0), außerhalb des Bildes (48 x "
            "64 px): verschieben oder als nicht beschriftet kennzeichnen.",
        ),
        (
            "SNOUT is left aside: the skeleton has nothing like it. Choose a keypoint for it if "
            "there is one.",
            "SNOUT bleibt beiseite: das Skelett hat nichts dergleichen. Einen Gelenkpunkt dafür "
            "wählen, falls es einen gibt.",
        ),
        (
            "/data/run/checkpoint.safetensors belongs to a training with other labels, "
            "pictures: put them back, use another folder, or delete it to start from the "
            "beginning.",
            "/data/run/checkpoint.safetensors gehört zu einem Training, bei dem anderes galt "
            "(Beschriftungen, Bilder): zurücklegen, einen anderen Ordner verwenden oder die Datei "
            "löschen, um von vorn zu beginnen.",
        ),
        ("12.5 to 17", "12,5 bis 17"),
        (
            "squat needs left_knee_flexion, which is not among the computed angles.",
            "Kniebeuge braucht Kniebeugung (links): nicht unter den berechneten Winkeln.",
        ),
    ],
)  # fmt: skip
def test_sentences(english: str, german: str) -> None:
    assert GERMAN.sentence(english) == german


@pytest.mark.parametrize("key", [key for key in TEXTS if key != "camera.moves"])
def test_every_text_of_a_test_is_german(key: str) -> None:
    values = {"needed": "sagittal", "seen": "frontal", "keypoint": "left_knee"}
    text = re.sub(r"\{(\w+)[^}]*\}", lambda found: values.get(found[1], "7"), TEXTS[key])
    told = GERMAN.sentence(text)
    assert told != text
    assert "{" not in told


def test_what_nobody_has_translated_stays_as_it_is() -> None:
    assert GERMAN.sentence("Something new. And more.") == "Something new. And more."
