"""The open project beside another one: played together, their curves over each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from app.actions.registry import ActionRegistry
from app.main_window import MainWindow
from app.services.document import Document
from app.services.notifications import Notifications
from app.services.playback import PlaybackController, PlaybackState
from app.services.tasks import TaskRunner
from app.settings import AppSettings
from app.translation import tell
from app.widgets.compare_page import ComparePage
from efficientpose_core.errors import DataError, EfficientPoseError

if TYPE_CHECKING:
    from efficientpose_core.media.source import FrameSource
    from efficientpose_core.pipeline import Derived
    from efficientpose_core.session.comparison import ComparedTrial, LinearMap
    from efficientpose_core.session.document import Session

__all__ = ["ComparingController"]

_THIS, _OTHER = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Other:
    """The project beside the open one; it is read only."""

    path: Path
    session: Session
    derived: Derived
    source: FrameSource


class ComparingController(QObject):
    """Owns the page of the comparison, and the player of the other recording.

    Signals
    -------
    changed()
        The page was opened or closed.
    """

    changed = Signal()

    def __init__(
        self,
        window: MainWindow,
        actions: ActionRegistry,
        document: Document,
        playback: PlaybackController,
        settings: AppSettings,
        notes: Notifications,
    ) -> None:
        super().__init__(window)
        self._window, self._actions, self._document = window, actions, document
        self._settings, self._notes = settings, notes
        self._players: tuple[PlaybackController, PlaybackController] | None = None
        self._playback = playback
        self._tasks = TaskRunner("comparison", self)
        self._page: ComparePage | None = None
        self._other: _Other | None = None
        self._trials: tuple[ComparedTrial, ComparedTrial] | None = None
        self._events_s: tuple[float, float] | None = None
        self._to_other: LinearMap | None = None
        self._to_axis: LinearMap | None = None
        self._is_over = False
        actions.bind({"movement.compare": self.choose})
        document.session_replaced.connect(lambda _: self.close())
        document.derived_changed.connect(lambda _: self._prepare())
        playback.position_changed.connect(self._follow)
        playback.state_changed.connect(self._show_state)

    @property
    def page(self) -> ComparePage | None:
        """The page; None while it is not open."""
        return self._page

    @property
    def is_open(self) -> bool:
        """Whether the page is open."""
        return self._page is not None

    @property
    def trials(self) -> tuple[ComparedTrial, ComparedTrial] | None:
        """The open project and the other one; None while nothing is compared."""
        return self._trials

    @property
    def other_player(self) -> PlaybackController | None:
        """Plays the other recording; None while the page is not open."""
        return None if self._players is None else self._players[_OTHER]

    def choose(self) -> None:
        """Let the user choose the other project."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Compare with another project"),
            self._settings.folder,
            self.tr("Projects (*.epstudio)"),
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Open another project beside the open one; nothing in it is changed."""
        self.close()
        self._window.show_progress(self.tr("Opening {0}").format(path.name), 0, 0)
        task = self._tasks.start(lambda _: _read(path), done=self._show, failed=self._notes.error)
        task.finished.connect(self._window.hide_progress)

    def close(self) -> None:
        """Go back to the project."""
        page, self._page = self._page, None
        if page is None or self._players is None:
            return
        self._playback.pause()
        player = self._players[_OTHER]
        player.shutdown()
        player.deleteLater()
        self._players = self._other = self._trials = None
        self._events_s = self._to_other = self._to_axis = None
        self._window.remove_page(page, has_source=self._playback.frame_count > 0)
        page.deleteLater()
        self.changed.emit()

    def shutdown(self) -> None:
        """Stop everything."""
        self._is_over = True
        self._tasks.shutdown()
        self.close()

    # --- Opening -------------------------------------------------------------------------------

    def _show(self, other: _Other) -> None:
        self.close()
        if self._document.session is None or self._is_over:
            other.source.close()
            return
        player = PlaybackController(self)
        player.set_source(other.source)
        self._other, self._players = other, (self._playback, player)
        path = self._document.path or self._document.session.request.source
        page = ComparePage(
            (path.stem, other.path.stem), (self._playback.frame_count, player.frame_count)
        )
        self._page = page
        info = self._playback.info
        page.transport.set_source(self._playback.times_s, 0.0 if info is None else info.duration_s)
        page.transport.set_speed(self._playback.speed)
        page.transport.set_looping(self._playback.is_looping)
        page.views[_OTHER].set_derived(other.derived)
        self._connect_page(page, player)
        self._actions.add_to_pictures(*page.views, page.plot.graphics)
        self._window.show_page(page)
        page.views[_THIS].setFocus()
        self._prepare()
        self.changed.emit()

    def _connect_page(self, page: ComparePage, player: PlaybackController) -> None:
        for which, each in enumerate((self._playback, player)):
            each.frame_shown.connect(page.views[which].set_frame)
            each.stand_in_shown.connect(page.views[which].set_frame)
        player.position_changed.connect(lambda frame: page.set_position(_OTHER, frame))
        player.failed.connect(self._notes.error)
        page.close_requested.connect(self.close)
        page.choice_changed.connect(self._compare)
        page.align_requested.connect(self._align)
        page.frame_requested.connect(self._go_to_frame)
        page.plot.place_requested.connect(self._go_to_place)
        transport, playback = page.transport, self._playback
        transport.play_toggled.connect(playback.toggle)
        transport.steps_requested.connect(playback.step)
        transport.frame_requested.connect(playback.jump)
        transport.speed_chosen.connect(playback.set_speed)
        transport.loop_toggled.connect(playback.set_looping)
        transport.entry_refused.connect(self._notes.warning)
        playback.speed_changed.connect(transport.set_speed)
        playback.looping_changed.connect(transport.set_looping)

    def _prepare(self) -> None:
        """Take the results of both; those of the open project may have changed."""
        session, derived = self._document.session, self._document.derived
        page, other = self._page, self._other
        if page is None or other is None or session is None or derived is None:
            return

        from efficientpose_core.session.comparison import make_trial

        names = (self._document.path or session.request.source).stem, other.path.stem

        def work(_: object) -> tuple[ComparedTrial, ComparedTrial]:
            return (
                make_trial(names[_THIS], session, derived, counted_as=session),
                make_trial(names[_OTHER], other.session, other.derived, counted_as=session),
            )

        page.views[_THIS].set_derived(derived)
        self._tasks.start(work, done=self.set_trials, failed=self._notes.error)

    def set_trials(self, trials: tuple[ComparedTrial, ComparedTrial]) -> None:
        """Compare these; the page is open."""
        page = self._page
        if page is None:
            return

        from efficientpose_core.session.comparison import common_angles

        self._trials = trials
        if self._events_s is None:
            self._events_s = (trials[_THIS].event_s, trials[_OTHER].event_s)
        page.set_angles(common_angles(*trials))
        page.set_stretches((len(trials[_THIS].stretches_s), len(trials[_OTHER].stretches_s)))
        self._compare()
        self._playback.jump(self._playback.position)

    # --- Comparing -----------------------------------------------------------------------------

    def _compare(self) -> None:
        page, trials, events_s = self._page, self._trials, self._events_s
        if page is None or trials is None or events_s is None:
            return

        from efficientpose_core.kinematics.sport.trials import Alignment
        from efficientpose_core.session.comparison import (
            ComparisonChoice,
            compare_trials,
            compare_walks,
        )

        choice = ComparisonChoice(
            angle=page.angle,
            alignment=Alignment(page.alignment),
            events_s=events_s,
            stretches=page.stretches,
            is_other_earlier=page.is_other_earlier,
        )
        self._to_other = self._to_axis = None
        try:
            found = compare_trials(*trials, choice)
        except EfficientPoseError as error:
            page.set_result(None, tell(str(error)))
        else:
            self._to_other, self._to_axis = found.to_other, found.to_axis
            page.set_result(found.aligned, "")
        try:
            walks = compare_walks(*trials, is_other_earlier=choice.is_other_earlier)
        except DataError as error:
            self._notes.error(error)
            walks = None
        page.set_gait(walks)
        self._follow(self._playback.position)

    def _align(self) -> None:
        """Take the frames on display for the same moment."""
        page, players = self._page, self._players
        if page is None or players is None:
            return
        times = [float(player.times_s[player.position]) for player in players]
        self._events_s = (times[_THIS], times[_OTHER])
        page.set_alignment("event")
        page.set_moves_together(True)
        self._compare()

    # --- Moving --------------------------------------------------------------------------------

    def _go_to_frame(self, which: int, frame: int) -> None:
        """Go to a frame of one recording; the other follows where they move together."""
        page, players = self._page, self._players
        if page is None or players is None:
            return
        if which == _THIS:
            self._playback.show_frame(frame)
        elif page.moves_together and self._to_other is not None:
            t_s = float(players[_OTHER].times_s[frame])
            self._playback.pause()
            self._playback.seek(self._to_other.back(t_s))
        else:
            players[_OTHER].show_frame(frame)

    def _go_to_place(self, place: float) -> None:
        if self._to_axis is not None:
            self._playback.pause()
            self._playback.seek(self._to_axis.back(place))

    def _follow(self, frame: int) -> None:
        """Bring the other recording to the moment of this one."""
        page, players, times_s = self._page, self._players, self._playback.times_s
        if page is None or players is None or frame >= len(times_s):
            return
        page.set_position(_THIS, frame)
        page.transport.set_position(frame)
        if self._to_axis is not None:
            page.plot.set_place(self._to_axis.to(float(times_s[frame])))
        if not page.moves_together or self._to_other is None:
            page.set_remark(_OTHER, "")
            return
        t_s, other_s = self._to_other.to(float(times_s[frame])), players[_OTHER].times_s
        if t_s < other_s[0] - 1e-6:
            page.set_remark(_OTHER, self.tr("has not begun yet"))
        elif t_s > other_s[-1] + self._interval_s(players[_OTHER]):
            page.set_remark(_OTHER, self.tr("has ended"))
        else:
            page.set_remark(_OTHER, "")
        players[_OTHER].seek(t_s)

    @staticmethod
    def _interval_s(player: PlaybackController) -> float:
        rate_hz = 0.0 if player.info is None else player.info.rate_hz
        return 1.0 / rate_hz if rate_hz > 0 else 0.0

    def _show_state(self, state: PlaybackState) -> None:
        if self._page is not None:
            self._page.transport.set_playing(state is PlaybackState.PLAYING)


def _read(path: Path) -> _Other:
    """Read a project with its recording."""
    from efficientpose_core.media.images import open_source
    from efficientpose_core.session.storage import find_source, load_session

    session = load_session(path)
    place = find_source(session, path)
    if place is None:
        raise DataError(
            f"The recording {session.request.source.name} of {path.name} was not found: open that "
            "project by itself first, show where the recording is, and save it."
        )
    session = session.with_source(place)
    source = open_source(
        place,
        image_rate_hz=session.request.image_rate_hz,
        slow_motion_factor=session.request.slow_motion_factor,
    )
    return _Other(path=path, session=session, derived=session.derived(), source=source)
