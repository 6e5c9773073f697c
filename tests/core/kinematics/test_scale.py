"""Scales from height, line and board; what they refuse."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.kinematics.measure import Measure, refuse
from efficientpose_core.kinematics.scale import (
    Scale,
    ScaleMethod,
    measure_size_change,
    scale_from_checkerboard,
    scale_from_height,
    scale_from_line,
    to_metres,
)
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.motion import Motion
from efficientpose_core.phantom.scene import View
from efficientpose_core.pose import FloatArray, PoseTrack, Status
from efficientpose_core.skeleton import MPII16, Skeleton

STANDING = Phantom(PhantomSpec(motion=Motion.STAND, duration_s=2.0)).to_track()


def _grown(track: PoseTrack, factor: FloatArray) -> PoseTrack:
    """Enlarge the person about the middle of the picture, frame by frame."""
    middle = np.array(track.image_size_px) / 2
    return replace(track, xy_px=middle + (track.xy_px - middle) * factor[:, None, None])


def _with_spread(track: PoseTrack, spread_px: float) -> PoseTrack:
    return replace(track, spread_px=np.full(track.score.shape, spread_px))


@pytest.mark.parametrize(
    ("motion", "view"),
    [
        (Motion.WALK, View.SIDE),
        (Motion.SQUAT, View.SIDE),
        (Motion.STAND, View.FRONT),
        (Motion.ARM_RAISE, View.FRONT),
        (Motion.SQUAT, View.FRONT),
    ],
)
@pytest.mark.parametrize("height_m", [1.5, 1.9])
def test_height_gives_the_phantoms_scale(motion: Motion, view: View, height_m: float) -> None:
    phantom = Phantom(PhantomSpec(motion=motion, view=view, height_m=height_m, seed=3))
    scale = scale_from_height(phantom.to_track(), height_m)
    assert scale.method is ScaleMethod.HEIGHT
    difference = scale.metres_per_px / phantom.metres_per_px - 1
    # Walkers never stand quite straight, so they are taken for smaller than they are.
    assert abs(difference) < 2 * scale.relative_error
    assert 0.01 < scale.relative_error < 0.05
    assert "upright frames" in scale.note


@given(factor=st.floats(0.3, 3.0))
def test_scale_follows_the_size_of_the_picture(factor: float) -> None:
    track = STANDING
    plain = scale_from_height(track, 1.75)
    other = scale_from_height(_grown(track, np.full(len(track), factor)), 1.75)
    assert other.metres_per_px == pytest.approx(plain.metres_per_px / factor)


def test_spread_of_the_keypoints_adds_to_the_error() -> None:
    track = Phantom(PhantomSpec(motion=Motion.STAND, duration_s=2.0)).to_track()
    plain = scale_from_height(track, 1.75)
    size_px = 1.75 / plain.metres_per_px
    wider = scale_from_height(_with_spread(track, 5.0), 1.75)
    expected = math.hypot(plain.relative_error, math.sqrt(2) * 5.0 / size_px)
    assert wider.relative_error == pytest.approx(expected)


def test_who_is_never_upright_has_no_scale() -> None:
    track = Phantom(PhantomSpec(motion=Motion.SQUAT, duration_s=2.5)).to_track()
    deep = slice(25, 50)
    cut = PoseTrack(
        skeleton=MPII16, t_s=track.t_s[deep], frame=track.frame[deep], xy_px=track.xy_px[deep],
        score=track.score[deep], spread_px=track.spread_px[deep], status=track.status[deep],
        presence=track.presence[deep], image_size_px=track.image_size_px,
    )  # fmt: skip
    with pytest.raises(DataError, match=r"upright .* in 0 frames"):
        scale_from_height(cut, 1.75)


def test_few_upright_frames_are_too_few() -> None:
    track = Phantom(PhantomSpec(motion=Motion.STAND, duration_s=2.0)).to_track()
    xy, status = track.xy_px.copy(), track.status.copy()
    xy[9:], status[9:] = np.nan, Status.NO_PERSON
    with pytest.raises(DataError, match="in 9 frames"):
        scale_from_height(replace(track, xy_px=xy, status=status), 1.75)


def test_lying_person_is_not_upright() -> None:
    track = Phantom(PhantomSpec(motion=Motion.STAND, duration_s=2.0)).to_track()
    lying = replace(track, xy_px=track.xy_px[..., ::-1].copy())
    with pytest.raises(DataError, match="in 0 frames"):
        scale_from_height(lying, 1.75)


def test_other_skeletons_need_a_line() -> None:
    skeleton = Skeleton(name="hand", keypoints=("wrist",))
    track = PoseTrack(
        skeleton=skeleton, t_s=np.arange(3.0), frame=np.arange(3), xy_px=np.ones((3, 1, 2)),
        score=np.ones((3, 1)), spread_px=np.ones((3, 1)), status=np.zeros((3, 1)),
        presence=np.ones(3), image_size_px=(10, 10),
    )  # fmt: skip
    with pytest.raises(DataError, match="draw a line"):
        scale_from_height(track, 1.75)


@pytest.mark.parametrize("height_m", [0.2, 17.5, 175.0, float("nan")])
def test_heights_of_no_person(height_m: float) -> None:
    track = Phantom(PhantomSpec(motion=Motion.STAND, duration_s=1.0)).to_track()
    with pytest.raises(SettingsError, match=r"0\.5 to 2\.5 m"):
        scale_from_height(track, height_m)


class TestSizeChange:
    @pytest.fixture
    def track(self) -> PoseTrack:
        return Phantom(PhantomSpec(duration_s=4.0)).to_track()

    def test_walking_past_keeps_the_size(self, track: PoseTrack) -> None:
        change = measure_size_change(track)
        assert change.relative < 0.02
        assert not change.warning
        assert not change.reason

    def test_coming_a_little_nearer_gives_a_warning(self, track: PoseTrack) -> None:
        nearer = _grown(track, np.linspace(0.95, 1.06, len(track)))
        change = measure_size_change(nearer)
        assert "changes by" in change.warning
        assert not change.reason
        # The scale is still given, with the larger error and the warning.
        scale = scale_from_height(nearer, 1.75)
        assert scale.relative_error > change.relative / 2
        assert change.warning in scale.note

    def test_coming_near_refuses_distances(self, track: PoseTrack) -> None:
        nearer = _grown(track, np.linspace(0.6, 1.4, len(track)))
        change = measure_size_change(nearer)
        assert "no single scale" in change.reason
        with pytest.raises(DataError, match="no single scale"):
            scale_from_height(nearer, 1.75)

    def test_one_second_tells_nothing(self) -> None:
        change = measure_size_change(Phantom(PhantomSpec(duration_s=0.9)).to_track())
        assert math.isnan(change.relative)
        assert not change.reason


class TestLine:
    @given(angle=st.floats(0, 2 * math.pi), length=st.floats(50, 2000), error=st.floats(0.1, 3))
    def test_error_is_that_of_both_ends(self, angle: float, length: float, error: float) -> None:
        end = (100 + length * math.cos(angle), 200 + length * math.sin(angle))
        scale = scale_from_line((100, 200), end, 2.0, point_error_px=error)
        assert scale.metres_per_px == pytest.approx(2.0 / length)
        assert scale.relative_error == pytest.approx(math.sqrt(2) * error / length)

    def test_error_agrees_with_simulated_clicks(self) -> None:
        rng = np.random.default_rng(0)
        ends = np.array([[100.0, 100.0], [400.0, 180.0]]) + rng.normal(0, 2, (4000, 2, 2))
        lengths = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
        told = scale_from_line((100, 100), (400, 180), 1.0, point_error_px=2.0)
        assert lengths.std() / lengths.mean() == pytest.approx(told.relative_error, rel=0.05)

    def test_error_of_the_real_length_counts(self) -> None:
        scale = scale_from_line((0, 0), (300, 0), 1.0, point_error_px=0.0, length_error_m=0.03)
        assert scale.relative_error == pytest.approx(0.03)

    def test_short_lines_are_refused(self) -> None:
        with pytest.raises(SettingsError, match="use a longer line"):
            scale_from_line((0, 0), (20, 0), 0.1)

    @pytest.mark.parametrize(
        ("end", "length"), [((0.0, 0.0), 1.0), ((9.0, 0.0), 0.0), ((9.0, 0.0), float("nan"))]
    )
    def test_lines_without_length(self, end: tuple[float, float], length: float) -> None:
        with pytest.raises(SettingsError, match="two different ends"):
            scale_from_line((0, 0), end, length)

    def test_negative_errors(self) -> None:
        with pytest.raises(SettingsError, match="cannot be negative"):
            scale_from_line((0, 0), (300, 0), 1.0, point_error_px=-1.0)


class TestCheckerboard:
    @staticmethod
    def _corners(square_px: float = 30.0, turn_deg: float = 20.0) -> FloatArray:
        grid = np.stack(np.meshgrid(np.arange(7.0), np.arange(5.0)), axis=2) * square_px
        turn = np.radians(turn_deg)
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        return grid @ rotation.T + 100

    def test_exact_board(self) -> None:
        scale = scale_from_checkerboard(self._corners(), 0.03)
        assert scale.metres_per_px == pytest.approx(0.001)
        assert scale.relative_error == pytest.approx(0, abs=1e-9)

    def test_tilt_makes_it_uncertain_then_refused(self) -> None:
        corners = self._corners(turn_deg=0.0)
        corners[..., 0] *= 0.95
        scale = scale_from_checkerboard(corners, 0.03)
        assert scale.relative_error == pytest.approx(0.025, abs=1e-6)
        corners[..., 0] *= 0.9
        with pytest.raises(DataError, match="turned away"):
            scale_from_checkerboard(corners, 0.03)

    def test_bending_by_the_lens_is_told(self) -> None:
        corners = self._corners()
        away = corners - corners.mean(axis=(0, 1))
        radius = np.linalg.norm(away, axis=2, keepdims=True)
        bent = corners + away * 2e-6 * radius**2
        assert "0.00 px (bending" in scale_from_checkerboard(self._corners(), 0.03).note
        scale = scale_from_checkerboard(bent, 0.03)
        assert "0.00 px (bending" not in scale.note
        assert scale.relative_error > 1e-4

    @pytest.mark.parametrize("shape", [(2, 7, 2), (7, 2, 2), (7, 7, 3), (49, 2)])
    def test_no_board(self, shape: tuple[int, ...]) -> None:
        with pytest.raises(DataError, match="3 x 3"):
            scale_from_checkerboard(np.zeros(shape), 0.03)

    def test_missing_corners(self) -> None:
        corners = self._corners()
        corners[2, 3] = np.nan
        with pytest.raises(DataError, match="Every inner corner"):
            scale_from_checkerboard(corners, 0.03)

    @pytest.mark.parametrize("square_m", [0.0, -1.0, float("nan")])
    def test_squares_without_size(self, square_m: float) -> None:
        with pytest.raises(SettingsError, match="side above 0 m"):
            scale_from_checkerboard(self._corners(), square_m)


class TestConversion:
    SCALE = Scale(
        metres_per_px=0.005, relative_error=0.03, method=ScaleMethod.LINE, note="From a line."
    )

    def test_number_and_all_its_errors(self) -> None:
        got = to_metres(
            Measure(
                name="step_length", unit="px", value=120.0, sd=4.0, n=9, error=2.0,
                interval=(117.0, 123.0), reason="few steps",
            ),
            self.SCALE,
        )  # fmt: skip
        assert got.unit == "m"
        assert got.value == pytest.approx(0.6)
        assert got.sd == pytest.approx(0.02)
        assert got.interval == pytest.approx((0.585, 0.615))
        assert got.error == pytest.approx(math.hypot(0.01, 0.018))
        assert (got.n, got.reason) == (9, "few steps")

    @pytest.mark.parametrize(("px", "m"), [("px/s", "m/s"), ("px/s^2", "m/s^2")])
    def test_speeds(self, px: str, m: str) -> None:
        got = to_metres(Measure(name="peak_speed", unit=px, value=100.0, error=0.0), self.SCALE)
        assert (got.unit, got.value) == (m, pytest.approx(0.5))
        assert got.error == pytest.approx(0.015)

    def test_unknown_errors_stay_unknown(self) -> None:
        got = to_metres(Measure(name="peak_speed", unit="px/s", value=100.0), self.SCALE)
        assert math.isnan(got.error)

    def test_refusals_stay(self) -> None:
        got = to_metres(refuse("speed", "px/s", "The camera moves."), self.SCALE)
        assert got.is_refused
        assert got.unit == "m/s"

    def test_angles_have_no_scale(self) -> None:
        with pytest.raises(SettingsError, match="not in pixels"):
            to_metres(Measure(name="knee", unit="deg", value=3.0), self.SCALE)

    def test_log(self) -> None:
        assert self.SCALE.step.parameters["metres_per_px"] == 0.005
        assert self.SCALE.step.note == "From a line."

    @pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
    def test_scale_is_positive(self, value: float) -> None:
        with pytest.raises(SettingsError, match="positive number of metres"):
            replace(self.SCALE, metres_per_px=value)
