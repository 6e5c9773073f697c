from __future__ import annotations

from pathlib import Path

import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.training.labels.complaints import Kind, Severity
from efficientpose_core.training.labels.folder import DataFolder, relative_name

from .helpers import write_picture


@pytest.mark.parametrize(
    "name", ["more/c.png", "./more/c.png", "more\\c.png", "more/../more/c.png"]
)
def test_a_file_is_found_where_it_says(data: Path, name: str) -> None:
    assert DataFolder(data).locate(name) == (data / "more" / "c.png", None)


def test_an_absolute_name_inside_is_where_it_says(data: Path) -> None:
    place = data / "more" / "c.png"
    assert DataFolder(data).locate(str(place)) == (place, None)
    path, complaint = DataFolder(data / "more").locate(str(data / "a.png"))
    assert path is None
    assert complaint is not None
    assert complaint.kind is Kind.OUTSIDE_FOLDER


@pytest.mark.parametrize(
    "name",
    [
        "/home/somebody/c.png",
        "C:\\Users\\me\\study\\more\\c.png",
        "../../label-studio/media/upload/4/c.png",
        "..\\..\\label-studio\\media\\c.png",
        "0a1b2c3d-c.png",
        "images/c.png",
        "/data/local-files/?d=study/more/c.png",
        "/data/upload/3/0a1b2c3d-c.png",
        "https://example.org/study/c.png?token=1",
    ],
)
def test_a_file_of_the_same_name_is_taken_and_told(data: Path, name: str) -> None:
    path, complaint = DataFolder(data).locate(name)
    assert path == data / "more" / "c.png"
    assert complaint is not None
    assert (complaint.severity, complaint.kind) == (Severity.NOTE, Kind.FOUND_ELSEWHERE)
    assert "more/c.png is taken for it" in complaint.sentence


@pytest.mark.parametrize(
    "name",
    ["../secret.png", "/etc/passwd", "more/../../secret.png", "C:secret.png", "..", "", "/", "."],
)
def test_nothing_outside_is_opened(data: Path, name: str) -> None:
    write_picture(data.parent / "secret.png")
    path, complaint = DataFolder(data).locate(name)
    assert path is None
    assert complaint is not None
    assert (complaint.severity, complaint.kind) == (Severity.ERROR, Kind.OUTSIDE_FOLDER)
    assert "it is not opened" in complaint.sentence


@pytest.mark.parametrize("name", ["z.png", "more/a/z.png", "x" * 5000, "bad\0name.png"])
def test_missing_files_have_a_place_inside(data: Path, name: str) -> None:
    path, complaint = DataFolder(data).locate(name)
    assert path is not None
    assert path.is_relative_to(data)
    assert complaint is not None
    assert (complaint.severity, complaint.kind) == (Severity.ERROR, Kind.MISSING_IMAGE)


def test_one_of_two_files_of_a_name_is_not_guessed(data: Path) -> None:
    write_picture(data / "other" / "c.png")
    _, complaint = DataFolder(data).locate("c.png")
    assert complaint is not None
    assert complaint.kind is Kind.MISSING_IMAGE


def test_the_end_of_a_place_tells_files_of_one_name_apart(data: Path) -> None:
    write_picture(data / "other" / "c.png")
    path, complaint = DataFolder(data).locate("D:\\study\\other\\c.png")
    assert path == data / "other" / "c.png"
    assert complaint is not None
    assert complaint.kind is Kind.FOUND_ELSEWHERE


def test_relative_names(data: Path) -> None:
    assert relative_name(data / "more" / "c.png", data) == "more/c.png"
    assert relative_name(data / "more" / ".." / "a.png", data) == "a.png"
    with pytest.raises(DataError, match="lies outside of"):
        relative_name(data.parent / "x.png", data)
    with pytest.raises(DataError, match="lies outside of"):
        # A neighbour whose name begins alike.
        relative_name(data.parent / "data2" / "x.png", data)
