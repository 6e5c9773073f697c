from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.labels.pictures import inspect_pictures
from efficientpose_core.training.labels.repairs import (
    exchange_sides,
    exchange_xy,
    join_labels,
    scale_to_pictures,
)
from efficientpose_core.training.labels.types import LabelSet

from .helpers import legs, person

XY = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [np.nan, np.nan]])


def test_exchange_xy() -> None:
    once = exchange_xy(legs(person(XY)))
    assert once.xy_px[0, :2].tolist() == [[2.0, 1.0], [4.0, 3.0]]
    assert np.array_equal(exchange_xy(once).xy_px[0], XY, equal_nan=True)
    assert once.log[-1].name == "exchange_xy"


def test_exchange_sides() -> None:
    labels = legs(person(XY, [2, 1, 2, 0]), person(XY))
    after = exchange_sides(labels, [0])
    assert after.xy_px[0, 0].tolist() == [5.0, 6.0]
    assert after.visibility[0].tolist() == [2, 0, 2, 1]
    assert np.array_equal(after.xy_px[1], XY, equal_nan=True)
    assert np.array_equal(exchange_sides(after, [0]).xy_px, labels.xy_px, equal_nan=True)


def test_scale_to_pictures(data: Path) -> None:
    labels = legs(
        person(XY, folder=data, size_px=(128, 96), head_size_px=4.0, box_px=(2.0, 4.0, 8.0, 6.0)),
        person(XY, folder=data),
        person(XY, folder=data, size_px=None),
    )
    after = scale_to_pictures(labels, inspect_pictures(labels))
    first = after.images[0]
    assert first.xy_px[1].tolist() == [1.5, 2.0]
    assert (first.size_px, first.head_size_px) == ((64, 48), 2.0)
    assert first.box_px == (1.0, 2.0, 4.0, 3.0)
    assert after.images[1:] == labels.images[1:]
    cut = legs(person(XY, folder=data, size_px=(128, 128)))
    with pytest.raises(DataError, match="which scaling cannot mend"):
        scale_to_pictures(cut, inspect_pictures(cut))


def test_join_labels() -> None:
    one, other = legs(person(XY, name="1.png")), legs(person(XY, name="2.png"))
    joined = join_labels([one, other])
    assert [image.name for image in joined.images] == ["1.png", "2.png"]
    assert joined.log[-1].parameters == {"people": [1, 1]}
    foreign = LabelSet(skeleton=Skeleton(name="x", keypoints=("a",)), images=())
    with pytest.raises(DataError, match="map both to the same skeleton"):
        join_labels([one, foreign])
    with pytest.raises(DataError, match="no labels to join"):
        join_labels([])
