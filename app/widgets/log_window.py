"""What the program has done, for those who want to know or have to tell."""

from __future__ import annotations

import logging

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.log import LogBuffer

__all__ = ["LogWindow"]

_REFRESH_MS = 300


class LogWindow(QDialog):
    """Shows the log, newest at the bottom, filtered by importance."""

    def __init__(self, log: LogBuffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Log"))
        self.resize(820, 420)
        self._log = log
        self._level = QComboBox()
        self._level.setAccessibleName(self.tr("Show"))
        self._level.addItem(self.tr("Everything"), logging.INFO)
        self._level.addItem(self.tr("Warnings and errors"), logging.WARNING)
        self._level.addItem(self.tr("Errors"), logging.ERROR)
        self._level.currentIndexChanged.connect(lambda _: self._show())
        copy = QPushButton(self.tr("Copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text))
        self._lines = QPlainTextEdit()
        self._lines.setReadOnly(True)
        self._lines.setAccessibleName(self.tr("Log"))
        self._lines.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        bar = QHBoxLayout()
        bar.addWidget(self._level)
        bar.addStretch()
        bar.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(self._lines)
        # Many lines at once are shown once.
        self._soon = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._soon.timeout.connect(self._show)
        log.changed.connect(self._soon.start)
        self._show()

    @property
    def text(self) -> str:
        """What is on display."""
        return self._lines.toPlainText()

    def _show(self) -> None:
        self._lines.setPlainText("\n".join(self._log.lines(self._level.currentData())))
        bar = self._lines.verticalScrollBar()
        bar.setValue(bar.maximum())
