"""PlaybackController: shows any frame at once, and plays by the real times of the file."""

from __future__ import annotations

import time
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from app.services.decode_worker import DecodeWorker, PlayClock, ReadyFrame, Role
from app.services.play_plan import MAX_SPEED, MIN_SPEED, SPEEDS, PlannedFrame, PlayPlan, check_speed
from efficientpose_core.errors import DataError
from efficientpose_core.pose import FloatArray

if TYPE_CHECKING:
    # Only for types: the module loads OpenCV, for which the first window does not wait.
    from efficientpose_core.media.source import FrameSource, MediaInfo

__all__ = ["MAX_SPEED", "MIN_SPEED", "SPEEDS", "PlaybackController", "PlaybackState"]

# Later than this, the clock waits for the decoder: a picture that stands still is worse.
_MAX_LATE_S = 1.0
_THUMBNAILS = 48


class PlaybackState(Enum):
    """What the player is doing."""

    EMPTY = "empty"
    PAUSED = "paused"
    PLAYING = "playing"


class PlaybackController(QObject):
    """Shows frames of a source by number or time, and plays them by their timestamps.

    The source belongs to one decode thread from `set_source` on, which also closes it. Requests
    are newest-wins: while one frame is being decoded, only the last one asked for waits. Playback
    keeps time by leaving out frames that would come too late; only when the decoder falls more
    than a second behind does the clock wait for it. A number never goes with another frame's
    picture.

    Parameters
    ----------
    parent
        Qt parent.

    Signals
    -------
    frame_shown(int, object, float)
        Frame number, picture (`QImage`, Format_RGB32; None for a damaged frame), time in seconds.
    stand_in_shown(int, object, float)
        The same for a picture that bridges the time until the frame asked for is decoded: a less
        sharp copy of it, or a frame on the way to it. The number is the picture's own.
    position_changed(int)
        The frame that the user is at: at once when it is asked for, and with every frame played.
    source_changed(object)
        `MediaInfo`, or None.
    state_changed(object)
        `PlaybackState`.
    speed_changed(float), looping_changed(bool), loop_range_changed(object)
        Settings; the range is (first, stop) or None.
    thumbnail_ready(int, object)
        Frame number and tiny `QImage`, made in the background.
    failed(object)
        The exception; playback is paused.
    """

    frame_shown = Signal(int, object, float)
    stand_in_shown = Signal(int, object, float)
    position_changed = Signal(int)
    source_changed = Signal(object)
    state_changed = Signal(object)
    speed_changed = Signal(float)
    looping_changed = Signal(bool)
    loop_range_changed = Signal(object)
    thumbnail_ready = Signal(int, object)
    failed = Signal(object)

    _woken = Signal()
    _thumbnail_made = Signal(int, int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._info: MediaInfo | None = None
        self._times_s: FloatArray = np.empty(0)
        self._state = PlaybackState.EMPTY
        self._position = 0
        self._speed = 1.0
        self._is_looping = False
        self._loop_range: tuple[int, int] | None = None
        self._clock: PlayClock | None = None
        self._plan: PlayPlan | None = None
        self._source_serial = -1
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._present)
        self._woken.connect(self._pick_up, Qt.ConnectionType.QueuedConnection)
        self._thumbnail_made.connect(self._pass_thumbnail, Qt.ConnectionType.QueuedConnection)
        self._worker = DecodeWorker(self._woken.emit, self._thumbnail_made.emit)

    # --- State ---------------------------------------------------------------------------------

    @property
    def info(self) -> MediaInfo | None:
        """Facts about the source; None without one."""
        return self._info

    @property
    def times_s(self) -> FloatArray:
        """(n,) times of the frames in seconds; empty without a source."""
        return self._times_s

    @property
    def frame_count(self) -> int:
        """Number of frames; 0 without a source."""
        return len(self._times_s)

    @property
    def state(self) -> PlaybackState:
        """What the player is doing."""
        return self._state

    @property
    def position(self) -> int:
        """Frame that the user is at."""
        return self._position

    @property
    def speed(self) -> float:
        """1 for real time."""
        return self._speed

    @property
    def is_looping(self) -> bool:
        """Whether playback starts again at the end."""
        return self._is_looping

    @property
    def loop_range(self) -> tuple[int, int] | None:
        """(first, stop) of the range that is played, ``stop`` exclusive; None for everything."""
        return self._loop_range

    @property
    def dropped_frames(self) -> int:
        """Frames left out of playback so far because they came too late."""
        return self._worker.skipped_frames

    @property
    def preview_count(self) -> int:
        """Frames of which a copy for scrubbing exists."""
        return self._worker.preview_count

    @property
    def is_running(self) -> bool:
        """Whether the decode thread lives; False after `shutdown`."""
        return self._worker.is_running

    # --- Commands ------------------------------------------------------------------------------

    def set_source(
        self, source: FrameSource | None, *, preview_source: FrameSource | None = None
    ) -> None:
        """Show another source from its first frame on, or nothing.

        Parameters
        ----------
        source
            Belongs to the controller from now on.
        preview_source
            A second source of the same file; from it, small copies of the frames are made in the
            background, so that scrubbing is quick at once anywhere. Belongs to the controller.
        """
        self._halt()
        self._info = None if source is None else source.info
        self._times_s = np.empty(0) if source is None else source.times_s
        self._position = 0
        self._source_serial = self._worker.set_source(
            source, preview_source, self._thumbnail_frames()
        )
        self.set_loop_range(None)
        self.source_changed.emit(self._info)
        self._set_state(PlaybackState.EMPTY if source is None else PlaybackState.PAUSED)
        if source is not None:
            self._ask_for(0)

    def show_frame(self, index: int) -> None:
        """Pause and show a frame; `DataError` when there is none of this number."""
        self._check(index)
        self._pause()
        self._ask_for(index)

    def jump(self, index: int) -> None:
        """Show a frame; goes on playing from there when playing."""
        self._check(index)
        if self._state is PlaybackState.PLAYING:
            self._position = index
            self._start(index)
        else:
            self._ask_for(index)

    def seek(self, t_s: float) -> None:
        """Jump to the frame on display at a time; the nearest one for times outside."""
        if self.frame_count:
            self.jump(self._index_at(t_s))

    def step(self, frames: int) -> None:
        """Pause and go on by ``frames`` (negative: back), at most to the first or last one."""
        if self.frame_count:
            self.show_frame(min(max(self._position + frames, 0), self.frame_count - 1))

    def step_time(self, seconds: float) -> None:
        """Jump by a time span (negative: back), at most to the first or last frame."""
        if self.frame_count:
            self.seek(float(self._times_s[self._position]) + seconds)

    def play(self) -> None:
        """Play from the present frame, or from the start of the range when it has ended."""
        if not self.frame_count or self._state is PlaybackState.PLAYING:
            return
        first, stop = self._bounds()
        start = self._position if first <= self._position < stop - 1 else first
        self._set_state(PlaybackState.PLAYING)
        self._start(start)

    def pause(self) -> None:
        """Stop at the frame on display."""
        if self._pause():
            self._ask_for(self._position)

    def toggle(self) -> None:
        """Play or pause."""
        if self._state is PlaybackState.PLAYING:
            self.pause()
        else:
            self.play()

    def set_speed(self, speed: float) -> None:
        """Set the speed; `SettingsError` outside 0.1 to 2."""
        check_speed(speed)
        if speed == self._speed:
            return
        self._speed = speed
        if self._clock is not None:
            now = time.perf_counter()
            self._set_clock(PlayClock(wall_s=now, media_s=self._clock.media_at(now), speed=speed))
            self._schedule()
        self.speed_changed.emit(speed)

    def set_looping(self, is_looping: bool) -> None:
        """Start again at the end, or stop there."""
        if is_looping == self._is_looping:
            return
        self._is_looping = is_looping
        self._restart_if_playing()
        self.looping_changed.emit(is_looping)

    def set_loop_range(self, loop_range: tuple[int, int] | None) -> None:
        """Play only frames (first, stop), ``stop`` exclusive; all of them for None.

        Raises
        ------
        DataError
            If the range is empty or outside the source.
        """
        if loop_range is not None and not 0 <= loop_range[0] < loop_range[1] <= self.frame_count:
            raise DataError(
                f"Frames {loop_range[0]} to {loop_range[1]} cannot be played: choose a range "
                f"within 0 to {self.frame_count}."
            )
        if loop_range == self._loop_range:
            return
        self._loop_range = loop_range
        self._restart_if_playing()
        self.loop_range_changed.emit(loop_range)

    def allow_background(self, is_allowed: bool) -> None:
        """Let copies for scrubbing be made in idle time, or not (while an analysis runs)."""
        self._worker.allow_background(is_allowed)

    def shutdown(self) -> None:
        """Stop the threads and close the files; the controller is of no use afterwards."""
        self._timer.stop()
        self._worker.stop()

    # --- Scrubbing -----------------------------------------------------------------------------

    def _check(self, index: int) -> None:
        if not 0 <= index < self.frame_count:
            raise DataError(
                f"Frame {index} does not exist: choose one from 0 to {self.frame_count - 1}."
                if self.frame_count
                else "There is no video to show a frame of: open one first."
            )

    def _index_at(self, t_s: float) -> int:
        # Half a microsecond of tolerance: times come back from text with six decimals.
        found = int(np.searchsorted(self._times_s, t_s + 5e-7, side="right")) - 1
        return min(max(found, 0), self.frame_count - 1)

    def _thumbnail_frames(self) -> frozenset[int]:
        count = self.frame_count
        return frozenset(int(i) for i in np.linspace(0, max(count - 1, 0), _THUMBNAILS).round())

    def _ask_for(self, index: int) -> None:
        self._set_position(index)
        self._worker.request(index)

    def _set_position(self, index: int) -> None:
        self._position = index
        self.position_changed.emit(index)

    @Slot()
    def _pick_up(self) -> None:
        picked = self._worker.pick_up()
        if picked.scrubbed is not None:
            self._show(picked.scrubbed)
        if picked.error is not None:
            self._pause()
            self.failed.emit(picked.error)
        if self._state is PlaybackState.PLAYING:
            self._present()

    def _show(self, ready: ReadyFrame) -> None:
        signal = self.stand_in_shown if ready.role is Role.STAND_IN else self.frame_shown
        signal.emit(ready.index, ready.image, ready.t_s)

    @Slot(int, int, object)
    def _pass_thumbnail(self, serial: int, index: int, image: QImage) -> None:
        if serial >= self._source_serial:
            self.thumbnail_ready.emit(index, image)

    # --- Playing -------------------------------------------------------------------------------

    def _bounds(self) -> tuple[int, int]:
        return self._loop_range or (0, self.frame_count)

    def _start(self, index: int) -> None:
        self._halt()
        first, stop = self._bounds()
        if not first <= index < stop:
            # The user went outside of the range: play what follows, then the range.
            first, stop = 0, self.frame_count
        assert self._info is not None
        self._plan = PlayPlan(
            self._times_s,
            self._info.duration_s,
            start=index,
            first=first,
            stop=stop,
            is_loop=self._is_looping,
        )
        self._worker.play(self._plan)

    def _halt(self) -> None:
        self._timer.stop()
        self._clock = self._plan = None

    def _pause(self) -> bool:
        """Stop playing; return whether it was."""
        if self._state is not PlaybackState.PLAYING:
            return False
        self._halt()
        self._set_state(PlaybackState.PAUSED)
        return True

    def _restart_if_playing(self) -> None:
        if self._state is PlaybackState.PLAYING:
            first, stop = self._bounds()
            self._start(self._position if first <= self._position < stop else first)

    def _set_state(self, state: PlaybackState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _set_clock(self, clock: PlayClock) -> None:
        self._clock = clock
        self._worker.set_clock(clock)

    def _present(self) -> None:
        """Show the frame that is due now, and come back when the next one is."""
        if self._plan is None:
            return
        now = time.perf_counter()
        upcoming = self._worker.next_planned()
        if upcoming is not None:
            self._keep_clock(upcoming, now)
        if self._clock is None:
            return
        ready = self._worker.due(self._clock.media_at(now))
        if ready is not None:
            self._set_position(ready.index)
            self._show(ready)
        # Slots may have paused, or set another source.
        if self._plan is not None:
            self._finish_or_schedule()

    def _keep_clock(self, upcoming: PlannedFrame, now: float) -> None:
        """Start the clock with the first frame; let it wait where the decoder needs long."""
        late_s = 0.0 if self._clock is None else self._clock.media_at(now) - upcoming.due_s
        must_wait = upcoming.starts_lap or late_s > _MAX_LATE_S * self._speed
        if self._clock is None or (must_wait and late_s > 0):
            self._set_clock(PlayClock(wall_s=now, media_s=upcoming.due_s, speed=self._speed))

    def _finish_or_schedule(self) -> None:
        if self._clock is None or self._plan is None:
            return
        if self._worker.is_finished and (
            self._clock.media_at(time.perf_counter()) >= self._plan.end_s - 1e-6
        ):
            self.pause()
            return
        self._schedule()

    def _schedule(self) -> None:
        """Set the timer to the next moment at which there is something to do."""
        if self._clock is None or self._plan is None:
            return
        upcoming = self._worker.next_planned()
        if upcoming is not None:
            due_s = upcoming.due_s
        elif self._worker.is_finished:
            due_s = self._plan.end_s
        else:
            return  # The worker wakes us.
        wait_s = self._clock.wall_at(due_s) - time.perf_counter()
        self._timer.start(max(0, round(1000 * wait_s)))
