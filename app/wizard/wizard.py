"""The training wizard: seven pages around one plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QWidget, QWizard

from app.services.tasks import Task, TaskRunner
from app.services.training import TrainingProcess
from app.settings import AppSettings
from app.wizard.data_page import DataPage
from app.wizard.evaluation_page import EvaluationPage
from app.wizard.finish_page import FinishPage
from app.wizard.mapping_page import MappingPage
from app.wizard.model_page import ModelPage
from app.wizard.plan import Plan
from app.wizard.split_page import SplitPage
from app.wizard.training_page import TrainingPage

if TYPE_CHECKING:
    from efficientpose_core.models.store import InstalledWeights
    from efficientpose_core.training.runs import Run

__all__ = ["PageId", "TrainingWizard"]


class PageId(IntEnum):
    """Pages in their order."""

    DATA = 0
    MAPPING = 1
    SPLIT = 2
    MODEL = 3
    TRAINING = 4
    EVALUATION = 5
    FINISH = 6


class TrainingWizard(QWizard):
    """Leads from labels to an installed model.

    Parameters
    ----------
    installed
        Models that one can start from.
    settings
        Of the user.
    training, assessment, curve
        Processes that train, compare, and train with parts of the labels.
    parent
        The main window, which stays alive.

    Signals
    -------
    closed()
        It is gone, and nothing runs any more.
    """

    closed = Signal()

    def __init__(
        self,
        installed: Sequence[InstalledWeights],
        settings: AppSettings,
        training: TrainingProcess,
        assessment: TrainingProcess,
        curve: TrainingProcess,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.plan = Plan(installed=installed)
        self.tasks = TaskRunner("wizard", self)
        self._assessment, self._curve = assessment, curve
        self._is_closing = False
        self.ask_stop: Callable[[], bool] = self._ask_stop
        self.setWindowTitle(self.tr("Train a model"))
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setMinimumSize(860, 640)
        self.data = DataPage(self.plan, self.tasks)
        self.mapping = MappingPage(self.plan, self.tasks)
        self.split = SplitPage(self.plan, self.tasks)
        self.model = ModelPage(self.plan, self.tasks, settings)
        self.course = TrainingPage(self.plan, self.tasks, settings, training, self._prepare)
        self.evaluation = EvaluationPage(self.plan, self.tasks, assessment, curve)
        self.finish = FinishPage(self.plan, self.tasks)
        for number, page in (
            (PageId.DATA, self.data),
            (PageId.MAPPING, self.mapping),
            (PageId.SPLIT, self.split),
            (PageId.MODEL, self.model),
            (PageId.TRAINING, self.course),
            (PageId.EVALUATION, self.evaluation),
            (PageId.FINISH, self.finish),
        ):
            self.setPage(number, page)
        # The training cannot be made undone by going back.
        self.course.setCommitPage(True)
        self.course.setButtonText(QWizard.WizardButton.CommitButton, self.tr("&Next"))
        self.data.resume_requested.connect(self.resume)
        for process in (training, assessment, curve):
            process.ended.connect(lambda *_: self._close_at_last())

    def resume(self, run: Run) -> None:
        """Go on with a run where it was left."""
        self.plan.run = run
        self.setStartId(PageId.TRAINING)
        self.restart()

    def _prepare(self) -> Callable[[Task], Run]:
        """Return what copies the plan into a folder; the widgets are read now."""
        from efficientpose_core.training.runs import create_run, new_folder

        split, skeleton = self.plan.split, self.plan.skeleton
        assert split is not None
        assert skeleton is not None
        config = self.model.make_config()

        def work(task: Task) -> Run:
            return create_run(
                new_folder(config.variant), split, skeleton, config, progress=task.tell,
                should_cancel=task.should_cancel,
            )  # fmt: skip

        return work

    # --- Leaving -------------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Whether a training or a comparison is under way."""
        return self.course.is_running or self._assessment.is_running or self._curve.is_running

    @property
    def is_closing(self) -> bool:
        """Whether it closes as soon as everything is saved."""
        return self._is_closing

    def reject(self) -> None:
        """Close, but not over a training: it is asked to save first."""
        if not self.is_running:
            self._leave()
        elif not self._is_closing and self.ask_stop():
            self._is_closing = True
            self.setEnabled(False)
            self.course.stop()
            self._assessment.stop()
            self._curve.stop()
            # It may have ended while the question was open.
            self._close_at_last()

    def accept(self) -> None:
        """Close after the last page."""
        super().accept()
        self._end()

    def _leave(self) -> None:
        super().reject()
        self._end()

    def _end(self) -> None:
        self.tasks.shutdown()
        self.closed.emit()

    def _close_at_last(self) -> None:
        if self._is_closing and not self.is_running:
            self._is_closing = False
            self._leave()

    def _ask_stop(self) -> bool:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Train a model"))
        box.setText(self.tr("Stop the training? What has been learnt is kept."))
        box.setInformativeText(
            self.tr("It cannot go on without this window. The next time you open it, you can "
                    "continue where it stopped.")
        )  # fmt: skip
        stop = box.addButton(self.tr("&Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("&Go on training"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is stop
