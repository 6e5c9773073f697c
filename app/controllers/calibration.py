"""Person, scale, floor and slow motion of the open recording; every change can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from app.actions.registry import ActionRegistry
from app.controllers.projects import ProjectController
from app.dialogs.person import PersonDialog
from app.dialogs.scale import BoardDialog, LineDialog, SlowMotionDialog
from app.main_window import MainWindow
from app.services.document import Document
from app.services.notifications import Notifications
from app.services.playback import PlaybackController
from app.services.tasks import TaskRunner
from app.translation import tell
from app.widgets.calibration_text import (
    calibration_explained,
    calibration_text,
    floor_text,
    scale_text,
)
from app.widgets.video_view import ViewMode
from efficientpose_core.errors import EfficientPoseError

if TYPE_CHECKING:
    from efficientpose_core.kinematics.floor import Floor
    from efficientpose_core.kinematics.scale import Scale
    from efficientpose_core.pose import PoseTrack
    from efficientpose_core.session.assessment import Person
    from efficientpose_core.session.document import Session

__all__ = ["CalibrationController"]

_Ends = tuple[tuple[float, float], tuple[float, float]]


class CalibrationController(QObject):
    """Asks, draws and finds what turns pixels into metres, and tells it in the status bar."""

    def __init__(
        self,
        window: MainWindow,
        actions: ActionRegistry,
        document: Document,
        playback: PlaybackController,
        projects: ProjectController,
        notes: Notifications,
    ) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self._playback, self._projects, self._notes = playback, projects, notes
        self._tasks = TaskRunner("checkerboard", self)
        self._take_drawn: Callable[[_Ends], object] | None = None
        self.dialog: QDialog | None = None
        """The one that is open."""
        document.changed.connect(self._show)
        document.session_replaced.connect(self._show)
        document.session_replaced.connect(lambda _: self._close())
        window.view.line_drawn.connect(self._take_line)
        actions.bind(
            {
                "calibration.person": self.ask_person,
                "calibration.line": self.draw_scale,
                "calibration.board": self.ask_board,
                "calibration.no_scale": lambda: self._set_scale(None),
                "calibration.floor_feet": self.find_floor,
                "calibration.floor_line": self.draw_floor,
                "calibration.no_floor": lambda: self._set_floor(None),
                "calibration.slow_motion": self.ask_slow_motion,
            }
        )

    def shutdown(self) -> None:
        """Stop looking for checkerboards."""
        self._tasks.shutdown()

    # --- Person --------------------------------------------------------------------------------

    def ask_person(self) -> None:
        """Ask about the person; the height may be the scale."""
        from efficientpose_core.kinematics.scale import ScaleMethod

        session = self._document.session
        if session is None:
            return
        scale = session.request.derive.scale
        dialog = PersonDialog(
            session.assessment.person,
            scales=scale is None or scale.method is ScaleMethod.HEIGHT,
            parent=self._window,
        )
        self._open(dialog, lambda: self.set_person(dialog.person, scales=dialog.scales))

    def set_person(self, person: Person, *, scales: bool) -> None:
        """Take what was told about the person, and the scale that goes with it, in one step."""
        session = self._document.session
        if session is None:
            return
        derive = session.request.derive
        derive = replace(derive, scale=self._scale_with(person, scales, derive.scale))
        after = replace(
            session,
            request=replace(session.request, derive=derive),
            assessment=replace(session.assessment, person=person),
        )
        if (after.request, after.assessment) != (session.request, session.assessment):
            self._document.change(after, self.tr("Change the person"))
        if derive.scale is not None and derive.scale != session.request.derive.scale:
            self._tell_scale(derive.scale)

    def _scale_with(self, person: Person, wishes: bool, before: Scale | None) -> Scale | None:
        from efficientpose_core.kinematics.scale import ScaleMethod, scale_from_height

        was_height = before is not None and before.method is ScaleMethod.HEIGHT
        if not wishes or person.height_m is None:
            # A scale of a height that is no longer told would have no source.
            return None if was_height else before
        try:
            return scale_from_height(self._track(), person.height_m)
        except EfficientPoseError as error:
            self._notes.error(error)
            return None if was_height else before

    # --- Scale ---------------------------------------------------------------------------------

    def draw_scale(self) -> None:
        """Let the user draw a line, and ask how long it is."""
        self._draw(self._ask_length, "")

    def _ask_length(self, ends: _Ends) -> None:
        dialog = LineDialog(*ends, parent=self._window)
        self._open(dialog, lambda: self._set_scale(dialog.scale))

    def ask_board(self) -> None:
        """Ask for a checkerboard, and look for it in the frame on display."""
        dialog = BoardDialog(self._window)
        self._open(dialog, lambda: self.find_board(*dialog.corners, dialog.square_m))

    def find_board(self, columns: int, rows: int, square_m: float) -> None:
        """Take the scale from a checkerboard in the frame on display."""
        session, frame = self._document.session, self._playback.position
        if session is None:
            return
        request = session.request

        def work(_: object) -> tuple[Session, Scale]:
            from efficientpose_core.kinematics.scale import scale_from_checkerboard
            from efficientpose_core.media.checkerboard import find_checkerboard
            from efficientpose_core.media.images import open_source

            with open_source(request.source) as source:
                picture = source.frame_at(frame).rgb()
            corners = find_checkerboard(picture, columns, rows)
            return session, scale_from_checkerboard(corners, square_m)

        self._window.show_progress(self.tr("Looking for the checkerboard"), 0, 0)
        task = self._tasks.start(work, done=self._take_board, failed=self._notes.error)
        task.finished.connect(self._window.hide_progress)

    def _take_board(self, found: tuple[Session, Scale]) -> None:
        session = self._document.session
        if session is not None and session.request.source == found[0].request.source:
            self._set_scale(found[1])

    def _set_scale(self, scale: Scale | None) -> None:
        session = self._document.session
        if session is None:
            return
        text = self.tr("Set the scale") if scale is not None else self.tr("Remove the scale")
        self._document.set_derive_settings(replace(session.request.derive, scale=scale), text)
        if scale is not None:
            self._tell_scale(scale)

    def _tell_scale(self, scale: Scale) -> None:
        session = self._document.session
        if session is not None and session.assessment.no_distances:
            self._notes.warning(
                self.tr("The scale is set, and waits: distances are refused in this recording. {0}")
                .format(tell(session.assessment.no_distances))
            )  # fmt: skip
        else:
            self._notes.success(self.tr("Scale: {0}.").format(scale_text(scale)))

    # --- Floor ---------------------------------------------------------------------------------

    def find_floor(self) -> None:
        """Find the floor from where the feet stand."""
        from efficientpose_core.kinematics.floor import floor_from_feet

        if self._document.session is not None:
            self._try_floor(lambda: floor_from_feet(self._track()))

    def draw_floor(self) -> None:
        """Let the user draw along the floor."""
        from efficientpose_core.kinematics.floor import floor_from_line

        self._draw(
            lambda ends: self._try_floor(lambda: floor_from_line(*ends)),
            self.tr("Draw a line along the floor · Esc to cancel"),
        )

    def _try_floor(self, find: Callable[[], Floor]) -> None:
        try:
            self._set_floor(find())
        except EfficientPoseError as error:
            self._notes.error(error)

    def _set_floor(self, floor: Floor | None) -> None:
        session = self._document.session
        if session is None:
            return
        text = self.tr("Set the floor") if floor is not None else self.tr("Remove the floor")
        self._document.set_derive_settings(replace(session.request.derive, floor=floor), text)
        if floor is not None:
            self._notes.success(
                self.tr("Inclinations are measured against the floor now: {0}.")
                .format(floor_text(floor))
            )  # fmt: skip

    # --- Time ----------------------------------------------------------------------------------

    def ask_slow_motion(self) -> None:
        """Ask how many times slower than life the recording plays."""
        info, factor = self._playback.info, self._projects.slow_motion_factor
        if info is None:
            return
        dialog = SlowMotionDialog(factor, info.rate_hz / factor, self._window)

        def accept() -> None:
            self._projects.set_slow_motion(dialog.factor)
            self._show(self._document.session)

        self._open(dialog, accept)

    # --- Helpers -------------------------------------------------------------------------------

    def _track(self) -> PoseTrack:
        """Return the cleaned keypoints of the project as it is now."""
        session, derived = self._document.session, self._document.derived
        assert session is not None
        if derived is None or not self._document.is_current:
            derived = session.derived()
        return derived.track

    def _draw(self, take: Callable[[_Ends], object], hint: str) -> None:
        self._take_drawn = take
        self._playback.pause()
        # They lie over the picture, and over what is to be done there.
        self._window.notes.clear()
        self._window.view.set_mode(ViewMode.DRAW_LINE, hint)
        self._window.view.setFocus()

    def _take_line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        take, self._take_drawn = self._take_drawn, None
        if take is not None:
            take(((x0, y0), (x1, y1)))

    def _open(self, dialog: QDialog, accept: Callable[[], object]) -> None:
        self._close()
        self.dialog = dialog
        dialog.accepted.connect(accept)
        dialog.finished.connect(self._forget)
        dialog.open()

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _show(self, session: Session | None) -> None:
        """Tell in the status bar what is known."""
        if session is not None:
            self._window.show_state(calibration_text(session), calibration_explained(session))
            return
        factor = self._projects.slow_motion_factor
        told = self.tr("{0}-fold slow motion").format(f"{factor:g}") if factor != 1.0 else ""
        self._window.show_state(told)
