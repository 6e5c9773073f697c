"""The decode thread of playback: newest request wins, prefetch while playing."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from app.services.pictures import approach, rgb_image
from app.services.play_plan import PlannedFrame, PlayPlan
from app.services.previews import PreviewBuilder, PreviewStore
from efficientpose_core.errors import EfficientPoseError

if TYPE_CHECKING:
    # Only for types: the module loads OpenCV, for which the first window does not wait.
    from efficientpose_core.media.source import FrameSource

__all__ = ["DecodeWorker", "Picked", "PlayClock", "ReadyFrame", "Role"]

# While a wanted frame takes long, frames on the way to it are shown this often.
_ON_THE_WAY_S = 0.08
# After a copy was shown, the real frame is decoded when no other is asked for within this time.
_REST_S = 0.05
# Frames decoded last, which the reader probably still holds.
_RECENT_FRAMES = 24
_PREFETCH_FRAMES = 8
_PREFETCH_BYTES = 96 * 2**20
_MAX_SCREEN_HZ = 75.0


class Role(Enum):
    """What a decoded picture is for."""

    EXACT = "exact"
    """The frame asked for."""
    STAND_IN = "stand in"
    """Shown until the frame asked for is decoded; its number is its own, true one."""
    PLAYED = "played"
    """The next one of playback."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadyFrame:
    """A picture on its way to the screen; ``image`` is None for a damaged frame."""

    role: Role
    serial: int
    index: int
    t_s: float
    image: QImage | None
    planned: PlannedFrame | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayClock:
    """Media time as a function of the computer's clock."""

    wall_s: float
    media_s: float
    speed: float

    def media_at(self, wall_s: float) -> float:
        """Return the media time at a moment of the computer's clock."""
        return self.media_s + (wall_s - self.wall_s) * self.speed

    def wall_at(self, media_s: float) -> float:
        """Return the moment of the computer's clock at a media time."""
        return self.wall_s + (media_s - self.media_s) / self.speed


@dataclass(slots=True, kw_only=True, eq=False)
class Picked:
    """What the worker has for the owner since it last asked."""

    scrubbed: ReadyFrame | None = None
    error: Exception | None = None
    error_serial: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _NewSource:
    source: FrameSource | None
    preview_source: FrameSource | None
    thumbnails: frozenset[int]


class DecodeWorker:
    """Owns the source of pictures; everything here is called from the owner's thread.

    Parameters
    ----------
    wake
        Called in the worker's thread when something new can be picked up.
    thumbnail_made
        Called in a background thread with (serial, frame number, picture).
    """

    def __init__(
        self, wake: Callable[[], None], thumbnail_made: Callable[[int, int, QImage], None]
    ) -> None:
        self._wake = wake
        self._thumbnail_made = thumbnail_made
        self._condition = threading.Condition()
        self._is_stopped = False
        self._new_source: _NewSource | None = None
        self._wanted: tuple[int, int] | None = None  # (serial, frame)
        self._plan: PlayPlan | None = None
        self._clock: PlayClock | None = None
        self._serial = 0
        self._ready: deque[ReadyFrame] = deque()
        self._is_finished = False
        self._picked = Picked()
        self._skipped = 0
        # --- The thread's own.
        self._source: FrameSource | None = None
        self._previews: PreviewStore | None = None
        self._builder: PreviewBuilder | None = None
        self._may_build = threading.Event()
        self._is_building_allowed = True
        self._prefetch = _PREFETCH_FRAMES
        self._last_shown_s = 0.0
        self._recent: deque[int] = deque(maxlen=_RECENT_FRAMES)
        self._thread = threading.Thread(target=self._work, name="decoder", daemon=True)
        self._thread.start()

    # --- Owner's side --------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Whether the thread lives."""
        return self._thread.is_alive()

    @property
    def skipped_frames(self) -> int:
        """Frames left out of playback because they came too late."""
        return self._skipped

    @property
    def preview_count(self) -> int:
        """How many small copies there are."""
        previews = self._previews
        return 0 if previews is None else len(previews)

    def stop(self) -> None:
        """End the thread; returns when every file is closed."""
        with self._condition:
            self._is_stopped = True
            self._condition.notify()
        self._thread.join()

    def set_source(
        self,
        source: FrameSource | None,
        preview_source: FrameSource | None,
        thumbnails: frozenset[int],
    ) -> int:
        """Replace the source; the worker closes the old one. Returns the new serial number."""
        with self._condition:
            waiting, self._new_source = self._new_source, _NewSource(
                source=source, preview_source=preview_source, thumbnails=thumbnails
            )  # fmt: skip
            self._forget()
            self._condition.notify()
        if waiting is not None:
            # The worker never saw it.
            _close(waiting.source, waiting.preview_source)
        return self._serial

    def request(self, index: int) -> int:
        """Ask for a frame instead of whatever was asked for before; returns the serial number."""
        with self._condition:
            self._forget()
            self._wanted = (self._serial, index)
            self._condition.notify()
        return self._serial

    def play(self, plan: PlayPlan) -> int:
        """Begin to prepare the frames of a plan; returns the serial number."""
        with self._condition:
            self._forget()
            self._plan = plan
            self._condition.notify()
        return self._serial

    def set_clock(self, clock: PlayClock | None) -> None:
        """Tell what time it is in the plan, so that late frames are left out."""
        with self._condition:
            self._clock = clock

    def allow_background(self, is_allowed: bool) -> None:
        """Let the copies for scrubbing be made, or not, for instance while an analysis runs."""
        with self._condition:
            self._is_building_allowed = is_allowed
            self._condition.notify()

    def pick_up(self) -> Picked:
        """Take the newest picture and error."""
        with self._condition:
            picked, self._picked = self._picked, Picked()
        return picked

    def due(self, media_s: float) -> ReadyFrame | None:
        """Take the frame on display at ``media_s`` and drop those before it."""
        found = None
        with self._condition:
            while self._ready and _due_s(self._ready[0]) <= media_s + 1e-6:
                found = self._ready.popleft()
                if self._ready and self._is_lap_start(self._ready[0]):
                    break
            self._condition.notify()
        return found

    def next_planned(self) -> PlannedFrame | None:
        """Return the next prepared frame; None when none is prepared."""
        with self._condition:
            return self._ready[0].planned if self._ready else None

    @property
    def is_finished(self) -> bool:
        """Whether the plan has come to its end and everything prepared was taken."""
        with self._condition:
            return self._is_finished and not self._ready

    @staticmethod
    def _is_lap_start(frame: ReadyFrame) -> bool:
        return frame.planned is not None and frame.planned.starts_lap

    def _forget(self) -> None:
        """Drop every order and result; the condition is held."""
        self._serial += 1
        self._wanted = self._plan = self._clock = None
        self._ready.clear()
        self._picked = Picked()
        self._is_finished = False

    # --- The thread ----------------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            with self._condition:
                while not self._has_work():
                    self._gate_builder()
                    self._condition.wait()
                self._may_build.clear()
                if self._is_stopped:
                    break
                new, self._new_source = self._new_source, None
                wanted, plan, serial = self._wanted, self._plan, self._serial
            if new is not None:
                self._exchange(new, serial)
            elif self._source is not None:
                self._serve(self._source, wanted, plan, serial)
        self._release()
        with self._condition:
            waiting, self._new_source = self._new_source, None
        if waiting is not None:
            _close(waiting.source, waiting.preview_source)

    def _has_work(self) -> bool:
        if self._is_stopped or self._new_source is not None:
            return True
        if self._source is None:
            return False
        can_play = self._plan is not None and len(self._ready) < self._prefetch
        return self._wanted is not None or (can_play and not self._is_finished)

    def _gate_builder(self) -> None:
        """Let the copies be made while there is nothing else to do."""
        if self._is_building_allowed and self._plan is None:
            self._may_build.set()
        else:
            self._may_build.clear()

    def _exchange(self, new: _NewSource, serial: int) -> None:
        self._release()
        self._recent.clear()
        self._source = new.source
        if new.source is None:
            return
        info = new.source.info
        frame_bytes = 4 * info.width_px * info.height_px
        self._prefetch = max(2, min(_PREFETCH_FRAMES, _PREFETCH_BYTES // frame_bytes))
        if new.preview_source is not None:
            self._previews = PreviewStore(info.frame_count, info.width_px, info.height_px)
            self._builder = PreviewBuilder(
                new.preview_source,
                self._previews,
                self._may_build,
                thumbnails=new.thumbnails,
                thumbnail_made=lambda index, image: self._thumbnail_made(serial, index, image),
            )

    def _release(self) -> None:
        if self._builder is not None:
            self._builder.stop()
        _close(self._source)
        self._source = self._builder = self._previews = None

    def _serve(
        self,
        source: FrameSource,
        wanted: tuple[int, int] | None,
        plan: PlayPlan | None,
        serial: int,
    ) -> None:
        try:
            if wanted is not None:
                self._scrub(source, *wanted)
            elif plan is not None:
                self._prepare(source, plan, serial)
        except EfficientPoseError as error:
            with self._condition:
                if serial == self._serial:
                    self._wanted = self._plan = None
                    self._picked.error, self._picked.error_serial = error, serial
            self._wake()

    def _scrub(self, source: FrameSource, serial: int, index: int) -> None:
        """Deliver one frame; give up as soon as another one is asked for."""
        has_stand_in = index not in self._recent and self._deliver_preview(source, serial, index)
        if has_stand_in and not self._rests(serial):
            return
        while (reached := approach(source, index)) != index:
            self._recent.append(reached)
            if serial != self._serial or self._is_stopped:
                return
            since_s = time.perf_counter() - self._last_shown_s
            if not has_stand_in and since_s > _ON_THE_WAY_S:
                self._deliver(source, serial, reached, Role.STAND_IN)
        self._deliver(source, serial, index, Role.EXACT)

    def _rests(self, serial: int) -> bool:
        """Wait a moment for the next request of a drag; return whether none came.

        One step of the decoder takes longer than showing a copy: begun in the middle of a drag,
        it would delay the next copy and lead nowhere.
        """
        with self._condition:
            return not self._condition.wait_for(
                lambda: serial != self._serial or self._is_stopped, timeout=_REST_S
            )

    def _deliver_preview(self, source: FrameSource, serial: int, index: int) -> bool:
        nearest = None if self._previews is None else self._previews.nearest(index)
        if nearest is None or self._previews is None:
            return False
        self._hand_over(
            ReadyFrame(
                role=Role.STAND_IN,
                serial=serial,
                index=nearest,
                t_s=float(source.times_s[nearest]),
                image=self._previews.image(nearest),
            )
        )
        return True

    def _deliver(self, source: FrameSource, serial: int, index: int, role: Role) -> None:
        frame = source.frame_at(index)
        self._recent.extend((index, index + 1))
        image = None if frame.damaged else rgb_image(frame.rgb())
        self._hand_over(
            ReadyFrame(role=role, serial=serial, index=index, t_s=frame.t_s, image=image)
        )

    def _hand_over(self, ready: ReadyFrame) -> None:
        with self._condition:
            if ready.serial != self._serial:
                is_same_drag = self._plan is None and self._new_source is None
                if ready.role is Role.EXACT or not is_same_drag:
                    return
                # A stand-in of the drag that goes on is better than none.
            if ready.role is Role.EXACT:
                self._wanted = None
            self._picked.scrubbed = ready
        self._last_shown_s = time.perf_counter()
        self._wake()

    def _prepare(self, source: FrameSource, plan: PlayPlan, serial: int) -> None:
        """Prepare the next frame of playback."""
        clock = self._clock
        speed = 1.0 if clock is None else clock.speed
        now_s = float("-inf") if clock is None else clock.media_at(time.perf_counter())
        planned = plan.take(now_s, speed / _MAX_SCREEN_HZ)
        if planned is None:
            with self._condition:
                self._is_finished = serial == self._serial
            self._wake()
            return
        while approach(source, planned.index) != planned.index:
            if serial != self._serial or self._is_stopped:
                return
        frame = source.frame_at(planned.index)
        self._recent.append(planned.index)
        image = None if frame.damaged else rgb_image(frame.rgb())
        with self._condition:
            if serial != self._serial:
                return
            self._skipped += planned.skipped
            was_empty = not self._ready
            self._ready.append(
                ReadyFrame(
                    role=Role.PLAYED,
                    serial=serial,
                    index=planned.index,
                    t_s=frame.t_s,
                    image=image,
                    planned=planned,
                )
            )
        if was_empty:
            self._wake()


def _due_s(frame: ReadyFrame) -> float:
    assert frame.planned is not None
    return frame.planned.due_s


def _close(*sources: FrameSource | None) -> None:
    for source in sources:
        if source is not None:
            source.close()
