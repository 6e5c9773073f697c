"""Events on walkers whose events are known."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.gait.bouts import Bout, find_bouts
from efficientpose_core.kinematics.gait.events import (
    TIMING,
    EventMethod,
    EventSettings,
    EventSource,
    EventTiming,
    GaitEvent,
    detect_events,
)
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.gait import WalkSettings
from efficientpose_core.phantom.scene import Direction
from efficientpose_core.pose import PoseTrack, ProcessingStep
from efficientpose_core.skeleton import MPII16

from .walkers import AS_FOUND, CONTACT, FEET, TOE_OFF, Walker, times, track_of, uneven_times

FOUND = EventSettings(timing=AS_FOUND)


def detected(walker: Walker, t: np.ndarray, chosen: EventSettings = FOUND) -> tuple[GaitEvent, ...]:
    track = walker.track(t)
    return detect_events(track, find_bouts(track, walker.lock(t)), chosen)


def errors_s(walker: Walker, t: np.ndarray, events: tuple[GaitEvent, ...]) -> np.ndarray:
    """Differences to the truth; every event with a quarter of a stride around it must be there."""
    truth = walker.events(t)
    inner = [e for e in truth if t[0] + 0.25 < e[2] < t[-1] - 0.25]
    assert len(inner) <= len(events) <= len(truth)
    found = []
    for side, kind, when in inner:
        nearest = min((e.t_s - when for e in events if (e.side, e.kind) == (side, kind)), key=abs)
        found.append(nearest)
    return np.array(found)


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0])
@pytest.mark.parametrize("facing", [1, -1])
def test_events_are_found_within_a_fraction_of_a_frame(rate_hz: float, facing: int) -> None:
    walker, t = Walker(facing=facing, travel=facing), times(8, rate_hz)
    errors = errors_s(walker, t, detected(walker, t))
    # A low-pass at 6 Hz rounds the corners of the signal off, equally at every rate.
    assert np.abs(errors).max() < min(1 / rate_hz, 0.012)


def test_events_at_a_variable_frame_rate() -> None:
    walker, t = Walker(), uneven_times(8)
    errors = errors_s(walker, t, detected(walker, t))
    assert np.abs(errors).max() < 0.018


def test_events_are_finer_than_frames() -> None:
    walker, t = Walker(stride_s=1.037), times(12, 30.0)
    events = detected(walker, t)
    contacts = np.array([e.t_s for e in events if (e.side, e.kind) == ("right", CONTACT)])
    assert np.abs(np.diff(contacts) - 1.037).max() < 0.004
    frames = np.array([e.frame for e in events])
    assert np.array_equal(frames, [int(np.argmin(np.abs(t - e.t_s))) for e in events])


def test_walking_backwards_is_found_by_the_way_it_goes() -> None:
    walker, t = Walker(facing=1, travel=-1), times(8)
    events = detected(walker, t, EventSettings())
    # No delay: feet land with the toes.
    assert np.abs(errors_s(walker, t, events)).max() < 0.012


def test_delays_are_shares_of_the_stride() -> None:
    walker, t = Walker(stride_s=1.4), times(10)
    late = EventSettings(timing=EventTiming(contact=0.05, toe_off=0.10, error=0.02))
    plain, delayed = detected(walker, t), detected(walker, t, late)
    for before, after in zip(plain, delayed, strict=True):
        share = 0.05 if before.kind is CONTACT else 0.10
        assert after.t_s - before.t_s == pytest.approx(share * 1.4, abs=0.01)
        assert after.steady_error_s == pytest.approx(0.02 * 1.4, abs=0.001)


def test_delay_without_a_whole_stride_uses_the_usual_one() -> None:
    walker, t = Walker(), times(1.05) + 0.2
    events = detected(walker, t, EventSettings(timing=EventTiming(contact=0.1, toe_off=0, error=0)))
    plain = detected(walker, t)
    shifts = [a.t_s - b.t_s for a, b in zip(events, plain, strict=True) if b.kind is CONTACT]
    assert shifts == [pytest.approx(0.11)]


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0])
@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize("scale", [0.6, 1.0, 1.1])
def test_phantom_within_a_frame(rate_hz: float, direction: Direction, scale: float) -> None:
    spec = PhantomSpec(
        duration_s=6, rate_hz=rate_hz, direction=direction, walk=WalkSettings(stride_scale=scale)
    )
    assert np.abs(phantom_errors_s(Phantom(spec), EventSettings())).max() < 1 / rate_hz


@pytest.mark.parametrize("cadence", [60.0, 85.0, 108.0, 140.0])
def test_phantom_at_any_cadence_within_a_frame_of_120_hz(cadence: float) -> None:
    walk = WalkSettings(cadence_steps_min=cadence, step_asymmetry=0.1)
    phantom = Phantom(PhantomSpec(duration_s=8, rate_hz=120.0, walk=walk))
    assert np.abs(phantom_errors_s(phantom, EventSettings())).max() < 1 / 120


@pytest.mark.parametrize("direction", list(Direction))
def test_phantom_at_a_variable_frame_rate_within_a_frame_of_120_hz(direction: Direction) -> None:
    gaps = np.random.default_rng(5).uniform(1 / 60, 1 / 24, 250)
    phantom = Phantom(PhantomSpec(times_s=tuple(np.cumsum(gaps)), direction=direction))
    assert np.abs(phantom_errors_s(phantom, EventSettings())).max() < 1 / 120


@pytest.mark.parametrize("size_px", [(320, 180), (1920, 1080)])
def test_phantom_of_any_size_within_a_frame_of_120_hz(size_px: tuple[int, int]) -> None:
    phantom = Phantom(PhantomSpec(duration_s=6, rate_hz=120.0, size_px=size_px))
    assert np.abs(phantom_errors_s(phantom, EventSettings())).max() < 1 / 120


def phantom_errors_s(phantom: Phantom, chosen: EventSettings) -> np.ndarray:
    track = phantom.to_track()
    facing = 1 if phantom.spec.direction is Direction.RIGHT else -1
    walker = Walker(facing=facing)
    events = detect_events(track, find_bouts(track, walker.lock(track.t_s)), chosen)
    wanted = [e for e in phantom.events if 0.3 < e.t_s < track.t_s[-1] - 0.3]
    assert len(wanted) - 1 <= len(events) <= len(phantom.events)
    return np.array(
        [
            min(
                (
                    e.t_s - true.t_s
                    for true in phantom.events
                    if (true.side, true.kind) == (e.side, e.kind.value)
                ),
                key=abs,
            )
            for e in events
        ]
    )


def test_heel_and_toe_are_used_where_they_are() -> None:
    walker, t = Walker(), times(6)
    track = walker.track(t, FEET)
    events = detect_events(track, find_bouts(track, walker.lock(t)))
    assert {e.method for e in events} == {EventMethod.HEEL_TOE}
    timing = TIMING[EventMethod.HEEL_TOE]
    truth = {(s, k, round(w, 3)): w for s, k, w in walker.events(t)}
    for e in events:
        late = timing.contact if e.kind is CONTACT else timing.toe_off
        near = min((e.t_s - w for (s, k, _), w in truth.items() if (s, k) == (e.side, e.kind)),
                   key=abs)  # fmt: skip
        assert near == pytest.approx(late * walker.stride_s, abs=0.012)
    ankle = detect_events(
        track, find_bouts(track, walker.lock(t)), EventSettings(method=EventMethod.ANKLE)
    )
    assert {e.method for e in ankle} == {EventMethod.ANKLE}


def test_heel_and_toe_are_refused_without_feet() -> None:
    walker, t = Walker(), times(3)
    with pytest.raises(SettingsError, match="no heel and toe"):
        detected(walker, t, EventSettings(method=EventMethod.HEEL_TOE))


def test_manual_method_finds_none() -> None:
    walker, t = Walker(), times(3)
    assert detected(walker, t, EventSettings(method=EventMethod.MANUAL)) == ()


def standing_start(t: np.ndarray) -> tuple[PoseTrack, Walker]:
    """Stand for 2 s, then walk."""
    walker = Walker()
    walk = walker.track(t[t >= 2.0] - 2.0)
    stand = np.repeat(walk.xy_px[:1], int(np.sum(t < 2.0)), axis=0)
    return track_of(np.concatenate([stand, walk.xy_px]), t), walker


def test_foot_speed_finds_the_first_step_from_standing() -> None:
    t = times(7)
    track, walker = standing_start(t)
    bouts = find_bouts(track, walker.lock(t))
    events = detect_events(track, bouts, EventSettings(method=EventMethod.FOOT_SPEED))
    assert {e.method for e in events} == {EventMethod.FOOT_SPEED}
    first = events[0]
    # The left foot swings first, 0.12 of a stride after the walk starts at 2 s.
    assert (first.side, first.kind) == ("left", TOE_OFF)
    assert first.t_s == pytest.approx(2.132, abs=0.06)
    by_foot = [e.kind for e in events if e.side == "right"]
    assert all(a is not b for a, b in itertools.pairwise(by_foot))


def test_foot_speed_needs_progress_and_values() -> None:
    t = times(5)
    speed = EventSettings(method=EventMethod.FOOT_SPEED)
    assert detected(Walker(speed_px_s=0), t, speed) == ()
    walker = Walker()
    xy = walker.track(t).xy_px.copy()
    xy[:, MPII16.index("left_ankle")] = np.nan
    track = track_of(xy, t)
    events = detect_events(track, find_bouts(track, walker.lock(t)), speed)
    assert {e.side for e in events} == {"right"}


def test_gaps_hold_no_events() -> None:
    walker, t = Walker(), times(8)
    xy = walker.track(t).xy_px.copy()
    xy[180:300, MPII16.index("right_ankle")] = np.nan
    track = track_of(xy, t)
    events = detect_events(track, find_bouts(track, walker.lock(t)), FOUND)
    inside = [e for e in events if 3.0 <= e.t_s < 5.0]
    assert {e.side for e in inside} == {"left"}
    assert {e.side for e in events if e.t_s > 5.3} == {"right", "left"}
    xy[:, MPII16.index("right_ankle")] = np.nan
    track = track_of(xy, t)
    assert {e.side for e in detect_events(track, find_bouts(track, walker.lock(t)), FOUND)} == {
        "left"
    }


def test_scraps_between_gaps_are_too_short() -> None:
    walker, t = Walker(), times(4)
    xy = walker.track(t).xy_px.copy()
    scraps = np.arange(len(t)) % 6 < 4
    xy[~scraps, MPII16.index("right_ankle")] = np.nan
    track = track_of(xy, t)
    bouts = find_bouts(track, walker.lock(t))
    for method in (EventMethod.ANKLE, EventMethod.FOOT_SPEED):
        events = detect_events(track, bouts, EventSettings(method=method))
        assert {e.side for e in events} == {"left"}


def test_small_wiggles_and_mistaken_feet_in_the_middle_are_no_events() -> None:
    walker, t = Walker(), times(8)
    xy = walker.track(t).xy_px.copy()
    ankle = MPII16.index("right_ankle")
    # A bump of a third of the swing while the leg passes under the body.
    middle = 4 * walker.stride_s + 0.81 * walker.stride_s
    xy[:, ankle, 0] += 70 * np.exp(-(((t - middle) / 0.05) ** 2))
    xy[:, ankle, 0] -= 70 * np.exp(-(((t - middle - 0.09) / 0.05) ** 2))
    track = track_of(xy, t)
    events = detect_events(track, find_bouts(track, walker.lock(t)), FOUND)
    assert len([e for e in events if e.side == "right"]) == len(
        [e for e in detected(walker, t) if e.side == "right"]
    )


def test_events_of_one_kind_keep_their_distance() -> None:
    walker, t = Walker(), times(8)
    xy = walker.track(t).xy_px.copy()
    at = 4 * walker.stride_s
    xy[:, MPII16.index("right_ankle"), 0] -= 60 * np.exp(-(((t - at) / 0.04) ** 2))
    track = track_of(xy, t)
    events = detect_events(track, find_bouts(track, walker.lock(t)), FOUND)
    contacts = [e.t_s for e in events if (e.side, e.kind) == ("right", CONTACT)]
    assert np.diff(contacts).min() > 0.4


def test_smoothed_tracks_are_not_smoothed_again() -> None:
    walker, t = Walker(), times(6)
    rough = walker.track(t)
    told = replace(rough, log=(ProcessingStep(name="smooth"),))
    bouts = find_bouts(rough, walker.lock(t))
    sharp = np.array([e.t_s for e in detect_events(told, bouts, FOUND)])
    truth = np.array([min((w for _, _, w in walker.events(t)), key=lambda w: abs(w - s))
                      for s in sharp])  # fmt: skip
    # Only the parabola is left: the signal bends more on the side of the swing.
    assert np.abs(sharp - truth).max() < 0.005
    assert not np.allclose(sharp, [e.t_s for e in detect_events(rough, bouts, FOUND)], atol=1e-4)


def test_error_grows_with_the_spread_and_holds_the_steady_part() -> None:
    t = times(6)
    small, large = (detected(replace(Walker(), spread_px=s), t)[3] for s in (1.0, 4.0))
    assert large.random_error_s == pytest.approx(4 * small.random_error_s)
    assert small.error_s == pytest.approx(math.hypot(small.random_error_s, small.steady_error_s))
    assert 0.001 < small.random_error_s < 0.02
    assert small.source is EventSource.AUTOMATIC


def test_the_expected_random_error_is_the_one_that_noise_makes() -> None:
    walker, t = replace(Walker(), spread_px=3.0), times(60, 30.0)
    rng = np.random.default_rng(3)
    clean = walker.track(t)
    noisy = track_of(clean.xy_px + rng.normal(0, 3.0, clean.xy_px.shape), t, spread_px=3.0)
    bout = (Bout(start=0, stop=len(t), facing=1, travel=1),)
    events = detect_events(noisy, bout, FOUND)
    truth = [w for _, _, w in walker.events(t)]
    errors = [min((e.t_s - w for w in truth), key=abs) for e in events]
    expected = np.median([e.random_error_s for e in events])
    assert 0.6 < np.std(errors) / expected < 1.6


@settings(max_examples=15, deadline=None)
@given(
    shift=st.floats(-500, 500),
    scale=st.floats(0.3, 2.0),
    mirrored=st.booleans(),
    lag=st.floats(0.42, 0.58),
)
def test_events_do_not_depend_on_place_size_or_side(
    shift: float, scale: float, mirrored: bool, lag: float
) -> None:
    walker, t = Walker(left_lag=lag), times(5)
    track = walker.track(t)
    expected = detect_events(track, find_bouts(track, walker.lock(t)), FOUND)
    xy = track.xy_px.copy()
    facing = walker
    if mirrored:
        xy = xy[:, list(MPII16.flip_permutation)]
        xy[..., 0] = walker.size_px[0] - xy[..., 0]
        facing = replace(walker, facing=-1)
    xy = (xy + np.array([shift, 0.0])) * scale
    size = (round(5000 * scale), 2000)
    moved = track_of(xy, t, size_px=size)
    events = detect_events(moved, find_bouts(moved, facing.lock(t)), FOUND)
    other = {"right": "left", "left": "right"}
    told = sorted((other[e.side] if mirrored else e.side, e.kind.value, e.t_s) for e in events)
    wanted = sorted((e.side, e.kind.value, e.t_s) for e in expected)
    assert [w[:2] for w in told] == [w[:2] for w in wanted]
    np.testing.assert_allclose([w[2] for w in told], [w[2] for w in wanted], atol=1e-6)


@pytest.mark.parametrize(
    "bad",
    [
        {"cutoff_hz": 0.0},
        {"cutoff_hz": float("nan")},
        {"prominence": 0.0},
        {"prominence": 1.0},
        {"shortest_stride_s": 0.0},
    ],
)
def test_settings_out_of_range_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(SettingsError):
        EventSettings(**bad)
