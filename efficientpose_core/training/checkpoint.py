"""Checkpoints: one safetensors file that is either complete or absent.

It holds weights, their average and the optimizer's state, and as JSON in its header the step and
what was measured so far.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from efficientpose_core.atomic import atomic_path
from efficientpose_core.errors import DataError

__all__ = ["Checkpoint", "load_checkpoint", "save_checkpoint"]

_FORMAT = "efficientpose-training-checkpoint-2"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Checkpoint:
    """Everything that a training needs to go on as if it had not been stopped.

    Parameters
    ----------
    step
        Steps done.
    elapsed_s
        Training time so far.
    course
        Digest of each part that decides the training, see `identity.course_of`; the checkpoint
        of another training is refused.
    tensors
        ``network.``, ``average.``, ``best.`` and ``optimizer.`` before the names.
    record
        What was measured, see `trainer.Record`.
    """

    step: int
    elapsed_s: float
    course: Mapping[str, str]
    tensors: dict[str, Tensor]
    record: dict[str, Any] = field(default_factory=dict)


def save_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint; `OutputError` if it cannot be written, the one before it stays."""
    header = {
        "format": _FORMAT,
        "step": str(checkpoint.step),
        "elapsed_s": repr(checkpoint.elapsed_s),
        "course": json.dumps(dict(checkpoint.course)),
        "record": json.dumps(checkpoint.record),
    }
    tensors = {name: value.detach().contiguous() for name, value in checkpoint.tensors.items()}
    with atomic_path(path) as temporary:
        try:
            save_file(tensors, temporary, metadata=header)
        except SafetensorError as error:  # how the library tells a full disk
            raise OSError(str(error)) from error


def load_checkpoint(path: Path, course: Mapping[str, str]) -> Checkpoint:
    """Read a checkpoint.

    Raises
    ------
    DataError
        If it is damaged, of another version, or of a training with other settings or data.
    """
    try:
        with safe_open(path, framework="pt") as file:
            header = file.metadata() or {}
            if header.get("format") != _FORMAT:
                raise DataError(
                    f"{path} is a file of another program or version: use another folder, or "
                    "delete it to start from the beginning."
                )
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        checkpoint = Checkpoint(
            step=int(header["step"]),
            elapsed_s=float(header["elapsed_s"]),
            course=json.loads(header["course"]),
            tensors=tensors,
            record=json.loads(header["record"]),
        )
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise DataError(
            f"{path} is no complete checkpoint ({error}): delete it to start from the beginning."
        ) from error
    differing = [part for part in course if checkpoint.course.get(part) != course[part]]
    if differing:
        raise DataError(
            f"{path} belongs to a training with other {', '.join(differing)}: put them back, "
            "use another folder, or delete it to start from the beginning."
        )
    return checkpoint
