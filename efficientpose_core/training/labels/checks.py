"""Checks of labels: what can be told from the numbers and from the pictures.

`check_points` looks at one person at a time, `check_pictures` at the files, `check_exchanges` for
exchanged axes and sides, with statistics over the whole set where one person proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from efficientpose_core.training.labels.complaints import Complaint, Kind, Severity
from efficientpose_core.training.labels.exchanges import check_exchanges
from efficientpose_core.training.labels.pictures import PictureFacts
from efficientpose_core.training.labels.types import LabelledImage, LabelSet

__all__ = ["check_labels", "check_pictures", "check_points"]

_SAME_PX = 2.0
"""Nobody labels two people this nearly alike."""
_FEW_PX = 3.0
"""Pictures are larger than this; coordinates of a whole set that are not are fractions."""


def check_labels(
    labels: LabelSet, facts: Mapping[Path, PictureFacts] | None = None
) -> tuple[Complaint, ...]:
    """Return everything that is wrong with labels.

    Parameters
    ----------
    labels
        With sides told by the prefixes ``left_`` and ``right_``; others are not checked for
        exchanged sides.
    facts
        From `inspect_pictures`; None to look at the numbers only.
    """
    return (
        *(check_pictures(labels, facts) if facts is not None else ()),
        *check_points(labels),
        *check_exchanges(labels),
    )


def check_pictures(labels: LabelSet, facts: Mapping[Path, PictureFacts]) -> Iterator[Complaint]:
    """Yield complaints about files: unreadable, of another size, frames that are not there, twice.

    Missing files are the readers' business.
    """
    first_of: dict[str, int] = {}
    for row, image in enumerate(labels.images):
        fact = facts[image.path]
        if fact.problem:
            yield _about(
                image, row, Severity.ERROR, Kind.UNREADABLE_IMAGE,
                f"{image.name} cannot be read: {fact.problem}",
            )  # fmt: skip
        if fact.size_px is None:
            continue
        if image.frame is not None and image.frame >= fact.frame_count:
            yield _about(
                image, row, Severity.ERROR, Kind.MISSING_FRAME,
                f"Frame {image.frame} of {image.name} is labelled, but the video has only "
                f"{fact.frame_count} frames: choose the video that was labelled.",
            )  # fmt: skip
        if image.size_px is not None and image.size_px != fact.size_px:
            yield _about(
                image, row, Severity.ERROR, Kind.WRONG_SIZE, _size_sentence(image, fact.size_px)
            )
        if fact.digest:
            first = first_of.setdefault(fact.digest, row)
            if labels.images[first].path != image.path:
                yield _about(
                    image, row, Severity.WARNING, Kind.DUPLICATE_IMAGE,
                    _duplicate_sentence(image, labels.images[first]),
                )  # fmt: skip


def _size_sentence(image: LabelledImage, real: tuple[int, int]) -> str:
    told = image.size_px or (0, 0)
    sentence = (
        f"{image.name} is {real[0]} x {real[1]} px, but was labelled as {told[0]} x {told[1]} px: "
    )
    if told == real[::-1]:
        return sentence + (
            "it was labelled lying on its side, without regard to how the camera was held. Label "
            "it upright, or save the picture without its orientation mark."
        )
    if abs(told[0] * real[1] - told[1] * real[0]) < 0.01 * told[0] * real[1]:
        return sentence + "scale the labels to the picture, or put the original picture back."
    return sentence + "it was cut or replaced. Put the picture back that was labelled."


def _duplicate_sentence(image: LabelledImage, first: LabelledImage) -> str:
    sentence = f"{image.name} is the same picture as {first.name}: "
    if image.group == first.group:
        return sentence + "delete one of them, or it counts twice."
    return sentence + (
        f"delete one of them, or put the groups {first.group} and {image.group} together; "
        "otherwise the network may be tested on a picture that it was trained on."
    )


def check_points(labels: LabelSet) -> Iterator[Complaint]:
    """Yield complaints about positions: none, outside, at the origin, fractions, labelled twice."""
    xy = labels.xy_px
    finite = xy[np.isfinite(xy)]
    if len(finite) >= 10 and finite.max() <= _FEW_PX and finite.min() >= 0:
        yield Complaint(
            severity=Severity.ERROR,
            kind=Kind.FRACTIONS,
            sentence="All coordinates are below 3: they are fractions of the picture, not pixels. "
            "Export the labels in pixels.",
        )
        return
    seen: dict[tuple[Path, int | None], list[int]] = {}
    for row, image in enumerate(labels.images):
        if not image.is_labelled.any():
            yield _about(
                image, row, Severity.NOTE, Kind.NO_KEYPOINTS,
                f"{image.name} has no labelled keypoint: it is not used. Label it, or leave it.",
            )  # fmt: skip
            continue
        yield from _outside(image, row, labels)
        for other in seen.setdefault((image.path, image.frame), []):
            gap = np.abs(image.xy_px - labels.images[other].xy_px)
            if np.isfinite(gap).any() and np.nanmax(gap) < _SAME_PX:
                yield _about(
                    image, row, Severity.WARNING, Kind.DUPLICATE_IMAGE,
                    f"The same person is labelled twice in {image.name}: delete one.",
                )  # fmt: skip
                break
        seen[image.path, image.frame].append(row)


def _outside(image: LabelledImage, row: int, labels: LabelSet) -> Iterator[Complaint]:
    width, height = image.size_px or (np.inf, np.inf)
    for name, (x, y) in zip(labels.skeleton.keypoints, image.xy_px, strict=True):
        is_at_origin = 0 <= x <= 1 and 0 <= y <= 1
        is_outside = x < 0 or y < 0 or x > width or y > height
        if is_at_origin:
            yield _about(
                image, row, Severity.WARNING, Kind.AT_ORIGIN,
                f"{name} of {image.name} lies in the top left corner, where some programs put "
                "keypoints that are not labelled: delete it, or mark it as not labelled.", name,
            )  # fmt: skip
        elif is_outside:
            told = f"{width:g} x {height:g} px" if image.size_px else "unknown size"
            yield _about(
                image, row, Severity.WARNING, Kind.OUTSIDE_IMAGE,
                f"{name} of {image.name} lies at ({x:.1f}, {y:.1f}), outside of the picture "
                f"({told}): move it, or mark it as not labelled.", name,
            )  # fmt: skip


def _about(
    image: LabelledImage,
    row: int,
    severity: Severity,
    kind: Kind,
    sentence: str,
    keypoint: str | None = None,
) -> Complaint:
    return Complaint(
        severity=severity, kind=kind, sentence=sentence, image=image.name, row=row,
        keypoint=keypoint,
    )  # fmt: skip
