"""Measure how long networks take, on weights that are only good for that."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

import numpy as np

from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.models.variants import VariantSpec
from efficientpose_core.models.weights import LoadedWeights, WeightsMetadata
from efficientpose_core.skeleton import MPII16

__all__ = ["frames_per_second", "interleaved_medians_s", "timing_weights"]


def timing_weights(spec: VariantSpec) -> LoadedWeights:
    """Return random weights of a variant, for measuring speed where none are installed.

    They never leave the measurement: their keypoints mean nothing.
    """
    import torch

    from efficientpose_core.models.network import EfficientPose

    model = EfficientPose(spec, n_limbs=0, heads=("confs2",))
    model.initialize(seed=0)
    with torch.inference_mode():
        state = {
            name: tensor.numpy().copy()
            for name, tensor in model.state_dict().items()
            if not name.endswith("num_batches_tracked")
        }
    metadata = WeightsMetadata(
        name=f"timing-{spec.key}",
        variant=spec.name,
        heads=("confs2",),
        skeleton=MPII16,
        normalization=spec.normalization,
        licence="none",
        notes="random values, for measuring speed only",
    )
    return LoadedWeights(metadata=metadata, state=state)


def interleaved_medians_s(
    actions: Sequence[Callable[[], object]],
    *,
    repeats: int,
    warm_up: int = 3,
    calls: int = 1,
    pause_s: float = 0.0,
) -> list[float]:
    """Time actions in turn, so that a noisy moment hits all of them; median seconds of each.

    Parameters
    ----------
    actions
        What to time.
    repeats
        Rounds.
    warm_up
        Calls before the first round.
    calls
        Timed calls of an action in each round; with a pause, one more goes before them untimed.
    pause_s
        Rest before each action. Torch's threads spin for 0.2 s after their last work, and would
        take the cores from whatever is timed next.
    """
    for action in actions:
        for _ in range(warm_up):
            action()
    samples: list[list[float]] = [[] for _ in actions]
    for _ in range(repeats):
        for action, times in zip(actions, samples, strict=True):
            if pause_s:
                time.sleep(pause_s)
                action()
            for _ in range(calls):
                started = time.perf_counter()
                action()
                times.append(time.perf_counter() - started)
    return [statistics.median(times) for times in samples]


def frames_per_second(estimator: PoseEstimator, *, seconds: float = 0.5) -> float:
    """Return how many poses a second an estimator finds in pictures of its own input's size."""
    side = estimator.input_px
    picture = np.full((side, side, 3), 128, np.uint8)
    for _ in range(3):
        estimator.estimate(picture)
    times: list[float] = []
    while sum(times) < seconds:
        started = time.perf_counter()
        estimator.estimate(picture)
        times.append(time.perf_counter() - started)
    return 1.0 / statistics.median(times)
