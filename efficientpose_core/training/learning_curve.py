"""What more labels would bring: the same training with a part of them.

Each point has its own training, of as many steps as that with all labels, from the same start, and
is scored on the same held-out people. Smaller parts lie within larger ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from efficientpose_core.errors import CancelledError, DataError, SettingsError
from efficientpose_core.models.store import load_weights
from efficientpose_core.models.weights import UNCALIBRATED, LoadedWeights
from efficientpose_core.progress import ShouldCancel, never_cancel
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.assessment import look_at
from efficientpose_core.training.config import TrainingConfig
from efficientpose_core.training.curve_points import CURVE_FILE, CurvePoint, write_curve
from efficientpose_core.training.data import Labelled, read_labels
from efficientpose_core.training.initial import skeleton_to_learn
from efficientpose_core.training.launch import train
from efficientpose_core.training.report import measure_figures
from efficientpose_core.training.validation import has_heads, labelled_set

__all__ = ["SHARES", "learning_curve"]

Emit = Callable[[dict[str, Any]], None]

SHARES = (0.25, 0.5, 1.0)


def learning_curve(
    config: TrainingConfig,
    *,
    shares: Sequence[float] = SHARES,
    emit: Emit = lambda event: None,
    should_cancel: ShouldCancel = never_cancel,
) -> tuple[CurvePoint, ...]:
    """Train with parts of the labels, and write what comes out as ``learning-curve.json``.

    Parameters
    ----------
    config
        Of the training with all labels; where its weights exist, they are used as they are.
    shares
        Parts, above 0 to 1.
    emit
        Told ``curve`` (``share``, ``progress``) and ``curve_point`` events.
    should_cancel
        Asked at every step; what was trained is kept, and the same call goes on.

    Returns
    -------
    tuple
        In rising order; first the weights before, if they know the same keypoints.

    Raises
    ------
    SettingsError
        If a share is out of range.
    DataError
        If there are no held-out people.
    CancelledError
        On request.
    """
    if config.validation is None:
        raise DataError("A learning curve needs held-out people: name some under 'validation'.")
    if not shares or not all(0 < share <= 1 for share in shares):
        raise SettingsError("Parts of a learning curve lie above 0 and up to 1: correct them.")
    start = None if config.start is None else load_weights(config.start)
    skeleton = skeleton_to_learn(config, start)
    held_out = read_labels(config.validation, skeleton)
    points = []

    def add(share: float, people: int, weights: LoadedWeights) -> None:
        points.append(_scored(share, people, weights, held_out, emit, should_cancel))
        emit({"event": "curve_point", **asdict(points[-1])})

    if start is not None and start.metadata.skeleton.keypoints == skeleton.keypoints:
        add(0.0, 0, start)
    for share in sorted(set(shares)):
        part = _part(config, share, skeleton)
        add(share, part.people, _trained(part.config, share, emit, should_cancel))
    path = config.folder / CURVE_FILE
    write_curve(tuple(points), path)
    emit({"event": "curve_finished", "file": str(path)})
    return tuple(points)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The training of one point, and how many people it learns from."""

    config: TrainingConfig
    people: int


def _part(config: TrainingConfig, share: float, skeleton: Skeleton) -> _Part:
    if share == 1:
        return _Part(config=config, people=sum(_counts(config, skeleton)))
    percent = f"{100 * share:g}"
    less = replace(
        config,
        name=f"{config.name}-{percent}",
        folder=config.folder / "learning-curve" / percent,
        train=tuple(replace(source, share=share * source.share) for source in config.train),
    )
    counts = _counts(less, skeleton)
    if config.epochs is not None:
        # As many steps as with all labels: what differs is what they show.
        longer = _steps_per_epoch(config, _counts(config, skeleton)) / _steps_per_epoch(
            less, counts
        )
        less = replace(less, epochs=config.epochs * longer)
    return _Part(config=less, people=sum(counts))


def _counts(config: TrainingConfig, skeleton: Skeleton) -> list[int]:
    return [len(read_labels(source, skeleton).images) for source in config.train]


def _steps_per_epoch(config: TrainingConfig, counts: Sequence[int]) -> int:
    shown = sum(source.repeat * n for source, n in zip(config.train, counts, strict=True))
    shown += config.phantom_frames + config.backgrounds
    return max(1, shown // config.batch_size)


def _trained(
    config: TrainingConfig, share: float, emit: Emit, should_cancel: ShouldCancel
) -> LoadedWeights:
    path = config.folder / f"{config.name}.safetensors"
    if path.is_file():
        weights = load_weights(path)
        if weights.metadata.calibration != UNCALIBRATED:
            return weights  # of a training that has ended, or that was assessed as it is

    def tell(event: dict[str, Any]) -> None:
        if event["event"] == "step":
            emit({"event": "curve", "share": share, "progress": event["progress"]})

    result = train(config, emit=tell, should_cancel=should_cancel)
    if not result.finished:
        raise CancelledError
    return result.weights


def _scored(
    share: float,
    people: int,
    weights: LoadedWeights,
    held_out: Labelled,
    emit: Emit,
    should_cancel: ShouldCancel,
) -> CurvePoint:
    skeleton = weights.metadata.skeleton
    xy_px = look_at(
        weights, stage="curve", labelled=held_out, emit=emit, should_cancel=should_cancel
    )
    unit = "head" if has_heads(held_out, skeleton) else "body"
    figures = measure_figures(xy_px, labelled_set(held_out, skeleton), skeleton, unit=unit)
    medians = [row.median_deg for row in figures.angles.values() if row.n]
    return CurvePoint(
        share=share,
        people=people,
        pck50=figures.pck50,
        pck10=figures.pck10,
        error_px=figures.error_px,
        angle_deg=float(np.median(medians)) if medians else math.nan,
    )
