"""PCKh of the network in training, through the same estimator and decoding that users get."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from torch import Tensor

from efficientpose_core.errors import DataError
from efficientpose_core.evaluation import HEAD_FRACTION, LabelledSet, score
from efficientpose_core.inference.engines import EngineName, EngineRequest
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.models.weights import LoadedWeights, WeightsMetadata
from efficientpose_core.pose import FloatArray
from efficientpose_core.progress import ShouldCancel, never_cancel, raise_if_cancelled
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.data import Labelled, picture_of

__all__ = ["Validation", "to_weights", "validate"]

_BODY_FRACTION = 0.1
"""Unit where heads are unknown: this share of the labelled person's extent."""


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


def _unit_px(labelled: Labelled, skeleton: Skeleton) -> FloatArray:
    """Return (N,) head sizes as labelled or from the labels; without heads, shares of the body."""
    unit = labelled.head_size_px
    if skeleton.has("head_top", "upper_neck"):
        ends = labelled.xy_px[:, [skeleton.index("head_top"), skeleton.index("upper_neck")]]
        length = np.linalg.norm(ends[:, 0] - ends[:, 1], axis=-1)
        unit = np.where(np.isfinite(unit), unit, HEAD_FRACTION * length)
    if np.isfinite(unit).any():
        return unit
    extent = np.nanmax(labelled.xy_px, axis=1) - np.nanmin(labelled.xy_px, axis=1)
    by_body: FloatArray = _BODY_FRACTION * extent.max(axis=1)
    return by_body


def validate(
    weights: LoadedWeights,
    labelled: Labelled,
    skeleton: Skeleton,
    *,
    should_cancel: ShouldCancel = never_cancel,
) -> Validation:
    """Find the keypoints of the validation people and score them.

    Raises
    ------
    DataError
        If no validation label can be scored.
    """
    request = EngineRequest(engine=EngineName.TORCH)
    found, heights = [], []
    with PoseEstimator(weights, request=request) as estimator:
        for image in labelled.images:
            raise_if_cancelled(should_cancel)
            pose = estimator.estimate(picture_of(image))
            found.append(pose.xy_px)
            heights.append(pose.confidence)
    if not len(labelled.images):
        raise DataError("There is nobody to validate with: give labelled people.")
    people = LabelledSet(
        images=tuple(image.path for image in labelled.images),
        xy_px=labelled.xy_px,
        head_size_px=_unit_px(labelled, skeleton),
    )
    result = score(np.stack(found), people, skeleton)
    return Validation(pckh50=result.pckh50, pckh10=result.pckh10, peak=float(np.mean(heights)))
