"""Decoded pictures: converted to upright RGB lazily, or resampled straight from their planes."""

from __future__ import annotations

import struct
import threading
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from efficientpose_core.errors import MediaError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.resample import (
    ByteImage,
    SquareBox,
    blacken_outside,
    check_box,
    resample_plane,
    resample_square,
)

__all__ = ["DecodedPicture", "Layout", "Orientation"]

_PLANAR_420 = frozenset({"yuv420p", "yuvj420p"})

# Luma weights (red, blue) of the colour matrices; swscale's default is BT.601.
_LUMA = {
    Colorspace.ITU709: (0.2126, 0.0722),
    Colorspace.FCC: (0.30, 0.11),
    Colorspace.SMPTE240M: (0.212, 0.087),
    Colorspace.BT2020: (0.2627, 0.0593),
}
_LUMA_DEFAULT = (0.299, 0.114)


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a stored picture is brought upright: transposed first, then mirrored.

    Parameters
    ----------
    transpose
        Rows become columns.
    flip_x, flip_y
        Mirrored left-right, top-bottom, after the transposition.
    """

    transpose: bool = False
    flip_x: bool = False
    flip_y: bool = False

    @classmethod
    def from_display_matrix(cls, raw: bytes) -> Orientation:
        """Read the nine native-endian 32-bit numbers of a display matrix.

        A stored point (x, y) is shown at (a x + c y, b x + d y), with a, b, c, d the numbers 0,
        1, 3 and 4. Angles between quarter turns are taken for the nearest one.
        """
        a, b, _, c, d = struct.unpack("=5i", raw[:20])
        if abs(a) + abs(d) >= abs(b) + abs(c):
            return cls(transpose=False, flip_x=a < 0, flip_y=d < 0)
        return cls(transpose=True, flip_x=c < 0, flip_y=b < 0)

    @property
    def rotation_deg(self) -> int:
        """Clockwise turn of the stored picture."""
        if self.transpose:
            return 270 if self.flip_y else 90
        return 180 if self.flip_y else 0

    @property
    def mirrored(self) -> bool:
        """Whether left and right change places, too."""
        return self.transpose ^ self.flip_x ^ self.flip_y

    def apply(self, image: ByteImage) -> ByteImage:
        """Return the image upright, contiguous."""
        if self.transpose:
            image = image.swapaxes(0, 1)
        if self.flip_x:
            image = image[:, ::-1]
        if self.flip_y:
            image = image[::-1]
        return np.ascontiguousarray(image)

    def stored_box(self, box_px: SquareBox, upright_px: tuple[int, int]) -> SquareBox:
        """Return where a region of the upright picture lies in the stored one."""
        x0, y0, side = box_px
        if self.flip_x:
            x0 = upright_px[0] - (x0 + side)
        if self.flip_y:
            y0 = upright_px[1] - (y0 + side)
        return (y0, x0, side) if self.transpose else (x0, y0, side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Shape that all pictures of one stream are brought to.

    Parameters
    ----------
    stored_px
        (width, height) with square pixels, before the turn.
    orientation
        Brings the stored picture upright.
    """

    stored_px: tuple[int, int]
    orientation: Orientation

    @classmethod
    def of(cls, frame: av.VideoFrame, pixel_aspect: Fraction | None) -> Layout:
        """Read the layout from a stream's first frame and its pixel aspect (width / height)."""
        width, height = frame.width, frame.height
        # Encoders round; half a per cent is no real anamorphism.
        if pixel_aspect and abs(float(pixel_aspect) - 1.0) > 0.005:
            if pixel_aspect > 1:
                width = max(1, round(width * pixel_aspect))
            else:
                height = max(1, round(height / pixel_aspect))
        orientation = Orientation()
        side_data: Any = frame.side_data  # The hints of PyAV take its items for strings.
        for data in side_data:
            if data.type.name == "DISPLAYMATRIX":
                orientation = Orientation.from_display_matrix(bytes(data))
        return cls(stored_px=(width, height), orientation=orientation)

    @property
    def upright_px(self) -> tuple[int, int]:
        """(width, height) of the upright picture."""
        width, height = self.stored_px
        return (height, width) if self.orientation.transpose else (width, height)


class DecodedPicture:
    """A picture of a video, still as the decoder left it.

    Parameters
    ----------
    frame
        The decoder's frame.
    layout
        Shape shared by all pictures of the stream.
    """

    # One conversion context for all: setting one up costs as much as using it. Not thread-safe.
    _reformatter = VideoReformatter()
    _lock = threading.Lock()

    def __init__(self, frame: av.VideoFrame, layout: Layout) -> None:
        self.frame = frame
        self._layout = layout

    @property
    def byte_count(self) -> int:
        """Memory held by the planes."""
        return sum(plane.buffer_size for plane in self.frame.planes)

    def to_rgb(self) -> ByteImage:
        """Convert to (H, W, 3) upright RGB, contiguous.

        Raises
        ------
        MediaError
            If the pixel format is not known, or memory is short.
        """
        width, height = self._layout.stored_px
        try:
            with self._lock:
                converted = self._reformatter.reformat(
                    self.frame, width=width, height=height, format="rgb24"
                )
            stored = np.asarray(converted.to_ndarray(), dtype=np.uint8)
        except (av.FFmpegError, MemoryError, ValueError) as error:
            raise MediaError(
                f"A picture of {width} x {height} px ({self.frame.format.name}) cannot be "
                f"converted: {error}. Convert the video to MP4 (H.264) at a smaller size."
            ) from error
        return self._layout.orientation.apply(stored)

    def letterbox(self, box_px: SquareBox, size_px: int) -> ByteImage:
        """Resample a region as `resample_square` does, from the planes where possible."""
        frame = self.frame
        if frame.format.name not in _PLANAR_420 or (
            (frame.width, frame.height) != self._layout.stored_px
        ):
            return resample_square(self.to_rgb(), box_px, size_px)
        check_box(box_px, size_px)
        orientation, upright = self._layout.orientation, self._layout.upright_px
        stored = orientation.stored_box(box_px, upright)
        result = orientation.apply(self._resample_planes(stored, size_px))
        blacken_outside(result, box_px, upright)
        return result

    def _resample_planes(self, box_px: SquareBox, size_px: int) -> ByteImage:
        """Resample Y at full and U, V at half the output's resolution, then convert to RGB."""
        luma, *chroma = (_plane_view(plane) for plane in self.frame.planes)
        x0, y0, side = box_px
        half = (size_px + 1) // 2
        # With an odd size, the colour planes cover half an output pixel more.
        chroma_side = 0.5 * side * (2 * half) / size_px
        layers = [resample_plane(luma, box_px, size_px)]
        for plane in chroma:
            small = resample_plane(plane, (0.5 * x0, 0.5 * y0, chroma_side), half)
            full = cv2.resize(small, (2 * half, 2 * half), interpolation=cv2.INTER_LINEAR)
            layers.append(full[:size_px, :size_px])
        converted: ByteImage = cv2.transform(cv2.merge(layers), self._rgb_matrix())
        return converted

    def _rgb_matrix(self) -> npt.NDArray[np.float32]:
        """Return the (3, 4) matrix from (Y, U, V, 1) in 0..255 to RGB."""
        frame = self.frame
        red, blue = _LUMA.get(frame.colorspace, _LUMA_DEFAULT)  # type: ignore[call-overload]
        green = 1.0 - red - blue
        is_full = frame.format.name == "yuvj420p" or frame.color_range == ColorRange.JPEG
        black, y_gain, c_gain = (0.0, 1.0, 1.0) if is_full else (16.0, 255 / 219, 255 / 224)
        gains = c_gain * np.array(
            [
                [0.0, 2 * (1 - red)],
                [-2 * blue * (1 - blue) / green, -2 * red * (1 - red) / green],
                [2 * (1 - blue), 0.0],
            ]
        )
        offset = -black * y_gain - 128.0 * gains.sum(axis=1)
        return np.column_stack([np.full(3, y_gain), gains, offset]).astype(np.float32)


def _plane_view(plane: av.video.plane.VideoPlane) -> ByteImage:
    """Return the (height, width) pixels of a plane without copying."""
    rows: ByteImage = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]
