"""Geometry and filtering of resampled regions."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import DataError
from efficientpose_core.media.picture import DecodedPicture, Layout, Orientation
from efficientpose_core.media.resample import resample_square
from efficientpose_core.media.video import VideoReader

from .conftest import MakeVideo

ORIENTATIONS = [
    Orientation(transpose=t, flip_x=x, flip_y=y)
    for t in (False, True)
    for x in (False, True)
    for y in (False, True)
]


def _blob(centre: tuple[float, float], sigma: float, width: int, height: int) -> np.ndarray:
    """Return a grey picture of a Gaussian at ``centre``."""
    y, x = np.mgrid[:height, :width] + 0.5
    value = 250 * np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * sigma**2))
    return np.repeat(np.round(value).astype(np.uint8)[..., None], 3, axis=2)


def _centroid(image: np.ndarray) -> np.ndarray:
    grey = image[..., 1].astype(float)
    grey[grey < 3] = 0
    y, x = np.mgrid[: grey.shape[0], : grey.shape[1]] + 0.5
    return np.array([(x * grey).sum(), (y * grey).sum()]) / grey.sum()


@settings(max_examples=40, deadline=None)
@given(
    scale=st.floats(0.3, 7.0),
    shift=st.tuples(st.floats(-0.9, 0.9), st.floats(-0.9, 0.9)),
)
@example(scale=0.3125, shift=(0.0, 0.08203125))
def test_places_are_exact(scale: float, shift: tuple[float, float]) -> None:
    size = 64
    side = scale * size
    centre = (300.0 + shift[0], 280.0 - shift[1])
    # Off the middle of the region by a fraction that has nothing to do with the pixel raster.
    box = (centre[0] - 0.47 * side, centre[1] - 0.56 * side, side)
    picture = _blob(centre, 4.0 * max(scale, 0.45), 640, 600)
    found = _centroid(resample_square(picture, box, size))
    # OpenCV rounds places to 32nds of a pixel of the picture: that shows where it is enlarged.
    rounding = 0.5 / 32 / scale
    np.testing.assert_allclose(found, [0.47 * size, 0.56 * size], atol=max(0.02, rounding))


def test_identity_changes_nothing() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (50, 50, 3), dtype=np.uint8)
    np.testing.assert_array_equal(resample_square(picture, (0.0, 0.0, 50.0), 50), picture)


def test_outside_is_black_inside_is_not() -> None:
    picture = np.full((40, 60, 3), 200, np.uint8)
    result = resample_square(picture, (-30.0, -10.0, 120.0), 60)
    inside = np.zeros((60, 60), bool)
    # Centres at -30 + 2 (i + 0.5): columns 15..44 are inside of 0..60, rows 5..24 of 0..40.
    inside[5:25, 15:45] = True
    np.testing.assert_array_equal(result[..., 0] > 0, inside)
    assert result[inside].min() == 200


@pytest.mark.parametrize("box", [(-500.0, 0.0, 100.0), (70.0, 50.0, 30.0), (0.0, 1e7, 5.0)])
def test_region_beside_the_picture_is_black(box: tuple[float, float, float]) -> None:
    picture = np.full((40, 60, 3), 200, np.uint8)
    assert resample_square(picture, box, 16).max() == 0


def test_fine_texture_does_not_alias() -> None:
    stripes = np.zeros((512, 512, 3), np.uint8)
    stripes[:, ::2] = 255
    result = resample_square(stripes, (3.3, 3.3, 500.0), 100)
    assert np.abs(result.astype(float) - 127.5).max() < 3


def test_regions_must_have_an_area() -> None:
    picture = np.zeros((4, 4, 3), np.uint8)
    for box, size in [((0, 0, 0), 4), ((0, 0, -1), 4), ((np.nan, 0, 1), 4), ((0, 0, 1), 0)]:
        with pytest.raises(DataError):
            resample_square(picture, box, size)


def _smooth_picture(colorspace: int, color_range: int) -> av.VideoFrame:
    y, x = np.mgrid[:240, :320]
    rgb = np.stack([60 + x * 0.5, 200 - y * 0.5, 90 + 0.2 * x + 0.2 * y], axis=-1)
    frame = av.VideoFrame.from_ndarray(rgb.astype(np.uint8), format="rgb24")
    frame = frame.reformat(format="yuv420p", dst_colorspace=colorspace, dst_color_range=color_range)
    frame.colorspace, frame.color_range = colorspace, color_range
    return frame


@pytest.mark.parametrize("colorspace", [1, 5])
@pytest.mark.parametrize("color_range", [1, 2])
@pytest.mark.parametrize("orientation", ORIENTATIONS, ids=str)
def test_planes_give_what_rgb_gives(
    colorspace: int, color_range: int, orientation: Orientation
) -> None:
    layout = Layout(stored_px=(320, 240), orientation=orientation)
    picture = DecodedPicture(_smooth_picture(colorspace, color_range), layout)
    rgb = picture.to_rgb()
    for box, size in [
        ((20.3, 31.7, 150.0), 64), ((-40.5, 20.0, 330.0), 61), ((100.0, 90.2, 30.0), 64),
    ]:  # fmt: skip
        direct = picture.letterbox(box, size).astype(float)
        difference = np.abs(direct - resample_square(rgb, box, size))
        # swscale's fast conversion truncates (about one level); the rest is chroma at edges.
        assert difference.mean() < 1.6
        assert np.quantile(difference, 0.99) <= 6


@pytest.mark.parametrize("orientation", ORIENTATIONS, ids=str)
def test_display_matrix_round_trip(orientation: Orientation) -> None:
    # A stored point (x, y) is shown at (a x + c y, b x + d y).
    sign_x, sign_y = (-1 if orientation.flip_x else 1), (-1 if orientation.flip_y else 1)
    a, b, c, d = (0, sign_y, sign_x, 0) if orientation.transpose else (sign_x, 0, 0, sign_y)
    raw = np.array([a, b, 0, c, d, 0, 0, 0, 1], np.int32) * 65536
    assert Orientation.from_display_matrix(raw.tobytes()) == orientation


def test_other_formats_go_through_rgb(make_video: MakeVideo) -> None:
    path = make_video(
        codec="libx265", pixel_format="yuv420p10le", options={"x265-params": "log-level=none"},
        count=3,
    )  # fmt: skip
    with VideoReader(path) as reader:
        assert reader.info.pixel_format == "yuv420p10le"
        frame = reader.frame_at(1)
        box = (3.5, 2.5, 80.0)
        np.testing.assert_array_equal(
            frame.letterbox(box, 50), resample_square(frame.rgb(), box, 50)
        )


@pytest.mark.shared
def test_real_frame(shared: Path) -> None:
    with VideoReader(shared / "data" / "videos" / "walk_back_and_forth.mp4") as reader:
        frame = reader.frame_at(20)
    box = (320.3, 60.7, 600.0)
    direct = frame.letterbox(box, 224).astype(float)
    difference = direct - resample_square(frame.rgb(), box, 224)
    luma = np.abs(difference @ [0.299, 0.587, 0.114])
    assert np.abs(difference).mean() < 2
    assert np.quantile(luma, 0.999) < 4
