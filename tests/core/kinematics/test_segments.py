"""Lengths of thighs and shanks are kept: exact walkers stay, hidden joints come back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.kinematics.angles import compute_angles
from efficientpose_core.kinematics.cleaning import CleaningSettings, clean_track
from efficientpose_core.kinematics.facing import lock_facing
from efficientpose_core.kinematics.segments import (
    _fit,
    keep_segment_lengths,
    measure_leg_lengths,
)
from efficientpose_core.kinematics.view import View
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.motion import Motion
from efficientpose_core.phantom.scene import Projection
from efficientpose_core.phantom.scene import View as Seen
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.skeleton import MPII16, Skeleton

SPREAD_PX = 5.0
LEG = {
    side: [MPII16.index(f"{side}_{joint}") for joint in ("hip", "knee", "ankle")]
    for side in ("right", "left")
}
KNEE, ANKLE = LEG["left"][1], LEG["left"][2]


def track_of(phantom: Phantom) -> PoseTrack:
    exact = phantom.to_track()
    return replace(exact, spread_px=np.full(exact.score.shape, SPREAD_PX))


@pytest.fixture(scope="module")
def walker() -> Phantom:
    return Phantom(PhantomSpec(duration_s=4.0, px_per_m=250.0, projection=Projection.ORTHOGRAPHIC))


def knee_error_deg(track: PoseTrack, phantom: Phantom) -> np.ndarray:
    angles = compute_angles(track, facing=lock_facing(len(track), 1))
    return angles.column("left_knee_flexion") - phantom.angles_deg["left_knee_flexion"]


def with_points(
    track: PoseTrack, rows: object, joint: int, shift: tuple[float, float]
) -> PoseTrack:
    xy = track.xy_px.copy()
    xy[rows, joint] += shift
    return replace(track, xy_px=xy)


def test_exact_walker_stays(walker: Phantom) -> None:
    track = track_of(walker)
    kept = keep_segment_lengths(track)
    np.testing.assert_allclose(kept.xy_px, track.xy_px, atol=1e-6)
    assert (kept.status == Status.MEASURED).all()
    assert kept.log[-1].parameters["frames"] == len(track)
    assert kept.log[-1].note.startswith("0 joints")


@pytest.mark.parametrize("direction", [1.0, -1.0])
def test_perspective_changes_angles_by_less_than_half_a_degree(direction: float) -> None:
    phantom = Phantom(PhantomSpec(duration_s=4.0))
    track = track_of(phantom)
    mirror = np.array([direction, 1.0])
    offset = np.array([0.0 if direction > 0 else 1280.0, 0.0])
    track = replace(track, xy_px=track.xy_px * mirror + offset)
    facing = lock_facing(len(track), int(direction))
    before = compute_angles(track, facing=facing)
    after = compute_angles(keep_segment_lengths(track), facing=facing)
    for name in ("right_hip_flexion", "right_knee_flexion", "left_hip_flexion"):
        assert np.abs(after.column(name) - before.column(name)).max() < 0.5
    # The far leg appears 1.2% shorter than the near one.
    assert np.abs(after.column("left_knee_flexion") - before.column("left_knee_flexion")).max() < 1


def test_squat_seen_from_the_side_stays() -> None:
    phantom = Phantom(
        PhantomSpec(motion=Motion.SQUAT, duration_s=5.0, projection=Projection.ORTHOGRAPHIC)
    )
    track = track_of(phantom)
    np.testing.assert_allclose(keep_segment_lengths(track).xy_px, track.xy_px, atol=1e-6)


def with_hidden_knee(walker: Phantom) -> PoseTrack:
    """Take the bent far knee for a place behind the near leg, less surely than the others."""
    rows = bent(walker)
    hidden = with_points(track_of(walker), rows, KNEE, (-12.0, -4.0))
    spread = hidden.spread_px.copy()
    spread[rows, KNEE] *= 2
    return replace(hidden, spread_px=spread)


def bent(walker: Phantom) -> np.ndarray:
    return np.flatnonzero(walker.angles_deg["left_knee_flexion"] > 45)


def test_hidden_knee_comes_back(walker: Phantom) -> None:
    rows, hidden = bent(walker), with_hidden_knee(walker)
    before = np.abs(knee_error_deg(hidden, walker)[rows])
    kept = keep_segment_lengths(hidden)
    after = np.abs(knee_error_deg(kept, walker)[rows])
    assert before.mean() > 8
    assert after.mean() < 0.45 * before.mean()
    assert (after < before).all()


def test_moved_joints_are_told_apart_and_counted(walker: Phantom) -> None:
    hidden = with_hidden_knee(walker)
    kept = keep_segment_lengths(hidden)
    way = np.linalg.norm(kept.xy_px - hidden.xy_px, axis=2)
    told = kept.status == Status.INTERPOLATED
    np.testing.assert_array_equal(told, way > hidden.spread_px)
    assert told.any()
    assert kept.log[-1].note.startswith(f"{told.sum()} joints")
    assert kept.log[-1].parameters["thigh_px"] == pytest.approx(
        np.linalg.norm(walker.xy_px[0, LEG["left"][1]] - walker.xy_px[0, LEG["left"][0]]), abs=0.1
    )


@settings(max_examples=30, deadline=None)
@given(row=st.integers(0, 119), joint=st.integers(0, 2), x=st.floats(-10, 10), y=st.floats(-10, 10))
def test_nothing_moves_further_than_the_mistake(
    walker: Phantom, row: int, joint: int, x: float, y: float
) -> None:
    track = with_points(track_of(walker), row, LEG["left"][joint], (x, y))
    kept = keep_segment_lengths(track)
    moved = np.linalg.norm(kept.xy_px - track.xy_px, axis=2)
    # The other leg may take part of the length of a block only; nothing else moves.
    assert np.delete(moved, LEG["left"], axis=1).max() < 1e-6
    assert moved[:, LEG["left"]].max() < 1.5 * np.hypot(x, y) + 1e-6


def test_corrected_joints_stay(walker: Phantom) -> None:
    rows, hidden = bent(walker), with_hidden_knee(walker)
    status = hidden.status.copy()
    status[rows, KNEE] = Status.EDITED
    kept = keep_segment_lengths(replace(hidden, status=status))
    np.testing.assert_array_equal(kept.xy_px[rows, KNEE], hidden.xy_px[rows, KNEE])
    assert (kept.status[rows, KNEE] == Status.EDITED).all()
    # The others give way.
    assert np.linalg.norm(kept.xy_px[rows, ANKLE] - hidden.xy_px[rows, ANKLE], axis=1).max() > 5


def test_leg_without_a_joint_stays(walker: Phantom) -> None:
    track = track_of(walker)
    xy, status = track.xy_px.copy(), track.status.copy()
    xy[30:40, ANKLE], status[30:40, ANKLE] = np.nan, Status.REJECTED
    gappy = with_points(replace(track, xy_px=xy, status=status), slice(30, 40), KNEE, (9.0, 0.0))
    kept = keep_segment_lengths(gappy)
    np.testing.assert_array_equal(kept.xy_px[30:40, LEG["left"]], gappy.xy_px[30:40, LEG["left"]])
    assert (kept.status[30:40, ANKLE] == Status.REJECTED).all()


def test_front_view_is_left_alone() -> None:
    phantom = Phantom(PhantomSpec(motion=Motion.SQUAT, view=Seen.FRONT, duration_s=5.0))
    track = track_of(phantom)
    kept = keep_segment_lengths(track)
    np.testing.assert_array_equal(kept.xy_px, track.xy_px)
    assert kept.log[-1].parameters["frames"] == 0
    names = [step.name for step in clean_track(track, view=View.FRONTAL).log]
    assert "keep_segment_lengths" not in names


def test_turn_towards_the_camera_is_left_alone(walker: Phantom) -> None:
    """The person turns by 90 deg in the middle; until then everything is kept."""
    track = track_of(walker)
    turned = np.clip((track.t_s - 2.0) / 0.5, 0.0, 1.0)
    middle = track.point("pelvis")[:, None, 0]
    xy = track.xy_px.copy()
    xy[..., 0] = middle + (xy[..., 0] - middle) * np.cos(turned * np.pi / 2)[:, None]
    for joint, width in (("shoulder", 0.72), ("hip", 0.38)):
        trunk = np.linalg.norm(track.point("thorax")[0] - track.point("pelvis")[0])
        for side, sign in (("right", -0.5), ("left", 0.5)):
            xy[:, MPII16.index(f"{side}_{joint}"), 0] += (
                sign * width * trunk * np.sin(turned * np.pi / 2)
            )
    turning = replace(track, xy_px=xy)
    kept = keep_segment_lengths(turning)
    np.testing.assert_array_equal(kept.xy_px[track.t_s > 2.6], xy[track.t_s > 2.6])


def test_lengths_that_really_change_are_left_alone(walker: Phantom) -> None:
    """A squat towards the camera whose shoulders and hips show no width: thighs shorten."""
    track = track_of(walker)
    xy = track.xy_px.copy()
    shorter = 1 - 0.4 * (0.5 - 0.5 * np.cos(2 * np.pi * track.t_s / 2))
    for leg in LEG.values():
        thigh = xy[:, leg[1]] - xy[:, leg[0]]
        shift = thigh * (shorter - 1)[:, None]
        xy[:, leg[1]] += shift
        xy[:, leg[2]] += shift
    changing = replace(track, xy_px=xy)
    assert measure_leg_lengths(changing).unsteadiness.min() > 0.05
    moved = np.linalg.norm(keep_segment_lengths(changing).xy_px - xy, axis=2)
    assert moved.max() < 2.0


def test_person_who_comes_nearer_keeps_a_growing_length(walker: Phantom) -> None:
    track = track_of(walker)
    growth = 1 + 0.05 * track.t_s
    growing = replace(
        track,
        xy_px=track.xy_px * growth[:, None, None],
        image_size_px=(1600, 900),
    )
    usual = measure_leg_lengths(growing).usual_px
    truth = measure_leg_lengths(track).usual_px * growth
    middle = (track.t_s > 1) & (track.t_s < 3)
    np.testing.assert_allclose(usual[:, middle], truth[:, middle], rtol=0.01)
    moved = np.linalg.norm(keep_segment_lengths(growing).xy_px - growing.xy_px, axis=2)
    assert moved[middle].max() < 3.0


def test_single_wild_segment_is_no_hidden_joint(walker: Phantom) -> None:
    wild = with_points(track_of(walker), 50, ANKLE, (0.0, 90.0))
    kept = keep_segment_lengths(wild)
    np.testing.assert_array_equal(kept.xy_px[50, LEG["left"]], wild.xy_px[50, LEG["left"]])


def test_spreads_that_are_not_known_count_as_usual_ones(walker: Phantom) -> None:
    hidden = with_points(track_of(walker), bent(walker), KNEE, (-9.0, -3.0))
    spread = hidden.spread_px.copy()
    spread[20:60] = np.nan  # 1.3% of the body height is used: 5.7 px here.
    np.testing.assert_allclose(
        keep_segment_lengths(replace(hidden, spread_px=spread)).xy_px,
        keep_segment_lengths(hidden).xy_px,
        atol=1.0,
    )


def test_no_spread_at_all_still_gives_places(walker: Phantom) -> None:
    hidden, rows = with_hidden_knee(walker), bent(walker)
    unknown = replace(hidden, spread_px=np.full(hidden.spread_px.shape, np.nan))
    before = np.abs(knee_error_deg(hidden, walker)[rows])
    after = np.abs(knee_error_deg(keep_segment_lengths(unknown), walker)[rows])
    assert (after < before).all()
    assert after.mean() < 0.65 * before.mean()


def test_skeleton_without_legs_and_empty_recordings_stay(walker: Phantom) -> None:
    track = track_of(walker)
    arms = Skeleton(
        name="arms",
        keypoints=("right_shoulder", "right_elbow"),
        limbs=(("right_shoulder", "right_elbow"),),
    )
    columns = [MPII16.index(name) for name in arms.keypoints]
    only_arms = PoseTrack(
        skeleton=arms, t_s=track.t_s, frame=track.frame, xy_px=track.xy_px[:, columns],
        score=track.score[:, columns], spread_px=track.spread_px[:, columns],
        status=track.status[:, columns], presence=track.presence, image_size_px=(1280, 720),
    )  # fmt: skip
    kept = keep_segment_lengths(only_arms)
    np.testing.assert_array_equal(kept.xy_px, only_arms.xy_px)
    assert kept.log[-1].parameters == {"thigh_px": None, "shank_px": None, "frames": 0}
    nobody = replace(
        track,
        xy_px=np.full(track.xy_px.shape, np.nan),
        status=np.full(track.status.shape, Status.NO_PERSON, np.int8),
    )
    assert (keep_segment_lengths(nobody).status == Status.NO_PERSON).all()


@pytest.mark.parametrize("frames", [0, 1, 2, 5])
def test_short_recordings(walker: Phantom, frames: int) -> None:
    track = track_of(walker)
    short = PoseTrack(
        skeleton=MPII16, t_s=track.t_s[:frames], frame=track.frame[:frames],
        xy_px=track.xy_px[:frames], score=track.score[:frames],
        spread_px=track.spread_px[:frames], status=track.status[:frames],
        presence=track.presence[:frames], image_size_px=track.image_size_px,
    )  # fmt: skip
    np.testing.assert_allclose(keep_segment_lengths(short).xy_px, short.xy_px, atol=1e-6)
    assert measure_leg_lengths(short).usual_px.shape == (2, frames)


@pytest.mark.parametrize("flexion_deg", [0.0, 5.0, 60.0, 120.0])
def test_fit_is_the_least_squares_solution(flexion_deg: float) -> None:
    """Compared with a general optimiser on one leg."""
    from scipy import optimize

    rng = np.random.default_rng(int(flexion_deg))
    bend = np.radians(flexion_deg)
    leg = np.array([[0.0, 0.0], [0.0, 110.0], [-108 * np.sin(bend), 110 + 108 * np.cos(bend)]])
    measured = leg + rng.normal(0, 3, leg.shape)
    variance, lengths = np.array([20.0, 60.0, 30.0]), np.array([112.0, 109.0])

    def residuals(flat: np.ndarray) -> np.ndarray:
        points = flat.reshape(3, 2)
        away = (points - measured) / np.sqrt(variance)[:, None]
        long = np.linalg.norm(np.diff(points, axis=0), axis=1) - lengths
        return np.concatenate([away.ravel(), long / 0.5])

    wanted = optimize.least_squares(residuals, measured.ravel(), xtol=1e-12, ftol=1e-12).x
    found = _fit(measured.T[..., None], variance[:, None], lengths[:, None], 0.5)[..., 0]
    np.testing.assert_allclose(found.T, wanted.reshape(3, 2), atol=0.1)


def test_chain_keeps_lengths_before_smoothing_and_can_be_told_not_to(walker: Phantom) -> None:
    names = [step.name for step in clean_track(track_of(walker)).log]
    assert names[-3:] == ["fill_gaps", "keep_segment_lengths", "smooth"]
    off = clean_track(track_of(walker), CleaningSettings(keep_lengths=False))
    assert "keep_segment_lengths" not in [step.name for step in off.log]
