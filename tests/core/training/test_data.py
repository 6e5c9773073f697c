from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.skeleton import MPII16
from efficientpose_core.training.config import DataSource, TrainingConfig
from efficientpose_core.training.data import build_examples, picture_of, read_labels
from efficientpose_core.training.examples import Examples


def _labels(tmp_path: Path, width: int = 300) -> Path:
    """Write one picture whose person stands in the left third."""
    picture = np.full((200, width, 3), 90, np.uint8)
    picture[:, width // 2 :, 1] = 200
    cv2.imwrite(str(tmp_path / "a.png"), picture)
    rng = np.random.default_rng(0)
    points = np.column_stack([rng.uniform(30, 90, 16), rng.uniform(20, 180, 16)])
    keypoints = [value for x, y in points for value in (float(x), float(y), 2)]
    content = {
        "images": [{"id": 1, "file_name": "a.png", "width": width, "height": 200}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "keypoints": keypoints}],
        "categories": [{"id": 1, "name": "p", "keypoints": MPII16.keypoints}],
    }
    path = tmp_path / "labels.json"
    path.write_text(json.dumps(content))
    return path


def _config(tmp_path: Path, labels: Path, **changes: object) -> TrainingConfig:
    config = TrainingConfig(
        name="x", folder=tmp_path, variant="RT_LITE", start="rt-lite-bundled",
        train=(DataSource(labels=labels),), epochs=1.0,
    )  # fmt: skip
    return replace(config, **changes)  # type: ignore[arg-type]


def _examples(config: TrainingConfig, cache: Path) -> Examples:
    people = [read_labels(source, MPII16) for source in config.train]
    return build_examples(config, people, MPII16, cache, lambda stage, done, total: None)


def test_labels_are_joined_by_name(dots: Path) -> None:
    skeleton = replace(MPII16, keypoints=("middle_dot", "toe", "left_dot"), limbs=(), segments=())
    found = read_labels(DataSource(labels=dots), skeleton)
    content = json.loads(dots.read_text())["annotations"][0]["keypoints"]
    assert found.xy_px[0, 0].tolist() == content[6:8]
    assert np.isnan(found.xy_px[0, 1]).all()
    assert found.xy_px[0, 2].tolist() == content[0:2]
    assert picture_of(found.images[0]).shape == (64, 64, 3)


def test_other_keypoints_are_refused(dots: Path) -> None:
    with pytest.raises(DataError, match=r"shares no keypoint name.*left_dot"):
        read_labels(DataSource(labels=dots), MPII16)


def test_backgrounds_lie_beside_people(tmp_path: Path) -> None:
    config = _config(tmp_path, _labels(tmp_path), backgrounds=3)
    examples = _examples(config, tmp_path)
    # One picture gives one strip, however many are wanted.
    assert len(examples) == 2
    strip = examples.pictures[1].read()
    label_right = np.nanmax(examples.xy_px[0, 0, :, 0])
    assert strip.shape[0] == 200
    assert strip.shape[1] < 300 - label_right
    assert not examples.height[1].any()


def test_pictures_without_room_give_no_background(tmp_path: Path) -> None:
    config = _config(tmp_path, _labels(tmp_path, width=120), backgrounds=3)
    assert len(_examples(config, tmp_path)) == 1


def test_phantoms_come_with_their_keypoints(tmp_path: Path) -> None:
    config = _config(tmp_path, _labels(tmp_path), phantom_frames=3, phantom_seed=20_000)
    examples = _examples(config, tmp_path)
    assert len(examples) == 4
    for number in (1, 2, 3):
        height, width = examples.pictures[number].read().shape[:2]
        xy = examples.xy_px[number, 0]
        assert np.isfinite(xy).all()
        assert (xy > 0).all()
        assert (xy < [width, height]).all()
    again = _examples(config, tmp_path)
    assert np.array_equal(again.xy_px, examples.xy_px, equal_nan=True)
    assert np.array_equal(again.pictures[2].read(), examples.pictures[2].read())
