"""A live session: one camera, one network, and a recorder when wished.

Two threads and a third while recording: the first takes pictures from the camera, numbers them,
gives every one to the recorder and the newest one to the network; the second runs the network on
the newest picture, so that a slow network drops pictures instead of lagging behind.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from efficientpose_core.errors import OutputError
from efficientpose_core.inference.engines import EngineInfo, EngineRequest
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.inference.following import (
    FollowedFrame,
    FollowSettings,
    PersonFollower,
)
from efficientpose_core.live.angles import LiveAngles, LivePose, LiveSmoothing
from efficientpose_core.live.newest import NewestOnly
from efficientpose_core.live.recording import Recorder, Recording
from efficientpose_core.media.camera import CameraSource
from efficientpose_core.media.source import Frame
from efficientpose_core.models.weights import WeightsMetadata
from efficientpose_core.pipeline import DeriveSettings
from efficientpose_core.pose import Status
from efficientpose_core.skeleton import Skeleton

__all__ = ["LiveListener", "LiveSession", "LiveSettings", "LiveStats", "ModelInUse"]

_RATE_S = 2.0
"""Rates and latency are those of the last moments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSettings:
    """How pictures are analysed.

    Parameters
    ----------
    weights, engine, follow, derive
        As in `AnalysisRequest`; of ``derive``, view, direction and lowest score count.
    smoothing
        Of what is shown.
    """

    weights: str | Path | None = None
    engine: EngineRequest = field(default_factory=EngineRequest)
    follow: FollowSettings = field(default_factory=FollowSettings)
    derive: DeriveSettings = field(default_factory=DeriveSettings)
    smoothing: LiveSmoothing = field(default_factory=LiveSmoothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveStats:
    """How it goes, over the last two seconds where nothing else is said.

    Parameters
    ----------
    size_px
        (width, height) that the camera delivers.
    rate_hz, analysed_hz
        Pictures a second that came from the camera, and that were analysed; NaN at the start.
    latency_s
        Median time from receiving a picture to its result; NaN while there are none.
    frames, dropped
        Pictures since the start, and those of them that the network was too slow for.
    recorded, recorded_s
        Pictures and seconds of the recording under way; 0 without one.
    is_recording
        Whether one is under way.
    """

    size_px: tuple[int, int]
    rate_hz: float
    analysed_hz: float
    latency_s: float
    frames: int
    dropped: int
    recorded: int
    recorded_s: float
    is_recording: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInUse:
    """The network that looks at the pictures.

    Parameters
    ----------
    weights, digest
        Facts about the weights, and the hash of their tensors.
    engine
        What runs it.
    """

    weights: WeightsMetadata
    digest: str
    engine: EngineInfo


class LiveListener(Protocol):
    """Who is told what happens; called in the session's threads."""

    def camera_opened(self, name: str, size_px: tuple[int, int]) -> None:
        """Tell that pictures come."""
        ...

    def model_ready(self, model: ModelInUse) -> None:
        """Tell that pictures are analysed from now on."""
        ...

    def model_failed(self, error: Exception) -> None:
        """Tell that they are not; camera and recording go on."""
        ...

    def pictured(self, frame: Frame, pose: LivePose | None) -> None:
        """Show a picture. While somebody is followed, pictures come with their pose."""
        ...

    def analysed(self, pose: LivePose) -> None:
        """Take the next values of the curves, in order."""
        ...

    def recording_ended(self, recording: Recording) -> None:
        """Tell what was recorded; its ``problem`` may say why it ended."""
        ...

    def ended(self, error: Exception | None) -> None:
        """Tell that the camera is closed, last of all; ``error`` unless it was wished."""
        ...


class LiveSession:
    """Run a camera until it is stopped or unplugged.

    Parameters
    ----------
    camera
        Not open yet; closed in the end.
    listener
        Who is told.
    settings
        See `LiveSettings`.
    open_estimator
        Makes the network ready, in a thread of the session; by default as the settings say.
    clock
        Monotonic, in seconds.
    """

    def __init__(
        self,
        camera: CameraSource,
        listener: LiveListener,
        settings: LiveSettings | None = None,
        *,
        open_estimator: Callable[[], PoseEstimator] | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._camera, self._listener = camera, listener
        self._settings = settings or LiveSettings()
        self._derive = self._settings.derive
        self._open_estimator = open_estimator or self._make_estimator
        self._clock = clock
        self._newest: NewestOnly[_Taken | None] = NewestOnly()
        self._stop = threading.Event()
        self._wish: Path | None = None
        self._recorder: Recorder | None = None
        self._angles: LiveAngles | None = None
        self._is_following = False
        self._size_px = (0, 0)
        self._frames = 0
        self._first_s = 0.0
        self._taken = _Pace()
        self._analysed = _Pace()
        self._latencies: deque[float] = deque(maxlen=30)
        self._capturing = threading.Thread(target=self._capture, name="camera", daemon=True)
        self._analysing = threading.Thread(target=self._analyse, name="live", daemon=True)

    # --- For the owner -------------------------------------------------------------------------

    def start(self) -> None:
        """Open the camera and load the network, in threads."""
        self._capturing.start()

    def stop(self) -> None:
        """Ask to stop after the picture that comes next; a recording is finished."""
        self._stop.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until everything has stopped; False when the time was too short."""
        self._capturing.join(timeout_s)
        return not self._capturing.is_alive()

    def record(self, path: Path) -> None:
        """Record from the next picture on, as a new ``.mp4``."""
        self._wish = path

    def stop_recording(self) -> None:
        """End the recording before the next picture; the listener is told what it holds."""
        self._wish = None

    def set_derive(self, derive: DeriveSettings) -> None:
        """Change view, direction and lowest score of what is shown."""
        self._derive = derive
        angles = self._angles
        if angles is not None:
            angles.derive = derive

    def stats(self) -> LiveStats:
        """Return how it goes."""
        now, recorder = self._clock(), self._recorder
        latencies = list(self._latencies)
        return LiveStats(
            size_px=self._size_px,
            rate_hz=self._taken.rate_hz(now),
            analysed_hz=self._analysed.rate_hz(now),
            latency_s=statistics.median(latencies) if latencies else float("nan"),
            frames=self._frames,
            dropped=self._newest.dropped,
            recorded=recorder.frames if recorder else 0,
            recorded_s=recorder.duration_s if recorder else 0.0,
            is_recording=recorder is not None,
        )

    # --- Camera --------------------------------------------------------------------------------

    def _capture(self) -> None:
        error: Exception | None = None
        try:
            with self._camera as camera:
                self._size_px = camera.size_px
                self._listener.camera_opened(camera.name, camera.size_px)
                self._analysing.start()
                while not self._stop.is_set():
                    self._take(camera)
        except Exception as problem:  # noqa: BLE001 - told to the listener
            error = problem
        finally:
            self._end_recording()
            self._newest.close()
            if self._analysing.ident is not None:
                self._analysing.join()
            self._listener.ended(error)

    def _take(self, camera: CameraSource) -> None:
        """Take one picture, and give it to whoever wants it."""
        taken = camera.read()
        received_s = self._clock()
        if not self._frames:
            self._first_s = taken.t_s
        frame = Frame.from_rgb(taken.rgb, index=self._frames, t_s=taken.t_s - self._first_s)
        self._frames += 1
        self._taken.tick(received_s)
        self._follow_wish(frame)
        if self._recorder is not None:
            self._recorder.add_frame(frame)
        if not self._is_following:
            self._listener.pictured(frame, None)
        self._newest.put(_Taken(frame, received_s))

    def _follow_wish(self, frame: Frame) -> None:
        """Begin or end the recording before this picture."""
        recorder, wish = self._recorder, self._wish
        if recorder is not None and (wish != recorder.path or recorder.problem is not None):
            self._end_recording()
        if wish is None or self._recorder is not None:
            return
        if recorder is not None and wish == recorder.path:
            # It failed: not again under the same name.
            self._wish = None
            return
        try:
            self._recorder = Recorder(wish, frame)
        except OutputError as error:
            self._wish = None
            self._listener.recording_ended(_nothing(wish, error))

    def _end_recording(self) -> None:
        """Finish the recording with the results of its last pictures."""
        recorder = self._recorder
        if recorder is None:
            return
        self._newest.wait_until_done()
        # What the follower holds back until somebody comes belongs to the recording, too.
        self._newest.put(None)
        self._newest.wait_until_done()
        self._recorder = None
        self._listener.recording_ended(recorder.finish())

    # --- Network -------------------------------------------------------------------------------

    def _make_estimator(self) -> PoseEstimator:
        return PoseEstimator(self._settings.weights, request=self._settings.engine)

    def _analyse(self) -> None:
        try:
            with self._open_estimator() as estimator:
                self._angles = LiveAngles(
                    estimator.skeleton, self._size_px, self._derive, self._settings.smoothing
                )
                follower = PersonFollower(estimator, self._size_px, self._settings.follow)
                self._newest.arrive()
                self._listener.model_ready(
                    ModelInUse(
                        weights=estimator.weights.metadata,
                        digest=estimator.weights.digest,
                        engine=estimator.engine_info,
                    )
                )
                self._look_at_newest(estimator.skeleton, follower, self._angles)
        except Exception as error:  # noqa: BLE001 - told to the listener
            self._listener.model_failed(error)
        finally:
            self._is_following = False
            self._newest.leave()

    def _look_at_newest(
        self, skeleton: Skeleton, follower: PersonFollower, angles: LiveAngles
    ) -> None:
        def deliver(results: Iterator[FollowedFrame]) -> LivePose | None:
            pose = None
            for result in results:
                if self._recorder is not None:
                    self._recorder.add_result(result, skeleton)
                pose = angles.add(result)
                self._listener.analysed(pose)
            return pose

        for taken in self._newest:
            if taken is None:
                deliver(follower.flush())
                continue
            pose = deliver(follower.step(taken.frame))
            now = self._clock()
            self._analysed.tick(now)
            # Without a person, results come later than the next picture.
            is_seen = pose is not None and _shows(pose, taken.frame)
            self._is_following = is_seen
            if is_seen:
                self._latencies.append(now - taken.received_s)
                self._listener.pictured(taken.frame, pose)


@dataclass(frozen=True, slots=True, eq=False)
class _Taken:
    """A picture and when it was received, on the session's clock."""

    frame: Frame
    received_s: float


class _Pace:
    """How often something happens."""

    def __init__(self) -> None:
        self._times_s: deque[float] = deque(maxlen=512)

    def tick(self, now_s: float) -> None:
        self._times_s.append(now_s)

    def rate_hz(self, now_s: float) -> float:
        """Return the mean rate of the last moments; NaN for fewer than two events."""
        times = [t for t in list(self._times_s) if t >= now_s - _RATE_S]
        if len(times) < 2 or times[-1] <= times[0]:
            return float("nan")
        return (len(times) - 1) / (times[-1] - times[0])


def _shows(pose: LivePose, frame: Frame) -> bool:
    """Tell whether a pose is one of somebody in this very picture."""
    status = pose.track.status[0]
    return int(pose.track.frame[0]) == frame.index and bool((status < Status.DAMAGED).any())


def _nothing(path: Path, problem: Exception) -> Recording:
    return Recording(
        path=path, keypoints=None, frames=0, duration_s=0.0, results=(), skeleton=None,
        problem=problem,
    )  # fmt: skip
