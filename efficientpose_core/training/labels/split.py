"""Dividing labels into training, validation and test parts, never a group on two sides."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.pose import ProcessingStep
from efficientpose_core.training.labels.types import LabelSet

__all__ = ["Split", "part_of", "split_by_group"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """Labels in parts that share no person and no video.

    Parameters
    ----------
    training, validation, test
        ``test`` is empty when none was asked for.
    """

    training: LabelSet
    validation: LabelSet
    test: LabelSet


def split_by_group(
    labels: LabelSet, *, validation: float = 0.2, test: float = 0.0, seed: int = 0
) -> Split:
    """Divide labels by person or video (`LabelledImage.group`).

    Parameters
    ----------
    labels
        Of at least as many groups as there are parts.
    validation, test
        Wanted share of the people in these parts; 0 for no test part. Groups are kept whole, so
        that the share is met as closely as their sizes allow; the log of each part tells it.
    seed
        The same labels and seed give the same parts, in whatever order the labels come.

    Raises
    ------
    SettingsError
        If shares are out of range.
    DataError
        If there are too few groups.

    Notes
    -----
    Groups are taken in the order of a hash of seed and name: adding people later leaves most
    groups on the side where they were.
    """
    if not (0 < validation < 1 and 0 <= test < 1 and validation + test < 1):
        raise SettingsError(
            f"The shares of validation ({validation:g}) and test ({test:g}) must be positive and "
            "leave something to train on."
        )
    sizes = Counter(image.group for image in labels.images)
    parts = 3 if test else 2
    if len(sizes) < parts:
        raise DataError(
            f"The labels come from {len(sizes)} persons or videos, which cannot be divided into "
            f"{parts} parts without showing the same person on both sides: label more recordings, "
            "or group the pictures in another way."
        )
    waiting = sorted(sizes, key=lambda group: _rank(group, seed))
    chosen_test = _take(waiting, sizes, test * len(labels), keep=2) if test else set()
    waiting = [group for group in waiting if group not in chosen_test]
    chosen_validation = _take(waiting, sizes, validation * len(labels), keep=1)
    return Split(
        training=_part(labels, set(waiting) - chosen_validation, "training", seed),
        validation=_part(labels, chosen_validation, "validation", seed),
        test=_part(labels, chosen_test, "test", seed),
    )


def part_of(labels: LabelSet, share: float) -> LabelSet:
    """Return a share of the people, person by person or video by video, for learning curves.

    Parameters
    ----------
    labels
        Whole set.
    share
        Above 0, to 1. Smaller parts lie within larger ones; one person stays at least.
    """
    if share == 1:
        return labels
    images = labels.images
    order = sorted(
        range(len(images)),
        key=lambda row: (
            _rank(images[row].group, 0), _rank(f"{images[row].name}\n{images[row].frame}", 0), row,
        ),
    )  # fmt: skip
    rows = sorted(order[: max(1, round(share * len(images)))])
    step = ProcessingStep(
        name="part_of",
        parameters={"share": share, "people": len(rows)},
        note=f"{len(rows)} of {len(images)} people ({share:.0%}) for a learning curve.",
    )
    return labels.select(rows, step)


def _rank(group: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}\n{group}".encode()).digest()


def _take(groups: list[str], sizes: Mapping[str, int], wanted: float, *, keep: int) -> set[str]:
    """Return groups, at least one, whose sizes come near ``wanted``; ``keep`` groups stay."""
    taken: set[str] = set()
    total = 0
    for group in groups:
        if len(taken) == len(groups) - keep:
            break
        if abs(total + sizes[group] - wanted) < abs(total - wanted):
            taken.add(group)
            total += sizes[group]
    if not taken:
        # Even the smallest one is more than twice what is wanted.
        taken.add(min(groups, key=lambda group: sizes[group]))
    return taken


def _part(labels: LabelSet, groups: set[str], name: str, seed: int) -> LabelSet:
    rows = [row for row, image in enumerate(labels.images) if image.group in groups]
    share = len(rows) / len(labels) if len(labels) else math.nan
    step = ProcessingStep(
        name="split_by_group",
        parameters={
            "part": name, "seed": seed, "people": len(rows), "groups": len(groups), "share": share,
        },
        note=f"{name.capitalize()}: {len(rows)} people ({share:.0%}) of {len(groups)} groups.",
    )  # fmt: skip
    return labels.select(rows, step)
