"""What the pages of the wizard have gathered so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from efficientpose_core.models.store import InstalledWeights
    from efficientpose_core.skeleton import Skeleton
    from efficientpose_core.training.labels.complaints import Complaint, ReadLabels
    from efficientpose_core.training.labels.mapping import KeypointMapping
    from efficientpose_core.training.labels.split import Split
    from efficientpose_core.training.labels.types import LabelSet
    from efficientpose_core.training.report import Comparison
    from efficientpose_core.training.runs import Run

__all__ = ["FEET", "LabelFile", "Plan", "with_feet"]

FEET = ("left_heel", "left_big_toe", "right_heel", "right_big_toe")
"""With them the ankle angle can be told."""


def with_feet(skeleton: Skeleton) -> Skeleton:
    """Return a skeleton with heels and big toes, which the ankle angle needs."""
    from efficientpose_core.skeleton import Skeleton

    new = tuple(name for name in FEET if name not in skeleton)
    limbs = tuple(
        (f"{side}_{start}", f"{side}_{end}")
        for side in ("right", "left")
        for start, end in (("ankle", "heel"), ("heel", "big_toe"))
        if f"{side}_ankle" in skeleton
    )
    return Skeleton(
        name=f"{skeleton.name}-feet",
        keypoints=(*skeleton.keypoints, *new),
        limbs=(*skeleton.limbs, *(limb for limb in limbs if limb not in skeleton.limbs)),
        segments=(*skeleton.segments, *(limb for limb in limbs if limb not in skeleton.segments)),
    )


@dataclass(slots=True, kw_only=True)
class LabelFile:
    """One label file.

    Parameters
    ----------
    path
        File or project folder.
    kind
        Its format, as shown.
    read
        What it holds.
    mapping
        How its names become keypoints of the skeleton; None before that page.
    """

    path: Path
    kind: str
    read: ReadLabels
    mapping: KeypointMapping | None = None


@dataclass(slots=True, kw_only=True)
class Plan:
    """A training in preparation.

    Parameters
    ----------
    installed
        Models that one can start from.
    files
        Label files.
    licence, attribution
        Of the data, as the user states them.
    skeleton
        What is learnt.
    usable
        Checked labels of all files; None before the check.
    complaints
        Of the check.
    split
        None before that page.
    run
        The training on disk; None before it is made.
    comparison
        Before against after; None before the evaluation.
    """

    installed: Sequence[InstalledWeights] = ()
    files: list[LabelFile] = field(default_factory=list)
    licence: str = ""
    attribution: str = ""
    skeleton: Skeleton | None = None
    usable: LabelSet | None = None
    complaints: tuple[Complaint, ...] = ()
    split: Split | None = None
    run: Run | None = None
    comparison: Comparison | None = None
