"""A larger network's keypoints, made once for each picture and kept: distillation.

Keypoints with the heights of their peaks say nearly all that the teacher's heatmaps do, in a
thousandth of the room, and keep their width when pictures are scaled.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from efficientpose_core.atomic import write_text
from efficientpose_core.errors import DataError
from efficientpose_core.pose import FloatArray
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.identity import picture_key
from efficientpose_core.training.labels.types import LabelledImage

__all__ = ["read_predictions", "teacher_keypoints"]


def teacher_keypoints(
    reference: str,
    images: Sequence[LabelledImage],
    skeleton: Skeleton,
    *,
    read: Callable[[LabelledImage], np.ndarray],
    cache: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> FloatArray:
    """Return what a teacher says about pictures.

    Parameters
    ----------
    reference
        Weights, or a JSON file of predictions: picture name (or the number in it) to K rows of
        x, y in pixels and peak height.
    images
        The pictures.
    skeleton
        Keypoints wanted; those that the teacher does not know are NaN.
    read
        Returns the RGB bytes of a picture.
    cache
        Folder where predictions are kept for the next start.

    Returns
    -------
    numpy.ndarray
        (N, K, 3): x, y, and the peak's height relative to that on clearly visible people.
    """
    if reference.lower().endswith(".json"):
        return read_predictions(Path(reference), images, len(skeleton))
    return _predicted(reference, images, skeleton, read=read, cache=cache, progress=progress)


def read_predictions(path: Path, images: Sequence[LabelledImage], n_keypoints: int) -> FloatArray:
    """Read predictions from a file; heights are divided by their 75th percentile.

    Raises
    ------
    DataError
        If the file is no such JSON, or lacks one of the pictures.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        rows = [
            np.array(content[_key_of(image, content, path)], np.float64).reshape(n_keypoints, 3)
            for image in images
        ]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DataError(
            f"{path} does not hold a teacher's predictions for these pictures ({error}): make them "
            "with the same labels, or name weights as the teacher."
        ) from error
    found: FloatArray = np.stack(rows)
    found[..., 2] /= np.percentile(found[..., 2], 75)
    return found


def _key_of(image: LabelledImage, content: dict[str, object], path: Path) -> str:
    """Return the key of a picture: its name, or the number that its file name is."""
    if image.name in content:
        return image.name
    stem = Path(image.name).stem
    number = str(int(stem)) if stem.isdigit() else stem
    if number not in content:
        raise KeyError(f"{image.name} is missing in {path.name}")
    return number


def _predicted(
    reference: str,
    images: Sequence[LabelledImage],
    skeleton: Skeleton,
    *,
    read: Callable[[LabelledImage], np.ndarray],
    cache: Path,
    progress: Callable[[int, int], None],
) -> FloatArray:
    from efficientpose_core.inference.estimator import EstimatorSettings, PoseEstimator

    with PoseEstimator(reference, settings=EstimatorSettings(flip_test=True)) as estimator:
        path = cache / f"teacher-{estimator.weights.digest[:16]}.json"
        typical = estimator.weights.metadata.calibration.typical_confidence
        known: dict[str, list[list[float]]] = {}
        if path.is_file():
            known = json.loads(path.read_text("utf-8"))
        keys = [picture_key(image) for image in images]
        for number, (key, image) in enumerate(zip(keys, images, strict=True)):
            if key not in known:
                pose = estimator.estimate(read(image))
                height = pose.score / typical
                known[key] = np.column_stack([pose.xy_px, height]).round(4).tolist()
            if number % 500 == 499:
                write_text(path, json.dumps(known))
            progress(number + 1, len(images))
        write_text(path, json.dumps(known))
        own = estimator.skeleton
    found = np.array([known[key] for key in keys])
    result = np.full((len(images), len(skeleton), 3), np.nan)
    for channel, name in enumerate(skeleton.keypoints):
        if name in own:
            result[:, channel] = found[:, own.index(name)]
    return result
