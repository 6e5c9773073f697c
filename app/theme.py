"""Light and dark: the palette of the window, following the system or the user's choice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

__all__ = ["apply_theme", "is_dark", "message_colour"]

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}

_Role = QPalette.ColorRole
_LIGHT = {
    _Role.Window: "#f3f4f6", _Role.WindowText: "#1b1e23", _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f5f6f8", _Role.Text: "#1b1e23", _Role.Button: "#e9ebef",
    _Role.ButtonText: "#1b1e23", _Role.ToolTipBase: "#1b1e23", _Role.ToolTipText: "#f3f4f6",
    _Role.Highlight: "#0b66b2", _Role.HighlightedText: "#ffffff", _Role.Link: "#0b5ea3",
    _Role.PlaceholderText: "#6a717c", _Role.BrightText: "#b3261e", _Role.Accent: "#0b66b2",
}  # fmt: skip
_DARK = {
    _Role.Window: "#202328", _Role.WindowText: "#e8eaed", _Role.Base: "#17191d",
    _Role.AlternateBase: "#1d2025", _Role.Text: "#e8eaed", _Role.Button: "#2c3037",
    _Role.ButtonText: "#e8eaed", _Role.ToolTipBase: "#e8eaed", _Role.ToolTipText: "#17191d",
    _Role.Highlight: "#2f81c4", _Role.HighlightedText: "#ffffff", _Role.Link: "#7fbdf0",
    _Role.PlaceholderText: "#969da8", _Role.BrightText: "#ff8a80", _Role.Accent: "#2f81c4",
}  # fmt: skip
_STYLE = "QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }"
_DISABLED = (_Role.WindowText, _Role.Text, _Role.ButtonText)
_MESSAGES = {
    "info": ("#0b5ea3", "#7fbdf0"),
    "success": ("#1d6b3a", "#7bd39b"),
    "warning": ("#8a5a00", "#f2c14e"),
    "error": ("#b3261e", "#ff8a80"),
}


def apply_theme(application: QApplication, choice: str) -> None:
    """Use ``"light"``, ``"dark"``, or what the system says (``"system"``), and follow it."""
    if application.style().objectName() != "fusion":
        application.setStyle("Fusion")
    hints = application.styleHints()
    hints.setColorScheme(_SCHEMES[choice])
    # Not every desktop can be told; what the user has chosen is drawn all the same.
    dark = choice == "dark" or (choice == "system" and hints.colorScheme() is Qt.ColorScheme.Dark)
    application.setStyleSheet(_STYLE)
    application.setPalette(_palette(_DARK if dark else _LIGHT))


def is_dark(palette: QPalette) -> bool:
    """Tell whether text is light on dark."""
    return palette.base().color().lightness() < 128


def message_colour(kind: str, palette: QPalette) -> QColor:
    """Return the colour of ``"info"``, ``"success"``, ``"warning"`` or ``"error"`` (4.5:1)."""
    return QColor(_MESSAGES[kind][is_dark(palette)])


def _palette(colours: dict[QPalette.ColorRole, str]) -> QPalette:
    palette = QPalette(QColor(colours[_Role.Button]), QColor(colours[_Role.Window]))
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours[_Role.PlaceholderText]))
    return palette
