"""Labelled people with what a network finds, as pictures: to look at, during and after training."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.overlay import OverlayStyle, draw_pose
from efficientpose_core.media.resample import ByteImage
from efficientpose_core.pose import FloatArray
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.data import Labelled, picture_of
from efficientpose_core.training.labels.pictures import write_png

__all__ = ["draw_both", "sample_rows", "write_samples"]

_SAMPLES = 4
_MARGIN = 0.25
"""Room around the person in pictures, in shares of the person's size."""
_PICTURE_PX = 480
_LABEL_STYLE = OverlayStyle(
    left_rgb=(250, 230, 60), right_rgb=(250, 230, 60), middle_rgb=(250, 230, 60), line_width=3.0,
    point_size=2.4, min_score=0.0,
)  # fmt: skip
_FOUND_STYLE = OverlayStyle(min_score=0.0, line_width=4.0)


def sample_rows(labelled: Labelled) -> tuple[int, ...]:
    """Return a few people to look at, evenly spread over those with two labels or more."""
    shown = np.flatnonzero(np.isfinite(labelled.xy_px[..., 0]).sum(axis=1) >= 2)
    if not len(shown):
        return ()
    chosen = np.linspace(0, len(shown) - 1, min(_SAMPLES, len(shown))).round().astype(int)
    return tuple(int(row) for row in shown[chosen])


def write_samples(
    folder: Path, labelled: Labelled, found_px: FloatArray, skeleton: Skeleton
) -> tuple[str, ...]:
    """Draw what is found of some held-out people; the same ones, in the same place, every time.

    Parameters
    ----------
    folder
        Of the training; the pictures lie in ``samples/`` below it, and replace those before.
    labelled
        The held-out people.
    found_px
        (N, K, 2) keypoints in pixels.
    skeleton
        Names them.

    Returns
    -------
    tuple
        Files relative to ``folder``.

    Raises
    ------
    OutputError
        If a picture cannot be written.
    """
    files = []
    for number, row in enumerate(sample_rows(labelled), 1):
        label = labelled.xy_px[row]
        picture = draw_both(
            picture_of(labelled.images[row]), label, found_px[row], skeleton, around_px=label
        )
        file = f"samples/{number}.png"
        write_png(folder / file, picture)
        files.append(file)
    return tuple(files)


def draw_both(
    rgb: ByteImage,
    label_px: FloatArray,
    found_px: FloatArray,
    skeleton: Skeleton,
    *,
    around_px: FloatArray | None = None,
) -> ByteImage:
    """Return the part of a picture around a person, with labels (yellow) and what was found.

    Parameters
    ----------
    rgb
        (H, W, 3) picture.
    label_px, found_px
        (K, 2) in pixels of the picture, NaN for none.
    around_px
        (N, 2) points that the part is laid around, not all NaN; labels and keypoints when None.
    """
    shown = np.concatenate([label_px, found_px]) if around_px is None else around_px
    low, high = np.nanmin(shown, axis=0), np.nanmax(shown, axis=0)
    margin = _MARGIN * float((high - low).max())
    height, width = rgb.shape[:2]
    left, top = np.maximum(low - margin, 0).astype(int)
    right, bottom = np.minimum(np.ceil(high + margin), (width, height)).astype(int)
    part = rgb[top : max(bottom, top + 1), left : max(right, left + 1)]
    scale = _PICTURE_PX / max(part.shape[:2])
    size = (max(1, round(scale * part.shape[1])), max(1, round(scale * part.shape[0])))
    drawn = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    for xy, style in ((label_px, _LABEL_STYLE), (found_px, _FOUND_STYLE)):
        sure = np.where(np.isfinite(xy[:, 0]), 1.0, 0.0)
        drawn = draw_pose(drawn, scale * (xy - (left, top)), sure, skeleton, style=style)
    return drawn
