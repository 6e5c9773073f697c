"""Cycles: order, limits, and averages over them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import SettingsError, UnknownNameError
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.gait.bouts import Bout
from efficientpose_core.kinematics.gait.cycles import (
    PERCENT,
    CycleLimits,
    GaitCycle,
    average_cycles,
    build_cycles,
)
from efficientpose_core.kinematics.gait.events import GaitEvent
from efficientpose_core.pose import Status

from .walkers import CONTACT, TOE_OFF, Walker, event, times

T = times(8)
TRACK = Walker().track(T)
BOUT = Bout(start=0, stop=len(T), facing=1, travel=1)


def true_events(walker: Walker | None = None) -> list[GaitEvent]:
    return [event(side, kind, t) for side, kind, t in (walker or Walker()).events(T)]


def cycles_of(events: list[GaitEvent], **limits: object) -> list[GaitCycle]:
    return list(build_cycles(events, [BOUT], TRACK, CycleLimits(**limits)))  # type: ignore[arg-type]


def test_true_events_make_clean_cycles() -> None:
    cycles = cycles_of(true_events())
    # Contacts at 1.1 ... 7.7 s right, 0.55 ... 7.15 s left.
    assert [c.side for c in cycles].count("right") == 6
    assert [c.side for c in cycles].count("left") == 6
    for c in cycles:
        assert c.is_clean
        assert c.duration_s == pytest.approx(1.1)
        assert c.stance_percent == pytest.approx(62.0)
        assert c.double_support_percent == pytest.approx(24.0)
    starts = [c.start.t_s for c in cycles]
    assert starts == sorted(starts)


def test_missing_and_additional_events_are_told() -> None:
    events = true_events()
    lost = next(e for e in events if (e.side, e.kind) == ("left", TOE_OFF) and e.t_s > 3)
    cycles = cycles_of([e for e in events if e is not lost])
    broken = [c for c in cycles if not c.is_clean]
    assert {c.side for c in broken} == {"right", "left"}
    right = next(c for c in broken if c.side == "right")
    assert right.problem == (
        "between two right contacts there should be left toe-off, left contact, right toe-off, "
        "but there is left contact, right toe-off"
    )
    assert right.toe_off is None
    assert np.isnan(right.stance_percent)
    assert np.isnan(right.double_support_percent)
    twice = cycles_of([*events, event("left", TOE_OFF, 3.3)])
    assert sum(not c.is_clean for c in twice) == 2


def test_wrong_order_is_told_and_nothing_is_told_as_nothing() -> None:
    events = [event("right", CONTACT, 1.0), event("right", CONTACT, 2.0)]
    (cycle,) = cycles_of(events)
    assert cycle.problem.endswith("but there is nothing")
    running = [
        event("right", CONTACT, 1.0), event("right", TOE_OFF, 1.3), event("left", CONTACT, 1.4),
        event("left", TOE_OFF, 1.7), event("right", CONTACT, 1.8),
    ]  # fmt: skip
    (cycle,) = cycles_of(running)
    assert not cycle.is_clean


def four_phases(start: float, length: float, stance: float = 0.62) -> list[GaitEvent]:
    """One right cycle in order, without the contact that ends it."""
    double = stance - 0.5
    return [
        event("right", CONTACT, start),
        event("left", TOE_OFF, start + double * length),
        event("left", CONTACT, start + 0.5 * length),
        event("right", TOE_OFF, start + stance * length),
    ]


@pytest.mark.parametrize(("length", "says"), [(0.35, "0.35 s"), (2.6, "2.60 s")])
def test_too_short_and_too_long_cycles_are_told(length: float, says: str) -> None:
    (cycle,) = cycles_of([*four_phases(1.0, length), event("right", CONTACT, 1.0 + length)])
    assert says in cycle.problem
    assert "0.4 to 2.5 s" in cycle.problem


def test_impossible_stance_is_told() -> None:
    (cycle,) = cycles_of([*four_phases(1.0, 1.0, stance=0.85), event("right", CONTACT, 2.0)])
    assert "85 %" in cycle.problem


def test_a_cycle_unlike_the_others_is_told() -> None:
    events, at = [], 0.2
    for length in (1.0, 1.0, 1.0, 1.0, 0.5, 1.0):
        events += four_phases(at, length)
        at += length
    events.append(event("right", CONTACT, at))
    odd = [c for c in cycles_of(events) if c.side == "right" and not c.is_clean]
    assert [c.problem for c in odd] == ["it lasts 0.50 s, where 1.00 s is usual"]


def slow_track(slow: slice):
    """A walker who gets on at half speed in some rows."""
    speed = np.full(len(T), 200.0)
    speed[slow] = 80.0
    x = np.concatenate([[0.0], np.cumsum(speed[:-1] * np.diff(T))]) + 500
    xy = TRACK.xy_px.copy()
    xy[..., 0] += (x - Walker().pelvis(T))[:, None]
    return replace(TRACK, xy_px=xy)


def test_starts_and_stops_are_told() -> None:
    cycles = build_cycles(true_events(), [BOUT], slow_track(slice(0, 130)))
    assert [round(c.start.t_s, 2) for c in cycles if "starts or stops" in c.problem] == [
        0.55,
        1.1,
        1.65,
    ]
    two = [c for c in true_events() if c.t_s < 3.4]
    cycles = build_cycles(two, [BOUT], slow_track(slice(0, 130)))
    assert "starts or stops" in cycles[0].problem
    spot = replace(BOUT, on_the_spot=True)
    assert all(c.is_clean for c in build_cycles(true_events(), [spot], slow_track(slice(0, 130))))


def test_no_cycle_reaches_over_a_turn() -> None:
    bouts = [replace(BOUT, stop=240), replace(BOUT, start=270)]
    cycles = build_cycles(true_events(), bouts, TRACK)
    assert {c.bout for c in cycles} == {0, 1}
    assert all(c.end.t_s < 4.2 for c in cycles if c.bout == 0)
    assert all(c.start.t_s > 4.3 for c in cycles if c.bout == 1)
    assert build_cycles(true_events(), [], TRACK) == ()


@pytest.mark.parametrize(
    "bad",
    [
        {"shortest_s": 0.0}, {"shortest_s": 3.0}, {"stance_percent": (80.0, 35.0)},
        {"stance_percent": (-5.0, 80.0)}, {"longest_gap_percent": 100.0}, {"fewest": 1},
        {"steady": 1.0},
    ],
)  # fmt: skip
def test_limits_out_of_range_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        CycleLimits(**bad)  # type: ignore[arg-type]


def angle_track(values: np.ndarray, t_s: np.ndarray = T, sd: float = 2.0) -> AngleTrack:
    values = values[:, None]
    status = np.where(np.isfinite(values), Status.MEASURED, Status.REJECTED).astype(np.int8)
    return AngleTrack(
        t_s=t_s, frame=np.arange(len(t_s)), names=("right_knee_flexion",), values_deg=values,
        sd_deg=np.where(np.isfinite(values), sd, np.nan), status=status, unavailable={}, log=(),
    )  # fmt: skip


def wave(t_s: np.ndarray) -> np.ndarray:
    """A curve that repeats with the walker's stride, contact at 0 %."""
    phase = 2 * np.pi * t_s / Walker().stride_s
    return 25 - 20 * np.cos(phase) + 8 * np.sin(2 * phase)


def test_mean_curve_is_the_curve() -> None:
    curve = average_cycles(angle_track(wave(T)), "right_knee_flexion", cycles_of(true_events()),
                           side="right")  # fmt: skip
    truth = wave(PERCENT / 100 * Walker().stride_s)
    assert curve.n == 6
    assert curve.mean_deg == pytest.approx(truth, abs=0.01)
    assert curve.sd_deg.max() < 0.01
    # One bad place of the network stays bad in every stride: no root of n.
    assert curve.error_deg == pytest.approx(2.0)
    assert curve.reason == ""


def test_spread_between_cycles_is_the_sample_sd() -> None:
    drift = angle_track(wave(T) + 3.0 * np.floor(T / Walker().stride_s))
    cycles = [c for c in cycles_of(true_events()) if c.side == "right"][:3]
    curve = average_cycles(drift, "right_knee_flexion", cycles, side="right")
    # Away from the steps: three cycles 3 deg apart.
    assert curve.sd_deg[20:80] == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize("side", ["right", "left"])
def test_cycles_of_the_side_that_is_asked_for(side: str) -> None:
    curve = average_cycles(
        angle_track(wave(T)), "right_knee_flexion", cycles_of(true_events()), side=side
    )
    start = 0.0 if side == "right" else 0.55
    assert curve.mean_deg[0] == pytest.approx(wave(np.array([start]))[0], abs=0.01)
    assert curve.side == side


def test_long_gaps_keep_a_cycle_out_and_short_ones_are_bridged() -> None:
    values = wave(T)
    values[205:209] = np.nan
    short = average_cycles(angle_track(values), "right_knee_flexion", cycles_of(true_events()),
                           side="right")  # fmt: skip
    assert short.n == 6
    assert short.mean_deg == pytest.approx(wave(PERCENT / 100 * 1.1), abs=0.2)
    values[205:221] = np.nan
    long = average_cycles(angle_track(values), "right_knee_flexion", cycles_of(true_events()),
                          side="right")  # fmt: skip
    assert long.n == 5
    assert set(short.cycle_numbers) - set(long.cycle_numbers) == {short.cycle_numbers[2]}
    assert long.left_out == ("The cycle from 3.30 s has no right_knee_flexion over 26 % of it.",)


def test_rejected_values_are_gaps_even_if_a_number_stands_there() -> None:
    angles = angle_track(wave(T))
    status = angles.status.copy()
    status[205:230] = Status.REJECTED
    wrong = angles.values_deg.copy()
    wrong[205:230] = 500.0
    curve = average_cycles(
        replace(angles, status=status, values_deg=wrong), "right_knee_flexion",
        cycles_of(true_events()), side="right",
    )  # fmt: skip
    assert curve.n == 5
    assert curve.mean_deg.max() < 60


def test_too_few_cycles_give_no_mean_and_say_why() -> None:
    one = [c for c in cycles_of(true_events()) if c.side == "right"][:1]
    curve = average_cycles(angle_track(wave(T)), "right_knee_flexion", one, side="right")
    assert curve.n == 1
    assert np.isnan(curve.mean_deg).all()
    assert "Only 1 clean right cycles" in curve.reason
    nothing = average_cycles(angle_track(np.full(len(T), np.nan)), "right_knee_flexion",
                             cycles_of(true_events()), side="right")  # fmt: skip
    assert nothing.n == 0
    assert len(nothing.left_out) == 6


def test_cycles_with_a_problem_are_passed_over() -> None:
    cycles = [replace(c, problem="no") for c in cycles_of(true_events())]
    curve = average_cycles(angle_track(wave(T)), "right_knee_flexion", cycles, side="right")
    assert curve.n == 0


def test_unknown_spread_gives_an_unknown_error() -> None:
    angles = angle_track(wave(T), sd=np.nan)
    curve = average_cycles(angles, "right_knee_flexion", cycles_of(true_events()), side="right")
    assert np.isnan(curve.error_deg).all()
    assert np.isfinite(curve.mean_deg).all()


def test_unknown_angle_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        average_cycles(angle_track(wave(T)), "knee", cycles_of(true_events()), side="right")


def test_a_cycle_outside_the_values_is_left_out() -> None:
    late = GaitCycle(
        side="right", bout=0, start=event("right", CONTACT, 20.0), end=event("right", CONTACT, 21.0)
    )
    curve = average_cycles(angle_track(wave(T)), "right_knee_flexion", [late], side="right")
    assert curve.n == 0
    assert len(curve.left_out) == 1


@settings(max_examples=20, deadline=None)
@given(stretch=st.floats(0.7, 1.8), offset=st.floats(-100, 100))
def test_curves_do_not_depend_on_the_length_of_the_stride(stretch: float, offset: float) -> None:
    walker = Walker(stride_s=1.1 * stretch)
    t = times(10, 90.0)
    track = walker.track(t)
    bout = Bout(start=0, stop=len(t), facing=1, travel=1)
    events = [event(s, k, w) for s, k, w in walker.events(t)]
    curve = average_cycles(
        angle_track(wave(t / stretch) + offset, t), "right_knee_flexion",
        build_cycles(events, [bout], track), side="right",
    )  # fmt: skip
    truth = wave(PERCENT / 100 * 1.1) + offset
    assert curve.mean_deg == pytest.approx(truth, abs=0.02)
