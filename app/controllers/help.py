"""Finding actions, preferences, shortcuts, log, errors."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog

from app.actions.registry import ActionRegistry
from app.dialogs.about import AboutDialog
from app.dialogs.error_report import ErrorReport
from app.dialogs.guide import GuideDialog
from app.dialogs.preferences import PreferencesDialog
from app.dialogs.shortcuts import ShortcutsDialog
from app.excepthook import ExceptionCatcher
from app.log import LogBuffer
from app.main_window import MainWindow
from app.services.notifications import Notifications
from app.settings import AppSettings
from app.theme import apply_theme
from app.widgets.command_palette import CommandPalette
from app.widgets.log_window import LogWindow

__all__ = ["HelpController"]


class HelpController(QObject):
    """Everything around the work itself."""

    def __init__(
        self,
        window: MainWindow,
        actions: ActionRegistry,
        settings: AppSettings,
        notes: Notifications,
        log: LogBuffer,
    ) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._palette = CommandPalette(actions, window)
        self._is_reporting = False
        self.catcher = ExceptionCatcher(self)
        self.catcher.caught.connect(notes.error)
        notes.unexpected.connect(self.report)
        settings.changed.connect(self._follow_setting)
        actions.bind(
            {
                "tools.palette": lambda: self._palette.open_over(window),
                "tools.preferences": lambda: _show(PreferencesDialog(settings, window)),
                "tools.shortcuts": lambda: _show(ShortcutsDialog(actions, window)),
                "help.log": lambda: _show(LogWindow(log, window), blocks=False),
                "help.about": lambda: _show(AboutDialog(window)),
                "help.guide": lambda: _show(GuideDialog(window), blocks=False),
            }
        )

    def report(self, error: Exception) -> None:
        """Show a fault of the program; one at a time."""
        if self._is_reporting:
            return
        self._is_reporting = True
        dialog = ErrorReport(error, self._window)
        dialog.finished.connect(self._reported)
        _show(dialog)

    def _reported(self, _: QDialog.DialogCode) -> None:
        self._is_reporting = False

    def _follow_setting(self, name: str) -> None:
        application = QApplication.instance()
        if name == "theme" and isinstance(application, QApplication):
            apply_theme(application, self._settings.theme)


def _show(dialog: QDialog, *, blocks: bool = True) -> None:
    """Show a dialog, which is gone for good when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if blocks:
        dialog.open()
    else:
        dialog.show()
