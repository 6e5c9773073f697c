"""Last page: install, export, or discard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
)

from app.services.tasks import TaskRunner
from app.wizard import outcome
from app.wizard.page import Page, hint_label
from app.wizard.plan import Plan

__all__ = ["FinishPage"]

_INDENT_PX = 24


class FinishPage(Page):
    """Decides what becomes of the weights.

    Signals
    -------
    installed(str, bool)
        Name of the new model, and whether it is to be used from now on.
    exported(Path)
        Where it was written.
    discarded()
        It is gone.
    """

    installed = Signal(str, bool)
    exported = Signal(object)
    discarded = Signal()

    def __init__(self, plan: Plan, tasks: TaskRunner) -> None:
        super().__init__(plan, tasks, "", "")
        self.setTitle(self.tr("What becomes of the new model"))
        self.setSubTitle(
            self.tr("The model that it started from stays installed: to go back, choose that one "
                    "in the box of models.")
        )  # fmt: skip
        self.install = QRadioButton(self.tr("&Install it under the name"))
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the model"))
        self.use_it = QCheckBox(self.tr("&Use it from now on"))
        self.export = QRadioButton(self.tr("&Write it to a file, with its card beside it"))
        self.path = QLineEdit()
        self.path.setAccessibleName(self.tr("File of the model"))
        self.browse = QPushButton(self.tr("&Choose..."))
        self.browse.clicked.connect(self._choose)
        self.discard = QRadioButton(self.tr("&Discard it, with everything that belongs to it"))
        self.column.addWidget(self.install)
        self.column.addLayout(self._indented(self.name))
        self.column.addLayout(self._indented(self.use_it))
        self.column.addSpacing(12)
        self.column.addWidget(self.export)
        self.column.addLayout(self._indented(self.path, self.browse))
        self.column.addSpacing(12)
        self.column.addWidget(self.discard)
        self.column.addSpacing(12)
        self.column.addWidget(
            hint_label(self.tr("Not sure? Close the window: you will be asked again next time."))
        )
        self.column.addStretch()
        self.finish_layout()
        for button in (self.install, self.export, self.discard):
            button.toggled.connect(lambda _: self._follow())
        for box in (self.name, self.path):
            box.textChanged.connect(lambda _: self.completeChanged.emit())
        self.install.setChecked(True)

    def _indented(self, *widgets: QLineEdit | QCheckBox | QPushButton) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addSpacing(_INDENT_PX)
        for widget in widgets:
            row.addWidget(widget)
        return row

    def initializePage(self) -> None:
        """Propose a name."""
        assert self.plan.run is not None
        if not self.name.text():
            self.name.setText(f"my-{self.plan.run.name}")
        comparison = self.plan.comparison
        gain = comparison.gain if comparison is not None else None
        self.use_it.setChecked(gain is not None and gain.points > 0)
        if gain is not None and gain.points <= 0:
            self.say(
                self.tr("On the held-out people it is not better than the one it started from."),
                "warning",
            )
        self._follow()

    def _follow(self) -> None:
        installs, exports = self.install.isChecked(), self.export.isChecked()
        self.name.setEnabled(installs)
        self.use_it.setEnabled(installs)
        self.path.setEnabled(exports)
        self.browse.setEnabled(exports)
        self.completeChanged.emit()

    def _choose(self) -> None:
        assert self.plan.run is not None
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("File of the model"), f"{self.plan.run.name}.safetensors",
            self.tr("Weights (*.safetensors)"),
        )  # fmt: skip
        if name:
            self.path.setText(str(Path(name).with_suffix(".safetensors")))

    def isComplete(self) -> bool:
        """Finish with a name or a file."""
        if self.install.isChecked():
            return bool(self.name.text().strip())
        return self.discard.isChecked() or bool(self.path.text().strip())

    def validatePage(self) -> bool:
        """Do it; stay where it fails."""
        from efficientpose_core.errors import EfficientPoseError

        run = self.plan.run
        assert run is not None
        self.say("")
        try:
            if self.install.isChecked():
                item = outcome.install(run, self.name.text().strip())
                self.installed.emit(item.name, self.use_it.isChecked())
            elif self.export.isChecked():
                self.exported.emit(outcome.export(run, Path(self.path.text().strip())))
            else:
                outcome.discard(run)
                self.discarded.emit()
        except EfficientPoseError as error:
            self.tell_error(error)
            return False
        return True
