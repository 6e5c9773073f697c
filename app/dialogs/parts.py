"""What several dialogs are made of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton

__all__ = ["browse_button", "buttons_of"]


def browse_button(text: str, tip: str, browse: Callable[[], None]) -> QPushButton:
    """Return a button that asks for a file or folder; Return never presses it."""
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    button.clicked.connect(browse)
    return button


def buttons_of(dialog: QDialog, accept: QPushButton) -> QDialogButtonBox:
    """Return the last row of a dialog: the button that does it, pressed by Return, and Cancel."""
    accept.setDefault(True)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
