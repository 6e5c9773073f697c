"""Angles on motions whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.kinematics.angles import View, _artefacts, _unwrap, compute_angles
from efficientpose_core.kinematics.cleaning import CleaningSettings, clean_track
from efficientpose_core.kinematics.facing import estimate_facing, lock_facing
from efficientpose_core.kinematics.filters import butterworth_lowpass
from efficientpose_core.kinematics.smoothing import SmoothingMethod, SmoothingSettings
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.scene import Direction, Projection
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.skeleton import MPII16


def _track(xy: np.ndarray, rate_hz: float = 50.0, spread: float = 1.0) -> PoseTrack:
    frames = len(xy)
    valid = np.isfinite(xy).all(axis=2)
    return PoseTrack(
        skeleton=MPII16,
        t_s=np.arange(frames) / rate_hz,
        frame=np.arange(frames),
        xy_px=xy,
        score=np.ones((frames, 16)),
        spread_px=np.full((frames, 16), spread),
        status=np.where(valid, Status.MEASURED, Status.REJECTED),
        presence=np.ones(frames),
        image_size_px=(2000, 2000),
    )


def _walker(direction: Direction) -> Phantom:
    return Phantom(
        PhantomSpec(direction=direction, projection=Projection.ORTHOGRAPHIC, duration_s=3.0)
    )


@pytest.mark.parametrize("direction", list(Direction))
def test_phantom_angles_in_both_directions(direction: Direction) -> None:
    walker = _walker(direction)
    track = walker.to_track()
    facing = estimate_facing(track)
    assert set(facing.direction) == {1 if direction is Direction.RIGHT else -1}
    angles = compute_angles(track, facing=facing)
    compared = [name for name in walker.angles_deg if name in angles.names]
    assert {"right_hip_flexion", "left_knee_flexion", "trunk_lean"} <= set(compared)
    for name in compared:
        np.testing.assert_allclose(angles.column(name), walker.angles_deg[name], atol=0.1)


def test_mirrored_picture_with_swapped_sides_gives_the_same_angles() -> None:
    track = _walker(Direction.RIGHT).to_track()
    mirrored = track.xy_px[:, list(MPII16.flip_permutation)] * [-1, 1] + [2000, 0]
    plain = compute_angles(track, facing=lock_facing(len(track), 1))
    other = compute_angles(_track(mirrored), facing=lock_facing(len(track), -1))
    for name in plain.names:
        swapped = name.replace("right", "l").replace("left", "right").replace("l_", "left_", 1)
        partner = swapped if name.startswith(("right_", "left_")) else name
        np.testing.assert_allclose(plain.column(name), other.column(partner), atol=1e-6)


def test_overhead_arm_is_180_not_minus_180() -> None:
    frames = 80
    xy = np.tile(_walker(Direction.RIGHT).to_track().xy_px[:1], (frames, 1, 1))
    thorax, pelvis, shoulder = (xy[0, MPII16.index(k)] for k in ("thorax", "pelvis",
                                                                 "right_shoulder"))  # fmt: skip
    down = (pelvis - thorax) / np.linalg.norm(pelvis - thorax)
    turn = np.radians(np.linspace(0, 190, frames))
    # Forward (to the right) from hanging: image y points down.
    arm = np.stack([np.cos(turn) * down[0] + np.sin(turn) * down[1],
                    np.cos(turn) * down[1] - np.sin(turn) * down[0]], 1)  # fmt: skip
    xy[:, MPII16.index("right_elbow")] = shoulder + 100 * arm
    angles = compute_angles(_track(xy), facing=lock_facing(frames, 1))
    np.testing.assert_allclose(
        angles.column("right_shoulder_flexion"), np.linspace(0, 190, frames), atol=1e-6
    )


def test_sd_agrees_with_simulated_noise() -> None:
    xy = _walker(Direction.RIGHT).to_track().xy_px[:1]
    rng = np.random.default_rng(0)
    noisy = xy + rng.normal(0, 1.0, (4000, 16, 2))
    angles = compute_angles(_track(noisy), facing=lock_facing(4000, 1))
    for name in ("right_knee_flexion", "right_hip_flexion", "trunk_lean"):
        told = np.median(angles.sd_deg[:, angles.names.index(name)])
        assert np.std(angles.column(name)) == pytest.approx(told, rel=0.1)


def test_refusals_say_why() -> None:
    track = _walker(Direction.RIGHT).to_track()
    facing = lock_facing(len(track), 1)
    side = compute_angles(track, facing=facing)
    assert "no foot keypoints" in side.unavailable["right_ankle_dorsiflexion"]
    assert "frontal view only" in side.unavailable["right_knee_valgus"]
    front = compute_angles(track, facing=facing, view=View.FRONTAL)
    assert "sagittal view only" in front.unavailable["right_knee_flexion"]


def test_unknown_facing_gives_no_angles() -> None:
    standing = np.tile(_walker(Direction.RIGHT).to_track().xy_px[:1], (30, 1, 1))
    for side in ("left", "right"):
        hip = standing[:, MPII16.index(f"{side}_hip")]
        standing[:, MPII16.index(f"{side}_knee")] = hip + np.array([0, 100])
        standing[:, MPII16.index(f"{side}_ankle")] = hip + np.array([0, 200])
    track = _track(standing)
    angles = compute_angles(track, facing=estimate_facing(track))
    assert np.isnan(angles.values_deg).all()
    assert (angles.status == Status.REJECTED).all()


def test_butterworth_is_down_3_db_at_the_cutoff_without_lag() -> None:
    t = np.arange(2000) / 100.0
    wave = np.sin(2 * np.pi * 6.0 * t)
    smooth, _ = butterworth_lowpass(t, wave[:, None], cutoff_hz=6.0)
    middle = slice(500, 1500)
    gain = np.dot(smooth[middle, 0], wave[middle]) / np.dot(wave[middle], wave[middle])
    assert gain == pytest.approx(np.sqrt(0.5), abs=0.005)


def test_gaps_are_filled_only_when_short_and_never_without_a_person() -> None:
    xy = _walker(Direction.RIGHT).to_track().xy_px[:60].copy()
    xy[10:12, 0] = np.nan
    xy[30:45, 0] = np.nan
    track = _track(xy)
    plain = SmoothingSettings(method=SmoothingMethod.NONE)
    cleaned = clean_track(track, CleaningSettings(smoothing=plain, hampel_window_s=0))
    assert (cleaned.status[10:12, 0] == Status.INTERPOLATED).all()
    assert (cleaned.status[30:45, 0] == Status.REJECTED).all()
    assert np.isnan(cleaned.xy_px[30:45, 0]).all()


def test_values_that_no_knee_can_have_are_rejected() -> None:
    track = _walker(Direction.RIGHT).to_track()
    xy = track.xy_px.copy()
    # The shank folded forwards: hyperextension by more than any knee's.
    hip, knee, ankle = (MPII16.index(f"right_{j}") for j in ("hip", "knee", "ankle"))
    thigh = xy[20:30, knee] - xy[20:30, hip]
    turn = np.radians(-60)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    xy[20:30, ankle] = xy[20:30, knee] + thigh @ rotation.T
    angles = compute_angles(_track(xy), facing=lock_facing(len(xy), 1))
    column = angles.names.index("right_knee_flexion")
    assert np.isnan(angles.values_deg[20:30, column]).all()
    assert (angles.status[20:30, column] == Status.REJECTED).all()
    assert np.isfinite(angles.values_deg[:20, column]).all()


def test_jumps_between_neighbours_are_rejected() -> None:
    track = _walker(Direction.RIGHT).to_track()
    xy = track.xy_px.copy()
    elbow, wrist = MPII16.index("right_elbow"), MPII16.index("right_wrist")
    # For two frames the wrist is found on the other side of the elbow.
    xy[20:22, wrist] = 2 * xy[20:22, elbow] - xy[20:22, wrist]
    angles = compute_angles(_track(xy), facing=lock_facing(len(xy), 1))
    column = angles.names.index("right_forearm_inclination")
    assert np.isnan(angles.values_deg[20:22, column]).all()
    assert (angles.status[20:22, column] == Status.REJECTED).all()
    assert np.isfinite(angles.values_deg[[19, 22], column]).all()


def test_facing_of_another_track_is_refused() -> None:
    track = _walker(Direction.RIGHT).to_track()
    with pytest.raises(DataError, match="differ in length"):
        compute_angles(track, facing=lock_facing(len(track) - 1, 1))


@pytest.mark.parametrize("seed", range(5))
def test_quick_ways_give_what_a_look_at_every_frame_gives(seed: int) -> None:
    """Angles that wander round and flip, with gaps: one frame after the other, run by run."""
    rng = np.random.default_rng(seed)
    angle = np.cumsum(rng.normal(0, 60, 400)) % 360 - 180
    angle[rng.random(400) < 0.1] = np.nan
    t_s = np.cumsum(rng.choice([0.02, 0.3], 400, p=[0.95, 0.05]))
    valid = np.flatnonzero(np.isfinite(angle))
    bad, last = [], valid[0]
    for n in valid[1:]:
        turn = (angle[n] - angle[last] + 180) % 360 - 180
        if t_s[n] - t_s[last] <= 0.25 and abs(turn) > 120:
            bad.append(n)
        else:
            last = n
    assert bad
    np.testing.assert_array_equal(_artefacts(t_s, angle), bad)
    straight = np.full(400, np.nan)
    for run in np.split(valid, np.flatnonzero(np.diff(t_s[valid]) > 0.25) + 1):
        whole = np.unwrap(angle[run], period=360.0)
        straight[run] = whole - 360.0 * np.round((np.median(whole) - 50.0) / 360.0)
    np.testing.assert_array_equal(_unwrap(t_s, angle, 50.0), straight)
