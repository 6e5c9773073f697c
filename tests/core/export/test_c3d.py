"""C3D as ezc3d reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import pytest

from efficientpose_core.errors import OutputError
from efficientpose_core.export.c3d import refuse_c3d, write_c3d
from efficientpose_core.export.data import ExportData
from efficientpose_core.pose import PoseTrack


def _read(path: Path) -> Any:
    return ezc3d.c3d(str(path))


def test_points_rate_and_units(data: ExportData, tmp_path: Path) -> None:
    write_c3d(data, tmp_path / "a.c3d")
    file = _read(tmp_path / "a.c3d")
    point = file["parameters"]["POINT"]
    track = data.track
    names = (*track.skeleton.keypoints, *data.angles.names)
    assert tuple(point["LABELS"]["value"]) == names
    assert point["UNITS"]["value"] == ["mm"]
    assert point["RATE"]["value"][0] == pytest.approx(track.rate_hz, rel=1e-6)
    assert point["FRAMES"]["value"][0] == len(track)
    assert file["header"]["points"]["frame_rate"] == pytest.approx(track.rate_hz, rel=1e-6)
    assert file["header"]["points"]["first_frame"] == 100
    assert file["parameters"]["ANALOG"]["USED"]["value"][0] == 0
    assert file["data"]["analogs"].shape[1] == 0
    points = file["data"]["points"]
    joints = len(track.skeleton)
    np.testing.assert_allclose(points[0, :joints].T, 5.0 * track.xy_px[..., 0], rtol=1e-6)
    height = track.image_size_px[1]
    np.testing.assert_allclose(points[1, :joints].T, 5.0 * (height - track.xy_px[..., 1]),
                               rtol=1e-5, atol=1e-3)  # fmt: skip
    depth = points[2][np.isfinite(points[2])]
    assert (depth == 0).all()


def test_angles_are_points_listed_as_angles(data: ExportData, tmp_path: Path) -> None:
    write_c3d(data, tmp_path / "a.c3d")
    file = _read(tmp_path / "a.c3d")
    point = file["parameters"]["POINT"]
    assert tuple(point["ANGLES"]["value"]) == data.angles.names
    assert point["ANGLE_UNITS"]["value"] == ["deg"]
    place = point["LABELS"]["value"].index("right_knee_flexion")
    np.testing.assert_allclose(
        file["data"]["points"][0, place], data.angles.column("right_knee_flexion"), rtol=1e-5,
        atol=1e-5,
    )  # fmt: skip


def test_missing_points_have_residual_minus_one(data: ExportData, tmp_path: Path) -> None:
    write_c3d(data, tmp_path / "a.c3d")
    file = _read(tmp_path / "a.c3d")
    residuals = file["data"]["meta_points"]["residuals"][0]
    points = file["data"]["points"]
    ankle = file["parameters"]["POINT"]["LABELS"]["value"].index("left_ankle")
    assert (residuals[:, 3] == -1).all()
    assert residuals[ankle, 5] == -1
    np.testing.assert_array_equal(residuals == -1, np.isnan(points[0]))
    assert set(np.unique(residuals)) == {-1.0, 0.0}


def test_who_made_it_is_inside(data: ExportData, tmp_path: Path) -> None:
    write_c3d(data, tmp_path / "a.c3d")
    told = _read(tmp_path / "a.c3d")["parameters"]["EFFICIENTPOSE"]
    assert told["WEIGHTS_SHA256"]["value"] == ["cd" * 32]
    assert told["SOURCE_SHA256"]["value"] == ["ab" * 32]
    assert float(told["M_PER_PX"]["value"][0]) == 0.005


def test_a_varying_rate_is_resampled(uneven: ExportData, tmp_path: Path) -> None:
    write_c3d(uneven, tmp_path / "a.c3d")
    file = _read(tmp_path / "a.c3d")
    rate = file["parameters"]["POINT"]["RATE"]["value"][0]
    frames = file["parameters"]["POINT"]["FRAMES"]["value"][0]
    assert rate == pytest.approx(30.0, rel=1e-6)
    last = uneven.track.t_s[-1] - uneven.track.t_s[0]
    assert (frames - 1) / rate == pytest.approx(last, abs=1 / rate)


def test_without_scale_it_is_refused(
    track: PoseTrack, make: Callable[..., ExportData], tmp_path: Path
) -> None:
    data = make(track, scale=None)
    assert "scale" in refuse_c3d(data)
    with pytest.raises(OutputError, match="scale"):
        write_c3d(data, tmp_path / "a.c3d")
    assert not list(tmp_path.iterdir())
