"""Light and dark: palette and style sheet of the window, following the system or the user."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from efficientpose_core.resources import resource_path

__all__ = ["apply_theme", "is_dark", "message_colour", "muted_colour"]

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}

_Role = QPalette.ColorRole
_LIGHT = {
    _Role.Window: "#f4f5f7", _Role.WindowText: "#1b1e23", _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f6f7f9", _Role.Text: "#1b1e23", _Role.Button: "#ffffff",
    _Role.ButtonText: "#24282f", _Role.ToolTipBase: "#1b1e23", _Role.ToolTipText: "#f3f4f6",
    _Role.Highlight: "#0b66b2", _Role.HighlightedText: "#ffffff", _Role.Link: "#0b5ea3",
    _Role.PlaceholderText: "#646b76", _Role.BrightText: "#b3261e", _Role.Accent: "#0b66b2",
    _Role.Mid: "#d5d9e0",
}  # fmt: skip
_DARK = {
    _Role.Window: "#202328", _Role.WindowText: "#e8eaed", _Role.Base: "#17191d",
    _Role.AlternateBase: "#1d2025", _Role.Text: "#e8eaed", _Role.Button: "#2b2f36",
    _Role.ButtonText: "#e8eaed", _Role.ToolTipBase: "#e8eaed", _Role.ToolTipText: "#17191d",
    _Role.Highlight: "#2f81c4", _Role.HighlightedText: "#ffffff", _Role.Link: "#7fbdf0",
    _Role.PlaceholderText: "#9aa1ac", _Role.BrightText: "#ff8a80", _Role.Accent: "#2f81c4",
    _Role.Mid: "#3d424b",
}  # fmt: skip
_DISABLED = (_Role.WindowText, _Role.Text, _Role.ButtonText)
_DISABLED_COLOUR = ("#9ba1ab", "#646b76")
_MESSAGES = {
    "info": ("#0b5ea3", "#7fbdf0"),
    "success": ("#1d6b3a", "#7bd39b"),
    "warning": ("#8a5a00", "#f2c14e"),
    "error": ("#b3261e", "#ff8a80"),
}

# Only what Fusion draws in an old-fashioned way; sizes in pixels independent of the screen.
_STYLE = """
QToolButton { background: @button; border: 1px solid @mid; border-radius: 6px; padding: 4px 8px; }
QToolButton:hover { background: @hover; }
QToolButton:focus { border-color: @highlight; }
QToolButton[popupMode="2"] { padding-right: 20px; }
QToolButton::menu-indicator { image: url("@chevron"); width: 10px; height: 10px;
    subcontrol-origin: padding; subcontrol-position: right center; right: 6px; }
QToolBar { background: @base; border: 0; border-bottom: 1px solid @mid; padding: 4px 6px;
    spacing: 2px; }
QToolBar::separator { background: @mid; width: 1px; margin: 5px 6px; }
QToolBar QToolButton, QToolButton#flat { background: transparent;
    border: 1px solid transparent; border-radius: 6px; padding: 4px 7px; }
QToolButton#flat { padding: 4px; }
QToolBar QToolButton:hover, QToolButton#flat:hover { background: @hover; }
QToolBar QToolButton:pressed, QToolBar QToolButton:checked, QToolButton#flat:pressed,
QToolButton#flat:checked { background: @pressed; }
QToolBar QToolButton:focus, QToolButton#flat:focus { border-color: @highlight; }
QToolBar QToolButton#primary { background: @highlight; color: @highlightedtext; }
QToolBar QToolButton#primary:hover { background: @primaryhover; }
QToolBar QToolButton#primary:focus { border-color: @text; }
QToolBar QToolButton#primary:disabled { background: transparent; color: @disabled; }
QPushButton { background: @button; border: 1px solid @mid; border-radius: 6px;
    padding: 5px 14px; min-height: 16px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @pressed; }
QPushButton:focus { border-color: @highlight; }
QPushButton:disabled { color: @disabled; }
QPushButton:default { background: @highlight; color: @highlightedtext;
    border-color: @highlight; }
QPushButton:default:hover { background: @primaryhover; }
QPushButton:default:focus { border-color: @text; }
QPushButton:default:disabled { background: @button; color: @disabled; border-color: @mid; }
QPushButton#card { background: @base; border: 1px solid @mid; border-radius: 10px; padding: 16px;
    text-align: left; min-height: 104px; }
QPushButton#card:hover { border-color: @highlight; background: @hover; }
QPushButton#card:focus { border: 2px solid @highlight; padding: 15px; }
QComboBox { background: @button; border: 1px solid @mid; border-radius: 6px; padding: 4px 8px;
    min-height: 16px; }
QComboBox:hover { background: @hover; }
QComboBox:focus { border-color: @highlight; }
QComboBox:disabled { color: @disabled; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: url("@chevron"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @base; border: 1px solid @mid; }
QSpinBox, QDoubleSpinBox { min-height: 24px; }
QCheckBox::indicator, QGroupBox::indicator { width: 14px; height: 14px; border-radius: 3px;
    border: 1px solid @placeholdertext; background: @base; }
QCheckBox::indicator:checked, QGroupBox::indicator:checked { background: @highlight;
    border-color: @highlight; image: url("@check"); }
QCheckBox::indicator:disabled, QGroupBox::indicator:disabled { border-color: @mid; }
QCheckBox::indicator:checked:disabled, QGroupBox::indicator:checked:disabled {
    background: @disabled; border-color: @disabled; }
QCheckBox::indicator:focus { border: 2px solid @highlight; }
QLineEdit { background: @base; border: 1px solid @mid; border-radius: 6px; padding: 4px 6px; }
QLineEdit:focus { border-color: @highlight; }
QTabBar::tab { background: transparent; border: 0; border-bottom: 2px solid transparent;
    padding: 8px 14px; color: @muted; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @highlight; }
QTabBar::tab:focus { color: @link; }
QTabWidget::pane { border: 0; border-top: 1px solid @mid; }
QHeaderView::section { background: @window; border: 0; border-right: 1px solid @mid;
    border-bottom: 1px solid @mid; padding: 4px 6px; }
QTableView, QListView, QPlainTextEdit, QTextBrowser { border: 1px solid @mid;
    gridline-color: @grid; }
QTableView#plain, QListView#plain, QTreeView#plain { border: 0; }
QListView#plain { background: transparent; }
QListView#plain::item { border-radius: 6px; padding: 4px; color: @text; }
QListView#plain::item:hover { background: @hover; }
QListView#plain::item:selected { background: @pressed; }
QSplitter::handle { background: @mid; }
QSplitter::handle:horizontal { width: 1px; }
QStatusBar { border-top: 1px solid @mid; }
QStatusBar::item { border: 0; }
QProgressBar { background: @pressed; border: 0; border-radius: 4px; height: 8px; }
QProgressBar::chunk { background: @highlight; border-radius: 4px; }
QMenu { background: @base; border: 1px solid @mid; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: @highlight; color: @highlightedtext; }
QMenu::item:disabled { color: @disabled; background: transparent; }
QMenu::separator { background: @mid; height: 1px; margin: 4px 8px; }
QToolTip { border: 0; padding: 4px 6px; }
#bar { background: @base; border-top: 1px solid @mid; }
#drop { border: 1px dashed @placeholdertext; border-radius: 10px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
"""


def apply_theme(application: QApplication, choice: str) -> None:
    """Use ``"light"``, ``"dark"``, or what the system says (``"system"``), and follow it."""
    if not application.styleSheet():
        application.setStyle("Fusion")
    hints = application.styleHints()
    hints.setColorScheme(_SCHEMES[choice])
    # Not every desktop can be told; what the user has chosen is drawn all the same.
    dark = choice == "dark" or (choice == "system" and hints.colorScheme() is Qt.ColorScheme.Dark)
    colours = _DARK if dark else _LIGHT
    application.setPalette(_palette(colours, _DISABLED_COLOUR[dark]))
    sheet = _style_sheet(colours, dark=dark)
    if application.styleSheet() != sheet:
        application.setStyleSheet(sheet)


def is_dark(palette: QPalette) -> bool:
    """Tell whether text is light on dark."""
    return palette.base().color().lightness() < 128


def message_colour(kind: str, palette: QPalette) -> QColor:
    """Return the colour of ``"info"``, ``"success"``, ``"warning"`` or ``"error"`` (4.5:1)."""
    return QColor(_MESSAGES[kind][is_dark(palette)])


def muted_colour(palette: QPalette) -> QColor:
    """Return the colour of text that explains (4.5:1)."""
    return palette.placeholderText().color()


def _palette(colours: dict[QPalette.ColorRole, str], disabled: str) -> QPalette:
    palette = QPalette(QColor(colours[_Role.Button]), QColor(colours[_Role.Window]))
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(disabled))
    return palette


def _style_sheet(colours: dict[QPalette.ColorRole, str], *, dark: bool) -> str:
    values = {role.name.lower(): colour for role, colour in colours.items()}
    values |= {
        "hover": "#343941" if dark else "#eceff3",
        "pressed": "#3d434c" if dark else "#dfe4ea",
        "primaryhover": "#3a8fd4" if dark else "#0a5796",
        "grid": "#2a2e35" if dark else "#e9ebef",
        "disabled": _DISABLED_COLOUR[dark],
        "muted": colours[_Role.PlaceholderText],
        "check": resource_path("icons", "check.svg").as_posix(),
        "chevron": resource_path("icons", f"chevron-{'dark' if dark else 'light'}.svg").as_posix(),
    }
    sheet = _STYLE
    # The longest names first: @highlight is a part of @highlightedtext.
    for name in sorted(values, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", values[name])
    return sheet
