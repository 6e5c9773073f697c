"""Sixth page: both models on the held-out people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.services.tasks import TaskRunner
from app.services.training import Ending, TrainingProcess
from app.translation import decimal, tell
from app.wizard.curve_tab import CurveTab
from app.wizard.page import Page, hint_label
from app.wizard.plan import Plan

if TYPE_CHECKING:
    from efficientpose_core.training.report import Comparison, Figures

__all__ = ["EvaluationPage"]

_PICTURE_PX = 220
_NONE = "\N{EN DASH}"


class EvaluationPage(Page):
    """Runs the comparison in a process of its own, and shows it.

    Parameters
    ----------
    plan, tasks
        As everywhere.
    process
        Compares.
    curve_process
        Trains with parts of the labels, if the user asks for it.
    """

    def __init__(
        self,
        plan: Plan,
        tasks: TaskRunner,
        process: TrainingProcess,
        curve_process: TrainingProcess,
    ) -> None:
        super().__init__(plan, tasks, "", "")
        self._process = process
        self.curve = CurveTab(plan, curve_process)
        self.curve.changed.connect(self.completeChanged)
        self.setTitle(self.tr("Before and after"))
        self.setSubTitle(
            self.tr("Both models look at the held-out people, whom neither has learnt from here.")
        )
        self.headline = QLabel()
        self.headline.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the comparison"))
        self.again_button = QPushButton(self.tr("Try &again"))
        self.again_button.clicked.connect(self.begin)
        self.again_button.hide()
        self.overall = self._make_table(self.tr("Figures"))
        self.keypoints = self._make_table(self.tr("Keypoints"))
        self.angles = self._make_table(self.tr("Joint angles"))
        self.pictures = QListWidget()
        self.pictures.setAccessibleName(self.tr("Worst pictures"))
        self.pictures.setViewMode(QListWidget.ViewMode.IconMode)
        self.pictures.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.pictures.setMovement(QListWidget.Movement.Static)
        self.pictures.setIconSize(QSize(_PICTURE_PX, _PICTURE_PX))
        self.pictures.setSpacing(8)
        self.pictures.itemActivated.connect(self._open_picture)
        self.card = QTextBrowser()
        self.card.setAccessibleName(self.tr("Model card"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.meaning = hint_label()
        figures = QWidget()
        layout = QVBoxLayout(figures)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.overall, 1)
        layout.addWidget(self.meaning)
        for widget, text in (
            (figures, self.tr("&Figures")),
            (self.keypoints, self.tr("&Keypoints")),
            (self.angles, self.tr("&Joint angles")),
            (self.pictures, self.tr("&Worst pictures")),
            (self.curve, self.tr("More &labels?")),
            (self.card, self.tr("&Model card")),
        ):
            self.tabs.addTab(widget, text)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.again_button)
        self.column.addWidget(self.headline)
        self.column.addLayout(row)
        self.column.addWidget(self.tabs, 1)
        self.finish_layout()
        process.told.connect(self._show_progress)
        process.ended.connect(self._end)

    def _make_table(self, name: str) -> QTableWidget:
        table = QTableWidget()
        table.setObjectName("plain")
        table.setAccessibleName(name)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        return table

    # --- Course --------------------------------------------------------------------------------

    def initializePage(self) -> None:
        """Compare, unless that has been done since the last step."""
        run = self.plan.run
        assert run is not None
        made, weights = run.report_path, run.weights_path
        if made.is_file() and made.stat().st_mtime >= weights.stat().st_mtime:
            self._load()
        else:
            self.begin()

    def begin(self) -> None:
        """Start the comparison."""
        assert self.plan.run is not None
        self.say("")
        self.plan.comparison = None
        self.headline.setText(self.tr("Comparing..."))
        self.bar.setRange(0, 0)
        self.bar.show()
        self.again_button.hide()
        self.tabs.setEnabled(False)
        self._process.start(self.plan.run)
        self.completeChanged.emit()

    def _show_progress(self, event: dict[str, Any]) -> None:
        if event["event"] == "assessing":
            half = event["total"] if event["stage"] == "after" else 0
            self.bar.setRange(0, 2 * event["total"])
            self.bar.setValue(half + event["done"])

    def _end(self, ending: Ending, sentence: str) -> None:
        if ending is Ending.FINISHED:
            self._load()
        else:
            self.headline.setText(self.tr("There is no comparison yet."))
            self.again_button.show()
            self.bar.setRange(0, 1)
            self.say(tell(sentence))
        self.completeChanged.emit()

    def _load(self) -> None:
        from efficientpose_core.errors import EfficientPoseError
        from efficientpose_core.training.report import read_comparison

        run = self.plan.run
        assert run is not None
        try:
            found = read_comparison(run.report_path)
            card = run.card_path.read_text("utf-8")
        except (EfficientPoseError, OSError) as error:
            self.again_button.show()
            self.say(tell(str(error)))
            return
        self.plan.comparison = found
        self.bar.hide()
        self.tabs.setEnabled(True)
        self.card.setMarkdown(card)
        self.curve.show_run()
        self.show_comparison(found)
        self.completeChanged.emit()

    # --- What was found ------------------------------------------------------------------------

    def show_comparison(self, found: Comparison) -> None:
        """Fill the tables and pictures."""
        self.headline.setText(self._headline(found))
        self._fill_overall(found)
        self._fill_keypoints(found)
        self._fill_angles(found)
        self.pictures.clear()
        assert self.plan.run is not None
        for frame in found.worst:
            path = self.plan.run.folder / frame.file
            text = self.tr("{0}\nerror {1} of the size").format(
                PurePath(frame.name).name, f"{decimal(frame.error_percent, 1)} %"
            )
            item = QListWidgetItem(QIcon(QPixmap(str(path))), text)
            item.setToolTip(self.tr("Yellow: labelled. Blue and orange: found by the new model."))
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            self.pictures.addItem(item)

    def _open_picture(self, item: QListWidgetItem) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(item.data(Qt.ItemDataRole.UserRole)))

    def _headline(self, found: Comparison) -> str:
        gain = found.gain
        if found.before is None or gain is None:
            return self.tr("The new model began from random numbers: there is no before.")
        if gain.points <= 0:
            told = self.tr("The new model finds no more keypoints of the held-out people ({0} "
                           "points): think of discarding it.")  # fmt: skip
        else:
            told = self.tr(
                "The new model finds more keypoints of the held-out people ({0} points)."
            )
        told = told.format(decimal(gain.points, 1, signed=True))
        if math.isfinite(gain.low):
            told += " " + self.tr("With 95% confidence between {0} and {1}.").format(
                decimal(gain.low, 1, signed=True), decimal(gain.high, 1, signed=True)
            )
            if gain.low <= 0 < gain.points:
                told += " " + self.tr("That may be chance.")
        else:
            told += " " + self.tr("{0} held-out persons or videos are too few to tell how sure "
                                  "that is.").format(gain.groups)  # fmt: skip
        return told

    def _fill_overall(self, found: Comparison) -> None:
        unit = "PCKh" if found.after.unit == "head" else "PCK"
        rows = [
            (f"{unit}@50", "pck50", "%"),
            (f"{unit}@10", "pck10", "%"),
            (self.tr("Median error"), "error_px", "px"),
            (self.tr("Median error, of the person's size"), "error_percent", "%"),
        ]
        self._fill(
            self.overall,
            [self.tr("Figure"), self.tr("Before"), self.tr("After")],
            [
                [name, _figure(found.before, field, sign), _figure(found.after, field, sign)]
                for name, field, sign in rows
            ],
        )
        self.meaning.setText(
            self.tr("PCKh@50 and @10: percent of keypoints within 0.5 and 0.1 head sizes of the "
                    "label.")
            if found.after.unit == "head"
            else self.tr("The labels have no head. PCK@50 and @10: percent of keypoints within 5% "
                         "and 1% of the person's size from the label.")
        )  # fmt: skip

    def _fill_keypoints(self, found: Comparison) -> None:
        unit = "PCKh" if found.after.unit == "head" else "PCK"
        rows = []
        for name, now in found.after.keypoints.items():
            is_new = found.before is None or name in found.new_keypoints
            first = None if is_new or found.before is None else found.before.keypoints[name]
            rows.append(
                [
                    name.replace("_", " "), str(now.n),
                    _told(math.nan if first is None else first.pck50, "%"), _told(now.pck50, "%"),
                    _told(math.nan if first is None else first.error_px, "px"),
                    _told(now.error_px, "px"),
                ]
            )  # fmt: skip
        self._fill(
            self.keypoints,
            [
                self.tr("Keypoint"), self.tr("Labels"), self.tr("{0}@50 before").format(unit),
                self.tr("after"), self.tr("Median error before"), self.tr("after"),
            ],
            rows,
        )  # fmt: skip

    def _fill_angles(self, found: Comparison) -> None:
        rows = []
        for name, now in found.after.angles.items():
            if not now.n:
                continue
            first = found.before.angles.get(name) if found.before else None
            rows.append(
                [
                    name.replace("_", " "), str(now.n),
                    _told(math.nan if first is None else first.median_deg, "°"),
                    _told(now.median_deg, "°"),
                    _told(math.nan if first is None else first.rms_deg, "°"),
                    _told(now.rms_deg, "°"),
                ]
            )  # fmt: skip
        self._fill(
            self.angles,
            [
                self.tr("Joint angle"), self.tr("People"), self.tr("Median error before"),
                self.tr("after"), self.tr("Root mean square before"), self.tr("after"),
            ],
            rows,
        )  # fmt: skip

    def _fill(
        self, table: QTableWidget, header: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> None:
        table.setColumnCount(len(header))
        table.setHorizontalHeaderLabels(list(header))
        for column in range(len(header)):
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            head = table.horizontalHeaderItem(column)
            assert head is not None
            head.setTextAlignment(side)
        table.setRowCount(len(rows))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                item = QTableWidgetItem(text)
                if c:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                table.setItem(r, c, item)
        table.resizeColumnsToContents()
        table.horizontalHeader().setSectionResizeMode(
            0, table.horizontalHeader().ResizeMode.Stretch
        )

    def isComplete(self) -> bool:
        """Go on when nothing runs; weights without a comparison can be kept, too."""
        return not self._process.is_running and not self.curve.is_running


def _figure(figures: Figures | None, field: str, unit: str) -> str:
    return _told(math.nan if figures is None else float(getattr(figures, field)), unit)


def _told(value: float, unit: str) -> str:
    if not math.isfinite(value):
        return _NONE
    number = decimal(value, 1)
    return f"{number}{unit}" if unit == "°" else f"{number} {unit}"
