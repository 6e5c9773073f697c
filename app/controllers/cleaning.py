"""The cleaning dialog and the open recording: shown at once, one step to undo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.actions.registry import ActionRegistry
from app.dialogs.cleaning import CleaningDialog
from app.main_window import MainWindow
from app.services.document import Document

if TYPE_CHECKING:
    from efficientpose_core.pipeline import Derived

__all__ = ["CleaningController"]

_MARGIN = 40


class CleaningController(QObject):
    """Opens the dialog beside the window, and previews what it asks for."""

    def __init__(self, window: MainWindow, actions: ActionRegistry, document: Document) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self.dialog: CleaningDialog | None = None
        """While it is open."""
        document.derived_changed.connect(self._show_log)
        document.session_replaced.connect(lambda _: self._close())
        actions.bind({"analysis.cleaning": self.ask})

    def ask(self) -> None:
        """Open the dialog, or bring it to the front."""
        from efficientpose_core.kinematics.view import View

        session = self._document.session
        if session is None:
            return
        if self.dialog is None:
            derive = session.request.derive
            dialog = self.dialog = CleaningDialog(
                derive.cleaning,
                is_side_view=derive.view is View.SAGITTAL,
                parent=self._window,
            )
            dialog.settings_changed.connect(self._document.preview_cleaning)
            dialog.accepted.connect(self._accept)
            dialog.rejected.connect(lambda: self._document.preview_cleaning(None))
            dialog.finished.connect(self._forget)
            self._show_log(self._document.derived)
            # At the lower left, where the curves stay in view.
            dialog.adjustSize()
            corner = self._window.geometry().bottomLeft()
            dialog.move(corner.x() + _MARGIN, corner.y() - dialog.height() - _MARGIN)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _accept(self) -> None:
        session = self._document.session
        if session is None or self.dialog is None:
            return
        derive = replace(session.request.derive, cleaning=self.dialog.settings)
        self._document.set_derive_settings(derive, self.tr("Change the cleaning"))
        self._document.preview_cleaning(None)

    def _show_log(self, derived: Derived | None) -> None:
        if self.dialog is not None and derived is not None:
            self.dialog.set_log(derived.track.log)

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
