"""PoseTrack: keypoints over time, the one data type that flows through the product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import DataError
from efficientpose_core.skeleton import Skeleton

__all__ = ["BoolArray", "FloatArray", "IntArray", "PoseTrack", "ProcessingStep", "Status"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


class Status(IntEnum):
    """What a value is worth; the names (lower case) appear in the exports.

    Order matters: a value derived from several keypoints carries the largest status among them.
    """

    MEASURED = 0
    """Found by the network in this frame."""
    EDITED = 1
    """Set by the user."""
    INTERPOLATED = 2
    """Filled in from neighbouring frames."""
    REJECTED = 3
    """Found, but not trusted (low score, outlier); the value is NaN."""
    DAMAGED = 4
    """The frame could not be decoded; the value is NaN."""
    NO_PERSON = 5
    """Nobody is in view; the value is NaN."""

    @property
    def label(self) -> str:
        """Lower-case name as written to files."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingStep:
    """One entry of the log that travels with the data.

    Parameters
    ----------
    name
        What was done, snake_case ("butterworth", "fill_gaps").
    parameters
        Settings in their units, JSON-ready.
    note
        A sentence for the reader, with counts where they matter.
    """

    name: str
    parameters: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PoseTrack:
    """Keypoints of one person over time. Arrays are read-only; methods return new tracks.

    Parameters
    ----------
    skeleton
        Names the K keypoints.
    t_s
        (T,) seconds, strictly increasing presentation times (after the slow-motion factor).
    frame
        (T,) frame numbers in the source file, counted from 0.
    xy_px
        (T, K, 2) x right, y down, in pixels of the upright picture; pixel (0, 0) covers
        [0, 1) x [0, 1). NaN where there is no value.
    score
        (T, K) peak height of the heatmap, about 0..1; NaN where nothing was run.
    spread_px
        (T, K) one standard deviation of the keypoint position along one axis, in pixels; NaN where
        unknown.
    status
        (T, K) `Status` values, int8. Finite ``xy_px`` exactly where status is at most
        INTERPOLATED.
    presence
        (T,) how sure it is that a person is in view, about 0..1; NaN where nothing was run.
    image_size_px
        (width, height) of the upright picture.
    log
        What was done to the data, oldest first.

    Raises
    ------
    DataError
        If shapes disagree, times do not increase, or status and NaN contradict each other.
    """

    skeleton: Skeleton
    t_s: FloatArray
    frame: IntArray
    xy_px: FloatArray
    score: FloatArray
    spread_px: FloatArray
    status: npt.NDArray[np.int8]
    presence: FloatArray
    image_size_px: tuple[int, int]
    log: tuple[ProcessingStep, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the arrays and check that they fit together."""
        frames, joints = len(self.t_s), len(self.skeleton)
        expected: dict[str, tuple[tuple[int, ...], type[np.generic]]] = {
            "t_s": ((frames,), np.float64),
            "frame": ((frames,), np.int64),
            "xy_px": ((frames, joints, 2), np.float64),
            "score": ((frames, joints), np.float64),
            "spread_px": ((frames, joints), np.float64),
            "status": ((frames, joints), np.int8),
            "presence": ((frames,), np.float64),
        }
        for name, (shape, dtype) in expected.items():
            given = getattr(self, name)
            # What another track has frozen is shared, not copied.
            is_frozen = isinstance(given, np.ndarray) and not given.flags.writeable
            array = np.asarray(given, dtype) if is_frozen else np.array(given, dtype)
            if array.shape != shape:
                raise DataError(f"PoseTrack.{name} has shape {array.shape}, expected {shape}.")
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        if not np.all(np.isfinite(self.t_s)) or np.any(np.diff(self.t_s) <= 0):
            raise DataError("PoseTrack.t_s must be finite and strictly increasing.")
        valid = np.isfinite(self.xy_px[..., 0]) & np.isfinite(self.xy_px[..., 1])
        if np.any(valid != (self.status <= Status.INTERPOLATED)):
            raise DataError("PoseTrack.status contradicts the values: NaN where one is promised.")

    def __len__(self) -> int:
        return len(self.t_s)

    @property
    def valid(self) -> BoolArray:
        """(T, K) True where there is a position."""
        result: BoolArray = self.status <= Status.INTERPOLATED
        return result

    @property
    def rate_hz(self) -> float:
        """Median frame rate; NaN for fewer than two frames."""
        return float(1.0 / np.median(np.diff(self.t_s))) if len(self) > 1 else float("nan")

    def point(self, keypoint: str) -> FloatArray:
        """Return (T, 2) positions of one keypoint in pixels."""
        result: FloatArray = self.xy_px[:, self.skeleton.index(keypoint)]
        return result

    def with_changes(
        self,
        step: ProcessingStep,
        *,
        xy_px: FloatArray | None = None,
        status: npt.NDArray[np.int8] | None = None,
        score: FloatArray | None = None,
        spread_px: FloatArray | None = None,
    ) -> PoseTrack:
        """Return a new track with the given arrays replaced and ``step`` appended to the log.

        The arrays become its own and read-only: a chain of ten steps must not copy each of them.
        """
        for given in (xy_px, status, score, spread_px):
            if given is not None:
                given.setflags(write=False)
        return replace(
            self,
            xy_px=self.xy_px if xy_px is None else xy_px,
            status=self.status if status is None else status,
            score=self.score if score is None else score,
            spread_px=self.spread_px if spread_px is None else spread_px,
            log=(*self.log, step),
        )
