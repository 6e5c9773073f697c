from __future__ import annotations

import numpy as np
import pytest

from efficientpose_core.errors import UnknownNameError
from efficientpose_core.training.labels.grouping import (
    GroupBy,
    group_of_name,
    merge_groups,
    parse_group_by,
    regroup,
)

from .helpers import legs, person

XY = np.ones((4, 2))


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("walk_0012.png", "walk"),
        ("walk-0012.png", "walk"),
        ("subject03_trial2_frame0007.jpg", "subject03_trial2"),
        ("anna/img0012.png", "anna"),
        ("study/anna/0012.png", "study/anna"),
        ("anna\\img0012.png", "anna"),
        ("images/000012.jpg", "images/000012.jpg"),
        ("train2017/000000000012.jpg", "train2017/000000000012.jpg"),
        ("IMG_0012.jpg", "IMG_0012.jpg"),
        ("labeled-data/walk/img001.png", "walk"),
        ("portrait.jpg", "portrait"),
    ],
)
def test_groups_from_names(name: str, group: str) -> None:
    assert group_of_name(name) == group


def test_regroup() -> None:
    labels = legs(
        person(XY, name="x/walk_1.png"), person(XY, name="x/walk_2.png"),
        person(XY, name="x/run_1.png"), person(XY, name="v.mp4", frame=1),
        person(XY, name="v.mp4", frame=2),
    )  # fmt: skip
    assert regroup(labels, GroupBy.NAME).groups == ("x/walk", "x/run", "v.mp4")
    assert regroup(labels, GroupBy.FOLDER).groups == ("x", "v.mp4")
    assert len(regroup(labels, GroupBy.PICTURE).groups) == 5
    assert regroup(labels, GroupBy.FOLDER).log[-1].parameters == {"by": "folder", "groups": 2}


def test_merge_groups() -> None:
    labels = legs(*(person(XY, group=group) for group in "abca"))
    merged = merge_groups(labels, ("a", "c"), "anna")
    assert [image.group for image in merged.images] == ["anna", "b", "anna", "anna"]
    with pytest.raises(UnknownNameError):
        merge_groups(labels, ("a", "z"), "anna")


def test_parse_group_by() -> None:
    assert parse_group_by("Folder") is GroupBy.FOLDER
    with pytest.raises(UnknownNameError, match="way to group"):
        parse_group_by("colour")
