"""Decoded pictures in one file, so that loading does not starve the cores that train.

Pictures are decoded once, shrunk to what the network's input can show, and appended to a flat file
that is then mapped into memory. The cache belongs to one run and can be made again at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from efficientpose_core.atomic import atomic_path, write_text
from efficientpose_core.errors import OutputError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.resample import ByteImage

__all__ = ["CropStore", "PictureSource", "build_store"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSource:
    """A picture that can be had.

    Parameters
    ----------
    key
        Tells pictures apart, and changes when their content does.
    read
        Returns (H, W, 3) RGB bytes.
    """

    key: str
    read: Callable[[], ByteImage]


class CropStore:
    """Pictures by number, mapped from a file.

    Parameters
    ----------
    path
        Flat file of RGB bytes.
    sizes
        (N, 2) height and width of each.
    scales
        (N,) stored pixels per pixel of the original picture.
    """

    def __init__(
        self, path: Path, sizes: npt.NDArray[np.int64], scales: npt.NDArray[np.float64]
    ) -> None:
        self._sizes = sizes
        self.scales = scales
        ends = np.cumsum(3 * sizes[:, 0] * sizes[:, 1])
        self._starts = np.concatenate([[0], ends])
        self._bytes = np.memmap(path, np.uint8, mode="r")
        if len(self._bytes) != self._starts[-1]:
            raise OutputError(f"{path} is incomplete: delete its folder and start again.")

    def __len__(self) -> int:
        return len(self._sizes)

    def __getitem__(self, number: int) -> ByteImage:
        """Return (H, W, 3) RGB bytes, read-only."""
        height, width = self._sizes[number]
        flat = self._bytes[self._starts[number] : self._starts[number + 1]]
        return flat.reshape(height, width, 3)


def build_store(
    folder: Path,
    sources: Sequence[PictureSource],
    *,
    longest_px: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> CropStore:
    """Decode all pictures once; a complete cache of the same pictures is used again.

    Parameters
    ----------
    folder
        Where the cache lies.
    sources
        The pictures.
    longest_px
        Pictures with a longer side are shrunk to it.

    Raises
    ------
    OutputError
        If the file cannot be written, for instance because the disk is full.
    """
    digest = hashlib.sha256(f"{longest_px}\n".encode())
    for source in sources:
        digest.update(f"{source.key}\n".encode())
    data = folder / f"crops-{digest.hexdigest()[:16]}.bin"
    index = data.with_suffix(".json")
    if not (data.is_file() and index.is_file()):
        with atomic_path(data) as temporary, temporary.open("wb") as stream:
            rows = [
                _append(stream.write, source.read(), longest_px)
                for source in _counted(sources, progress)
            ]
        write_text(index, json.dumps(rows))
    table = np.array(json.loads(index.read_text("utf-8")), np.float64).reshape(-1, 3)
    return CropStore(data, table[:, :2].astype(np.int64), table[:, 2])


def _counted(
    sources: Sequence[PictureSource], progress: Callable[[int, int], None]
) -> Iterable[PictureSource]:
    for number, source in enumerate(sources):
        yield source
        progress(number + 1, len(sources))


def _append(
    write: Callable[[bytes], int], picture: ByteImage, longest_px: int
) -> tuple[int, int, float]:
    height, width = picture.shape[:2]
    scale = min(1.0, longest_px / max(height, width))
    if scale < 1:
        size = (max(1, round(scale * width)), max(1, round(scale * height)))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    write(picture.tobytes())
    # Rounding makes both axes differ by less than half a stored pixel at the far border.
    return picture.shape[0], picture.shape[1], scale
