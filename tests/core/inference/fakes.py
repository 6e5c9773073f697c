"""Scripted stand-ins for engines and estimators: known peaks in, known poses out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace

import numpy as np

from efficientpose_core.inference.engines import (
    Device,
    EngineInfo,
    EngineName,
    Mode,
    Precision,
)
from efficientpose_core.inference.estimator import Pose
from efficientpose_core.media.source import Frame

INPUT_PX = 224
CELLS = INPUT_PX // 8


class BrightSpotEngine:
    """See a person from the front: a red and a green spot.

    Keypoints of group 0 (the person's right side) lie on the spot further left in the picture, the
    others on the other spot, as a network would say of the mirrored picture, too.
    """

    def __init__(self, group_of: Sequence[int], height: float = 0.8) -> None:
        self.group_of = group_of
        self.height = height
        self.calls: list[int] = []
        self.closed = False

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(
            engine=EngineName.TORCH, device=Device.CPU, precision=Precision.F32,
            mode=Mode.LATENCY, version="0", hardware="none", max_difference=0.0,
        )  # fmt: skip

    @property
    def input_px(self) -> int:
        return INPUT_PX

    streams = 1

    def infer(self, images: np.ndarray) -> np.ndarray:
        self.calls.append(len(images))
        maps = np.zeros((len(images), len(self.group_of), CELLS, CELLS), np.float32)
        axis = 8.0 * np.arange(CELLS) + 4
        for n, image in enumerate(images):
            spots = sorted(spot for channel in (0, 1) if (spot := _centre(image[..., channel])))
            for k, group in enumerate(self.group_of):
                if len(spots) <= group:
                    continue
                x, y = spots[group]
                maps[n, k] = self.height * np.exp(
                    -((axis[:, None] - y) ** 2 + (axis[None] - x) ** 2) / (2 * 10.0**2)
                )
        return maps

    def close(self) -> None:
        self.closed = True


def _centre(brightness: np.ndarray) -> tuple[float, float] | None:
    weight = np.where(brightness < 100, 0.0, brightness)
    if not weight.any():
        return None
    rows, columns = np.indices(weight.shape)
    total = weight.sum()
    return (
        float((weight * (columns + 0.5)).sum() / total),
        float((weight * (rows + 0.5)).sum() / total),
    )


class ScriptedEstimator:
    """Answer every crop by a rule; presence is the score itself."""

    def __init__(
        self, rule: Callable[[Frame, tuple[float, float, float]], Pose], n_keypoints: int = 16
    ) -> None:
        self.rule = rule
        self.looked: list[tuple[int, tuple[float, float, float]]] = []
        self.skeleton = SimpleNamespace(keypoints=tuple(range(n_keypoints)))

    def estimate_boxes(
        self, frame: Frame, boxes: Sequence[tuple[float, float, float]]
    ) -> list[Pose]:
        return self.estimate_crops([(frame, box) for box in boxes])

    def estimate_crops(
        self, crops: Sequence[tuple[Frame, tuple[float, float, float]]]
    ) -> list[Pose]:
        self.looked += [(frame.index, box) for frame, box in crops]
        return [self.rule(frame, box) for frame, box in crops]

    def presence(self, pose: Pose) -> float:
        return pose.confidence


def stick_pose(centre: tuple[float, float], height: float, score: float) -> Pose:
    """Return 16 keypoints spread over a person of a height, all with one score."""
    rng = np.random.default_rng(3)
    spots = rng.uniform(-0.5, 0.5, (16, 2)) * [0.4, 1.0]
    spots[0], spots[1] = (0.0, -0.5), (0.0, 0.5)
    return Pose(
        xy_px=np.asarray(centre) + spots * height,
        score=np.full(16, score),
        spread_px=np.full(16, 1.0),
    )
