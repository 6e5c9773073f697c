"""Whether the camera stands still: the motion of the background, a few times a second.

Points of the background are followed from sample to sample (Lucas & Kanade's pyramids, as in
Bouguet 2001, Pyramidal implementation of the Lucas Kanade feature tracker), forwards and back; the
similarity that most of them agree on is the camera's motion. What moves by itself (other people, a
curtain) disagrees and is left out. A logo or a clock written into the picture stands still in any
case and could outvote a plain wall.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import SettingsError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.source import Frame, FrameSource
from efficientpose_core.pose import BoolArray, FloatArray, IntArray, PoseTrack, ProcessingStep
from efficientpose_core.progress import (
    Progress,
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)

__all__ = ["CameraKind", "CameraMotion", "measure_camera_motion"]

_LONGEST_SIDE_PX = 480
"""Pictures are reduced to this: enough structure, little noise, fast."""
_CORNERS = 300
_MARGIN = 0.15
"""Around the keypoints, in the larger side of their box: hair, hands, feet, shadow."""
_FORTH_AND_BACK_PX = 0.5
"""Of the reduced picture: a point that does not come back was not followed."""
_AGREE_PX = 1.0
_FEWEST_POINTS = 12
_FEWEST_SHARE = 0.4
"""Of the points that were followed; fewer agree when there is no background to speak of."""
_MOVES = 0.010
"""Shift between samples, in body heights (2 cm for an adult), from which the camera moves."""
_MOVES_ZOOM = 0.01
_MOVES_TURN_DEG = 0.5
_DRIFT = 0.05
"""Way of the background over the recording, in body heights, from which distances are wrong."""
_DRIFT_ZOOM = 0.05
_SHAKY_SHARE = 0.2
"""Of the samples: when the camera moves in more of them, speeds are wrong throughout."""
_KNOWN_SHARE = 0.7


class CameraKind(Enum):
    """What the camera does."""

    STILL = "still"
    SHAKING = "shaking"
    MOVING = "moving"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CameraMotion:
    """The background's motion between samples.

    Parameters
    ----------
    t_s, frame
        (N + 1,) times and frame numbers of the samples.
    shift_px
        (N, 2) how far the background moves from one sample to the next (median of the points that
        agree), x to the right and y down, in pixels of the recording; NaN where it is not known.
    turn_deg
        (N,) its turn, clockwise; NaN where not known.
    zoom
        (N,) its enlargement, 1 for none; NaN where not known.
    points
        (N,) points that agree.
    body_px
        Unit of the limits: the person's height, half the picture's where nobody is known.
    """

    t_s: FloatArray
    frame: IntArray
    shift_px: FloatArray
    turn_deg: FloatArray
    zoom: FloatArray
    points: IntArray
    body_px: float

    @property
    def known(self) -> BoolArray:
        """(N,) where the motion is known."""
        result: BoolArray = np.isfinite(self.zoom)
        return result

    @property
    def moves(self) -> BoolArray:
        """(N,) where the camera moves; False where that is not known."""
        shift = np.hypot(self.shift_px[:, 0], self.shift_px[:, 1])
        result: BoolArray = (
            (shift > _MOVES * self.body_px)
            | (np.abs(self.zoom - 1.0) > _MOVES_ZOOM)
            | (np.abs(self.turn_deg) > _MOVES_TURN_DEG)
        )
        return result

    @property
    def travel(self) -> float:
        """Largest distance of the background between two samples, in body heights."""
        path = np.nancumsum(np.concatenate([np.zeros((1, 2)), self.shift_px]), axis=0)
        return float(np.hypot(*np.ptp(path, axis=0))) / self.body_px

    @property
    def zoom_range(self) -> float:
        """Largest over smallest enlargement, minus 1."""
        steps = np.log(np.where(self.known, self.zoom, 1.0))
        return float(np.expm1(np.ptp(np.concatenate([[0.0], np.cumsum(steps)]))))

    @property
    def kind(self) -> CameraKind:
        """What the camera does over the whole recording."""
        if self.travel > _DRIFT or self.zoom_range > _DRIFT_ZOOM:
            return CameraKind.MOVING
        known = self.known
        if not len(known) or known.mean() < _KNOWN_SHARE:
            return CameraKind.UNKNOWN
        if self.moves[known].mean() > _SHAKY_SHARE:
            return CameraKind.SHAKING
        return CameraKind.STILL

    @property
    def reason(self) -> str:
        """Why distances and speeds over ground are refused, or nothing; angles are kept."""
        if self.kind is CameraKind.MOVING:
            return (
                f"The camera moves (its background by {self.travel:.0%} of the person's height, "
                f"its scale by {self.zoom_range:.0%}), so distances and speeds over ground are not "
                "known: record with a camera that stands still."
            )
        if self.kind is CameraKind.SHAKING:
            return (
                "The camera shakes, so distances and speeds over ground are not known: put it on a "
                "tripod."
            )
        return ""

    @property
    def warning(self) -> str:
        """What weakens distances, or nothing."""
        if self.kind is CameraKind.UNKNOWN:
            return (
                "Whether the camera stands still cannot be told, since the background has too "
                "little structure: distances hold only if it does."
            )
        return ""

    @property
    def step(self) -> ProcessingStep:
        """Entry for the log."""
        return ProcessingStep(
            name="camera_motion",
            parameters={
                "kind": self.kind.value,
                "travel_body_heights": round(self.travel, 4),
                "zoom_range": round(self.zoom_range, 4),
                "samples": len(self.t_s),
            },
            note=self.reason or self.warning or "The camera stands still.",
        )


def measure_camera_motion(
    source: FrameSource,
    track: PoseTrack,
    *,
    samples_hz: float = 5.0,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> CameraMotion:
    """Measure how the background moves over the frames of a track.

    Parameters
    ----------
    source
        The recording.
    track
        Keypoints, which tell where the person is.
    samples_hz
        Samples a second.
    progress, should_cancel
        Called after every frame.

    Raises
    ------
    SettingsError
        If the rate is not positive.
    MediaError
        If the recording cannot be read.
    CancelledError
        When stopped.
    """
    if not (math.isfinite(samples_hz) and samples_hz > 0):
        raise SettingsError("The camera's motion needs a positive number of samples a second.")
    boxes = _person_boxes(track)
    first, last = int(track.frame[0]), int(track.frame[-1])
    frames = _watched(source, first, last, progress, should_cancel)
    places: list[tuple[float, int]] = []
    motions: list[tuple[float, ...]] = []
    before: _Sample | None = None
    # One pair at a time: pictures of a long recording would fill the memory.
    for sample in _samples(frames, boxes, first, samples_hz):
        places.append((sample.t_s, sample.frame))
        if before is not None:
            motions.append(_similarity(before, sample))
        before = sample
    table = np.array(motions, np.float64).reshape(-1, 5)
    return CameraMotion(
        t_s=np.array([t_s for t_s, _ in places]),
        frame=np.array([frame for _, frame in places], np.int64),
        shift_px=table[:, :2],
        turn_deg=table[:, 2],
        zoom=table[:, 3],
        points=table[:, 4].astype(np.int64),
        body_px=_unit_px(boxes, track),
    )


def _watched(
    source: FrameSource,
    first: int,
    last: int,
    progress: ProgressCallback,
    should_cancel: ShouldCancel,
) -> Iterator[Frame]:
    total = last - first + 1
    for done, frame in enumerate(source.frames(first, last + 1), start=1):
        raise_if_cancelled(should_cancel)
        yield frame
        progress(Progress(stage="Watching the camera", done=done, total=total))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sample:
    """A reduced grey picture, where it shows background, and its size over the original."""

    t_s: float
    frame: int
    grey: npt.NDArray[np.uint8]
    background: npt.NDArray[np.uint8]
    reduction: float


def _samples(
    frames: Iterator[Frame], boxes: FloatArray, first: int, samples_hz: float
) -> Iterator[_Sample]:
    """Take frames at least 1 / samples_hz apart; damaged ones are passed over."""
    due = -math.inf
    for frame in frames:
        # A hundredth of the interval of tolerance: times are rounded to the clock of the file.
        if frame.damaged or frame.t_s < due - 0.01 / samples_hz:
            continue
        due = frame.t_s + 1.0 / samples_hz
        rgb = frame.rgb()
        reduction = min(1.0, _LONGEST_SIDE_PX / max(rgb.shape[:2]))
        grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
        if reduction < 1.0:
            size = (round(rgb.shape[1] * reduction), round(rgb.shape[0] * reduction))
            grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        yield _Sample(
            t_s=frame.t_s,
            frame=frame.index,
            grey=grey,
            background=_background(grey.shape, boxes[frame.index - first] * reduction),
            reduction=reduction,
        )


def _person_boxes(track: PoseTrack) -> FloatArray:
    """Return (T, 4) left, top, right, bottom around the keypoints with a margin; NaN for nobody."""
    boxes = np.full((len(track), 4), np.nan)
    seen = track.valid.any(axis=1)
    if not seen.any():
        return boxes
    low = np.nanmin(track.xy_px[seen], axis=1)
    high = np.nanmax(track.xy_px[seen], axis=1)
    margin = _MARGIN * np.max(high - low, axis=1, keepdims=True)
    boxes[seen] = np.concatenate([low - margin, high + margin], axis=1)
    return boxes


def _unit_px(boxes: FloatArray, track: PoseTrack) -> float:
    sides = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) / (1 + 2 * _MARGIN)
    known = sides[np.isfinite(sides)]
    return float(np.median(known)) if len(known) else track.image_size_px[1] / 2.0


def _background(shape: tuple[int, int], box: FloatArray) -> npt.NDArray[np.uint8]:
    mask = np.full(shape, 255, np.uint8)
    if np.all(np.isfinite(box)):
        left, top, right, bottom = np.maximum(np.round(box), 0).astype(int)
        mask[top:bottom, left:right] = 0
    return mask


def _similarity(here: _Sample, there: _Sample) -> tuple[float, float, float, float, float]:
    """Return shift x, y in original pixels, turn in degrees, zoom, points that agree."""
    unknown = (math.nan, math.nan, math.nan, math.nan)
    corners = cv2.goodFeaturesToTrack(
        here.grey, _CORNERS, qualityLevel=0.01, minDistance=6, mask=here.background
    )
    if corners is None or len(corners) < _FEWEST_POINTS:
        return (*unknown, 0.0)
    start, end = _followed(here, there, corners)
    if len(start) < _FEWEST_POINTS:
        return (*unknown, float(len(start)))
    matrix, agreeing = cv2.estimateAffinePartial2D(
        start, end, method=cv2.RANSAC, ransacReprojThreshold=_AGREE_PX
    )
    count = 0 if matrix is None else int(agreeing.sum())
    if count < max(_FEWEST_POINTS, _FEWEST_SHARE * len(start)):
        return (*unknown, float(count))
    # The median where the points are: where there are none, a turn would be extrapolated.
    shift = np.median((end - start)[agreeing.ravel() == 1], axis=0) / here.reduction
    turn = math.degrees(math.atan2(matrix[1, 0], matrix[0, 0]))
    zoom = math.hypot(matrix[0, 0], matrix[1, 0])
    return (float(shift[0]), float(shift[1]), turn, zoom, float(count))


def _followed(
    here: _Sample, there: _Sample, corners: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return (P, 2) points of the background in both samples that were followed forth and back."""
    ahead, found, _ = cv2.calcOpticalFlowPyrLK(here.grey, there.grey, corners, None)
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(there.grey, here.grey, ahead, None)
    start, end = corners.reshape(-1, 2), ahead.reshape(-1, 2)
    missed = np.linalg.norm(back.reshape(-1, 2) - start, axis=1)
    height, width = there.grey.shape
    inside = np.all((end >= 0) & (end <= (width - 1, height - 1)), axis=1)
    good = (found.ravel() == 1) & (found_back.ravel() == 1) & inside & (missed < _FORTH_AND_BACK_PX)
    at = np.round(end[good]).astype(int)
    good[good] = there.background[at[:, 1], at[:, 0]] > 0
    return start[good], end[good]
