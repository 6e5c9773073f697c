"""The user's language: translations of ``resources/translations``, and the words of the core."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from efficientpose_core.resources import resource_path

if TYPE_CHECKING:
    from efficientpose_core.words import Words

__all__ = ["install_language", "words"]

logger = logging.getLogger(__name__)

_SOURCE = "en"
"""The language that the program is written in."""
_PROPERTY = "language"
"""Of the application: the language that it is shown in."""


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
            if name == "studio":
                # Qt itself speaks more languages than we do.
                application.setProperty(_PROPERTY, translator.language().partition("_")[0])
        elif choice != "system":
            logger.warning("No translation %s for %s in %s.", name, choice, folder)


def words() -> Words:
    """Return names of quantities and sentences of the core in the language of the window.

    Labels of the window itself are translated by Qt; this is for what comes from the core: names
    of angles and keypoints, reasons of refusals, errors, notes of what was done.
    """
    from efficientpose_core.words import LANGUAGES

    application = QCoreApplication.instance()
    language = None if application is None else application.property(_PROPERTY)
    return LANGUAGES.get(language or _SOURCE, LANGUAGES[_SOURCE])
