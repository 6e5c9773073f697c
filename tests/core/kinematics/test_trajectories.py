"""Speeds of motions that are known in closed form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from efficientpose_core.errors import DataError, UnknownNameError
from efficientpose_core.kinematics.angles import AngleTrack, compute_angles
from efficientpose_core.kinematics.cleaning import CleaningSettings, clean_track
from efficientpose_core.kinematics.facing import lock_facing
from efficientpose_core.kinematics.floor import floor_from_line, level_track
from efficientpose_core.kinematics.scale import Scale, ScaleMethod
from efficientpose_core.kinematics.smoothing import SmoothingSettings
from efficientpose_core.kinematics.trajectories import (
    compute_motion,
    measure_extreme_angle,
    measure_path_length,
    measure_peak_speed,
    measure_range,
)
from efficientpose_core.kinematics.uncertainty import derivative_sd, smoothing_of
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.skeleton import MPII16

KNEE = MPII16.index("right_knee")


def _scale(metres_per_px: float, error: float = 0.0) -> Scale:
    return Scale(
        metres_per_px=metres_per_px, relative_error=error, method=ScaleMethod.LINE, note="Drawn."
    )


@pytest.fixture(scope="module")
def walker() -> PoseTrack:
    return Phantom(PhantomSpec(duration_s=2.0)).to_track()


@pytest.fixture(scope="module")
def angles(walker: PoseTrack) -> AngleTrack:
    return compute_angles(walker, facing=lock_facing(len(walker), 1))


def test_speed_of_a_walking_pelvis(walker: PoseTrack, angles: AngleTrack) -> None:
    phantom = Phantom(PhantomSpec(duration_s=2.0))
    motion = compute_motion(walker, angles, scale=_scale(phantom.metres_per_px))
    assert motion.unit == "m"
    pelvis = motion.velocity[:, MPII16.index("pelvis"), 0]
    moved = np.diff(walker.point("pelvis")[[0, -1], 0])[0] * phantom.metres_per_px
    assert pelvis.mean() == pytest.approx(moved / (walker.t_s[-1] - walker.t_s[0]), rel=0.02)
    np.testing.assert_allclose(motion.speed, np.hypot(*np.moveaxis(motion.velocity, 2, 0)))


def test_metres_and_pixels_differ_by_the_scale_only(walker: PoseTrack, angles: AngleTrack) -> None:
    px, m = compute_motion(walker, angles), compute_motion(walker, angles, scale=_scale(0.004))
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


class TestUncertainty:
    @pytest.fixture
    def spread(self, walker: PoseTrack) -> PoseTrack:
        return replace(walker, spread_px=np.full(walker.score.shape, 3.0))

    def test_sd_grows_with_the_spread(self, spread: PoseTrack, angles: AngleTrack) -> None:
        motion = compute_motion(spread, angles)
        expected = derivative_sd(spread.t_s, spread.spread_px, smoothing_of(spread.log))
        np.testing.assert_allclose(motion.speed_sd, expected)
        twice = compute_motion(replace(spread, spread_px=2 * spread.spread_px), angles)
        np.testing.assert_allclose(twice.speed_sd, 2 * motion.speed_sd)

    def test_scale_adds_its_own_error(self, spread: PoseTrack, angles: AngleTrack) -> None:
        px = compute_motion(spread, angles)
        m = compute_motion(spread, angles, scale=_scale(0.004, error=0.05))
        np.testing.assert_allclose(
            m.speed_sd, np.hypot(0.004 * px.speed_sd, 0.05 * 0.004 * px.speed)
        )
        assert [step.name for step in m.log[-2:]] == ["scale", "differentiate"]

    def test_angular_velocity_has_one(self, spread: PoseTrack) -> None:
        angles = compute_angles(spread, facing=lock_facing(len(spread), 1))
        motion = compute_motion(spread, angles)
        np.testing.assert_allclose(
            motion.angular_velocity_sd_deg_s,
            derivative_sd(angles.t_s, angles.sd_deg, smoothing_of(spread.log)),
        )

    def test_none_where_there_is_no_value(self, spread: PoseTrack, angles: AngleTrack) -> None:
        xy, status = spread.xy_px.copy(), spread.status.copy()
        xy[30, KNEE], status[30, KNEE] = np.nan, Status.REJECTED
        motion = compute_motion(replace(spread, xy_px=xy, status=status), angles)
        assert np.isnan(motion.speed_sd[30, KNEE])
        # At the ends of a stretch less is known.
        assert motion.speed_sd[31, KNEE] > 1.5 * motion.speed_sd[15, KNEE]


def test_directions_along_the_floor(angles: AngleTrack) -> None:
    level, rolled = (
        Phantom(PhantomSpec(duration_s=2.0, roll_deg=roll, px_per_m=150.0)).to_track()
        for roll in (0.0, 8.0)
    )
    floor = floor_from_line((0, 0), (1000 * np.cos(np.radians(8)), 1000 * np.sin(np.radians(8))))
    plain = compute_motion(level, angles)
    again = compute_motion(rolled, angles, floor=floor)
    np.testing.assert_allclose(again.velocity, plain.velocity, atol=0.5)
    np.testing.assert_allclose(again.speed, compute_motion(rolled, angles).speed)
    with pytest.raises(DataError, match="level already"):
        compute_motion(level_track(rolled, floor), angles, floor=floor)


class TestPeakSpeed:
    def test_pendulum(self, walker: PoseTrack, angles: AngleTrack) -> None:
        t_s = np.arange(len(walker)) / 30
        xy = walker.xy_px.copy()
        xy[:, KNEE] = 300 + 50 * np.stack([np.cos(2 * np.pi * t_s), 0 * t_s], 1)
        moved = replace(walker, xy_px=xy, spread_px=np.ones(walker.score.shape))
        motion = compute_motion(moved, angles)
        got = measure_peak_speed(motion, "right_knee")
        assert got.unit == "px/s"
        assert got.value == pytest.approx(2 * np.pi * 50, rel=0.02)
        k = np.nanargmax(motion.speed[:, KNEE])
        assert got.error == pytest.approx(np.sqrt(2) * motion.speed_sd[k, KNEE])

    def test_what_the_filter_takes_is_in_the_error(self, walker: PoseTrack) -> None:
        t_s = np.arange(len(walker)) / 30
        xy = walker.xy_px.copy()
        xy[:, KNEE, 0] = 300 + 30 * np.tanh((t_s - 1.0) / 0.1)
        moved = replace(walker, xy_px=xy, spread_px=np.full(walker.score.shape, 0.1))
        smooth = SmoothingSettings(cutoff_hz=4.0)
        only = CleaningSettings(
            smoothing=smooth, hampel_window_s=0, max_gap_s=0, repair_swaps=False
        )
        cleaned = clean_track(moved, only)
        angles = compute_angles(cleaned, facing=lock_facing(len(cleaned), 1))
        got = measure_peak_speed(compute_motion(cleaned, angles), "right_knee")
        truth = 30 / 0.1
        assert got.value < 0.95 * truth
        assert truth - got.value < 3 * got.error

    def test_refusals(self, walker: PoseTrack, angles: AngleTrack) -> None:
        xy, status = walker.xy_px.copy(), walker.status.copy()
        xy[:, KNEE], status[:, KNEE] = np.nan, Status.NO_PERSON
        motion = compute_motion(replace(walker, xy_px=xy, status=status), angles)
        assert "not known in any frame" in measure_peak_speed(motion, "right_knee").reason
        with pytest.raises(UnknownNameError, match="did you mean"):
            measure_peak_speed(motion, "right_nee")


class TestPathLength:
    @staticmethod
    def _square(walker: PoseTrack, spread_px: float) -> PoseTrack:
        corners = np.array([[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], float)
        xy, status = walker.xy_px.copy(), walker.status.copy()
        xy[:5, KNEE], xy[5:, KNEE], status[5:, KNEE] = corners, np.nan, Status.REJECTED
        spread = np.full(walker.score.shape, spread_px)
        return replace(walker, xy_px=xy, status=status, spread_px=spread)

    def test_square(self, walker: PoseTrack) -> None:
        got = measure_path_length(
            self._square(walker, 0.0), "right_knee", scale=_scale(0.1, error=0.02)
        )
        assert (got.name, got.unit) == ("right_knee_path_length", "m")
        assert got.value == pytest.approx(4.0)
        assert got.error == pytest.approx(0.08)
        assert "are missing" in got.reason

    def test_path_of_somebody_who_stands_is_noise(self, walker: PoseTrack) -> None:
        still = np.tile(walker.xy_px[:1], (len(walker), 1, 1))
        # A third of the variance changes between frames, as errors of keypoints do.
        noise = np.random.default_rng(0).normal(0, 1, still.shape)
        track = replace(walker, xy_px=still + noise, spread_px=np.full(walker.score.shape, 3.0))
        got = measure_path_length(track, "pelvis")
        assert got.value > 30
        assert got.value < 2 * got.error

    def test_ends_are_uncertain(self, walker: PoseTrack) -> None:
        track = replace(walker, spread_px=np.full(walker.score.shape, 0.5))
        got = measure_path_length(track, "pelvis")
        assert got.reason == ""
        assert got.error == pytest.approx(np.sqrt(2) * 0.5, rel=0.2)

    def test_never_seen(self, walker: PoseTrack) -> None:
        xy, status = walker.xy_px.copy(), walker.status.copy()
        xy[1:, KNEE], status[1:, KNEE] = np.nan, Status.REJECTED
        got = measure_path_length(replace(walker, xy_px=xy, status=status), "right_knee")
        assert got.is_refused
        assert "never seen twice" in got.reason


class TestAngles:
    @pytest.fixture
    def uncertain(self, walker: PoseTrack) -> AngleTrack:
        spread = replace(walker, spread_px=np.full(walker.score.shape, 2.0))
        return compute_angles(spread, facing=lock_facing(len(spread), 1))

    def test_range_and_extremes(self, uncertain: AngleTrack) -> None:
        values = uncertain.column("right_knee_flexion")
        high = measure_extreme_angle(uncertain, "right_knee_flexion")
        low = measure_extreme_angle(uncertain, "right_knee_flexion", largest=False)
        got = measure_range(uncertain, "right_knee_flexion")
        assert (high.name, low.name) == (
            "right_knee_flexion_largest",
            "right_knee_flexion_smallest",
        )
        assert high.value == values.max()
        assert low.value == values.min()
        assert got.value == pytest.approx(np.ptp(values))
        assert got.error == pytest.approx(np.hypot(high.error, low.error))

    def test_unknown_angles_are_refused(self, walker: PoseTrack) -> None:
        facing = replace(lock_facing(60, 1), direction=np.zeros(60, np.int8))
        nothing = compute_angles(walker, facing=facing)
        assert measure_range(nothing, "right_knee_flexion").is_refused
        with pytest.raises(UnknownNameError):
            measure_extreme_angle(nothing, "knee")
