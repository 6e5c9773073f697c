"""Score keypoints against labels (PCKh), and calibrate weights on labelled people.

PCKh@a counts a keypoint as right when it lies within a x head size of its label (Andriluka et al.
2014, doi:10.1109/CVPR.2014.471). As MPII does, pelvis and thorax are left out of the mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from efficientpose_core.errors import DataError
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.media.images import read_image
from efficientpose_core.models.calibration import Calibration
from efficientpose_core.pose import BoolArray, FloatArray
from efficientpose_core.progress import (
    Progress,
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)
from efficientpose_core.skeleton import Skeleton

__all__ = [
    "LARGEST_RMSE_DEG",
    "SAGITTAL_LEG_ANGLES",
    "LabelledSet",
    "Predictions",
    "Score",
    "angle_rmse",
    "calibrate",
    "predict",
    "read_coco",
    "score",
]

LARGEST_RMSE_DEG = 4.0
"""Hip and knee flexion of the built-in walker, near and far leg: what the product promises.
Released II_LITE stays below 3.5."""
SAGITTAL_LEG_ANGLES = tuple(
    f"{side}_{joint}_flexion" for side in ("right", "left") for joint in ("hip", "knee")
)
"""What a gait analysis stands on, and what the phantom is compared in."""

LEFT_OUT_OF_MEAN = ("pelvis", "thorax")
HEAD_FRACTION = 0.75
"""Head size where none is given: this times the distance from neck to head top."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelledSet:
    """People with labelled keypoints, one to a picture.

    Parameters
    ----------
    images
        N picture files.
    xy_px
        (N, K, 2) labels in pixels, NaN where unlabelled. COCO's coordinates are taken as
        continuous ones: pixel (0, 0) covers [0, 1) x [0, 1).
    head_size_px
        (N,) the unit of PCKh; NaN where it cannot be told.
    """

    images: tuple[Path, ...]
    xy_px: FloatArray
    head_size_px: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Predictions:
    """What an estimator found on a labelled set.

    Parameters
    ----------
    xy_px, score, spread_px
        (N, K, 2), (N, K), (N, K); as in `Pose`.
    input_scale
        (N,) picture pixels per pixel of the network's input.
    """

    xy_px: FloatArray
    score: FloatArray
    spread_px: FloatArray
    input_scale: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """PCKh in percent.

    Parameters
    ----------
    n
        People scored.
    pckh50, pckh10
        Means over keypoints at 0.5 and 0.1 head sizes, without pelvis and thorax.
    per_joint
        Keypoint to (PCKh@50, PCKh@10); NaN for keypoints without labels.
    """

    n: int
    pckh50: float
    pckh10: float
    per_joint: Mapping[str, tuple[float, float]]


def read_coco(data: Path, images: Path, skeleton: Skeleton) -> LabelledSet:
    """Read COCO keypoint labels.

    Parameters
    ----------
    data
        JSON with ``images``, ``annotations``, ``categories``; one annotation counts a picture.
        ``head_size`` in an annotation is the unit of PCKh.
    images
        Folder that ``file_name`` is relative to.
    skeleton
        Keypoints of the network; labels are joined by name.

    Raises
    ------
    DataError
        If the file is not such JSON, names a picture twice or one that is missing, or shares no
        keypoint with the skeleton.
    """
    content = _read_json(data)
    try:
        names: list[str] = content["categories"][0]["keypoints"]
        files = {image["id"]: images / image["file_name"] for image in content["images"]}
        annotations: list[dict[str, Any]] = content["annotations"]
        rows = [
            (
                files[annotation["image_id"]],
                np.array(annotation["keypoints"], np.float64).reshape(len(names), 3),
                float(annotation.get("head_size", np.nan)),
            )
            for annotation in annotations
        ]
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise DataError(
            f"{data} is not COCO keypoint data ({type(error).__name__}: {error}): it needs images, "
            "annotations with keypoints, and categories with keypoint names."
        ) from error
    _check_rows(data, rows, names, skeleton)
    xy = np.full((len(rows), len(skeleton), 2), np.nan)
    for n, (_, points, _) in enumerate(rows):
        for name, (x, y, visibility) in zip(names, points, strict=True):
            if visibility > 0 and name in skeleton:
                xy[n, skeleton.index(name)] = x, y
    head = np.array([size for _, _, size in rows])
    return LabelledSet(
        images=tuple(path for path, _, _ in rows),
        xy_px=xy,
        head_size_px=np.where(np.isfinite(head), head, _head_from_labels(xy, skeleton)),
    )


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}. Check the path.") from error
    except ValueError as error:
        raise DataError(f"{path} is not JSON ({error}): give a COCO keypoint file.") from error


def _check_rows(
    data: Path,
    rows: Sequence[tuple[Path, FloatArray, float]],
    names: Sequence[str],
    skeleton: Skeleton,
) -> None:
    if not rows:
        raise DataError(f"{data} holds no annotations: give a labelled file.")
    if not any(name in skeleton for name in names):
        raise DataError(
            f"{data} shares no keypoint name with the skeleton '{skeleton.name}': its names are "
            f"{', '.join(names)}."
        )
    seen: set[Path] = set()
    for path, _, _ in rows:
        if path in seen:
            raise DataError(f"{data} labels {path.name} twice: one person a picture is scored.")
        seen.add(path)
        if not path.is_file():
            raise DataError(f"{data} names {path}, which does not exist: check --images.")


def _head_from_labels(xy: FloatArray, skeleton: Skeleton) -> FloatArray:
    if not skeleton.has("head_top", "upper_neck"):
        return np.full(len(xy), np.nan)
    gap = xy[:, skeleton.index("head_top")] - xy[:, skeleton.index("upper_neck")]
    result: FloatArray = HEAD_FRACTION * np.hypot(gap[:, 0], gap[:, 1])
    return result


def predict(
    estimator: PoseEstimator,
    labelled: LabelledSet,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> Predictions:
    """Run the estimator on whole pictures, as the released evaluation does."""
    poses, scales = [], []
    total = len(labelled.images)
    for n, path in enumerate(_each(labelled.images, should_cancel)):
        rgb = read_image(path)
        poses.append(estimator.estimate(rgb))
        scales.append(max(rgb.shape[:2]) / estimator.input_px)
        progress(Progress(stage="Finding keypoints", done=n + 1, total=total, unit="pictures"))
    return Predictions(
        xy_px=np.stack([pose.xy_px for pose in poses]),
        score=np.stack([pose.score for pose in poses]),
        spread_px=np.stack([pose.spread_px for pose in poses]),
        input_scale=np.array(scales),
    )


def _each(images: Sequence[Path], should_cancel: ShouldCancel) -> Iterator[Path]:
    for path in images:
        raise_if_cancelled(should_cancel)
        yield path


def score(xy_px: FloatArray, labelled: LabelledSet, skeleton: Skeleton) -> Score:
    """Return PCKh of predicted positions (N, K, 2); missing predictions count as wrong.

    Raises
    ------
    DataError
        If no label can be scored: none is there, or head sizes are unknown.
    """
    gap = xy_px - labelled.xy_px
    error = np.hypot(gap[..., 0], gap[..., 1]) / labelled.head_size_px[:, None]
    counted = np.isfinite(labelled.xy_px[..., 0]) & np.isfinite(labelled.head_size_px)[:, None]
    if not counted.any():
        raise DataError(
            "Nothing to score: labels need a head_size, or both head_top and upper_neck."
        )
    per_joint = {
        name: (_percent_within(error, counted, k, 0.5), _percent_within(error, counted, k, 0.1))
        for k, name in enumerate(skeleton.keypoints)
    }
    in_mean = np.array([pair for name, pair in per_joint.items() if name not in LEFT_OUT_OF_MEAN])
    mean50, mean10 = np.nanmean(in_mean, axis=0)
    return Score(n=len(error), pckh50=float(mean50), pckh10=float(mean10), per_joint=per_joint)


def _percent_within(error: FloatArray, counted: BoolArray, joint: int, limit: float) -> float:
    chosen = counted[:, joint]
    if not chosen.any():
        return float("nan")
    # NaN (no prediction) compares false: wrong.
    return 100.0 * float(np.mean(error[chosen, joint] <= limit))


def angle_rmse(angles: AngleTrack, truth: Mapping[str, FloatArray]) -> dict[str, float]:
    """Return root-mean-square errors in degrees of angles against exact ones.

    Parameters
    ----------
    angles
        Computed angles of a whole clip.
    truth
        Name to (T,) exact angles; names that ``angles`` lacks are left out.

    Returns
    -------
    dict
        Over frames that have a value; NaN where none has.
    """
    errors = {}
    for name, exact in truth.items():
        if name in angles.names:
            gap = angles.column(name) - exact
            known = gap[np.isfinite(gap)]
            errors[name] = float(np.sqrt(np.mean(known**2))) if len(known) else float("nan")
    return errors


def calibrate(
    estimator: PoseEstimator, labelled: LabelledSet, predictions: Predictions, *, source: str
) -> Calibration:
    """Measure shift, spread and typical confidence of weights.

    Parameters
    ----------
    estimator
        Made with uncalibrated weights, or those to calibrate anew: its present shift is undone.
    labelled, predictions
        People apart from those that are scored later.
    source
        Description of the people, for the record.

    Notes
    -----
    The shift of a keypoint is the median of label minus peak over labels within 0.3 head sizes,
    made symmetric: mirrored joints share their y, and their x up to sign around a common one. The
    expected error is a power law of width over height of the peak, fitted to the median error in
    ten bins; for a Gaussian error along two axes the median distance is 1.1774 standard deviations.
    """
    skeleton = estimator.skeleton
    present = estimator.weights.metadata.calibration
    shift_now = present.shifts(len(skeleton))
    scale = predictions.input_scale[:, None]
    gap = (labelled.xy_px - predictions.xy_px) / scale[..., None] + shift_now
    distance = np.hypot(gap[..., 0], gap[..., 1])
    near = np.less_equal(distance, 0.3 * labelled.head_size_px[:, None] / scale)
    shift = _symmetric_shift(np.where(near[..., None], gap, np.nan), skeleton)
    residual = gap - shift
    error = np.hypot(residual[..., 0], residual[..., 1])
    ratio = (predictions.spread_px / scale / present.spread_scale) ** (1 / present.spread_exponent)
    spread_scale, exponent = _fit_spread(ratio, error)
    visible = np.isfinite(labelled.xy_px).all(axis=(1, 2))
    confident = predictions.score.mean(axis=1)
    return Calibration(
        shift_px=tuple((round(float(x), 2), round(float(y), 2)) for x, y in shift),
        spread_scale=round(spread_scale, 5),
        spread_exponent=round(exponent, 3),
        typical_confidence=round(
            float(np.median(confident[visible] if visible.any() else confident)), 3
        ),
        source=source,
    )


def _symmetric_shift(gap: FloatArray, skeleton: Skeleton) -> FloatArray:
    """Return (K, 2) median gaps, symmetric under mirroring; zero for keypoints without labels."""
    labelled = np.isfinite(gap[..., 0]).sum(axis=0) > 0
    median = np.zeros(gap.shape[1:])
    median[labelled] = np.nanmedian(gap[:, labelled], axis=0)
    common_x = float(np.median(median[labelled, 0])) if labelled.any() else 0.0
    other = median[list(skeleton.flip_permutation)]
    x = common_x + (median[:, 0] - other[:, 0]) / 2
    y = (median[:, 1] + other[:, 1]) / 2
    return np.where(labelled[:, None], np.stack([x, y], 1), 0.0)


def _fit_spread(ratio: FloatArray, error: FloatArray) -> tuple[float, float]:
    """Fit ``sd = scale * ratio ** exponent`` to binned median errors."""
    usable = np.logical_and(np.isfinite(ratio), error > 0)
    ratio, error = ratio[usable], error[usable]
    edges = np.quantile(ratio, np.linspace(0, 1, 11))
    bins = np.clip(np.searchsorted(edges, ratio, side="right") - 1, 0, 9)
    centres = np.array([np.median(ratio[bins == b]) for b in range(10)])
    medians = np.array([np.median(error[bins == b]) for b in range(10)]) / 1.1774
    exponent, log_scale = np.polyfit(np.log(centres), np.log(medians), 1)
    return float(np.exp(log_scale)), float(exponent)
