"""The window in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.actions.catalogue import MENUS
from app.translation import install_language
from efficientpose_core.resources import resource_path

GERMAN = Path(str(resource_path("translations"))) / "studio_de.ts"


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    qapp.setProperty("language", None)


def _menus() -> list[str]:
    return [QCoreApplication.translate("Menu", str(text)) for text in MENUS.values()]


def test_german_is_used_when_chosen(qapp: QApplication) -> None:
    assert _menus()[0] == "&File"
    install_language(qapp, "de")
    assert _menus()[0] == "&Datei"
    # Words of Qt itself, too.
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"


@pytest.mark.parametrize(("system", "word"), [("de_AT", "&Datei"), ("en_GB", "&File"),
                                              ("fi_FI", "&File")])  # fmt: skip
def test_system_language_is_followed_where_it_is_there(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, system: str, word: str
) -> None:
    monkeypatch.setattr(QLocale, "system", staticmethod(lambda: QLocale(system)))
    install_language(qapp, "system")
    assert _menus()[0] == word


def test_english_needs_nothing(qapp: QApplication) -> None:
    install_language(qapp, "de")
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.setParent(None)
    install_language(qapp, "en")
    assert qapp.findChildren(QTranslator) == []


def test_letters_of_german_menus_are_unique(qapp: QApplication) -> None:
    install_language(qapp, "de")
    letters = [text[text.index("&") + 1].casefold() for text in _menus()]
    assert len(set(letters)) == len(letters)


def test_german_keeps_places_for_numbers_and_names() -> None:
    messages = list(ElementTree.parse(GERMAN).getroot().iter("message"))
    assert len(messages) > 300
    for message in messages:
        source, translation = message.findtext("source", ""), message.find("translation")
        assert translation is not None
        if translation.get("type") in ("vanished", "obsolete"):
            continue
        text = translation.text or ""
        assert text, f"not translated: {source}"
        assert translation.get("type") != "unfinished", source
        places = re.compile(r"\{\d*\}")
        assert sorted(places.findall(text)) == sorted(places.findall(source)), source
        assert ("&" in re.sub("&[a-z]+;", "", source)) == ("&" in re.sub("&[a-z]+;", "", text)), (
            source
        )
