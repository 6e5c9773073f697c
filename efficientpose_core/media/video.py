"""Video files: exact frame numbers, real times, accurate seeking, damaged frames survived."""

from __future__ import annotations

import hashlib
import logging
import math
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.codec.context import ThreadType
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.stream import VideoStream

from efficientpose_core.errors import MediaError, SettingsError
from efficientpose_core.media.frame_index import (
    FrameIndex,
    decoded_index,
    iterate_packets,
    read_index,
)
from efficientpose_core.media.picture import DecodedPicture, Layout
from efficientpose_core.media.source import (
    Frame,
    MediaInfo,
    MediaKind,
    TimeAxis,
    check_index,
    check_range,
    index_at_time,
)
from efficientpose_core.pose import FloatArray

__all__ = ["VIDEO_SUFFIXES", "VideoReader", "file_sha256", "is_video"]

_log = logging.getLogger(__name__)

VIDEO_SUFFIXES = frozenset(
    {
        ".3gp", ".avi", ".flv", ".gif", ".h264", ".hevc", ".m2ts", ".m4v", ".mjpeg", ".mkv",
        ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".ogv", ".ts", ".vob", ".webm", ".wmv",
    }
)  # fmt: skip
"""File name endings offered when choosing a video; others are tried all the same."""

# Formats of FFmpeg that show text or single pictures as if they were videos.
_NOT_VIDEO_CODECS = frozenset({"ansi", "bintext", "xbin", "idf"})

_THREADS = 2

# Frames are yielded in order; one that is still missing this many frames later is lost.
_MAX_LATE_FRAMES = 4

# Running on to a frame this near costs less than seeking to the key frame before it.
_NEAR_FRAMES = 12


def is_video(path: Path) -> bool:
    """Tell by its name whether ``path`` is a video file."""
    return path.suffix.lower() in VIDEO_SUFFIXES


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits.

    Raises
    ------
    MediaError
        If the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise MediaError(
            f"Cannot read {path}: {error.strerror or error}. Check the name and the permissions."
        ) from error


class VideoReader:
    """Frames of a video file, in order or at random.

    Opening reads the file's packets once, without decoding: frame ``i`` is the ``i``-th in order
    of display, and its time is the one in the file. A frame that the index promises but that does
    not decode is delivered as damaged, and reading goes on. Use from one thread at a time.

    Parameters
    ----------
    path
        The video file.
    slow_motion_factor
        How many times slower than life the file plays; its times are divided by it: 8 for a
        recording at 240 Hz that plays at 30 Hz.
    cache_bytes
        Memory for decoded pictures, so that stepping backwards is quick.

    Raises
    ------
    MediaError
        If the file is missing, not a video, has no picture that can be decoded.
    SettingsError
        If the slow-motion factor is not a positive number.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        slow_motion_factor: float = 1.0,
        cache_bytes: int = 192 * 2**20,
    ) -> None:
        if not (math.isfinite(slow_motion_factor) and slow_motion_factor > 0):
            raise SettingsError(
                f"The slow-motion factor must be a positive number, not {slow_motion_factor:g}."
            )
        self._path = Path(path)
        self._cache_bytes = cache_bytes
        self._threads = _THREADS
        self._container: InputContainer | None = None
        self._is_fresh = False
        self._layout: Layout | None = None
        self._reset()
        try:
            self._open()
            self._index = self._read_index()
            self._axis = TimeAxis.measured(
                self._index.times_s() / slow_motion_factor,
                tick_s=float(self._index.tick_s) / slow_motion_factor,
                nominal_hz=self._nominal_hz() * slow_motion_factor,
            )
            self._info = self._describe()
        except BaseException:
            self.close()
            raise

    # --- FrameSource ---------------------------------------------------------------------------

    @property
    def info(self) -> MediaInfo:
        """Facts about the file."""
        return self._info

    @property
    def times_s(self) -> FloatArray:
        """(n,) presentation times in seconds, strictly increasing from 0; read-only."""
        return self._axis.times_s

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        """Yield frames ``start`` (inclusive) to ``stop`` (exclusive; to the end when None)."""
        for index in check_range(start, stop, len(self._index)):
            yield self.frame_at(index)

    def frame_at(self, index: int) -> Frame:
        """Return frame ``index``; reading on from the last one needs no seeking.

        Raises
        ------
        DataError
            If there is no such frame.
        MediaError
            If the reader is closed.
        """
        check_index(index, len(self._index))
        return Frame(index=index, t_s=float(self._axis.times_s[index]), picture=self._fetch(index))

    def index_at(self, t_s: float) -> int:
        """Return the frame on display at ``t_s``: the last one that is not later."""
        return index_at_time(self._axis.times_s, t_s)

    def approach(self, index: int) -> int:
        """Decode at most about one frame on the way to frame ``index``.

        Lets a caller give up half-way, where `frame_at` would decode everything since the key
        frame. The pictures passed are kept as those of `frame_at` are.

        Returns
        -------
        int
            ``index`` once `frame_at` has next to nothing left to do; else the frame reached.

        Raises
        ------
        DataError
            If there is no such frame.
        MediaError
            If the reader is closed.
        """
        check_index(index, len(self._index))
        if self._container is None:
            raise MediaError(f"{self._path.name} was closed: open it again.")
        if index in self._cache or index in self._damaged or index in self._skipped:
            return index
        key = self._index.key_position(index)
        if self._run is None or not self._is_ahead(index, key):
            self._start_run(key)
        if self._next < index:
            self._advance(self._next)
        return index if self._next >= index else max(self._next - 1, 0)

    def close(self) -> None:
        """Release the file and the cached pictures."""
        self._reset()
        if self._container is not None:
            self._container.close()
            self._container = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- Opening -------------------------------------------------------------------------------

    def _reset(self) -> None:
        """Forget everything decoded."""
        self._cache: OrderedDict[int, DecodedPicture] = OrderedDict()
        self._cached_bytes = 0
        self._run: Iterator[tuple[int, DecodedPicture]] | None = None
        self._run_key = 0  # Position of the key frame that the current run started from.
        self._next = 0  # First frame that the current run has not reached.
        self._skipped: set[int] = set()  # Passed by the current run without a picture.
        self._damaged: set[int] = set()

    def _open(self) -> None:
        """Open the file anew, with the decoder in its initial state."""
        if self._container is not None:
            self._container.close()
        self._container = open_container(self._path)
        self._stream = choose_stream(self._container, self._path)
        self._stream.codec_context.thread_count = self._threads
        self._stream.codec_context.thread_type = (
            ThreadType.AUTO if self._threads > 1 else ThreadType.NONE
        )
        self._is_fresh = True

    def _read_index(self) -> FrameIndex:
        assert self._container is not None
        index = read_index(self._container, self._stream)
        self._open()
        if not len(index):
            raise MediaError(
                f"{self._path.name} contains no frames: the recording was cut off; copy the file "
                "again from where it was recorded."
            )
        self._index = index
        first = next((picture for _, picture in self._decode_run(0)), None)
        self._reset()
        if first is None:
            raise MediaError(
                f"No picture of {self._path.name} ({self._stream.codec_context.name}) can be "
                "decoded: convert the video to MP4 (H.264)."
            )
        self._first = first.frame
        if self._first.interlaced_frame and not index.by_count:
            index = self._match_fields(index)
        return index

    def _match_fields(self, index: FrameIndex) -> FrameIndex:
        """Index an interlaced stream by decoding where it stores each field as a packet."""
        self._open()
        times = [frame.pts for frame in self._decode_all() if frame.pts is not None]
        self._open()
        if len(times) >= len(index) or not times:
            return index
        note = f"The file stores {len(index)} fields; they were joined to {len(times)} frames."
        return decoded_index(times, index.tick_s, note)

    def _nominal_hz(self) -> float:
        return float(self._stream.average_rate or self._stream.guessed_rate or math.nan)

    def _describe(self) -> MediaInfo:
        assert self._layout is not None
        width, height = self._layout.upright_px
        return MediaInfo(
            path=self._path,
            kind=MediaKind.VIDEO,
            width_px=width,
            height_px=height,
            rotation_deg=self._layout.orientation.rotation_deg,
            frame_count=len(self._index),
            duration_s=self._axis.duration_s,
            rate_hz=self._axis.rate_hz,
            is_variable_rate=self._axis.is_variable_rate,
            codec=self._stream.codec_context.name,
            pixel_format=self._first.format.name,
            warnings=tuple(self._warnings()),
        )

    def _warnings(self) -> Iterator[str]:
        assert self._layout is not None
        yield from self._index.warnings
        if self._axis.is_variable_rate:
            yield (
                "The frame rate varies: times are taken from the file, frame by frame; filters "
                "and events use these real times."
            )
        promised = self._stream.frames
        if promised > len(self._index) and not self._index.by_count:
            yield (
                f"The file ends early or has gaps: it announces {promised} frames and holds "
                f"{len(self._index)}."
            )
        missing_s = self._missing_s()
        if missing_s > 0:
            yield (
                f"The file ends early: the last {missing_s:.1f} s that it announces are not there; "
                "copy it again from where it was recorded if you need them."
            )
        if self._layout.stored_px != (self._first.width, self._first.height):
            width, height = self._layout.upright_px
            yield (
                f"The pixels are not square: pictures are stretched to {width} x {height} px, so "
                "that angles are true."
            )
        if self._layout.orientation.mirrored:
            yield "The file asks to be shown mirrored: left and right change places."
        if self._first.interlaced_frame:
            yield "The video is interlaced: fast movements look combed and are less exact."

    def _missing_s(self) -> float:
        """Return how much of the announced duration a Matroska file lacks; 0 for a whole one."""
        container = self._container
        if (
            container is None
            or "matroska" not in container.format.name
            or container.duration is None
            or len(container.streams) > 1
        ):
            # MP4 announces frames, which is better; elsewhere durations are estimates.
            return 0.0
        ticks = int(self._index.pts[-1])
        lacking = container.duration / 1e6 - ticks * float(self._index.tick_s)
        return lacking if lacking > 0.2 + 2.0 / self._nominal_hz() else 0.0

    # --- Decoding ------------------------------------------------------------------------------

    def _fetch(self, index: int) -> DecodedPicture | None:
        """Return the picture of frame ``index``; None when it cannot be decoded."""
        if self._container is None:
            raise MediaError(f"{self._path.name} was closed: open it again.")
        while index not in self._damaged:
            if index in self._cache:
                self._cache.move_to_end(index)
                return self._cache[index]
            key = self._index.key_position(index)
            if self._run is not None and index in self._skipped:
                if not 0 < key == self._run_key:
                    self._damaged.add(index)
                    break
                # Perhaps the key frame was none: give the decoder one more to start from.
                self._start_run(key - 1)
            elif self._run is None or not self._is_ahead(index, key):
                self._start_run(key)
            self._advance(index)
        return None

    def _is_ahead(self, index: int, key: int) -> bool:
        """Tell whether the current run reaches ``index`` at least as fast as a new one."""
        return self._next <= index and (
            self._index.keyframes[key].index <= self._next or index - self._next <= _NEAR_FRAMES
        )

    def _start_run(self, key: int) -> None:
        self._run = self._decode_run(key)
        self._run_key = key
        self._next = self._index.keyframes[key].index
        self._skipped = set()

    def _advance(self, index: int) -> None:
        """Decode on until ``index`` is cached, or known to be missing from this run."""
        assert self._run is not None
        late = 0
        for found, picture in self._run:
            self._keep(found, picture)
            self._skipped.discard(found)
            self._skipped.update(range(self._next, found))
            self._next = max(self._next, found + 1)
            if found == index:
                return
            late += found > index
            if late > _MAX_LATE_FRAMES:
                return
        self._skipped.update(range(self._next, len(self._index)))
        self._next = len(self._index)

    def _keep(self, index: int, picture: DecodedPicture) -> None:
        """Cache a picture; drop the ones not used for the longest time."""
        if index in self._cache:
            return
        self._cache[index] = picture
        self._cached_bytes += picture.byte_count
        while self._cached_bytes > self._cache_bytes and len(self._cache) > 2 * _MAX_LATE_FRAMES:
            _, dropped = self._cache.popitem(last=False)
            self._cached_bytes -= dropped.byte_count

    def _decode_run(self, key: int) -> Iterator[tuple[int, DecodedPicture]]:
        """Yield frame numbers and pictures from a key frame to the end of the file."""
        expected = self._index.keyframes[key].index
        count = 0
        packets = self._packets_from(key)
        while True:
            packet = next(packets, None)
            try:
                frames = self._stream.codec_context.decode(packet)
            except av.FFmpegError as error:
                _log.info("%s: frame near %d: %s", self._path.name, expected, error)
                if self._threads > 1:
                    # With frame threads, an error swallows good frames of other threads.
                    self._threads = 1
                    self._open()
                    key = self._index.key_position(max(expected - 1, 0))
                    packets = self._packets_from(key)
                    count = 0
                    continue
                frames = []
                count += packet is not None
            for frame in frames:
                index = self._number(frame, count, expected)
                count += 1
                if index is not None and not frame.is_corrupt:
                    expected = index + 1
                    yield index, self._wrap(frame)
            if packet is None:
                return

    def _number(self, frame: av.VideoFrame, count: int, expected: int) -> int | None:
        """Return the number of a decoded frame; None for one that is not in the index."""
        if self._index.by_count:
            return count if count < len(self._index) else None
        if frame.pts is None:
            return None
        candidates = self._index.indices_of(frame.pts)
        # Of frames that share a time, the next one in order.
        return next(
            (i for i in candidates if i >= expected), candidates[-1] if candidates else None
        )

    def _wrap(self, frame: av.VideoFrame) -> DecodedPicture:
        if self._layout is None:
            aspect = (
                self._stream.sample_aspect_ratio or self._stream.codec_context.sample_aspect_ratio
            )
            self._layout = Layout.of(frame, aspect)
        return DecodedPicture(frame, self._layout)

    def _decode_all(self) -> Iterator[av.VideoFrame]:
        """Yield everything that decodes, whether in the index or not."""
        assert self._container is not None
        for packet in (*iterate_packets(self._container, self._stream), None):
            try:
                yield from self._stream.codec_context.decode(packet)
            except av.FFmpegError as error:
                _log.info("%s: %s", self._path.name, error)

    # --- Seeking -------------------------------------------------------------------------------

    def _packets_from(self, key: int) -> Iterator[Packet[VideoStream]]:
        """Yield the packets from a key frame on."""
        target = self._index.keyframes[key]
        if target.rank > 0:
            ticks = target.pts if target.dts is None else min(target.pts, target.dts)
            # Some containers find places only roughly: try again a second and ten earlier.
            for margin_s in (0, 1, 10):
                packets = self._packets_at(ticks - round(margin_s / self._index.tick_s))
                rank, waiting = 0, None
                for waiting in packets:
                    rank = self._index.rank_of_pts.get(waiting.pts, target.rank + 1)
                    break
                if waiting is None or rank > target.rank:
                    continue
                if rank == target.rank:
                    yield waiting
                    yield from packets
                    return
                yield from _from_rank(packets, self._index, target.rank)
                return
        if not self._is_fresh:
            self._open()
        self._is_fresh = False
        assert self._container is not None
        packets = iterate_packets(self._container, self._stream)
        yield from _from_rank(packets, self._index, target.rank) if target.rank > 0 else packets

    def _packets_at(self, ticks: int) -> Iterator[Packet[VideoStream]]:
        """Seek to a time; yield nothing where the container cannot."""
        assert self._container is not None
        self._is_fresh = False
        try:
            self._container.seek(ticks, stream=self._stream, backward=True)
        except av.FFmpegError as error:
            _log.info("%s: seeking to %d failed: %s", self._path.name, ticks, error)
            return
        yield from iterate_packets(self._container, self._stream)


def _from_rank(
    packets: Iterator[Packet[VideoStream]], index: FrameIndex, rank: int
) -> Iterator[Packet[VideoStream]]:
    """Drop packets before the one at ``rank``."""
    for packet in packets:
        if index.rank_of_pts.get(packet.pts, -1) >= rank:
            yield packet
            break
    yield from packets


def open_container(path: Path) -> InputContainer:
    """Open a media file; `MediaError` with a remedy when that is impossible."""
    if path.is_dir():
        raise MediaError(f"{path} is a folder: choose a video file in it.")
    if not path.exists():
        raise MediaError(f"There is no file {path}: check its name and place.")
    try:
        return av.open(str(path), mode="r", metadata_errors="ignore")
    except PermissionError as error:
        raise MediaError(f"{path} may not be read: change its permissions.") from error
    except (av.FFmpegError, OSError, ValueError) as error:
        raise MediaError(
            f"{path.name} is not a video that can be read: it is damaged, incomplete, or something "
            "else. Copy it again from where it was recorded, or convert it to MP4 (H.264)."
        ) from error


def choose_stream(container: InputContainer, path: Path) -> VideoStream:
    """Return the first moving picture of a file; `MediaError` when there is none."""
    streams = [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic
    ]
    if not streams:
        other = "only sound" if container.streams.audio else "no pictures"
        raise MediaError(f"{path.name} contains {other}: choose a video file.")
    stream = streams[0]
    # The type hints promise a codec context; there is none for codecs FFmpeg does not know.
    if getattr(stream, "codec_context", None) is None:
        raise MediaError(
            f"{path.name} uses a video format that is not known here: convert it to MP4 (H.264)."
        )
    if stream.codec_context.name in _NOT_VIDEO_CODECS:
        raise MediaError(f"{path.name} is a text file: choose a video file.")
    return stream
