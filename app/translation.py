"""The user's language: translations of ``resources/translations``, and the words of the core."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from efficientpose_core.resources import resource_path

if TYPE_CHECKING:
    from efficientpose_core.words import Words

__all__ = ["decimal", "fill", "install_language", "tell", "words"]

logger = logging.getLogger(__name__)

_SOURCE = "en"
"""The language that the program is written in."""


def install_language(application: QApplication, choice: str) -> None:
    """Show the program in a language; call before the first widget is made.

    Parameters
    ----------
    application
        Keeps the translators.
    choice
        ``"en"``, ``"de"``, or ``"system"`` for the system's first language that there is.
    """
    locale = QLocale.system() if choice == "system" else QLocale(choice)
    if locale.language() == QLocale(_SOURCE).language():
        return
    # Words of Qt itself, such as "Cancel" in its dialogs, then ours.
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (
        ("qtbase", qt_folder),
        ("studio", str(resource_path("translations"))),
    ):
        translator = QTranslator(application)
        if translator.load(locale, name, "_", folder):
            application.installTranslator(translator)
        elif choice != "system":
            logger.warning("No translation %s for %s in %s.", name, choice, folder)


def words() -> Words:
    """Return names of quantities and sentences of the core in the language of the window.

    Labels of the window itself are translated by Qt; this is for what comes from the core: names
    of angles and keypoints, reasons of refusals, errors, notes of what was done.
    """
    from efficientpose_core.words import words_for

    # Each translation holds its own code here: what is shown decides, not what was wished.
    return words_for(QCoreApplication.translate("Words", "en", "code of this language"))


def fill(text: str, *values: object) -> str:
    """Fill a text whose words follow a number: ``{0:cycle|cycles}`` takes the first word for 1."""
    from efficientpose_core.words.filling import fill as fill_words

    return fill_words(text, *values)


def decimal(value: float, decimals: int, *, signed: bool = False) -> str:
    """Return a number with the decimal mark of the window's language; ``signed`` shows a plus."""
    sign = "+" if signed else "-"  # the format's "-" puts a sign before negative numbers only
    return f"{value:{sign}.{decimals}f}".replace(".", words().decimal_mark)


def tell(sentence: str) -> str:
    """Return what the core says in the language of the window; unknown sentences stay English."""
    return words().sentence(sentence)
