"""The page on which frames are labelled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.widgets.label_lists import FrameList, KeypointList
from app.widgets.label_view import LabelView
from app.widgets.loupe import Loupe
from app.widgets.overlay import OverlayColours

if TYPE_CHECKING:
    from efficientpose_core.skeleton import Skeleton
    from efficientpose_core.training.labels.project import LabelFrame, LabelProject

__all__ = ["LabelPage"]

_START_WIDTH = 560


class LabelPage(QWidget):
    """Shows and asks: frames to the left, the picture in the middle, keypoints to the right.

    Parameters
    ----------
    steps
        What keys do to the frame on display.
    last
        Labels that were open last; None for none.

    Signals
    -------
    new_requested(), open_requested(), continue_requested()
        How to begin.
    add_requested(), skeleton_requested(), export_requested(), train_requested(), close_requested()
        Buttons.
    """

    new_requested = Signal()
    open_requested = Signal()
    continue_requested = Signal()
    add_requested = Signal()
    skeleton_requested = Signal()
    export_requested = Signal()
    train_requested = Signal()
    close_requested = Signal()

    def __init__(
        self, steps: Sequence[QAction], last: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Labelling"))
        self.view = LabelView()
        self.loupe = Loupe()
        self.frames = FrameList()
        self.keypoints = KeypointList()
        self._colours = OverlayColours()
        self._follows_person = False
        self._steps, self._keys = tuple(steps), QLabel()
        self._title, self._state = QLabel(), QLabel()
        self._told, self._hint = QLabel(), QLabel()
        self._progress = QProgressBar()
        self.buttons: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_start(last))
        self._stack.addWidget(self._make_work())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._make_bar())
        layout.addWidget(self._stack, stretch=1)
        self._make_steps()
        self.view.pointer_moved.connect(self.loupe.set_place)
        self.view.keypoint_dragged.connect(lambda _, x, y: self.loupe.set_place(x, y))
        self.keypoints.keypoint_chosen.connect(self.view.select_keypoint)
        self.set_project(None)

    # --- What is shown -------------------------------------------------------------------------

    def set_project(self, project: LabelProject | None) -> None:
        """Show the frames of a project, or how to begin."""
        self._stack.setCurrentIndex(0 if project is None else 1)
        self._title.setText(self.tr("Label frames") if project is None else project.folder.name)
        self._title.setToolTip("" if project is None else str(project.folder))
        for name, button in self.buttons.items():
            button.setVisible(project is not None or name == "close")
        self._state.setVisible(project is not None)
        self.frames.set_project(project)
        if project is None:
            self._first.setFocus()
            return
        self.keypoints.set_skeleton(project.skeleton)
        self.show_count(project)
        if not project.frames:
            self.view.clear()
            self.loupe.set_picture(None)
            self.show_hint(self.tr("No frames yet: add videos, pictures or labels."))

    def show_count(self, project: LabelProject) -> None:
        """Say how much is done."""
        done, total = project.done_count, len(project)
        self._told.setText(self.tr("{0} of {1} labelled").format(done, total))
        self._progress.setRange(0, max(total, 1))
        self._progress.setValue(done)
        for name in ("export", "train"):
            self.buttons[name].setEnabled(done > 0)

    def show_frame(self, frame: LabelFrame, skeleton: Skeleton, text: str) -> None:
        """Show a frame's keypoints, and what is said about them."""
        is_new = frame.key != self.view.shown_key
        had_points = self.view.has_points
        self.view.show_frame(frame, skeleton, text)
        if self._follows_person and (is_new or not had_points):
            self.view.zoom_to_person()
        self.keypoints.show_frame(frame)
        self.loupe.set_dots(
            [
                (float(x), float(y), self._colours.side(name))
                for (x, y), name in zip(frame.xy_px, skeleton.keypoints, strict=True)
                if math.isfinite(x)
            ]
        )
        self._look_at_selected(frame)

    @property
    def follows_person(self) -> bool:
        """Whether each frame is shown as large as the person allows."""
        return self._follows_person

    def set_follows_person(self, is_on: bool) -> None:
        """Show the person as large as the view allows in every frame, or whole pictures."""
        self._follows_person = is_on
        if is_on:
            self.view.zoom_to_person()
        else:
            self.view.fit()

    def show_selection(self, frame: LabelFrame, keypoint: int | None) -> None:
        """Mark the selected keypoint in the list, and look at it with the loupe."""
        self.keypoints.set_keypoint(keypoint)
        self._look_at_selected(frame)

    def show_saved(self, is_saved: bool, problem: str = "") -> None:
        """Say whether everything is on disk."""
        if problem:
            self._state.setText(self.tr("Not saved"))
        else:
            self._state.setText(self.tr("Saved") if is_saved else self.tr("Saving …"))
        self._state.setToolTip(problem)
        self._state.setForegroundRole(
            self._state.palette().ColorRole.BrightText
            if problem
            else self._state.palette().ColorRole.PlaceholderText
        )

    def show_hint(self, text: str) -> None:
        """Say above the picture what is worth knowing about it."""
        self._hint.setText(text)

    @property
    def hint(self) -> str:
        """What is said above the picture."""
        return self._hint.text()

    @property
    def keys(self) -> str:
        """What is said about the keys, as HTML."""
        return self._keys.text()

    @property
    def told(self) -> str:
        """What is said about how much is done."""
        return self._told.text()

    @property
    def state(self) -> str:
        """Whether everything is saved, in words."""
        return self._state.text()

    def set_busy(self, is_busy: bool) -> None:
        """Do not let frames be added while others are."""
        for name in ("add", "skeleton"):
            self.buttons[name].setEnabled(not is_busy)

    # --- Parts ---------------------------------------------------------------------------------

    def _look_at_selected(self, frame: LabelFrame) -> None:
        selected = self.view.selected_keypoint
        if selected is None or selected >= len(frame):
            # Where the network is least sure, there is most to look at.
            if not np.isfinite(frame.guess_score).any():
                return
            selected = int(np.nanargmin(frame.guess_score))
        self.loupe.set_place(*(float(value) for value in frame.xy_px[selected]))

    def _make_bar(self) -> QHBoxLayout:
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 6, 8, 6)
        bar.setSpacing(8)
        bar.addWidget(self._title)
        bar.addWidget(self._state)
        bar.addStretch()
        for name, text, tip, signal in (
            ("add", self.tr("&Add..."),
             self.tr("Add videos, pictures, labels, or projects with corrected frames."),
             self.add_requested),
            ("skeleton", self.tr("&Keypoints..."),
             self.tr("Which keypoints are labelled, and how they are joined."),
             self.skeleton_requested),
            ("export", self.tr("&Export..."),
             self.tr("Write the labelled frames as COCO keypoints, with their pictures."),
             self.export_requested),
            ("train", self.tr("&Train a model..."),
             self.tr("Make a model better with these labels."), self.train_requested),
            ("close", self.tr("&Close"), self.tr("Go back; everything is saved."),
             self.close_requested),
        ):  # fmt: skip
            button = QPushButton(text)
            button.setToolTip(tip)
            button.clicked.connect(lambda _, signal=signal: signal.emit())
            self.buttons[name] = button
            bar.addWidget(button)
        return bar

    def _make_start(self, last: Path | None) -> QWidget:
        title = QLabel(self.tr("Label frames for training"))
        font = title.font()
        font.setPointSizeF(1.5 * font.pointSizeF())
        font.setBold(True)
        title.setFont(font)
        text = QLabel(
            self.tr(
                "Choose recordings: the frames that teach a network most are picked out, and the "
                "keypoints are guessed. You correct what is wrong and accept each frame with one "
                "key. Everything is saved at once, and the training takes it as it is."
            )
        )
        text.setWordWrap(True)
        column = QWidget()
        column.setMaximumWidth(_START_WIDTH)
        inner = QVBoxLayout(column)
        inner.setSpacing(12)
        inner.addStretch(1)
        inner.addWidget(title)
        inner.addWidget(text)
        self._first = QPushButton(self.tr("&New labels from videos or pictures..."))
        rows = [(self._first, self.new_requested)]
        if last is not None:
            again = QPushButton(self.tr("&Go on with {0}").format(last.name))
            again.setToolTip(str(last))
            rows.insert(0, (again, self.continue_requested))
            self._first = again
        rows.append((QPushButton(self.tr("&Open labels...")), self.open_requested))
        for button, signal in rows:
            button.clicked.connect(lambda _, signal=signal: signal.emit())
            inner.addWidget(button)
        inner.addStretch(2)
        page = QWidget()
        layout = QHBoxLayout(page)
        layout.addStretch()
        layout.addWidget(column, stretch=10)
        layout.addStretch()
        return page

    def _make_work(self) -> QWidget:
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Labelled frames"))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(10, 4, 6, 6)
        column.addWidget(self._told)
        column.addWidget(self._progress)
        column.addWidget(self.frames, stretch=1)
        middle = QWidget()
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        self._hint.setContentsMargins(8, 4, 8, 0)
        self._hint.setWordWrap(True)
        self._hint.setMinimumHeight(self._hint.fontMetrics().height() + 6)
        inner.addWidget(self._hint)
        inner.addWidget(self.view, stretch=1)
        inner.addWidget(self._make_keys())
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(6, 4, 8, 6)
        side.addWidget(self.loupe)
        side.addWidget(self.keypoints, stretch=1)
        splitter = QSplitter()
        for part, stretch in ((left, 0), (middle, 1), (right, 0)):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        splitter.setSizes([220, 790, 270])
        splitter.setChildrenCollapsible(False)
        return splitter

    def _make_keys(self) -> QLabel:
        """Return a line with all keys: nobody has to look them up."""
        self._keys.setWordWrap(True)
        self._keys.setObjectName("bar")
        self._keys.setContentsMargins(8, 4, 8, 6)
        self._keys.setAccessibleName(self.tr("Keys"))
        self._show_keys()
        return self._keys

    def _show_keys(self) -> None:
        parts = [
            (_native(action.shortcut()), action.iconText())
            for action in self._steps
            if not action.shortcut().isEmpty()
        ]
        parts.insert(5, (self.tr("Arrows"), self.tr("move (Shift: finely)")))
        undo = QKeySequence(QKeySequence.StandardKey.Undo)
        parts.append((_native(undo), self.tr("undo")))
        self._keys.setText(
            " &nbsp; ".join(
                f"<b>{key}</b>&nbsp;{text.replace(' ', '&nbsp;')}" for key, text in parts
            )
        )

    def _make_steps(self) -> None:
        """Let the keys work in the picture and both lists, not where buttons want them."""
        for action in self._steps:
            action.changed.connect(self._show_keys)
            for widget in (self.view, self.frames, self.keypoints):
                widget.addAction(action)


def _native(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
