"""What decides the course of a training: contents of files and settings, never where they lie.

A run can be moved with its pictures and goes on; a label that was changed in the meantime makes it
another training, and its checkpoint is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from efficientpose_core.media.video import file_sha256

if TYPE_CHECKING:
    from efficientpose_core.models.weights import LoadedWeights
    from efficientpose_core.pose import FloatArray
    from efficientpose_core.skeleton import Skeleton
    from efficientpose_core.training.config import TrainingConfig
    from efficientpose_core.training.data import Labelled
    from efficientpose_core.training.examples import Examples
    from efficientpose_core.training.labels.types import LabelledImage

__all__ = ["course_of", "picture_key"]

_NOT_THE_COURSE = (
    "name", "folder", "processes", "threads", "checkpoint_minutes", "patience", "licence",
    "attribution", "notes",
)  # fmt: skip
_BY_CONTENT = ("start", "skeleton", "train", "validation")


def picture_key(image: LabelledImage) -> str:
    """Return what tells pictures apart: the content of the file, and the frame of a video."""
    found = image.path.stat()
    return f"{_content(image.path, found.st_size, found.st_mtime_ns)}:{image.frame}"


@cache
def _content(path: Path, size: int, modified_ns: int) -> str:
    """Return the start of a file's SHA-256; size and time make changed files be read again."""
    del size, modified_ns
    return file_sha256(path)[:32]


def course_of(
    config: TrainingConfig,
    start: LoadedWeights | None,
    skeleton: Skeleton,
    examples: Examples,
    validation: Labelled | None,
) -> Mapping[str, str]:
    """Return a digest of each part that decides what a training does.

    Parameters
    ----------
    config
        Its settings count, but neither paths nor what only concerns files and this machine.
    start
        Weights to go on from.
    skeleton
        What is learnt.
    examples
        Everything that is learnt from, teachers' keypoints included.
    validation
        The held-out people.
    """
    settings = asdict(config)
    for name in (*_NOT_THE_COURSE, *_BY_CONTENT):
        del settings[name]
    held_out: list[str | FloatArray] = []
    if validation is not None:
        held_out += [picture_key(image) for image in validation.images]
        held_out += [validation.xy_px, validation.head_size_px]
    return {
        "settings": _digest([repr(settings)]),
        "start weights": "" if start is None else start.digest,
        "keypoints": _digest([repr((skeleton.keypoints, skeleton.limbs))]),
        "labels": _digest([examples.xy_px, examples.share, examples.height, examples.repeat]),
        "pictures": _digest(picture.key for picture in examples.pictures),
        "held-out people": _digest(held_out),
    }


def _digest(parts: Iterable[str | FloatArray]) -> str:
    running = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else np.ascontiguousarray(part).tobytes()
        running.update(content)
        running.update(b"\n")
    return running.hexdigest()
