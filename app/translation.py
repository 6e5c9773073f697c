"""The user's language: compiled translations of ``resources/translations``."""

from __future__ import annotations

import logging

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from efficientpose_core.resources import resource_path

__all__ = ["install_language"]

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
