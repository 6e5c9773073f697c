"""Curves that run while a person is watched."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.widgets.live_curves import LiveCurves, _connected
from efficientpose_core.inference.estimator import Pose
from efficientpose_core.inference.following import FollowedFrame, FollowState, Outcome
from efficientpose_core.kinematics.angles import View
from efficientpose_core.live.angles import LiveAngles, LivePose
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pipeline import DeriveSettings


@pytest.fixture(scope="module")
def poses() -> list[LivePose]:
    return _poses(DeriveSettings(facing=1))


def _poses(derive: DeriveSettings) -> list[LivePose]:
    track = Phantom(PhantomSpec(duration_s=2.0)).to_track()
    angles = LiveAngles(track.skeleton, track.image_size_px, derive)
    frames = [
        FollowedFrame(
            index=n,
            t_s=float(t_s),
            outcome=Outcome.POSE,
            pose=Pose(xy_px=track.xy_px[n], score=np.ones(16), spread_px=np.ones(16)),
            presence=1.0,
            box_px=None,
            state=FollowState(),
        )
        for n, t_s in enumerate(track.t_s)
    ]
    return [angles.add(frame) for frame in frames]


@pytest.fixture
def curves(qtbot: QtBot) -> LiveCurves:
    widget = LiveCurves()
    qtbot.addWidget(widget)
    widget.resize(400, 600)
    widget.show()
    return widget


def test_values_are_kept_and_told(curves: LiveCurves, poses: list[LivePose]) -> None:
    curves.add(poses)
    times, knee = curves.values("right_knee_flexion")
    np.testing.assert_array_equal(times, [pose.angles.t_s[0] for pose in poses])
    np.testing.assert_array_equal(
        knee, [pose.angles.column("right_knee_flexion")[0] for pose in poses]
    )
    assert curves.shown == ("knee_flexion", "hip_flexion", "trunk_lean")
    curves._draw()
    told = curves._plots["knee_flexion"]._labels["right_knee_flexion"].text()
    assert told == f"right  {round(knee[-1])}°"
    x, y = curves._plots["knee_flexion"]._lines["right_knee_flexion"].getData()
    np.testing.assert_allclose(x, times - times[-1])
    np.testing.assert_allclose(y, knee)


def test_only_ten_seconds_are_kept(curves: LiveCurves, poses: list[LivePose]) -> None:
    for turn in range(8):
        curves.add(
            [
                replace(pose, angles=replace(pose.angles, t_s=pose.angles.t_s + 2.0 * turn))
                for pose in poses
            ]
        )
    times, _ = curves.values("right_knee_flexion")
    assert 9.9 < times[-1] - times[0] <= 10.0


def test_groups_are_chosen(curves: LiveCurves, poses: list[LivePose], qtbot: QtBot) -> None:
    curves.set_wanted(("elbow_flexion", "no_such_angle"))
    curves.add(poses)
    assert curves.shown == ("elbow_flexion",)
    assert curves.shown_angles == ("right_elbow_flexion", "left_elbow_flexion")
    with qtbot.waitSignal(curves.chosen) as chosen:
        curves._toggle("neck_flexion", True)
    assert set(chosen.args[0]) == {"elbow_flexion", "neck_flexion"}
    for name in ("knee_flexion", "hip_flexion"):
        curves._toggle(name, True)
    unchecked = [a for a in curves._choose.menu().actions() if not a.isChecked()]
    assert unchecked
    assert not any(action.isEnabled() for action in unchecked)


def test_another_view_has_other_curves(curves: LiveCurves, poses: list[LivePose]) -> None:
    curves.add(poses)
    curves.add(_poses(DeriveSettings(view=View.FRONTAL))[:5])
    assert "knee_valgus" in curves.shown
    times, _ = curves.values("right_knee_valgus")
    assert len(times) == 5


def test_missing_values_are_told(curves: LiveCurves) -> None:
    upright = _poses(DeriveSettings())[:1]
    curves.add(upright)
    label = curves._plots["knee_flexion"]._labels["right_knee_flexion"]
    assert label.text() == "right  -"
    curves.clear()
    assert label.text() == "right  -"


def test_range_moves_in_steps_only(curves: LiveCurves) -> None:
    curves.add(_poses(DeriveSettings(facing=1))[:1])
    plot = curves._plots["knee_flexion"]
    plot._follow(np.array([3.0, 17.0]))
    assert plot._range == (0.0, 45.0)
    plot._follow(np.array([-4.0, 61.0]))
    assert plot._range == (-15.0, 75.0)
    plot._follow(np.empty(0))
    assert plot._range == (0.0, 45.0)


def test_lines_do_not_bridge_what_is_not_known() -> None:
    times = np.array([0.0, 0.1, 0.2, 0.9, 1.0, 1.1])
    values = np.array([1.0, 2.0, 3.0, 4.0, np.nan, 5.0])
    assert _connected(times, values).tolist() == [1, 1, 0, 0, 0, 0]
    assert _connected(np.empty(0), np.empty(0)).tolist() == []
