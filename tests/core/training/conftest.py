"""A tiny labelled set: coloured dots on grey, three keypoints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from efficientpose_core.media._cv2 import cv2
from efficientpose_core.training.config import DataSource, Recipe, TrainingConfig

KEYPOINTS = ("left_dot", "right_dot", "middle_dot")
SKELETON = {
    "name": "dots",
    "keypoints": KEYPOINTS,
    "limbs": [["left_dot", "middle_dot"], ["middle_dot", "right_dot"]],
}
COLOURS = ((255, 0, 0), (0, 255, 0), (0, 0, 255))
FROM_SCRATCH = Recipe(
    learning_rate=2e-3, frozen_stages=0, fixed_statistics=False, average=0.5, warmup=0.1
)


@pytest.fixture
def dots(tmp_path: Path) -> Path:
    """Return the label file of six pictures; ``val.json`` beside it has three others."""
    (tmp_path / "skeleton.json").write_text(json.dumps(SKELETON))
    _write_labels(tmp_path / "val.json", range(6, 9))
    return _write_labels(tmp_path / "labels.json", range(6))


def _write_labels(path: Path, numbers: range) -> Path:
    images, annotations = [], []
    for number in numbers:
        rng = np.random.default_rng(number)
        picture = np.full((64, 64, 3), 128, np.uint8)
        points = rng.uniform(10, 54, (3, 2))
        for (x, y), colour in zip(points, COLOURS, strict=True):
            cv2.circle(picture, (int(x), int(y)), 5, colour, -1)
        name = f"{number}.png"
        cv2.imwrite(str(path.parent / name), picture)
        images.append({"id": number, "file_name": name, "width": 64, "height": 64})
        keypoints = [value for x, y in points for value in (float(x), float(y), 2)]
        annotations.append(
            {"id": number, "image_id": number, "category_id": 1, "keypoints": keypoints,
             "num_keypoints": 3, "bbox": [5, 5, 50, 50]}
        )  # fmt: skip
    content: dict[str, Any] = {
        "images": images,
        "annotations": annotations,
        "categories": [{"id": 1, "name": "person", "keypoints": KEYPOINTS}],
    }
    path.write_text(json.dumps(content))
    return path


@pytest.fixture
def config(dots: Path, tmp_path: Path) -> TrainingConfig:
    """Return a training of six steps from random weights."""
    return TrainingConfig(
        name="dots",
        folder=tmp_path / "run",
        variant="RT_LITE",
        skeleton=tmp_path / "skeleton.json",
        train=(DataSource(labels=dots),),
        epochs=2.0,
        batch_size=2,
        threads=1,
        seed=3,
        recipe=FROM_SCRATCH,
    )
