"""People cut out of large pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.inference.following import FollowSettings
from efficientpose_core.media.images import read_image
from efficientpose_core.training.labels.cuts import cut_out, cut_px
from efficientpose_core.training.labels.pictures import write_png
from efficientpose_core.training.labels.types import LabelledImage, Visibility

WIDTH, HEIGHT = 640, 480


def person(path: Path, at: tuple[float, float], tall: float, labelled: int = 4) -> LabelledImage:
    """Return four keypoints of somebody: corners of an upright rectangle around ``at``."""
    corners = np.array([[-0.25, -0.5], [0.25, -0.5], [-0.25, 0.5], [0.25, 0.5]])
    xy = np.array(at) + tall * corners
    visibility = np.full(4, Visibility.VISIBLE, np.int8)
    xy[labelled:], visibility[labelled:] = np.nan, Visibility.MISSING
    return LabelledImage(
        path=path, name=path.name, size_px=(WIDTH, HEIGHT), xy_px=xy, visibility=visibility,
        group="a", box_px=(at[0] - tall / 4, at[1] - tall / 2, tall / 2, tall),
    )  # fmt: skip


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Return a picture whose red and green tell where each pixel was."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    rgb = np.stack([x % 256, y % 256, x // 256 + 8 * (y // 256)], -1).astype(np.uint8)
    write_png(tmp_path / "pictures" / "a.png", rgb)
    return tmp_path / "pictures" / "a.png"


def test_the_person_is_as_large_as_when_followed(picture: Path) -> None:
    box = cut_px(person(picture, (300, 200), 100))
    assert box is not None
    margin = FollowSettings().margin
    assert box[2] - box[0] == pytest.approx(margin * 100, abs=2)
    assert box[3] - box[1] == pytest.approx(margin * 100, abs=2)
    assert (box[0] + box[2]) / 2 == pytest.approx(300, abs=1)
    assert (box[1] + box[3]) / 2 == pytest.approx(200, abs=1)


def test_keypoints_stay_on_the_same_pixels(picture: Path) -> None:
    first, second = person(picture, (300, 200), 100), person(picture, (20, 440), 90)
    whole = read_image(picture)
    cuts = cut_out([first, second], picture.parent)
    assert cuts[0].path != cuts[1].path
    for before, after in zip((first, second), cuts, strict=True):
        rgb = read_image(after.path)
        assert after.size_px == (rgb.shape[1], rgb.shape[0])
        for (x0, y0), (x1, y1) in zip(before.xy_px, after.xy_px, strict=True):
            if 0 <= x0 < WIDTH and 0 <= y0 < HEIGHT:
                assert np.array_equal(whole[int(y0), int(x0)], rgb[int(y1), int(x1)])
        assert before.box_px is not None
        assert after.box_px is not None
        shift = before.xy_px[0] - after.xy_px[0]
        assert np.allclose(np.array(before.box_px[:2]) - after.box_px[:2], shift)
        assert after.box_px[2:] == before.box_px[2:]
        assert after.group == "a"
    assert not picture.exists()


@pytest.mark.parametrize(("tall", "labelled"), [(420, 4), (100, 1)])
def test_large_people_and_those_hardly_labelled_stay_in_their_picture(
    picture: Path, tall: float, labelled: int
) -> None:
    whole = person(picture, (300, 240), tall, labelled)
    assert cut_out([whole], picture.parent) == (whole,)
    assert picture.exists()


def test_a_picture_that_somebody_needs_stays(picture: Path) -> None:
    small, large = person(picture, (300, 240), 80), person(picture, (300, 240), 420)
    cut, kept = cut_out([small, large], picture.parent)
    assert cut.path != picture
    assert kept is large
    assert picture.exists()


def test_pictures_of_others_are_not_removed(picture: Path, tmp_path: Path) -> None:
    (cut,) = cut_out([person(picture, (300, 240), 80)], tmp_path / "run")
    assert cut.path.parent == tmp_path / "run"
    assert picture.exists()
