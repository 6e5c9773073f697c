"""Folders of images, single images, and the choice of a source."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import DataError, MediaError, SettingsError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.images import ImageSequence, open_source, read_image
from efficientpose_core.media.source import ArrayPicture, Frame, MediaKind
from efficientpose_core.media.video import VideoReader

from .conftest import MakeVideo, numbered_picture, read_number


def _write(path: Path, image: np.ndarray) -> Path:
    order = image[..., ::-1] if image.ndim == 3 and image.shape[2] == 3 else image
    assert cv2.imwrite(str(path), np.ascontiguousarray(order))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in (1, 2, 3, 10, 11):
        _write(tmp_path / f"walk {number}.png", numbered_picture(number))
    (tmp_path / "notes.txt").write_text("not an image")
    (tmp_path / ".hidden.png").write_text("not an image either")
    return tmp_path


def test_folder_in_natural_order(folder: Path) -> None:
    with open_source(folder, image_rate_hz=50, slow_motion_factor=2) as source:
        assert isinstance(source, ImageSequence)
        assert source.info.kind is MediaKind.IMAGES
        assert (source.info.width_px, source.info.height_px) == (128, 96)
        assert [read_number(f.rgb()) for f in source.frames()] == [1, 2, 3, 10, 11]
        np.testing.assert_allclose(source.times_s, np.arange(5) / 100)
        assert source.info.rate_hz == pytest.approx(100)
        assert source.info.duration_s == pytest.approx(0.05)
        assert source.index_at(0.02) == 2
        with pytest.raises(DataError):
            source.frame_at(5)


def test_list_keeps_its_order(folder: Path) -> None:
    source = ImageSequence([folder / "walk 10.png", folder / "walk 2.png"])
    assert [read_number(f.rgb()) for f in source.frames()] == [10, 2]


def test_single_image_has_a_duration(folder: Path) -> None:
    source = open_source(folder / "walk 3.png", image_rate_hz=20)
    assert source.info.frame_count == 1
    assert source.info.duration_s == pytest.approx(0.05)
    assert read_number(source.frame_at(0).rgb()) == 3


def test_video_is_recognised(make_video: MakeVideo) -> None:
    with open_source(make_video(count=3), slow_motion_factor=2) as source:
        assert isinstance(source, VideoReader)
        np.testing.assert_allclose(source.times_s, [0, 0.02, 0.04])


def test_unreadable_image_is_a_damaged_frame(folder: Path) -> None:
    (folder / "walk 2.png").write_bytes(b"broken")
    frames = list(ImageSequence(folder).frames())
    assert [f.damaged for f in frames] == [False, True, False, False, False]
    with pytest.raises(MediaError, match="Frame 1 cannot be decoded"):
        frames[1].rgb()


def test_sizes_must_agree(folder: Path) -> None:
    _write(folder / "walk 99.png", np.zeros((10, 20, 3), np.uint8))
    with pytest.raises(MediaError, match=r"walk 99\.png is 20 x 10 px"):
        ImageSequence(folder)


def test_grey_deep_and_transparent_images(tmp_path: Path) -> None:
    grey = _write(tmp_path / "grey.png", np.full((4, 6), 77, np.uint8))
    np.testing.assert_array_equal(read_image(grey), np.full((4, 6, 3), 77))
    deep = _write(tmp_path / "deep.png", np.full((4, 6, 3), 77 * 257, np.uint16))
    np.testing.assert_allclose(read_image(deep), np.full((4, 6, 3), 77), atol=1)
    alpha = _write(tmp_path / "alpha.png", np.full((4, 6, 4), (30, 20, 10, 128), np.uint8))
    np.testing.assert_array_equal(read_image(alpha)[0, 0], [10, 20, 30])


def test_exif_orientation_is_honoured(tmp_path: Path) -> None:
    path = _write(tmp_path / "photo.jpg", numbered_picture(0b1011))
    plain = path.read_bytes()
    # One directory entry: orientation (0x0112), SHORT, value 6: turn clockwise to view.
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    payload = b"Exif\0\0" + tiff
    segment = b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload
    path.write_bytes(plain[:2] + segment + plain[2:])
    rgb = read_image(path)
    assert rgb.shape == (128, 96, 3)
    assert read_number(np.rot90(rgb)) == 0b1011


def test_names_outside_of_ascii(tmp_path: Path) -> None:
    content = _write(tmp_path / "a.png", numbered_picture(9)).read_bytes()
    path = tmp_path / "gåing 試.png"
    path.write_bytes(content)
    assert read_number(read_image(path)) == 9


def test_nothing_to_open(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="holds no images"):
        open_source(tmp_path)
    with pytest.raises(MediaError, match="no file"):
        open_source(tmp_path / "missing.png")
    with pytest.raises(MediaError, match="list of images is empty"):
        ImageSequence([])
    (tmp_path / "broken.png").write_bytes(b"")
    with pytest.raises(MediaError, match="None of the 1 images"):
        open_source(tmp_path)


@pytest.mark.parametrize("rate_hz", [0.0, -5.0, float("nan")])
def test_rate_must_be_positive(folder: Path, rate_hz: float) -> None:
    with pytest.raises(SettingsError):
        ImageSequence(folder, rate_hz=rate_hz)
    with pytest.raises(SettingsError):
        open_source(folder, slow_motion_factor=rate_hz)


def test_frame_of_an_array() -> None:
    frame = Frame.from_rgb(numbered_picture(5), index=7, t_s=0.5)
    assert not frame.damaged
    assert read_number(frame.rgb()) == 5
    assert frame.letterbox((0, 0, 96), 32).shape == (32, 32, 3)
    with pytest.raises(DataError):
        ArrayPicture(np.zeros((4, 4), np.uint8))
