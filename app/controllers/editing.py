"""Corrections: from clicks and menus to edits of the project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from app.actions.registry import ActionRegistry
from app.main_window import MainWindow
from app.services.document import Document
from app.services.notifications import Notifications
from app.services.playback import PlaybackController
from app.widgets.curves import name_title
from app.widgets.overlay import keypoint_label
from efficientpose_core.skeleton import Skeleton

if TYPE_CHECKING:
    from efficientpose_core.session.edits import Edit

__all__ = ["EditingController"]

_KEYPOINT_ACTIONS = ("edit.delete", "edit.restore", "edit.interpolate", "edit.swap")


class EditingController(QObject):
    """Turns what the user does to keypoints into undoable edits.

    An edit is about the frame on display, or about all frames of the marked range (the loop range
    of the timeline) where there is one.
    """

    def __init__(
        self,
        window: MainWindow,
        actions: ActionRegistry,
        document: Document,
        playback: PlaybackController,
        notes: Notifications,
    ) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._document, self._playback, self._notes = document, playback, notes
        view = window.view
        view.keypoint_moved.connect(self._move)
        view.keypoint_deleted.connect(lambda _: self.delete())
        view.menu_requested.connect(self._show_menu)
        document.failed.connect(notes.error)
        actions.bind(
            {
                "edit.delete": self.delete,
                "edit.restore": self.restore,
                "edit.interpolate": self.interpolate,
                "edit.swap": self.swap,
                "edit.facing_right": lambda: self.set_facing(1),
                "edit.facing_left": lambda: self.set_facing(-1),
                "edit.facing_auto": lambda: self.set_facing(None),
            }
        )

    # --- Corrections ---------------------------------------------------------------------------

    def delete(self) -> None:
        """Remove the chosen keypoint."""
        from efficientpose_core.session.edits import DeleteKeypoints

        chosen, (first, last) = self._chosen(), self._frames()
        if chosen:
            self._make(
                DeleteKeypoints(first=first, last=last, keypoints=chosen),
                self.tr("Delete {0}").format(self._where(chosen, first, last)),
            )

    def restore(self) -> None:
        """Go back to what the network found."""
        from efficientpose_core.session.edits import RestoreKeypoints

        chosen, (first, last) = self._chosen(), self._frames()
        if chosen:
            self._make(
                RestoreKeypoints(first=first, last=last, keypoints=chosen),
                self.tr("Restore {0}").format(self._where(chosen, first, last)),
            )

    def interpolate(self) -> None:
        """Join corrected frames of the marked range, or those on both sides of this frame."""
        from efficientpose_core.session.edits import InterpolateKeypoints

        chosen = self._chosen()
        if not chosen:
            return
        frames = self._frames() if self._marked() else self._between_corrections(chosen[0])
        if frames is None:
            self._notes.warning(
                self.tr("Correct the keypoint in a frame before and in one after this, or mark a "
                        "range in the timeline; then interpolate.")
            )  # fmt: skip
            return
        self._make(
            InterpolateKeypoints(first=frames[0], last=frames[1], keypoints=chosen),
            self.tr("Interpolate {0}").format(self._where(chosen, *frames)),
        )

    def swap(self) -> None:
        """Exchange left and right of the chosen joint, or of all joints."""
        from efficientpose_core.session.edits import SwapSides

        chosen, (first, last) = self._chosen(), self._frames()
        # A joint in the middle is refused: whoever chose it does not mean all others.
        what = chosen[0].partition("_")[2] if chosen else self.tr("left and right")
        self._make(
            SwapSides(first=first, last=last, keypoints=chosen),
            self.tr("Swap {0}").format(self._where((what,), first, last)),
        )

    def set_facing(self, direction: int | None) -> None:
        """Tell which way the person faces, in the marked range or the whole recording."""
        from efficientpose_core.session.edits import SetFacing

        session = self._document.session
        if session is None:
            return
        frame = session.detection.track.frame
        first, last = self._frames() if self._marked() else (int(frame[0]), int(frame[-1]))
        words = {1: self.tr("Person faces right"), -1: self.tr("Person faces left"),
                 None: self.tr("Find the direction")}  # fmt: skip
        self._make(SetFacing(first=first, last=last, direction=direction), words[direction])

    def _move(self, keypoint: int, x: float, y: float) -> None:
        from efficientpose_core.session.edits import MoveKeypoint

        skeleton = self._skeleton()
        if skeleton is not None:
            name = skeleton.keypoints[keypoint]
            frame = self._playback.position
            self._make(
                MoveKeypoint(frame=frame, keypoint=name, xy_px=(x, y)),
                self.tr("Move {0}").format(self._where((name,), frame, frame)),
            )

    def _make(self, edit: Edit, text: str) -> None:
        if not self._actions.action("edit.swap").isEnabled():
            # While an analysis runs, another frame is on display than the one that is corrected.
            self._notes.warning(self.tr("Corrections can be made when the analysis has ended."))
            is_made = False
        else:
            is_made = self._document.edit(edit, text)
        if not is_made:
            # A keypoint that was dragged goes back to its place.
            self._document.show_again()

    # --- What it is about ----------------------------------------------------------------------

    def _skeleton(self) -> Skeleton | None:
        session = self._document.session
        return None if session is None else session.detection.track.skeleton

    def _chosen(self) -> tuple[str, ...]:
        skeleton, keypoint = self._skeleton(), self._window.view.selected_keypoint
        return () if skeleton is None or keypoint is None else (skeleton.keypoints[keypoint],)

    def _marked(self) -> tuple[int, int] | None:
        """Return first and last frame of the marked range, as far as it was analysed."""
        loop, session = self._playback.loop_range, self._document.session
        if loop is None or session is None:
            return None
        frame = session.detection.track.frame
        first, last = max(loop[0], int(frame[0])), min(loop[1] - 1, int(frame[-1]))
        return (first, last) if first <= last else None

    def _frames(self) -> tuple[int, int]:
        here = self._playback.position
        return self._marked() or (here, here)

    def _between_corrections(self, keypoint: str) -> tuple[int, int] | None:
        """Return the corrected frames around the one on display."""
        from efficientpose_core.session.edits import MoveKeypoint

        session, here = self._document.session, self._playback.position
        assert session is not None
        moved = {
            edit.frame
            for edit in session.edits
            if isinstance(edit, MoveKeypoint) and edit.keypoint == keypoint
        }
        before = [frame for frame in moved if frame < here or frame == here]
        after = [frame for frame in moved if frame > here]
        if here in moved and not after:
            # On the second of two corrected frames: between them.
            before, after = [frame for frame in moved if frame < here], [here]
        return (max(before), min(after)) if before and after else None

    def _where(self, names: Sequence[str], first: int, last: int) -> str:
        what = ", ".join(keypoint_label(name) for name in names)
        if first == last:
            return self.tr("{0}, frame {1}").format(what, first)
        return self.tr("{0}, frames {1} to {2}").format(what, first, last)

    # --- Menu of the picture -------------------------------------------------------------------

    def _show_menu(self, place: QPoint, x: float, y: float, keypoint: int | None) -> None:
        if self._document.session is None:
            return
        if keypoint is not None:
            self._window.view.select_keypoint(keypoint)
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for id in _KEYPOINT_ACTIONS:
            menu.addAction(self._actions.action(id))
        self._add_placing(menu, x, y)
        menu.addSeparator()
        for id in ("edit.facing_right", "edit.facing_left", "edit.facing_auto", "analysis.again"):
            menu.addAction(self._actions.action(id))
        menu.popup(place)

    def _add_placing(self, menu: QMenu, x: float, y: float) -> None:
        """Offer to place keypoints that have no position in this frame."""
        derived, skeleton = self._document.derived, self._skeleton()
        if derived is None or skeleton is None:
            return
        row = (derived.track.frame == self._playback.position).nonzero()[0]
        if not len(row):
            return
        missing = [k for k in range(len(skeleton)) if not derived.track.valid[int(row[0]), k]]
        if missing:
            place = menu.addMenu(self.tr("Place here"))
            for k in missing:
                action = place.addAction(name_title(skeleton.keypoints[k]))
                action.triggered.connect(lambda _, k=k: self._move(k, x, y))
