"""What the keys of the label page do to the frame on display."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from app.services.label_document import LabelDocument
from app.services.notifications import Notifications
from app.widgets.label_page import LabelPage
from app.widgets.overlay import keypoint_label
from app.widgets.video_view import ViewMode
from efficientpose_core.errors import DataError

if TYPE_CHECKING:
    from efficientpose_core.training.labels.project import LabelFrame

__all__ = ["LabelEditor"]

_NAMED = 4
"""Keypoints that a question names."""


class LabelEditor(QObject):
    """Turns keys and drags into changes that can be undone.

    Parameters
    ----------
    page
        Where they come from.
    document
        What they change.
    go_to_row
        Shows another frame.
    """

    def __init__(
        self,
        page: LabelPage,
        document: LabelDocument,
        notes: Notifications,
        go_to_row: Callable[[int], object],
    ) -> None:
        super().__init__(page)
        self._page, self._document = page, document
        self._notes, self._go_to_row = notes, go_to_row
        self._asked = ""
        self._has_names = False
        self.key = ""
        self._steps: dict[str, Callable[[], object]] = {
            "accept": self.accept,
            "next_frame": lambda: self._step_frame(1),
            "previous_frame": lambda: self._step_frame(-1),
            "next_keypoint": lambda: page.view.step_keypoint(1),
            "previous_keypoint": lambda: page.view.step_keypoint(-1),
            "remove": self._remove_selected,
            "occluded": self._toggle_occluded,
            "copy": self._copy,
            "guess": self._restore,
            "exchange": self._exchange,
            "box": lambda: page.view.set_mode(ViewMode.DRAW_BOX),
            "reopen": self._reopen,
            "remove_frame": self._remove_frame,
            "zoom": self._toggle_zoom,
            "names": self._toggle_names,
        }
        page.view.keypoint_moved.connect(self._move)
        page.view.keypoint_deleted.connect(self._remove)
        page.view.place_wanted.connect(self._place)
        page.view.keypoint_selected.connect(self._show_selection)

    def do(self, step: str) -> None:
        """Do one step, by what stands after the dot of its action's id."""
        if self._frame is not None:
            self._steps[step]()

    @property
    def _frame(self) -> LabelFrame | None:
        return self._document.frame(self.key)

    @property
    def _selected(self) -> int | None:
        return self._page.view.selected_keypoint

    def _show_selection(self, keypoint: int | None) -> None:
        if self._frame is not None:
            self._page.show_selection(self._frame, keypoint)

    # --- Frames --------------------------------------------------------------------------------

    def accept(self) -> None:
        """Take the frame as labelled and go on; once more where something was never looked at."""
        frame, project = self._frame, self._document.project
        if frame is None or project is None:
            return
        if frame.undecided and self._asked != frame.key and np.any(frame.visibility):
            self._asked = frame.key
            self._page.view.select_keypoint(frame.undecided[0])
            names = [keypoint_label(project.skeleton.keypoints[k]) for k in frame.undecided]
            told = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
            self._page.show_hint(
                self.tr("Not placed yet: {0}. Click where they are, or accept once more to leave "
                        "them out.").format(told)
            )  # fmt: skip
            return
        row = project.row_of(frame.key)
        assert row is not None
        try:
            accepted = frame.accepted()
        except DataError as error:
            self._notes.error(error)
            return
        if not frame.is_done:
            self._document.change_frame(accepted, self.tr("Accept"))
        following = self._document.project.next_to_do(row) if self._document.project else None
        if following is None:
            self._notes.success(self.tr("All frames are labelled."))
        else:
            self._go_to_row(following)

    def _step_frame(self, step: int) -> None:
        project = self._document.project
        row = None if project is None else project.row_of(self.key)
        if project is None or row is None:
            return
        following = project.next_to_do(row, step)
        self._go_to_row((row + step) % len(project) if following is None else following)

    def _reopen(self) -> None:
        frame = self._frame
        if frame is not None and frame.is_done:
            self._document.change_frame(frame.reopened(), self.tr("Not yet right"))

    def _remove_frame(self) -> None:
        project = self._document.project
        row = None if project is None else project.row_of(self.key)
        if project is None or row is None:
            return
        self._document.change_project(project.without({self.key}), self.tr("Remove frame"))
        self._go_to_row(min(row, len(project) - 2))

    # --- Keypoints -----------------------------------------------------------------------------

    def _move(self, keypoint: int, x_px: float, y_px: float) -> None:
        frame = self._frame
        if frame is None:
            return
        is_new = not frame.visibility[keypoint]
        self._document.change_frame(
            frame.moved(keypoint, x_px, y_px), self.tr("Move keypoint"), moved=keypoint
        )
        self._asked = ""
        if is_new:
            self._select_next_undecided(keypoint)

    def _select_next_undecided(self, keypoint: int) -> None:
        """Select the next keypoint that is nowhere: putting several takes one click each."""
        frame = self._frame
        if frame is None or not frame.undecided:
            return
        later = [k for k in frame.undecided if k > keypoint]
        self._page.view.select_keypoint((later or list(frame.undecided))[0])

    def _place(self, keypoint: int) -> None:
        """Put a keypoint that is nowhere where the keyboard can move it on."""
        frame = self._frame
        if frame is None:
            return
        x, y = self._near(frame, keypoint)
        self._document.change_frame(frame.moved(keypoint, x, y), self.tr("Put keypoint"))

    def _near(self, frame: LabelFrame, keypoint: int) -> tuple[float, float]:
        """Return where to begin: a labelled neighbour's place, a limb's other end, the middle."""
        project = self._document.project
        assert project is not None
        row = project.row_of(frame.key)
        nearest = None if row is None else project.nearest_done(row)
        if nearest is not None and project.frames[nearest].visibility[keypoint]:
            copied = frame.copied(project.frames[nearest], (keypoint,))
            return float(copied.xy_px[keypoint, 0]), float(copied.xy_px[keypoint, 1])
        for ends in project.skeleton.segment_channels:
            if keypoint in ends:
                other = ends[0] if ends[1] == keypoint else ends[1]
                if frame.visibility[other]:
                    return float(frame.xy_px[other, 0]), float(frame.xy_px[other, 1])
        return frame.size_px[0] / 2, frame.size_px[1] / 2

    def _remove_selected(self) -> None:
        if self._selected is not None:
            self._remove(self._selected)

    def _remove(self, keypoint: int) -> None:
        frame = self._frame
        if frame is not None:
            self._document.change_frame(frame.removed(keypoint), self.tr("Remove keypoint"))

    def _toggle_occluded(self) -> None:
        from efficientpose_core.training.labels.types import Visibility

        frame, keypoint = self._frame, self._selected
        if frame is None or keypoint is None:
            return
        is_hidden = frame.visibility[keypoint] == Visibility.OCCLUDED
        try:
            changed = frame.with_occluded(keypoint, not is_hidden)
        except DataError as error:
            self._notes.error(error)
            return
        self._document.change_frame(changed, self.tr("Hidden keypoint"))

    def _copy(self) -> None:
        """Copy the selected keypoint, or all, from the nearest labelled frame."""
        project, frame = self._document.project, self._frame
        row = None if project is None else project.row_of(self.key)
        if project is None or frame is None or row is None:
            return
        nearest = project.nearest_done(row)
        if nearest is None:
            self._notes.info(self.tr("No other frame of this recording is labelled yet."))
            return
        copied = frame.copied(project.frames[nearest], self._chosen(frame))
        self._document.change_frame(copied, self.tr("Copy keypoints"))

    def _restore(self) -> None:
        """Put the selected keypoint, or all, where the network has found them."""
        frame = self._frame
        if frame is not None:
            found = [k for k in self._chosen(frame) if np.isfinite(frame.guess_px[k, 0])]
            if found:
                self._document.change_frame(frame.restored(found), self.tr("Take the guess"))
            else:
                self._notes.info(self.tr("The network has no guess for that."))

    def _chosen(self, frame: LabelFrame) -> tuple[int, ...]:
        return tuple(range(len(frame))) if self._selected is None else (self._selected,)

    def _exchange(self) -> None:
        project, frame = self._document.project, self._frame
        if project is not None and frame is not None:
            changed = frame.exchanged(project.skeleton)
            self._document.change_frame(changed, self.tr("Exchange left and right"))

    def _toggle_zoom(self) -> None:
        self._page.set_follows_person(not self._page.follows_person)

    def _toggle_names(self) -> None:
        self._has_names = not self._has_names
        self._page.view.set_names_visible(self._has_names)
