"""From a video to keypoints and joint angles: the one pipeline behind window and command line.

`detect` runs the network over the frames and gives the raw track; `derive` cleans it and computes
angles, without the network, so that settings and corrections take effect at once. `analyze` does
both.
"""

from __future__ import annotations

import hashlib
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np

from efficientpose_core.errors import MediaError, SettingsError
from efficientpose_core.inference.engines import EngineInfo, EngineRequest, Mode
from efficientpose_core.inference.estimator import EstimatorSettings, PoseEstimator
from efficientpose_core.inference.following import (
    FollowedFrame,
    FollowSettings,
    Outcome,
    PersonFollower,
)
from efficientpose_core.journal import Journal, read_journal
from efficientpose_core.kinematics.angles import AngleTrack, View, compute_angles
from efficientpose_core.kinematics.cleaning import CleaningSettings, clean_track
from efficientpose_core.kinematics.custom_angles import CustomAngle, make_specs
from efficientpose_core.kinematics.facing import (
    FacingMark,
    FacingTrack,
    estimate_facing,
    mark_facing,
)
from efficientpose_core.kinematics.floor import Floor
from efficientpose_core.kinematics.scale import Scale
from efficientpose_core.media.images import open_source
from efficientpose_core.media.source import Frame, FrameSource, MediaInfo
from efficientpose_core.media.video import file_sha256
from efficientpose_core.models.weights import LoadedWeights, WeightsMetadata
from efficientpose_core.pose import PoseTrack, ProcessingStep, Status
from efficientpose_core.progress import (
    Progress,
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)
from efficientpose_core.skeleton import Skeleton

__all__ = [
    "Analysis",
    "AnalysisRequest",
    "DeriveSettings",
    "Derived",
    "Detection",
    "analyze",
    "derive",
    "detect",
    "track_from_frames",
]

FrameCallback = Callable[[Frame, FollowedFrame], None]

_READ_AHEAD = 4
"""Decoded frames waiting for the network: enough to overlap, little memory."""
_TOGETHER = 2
"""Frames that the network looks at side by side. Fixed, so that results do not depend on the
machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeriveSettings:
    """How angles are made from the raw track.

    Parameters
    ----------
    cleaning
        The cleaning chain.
    view
        From which side the person is seen.
    facing
        +1 or -1 locks the direction the person faces (right, left) for the whole recording; None
        finds it.
    floor
        Inclinations and directions are measured against it; None takes the picture's edges.
    scale
        Distances and speeds are told in metres; None keeps pixels.
    custom_angles
        Angles that the user has defined, after the built-in ones.
    """

    cleaning: CleaningSettings = field(default_factory=CleaningSettings)
    view: View = View.SAGITTAL
    facing: int | None = None
    floor: Floor | None = None
    scale: Scale | None = None
    custom_angles: tuple[CustomAngle, ...] = ()

    def __post_init__(self) -> None:
        """Check ranges."""
        if self.facing not in (None, -1, 1):
            raise SettingsError("Facing is +1 (right), -1 (left), or left out to be found.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisRequest:
    """What to analyse, and how.

    Parameters
    ----------
    source
        Video file, picture, or folder of pictures.
    weights
        Name, variant or file; None for the bundled ones.
    engine, estimator, follow, derive
        Settings of the stages.
    start_s, end_s
        Part of the recording, in seconds of its own time; the whole by default.
    slow_motion_factor
        How many times slower than life the file plays; times are divided by it.
    image_rate_hz
        Frame rate of folders of pictures.
    """

    source: Path
    weights: str | Path | None = None
    engine: EngineRequest = field(default_factory=lambda: EngineRequest(mode=Mode.THROUGHPUT))
    estimator: EstimatorSettings = field(default_factory=EstimatorSettings)
    follow: FollowSettings = field(default_factory=FollowSettings)
    derive: DeriveSettings = field(default_factory=DeriveSettings)
    start_s: float | None = None
    end_s: float | None = None
    slow_motion_factor: float = 1.0
    image_rate_hz: float = 30.0

    def __post_init__(self) -> None:
        """Check ranges."""
        start = self.start_s or 0.0
        if start < 0 or (self.end_s is not None and self.end_s <= start):
            raise SettingsError("The end has to come after the start, and both after 0 s.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Detection:
    """What the network found, untouched.

    Parameters
    ----------
    track
        Raw keypoints with presence and status.
    boxes_px
        (T, 3) crops (x0, y0, side) that were looked at; NaN for damaged frames.
    media
        Facts about the recording.
    source_sha256
        Of the video file; empty for folders of pictures.
    weights
        What was run.
    weights_digest
        Hash of their tensors.
    engine
        What ran it.
    seconds
        Time the network took in this run, for the frames done in it.
    frames_run
        Frames done in this run; fewer than the track's after a resume.
    """

    track: PoseTrack
    boxes_px: np.ndarray[Any, np.dtype[np.float64]]
    media: MediaInfo
    source_sha256: str
    weights: WeightsMetadata
    weights_digest: str
    engine: EngineInfo
    seconds: float
    frames_run: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Derived:
    """What follows from a track by computation alone.

    Parameters
    ----------
    track
        Cleaned keypoints.
    facing
        Direction the person faces, per frame.
    angles
        Joint angles and inclinations.
    """

    track: PoseTrack
    facing: FacingTrack
    angles: AngleTrack


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Analysis:
    """Everything an analysis gives.

    Parameters
    ----------
    request
        What was asked for.
    detection, derived
        The two stages' results.
    """

    request: AnalysisRequest
    detection: Detection
    derived: Derived


def analyze(
    request: AnalysisRequest,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
    on_frame: FrameCallback | None = None,
    journal: Path | None = None,
    resume: bool = False,
    estimator: PoseEstimator | None = None,
) -> Analysis:
    """Analyse a recording.

    Parameters
    ----------
    request
        What, and how.
    progress, should_cancel
        Called after every frame.
    on_frame
        Receives each frame with its finished result, for a live picture. Called in this thread.
    journal
        Where finished frames are kept until the end; left there when the run stops early.
    resume
        Continue from the journal, if it belongs to this very request.
    estimator
        An open estimator to use; it must hold the request's weights. Opened and closed here by
        default.

    Raises
    ------
    EfficientPoseError
        `MediaError`, `WeightsError`, `EngineError`, `OutputError`; `CancelledError` when stopped.
    """
    detection = detect(
        request,
        progress=progress,
        should_cancel=should_cancel,
        on_frame=on_frame,
        journal=journal,
        resume=resume,
        estimator=estimator,
    )
    return Analysis(
        request=request,
        detection=detection,
        derived=derive(detection.track, request.derive),
    )


def derive(
    track: PoseTrack, settings: DeriveSettings, *, facing_marks: Sequence[FacingMark] = ()
) -> Derived:
    """Clean a raw or corrected track and compute angles; the network is not needed.

    Parameters
    ----------
    track
        Keypoints.
    settings
        Cleaning, view, facing.
    facing_marks
        Stretches for which the user has told the direction.
    """
    cleaned = clean_track(track, settings.cleaning, view=settings.view)
    facing = estimate_facing(cleaned, locked=settings.facing)
    facing = mark_facing(facing, cleaned.frame, facing_marks)
    angles = compute_angles(
        cleaned,
        facing=facing,
        view=settings.view,
        custom=make_specs(settings.custom_angles, settings.view),
        floor=settings.floor,
    )
    return Derived(track=cleaned, facing=facing, angles=angles)


def detect(
    request: AnalysisRequest,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
    on_frame: FrameCallback | None = None,
    journal: Path | None = None,
    resume: bool = False,
    estimator: PoseEstimator | None = None,
) -> Detection:
    """Run the network over a recording; parameters and errors as in `analyze`."""
    with ExitStack() as stack:
        source = stack.enter_context(
            open_source(
                request.source,
                image_rate_hz=request.image_rate_hz,
                slow_motion_factor=request.slow_motion_factor,
                once=True,
            )
        )
        frames = _chosen_frames(source, request)
        progress(Progress(stage="Loading the model", done=0, total=len(frames)))
        if estimator is None:
            estimator = stack.enter_context(
                PoseEstimator(request.weights, request=request.engine, settings=request.estimator)
            )
        sha256 = file_sha256(request.source) if request.source.is_file() else ""
        done = _done_before(journal, resume, request, estimator, sha256)
        keep = None
        if journal is not None:
            keep = stack.enter_context(
                Journal(
                    journal,
                    fingerprint=_fingerprint(request, estimator.weights, sha256),
                    n_keypoints=len(estimator.skeleton),
                    done=done,
                )
            )
        started = time.perf_counter()
        results = list(done)
        todo = range(frames.start + len(done), frames.stop)
        follower = PersonFollower(
            estimator,
            (source.info.width_px, source.info.height_px),
            request.follow,
            state=done[-1].state if done else None,
            together=_TOGETHER,
        )
        for frame, result in _follow(source, todo, follower, should_cancel):
            results.append(result)
            if keep is not None:
                keep.append(result)
            if on_frame is not None:
                on_frame(frame, result)
            progress(Progress(stage="Finding the pose", done=len(results), total=len(frames)))
        seconds = time.perf_counter() - started
        info = source.info
        return Detection(
            track=track_from_frames(
                results,
                skeleton=estimator.skeleton,
                t_s=source.times_s[frames.start : frames.stop],
                image_size_px=(info.width_px, info.height_px),
                step=_detection_step(estimator, request),
            ),
            boxes_px=_boxes(results),
            media=info,
            source_sha256=sha256,
            weights=estimator.weights.metadata,
            weights_digest=estimator.weights.digest,
            engine=estimator.engine_info,
            seconds=seconds,
            frames_run=len(todo),
        )


def _chosen_frames(source: FrameSource, request: AnalysisRequest) -> range:
    """Return the frame numbers within the wanted part."""
    times = source.times_s
    start = 0 if request.start_s is None else int(np.searchsorted(times, request.start_s - 5e-7))
    stop = len(times)
    if request.end_s is not None:
        stop = int(np.searchsorted(times, request.end_s - 5e-7))
    if start >= stop:
        raise MediaError(
            f"{request.source.name} has no frame between {request.start_s or 0:g} s and "
            f"{'its end' if request.end_s is None else f'{request.end_s:g} s'}: it lasts "
            f"{source.info.duration_s:.2f} s."
        )
    return range(start, stop)


def _follow(
    source: FrameSource, todo: range, follower: PersonFollower, should_cancel: ShouldCancel
) -> Iterator[tuple[Frame, FollowedFrame]]:
    """Yield frames with their results, decoding ahead in a thread."""
    pending: dict[int, Frame] = {}
    with _read_ahead(source.frames(todo.start, todo.stop)) as frames:
        for frame in frames:
            raise_if_cancelled(should_cancel)
            pending[frame.index] = frame
            for result in follower.step(frame):
                yield pending.pop(result.index), result
    for result in follower.flush():
        yield pending.pop(result.index), result


@contextmanager
def _read_ahead(frames: Iterator[Frame]) -> Iterator[Iterator[Frame]]:
    """Run an iterator in a thread, a few items ahead; its exceptions arrive here."""
    waiting: queue.Queue[Frame | BaseException | None] = queue.Queue(_READ_AHEAD)
    stop = threading.Event()

    def offer(item: Frame | BaseException | None) -> bool:
        while not stop.is_set():
            try:
                waiting.put(item, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def read() -> None:
        try:
            for frame in frames:
                if not offer(frame):
                    return
            offer(None)
        except BaseException as error:  # noqa: BLE001 - handed to the consuming thread
            offer(error)

    def items() -> Iterator[Frame]:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    thread = threading.Thread(target=read, name="read-ahead", daemon=True)
    thread.start()
    try:
        yield items()
    finally:
        stop.set()
        thread.join()


def track_from_frames(
    results: list[FollowedFrame],
    *,
    skeleton: Skeleton,
    t_s: np.ndarray[Any, np.dtype[np.float64]],
    image_size_px: tuple[int, int],
    step: ProcessingStep,
) -> PoseTrack:
    """Join per-frame results to a raw track."""
    count, joints = len(results), len(skeleton)
    xy = np.full((count, joints, 2), np.nan)
    score = np.full((count, joints), np.nan)
    spread = np.full((count, joints), np.nan)
    status = np.empty((count, joints), np.int8)
    for n, result in enumerate(results):
        if result.pose is not None:
            xy[n], score[n], spread[n] = (
                result.pose.xy_px,
                result.pose.score,
                result.pose.spread_px,
            )
        status[n] = {
            Outcome.POSE: Status.MEASURED,
            Outcome.NO_PERSON: Status.NO_PERSON,
            Outcome.DAMAGED: Status.DAMAGED,
        }[result.outcome]
    missing = ~np.isfinite(xy).all(axis=2) & (status == Status.MEASURED)
    status[missing] = Status.REJECTED
    xy[missing] = np.nan
    return PoseTrack(
        skeleton=skeleton,
        t_s=t_s,
        frame=np.array([result.index for result in results], np.int64),
        xy_px=xy,
        score=score,
        spread_px=spread,
        status=status,
        presence=np.array([result.presence for result in results]),
        image_size_px=image_size_px,
        log=(step,),
    )


def _boxes(results: list[FollowedFrame]) -> np.ndarray[Any, np.dtype[np.float64]]:
    nowhere = (np.nan, np.nan, np.nan)
    return np.array([result.box_px or nowhere for result in results], np.float64).reshape(-1, 3)


def _detection_step(estimator: PoseEstimator, request: AnalysisRequest) -> ProcessingStep:
    info = estimator.engine_info
    return ProcessingStep(
        name="detect_keypoints",
        parameters={
            "weights": estimator.weights.metadata.name,
            "engine": to_json_value(info),
            "estimator": to_json_value(request.estimator),
            "follow": to_json_value(request.follow),
        },
        note=f"EfficientPose {estimator.weights.spec.name} with {info.engine.value}.",
    )


def _done_before(
    journal: Path | None,
    resume: bool,
    request: AnalysisRequest,
    estimator: PoseEstimator,
    sha256: str,
) -> list[FollowedFrame]:
    if journal is None or not resume:
        return []
    return read_journal(
        journal,
        fingerprint=_fingerprint(request, estimator.weights, sha256),
        n_keypoints=len(estimator.skeleton),
    )


def _fingerprint(request: AnalysisRequest, weights: LoadedWeights, sha256: str) -> str:
    """Hash everything that finished frames depend on."""
    parts = {
        "source": sha256 or str(request.source.resolve()),
        "weights": weights.digest,
        "calibration": to_json_value(weights.metadata.calibration),
        "engine": to_json_value(request.engine),
        "estimator": to_json_value(request.estimator),
        "follow": to_json_value(request.follow),
        "part": [request.start_s, request.end_s, request.slow_motion_factor,
                 request.image_rate_hz],
    }  # fmt: skip
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def to_json_value(value: object) -> Any:
    """Turn settings (dataclasses, enums, paths, tuples) into JSON-ready values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_json_value(item) for name, item in asdict(value).items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, dict):
        return {str(key): to_json_value(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_json_value(item) for item in value]
    return value
