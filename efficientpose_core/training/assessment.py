"""Look at the held-out people with the weights before and after, and write what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from efficientpose_core.atomic import write_bytes, write_text
from efficientpose_core.errors import DataError, MissingWeightsError, OutputError
from efficientpose_core.evaluation import LabelledSet
from efficientpose_core.inference.engines import EngineName, EngineRequest
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.resample import ByteImage
from efficientpose_core.models.store import load_weights
from efficientpose_core.models.weights import UNCALIBRATED, LoadedWeights, save_native
from efficientpose_core.pose import FloatArray
from efficientpose_core.progress import Progress, ShouldCancel, never_cancel
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.config import TrainingConfig
from efficientpose_core.training.data import Labelled, picture_of, read_labels
from efficientpose_core.training.model_card import model_card
from efficientpose_core.training.report import (
    Comparison,
    WorstFrame,
    compare,
    worst_rows,
    write_comparison,
)
from efficientpose_core.training.runs import Run
from efficientpose_core.training.samples import draw_both
from efficientpose_core.training.validation import (
    calibrated,
    has_heads,
    labelled_set,
    predicted,
)

__all__ = ["assess", "look_at"]

Emit = Callable[[dict[str, Any]], None]

_WORST = 8


def assess(
    config: TrainingConfig,
    *,
    emit: Emit = lambda event: None,
    should_cancel: ShouldCancel = never_cancel,
) -> Comparison:
    """Compare the weights of a training with those that it started from.

    Writes ``report.json``, ``MODEL_CARD.md`` and pictures of the worst frames into the folder of
    the training. Weights of a training that was stopped are calibrated first, as the regular end
    does it.

    Parameters
    ----------
    config
        Of a training that has ended or was stopped.
    emit
        Told how far it is, as mappings with ``event``.
    should_cancel
        Asked at every picture.

    Raises
    ------
    DataError
        If there are no held-out people, or nothing can be scored.
    MissingWeightsError
        If the training has left no weights yet.
    CancelledError
        On request.
    """
    run = Run(folder=config.folder)
    path = config.folder / f"{config.name}.safetensors"
    if config.validation is None:
        raise DataError("This training has no held-out people: name some under 'validation'.")
    if not path.is_file():
        raise MissingWeightsError(
            f"{path} does not exist: train first, or go on until the first checkpoint."
        )
    trained = _calibrated(load_weights(path), config)
    skeleton = trained.metadata.skeleton
    labelled = read_labels(config.validation, skeleton)
    people = labelled_set(labelled, skeleton)
    look = partial(look_at, labelled=labelled, emit=emit, should_cancel=should_cancel)
    before = None
    if config.start is not None:
        start = load_weights(config.start)
        before = look(start, stage="before"), start.metadata.skeleton
    after = look(trained, stage="after")
    comparison = compare(
        before,
        after,
        people,
        skeleton,
        groups=tuple(image.group for image in labelled.images),
        unit="head" if has_heads(labelled, skeleton) else "body",
    )
    comparison = replace(
        comparison, worst=_draw_worst(after, labelled, people, skeleton, config.folder)
    )
    write_comparison(comparison, run.report_path)
    learnt = read_labels(config.train[0], skeleton)
    write_text(run.card_path, model_card(config, trained.metadata, comparison, learnt, labelled))
    emit({"event": "assessed", "report": str(run.report_path), "card": str(run.card_path)})
    return comparison


def _calibrated(trained: LoadedWeights, config: TrainingConfig) -> LoadedWeights:
    if trained.metadata.calibration != UNCALIBRATED:
        return trained
    learnt = read_labels(config.train[0], trained.metadata.skeleton)
    weights = calibrated(trained, learnt, source=f"people that '{config.name}' learnt from")
    assert trained.path is not None
    save_native(trained.path, weights.state, weights.metadata)
    return weights


def look_at(
    weights: LoadedWeights,
    *,
    stage: str,
    labelled: Labelled,
    emit: Emit,
    should_cancel: ShouldCancel,
) -> FloatArray:
    """Return the (N, K, 2) keypoints in pixels that weights find of people, as users get them."""

    def tell(progress: Progress) -> None:
        emit({
            "event": "assessing", "stage": stage, "done": progress.done, "total": progress.total,
        })  # fmt: skip

    with PoseEstimator(weights, request=EngineRequest(engine=EngineName.TORCH)) as estimator:
        return predicted(estimator, labelled, should_cancel, tell).xy_px


def _draw_worst(
    found: FloatArray, labelled: Labelled, people: LabelledSet, skeleton: Skeleton, folder: Path
) -> tuple[WorstFrame, ...]:
    frames = []
    for rank, (row, error) in enumerate(worst_rows(found, people, count=_WORST), 1):
        image = labelled.images[row]
        file = f"worst/{rank:02d}.jpg"
        picture = draw_both(picture_of(image), labelled.xy_px[row], found[row], skeleton)
        write_bytes(folder / file, _jpeg(picture, folder / file))
        frames.append(WorstFrame(name=image.name, error_percent=error, file=file))
    return tuple(frames)


def _jpeg(rgb: ByteImage, path: Path) -> bytes:
    done, content = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    if not done:
        raise OutputError(f"Cannot write {path} as JPEG: choose another folder.")
    return bytes(content)
