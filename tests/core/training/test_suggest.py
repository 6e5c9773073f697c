from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.skeleton import MPII16, Skeleton
from efficientpose_core.training.suggest import (
    SuggestionSettings,
    appearance_of,
    frame_uncertainty,
    keypoint_uncertainty,
    suggest_frames,
)

NAN = float("nan")
TRIANGLE = Skeleton(name="triangle", keypoints=("a", "b", "c"))


def track(xy: Any, score: Any = 0.5, spread: Any = 2.0, skeleton: Skeleton = TRIANGLE) -> PoseTrack:
    """Return a track at 10 frames a second, numbered from 100; nobody where all is NaN."""
    xy = np.asarray(xy, np.float64)
    frames, joints = xy.shape[:2]
    status = np.where(np.isfinite(xy).all(axis=2), Status.MEASURED, Status.REJECTED)
    status[~np.isfinite(xy).any(axis=(1, 2))] = Status.NO_PERSON
    return PoseTrack(
        skeleton=skeleton,
        t_s=np.arange(frames) / 10,
        frame=np.arange(frames) + 100,
        xy_px=xy,
        score=np.broadcast_to(score, (frames, joints)).astype(float),
        spread_px=np.broadcast_to(spread, (frames, joints)).astype(float),
        status=status.astype(np.int8),
        presence=np.ones(frames),
        image_size_px=(640, 480),
    )


def walker(frames: int = 60, seed: int = 0) -> PoseTrack:
    """Return somebody who moves and of whom the network is more or less sure."""
    rng = np.random.default_rng(seed)
    xy = 100 + np.cumsum(rng.normal(0, 4, (frames, 16, 2)), axis=0)
    return track(xy, rng.uniform(0.2, 0.9, (frames, 16)), rng.uniform(1, 9, (frames, 16)), MPII16)


def frames(suggestions: Any) -> list[int]:
    return [suggestion.frame for suggestion in suggestions]


ONE = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])
OTHER = np.array([[0.0, 0.0], [-10.0, 0.0], [0.0, 30.0]])


def test_uncertainty_by_hand() -> None:
    score = np.array([[0.6, 0.6, 0.6], [0.6, 0.3, 0.8], [0.6, 0.6, 0.6]])
    spread = np.array([[2.0, 2.0, 2.0], [2.0, 8.0, 1.0], [2.0, 2.0, 2.0]])
    unsure = keypoint_uncertainty(track([ONE] * 3, score, spread))
    # Half of (1 - 0.3 / 0.6) and of (1 - 2 / 8); surer than usual counts as usual.
    np.testing.assert_allclose(unsure, [[0, 0, 0], [0, 0.625, 0], [0, 0, 0]])
    # A third of three keypoints: the worst one.
    np.testing.assert_allclose(frame_uncertainty(track([ONE] * 3, score, spread)), [0, 0.625, 0])


def test_uncertainty_of_what_is_not_there() -> None:
    lost = ONE.copy()
    lost[1] = NAN
    unsure = keypoint_uncertainty(track([ONE, lost, np.full((3, 2), NAN)]))
    np.testing.assert_array_equal(unsure, [[0, 0, 0], [0, 1, 0], [NAN, NAN, NAN]])
    # Scores that nobody knows tell nothing.
    np.testing.assert_array_equal(keypoint_uncertainty(track([ONE], NAN, NAN)), [[0, 0, 0]])


def test_the_least_sure_comes_first() -> None:
    score = np.full((9, 3), 0.6)
    score[4, 2], score[7, 0] = 0.1, 0.3
    rng = np.random.default_rng(0)
    found = suggest_frames(
        track(ONE + rng.normal(0, 1, (9, 3, 2)), score),
        settings=SuggestionSettings(count=2, uncertainty_weight=1.0, apart_s=0.1),
    )
    assert frames(found) == [104, 107]
    assert found[0].t_s == 0.4
    assert found[0].reason == "Unsure of c."
    assert np.isnan(found[0].difference)
    assert found[0].uncertainty == pytest.approx(0.5 * (1 - 0.1 / 0.6))


def test_the_most_different_comes_next() -> None:
    poses = [ONE + i * 1e-6 for i in range(9)]
    poses[6] = OTHER
    found = suggest_frames(
        track(poses), settings=SuggestionSettings(count=9, uncertainty_weight=0.0, apart_s=0.0)
    )
    assert frames(found)[:2] == [100, 106]


def test_equal_poses_are_suggested_once() -> None:
    poses = [ONE, OTHER] * 20
    settings_ = SuggestionSettings(count=10, apart_s=0.0)
    assert len(suggest_frames(track(poses), settings=settings_)) == 2
    # Moved and enlarged, but the same pose.
    moved = [ONE * (1 + i) + 7 * i for i in range(20)]
    found = suggest_frames(track(moved), settings=settings_)
    assert all(suggestion.difference < 1e-6 for suggestion in found[1:])


def test_labelled_frames_and_their_like_are_done() -> None:
    poses = [ONE] * 10 + [OTHER] * 10
    settings_ = SuggestionSettings(count=5, apart_s=0.0)
    assert frames(suggest_frames(track(poses), labelled=[103], settings=settings_)) == [110]
    assert suggest_frames(track(poses), labelled=[103, 115], settings=settings_) == ()
    # Frames of another part of the recording are no concern.
    assert len(suggest_frames(track(poses), labelled=[7], settings=settings_)) == 2


def test_frames_without_a_person_are_never_suggested() -> None:
    xy = np.array(walker().xy_px)
    xy[::2] = NAN
    found = suggest_frames(track(xy, skeleton=MPII16), settings=SuggestionSettings(apart_s=0.0))
    assert len(found) == 20
    assert all(frame % 2 == 1 for frame in frames(found))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 999), st.integers(1, 30), st.floats(0, 2), st.floats(0, 1))
def test_apart_different_and_few_enough(seed: int, count: int, apart: float, weight: float) -> None:
    chosen = SuggestionSettings(count=count, apart_s=apart, uncertainty_weight=weight)
    found = suggest_frames(walker(seed=seed), labelled=[130], settings=chosen)
    assert len(found) <= count
    assert len(set(frames(found))) == len(found)
    times = [3.0, *(suggestion.t_s for suggestion in found)]
    gaps = np.abs(np.subtract.outer(times, times))[~np.eye(len(times), dtype=bool)]
    assert not len(gaps) or gaps.min() >= apart - 1e-9
    assert all(suggestion.reason.endswith(".") for suggestion in found)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 99), st.floats(0.2, 5), st.floats(-300, 300))
def test_size_and_place_do_not_matter(seed: int, scale: float, shift: float) -> None:
    one = walker(seed=seed)
    other = track(
        np.array(one.xy_px) * scale + shift, one.score, np.array(one.spread_px) * scale, MPII16
    )
    assert frames(suggest_frames(one)) == frames(suggest_frames(other))


def test_looks_count_where_they_are_known() -> None:
    looks = np.zeros((20, 4))
    looks[13:] = 1.0
    looks[5] = NAN
    chosen = SuggestionSettings(count=2, uncertainty_weight=0.0, apart_s=0.0)
    assert frames(suggest_frames(track([ONE] * 20), settings=chosen)) == [100]
    found = suggest_frames(track([ONE] * 20), appearance=looks, settings=chosen)
    assert frames(found) == [100, 113]


def test_look_of_a_picture() -> None:
    rgb = np.zeros((16, 24, 3), np.uint8)
    rgb[:2, :3] = 255
    rgb[14:, 21:, 0] = 51
    look = appearance_of(rgb)
    assert look.shape == (192,)
    assert look[:3].tolist() == [1, 1, 1]
    assert look[-3:].tolist() == [0.2, 0, 0]
    assert look.sum() == pytest.approx(3.2)
    uneven = np.random.default_rng(0).integers(0, 256, (37, 53, 3), np.uint8)
    assert appearance_of(uneven).max() <= 1
    assert appearance_of(np.full((37, 53, 3), 51, np.uint8)).tolist() == pytest.approx([0.2] * 192)
    with pytest.raises(DataError, match="too small to be compared"):
        appearance_of(rgb[:7])


def test_refusals() -> None:
    with pytest.raises(DataError, match="Nobody was found in any frame"):
        suggest_frames(track(np.full((5, 3, 2), NAN)))
    with pytest.raises(DataError, match="do not belong to a track of 2 frames"):
        suggest_frames(track([ONE, OTHER]), appearance=np.zeros((3, 4)))
    for wrong in ({"count": 0}, {"apart_s": -1.0}, {"apart_s": NAN}, {"uncertainty_weight": 1.5}):
        with pytest.raises(SettingsError):
            SuggestionSettings(**wrong)
