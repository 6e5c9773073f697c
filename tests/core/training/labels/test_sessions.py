from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import SessionError
from efficientpose_core.pose import Status
from efficientpose_core.session.edits import (
    DeleteKeypoints,
    InterpolateKeypoints,
    MoveKeypoint,
    SwapSides,
)
from efficientpose_core.session.storage import save_session
from efficientpose_core.skeleton import MPII16
from efficientpose_core.training.labels.complaints import Kind, Severity
from efficientpose_core.training.labels.sessions import labels_of_session, read_session

from ...session.conftest import FIRST, make_session
from .helpers import write_picture


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "recordings" / "walk.mp4"
    path.parent.mkdir()
    path.write_bytes(b"a recording")
    return path


def move(frame: int, keypoint: str = "left_knee") -> MoveKeypoint:
    return MoveKeypoint(frame=frame, keypoint=keypoint, xy_px=(11.0, 22.0))


def test_corrected_keypoints_become_labels(recording: Path) -> None:
    session = make_session(recording)
    session = session.with_edit(move(FIRST + 3)).with_edit(move(FIRST + 9, "right_ankle"))
    read = labels_of_session(session, name="walk.epstudio")
    assert read.complaints == ()
    first, second = read.labels.images
    assert (first.path, first.frame, second.frame) == (recording, FIRST + 3, FIRST + 9)
    assert (first.group, first.size_px) == ("walk", (640, 480))
    assert first.is_labelled.sum() == 1
    assert first.xy_px[MPII16.index("left_knee")].tolist() == [11.0, 22.0]
    (step,) = read.labels.log
    assert step.parameters["source_sha256"] == session.detection.source_sha256
    assert step.parameters["weights"] == "ours"


def test_whole_frames_take_what_the_network_found_too(recording: Path) -> None:
    session = make_session(recording).with_edit(move(FIRST + 3))
    gone = DeleteKeypoints(first=FIRST + 3, last=FIRST + 3, keypoints=("thorax",))
    read = labels_of_session(session.with_edit(gone), whole_frames=True)
    (image,) = read.labels.images
    assert image.is_labelled.sum() == 15
    assert not image.is_labelled[MPII16.index("thorax")]


def test_interpolated_positions_are_no_labels(recording: Path) -> None:
    session = make_session(recording)
    for frame in (FIRST, FIRST + 6):
        session = session.with_edit(move(frame))
    between = InterpolateKeypoints(first=FIRST, last=FIRST + 6, keypoints=("left_knee",))
    read = labels_of_session(session.with_edit(between), whole_frames=True)
    assert [image.frame for image in read.labels.images] == [FIRST, FIRST + 6]


def test_exchanged_sides_count_as_corrected(recording: Path) -> None:
    swap = SwapSides(first=FIRST, last=FIRST + 1, keypoints=("left_knee",))
    read = labels_of_session(make_session(recording).with_edit(swap))
    assert [image.is_labelled.sum() for image in read.labels.images] == [2, 2]


def test_nothing_corrected_is_told(recording: Path) -> None:
    read = labels_of_session(make_session(recording), name="walk.epstudio")
    assert len(read.labels) == 0
    assert [c.kind for c in read.complaints] == [Kind.NO_KEYPOINTS]


def test_a_folder_of_pictures(tmp_path: Path) -> None:
    folder = tmp_path / "walk"
    paths = [write_picture(folder / f"img{i}.png") for i in range(1, FIRST + 8)]
    session = make_session(write_picture(tmp_path / "x.png")).with_source(folder)
    read = labels_of_session(session.with_edit(move(FIRST + 2)))
    (image,) = read.labels.images
    # In natural order: img2 before img10.
    assert (image.path, image.frame, image.group) == (paths[FIRST + 2], None, "walk")


def test_projects_on_disk(recording: Path, tmp_path: Path) -> None:
    session = make_session(recording).with_edit(move(FIRST))
    save_session(session, tmp_path / "walk.epstudio")
    assert read_session(tmp_path / "walk.epstudio").complaints == ()
    moved = tmp_path / "archive"
    moved.mkdir()
    recording.rename(moved / "renamed.mp4")
    read = read_session(tmp_path / "walk.epstudio")
    assert [(c.severity, c.kind, c.row) for c in read.complaints] == [
        (Severity.ERROR, Kind.MISSING_IMAGE, 0)
    ]
    found = read_session(tmp_path / "walk.epstudio", images=moved)
    assert found.complaints == ()
    assert found.labels.images[0].path == moved / "renamed.mp4"


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.epstudio").write_bytes(b"no project")
    with pytest.raises(SessionError):
        read_session(tmp_path / "x.epstudio")


def test_labels_are_what_status_says(recording: Path) -> None:
    session = make_session(recording).with_edit(move(FIRST))
    image = labels_of_session(session, whole_frames=True).labels.images[0]
    track = session.detection.track
    others = np.arange(len(MPII16)) != MPII16.index("left_knee")
    assert (track.status[0] == Status.MEASURED).all()
    assert np.array_equal(image.xy_px[others], track.xy_px[0, others])
