from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientpose_core.errors import DataError
from efficientpose_core.skeleton import MPII16, Skeleton
from efficientpose_core.training.labels.project import (
    LabelFrame,
    LabelProject,
    LabelSource,
    Origin,
    empty_frame,
)
from efficientpose_core.training.labels.types import Visibility

from .helpers import LEGS, SIZE

NAN = float("nan")
GUESS = np.array([[10.0, 11], [12, 13], [14, 15], [NAN, NAN]])
SCORE = np.array([0.9, 0.8, 0.7, NAN])


def frame(key: str = "walk/000001", **more: object) -> LabelFrame:
    facts: dict[str, object] = {"picture": f"images/{key}.png", "size_px": SIZE, "source": "walk"}
    return empty_frame(4, key=key, **{**facts, **more})  # type: ignore[arg-type]


def guessed(key: str = "walk/000001", **more: object) -> LabelFrame:
    return frame(key, **more).with_guess(GUESS, SCORE, "net")


def project(*frames: LabelFrame) -> LabelProject:
    names = dict.fromkeys(each.source for each in frames)
    sources = tuple(LabelSource(name=name, path=Path(f"/{name}.mp4")) for name in names)
    return LabelProject(folder=Path("/labels"), skeleton=LEGS, sources=sources, frames=frames)


def test_a_guess_is_a_start_and_no_label() -> None:
    found = guessed()
    assert found.origin.tolist() == [1, 1, 1, 0]
    assert found.visibility.tolist() == [2, 2, 2, 0]
    assert found.undecided == (3,)
    assert found.is_untouched
    assert len(project(found).to_labels()) == 0


def test_guesses_outside_of_the_picture_are_none() -> None:
    far = np.array([[-0.5, 5], [5, SIZE[1] + 0.5], [SIZE[0], SIZE[1]], [0, 0]], float)
    found = frame().with_guess(far, np.ones(4), "net")
    assert found.visibility.tolist() == [0, 0, 2, 2]
    assert np.isnan(found.guess_score[:2]).all()


def test_what_a_labeller_said_outlasts_guesses() -> None:
    mine = frame().moved(0, 1.0, 2.0).removed(1)
    found = mine.with_guess(GUESS, SCORE, "net")
    assert found.xy_px[0].tolist() == [1.0, 2.0]
    assert found.visibility.tolist() == [2, 0, 2, 0]
    assert found.origin.tolist() == [Origin.HAND, Origin.HAND, Origin.GUESS, Origin.NOTHING]
    done = mine.accepted().with_guess(GUESS, SCORE, "net")
    assert done.visibility.tolist() == [2, 0, 0, 0]
    assert done.guess_px[2].tolist() == [14.0, 15.0]


def test_keypoints_are_moved_removed_hidden_and_restored() -> None:
    start = guessed()
    hidden = start.with_occluded(0, True)
    assert hidden.visibility[0] == Visibility.OCCLUDED
    assert hidden.moved(0, 3, 4).visibility[0] == Visibility.OCCLUDED
    assert hidden.with_occluded(0, False).visibility[0] == Visibility.VISIBLE
    gone = start.removed(0)
    assert np.isnan(gone.xy_px[0]).all()
    assert gone.undecided == (3,)
    back = gone.restored((0,))
    assert back.xy_px[0].tolist() == [10.0, 11.0]
    assert back.origin[0] == Origin.GUESS
    assert start.moved(3, 5, 6).restored((3,)).undecided == (3,)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(DataError, match="say that it is hidden"):
        frame().with_occluded(0, True)
    with pytest.raises(DataError, match="No keypoint is labelled"):
        frame().removed(0).accepted()
    with pytest.raises(DataError, match="a place in the picture"):
        frame().moved(0, NAN, 1.0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"xy_px": np.zeros((3, 2))}, "shape"),
        ({"xy_px": np.zeros((4, 2))}, "exactly where"),
        ({"visibility": np.array([0, 0, 3, 0])}, "exactly where"),
        ({"origin": np.array([0, 0, 3, 0])}, "origins"),
        ({"guess_score": np.zeros(5)}, "guess_score"),
    ],
)
def test_contradicting_frames_are_refused(change: dict[str, object], words: str) -> None:
    from dataclasses import replace

    with pytest.raises(DataError, match=words):
        replace(frame(), **change)  # type: ignore[arg-type]


def test_positions_from_nowhere_are_refused() -> None:
    from dataclasses import replace

    with pytest.raises(DataError, match="nowhere"):
        replace(guessed(), origin=np.zeros(4, np.int8))


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("mrog")), max_size=12))
def test_exchanging_sides_twice_changes_nothing_but_the_origin(
    steps: list[tuple[int, str]],
) -> None:
    each = guessed()
    for k, what in steps:
        if what == "m":
            each = each.moved(k, 3.0 + k, 4.0)
        elif what == "r":
            each = each.removed(k)
        elif what == "o" and each.visibility[k]:
            each = each.with_occluded(k, True)
        elif what == "g":
            each = each.restored((k,))
    once = each.exchanged(LEGS)
    assert np.array_equal(once.xy_px[0], each.xy_px[2], equal_nan=True)
    twice = once.exchanged(LEGS)
    assert np.array_equal(twice.xy_px, each.xy_px, equal_nan=True)
    assert np.array_equal(twice.visibility, each.visibility)
    assert twice.undecided == each.undecided


def test_copying_scales_to_the_picture_and_takes_what_there_is() -> None:
    other = guessed("walk/000002").with_occluded(1, True)
    here = frame(size_px=(128, 96)).moved(3, 1, 1)
    copied = here.copied(other, range(4))
    assert copied.xy_px[:3].tolist() == [[20, 22], [24, 26], [28, 30]]
    assert copied.visibility.tolist() == [2, 1, 2, 2]
    assert copied.xy_px[3].tolist() == [1, 1]


def test_the_next_frame_to_label_comes_round() -> None:
    frames = [guessed(f"walk/{n}") for n in range(4)]
    frames[1] = frames[1].accepted()
    each = project(*frames)
    assert each.next_to_do(0) == 2
    assert each.next_to_do(3) == 0
    assert each.next_to_do(2, -1) == 0
    assert each.next_to_do(-1) == 0
    assert each.done_count == 1
    assert project(*(f.accepted() for f in frames)).next_to_do(0) is None
    assert project().next_to_do(0) is None


def test_the_nearest_labelled_frame_is_of_the_same_recording_and_near_in_time() -> None:
    frames = [
        guessed("walk/0", t_s=5.0).accepted(),
        guessed("walk/1", t_s=1.0),
        guessed("walk/2", t_s=1.4).accepted(),
        guessed("run/3", t_s=1.0, source="run").accepted(),
    ]
    assert project(*frames).nearest_done(1) == 2
    assert project(*frames).nearest_done(3) is None


def test_frames_and_sources_are_there_once() -> None:
    with pytest.raises(DataError, match="twice"):
        project(frame(), frame())
    with pytest.raises(DataError, match="not in the project"):
        LabelProject(folder=Path("/x"), skeleton=LEGS, frames=(frame(),))
    with pytest.raises(DataError, match="16"):
        LabelProject(
            folder=Path("/x"), sources=(LabelSource(name="walk", path=Path("/w")),),
            frames=(frame(),),
        )  # fmt: skip


def test_another_skeleton_keeps_what_has_the_same_or_the_old_name() -> None:
    each = project(guessed().moved(0, 1, 2).accepted())
    new = Skeleton(name="own", keypoints=("left_knee", "right_heel", "right_knee_cap"))
    (carried,) = each.with_skeleton(new, {"right_knee_cap": "right_knee"}).frames
    assert carried.xy_px[0].tolist() == [14, 15]
    assert carried.xy_px[2].tolist() == [1, 2]
    assert carried.undecided == (1,)
    assert carried.is_done
    assert each.labels_of("left_ankle") == 0
    assert each.labels_of("left_knee") == 1


def test_accepted_frames_are_labels_of_their_recording() -> None:
    each = project(guessed("walk/1").accepted(), guessed("walk/2"), guessed("walk/3").accepted())
    labels = each.without({"walk/3"}).to_labels()
    (image,) = labels.images
    assert image.group == "walk"
    assert image.path == Path("/labels/images/walk/1.png")
    assert image.visibility.tolist() == [2, 2, 2, 0]
    assert len(MPII16) == 16
    reopened = each.with_frame(each.frames[0].reopened())
    assert reopened.done_count == 1
