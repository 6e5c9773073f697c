"""Third page: who is learnt from, and who is held out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
)

from app.services.tasks import TaskRunner
from app.wizard.page import Page, hint_label
from app.wizard.plan import Plan

if TYPE_CHECKING:
    from efficientpose_core.training.labels.types import LabelSet

__all__ = ["SplitPage"]


class SplitPage(Page):
    """Divides people by person or video."""

    def __init__(self, plan: Plan, tasks: TaskRunner) -> None:
        super().__init__(plan, tasks, "", "")
        self.setTitle(self.tr("People held out"))
        self.setSubTitle(
            self.tr("Some people are never learnt from: only they show whether the new model sees "
                    "better. Frames of one person or video always stay together.")
        )  # fmt: skip
        self._merged: list[tuple[tuple[str, ...], str]] = []
        self.rule = QComboBox()
        for text, value in (
            (self.tr("as the files say"), ""),
            (self.tr("by picture name without its number"), "name"),
            (self.tr("by folder or video"), "folder"),
            (self.tr("every picture shows another person"), "picture"),
        ):
            self.rule.addItem(text, value)
        self.rule.activated.connect(lambda _: self._forget_and_divide())
        self.share = QSpinBox()
        self.share.setRange(5, 50)
        self.share.setValue(20)
        self.share.setSuffix(self.tr(" %"))
        self.seed = QSpinBox()
        self.seed.setRange(0, 9999)
        self.seed.setToolTip(self.tr("Another number draws other people."))
        form = QFormLayout()
        for text, box in (
            (self.tr("&Persons and videos"), self.rule),
            (self.tr("&Held out"), self.share),
            (self.tr("&Draw"), self.seed),
        ):
            form.addRow(text, box)
            box.setAccessibleName(text.replace("&", ""))
        for box in (self.share, self.seed):
            box.valueChanged.connect(lambda _: self._divide())
        self.column.addLayout(form)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.column.addWidget(self.summary)
        self.groups = QTreeWidget()
        self.groups.setAccessibleName(self.tr("Persons and videos"))
        self.groups.setRootIsDecorated(False)
        self.groups.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.groups.setHeaderLabels(
            [self.tr("Person or video"), self.tr("Labelled"), self.tr("Part")]
        )
        self.groups.header().setStretchLastSection(False)
        self.groups.header().setSectionResizeMode(0, self.groups.header().ResizeMode.Stretch)
        self.groups.itemSelectionChanged.connect(self._offer_merge)
        self.column.addWidget(self.groups, 1)
        self.merge_button = QPushButton(self.tr("The chosen ones show the &same person"))
        self.merge_button.clicked.connect(self.merge_selected)
        row = QHBoxLayout()
        row.addWidget(self.merge_button)
        row.addWidget(
            hint_label(self.tr("Choose several with Ctrl or Shift, for instance two videos of one "
                               "person.")), 1,
        )  # fmt: skip
        self.column.addLayout(row)
        self.finish_layout()

    def initializePage(self) -> None:
        """Divide what has come."""
        self._merged.clear()
        self._divide()

    def _forget_and_divide(self) -> None:
        self._merged.clear()
        self._divide()

    def _grouped(self) -> LabelSet:
        from efficientpose_core.training.labels.grouping import GroupBy, merge_groups, regroup

        labels = self.plan.usable
        assert labels is not None
        if self.rule.currentData():
            labels = regroup(labels, GroupBy(self.rule.currentData()))
        for groups, name in self._merged:
            labels = merge_groups(labels, groups, name)
        return labels

    def _divide(self) -> None:
        from efficientpose_core.errors import EfficientPoseError
        from efficientpose_core.training.labels.split import split_by_group

        labels = self._grouped()
        self.say("")
        try:
            self.plan.split = split_by_group(
                labels, validation=self.share.value() / 100, seed=self.seed.value()
            )
        except EfficientPoseError as error:
            self.plan.split = None
            self.tell_error(error)
        self._show(labels)
        self.completeChanged.emit()

    def _show(self, labels: LabelSet) -> None:
        counts = Counter(image.group for image in labels.images)
        split = self.plan.split
        held_out = set() if split is None else set(split.validation.groups)
        self.groups.clear()
        for group in sorted(counts, key=lambda name: (name not in held_out, name)):
            part = self.tr("held out") if group in held_out else self.tr("learnt from")
            item = QTreeWidgetItem([group, str(counts[group]), "" if split is None else part])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
            self.groups.addTopLevelItem(item)
        self._offer_merge()
        if split is None:
            self.summary.clear()
            return
        count = self.tr("{0} labelled people of {1} persons or videos")
        self.summary.setText(
            self.tr("Learnt from: {0}.\nHeld out: {1}.").format(
                count.format(len(split.training), len(split.training.groups)),
                count.format(len(split.validation), len(split.validation.groups)),
            )
        )

    def _offer_merge(self) -> None:
        self.merge_button.setEnabled(len(self.groups.selectedItems()) > 1)

    def merge_selected(self) -> None:
        """Keep the chosen groups together."""
        names = tuple(item.text(0) for item in self.groups.selectedItems())
        if len(names) > 1:
            self._merged.append((names, names[0]))
            self._divide()

    def isComplete(self) -> bool:
        """Go on with two parts."""
        return self.plan.split is not None
