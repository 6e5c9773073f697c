"""PCKh of the network in training, through the same estimator and decoding that users get."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor

from efficientpose_core.errors import DataError
from efficientpose_core.evaluation import (
    HEAD_FRACTION,
    LabelledSet,
    Predictions,
    calibrate,
    score,
)
from efficientpose_core.inference.engines import EngineName, EngineRequest
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.models.calibration import Calibration
from efficientpose_core.models.weights import LoadedWeights, WeightsMetadata
from efficientpose_core.pose import FloatArray
from efficientpose_core.progress import (
    Progress,
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.data import Labelled, picture_of

__all__ = [
    "Validation",
    "calibrated",
    "has_heads",
    "labelled_set",
    "predicted",
    "to_weights",
    "unit_px",
    "validate",
]

_BODY_FRACTION = 0.1
"""Unit where heads are unknown: this share of the labelled person's extent."""
_ENOUGH, _MOST = 100, 400
"""People for a full calibration, and at most."""
_LOWEST_HEIGHT = 0.01
_REQUEST = EngineRequest(engine=EngineName.TORCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What the validation people say.

    Parameters
    ----------
    pckh50, pckh10
        In percent; where the labels have no head, of a tenth of the person's extent instead.
    peak
        Mean height of the peaks.
    """

    pckh50: float
    pckh10: float
    peak: float

    @property
    def figure(self) -> float:
        """What the best weights are chosen by."""
        return self.pckh50 + self.pckh10


def to_weights(state: dict[str, Tensor], metadata: WeightsMetadata) -> LoadedWeights:
    """Return a network's state as weights in memory."""
    return LoadedWeights(
        metadata=metadata,
        state={
            name: value.detach().float().contiguous().numpy().copy()
            for name, value in state.items()
            if not name.endswith("num_batches_tracked")
        },
    )


def has_heads(labelled: Labelled, skeleton: Skeleton) -> bool:
    """Tell whether the unit of PCK is the head; it is a share of the body otherwise."""
    return bool(np.isfinite(_head_px(labelled, skeleton)).any())


def _head_px(labelled: Labelled, skeleton: Skeleton) -> FloatArray:
    """Return (N,) head sizes as labelled or from the labels; NaN where unknown."""
    unit = labelled.head_size_px
    if skeleton.has("head_top", "upper_neck"):
        ends = labelled.xy_px[:, [skeleton.index("head_top"), skeleton.index("upper_neck")]]
        length = np.linalg.norm(ends[:, 0] - ends[:, 1], axis=-1)
        unit = np.where(np.isfinite(unit), unit, HEAD_FRACTION * length)
    return unit


def unit_px(labelled: Labelled, skeleton: Skeleton) -> FloatArray:
    """Return (N,) the unit of PCK: head sizes, or shares of the body where heads are unknown."""
    if has_heads(labelled, skeleton):
        return _head_px(labelled, skeleton)
    extent = np.nanmax(labelled.xy_px, axis=1) - np.nanmin(labelled.xy_px, axis=1)
    by_body: FloatArray = _BODY_FRACTION * extent.max(axis=1)
    return by_body


def validate(
    weights: LoadedWeights,
    labelled: Labelled,
    *,
    should_cancel: ShouldCancel = never_cancel,
    progress: ProgressCallback = ignore_progress,
) -> tuple[Validation, FloatArray]:
    """Find the keypoints of the validation people and score them.

    Returns
    -------
    tuple
        The figures, and the (N, K, 2) keypoints in pixels.

    Raises
    ------
    DataError
        If no validation label can be scored.
    """
    skeleton = weights.metadata.skeleton
    with PoseEstimator(weights, request=_REQUEST) as estimator:
        found = predicted(estimator, labelled, should_cancel, progress)
    result = score(found.xy_px, labelled_set(labelled, skeleton), skeleton)
    peak = float(found.score.mean())
    return Validation(pckh50=result.pckh50, pckh10=result.pckh10, peak=peak), found.xy_px


def calibrated(weights: LoadedWeights, labelled: Labelled, *, source: str) -> LoadedWeights:
    """Return weights with their calibration, measured on people they were trained with.

    Without it the height of a peak could not tell a person from a wall: weights differ in how high
    their peaks are. Shifts and expected errors need `_ENOUGH` people; with fewer, only the height
    is measured, and so it is where a network finds too little; `source` tells that then. Expected
    errors are a little too small, since the people were learnt from.

    Parameters
    ----------
    weights
        Freshly trained.
    labelled
        The people; at most `_MOST` of them are used, evenly spread.
    source
        Who they are, for the record.
    """
    skeleton = weights.metadata.skeleton
    chosen = np.unique(np.linspace(0, len(labelled.images) - 1, _MOST).astype(int))
    part = Labelled(
        images=tuple(labelled.images[n] for n in chosen),
        xy_px=labelled.xy_px[chosen],
        head_size_px=labelled.head_size_px[chosen],
    )
    with PoseEstimator(weights, request=_REQUEST) as estimator:
        found = predicted(estimator, part, never_cancel)
        height = round(float(np.median(found.score.mean(axis=1))), 3)
        measured = Calibration(typical_confidence=max(height, _LOWEST_HEIGHT), source=source)
        if len(chosen) >= _ENOUGH:
            try:
                measured = calibrate(estimator, labelled_set(part, skeleton), found, source=source)
            except DataError:
                # Peaks of a network that has hardly learnt anything do not tell how wrong they are.
                measured = replace(
                    measured, source=f"{source}, heights only: it finds too little for the rest"
                )
    return replace(weights, metadata=replace(weights.metadata, calibration=measured))


def labelled_set(labelled: Labelled, skeleton: Skeleton) -> LabelledSet:
    """Return labelled people as they are scored."""
    return LabelledSet(
        images=tuple(image.path for image in labelled.images),
        xy_px=labelled.xy_px,
        head_size_px=unit_px(labelled, skeleton),
    )


def predicted(
    estimator: PoseEstimator,
    labelled: Labelled,
    should_cancel: ShouldCancel = never_cancel,
    progress: ProgressCallback = ignore_progress,
) -> Predictions:
    """Find the keypoints of labelled people, in whole pictures."""
    poses, scales = [], []
    total = len(labelled.images)
    for done, image in enumerate(labelled.images, 1):
        raise_if_cancelled(should_cancel)
        rgb = picture_of(image)
        poses.append(estimator.estimate(rgb))
        scales.append(max(rgb.shape[:2]) / estimator.input_px)
        progress(Progress(stage="Finding keypoints", done=done, total=total, unit="pictures"))
    return Predictions(
        xy_px=np.stack([pose.xy_px for pose in poses]),
        score=np.stack([pose.score for pose in poses]),
        spread_px=np.stack([pose.spread_px for pose in poses]),
        input_scale=np.array(scales),
    )
