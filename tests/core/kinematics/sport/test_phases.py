"""Phases of motions whose speeds are known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from efficientpose_core.errors import DataError, SettingsError, UnknownNameError
from efficientpose_core.kinematics.cleaning import clean_track
from efficientpose_core.kinematics.scale import Scale, ScaleMethod
from efficientpose_core.kinematics.sport.phases import Phase, PhaseStatistics, measure_phases
from efficientpose_core.pose import FloatArray

from .motions import angles_of, times, track_of

T = times(60.0, 6.0)
TURN = 2 * np.pi / 2.0


def _circling(t: FloatArray) -> FloatArray:
    """Return a wrist that circles with 50 px once in 2 s."""
    return 50.0 * np.stack([np.cos(TURN * t), np.sin(TURN * t)], axis=1)


def _measured(*phases: Phase, **options: object) -> tuple[PhaseStatistics, ...]:
    angles = angles_of(T, {"right_elbow_flexion": 40 + 30 * np.sin(TURN * T)})
    return measure_phases(
        phases, track_of(T, {"right_wrist": _circling(T)}), angles,
        keypoints=["right_wrist"], names=["right_elbow_flexion"], **options,  # type: ignore[arg-type]
    )  # fmt: skip


def test_statistics_of_a_circle_and_a_sine() -> None:
    (got,) = _measured(Phase(name="one turn", first=60, last=180))
    assert got.measure("duration").value == pytest.approx(2.0)
    speed = 50.0 * TURN
    assert got.measure("right_wrist_peak_speed").value == pytest.approx(speed, rel=2e-3)
    assert got.measure("right_wrist_mean_speed").value == pytest.approx(speed, rel=2e-3)
    acceleration = got.measure("right_wrist_peak_acceleration")
    assert acceleration.value == pytest.approx(speed * TURN, rel=5e-3)
    assert acceleration.unit == "px/s^2"
    assert got.measure("right_wrist_path_length").value == pytest.approx(100 * np.pi, rel=1e-3)
    assert got.measure("right_elbow_flexion_smallest").value == pytest.approx(10.0, abs=0.1)
    assert got.measure("right_elbow_flexion_largest").value == pytest.approx(70.0, abs=0.1)
    assert got.measure("right_elbow_flexion_range").value == pytest.approx(60.0, abs=0.1)
    assert got.measure("right_elbow_flexion_mean").value == pytest.approx(40.0, abs=0.3)
    turning = got.measure("right_elbow_flexion_peak_velocity")
    assert turning.value == pytest.approx(30 * TURN, rel=2e-3)
    assert all(math.isfinite(measure.error) for measure in got.measures)


def test_metres_and_phases_by_themselves() -> None:
    scale = Scale(metres_per_px=0.01, relative_error=0.02, method=ScaleMethod.LINE, note="a line")
    half, whole = _measured(
        Phase(name="half", first=0, last=59), Phase(name="whole", first=0, last=359), scale=scale
    )
    assert half.phase.name == "half"
    assert half.measure("right_wrist_peak_speed").unit == "m/s"
    assert half.measure("right_wrist_path_length").value == pytest.approx(0.5 * np.pi, rel=0.02)
    assert whole.measure("right_wrist_path_length").value == pytest.approx(3 * np.pi, rel=0.01)
    assert half.measure("right_elbow_flexion_smallest").value == pytest.approx(40.0, abs=0.1)


def test_smoothed_data_have_smaller_errors_of_acceleration() -> None:
    track = track_of(T, {"right_wrist": _circling(T)})
    angles = angles_of(T, {"right_elbow_flexion": T})
    phase = (Phase(name="a", first=60, last=180),)
    raw, clean = (
        measure_phases(phase, data, angles, keypoints=["right_wrist"])[0].measure(
            "right_wrist_peak_acceleration"
        )
        for data in (track, clean_track(track))
    )
    assert clean.error < raw.error / 3


def test_moving_camera_refuses_speeds_and_keeps_angles() -> None:
    (got,) = _measured(Phase(name="a", first=0, last=99), camera_problem="The camera moves.")
    assert got.measure("right_wrist_peak_speed").reason == "The camera moves."
    assert got.measure("right_wrist_path_length").is_refused
    assert not got.measure("right_elbow_flexion_range").is_refused


def test_unseen_keypoints_and_angles_are_refused() -> None:
    track = track_of(T, {"right_wrist": np.full((len(T), 2), np.nan)})
    angles = angles_of(T, {"right_elbow_flexion": np.full(len(T), np.nan)})
    (got,) = measure_phases(
        [Phase(name="a", first=0, last=99)], track, angles,
        keypoints=["right_wrist"], names=["right_elbow_flexion"],
    )  # fmt: skip
    assert all(measure.is_refused for measure in got.measures if measure.name != "duration")


@pytest.mark.parametrize(("name", "first", "last"), [("", 0, 5), (" ", 0, 5)])
def test_phases_need_names(name: str, first: int, last: int) -> None:
    with pytest.raises(SettingsError, match="needs a name"):
        Phase(name=name, first=first, last=last)


def test_phases_that_make_no_sense() -> None:
    with pytest.raises(SettingsError, match="end after it starts"):
        Phase(name="a", first=5, last=5)
    with pytest.raises(DataError, match="not in this recording"):
        _measured(Phase(name="a", first=1000, last=1100))
    (got,) = _measured(Phase(name="a", first=0, last=99))
    with pytest.raises(UnknownNameError):
        got.measure("height")
    angles = angles_of(T, {"right_elbow_flexion": T})
    with pytest.raises(UnknownNameError):
        measure_phases([got.phase], track_of(T), angles, keypoints=["tail"])
    with pytest.raises(UnknownNameError):
        measure_phases([got.phase], track_of(T), angles, names=["tail_flexion"])
