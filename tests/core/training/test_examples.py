from __future__ import annotations

import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.training.crops import PictureSource
from efficientpose_core.training.examples import (
    background_examples,
    examples_from_labels,
    join,
)

NAN = float("nan")
LABEL, TEACHER = 0, 1


def _sources(count: int) -> list[PictureSource]:
    return [
        PictureSource(key=str(n), read=lambda: np.zeros((8, 8, 3), np.uint8)) for n in range(count)
    ]


def _labels() -> np.ndarray:
    # Three keypoints: both know the first, only the teacher the second, they dispute the third.
    return np.array([[[10.0, 10.0], [NAN, NAN], [90.0, 90.0]]])


def _teacher(height: float = 1.0) -> np.ndarray:
    return np.array([[[12.0, 10.0, height], [50.0, 60.0, 0.4], [20.0, 110.0, height]]])


def test_labels_alone() -> None:
    found = examples_from_labels(_sources(1), _labels())
    assert found.share[0, LABEL].tolist() == [1, 0, 1]
    assert not found.share[0, TEACHER].any()
    assert found.height[0, LABEL].tolist() == [1, 1, 1]


def test_shares_of_label_and_teacher() -> None:
    found = examples_from_labels(_sources(1), _labels(), teacher=_teacher(), teacher_share=0.3)
    assert found.share[0, LABEL].tolist() == [0.7, 0, 0.7]
    assert found.share[0, TEACHER].tolist() == pytest.approx([0.3, 1, 0.3])
    assert found.height[0, TEACHER].tolist() == [1, 0.4, 1]
    assert found.xy_px[0, TEACHER, 1].tolist() == [50, 60]


def test_a_sure_teacher_wins_a_dispute_an_unsure_one_does_not() -> None:
    sure = examples_from_labels(
        _sources(1), _labels(), teacher=_teacher(0.9), teacher_share=0.3, drop_disputed=True
    )
    assert sure.share[0, LABEL].tolist() == [0.7, 0, 0]
    assert sure.share[0, TEACHER].tolist() == pytest.approx([0.3, 1, 1])
    unsure = examples_from_labels(
        _sources(1), _labels(), teacher=_teacher(0.4), teacher_share=0.3, drop_disputed=True
    )
    assert unsure.share[0, LABEL].tolist() == [0.7, 0, 0.7]


def test_peaks_above_the_typical_height_count_as_typical() -> None:
    found = examples_from_labels(_sources(1), _labels(), teacher=_teacher(1.3))
    assert found.height[0, TEACHER].tolist() == [1, 0.4, 1]


def test_backgrounds_ask_for_empty_maps() -> None:
    found = background_examples(_sources(2), 3, repeat=4)
    assert (found.share[:, LABEL] == 1).all()
    assert not found.height.any()
    assert found.repeat.tolist() == [4, 4]


def test_join_keeps_order() -> None:
    both = join([
        background_examples(_sources(1), 3), examples_from_labels(_sources(1), _labels(), repeat=2)
    ])  # fmt: skip
    assert len(both) == 2
    assert both.repeat.tolist() == [1, 2]
    assert both.height[0].max() == 0
    assert both.height[1].max() == 1


def test_nothing_labelled_is_refused() -> None:
    with pytest.raises(DataError, match="No keypoint of any picture is labelled"):
        examples_from_labels(_sources(1), np.full((1, 3, 2), NAN))


def test_a_teacher_of_other_pictures_is_refused() -> None:
    with pytest.raises(DataError, match="predictions again"):
        examples_from_labels(_sources(1), _labels(), teacher=np.zeros((2, 3, 3)))
