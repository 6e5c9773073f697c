"""Recordings of a camera: every picture with its time, and the keypoints found meanwhile.

The video grows picture by picture, the table of keypoints row by row; both can be read at any
moment, so that a killed program, a full disk or an unplugged camera costs nothing of what was
recorded before.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import numpy as np

from efficientpose_core.errors import OutputError
from efficientpose_core.export.csv import keypoint_columns, safe_cell
from efficientpose_core.inference.following import FollowedFrame
from efficientpose_core.media.source import Frame
from efficientpose_core.media.writer import TICKS_PER_S, RecordingWriter
from efficientpose_core.pipeline import track_from_frames
from efficientpose_core.pose import ProcessingStep
from efficientpose_core.skeleton import Skeleton

__all__ = ["Recorder", "Recording", "check_recording_name", "interrupted_recordings", "rescue"]

_UNFINISHED = ".recording"
_MOST_WAITING = 30
"""Pictures waiting for the encoder; then the camera has to wait. Bounds memory."""
_SYNC_INTERVAL_S = 1.0
_IDLE_S = 5.0
"""A recording that has not grown for so long is not under way any more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recording:
    """What was recorded.

    Parameters
    ----------
    path
        The video.
    keypoints
        Table of the keypoints found while recording; None where there are none.
    frames
        Pictures in the video.
    duration_s
        From the first picture to the last.
    results
        What was found, in order; ``index`` and ``t_s`` are those of the video.
    skeleton
        Of the results; None while no network was ready.
    problem
        Why the recording ended early, or what went wrong in the end.
    """

    path: Path
    keypoints: Path | None
    frames: int
    duration_s: float
    results: tuple[FollowedFrame, ...]
    skeleton: Skeleton | None
    problem: Exception | None = None

    @property
    def is_analysed(self) -> bool:
        """Whether the network has looked at every picture."""
        return 0 < self.frames == len(self.results)


def check_recording_name(path: Path) -> tuple[Path, Path]:
    """Return where a recording grows and where its keypoints go.

    Raises
    ------
    OutputError
        If there is such a file already, or the name does not end in ``.mp4``.
    """
    if path.suffix.lower() != ".mp4":
        raise OutputError(f"A recording cannot be called '{path.name}': end it in .mp4.")
    growing = path.with_name(path.stem + _UNFINISHED + path.suffix)
    table = path.with_name(path.stem + "_live_keypoints.csv")
    for name in (path, growing, table):
        if name.exists():
            raise OutputError(f"{name} exists already: choose another name.")
    return growing, table


class Recorder:
    """Write pictures and results in a thread of its own.

    Parameters
    ----------
    path
        The video to be, a new ``.mp4``. Until it is finished it is called ``NAME.recording.mp4``;
        the table lies beside it as ``NAME_live_keypoints.csv``.
    first
        The picture with which the recording begins; to be added like all others.

    Raises
    ------
    OutputError
        If there is such a file already, or the name does not end in ``.mp4``.
    """

    def __init__(self, path: Path, first: Frame) -> None:
        self.path = path
        self._growing, self._table_path = check_recording_name(path)
        self._first_index, self._first_s = first.index, first.t_s
        rgb = first.rgb()
        self._size_px = (rgb.shape[1], rgb.shape[0])
        self._skeleton: Skeleton | None = None
        self._results: list[FollowedFrame] = []
        self._written, self._written_s = 0, 0.0
        self._added = 0
        self._last_s = 0.0
        self._is_over = False
        self._problem: Exception | None = None
        self._waiting: queue.Queue[Frame | FollowedFrame | None] = queue.Queue(_MOST_WAITING)
        self._thread = threading.Thread(target=self._write, name="recorder", daemon=True)
        self._thread.start()

    @property
    def frames(self) -> int:
        """Pictures taken so far."""
        return self._added

    @property
    def duration_s(self) -> float:
        """From the first picture to the newest."""
        return self._last_s

    @property
    def problem(self) -> Exception | None:
        """What has stopped the recording."""
        return self._problem

    def add_frame(self, frame: Frame) -> None:
        """Take the next picture; waits while the encoder is far behind."""
        self._added += 1
        self._last_s = frame.t_s - self._first_s
        self._waiting.put(frame)

    def add_result(self, result: FollowedFrame, skeleton: Skeleton) -> None:
        """Take what was found in a picture; those from before the recording are left out."""
        index = result.index - self._first_index
        if index < 0:
            return
        # The video's clock has ticks; the table tells the same times.
        t_s = round((result.t_s - self._first_s) * TICKS_PER_S) / TICKS_PER_S
        self._skeleton = skeleton
        self._waiting.put(replace(result, index=index, t_s=t_s))

    def finish(self) -> Recording:
        """Write what waits, and give the video its name; nothing may be added afterwards."""
        self._waiting.put(None)
        self._thread.join()
        path = self.path
        try:
            self._growing.rename(path)
        except OSError as error:
            path = self._growing
            self._problem = self._problem or OutputError(
                f"The recording stays under the name {path}: {error.strerror or error}."
            )
        written = self._written
        results = tuple(result for result in self._results if result.index < written)
        return Recording(
            path=path,
            keypoints=self._table_path if self._table_path.exists() else None,
            frames=written,
            duration_s=self._written_s,
            results=results,
            skeleton=self._skeleton,
            problem=self._problem,
        )

    def _write(self) -> None:
        try:
            with (
                RecordingWriter(self._growing, *self._size_px) as video,
                _KeypointTable(self._table_path, self._size_px) as table,
            ):
                for item in self._items():
                    if isinstance(item, Frame):
                        video.write(item.rgb(), item.t_s)
                        self._written += 1
                        self._written_s = item.t_s - self._first_s
                    else:
                        assert self._skeleton is not None
                        table.write(item, self._skeleton)
                        self._results.append(item)
        except Exception as error:  # noqa: BLE001 - told by `problem` and by the recording
            self._problem = error
            # Whoever still adds must not wait for ever.
            deque(self._items(), maxlen=0)

    def _items(self) -> Iterator[Frame | FollowedFrame]:
        """Yield what was added, until `finish`."""
        while not self._is_over:
            item = self._waiting.get()
            if item is None:
                self._is_over = True
            else:
                yield item


class _KeypointTable:
    """The table of `write_keypoints_csv`, written row by row; the file is made by the first row."""

    def __init__(self, path: Path, size_px: tuple[int, int]) -> None:
        self._path, self._size_px = path, size_px
        self._file: TextIO | None = None
        self._synced_at = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, result: FollowedFrame, skeleton: Skeleton) -> None:
        columns = keypoint_columns(
            track_from_frames(
                [result],
                skeleton=skeleton,
                t_s=np.array([result.t_s]),
                image_size_px=self._size_px,
                step=ProcessingStep(name="live"),
            )
        )
        try:
            if self._file is None:
                self._file = self._path.open("x", encoding="utf-8", newline="\n")
                self._file.write(",".join(safe_cell(name) for name, _ in columns) + "\n")
            self._file.write(",".join(cells[0] for _, cells in columns) + "\n")
            self._file.flush()
            if time.monotonic() - self._synced_at > _SYNC_INTERVAL_S:
                os.fsync(self._file.fileno())
                self._synced_at = time.monotonic()
        except OSError as error:
            raise OutputError(
                f"Cannot write {self._path}: {error.strerror or error}. Choose another folder or "
                "free some space."
            ) from error


def interrupted_recordings(folder: Path) -> tuple[Path, ...]:
    """Return videos that a program which did not end well has left, oldest first."""
    now = time.time()
    found = []
    for path in folder.glob(f"*{_UNFINISHED}.mp4") if folder.is_dir() else ():
        try:
            facts = path.stat()
        except OSError:
            # Finished while we were looking.
            continue
        if facts.st_size and now - facts.st_mtime > _IDLE_S:
            found.append((facts.st_mtime, path))
    return tuple(path for _, path in sorted(found))


def rescue(path: Path) -> Path:
    """Give an interrupted recording its final name, and return it.

    Raises
    ------
    OutputError
        If the file cannot be renamed.
    """
    final = path.with_name(path.name.replace(_UNFINISHED, ""))
    try:
        if final.exists():
            raise OutputError(f"{final} exists already: rename it, then try again.")
        path.rename(final)
    except OSError as error:
        raise OutputError(f"Cannot rename {path}: {error.strerror or error}.") from error
    return final
