"""The journal of a running analysis: finished frames on disk, so that a killed run can resume.

One header line of JSON, then one fixed-size record per frame. Records are only ever appended; a
torn last record is ignored. The header holds a fingerprint of everything the frames depend on: a
journal of another video, other weights or other settings is never continued.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from efficientpose_core.errors import OutputError
from efficientpose_core.inference.estimator import Pose
from efficientpose_core.inference.following import FollowedFrame, FollowState, LastSeen, Outcome
from efficientpose_core.media.resample import SquareBox

__all__ = ["Journal", "read_journal"]

_MAGIC = "efficientpose-journal-2"
_OUTCOMES = tuple(Outcome)
_SYNC_INTERVAL_S = 1.0


class Journal:
    """Append finished frames to a file, flushed to disk about every second.

    Parameters
    ----------
    path
        File to write.
    fingerprint
        Of everything the frames depend on.
    n_keypoints
        K.
    done
        Frames to start with: those of the run that is resumed.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """

    def __init__(
        self,
        path: Path,
        *,
        fingerprint: str,
        n_keypoints: int,
        done: Iterable[FollowedFrame] = (),
    ) -> None:
        self._path = path
        self._dtype = _record_type(n_keypoints)
        header = {"magic": _MAGIC, "fingerprint": fingerprint, "n_keypoints": n_keypoints}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = path.open("wb")
            self._stream.write(json.dumps(header).encode() + b"\n")
        except OSError as error:
            raise _cannot_write(path, error) from error
        self._synced_at = time.monotonic()
        for frame in done:
            self.append(frame)
        self._sync()

    def append(self, frame: FollowedFrame) -> None:
        """Add one finished frame."""
        try:
            self._stream.write(_to_record(frame, self._dtype).tobytes())
        except OSError as error:
            raise _cannot_write(self._path, error) from error
        if time.monotonic() - self._synced_at > _SYNC_INTERVAL_S:
            self._sync()

    def _sync(self) -> None:
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise _cannot_write(self._path, error) from error
        self._synced_at = time.monotonic()

    def close(self, *, remove: bool = False) -> None:
        """Close the file; remove it once the results are saved elsewhere."""
        try:
            self._stream.close()
        except OSError as error:
            raise _cannot_write(self._path, error) from error
        if remove:
            self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def read_journal(path: Path, *, fingerprint: str, n_keypoints: int) -> list[FollowedFrame]:
    """Return the finished frames of an interrupted run; empty when there are none that fit."""
    try:
        with path.open("rb") as stream:
            header = json.loads(stream.readline())
            content = stream.read()
    except (OSError, ValueError):
        return []
    expected = {"magic": _MAGIC, "fingerprint": fingerprint, "n_keypoints": n_keypoints}
    if header != expected:
        return []
    dtype = _record_type(n_keypoints)
    count = len(content) // dtype.itemsize
    records = np.frombuffer(content[: count * dtype.itemsize], dtype)
    return [_from_record(record) for record in records]


def _record_type(n_keypoints: int) -> np.dtype[Any]:
    return np.dtype(
        [
            ("index", "<i8"),
            ("t_s", "<f8"),
            ("outcome", "<i1"),
            ("presence", "<f8"),
            ("box", "<f8", 3),
            ("next_box", "<f8", 3),
            ("uses_left", "<i1"),
            ("seen_box", "<f8", 3),
            ("seen_t_s", "<f8"),
            ("search_s", "<f8"),
            ("is_first", "<i1"),
            ("xy", "<f8", (n_keypoints, 2)),
            ("score", "<f8", n_keypoints),
            ("spread", "<f8", n_keypoints),
        ]
    )


def _to_record(frame: FollowedFrame, dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    record = np.zeros((), dtype)
    state, pose = frame.state, frame.pose
    record["index"], record["t_s"] = frame.index, frame.t_s
    record["outcome"], record["presence"] = _OUTCOMES.index(frame.outcome), frame.presence
    record["box"], record["next_box"] = _numbers(frame.box_px), _numbers(state.box_px)
    record["uses_left"] = state.uses_left
    record["seen_box"] = _numbers(state.last_seen.box_px if state.last_seen else None)
    record["seen_t_s"] = state.last_seen.t_s if state.last_seen else math.nan
    record["search_s"], record["is_first"] = state.last_search_s, state.is_first
    for name, value in (
        ("xy", pose.xy_px if pose else math.nan),
        ("score", pose.score if pose else math.nan),
        ("spread", pose.spread_px if pose else math.nan),
    ):
        record[name] = value
    return record


def _from_record(record: Any) -> FollowedFrame:
    outcome = _OUTCOMES[int(record["outcome"])]
    seen_box = _box(record["seen_box"])
    last_seen = LastSeen(box_px=seen_box, t_s=float(record["seen_t_s"])) if seen_box else None
    pose = None
    if outcome is Outcome.POSE:
        pose = Pose(
            xy_px=record["xy"].copy(),
            score=record["score"].copy(),
            spread_px=record["spread"].copy(),
        )
    return FollowedFrame(
        index=int(record["index"]),
        t_s=float(record["t_s"]),
        outcome=outcome,
        pose=pose,
        presence=float(record["presence"]),
        box_px=_box(record["box"]),
        state=FollowState(
            box_px=_box(record["next_box"]),
            uses_left=int(record["uses_left"]),
            last_seen=last_seen,
            last_search_s=float(record["search_s"]),
            is_first=bool(record["is_first"]),
        ),
    )


def _numbers(box: SquareBox | None) -> SquareBox:
    return (math.nan, math.nan, math.nan) if box is None else box


def _box(numbers: Any) -> SquareBox | None:
    if np.isnan(numbers).any():
        return None
    return (float(numbers[0]), float(numbers[1]), float(numbers[2]))


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"Cannot write {path}: {error.strerror or error}. Choose another folder or free some space."
    )
