"""First page: which labels, and under which terms they may be used."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from app.services.tasks import TaskRunner
from app.wizard.page import Page, hint_label
from app.wizard.plan import LabelFile, Plan

if TYPE_CHECKING:
    from efficientpose_core.training.runs import Run

__all__ = ["DataPage"]


class DataPage(Page):
    """Adds label files; offers trainings that were interrupted.

    Signals
    -------
    resume_requested(Run)
        The user wants to go on with a training.
    labelling_requested()
        The user wants to label frames first.
    """

    resume_requested = Signal(object)
    labelling_requested = Signal()

    def __init__(self, plan: Plan, tasks: TaskRunner) -> None:
        super().__init__(plan, tasks, "", "")
        self.setTitle(self.tr("Labelled pictures"))
        self.setSubTitle(
            self.tr("Add the files in which keypoints are labelled: COCO, MPII, DeepLabCut, SLEAP, "
                    "or projects of EfficientPose Studio with corrected frames.")
        )  # fmt: skip
        self.setAcceptDrops(True)
        self._reading: set[Path] = set()
        self.column.addWidget(self._make_offer())
        self.files = QTreeWidget()
        self.files.setRootIsDecorated(False)
        self.files.setAccessibleName(self.tr("Label files"))
        self.files.setHeaderLabels(
            [self.tr("File"), self.tr("Format"), self.tr("People"), self.tr("Keypoints")]
        )
        self.files.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.files.header().setStretchLastSection(False)
        self.files.header().setSectionResizeMode(self.files.header().ResizeMode.ResizeToContents)
        self.files.header().setSectionResizeMode(0, self.files.header().ResizeMode.Stretch)
        self.column.addWidget(self.files, 1)
        self.column.addLayout(self._make_buttons())
        self.column.addLayout(self._make_terms())
        self.column.addWidget(
            hint_label(
                self.tr("Both are written into the model. A model made of data for research only "
                        "must not be used for anything else.")
            )
        )  # fmt: skip
        self.finish_layout()

    # --- Layout --------------------------------------------------------------------------------

    def _make_offer(self) -> QFrame:
        """Return the frame that offers unfinished trainings; hidden while there are none."""
        self._offer = QFrame()
        self._offer.setFrameShape(QFrame.Shape.StyledPanel)
        self._offer.hide()
        self._offers = QVBoxLayout(self._offer)
        return self._offer

    def _make_buttons(self) -> QHBoxLayout:
        self.add_button = QPushButton(self.tr("&Add a file..."))
        self.add_button.clicked.connect(self._choose_files)
        self.folder_button = QPushButton(self.tr("Add a &folder..."))
        self.folder_button.setToolTip(
            self.tr("Labels of EfficientPose Studio, or a DeepLabCut project.")
        )
        self.folder_button.clicked.connect(self._choose_folder)
        self.remove_button = QPushButton(self.tr("&Remove"))
        self.remove_button.clicked.connect(self.remove_selected)
        QShortcut(
            QKeySequence.StandardKey.Delete, self.files, self.remove_selected,
            context=Qt.ShortcutContext.WidgetShortcut,
        )  # fmt: skip
        row = QHBoxLayout()
        self.label_button = QPushButton(self.tr("&Label frames..."))
        self.label_button.setToolTip(
            self.tr("Set keypoints by hand first; this window closes, and comes back afterwards.")
        )
        self.label_button.clicked.connect(self.labelling_requested)
        for button in (
            self.add_button, self.folder_button, self.remove_button, self.label_button,
        ):  # fmt: skip
            row.addWidget(button)
        row.addWidget(hint_label(self.tr("or drop files here")), 1)
        return row

    def _make_terms(self) -> QFormLayout:
        self.licence = QLineEdit()
        self.licence.setPlaceholderText(
            self.tr("for instance: own recordings, participants have agreed; or CC BY-NC 4.0")
        )
        self.attribution = QLineEdit()
        self.attribution.setPlaceholderText(self.tr("who made them, if they have to be named"))
        form = QFormLayout()
        for text, box in (
            (self.tr("&Terms of the data"), self.licence),
            (self.tr("Made &by"), self.attribution),
        ):
            form.addRow(text, box)
            # Labels are measured before the style sheet comes, and would be cut off.
            form.labelForField(box).setContentsMargins(0, 0, 6, 0)
            box.setAccessibleName(text.replace("&", ""))
            box.textChanged.connect(lambda _: self.completeChanged.emit())
        return form

    # --- Unfinished trainings ------------------------------------------------------------------

    def offer(self, runs: Sequence[Run]) -> None:
        """Show trainings that were interrupted."""
        while self._offers.count():
            item = self._offers.takeAt(0)
            widget = None if item is None else item.widget()
            assert widget is not None
            widget.deleteLater()
        for run in runs:
            self._offers.addWidget(self._make_offer_row(run))
        self._offer.setVisible(bool(runs))

    def _make_offer_row(self, run: Run) -> QFrame:
        row = QFrame()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        started = QDateTime.fromSecsSinceEpoch(round(run.started.timestamp()))
        when = QLocale().toString(started, QLocale.FormatType.ShortFormat)
        text = (
            self.tr("A training of {0} has ended and waits for your decision.")
            if run.has_ended
            else self.tr("A training of {0} was interrupted.")
        ).format(when)
        layout.addWidget(QLabel(text), 1)
        for words, act in (
            (self.tr("&Continue"), lambda: self.resume_requested.emit(run)),
            (self.tr("&Discard"), lambda: self._discard(run, row)),
        ):
            button = QPushButton(words)
            button.setAccessibleName(f"{words} ({run.name})".replace("&", ""))
            button.clicked.connect(act)
            layout.addWidget(button)
        return row

    def _discard(self, run: Run, row: QFrame) -> None:
        from app.wizard.outcome import discard

        row.setEnabled(False)
        self.tasks.start(lambda _: discard(run), done=lambda _: row.hide(), failed=self.tell_error)

    # --- Files ---------------------------------------------------------------------------------

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Label files"), "",
            self.tr("Labels (*.json *.csv *.h5 *.slp *.epstudio *.yaml);;All files (*)"),
        )  # fmt: skip
        self.add([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder of labels"))
        if name:
            self.add([Path(name)])

    def add(self, paths: Sequence[Path]) -> None:
        """Read label files, one after the other."""
        self.say("")
        for path in paths:
            if path in self._reading or any(file.path == path for file in self.plan.files):
                continue
            self._reading.add(path)
            task = self.tasks.start(partial(_read, path), done=self._take, failed=self.tell_error)
            task.finished.connect(partial(self._end_reading, path))
        self.completeChanged.emit()

    def add_anew(self, path: Path) -> None:
        """Read a label file, also where it is listed already: there are more labels in it now."""
        for row, file in enumerate(self.plan.files):
            if file.path == path:
                self.files.takeTopLevelItem(row)
                del self.plan.files[row]
                break
        self.add([path])

    def _end_reading(self, path: Path) -> None:
        self._reading.discard(path)
        self.completeChanged.emit()

    def _take(self, file: LabelFile) -> None:
        labels = file.read.labels
        self.plan.files.append(file)
        item = QTreeWidgetItem(
            [file.path.name, file.kind, str(len(labels)), str(len(labels.skeleton))]
        )
        item.setToolTip(0, str(file.path))
        for column in (2, 3):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
        self.files.addTopLevelItem(item)
        self.completeChanged.emit()

    def remove_selected(self) -> None:
        """Take the chosen files out again."""
        for item in self.files.selectedItems():
            row = self.files.indexOfTopLevelItem(item)
            self.files.takeTopLevelItem(row)
            del self.plan.files[row]
        self.completeChanged.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add files."""
        urls = event.mimeData().urls()
        self.add([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
        event.acceptProposedAction()

    # --- Wizard --------------------------------------------------------------------------------

    def isComplete(self) -> bool:
        """Go on with data whose terms are stated."""
        return bool(self.plan.files and self.licence.text().strip()) and not self._reading

    def validatePage(self) -> bool:
        """Keep the terms."""
        self.plan.licence = self.licence.text().strip()
        self.plan.attribution = self.attribution.text().strip()
        return True


def _read(path: Path, _: object) -> LabelFile:
    from efficientpose_core.training.labels.formats import detect_format, read_labels

    return LabelFile(path=path, kind=detect_format(path).value, read=read_labels(path))
