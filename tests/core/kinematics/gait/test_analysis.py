"""The whole of it: from keypoints to parameters, curves, notices and log."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.kinematics.angles import View, compute_angles
from efficientpose_core.kinematics.facing import estimate_facing, lock_facing
from efficientpose_core.kinematics.gait.analysis import GaitAnalysis, GaitSettings, analyse_gait
from efficientpose_core.kinematics.gait.events import (
    EventMethod,
    EventSettings,
    EventSource,
    EventTiming,
)
from efficientpose_core.kinematics.gait.marks import AddEvent, DeleteEvent, MoveEvent
from efficientpose_core.kinematics.gait.parameters import Distances
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.gait import WalkSettings
from efficientpose_core.phantom.scene import Direction, Projection
from efficientpose_core.pipeline import DeriveSettings, derive
from efficientpose_core.skeleton import Skeleton

from .walkers import CONTACT, TOE_OFF, Walker, analysed, settings_as_found, times, track_of


def of_phantom(phantom: Phantom, **changes: object) -> GaitAnalysis:
    """Through cleaning, facing and angles, as a recording is analysed."""
    derived = derive(phantom.to_track(), DeriveSettings())
    settings = GaitSettings(
        distances=Distances(metres_per_px=phantom.metres_per_px),
        **changes,  # type: ignore[arg-type]
    )
    return analyse_gait(derived.track, derived.facing, derived.angles, settings)


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0])
@pytest.mark.parametrize("direction", list(Direction))
def test_parameters_of_the_phantom(rate_hz: float, direction: Direction) -> None:
    phantom = Phantom(
        PhantomSpec(duration_s=7, rate_hz=rate_hz, direction=direction,
                    projection=Projection.ORTHOGRAPHIC)
    )  # fmt: skip
    got = of_phantom(phantom)
    truth = {
        "cadence": 108.0,
        "right_stride_time": phantom.stride_time_s,
        "left_step_time": phantom.stride_time_s / 2,
        "right_stance": 62.0,
        "left_double_support": 24.0,
        "right_step_length": phantom.step_length_m,
        "step_length": phantom.step_length_m,
        "left_stride_length": phantom.stride_length_m,
        "speed": phantom.stride_length_m / phantom.stride_time_s,
    }
    for name, value in truth.items():
        assert got.parameter(name).value == pytest.approx(value, rel=0.01), name
    assert got.parameter("step_length_symmetry_index").value < 0.5
    knee = got.curves["right_knee_flexion"]
    assert knee.n >= 4
    assert knee.mean_deg.max() == pytest.approx(
        phantom.angles_deg["right_knee_flexion"].max(), abs=0.5
    )
    assert got.notices == ()


def test_uneven_times_and_asymmetry() -> None:
    steps = np.random.default_rng(0).uniform(0.02, 0.045, 260)
    phantom = Phantom(
        PhantomSpec(
            times_s=tuple(np.cumsum(steps)), projection=Projection.ORTHOGRAPHIC,
            walk=WalkSettings(step_asymmetry=0.2, cadence_steps_min=96),
        )
    )  # fmt: skip
    got = of_phantom(phantom)
    for side, length in phantom.step_lengths_m.items():
        assert got.parameter(f"{side}_step_length").value == pytest.approx(length, rel=0.02)
    assert got.parameter("cadence").value == pytest.approx(96.0, rel=0.005)
    sides = list(phantom.step_lengths_m.values())
    index = 100 * abs(sides[0] - sides[1]) / np.mean(sides)
    assert got.parameter("step_length_symmetry_index").value == pytest.approx(index, abs=1.5)


def test_perspective_is_noticed_and_cancels() -> None:
    phantom = Phantom(PhantomSpec(duration_s=6))
    got = of_phantom(phantom)
    right, left = (got.parameter(f"{s}_step_length") for s in ("right", "left"))
    # A camera 12 deg ahead: 3 cm too short on one side, too long on the other.
    assert abs(right.value - left.value) > 0.04
    for measure in (right, left):
        assert "squarely" in measure.reason
        assert abs(measure.value - phantom.step_length_m) < 2 * measure.error
    assert got.parameter("step_length").value == pytest.approx(phantom.step_length_m, rel=0.01)


def test_treadmill_keeps_times_and_refuses_distances() -> None:
    got = of_phantom(Phantom(PhantomSpec(duration_s=6, on_the_spot=True)))
    assert got.parameter("cadence").value == pytest.approx(108.0, rel=0.005)
    assert "treadmill" in got.parameter("speed").reason
    (notice,) = got.notices
    assert "on the spot" in notice
    assert got.bouts[0].on_the_spot


def two_passes() -> tuple[GaitAnalysis, Walker]:
    """There facing right, back facing left, with a turn of 0.2 s."""
    t = times(6)
    there, back = Walker(), Walker(facing=-1, travel=-1)
    xy = np.concatenate([there.track(t).xy_px, back.track(t).xy_px])
    track = track_of(xy, np.arange(len(xy)) / 60)
    facing = estimate_facing(track)
    angles = compute_angles(track, facing=facing)
    return analyse_gait(track, facing, angles, settings_as_found()), there


def test_both_passes_count_and_the_turn_does_not() -> None:
    got, walker = two_passes()
    assert [b.travel for b in got.bouts] == [1, -1]
    assert not any(b.is_backwards for b in got.bouts)
    assert got.parameter("right_stride_time").value == pytest.approx(walker.stride_s, abs=0.005)
    assert got.parameter("right_stride_time").n >= 6
    turn = [e for e in got.events if 5.7 < e.t_s < 6.3]
    assert turn == []
    assert all(c.is_clean for c in got.cycles)


def there_and_backwards() -> tuple:
    t = times(6)
    there = Walker().track(t).xy_px
    xy = np.concatenate([there, there[::-1]])
    track = track_of(xy, np.arange(len(xy)) / 60)
    facing = lock_facing(len(track), 1)
    return track, facing, compute_angles(track, facing=facing)


def test_walking_backwards_is_told_and_kept_apart() -> None:
    data = there_and_backwards()
    forwards = analyse_gait(*data, settings_as_found())
    backwards = analyse_gait(*data, settings_as_found(backwards=True))
    for got, bout in ((forwards, 0), (backwards, 1)):
        assert {c.bout for c in got.cycles if c.is_clean} == {bout}
        assert any("walks backwards" in text for text in got.notices)
    assert any("does not walk forwards" in text for text in forwards.notices)
    assert any("does not walk backwards" in text for text in backwards.notices)
    other = next(c for c in forwards.cycles if c.bout == 1)
    assert other.problem == "the person walks backwards here, and walking forwards is reported"
    # The same film backwards: what was a toe-off is a contact, so swing and stance change places.
    assert forwards.parameter("right_stance").value == pytest.approx(62.0, abs=1.5)
    assert backwards.parameter("right_stance").value == pytest.approx(62.0, abs=1.5)
    assert backwards.parameter("speed").value > 0


def test_marks_are_put_over_what_was_found() -> None:
    walker, t = Walker(), times(8)
    track, facing = walker.track(t), walker.lock(t)
    angles = compute_angles(track, facing=facing)
    plain = analyse_gait(track, facing, angles, settings_as_found())
    moved = next(e for e in plain.events if (e.side, e.kind) == ("right", CONTACT) and e.t_s > 3)
    gone = next(e for e in plain.events if (e.side, e.kind) == ("left", TOE_OFF) and e.t_s > 5)
    marks = [
        MoveEvent(side="right", kind=CONTACT, frame=moved.frame, to_frame=moved.frame + 3),
        DeleteEvent(side="left", kind=TOE_OFF, frame=gone.frame),
        DeleteEvent(side="left", kind=TOE_OFF, frame=2),
    ]
    got = analyse_gait(track, facing, angles, settings_as_found(), marks=marks)
    assert got.automatic == plain.automatic
    assert len(got.events) == len(plain.events) - 1
    manual = [e for e in got.events if e.source is EventSource.MANUAL]
    assert [e.frame for e in manual] == [moved.frame + 3]
    assert sum(not c.is_clean for c in got.cycles) == 2
    assert any("near frame 2 any more" in text for text in got.notices)
    assert got.log[-2].parameters["marks"] == 3
    assert "1 of them by hand" in got.log[-2].note
    # Another detection, other settings: the marks still hold.
    late = GaitSettings(events=EventSettings(timing=EventTiming(contact=0.02, toe_off=0.03,
                                                                error=0)))  # fmt: skip
    again = analyse_gait(track, facing, angles, late, marks=marks)
    assert [e.frame for e in again.events if e.source is EventSource.MANUAL] == [moved.frame + 3]
    assert len(again.events) == len(got.events)
    with pytest.raises(DataError):
        analyse_gait(track, facing, angles, marks=[AddEvent(side="left", kind=CONTACT, frame=9999)])


def test_events_outside_of_walking_are_told() -> None:
    walker = Walker()
    t = times(4)
    stand = np.repeat(walker.track(t).xy_px[-1:], 240, axis=0)
    track = track_of(np.concatenate([walker.track(t).xy_px, stand]), np.arange(480) / 60)
    facing = lock_facing(480, 1)
    marks = [AddEvent(side="left", kind=CONTACT, frame=460)]
    got = analyse_gait(track, facing, compute_angles(track, facing=facing), marks=marks)
    assert "1 events lie outside of walking and belong to no cycle." in got.notices


def test_manual_events_alone_are_enough() -> None:
    walker, t = Walker(), times(8)
    track, facing = walker.track(t), walker.lock(t)
    marks = [
        AddEvent(side=side, kind=kind, frame=round(when * 60))
        for side, kind, when in walker.events(t)
        if round(when * 60) < len(t)
    ]
    settings = GaitSettings(events=EventSettings(method=EventMethod.MANUAL))
    got = analyse_gait(track, facing, compute_angles(track, facing=facing), settings, marks=marks)
    assert got.automatic == ()
    assert got.parameter("right_stride_time").value == pytest.approx(1.1, abs=0.003)
    assert got.log[-2].parameters["method"] == "manual"


@pytest.mark.parametrize("facing", [1, -1])
def test_mirrored_walkers_have_the_same_numbers(facing: int) -> None:
    got = analysed(Walker(facing=facing, travel=facing), times(8))
    assert got.parameter("right_stride_time").value == pytest.approx(1.1, abs=0.001)
    assert got.parameter("left_stance").value == pytest.approx(62.0, abs=1.5)
    assert got.parameter("right_knee_flexion_minimum").value > 10


def test_middle_angles_are_averaged_over_right_cycles() -> None:
    got = analysed(Walker(), times(8))
    assert got.curves["trunk_lean"].side == "right"
    assert got.curves["left_hip_flexion"].side == "left"
    assert got.parameter("trunk_lean_range").value == pytest.approx(0.0, abs=1e-6)
    ankle = [m.name for m in got.parameters if "dorsiflexion" in m.name]
    assert ankle == []


def assert_all_refused(got: GaitAnalysis, says: str) -> None:
    assert got.bouts == ()
    assert got.events == got.cycles == ()
    assert all(m.is_refused and says in m.reason for m in got.parameters)
    assert all(says in curve.reason for curve in got.curves.values())
    assert len(got.notices) == 1
    assert says in got.notices[0]


def test_frontal_view_is_refused() -> None:
    got = analysed(Walker(), times(5), replace(settings_as_found(), view=View.FRONTAL))
    assert_all_refused(got, "from the side")


def test_standing_is_refused() -> None:
    got = analysed(Walker(speed_px_s=0, reach_px=3), times(5))
    assert_all_refused(got, "Nobody walks")


def test_unknown_facing_is_refused() -> None:
    walker, t = Walker(), times(5)
    track = walker.track(t)
    lost = replace(walker.lock(t), direction=np.zeros(len(t), np.int8))
    got = analyse_gait(track, lost, compute_angles(track, facing=lost))
    assert_all_refused(got, "lock the facing")


def test_skeleton_without_ankles_is_refused() -> None:
    t = times(5)
    few = Skeleton(name="few", keypoints=("pelvis", "thorax", "right_knee", "left_knee"))
    track, facing = Walker().track(t, few), Walker().lock(t)
    got = analyse_gait(track, facing, compute_angles(track, facing=facing))
    assert_all_refused(got, "which this skeleton lacks")


def test_person_who_is_never_whole_is_refused() -> None:
    t = times(5)
    legs = Skeleton(name="legs", keypoints=("pelvis", "right_ankle", "left_ankle"))
    track, facing = Walker().track(t, legs), Walker().lock(t)
    got = analyse_gait(track, facing, compute_angles(track, facing=facing))
    assert_all_refused(got, "from chest to knees")


def test_method_that_does_not_fit_is_an_error() -> None:
    settings = GaitSettings(events=EventSettings(method=EventMethod.HEEL_TOE))
    with pytest.raises(SettingsError):
        analysed(Walker(), times(5), settings)


def test_names_do_not_depend_on_what_was_found() -> None:
    whole = analysed(Walker(), times(8))
    nothing = analysed(Walker(speed_px_s=0, reach_px=3), times(8))
    assert [m.name for m in whole.parameters] == [m.name for m in nothing.parameters]
    with pytest.raises(StopIteration):
        whole.parameter("wealth")


def test_log_continues_that_of_the_angles() -> None:
    got = analysed(Walker(), times(8))
    names = [step.name for step in got.log]
    assert names[-3:] == ["compute_angles", "gait_events", "gait_cycles"]
    assert got.log[-2].parameters["method"] == "ankle"
    assert "1 bouts" in got.log[-2].note
    assert math.isfinite(got.parameter("cadence").error)


@trials(max_examples=40, deadline=None)
@given(
    frames=st.integers(1, 150),
    noise_px=st.sampled_from([0.0, 5.0, 80.0]),
    missing=st.sampled_from([0.0, 0.05, 0.4, 0.95, 1.0]),
    method=st.sampled_from([EventMethod.ANKLE, EventMethod.FOOT_SPEED]),
    seed=st.integers(0, 1000),
)
def test_any_keypoints_give_a_complete_result(
    frames: int, noise_px: float, missing: float, method: EventMethod, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    t = np.cumsum(rng.uniform(0.01, 0.06, frames))
    xy = Walker().track(t).xy_px + rng.normal(0, 1, (frames, 16, 2)) * noise_px
    xy[rng.random((frames, 16)) < missing] = np.nan
    track = track_of(xy, t)
    facing = estimate_facing(track)
    settings = GaitSettings(events=EventSettings(method=method))
    got = analyse_gait(track, facing, compute_angles(track, facing=facing), settings)
    for measure in got.parameters:
        assert measure.is_refused or math.isfinite(measure.value)
        assert not measure.is_refused or measure.reason
    assert all(curve.n >= 2 or curve.reason for curve in got.curves.values())
