from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from efficientpose_core.errors import CancelledError, DataError, MediaError
from efficientpose_core.inference.estimator import Pose
from efficientpose_core.media.images import read_image
from efficientpose_core.media.video import VideoReader
from efficientpose_core.session.storage import save_session
from efficientpose_core.skeleton import MPII16, Skeleton
from efficientpose_core.training.labels import adding
from efficientpose_core.training.labels.adding import (
    add_all,
    add_labels,
    add_pictures,
    add_recording,
    pictures_of,
)
from efficientpose_core.training.labels.guessing import guess_frame, shared_keypoints
from efficientpose_core.training.labels.project import LabelProject, Origin
from efficientpose_core.training.suggest import SuggestionSettings

from ...media.conftest import MakeVideo
from ...session.conftest import FIRST, make_session
from .helpers import write_picture
from .test_project_file import saved

FEET = Skeleton(name="feet", keypoints=(*MPII16.keypoints, "left_heel"))
SETTINGS = SuggestionSettings(count=3, apart_s=0.3)


class Estimator:
    """Finds somebody in the middle of every crop, whose pose changes from look to look."""

    skeleton = MPII16
    weights = SimpleNamespace(metadata=SimpleNamespace(name="fake"))

    def __init__(self, presence: float = 1.0) -> None:
        self._presence, self.looks = presence, 0

    def presence(self, pose: Pose) -> float:
        return self._presence

    def estimate_boxes(self, frame: Any, boxes: Any) -> list[Pose]:
        return self.estimate_crops([(frame, box) for box in boxes])

    def estimate_crops(self, crops: Any) -> list[Pose]:
        found = []
        for frame, _ in crops:
            self.looks += 1
            angle = np.linspace(0, 6, 16) + 0.3 * frame.index
            xy = np.stack([30 + 8 * np.cos(angle), 24 + 16 * np.sin(2 * angle)], axis=1)
            found.append(Pose(xy_px=xy, score=np.full(16, 0.8), spread_px=np.ones(16)))
        return found


def empty(tmp_path: Path, skeleton: Skeleton = FEET) -> LabelProject:
    return LabelProject(folder=tmp_path / "labels", skeleton=skeleton)


def grown(project: LabelProject, added: Any) -> LabelProject:
    return project.with_added(added.frames, (added.source,))


def test_frames_of_a_video_are_chosen_written_and_guessed(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    project, clip = empty(tmp_path), make_video()
    added = add_recording(project, clip, Estimator(), SETTINGS)  # type: ignore[arg-type]
    assert added.source is not None
    assert len(added.frames) == 3
    times = sorted(frame.t_s for frame in added.frames)
    assert np.diff(times).min() >= 0.3
    with VideoReader(clip) as reader:
        for frame in added.frames:
            assert frame.group == "clip"
            assert frame.undecided == (16,)
            assert frame.guessed_by == "fake"
            assert frame.reason
            assert frame.frame is not None
            shown = read_image(grown(project, added).picture_path(frame))
            assert np.array_equal(shown, reader.frame_at(frame.frame).rgb())


def test_the_same_recording_is_known_under_another_name(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    project, clip = empty(tmp_path), make_video()
    project = grown(project, add_recording(project, clip, Estimator(), SETTINGS))  # type: ignore[arg-type]
    other = tmp_path / "renamed.mp4"
    other.write_bytes(clip.read_bytes())
    again = add_recording(project, other, Estimator(), SETTINGS)  # type: ignore[arg-type]
    new = {frame.key for frame in again.frames}
    assert not new & {frame.key for frame in project.frames}
    assert all(frame.source == "clip" for frame in again.frames)
    if again.source is None:
        assert "far enough apart" in again.remarks[0]


def test_two_recordings_of_one_name_are_kept_apart(tmp_path: Path, make_video: MakeVideo) -> None:
    (tmp_path / "b").mkdir()
    one, other = make_video(), make_video("b/CLIP.mp4", count=30)
    results = add_all(empty(tmp_path), [one, other], Estimator, SETTINGS)  # type: ignore[arg-type]
    names = [added.source.name for added in results if added.source]
    assert names == ["clip", "CLIP_2"]
    pictures = [frame.picture for added in results for frame in added.frames]
    assert len(set(pictures)) == len(pictures)


def test_where_nobody_is_found_frames_come_without_a_guess(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    added = add_recording(empty(tmp_path), make_video(), Estimator(0.1), SETTINGS)  # type: ignore[arg-type]
    assert len(added.frames) == 3
    assert all(len(frame.undecided) == 17 for frame in added.frames)
    assert {frame.reason for frame in added.frames} == {"The network found nobody here."}
    times = sorted(frame.t_s for frame in added.frames)
    assert np.diff(times).min() >= 0.3


def test_nothing_is_left_of_what_was_stopped(tmp_path: Path, make_video: MakeVideo) -> None:
    project, asked = empty(tmp_path), iter(range(1000))
    looks = 11  # 40 frames at 25 Hz, two looks in 0.3 s.
    with pytest.raises(CancelledError):
        add_recording(
            project, make_video(), Estimator(), SETTINGS,  # type: ignore[arg-type]
            should_cancel=lambda: next(asked) > looks,
        )  # fmt: skip
    assert not list(project.folder.rglob("*.png"))


def test_pictures_of_all_sizes_are_copied_in_their_order(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    for n, size in ((10, (64, 48)), (2, (30, 80)), (1, (64, 48))):
        write_picture(folder / f"{n}.png", size, seed=n)
    (folder / "broken.png").write_bytes(b"no picture")
    project = empty(tmp_path)
    added = add_pictures(project, pictures_of(folder), Estimator(0.0))  # type: ignore[arg-type]
    assert [frame.key for frame in added.frames] == [f"pictures/{n}.png" for n in (1, 2, 10)]
    assert [frame.size_px for frame in added.frames] == [(64, 48), (30, 80), (64, 48)]
    assert {frame.reason for frame in added.frames} == {"The network found nobody here."}
    assert "1 pictures cannot be read" in added.remarks[0]
    project = grown(project, added)
    assert all(project.picture_path(frame).is_file() for frame in project.frames)
    again = add_pictures(project, pictures_of(folder), Estimator())  # type: ignore[arg-type]
    assert again.frames == ()
    assert "already" in again.remarks[1]


class Doubtful(Estimator):
    """Is unsure of the right shoulder in one picture, and finds nobody in another."""

    def __init__(self, unsure: int, nobody: int) -> None:
        super().__init__()
        self._unsure, self._nobody = unsure, nobody

    def presence(self, pose: Pose) -> float:
        return float(pose.score[0] > 0)

    def estimate_crops(self, crops: Any) -> list[Pose]:
        poses = []
        for (frame, _), pose in zip(crops, super().estimate_crops(crops), strict=True):
            score = pose.score.copy()
            if frame.index == self._unsure:
                score[MPII16.index("right_shoulder")] = 0.2
            poses.append(replace(pose, score=score * (frame.index != self._nobody)))
        return poses


def test_pictures_that_teach_most_come_first(tmp_path: Path) -> None:
    for n in range(5):
        write_picture(tmp_path / "p" / f"{n}.png", (64, 48), seed=n)
    project = empty(tmp_path)
    added = add_pictures(project, pictures_of(tmp_path / "p"), Doubtful(3, 1))  # type: ignore[arg-type]
    names = [frame.key for frame in added.frames]
    assert sorted(names) == [f"p/{n}.png" for n in range(5)]
    assert names[0] == "p/3.png"
    assert "right shoulder" in added.frames[0].reason
    assert names[-1] == "p/1.png"
    assert added.frames[-1].reason == "The network found nobody here."
    # Guessed, as frames of recordings are; the model does not know heels.
    assert added.frames[0].undecided == (16,)


def test_of_many_pictures_some_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "_MOST_LOOKED_AT", 2)
    for n in range(5):
        write_picture(tmp_path / "p" / f"{n}.png", (64, 48), seed=n)
    project = empty(tmp_path)
    added = add_pictures(project, pictures_of(tmp_path / "p"), Estimator())  # type: ignore[arg-type]
    names = [frame.key for frame in added.frames]
    assert set(names[:2]) == {"p/0.png", "p/4.png"}
    assert names[2:] == [f"p/{n}.png" for n in (1, 2, 3)]
    assert [bool(frame.guessed_by) for frame in added.frames] == [True] * 2 + [False] * 3


def test_folders_without_pictures_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="holds no pictures"):
        pictures_of(tmp_path)
    with pytest.raises(MediaError, match="Cannot read"):
        pictures_of(tmp_path / "nowhere")


def test_labels_of_a_file_are_accepted_labels(tmp_path: Path) -> None:
    other = saved(tmp_path / "other")
    project = empty(tmp_path)
    added = add_labels(project, other.folder)
    (frame,) = added.frames
    assert frame.is_done
    assert frame.group == "walk"
    known = [FEET.index(name) for name in other.skeleton.keypoints]
    assert np.array_equal(frame.xy_px[known], other.frames[0].xy_px)
    project = grown(project, added)
    assert project.picture_path(frame).is_file()
    again = add_labels(project, other.folder)
    assert again.frames == ()
    assert "1 people are in the project already." in again.remarks


def test_labels_without_common_keypoints_are_refused(tmp_path: Path) -> None:
    other = saved(tmp_path / "other")
    with pytest.raises(DataError, match="same names"):
        add_labels(empty(tmp_path, Skeleton(name="x", keypoints=("tail",))), other.folder)


def test_corrected_frames_wait_to_be_accepted(tmp_path: Path, make_video: MakeVideo) -> None:
    from efficientpose_core.session.edits import MoveKeypoint

    clip = make_video(count=FIRST + 20)
    edit = MoveKeypoint(frame=FIRST + 3, keypoint="left_knee", xy_px=(11.0, 22.0))
    save_session(make_session(clip).with_edit(edit), tmp_path / "walk.epstudio")
    added = add_labels(empty(tmp_path), tmp_path / "walk.epstudio")
    (frame,) = added.frames
    assert not frame.is_done
    assert frame.frame == FIRST + 3
    knee = FEET.index("left_knee")
    assert frame.xy_px[knee].tolist() == [11.0, 22.0]
    assert frame.origin[knee] == Origin.HAND
    others = np.delete(frame.origin, [knee, FEET.index("left_heel")])
    assert set(others) <= {Origin.GUESS, Origin.NOTHING}


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path, make_video: MakeVideo) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"no video")
    write_picture(tmp_path / "a.png")
    paths = [bad, tmp_path / "gone.json", tmp_path / "a.png", make_video()]
    results = add_all(empty(tmp_path), paths, Estimator, SETTINGS)  # type: ignore[arg-type]
    assert [len(added.frames) for added in results] == [0, 0, 3, 1]
    assert all(added.remarks for added in results[:2])


def test_a_model_with_other_keypoints_guesses_those_of_the_same_name() -> None:
    model = Skeleton(name="m", keypoints=("LeftKnee", "nose", "rsho"))
    wanted = Skeleton(name="w", keypoints=("right_shoulder", "left_knee", "left_heel"))
    assert shared_keypoints(model, wanted) == (2, 0, None)


def test_one_frame_is_guessed_anew_also_in_a_box(tmp_path: Path) -> None:
    write_picture(tmp_path / "p" / "a.png")
    project = empty(tmp_path)
    project = grown(project, add_pictures(project, [tmp_path / "p" / "a.png"], Estimator(0.0)))  # type: ignore[arg-type]
    (frame,) = project.frames
    for box in (None, (10.0, 10.0, 20.0, 30.0)):
        found = guess_frame(project, frame, Estimator(), box_px=box)  # type: ignore[arg-type]
        assert found.undecided == (16,)
        nobody = guess_frame(project, found, Estimator(0.1))  # type: ignore[arg-type]
        assert nobody is found
