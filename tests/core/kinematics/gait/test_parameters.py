"""Parameters of walkers whose parameters are known, and refusals one by one."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.gait.bouts import Bout
from efficientpose_core.kinematics.gait.cycles import CycleLimits, GaitCycle, build_cycles
from efficientpose_core.kinematics.gait.parameters import (
    Distances,
    gait_parameters,
    symmetry_index,
)
from efficientpose_core.kinematics.measure import Measure, refuse
from efficientpose_core.pose import PoseTrack
from efficientpose_core.skeleton import MPII16

from .walkers import Walker, event, times, track_of, uneven_times


def exact(
    walker: Walker,
    t_s: np.ndarray,
    distances: Distances | None = None,
    *,
    on_the_spot: bool = False,
    track: PoseTrack | None = None,
    keep: slice = slice(None),
    **facts: float,
) -> dict[str, Measure]:
    """Parameters from the true events, without any detection."""
    track = walker.track(t_s) if track is None else track
    bouts = [
        Bout(start=0, stop=len(t_s), facing=walker.facing, travel=walker.travel,
             on_the_spot=on_the_spot)
    ]  # fmt: skip
    events = [event(*one, **facts) for one in walker.events(t_s)]
    cycles = build_cycles(events, bouts, track)[keep]
    return {m.name: m for m in gait_parameters(track, bouts, cycles, distances)}


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("even", [True, False])
def test_times_are_exact(facing: int, even: bool) -> None:
    walker = Walker(facing=facing, travel=facing, stride_s=1.2, stance=0.6, left_lag=0.45)
    got = exact(walker, times(9) if even else uneven_times(9))
    wanted = {
        "cadence": 100.0, "right_stride_time": 1.2, "left_stride_time": 1.2,
        "right_step_time": 0.66, "left_step_time": 0.54, "right_stance": 60.0,
        "left_stance": 60.0, "right_swing": 40.0, "right_double_support": 20.0,
        "left_double_support": 20.0, "step_time_symmetry_index": 20.0,
        "stance_symmetry_index": 0.0,
    }  # fmt: skip
    for name, value in wanted.items():
        assert got[name].value == pytest.approx(value, abs=1e-9), name
    assert got["right_stride_time"].unit == "s"
    assert got["cadence"].unit == "steps/min"
    assert got["right_stride_time"].n == got["right_stance"].n == 6
    assert got["right_stride_time"].sd == pytest.approx(0.0, abs=1e-9)


def test_lengths_are_exact_in_metres() -> None:
    walker, t = Walker(), times(9, 240.0)
    got = exact(walker, t, Distances(metres_per_px=0.004))
    assert got["right_stride_length"].value == pytest.approx(200 * 1.1 * 0.004, abs=1e-4)
    assert got["speed"].value == pytest.approx(0.8, abs=1e-6)
    assert got["speed"].unit == "m/s"
    # At right contact the right ankle is 90 px ahead, the left one as far behind as at half of its
    # cycle.
    behind = float(walker.ahead(np.array([1.1]), "left")[0])
    assert got["right_step_length"].value == pytest.approx((90 - behind) * 0.004, abs=1e-3)
    assert got["step_length"].value == pytest.approx(got["right_step_length"].value, abs=1e-3)
    assert "right_step_length_of_height" not in got
    assert got["right_step_length"].reason == ""


def test_lengths_without_a_scale_are_pixels_and_body_heights() -> None:
    walker, t = Walker(), times(9)
    got = exact(walker, t)
    assert got["right_stride_length"].unit == "px"
    assert got["right_stride_length"].value == pytest.approx(220, abs=0.5)
    assert "calibrate" in got["right_stride_length"].reason
    share = got["right_stride_length_of_height"]
    # Trunk 120 px, thigh about 108 px: 0.55 of the height.
    assert share.unit == "%"
    assert share.value == pytest.approx(100 * 220 / 413, rel=0.02)
    assert share.error == pytest.approx(0.04 * share.value, rel=0.05)
    assert got["speed_of_height"].unit == "%/s"
    assert "estimated" in share.reason


def test_walking_backwards_has_positive_lengths() -> None:
    got = exact(Walker(facing=1, travel=-1), times(9), Distances(metres_per_px=0.004))
    assert got["right_step_length"].value > 0.5
    assert got["speed"].value == pytest.approx(0.8, abs=1e-6)


def test_error_of_the_scale_is_not_averaged_away() -> None:
    t = times(9)
    sure = exact(Walker(), t, Distances(metres_per_px=0.004))
    unsure = exact(Walker(), t, Distances(metres_per_px=0.004, scale_relative_error=0.03))
    assert sure["speed"].error == 0.0
    assert unsure["speed"].error == pytest.approx(0.03 * 0.8)
    assert unsure["step_length"].error == pytest.approx(0.03 * unsure["step_length"].value)


def test_error_of_keypoints_is_averaged() -> None:
    t = times(9)
    got = exact(replace(Walker(), spread_px=3.0), t, Distances(metres_per_px=0.01))
    stride = got["right_stride_length"]
    assert stride.error == pytest.approx(0.03 * math.sqrt(2 / stride.n))


def test_steady_timing_error_cancels_between_contacts_only() -> None:
    got = exact(Walker(), times(9), error_s=0.02, steady_error_s=0.02)
    assert got["right_stride_time"].error == 0.0
    assert got["right_step_time"].error == 0.0
    one = 100 * math.hypot(0.02, 0.02) / 1.1
    # All strides are wrong by the same: no root of n. Both phases of double support are.
    assert got["right_stance"].error == pytest.approx(one)
    assert got["right_double_support"].error == pytest.approx(2 * one)
    noisy = exact(Walker(), times(9), error_s=0.02, steady_error_s=0.0)
    assert noisy["right_stride_time"].error == pytest.approx(0.02 * math.sqrt(2 / 7))


def test_camera_aside_is_told_and_cancels_in_the_mean() -> None:
    walker, t = Walker(), times(9)
    xy = walker.track(t).xy_px.copy()
    # All of the right side appears 12 px farther ahead.
    for joint in ("hip", "knee", "ankle"):
        xy[:, MPII16.index(f"right_{joint}"), 0] += 12.0
    plain = exact(walker, t, Distances(metres_per_px=0.004))
    aside = exact(walker, t, Distances(metres_per_px=0.004), track=track_of(xy, t))
    shift = {n: aside[n].value - plain[n].value for n in ("right_step_length", "left_step_length")}
    assert shift["right_step_length"] == pytest.approx(0.048, abs=1e-6)
    assert shift["left_step_length"] == pytest.approx(-0.048, abs=1e-6)
    for name in shift:
        assert "camera does not look squarely" in aside[name].reason
        assert aside[name].error == pytest.approx(0.048, rel=0.01)
    assert aside["step_length"].value == pytest.approx(plain["step_length"].value)
    assert aside["step_length"].reason == ""
    assert aside["right_stride_length"].value == pytest.approx(plain["right_stride_length"].value)


def test_hips_that_are_never_seen_tell_nothing_about_the_camera() -> None:
    walker, t = Walker(), times(9)
    xy = walker.track(t).xy_px.copy()
    xy[:, MPII16.index("right_hip")] = np.nan
    got = exact(walker, t, track=track_of(xy, t))
    assert "squarely" not in got["right_step_length"].reason


def test_too_few_cycles_refuse_that_side_and_what_needs_both() -> None:
    # 1.1 s strides: right contacts at 1.1, 2.2, left at 0.55, 1.65, 2.75.
    got = exact(Walker(), times(3))
    assert got["right_stride_time"].is_refused
    assert got["right_stride_time"].reason == (
        "Only 1 clean right cycle, and 2 are needed: record more strides, or correct the events."
    )
    assert got["left_stride_time"].value == pytest.approx(1.1)
    assert got["left_stride_length"].value == pytest.approx(220, abs=0.5)
    for name in ("cadence", "speed", "step_length", "step_time_symmetry_index",
                 "step_length_symmetry_index", "right_step_length"):  # fmt: skip
        assert got[name].is_refused, name
        assert "right" in got[name].reason


def test_no_cycles_at_all_refuse_everything() -> None:
    got = exact(Walker(), times(0.9))
    assert all(m.is_refused for m in got.values())
    assert "0 clean right cycles" in got["cadence"].reason
    assert "0 clean left cycles" in got["cadence"].reason


def test_distances_are_refused_with_the_reason_that_is_given() -> None:
    got = exact(Walker(), times(9), Distances(metres_per_px=0.004, refusal="The camera pans."))
    for name, measure in got.items():
        assert measure.is_refused == ("length" in name or name == "speed"), name
    assert got["speed"].reason == "The camera pans."
    assert got["cadence"].value == pytest.approx(120 / 1.1)


def test_distances_on_the_spot_are_refused() -> None:
    got = exact(Walker(speed_px_s=0), times(9), on_the_spot=True)
    assert "treadmill" in got["right_step_length"].reason
    assert "treadmill" in got["step_length_symmetry_index"].reason
    assert got["right_stance"].value == pytest.approx(62)


def test_cycles_on_the_spot_give_no_lengths_beside_others() -> None:
    walker, t = Walker(), times(9)
    track = walker.track(t)
    half = len(t) // 2
    bouts = [
        Bout(start=0, stop=half, facing=1, travel=1),
        Bout(start=half + 20, stop=len(t), facing=1, travel=1, on_the_spot=True),
    ]
    events = [event(*one) for one in walker.events(t)]
    got = {m.name: m for m in gait_parameters(track, bouts, build_cycles(events, bouts, track))}
    assert got["right_stride_length"].n < got["right_stride_time"].n


def test_gaps_at_a_contact_leave_that_length_out() -> None:
    walker, t = Walker(), times(9)
    xy = walker.track(t).xy_px.copy()
    xy[260:270, MPII16.index("right_ankle")] = np.nan  # around 4.4 s
    got = exact(walker, t, track=track_of(xy, t))
    full = exact(walker, t)
    assert got["right_stride_length"].n == full["right_stride_length"].n - 2
    assert got["right_stride_length"].value == pytest.approx(220, abs=0.5)
    # Nothing is left: a length is refused, not made up.
    xy[:, MPII16.index("right_ankle")] = np.nan
    none = exact(walker, t, track=track_of(xy, t))
    assert none["right_stride_length"].reason == (
        "Only 0 clean cycles have what right_stride_length needs: correct the keypoints or the "
        "events there."
    )
    assert none["step_length"].is_refused


def test_incomplete_cycles_add_no_times() -> None:
    walker, t = Walker(), times(9)
    track = walker.track(t)
    bouts = [Bout(start=0, stop=len(t), facing=1, travel=1)]
    events = [event(*one) for one in walker.events(t)]
    cycles = [
        GaitCycle(side=c.side, bout=0, start=c.start, end=c.end)
        for c in build_cycles(events, bouts, track)
    ]
    got = {m.name: m for m in gait_parameters(track, bouts, cycles)}
    assert got["right_stance"].is_refused
    assert got["right_stride_length"].value == pytest.approx(220, abs=0.5)


def test_more_cycles_can_be_asked_for() -> None:
    walker, t = Walker(), times(9)
    track = walker.track(t)
    bouts = [Bout(start=0, stop=len(t), facing=1, travel=1)]
    cycles = build_cycles([event(*one) for one in walker.events(t)], bouts, track)
    got = gait_parameters(track, bouts, cycles, limits=CycleLimits(fewest=8))
    assert all(m.is_refused for m in got)


def test_names_are_always_the_same() -> None:
    assert list(exact(Walker(), times(9))) == list(exact(Walker(), times(0.9)))


@pytest.mark.parametrize(
    "bad",
    [
        {"metres_per_px": 0.0}, {"metres_per_px": -1.0}, {"metres_per_px": math.nan},
        {"scale_relative_error": -0.1}, {"scale_relative_error": math.nan},
    ],
)  # fmt: skip
def test_impossible_scales_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(SettingsError):
        Distances(**bad)


def one(name: str, value: float, **facts: float) -> Measure:
    return Measure(name=name, unit="s", value=value, **facts)  # type: ignore[arg-type]


def test_symmetry_index_by_hand() -> None:
    got = symmetry_index("step_time", one("left", 0.5, sd=0.04, n=4), one("right", 0.6, sd=0.03,
                                                                          n=9))  # fmt: skip
    assert got.name == "step_time_symmetry_index"
    assert got.value == pytest.approx(100 * 0.1 / 0.55)
    assert got.n == 4
    assert got.error == pytest.approx(200 * math.hypot(0.02, 0.01) / 1.1)


def test_symmetry_index_refuses_what_makes_no_sense() -> None:
    none = refuse("left", "s", "nobody walks")
    assert symmetry_index("x", none, one("right", 1.0)).reason == "nobody walks"
    assert symmetry_index("x", one("left", -1.0), one("right", 0.5)).is_refused


@settings(max_examples=20, deadline=None)
@given(
    stride=st.floats(0.8, 1.8), scale=st.floats(0.3, 3.0), shift=st.floats(-800, 800),
    lag=st.floats(0.44, 0.56),
)  # fmt: skip
def test_parameters_do_not_depend_on_size_and_place(
    stride: float, scale: float, shift: float, lag: float
) -> None:
    walker, t = Walker(stride_s=stride, left_lag=lag), times(7)
    plain = exact(walker, t, Distances(metres_per_px=0.004))
    xy = (walker.track(t).xy_px + np.array([shift, 0.0])) * scale
    moved = exact(walker, t, Distances(metres_per_px=0.004 / scale), track=track_of(xy, t))
    for name, measure in plain.items():
        assert moved[name].value == pytest.approx(measure.value, abs=1e-6, nan_ok=True), name


@settings(max_examples=10, deadline=None)
@given(lag=st.floats(0.44, 0.56), speed=st.floats(100, 300))
def test_a_mirror_changes_sides_and_nothing_else(lag: float, speed: float) -> None:
    walker, t = Walker(left_lag=lag, speed_px_s=speed), times(9)
    track = walker.track(t)
    xy = track.xy_px[:, list(MPII16.flip_permutation)].copy()
    xy[..., 0] = walker.size_px[0] - xy[..., 0]
    other = {"right": "left", "left": "right"}
    bouts = [Bout(start=0, stop=len(t), facing=-1, travel=-1)]
    mirrored = track_of(xy, t)
    events = [event(other[side], kind, when) for side, kind, when in walker.events(t)]
    cycles = build_cycles(events, bouts, mirrored)
    got = {m.name: m.value for m in gait_parameters(mirrored, bouts, cycles)}
    for name, measure in exact(walker, t).items():
        side, _, rest = name.partition("_")
        there = f"{other[side]}_{rest}" if side in other else name
        assert got[there] == pytest.approx(measure.value, abs=1e-6), name
