"""What is on display: picture, overlay, curves, table and timeline go together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.actions.registry import ActionRegistry
from app.main_window import MainWindow
from app.services.document import Document
from app.services.playback import PlaybackController, PlaybackState
from app.settings import AppSettings
from app.turns import Turns

if TYPE_CHECKING:
    from efficientpose_core.kinematics.scale import Scale
    from efficientpose_core.pipeline import Derived
    from efficientpose_core.pose import PoseTrack
    from efficientpose_core.session.document import Session

__all__ = ["ViewingController"]

_TRAIL = ("right_ankle", "left_ankle", "right_wrist", "left_wrist")
_TOGGLES = {
    "view.skeleton": "shows_skeleton",
    "view.angles": "shows_angles",
    "view.trails": "shows_trails",
    "view.box": "shows_box",
    "view.raw": "shows_raw",
}


class ViewingController(QObject):
    """Keeps everything at the same frame, and drawn as the user likes it."""

    def __init__(
        self,
        window: MainWindow,
        actions: ActionRegistry,
        document: Document,
        playback: PlaybackController,
        settings: AppSettings,
    ) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._document, self._playback, self._settings = document, playback, settings
        self._scale: Scale | None = None
        self._turns = Turns(self)
        self._bind()
        self._connect_playback()
        self._connect_window()
        document.derived_changed.connect(self._show_derived)
        document.changed.connect(self._follow_session)
        document.session_replaced.connect(self._show_raw)
        settings.changed.connect(lambda _: self._draw_as_wished())
        self._draw_as_wished()
        actions.keys_changed.connect(lambda _: self._name_keys())
        self._name_keys()

    @property
    def is_showing(self) -> bool:
        """Whether some of the newest results are yet to be shown."""
        return self._turns.is_busy

    def restore_layout(self) -> None:
        """Put the window where it was."""
        settings, window = self._settings, self._window
        if not settings.geometry.isEmpty():
            window.restoreGeometry(settings.geometry)
        if not settings.window_state.isEmpty():
            window.restoreState(settings.window_state)
        if not settings.splitter.isEmpty():
            window.splitter.restoreState(settings.splitter)

    def keep_layout(self) -> None:
        """Remember where the window is."""
        settings, window = self._settings, self._window
        settings.geometry = window.saveGeometry()
        settings.window_state = window.saveState()
        settings.splitter = window.splitter.saveState()

    def _connect_playback(self) -> None:
        window, playback = self._window, self._playback
        playback.frame_shown.connect(window.view.set_frame)
        playback.stand_in_shown.connect(window.view.set_stand_in)
        playback.position_changed.connect(window.timeline.set_position)
        playback.position_changed.connect(window.transport.set_position)
        playback.position_changed.connect(window.table.set_frame)
        playback.position_changed.connect(self._follow_position)
        playback.thumbnail_ready.connect(window.timeline.set_thumbnail)
        playback.state_changed.connect(
            lambda state: window.transport.set_playing(state is PlaybackState.PLAYING)
        )
        playback.speed_changed.connect(window.transport.set_speed)
        playback.looping_changed.connect(window.transport.set_looping)
        playback.loop_range_changed.connect(window.timeline.set_loop_range)
        playback.loop_range_changed.connect(self._show_range)

    def _connect_window(self) -> None:
        window, playback = self._window, self._playback
        window.timeline.frame_requested.connect(playback.show_frame)
        window.timeline.range_changed.connect(
            lambda first, stop: playback.set_loop_range((first, stop))
        )
        window.timeline.range_cleared.connect(lambda: playback.set_loop_range(None))
        window.plots.time_requested.connect(self._go_to)
        window.table.frame_requested.connect(playback.show_frame)
        transport = window.transport
        transport.play_toggled.connect(playback.toggle)
        transport.steps_requested.connect(playback.step)
        transport.frame_requested.connect(playback.jump)
        transport.speed_chosen.connect(playback.set_speed)
        transport.loop_toggled.connect(playback.set_looping)
        transport.entry_refused.connect(lambda text: window.notes.show_note("warning", text))

    def _bind(self) -> None:
        window, playback = self._window, self._playback
        self._actions.bind(
            {
                "play.toggle": playback.toggle,
                "play.next": lambda: playback.step(1),
                "play.previous": lambda: playback.step(-1),
                "play.start": lambda: playback.jump(0),
                "play.end": lambda: playback.jump(playback.frame_count - 1),
                "play.loop": lambda: playback.set_looping(not playback.is_looping),
                "view.fit": window.view.fit,
            }
        )
        self._actions.bind_switches(
            {id: partial(setattr, self._settings, name) for id, name in _TOGGLES.items()}
        )
        self._actions.bind_switches({"view.full_screen": window.set_full_screen})

    def _show_derived(self, derived: Derived | None) -> None:
        window, session = self._window, self._document.session
        window.view.set_track(_as_placed(derived.track, session) if derived and session else None)
        window.view.set_angles(derived.angles if derived else None)
        window.view.set_facing(derived.facing if derived else None)
        self._show_values()

    def _show_values(self) -> None:
        """Show timeline, curves and table, in metres where distances can be told."""
        session = self._document.session
        self._scale = None if session is None else session.scale
        steps = self._steps_to_show()
        if session is None:
            # A project that is closed leaves nothing behind.
            self._turns.stop()
            for _ in steps:
                pass
        else:
            self._turns.start(steps)

    def _steps_to_show(self) -> Iterator[None]:
        """Show the results piece by piece: all at once would hold the window up."""
        window, session = self._window, self._document.session
        derived = self._document.derived
        floor = None if session is None else session.request.derive.floor
        window.timeline.set_track(derived.track if derived else None)
        yield
        yield from window.plots.steps_to_show(derived, self._scale, floor)
        yield
        window.table.set_derived(derived, self._scale, floor)
        self._follow_position(self._playback.position)

    def _follow_session(self, session: Session) -> None:
        # Refusing distances changes no result, but the unit.
        if session.scale != self._scale and self._document.is_current:
            self._show_values()

    def _show_raw(self, session: Session | None) -> None:
        track = None if session is None else session.detection.track
        self._window.view.set_raw_track(track)

    def _draw_as_wished(self) -> None:
        settings, view = self._settings, self._window.view
        view.set_overlay_visible(settings.shows_skeleton)
        view.set_options(
            replace(
                view.options,
                show_angles=settings.shows_angles,
                show_box=settings.shows_box,
                show_rejected=settings.shows_raw,
                trail_keypoints=_TRAIL if settings.shows_trails else (),
                line_width_px=settings.skeleton_width,
                opacity=settings.skeleton_opacity,
            )
        )
        for id, name in _TOGGLES.items():
            self._actions.action(id).setChecked(getattr(settings, name))

    def _name_keys(self) -> None:
        buttons = {
            "play": "play.toggle",
            "step_forward": "play.next",
            "step_back": "play.previous",
            "to_start": "play.start",
            "to_end": "play.end",
            "loop": "play.loop",
        }
        self._window.transport.set_shortcuts(
            {
                button: self._actions.action(id).shortcut().toString()
                for button, id in buttons.items()
            }
        )

    def _follow_position(self, frame: int) -> None:
        times_s = self._playback.times_s
        if frame < len(times_s):
            self._window.plots.set_time(float(times_s[frame]))

    def _show_range(self, loop: tuple[int, int] | None) -> None:
        times_s = self._playback.times_s
        if loop is None or not len(times_s):
            self._window.plots.set_range(None)
            return
        last = min(loop[1], len(times_s)) - 1
        self._window.plots.set_range((float(times_s[loop[0]]), float(times_s[last])))

    def _go_to(self, t_s: float) -> None:
        self._playback.pause()
        self._playback.seek(t_s)


def _as_placed(track: PoseTrack, session: Session) -> PoseTrack:
    """Return the track with keypoints that the user has moved exactly where they were put.

    Smoothing takes them a little towards their neighbours, as the curves show. In the picture they
    have to stay: else nobody could put one anywhere.
    """
    from efficientpose_core.pose import Status
    from efficientpose_core.session.edits import MoveKeypoint

    moves = {
        (edit.frame, edit.keypoint) for edit in session.edits if isinstance(edit, MoveKeypoint)
    }
    if not moves:
        return track
    corrected = session.corrected().track
    xy_px = track.xy_px.copy()
    for frame, keypoint in moves:
        row, joint = int(track.frame.searchsorted(frame)), track.skeleton.index(keypoint)
        if track.status[row, joint] == Status.EDITED:
            xy_px[row, joint] = corrected.xy_px[row, joint]
    return replace(track, xy_px=xy_px)
