"""What to write, and where."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
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

from app.dialogs.parts import browse_button, buttons_of
from app.translation import words

if TYPE_CHECKING:
    from efficientpose_core.export.data import ExportData

__all__ = ["ExportChoice", "ExportDialog"]

_PREVIEW_ROWS = 5
_TABLES = ("keypoints", "angles", "speeds", "tidy", "parameters")
"""Those that can be previewed."""
_BOOKS = ("xlsx", "json")
_PROGRAMS = ("trc", "mot", "c3d")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoice:
    """The answer.

    Parameters
    ----------
    folder
        Where.
    formats
        Ids of `FORMATS`, in their order. How everything was made (provenance) is always written.
    overlay
        Whether the annotated video is wished.
    """

    folder: Path
    formats: tuple[str, ...]
    overlay: bool


class ExportDialog(QDialog):
    """Asks what to write; shows what is refused, changed and replaced, before it happens.

    Parameters
    ----------
    data
        Results to write.
    choice
        What is proposed. Formats that these results do not allow are remembered, not offered.
    source
        The recording, after which files are named.
    """

    def __init__(
        self,
        data: ExportData,
        choice: ExportChoice,
        source: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.resize(880, 680)
        self._data, self._source = data, source
        self._boxes: dict[str, QCheckBox] = {}
        self._refused: dict[str, str] = {}
        self._kept: set[str] = set()
        self._overlay = QCheckBox(self.tr("Annotated video"))
        self._overlay.setToolTip(
            self.tr("The recording with skeleton, joint angles and time drawn on it. It takes a "
                    "while.")
        )  # fmt: skip
        self._overlay.toggled.connect(lambda _: self._follow())
        self._folder = QLineEdit(str(choice.folder))
        self._folder.setToolTip(self.tr("Where the files are written; it is made if need be."))
        self._files, self._notes = _label(), _label()
        self._which = QComboBox()
        self._preview = QTableWidget()
        self._write = QPushButton(self.tr("Write files"))
        self._make_boxes(choice.formats)
        self._lay_out()
        self._overlay.setChecked(choice.overlay)
        self._folder.textChanged.connect(lambda _: self._follow())
        self._follow()
        self._show_preview()

    @property
    def choice(self) -> ExportChoice:
        """What the user wants."""
        return ExportChoice(
            folder=Path(self._folder.text().strip()).expanduser(),
            formats=tuple(name for name, box in self._boxes.items() if box.isChecked()),
            overlay=self._overlay.isChecked(),
        )

    @property
    def remembered(self) -> tuple[str, ...]:
        """Formats to propose next time: chosen now, or chosen before and refused today."""
        chosen = {*self.choice.formats, *self._kept}
        return tuple(name for name in self._boxes if name in chosen)

    def select(self, names: Collection[str]) -> None:
        """Choose formats, as far as these results allow them; all others are left out."""
        for name, box in self._boxes.items():
            box.setChecked(name in names and name not in self._refused)

    # --- What there is -------------------------------------------------------------------------

    def _make_boxes(self, wished: Collection[str]) -> None:
        """Make a box for each format; those that are refused say why."""
        from efficientpose_core.export.formats import FORMATS

        told = words()
        for name, kind in FORMATS.items():
            box = self._boxes[name] = QCheckBox(told.sentence(kind.title))
            tip = f"{kind.suffix}: {told.sentence(kind.holds)}"
            if reason := kind.refuse(self._data):
                self._refused[name] = told.sentence(reason)
                box.setEnabled(False)
                tip = self.tr("Not possible: {0}").format(self._refused[name])
            box.setToolTip(tip)
            box.setAccessibleDescription(tip)
            box.toggled.connect(lambda _: self._follow())
        self._kept = {name for name in wished if name in self._refused}
        for name in _TABLES:
            if name not in self._refused:
                self._which.addItem(self._boxes[name].text(), name)
        self._which.setCurrentIndex(self._which.findData("angles"))
        self.select(wished)

    def _follow(self) -> None:
        """List what will be written and replaced, and what is changed or refused."""
        from efficientpose_core.export.formats import FORMATS

        paths = list(self._paths())
        there = [path.name for path in paths if path.is_file()]
        text = ", ".join(path.name for path in paths)
        if there:
            text += "\n" + self.tr("Replaces: {0}").format(", ".join(there))
        self._files.setText(text)
        told = words()
        lines: dict[str, list[str]] = {}
        for name, reason in self._refused.items():
            lines.setdefault(self.tr("Not possible: {0}").format(reason), []).append(name)
        for name in self.choice.formats:
            if note := FORMATS[name].note(self._data):
                lines.setdefault(told.sentence(note), []).append(name)
        self._notes.setText(
            "\n".join(
                f"{', '.join(self._boxes[name].text() for name in names)}: {line}"
                for line, names in lines.items()
            )
        )
        self._notes.setVisible(bool(lines))
        is_something = bool(self.choice.formats) or self.choice.overlay
        self._write.setEnabled(bool(self._folder.text().strip()) and is_something)

    def _paths(self) -> Iterator[Path]:
        from efficientpose_core.export.formats import FORMATS
        from efficientpose_core.results import result_files

        choice = self.choice
        files = result_files(self._source, choice.folder)
        for name in choice.formats:
            yield FORMATS[name].path(self._data.name, choice.folder)
        if choice.overlay:
            yield files.overlay
        yield files.provenance

    def _show_preview(self) -> None:
        from efficientpose_core.results import preview_table

        header, rows = preview_table(self._data, self._which.currentData(), rows=_PREVIEW_ROWS)
        self._preview.setColumnCount(len(header))
        self._preview.setRowCount(len(rows))
        self._preview.setHorizontalHeaderLabels(list(header))
        for n, row in enumerate(rows):
            for column, cell in enumerate(row):
                self._preview.setItem(n, column, QTableWidgetItem(cell))
        self._preview.resizeColumnsToContents()

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for the results"), self._folder.text()
        )
        if name:
            self._folder.setText(name)

    # --- Layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addLayout(self._what())
        layout.addWidget(self._notes)
        layout.addLayout(self._where())
        layout.addWidget(self._preview_group(), stretch=1)
        layout.addWidget(buttons_of(self, self._write))
        self._notes.setForegroundRole(QPalette.ColorRole.PlaceholderText)

    def _what(self) -> QVBoxLayout:
        from efficientpose_core.export.formats import DEFAULT_FORMATS

        groups = QHBoxLayout()
        for title, boxes in (
            (self.tr("Tables"), [self._boxes[name] for name in _TABLES]),
            (self.tr("Workbook and data"), [self._boxes[name] for name in _BOOKS]),
            (self.tr("For other programs"), [self._boxes[name] for name in _PROGRAMS]),
            (self.tr("Video"), [self._overlay]),
        ):
            group = QGroupBox(title)
            inner = QVBoxLayout(group)
            for box in boxes:
                inner.addWidget(box)
            inner.addStretch()
            groups.addWidget(group)
        line = QHBoxLayout()
        hint = QLabel(self.tr("How everything was made (provenance) is always written beside it."))
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        line.addWidget(hint, stretch=1)
        for text, tip, names in (
            (self.tr("&Usual"), self.tr("Joint angles and keypoints."), DEFAULT_FORMATS),
            (self.tr("&All"), self.tr("Every format that is possible."), tuple(self._boxes)),
        ):
            button = QPushButton(text)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, names=names: self.select(names))
            line.addWidget(button)
        what = QVBoxLayout()
        what.addLayout(groups)
        what.addLayout(line)
        return what

    def _where(self) -> QFormLayout:
        browse = browse_button(self.tr("&Choose..."), self.tr("Choose the folder."), self._browse)
        where = QHBoxLayout()
        where.addWidget(self._folder)
        where.addWidget(browse)
        self._folder.setAccessibleName(self.tr("Folder"))
        self._files.setAccessibleName(self.tr("Files that will be written"))
        label = QLabel(self.tr("&Folder"))
        label.setBuddy(self._folder)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        form.addRow(label, where)
        form.addRow(self.tr("Files"), self._files)
        return form

    def _preview_group(self) -> QGroupBox:
        self._which.setAccessibleName(self.tr("Table to preview"))
        self._which.setToolTip(self.tr("Its first rows, as they will be written."))
        self._which.currentIndexChanged.connect(lambda _: self._show_preview())
        self._preview.setAccessibleName(self.tr("First rows of the table"))
        self._preview.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._preview.verticalHeader().hide()
        group = QGroupBox(self.tr("Preview"))
        inner = QVBoxLayout(group)
        inner.addWidget(self._which, alignment=Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self._preview)
        return group


def _label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
