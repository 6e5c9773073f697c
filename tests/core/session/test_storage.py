"""Saved projects: exact numbers back, moved recordings found, damaged files refused."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from efficientpose_core.errors import OutputError, SessionError, SettingsError
from efficientpose_core.kinematics.gait.events import EventKind, EventMethod
from efficientpose_core.kinematics.gait.marks import AddEvent, DeleteEvent, MoveEvent
from efficientpose_core.kinematics.protocols.protocol import Sex
from efficientpose_core.kinematics.sport.phases import Phase
from efficientpose_core.session.assessment import Assessment, Person
from efficientpose_core.session.document import Session
from efficientpose_core.session.edits import (
    DeleteKeypoints,
    InterpolateKeypoints,
    MoveKeypoint,
    ReplacePoses,
    RestoreKeypoints,
    SetFacing,
    SwapSides,
)
from efficientpose_core.session.storage import find_source, load_session, save_session

from .conftest import FIRST, make_track

EDITS = (
    MoveKeypoint(frame=FIRST + 3, keypoint="right_knee", xy_px=(0.1 + 0.2, 1 / 3)),
    MoveKeypoint(frame=FIRST + 7, keypoint="right_knee", xy_px=(120.0, 260.0)),
    InterpolateKeypoints(first=FIRST + 3, last=FIRST + 7, keypoints=("right_knee",)),
    DeleteKeypoints(first=FIRST, last=FIRST + 1, keypoints=("left_wrist", "left_elbow")),
    RestoreKeypoints(first=FIRST, last=FIRST, keypoints=("left_wrist",)),
    SwapSides(first=FIRST + 20, last=FIRST + 22),
    ReplacePoses.from_track(make_track(frames=4, first=FIRST + 12, seed=3)),
    SetFacing(first=FIRST, last=FIRST + 9, direction=-1),
    ReplacePoses.from_track(make_track(frames=2, first=FIRST + 30, seed=4)),
    SetFacing(first=FIRST, last=FIRST + 2, direction=None),
)


ASSESSMENT = Assessment(
    person=Person(pseudonym="P-017", age_years=71.5, sex=Sex.FEMALE, height_m=1.62),
    gait_marks=(
        AddEvent(side="left", kind=EventKind.TOE_OFF, frame=FIRST + 4),
        MoveEvent(side="right", kind=EventKind.INITIAL_CONTACT, frame=FIRST, to_frame=FIRST + 1),
        DeleteEvent(side="left", kind=EventKind.TOE_OFF, frame=FIRST + 9),
    ),
    gait_method=EventMethod.FOOT_SPEED,
    no_distances="The person walks on a treadmill.",
    protocol="squat",
    counted="squat",
    phases=(Phase(name="down", first=FIRST, last=FIRST + 5),),
)


def _edited(session: Session) -> Session:
    for edit in EDITS:
        session = session.with_edit(edit)
    return session


def _assert_equal(one: Session, other: Session) -> None:
    assert one.request == other.request
    assert one.position == other.position
    assert one.assessment == other.assessment
    assert one.is_checked == other.is_checked
    first, second = one.derived(), other.derived()
    for name in ("xy_px", "score", "spread_px", "status", "presence", "frame", "t_s"):
        np.testing.assert_array_equal(getattr(first.track, name), getattr(second.track, name))
    for name in ("values_deg", "sd_deg", "status"):
        np.testing.assert_array_equal(getattr(first.angles, name), getattr(second.angles, name))
    assert first.track.log == second.track.log
    np.testing.assert_array_equal(first.facing.direction, second.facing.direction)


def test_a_project_comes_back_exactly(session: Session, tmp_path: Path) -> None:
    session = replace(_edited(session), position=FIRST + 17, assessment=ASSESSMENT, is_checked=True)
    path = tmp_path / "a.epstudio"
    save_session(session, path)
    loaded = load_session(path)
    _assert_equal(session, loaded)
    assert loaded.detection.weights == session.detection.weights
    assert loaded.detection.media == session.detection.media
    assert loaded.detection.engine.engine is session.detection.engine.engine
    assert np.isnan(loaded.detection.engine.max_difference)
    assert len(loaded.edits) == len(EDITS)
    save_session(loaded, tmp_path / "b.epstudio")
    _assert_equal(load_session(tmp_path / "b.epstudio"), session)


def test_projects_of_the_first_programs_have_no_assessment(
    session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "a.epstudio"
    save_session(replace(session, assessment=ASSESSMENT), path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    content = json.loads(members["session.json"])
    del content["assessment"]
    members["session.json"] = json.dumps(content).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    assert load_session(path).assessment == Assessment()


@pytest.mark.parametrize("wrong", [{"age_years": 150.0}, {"height_m": 17.0}, {"height_m": -1.7}])
def test_impossible_people_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(SettingsError, match="lies between"):
        Person(**wrong)  # type: ignore[arg-type]


def test_arrays_open_without_this_program(session: Session, tmp_path: Path) -> None:
    save_session(session, tmp_path / "a.epstudio")
    with np.load(tmp_path / "a.epstudio") as arrays:
        np.testing.assert_array_equal(arrays["track/xy_px"], session.detection.track.xy_px)


def test_a_failed_save_leaves_the_old_project(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.epstudio"
    save_session(session, path)
    before = path.read_bytes()

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(OutputError, match="free some space"):
        save_session(_edited(session), path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["a.epstudio"]


def test_a_recording_is_found_where_it_was_or_beside_the_project_by_its_checksum(
    session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "projects" / "a.epstudio"
    save_session(session, path)
    source = session.request.source
    assert find_source(load_session(path), path) == source
    renamed = source.rename(path.parent / "other name.mp4")
    (path.parent / "decoy.mp4").write_bytes(b"another recording")
    assert find_source(load_session(path), path) == renamed
    assert find_source(load_session(path), path, may_be_renamed=False) is None
    renamed.write_bytes(b"changed")
    assert find_source(load_session(path), path) is None


def test_a_folder_that_moved_as_a_whole_still_works(session: Session, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    (old / "data").mkdir(parents=True)
    moved = old / "data" / "walk.mp4"
    session.request.source.rename(moved)
    save_session(session.with_source(moved), old / "a.epstudio")
    old.rename(new)
    loaded = load_session(new / "a.epstudio")
    assert loaded.request.source == new / "data" / "walk.mp4"
    assert find_source(loaded, new / "a.epstudio") == new / "data" / "walk.mp4"


def _rewrite(path: Path, change: Any) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _set(key: str, value: Any) -> Any:
    def change(members: dict[str, bytes]) -> None:
        content = json.loads(members["session.json"])
        content[key] = value
        members["session.json"] = json.dumps(content).encode()

    return change


def _pickled(members: dict[str, bytes]) -> None:
    stream = io.BytesIO()
    np.save(stream, np.array([object()], object), allow_pickle=True)
    members["track/xy_px.npy"] = stream.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda members: members.pop("track/score.npy"),
        lambda members: members.pop("session.json"),
        lambda members: members.update({"session.json": b"{"}),
        lambda members: members.update({"session.json": b"[]"}),
        lambda members: members.update({"track/score.npy": b"no array"}),
        lambda members: members.update({"track/status.npy": members["track/t_s.npy"]}),
        _pickled,
        _set("version", "1"),
        _set("format", "something else"),
        _set("request", {"source": "a.mp4", "start_s": "soon"}),
        _set("edits", [{"edit": "Explode"}]),
        _set("edits", [{"edit": "ReplacePoses", "run": 5}]),
        _set("detection", {}),
    ],
)
def test_damaged_projects_are_refused_with_one_sentence(
    session: Session, tmp_path: Path, change: Any
) -> None:
    path = tmp_path / "a.epstudio"
    save_session(_edited(session), path)
    _rewrite(path, change)
    with pytest.raises(SessionError, match="is no project of EfficientPose Studio, or it is"):
        load_session(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"a text file"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.epstudio"
    path.write_bytes(content)
    with pytest.raises(SessionError, match="is no project"):
        load_session(path)


def test_a_torn_project_is_refused(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "a.epstudio"
    save_session(session, path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(SessionError):
        load_session(path)


def test_a_missing_project_is_told(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match="Check the path"):
        load_session(tmp_path / "a.epstudio")


def test_a_newer_version_is_refused_with_what_to_do(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "a.epstudio"
    save_session(session, path)
    _rewrite(path, _set("version", 2))
    with pytest.raises(SessionError, match="update the program"):
        load_session(path)
