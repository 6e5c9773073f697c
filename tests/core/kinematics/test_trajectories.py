"""Speeds of motions that are known in closed form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.angles import AngleTrack, compute_angles
from efficientpose_core.kinematics.facing import lock_facing
from efficientpose_core.kinematics.trajectories import compute_motion, derivative, path_length
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.skeleton import MPII16

KNEE = MPII16.index("right_knee")


@pytest.fixture(scope="module")
def walker() -> PoseTrack:
    return Phantom(PhantomSpec(duration_s=2.0)).to_track()


@pytest.fixture(scope="module")
def angles(walker: PoseTrack) -> AngleTrack:
    return compute_angles(walker, facing=lock_facing(len(walker), 1))


@given(
    coefficients=st.tuples(*[st.floats(-50, 50)] * 3),
    steps=st.lists(st.floats(0.005, 0.2), min_size=3, max_size=30),
)
def test_parabolas_are_differentiated_exactly_at_uneven_times(
    coefficients: tuple[float, float, float], steps: list[float]
) -> None:
    t = np.cumsum(steps)
    a, b, c = coefficients
    found = derivative(t, (a * t**2 + b * t + c)[:, None])[:, 0]
    np.testing.assert_allclose(
        found, 2 * a * t + b, atol=1e-6 * (1 + abs(a) + abs(b) + abs(c)) * 50
    )


def test_sine_has_the_known_amplitude() -> None:
    t = np.arange(200) / 100
    found = derivative(t, np.sin(2 * np.pi * t)[:, None])[5:-5, 0]
    np.testing.assert_allclose(found, 2 * np.pi * np.cos(2 * np.pi * t)[5:-5], atol=0.01)


def test_nothing_is_known_across_gaps() -> None:
    t = np.arange(12.0)
    values = t[:, None] ** 2
    values[[3, 6]] = np.nan
    found = derivative(t, values)[:, 0]
    assert np.isnan(found[[3, 4, 5, 6]]).all()
    np.testing.assert_allclose(found[[0, 1, 2, 7, 11]], 2 * t[[0, 1, 2, 7, 11]])


def test_speed_of_a_walking_pelvis(walker: PoseTrack, angles: AngleTrack) -> None:
    phantom = Phantom(PhantomSpec(duration_s=2.0))
    motion = compute_motion(walker, angles, metres_per_px=phantom.metres_per_px)
    assert motion.unit == "m"
    pelvis = motion.velocity[:, MPII16.index("pelvis"), 0]
    moved = np.diff(walker.point("pelvis")[[0, -1], 0])[0] * phantom.metres_per_px
    assert pelvis.mean() == pytest.approx(moved / (walker.t_s[-1] - walker.t_s[0]), rel=0.02)
    np.testing.assert_allclose(motion.speed, np.hypot(*np.moveaxis(motion.velocity, 2, 0)))


def test_metres_and_pixels_differ_by_the_scale_only(walker: PoseTrack, angles: AngleTrack) -> None:
    px, m = compute_motion(walker, angles), compute_motion(walker, angles, metres_per_px=0.004)
    np.testing.assert_allclose(m.speed, 0.004 * px.speed)
    np.testing.assert_allclose(m.acceleration, 0.004 * px.acceleration)
    np.testing.assert_array_equal(m.angular_velocity_deg_s, px.angular_velocity_deg_s)


def test_angular_velocity_sums_up_to_the_angle(walker: PoseTrack, angles: AngleTrack) -> None:
    motion = compute_motion(walker, angles)
    column = angles.names.index("right_knee_flexion")
    turned = np.trapezoid(motion.angular_velocity_deg_s[:, column], walker.t_s)
    values = angles.values_deg[:, column]
    assert turned == pytest.approx(values[-1] - values[0], abs=1.5)


def test_status_is_the_worst_of_the_neighbours(walker: PoseTrack, angles: AngleTrack) -> None:
    xy, status = walker.xy_px.copy(), walker.status.copy()
    status[20, KNEE] = Status.INTERPOLATED
    xy[[30, 33], KNEE], status[[30, 33], KNEE] = np.nan, Status.REJECTED
    motion = compute_motion(replace(walker, xy_px=xy, status=status), angles)
    found = motion.keypoint_status[:, KNEE]
    assert found[18:23].tolist() == [Status.MEASURED, *[Status.INTERPOLATED] * 3, Status.MEASURED]
    # Two frames between gaps are too short for a speed.
    assert (found[30:34] == Status.REJECTED).all()
    assert found[34] == Status.MEASURED
    assert np.all(np.isfinite(motion.speed[:, KNEE]) == (found <= Status.INTERPOLATED))


def test_path_of_a_square() -> None:
    corners = np.array([[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], float)
    walker = Phantom(PhantomSpec(duration_s=5 / 30)).to_track()
    xy = walker.xy_px.copy()
    xy[:, KNEE] = corners[: len(xy)]
    moved = replace(walker, xy_px=xy)
    assert path_length(moved, "right_knee", metres_per_px=0.1) == pytest.approx(4.0)


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), float("inf")])
def test_scale_must_be_positive(walker: PoseTrack, angles: AngleTrack, scale: float) -> None:
    with pytest.raises(SettingsError, match="metres per pixel"):
        compute_motion(walker, angles, metres_per_px=scale)
