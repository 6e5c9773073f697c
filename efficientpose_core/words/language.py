"""Texts of the core in the reader's language, and numbers as they are written there.

English texts are the keys; another language is one table of translations (`german.GERMAN`).
Sentences of other parts of the program come with their numbers filled in already: a second table
(`german_sentences.GERMAN_SENTENCES`) holds them with placeholders. What a table lacks stays
English: better than nothing in a refusal. A translation chooses words by a number with
``{n:cycle|cycles}``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from efficientpose_core.errors import UnknownNameError
from efficientpose_core.skeleton import side_of
from efficientpose_core.words.english_sentences import ENGLISH_SENTENCES
from efficientpose_core.words.filling import fill
from efficientpose_core.words.german import GERMAN, GERMAN_BREAKS, GERMAN_ENDINGS, GERMAN_NAMES
from efficientpose_core.words.german_errors import GERMAN_ERRORS
from efficientpose_core.words.german_labels import GERMAN_LABELS
from efficientpose_core.words.german_sentences import GERMAN_SENTENCES
from efficientpose_core.words.german_sport import GERMAN_SPORT, GERMAN_SPORT_NAMES

__all__ = ["LANGUAGES", "Words", "words_for"]

_DECIMALS: Mapping[str, int] = MappingProxyType(
    {"deg": 1, "s": 2, "m": 2, "cm": 1, "px": 1, "m/s": 2, "px/s": 0, "deg/s": 0, "%": 1, "Hz": 2,
     "steps/min": 1}
)  # fmt: skip
_UNITS: Mapping[str, str] = MappingProxyType(
    {"deg": "°", "deg/s": "°/s", "deg/s^2": "°/s²", "m/s^2": "m/s²", "px/s^2": "px/s²"}
)
_ENGLISH_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "hip_flexion": "Hip flexion against the trunk",
        "hampel": "Reject outliers",
        "left_minus_right": "Left minus right",
        "sd": "SD",
    }
)
_ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "sagittal": "from the side (sagittal)",
        "frontal": "from the front (frontal)",
        "height": "the person's height",
        "line": "a line of known length",
        "checkerboard": "a checkerboard",
        "butterworth": "Butterworth low-pass",
        "challis": "Butterworth low-pass, cut-off after Challis",
        "savitzky_golay": "Savitzky-Golay",
        "gaussian": "Gaussian",
        "loess": "LOESS",
        "kalman": "Kalman smoother",
        "no_person": "nobody in view",
    }
)
"""Values of settings that do not speak for themselves."""
_ENGLISH_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "_at_depth": "{name} at depth",
        "_maximum": "{name}, maximum",
        "_minimum": "{name}, minimum",
        "_range": "{name}, range",
        "_at_contact": "{name} at contact",
        "_of_height": "{name} of body height",
        "_symmetry_index": "{name}, symmetry index",
    }
)
_UNIT_ENDINGS: Mapping[str, str] = MappingProxyType(
    {"_deg_s": "°/s", "_m_s": "m/s", "_deg": "°", "_percent": "%", "_px": "px", "_m": "m",
     "_s": "s"}
)  # fmt: skip
_COARSE = 0.1
"""Standard deviations from here on have the decimals of their values."""
_MINUS = "\u2212"
_LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SPAN = re.compile(r"(\d+(?:\.\d+)?) to (\d+(?:\.\d+)?)")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_BETWEEN_REMARKS = re.compile("; ")
_QUOTED = re.compile(r"'\{(\w+)\}'")
_SNAKE_CASE = re.compile(r"(?<![\w./'])[a-z]+(?:_[a-z]+)+(?![\w/']|\.\w)")
"""Names of quantities, but not those of files, nor what stands in quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language.

    Parameters
    ----------
    language
        ``"en"`` or ``"de"``.
    texts
        English text of the report to its translation.
    sentences
        English text of other parts, with placeholders for what differs, to its translation.
    names
        Quantity without side, snake_case, to what people call it.
    endings
        What a quantity is of another one (``_maximum``), to a text with ``{name}``.
    breaks
        Long words to the same with soft hyphens, for narrow columns.
    decimal_mark
        Point or comma.
    """

    language: str
    texts: Mapping[str, str]
    sentences: Mapping[str, str]
    names: Mapping[str, str]
    endings: Mapping[str, str]
    breaks: Mapping[str, str]
    decimal_mark: str

    def say(self, text: str, /, **values: object) -> str:
        """Return a text of the report with its placeholders filled."""
        told = self.texts.get(text, text)
        return fill(told, **values) if values else told

    def sentence(self, text: str) -> str:
        """Translate a text of another part of the program, if it is known."""
        if known := self.texts.get(text) or self.sentences.get(text):
            return known
        if span := _SPAN.fullmatch(text):
            low, high = map(self._filling, span.groups())
            return self.say("{low} to {high}", low=low, high=high)
        for pattern, translation, quoted in _patterns(self.language):
            if found := pattern.fullmatch(text):
                told = {
                    key: value if key in quoted else self._filling(value)
                    for key, value in found.groupdict().items()
                }
                return fill(translation, **told)
        for between, joint in ((_BETWEEN_SENTENCES, " "), (_BETWEEN_REMARKS, "; ")):
            parts = between.split(text)
            if len(parts) > 1:
                return joint.join(self.sentence(part) for part in parts)
        return self._with_names(text)

    def _filling(self, value: str) -> str:
        """Translate what fills a placeholder: a number, a word, a sentence or a name."""
        if _NUMBER.fullmatch(value):
            return value.replace(".", self.decimal_mark).replace("-", _MINUS)
        whole = self.sentence(value)
        if whole != value:
            return whole
        return ", ".join(self._words(part) for part in value.split(", "))

    def _words(self, text: str) -> str:
        """Translate ``left toe-off``: a side and what it is the side of."""
        side, _, rest = text.partition(" ")
        if rest and side in ("left", "right"):
            return f"{self.sentence(rest)} {self.say(side)}"
        return self.sentence(text)

    def _with_names(self, text: str) -> str:
        """Replace ``right_knee_flexion`` within a text by what people call it."""
        return _SNAKE_CASE.sub(lambda found: self.name(found[0]), text)

    def name(self, name: str, *, with_side: bool = True) -> str:
        """Return what people call a quantity: ``left_knee_flexion`` is "Knee flexion (left)"."""
        if name in self.names:
            return self.names[name]
        side = side_of(name)
        base = name.removeprefix(f"{side}_") if side != "middle" else name
        called = self._called(base)
        if side == "middle" or not with_side:
            return called
        return f"{called} ({self.say(side)})"

    def names_without_sides(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return names, each once, without the side where both are meant."""
        told: dict[str, None] = {}
        for name in names:
            other = {"left": "right", "right": "left"}.get(name.partition("_")[0])
            both = other is not None and f"{other}_{name.partition('_')[2]}" in names
            told[self.name(name, with_side=not both)] = None
        return tuple(told)

    def _called(self, base: str) -> str:
        if known := self.names.get(base) or self.texts.get(base):
            return known
        for ending, text in self.endings.items():
            if base.endswith(ending) and base != ending:
                return text.format(name=self._called(base.removesuffix(ending)))
        plain = base.replace("_", " ")
        return plain[:1].upper() + plain[1:]

    def header(self, name: str) -> str:
        """Return the title of a column, its unit in brackets: ``stride_time_s``."""
        for ending, unit in _UNIT_ENDINGS.items():
            if name.endswith(ending):
                return f"{self._breakable(self.name(name.removesuffix(ending)))} ({unit})"
        return self._breakable(self.name(name))

    def _breakable(self, text: str) -> str:
        return " ".join(self.breaks.get(word, word) for word in text.split(" "))

    def unit(self, unit: str) -> str:
        """Return a unit as it is printed."""
        return _UNITS.get(unit, self.texts.get(unit, unit))

    def number(self, value: float, unit: str = "", *, decimals: int | None = None) -> str:
        """Return a number as it is printed; a dash for none.

        Decimals follow the unit; whole numbers without unit have none.
        """
        if not math.isfinite(value):
            return "\u2013"
        if decimals is None:
            whole = not unit and float(value).is_integer()
            decimals = 0 if whole else _DECIMALS.get(unit, 2)
        text = f"{round(value, decimals) + 0.0:.{decimals}f}"
        return text.replace("-", _MINUS).replace(".", self.decimal_mark)

    def spread(self, value: float, unit: str) -> str:
        """Return a standard deviation as it is printed: finer where it is small."""
        is_fine = unit in ("s", "m", "m/s") and value < _COARSE
        return self.number(value, unit, decimals=3 if is_fine else None)

    def with_unit(self, value: float, unit: str, *, decimals: int | None = None) -> str:
        """Return a number and its unit."""
        number = self.number(value, unit, decimals=decimals)
        shown = self.unit(unit) if math.isfinite(value) else ""
        # The degree sign follows its number directly, others after a space that does not break.
        return f"{number}{'' if shown.startswith('°') else chr(160)}{shown}" if shown else number

    def day(self, day: date) -> str:
        """Return a date that nobody misreads."""
        if self.language == "de":
            return f"{day.day:02d}.{day.month:02d}.{day.year}"
        return f"{day.day} {_LONG_MONTHS[day.month - 1]} {day.year}"


LANGUAGES: Mapping[str, Words] = MappingProxyType(
    {
        "en": Words(
            language="en",
            texts=_ENGLISH,
            sentences=ENGLISH_SENTENCES,
            names=_ENGLISH_NAMES,
            endings=_ENGLISH_ENDINGS,
            breaks={},
            decimal_mark=".",
        ),
        "de": Words(
            language="de",
            texts=GERMAN,
            sentences=MappingProxyType(
                {**GERMAN_SENTENCES, **GERMAN_SPORT, **GERMAN_ERRORS, **GERMAN_LABELS}
            ),
            names=MappingProxyType({**GERMAN_NAMES, **GERMAN_SPORT_NAMES}),
            endings=GERMAN_ENDINGS,
            breaks=GERMAN_BREAKS,
            decimal_mark=",",
        ),
    }
)
"""Every language by its code."""


def words_for(language: str) -> Words:
    """Return a language; `UnknownNameError` when there is none of this code."""
    try:
        return LANGUAGES[language]
    except KeyError:
        raise UnknownNameError("language", language, LANGUAGES) from None


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str, frozenset[str]]]:
    """Return translations of sentences with placeholders, those with most text first.

    What stands in quotes is somebody's own name for something, and is never translated.
    """
    sentences = LANGUAGES[language].sentences
    templates = sorted(sentences, key=lambda key: -len(re.sub(r"\{\w+\}", "", key)))
    return [(_pattern(key), sentences[key], frozenset(_QUOTED.findall(key))) for key in templates]


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(
            # What fills a placeholder does not reach into the next sentence.
            f"(?P<{part}>(?:(?!\\. ).)+?)" if number % 2 else re.escape(part)
            for number, part in enumerate(parts)
        ),
        re.DOTALL,
    )
