from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from efficientpose_core.errors import DataError, SettingsError, UnknownNameError
from efficientpose_core.models.weights import BUNDLED, WeightsSpec
from efficientpose_core.resources import resource_path
from efficientpose_core.training.augment import PAPER
from efficientpose_core.training.config import (
    Optimizer,
    Recipe,
    Schedule,
    TrainingConfig,
    load_config,
    paper_recipe,
)

MINIMAL: dict[str, Any] = {
    "name": "mine",
    "folder": "run",
    "variant": "RT_LITE",
    "start": "rt-lite-bundled",
    "train": [{"labels": "train.json"}],
    "epochs": 3,
}


def _load(tmp_path: Path, **changes: Any) -> TrainingConfig:
    content = {**MINIMAL, **changes}
    path = tmp_path / "config.json"
    path.write_text(json.dumps({k: v for k, v in content.items() if v != "left out"}))
    return load_config(path)


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "teacher.tflite").touch()
    config = _load(
        tmp_path, train=[{"labels": "a/train.json", "images": "a", "teacher": "teacher.tflite"}],
        validation={"labels": "/elsewhere/val.json"},
    )  # fmt: skip
    assert config.folder == tmp_path / "run"
    (source,) = config.train
    assert source.labels == tmp_path / "a" / "train.json"
    assert source.images == tmp_path / "a"
    assert source.teacher == str(tmp_path / "teacher.tflite")
    assert config.validation is not None
    assert config.validation.labels == Path("/elsewhere/val.json")
    # No file of that name: a name of installed weights.
    assert config.start == "rt-lite-bundled"


def test_recipes_are_read_with_their_augmentation(tmp_path: Path) -> None:
    config = _load(
        tmp_path, recipe={"optimizer": "sgd", "schedule": "cyclical", "sigma": None,
                          "heavy": {"scale": [0.75, 1.25], "rotation_deg": 45}},
    )  # fmt: skip
    assert config.recipe.optimizer is Optimizer.SGD
    assert config.recipe.schedule is Schedule.CYCLICAL
    assert config.recipe.sigma is None
    assert config.recipe.heavy.scale == (0.75, 1.25)


def test_the_papers_recipe() -> None:
    recipe = paper_recipe(45.0)
    assert recipe.optimizer is Optimizer.SGD
    assert recipe.momentum == 0.9
    assert recipe.heavy is PAPER
    assert (PAPER.rotation_deg, PAPER.scale, PAPER.flip) == (45.0, (0.75, 1.25), 0.5)
    assert recipe.peak_weight == 0
    assert not recipe.fixed_statistics


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"train": []}, "needs data"),
        ({"epochs": "left out"}, "'epochs' or of 'minutes'"),
        ({"minutes": 5}, "'epochs' or of 'minutes'"),
        ({"epochs": 0}, "above 0"),
        ({"epochs": -1.5}, "above 0"),
        ({"epochs": "three"}, "'three' is not a number"),
        ({"batch_size": 5, "processes": 2}, "cannot be shared by 2 processes"),
        ({"batch_size": 1.5}, "1.5 is not a whole number"),
        ({"batch_size": True}, "True is not a whole number"),
        ({"seed": "1"}, "not a whole number"),
        ({"phantom_frames": -1}, "0 or more"),
        ({"checkpoint_minutes": 0}, "between checkpoints"),
        ({"validate_every": 0}, "'validate_every'"),
        ({"patience": 3}, "'validation'"),
        ({"patience": 0, "validation": {"labels": "v.json"}}, "'patience'"),
        ({"start": None}, "'fixed_statistics'"),
        ({"name": 3}, "3 is not text"),
        ({"unknown": 1}, "unknown"),
        ({"variant": "left out"}, "variant"),
        ({"recipe": {"learning_rate": 0}}, "learning rate"),
        ({"recipe": {"warmup": 1.0}}, "'warmup'"),
        ({"recipe": {"average": -0.1}}, "'average'"),
        ({"recipe": {"weight_decay": -1}}, "'weight_decay'"),
        ({"recipe": {"sigma": 0}}, "'sigma'"),
        ({"recipe": {"frozen_stages": 5}}, "'frozen_stages'"),
        ({"recipe": {"fixed_statistics": 1}}, "neither true nor false"),
        ({"recipe": {"optimizer": "adam"}}, "adam"),
        ({"recipe": {"heavy": {"scale": [2, 1]}}}, "scale"),
        ({"recipe": {"schedule": "cyclical"}, "epochs": "left out", "minutes": 5}, "counts epochs"),
        ({"train": [{"labels": "a.json", "repeat": 0}]}, "'repeat' of a.json"),
        ({"train": [{"labels": "a.json", "teacher_share": 2}]}, "'teacher_share' of a.json"),
        ({"train": [{"labels": "a.json", "drop_disputed": True}]}, "needs a teacher"),
        ({"train": [{}]}, "labels"),
    ],
)
def test_refusals_name_the_setting(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        _load(tmp_path, **changes)


def test_unknown_networks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="did you mean RT_LITE"):
        _load(tmp_path, variant="RT_LIGHT")
    with pytest.raises(UnknownNameError):
        TrainingConfig(
            name="x", folder=tmp_path, variant="V", train=(), epochs=1.0, recipe=Recipe()
        )


def test_files_that_are_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Cannot read"):
        load_config(tmp_path / "missing.json")
    path = tmp_path / "broken.json"
    path.write_text("{")
    with pytest.raises(DataError, match="not JSON"):
        load_config(path)
    path.write_text("[1]")
    with pytest.raises(SettingsError, match=r"broken\.json"):
        load_config(path)


@pytest.mark.parametrize("spec", BUNDLED, ids=lambda spec: spec.name)
def test_the_recipe_of_bundled_weights_is_valid(spec: WeightsSpec) -> None:
    config = load_config(resource_path("models", f"{spec.variant.lower()}.training.json"))
    assert config.variant == spec.variant
    assert config.validation is not None
