"""Videos written with true times in H.264: complete or absent, or readable at any moment."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Mapping
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

import av
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from av.video.stream import VideoStream

from efficientpose_core.atomic import atomic_path
from efficientpose_core.errors import DataError, OutputError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.resample import ByteImage

__all__ = ["TICKS_PER_S", "RecordingWriter", "VideoWriter"]

TICKS_PER_S = 90_000
"""Of the files' clocks, unless another is asked for."""

_ENCODER = "libx264"
_SYNC_INTERVAL_S = 1.0


class _H264Writer:
    """What both writers share: pictures become packets with true times."""

    _suffixes: ClassVar[frozenset[str]]
    _encoding: ClassVar[Mapping[str, str]]

    def __init__(
        self, path: Path | str, width_px: int, height_px: int, *, time_base_hz: int = TICKS_PER_S
    ) -> None:
        if width_px < 1 or height_px < 1 or time_base_hz < 1:
            raise DataError(
                f"A video of {width_px} x {height_px} px at {time_base_hz} ticks per second "
                "cannot exist: give positive numbers."
            )
        self._path = Path(path)
        self._size_px = (width_px, height_px)
        self._time_base = Fraction(1, time_base_hz)
        self._container: OutputContainer | None = None
        self._stream: VideoStream | None = None
        self._reformatter = VideoReformatter()
        self._first_s = 0.0
        self._last_tick = -1

    def write(self, rgb: ByteImage, t_s: float) -> None:
        """Append a picture.

        Parameters
        ----------
        rgb
            (height_px, width_px, 3) uint8.
        t_s
            Its presentation time in seconds; the first one becomes 0. Must increase.

        Raises
        ------
        DataError
            If the picture has another shape, or the time does not increase by a tick.
        OutputError
            If the file cannot be written.
        """
        width, height = self._size_px
        if rgb.shape != (height, width, 3) or rgb.dtype != np.uint8:
            raise DataError(
                f"The picture is {rgb.shape} of {rgb.dtype}, the video expects "
                f"({height}, {width}, 3) of uint8."
            )
        if self._stream is None or self._container is None:
            raise OutputError("The video is not open for writing: use it in a 'with' block.")
        if self._last_tick < 0:
            self._first_s = t_s
        tick = round((t_s - self._first_s) / self._time_base)
        if tick <= self._last_tick:
            raise DataError(
                f"The frame at {t_s:.6f} s is not later than the one before: sort the frames."
            )
        self._last_tick = tick
        try:
            self._container.mux(self._stream.encode(self._to_yuv(rgb, tick)))
        except (av.FFmpegError, OSError) as error:
            raise self._failure(error) from error

    def _check(self) -> None:
        """Raise `OutputError` for a wrong file name or a missing encoder."""
        if self._path.suffix.lower() not in self._suffixes:
            raise OutputError(
                f"A video cannot be written as '{self._path.name}': choose a name ending in .mp4."
            )
        try:
            av.Codec(_ENCODER, "w")
        except (av.FFmpegError, ValueError) as error:
            raise OutputError(
                "The H.264 encoder (libx264) is missing from the installed 'av' package: reinstall "
                "it as a ready-made wheel."
            ) from error

    def _open(
        self, target: str | _DurableFile, options: dict[str, str], format: str | None = None
    ) -> None:
        self._container = av.open(target, mode="w", format=format, options=options)
        # The rate is only a hint to the encoder's rate control; times come from the frames.
        stream = self._container.add_stream("libx264", rate=30, options=dict(self._encoding))
        assert isinstance(stream, VideoStream)
        self._stream = stream
        context = stream.codec_context
        context.width, context.height = (size + size % 2 for size in self._size_px)
        context.pix_fmt = "yuv420p"
        context.time_base = self._time_base
        context.color_range = ColorRange.MPEG
        context.colorspace = Colorspace.ITU709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709

    def _to_yuv(self, rgb: ByteImage, tick: int) -> av.VideoFrame:
        height, width = rgb.shape[:2]
        if width % 2 or height % 2:
            rgb = cv2.copyMakeBorder(rgb, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
        frame = self._reformatter.reformat(
            av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        frame.pts = tick
        frame.time_base = self._time_base
        return frame

    def _finish(self) -> None:
        if self._last_tick < 0:
            raise OutputError(f"No frame was written to {self._path.name}: nothing was saved.")
        assert self._stream is not None
        assert self._container is not None
        try:
            self._container.mux(self._stream.encode(None))
            self._container.close()
        except (av.FFmpegError, OSError) as error:
            raise self._failure(error) from error
        self._stream = self._container = None

    def _abandon(self) -> None:
        """Let go of the file, whatever state it is in."""
        container, self._container, self._stream = self._container, None, None
        if container is not None:
            try:
                container.close()
            except (av.FFmpegError, OSError):
                # The cause is on its way to the user already, and the file will be removed.
                return

    def _failure(self, error: Exception) -> OutputError:
        reason = getattr(error, "strerror", None) or str(error)
        return OutputError(
            f"Cannot write {self._path}: {reason}. Choose another folder or free some space."
        )


class VideoWriter(_H264Writer):
    """Write an H.264 video frame by frame, to be used as a context manager.

    The file appears under its name only when the block ends well; if the block raises, nothing is
    left behind. Odd sizes are made even by repeating the last row or column.

    Parameters
    ----------
    path
        Where to write; ``.mp4``, ``.m4v``, ``.mov`` or ``.mkv``.
    width_px, height_px
        Size of the pictures.
    time_base_hz
        Ticks per second of the file's clock; times are rounded to them.

    Raises
    ------
    OutputError
        On entering, writing or leaving: if the encoder is missing, the file name has another
        ending, the folder is not writable, the disk is full, or no frame was written.
    DataError
        If the size is not positive.
    """

    _suffixes = frozenset({".mp4", ".m4v", ".mov", ".mkv"})
    _encoding: ClassVar = {"crf": "20", "preset": "medium"}

    def __init__(
        self, path: Path | str, width_px: int, height_px: int, *, time_base_hz: int = TICKS_PER_S
    ) -> None:
        super().__init__(path, width_px, height_px, time_base_hz=time_base_hz)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._check()
        options = {} if self._path.suffix.lower() == ".mkv" else {"movflags": "+faststart"}
        with ExitStack() as stack:
            temporary = stack.enter_context(atomic_path(self._path))
            try:
                self._open(str(temporary), options)
            except (av.FFmpegError, OSError, ValueError) as error:
                raise self._failure(error) from error
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._abandon()
            self._stack.__exit__(kind, error, trace)
            return
        try:
            self._finish()
        except BaseException as failure:
            self._abandon()
            self._stack.__exit__(type(failure), failure, failure.__traceback__)
            raise
        self._stack.close()


class RecordingWriter(_H264Writer):
    """Write an MP4 that can be read at any moment, whatever happens next.

    For what cannot be filmed again. The file is there from the start and grows with every picture;
    a killed program loses the newest picture, a power cut about a second. After a full disk what
    was written before stays readable. A block that ends, well or with an error, leaves an ordinary
    MP4. Encoding is quick rather than small, and without delay.

    Parameters
    ----------
    path
        A new ``.mp4``; nothing is overwritten.
    width_px, height_px, time_base_hz
        As for `VideoWriter`.

    Raises
    ------
    OutputError, DataError
        As `VideoWriter`; also if the file exists.
    """

    _suffixes = frozenset({".mp4"})
    _encoding: ClassVar = {
        "crf": "18", "preset": "superfast", "tune": "zerolatency", "g": "30"
    }  # fmt: skip

    def __init__(
        self, path: Path | str, width_px: int, height_px: int, *, time_base_hz: int = TICKS_PER_S
    ) -> None:
        super().__init__(path, width_px, height_px, time_base_hz=time_base_hz)
        self._file: _DurableFile | None = None

    def __enter__(self) -> Self:
        self._check()
        # Fragments, one per picture, which the end of the file turns into an ordinary index.
        options = {"movflags": "+hybrid_fragmented+frag_every_frame", "flush_packets": "1"}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = _DurableFile(self._path)
            self._open(self._file, options, "mp4")
        except (av.FFmpegError, OSError, ValueError) as error:
            raise self._failure(error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._file is not None
        try:
            self._finish()
        finally:
            self._abandon()
            self._close_file(self._file)

    def _close_file(self, file: _DurableFile) -> None:
        try:
            file.close()
            if self._last_tick < 0:
                self._path.unlink()
        except OSError as error:
            raise self._failure(error) from error


class _DurableFile(io.RawIOBase):
    """A new file that reaches the disk every second, and that a failed write seals.

    After a failure the muxer would still write its ending, half of it, over the good beginning.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("xb", buffering=0)
        self._is_sealed = False
        self._synced_at = time.monotonic()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self._is_sealed:
            return len(data)
        try:
            todo = memoryview(data)
            while todo:
                todo = todo[self._file.write(todo) :]
            if time.monotonic() - self._synced_at > _SYNC_INTERVAL_S:
                os.fsync(self._file.fileno())
                self._synced_at = time.monotonic()
        except OSError:
            self._is_sealed = True
            raise
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        if not self._file.closed:
            try:
                os.fsync(self._file.fileno())
            finally:
                self._file.close()
        super().close()
