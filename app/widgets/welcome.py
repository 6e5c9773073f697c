"""The page while nothing is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.icons import application_icon, themed_icon, themed_pixmap
from app.theme import muted_colour

__all__ = ["WelcomePage"]

_WIDTH = 760
_LOGO_PX, _CARD_ICON_PX, _LINE_ICON_PX = 56, 28, 20
_PROJECT_SUFFIX = ".epstudio"


class _Card(QPushButton):
    """A large button: icon, what it does, and a sentence about it."""

    def __init__(self, icon: str, title: str, text: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(150)
        self._icon = icon
        self._picture = QLabel()
        name = QLabel(title)
        font = name.font()
        font.setBold(True)
        font.setPointSizeF(1.1 * font.pointSizeF())
        name.setFont(font)
        about = QLabel(text)
        about.setWordWrap(True)
        about.setForegroundRole(about.palette().ColorRole.PlaceholderText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 14, 14)
        layout.setSpacing(6)
        for part in (self._picture, name, about):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)
        layout.addStretch()
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        colour = self.palette().link().color()
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(themed_pixmap(self._icon, colour, _CARD_ICON_PX, ratio))


class _IconLine(QFrame):
    """A line of explaining text with an icon before it."""

    def __init__(self, icon: str, text: str) -> None:
        super().__init__()
        self._icon = icon
        self._picture = QLabel()
        label = QLabel(text)
        label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.addWidget(self._picture)
        layout.addWidget(label, stretch=1)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        colour, ratio = muted_colour(self.palette()), self.devicePixelRatioF()
        self._picture.setPixmap(themed_pixmap(self._icon, colour, _LINE_ICON_PX, ratio))


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
        self._paths: tuple[Path, ...] = ()
        self._recent_title = QLabel(self.tr("Recent"))
        self._recent = QListWidget()
        self._recent.setObjectName("plain")
        self._recent.setAccessibleName(self.tr("Recent recordings and projects"))
        self._recent.setIconSize(QSize(_LINE_ICON_PX, _LINE_ICON_PX))
        self._recent.setSpacing(2)
        self._recent.itemClicked.connect(self._open_item)
        self._recent.itemActivated.connect(self._open_item)
        drop = _IconLine("drop", self.tr("Or drop videos, pictures or a project on this window."))
        drop.setObjectName("drop")
        column = QWidget()
        column.setMaximumWidth(_WIDTH)
        inner = QVBoxLayout(column)
        inner.setSpacing(16)
        inner.addStretch(1)
        inner.addLayout(self._head())
        inner.addLayout(self._cards())
        inner.addWidget(drop)
        inner.addSpacing(6)
        inner.addWidget(self._recent_title)
        inner.addWidget(self._recent, stretch=6)
        inner.addStretch(1)
        inner.addWidget(
            _IconLine(
                "lock", self.tr("Recordings never leave this computer. Not a medical device.")
            )
        )
        layout = QHBoxLayout(self)
        layout.addStretch()
        layout.addWidget(column, stretch=10)
        layout.addStretch()
        self.set_recent(())

    def set_recent(self, paths: Sequence[Path]) -> None:
        """List recent files; nothing is shown while there are none."""
        self._paths = tuple(paths)
        self._recent.clear()
        for path in paths:
            item = QListWidgetItem(f"{path.name}\n{path.parent}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(str(path))
            kind = "project" if path.suffix == _PROJECT_SUFFIX else "video"
            item.setIcon(themed_icon(kind, self.palette()))
            self._recent.addItem(item)
        self._recent.setVisible(bool(paths))
        self._recent_title.setVisible(bool(paths))

    def focus_first(self) -> None:
        """Put the keyboard where one begins."""
        self._first.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.set_recent(self._paths)

    def _head(self) -> QHBoxLayout:
        logo = QLabel()
        logo.setPixmap(application_icon().pixmap(QSize(_LOGO_PX, _LOGO_PX)))
        title = QLabel(self.tr("EfficientPose Studio"))
        font = title.font()
        font.setPointSizeF(2.0 * font.pointSizeF())
        font.setBold(True)
        title.setFont(font)
        hint = QLabel(self.tr("Joint angles and movement from a video of one person."))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(title)
        texts.addWidget(hint)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(logo)
        head.addLayout(texts, stretch=1)
        return head

    def _cards(self) -> QHBoxLayout:
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for id, icon, title, text in (
            ("file.open", "open", self.tr("Open a video"),
             self.tr("Analyse a recording of walking, sport, or a test.")),
            ("file.camera", "camera", self.tr("Use a webcam"),
             self.tr("Watch joint angles live, and record.")),
            ("file.sample", "walker", self.tr("Try the sample"),
             self.tr("A drawn walker whose joint angles are known.")),
            ("tools.label", "label", self.tr("Label frames"),
             self.tr("Set keypoints by hand, and train a model with them.")),
        ):  # fmt: skip
            card = _Card(icon, title, text)
            card.clicked.connect(lambda _, id=id: self.action_chosen.emit(id))
            cards.addWidget(card)
            if id == "file.open":
                self._first = card
        return cards

    def _open_item(self, item: QListWidgetItem) -> None:
        self.file_chosen.emit(Path(item.data(Qt.ItemDataRole.UserRole)))
