from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import CancelledError, OutputError
from efficientpose_core.media.images import read_image
from efficientpose_core.training.labels.pictures import place_pictures, safe_name

from ...media.conftest import MakeVideo, read_number
from .helpers import legs, person, write_picture

XY = np.ones((4, 2))


def test_frames_become_pictures(make_video: MakeVideo, tmp_path: Path) -> None:
    path = make_video(count=9)
    labels = legs(
        *(person(XY, name=path.name, folder=path.parent, frame=frame) for frame in (7, 2, 7))
    )
    placed = place_pictures(labels, lambda _: tmp_path / "out")
    assert [image.path.name for image in placed.images] == [
        f"{path.stem}_{frame:06d}.png" for frame in (7, 2, 7)
    ]
    assert all(image.frame is None for image in placed.images)
    assert [read_number(read_image(image.path)) for image in placed.images] == [7, 2, 7]


def test_pictures_are_copied_byte_by_byte(data: Path, tmp_path: Path) -> None:
    write_picture(data / "more" / "a.png", seed=9)
    labels = legs(person(XY, folder=data), person(XY, name="more/a.png", folder=data))
    placed = place_pictures(labels, lambda _: tmp_path / "out")
    assert [image.path.name for image in placed.images] == ["a.png", "a_2.png"]
    for before, after in zip(labels.images, placed.images, strict=True):
        assert after.path.read_bytes() == before.path.read_bytes()


def test_what_is_in_place_stays(data: Path) -> None:
    labels = legs(person(XY, folder=data))
    before = (data / "a.png").stat().st_mtime_ns
    placed = place_pictures(labels, lambda _: data)
    assert placed.images[0].path == data / "a.png"
    assert (data / "a.png").stat().st_mtime_ns == before


def test_it_can_be_stopped(data: Path, tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        place_pictures(
            legs(person(XY, folder=data)), lambda _: tmp_path / "out", should_cancel=lambda: True
        )


def test_a_full_or_forbidden_folder_is_told(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="Choose another folder or free some space"):
        place_pictures(legs(person(XY, folder=data)), lambda _: tmp_path / "file" / "out")


@pytest.mark.parametrize(
    ("text", "name"),
    [("a b", "a_b"), ("../x", "x"), ("=cmd", "cmd"), ("", "unnamed"), ("..", "unnamed"),
     ("Zoë_1.png", "Zoë_1.png"), ("a/b\\c:d", "a_b_c_d")],
)  # fmt: skip
def test_safe_names(text: str, name: str) -> None:
    assert safe_name(text) == name
