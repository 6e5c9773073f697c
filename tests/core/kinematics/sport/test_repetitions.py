"""Counting on motions whose repetitions are known."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import DataError, SettingsError, UnknownNameError
from efficientpose_core.kinematics.angles import compute_angles
from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.facing import estimate_facing
from efficientpose_core.kinematics.sport.repetitions import (
    RepetitionAnalysis,
    RepetitionSettings,
    RepetitionStatus,
    count_repetitions,
)
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.motion import Motion
from efficientpose_core.phantom.scene import Direction, Projection
from efficientpose_core.phantom.scene import View as PhantomView
from efficientpose_core.pose import FloatArray

from .motions import angles_of, pulses, sines, times, track_of

KNEE = "right_knee_flexion"


def _count(
    t: FloatArray, values: FloatArray, *, sd_deg: float = 1.0, **options: object
) -> RepetitionAnalysis:
    chosen = RepetitionSettings(**options) if options else None  # type: ignore[arg-type]
    return count_repetitions(KNEE, track_of(t), angles_of(t, {KNEE: values}, sd_deg=sd_deg), chosen)


def _value(analysis: RepetitionAnalysis, name: str) -> float:
    return analysis.measure(name).value


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0])
def test_sine_squats_are_counted_and_timed_within_a_frame(rate_hz: float) -> None:
    t = times(rate_hz, 15.0)
    found = _count(t, sines(t, 2.5, 5.0, 95.0))
    assert _value(found, "repetitions") == 6
    assert found.measure("repetitions").reason == ""
    # 5 % of the way are done where 1 - cos = 0.1, 90 % where 1 - cos = 1.8.
    start, near = (math.acos(1 - 2 * share) / (2 * np.pi) * 2.5 for share in (0.05, 0.9))
    for n, one in enumerate(found.repetitions):
        assert one.start_s == pytest.approx(2.5 * n + start, abs=0.5 / rate_hz)
        assert one.turning_s == pytest.approx(2.5 * n + 1.25, abs=0.1 / rate_hz)
        assert one.end_s == pytest.approx(2.5 * (n + 1) - start, abs=0.5 / rate_hz)
        assert one.out_s == pytest.approx(near - start, abs=1 / rate_hz)
        assert one.hold_s == pytest.approx(2.5 - 2 * near, abs=1 / rate_hz)
        assert one.depth == pytest.approx(95.0, abs=0.2)
        assert one.range == pytest.approx(90.0, abs=0.4)
        assert abs(one.turning - one.turning_s * rate_hz) <= 0.5 + 1e-6
    assert _value(found, "period") == pytest.approx(2.5, abs=1e-3)


def test_variable_frame_rate_does_not_shift_times() -> None:
    rng = np.random.default_rng(3)
    t = np.cumsum(rng.uniform(1 / 60, 1 / 20, 500))
    found = _count(t, sines(t, 2.0, 0.0, 80.0))
    turning = np.array([one.turning_s for one in found.complete])
    assert len(turning) == int(t[-1] / 2.0) - (t[-1] % 2.0 == 0)
    np.testing.assert_allclose(turning % 2.0, 1.0, atol=0.02)


def test_noise_drift_and_short_gaps_change_no_count() -> None:
    t = times(30.0, 25.0)
    rng = np.random.default_rng(0)
    values = sines(t, 2.5, 5.0, 95.0) + 1.5 * t + rng.normal(0, 3.0, len(t))
    values[rng.random(len(t)) < 0.05] = np.nan
    values[rng.integers(0, len(t), 6)] += 60.0
    found = _count(t, values, sd_deg=3.0)
    assert _value(found, "repetitions") == 10
    assert _value(found, "period") == pytest.approx(2.5, abs=0.05)
    # The drift adds 1.5 deg/s to what is measured at the turning points.
    depths = [one.depth for one in found.complete]
    np.testing.assert_allclose(depths, 95.0 + 1.5 * (2.5 * np.arange(10) + 1.25), atol=5.0)


def test_standing_still_for_minutes_gives_none() -> None:
    t = times(30.0, 240.0)
    rng = np.random.default_rng(1)
    found = _count(t, 4.0 + rng.normal(0, 3.0, len(t)), sd_deg=3.0)
    assert found.repetitions == ()
    count = found.measure("repetitions")
    assert count.value == 0
    assert "a repetition needs 20 deg" in count.reason
    assert found.measure("depth").is_refused


def test_noise_larger_than_the_smallest_range_raises_it() -> None:
    t = times(30.0, 240.0)
    noise = np.random.default_rng(2).normal(0, 6.0, len(t))
    found = _count(t, noise, sd_deg=6.0)
    assert found.smallest_range == pytest.approx(36.0)
    assert found.repetitions == ()


def test_one_repetition_in_minutes_of_standing_is_found() -> None:
    t = times(30.0, 120.0)
    values = pulses(t, [70.0], out_s=1.0, hold_s=0.5, back_s=1.5, low=3.0, high=90.0)
    values += np.random.default_rng(0).normal(0, 1.0, len(t))
    found = _count(t, values)
    assert len(found.complete) == 1
    one = found.complete[0]
    # 5 % of a straight way of 1 s.
    assert one.start_s == pytest.approx(70.05, abs=0.03)
    assert one.end_s == pytest.approx(73.0 - 0.075, abs=0.03)
    assert one.depth == pytest.approx(90.0, abs=1.5)
    assert one.hold_s == pytest.approx(0.5 + 0.1 + 0.15, abs=0.06)


def test_bounces_at_the_bottom_are_one_repetition() -> None:
    t = times(30.0, 8.0)
    values = pulses(t, [1.0, 4.5], out_s=1.0, hold_s=1.0, back_s=1.0, low=0.0, high=90.0)
    values[values > 85] += 12 * np.sin(2 * np.pi * 2 * t[values > 85])
    assert _value(_count(t, values), "repetitions") == 2


def test_recording_that_starts_and_ends_in_a_repetition() -> None:
    t = times(30.0, 10.0) + 1.25
    found = _count(t, sines(t, 2.5, 0.0, 90.0))
    assert [one.status for one in found.repetitions] == [
        RepetitionStatus.CUT_AT_START, *[RepetitionStatus.COMPLETE] * 3,
        RepetitionStatus.CUT_AT_END,
    ]  # fmt: skip
    assert _value(found, "repetitions") == 3
    assert "1 without its beginning" in found.measure("repetitions").reason
    assert "1 without its end" in found.measure("repetitions").reason
    first, last = found.repetitions[0], found.repetitions[-1]
    assert math.isnan(first.start_s)
    assert math.isnan(first.depth)
    assert math.isnan(last.end_s)
    # 5 % of the way are left 0.18 s before the lowest point.
    assert first.end_s == pytest.approx(2.5 - 0.18, abs=0.04)


def test_long_rest_is_no_part_of_a_repetition_that_is_cut() -> None:
    t = times(30.0, 20.0)
    values = pulses(t, [12.0], out_s=1.0, hold_s=30.0, back_s=1.0, low=0.0, high=90.0)
    (one,) = _count(t, values).repetitions
    assert one.status is RepetitionStatus.CUT_AT_END
    assert one.start_s == pytest.approx(12.05, abs=0.05)
    (other,) = _count(t, values[::-1]).repetitions
    assert other.status is RepetitionStatus.CUT_AT_START
    assert other.end_s == pytest.approx(t[-1] - 12.05, abs=0.05)


@pytest.mark.parametrize("cut_s", [0.55, 0.7])
def test_half_a_way_down_is_not_a_beginning(cut_s: float) -> None:
    # Clips that begin on the way down, beyond the range that makes a repetition.
    t = times(30.0, 6.0)
    values = sines(t, 2.5, 0.0, 100.0)
    kept = t >= cut_s
    found = _count(t[kept], values[kept])
    assert found.repetitions[0].status is RepetitionStatus.CUT_AT_START
    assert found.repetitions[1].status is RepetitionStatus.COMPLETE
    mirrored = _count(t[kept] - cut_s, values[kept][::-1])
    assert mirrored.repetitions[-1].status is RepetitionStatus.CUT_AT_END


def test_long_gap_in_a_repetition_cuts_it() -> None:
    t = times(30.0, 12.5)
    values = sines(t, 2.5, 0.0, 90.0)
    values[(t > 6.1) & (t < 7.0)] = np.nan
    found = _count(t, values)
    assert _value(found, "repetitions") == 4
    reason = found.measure("repetitions").reason
    assert "without its end" in reason
    assert "there may be more" in reason


def test_turning_point_in_a_bridged_gap_has_no_depth() -> None:
    t = times(30.0, 7.5)
    values = sines(t, 2.5, 0.0, 90.0)
    values[(t > 3.5) & (t < 3.98)] = np.nan
    found = _count(t, values)
    assert _value(found, "repetitions") == 3
    assert [math.isnan(one.depth) for one in found.repetitions] == [False, True, False]
    assert "no depth" in found.repetitions[1].reason
    assert found.measure("depth").n == 2


def test_no_signal_for_most_of_the_time_is_refused() -> None:
    t = times(30.0, 10.0)
    values = sines(t, 2.5, 0.0, 90.0)
    values[t > 4.0] = np.nan
    count = _count(t, values).measure("repetitions")
    assert count.is_refused
    assert "no value in 60%" in count.reason
    nothing = _count(t, np.full(len(t), np.nan))
    assert nothing.measure("repetitions").is_refused


def test_absolute_levels() -> None:
    t = times(30.0, 12.0)
    values = sines(t, 3.0, 10.0, 60.0)
    values[(t > 3.0) & (t < 6.0)] *= 1.5
    every = _count(t, values, enter=50.0, leave=20.0)
    assert _value(every, "repetitions") == 4
    assert math.isnan(every.smallest_range)
    deep = _count(t, values, enter=80.0, leave=20.0)
    assert _value(deep, "repetitions") == 1
    assert deep.complete[0].turning_s == pytest.approx(4.5, abs=0.02)
    cut = _count(t, values, enter=50.0, leave=5.0)
    assert _value(cut, "repetitions") == 0
    assert len(cut.repetitions) == 1


def test_downward_repetitions() -> None:
    t = times(60.0, 9.0)
    values = 90.0 - sines(t, 3.0, 0.0, 80.0)
    found = _count(t, values, direction=-1)
    assert _value(found, "repetitions") == 3
    assert _value(found, "depth") == pytest.approx(10.0, abs=0.2)
    assert _value(found, "range") == pytest.approx(80.0, abs=0.5)
    levels = _count(t, values, direction=-1, enter=30.0, leave=70.0)
    assert _value(levels, "repetitions") == 3


def test_too_short_excursions_are_not_confirmed() -> None:
    t = times(60.0, 10.0)
    values = pulses(t, [2.0], out_s=0.06, hold_s=0.08, back_s=0.06, low=0.0, high=60.0)
    found = _count(t, values)
    assert [one.status for one in found.repetitions] == [RepetitionStatus.NOT_CONFIRMED]
    assert "s only" in found.repetitions[0].reason
    assert _value(found, "repetitions") == 0


def test_part_of_the_recording() -> None:
    t = times(30.0, 15.0)
    angles = angles_of(t, {KNEE: sines(t, 2.5, 0.0, 90.0)})
    found = count_repetitions(KNEE, track_of(t), angles, frames=(75, 224))
    assert _value(found, "repetitions") == 2
    assert found.repetitions[0].start_s > 2.5


def test_spread_error_and_interval_come_with_every_mean() -> None:
    t = times(60.0, 20.0)
    values = sines(t, 2.5, 0.0, 90.0) * (1 + 0.1 * np.floor(t / 2.5) / 7)
    found = _count(t, values, sd_deg=2.0)
    depth = found.measure("depth")
    assert depth.n == 8
    assert depth.sd > 1.0
    assert depth.interval[0] < depth.value < depth.interval[1]
    # Of angles the error is the same each time, of times it is not.
    assert depth.error == pytest.approx(2.0)
    one = math.sqrt(2) * np.median([r.time_error_s for r in found.complete])
    assert found.measure("repetition_time").error == pytest.approx(one / math.sqrt(8))


def test_hold_is_doubted_where_the_turning_point_is_noisy() -> None:
    t = times(60.0, 12.5)
    values = sines(t, 2.5, 0.0, 90.0)
    assert "known to 5 deg only" in _count(t, values, sd_deg=5.0).measure("hold_time").reason
    assert _count(t, values, sd_deg=4.0).measure("hold_time").reason == ""


@settings(max_examples=40, deadline=None)
@given(
    count=st.integers(1, 8), period=st.floats(0.8, 4.0), low=st.floats(-20, 40),
    size=st.floats(30.0, 120.0), shift=st.floats(-50.0, 500.0), rate=st.sampled_from([30, 50, 120]),
)  # fmt: skip
def test_any_sine_is_counted_at_any_time(
    count: int, period: float, low: float, size: float, shift: float, rate: float
) -> None:
    t = times(rate, count * period)
    values = sines(t, period, low, low + size)
    here, later = _count(t, values), _count(t + shift, values)
    assert _value(here, "repetitions") == count
    for one, other in zip(here.repetitions, later.repetitions, strict=True):
        assert other.turning_s - one.turning_s == pytest.approx(shift, abs=1e-6)
        assert other.depth == pytest.approx(one.depth, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), step=st.floats(0.5, 15.0), gaps=st.floats(0.0, 0.5))
def test_whatever_the_signal_times_are_in_order(seed: int, step: float, gaps: float) -> None:
    rng = np.random.default_rng(seed)
    t = np.cumsum(rng.uniform(0.005, 0.08, rng.integers(1, 300)))
    values = np.cumsum(rng.normal(0, step, len(t)))
    values[rng.random(len(t)) < gaps] = np.nan
    for options in ({}, {"enter": 30.0, "leave": 10.0}):
        found = _count(t, values, **options)
        turning = [one.turning_s for one in found.repetitions]
        assert turning == sorted(turning)
        for one in found.complete:
            assert one.start_s <= one.turning_s <= one.end_s
            assert min(one.out_s, one.hold_s, one.back_s) >= 0
            assert not one.range < 0


def _phantom(motion: Motion, **facts: object) -> Phantom:
    spec = {"motion": motion, "projection": Projection.ORTHOGRAPHIC, "duration_s": 10.0, **facts}
    return Phantom(PhantomSpec(**spec))  # type: ignore[arg-type]


SQUATS = _phantom(Motion.SQUAT, duration_s=5.0).to_track()


@settings(max_examples=15, deadline=None)
@given(
    size=st.floats(0.2, 4.0), x=st.floats(-500, 500), shift=st.floats(-100, 1000),
    mirrored=st.booleans(),
)  # fmt: skip
def test_size_place_time_and_mirror_do_not_matter(
    size: float, x: float, shift: float, mirrored: bool
) -> None:
    xy = SQUATS.xy_px * size
    if mirrored:
        xy = xy[:, list(SQUATS.skeleton.flip_permutation)] * [-1, 1]
    moved = replace(SQUATS, xy_px=xy + np.array([x, 2 * x]), t_s=SQUATS.t_s + shift)
    results = []
    for track in (SQUATS, moved):
        angles = compute_angles(track, facing=estimate_facing(track))
        results.append(count_repetitions("squat", track, angles))
    plain, other = results
    assert _value(plain, "repetitions") == _value(other, "repetitions") == 2
    for one, two in zip(plain.complete, other.complete, strict=True):
        assert two.start_s == pytest.approx(one.start_s + shift, abs=1e-5)
        assert two.turning_s == pytest.approx(one.turning_s + shift, abs=1e-5)
        assert two.depth == pytest.approx(one.depth, abs=1e-4)
        assert two.confirmation == pytest.approx(one.confirmation, abs=1e-4)


@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0])
def test_phantom_squats(direction: Direction, rate_hz: float) -> None:
    phantom = _phantom(Motion.SQUAT, direction=direction, rate_hz=rate_hz)
    track = phantom.to_track()
    angles = compute_angles(track, facing=estimate_facing(track))
    for name in ("squat", "right_knee_flexion", "pelvis_height"):
        found = count_repetitions(name, track, angles)
        assert _value(found, "repetitions") == 4, name
        turning = [one.turning_s for one in found.complete]
        np.testing.assert_allclose(turning, 1.25 + 2.5 * np.arange(4), atol=0.5 / rate_hz)
    squat = count_repetitions("squat", track, angles)
    assert _value(squat, "depth") == pytest.approx(100.0, abs=0.3)
    assert _value(squat, "left_minus_right") == pytest.approx(0.0, abs=0.1)
    assert _value(squat, "pelvis_travel") > 15


def test_phantom_arm_raises_and_no_jumping_jacks() -> None:
    from efficientpose_core.kinematics.angles import View

    phantom = _phantom(Motion.ARM_RAISE, view=PhantomView.FRONT, amplitude_deg=120.0)
    track = phantom.to_track()
    angles = compute_angles(track, facing=estimate_facing(track), view=View.FRONTAL)
    raises = count_repetitions("arm_raise", track, angles)
    assert _value(raises, "repetitions") == 4
    assert _value(raises, "depth") == pytest.approx(120.0, abs=2.0)
    jacks = count_repetitions("jumping_jack", track, angles)
    assert _value(jacks, "repetitions") == 0
    assert "the feet have to move apart by 8 %" in jacks.repetitions[0].reason
    with pytest.raises(DataError, match="counted in a sagittal view"):
        count_repetitions("squat", track, angles)


def test_standing_phantom_gives_none() -> None:
    phantom = _phantom(Motion.STAND)
    track = phantom.to_track()
    facing = estimate_facing(track, locked=1)
    found = count_repetitions("squat", track, compute_angles(track, facing=facing))
    assert _value(found, "repetitions") == 0


def _sided(kind: str, left: FloatArray, right: FloatArray) -> dict[str, FloatArray]:
    return {f"left_{kind}": left, f"right_{kind}": right}


def test_heel_kicks_are_no_squats() -> None:
    t = times(30.0, 10.0)
    knee = sines(t, 2.5, 0.0, 90.0)
    found = count_repetitions(
        "squat", track_of(t), angles_of(t, _sided("knee_flexion", knee, knee))
    )
    assert _value(found, "repetitions") == 0
    assert {one.status for one in found.repetitions} == {RepetitionStatus.NOT_CONFIRMED}
    assert "the pelvis has to sink by 5 %" in found.repetitions[0].reason


def test_running_steps_are_no_squats() -> None:
    t = times(60.0, 6.0)
    knee = pulses(t, [2.0], out_s=0.2, hold_s=0.05, back_s=0.2, low=30.0, high=90.0)
    down = np.stack([np.zeros(len(t)), knee], axis=1)
    angles = angles_of(t, _sided("knee_flexion", knee, knee))
    found = count_repetitions("squat", track_of(t, {"pelvis": down}), angles)
    assert "s only" in found.repetitions[0].reason
    allowed = RepetitionSettings(min_duration_s=0.3)
    quick = count_repetitions("squat", track_of(t, {"pelvis": down}), angles, allowed)
    assert _value(quick, "repetitions") == 1


def test_sides_and_one_missing_side() -> None:
    t = times(30.0, 10.0)
    right = sines(t, 2.5, 0.0, 90.0)
    left = right + 8.0
    left[(t > 3.0) & (t < 4.5)] = np.nan
    down = np.stack([np.zeros(len(t)), sines(t, 2.5, 0.0, 80.0)], axis=1)
    track = track_of(t, {"pelvis": down})
    found = count_repetitions("squat", track, angles_of(t, _sided("knee_flexion", left, right)))
    assert _value(found, "repetitions") == 4
    assert [one.depth for one in found.complete] == pytest.approx([94.0] * 4, abs=0.5)
    assert _value(found, "left_minus_right") == pytest.approx(8.0, abs=0.1)
    assert found.measure("left_minus_right").n == 3
    expected = 100 * 80 / body_height_px(track)
    assert _value(found, "pelvis_travel") == pytest.approx(expected, rel=0.03)


def test_push_ups_need_a_horizontal_trunk() -> None:
    t = times(30.0, 10.0)
    elbow = sines(t, 2.5, 10.0, 95.0)
    angles = angles_of(t, _sided("elbow_flexion", elbow, elbow))
    lying = np.tile([-110.0, 110.0], (len(t), 1))
    found = count_repetitions("push_up", track_of(t, {"thorax": lying}), angles)
    assert _value(found, "repetitions") == 4
    upright = count_repetitions("push_up", track_of(t), angles)
    assert _value(upright, "repetitions") == 0
    assert "not horizontal" in upright.repetitions[0].reason


def test_jumping_jacks() -> None:
    t = times(30.0, 8.0)
    arms = sines(t, 1.0, 15.0, 165.0)
    apart = np.stack([sines(t, 1.0, 0.0, 60.0), np.zeros(len(t))], axis=1)
    track = track_of(t, {"left_ankle": apart, "right_ankle": -apart})
    found = count_repetitions(
        "jumping_jack", track, angles_of(t, _sided("shoulder_abduction", arms, arms))
    )
    assert _value(found, "repetitions") == 8
    assert _value(found, "feet_spread") == pytest.approx(30.0, abs=2.0)


def test_sit_to_stand_counts_stands() -> None:
    t = times(30.0, 12.0)
    bent = 90.0 - sines(t, 3.0, 0.0, 85.0)
    seated = np.stack([np.zeros(len(t)), bent], axis=1)
    track = track_of(t, {"pelvis": seated, "thorax": seated})
    columns = {**_sided("hip_flexion", bent, bent), **_sided("knee_flexion", bent, bent)}
    found = count_repetitions("sit_to_stand", track, angles_of(t, columns))
    assert _value(found, "repetitions") == 4
    assert _value(found, "depth") == pytest.approx(5.0, abs=0.3)
    assert _value(found, "pelvis_travel") > 5


def test_unknown_confirmation_does_not_count() -> None:
    t = times(30.0, 5.0)
    knee = sines(t, 2.5, 0.0, 90.0)
    track = track_of(t, {"pelvis": np.full((len(t), 2), np.nan)})
    found = count_repetitions("squat", track, angles_of(t, _sided("knee_flexion", knee, knee)))
    assert _value(found, "repetitions") == 0
    assert "pelvis_travel is not known there" in found.repetitions[0].reason


def test_names_that_cannot_be_counted() -> None:
    t = times(30.0, 5.0)
    values, reason = {KNEE: sines(t, 2.5, 0.0, 90.0)}, {"trunk_side_lean": "not available: x"}
    track, angles = track_of(t), angles_of(t, values, unavailable=reason)
    with pytest.raises(UnknownNameError, match="Unknown signal 'right_nee_flexion'"):
        count_repetitions("right_nee_flexion", track, angles)
    with pytest.raises(DataError, match="trunk_side_lean is not available"):
        count_repetitions("trunk_side_lean", track, angles)
    with pytest.raises(DataError, match="squat needs left_knee_flexion"):
        count_repetitions("squat", track, angles)
    with pytest.raises(DataError, match="differ in length"):
        count_repetitions(KNEE, track_of(times(30.0, 4.0)), angles)
    with pytest.raises(DataError, match="no frames"):
        count_repetitions(KNEE, track_of(t[:0]), angles_of(t[:0], {KNEE: np.empty(0)}))
    with pytest.raises(UnknownNameError, match="Unknown measure"):
        count_repetitions(KNEE, track, angles).measure("deepness")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"share": 0.05}, "between 0.1 and 0.9"),
        ({"enter": 30.0}, "both levels"),
        ({"min_range": 0.0}, "above zero"),
        ({"min_duration_s": -1.0}, "cannot be negative"),
        ({"max_gap_s": -1.0}, "cannot be negative"),
        ({"direction": 0}, r"raises the signal \(\+1\)"),
    ],
)
def test_settings_out_of_range(options: dict[str, float], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        RepetitionSettings(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize(("direction", "side"), [(1, "above"), (-1, "below")])
def test_levels_that_contradict_the_direction(direction: int, side: str) -> None:
    t = times(30.0, 5.0)
    with pytest.raises(SettingsError, match=f"has to lie {side}"):
        _count(t, sines(t, 2.5, 0.0, 90.0), enter=50.0, leave=50.0, direction=direction)


def test_tiny_recordings() -> None:
    for count in (1, 2, 3):
        t = times(30.0, count / 30)
        assert _count(t, np.linspace(0, 90, count)).complete == ()
