from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.skeleton import MPII16
from efficientpose_core.training.augment import HEAVY, PAPER
from efficientpose_core.training.batches import Batch, BatchMaker, prefetch
from efficientpose_core.training.crops import PictureSource, build_store
from efficientpose_core.training.examples import Examples, examples_from_labels, join

COUNT = 7
SIDE_PX = 32


def _examples(repeat: int = 1) -> Examples:
    rng = np.random.default_rng(0)
    pictures = [
        PictureSource(
            key=str(n), read=lambda n=n: np.full((40, 60, 3), 10 * n, np.uint8)
        )
        for n in range(COUNT)
    ]  # fmt: skip
    xy = rng.uniform(5, 40, (COUNT, 16, 2))
    xy[:, 1::2] = np.nan
    return examples_from_labels(pictures, xy, repeat=repeat)


def _maker(
    folder: Path,
    examples: Examples,
    *,
    batch: int = 3,
    seed: int = 0,
    rank: int = 0,
    world: int = 1,
) -> BatchMaker:
    store = build_store(folder, examples.pictures, longest_px=48)
    return BatchMaker(
        examples, store, batch_size=batch, seed=seed,
        flip_permutation=MPII16.flip_permutation, rank=rank, world=world,
    )  # fmt: skip


def _equal(one: Batch, two: Batch) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(two, name), equal_nan=name == "xy_input")
        for name in ("images", "xy_input", "share", "height")
    )


def test_every_picture_comes_once_an_epoch_but_for_the_rest(tmp_path: Path) -> None:
    maker = _maker(tmp_path, _examples())
    assert maker.steps_per_epoch == 2
    epochs = [
        np.concatenate([maker.numbers(2 * epoch), maker.numbers(2 * epoch + 1)]).tolist()
        for epoch in range(20)
    ]
    assert all(len(set(numbers)) == 6 for numbers in epochs)
    # Another order each time, so that nothing is always left out.
    assert len({tuple(numbers) for numbers in epochs}) == 20
    assert {number for numbers in epochs for number in numbers} == set(range(COUNT))


def test_repeated_pictures_come_as_often(tmp_path: Path) -> None:
    maker = _maker(tmp_path, join([_examples(), _examples(repeat=2)]))
    assert maker.steps_per_epoch == 7
    numbers = np.concatenate([maker.numbers(step) for step in range(7)])
    counts = np.bincount(numbers, minlength=14)
    assert (counts[:7] == 1).all()
    assert (counts[7:] == 2).all()


def test_a_set_smaller_than_a_batch_is_gone_through_again(tmp_path: Path) -> None:
    maker = _maker(tmp_path, _examples(), batch=10)
    assert maker.steps_per_epoch == 1
    assert len(maker.numbers(0)) == 10
    assert set(maker.numbers(3)) == set(range(COUNT))


def test_a_step_can_be_made_again_and_depends_on_the_seed(tmp_path: Path) -> None:
    examples = _examples()
    maker = _maker(tmp_path, examples)
    later = maker.make(5, HEAVY, SIDE_PX)
    maker.make(0, HEAVY, SIDE_PX)
    assert _equal(maker.make(5, HEAVY, SIDE_PX), later)
    assert not _equal(maker.make(4, HEAVY, SIDE_PX), later)
    assert not _equal(_maker(tmp_path, examples, seed=1).make(5, HEAVY, SIDE_PX), later)


def test_processes_share_each_batch(tmp_path: Path) -> None:
    examples = _examples()
    alone = _maker(tmp_path, examples, batch=4).make(3, PAPER, SIDE_PX)
    parts = [
        _maker(tmp_path, examples, batch=4, rank=rank, world=2).make(3, PAPER, SIDE_PX)
        for rank in (0, 1)
    ]
    assert np.array_equal(np.concatenate([part.images for part in parts]), alone.images)
    assert len(parts[0].images) == len(parts[1].images) == 2


def test_mirroring_exchanges_what_is_known(tmp_path: Path) -> None:
    # Odd channels are unlabelled; right_shoulder (2) and left_shoulder (6) are both labelled, but
    # right_elbow (3) and left_elbow (7) are not, and left_wrist (8) is while right_wrist (4) is.
    maker = _maker(tmp_path, _examples(), batch=7)
    batch = maker.make(0, PAPER, SIDE_PX)
    known = batch.share[:, 0] > 0
    assert np.array_equal(known, np.isfinite(batch.xy_input[:, 0, :, 0]))


def test_prefetch_gives_the_steps_in_order(tmp_path: Path) -> None:
    maker = _maker(tmp_path, _examples())
    stream = prefetch(lambda step: maker.make(step, HEAVY, SIDE_PX), 4)
    for step in (4, 5, 6):
        assert _equal(next(stream), maker.make(step, HEAVY, SIDE_PX))
    stream.close()  # type: ignore[attr-defined]


def test_an_error_in_the_background_is_raised() -> None:
    def fail(step: int) -> Batch:
        raise ValueError(f"step {step}")

    with pytest.raises(ValueError, match="step 3"):
        next(prefetch(fail, 3))
