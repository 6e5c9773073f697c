"""PoseEstimator: weights, an engine and decoding behind one call."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np

from efficientpose_core.errors import SettingsError
from efficientpose_core.inference.decoding import Decoded, Maps, decode
from efficientpose_core.inference.engines import EngineInfo, EngineRequest, open_engine
from efficientpose_core.inference.preprocess import (
    Placement,
    Resampling,
    letterbox,
    whole_picture_box,
)
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.resample import ByteImage, SquareBox
from efficientpose_core.media.source import Frame
from efficientpose_core.pose import FloatArray

if TYPE_CHECKING:
    from efficientpose_core.models.weights import LoadedWeights
    from efficientpose_core.skeleton import Skeleton

__all__ = ["EstimatorSettings", "Pose", "PoseEstimator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimatorSettings:
    """How keypoints are found in one picture.

    Parameters
    ----------
    refine
        Sub-pixel summit of the peak and the weights' calibrated offset; off, positions are those
        of the released code.
    resampling
        Fast, or exactly as in the released code (whole pictures only; slow).
    flip_test
        Average with the mirrored picture: twice the time, steadier keypoints.
    scales
        Sizes of the looked-at square relative to the person's box; several are averaged
        (multi-scale test), each costs one more pass.
    min_score
        Keypoints with a lower peak become NaN; 0 keeps all, as the released code does.

    Raises
    ------
    SettingsError
        For values out of range.
    """

    refine: bool = True
    resampling: Resampling = Resampling.FAST
    flip_test: bool = False
    scales: tuple[float, ...] = field(default=(1.0,))
    min_score: float = 0.0

    def __post_init__(self) -> None:
        """Check ranges."""
        if not self.scales or not all(0.25 <= scale <= 4 for scale in self.scales):
            raise SettingsError(
                "Scales of the multi-scale test lie between 0.25 and 4, one or more."
            )
        if not 0 <= self.min_score <= 1:
            raise SettingsError("The minimum score lies between 0 and 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Keypoints in one picture.

    Parameters
    ----------
    xy_px
        (K, 2) picture coordinates; pixel (0, 0) covers [0, 1) x [0, 1). NaN below ``min_score``.
    score
        (K,) peak heights, about 0..1.
    spread_px
        (K,) one standard deviation along an axis; NaN where unknown.
    """

    xy_px: FloatArray
    score: FloatArray
    spread_px: FloatArray

    @property
    def confidence(self) -> float:
        """Mean peak height: tells a person from an empty wall once the crop fits."""
        return float(self.score.mean())


class PoseEstimator:
    """Find keypoints in pictures of one person.

    Parameters
    ----------
    weights
        Name of installed weights or of a variant, a weights file, or loaded weights; the bundled
        ones by default.
    request
        Engine, device and precision; automatic by default.
    settings
        Decoding and test-time averaging.

    Raises
    ------
    MissingWeightsError, WeightsError, EngineError
        If the weights or the engine cannot be had; never replaced by others.

    Examples
    --------
    >>> with PoseEstimator("RT_LITE") as estimator:
    ...     pose = estimator.estimate(rgb)
    """

    def __init__(
        self,
        weights: LoadedWeights | str | Path | None = None,
        *,
        request: EngineRequest | None = None,
        settings: EstimatorSettings | None = None,
    ) -> None:
        if weights is None or isinstance(weights, str | Path):
            from efficientpose_core.models.store import load_weights

            weights = load_weights(weights)
        self.weights = weights
        self.settings = settings or EstimatorSettings()
        self._engine = open_engine(weights, request)
        streams = self._engine.streams
        self._pool = ThreadPoolExecutor(streams, "pose") if streams > 1 else None
        self._flip = list(weights.metadata.skeleton.flip_permutation)

    @property
    def skeleton(self) -> Skeleton:
        """Names of the keypoints."""
        return self.weights.metadata.skeleton

    @property
    def engine_info(self) -> EngineInfo:
        """Engine, device and precision really in use."""
        return self._engine.info

    @property
    def input_px(self) -> int:
        """Side of the network's input."""
        return self._engine.input_px

    def presence(self, pose: Pose) -> float:
        """Return how sure a person is in view, 1 for clearly visible people.

        The mean peak height, relative to that of these weights on clearly visible people: weights
        differ in how high their peaks are.
        """
        return pose.confidence / self.weights.metadata.calibration.typical_confidence

    def estimate(self, rgb: ByteImage) -> Pose:
        """Find the keypoints of a person who fills the picture.

        Parameters
        ----------
        rgb
            (H, W, 3) bytes.
        """
        if self.settings.resampling is Resampling.RELEASED:
            image, placement = letterbox(rgb, self.input_px, Resampling.RELEASED)
            return self._poses(self._maps(image[None]), [placement])[0]
        frame = Frame.from_rgb(rgb)
        return self.estimate_boxes(frame, [whole_picture_box(rgb.shape[1], rgb.shape[0])])[0]

    def estimate_boxes(self, frame: Frame, boxes: Sequence[SquareBox]) -> list[Pose]:
        """Find keypoints in square regions of a frame, one pose for each region.

        Regions may stick out of the picture; outside is black, as in training.
        """
        return self.estimate_crops([(frame, box) for box in boxes])

    def estimate_crops(self, crops: Sequence[tuple[Frame, SquareBox]]) -> list[Pose]:
        """Find keypoints in square regions of several frames, one pose for each.

        Where the engine has several streams, crops are worked on side by side.
        """
        if self._pool is None:
            return self._estimate(crops)
        return [pose for (pose,) in self._pool.map(self._estimate, [[crop] for crop in crops])]

    def _estimate(self, crops: Sequence[tuple[Frame, SquareBox]]) -> list[Pose]:
        size = self.input_px
        scales = self.settings.scales
        images = np.stack(
            [frame.letterbox(_scaled(box, s), size) for frame, box in crops for s in scales]
        )
        maps = self._maps(images)
        if len(scales) > 1 or scales[0] != 1.0:
            maps = _average_scales(maps, scales)
        return self._poses(maps, [Placement.of_box(box, size) for _, box in crops])

    def _maps(self, images: ByteImage) -> Maps:
        """Run the network, and its mirror image in the flip test."""
        if not self.settings.flip_test:
            return self._engine.infer(images)
        count = len(images)
        maps = self._engine.infer(np.concatenate([images, images[:, :, ::-1]]))
        mirrored = maps[count:, self._flip, :, ::-1]
        mean: Maps = (maps[:count] + mirrored) / np.float32(2)
        return mean

    def _poses(self, maps: Maps, placements: Sequence[Placement]) -> list[Pose]:
        decoded = decode(maps, refine=self.settings.refine)
        xy = decoded.xy_input
        if self.settings.refine:
            xy = xy + self._offset()
        spread = self._spread(decoded)
        poses = []
        for n, placement in enumerate(placements):
            xy_px = placement.to_picture(xy[n])
            score = decoded.score[n]
            xy_px[score < self.settings.min_score] = np.nan
            scale = (placement.scale_x + placement.scale_y) / 2
            poses.append(Pose(xy_px=xy_px, score=score, spread_px=spread[n] * scale))
        return poses

    def _offset(self) -> FloatArray:
        """Return the calibrated (K, 2) shift from peak to keypoint, in input pixels."""
        offset = self.weights.metadata.calibration.shifts(len(self.skeleton))
        if not self.settings.flip_test:
            return offset
        # In the mean with the mirror image, shifts along x of the two halves cancel.
        mirrored = offset[self._flip] * np.array([-1.0, 1.0])
        mean: FloatArray = (offset + mirrored) / 2
        return mean

    def _spread(self, decoded: Decoded) -> FloatArray:
        """Turn width and height of peaks into expected errors, in input pixels."""
        calibration = self.weights.metadata.calibration
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = decoded.spread_input / np.maximum(decoded.score, 0.01)
        spread = calibration.spread_scale * ratio**calibration.spread_exponent
        # Beyond a quarter of the picture the power law means nothing: the place is not known.
        result: FloatArray = np.where(spread <= self.input_px / 4, spread, np.nan)
        return result

    def close(self) -> None:
        """Free the network's memory."""
        if self._pool is not None:
            self._pool.shutdown()
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _scaled(box: SquareBox, factor: float) -> SquareBox:
    x0, y0, side = box
    grown = side * factor
    return (x0 - (grown - side) / 2, y0 - (grown - side) / 2, grown)


def _average_scales(maps: Maps, scales: Sequence[float]) -> Maps:
    """Bring maps of differently sized squares onto the first square's grid and average them.

    Parameters
    ----------
    maps
        (N * S, K, c, c), the S scales of a box side by side.
    scales
        The S factors.

    Returns
    -------
    numpy.ndarray
        (N, K, c, c).
    """
    cells = maps.shape[-1]
    grouped = maps.reshape(-1, len(scales), *maps.shape[1:])
    total = np.zeros_like(grouped[:, 0])
    for s, factor in enumerate(scales):
        # Cell centre i of the common grid lies at (i + 0.5 - c/2) / factor + c/2 - 0.5 here.
        shift = (cells / 2) * (1 - 1 / factor) + 0.5 / factor - 0.5
        matrix = np.array([[1 / factor, 0, shift], [0, 1 / factor, shift]])
        for n in range(len(grouped)):
            for k in range(maps.shape[1]):
                total[n, k] += cv2.warpAffine(
                    grouped[n, s, k], matrix, (cells, cells),
                    flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                )  # fmt: skip
    return total / np.float32(len(scales))
