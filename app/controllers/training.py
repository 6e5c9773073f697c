"""Training of models: opens the wizard, and takes what it has made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.actions.registry import ActionRegistry
from app.main_window import MainWindow
from app.services.notifications import Notifications
from app.services.tasks import TaskRunner
from app.services.training import TrainingProcess, command_of
from app.settings import AppSettings

if TYPE_CHECKING:
    from pathlib import Path

    from app.wizard.wizard import TrainingWizard
    from efficientpose_core.models.store import InstalledWeights
    from efficientpose_core.training.runs import Run

__all__ = ["TrainingController"]


class TrainingController(QObject):
    """Owns the wizard and its processes.

    Signals
    -------
    labelling_requested()
        The user wants to label frames first.

    Parameters
    ----------
    load_models
        Fills the box of models anew.
    """

    labelling_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        actions: ActionRegistry,
        settings: AppSettings,
        notes: Notifications,
        load_models: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._notes = window, settings, notes
        self._load_models = load_models
        self._tasks = TaskRunner("training", self)
        self._is_opening = False
        self._labels: Path | None = None
        self.wizard: TrainingWizard | None = None
        self.training = TrainingProcess(command_of("train"), self)
        self.assessment = TrainingProcess(command_of("assess"), self)
        self.curve = TrainingProcess(command_of("train", "--learning-curve"), self)
        actions.bind({"tools.train": self.open})

    def train_with(self, labels: Path) -> None:
        """Show the wizard with labels that were just made."""
        self._labels = labels
        self.open()

    def open(self) -> None:
        """Show the wizard; there is one at a time."""
        if self.wizard is not None:
            self._add_labels(self.wizard)
            self.wizard.show()
            self.wizard.raise_()
            self.wizard.activateWindow()
            return
        if self._is_opening:
            return
        self._is_opening = True

        def work(_: object) -> tuple[tuple[InstalledWeights, ...], tuple[Run, ...]]:
            from efficientpose_core.models.store import installed
            from efficientpose_core.training.labels import formats  # noqa: F401 - takes a moment
            from efficientpose_core.training.runs import unfinished_runs

            return tuple(item for item in installed() if item.metadata), unfinished_runs()

        task = self._tasks.start(
            work, done=lambda found: self._show(*found), failed=self._notes.error
        )
        task.finished.connect(self._note_opened)

    def _note_opened(self) -> None:
        self._is_opening = False

    def _show(self, installed: tuple[InstalledWeights, ...], waiting: tuple[Run, ...]) -> None:
        from app.wizard.wizard import TrainingWizard

        wizard = TrainingWizard(
            installed, self._settings, self.training, self.assessment, self.curve, self._window
        )
        wizard.data.offer(waiting)
        wizard.finish.installed.connect(self._take)
        wizard.finish.exported.connect(self._tell_exported)
        wizard.finish.discarded.connect(
            lambda: self._notes.info(self.tr("The new model is discarded."))
        )
        wizard.closed.connect(self._forget)
        wizard.data.labelling_requested.connect(self._label_first)
        self.wizard = wizard
        self._add_labels(wizard)
        wizard.show()

    def _add_labels(self, wizard: TrainingWizard) -> None:
        labels, self._labels = self._labels, None
        if labels is not None:
            wizard.data.add_anew(labels)

    def _label_first(self) -> None:
        """Let frames be labelled; the wizard would only stand in the way."""
        if self.wizard is not None:
            self.wizard.reject()
        self.labelling_requested.emit()

    def _forget(self) -> None:
        if self.wizard is not None:
            self.wizard.deleteLater()
            self.wizard = None

    def _take(self, name: str, is_used: bool) -> None:
        if is_used:
            self._settings.model = name
        self._load_models()
        self._notes.success(
            self.tr("{0} is installed. To go back, choose another model in the box above.").format(
                name
            )
        )

    def _tell_exported(self, path: Path) -> None:
        self._notes.success(self.tr("Saved {0}.").format(path.name))

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Tell whether nothing runs; else ask, and do ``then`` when it is stopped and saved."""
        wizard = self.wizard
        if wizard is None or not wizard.is_running:
            return True
        wizard.closed.connect(then)
        wizard.reject()
        if self.wizard is wizard and not wizard.is_closing:
            wizard.closed.disconnect(then)
        return False

    def shutdown(self) -> None:
        """Stop at a checkpoint; the training is offered again next time."""
        self.training.shutdown()
        self.assessment.shutdown()
        self.curve.shutdown()
        if self.wizard is not None:
            self.wizard.tasks.shutdown()
        self._tasks.shutdown()
