"""The loop on a tiny set: repeatable, resumable, and its failures named."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from efficientpose_core.errors import DataError, EngineError, OutputError, SettingsError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.images import read_image
from efficientpose_core.models.variants import get_variant
from efficientpose_core.models.weights import load_native
from efficientpose_core.training import trainer as trainer_module
from efficientpose_core.training.augment import CALM, HEAVY, Augmentation
from efficientpose_core.training.batches import Batch
from efficientpose_core.training.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from efficientpose_core.training.config import DataSource, TrainingConfig, paper_recipe
from efficientpose_core.training.launch import train
from efficientpose_core.training.range_test import largest_stable, range_test
from efficientpose_core.training.trainer import CHECKPOINT, Trainer, TrainingResult

Event = dict[str, Any]


def _others(config: TrainingConfig) -> DataSource:
    return DataSource(labels=config.train[0].labels.with_name("val.json"))


def with_recipe(config: TrainingConfig, **changes: Any) -> TrainingConfig:
    return replace(config, recipe=replace(config.recipe, **changes))


def _run(
    config: TrainingConfig, *, stop_after: int | None = None, check: Callable[[Event], None] = print
) -> tuple[TrainingResult, list[Event]]:
    events: list[Event] = []
    result = train(
        config,
        emit=events.append,
        should_cancel=lambda: stop_after is not None and len(_losses(events)) >= stop_after,
    )
    return result, events


def _losses(events: list[Event]) -> list[float]:
    return [event["loss"] for event in events if event["event"] == "step"]


def _figures(pckh50: float) -> tuple[trainer_module.Validation, np.ndarray]:
    """Return what `validate` would for the three held-out people."""
    return trainer_module.Validation(pckh50=pckh50, pckh10=0.0, peak=0.5), np.full((3, 3, 2), 9.0)


def _same(one: TrainingResult, two: TrainingResult) -> bool:
    return all(
        np.array_equal(one.weights.state[name], two.weights.state[name])
        for name in one.weights.state
    )


def test_a_run_learns_writes_weights_and_can_be_repeated(
    config: TrainingConfig, tmp_path: Path
) -> None:
    result, events = _run(config)
    losses = _losses(events)
    assert result.finished
    assert result.steps == len(losses) == 6
    assert losses[-1] < losses[0]
    written = load_native(result.path)
    assert written.metadata.skeleton.keypoints == ("left_dot", "right_dot", "middle_dot")
    assert written.metadata.heads == ("pafs", "confs1", "confs2")
    again, repeated = _run(replace(config, folder=tmp_path / "again"))
    assert _losses(repeated) == losses
    assert _same(again, result)
    _, others = _run(replace(config, folder=tmp_path / "other", seed=4))
    assert _losses(others) != losses


@pytest.mark.parametrize("stop_after", [1, 4])
def test_a_stopped_run_goes_on_as_if_nothing_had_happened(
    config: TrainingConfig, tmp_path: Path, stop_after: int
) -> None:
    whole, events = _run(config)
    halves = replace(config, folder=tmp_path / "halves")
    stopped, first = _run(halves, stop_after=stop_after)
    assert not stopped.finished
    resumed, second = _run(halves)
    assert resumed.finished
    assert _losses(first) + _losses(second) == _losses(events)
    assert _same(resumed, whole)


def test_a_finished_run_is_not_repeated(config: TrainingConfig) -> None:
    result, _ = _run(config)
    again, events = _run(config)
    assert not _losses(events)
    assert _same(again, result)


def test_validation_chooses_the_best_and_patience_ends(
    config: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = iter([10.0, 30.0, 20.0, 25.0, 5.0])

    monkeypatch.setattr(trainer_module, "validate", lambda *_, **__: _figures(next(figures)))
    watched = replace(
        config, validation=_others(config), validate_every=1 / 6, patience=2, epochs=4.0
    )
    result, events = _run(watched)
    looks = [event for event in events if event["event"] == "validated"]
    assert [look["is_best"] for look in looks] == [True, False, False]
    assert any(event["event"] == "stopped_early" for event in events)
    assert result.finished
    assert result.before is not None
    assert result.before.pckh50 == 10
    assert result.best is not None
    assert result.best.pckh50 == 30
    assert result.steps == looks[-1]["step"] < 12


def test_validation_through_the_estimator(config: TrainingConfig) -> None:
    result, events = _run(replace(config, validation=_others(config), validate_every=1.0))
    assert [event["event"] for event in events if "pckh50" in event] == ["before", "validated"]
    calibration = result.weights.metadata.calibration
    # Too few people for shifts; the height of the peaks is known.
    assert calibration.shift_px == ()
    assert calibration.typical_confidence < 0.6
    assert "learnt from" in calibration.source
    assert load_native(result.path).metadata.calibration == calibration
    assert result.best is not None
    assert 0 <= result.best.pckh10 <= result.best.pckh50 <= 100


def test_looks_are_not_lost_or_repeated_by_a_stop(
    config: TrainingConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainer_module, "validate", lambda *_, **__: _figures(1.0))
    watched = replace(config, validation=_others(config), validate_every=0.25, epochs=3.0)
    _, events = _run(watched)
    halves = replace(watched, folder=tmp_path / "halves")
    parts = []
    for stop_after in (2, 1, 3, None):
        parts += _run(halves, stop_after=stop_after)[1]
    steps = [
        [event["step"] for event in told if event["event"] == "validated"]
        for told in (events, parts)
    ]
    assert steps[0] == steps[1]


def test_the_last_part_is_calm(config: TrainingConfig) -> None:
    trainer = Trainer(with_recipe(config, calm_share=0.5))
    made: list[Any] = []
    trainer._batches.make = lambda step, how, side: made.append((how, side))  # type: ignore[method-assign,assignment,return-value]
    for step in range(6):
        trainer._make_batch(step)
    own = get_variant(config.variant).input_px
    assert made == [(HEAVY, own)] * 3 + [(CALM, own)] * 3


def test_the_first_part_may_be_small(config: TrainingConfig) -> None:
    small = with_recipe(config, small_share=0.5, small_px=96)
    seen: list[tuple[int, ...]] = []
    trainer = Trainer(small)
    make = trainer._batches.make

    def recorded(step: int, how: Augmentation, side: int) -> Batch:
        batch = make(step, how, side)
        seen.append(batch.images.shape[1:3])
        return batch

    trainer._batches.make = recorded  # type: ignore[method-assign]
    result = trainer.run()
    assert result.finished
    own = get_variant(config.variant).input_px
    assert seen[:3] == [(96, 96)] * 3
    assert seen[3:6] == [(own, own)] * 3


def test_the_papers_recipe_runs(config: TrainingConfig) -> None:
    result, events = _run(replace(config, recipe=paper_recipe(0.1)))
    assert result.finished
    rates = [event["rate"] for event in events if event["event"] == "step"]
    # Two of the three epochs of a cycle: up to the top, then down.
    assert rates[0] == pytest.approx(0.1 / 3000)
    assert max(rates) < 0.1
    # Without an average the last weights are kept.
    assert np.isfinite(result.weights.state["heads.confs2.weight"]).all()


def test_fine_tuning_leaves_frozen_layers_and_statistics(config: TrainingConfig) -> None:
    start, _ = _run(config)
    tuned = with_recipe(
        replace(config, start=str(start.path), folder=config.folder / "tuned"),
        frozen_stages=3,
        fixed_statistics=True,
    )
    result, _ = _run(tuned)
    for name, value in result.weights.state.items():
        before = start.weights.state[name]
        is_frozen = name.startswith(
            ("backbone.conv_stem", "backbone.bn1", "backbone.blocks.0", "backbone.blocks.1")
        )
        if is_frozen or "running" in name:
            assert np.allclose(value, before, rtol=1e-6), name
        elif name.endswith("weight"):
            assert not np.array_equal(value, before), name


def test_a_diverging_loss_is_named_and_the_checkpoint_kept(config: TrainingConfig) -> None:
    _run(config, stop_after=2)
    saved = (config.folder / CHECKPOINT).read_bytes()
    broken = Trainer(config)
    broken._network.heads["confs2"].weight.data.fill_(math.inf)
    broken._resume = lambda: None  # type: ignore[method-assign]
    with pytest.raises(DataError, match="loss became nan in step 1: lower the learning rate"):
        broken.run()
    assert (config.folder / CHECKPOINT).read_bytes() == saved


def test_a_full_disk_is_named_and_the_checkpoint_kept(
    config: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(config, stop_after=2)
    saved = (config.folder / CHECKPOINT).read_bytes()

    def full(*args: Any, **options: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("efficientpose_core.training.checkpoint.save_file", full)
    with pytest.raises(OutputError, match="No space left on device"):
        _run(config)
    assert (config.folder / CHECKPOINT).read_bytes() == saved


def test_too_little_memory_is_named(config: TrainingConfig) -> None:
    trainer = Trainer(config)

    def fail(x: torch.Tensor) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried 1 byte")

    trainer._forward = fail  # type: ignore[assignment]
    with pytest.raises(EngineError, match="choose a smaller batch"):
        trainer.run()


def test_other_settings_refuse_the_checkpoint(config: TrainingConfig) -> None:
    _run(config, stop_after=1)
    with pytest.raises(DataError, match="a training with other settings: put them back"):
        _run(with_recipe(config, learning_rate=1e-3))
    # What does not change the course may change.
    assert _run(replace(config, checkpoint_minutes=9.0, notes="new"))[0].finished


def _moved(config: TrainingConfig, place: Path) -> TrainingConfig:
    """Return the configuration after its folder has been moved with everything in it."""

    def at(path: Path) -> Path:
        return place / path.relative_to(config.folder.parent)

    assert config.validation is not None
    assert config.skeleton is not None
    return replace(
        config,
        folder=at(config.folder),
        skeleton=at(config.skeleton),
        train=tuple(replace(part, labels=at(part.labels)) for part in config.train),
        validation=replace(config.validation, labels=at(config.validation.labels)),
    )


def test_a_folder_that_was_moved_goes_on_with_the_same_course(
    config: TrainingConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainer_module, "validate", lambda *_, **__: _figures(1.0))
    here = _moved(replace(config, validation=_others(config)), tmp_path)
    whole, events = _run(replace(here, folder=tmp_path / "whole"))
    _, first = _run(here, stop_after=2)
    place = tmp_path.with_name("elsewhere")
    tmp_path.rename(place)
    resumed, second = _run(_moved(here, place))
    place.rename(tmp_path)
    assert [event["step"] for event in second if event["event"] == "resumed"] == [2]
    assert _losses(first) + _losses(second) == _losses(events)
    assert _same(resumed, whole)


@pytest.mark.parametrize(
    ("change", "part"),
    [("label", "labels"), ("picture", "pictures"), ("held out", "held-out people"),
     ("skeleton", "keypoints, labels")],
)  # fmt: skip
def test_data_that_have_changed_refuse_the_checkpoint(
    config: TrainingConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, part: str
) -> None:
    monkeypatch.setattr(trainer_module, "validate", lambda *_, **__: _figures(1.0))
    watched = replace(config, validation=_others(config))
    _run(watched, stop_after=1)
    if change == "picture":
        cv2.imwrite(str(tmp_path / "2.png"), np.full((64, 64, 3), 90, np.uint8))
    elif change == "skeleton":
        content = json.loads((tmp_path / "skeleton.json").read_text())
        content["keypoints"] = ["right_dot", "left_dot", "middle_dot"]
        (tmp_path / "skeleton.json").write_text(json.dumps(content))
        part += ", held-out people"
    else:
        path = tmp_path / ("labels.json" if change == "label" else "val.json")
        content = json.loads(path.read_text())
        content["annotations"][1]["keypoints"][0] += 1.0
        path.write_text(json.dumps(content))
    with pytest.raises(DataError, match=f"a training with other {part}: put them back"):
        _run(watched)


def test_held_out_people_are_drawn_at_every_look(config: TrainingConfig) -> None:
    _, events = _run(replace(config, validation=_others(config), validate_every=0.5))
    told = [event for event in events if event["event"] == "samples"]
    assert [event["step"] for event in told] == [0, 4, 6]
    assert told[0]["files"] == ["samples/1.png", "samples/2.png", "samples/3.png"]
    picture = read_image(config.folder / "samples" / "1.png")
    # Labels are yellow.
    assert (np.abs(picture.astype(int) - (250, 230, 60)).sum(axis=2) < 30).any()
    looks = [event for event in events if event["event"] == "looking"]
    assert [(event["done"], event["total"]) for event in looks] == [(3, 3)] * 3


def test_labels_without_a_person_are_refused(config: TrainingConfig, tmp_path: Path) -> None:
    gone = tmp_path / "gone.json"
    gone.write_text(config.train[0].labels.read_text().replace(".png", ".jpg"))
    with pytest.raises(DataError, match="holds no usable person"):
        Trainer(replace(config, train=(DataSource(labels=gone),)))


def test_people_on_both_sides_are_refused(config: TrainingConfig, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"0\.png is both learnt from and validated with"):
        Trainer(replace(config, validation=config.train[0]))
    for name in ("labels", "val"):
        content = json.loads((tmp_path / f"{name}.json").read_text())
        for annotation in content["annotations"]:
            annotation["group"] = "anna" if annotation["id"] in (2, 7) else str(annotation["id"])
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    with pytest.raises(DataError, match=r"'anna' \(of 7\.png\).*divide the labels by person"):
        Trainer(replace(config, validation=_others(config)))


def test_labels_of_other_keypoints_are_refused(config: TrainingConfig) -> None:
    with pytest.raises(DataError, match="shares no keypoint name"):
        Trainer(replace(config, skeleton=None))


def test_start_weights_of_another_network_are_refused(config: TrainingConfig) -> None:
    with pytest.raises(SettingsError, match="not I_LITE"):
        Trainer(replace(config, variant="I_LITE", start="rt-lite-bundled"))


def test_checkpoints_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "c.safetensors"
    checkpoint = Checkpoint(
        step=3,
        elapsed_s=1.25,
        course={"labels": "d", "settings": "e"},
        tensors={"network.a": torch.ones(2)},
        record={"x": [1]},
    )
    save_checkpoint(path, checkpoint)
    found = load_checkpoint(path, checkpoint.course)
    assert (found.step, found.elapsed_s, found.record) == (3, 1.25, {"x": [1]})
    assert torch.equal(found.tensors["network.a"], torch.ones(2))
    with pytest.raises(DataError, match="other labels, settings: put them back"):
        load_checkpoint(path, {"labels": "e", "settings": "d"})
    save_file({"a": torch.ones(2)}, tmp_path / "old.safetensors", metadata={"format": "x-1"})
    with pytest.raises(DataError, match="another program or version"):
        load_checkpoint(tmp_path / "old.safetensors", {})
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(DataError, match="no complete checkpoint"):
        load_checkpoint(path, checkpoint.course)
    with pytest.raises(DataError, match="no complete checkpoint"):
        load_checkpoint(tmp_path / "missing", {})


def test_range_test_reads_until_divergence() -> None:
    rates = [0.001, 0.01, 0.1, 1.0, 10.0]
    found = largest_stable(rates, iter([1.0, 0.9, 0.5, 9.0, math.nan]))
    assert found.largest == 0.1
    assert found.losses == (1.0, 0.9, 0.5, 9.0)
    assert largest_stable(rates, iter([math.nan])).largest is None
    assert largest_stable(rates[:2], iter([1.0, 0.9])).largest == 0.01


def test_range_test_on_a_network_saves_nothing(config: TrainingConfig) -> None:
    events: list[Event] = []
    found = range_test(
        replace(config, recipe=paper_recipe(1.0)), smallest=1e-3, largest=1e6, steps=4,
        emit=events.append,
    )  # fmt: skip
    assert found.largest is not None
    assert found.largest < 1e6
    assert [event["rate"] for event in events if event["event"] == "probe"] == list(found.rates)
    assert not (config.folder / CHECKPOINT).exists()
