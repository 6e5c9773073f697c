from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.media.images import read_image
from efficientpose_core.skeleton import MPII16, Skeleton
from efficientpose_core.training.data import picture_of
from efficientpose_core.training.labels.types import LabelledImage
from efficientpose_core.training.teacher import read_predictions, teacher_keypoints

TWO = Skeleton(name="two", keypoints=("right_knee", "left_big_toe"))


def _image(path: Path, name: str) -> LabelledImage:
    return LabelledImage(
        path=path, name=name, size_px=(64, 64), xy_px=np.full((2, 2), np.nan),
        visibility=np.zeros(2, np.int8), group="g",
    )  # fmt: skip


def test_predictions_are_found_by_name_or_number(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps({"7": [[1, 2, 0.5], [3, 4, 0.5]], "b.png": [[5, 6, 0.25]] * 2}))
    images = [_image(tmp_path / "7.png", "images/000007.png"), _image(tmp_path / "b.png", "b.png")]
    found = read_predictions(path, images, 2)
    assert found[0, :, :2].tolist() == [[1, 2], [3, 4]]
    # Heights relative to the third quartile, 0.5.
    assert found[..., 2].tolist() == [[1, 1], [0.5, 0.5]]


@pytest.mark.parametrize(
    "content", ['{"other.png": []}', '{"b.png": [[1, 2]]}', "[]", "{", '{"b.png": "x"}']
)
def test_other_files_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "t.json"
    path.write_text(content)
    with pytest.raises(DataError, match="does not hold a teacher's predictions"):
        read_predictions(path, [_image(tmp_path / "b.png", "b.png")], 2)
    with pytest.raises(DataError, match="does not hold a teacher's predictions"):
        read_predictions(tmp_path / "missing.json", [_image(tmp_path, "b.png")], 2)


@pytest.mark.shared
def test_a_teacher_is_asked_once(tmp_path: Path, shared: Path) -> None:
    path = shared / "golden" / "MPII.jpg"
    image = _image(path, "MPII.jpg")
    reads: list[str] = []

    def read(image: LabelledImage) -> np.ndarray:
        reads.append(image.name)
        return picture_of(image)

    for _ in range(2):
        found = teacher_keypoints("rt-lite-bundled", [image], TWO, read=read, cache=tmp_path)
    assert reads == ["MPII.jpg"]
    assert np.isnan(found[0, 1]).all()
    height, width = read_image(path).shape[:2]
    x, y, peak = found[0, 0]
    assert 0 < x < width
    assert 0 < y < height
    assert 0.3 < peak < 1.6
    assert "right_knee" in MPII16
