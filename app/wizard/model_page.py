"""Fourth page: which model to start from, and how long and how to learn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
    QWizard,
)

from app.services.tasks import Task, TaskRunner
from app.settings import AppSettings
from app.translation import decimal
from app.wizard.page import Page, hint_label
from app.wizard.plan import Plan

if TYPE_CHECKING:
    from efficientpose_core.models.weights import WeightsMetadata
    from efficientpose_core.training.config import TrainingConfig

__all__ = ["ModelPage"]

_MINUTES = (5.0, 15.0, 60.0)
_FEWEST_LOOKS = 10.0
"""A picture that was seen less often has taught little."""
_LONGEST_MIN = 6 * 60.0


class ModelPage(Page):
    """Settings, from simple to expert, with an estimate of the time."""

    def __init__(self, plan: Plan, tasks: TaskRunner, settings: AppSettings) -> None:
        super().__init__(plan, tasks, "", "")
        self._settings = settings
        self._measuring: Task | None = None
        self.setTitle(self.tr("Model and time"))
        self.setSubTitle(
            self.tr("The new model starts with what an installed one knows. The installed one "
                    "stays as it is.")
        )  # fmt: skip
        self.setCommitPage(True)
        self.setButtonText(QWizard.WizardButton.CommitButton, self.tr("&Train"))
        self.start_box = QComboBox()
        self.start_box.setAccessibleName(self.tr("Start from"))
        self.start_box.currentIndexChanged.connect(lambda _: self._estimate())
        self.terms = hint_label()
        form = QFormLayout()
        form.addRow(self.tr("&Start from"), self.start_box)
        form.addRow("", self.terms)
        self.column.addLayout(form)
        self.column.addWidget(self._make_lengths())
        self.column.addWidget(self._make_expert())
        self.column.addLayout(self._make_estimate())
        self.column.addStretch()
        self.finish_layout()

    # --- Layout --------------------------------------------------------------------------------

    def _make_lengths(self) -> QGroupBox:
        box = QGroupBox(self.tr("How long"))
        layout = QVBoxLayout(box)
        self.lengths = QButtonGroup(self)
        for number, text in enumerate(
            (
                self.tr("&Quick: 5 minutes, to see whether it is worth while"),
                self.tr("&Normal: 15 minutes"),
                self.tr("T&horough: 1 hour, for some hundred pictures or a large model"),
            )
        ):
            button = QRadioButton(text)
            self.lengths.addButton(button, number)
            layout.addWidget(button)
        self.lengths.button(1).setChecked(True)
        self.lengths.idToggled.connect(lambda *_: self._estimate())
        return box

    def _make_expert(self) -> QGroupBox:
        self.expert = QGroupBox(self.tr("&Expert settings"))
        self.expert.setCheckable(True)
        self.expert.setChecked(False)
        self.expert.toggled.connect(self._show_expert)
        self._inner = QWidget()
        form = QFormLayout(self._inner)
        form.setContentsMargins(0, 0, 0, 0)
        self.epochs = _spin(1, 10_000, 30)
        self.rate = QDoubleSpinBox()
        self.rate.setDecimals(6)
        self.rate.setRange(1e-6, 1.0)
        self.rate.setSingleStep(1e-4)
        self.rate.setValue(1e-3)
        self.frozen = QComboBox()
        self.frozen.addItems(
            [
                self.tr("nothing"), self.tr("the stem"), self.tr("stem and stage 1"),
                self.tr("stem, stages 1 and 2"), self.tr("the whole backbone"),
            ]
        )  # fmt: skip
        self.frozen.setCurrentIndex(3)
        self.batch = _spin(2, 256, 32)
        self.seed = _spin(0, 99_999, 0)
        self.patience = _spin(0, 10, 0)
        self.patience.setSpecialValueText(self.tr("never"))
        for text, field, tip in (
            (self.tr("E&pochs"), self.epochs, self.tr("How often every picture is seen.")),
            (self.tr("&Learning rate"), self.rate, self.tr("The largest one; it rises and falls.")),
            (self.tr("&Frozen"), self.frozen, self.tr("What the network must not unlearn.")),
            (self.tr("&Batch"), self.batch, self.tr("Pictures a step; fewer need less memory.")),
            (self.tr("S&eed"), self.seed, self.tr("Equal numbers give equal trainings.")),
            (
                self.tr("Stop early after"), self.patience,
                self.tr("Looks at the held-out people without a gain; there are ten."),
            ),
        ):  # fmt: skip
            form.addRow(text, field)
            field.setAccessibleName(text.replace("&", ""))
            field.setToolTip(tip)
        self.epochs.valueChanged.connect(lambda _: self._estimate())
        layout = QVBoxLayout(self.expert)
        layout.addWidget(self._inner)
        self._inner.hide()
        self.expert.setFlat(True)
        return self.expert

    def _make_estimate(self) -> QHBoxLayout:
        self.estimate = QLabel()
        self.estimate.setWordWrap(True)
        self.measure_button = QPushButton(self.tr("&Measure here"))
        self.measure_button.setToolTip(self.tr("Learn for a few steps, which takes half a minute."))
        self.measure_button.clicked.connect(self.measure)
        row = QHBoxLayout()
        row.addWidget(self.estimate, 1)
        row.addWidget(self.measure_button)
        return row

    def _show_expert(self, is_on: bool) -> None:
        self._inner.setVisible(is_on)
        self.expert.setFlat(not is_on)
        for button in self.lengths.buttons():
            button.setEnabled(not is_on)
        self._estimate()

    # --- Time ----------------------------------------------------------------------------------

    def initializePage(self) -> None:
        """Offer the installed models."""
        self.start_box.clear()
        for item in self.plan.installed:
            assert item.metadata is not None
            self.start_box.addItem(f"{item.metadata.variant} ({item.name})", item.name)
        at = self.start_box.findData(self._settings.model)
        # Without a choice the last, which is the smallest bundled one: it learns quickest.
        self.start_box.setCurrentIndex(at if at >= 0 else self.start_box.count() - 1)
        count = self._people()
        self.batch.setValue(32 if count >= 64 else 16 if count >= 32 else 4)
        self._estimate()

    def _people(self) -> int:
        return 0 if self.plan.split is None else len(self.plan.split.training)

    def _start(self) -> WeightsMetadata | None:
        chosen = self.start_box.currentData()
        for item in self.plan.installed:
            if item.name == chosen:
                return item.metadata
        return None

    def _estimate(self) -> None:
        start, people = self._start(), self._people()
        if start is None or not people:
            return
        self.terms.setText(self.tr("Terms of this model: {0}").format(start.licence))
        speed = self._settings.training_speeds.get(start.variant)
        if speed is None:
            self.estimate.setText(
                self.tr("How fast this model learns on this machine is not known yet: measure it, "
                        "or just begin.")
            )  # fmt: skip
            return
        told = self.tr("An estimate, from {0} pictures a second measured here: ").format(
            decimal(speed, 1)
        )
        if self.expert.isChecked():
            minutes = self.epochs.value() * people / speed / 60.0
            told += self.tr("the training takes about {0}.").format(_duration(minutes))
            if minutes > _LONGEST_MIN:
                told += " " + self.tr("That is long: fewer epochs may do.")
        else:
            looks = 60.0 * _MINUTES[self.lengths.checkedId()] * speed / people
            told += self.tr("every picture is seen about {0} times.").format(f"{looks:.0f}")
            if looks < _FEWEST_LOOKS:
                told += " " + self.tr("That is little: take more time, or a smaller model.")
        self.estimate.setText(told)

    def measure(self) -> None:
        """Learn for a few steps in another process, and remember how fast that was."""
        start = self._start()
        if start is None:
            return
        variant, frozen = start.variant, self.frozen.currentIndex()
        self.measure_button.setEnabled(False)
        self.estimate.setText(self.tr("Learning for a few steps..."))

        def done(speed: float) -> None:
            self._settings.set_training_speed(variant, speed)
            self._estimate()

        def work(task: Task) -> float:
            from efficientpose_core.training.estimate import measure_apart

            return measure_apart(variant, frozen_stages=frozen, should_cancel=task.should_cancel)

        self._measuring = self.tasks.start(work, done=done, failed=self.tell_error)
        self._measuring.finished.connect(self._end_measuring)

    def _end_measuring(self) -> None:
        self._measuring = None
        self.measure_button.setEnabled(True)
        self._estimate()

    # --- Result --------------------------------------------------------------------------------

    def make_config(self) -> TrainingConfig:
        """Return what the trainer is told; `runs.create_run` fills in the data."""
        from efficientpose_core.training.config import Recipe, TrainingConfig
        from efficientpose_core.training.runs import HELD_OUT, LEARNT_FROM

        start = self._start()
        assert start is not None
        is_expert = self.expert.isChecked()
        recipe = Recipe()
        if is_expert:
            recipe = Recipe(
                learning_rate=self.rate.value(), frozen_stages=self.frozen.currentIndex()
            )
        return TrainingConfig(
            name="run",
            folder=Path(),
            variant=start.variant,
            start=self.start_box.currentData(),
            train=(LEARNT_FROM,),
            validation=HELD_OUT,
            epochs=float(self.epochs.value()) if is_expert else None,
            minutes=None if is_expert else _MINUTES[self.lengths.checkedId()],
            batch_size=min(self.batch.value(), self._people()),
            seed=self.seed.value() if is_expert else 0,
            patience=(self.patience.value() or None) if is_expert else None,
            recipe=recipe,
            checkpoint_minutes=1.0,
            licence=self.plan.licence,
            attribution=self.plan.attribution,
            notes=f"Started from '{start.name}', whose terms are: {start.licence}.",
        )

    def validatePage(self) -> bool:
        """Go on; measuring would only be in the way now."""
        if self._measuring is not None:
            self._measuring.cancel()
        return True

    def isComplete(self) -> bool:
        """Go on with a model."""
        return self._start() is not None


def _spin(low: int, high: int, value: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(low, high)
    box.setValue(value)
    return box


def _duration(minutes: float) -> str:
    if minutes < 90:
        return f"{max(1, round(minutes))} min"
    return f"{decimal(minutes / 60, 1)} h"
