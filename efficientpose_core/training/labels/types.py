"""Labels: people with labelled keypoints, whatever file they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import DataError
from efficientpose_core.pose import FloatArray, ProcessingStep
from efficientpose_core.skeleton import Skeleton

__all__ = [
    "BoxPx",
    "LabelSet",
    "LabelledImage",
    "Visibility",
    "VisibilityArray",
    "keypoint_box",
]

VisibilityArray = npt.NDArray[np.int8]
BoxPx = tuple[float, float, float, float]
"""Left, top, width, height, in pixels."""


class Visibility(IntEnum):
    """What a labeller said of a keypoint; the numbers are those of COCO."""

    MISSING = 0
    """Not labelled; the position is NaN."""
    OCCLUDED = 1
    """Labelled where it must be, although something hides it."""
    VISIBLE = 2
    """Labelled and seen."""

    @property
    def label(self) -> str:
        """Lower-case name as shown and written."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelledImage:
    """One labelled person in one picture; two people in a picture are two of these.

    Parameters
    ----------
    path
        Picture file, or video file where ``frame`` is given.
    frame
        Number of the frame in the video, from 0; None for a picture file.
    name
        What the label file calls the picture, for messages and for writing it again.
    size_px
        (width, height) of the upright picture; None where neither the label file nor the picture
        could tell.
    xy_px
        (K, 2) x right, y down, in pixels of the upright picture; pixel (0, 0) covers
        [0, 1) x [0, 1). NaN where there is no label. Not necessarily inside the picture.
    visibility
        (K,) `Visibility` values, int8. Finite ``xy_px`` exactly where it is not MISSING.
    group
        Person or video: what must not be divided between training and validation.
    head_size_px
        Unit of PCKh; NaN where the labels do not tell.
    box_px
        Left, top, width, height of the person; None where the labels do not tell.

    Raises
    ------
    DataError
        If shapes disagree, a value is infinite, visibility and NaN contradict each other, or a
        frame number is negative.
    """

    path: Path
    frame: int | None = None
    name: str
    size_px: tuple[int, int] | None
    xy_px: FloatArray
    visibility: VisibilityArray
    group: str
    head_size_px: float = float("nan")
    box_px: BoxPx | None = None

    def __post_init__(self) -> None:
        """Freeze the arrays and check that they fit together."""
        xy = np.array(self.xy_px, np.float64)
        visibility = np.array(self.visibility, np.int8)
        if xy.ndim != 2 or xy.shape[1] != 2 or visibility.shape != xy.shape[:1]:
            raise DataError(
                f"Labels of {self.name}: positions {xy.shape} and visibilities "
                f"{visibility.shape} do not fit together, expected (K, 2) and (K,)."
            )
        if np.any((visibility < Visibility.MISSING) | (visibility > Visibility.VISIBLE)):
            raise DataError(f"Labels of {self.name}: visibilities must be 0, 1 or 2.")
        is_labelled = visibility != Visibility.MISSING
        if np.isinf(xy).any() or np.any(np.isfinite(xy) != is_labelled[:, None]):
            raise DataError(
                f"Labels of {self.name}: a position must be finite where a keypoint is labelled, "
                "and NaN where it is not."
            )
        if self.frame is not None and self.frame < 0:
            raise DataError(f"Labels of {self.name}: frame numbers start at 0.")
        for field, array in (("xy_px", xy), ("visibility", visibility)):
            array.setflags(write=False)
            object.__setattr__(self, field, array)

    @property
    def is_labelled(self) -> npt.NDArray[np.bool_]:
        """(K,) True where there is a position."""
        result: npt.NDArray[np.bool_] = self.visibility != Visibility.MISSING
        return result


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelSet:
    """Labelled people of one skeleton. Immutable: methods return new sets.

    Parameters
    ----------
    skeleton
        Names the K keypoints.
    images
        The people, in the order of the file.
    log
        Where the labels came from and what was done to them, oldest first.

    Raises
    ------
    DataError
        If a picture has another number of keypoints than the skeleton.
    """

    skeleton: Skeleton
    images: tuple[LabelledImage, ...]
    log: tuple[ProcessingStep, ...] = ()

    def __post_init__(self) -> None:
        """Check that every picture fits the skeleton."""
        for image in self.images:
            if len(image.xy_px) != len(self.skeleton):
                raise DataError(
                    f"Labels of {image.name} have {len(image.xy_px)} keypoints, the skeleton "
                    f"'{self.skeleton.name}' has {len(self.skeleton)}."
                )

    def __len__(self) -> int:
        return len(self.images)

    @property
    def groups(self) -> tuple[str, ...]:
        """Persons or videos, each once, in order of appearance."""
        return tuple(dict.fromkeys(image.group for image in self.images))

    @property
    def xy_px(self) -> FloatArray:
        """(N, K, 2) positions in pixels, NaN where there is no label."""
        return np.array([image.xy_px for image in self.images]).reshape(-1, len(self.skeleton), 2)

    @property
    def visibility(self) -> VisibilityArray:
        """(N, K) `Visibility` values."""
        stacked = [image.visibility for image in self.images]
        return np.array(stacked, np.int8).reshape(-1, len(self.skeleton))

    def select(self, rows: Sequence[int], step: ProcessingStep) -> LabelSet:
        """Return the people at ``rows``, in that order, with ``step`` appended to the log."""
        images = tuple(self.images[row] for row in rows)
        return replace(self, images=images, log=(*self.log, step))


def keypoint_box(image: LabelledImage) -> BoxPx:
    """Return the smallest box around the labelled keypoints; zeros when there are none."""
    points = image.xy_px[image.is_labelled]
    if not len(points):
        return 0.0, 0.0, 0.0, 0.0
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right - left), float(bottom - top)
