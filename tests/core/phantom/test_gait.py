"""The walker's feet: where they stand, when they land, how far they go."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.gait.cycles import PERCENT
from efficientpose_core.kinematics.gait.events import TIMING, EventMethod
from efficientpose_core.kinematics.gait.norms import load_norms
from efficientpose_core.phantom.body import BodyProportions
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.gait import (
    STANCE_FRACTION,
    WalkSettings,
    leg_paths,
    pelvis_path,
    solve_leg,
)

FINE = PhantomSpec(size_px=(160, 120), rate_hz=100.0, duration_s=3.0)


def stance(phantom: Phantom, side: str) -> np.ndarray:
    """Tell by the events which frames lie strictly within stance."""
    standing = np.zeros(len(phantom), bool)
    contacts = [e.t_s for e in phantom.events if (e.side, e.kind) == (side, "initial_contact")]
    for contact in contacts:
        end = contact + STANCE_FRACTION * phantom.stride_time_s
        standing |= (phantom.t_s > contact) & (phantom.t_s < end)
    return standing


@pytest.mark.parametrize("asymmetry", [0.0, 0.2])
def test_feet_do_not_slide_or_sink(asymmetry: float) -> None:
    walk = WalkSettings(step_asymmetry=asymmetry, knee_asymmetry=-asymmetry)
    phantom = Phantom(replace(FINE, walk=walk))
    points = phantom.points_m()
    for side in ("right", "left"):
        standing = stance(phantom, side)
        both = standing[1:] & standing[:-1]
        parts = np.stack([points[f"{side}_{part}"][:, :2] for part in ("heel", "ball", "toe")])
        speed = np.hypot(*np.moveaxis(np.diff(parts, axis=1), 2, 0)).min(axis=0)
        assert both.sum() > 100
        # At most 2 mm per frame, at the change from heel to sole.
        assert speed[both].max() < 0.002
        lowest = parts[..., 1].min(axis=0)
        assert np.abs(lowest[standing]).max() < 1e-6
        assert lowest.min() > -0.004
        swinging = ~standing & (phantom.t_s > 1.2)
        assert np.median(lowest[swinging]) > 0.012


def test_toe_stands_still_from_foot_flat_to_toe_off() -> None:
    phantom = Phantom(replace(FINE, rate_hz=500.0))
    toe = phantom.points_m()["right_toe"][:, :2]
    stride = phantom.stride_time_s
    for off in (e.t_s for e in phantom.events if (e.side, e.kind) == ("right", "toe_off")):
        flat = off - (STANCE_FRACTION - 0.08) * stride
        rolling = (phantom.t_s >= max(flat, 0.0)) & (phantom.t_s <= off)
        assert np.ptp(toe[rolling], axis=0).max() < 1e-9


def test_events_are_where_the_foot_meets_and_leaves_the_floor() -> None:
    phantom = Phantom(replace(FINE, rate_hz=1000.0))
    points = phantom.points_m()
    for event in phantom.events:
        if not 0.05 < event.t_s < 2.9:
            continue
        index = round(event.t_s * 1000.0)
        name = "heel" if event.kind == "initial_contact" else "toe"
        height = points[f"{event.side}_{name}"][:, 1]
        here, beyond = (index + 3, index - 20) if name == "heel" else (index - 3, index + 20)
        assert abs(height[here]) < 1e-6
        assert height[beyond] > 0.001


def extreme_percent(phantom: Phantom, forward: float, sign: int) -> float:
    """Return where in the stride (%) a point of the stiff foot is farthest ahead or behind.

    ``forward`` is its place in front of the ankle, in body heights: the feet of the walkers with
    markers are placed likewise, and their curves are smooth as if filtered at 6 Hz.
    """
    walk, body, n = phantom.spec.walk, phantom.body, 2000
    t = np.arange(n) / n * walk.stride_time_s
    path = leg_paths(t, body, walk)["right"]
    pitch = np.radians(path.pitch_deg)
    point = np.cos(pitch) * forward + (np.sin(pitch) * body.ankle_height if forward else 0.0)
    ahead = path.ankle_m[:, 0] + point * body.height_m - pelvis_path(t, body, walk)[:, 0]
    spectrum, hz = np.fft.rfft(ahead), np.fft.rfftfreq(n, t[1])
    smooth = np.fft.irfft(spectrum / (1.0 + (2**0.5 - 1.0) * (hz / 6.0) ** 4), n)
    return 100 * int(np.argmax(sign * smooth)) / n


@pytest.mark.parametrize("scale", [0.6, 1.0])
def test_feet_swing_as_those_of_people_with_markers(scale: float) -> None:
    """Independent of the events: theirs are 0.0 and 3.0 to 4.3 % (see docs/measurements.md)."""
    phantom = Phantom(replace(FINE, walk=WalkSettings(stride_scale=scale)))
    body = phantom.body
    heel, ankle = (extreme_percent(phantom, forward, 1) for forward in (-body.heel, 0.0))
    assert abs(heel - ankle) < 1.0
    toe, ankle = (extreme_percent(phantom, forward, -1) for forward in (body.toe, 0.0))
    assert 3.0 < toe - ankle < 5.0


def test_ankle_turns_round_as_that_of_people() -> None:
    """What the event detector adds, known from people: 1.0 % and 3.8 % of a stride."""
    phantom = Phantom(FINE)
    timing = TIMING[EventMethod.ANKLE]
    assert 100 - extreme_percent(phantom, 0.0, 1) == pytest.approx(100 * timing.contact, abs=0.3)
    gap = 100 * STANCE_FRACTION - extreme_percent(phantom, 0.0, -1)
    assert gap == pytest.approx(100 * timing.toe_off, abs=0.3)


@pytest.mark.parametrize(
    ("angle", "near_deg"),
    [("hip_flexion", 7.0), ("knee_flexion", 7.0), ("ankle_dorsiflexion", 11.0)],
)
def test_angles_are_near_those_of_adults(angle: str, near_deg: float) -> None:
    phantom = Phantom(replace(FINE, rate_hz=200.0))
    norm = load_norms().curve_for(angle)
    assert norm is not None
    percent = 100 * (phantom.spec.walk.phase(phantom.t_s, "right") % 1.0)
    off = phantom.angles_deg[f"right_{angle}"] - np.interp(percent, PERCENT, norm.mean_deg)
    at_keys = np.min(np.abs(percent[:, None] - np.array(norm.key_percent)), axis=1) < 0.3
    assert np.abs(off[at_keys]).max() < near_deg


def test_pelvis_goes_as_steadily_as_that_of_people() -> None:
    phantom = Phantom(replace(FINE, rate_hz=200.0))
    forward = phantom.points_m()["pelvis"][:, 0]
    speed = np.gradient(forward, phantom.t_s) / (phantom.stride_length_m / phantom.stride_time_s)
    assert 0.7 < speed.min() < 0.95
    assert 1.05 < speed.max() < 1.3


def test_events_come_in_the_order_of_walking() -> None:
    phantom = Phantom(FINE)
    order = [(e.side[0], e.kind[0]) for e in phantom.events]
    cycle = [("r", "i"), ("l", "t"), ("l", "i"), ("r", "t")]
    first = cycle.index(order[0])
    assert order == [cycle[(first + i) % 4] for i in range(len(order))]
    times = [e.t_s for e in phantom.events if (e.side, e.kind) == ("right", "initial_contact")]
    np.testing.assert_allclose(np.diff(times), phantom.stride_time_s)


def test_step_lengths_are_ankle_distances_at_contact() -> None:
    phantom = Phantom(replace(FINE, walk=WalkSettings(step_asymmetry=0.2), rate_hz=1000.0))
    points = phantom.points_m()
    for event in phantom.events:
        if event.kind == "initial_contact":
            index = min(round(event.t_s * 1000.0), len(phantom) - 1)
            gap = points["right_ankle"][index, 0] - points["left_ankle"][index, 0]
            assert abs(gap) == pytest.approx(phantom.step_lengths_m[event.side], abs=0.004)
    right, left = phantom.step_lengths_m["right"], phantom.step_lengths_m["left"]
    half_stride = phantom.stride_length_m / 2.0
    assert (right - left) / half_stride == pytest.approx(0.2, abs=0.01)
    assert phantom.step_length_m == pytest.approx((right + left) / 2.0)


def test_walking_covers_one_stride_length_per_stride() -> None:
    phantom = Phantom(replace(FINE, rate_hz=120.0))
    pelvis = phantom.points_m(np.array([0.3, 0.3 + phantom.stride_time_s]))["pelvis"][:, 0]
    assert np.diff(pelvis)[0] == pytest.approx(phantom.stride_length_m)
    still = Phantom(replace(FINE, on_the_spot=True)).points_m()["pelvis"][:, 0]
    assert np.ptp(still) < 0.12


def test_pelvis_bobs_twice_a_stride() -> None:
    phantom = Phantom(replace(FINE, rate_hz=200.0, duration_s=2 * 120.0 / 108.0))
    height = phantom.points_m()["pelvis"][:, 1]
    spectrum = np.abs(np.fft.rfft(height - height.mean()))
    assert int(np.argmax(spectrum)) == 4
    assert 0.015 < np.ptp(height) < 0.06


@settings(max_examples=25, deadline=None)
@given(
    cadence=st.floats(40.0, 200.0),
    scale=st.floats(0.4, 1.1),
    step=st.floats(-0.3, 0.3),
    knee=st.floats(-0.8, 0.8),
    seed=st.integers(0, 1000),
)
def test_every_allowed_walk_can_be_walked(
    cadence: float, scale: float, step: float, knee: float, seed: int
) -> None:
    walk = WalkSettings(
        cadence_steps_min=cadence, stride_scale=scale, step_asymmetry=step, knee_asymmetry=knee
    )
    phantom = Phantom(replace(FINE, walk=walk, seed=seed, rate_hz=50.0))
    for side in ("right", "left"):
        knee_deg = phantom.angles_deg[f"{side}_knee_flexion"]
        assert knee_deg.min() > 2.9
        assert knee_deg.max() < 100.0
    # The angles change without jumps.
    per_stride = np.diff(phantom.angles_deg["right_knee_flexion"]) * 50.0 * phantom.stride_time_s
    assert np.abs(per_stride).max() < 1500.0


@given(thigh=st.floats(-60.0, 90.0), knee=st.floats(1.0, 130.0))
def test_inverse_kinematics_inverts(thigh: float, knee: float) -> None:
    body = BodyProportions()
    a, b = np.radians(thigh), np.radians(thigh - knee)
    reach = body.height_m * (
        body.thigh * np.array([np.sin(a), -np.cos(a)])
        + body.shank * np.array([np.sin(b), -np.cos(b)])
    )
    found = solve_leg(reach[None], body)
    assert found[0][0] == pytest.approx(thigh, abs=1e-6)
    assert found[1][0] == pytest.approx(knee, abs=1e-6)


def test_unreachable_feet_are_refused() -> None:
    with pytest.raises(SettingsError, match="too short"):
        solve_leg(np.array([[0.0, -2.0]]), BodyProportions())


@pytest.mark.parametrize(
    "changes",
    [
        {"cadence_steps_min": 10.0},
        {"stride_scale": 2.0},
        {"step_asymmetry": 1.0},
        {"knee_asymmetry": float("nan")},
    ],
)
def test_walks_out_of_range_are_refused(changes: dict[str, float]) -> None:
    with pytest.raises(SettingsError):
        WalkSettings(**changes)
