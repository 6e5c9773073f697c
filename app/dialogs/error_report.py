"""What to show when the program itself is at fault."""

from __future__ import annotations

import platform
import traceback
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

__all__ = ["ErrorReport", "report_text"]

_LIBRARIES = ("efficientpose-studio", "PySide6", "numpy", "torch", "openvino", "av",
              "opencv-python", "pyqtgraph")  # fmt: skip


def report_text(error: BaseException) -> str:
    """Return the traceback and versions; nothing about recordings but what the traceback says."""
    lines = [
        *traceback.format_exception(error),
        "",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
    ]
    for name in _LIBRARIES:
        try:
            lines.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            lines.append(f"{name}: not installed as a package")
    return "\n".join(line.rstrip("\n") for line in lines)


class ErrorReport(QDialog):
    """Says what happened, and lets the user copy the details. Nothing is sent anywhere."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        self.resize(720, 460)
        told = QLabel(
            self.tr("This is a fault of the program, not yours. Your work is kept: save the "
                    "project, and start again if something looks odd. To report it, copy the "
                    "details below; they are not sent anywhere.")
        )  # fmt: skip
        told.setWordWrap(True)
        self.text = report_text(error)
        details = QPlainTextEdit(self.text)
        details.setReadOnly(True)
        details.setAccessibleName(self.tr("Details"))
        details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (told, details, buttons):
            layout.addWidget(part)
