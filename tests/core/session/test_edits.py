"""Corrections by hand: what each does to values, status and log."""

from __future__ import annotations

import numpy as np
import pytest

from efficientpose_core.errors import DataError, SettingsError, UnknownNameError
from efficientpose_core.kinematics.facing import FacingMark, FacingTrack, mark_facing
from efficientpose_core.pipeline import DeriveSettings, derive
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.session.edits import (
    DeleteKeypoints,
    Edit,
    InterpolateKeypoints,
    MoveKeypoint,
    ReplacePoses,
    RestoreKeypoints,
    SetFacing,
    SwapSides,
    apply_edits,
)

from .conftest import FIRST, make_track

KNEE = "right_knee"


def _status(track: PoseTrack, keypoint: str) -> np.ndarray:
    return track.status[:, track.skeleton.index(keypoint)]


def test_no_edits_change_nothing(track: PoseTrack) -> None:
    assert apply_edits(track, []).track is track


def test_moving_sets_one_keypoint(track: PoseTrack) -> None:
    edited = apply_edits(track, [MoveKeypoint(frame=FIRST + 3, keypoint=KNEE, xy_px=(10.5, 20.25))])
    joint = track.skeleton.index(KNEE)
    assert edited.track.xy_px[3, joint].tolist() == [10.5, 20.25]
    assert edited.track.status[3, joint] == Status.EDITED
    assert edited.track.spread_px[3, joint] == np.median(track.spread_px[:, joint])
    others = np.ones(track.status.shape, bool)
    others[3, joint] = False
    np.testing.assert_array_equal(edited.track.xy_px[others], track.xy_px[others])
    np.testing.assert_array_equal(edited.track.status[others], track.status[others])
    assert edited.track.log[-1].name == "correct_by_hand"
    assert edited.track.log[-1].parameters["edits"] == [
        {"edit": "MoveKeypoint", "frame": FIRST + 3, "keypoint": KNEE, "xy_px": [10.5, 20.25]}
    ]


def test_a_keypoint_can_be_placed_where_nobody_was_found(track: PoseTrack) -> None:
    last = int(track.frame[-1])
    edits: list[Edit] = [MoveKeypoint(frame=last, keypoint=KNEE, xy_px=(1.0, 2.0))]
    assert _status(apply_edits(track, edits).track, KNEE)[-1] == Status.EDITED
    edits.append(DeleteKeypoints(first=last, last=last, keypoints=(KNEE,)))
    assert _status(apply_edits(track, edits).track, KNEE)[-1] == Status.NO_PERSON


def test_deleting_and_restoring(track: PoseTrack) -> None:
    delete = DeleteKeypoints(first=FIRST + 2, last=FIRST + 5, keypoints=(KNEE, "left_wrist"))
    deleted = apply_edits(track, [delete]).track
    assert (_status(deleted, KNEE)[2:6] == Status.REJECTED).all()
    assert np.isnan(deleted.point("left_wrist")[2:6]).all()
    assert (_status(deleted, KNEE)[[1, 6]] == Status.MEASURED).all()
    assert (_status(deleted, "right_wrist") == _status(track, "right_wrist")).all()
    restore = RestoreKeypoints(first=FIRST + 3, last=FIRST + 5, keypoints=(KNEE,))
    restored = apply_edits(track, [delete, restore]).track
    np.testing.assert_array_equal(restored.point(KNEE)[3:], track.point(KNEE)[3:])
    assert _status(restored, KNEE)[2] == Status.REJECTED


def test_interpolation_goes_through_what_was_corrected(track: PoseTrack) -> None:
    edits: list[Edit] = [
        MoveKeypoint(frame=FIRST + row, keypoint=KNEE, xy_px=(100.0 + 10 * row, 50.0))
        for row in (4, 8, 10)
    ]
    edits.append(InterpolateKeypoints(first=FIRST + 4, last=FIRST + 10, keypoints=(KNEE,)))
    result = apply_edits(track, edits).track
    expected = [[100.0 + 10 * row, 50.0] for row in range(4, 11)]
    np.testing.assert_allclose(result.point(KNEE)[4:11], expected)
    assert _status(result, KNEE)[3:12].tolist() == [0, 1, 2, 2, 2, 1, 2, 1, 0]


def test_interpolation_needs_both_ends(track: PoseTrack) -> None:
    edits: list[Edit] = [
        DeleteKeypoints(first=FIRST + 4, last=FIRST + 4, keypoints=(KNEE,)),
        InterpolateKeypoints(first=FIRST + 4, last=FIRST + 9, keypoints=(KNEE,)),
    ]
    with pytest.raises(DataError, match="place it in frames 104 and 109"):
        apply_edits(track, edits)


def test_swapping_exchanges_everything_of_the_pair_twice_is_identity(track: PoseTrack) -> None:
    swap = SwapSides(first=FIRST + 5, last=FIRST + 9, keypoints=("left_knee",))
    once = apply_edits(track, [swap]).track
    np.testing.assert_array_equal(once.point(KNEE)[5:10], track.point("left_knee")[5:10])
    np.testing.assert_array_equal(once.point("left_knee")[5:10], track.point(KNEE)[5:10])
    np.testing.assert_array_equal(once.point(KNEE)[[4, 10]], track.point(KNEE)[[4, 10]])
    np.testing.assert_array_equal(once.point("left_ankle"), track.point("left_ankle"))
    joints = [track.skeleton.index(name) for name in (KNEE, "left_knee")]
    np.testing.assert_array_equal(once.score[5:10][:, joints[::-1]], track.score[5:10][:, joints])
    assert (_status(once, KNEE)[5:10] == Status.EDITED).all()
    twice = apply_edits(track, [swap, swap]).track
    np.testing.assert_array_equal(twice.xy_px, track.xy_px)


def test_swapping_all_leaves_the_middle_alone(track: PoseTrack) -> None:
    everything = apply_edits(track, [SwapSides(first=FIRST, last=FIRST + 37)]).track
    flip = list(track.skeleton.flip_permutation)
    np.testing.assert_array_equal(everything.xy_px, track.xy_px[:, flip])
    assert (_status(everything, "pelvis")[:-2] == Status.MEASURED).all()
    with pytest.raises(DataError, match="left and a right side"):
        apply_edits(track, [SwapSides(first=FIRST, last=FIRST, keypoints=("pelvis",))])


def test_another_run_replaces_values_and_what_a_restore_goes_back_to(track: PoseTrack) -> None:
    other = make_track(frames=6, first=FIRST + 10, seed=5)
    edits: list[Edit] = [ReplacePoses.from_track(other)]
    replaced = apply_edits(track, edits).track
    np.testing.assert_array_equal(replaced.xy_px[10:16], other.xy_px)
    np.testing.assert_array_equal(replaced.presence[10:16], other.presence)
    np.testing.assert_array_equal(replaced.xy_px[:10], track.xy_px[:10])
    edits += [
        MoveKeypoint(frame=FIRST + 11, keypoint=KNEE, xy_px=(0.0, 0.0)),
        RestoreKeypoints(first=FIRST + 11, last=FIRST + 11, keypoints=(KNEE,)),
    ]
    np.testing.assert_array_equal(apply_edits(track, edits).track.xy_px[10:16], other.xy_px)


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (MoveKeypoint(frame=FIRST - 1, keypoint=KNEE, xy_px=(1.0, 1.0)), DataError),
        (MoveKeypoint(frame=FIRST, keypoint="tail", xy_px=(1.0, 1.0)), UnknownNameError),
        (MoveKeypoint(frame=FIRST, keypoint=KNEE, xy_px=(np.nan, 1.0)), DataError),
        (DeleteKeypoints(first=FIRST + 3, last=FIRST + 2, keypoints=(KNEE,)), DataError),
        (RestoreKeypoints(first=FIRST, last=FIRST + 400, keypoints=(KNEE,)), DataError),
        (SetFacing(first=FIRST, last=FIRST + 1, direction=2), SettingsError),
        (SetFacing(first=0, last=FIRST + 1, direction=1), DataError),
    ],
)
def test_what_does_not_fit_is_refused(track: PoseTrack, edit: Edit, error: type) -> None:
    with pytest.raises(error):
        apply_edits(track, [edit])


def test_marked_facing_wins_and_can_be_taken_back() -> None:
    found = FacingTrack(
        direction=np.array([1, 1, 0, -1], np.int8),
        confidence=np.array([0.5, 0.6, 0.0, 0.7]),
        source="automatic",
    )
    frame = np.arange(10, 14)
    marks = [FacingMark(first=10, last=12, direction=-1)]
    marked = mark_facing(found, frame, marks)
    assert marked.direction.tolist() == [-1, -1, -1, -1]
    assert marked.confidence.tolist() == [1.0, 1.0, 1.0, 0.7]
    assert marked.source == "marked"
    marks.append(FacingMark(first=12, last=12, direction=None))
    assert mark_facing(found, frame, marks).direction.tolist() == [-1, -1, 0, -1]
    assert mark_facing(found, frame, []) is found


def test_the_sign_of_angles_follows_the_mark(track: PoseTrack) -> None:
    edits = [SetFacing(first=FIRST, last=FIRST + 39, direction=direction) for direction in (1, -1)]
    values = []
    for edit in edits:
        corrected = apply_edits(track, [edit])
        derived = derive(corrected.track, DeriveSettings(), facing_marks=corrected.facing_marks)
        values.append(derived.angles.column("right_hip_flexion"))
    # Beyond what a hip can do, a value is rejected: the limits are not symmetric.
    both = np.isfinite(values[0]) & np.isfinite(values[1])
    assert both.sum() > 10
    np.testing.assert_allclose(values[0][both], -values[1][both], atol=1e-9)


def test_edited_values_survive_cleaning(track: PoseTrack) -> None:
    edit = MoveKeypoint(frame=FIRST + 20, keypoint=KNEE, xy_px=(600.0, 20.0))
    derived = derive(apply_edits(track, [edit]).track, DeriveSettings())
    assert _status(derived.track, KNEE)[20] == Status.EDITED
