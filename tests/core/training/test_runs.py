"""Folders of trainings: complete, readable by the trainer, and offered until somebody decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import CancelledError, DataError
from efficientpose_core.media.images import read_image
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.config import Recipe, TrainingConfig, load_config
from efficientpose_core.training.data import read_labels
from efficientpose_core.training.labels import formats
from efficientpose_core.training.labels.grouping import GroupBy, regroup
from efficientpose_core.training.labels.pictures import write_png
from efficientpose_core.training.labels.split import split_by_group
from efficientpose_core.training.model_card import model_card
from efficientpose_core.training.report import compare
from efficientpose_core.training.runs import (
    HELD_OUT,
    LEARNT_FROM,
    Run,
    create_run,
    merge_labels,
    new_folder,
    runs_folder,
    unfinished_runs,
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EFFICIENTPOSE_HOME", str(tmp_path / "home"))


@pytest.fixture
def run(dots: Path) -> Run:
    examined = formats.examine(formats.read_labels(dots))
    labels = regroup(examined.usable(), GroupBy.PICTURE)
    split = split_by_group(labels, validation=0.3)
    config = TrainingConfig(
        name="x", folder=Path(), variant="RT_LITE", start="rt-lite-bundled", train=(LEARNT_FROM,),
        validation=HELD_OUT, epochs=2.0, batch_size=2, licence="our own",
        recipe=Recipe(learning_rate=3e-4),
    )  # fmt: skip
    return create_run(
        new_folder("RT_LITE", now=datetime(2026, 1, 2, 3, 4, 5)), split, labels.skeleton, config
    )


def test_a_run_is_what_the_trainer_reads(run: Run) -> None:
    config = load_config(run.config_path)
    assert config.name == run.name == "rt-lite-20260102-030405"
    assert config.folder == run.folder
    assert config.recipe == Recipe(learning_rate=3e-4)
    assert config.validation is not None
    skeleton = Skeleton(name="dots", keypoints=("left_dot", "right_dot", "middle_dot"))
    learnt = read_labels(config.train[0], skeleton)
    held_out = read_labels(config.validation, skeleton)
    assert (len(learnt.images), len(held_out.images)) == (4, 2)
    assert all(image.path.is_relative_to(run.folder) for image in learnt.images)
    assert not {i.group for i in learnt.images} & {i.group for i in held_out.images}


def test_events_that_a_resumed_training_makes_again_are_dropped(run: Run) -> None:
    for event in (
        {"event": "step", "step": 10},
        {"event": "step", "step": 20},
        {"event": "resumed", "step": 10},
        {"event": "step", "step": 15},
    ):
        run.add_event(event)
    with run.events_path.open("a") as stream:
        stream.write('{"event": "st')
    assert [event["step"] for event in run.events()] == [10, 10, 15]
    assert not run.has_ended
    assert Run(folder=run.folder / "absent").events() == ()


def test_runs_are_offered_until_somebody_decides(run: Run) -> None:
    (runs_folder() / "half-made").mkdir()
    assert unfinished_runs() == (run,)
    run.set_outcome("installed")
    assert run.outcome == "installed"
    assert unfinished_runs() == ()


def test_a_run_that_cannot_be_made_leaves_nothing(run: Run) -> None:
    labels = formats.read_labels(run.folder / "train.json").labels
    split = split_by_group(labels, validation=0.3)
    folder = runs_folder() / "stopped"
    with pytest.raises(CancelledError):
        create_run(
            folder, split, labels.skeleton, load_config(run.config_path), should_cancel=lambda: True
        )
    assert not folder.exists()


def test_labels_of_different_skeletons_are_not_merged(run: Run) -> None:
    labels = formats.read_labels(run.folder / "train.json").labels
    other = replace(labels, skeleton=Skeleton(name="o", keypoints=("a", "b", "c")))
    assert len(merge_labels([labels, labels])) == 8
    with pytest.raises(DataError, match="map them"):
        merge_labels([labels, other])
    with pytest.raises(DataError, match="add a label file"):
        merge_labels([])


def test_the_card_tells_data_terms_recipe_figures_and_limits(run: Run) -> None:
    from efficientpose_core.evaluation import LabelledSet
    from efficientpose_core.models.store import load_weights
    from efficientpose_core.training.validation import unit_px

    config = load_config(run.config_path)
    assert config.validation is not None
    skeleton = formats.read_labels(run.folder / "train.json").labels.skeleton
    learnt, held_out = (
        read_labels(part, skeleton) for part in (config.train[0], config.validation)
    )
    people = LabelledSet(images=(), xy_px=held_out.xy_px, head_size_px=unit_px(held_out, skeleton))
    found = compare(
        (held_out.xy_px + 50, skeleton), held_out.xy_px, people, skeleton,
        groups=("a", "b"), unit="body",
    )  # fmt: skip
    metadata = replace(load_weights(None).metadata, skeleton=skeleton, name="mine")
    card = model_card(config, metadata, found, learnt, held_out)
    for expected in (
        "# mine", "our own", "learning rate 0.0003", "| learnt from | 4 | 4 |",
        "| PCK@50 | 0.0 % | 100.0 % |", "too few to tell", "2 held-out people are few",
    ):  # fmt: skip
        assert expected in card


def test_small_people_are_cut_out_of_their_pictures(dots: Path, tmp_path: Path) -> None:
    labels = regroup(formats.examine(formats.read_labels(dots)).usable(), GroupBy.PICTURE)
    images = []
    for image in labels.images:
        whole = np.full((900, 1200, 3), 40, np.uint8)
        rgb = read_image(image.path)
        height, width = rgb.shape[:2]
        whole[500 : 500 + height, 700 : 700 + width] = rgb
        path = tmp_path / "whole" / f"{image.path.stem}.png"
        write_png(path, whole)
        images.append(
            replace(image, path=path, size_px=(1200, 900), xy_px=image.xy_px + np.array([700, 500]))
        )
    split = split_by_group(replace(labels, images=tuple(images)), validation=0.3)
    config = TrainingConfig(
        name="x", folder=Path(), variant="RT_LITE", start="rt-lite-bundled", train=(LEARNT_FROM,),
        validation=HELD_OUT, epochs=2.0, batch_size=2, licence="our own",
    )  # fmt: skip
    run = create_run(new_folder("RT_LITE"), split, labels.skeleton, config)
    written = load_config(run.config_path)
    assert written.validation is not None
    for source in (written.train[0], written.validation):
        learnt = read_labels(source, labels.skeleton)
        for image, xy in zip(learnt.images, learnt.xy_px, strict=True):
            before = next(each for each in images if each.group == image.group)
            assert image.size_px is not None
            left, top = np.round(before.xy_px - xy)[0].astype(int)
            # The labels sit on the pixels they sat on, and little is around the person.
            assert np.allclose(before.xy_px - xy, (left, top), atol=0.02)
            width, height = image.size_px
            rgb = read_image(before.path)[top : top + height, left : left + width]
            assert np.array_equal(read_image(image.path), rgb)
            assert max(width, height) <= max(1.3 * np.ptp(xy, axis=0).max(), 32) + 2
    assert all(path.is_file() for path in (tmp_path / "whole").iterdir())
    assert len(list((run.folder / "pictures").iterdir())) == len(images)
