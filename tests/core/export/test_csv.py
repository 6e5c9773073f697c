"""Tables that come back as they were written, and refuse what they are not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.export.csv import (
    read_keypoints_csv,
    safe_cell,
    write_keypoints_csv,
    write_speeds_csv,
)
from efficientpose_core.kinematics.angles import compute_angles
from efficientpose_core.kinematics.facing import lock_facing
from efficientpose_core.kinematics.scale import scale_from_line
from efficientpose_core.kinematics.trajectories import compute_motion
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pose import PoseTrack, Status

SIZE = (1280, 720)


@pytest.fixture
def track() -> PoseTrack:
    track = Phantom(PhantomSpec(duration_s=0.5)).to_track()
    xy, status = track.xy_px.copy(), track.status.copy()
    xy[3], status[3] = np.nan, Status.NO_PERSON
    status[5, 2] = Status.EDITED
    return replace(track, xy_px=xy, status=status, image_size_px=SIZE)


def test_keypoints_come_back(track: PoseTrack, tmp_path: Path) -> None:
    path = tmp_path / "a_keypoints.csv"
    write_keypoints_csv(track, path)
    again = read_keypoints_csv(path, image_size_px=SIZE)
    assert again.skeleton == track.skeleton
    np.testing.assert_array_equal(again.status, track.status)
    np.testing.assert_array_equal(again.frame, track.frame)
    np.testing.assert_allclose(again.xy_px, track.xy_px, atol=5.1e-4)
    np.testing.assert_allclose(again.t_s, track.t_s, atol=5.1e-7)
    # What is written of what was read is the same file: nothing gets lost in between.
    write_keypoints_csv(again, tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_bytes() == path.read_bytes()


def test_own_keypoints_come_back(track: PoseTrack, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_keypoints_csv(track, path)
    table = pd.read_csv(path)
    kept = [c for c in table.columns if not c.startswith(("pelvis_", "thorax_"))]
    table[kept].to_csv(path, index=False)
    again = read_keypoints_csv(path, image_size_px=SIZE)
    assert len(again.skeleton) == 14
    assert "pelvis" not in again.skeleton


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: "a,b\n1,2\n",
        lambda text: text.replace("measured", "guessed", 1),
        lambda text: text.replace("right_knee_y_px", "right_knee_y"),
        lambda text: text.replace("time_s", "time"),
        lambda text: "\n".join([*text.splitlines()[:3], text.splitlines()[1]]),
        lambda text: text.replace("measured", "rejected", 1),
    ],
)
def test_other_tables_are_refused(spoil: object, track: PoseTrack, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_keypoints_csv(track, path)
    path.write_text(spoil(path.read_text()))  # type: ignore[operator]
    with pytest.raises(DataError):
        read_keypoints_csv(path, image_size_px=SIZE)
    with pytest.raises(DataError, match="Cannot read"):
        read_keypoints_csv(tmp_path / "nowhere.csv", image_size_px=SIZE)


def test_speeds_have_units_in_their_names(track: PoseTrack, tmp_path: Path) -> None:
    track = replace(track, spread_px=np.full(track.score.shape, 2.0))
    angles = compute_angles(track, facing=lock_facing(len(track), 1))
    scale = scale_from_line((0, 0), (200, 0), 2.0, point_error_px=0.0)
    write_speeds_csv(compute_motion(track, angles), tmp_path / "px.csv")
    write_speeds_csv(compute_motion(track, angles, scale=scale), tmp_path / "m.csv")
    px, m = pd.read_csv(tmp_path / "px.csv"), pd.read_csv(tmp_path / "m.csv")
    np.testing.assert_allclose(
        m["right_ankle_speed_m_s"], 0.01 * px["right_ankle_speed_px_s"], atol=1e-3
    )
    np.testing.assert_allclose(
        m["right_ankle_speed_sd_m_s"], 0.01 * px["right_ankle_speed_sd_px_s"], atol=1e-3
    )
    assert (px["right_ankle_speed_sd_px_s"].dropna() > 1).all()
    assert px["right_knee_flexion_velocity_deg_s"].notna().sum() > 5
    assert px["right_knee_flexion_velocity_sd_deg_s"].notna().sum() > 5
    assert px.loc[3, "right_ankle_speed_status"] == "no_person"
    assert np.isnan(px.loc[3, "right_ankle_speed_px_s"])


@pytest.mark.parametrize(
    ("text", "cell"), [("=1+1", "'=1+1"), ("@x", "'@x"), ('a"b', '"a""b"'), ("knee", "knee")]
)
def test_no_cell_starts_a_formula(text: str, cell: str) -> None:
    assert safe_cell(text) == cell
