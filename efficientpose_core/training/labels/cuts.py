"""Cutting people out of large pictures, as the network is shown them when it follows somebody.

Training scales a whole picture to the network's input, in which a person of a tenth of the picture
would be a few pixels high. An analysis looks at a crop around the person; so does the training of
pictures that are cut here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from efficientpose_core.inference.following import FollowSettings
from efficientpose_core.media.images import read_image
from efficientpose_core.progress import ShouldCancel, never_cancel, raise_if_cancelled
from efficientpose_core.training.labels.pictures import write_png
from efficientpose_core.training.labels.types import LabelledImage

__all__ = ["cut_out", "cut_px"]

_WORTH_IT = 0.75
"""Where the cut has at least this share of the picture's longer side, the picture stays whole."""
_KNOWN = 0.5
"""Share of keypoints that have to be labelled: fewer do not tell how far the person reaches."""
_LEAST_PX = 32

_Box = tuple[int, int, int, int]


def cut_px(image: LabelledImage, margin: float | None = None) -> _Box | None:
    """Return what is to be cut out around a person; None where the picture stays whole.

    Parameters
    ----------
    image
        With its size.
    margin
        Side of the square relative to the larger extent of the labelled keypoints; by default that
        of `FollowSettings`, with which people are followed.

    Returns
    -------
    tuple or None
        Left, top, right, bottom in whole pixels, inside of the picture.
    """
    labelled = image.xy_px[image.is_labelled]
    if image.size_px is None or len(labelled) < max(2, _KNOWN * len(image.xy_px)):
        return None
    low, high = labelled.min(axis=0), labelled.max(axis=0)
    factor = FollowSettings().margin if margin is None else margin
    side = max(factor * float((high - low).max()), _LEAST_PX)
    if side >= _WORTH_IT * max(image.size_px):
        return None
    size = np.array(image.size_px)
    start = np.floor((low + high - side) / 2).clip(0, size).astype(int)
    end = np.ceil((low + high + side) / 2).clip(0, size).astype(int)
    if np.any(end <= start):
        return None
    return int(start[0]), int(start[1]), int(end[0]), int(end[1])


def cut_out(
    images: Sequence[LabelledImage], folder: Path, *, should_cancel: ShouldCancel = never_cancel
) -> tuple[LabelledImage, ...]:
    """Write a picture of its own for everybody who is small in theirs; labels move with them.

    Pixels stay as they are: nothing is scaled. Pictures in ``folder`` that nobody needs any more
    are removed.

    Parameters
    ----------
    images
        People in pictures, not in videos.
    folder
        Where cuts belong.

    Raises
    ------
    MediaError
        If a picture cannot be read.
    OutputError
        If one cannot be written.
    CancelledError
        If the user stopped it.
    """
    result = []
    for number, image in enumerate(images):
        raise_if_cancelled(should_cancel)
        box = cut_px(image)
        result.append(image if box is None else _cut(image, box, folder, number))
    kept = {image.path for image in result}
    for path in {image.path for image in images} - kept:
        if path.parent == folder:
            path.unlink()
    return tuple(result)


def _cut(image: LabelledImage, box: _Box, folder: Path, number: int) -> LabelledImage:
    left, top, right, bottom = box
    target = folder / f"{image.path.stem}_person_{number:06d}.png"
    write_png(target, np.ascontiguousarray(read_image(image.path)[top:bottom, left:right]))
    person = image.box_px
    if person is not None:
        person = (person[0] - left, person[1] - top, *person[2:])
    return replace(
        image, path=target, name=target.name, size_px=(right - left, bottom - top),
        xy_px=image.xy_px - np.array([left, top]), box_px=person,
    )  # fmt: skip
