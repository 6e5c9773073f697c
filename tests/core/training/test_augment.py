from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import SettingsError
from efficientpose_core.skeleton import MPII16
from efficientpose_core.training.augment import (
    CALM,
    HEAVY,
    PAPER,
    Augmentation,
    augment,
    placement_matrix,
)

FLIP = MPII16.flip_permutation
PLAIN = Augmentation(
    rotation_deg=0.0, scale=(1.0, 1.0), shift=0.0, flip=0.0, colour=0.0, blur=0.0, noise=0.0,
    occlusion=0.0,
)  # fmt: skip


def _apply(matrix: np.ndarray, x: float, y: float) -> list[float]:
    return (matrix[:, :2] @ [x, y] + matrix[:, 2]).tolist()


def test_unchanged_placement_is_the_letterbox() -> None:
    matrix = placement_matrix((100, 200), 400)
    assert _apply(matrix, 0, 0) == pytest.approx([0, 100])
    assert _apply(matrix, 200, 100) == pytest.approx([400, 300])


def test_rotation_is_clockwise_about_the_centre() -> None:
    matrix = placement_matrix((100, 100), 100, rotation_deg=90)
    assert _apply(matrix, 50, 50) == pytest.approx([50, 50])
    # What was at the top is now on the right.
    assert _apply(matrix, 50, 10) == pytest.approx([90, 50])


def test_mirroring_scale_and_shift() -> None:
    assert _apply(placement_matrix((100, 100), 100, mirrored=True), 10, 30) == pytest.approx(
        [90, 30]
    )
    matrix = placement_matrix((100, 100), 100, scale=0.5, shift_px=(3, -4))
    assert _apply(matrix, 0, 100) == pytest.approx([28, 71])


def _dotted(xy: np.ndarray, side: int = 160) -> np.ndarray:
    picture = np.zeros((side, side, 3), np.uint8)
    for number, (x, y) in enumerate(xy):
        picture[int(y) - 4 : int(y) + 4, int(x) - 4 : int(x) + 4] = 40 + 10 * number
    return picture


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_keypoints_follow_the_picture(seed: int) -> None:
    # A bright square whose centre of gravity must be found where the keypoint went.
    xy = np.full((16, 2), np.nan)
    xy[3] = 70.0, 60.0
    picture = np.zeros((120, 160, 3), np.uint8)
    picture[56:64, 66:74] = 255
    how = replace(PAPER, shift=0.05)
    image, moved, mirrored = augment(
        picture, xy, 200, how, np.random.default_rng(seed), FLIP
    )  # fmt: skip
    channel = FLIP.index(3) if mirrored else 3
    weight = image[..., 0].astype(float)
    rows, columns = np.mgrid[0:200, 0:200] + 0.5
    centre = np.array([(weight * columns).sum(), (weight * rows).sum()]) / weight.sum()
    assert moved[channel] == pytest.approx(centre, abs=0.2)
    assert np.isnan(np.delete(moved, channel, axis=0)).all()


def test_same_generator_same_picture() -> None:
    xy = np.random.default_rng(0).uniform(20, 140, (16, 2))
    one, two = (
        augment(_dotted(xy), xy, 96, HEAVY, np.random.default_rng(7), FLIP) for _ in range(2)
    )
    assert np.array_equal(one[0], two[0])
    assert np.array_equal(one[1], two[1])


def test_without_variation_nothing_is_changed() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (96, 96, 3), np.uint8)
    xy = np.random.default_rng(0).uniform(0, 96, (2, 16, 2))
    image, moved, mirrored = augment(picture, xy, 96, PLAIN, np.random.default_rng(1), FLIP)
    assert np.array_equal(image, picture)
    assert np.allclose(moved, xy)
    assert not mirrored


@pytest.mark.parametrize("field", ["colour", "blur", "noise", "occlusion"])
def test_appearance_changes_the_picture_but_not_the_keypoints(field: str) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (96, 96, 3), np.uint8)
    xy = np.random.default_rng(0).uniform(0, 96, (16, 2))
    how = replace(PLAIN, **{field: 1.0})
    image, moved, _ = augment(picture, xy, 96, how, np.random.default_rng(1), FLIP)
    assert not np.array_equal(image, picture)
    assert np.allclose(moved, xy)


def test_beyond_the_picture_is_black_whatever_the_colours() -> None:
    picture = np.full((40, 100, 3), 200, np.uint8)
    how = replace(PLAIN, colour=1.0)
    for seed in range(20):
        image, _, _ = augment(
            picture, np.zeros((16, 2)), 100, how, np.random.default_rng(seed), FLIP
        )
        assert not image[:29].any()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"scale": (1.2, 0.8)}, "scale"),
        ({"scale": (0.0, 1.0)}, "scale"),
        ({"rotation_deg": -1.0}, "rotates"),
        ({"shift": 0.6}, "shifts"),
        ({"flip": 1.5}, "'flip'"),
        ({"occlusion": -0.1}, "'occlusion'"),
    ],
)
def test_refusals(changes: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        replace(CALM, **changes)
