"""Second page: what the names in the files mean, and what is wrong with the labels."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services.tasks import Task, TaskRunner
from app.theme import message_colour
from app.translation import tell
from app.wizard.page import Page, hint_label
from app.wizard.plan import FEET, LabelFile, Plan, with_feet

if TYPE_CHECKING:
    from efficientpose_core.progress import Progress
    from efficientpose_core.skeleton import Skeleton
    from efficientpose_core.training.labels.complaints import Complaint
    from efficientpose_core.training.labels.mapping import Join
    from efficientpose_core.training.labels.types import LabelSet

__all__ = ["MappingPage"]

_WAIT_MS = 500
"""After a change, before everything is checked again."""
_NAME, _TARGET, _WHY = range(3)


class MappingPage(Page):
    """Joins names to keypoints, and shows what the checks complain about."""

    def __init__(self, plan: Plan, tasks: TaskRunner) -> None:
        super().__init__(plan, tasks, "", "")
        self.setTitle(self.tr("Names and checks"))
        self.setSubTitle(
            self.tr("Say which keypoint each name means; suggestions are made. Then look through "
                    "what the checks have found.")
        )  # fmt: skip
        self._skeletons: list[Skeleton] = []
        self._task: Task | None = None
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self.check)
        self.column.addLayout(self._make_skeleton_row())
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self._make_table())
        splitter.addWidget(self._make_complaints())
        splitter.setChildrenCollapsible(False)
        self.column.addWidget(splitter, 1)
        self.finish_layout()

    # --- Layout --------------------------------------------------------------------------------

    def _make_skeleton_row(self) -> QHBoxLayout:
        self.skeleton_box = QComboBox()
        self.skeleton_box.activated.connect(lambda _: self._suggest())
        label = QLabel(self.tr("&Keypoints to learn"))
        label.setBuddy(self.skeleton_box)
        self.skeleton_box.setAccessibleName(self.tr("Keypoints to learn"))
        self.feet = QCheckBox(self.tr("and &heels and toes"))
        self.feet.setToolTip(
            self.tr("With heels and big toes the model tells the angle of the ankle.")
        )
        self.feet.toggled.connect(lambda _: self._suggest())
        load = QPushButton(self.tr("From a &file..."))
        load.setToolTip(self.tr("A JSON file with name, keypoints and limbs."))
        load.clicked.connect(self._choose_skeleton)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.skeleton_box)
        row.addWidget(self.feet)
        row.addWidget(load)
        row.addStretch()
        return row

    def _make_table(self) -> QTableWidget:
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(self.tr("Names and keypoints"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("Name in the file"), self.tr("Keypoint"), self.tr("How sure")]
        )
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        return self.table

    def _make_complaints(self) -> QWidget:
        self.summary = hint_label()
        self.summary.setForegroundRole(self.foregroundRole())
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress of the checks"))
        self.complaints = QTreeWidget()
        self.complaints.setAccessibleName(self.tr("What the checks have found"))
        self.complaints.setHeaderHidden(True)
        self.complaints.setWordWrap(True)
        self.complaints.setUniformRowHeights(False)
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self.summary)
        layout.addWidget(self.progress)
        layout.addWidget(self.complaints, 1)
        return part

    # --- Skeleton ------------------------------------------------------------------------------

    def initializePage(self) -> None:
        """Offer skeletons, and suggest what names mean."""
        from efficientpose_core.skeleton import MPII16

        known = [MPII16]
        known += [item.metadata.skeleton for item in self.plan.installed if item.metadata]
        known += self._skeletons
        self._skeletons = []
        for skeleton in known:
            if all(skeleton.keypoints != other.keypoints for other in self._skeletons):
                self._skeletons.append(skeleton)
        chosen = self.skeleton_box.currentIndex()
        self._fill_skeletons(max(0, chosen))
        names = {name for file in self.plan.files for name in file.read.labels.skeleton.keypoints}
        if any(word in name.lower() for name in names for word in ("heel", "toe")):
            self.feet.blockSignals(True)
            self.feet.setChecked(True)
            self.feet.blockSignals(False)
        self._suggest(anew=False)

    def _fill_skeletons(self, chosen: int) -> None:
        self.skeleton_box.clear()
        for skeleton in self._skeletons:
            text = self.tr("{0}, {1} keypoints").format(skeleton.name, len(skeleton))
            self.skeleton_box.addItem(text)
        self.skeleton_box.setCurrentIndex(chosen)

    def _choose_skeleton(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Skeleton"), "", self.tr("Skeletons (*.json)")
        )
        if name:
            self.load_skeleton(Path(name))

    def load_skeleton(self, path: Path) -> None:
        """Offer the keypoints of a file, and take them."""
        from efficientpose_core.errors import EfficientPoseError
        from efficientpose_core.models.weights import read_skeleton

        try:
            self._skeletons.append(read_skeleton(path))
        except EfficientPoseError as error:
            self.tell_error(error)
            return
        self._fill_skeletons(len(self._skeletons) - 1)
        self._suggest()

    def _chosen_skeleton(self) -> Skeleton:
        skeleton = self._skeletons[self.skeleton_box.currentIndex()]
        has_all = skeleton.has(*FEET)
        self.feet.setEnabled(not has_all)
        return with_feet(skeleton) if self.feet.isChecked() and not has_all else skeleton

    # --- Mapping -------------------------------------------------------------------------------

    def _suggest(self, *, anew: bool = True) -> None:
        from efficientpose_core.training.labels.mapping import suggest_mapping

        self.plan.skeleton = skeleton = self._chosen_skeleton()
        for file in self.plan.files:
            # What the user has chosen stays when this page is only shown again.
            if anew or file.mapping is None or file.mapping.skeleton != skeleton:
                file.mapping = suggest_mapping(file.read.labels.skeleton.keypoints, skeleton)
        self._fill_table()
        self._check_soon()

    def _fill_table(self) -> None:
        rows = [
            (file, join)
            for file in self.plan.files
            for join in (file.mapping.joins if file.mapping else ())
        ]
        self.table.setRowCount(len(rows))
        for row, (file, join) in enumerate(rows):
            text = join.source
            if len(self.plan.files) > 1:
                text += f"  ({file.path.name})"
            self._set_text(row, _NAME, text)
            self._set_text(row, _WHY, self._told(join))
            box = QComboBox()
            box.setAccessibleName(self.tr("Keypoint for {0}").format(join.source))
            box.addItem(self.tr("(left aside)"), None)
            assert file.mapping is not None
            for name in file.mapping.skeleton.keypoints:
                box.addItem(name.replace("_", " "), name)
            box.setCurrentIndex(max(0, box.findData(join.target)))
            box.activated.connect(
                lambda _, box=box, file=file, source=join.source: self._map(
                    file, source, box.currentData()
                )
            )
            self.table.setCellWidget(row, _TARGET, box)
        self.table.resizeColumnsToContents()

    def _set_text(self, row: int, column: int, text: str) -> None:
        item = QTableWidgetItem(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setToolTip(text)
        self.table.setItem(row, column, item)

    def _told(self, join: Join) -> str:
        words = {
            "none": self.tr("nothing fits"),
            "guess": self.tr("a guess"),
            "synonym": self.tr("another word for it"),
            "normalised": self.tr("the same words"),
            "exact": self.tr("the same name"),
            "chosen": self.tr("chosen by you"),
        }[join.confidence.label]
        return f"{words}: {tell(join.reason)}" if join.reason else words

    def _map(self, file: LabelFile, source: str, target: str | None) -> None:
        assert file.mapping is not None
        file.mapping = file.mapping.with_target(source, target)
        bar = self.table.verticalScrollBar()
        at, focus = bar.value(), self.table.currentRow()
        self._fill_table()
        bar.setValue(at)
        self.table.setCurrentCell(focus, _TARGET)
        self._check_soon()

    # --- Checks --------------------------------------------------------------------------------

    def _check_soon(self) -> None:
        self.plan.usable = None
        self.completeChanged.emit()
        self._timer.start()

    def check(self) -> None:
        """Open every picture and check every label, in another thread."""
        if self._task is not None:
            self._task.cancel()
        self.say("")
        self.summary.setText(self.tr("Looking at the pictures..."))
        self.progress.setRange(0, 0)
        self.progress.show()
        files = [(file.read, file.mapping) for file in self.plan.files]

        def work(task: Task) -> tuple[LabelSet, tuple[Complaint, ...], int]:
            from efficientpose_core.training.labels.formats import examine
            from efficientpose_core.training.runs import merge_labels

            examined = [
                examine(read, mapping=mapping, progress=task.tell, should_cancel=task.should_cancel)
                for read, mapping in files
            ]
            return (
                merge_labels([one.usable() for one in examined]),
                tuple(complaint for one in examined for complaint in one.complaints),
                sum(len(one.labels) for one in examined),
            )

        task = self.tasks.start(
            work, done=lambda found: self._take(task, *found), failed=self._tell_failure
        )
        self._task = task
        task.progressed.connect(self._show_progress)

    def _show_progress(self, told: Progress) -> None:
        self.progress.setRange(0, told.total or 0)
        self.progress.setValue(told.done)

    def _tell_failure(self, error: Exception) -> None:
        self.progress.hide()
        self.tell_error(error)

    def _take(
        self, task: Task, usable: LabelSet, complaints: tuple[Complaint, ...], total: int
    ) -> None:
        if task is not self._task or self._timer.isActive():
            return
        self._task = None
        self.progress.hide()
        self.plan.usable, self.plan.complaints = usable, complaints
        text = self.tr("{0} of {1} people can be used.").format(len(usable), total)
        if not complaints:
            text += " " + self.tr("Nothing is wrong with them.")
        self.summary.setText(text)
        self._show_complaints(complaints)
        if not len(usable):
            self.say(self.tr("Nobody can be used: mend what is listed as errors, and come back."))
        self.completeChanged.emit()

    def _show_complaints(self, complaints: tuple[Complaint, ...]) -> None:
        self.complaints.clear()
        colours = ("info", "warning", "error")
        words = (self.tr("Note"), self.tr("Warning"), self.tr("Error"))

        def rank(complaint: Complaint) -> tuple[int, str]:
            return -int(complaint.severity), complaint.kind.value

        for (severity, kind), group in groupby(sorted(complaints, key=rank), rank):
            rows = list(group)
            head = QTreeWidgetItem(
                [f"{words[-severity]}: {tell(kind)} ({len(rows)})" if len(rows) > 1
                 else f"{words[-severity]}: {tell(kind)}"]
            )  # fmt: skip
            head.setForeground(0, QBrush(message_colour(colours[-severity], self.palette())))
            for complaint in rows:
                sentence = tell(complaint.sentence)
                child = QTreeWidgetItem([sentence])
                child.setToolTip(0, sentence)
                head.addChild(child)
            self.complaints.addTopLevelItem(head)
            head.setExpanded(severity != 0 and len(rows) <= 10)

    # --- Wizard --------------------------------------------------------------------------------

    def isComplete(self) -> bool:
        """Go on with people that can be used."""
        return self.plan.usable is not None and len(self.plan.usable) > 0

    def cleanupPage(self) -> None:
        """Forget what was checked, when the user goes back."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.plan.usable = None
