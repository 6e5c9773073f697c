"""Live angles: those of everywhere else, by the past alone."""

from __future__ import annotations

import numpy as np
import pytest

from efficientpose_core.errors import SettingsError
from efficientpose_core.inference.estimator import Pose
from efficientpose_core.inference.following import FollowedFrame, FollowState, Outcome
from efficientpose_core.kinematics.angles import View, compute_angles
from efficientpose_core.kinematics.cleaning import CleaningSettings
from efficientpose_core.kinematics.facing import estimate_facing
from efficientpose_core.live.angles import LiveAngles, LivePose, LiveSmoothing
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pipeline import DeriveSettings
from efficientpose_core.pose import Status
from efficientpose_core.skeleton import MPII16

from .conftest import bent_knees

SIZE = (128, 96)
NOT_SMOOTHED = LiveSmoothing(min_cutoff_hz=1e9, beta=0.0)


def _frame(n: int, pose: Pose | None, t_s: float, outcome: Outcome | None = None) -> FollowedFrame:
    found = Outcome.NO_PERSON if pose is None else Outcome.POSE
    return FollowedFrame(
        index=n, t_s=t_s, outcome=outcome or found, pose=pose, presence=1.0, box_px=None,
        state=FollowState(),
    )  # fmt: skip


def _knee(live: LivePose) -> float:
    return float(live.angles.column("right_knee_flexion")[0])


def test_angle_of_a_still_person_is_exact() -> None:
    angles = LiveAngles(MPII16, SIZE)
    for n in range(10):
        live = angles.add(_frame(n, bent_knees(30.0), n / 30))
        assert _knee(live) == pytest.approx(30.0)
        assert live.facing.direction.tolist() == [1]
        assert (live.track.status == Status.MEASURED).all()
        assert len(live.track) == len(live.angles.t_s) == 1


def test_direction_is_kept_while_nothing_tells_it_and_forgotten_with_the_person() -> None:
    angles = LiveAngles(MPII16, SIZE)
    assert np.isnan(_knee(angles.add(_frame(0, bent_knees(2.0), 0.0))))
    for n in range(1, 31):
        angles.add(_frame(n, bent_knees(40.0), n / 30))
    # Upright for longer than directions are looked for.
    for n in range(31, 240):
        live = angles.add(_frame(n, bent_knees(2.0), n / 30))
    assert _knee(live) == pytest.approx(2.0, abs=0.01)
    gone = angles.add(_frame(240, None, 240 / 30))
    assert (gone.track.status == Status.NO_PERSON).all()
    assert np.isnan(_knee(gone))
    angles.add(_frame(241, None, 240 / 30 + 2.5))
    assert np.isnan(_knee(angles.add(_frame(242, bent_knees(2.0), 240 / 30 + 2.6))))


def test_locked_direction_and_front_view() -> None:
    angles = LiveAngles(MPII16, SIZE, DeriveSettings(facing=-1))
    assert _knee(angles.add(_frame(0, bent_knees(2.0), 0.0))) == pytest.approx(-2.0)
    angles.derive = DeriveSettings(view=View.FRONTAL)
    live = angles.add(_frame(1, bent_knees(2.0), 0.1))
    assert "right_knee_flexion" in live.angles.unavailable
    assert "right_knee_valgus" in live.angles.names


def test_low_scores_and_places_outside_are_rejected() -> None:
    pose = bent_knees()
    score, xy = pose.score.copy(), pose.xy_px.copy()
    score[MPII16.index("left_knee")] = 0.2
    xy[MPII16.index("right_wrist")] = (-1.0, 5.0)
    derive = DeriveSettings(cleaning=CleaningSettings(min_score=0.3))
    live = LiveAngles(MPII16, SIZE, derive).add(
        _frame(0, Pose(xy_px=xy, score=score, spread_px=pose.spread_px), 0.0)
    )
    rejected = {MPII16.keypoints[k] for k in np.flatnonzero(live.track.status[0])}
    assert rejected == {"left_knee", "right_wrist"}
    assert set(live.track.status[0].tolist()) == {Status.MEASURED, Status.REJECTED}
    assert np.isnan(live.angles.column("left_knee_flexion")[0])


def test_damaged_frames_have_no_angles() -> None:
    angles = LiveAngles(MPII16, SIZE)
    live = angles.add(_frame(0, None, 0.0, Outcome.DAMAGED))
    assert (live.track.status == Status.DAMAGED).all()


def test_smoothing_lessens_jitter_and_follows_quick_motion() -> None:
    rng = np.random.default_rng(0)
    times = np.arange(240) / 30
    noise = rng.normal(0, 0.4, (len(times), 16, 2))

    def run(flexion_deg: np.ndarray, smoothing: LiveSmoothing) -> np.ndarray:
        angles = LiveAngles(MPII16, SIZE, DeriveSettings(facing=1), smoothing)
        out = []
        for n, t_s in enumerate(times):
            pose = bent_knees(float(flexion_deg[n]))
            jittered = Pose(xy_px=pose.xy_px + noise[n], score=pose.score, spread_px=pose.spread_px)
            out.append(_knee(angles.add(_frame(n, jittered, float(t_s)))))
        return np.array(out[30:])

    still = np.full(len(times), 40.0)
    assert run(still, LiveSmoothing()).std() < 0.75 * run(still, NOT_SMOOTHED).std()
    swing = 45 + 35 * np.sin(2 * np.pi * 1.0 * times)
    error = run(swing, LiveSmoothing()) - swing[30:]
    # A cycle a second, as in brisk walking: late by about a frame, 220 deg/s * 33 ms at most.
    assert np.abs(error).mean() < 7.0


def test_without_smoothing_angles_are_those_of_a_recording() -> None:
    track = Phantom(PhantomSpec(duration_s=2.0)).to_track()
    size = track.image_size_px
    whole = compute_angles(track, facing=estimate_facing(track, locked=1))
    angles = LiveAngles(track.skeleton, size, DeriveSettings(facing=1), NOT_SMOOTHED)
    for n in range(60):
        pose = Pose(xy_px=track.xy_px[n], score=np.ones(16), spread_px=np.ones(16))
        live = angles.add(_frame(n, pose, float(track.t_s[n])))
        np.testing.assert_allclose(live.angles.values_deg[0], whole.values_deg[n], atol=1e-6)


def test_wrong_settings_are_refused() -> None:
    with pytest.raises(SettingsError):
        LiveSmoothing(min_cutoff_hz=0)
    with pytest.raises(SettingsError):
        LiveSmoothing(beta=-1)
