from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.pose import ProcessingStep
from efficientpose_core.training.labels.types import LabelledImage, Visibility, keypoint_box

from .helpers import legs, person

NAN = float("nan")
TWO = [[1.0, 2.0], [NAN, NAN], [5.0, 9.0], [3.0, 4.0]]


def test_arrays_are_frozen_copies() -> None:
    xy = np.array(TWO)
    image = person(xy)
    xy[0] = 0
    assert image.xy_px[0].tolist() == [1.0, 2.0]
    assert not image.xy_px.flags.writeable
    assert image.visibility.dtype == np.int8
    assert image.is_labelled.tolist() == [True, False, True, True]


@pytest.mark.parametrize(
    ("xy", "visibility", "told"),
    [
        ([[1.0, 2.0]], [2, 2], "do not fit together"),
        ([[1.0, 2.0, 3.0]], [2], "do not fit together"),
        ([[1.0, 2.0]], [3], "must be 0, 1 or 2"),
        ([[1.0, 2.0]], [0], "finite where a keypoint is labelled"),
        ([[NAN, NAN]], [1], "finite where a keypoint is labelled"),
        ([[1.0, NAN]], [2], "finite where a keypoint is labelled"),
        ([[np.inf, 1.0]], [2], "finite where a keypoint is labelled"),
    ],
)
def test_contradictions_are_refused(xy: object, visibility: object, told: str) -> None:
    with pytest.raises(DataError, match=told):
        person(xy, visibility)


def test_negative_frames_are_refused() -> None:
    with pytest.raises(DataError, match="start at 0"):
        person(TWO, frame=-1)


def test_set_refuses_another_number_of_keypoints() -> None:
    with pytest.raises(DataError, match="have 1 keypoints, the skeleton 'legs' has 4"):
        legs(person([[1.0, 2.0]]))


def test_set_stacks_people_and_lists_groups_once() -> None:
    labels = legs(person(TWO, group="b"), person(TWO, group="a"), person(TWO, group="b"))
    assert labels.xy_px.shape == (3, 4, 2)
    assert labels.visibility.tolist() == [[2, 0, 2, 2]] * 3
    assert labels.groups == ("b", "a")
    assert legs().xy_px.shape == (0, 4, 2)
    assert legs().visibility.shape == (0, 4)


def test_select_keeps_order_and_logs() -> None:
    labels = legs(*(person(TWO, name=f"{i}.png") for i in range(4)))
    chosen = labels.select([3, 1], ProcessingStep(name="choose"))
    assert [image.name for image in chosen.images] == ["3.png", "1.png"]
    assert [step.name for step in chosen.log] == ["choose"]


def test_box_of_keypoints() -> None:
    assert keypoint_box(person(TWO)) == (1.0, 2.0, 4.0, 7.0)
    assert keypoint_box(person(np.full((4, 2), NAN))) == (0.0, 0.0, 0.0, 0.0)


def test_visibility_numbers_are_those_of_coco() -> None:
    assert [(v.label, int(v)) for v in Visibility] == [
        ("missing", 0), ("occluded", 1), ("visible", 2),
    ]  # fmt: skip


def test_a_person_in_a_video_has_a_frame() -> None:
    image = LabelledImage(
        path=Path("v.mp4"), frame=7, name="v.mp4", size_px=None, xy_px=np.array([[1.0, 2.0]]),
        visibility=np.array([1], np.int8), group="v",
    )  # fmt: skip
    assert image.frame == 7
    assert np.isnan(image.head_size_px)
