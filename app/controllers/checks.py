"""What a recording shows about itself: whether the camera stood still, and from where it looked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.actions.registry import ActionRegistry
from app.main_window import MainWindow
from app.services.document import Document
from app.services.notifications import Notifications
from app.services.tasks import Task, TaskRunner
from app.translation import tell

if TYPE_CHECKING:
    from efficientpose_core.kinematics.view import View
    from efficientpose_core.pipeline import Derived
    from efficientpose_core.progress import Progress
    from efficientpose_core.session.document import Session

__all__ = ["CheckController"]

_BY_HAND = (
    "The user has switched distances off, since distances and speeds over ground are not known in "
    "this recording."
)
"""Stored in the project and printed in exports, in the language of both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Why distances cannot be told, and what weakens them."""

    reason: str
    warning: str


class CheckController(QObject):
    """Checks each recording once, in the background; what it finds can be undone.

    After its analysis, or when a project is opened that was made without the window.
    """

    def __init__(
        self, window: MainWindow, actions: ActionRegistry, document: Document, notes: Notifications
    ) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._document, self._notes = document, notes
        self._tasks = TaskRunner("check", self)
        self._task: Task | None = None
        document.session_replaced.connect(self._begin)
        document.session_replaced.connect(self._show)
        document.session_replaced.connect(self._check_view)
        document.changed.connect(self._show)
        window.cancel_requested.connect(self.stop)
        actions.bind({"calibration.check": self._toggle})
        actions.bind_switches({"calibration.no_distances": self._refuse})

    @property
    def task(self) -> Task | None:
        """The check under way."""
        return self._task

    @property
    def is_running(self) -> bool:
        """Whether a recording is being looked through."""
        return self._task is not None

    def _begin(self, session: Session | None) -> None:
        """Leave the recording before, and look through this one where that is to be done yet."""
        self.stop()
        if (
            session is not None
            and not self._document.is_checked
            and not session.assessment.no_distances
            and session.request.source.exists()
        ):
            self.start()

    def start(self, *, is_asked: bool = False) -> None:
        """Look through the recording; ``is_asked`` tells the user also that all is well."""
        session = self._document.session
        if session is None:
            return
        derived = self._document.derived if self._document.is_current else None
        self.stop()
        task = self._tasks.start(
            lambda task: _look(session, derived, task),
            done=lambda found: self._take(task, found, is_asked=is_asked),
            failed=self._notes.error,
        )
        self._task = task
        task.progressed.connect(self._show_progress)
        task.finished.connect(lambda: self._end(task))

    def stop(self) -> None:
        """Look no further."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def shutdown(self) -> None:
        """Stop the thread."""
        self.stop()
        self._tasks.shutdown()

    def _toggle(self) -> None:
        if self.is_running:
            self.stop()
        else:
            self.start(is_asked=True)

    def _show_progress(self, progress: Progress) -> None:
        if self.is_running:
            self._window.show_progress(
                self.tr("Checking whether the camera stands still"),
                progress.done,
                progress.total or 0,
                can_cancel=True,
            )

    def _end(self, task: Task) -> None:
        if self._task is task:
            self._task = None
        if self._task is None:
            self._window.hide_progress()

    def _take(self, task: Task, found: _Found, *, is_asked: bool) -> None:
        session = self._document.session
        if task is not self._task or session is None:
            return
        self._document.is_checked = True
        if found.reason:
            if not session.assessment.no_distances:
                self._set_reason(found.reason)
            self._notes.warning(
                tell(found.reason), (self.tr("Tell them all the same"), self._allow)
            )
        elif found.warning:
            self._notes.warning(tell(found.warning))
        elif is_asked and session.assessment.no_distances:
            self._notes.success(
                self.tr("Nothing speaks against distances in this recording."),
                (self.tr("Tell distances"), self._allow),
            )
        elif is_asked:
            self._notes.success(self.tr("The camera stands still: distances can be told."))

    # --- Distances -----------------------------------------------------------------------------

    def _refuse(self, is_on: bool) -> None:
        self._set_reason(_BY_HAND if is_on else "")

    def _allow(self) -> None:
        self._set_reason("")

    def _set_reason(self, reason: str) -> None:
        session = self._document.session
        if session is not None:
            text = self.tr("Refuse distances") if reason else self.tr("Tell distances")
            changed = replace(session.assessment, no_distances=reason)
            self._document.set_assessment(changed, text)

    def _show(self, session: Session | None) -> None:
        is_refused = session is not None and bool(session.assessment.no_distances)
        self._actions.action("calibration.no_distances").setChecked(is_refused)

    # --- View ----------------------------------------------------------------------------------

    def _check_view(self, session: Session | None) -> None:
        """Propose the other view where the person is clearly seen from there."""
        from efficientpose_core.kinematics.view import View, suggest_view

        derived = self._document.derived
        if session is None or derived is None:
            return
        seen = suggest_view(derived.track).view
        if seen is None or seen is session.request.derive.view:
            return
        text = (
            self.tr("The person seems to be seen from the front or back, but the side view is "
                    "chosen: its angles would be wrong.")
            if seen is View.FRONTAL
            else self.tr("The person seems to be seen from the side, but the front view is chosen: "
                         "its angles would be wrong.")
        )  # fmt: skip
        words = (
            self.tr("Take the front view") if seen is View.FRONTAL
            else self.tr("Take the side view")
        )  # fmt: skip
        self._notes.warning(text, (words, partial(self._change_view, session, seen)))

    def _change_view(self, about: Session, view: View) -> None:
        session = self._document.session
        if session is not None and session.request.source == about.request.source:
            derive = replace(session.request.derive, view=view)
            self._document.set_derive_settings(derive, self.tr("Change the view"))


def _look(session: Session, derived: Derived | None, task: Task) -> _Found:
    """Read the recording, and find out whether distances over ground can be known.

    ``derived`` are the results of the session where they are there already.
    """
    from efficientpose_core.errors import DataError
    from efficientpose_core.kinematics.scale import SizeChange, measure_size_change
    from efficientpose_core.kinematics.treadmill import detect_walking_in_place
    from efficientpose_core.kinematics.view import View
    from efficientpose_core.media.camera_motion import measure_camera_motion
    from efficientpose_core.media.images import open_source

    request = session.request
    track = (session.derived() if derived is None else derived).track
    with open_source(
        request.source,
        image_rate_hz=request.image_rate_hz,
        slow_motion_factor=request.slow_motion_factor,
        once=True,
    ) as source:
        camera = measure_camera_motion(
            source, track, progress=task.tell, should_cancel=task.should_cancel
        )
    reason = ""
    try:
        size = measure_size_change(track)
    except DataError:
        # A skeleton without the points for it: nothing is known against distances.
        size = SizeChange(relative=float("nan"))
    if request.derive.view is View.SAGITTAL:
        reason = detect_walking_in_place(track).reason
    return _Found(
        reason=camera.reason or size.reason or reason, warning=camera.warning or size.warning
    )
