"""Fifth page: the training itself, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton

from app.services.tasks import Task, TaskRunner
from app.services.training import Ending, TrainingProcess
from app.settings import AppSettings
from app.translation import decimal, tell
from app.wizard.curve_plot import CurvePlot
from app.wizard.page import Page
from app.wizard.plan import Plan
from app.wizard.sample_strip import SampleStrip

if TYPE_CHECKING:
    from efficientpose_core.progress import Progress
    from efficientpose_core.training.runs import Run

__all__ = ["TrainingPage"]


class TrainingPage(Page):
    """Copies the pictures, trains, and shows how it goes.

    Parameters
    ----------
    plan, tasks, settings
        As everywhere.
    process
        Runs the training.
    prepare
        Returns what copies everything into a folder, which is called in another thread.

    Signals
    -------
    running_changed(bool)
        The training has begun or ended.
    """

    running_changed = Signal(bool)

    def __init__(
        self,
        plan: Plan,
        tasks: TaskRunner,
        settings: AppSettings,
        process: TrainingProcess,
        prepare: Callable[[], Callable[[Task], Run]],
    ) -> None:
        super().__init__(plan, tasks, "", "")
        self._settings, self._process, self._prepare = settings, process, prepare
        self._first_step: tuple[int, float] | None = None
        self._speed = 0.0
        self._copying: Task | None = None
        self.setTitle(self.tr("Training"))
        self.setSubTitle(
            self.tr("You can go on working in the main window. Stopping keeps what has been "
                    "learnt, and the training can be continued at any time.")
        )  # fmt: skip
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the training"))
        self.loss = CurvePlot(self.tr("Loss on what is learnt from"), ("loss",))
        self.people = CurvePlot(
            self.tr("Held-out people: keypoints found, percent (dashed: before)"),
            ("pck50", "pck10"),
            highest=100.0,
        )
        self.stop_button = QPushButton(self.tr("&Stop and keep"))
        self.stop_button.setToolTip(self.tr("Save everything, then stop."))
        self.stop_button.clicked.connect(self.stop)
        self.continue_button = QPushButton(self.tr("C&ontinue"))
        self.continue_button.clicked.connect(self.begin)
        self.samples = SampleStrip(
            self.tr("Held-out people. Yellow: labelled. Blue, orange and white: found now.")
        )
        plots, buttons = QHBoxLayout(), QHBoxLayout()
        plots.addWidget(self.loss)
        plots.addWidget(self.people)
        buttons.addStretch()
        buttons.addWidget(self.stop_button)
        buttons.addWidget(self.continue_button)
        self.column.addWidget(self.status)
        self.column.addWidget(self.bar)
        self.column.addLayout(plots, 1)
        self.column.addWidget(self.samples)
        self.column.addLayout(buttons)
        self.finish_layout()
        process.told.connect(self._show)
        process.ended.connect(self._end)

    # --- Course --------------------------------------------------------------------------------

    def initializePage(self) -> None:
        """Begin, or show what a run did before and go on with it."""
        self.loss.clear()
        self.people.clear()
        self.samples.clear()
        run = self.plan.run
        if run is None:
            self._copy()
            return
        for event in run.events():
            self._show(event)
        if run.has_ended and run.weights_path.is_file():
            self._tell_finished()
        else:
            self.begin()

    def _copy(self) -> None:
        self.status.setText(self.tr("Copying the pictures..."))
        self.bar.setRange(0, 0)
        self._copying = self.tasks.start(
            self._prepare(), done=self._begin_with, failed=self._tell_copy_failed
        )
        self._copying.progressed.connect(self._show_copying)
        self._copying.finished.connect(self._end_copying)
        self._offer()

    def _show_copying(self, told: Progress) -> None:
        self.bar.setRange(0, told.total or 0)
        self.bar.setValue(told.done)

    def _end_copying(self) -> None:
        self._copying = None
        self._offer()

    def _tell_copy_failed(self, error: Exception) -> None:
        self.bar.setRange(0, 1)
        self.status.setText(self.tr("The training has not begun."))
        self.tell_error(error)

    def _begin_with(self, run: Run) -> None:
        self.plan.run = run
        self.begin()

    def begin(self) -> None:
        """Start or continue the training."""
        if self.plan.run is None:
            self._copy()
            return
        self.say("")
        self._first_step = None
        self.status.setText(self.tr("Loading the network..."))
        self.bar.setRange(0, 0)
        self._process.start(self.plan.run)
        self.running_changed.emit(self.is_running)
        self._offer()

    @property
    def is_running(self) -> bool:
        """Whether it trains, or copies pictures for that."""
        return self._process.is_running or self._copying is not None

    def stop(self) -> None:
        """Ask the training to save and stop."""
        if self._copying is not None:
            self._copying.cancel()
        self.status.setText(self.tr("Saving what has been learnt..."))
        self.stop_button.setEnabled(False)
        self._process.stop()

    # --- Events --------------------------------------------------------------------------------

    def _show(self, event: dict[str, Any]) -> None:
        show = {
            "preparing": self._show_preparing,
            "looking": self._show_looking,
            "samples": self._show_samples,
            "before": self._show_before,
            "started": self._show_started,
            "step": self._show_step,
            "validated": self._show_validated,
            "resumed": self._show_resumed,
        }.get(event["event"])
        if show is not None:
            show(event)

    def _show_preparing(self, event: dict[str, Any]) -> None:
        self.status.setText(self.tr("Reading the pictures..."))
        self.bar.setRange(0, event["total"])
        self.bar.setValue(event["done"])

    def _show_looking(self, event: dict[str, Any]) -> None:
        self.status.setText(
            self.tr("Looking at the held-out people: {0} of {1}...").format(
                event["done"], event["total"]
            )
        )

    def _show_samples(self, event: dict[str, Any]) -> None:
        assert self.plan.run is not None
        self.samples.show_files([self.plan.run.folder / file for file in event["files"]])

    def _show_before(self, event: dict[str, Any]) -> None:
        self.people.set_before(pck50=event["pckh50"], pck10=event["pckh10"])

    def _show_started(self, event: dict[str, Any]) -> None:
        self.status.setText(self.tr("Learning from {0} pictures...").format(event["pictures"]))
        self.bar.setRange(0, 1000)

    def _show_resumed(self, event: dict[str, Any]) -> None:
        self.loss.forget_after(event["step"])
        self.people.forget_after(event["step"])
        self.status.setText(self.tr("Continuing after step {0}...").format(event["step"]))

    def _show_step(self, event: dict[str, Any]) -> None:
        self.loss.add(event["step"], loss=event["loss"])
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * event["progress"]))
        told = self.tr("Step {0}, epoch {1}").format(event["step"], decimal(event["epoch"], 1))
        if event["progress"] > 0:
            left = event["elapsed_s"] * (1.0 / event["progress"] - 1.0)
            told += self.tr(", about {0} left").format(_clock(left))
        self.status.setText(told)
        self._measure(event)

    def _measure(self, event: dict[str, Any]) -> None:
        """Find out how many steps a second are made, for the estimate of the next training."""
        now = event["step"], event["elapsed_s"]
        if self._first_step is None:
            self._first_step = now
        elif now[1] > self._first_step[1]:
            self._speed = (now[0] - self._first_step[0]) / (now[1] - self._first_step[1])

    def _keep_speed(self) -> None:
        from efficientpose_core.errors import EfficientPoseError
        from efficientpose_core.training.config import load_config

        if self.plan.run is None or not self._speed:
            return
        try:
            config = load_config(self.plan.run.config_path)
        except EfficientPoseError:
            return  # the trainer has told it already
        self._settings.set_training_speed(config.variant, self._speed * config.batch_size)
        self._speed = 0.0

    def _show_validated(self, event: dict[str, Any]) -> None:
        self.people.add(event["step"], pck50=event["pckh50"], pck10=event["pckh10"])

    # --- End -----------------------------------------------------------------------------------

    def _end(self, ending: Ending, sentence: str) -> None:
        self._keep_speed()
        if ending is Ending.FINISHED:
            self._tell_finished()
        elif ending is Ending.STOPPED:
            self.status.setText(
                self.tr("Stopped, and everything is kept: continue, or go on with what has been "
                        "learnt so far.")
            )  # fmt: skip
            self.bar.setRange(0, 1000)
        else:
            self.status.setText(self.tr("The training has stopped before its end."))
            self.bar.setRange(0, 1000)
            self.say(tell(sentence))
        self.running_changed.emit(False)
        self._offer()

    def _tell_finished(self) -> None:
        self.bar.setRange(0, 1)
        self.bar.setValue(1)
        self.status.setText(
            self.tr("The training has ended. Next, both models are compared on the held-out "
                    "people.")
        )  # fmt: skip
        self._offer()

    def _offer(self) -> None:
        run = self.plan.run
        has_ended = run is not None and run.has_ended
        self.stop_button.setEnabled(self.is_running)
        self.continue_button.setEnabled(not self.is_running and not has_ended)
        self.completeChanged.emit()

    def isComplete(self) -> bool:
        """Go on with weights."""
        run = self.plan.run
        return not self.is_running and run is not None and run.weights_path.is_file()


def _clock(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{round(seconds)} s"
    return f"{minutes} min" if minutes < 90 else f"{decimal(seconds / 3600, 1)} h"
