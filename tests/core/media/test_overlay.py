"""What is drawn, where, and how strongly."""

from __future__ import annotations

import numpy as np
import pytest

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.media.overlay import OverlayLabel, OverlayStyle, draw_pose
from efficientpose_core.skeleton import Skeleton

PAIR = Skeleton(
    name="pair", keypoints=("left_hip", "left_knee", "right_hip"),
    limbs=(("left_hip", "left_knee"),),
)  # fmt: skip
NOWHERE = np.full((3, 2), np.nan)


def _blank(height: int = 400, width: int = 300, level: int = 128) -> np.ndarray:
    return np.full((height, width, 3), level, np.uint8)


def _pose(**places: tuple[float, float]) -> np.ndarray:
    xy = NOWHERE.copy()
    for name, place in places.items():
        xy[PAIR.index(name)] = place
    return xy


def test_nothing_to_draw_gives_an_equal_copy() -> None:
    picture = _blank()
    result = draw_pose(picture, NOWHERE, np.ones(3), PAIR)
    np.testing.assert_array_equal(result, picture)
    assert result is not picture


def test_the_picture_is_left_alone() -> None:
    picture = _blank()
    picture.setflags(write=False)
    result = draw_pose(picture, _pose(left_hip=(50, 50)), np.ones(3), PAIR, caption="x")
    assert (result != picture).any()


@pytest.mark.parametrize("place", [(150.0, 200.0), (150.25, 200.5), (149.9, 200.75)])
def test_joints_are_centred_with_sub_pixel_accuracy(place: tuple[float, float]) -> None:
    picture = _blank(level=255)
    result = draw_pose(picture, _pose(right_hip=place), np.ones(3), PAIR)
    weight = 255.0 - result[..., 2]
    y, x = np.mgrid[:400, :300] + 0.5
    found = [(x * weight).sum() / weight.sum(), (y * weight).sum() / weight.sum()]
    np.testing.assert_allclose(found, place, atol=0.12)


def test_sides_have_their_colours() -> None:
    style = OverlayStyle(line_width=40)
    result = draw_pose(
        _blank(), _pose(left_hip=(80, 80), right_hip=(220, 300)), np.ones(3), PAIR, style=style
    )
    # Beside the light core, within the disc.
    assert tuple(result[80, 88]) == style.left_rgb
    assert tuple(result[300, 228]) == style.right_rgb


def test_limbs_need_both_ends() -> None:
    style = OverlayStyle(show_points=False)
    both = draw_pose(
        _blank(), _pose(left_hip=(50, 50), left_knee=(50, 350)), np.ones(3), PAIR, style=style
    )
    assert (both[200] != 128).any()
    one = draw_pose(_blank(), _pose(left_hip=(50, 50)), np.ones(3), PAIR, style=style)
    assert (one == 128).all()


def test_opacity_follows_the_score() -> None:
    strengths = []
    for score in (0.05, 0.1, 0.4, 0.7, 0.95, np.nan):
        result = draw_pose(_blank(), _pose(left_hip=(50, 50)), np.full(3, score), PAIR)
        strengths.append(int(np.abs(result.astype(int) - 128).sum()))
    hidden, *rising, full, sure, by_hand = strengths
    assert hidden == 0
    assert 0 < rising[0] < rising[1] < full
    assert full == sure == by_hand


@pytest.mark.parametrize("place", [(-500.0, 50.0), (0.0, 0.0), (299.9, 399.9), (1e7, -1e7)])
def test_points_at_and_beyond_the_edge(place: tuple[float, float]) -> None:
    xy = _pose(left_hip=place, left_knee=(150, 200))
    label = OverlayLabel(text="12°", x_px=place[0], y_px=place[1])
    result = draw_pose(_blank(), xy, np.ones(3), PAIR, labels=[label])
    assert (result[200, 150] != 128).any()


def test_labels_and_caption_stay_inside_and_apart() -> None:
    picture = _blank()
    labels = [OverlayLabel(text="-123.4°", x_px=299, y_px=y) for y in (100, 101)]
    one = draw_pose(picture, NOWHERE, np.ones(3), PAIR, labels=labels[:1])
    two = draw_pose(picture, NOWHERE, np.ones(3), PAIR, labels=labels)
    changed_one = (one != picture).any(axis=2)
    changed_two = (two != picture).any(axis=2)
    assert changed_one.any()
    # The second plate covers no pixel of the first; their soft edges may meet.
    np.testing.assert_allclose(two[changed_one].astype(int), one[changed_one].astype(int), atol=3)
    assert changed_two.sum() > 1.8 * changed_one.sum()
    missing = OverlayLabel(text="5°", x_px=np.nan, y_px=4)
    same = draw_pose(picture, NOWHERE, np.ones(3), PAIR, labels=[missing])
    np.testing.assert_array_equal(same, picture)
    caption = draw_pose(picture, NOWHERE, np.ones(3), PAIR, caption="12.345 s " * 20)
    rows, columns = np.nonzero((caption != picture).any(axis=2))
    assert rows.min() > 300
    assert columns.max() < 299


def test_style_switches() -> None:
    style = OverlayStyle(
        show_skeleton=False, show_points=False, show_labels=False, show_caption=False
    )
    result = draw_pose(
        _blank(), _pose(left_hip=(50, 50), left_knee=(90, 90)), np.ones(3), PAIR, style=style,
        labels=[OverlayLabel(text="1", x_px=5, y_px=5)], caption="x",
    )  # fmt: skip
    assert (result == 128).all()


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (2160, 3840)])
def test_any_picture_size(size: tuple[int, int]) -> None:
    xy = np.array([[0.3, 0.4], [0.6, 0.8], [0.9, 0.1]]) * (size[1], size[0])
    result = draw_pose(_blank(*size), xy, np.ones(3), PAIR, caption="frame 1")
    assert result.shape == (*size, 3)


def test_impossible_input() -> None:
    with pytest.raises(DataError, match="positions"):
        draw_pose(_blank(), np.zeros((2, 2)), np.ones(3), PAIR)
    with pytest.raises(SettingsError):
        OverlayStyle(line_width=0)
    with pytest.raises(SettingsError):
        OverlayStyle(min_score=1.5)
