"""What is to be labelled: recordings, pictures, labels; and for new labels, where and with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

__all__ = ["AddFramesDialog", "NewLabels"]

_FILTER = (
    "*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.png *.jpg *.jpeg *.tif *.tiff *.bmp *.webp "
    "*.json *.csv *.h5 *.slp *.yaml *.epstudio"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLabels:
    """What the user has chosen.

    Parameters
    ----------
    paths
        Recordings, pictures, folders, label files.
    count
        Frames wanted of each recording.
    apart_s
        Seconds between them at least.
    folder
        Where new labels are kept; None when frames are added to labels that are open.
    with_feet
        Whether heels and toes are labelled, too.
    """

    paths: tuple[Path, ...]
    count: int
    apart_s: float
    folder: Path | None = None
    with_feet: bool = False


class AddFramesDialog(QDialog):
    """Asks what is to be labelled.

    Parameters
    ----------
    folder
        Where file dialogs begin.
    is_new
        Also ask where new labels are kept, and which keypoints they have.
    model
        Name of the network that guesses.
    """

    def __init__(
        self, folder: str, *, is_new: bool, model: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New labels") if is_new else self.tr("Add frames to label"))
        self.setMinimumSize(640, 460)
        self.setAcceptDrops(True)
        self._begin, self._is_new = folder, is_new
        self._is_place_own = False
        self.files = QListWidget()
        self.files.setAccessibleName(self.tr("Recordings, pictures and labels"))
        self.files.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        QShortcut(
            QKeySequence.StandardKey.Delete, self.files, self._remove,
            context=Qt.ShortcutContext.WidgetShortcut,
        )  # fmt: skip
        self.count, self.apart = QSpinBox(), QDoubleSpinBox()
        self.place, self.keypoints = QLineEdit(), QComboBox()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(model)
        self._offer()

    @property
    def wanted(self) -> NewLabels:
        """What was chosen."""
        return NewLabels(
            paths=self._paths(),
            count=self.count.value(),
            apart_s=self.apart.value(),
            folder=Path(self.place.text().strip()) if self._is_new else None,
            with_feet=bool(self.keypoints.currentData()),
        )

    def add(self, paths: Sequence[Path]) -> None:
        """List files and folders, each once; the first one suggests where labels are kept."""
        known = set(self._paths())
        for path in paths:
            if path not in known:
                item = QListWidgetItem(path.name + ("/" if path.is_dir() else ""))
                item.setToolTip(str(path))
                item.setData(Qt.ItemDataRole.UserRole, str(path))
                self.files.addItem(item)
        if paths:
            self._begin = str(paths[0].parent)
        if not self._is_place_own and self._paths():
            first = self._paths()[0]
            self.place.setText(str(first.parent / f"{first.stem} {self.tr('labels')}"))
        self._offer()

    def _paths(self) -> tuple[Path, ...]:
        items = [self.files.item(row) for row in range(self.files.count())]
        return tuple(Path(item.data(Qt.ItemDataRole.UserRole)) for item in items)

    def _remove(self) -> None:
        for item in self.files.selectedItems():
            self.files.takeItem(self.files.row(item))
        self._offer()

    def _offer(self) -> None:
        is_complete = self.files.count() > 0 and (
            not self._is_new or bool(self.place.text().strip())
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(is_complete)

    # --- Layout --------------------------------------------------------------------------------

    def _lay_out(self, model: str) -> None:
        layout = QVBoxLayout(self)
        hint = QLabel(
            self.tr(
                "Of each video, the frames that teach most are picked out; pictures are all taken. "
                "{0} guesses the keypoints."
            ).format(model)
        )
        hint.setWordWrap(True)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout.addWidget(hint)
        row = QHBoxLayout()
        row.addWidget(self.files, stretch=1)
        row.addLayout(self._make_buttons())
        layout.addLayout(row, stretch=1)
        layout.addLayout(self._make_form())
        layout.addWidget(self.buttons)

    def _make_buttons(self) -> QVBoxLayout:
        column = QVBoxLayout()
        for text, tip, act in (
            (self.tr("&Files..."),
             self.tr("Videos, pictures, label files, or projects with corrected frames"),
             self._choose_files),
            (self.tr("F&older..."), self.tr("A folder of pictures, or a project of DeepLabCut"),
             self._choose_folder),
            (self.tr("&Remove"), self.tr("Take the chosen ones out of this list"), self._remove),
        ):  # fmt: skip
            button = QPushButton(text)
            button.setToolTip(tip)
            button.clicked.connect(lambda _, act=act: act())
            column.addWidget(button)
        column.addStretch()
        return column

    def _make_form(self) -> QFormLayout:
        form = QFormLayout()
        self.count.setRange(1, 1000)
        self.count.setValue(20)
        self.apart.setRange(0.0, 600.0)
        self.apart.setDecimals(1)
        self.apart.setSingleStep(0.5)
        self.apart.setValue(0.5)
        self.apart.setSuffix(self.tr(" s"))
        rows: list[tuple[str, QWidget | QHBoxLayout, QWidget]] = [
            (self.tr("Frames of &each video"), self.count, self.count),
            (self.tr("At least &apart"), self.apart, self.apart),
        ]
        if self._is_new:
            self.keypoints.addItem(self.tr("16 keypoints of the bundled models"), False)
            self.keypoints.addItem(self.tr("with heels and toes: 20 keypoints"), True)
            self.keypoints.setToolTip(
                self.tr("With heels and toes, a model can tell the ankle angle. Own keypoints can "
                        "be named later.")
            )  # fmt: skip
            browse = QPushButton(self.tr("&Browse..."))
            browse.clicked.connect(self._choose_place)
            place = QHBoxLayout()
            place.addWidget(self.place, stretch=1)
            place.addWidget(browse)
            self.place.textChanged.connect(lambda _: self._offer())
            self.place.textEdited.connect(self._keep_place)
            rows += [
                (self.tr("&Keypoints"), self.keypoints, self.keypoints),
                (self.tr("Keep &labels in"), place, self.place),
            ]
        for text, field, buddy in rows:
            label = QLabel(text)
            label.setBuddy(buddy)
            label.setContentsMargins(0, 0, 6, 0)
            buddy.setAccessibleName(text.replace("&", ""))
            form.addRow(label, field)
        return form

    # --- Choosing ------------------------------------------------------------------------------

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Videos, pictures, labels"), self._begin,
            self.tr("Videos, pictures, labels ({0});;All files (*)").format(_FILTER),
        )  # fmt: skip
        self.add([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder of pictures"), self._begin)
        if name:
            self.add([Path(name)])

    def _choose_place(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Keep labels in"), self._begin)
        if name:
            self._is_place_own = True
            self.place.setText(name)

    def _keep_place(self) -> None:
        self._is_place_own = True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """List what was dropped."""
        self.add([Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()])
        event.acceptProposedAction()
