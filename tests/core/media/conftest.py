"""Small videos made on the spot, with the frame number written into the picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest

WIDTH, HEIGHT = 128, 96
BITS = 8
TICKS_PER_S = 90_000

MakeVideo = Callable[..., Path]


def numbered_picture(number: int, width: int = WIDTH, height: int = HEIGHT) -> npt.NDArray[Any]:
    """Return grey RGB with ``number`` as eight black or white blocks along the top."""
    rgb = np.full((height, width, 3), 128, np.uint8)
    block = width // BITS
    for bit in range(BITS):
        rgb[: height // 2, bit * block : (bit + 1) * block] = 255 * (number >> bit & 1)
    return rgb


def read_number(rgb: npt.NDArray[Any]) -> int:
    """Return the number that `numbered_picture` wrote."""
    height, width = rgb.shape[:2]
    block = width // BITS
    return sum(
        int(rgb[height // 4, bit * block + block // 2, 1] > 128) << bit for bit in range(BITS)
    )


@pytest.fixture
def make_video(tmp_path: Path) -> MakeVideo:
    """Return a function that encodes numbered pictures at given times."""

    def make(
        name: str = "clip.mp4",
        *,
        codec: str = "libx264",
        times_s: Sequence[float] | None = None,
        count: int = 40,
        size: tuple[int, int] = (WIDTH, HEIGHT),
        pixel_format: str = "yuv420p",
        options: dict[str, str] | None = None,
        gop: int = 12,
        rotation_ccw_deg: float | None = None,
        aspect: Fraction | None = None,
        bit_exact_rate: int | None = None,
    ) -> Path:
        path = tmp_path / name
        times = [i / 25 for i in range(count)] if times_s is None else times_s
        time_base = Fraction(1, bit_exact_rate or TICKS_PER_S)
        with av.open(str(path), "w") as container:
            stream = container.add_stream(codec, rate=25, options=options or {})
            stream.width, stream.height = size
            stream.pix_fmt = pixel_format
            context = stream.codec_context
            context.gop_size = gop
            context.time_base = time_base
            if aspect is not None:
                context.sample_aspect_ratio = aspect
            if rotation_ccw_deg is not None:
                stream.set_display_rotation(rotation_ccw_deg)
            for number, t_s in enumerate(times):
                frame = av.VideoFrame.from_ndarray(numbered_picture(number, *size), format="rgb24")
                frame.pts = round(t_s / time_base)
                frame.time_base = time_base
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path

    return make
