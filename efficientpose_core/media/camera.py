"""Cameras, and files that behave like one."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np

from efficientpose_core.errors import MediaError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.resample import ByteImage
from efficientpose_core.media.source import FrameSource
from efficientpose_core.media.video import VideoReader

__all__ = [
    "CameraDescription",
    "CameraFrame",
    "CameraSource",
    "FileCamera",
    "OpenCVCamera",
    "list_cameras",
]

# Not sys.platform itself, so that every branch is type-checked on every system.
_PLATFORM: str = sys.platform
_V4L = Path("/sys/class/video4linux")
_PROBED_INDICES = 4
_MOTION_JPEG = int.from_bytes(b"MJPG", "little")


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraDescription:
    """A camera that can be chosen.

    Parameters
    ----------
    index
        Number by which `OpenCVCamera` opens it.
    name
        What the system calls it.
    """

    index: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CameraFrame:
    """A picture as it came from a camera.

    Parameters
    ----------
    rgb
        (H, W, 3) uint8.
    t_s
        Seconds on a monotonic clock at which the picture was received; by default
        `time.perf_counter`, because `time.monotonic` may tick at 64 Hz under Windows.
    """

    rgb: ByteImage
    t_s: float


class CameraSource(Protocol):
    """A live source of pictures. Use from one thread at a time."""

    @property
    def name(self) -> str:
        """What the user knows the camera by."""
        ...

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height) that is delivered, whatever was asked for; needs an open camera."""
        ...

    @property
    def rate_hz(self) -> float:
        """Rate that the camera claims to deliver; NaN when it does not say."""
        ...

    def open(self) -> None:
        """Start the camera; `MediaError` when it is missing or in use."""
        ...

    def read(self) -> CameraFrame:
        """Wait for the next picture; `MediaError` when the camera was unplugged or has ended."""
        ...

    def close(self) -> None:
        """Stop the camera; closing twice is harmless."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class _Opened:
    """Open on entering a 'with' block, close on leaving it."""

    def open(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class FileCamera(_Opened):
    """A video, or a list of pictures, played as if it were live.

    Parameters
    ----------
    source
        A video file, or pictures (H, W, 3) uint8 of equal size.
    rate_hz
        Rate for a list of pictures; a video keeps its own times.
    realtime
        Wait until a picture is due. Without it, pictures come as fast as they are read, with the
        times they would have had.
    loop
        Begin again after the last picture, with times running on.
    unplug_after
        Number of pictures after which the camera behaves as if it were unplugged; None: never.
    clock, wait
        Where the time comes from and how to wait, in seconds.
    """

    def __init__(
        self,
        source: Path | str | Sequence[ByteImage],
        *,
        rate_hz: float = 30.0,
        realtime: bool = False,
        loop: bool = False,
        unplug_after: int | None = None,
        clock: Callable[[], float] = time.perf_counter,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._source = source
        self._rate_hz = rate_hz
        self._realtime = realtime
        self._loop = loop
        self._unplug_after = unplug_after
        self._clock = clock
        self._wait = wait
        self._reader: FrameSource | None = None
        self._is_open = False
        self._delivered = 0
        self._started_s = 0.0
        self._size_px = (0, 0)

    @property
    def name(self) -> str:
        """File name, or "Pictures"."""
        return Path(self._source).name if isinstance(self._source, (str, Path)) else "Pictures"

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height) of the pictures, once open."""
        return self._size_px

    @property
    def rate_hz(self) -> float:
        """Rate of the video, or the one given; known once open."""
        return self._rate_hz

    def open(self) -> None:
        """Open the file and start the clock.

        Raises
        ------
        MediaError
            If the file cannot be read or the list is empty.
        """
        if isinstance(self._source, (str, Path)):
            self._reader = VideoReader(self._source)
            info = self._reader.info
            self._rate_hz, self._size_px = info.rate_hz, (info.width_px, info.height_px)
        elif len(self._source):
            height, width = self._source[0].shape[:2]
            self._size_px = (width, height)
        else:
            raise MediaError("The list of pictures is empty: give at least one.")
        self._is_open = True
        self._delivered = 0
        self._started_s = self._clock()

    def read(self) -> CameraFrame:
        """Return the next picture, when it is due.

        Raises
        ------
        MediaError
            After the last picture, after the simulated unplugging, or when not open. Damaged
            frames are left out, as a camera would.
        """
        while True:
            if not self._is_open:
                raise MediaError(f"{self.name} is not open: start the camera first.")
            if self._unplug_after is not None and self._delivered >= self._unplug_after:
                raise _unplugged(self.name)
            turn, index = divmod(self._delivered, self._count())
            if turn and not self._loop:
                raise MediaError(f"{self.name} has come to its end: start it again.")
            self._delivered += 1
            rgb, t_s = self._picture(index)
            if rgb is None:
                continue
            due_s = self._started_s + turn * self._turn_s() + t_s
            if self._realtime:
                self._wait(max(0.0, due_s - self._clock()))
                return CameraFrame(rgb=rgb, t_s=self._clock())
            return CameraFrame(rgb=rgb, t_s=due_s)

    def close(self) -> None:
        """Close the file."""
        self._is_open = False
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _count(self) -> int:
        if self._reader is not None:
            return self._reader.info.frame_count
        assert not isinstance(self._source, (str, Path))
        return len(self._source)

    def _turn_s(self) -> float:
        if self._reader is None:
            return self._count() / self._rate_hz
        # A single picture may have no duration; time must go on all the same.
        return self._reader.info.duration_s or 1.0 / 30.0

    def _picture(self, index: int) -> tuple[ByteImage | None, float]:
        if self._reader is not None:
            frame = self._reader.frame_at(index)
            return (None if frame.damaged else frame.rgb()), frame.t_s
        assert not isinstance(self._source, (str, Path))
        return np.asarray(self._source[index], np.uint8), index / self._rate_hz


class OpenCVCamera(_Opened):
    """A camera of the system.

    Parameters
    ----------
    index
        Number of the camera; see `list_cameras`.
    name
        What to call it; "Camera <index>" when empty.
    width_px, height_px, rate_hz
        What to ask for; the camera may deliver something else. None: what it prefers.
    clock
        Monotonic clock in seconds.
    """

    def __init__(
        self,
        index: int,
        *,
        name: str = "",
        width_px: int | None = None,
        height_px: int | None = None,
        rate_hz: float | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._index = index
        self._name = name or f"Camera {index}"
        self._wanted = (
            (cv2.CAP_PROP_FRAME_WIDTH, width_px),
            (cv2.CAP_PROP_FRAME_HEIGHT, height_px),
            (cv2.CAP_PROP_FPS, rate_hz),
        )
        self._clock = clock
        self._capture: Any = None
        self._size_px = (0, 0)
        self._rate_hz = float("nan")

    @property
    def name(self) -> str:
        """Name of the camera."""
        return self._name

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height) of the first picture, once open."""
        return self._size_px

    @property
    def rate_hz(self) -> float:
        """Rate that the driver reports; NaN when it does not."""
        return self._rate_hz

    def open(self) -> None:
        """Start the camera and take a first picture.

        Raises
        ------
        MediaError
            If there is no such camera, it is in use, or it delivers nothing.
        """
        self.close()
        with _quiet_opencv():
            capture = cv2.VideoCapture(self._index, _backend())
        self._capture = capture
        if not capture.isOpened():
            self.close()
            raise MediaError(
                f"{self._name} cannot be opened: plug it in, close other programs that use it, and "
                "allow access to the camera in the system settings."
            )
        wanted = [(setting, value) for setting, value in self._wanted if value is not None]
        if wanted:
            # Uncompressed, most cameras deliver large pictures at a few per second only. One that
            # does not know Motion JPEG leaves things as they are.
            capture.set(cv2.CAP_PROP_FOURCC, _MOTION_JPEG)
        for setting, value in wanted:
            capture.set(setting, value)
        # One waiting picture at most: live means the newest one.
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        height, width = self.read().rgb.shape[:2]
        self._size_px = (width, height)
        reported = float(capture.get(cv2.CAP_PROP_FPS))
        self._rate_hz = reported if reported > 0 else float("nan")

    def read(self) -> CameraFrame:
        """Wait for the next picture.

        Raises
        ------
        MediaError
            If the camera was unplugged, stopped delivering, or is not open.
        """
        if self._capture is None:
            raise MediaError(f"{self._name} is not open: start the camera first.")
        received, bgr = self._capture.read()
        if not received or bgr is None:
            self.close()
            raise _unplugged(self._name)
        return CameraFrame(rgb=cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), t_s=self._clock())

    def close(self) -> None:
        """Stop the camera."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def list_cameras(*, system_folder: Path = _V4L) -> tuple[CameraDescription, ...]:
    """Return the cameras that can be opened.

    On Linux names come from the kernel (``system_folder``) and no camera is switched on; elsewhere
    the first few indices are tried, which may light up the cameras for a moment.
    """
    if _PLATFORM.startswith("linux"):
        return _kernel_cameras(system_folder)
    found = []
    for index in range(_PROBED_INDICES):
        with _quiet_opencv():
            capture = cv2.VideoCapture(index, _backend())
        if capture.isOpened():
            found.append(CameraDescription(index=index, name=f"Camera {index}"))
        capture.release()
    return tuple(found)


def _kernel_cameras(folder: Path) -> tuple[CameraDescription, ...]:
    """Read the cameras known to the kernel."""
    found = []
    for node in folder.glob("video*") if folder.is_dir() else ():
        number = node.name.removeprefix("video")
        try:
            name = (node / "name").read_text(encoding="utf-8").strip()
            # A camera has several nodes; pictures come from the first, others carry metadata.
            is_picture = (node / "index").read_text(encoding="ascii").strip() == "0"
        except OSError:
            # Unplugged while we were looking.
            continue
        if number.isdecimal() and is_picture:
            found.append(CameraDescription(index=int(number), name=name or node.name))
    return tuple(sorted(found, key=lambda camera: camera.index))


def _backend() -> int:
    """Return the system's own way to cameras; OpenCV's guess may be a file reader."""
    ways = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_DSHOW, "darwin": cv2.CAP_AVFOUNDATION}
    return int(ways.get(_PLATFORM, cv2.CAP_ANY))


@contextmanager
def _quiet_opencv() -> Iterator[None]:
    """Keep OpenCV's own lines about a camera that cannot be opened from the terminal."""
    before = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
    try:
        yield
    finally:
        cv2.utils.logging.setLogLevel(before)


def _unplugged(name: str) -> MediaError:
    return MediaError(
        f"{name} stopped delivering pictures: check the cable, then start the camera again."
    )
