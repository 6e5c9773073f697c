"""TRC and MOT, field by field, read the way OpenSim's adapters read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from efficientpose_core.errors import OutputError
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.opensim import (
    note_mot,
    refuse_mot,
    refuse_trc,
    write_mot,
    write_trc,
)
from efficientpose_core.kinematics.angles import View
from efficientpose_core.pose import PoseTrack, Status

Make = Callable[..., ExportData]
Array = npt.NDArray[np.float64]


def _tokens(line: str) -> list[str]:
    """Split as OpenSim does: what follows the last tab counts only if there is something."""
    parts = line.split("\t")
    return [part.strip() for part in (parts if parts[-1] else parts[:-1])]


def _read_trc(path: Path) -> tuple[dict[str, str], list[str], Array, Array]:
    """Read a marker file with every check that OpenSim makes."""
    lines = path.read_text().split("\n")
    assert lines[0].split()[0] == "PathFileType"
    keys = [k for k in _tokens(lines[1]) if k]
    values = [v for v in _tokens(lines[2]) if v]
    assert keys == ["DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units", "OrigDataRate",
                    "OrigDataStartFrame", "OrigNumFrames"]  # fmt: skip
    head = dict(zip(keys, values, strict=True))
    labels = [label for label in _tokens(lines[3]) if label]
    assert labels[:2] == ["Frame#", "Time"]
    markers = labels[2:]
    assert len(markers) == int(head["NumMarkers"])
    axes = [label for label in _tokens(lines[4]) if label]
    assert axes == [f"{axis}{n}" for n in range(1, len(markers) + 1) for axis in "XYZ"]
    assert lines[5] == ""
    times, places = [], []
    for line in lines[6:-1]:
        row = _tokens(line)
        assert len(row) == 3 * len(markers) + 2
        times.append(float(row[1]))
        places.append([
            [float(c) for c in row[k:k + 3]] if all(row[k:k + 3]) else [np.nan] * 3
            for k in range(2, len(row), 3)
        ])  # fmt: skip
    return head, markers, np.array(times), np.array(places)


def _read_mot(path: Path) -> tuple[dict[str, str], list[str], Array]:
    lines = path.read_text().split("\n")
    end = lines.index("endheader")
    head = dict(line.split("=") for line in lines[1:end])
    labels = lines[end + 1].split("\t")
    rows = np.array([[float(c) for c in line.split("\t")] for line in lines[end + 2 : -1]])
    assert labels[0] == "time"
    assert int(head["nRows"]) == len(rows)
    assert int(head["nColumns"]) == len(labels) == rows.shape[1]
    return head, labels, rows


def test_trc_field_by_field(data: ExportData, tmp_path: Path) -> None:
    path = tmp_path / "walker.trc"
    write_trc(data, path)
    head, markers, times, places = _read_trc(path)
    assert path.read_text().startswith("PathFileType\t4\t(X/Y/Z)\twalker.trc\n")
    track = data.track
    count = len(track)
    assert float(head["DataRate"]) == pytest.approx(track.rate_hz, abs=1e-4)
    assert head["DataRate"] == head["CameraRate"] == head["OrigDataRate"]
    assert head["Units"] == "m"
    assert int(head["NumFrames"]) == int(head["OrigNumFrames"]) == count == len(places)
    assert head["OrigDataStartFrame"] == "101"
    assert tuple(markers) == track.skeleton.keypoints
    np.testing.assert_allclose(times, track.t_s, atol=5e-7)
    np.testing.assert_allclose(places[..., 0], 0.005 * track.xy_px[..., 0], atol=5e-7)
    height = track.image_size_px[1]
    np.testing.assert_allclose(places[..., 1], 0.005 * (height - track.xy_px[..., 1]), atol=5e-7)
    assert set(places[..., 2][np.isfinite(places[..., 2])]) == {0.0}
    numbers = [line.split("\t")[0] for line in path.read_text().split("\n")[6:-1]]
    assert numbers == [str(101 + n) for n in range(count)]


def test_missing_markers_are_blank(data: ExportData, tmp_path: Path) -> None:
    write_trc(data, tmp_path / "a.trc")
    _, markers, _, places = _read_trc(tmp_path / "a.trc")
    assert np.isnan(places[3]).all()
    # The last marker of the row: its blank cells have to count, too.
    assert markers[-1] == "left_ankle"
    assert np.isnan(places[5, -1]).all()
    assert np.isfinite(places[5, :-1]).all()
    text = (tmp_path / "a.trc").read_text().lower()
    assert "nan" not in text
    assert "-0.000000" not in text


def test_trc_without_scale_is_refused(track: PoseTrack, make: Make, tmp_path: Path) -> None:
    data = make(track, scale=None)
    assert refuse_trc(data) == (
        "positions in metres need a scale: give the person's height or a line of known length, "
        "then export again."
    )
    with pytest.raises(OutputError):
        write_trc(data, tmp_path / "a.trc")
    assert not list(tmp_path.iterdir())


def test_trc_of_a_varying_rate_is_even(uneven: ExportData, tmp_path: Path) -> None:
    write_trc(uneven, tmp_path / "a.trc")
    head, _, times, _ = _read_trc(tmp_path / "a.trc")
    np.testing.assert_allclose(np.diff(times), 1 / float(head["DataRate"]), atol=2e-6)


def test_mot_field_by_field(data: ExportData, tmp_path: Path) -> None:
    write_mot(data, tmp_path / "a.mot")
    head, labels, rows = _read_mot(tmp_path / "a.mot")
    assert list(head) == ["version", "nRows", "nColumns", "inDegrees"]
    assert head["inDegrees"] == "yes"
    assert head["version"] == "1"
    assert labels == [
        "time", "pelvis_tilt", "pelvis_rotation", "pelvis_tx", "pelvis_ty", "lumbar_extension",
        "hip_flexion_r", "knee_angle_r", "arm_flex_r", "elbow_flex_r",
        "hip_flexion_l", "knee_angle_l", "arm_flex_l", "elbow_flex_l",
    ]  # fmt: skip
    column = dict(zip(labels, rows.T, strict=True))
    angles = data.angles
    # Frame 3 has nobody, frame 5 no ankle: OpenSim's Storage would drop all that follows a gap.
    complete = np.isfinite(angles.values_deg).all(axis=1)
    assert complete.sum() == len(angles.t_s) - 2
    assert "nan" not in (tmp_path / "a.mot").read_text()
    np.testing.assert_allclose(column["time"], angles.t_s[complete], atol=5e-7)
    for ours, theirs in (
        ("right_hip_flexion", "hip_flexion_r"), ("left_knee_flexion", "knee_angle_l"),
        ("left_shoulder_flexion", "arm_flex_l"), ("right_elbow_flexion", "elbow_flex_r"),
    ):  # fmt: skip
        np.testing.assert_allclose(column[theirs], angles.column(ours)[complete], atol=5e-7)
    lean = angles.column("trunk_lean")[complete]
    np.testing.assert_allclose(column["pelvis_tilt"], -lean, atol=5e-7)
    assert (column["pelvis_rotation"] == 0).all()
    np.testing.assert_allclose(
        column["pelvis_tx"], 0.005 * data.track.point("pelvis")[complete, 0], atol=5e-7
    )
    assert "22 of 24 frames have all coordinates" in note_mot(data)


def test_mot_leaves_out_what_is_mostly_unknown(
    track: PoseTrack, make: Make, tmp_path: Path
) -> None:
    xy, status = track.xy_px.copy(), track.status.copy()
    wrist = track.skeleton.index("left_wrist")
    xy[4:20, wrist] = np.nan
    status[4:20, wrist] = np.maximum(status[4:20, wrist], Status.REJECTED)
    data = make(replace(track, xy_px=xy, status=status))
    write_mot(data, tmp_path / "a.mot")
    _, labels, rows = _read_mot(tmp_path / "a.mot")
    assert "elbow_flex_l" not in labels
    assert "elbow_flex_r" in labels
    assert len(rows) == 22
    assert "half of the frames: elbow_flex_l." in note_mot(data)


def test_mot_of_nobody_is_refused(track: PoseTrack, make: Make, tmp_path: Path) -> None:
    gone = replace(
        track, xy_px=np.full_like(track.xy_px, np.nan),
        status=np.full_like(track.status, Status.NO_PERSON),
    )  # fmt: skip
    assert "missing values" in refuse_mot(make(gone))
    with pytest.raises(OutputError):
        write_mot(make(gone), tmp_path / "a.mot")


def test_a_model_moved_by_mot_stands_as_the_person(track: PoseTrack, make: Make) -> None:
    """Rotate the pelvis about Z, then Y, as the model does: the trunk points where it was seen."""
    from efficientpose_core.export.opensim import _coordinates

    for direction in (1, -1):
        data = make(track, direction=direction)
        mixed = data.facing.direction.copy()
        # Most frames decide where X points; these face the other way.
        mixed[:4] = -direction
        facing = replace(data.facing, direction=mixed)
        from efficientpose_core.kinematics.angles import compute_angles

        angles = compute_angles(track, facing=facing)
        names, values, _ = _coordinates(replace(data, facing=facing, angles=angles))
        column = dict(zip(names, values.T, strict=True))
        tilt, turn = np.radians(column["pelvis_tilt"]), np.radians(column["pelvis_rotation"])
        # Up of the body after Rz(tilt) Ry(turn): turning about its own Y leaves it.
        up = np.stack([-np.sin(tilt), np.cos(tilt)], 1)
        seen = track.point("thorax") - track.point("pelvis")
        seen = np.stack([direction * seen[:, 0], -seen[:, 1]], 1)
        seen /= np.linalg.norm(seen, axis=1, keepdims=True)
        np.testing.assert_allclose(up, seen, atol=1e-9)
        # The right thigh hangs from the pelvis: Rz(tilt) Ry(turn) Rz(hip) applied to straight down.
        hip = np.radians(column["hip_flexion_r"])
        x = np.cos(turn) * np.sin(hip)
        thigh = np.stack(
            [np.cos(tilt) * x + np.sin(tilt) * np.cos(hip),
             np.sin(tilt) * x - np.cos(tilt) * np.cos(hip)], 1,
        )  # fmt: skip
        seen = track.point("right_knee") - track.point("right_hip")
        seen = np.stack([direction * seen[:, 0], -seen[:, 1]], 1)
        seen /= np.linalg.norm(seen, axis=1, keepdims=True)
        np.testing.assert_allclose(thigh, seen, atol=1e-9)


def test_mot_without_scale_has_no_place(track: PoseTrack, make: Make, tmp_path: Path) -> None:
    write_mot(make(track, scale=None), tmp_path / "a.mot")
    _, labels, _ = _read_mot(tmp_path / "a.mot")
    assert "pelvis_tx" not in labels
    assert "knee_angle_r" in labels


def test_mot_of_a_varying_rate_is_even_with_and_without_scale(
    uneven: ExportData, make: Make, tmp_path: Path
) -> None:
    write_mot(uneven, tmp_path / "a.mot")
    write_mot(make(uneven.track, scale=None), tmp_path / "b.mot")
    _, labels, with_scale = _read_mot(tmp_path / "a.mot")
    _, fewer, without = _read_mot(tmp_path / "b.mot")
    steps = np.diff(with_scale[:, 0]) * 30
    np.testing.assert_allclose(steps, np.round(steps), atol=1e-4)
    np.testing.assert_array_equal(with_scale[:, 0], without[:, 0])
    knee = with_scale[:, labels.index("knee_angle_r")]
    np.testing.assert_array_equal(knee, without[:, fewer.index("knee_angle_r")])


def test_mot_of_a_front_view_is_refused(track: PoseTrack, make: Make, tmp_path: Path) -> None:
    data = make(track, view=View.FRONTAL)
    assert "side view" in refuse_mot(data)
    with pytest.raises(OutputError, match="side view"):
        write_mot(data, tmp_path / "a.mot")
