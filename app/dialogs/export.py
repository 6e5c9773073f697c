"""What to write, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from efficientpose_core.pipeline import Analysis

__all__ = ["ExportChoice", "ExportDialog"]

_PREVIEW_ROWS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoice:
    """The answer.

    Parameters
    ----------
    folder
        Where.
    speeds, overlay
        Whether the table of speeds and the annotated video are wished, besides keypoints, angles
        and provenance.
    """

    folder: Path
    speeds: bool
    overlay: bool


class ExportDialog(QDialog):
    """Asks what to write; shows the first rows of each table before it is written.

    Parameters
    ----------
    analysis
        Results to write.
    folder
        Proposed folder.
    """

    def __init__(self, analysis: Analysis, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.resize(760, 520)
        self._analysis = analysis
        self._speeds = QCheckBox(self.tr("Speeds and angular velocities"))
        self._overlay = QCheckBox(self.tr("Annotated video (takes a while)"))
        always = QLabel(
            self.tr("Always: joint angles, keypoints, and how they were made (provenance).")
        )
        always.setWordWrap(True)
        what = QGroupBox(self.tr("What"))
        inner = QVBoxLayout(what)
        inner.addWidget(always)
        inner.addWidget(self._speeds)
        inner.addWidget(self._overlay)
        self._folder = QLineEdit(str(folder))
        self._folder.setAccessibleName(self.tr("Folder"))
        browse = QPushButton(self.tr("Choose..."))
        browse.clicked.connect(self._browse)
        where = QHBoxLayout()
        where.addWidget(self._folder)
        where.addWidget(browse)
        self._files = QLabel()
        self._files.setWordWrap(True)
        self._files.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        form = QFormLayout()
        form.addRow(self.tr("Folder"), where)
        form.addRow(self.tr("Files"), self._files)
        self._which = QComboBox()
        self._which.setAccessibleName(self.tr("Table to preview"))
        self._which.addItem(self.tr("Joint angles"), "angles")
        self._which.addItem(self.tr("Keypoints"), "keypoints")
        self._which.addItem(self.tr("Speeds"), "speeds")
        self._preview = QTableWidget()
        self._preview.setAccessibleName(self.tr("First rows of the table"))
        self._preview.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._preview.verticalHeader().hide()
        shown = QGroupBox(self.tr("Preview"))
        inner = QVBoxLayout(shown)
        inner.addWidget(self._which)
        inner.addWidget(self._preview)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._write = self._buttons.addButton(
            self.tr("Write files"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (what, shown):
            layout.addWidget(part)
        layout.insertLayout(1, form)
        layout.addWidget(self._buttons)
        self._which.currentIndexChanged.connect(lambda _: self._show_preview())
        for box in (self._speeds, self._overlay):
            box.toggled.connect(lambda _: self._name_files())
        self._folder.textChanged.connect(lambda _: self._name_files())
        self._name_files()
        self._show_preview()

    @property
    def choice(self) -> ExportChoice:
        """What the user wants."""
        return ExportChoice(
            folder=Path(self._folder.text()).expanduser(),
            speeds=self._speeds.isChecked(),
            overlay=self._overlay.isChecked(),
        )

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for the results"), self._folder.text()
        )
        if name:
            self._folder.setText(name)

    def _name_files(self) -> None:
        """List what will be written, and what will be replaced."""
        from efficientpose_core.results import result_files

        choice = self.choice
        files = result_files(self._analysis.request.source, choice.folder)
        wanted = [files.keypoints, files.angles, files.provenance]
        wanted += [files.speeds] if choice.speeds else []
        wanted += [files.overlay] if choice.overlay else []
        there = [path.name for path in wanted if path.exists()]
        text = ", ".join(path.name for path in wanted)
        if there:
            text += "\n" + self.tr("Replaces: {0}").format(", ".join(there))
        self._files.setText(text)
        self._write.setEnabled(bool(self._folder.text().strip()))

    def _show_preview(self) -> None:
        from efficientpose_core.results import preview_table

        header, rows = preview_table(self._analysis, self._which.currentData(), rows=_PREVIEW_ROWS)
        self._preview.setColumnCount(len(header))
        self._preview.setRowCount(len(rows))
        self._preview.setHorizontalHeaderLabels(list(header))
        for n, row in enumerate(rows):
            for column, cell in enumerate(row):
                self._preview.setItem(n, column, QTableWidgetItem(cell))
        self._preview.resizeColumnsToContents()
