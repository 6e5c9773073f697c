"""Which cameras there are, and the one that is meant."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from efficientpose_core.errors import MediaError, SettingsError, UnknownNameError
from efficientpose_core.media.camera import CameraSource, FileCamera, OpenCVCamera, list_cameras

__all__ = ["FILE_VARIABLE", "CameraChoice", "CaptureWish", "available_cameras", "choose_camera"]

FILE_VARIABLE = "EFFICIENTPOSE_CAMERA_FILE"
"""Environment variable that names a video to be offered as a camera, for demonstrations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureWish:
    """What to ask a camera for; it may deliver something else. None: what it prefers.

    Parameters
    ----------
    size_px
        (width, height).
    rate_hz
        Pictures per second.

    Raises
    ------
    SettingsError
        If a number is not positive.
    """

    size_px: tuple[int, int] | None = None
    rate_hz: float | None = None

    def __post_init__(self) -> None:
        """Check ranges."""
        if min(*(self.size_px or (1, 1)), self.rate_hz or 1) <= 0:
            raise SettingsError("Size and rate of a camera are positive.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraChoice:
    """A camera, or a video that plays as one.

    Parameters
    ----------
    name
        For the user.
    index
        Number of the camera in the system.
    file
        The video that plays instead, over and over; a video has its own size and rate.
    """

    name: str
    index: int = -1
    file: Path | None = None

    def source(self, wish: CaptureWish | None = None) -> CameraSource:
        """Return the camera, not open yet."""
        if self.file is not None:
            return FileCamera(self.file, realtime=True, loop=True)
        wish = wish or CaptureWish()
        width, height = wish.size_px or (None, None)
        return OpenCVCamera(
            self.index, name=self.name, width_px=width, height_px=height, rate_hz=wish.rate_hz
        )


def available_cameras() -> tuple[CameraChoice, ...]:
    """Return the cameras of this machine, and the video of `FILE_VARIABLE` before them."""
    found = [CameraChoice(name=camera.name, index=camera.index) for camera in list_cameras()]
    file = os.environ.get(FILE_VARIABLE)
    return (*((_of_file(Path(file)),) if file else ()), *found)


def choose_camera(text: str) -> CameraChoice:
    """Return the camera with a name or number, or the video with a path.

    Raises
    ------
    MediaError
        If there is no camera at all.
    UnknownNameError
        If there are others only.
    """
    if Path(text).is_file():
        return _of_file(Path(text))
    if text.isdecimal():
        return CameraChoice(name=f"Camera {text}", index=int(text))
    found = available_cameras()
    for camera in found:
        if camera.name.casefold() == text.casefold():
            return camera
    if not found:
        raise MediaError(
            "No camera was found: plug one in, and allow access to it in the system settings."
        )
    raise UnknownNameError("camera", text, [camera.name for camera in found])


def _of_file(path: Path) -> CameraChoice:
    return CameraChoice(name=path.name, file=path)
