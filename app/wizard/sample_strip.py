"""A row of small pictures that change during a training."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.wizard.page import hint_label

__all__ = ["SampleStrip"]

_HEIGHT_PX = 150


class SampleStrip(QWidget):
    """Shows what the network finds of a few people, with a line on what the colours mean.

    It is hidden while there is nothing to see.

    Parameters
    ----------
    meaning
        Of the colours.
    """

    def __init__(self, meaning: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meaning = meaning
        self.setAccessibleName(meaning)
        self._pictures: list[QLabel] = []
        self._row = QHBoxLayout()
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._row)
        layout.addWidget(hint_label(meaning))
        self.clear()

    def clear(self) -> None:
        """Forget the pictures."""
        self.show_files(())

    def show_files(self, files: Sequence[Path]) -> None:
        """Show pictures as they are now; files that cannot be read are left out."""
        read = [QPixmap(str(path)) for path in files]
        shown = [picture for picture in read if not picture.isNull()]
        while len(self._pictures) < len(shown):
            label = QLabel()
            label.setAccessibleName(self._meaning)
            self._pictures.append(label)
            self._row.addWidget(label)
        for label, picture in zip(self._pictures, shown, strict=False):
            ratio = self.devicePixelRatioF()
            small = picture.scaledToHeight(
                round(_HEIGHT_PX * ratio), Qt.TransformationMode.SmoothTransformation
            )
            small.setDevicePixelRatio(ratio)
            label.setPixmap(small)
        for number, label in enumerate(self._pictures):
            label.setVisible(number < len(shown))
        self.setVisible(bool(shown))

    @property
    def count(self) -> int:
        """How many pictures are shown."""
        return sum(not label.isHidden() for label in self._pictures)
