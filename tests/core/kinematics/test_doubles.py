"""A far joint found on the near one is rejected; legs that cross are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from efficientpose_core.kinematics.cleaning import CleaningSettings, clean_track
from efficientpose_core.kinematics.doubles import find_doubles, reject_doubles
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.skeleton import MPII16, Skeleton

SIDES = {
    joint: (MPII16.index(f"left_{joint}"), MPII16.index(f"right_{joint}"))
    for joint in ("knee", "ankle")
}


@pytest.fixture(scope="module")
def walker() -> PoseTrack:
    return Phantom(PhantomSpec(duration_s=3.0)).to_track()


def apart(track: PoseTrack, joint: str, frames: int) -> int:
    """Return the first frame of a stretch in whose middle the sides are furthest apart."""
    left, right = SIDES[joint]
    gap = np.linalg.norm(track.xy_px[:, left] - track.xy_px[:, right], axis=1)
    return int(np.argmax(gap[12:-12])) + 12 - frames // 2


def doubled(track: PoseTrack, joint: str, rows: slice) -> PoseTrack:
    """Put the left joint onto the right one, 3 px beside it."""
    xy = track.xy_px.copy()
    left, right = SIDES[joint]
    xy[rows, left] = xy[rows, right] + (3.0, 1.0)
    return replace(track, xy_px=xy)


@pytest.mark.parametrize("joint", ["knee", "ankle"])
@pytest.mark.parametrize("frames", [1, 2, 3])
def test_joint_on_the_other_leg_is_found(walker: PoseTrack, joint: str, frames: int) -> None:
    start = apart(walker, joint, frames)
    rows = slice(start, start + frames)
    wrong = np.zeros(walker.status.shape, bool)
    wrong[rows, SIDES[joint][0]] = True
    np.testing.assert_array_equal(find_doubles(doubled(walker, joint, rows)), wrong)


def test_legs_that_cross_are_right(walker: PoseTrack) -> None:
    assert not find_doubles(walker).any()
    rejected = reject_doubles(walker)
    np.testing.assert_array_equal(rejected.xy_px, walker.xy_px)
    assert rejected.log[-1].note.startswith("0 joints")


def test_long_stretches_and_ends_are_not_told(walker: PoseTrack) -> None:
    start = apart(walker, "knee", 5)
    assert not find_doubles(doubled(walker, "knee", slice(start, start + 5))).any()
    assert not find_doubles(doubled(walker, "knee", slice(0, 2))).any()
    assert not find_doubles(doubled(walker, "knee", slice(len(walker) - 2, None))).any()


def test_stretch_beside_a_missing_joint_is_not_told(walker: PoseTrack) -> None:
    start = apart(walker, "knee", 2)
    track = doubled(walker, "knee", slice(start, start + 2))
    xy, status = track.xy_px.copy(), track.status.copy()
    xy[start - 1, SIDES["knee"][1]], status[start - 1, SIDES["knee"][1]] = np.nan, Status.REJECTED
    assert not find_doubles(replace(track, xy_px=xy, status=status)).any()


def test_corrected_joint_stays(walker: PoseTrack) -> None:
    start = apart(walker, "knee", 1)
    track = doubled(walker, "knee", slice(start, start + 1))
    status = track.status.copy()
    status[start, SIDES["knee"][0]] = Status.EDITED
    assert not find_doubles(replace(track, status=status)).any()


def test_nobody_in_view(walker: PoseTrack) -> None:
    nobody = replace(
        walker,
        xy_px=np.full(walker.xy_px.shape, np.nan),
        status=np.full(walker.status.shape, Status.NO_PERSON, np.int8),
    )
    assert not find_doubles(nobody).any()


def test_skeleton_without_ankles_has_its_knees_looked_at(walker: PoseTrack) -> None:
    kept = [k for k in MPII16.keypoints if "ankle" not in k]
    columns = [MPII16.index(name) for name in kept]
    start = apart(walker, "knee", 1)
    track = doubled(walker, "knee", slice(start, start + 1))
    legless = PoseTrack(
        skeleton=Skeleton(name="no ankles", keypoints=tuple(kept), limbs=()),
        t_s=track.t_s, frame=track.frame, xy_px=track.xy_px[:, columns],
        score=track.score[:, columns], spread_px=track.spread_px[:, columns],
        status=track.status[:, columns], presence=track.presence,
        image_size_px=track.image_size_px,
    )  # fmt: skip
    assert find_doubles(legless).sum() == 1


def test_chain_fills_what_was_doubled_unless_told_not_to(walker: PoseTrack) -> None:
    start = apart(walker, "knee", 2)
    knee, rows = SIDES["knee"][0], slice(start, start + 2)
    track = doubled(walker, "knee", rows)
    cleaned = clean_track(track)
    assert (cleaned.status[rows, knee] == Status.INTERPOLATED).all()
    away = np.linalg.norm(cleaned.xy_px[rows, knee] - walker.xy_px[rows, knee], axis=1)
    assert away.max() < 8
    names = [step.name for step in clean_track(track, CleaningSettings(reject_doubles=False)).log]
    assert "reject_doubles" not in names
