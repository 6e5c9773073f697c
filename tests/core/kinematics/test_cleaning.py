"""What the cleaning chain rejects, fills and smooths, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import interpolate

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.cleaning import CleaningSettings, clean_track
from efficientpose_core.kinematics.smoothing import SmoothingMethod, SmoothingSettings
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.skeleton import MPII16

KNEE, ANKLE = MPII16.index("right_knee"), MPII16.index("right_ankle")
PLAIN = SmoothingSettings(method=SmoothingMethod.NONE)
ONLY_GAPS = CleaningSettings(
    min_score=0.0,
    reject_outside=False,
    repair_swaps=False,
    reject_doubles=False,
    hampel_window_s=0,
    keep_lengths=False,
    smoothing=PLAIN,
)


@pytest.fixture(scope="module")
def walker() -> PoseTrack:
    return Phantom(PhantomSpec(duration_s=2.0)).to_track()


def _without(track: PoseTrack, rows: slice, joint: int, why: Status) -> PoseTrack:
    xy, status = track.xy_px.copy(), track.status.copy()
    xy[rows, joint], status[rows, joint] = np.nan, why
    return replace(track, xy_px=xy, status=status)


@pytest.mark.parametrize(("length", "filled"), [(1, True), (3, True), (4, False), (10, False)])
def test_gaps_up_to_a_tenth_of_a_second_are_filled(
    walker: PoseTrack, length: int, filled: bool
) -> None:
    rows = slice(20, 20 + length)
    cleaned = clean_track(_without(walker, rows, KNEE, Status.REJECTED), ONLY_GAPS)
    wanted = Status.INTERPOLATED if filled else Status.REJECTED
    assert (cleaned.status[rows, KNEE] == wanted).all()
    if filled:
        away = np.linalg.norm(cleaned.xy_px[rows, KNEE] - walker.xy_px[rows, KNEE], axis=1)
        assert away.max() < 12


@pytest.mark.parametrize("why", [Status.REJECTED, Status.DAMAGED])
def test_ends_are_never_invented(walker: PoseTrack, why: Status) -> None:
    track = _without(_without(walker, slice(0, 2), KNEE, why), slice(58, 60), KNEE, why)
    cleaned = clean_track(track, ONLY_GAPS)
    assert (cleaned.status[[0, 1, 58, 59], KNEE] == why).all()


def test_frames_without_a_person_are_never_filled(walker: PoseTrack) -> None:
    track = _without(walker, slice(20, 22), KNEE, Status.NO_PERSON)
    assert (clean_track(track, ONLY_GAPS).status[20:22, KNEE] == Status.NO_PERSON).all()


def test_low_peaks_and_points_outside_are_rejected(walker: PoseTrack) -> None:
    score, xy = walker.score.copy(), walker.xy_px.copy()
    score[10, KNEE] = 0.05
    xy[30, ANKLE] = (-5.0, 100.0)
    wish = CleaningSettings(
        max_gap_s=0,
        hampel_window_s=0,
        repair_swaps=False,
        reject_doubles=False,
        keep_lengths=False,
        smoothing=PLAIN,
    )
    cleaned = clean_track(replace(walker, score=score, xy_px=xy), wish)
    assert cleaned.status[10, KNEE] == cleaned.status[30, ANKLE] == Status.REJECTED
    assert np.isnan(cleaned.xy_px[10, KNEE]).all()
    assert (cleaned.status == Status.REJECTED).sum() == 2
    assert "2 keypoints" in cleaned.log[-1].note


@pytest.mark.parametrize("row", [25, 26, 40])
def test_single_wild_frame_is_an_outlier_even_in_fast_motion(walker: PoseTrack, row: int) -> None:
    xy = walker.xy_px.copy()
    xy[row, ANKLE] += (90.0, -40.0)
    wish = CleaningSettings(max_gap_s=0, repair_swaps=False, smoothing=PLAIN)
    status = clean_track(replace(walker, xy_px=xy), wish).status
    assert status[row, ANKLE] == Status.REJECTED
    # A neighbour at the moment of foot strike may go with it.
    assert (status[:, ANKLE] == Status.REJECTED).sum() <= 2


@pytest.mark.parametrize("row", [0, 59])
def test_wild_frame_at_an_end_is_an_outlier(walker: PoseTrack, row: int) -> None:
    xy = walker.xy_px.copy()
    # Backwards: as far forwards it could be a knee that speeds up.
    xy[row, KNEE] -= (50.0, 0.0)
    wish = CleaningSettings(repair_swaps=False, smoothing=PLAIN)
    status = clean_track(replace(walker, xy_px=xy), wish).status
    assert status[row, KNEE] == Status.REJECTED
    assert (status == Status.REJECTED).sum() == 1


def test_clean_walking_has_no_outliers(walker: PoseTrack) -> None:
    wish = CleaningSettings(max_gap_s=0, smoothing=PLAIN)
    assert (clean_track(walker, wish).status == Status.MEASURED).all()


@settings(max_examples=20, deadline=None)
@given(row=st.integers(5, 50), shift=st.floats(-200, 200), joint=st.sampled_from([KNEE, ANKLE]))
def test_edited_points_are_neither_rejected_nor_exchanged(
    walker: PoseTrack, row: int, shift: float, joint: int
) -> None:
    xy, status, score = walker.xy_px.copy(), walker.status.copy(), walker.score.copy()
    xy[row, joint, 0] += shift
    status[row, joint], score[row, joint] = Status.EDITED, 0.0
    wish = CleaningSettings(smoothing=PLAIN)
    cleaned = clean_track(replace(walker, xy_px=xy, status=status, score=score), wish)
    assert cleaned.status[row, joint] == Status.EDITED
    np.testing.assert_array_equal(cleaned.xy_px[row, joint], xy[row, joint])


def test_filled_gaps_are_what_the_curve_through_all_frames_gives(walker: PoseTrack) -> None:
    """Only the frames around a gap are looked at; to the last bit that is the same."""
    rng = np.random.default_rng(0)
    gone = rng.random(walker.status.shape) < 0.4
    xy, status = walker.xy_px.copy(), walker.status.copy()
    xy[gone], status[gone] = np.nan, Status.REJECTED
    filled = clean_track(replace(walker, xy_px=xy, status=status), ONLY_GAPS)
    assert (filled.status == Status.INTERPOLATED).sum() > 100
    for joint in range(len(walker.skeleton)):
        known = np.flatnonzero(~gone[:, joint])
        curve = interpolate.PchipInterpolator(walker.t_s[known], xy[known, joint])
        new = filled.status[:, joint] == Status.INTERPOLATED
        np.testing.assert_array_equal(filled.xy_px[new, joint], curve(walker.t_s[new]))


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    share=st.floats(0.01, 0.97),
    shift_px=st.sampled_from([1.0, 50.0, 400.0]),
)
def test_no_step_before_smoothing_moves_what_was_set_by_hand(
    walker: PoseTrack, seed: int, share: float, shift_px: float
) -> None:
    random = np.random.default_rng(seed)
    xy, status = walker.xy_px + random.normal(0, 2, walker.xy_px.shape), walker.status.copy()
    # Every step finds something to do: a leg changes sides, ankles lie together, scores are low.
    legs = [[MPII16.index(f"{s}_{j}") for j in ("hip", "knee", "ankle")] for s in ("left", "right")]
    xy[10:16, legs[0] + legs[1]] = xy[10:16, legs[1] + legs[0]]
    xy[30, legs[0][2]] = xy[30, legs[1][2]]
    by_hand = random.random(status.shape) < share
    xy[by_hand] += random.normal(0, shift_px, (int(by_hand.sum()), 2))
    status[by_hand] = Status.EDITED
    score = np.where(by_hand, 0.0, walker.score)
    track = replace(walker, xy_px=xy, status=status, score=score)
    cleaned = clean_track(track, CleaningSettings(smoothing=PLAIN))
    assert (cleaned.status[by_hand] == Status.EDITED).all()
    np.testing.assert_array_equal(cleaned.xy_px[by_hand], xy[by_hand])


def test_smoothing_applies_to_what_was_set_by_hand(walker: PoseTrack) -> None:
    xy, status = walker.xy_px.copy(), walker.status.copy()
    xy[30, KNEE, 0] += 20.0
    status[30, KNEE] = Status.EDITED
    track = replace(walker, xy_px=xy, status=status)
    cleaned = clean_track(track, replace(ONLY_GAPS, smoothing=SmoothingSettings()))
    assert cleaned.status[30, KNEE] == Status.EDITED
    assert 2.0 < abs(cleaned.xy_px[30, KNEE, 0] - xy[30, KNEE, 0]) < 20.0


def test_every_step_is_in_the_log(walker: PoseTrack) -> None:
    names = [step.name for step in clean_track(walker).log]
    assert names[-7:] == [
        "reject_keypoints", "repair_swaps", "reject_doubles", "hampel", "fill_gaps",
        "keep_segment_lengths", "smooth",
    ]  # fmt: skip
    assert [step.name for step in clean_track(walker, ONLY_GAPS).log][-2:] == [
        "reject_keypoints", "fill_gaps",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{"min_score": 1.0}, {"max_gap_s": -1.0}, {"hampel_window_s": -1.0}, {"hampel_threshold": 0.0}],
)
def test_settings_out_of_range(wrong: dict[str, float]) -> None:
    with pytest.raises(SettingsError):
        CleaningSettings(**wrong)  # type: ignore[arg-type]
