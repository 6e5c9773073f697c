"""Single images and folders of images as a source of frames; choosing the source for a path."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from efficientpose_core.errors import MediaError, SettingsError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.resample import ByteImage
from efficientpose_core.media.source import (
    ArrayPicture,
    Frame,
    FrameSource,
    MediaInfo,
    MediaKind,
    TimeAxis,
    check_index,
    check_range,
    index_at_time,
)
from efficientpose_core.media.video import VideoReader
from efficientpose_core.pose import FloatArray

__all__ = ["IMAGE_SUFFIXES", "ImageSequence", "is_image", "open_source", "read_image"]

IMAGE_SUFFIXES = frozenset(
    {".bmp", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp"}
)
"""File name endings of images."""


def is_image(path: Path) -> bool:
    """Tell by its name whether ``path`` is an image file."""
    return path.suffix.lower() in IMAGE_SUFFIXES


def read_image(path: Path) -> ByteImage:
    """Read an image upright (EXIF orientation honoured) as RGB.

    Grey pictures get three equal channels, 16-bit ones are scaled to 8 bits, transparency is
    dropped.

    Returns
    -------
    numpy.ndarray
        (H, W, 3) uint8.

    Raises
    ------
    MediaError
        If the file cannot be read or is not an image.
    """
    try:
        # Not cv2.imread: on Windows it cannot open names outside of the code page.
        encoded = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise MediaError(
            f"Cannot read {path}: {error.strerror or error}. Check the name and the permissions."
        ) from error
    try:
        bgr = cv2.imdecode(encoded, cv2.IMREAD_COLOR) if len(encoded) else None
    except cv2.error:
        bgr = None
    if bgr is None:
        raise MediaError(
            f"{path.name} is not an image that can be read: choose a PNG, JPEG, TIFF, BMP or WebP "
            "file."
        )
    rgb: ByteImage = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
    return rgb


class ImageSequence:
    """Images of equal size as frames at a constant rate. Use from one thread at a time.

    An image that cannot be read is delivered as a damaged frame.

    Parameters
    ----------
    source
        A folder (its images in natural order: ``2.png`` before ``10.png``), one image, or a list
        of images in the wanted order.
    rate_hz
        Frames per second of real time.

    Raises
    ------
    MediaError
        If there is no image, none can be read, or sizes differ. Only the first and the last image
        are read at once; another one of a different size raises when it is reached.
    SettingsError
        If the rate is not a positive number.
    """

    def __init__(self, source: Path | str | Sequence[Path | str], *, rate_hz: float = 30.0) -> None:
        if not (math.isfinite(rate_hz) and rate_hz > 0):
            raise SettingsError(f"The image rate must be a positive number, not {rate_hz:g} Hz.")
        self._paths, root = _image_paths(source)
        self._size_px: tuple[int, int] | None = None
        first = next((p for p in map(self._load, range(len(self._paths))) if p is not None), None)
        if first is None:
            raise MediaError(
                f"None of the {len(self._paths)} images in {root} can be read: choose others."
            )
        self._load(len(self._paths) - 1)
        times = np.arange(len(self._paths)) / rate_hz
        self._axis = TimeAxis.measured(times, tick_s=0.0, nominal_hz=rate_hz)
        self._info = MediaInfo(
            path=root,
            kind=MediaKind.IMAGES,
            width_px=first.size_px[0],
            height_px=first.size_px[1],
            rotation_deg=0,
            frame_count=len(self._paths),
            duration_s=self._axis.duration_s,
            rate_hz=self._axis.rate_hz,
            is_variable_rate=False,
            codec=self._paths[0].suffix.lower().lstrip("."),
            pixel_format="rgb24",
        )

    @property
    def info(self) -> MediaInfo:
        """Facts about the images."""
        return self._info

    @property
    def paths(self) -> tuple[Path, ...]:
        """The image files, in order."""
        return self._paths

    @property
    def times_s(self) -> FloatArray:
        """(n,) seconds, 0 for the first image; read-only."""
        return self._axis.times_s

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        """Yield frames ``start`` (inclusive) to ``stop`` (exclusive; to the end when None)."""
        for index in check_range(start, stop, len(self._paths)):
            yield self.frame_at(index)

    def frame_at(self, index: int) -> Frame:
        """Return image ``index``.

        Raises
        ------
        DataError
            If there is no such image.
        MediaError
            If its size differs from that of the others.
        """
        check_index(index, len(self._paths))
        return Frame(index=index, t_s=float(self._axis.times_s[index]), picture=self._load(index))

    def index_at(self, t_s: float) -> int:
        """Return the image on display at ``t_s``: the last one that is not later."""
        return index_at_time(self._axis.times_s, t_s)

    def close(self) -> None:
        """Do nothing: files are closed after each image."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _load(self, index: int) -> ArrayPicture | None:
        path = self._paths[index]
        try:
            picture = ArrayPicture(read_image(path))
        except MediaError:
            return None
        size = picture.size_px
        if self._size_px is None:
            self._size_px = size
        if size != self._size_px:
            raise MediaError(
                f"{path.name} is {size[0]} x {size[1]} px, other images are {self._size_px[0]} x "
                f"{self._size_px[1]} px: put images of different sizes into different folders."
            )
        return picture


def open_source(
    path: Path | str,
    *,
    image_rate_hz: float = 30.0,
    slow_motion_factor: float = 1.0,
    once: bool = False,
) -> FrameSource:
    """Open whatever ``path`` is: a video, an image, or a folder of images.

    Parameters
    ----------
    path
        File or folder.
    image_rate_hz
        Frames per second for images, before the slow-motion factor.
    slow_motion_factor
        Times are divided by it; see `VideoReader`.
    once
        Frames will be read once, in order: none are kept, so that the decoder uses its memory
        again instead of getting new pages for every frame.

    Raises
    ------
    MediaError
        If it cannot be read.
    SettingsError
        If the rate or the factor is not a positive number.
    """
    path = Path(path)
    if path.is_dir() or is_image(path):
        if not (math.isfinite(slow_motion_factor) and slow_motion_factor > 0):
            raise SettingsError(
                f"The slow-motion factor must be a positive number, not {slow_motion_factor:g}."
            )
        return ImageSequence(path, rate_hz=image_rate_hz * slow_motion_factor)
    if once:
        return VideoReader(path, slow_motion_factor=slow_motion_factor, cache_bytes=0)
    return VideoReader(path, slow_motion_factor=slow_motion_factor)


def natural_key(path: Path) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that orders numbers within names by value."""
    pieces = re.split(r"(\d+)", path.name.casefold())
    return tuple((0, int(p), p) if p.isdecimal() else (1, 0, p) for p in pieces if p)


def _image_paths(source: Path | str | Sequence[Path | str]) -> tuple[tuple[Path, ...], Path]:
    """Return the images that ``source`` stands for, and the file or folder to name it by."""
    if not isinstance(source, (str, Path)):
        paths = tuple(Path(p) for p in source)
        if not paths:
            raise MediaError("The list of images is empty: choose at least one image.")
        root = paths[0] if len(paths) == 1 else paths[0].parent
    elif (root := Path(source)).is_dir():
        paths = tuple(
            sorted(
                (p for p in root.iterdir() if is_image(p) and not p.name.startswith(".")),
                key=natural_key,
            )
        )
        if not paths:
            raise MediaError(
                f"The folder {root} holds no images: choose one with PNG, JPEG or TIFF files, or "
                "a video file."
            )
    else:
        paths = (root,)
    for path in paths:
        if not path.is_file():
            raise MediaError(f"There is no file {path}: check its name and place.")
    return paths, root
