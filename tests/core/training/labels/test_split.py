from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.training.labels.split import Split, part_of, split_by_group
from efficientpose_core.training.labels.types import LabelSet

from .helpers import legs, person

XY = np.ones((4, 2))
SIZES = st.lists(st.integers(1, 30), min_size=2, max_size=12)
SHARES = st.floats(0.01, 0.6)


def people(sizes: list[int]) -> LabelSet:
    """Return labels of several persons, group after group."""
    return legs(
        *(
            person(XY, name=f"{g}_{i}.png", group=f"person {g}")
            for g, size in enumerate(sizes)
            for i in range(size)
        )
    )


def names(labels: LabelSet) -> list[str]:
    return [image.name for image in labels.images]


def parts(split: Split) -> tuple[LabelSet, LabelSet, LabelSet]:
    return split.training, split.validation, split.test


@settings(deadline=None, max_examples=50)
@given(SIZES, SHARES, st.integers(0, 99))
def test_no_group_on_two_sides_and_nobody_lost(sizes: list[int], share: float, seed: int) -> None:
    labels = people(sizes)
    split = split_by_group(labels, validation=share, seed=seed)
    training, validation, test = parts(split)
    assert not set(training.groups) & set(validation.groups)
    assert sorted(names(training) + names(validation)) == sorted(names(labels))
    assert len(training) > 0
    assert len(validation) > 0
    assert len(test) == 0


@settings(deadline=None, max_examples=50)
@given(SIZES.filter(lambda sizes: len(sizes) > 2), SHARES, st.integers(0, 9))
def test_three_parts(sizes: list[int], share: float, seed: int) -> None:
    labels = people(sizes)
    split = split_by_group(labels, validation=share / 2, test=share / 2, seed=seed)
    groups = [set(part.groups) for part in parts(split)]
    assert all(groups)
    assert sum(map(len, groups)) == len(set.union(*groups)) == len(sizes)
    assert sum(map(len, parts(split))) == len(labels)


@settings(deadline=None, max_examples=50)
@given(SIZES, st.integers(0, 9), st.randoms(use_true_random=False))
def test_the_order_of_labels_does_not_matter(sizes: list[int], seed: int, random: object) -> None:
    labels = people(sizes)
    shuffled = list(labels.images)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = split_by_group(labels, seed=seed)
    other = split_by_group(legs(*shuffled), seed=seed)
    assert set(one.validation.groups) == set(other.validation.groups)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.just(1), min_size=10, max_size=60), SHARES, st.integers(0, 9))
def test_the_share_is_met_where_groups_are_small(sizes: list[int], share: float, seed: int) -> None:
    split = split_by_group(people(sizes), validation=share, seed=seed)
    wanted = share * len(sizes)
    assert abs(len(split.validation) - wanted) <= max(0.5, 1 - wanted) + 1e-9


def test_seeds_give_different_splits() -> None:
    labels = people([3] * 20)
    chosen = {split_by_group(labels, seed=seed).validation.groups for seed in range(5)}
    assert len(chosen) == 5
    again = split_by_group(labels, seed=3)
    assert again.validation.groups == split_by_group(labels, seed=3).validation.groups


def test_new_people_leave_most_others_where_they_are() -> None:
    before = set(split_by_group(people([2] * 40)).validation.groups)
    after = set(split_by_group(people([2] * 44)).validation.groups)
    assert len(before) == 8
    assert len(before & after) >= 6


def test_one_large_group_stays_whole() -> None:
    split = split_by_group(people([90, 5, 5]), validation=0.2)
    assert split.training.groups == ("person 0",)
    assert len(split.validation) == 10
    assert split.validation.log[-1].note == "Validation: 10 people (10%) of 2 groups."


def test_the_smallest_group_is_taken_where_all_are_large() -> None:
    split = split_by_group(people([50, 40, 60]), validation=0.05)
    assert split.validation.groups == ("person 1",)


@pytest.mark.parametrize("sizes", [[], [5]])
def test_too_few_groups_are_refused(sizes: list[int]) -> None:
    with pytest.raises(DataError, match="label more recordings, or group the pictures"):
        split_by_group(people(sizes))
    with pytest.raises(DataError, match=r"from 2 persons or videos.*3 parts"):
        split_by_group(people([5, 5]), test=0.2)


@pytest.mark.parametrize(("validation", "test"), [(0, 0), (1, 0), (0.5, 0.5), (0.2, -0.1)])
def test_shares_out_of_range_are_refused(validation: float, test: float) -> None:
    with pytest.raises(SettingsError, match="leave something to train on"):
        split_by_group(people([5, 5, 5]), validation=validation, test=test)
    with pytest.raises(SettingsError, match="leave something to train on"):
        split_by_group(people([5, 5, 5]), validation=float("nan"))


@settings(deadline=None, max_examples=50)
@given(SIZES, st.floats(0.05, 0.5), st.floats(0.5, 1.0))
def test_parts_lie_within_larger_ones_person_by_person(
    sizes: list[int], less: float, more: float
) -> None:
    labels = people(sizes)
    small, large = part_of(labels, less), part_of(labels, more)
    assert len(small) == max(1, round(less * len(labels)))
    assert set(names(small)) <= set(names(large))
    # All but one person are there whole or not at all.
    whole = {
        group: {image.name for image in labels.images if image.group == group}
        for group in small.groups
    }
    incomplete = [group for group, every in whole.items() if not every <= set(names(small))]
    assert len(incomplete) <= 1


def test_the_whole_part_is_everything() -> None:
    labels = people([3, 2])
    assert part_of(labels, 1.0) is labels
