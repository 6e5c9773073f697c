"""What every source of pictures offers: information, frames with real times, random access."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np

from efficientpose_core.errors import DataError, MediaError
from efficientpose_core.media.resample import ByteImage, SquareBox, resample_square
from efficientpose_core.pose import FloatArray

__all__ = ["ArrayPicture", "Frame", "FrameSource", "MediaInfo", "MediaKind", "Picture"]


class MediaKind(Enum):
    """What pictures come from."""

    VIDEO = "video"
    IMAGES = "images"
    CAMERA = "camera"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInfo:
    """Facts about a source of pictures, for display, exports and time axes.

    Parameters
    ----------
    path
        File or folder; None for a camera.
    kind
        Video file, images or camera.
    width_px, height_px
        Size of the upright picture with square pixels: after rotation metadata and pixel aspect.
    rotation_deg
        Clockwise turn that brings the stored picture upright: 0, 90, 180 or 270.
    frame_count
        Number of frames, counted in the file itself (not taken from its header).
    duration_s
        From the first frame to the end of the last one, after the slow-motion factor.
    rate_hz
        Frames per second after the slow-motion factor: from the median interval where the rate
        varies, from the mean interval where it does not (the same for exact timestamps, and free
        of the rounding of coarse ones). NaN for fewer than two frames.
    is_variable_rate
        Some interval deviates from the median by more than 10 % (beyond one tick of the file's
        clock).
    codec, pixel_format
        Names as FFmpeg uses them; file types for images.
    warnings
        Full sentences for the user: variable rate, mended timestamps, a file that ends early.
    """

    path: Path | None
    kind: MediaKind
    width_px: int
    height_px: int
    rotation_deg: int
    frame_count: int
    duration_s: float
    rate_hz: float
    is_variable_rate: bool
    codec: str
    pixel_format: str
    warnings: tuple[str, ...] = ()


class Picture(Protocol):
    """A picture that is converted only when asked."""

    def to_rgb(self) -> ByteImage:
        """Return (H, W, 3) upright RGB, contiguous."""
        ...

    def letterbox(self, box_px: SquareBox, size_px: int) -> ByteImage:
        """Return a resampled region as `resample_square` does."""
        ...


class ArrayPicture:
    """A picture that is an RGB array already.

    Parameters
    ----------
    rgb
        (H, W, 3) uint8.

    Raises
    ------
    DataError
        If the array has another shape or type.
    """

    def __init__(self, rgb: ByteImage) -> None:
        if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3:
            raise DataError(
                f"A picture must be (H, W, 3) of uint8, not {rgb.shape} of {rgb.dtype}."
            )
        self._rgb = np.ascontiguousarray(rgb)

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height)."""
        return (self._rgb.shape[1], self._rgb.shape[0])

    def to_rgb(self) -> ByteImage:
        """Return the array."""
        return self._rgb

    def letterbox(self, box_px: SquareBox, size_px: int) -> ByteImage:
        """Resample a region of the array."""
        return resample_square(self._rgb, box_px, size_px)


@dataclass(slots=True, kw_only=True, eq=False)
class Frame:
    """One frame of a source. Its picture is converted when first asked for, then kept.

    Parameters
    ----------
    index
        Number of the frame in the source, from 0.
    t_s
        Presentation time in seconds, 0 for the first frame, after the slow-motion factor.
    picture
        Where the pixels come from; None for a frame that cannot be decoded.
    """

    index: int
    t_s: float
    picture: Picture | None = field(default=None, repr=False)
    _rgb: ByteImage | None = field(default=None, init=False, repr=False)

    @classmethod
    def from_rgb(cls, rgb: ByteImage, *, index: int = 0, t_s: float = 0.0) -> Frame:
        """Make a frame of an (H, W, 3) uint8 array."""
        return cls(index=index, t_s=t_s, picture=ArrayPicture(rgb))

    @property
    def damaged(self) -> bool:
        """Whether the frame could not be decoded: it has a time, but no picture."""
        return self.picture is None

    def rgb(self) -> ByteImage:
        """Return the upright picture.

        Returns
        -------
        numpy.ndarray
            (H, W, 3) uint8 RGB, contiguous and read-only; the same array at every call.

        Raises
        ------
        MediaError
            If the frame is damaged.
        """
        if self._rgb is None:
            rgb = self._picture().to_rgb().view()
            rgb.setflags(write=False)
            self._rgb = rgb
        return self._rgb

    def letterbox(self, box_px: SquareBox, size_px: int) -> ByteImage:
        """Resample a square region of the upright picture; see `resample_square`.

        Faster than ``resample_square(frame.rgb(), ...)`` and equal to it up to the interpolation
        of colour: brightness and geometry agree.

        Raises
        ------
        MediaError
            If the frame is damaged.
        DataError
            If the region has no area.
        """
        return self._picture().letterbox(box_px, size_px)

    def _picture(self) -> Picture:
        if self.picture is None:
            raise MediaError(
                f"Frame {self.index} cannot be decoded: choose another frame, or copy the file "
                "again from where it was recorded."
            )
        return self.picture


class FrameSource(Protocol):
    """Frames with real times, in order or at random. Use from one thread at a time."""

    @property
    def info(self) -> MediaInfo:
        """Facts about the source."""
        ...

    @property
    def times_s(self) -> FloatArray:
        """(n,) presentation times in seconds, strictly increasing from 0."""
        ...

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        """Yield frames ``start`` (inclusive) to ``stop`` (exclusive; to the end when None)."""
        ...

    def frame_at(self, index: int) -> Frame:
        """Return frame ``index``; `DataError` when there is none."""
        ...

    def index_at(self, t_s: float) -> int:
        """Return the frame on display at ``t_s``: the last one that is not later."""
        ...

    def close(self) -> None:
        """Release the file; closing twice is harmless."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def index_at_time(times_s: FloatArray, t_s: float) -> int:
    """Return the last index whose time is not after ``t_s``; the first one for earlier times."""
    # Half a microsecond of tolerance: times travel through files with six decimals.
    return max(int(np.searchsorted(times_s, t_s + 5e-7, side="right")) - 1, 0)


def check_index(index: int, count: int) -> None:
    """Raise `DataError` unless ``0 <= index < count``."""
    if not 0 <= index < count:
        raise DataError(f"Frame {index} does not exist: choose one from 0 to {count - 1}.")


def check_range(start: int, stop: int | None, count: int) -> range:
    """Return the frame numbers from ``start`` to ``stop``; `DataError` for an impossible range."""
    end = count if stop is None else stop
    if not 0 <= start <= end <= count:
        raise DataError(
            f"Frames {start} to {end} do not exist: choose a range within 0 to {count}."
        )
    return range(start, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """Strictly increasing times and what is known about their spacing.

    Parameters
    ----------
    times_s
        (n,) seconds, read-only.
    rate_hz, is_variable_rate, duration_s
        As in `MediaInfo`.
    """

    times_s: FloatArray
    rate_hz: float
    is_variable_rate: bool
    duration_s: float

    @classmethod
    def measured(cls, times_s: FloatArray, *, tick_s: float, nominal_hz: float) -> TimeAxis:
        """Measure the spacing of ``times_s``.

        Parameters
        ----------
        times_s
            (n,) strictly increasing seconds.
        tick_s
            Resolution of the clock; rounding to it is not taken for a varying rate as long as it
            is finer than half the interval.
        nominal_hz
            Gives the duration of a single frame; NaN when unknown.
        """
        times = np.array(times_s, dtype=np.float64)
        times.setflags(write=False)
        if len(times) < 2:
            duration = 1.0 / nominal_hz if nominal_hz > 0 else 0.0
            return cls(
                times_s=times, rate_hz=float("nan"), is_variable_rate=False, duration_s=duration
            )
        steps = np.diff(times)
        median = float(np.median(steps))
        rounding = tick_s * (1 + 1e-6) if tick_s < 0.5 * median else 0.0
        varies = bool(np.any(np.abs(steps - median) > 0.1 * median + rounding))
        interval = median if varies else float(times[-1] - times[0]) / len(steps)
        return cls(
            times_s=times,
            rate_hz=1.0 / interval,
            is_variable_rate=varies,
            duration_s=float(times[-1] - times[0]) + interval,
        )
