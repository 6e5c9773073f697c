"""Would more labels help? The same training with parts of them, on demand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.services.training import Ending, TrainingProcess
from app.translation import decimal, tell
from app.wizard.curve_plot import CurvePlot
from app.wizard.page import hint_label
from app.wizard.plan import Plan

if TYPE_CHECKING:
    from efficientpose_core.training.curve_points import CurvePoint

__all__ = ["CurveTab"]

_SURE_POINTS = 2.0
"""Percentage points of PCK that are more than chance, roughly, with one training each."""


class CurveTab(QWidget):
    """Measures and shows a learning curve.

    Parameters
    ----------
    plan
        What the wizard has gathered; its run has ended.
    process
        Trains with parts of the labels.

    Signals
    -------
    changed()
        It has begun or ended.
    """

    changed = Signal()

    def __init__(self, plan: Plan, process: TrainingProcess) -> None:
        super().__init__()
        self._plan, self._process = plan, process
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.plot = CurvePlot(
            self.tr("Held-out people: keypoints found, percent"), ("pck50", "pck10"),
            highest=100.0, x_title=self.tr("labelled people that were learnt from"),
        )  # fmt: skip
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the learning curve"))
        self.bar.hide()
        self.button = QPushButton(self.tr("&Measure"))
        self.button.clicked.connect(self._toggle)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addStretch()
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(
            hint_label(self.tr("The same training with a quarter and with half of the labels shows "
                               "whether it is worth labelling more people."))
        )  # fmt: skip
        layout.addWidget(self.told)
        layout.addWidget(self.plot, 1)
        layout.addLayout(row)
        process.told.connect(self._show_progress)
        process.ended.connect(self._end)

    @property
    def is_running(self) -> bool:
        """Whether it is being measured."""
        return self._process.is_running

    def show_run(self) -> None:
        """Show the curve of the run, or how long it would take."""
        from efficientpose_core.errors import EfficientPoseError
        from efficientpose_core.training.curve_points import CURVE_FILE, read_curve

        run = self._plan.run
        assert run is not None
        self.plot.clear()
        path = run.folder / CURVE_FILE
        if path.is_file():
            try:
                self._show(read_curve(path))
            except EfficientPoseError as error:
                self.told.setText(tell(str(error)))
            return
        minutes = _minutes_of(run.events())
        self.told.setText(
            self.tr("It takes about {0} min here: two more trainings.").format(minutes)
            if minutes
            else self.tr("It takes about twice as long as the training.")
        )

    def _toggle(self) -> None:
        if self.is_running:
            self.button.setEnabled(False)
            self._process.stop()
            return
        assert self._plan.run is not None
        self.told.setText(self.tr("Learning from parts of the labels..."))
        self.button.setText(self.tr("&Stop"))
        self.bar.setRange(0, 0)
        self.bar.show()
        self._process.start(self._plan.run)
        self.changed.emit()

    def _show_progress(self, event: dict[str, Any]) -> None:
        if event["event"] == "curve":
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(1000 * event["progress"]))
            self.told.setText(
                self.tr("Learning from {0} of the labels...").format(f"{event['share']:.0%}")
            )

    def _end(self, ending: Ending, sentence: str) -> None:
        self.bar.hide()
        self.button.setText(self.tr("&Measure"))
        self.button.setEnabled(True)
        if ending is Ending.FINISHED:
            self.show_run()
        elif ending is Ending.STOPPED:
            self.told.setText(self.tr("Stopped; measuring goes on from here."))
        else:
            self.told.setText(tell(sentence))
        self.changed.emit()

    def _show(self, points: tuple[CurvePoint, ...]) -> None:
        for point in points:
            self.plot.add(point.people, pck50=point.pck50, pck10=point.pck10)
        half, whole = points[-2:]
        gain = whole.pck50 - half.pck50
        text = self.tr("From {0} to {1} labelled people: {2} points.").format(
            half.people, whole.people, decimal(gain, 1, signed=True)
        )
        if gain >= _SURE_POINTS:
            text += " " + self.tr("More labels are likely to help.")
        else:
            text += " " + self.tr("More labels of this kind would bring little; other people or "
                                  "views may.")  # fmt: skip
        if math.isfinite(whole.angle_deg) and math.isfinite(half.angle_deg):
            text += " " + self.tr("Median error of joint angles: {0}, then {1}.").format(
                f"{decimal(half.angle_deg, 1)}°", f"{decimal(whole.angle_deg, 1)}°"
            )
        self.told.setText(text)


def _minutes_of(events: tuple[dict[str, Any], ...]) -> int:
    """Return how long two trainings like this one take, in whole minutes; 0 if not known."""
    lasted = [event["elapsed_s"] for event in events if event["event"] == "step"]
    return max(1, round(2 * lasted[-1] / 60)) if lasted else 0
