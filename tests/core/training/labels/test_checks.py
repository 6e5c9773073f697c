from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import CancelledError
from efficientpose_core.training.labels.checks import check_labels, check_pictures, check_points
from efficientpose_core.training.labels.complaints import Complaint, Kind, ReadLabels, Severity
from efficientpose_core.training.labels.pictures import fill_sizes, inspect_pictures
from efficientpose_core.training.labels.types import LabelledImage

from ...media.conftest import MakeVideo
from .helpers import SIZE, kinds, legs, person, write_picture

NAN = float("nan")
XY = np.array([[10.0, 10.0], [20.0, 20.0], [30.0, 12.0], [25.0, 40.0]])


def checked(*people: LabelledImage) -> tuple[Complaint, ...]:
    """Look at the pictures of people."""
    labels = legs(*people)
    return tuple(check_pictures(labels, inspect_pictures(labels)))


def test_good_labels_have_no_complaints(data: Path) -> None:
    labels = legs(person(XY, folder=data), person(XY + 1, name="more/c.png", folder=data))
    assert check_labels(labels, inspect_pictures(labels)) == ()


def test_unreadable_pictures(data: Path) -> None:
    (data / "a.png").write_bytes(b"not a picture")
    (complaint,) = checked(person(XY, folder=data))
    assert (complaint.severity, complaint.kind, complaint.row) == (
        Severity.ERROR, Kind.UNREADABLE_IMAGE, 0,
    )  # fmt: skip
    assert "choose a PNG, JPEG" in complaint.sentence


def test_missing_pictures_are_the_readers_business(data: Path) -> None:
    assert checked(person(XY, name="gone.png", folder=data)) == ()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ((128, 96), "scale the labels to the picture"),
        ((48, 64), "lying on its side"),
        ((64, 64), "cut or replaced"),
    ],
)
def test_wrong_sizes(data: Path, told: tuple[int, int], sentence: str) -> None:
    (complaint,) = checked(person(XY, folder=data, size_px=told))
    assert (complaint.severity, complaint.kind) == (Severity.ERROR, Kind.WRONG_SIZE)
    assert "a.png is 64 x 48 px, but was labelled as" in complaint.sentence
    assert sentence in complaint.sentence


def test_the_same_picture_twice(data: Path) -> None:
    write_picture(data / "copy.png", seed=0)
    same_group = checked(person(XY, folder=data), person(XY, name="copy.png", folder=data))
    assert [c.row for c in same_group] == [1]
    assert "counts twice" in same_group[0].sentence
    (leak,) = checked(person(XY, folder=data), person(XY, name="copy.png", folder=data, group="b"))
    assert (leak.severity, leak.kind) == (Severity.WARNING, Kind.DUPLICATE_IMAGE)
    assert "put the groups a and b together" in leak.sentence


def test_two_people_in_one_picture_are_no_duplicate(data: Path) -> None:
    labels = legs(person(XY, folder=data), person(XY + 6, folder=data))
    assert check_labels(labels, inspect_pictures(labels)) == ()


def test_one_person_labelled_twice() -> None:
    (complaint,) = check_points(legs(person(XY), person(XY + 0.5), person(XY + 5)))
    assert (complaint.kind, complaint.row) == (Kind.DUPLICATE_IMAGE, 1)
    assert "labelled twice in a.png" in complaint.sentence


def test_points_outside() -> None:
    xy = XY.copy()
    xy[1], xy[2] = (64.5, 20.0), (64.0, 48.0)
    (complaint,) = check_points(legs(person(xy)))
    assert (complaint.severity, complaint.kind) == (Severity.WARNING, Kind.OUTSIDE_IMAGE)
    assert complaint.keypoint == "right_ankle"
    assert "lies at (64.5, 20.0), outside of the picture (64 x 48 px)" in complaint.sentence
    assert list(check_points(legs(person(xy, size_px=None)))) == []
    xy[1] = -3.0, 5.0
    assert len(list(check_points(legs(person(xy, size_px=None))))) == 1


def test_points_in_the_corner() -> None:
    xy = XY.copy()
    xy[3] = 0.0, 0.0
    (complaint,) = check_points(legs(person(xy)))
    assert (complaint.kind, complaint.keypoint) == (Kind.AT_ORIGIN, "left_ankle")


def test_people_without_keypoints() -> None:
    read = ReadLabels(labels=legs(person(XY), person(np.full((4, 2), NAN))))
    (complaint,) = check_points(read.labels)
    assert (complaint.severity, complaint.kind, complaint.row) == (
        Severity.NOTE, Kind.NO_KEYPOINTS, 1,
    )  # fmt: skip
    assert len(read.usable()) == 1


def test_fractions() -> None:
    people = [person(XY / 64, name=f"{i}.png") for i in range(3)]
    (complaint,) = check_points(legs(*people))
    assert (complaint.severity, complaint.kind) == (Severity.ERROR, Kind.FRACTIONS)


def test_frames_of_a_video(make_video: MakeVideo) -> None:
    path = make_video(count=5)
    labels = legs(
        *(person(XY, name=path.name, folder=path.parent, frame=f, size_px=None) for f in (0, 4, 5))
    )
    facts = inspect_pictures(labels)
    assert facts[path].frame_count == 5
    (complaint,) = check_pictures(labels, facts)
    assert (complaint.severity, complaint.kind, complaint.row) == (
        Severity.ERROR, Kind.MISSING_FRAME, 2,
    )  # fmt: skip
    assert "has only 5 frames" in complaint.sentence
    assert {image.size_px for image in fill_sizes(labels, facts).images} == {(128, 96)}


def test_unknown_sizes_are_filled_in_and_told_ones_stay(data: Path) -> None:
    labels = legs(
        person(XY, folder=data, size_px=None), person(XY, folder=data, size_px=(7, 7)),
        person(XY, folder=data, size_px=None, name="gone.png"),
    )  # fmt: skip
    filled = fill_sizes(labels, inspect_pictures(labels))
    assert [image.size_px for image in filled.images] == [SIZE, (7, 7), None]


def test_reading_pictures_can_be_stopped_and_tells_its_progress(data: Path) -> None:
    labels = legs(person(XY, folder=data), person(XY, name="b.png", folder=data))
    reports = []
    inspect_pictures(labels, progress=reports.append)
    assert [(r.done, r.total) for r in reports] == [(1, 2), (2, 2)]
    with pytest.raises(CancelledError):
        inspect_pictures(labels, should_cancel=lambda: True)


def test_complaints_of_errors_decide_what_is_usable(data: Path) -> None:
    (data / "b.png").write_bytes(b"")
    labels = legs(person(XY, folder=data), person(XY, name="b.png", folder=data))
    read = ReadLabels(labels=labels).with_complaints(check_labels(labels, inspect_pictures(labels)))
    assert kinds(read.complaints) == {Kind.UNREADABLE_IMAGE: 1}
    assert read.count(Severity.ERROR) == 1
    assert [image.name for image in read.usable().images] == ["a.png"]
