"""What the network is shown, and what is known about it: labels, a teacher, or an empty scene.

Two sources may say where a keypoint is: the label and the teacher. Each has a share in the target
and a height of its peak; a keypoint without any share is not supervised at all. A teacher that is
unsure makes a low peak, which teaches the student to be unsure there as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from efficientpose_core.errors import DataError
from efficientpose_core.pose import BoolArray, FloatArray
from efficientpose_core.training.crops import PictureSource

__all__ = ["Examples", "background_examples", "examples_from_labels", "join"]

_LABEL, _TEACHER = 0, 1
_AGREE = 0.12
"""Label and teacher agree within this share of the person's extent."""
_SURE = 0.5
"""A teacher is sure at this share of its typical peak height."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Examples:
    """N pictures with targets; the first axis of every array is the picture.

    Parameters
    ----------
    pictures
        How to get them.
    xy_px
        (N, 2, K, 2) what label and teacher say, in pixels of the picture; NaN for nothing.
    share
        (N, 2, K) of either in the target, together 1, or 0 where the keypoint is not supervised.
    height
        (N, 2, K) of the peaks.
    repeat
        (N,) how often each is shown an epoch.
    """

    pictures: tuple[PictureSource, ...]
    xy_px: FloatArray
    share: FloatArray
    height: FloatArray
    repeat: FloatArray

    def __len__(self) -> int:
        return len(self.pictures)


def examples_from_labels(
    pictures: Sequence[PictureSource],
    label_px: FloatArray,
    *,
    teacher: FloatArray | None = None,
    teacher_share: float = 0.5,
    drop_disputed: bool = False,
    repeat: int = 1,
) -> Examples:
    """Join labels and a teacher's keypoints.

    Parameters
    ----------
    pictures
        N pictures.
    label_px
        (N, K, 2), NaN where unlabelled.
    teacher
        (N, K, 3) x, y in pixels and peak height relative to the typical one, or None.
    teacher_share
        Of the target where both say something.
    drop_disputed
        Leave out labels that a sure teacher contradicts (noisy labels).
    repeat
        How often each picture is shown an epoch.

    Raises
    ------
    DataError
        If shapes disagree, or no keypoint of any picture is known.
    """
    count, joints = label_px.shape[:2]
    xy = np.full((count, 2, joints, 2), np.nan)
    share = np.zeros((count, 2, joints))
    height = np.ones((count, 2, joints))
    labelled = np.isfinite(label_px).all(axis=-1)
    xy[:, _LABEL] = label_px
    share[:, _LABEL] = labelled
    if teacher is not None:
        if teacher.shape != (count, joints, 3):
            raise DataError(
                f"The teacher gave {teacher.shape} keypoints for labels of {label_px.shape}: "
                "make its predictions again."
            )
        xy[:, _TEACHER] = teacher[..., :2]
        height[:, _TEACHER] = np.minimum(teacher[..., 2], 1.0)
        share[:, _TEACHER] = np.where(labelled, teacher_share, 1.0)
        share[:, _LABEL] *= 1.0 - teacher_share
        if drop_disputed:
            disputed = _disputed(label_px, teacher)
            share[:, _LABEL][disputed] = 0.0
            share[:, _TEACHER][disputed] = 1.0
    if not (share > 0).any():
        raise DataError("No keypoint of any picture is labelled: label some, or name a teacher.")
    return Examples(
        pictures=tuple(pictures),
        xy_px=xy,
        share=share,
        height=height,
        repeat=np.full(count, float(repeat)),
    )


def _disputed(label_px: FloatArray, teacher: FloatArray) -> BoolArray:
    """Return (N, K) True where a sure teacher is far from the label."""
    extent = np.nanmax(teacher[..., :2], axis=1) - np.nanmin(teacher[..., :2], axis=1)
    size = np.maximum(extent[:, 0], extent[:, 1])[:, None]
    distance = np.hypot(*np.moveaxis(label_px - teacher[..., :2], -1, 0))
    result: BoolArray = (distance > _AGREE * size) & (teacher[..., 2] > _SURE)
    return result


def background_examples(
    pictures: Sequence[PictureSource], n_keypoints: int, *, repeat: int = 1
) -> Examples:
    """Return pictures without a person: every map has to stay empty."""
    count = len(pictures)
    share = np.zeros((count, 2, n_keypoints))
    share[:, _LABEL] = 1.0
    return Examples(
        pictures=tuple(pictures),
        xy_px=np.full((count, 2, n_keypoints, 2), np.nan),
        share=share,
        height=np.zeros((count, 2, n_keypoints)),
        repeat=np.full(count, float(repeat)),
    )


def join(parts: Iterable[Examples]) -> Examples:
    """Return all examples of several sets, in order."""
    every = list(parts)
    return Examples(
        pictures=tuple(picture for part in every for picture in part.pictures),
        xy_px=np.concatenate([part.xy_px for part in every]),
        share=np.concatenate([part.share for part in every]),
        height=np.concatenate([part.height for part in every]),
        repeat=np.concatenate([part.repeat for part in every]),
    )
