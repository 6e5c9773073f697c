"""`efficientpose models import` with a skeleton of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from efficientpose_core.cli.models import app
from efficientpose_core.errors import DataError, WeightsError
from efficientpose_core.models.store import load_weights

KEYPOINTS = ["left_hip", "right_hip", "left_knee", "right_knee", "nose"]
LIMBS = [["left_hip", "left_knee"], ["right_hip", "right_knee"]]


def _skeleton(path: Path, **changes: object) -> Path:
    content = {"name": "ours", "keypoints": KEYPOINTS, "limbs": LIMBS, **changes}
    path.write_text(json.dumps(content), "utf-8")
    return path


def _import(*arguments: object) -> None:
    result = CliRunner().invoke(app, ["import", *map(str, arguments)])
    if result.exception:
        raise result.exception


def test_own_skeleton_is_kept(home: Path, keras_file: Callable[..., Path], tmp_path: Path) -> None:
    file = keras_file(n_keypoints=5, n_limbs=2)
    _import(file, "--name", "ours", "--skeleton", _skeleton(tmp_path / "ours.json"))
    skeleton = load_weights("ours").metadata.skeleton
    assert skeleton.keypoints == tuple(KEYPOINTS)
    assert skeleton.limbs == tuple(map(tuple, LIMBS))


def test_without_names_the_remedy_is_told(home: Path, keras_file: Callable[..., Path]) -> None:
    with pytest.raises(WeightsError, match="--skeleton JSON"):
        _import(keras_file(n_keypoints=5, n_limbs=2))


def test_wrong_number_of_keypoints(
    home: Path, keras_file: Callable[..., Path], tmp_path: Path
) -> None:
    short = _skeleton(tmp_path / "short.json", keypoints=KEYPOINTS[:4])
    with pytest.raises(WeightsError, match="5 keypoints"):
        _import(keras_file(n_keypoints=5, n_limbs=2), "--skeleton", short)


@pytest.mark.parametrize("content", ["", "[]", '{"name": 3, "keypoints": []}', "\ud800"])
def test_file_that_is_no_skeleton(
    content: str, home: Path, keras_file: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(DataError):
        _import(keras_file(n_keypoints=5, n_limbs=2), "--skeleton", path)
    with pytest.raises(DataError, match="Cannot read"):
        _import(keras_file(n_keypoints=5, n_limbs=2), "--skeleton", tmp_path / "nowhere.json")
