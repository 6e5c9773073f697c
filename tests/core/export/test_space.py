"""The laboratory frame, and resampling to a constant rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientpose_core.export.data import ExportData
from efficientpose_core.export.space import (
    constant_rate_note,
    lab_frames,
    refuse_lab,
    resample_columns,
)
from efficientpose_core.kinematics.floor import Floor, FloorMethod
from efficientpose_core.pose import PoseTrack

Make = Callable[..., ExportData]


def test_axes_are_those_of_opensim(track: PoseTrack, make: Make) -> None:
    lab = lab_frames(make(track))
    _, height = track.image_size_px
    knee = lab.xyz_m[:, lab.markers.index("right_knee")]
    np.testing.assert_allclose(knee[:, 0], 0.005 * track.point("right_knee")[:, 0])
    np.testing.assert_allclose(knee[:, 1], 0.005 * (height - track.point("right_knee")[:, 1]))
    assert (knee[np.isfinite(knee[:, 0]), 2] == 0).all()
    head = lab.xyz_m[:, lab.markers.index("head_top"), 1]
    assert np.nanmin(head) > np.nanmax(lab.xyz_m[:, lab.markers.index("right_ankle"), 1])
    assert np.isnan(lab.xyz_m[3]).all()
    assert np.isnan(lab.xyz_m[5, lab.markers.index("left_ankle")]).all()
    assert lab.first_frame == 101


def test_x_is_forward_for_someone_who_faces_left(track: PoseTrack, make: Make) -> None:
    width, _ = track.image_size_px
    right, left = lab_frames(make(track)), lab_frames(make(track, direction=-1))
    np.testing.assert_allclose(left.xyz_m[..., 0], 0.005 * width - right.xyz_m[..., 0])
    np.testing.assert_allclose(left.xyz_m[..., 1], right.xyz_m[..., 1])
    assert (left.direction == 1).all()
    assert left.markers == right.markers


def test_a_tilted_floor_is_levelled(track: PoseTrack, make: Make) -> None:
    floor = Floor(angle_deg=5.0, error_deg=0.1, method=FloorMethod.LINE, note="Drawn.")
    slope = np.tan(np.radians(5.0))
    xy = track.xy_px.copy()
    xy[..., 1] = np.where(np.isfinite(xy[..., 0]), 300 + slope * xy[..., 0], np.nan)
    lab = lab_frames(make(replace(track, xy_px=xy), floor=floor))
    heights = lab.xyz_m[..., 1]
    assert np.nanmax(heights) - np.nanmin(heights) < 1e-9


def test_without_a_scale_there_are_no_metres(track: PoseTrack, make: Make) -> None:
    data = make(track, scale=None)
    assert "height" in refuse_lab(data)
    lab = lab_frames(data)
    assert lab.xyz_m is None
    np.testing.assert_array_equal(lab.angles_deg, data.angles.values_deg)


def test_even_times_stay_as_they_are(data: ExportData) -> None:
    assert constant_rate_note(data) == ""
    lab = lab_frames(data)
    np.testing.assert_array_equal(lab.t_s, data.track.t_s)
    assert lab.rate_hz == pytest.approx(data.track.rate_hz)
    # Clocks with milliseconds are even, too.
    rounded = replace(data, track=replace(data.track, t_s=np.round(data.track.t_s, 3)))
    assert constant_rate_note(rounded) == ""


def test_uneven_times_become_even_and_it_is_said(uneven: ExportData) -> None:
    assert "resampled to 30 Hz" in constant_rate_note(uneven)
    lab = lab_frames(uneven)
    np.testing.assert_allclose(np.diff(lab.t_s), 1 / 30)
    assert lab.rate_hz == pytest.approx(30.0)
    assert len(lab.t_s) > len(uneven.track)
    x = lab.xyz_m[:, lab.markers.index("pelvis"), 0]
    t, source = uneven.track.t_s, 0.005 * uneven.track.point("pelvis")[:, 0]
    good = np.isfinite(source)
    known = np.isfinite(x)
    np.testing.assert_allclose(x[known], np.interp(lab.t_s[known], t[good], source[good]))
    # Frame 3 has nobody: nothing is made up between its neighbours.
    inside = (lab.t_s > t[2] + 1e-9) & (lab.t_s < t[4] - 1e-9)
    assert inside.any()
    assert not known[inside].any()


@given(st.integers(2, 30), st.integers(0, 2**32 - 1))
def test_resampling_straight_lines_is_exact(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    t = np.cumsum(rng.uniform(0.01, 0.1, count))
    at = np.sort(rng.uniform(t[0], t[-1], 20))
    slope, offset = rng.normal(size=(2, 3))
    values = t[:, None] * slope + offset
    np.testing.assert_allclose(resample_columns(t, values, at), at[:, None] * slope + offset)
    np.testing.assert_array_equal(resample_columns(t, values, t), values)


def test_a_frame_that_is_met_needs_no_neighbour() -> None:
    t = np.array([0.0, 1.0, 2.0])
    values = np.array([[np.nan], [5.0], [np.nan]])
    result = resample_columns(t, values, np.array([0.0, 0.5, 1.0, 1.5, 2.0]))[:, 0]
    np.testing.assert_array_equal(result, [np.nan, np.nan, 5.0, np.nan, np.nan])


def test_one_frame_has_no_rate(track: PoseTrack, make: Make) -> None:
    one = replace(
        track, t_s=track.t_s[:1], frame=track.frame[:1], xy_px=track.xy_px[:1],
        score=track.score[:1], spread_px=track.spread_px[:1], status=track.status[:1],
        presence=track.presence[:1],
    )  # fmt: skip
    data = make(one)
    assert "two frames" in refuse_lab(data)
    assert constant_rate_note(data) == ""
    lab = lab_frames(data)
    assert np.isnan(lab.rate_hz)
    np.testing.assert_array_equal(lab.angles_deg, data.angles.values_deg)
