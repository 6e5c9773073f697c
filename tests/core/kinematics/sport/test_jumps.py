"""Jumps whose flight time and height are known."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import DataError, UnknownNameError
from efficientpose_core.kinematics.cleaning import clean_track
from efficientpose_core.kinematics.scale import Scale, ScaleMethod
from efficientpose_core.kinematics.sport.jumps import GRAVITY_M_S2, HEEL_RAISE, measure_jumps
from efficientpose_core.pose import FloatArray, PoseTrack, Status
from efficientpose_core.skeleton import Skeleton

from .motions import BODY_PX, STANDING, times, track_of

HEIGHT_M = 1.75
PX_PER_M = BODY_PX / HEIGHT_M
SCALE = Scale(
    metres_per_px=1 / PX_PER_M, relative_error=0.01, method=ScaleMethod.LINE, note="a line"
)


def _lift(t: FloatArray, take_off: float, flight_s: float) -> FloatArray:
    """Return how high the feet are: heel raise, ballistic flight, heels down again, in metres."""
    heel, speed = HEEL_RAISE * HEIGHT_M, GRAVITY_M_S2 * flight_s / 2
    rise_s = 2 * heel / speed  # ends with the speed of the take-off
    result = np.zeros_like(t)
    for share in ((t - take_off + rise_s) / rise_s, (take_off + flight_s + rise_s - t) / rise_s):
        on = (share >= 0) & (share < 1)
        result[on] = heel * share[on] ** 2
    air = (t >= take_off) & (t <= take_off + flight_s)
    after = t[air] - take_off
    result[air] = heel + speed * after - GRAVITY_M_S2 / 2 * after**2
    return result


def _crouch(t: FloatArray, take_off: float, flight_s: float) -> FloatArray:
    result = np.zeros_like(t)
    for start, stop in ((take_off - 0.8, take_off - 0.07),
                        (take_off + flight_s + 0.07, take_off + flight_s + 0.7)):  # fmt: skip
        on = (t > start) & (t < stop)
        result[on] -= 0.25 * np.sin(np.pi * (t[on] - start) / (stop - start)) ** 2
    return result


def _jumper(
    t: FloatArray, take_offs: list[float], flight_s: float, *, bent_m: float = 0.0
) -> PoseTrack:
    feet = sum((_lift(t, at, flight_s) for at in take_offs), np.zeros_like(t))
    hips = feet + sum((_crouch(t, at, flight_s) for at in take_offs), np.zeros_like(t))
    for at in take_offs:
        # Legs that bend on the way down let the hips land lower.
        on = (t > at + flight_s / 2) & (t < at + flight_s + 0.3)
        hips[on] -= bent_m * np.clip((t[on] - at - flight_s / 2) / (flight_s / 2), 0, 1)
    moved = {}
    for keypoint in STANDING:
        up = feet if "ankle" in keypoint else hips
        moved[keypoint] = np.stack([np.zeros_like(t), -PX_PER_M * up], axis=1)
    return track_of(t, moved)


@pytest.mark.parametrize("cleaned", [False, True])
@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0, 240.0])
@pytest.mark.parametrize("flight_s", [0.3, 0.45, 0.6])
def test_both_heights_of_ballistic_jumps(rate_hz: float, flight_s: float, cleaned: bool) -> None:
    take_offs = [2.0031, 5.0173]
    track = _jumper(times(rate_hz, 8.0), take_offs, flight_s)
    found = measure_jumps(clean_track(track) if cleaned else track, scale=SCALE)
    assert found.measure("jumps").value == 2
    for jump, at in zip(found.jumps, take_offs, strict=True):
        assert jump.take_off_s == pytest.approx(at, abs=0.5 / rate_hz)
        assert jump.flight_s == pytest.approx(flight_s, abs=0.5 / rate_hz)
    true = GRAVITY_M_S2 * flight_s**2 / 8
    by_time, by_pelvis = found.measure("jump_height_flight"), found.measure("jump_height_pelvis")
    assert by_time.value == pytest.approx(true, rel=0.02)
    assert abs(by_time.value - true) < by_time.error
    assert by_pelvis.value == pytest.approx(true, abs=0.006)
    assert by_pelvis.unit == "m"
    disagreement = found.measure("jump_height_disagreement")
    assert disagreement.value == pytest.approx(by_pelvis.value - by_time.value)
    assert disagreement.reason == ""
    assert found.measure("best_jump_height_flight").value >= by_time.value


def test_error_holds_the_frame_rate() -> None:
    errors = [
        measure_jumps(_jumper(times(rate, 6.0), [2.5], 0.5)).measure("jump_height_flight").error
        for rate in (30.0, 60.0, 240.0)
    ]
    assert errors[0] > errors[1] + 0.003
    assert errors[1] > errors[2] + 0.0005
    assert errors[2] > 0.01


def test_low_frame_rate_refuses_the_flight_time_only() -> None:
    found = measure_jumps(_jumper(times(24.0, 6.0), [2.5], 0.3), scale=SCALE)
    flight = found.measure("jump_height_flight")
    assert flight.is_refused
    assert "the frame rate alone makes heights wrong by up to 11%" in flight.reason
    assert found.measure("best_jump_height_flight").reason == flight.reason
    assert "one of the two" in found.measure("jump_height_disagreement").reason
    assert not found.measure("jump_height_pelvis").is_refused
    assert found.measure("jumps").value == 1


def test_moving_camera_refuses_everything() -> None:
    track = _jumper(times(60.0, 6.0), [2.5], 0.5)
    found = measure_jumps(track, scale=SCALE, camera_problem="The camera moves.")
    assert found.jumps == ()
    assert {measure.reason for measure in found.measures} == {"The camera moves."}


def test_without_a_scale_the_pelvis_rise_is_in_body_heights() -> None:
    found = measure_jumps(_jumper(times(120.0, 6.0), [2.5], 0.5))
    rise = found.measure("jump_height_pelvis")
    assert rise.unit == "%"
    assert rise.value == pytest.approx(100 * GRAVITY_M_S2 * 0.25 / 8 / HEIGHT_M, abs=0.3)
    disagreement = found.measure("jump_height_disagreement")
    assert disagreement.is_refused
    assert "calibrate the picture" in disagreement.reason


def test_wrong_scale_shows_as_disagreement() -> None:
    wrong = replace(SCALE, metres_per_px=1.6 / PX_PER_M)
    found = measure_jumps(_jumper(times(120.0, 6.0), [2.5], 0.6), scale=wrong)
    assert "more than their errors explain" in found.measure("jump_height_disagreement").reason


def test_bent_landing_is_told() -> None:
    found = measure_jumps(_jumper(times(120.0, 6.0), [2.5], 0.5, bent_m=0.12), scale=SCALE)
    assert "landed with bent legs" in found.measure("jump_height_flight").reason


def test_no_upright_standing_refuses_the_pelvis() -> None:
    t = times(60.0, 3.0)
    track = _jumper(t, [0.9, 1.9], 0.5)
    sway = np.zeros((len(t), 16, 2))
    # Never still: the pelvis goes up and down by a fifth of the body height every 0.3 s.
    sway[:, 9, 1] = 40 * np.sin(2 * np.pi * t / 0.3)
    found = measure_jumps(replace(track, xy_px=track.xy_px + sway), scale=SCALE)
    assert "upright and still" in found.measure("jump_height_pelvis").reason


@pytest.mark.parametrize("what", ["standing", "heel raises", "feet up on a chair", "steps"])
def test_other_movements_are_no_jumps(what: str) -> None:
    t = times(60.0, 6.0)
    zero = np.zeros_like(t)
    wave = 0.5 - 0.5 * np.cos(2 * np.pi * t / 1.5)
    ankles = {"standing": zero, "heel raises": 0.05 * wave, "feet up on a chair": 0.3 * wave,
              "steps": zero}[what]  # fmt: skip
    up = {f"{side}_ankle": np.stack([zero, -BODY_PX * ankles], 1) for side in ("left", "right")}
    if what == "steps":
        up["left_ankle"] = np.stack([zero, -BODY_PX * 0.2 * wave], 1)
    if what == "heel raises":
        up["pelvis"] = up["left_ankle"]
    found = measure_jumps(track_of(t, up))
    assert found.jumps == ()
    assert found.measure("jumps").value == 0
    assert "never left the ground" in found.measure("jumps").reason
    assert found.measure("jump_height_flight").reason == "no jump was found"


def test_recording_that_ends_in_the_air_has_no_jump() -> None:
    t = times(60.0, 2.7)
    assert measure_jumps(_jumper(t, [2.4], 0.6)).jumps == ()


def test_hidden_flight_is_no_jump() -> None:
    track = _jumper(times(60.0, 6.0), [2.5], 0.5)
    xy, status = track.xy_px.copy(), track.status.copy()
    gone = (track.t_s > 2.6) & (track.t_s < 2.8)
    for k in ("left_ankle", "right_ankle"):
        xy[gone, track.skeleton.index(k)] = np.nan
        status[gone, track.skeleton.index(k)] = Status.REJECTED
    assert measure_jumps(replace(track, xy_px=xy, status=status)).jumps == ()


def test_nobody_seen() -> None:
    t = times(60.0, 2.0)
    nobody = track_of(t, everything=np.full((len(t), 2), np.nan))
    found = measure_jumps(nobody)
    assert "size of the person" in found.measure("jumps").reason
    ankles = np.full((len(t), 2), np.nan)
    legless = track_of(t, {"left_ankle": ankles, "right_ankle": ankles})
    assert measure_jumps(legless).jumps == ()


def test_skeleton_without_ankles_is_an_error() -> None:
    bare = PoseTrack(
        skeleton=Skeleton(name="bare", keypoints=("pelvis",)), t_s=np.arange(5.0),
        frame=np.arange(5), xy_px=np.zeros((5, 1, 2)), score=np.ones((5, 1)),
        spread_px=np.ones((5, 1)), status=np.zeros((5, 1), np.int8), presence=np.ones(5),
        image_size_px=(10, 10),
    )  # fmt: skip
    with pytest.raises(DataError, match="ankles and pelvis"):
        measure_jumps(bare)
    with pytest.raises(UnknownNameError):
        measure_jumps(_jumper(times(60.0, 3.0), [1.5], 0.4)).measure("height")


@settings(max_examples=15, deadline=None)
@given(scale=st.floats(0.3, 3.0), x=st.floats(-300, 300), shift=st.floats(-50, 50))
def test_size_place_and_time_do_not_matter(scale: float, x: float, shift: float) -> None:
    track = _jumper(times(60.0, 5.0), [2.0], 0.5)
    moved = replace(
        track, xy_px=track.xy_px * scale + [x, 2 * x], t_s=track.t_s + shift,
        spread_px=track.spread_px * scale,
    )  # fmt: skip
    plain, other = measure_jumps(track).jumps[0], measure_jumps(moved).jumps[0]
    assert other.flight_s == pytest.approx(plain.flight_s, abs=1e-6)
    assert other.pelvis_rise == pytest.approx(plain.pelvis_rise, abs=1e-6)
    assert other.take_off_s == pytest.approx(plain.take_off_s + shift, abs=1e-6)
    assert math.isclose(other.flight_error_s, plain.flight_error_s, rel_tol=1e-6)
