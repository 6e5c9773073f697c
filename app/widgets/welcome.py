"""The page while nothing is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

__all__ = ["WelcomePage"]

_WIDTH = 560


class WelcomePage(QWidget):
    """Open something: a file, the sample, a camera, or what was open before.

    Signals
    -------
    action_chosen(str)
        Id of the action of a button.
    file_chosen(Path)
        One of the recent files.
    """

    action_chosen = Signal(str)
    file_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("EfficientPose Studio"))
        font = title.font()
        font.setPointSizeF(2.0 * font.pointSizeF())
        title.setFont(font)
        hint = QLabel(
            self.tr("Joint angles from a video of one person. Nothing leaves this computer.")
        )
        hint.setWordWrap(True)
        buttons = QHBoxLayout()
        for id, text in (
            ("file.open", self.tr("Open a video...")),
            ("file.camera", self.tr("Use a webcam...")),
            ("file.sample", self.tr("Try the sample")),
        ):
            button = QPushButton(text)
            button.setMinimumHeight(36)
            button.clicked.connect(lambda _, id=id: self.action_chosen.emit(id))
            buttons.addWidget(button)
            if id == "file.open":
                button.setDefault(True)
                self._first = button
        self._recent_title = QLabel(self.tr("Recent"))
        self._recent = QListWidget()
        self._recent.setAccessibleName(self.tr("Recent recordings and projects"))
        self._recent.setSpacing(4)
        self._recent.itemClicked.connect(self._open_item)
        self._recent.itemActivated.connect(self._open_item)
        drop = QLabel(self.tr("Or drop videos, pictures or a project anywhere on this window."))
        drop.setForegroundRole(drop.palette().ColorRole.PlaceholderText)
        column = QWidget()
        column.setMaximumWidth(_WIDTH)
        inner = QVBoxLayout(column)
        inner.setSpacing(14)
        inner.addStretch(2)
        inner.addWidget(title)
        inner.addWidget(hint)
        inner.addLayout(buttons)
        inner.addWidget(drop)
        inner.addSpacing(8)
        inner.addWidget(self._recent_title)
        inner.addWidget(self._recent, stretch=6)
        inner.addStretch(1)
        layout = QHBoxLayout(self)
        layout.addStretch()
        layout.addWidget(column, stretch=10)
        layout.addStretch()
        layout.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.set_recent(())

    def set_recent(self, paths: Sequence[Path]) -> None:
        """List recent files; nothing is shown while there are none."""
        self._recent.clear()
        for path in paths:
            item = QListWidgetItem(f"{path.name}\n{path.parent}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(str(path))
            self._recent.addItem(item)
        self._recent.setVisible(bool(paths))
        self._recent_title.setVisible(bool(paths))

    def focus_first(self) -> None:
        """Put the keyboard where one begins."""
        self._first.setFocus()

    def _open_item(self, item: QListWidgetItem) -> None:
        self.file_chosen.emit(Path(item.data(Qt.ItemDataRole.UserRole)))
