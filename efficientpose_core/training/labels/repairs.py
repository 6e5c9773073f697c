"""Mending labels in bulk where a check has found the cause. Nothing is mended unasked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from efficientpose_core.errors import DataError
from efficientpose_core.pose import ProcessingStep
from efficientpose_core.training.labels.pictures import PictureFacts
from efficientpose_core.training.labels.types import LabelledImage, LabelSet

__all__ = ["exchange_sides", "exchange_xy", "join_labels", "scale_to_pictures"]


def exchange_xy(labels: LabelSet) -> LabelSet:
    """Return the labels with x and y of all keypoints exchanged; sizes and boxes stay."""
    images = tuple(replace(image, xy_px=image.xy_px[:, ::-1]) for image in labels.images)
    return _logged(labels, images, ProcessingStep(name="exchange_xy"))


def exchange_sides(labels: LabelSet, rows: Sequence[int] | None = None) -> LabelSet:
    """Return the labels with left and right exchanged: of the people at ``rows``, or of all."""
    flip = list(labels.skeleton.flip_permutation)
    chosen = set(range(len(labels)) if rows is None else rows)
    images = tuple(
        replace(image, xy_px=image.xy_px[flip], visibility=image.visibility[flip])
        if row in chosen
        else image
        for row, image in enumerate(labels.images)
    )
    step = ProcessingStep(name="exchange_sides", parameters={"people": len(chosen)})
    return _logged(labels, images, step)


def scale_to_pictures(labels: LabelSet, facts: Mapping[Path, PictureFacts]) -> LabelSet:
    """Return the labels scaled to the size that the pictures really have.

    Raises
    ------
    DataError
        If a picture has other proportions than its labels: it was cut or turned.
    """
    images = tuple(_scaled(image, facts[image.path].size_px) for image in labels.images)
    changed = sum(a is not b for a, b in zip(images, labels.images, strict=True))
    step = ProcessingStep(name="scale_to_pictures", parameters={"people": changed})
    return _logged(labels, images, step)


def _scaled(image: LabelledImage, real: tuple[int, int] | None) -> LabelledImage:
    told = image.size_px
    if real is None or told is None or told == real:
        return image
    factor = (real[0] / told[0], real[1] / told[1])
    if abs(factor[0] - factor[1]) > 0.01 * factor[0]:
        raise DataError(
            f"{image.name} was labelled as {told[0]} x {told[1]} px and is {real[0]} x {real[1]} "
            "px: it was cut or turned, which scaling cannot mend. Put the original picture back."
        )
    box = image.box_px
    return replace(
        image,
        size_px=real,
        xy_px=image.xy_px * factor,
        head_size_px=image.head_size_px * factor[0],
        box_px=box
        and (box[0] * factor[0], box[1] * factor[1], box[2] * factor[0], box[3] * factor[1]),
    )


def join_labels(sets: Sequence[LabelSet]) -> LabelSet:
    """Return one set of several with the same keypoints.

    Raises
    ------
    DataError
        If there is none, or keypoints differ: map them to one skeleton first.
    """
    if not sets:
        raise DataError("There are no labels to join: choose a label file.")
    skeleton = sets[0].skeleton
    for other in sets[1:]:
        if other.skeleton.keypoints != skeleton.keypoints:
            raise DataError(
                f"The skeletons '{skeleton.name}' and '{other.skeleton.name}' have different "
                "keypoints: map both to the same skeleton before joining them."
            )
    images = tuple(image for labels in sets for image in labels.images)
    log = tuple(step for labels in sets for step in labels.log)
    step = ProcessingStep(name="join_labels", parameters={"people": [len(s) for s in sets]})
    return LabelSet(skeleton=skeleton, images=images, log=(*log, step))


def _logged(labels: LabelSet, images: tuple[LabelledImage, ...], step: ProcessingStep) -> LabelSet:
    return replace(labels, images=images, log=(*labels.log, step))
