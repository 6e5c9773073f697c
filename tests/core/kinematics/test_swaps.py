"""Left/right repair on walkers whose truth is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.swaps import SwappedStretch, _cheapest, find_swaps, repair_swaps
from efficientpose_core.phantom.clip import Phantom, PhantomSpec, demo_spec
from efficientpose_core.phantom.motion import Motion
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.skeleton import MPII16

LEFT, RIGHT = MPII16.index("left_ankle"), MPII16.index("right_ankle")

STEP_PX = {
    "left_knee": (
        [
            220,
            226,
            237,
            244,
            258,
            269,
            284,
            297,
            306,
            315,
            320,
            327,
            335,
            351,
            373,
            378,
            379,
            384,
            376,
            387,
            400,
            410,
            417,
            423,
            428,
            434,
        ],
        [
            505,
            502,
            499,
            501,
            505,
            509,
            510,
            514,
            514,
            515,
            518,
            517,
            518,
            517,
            518,
            517,
            512,
            508,
            500,
            503,
            508,
            512,
            516,
            519,
            520,
            522,
        ],
    ),
    "right_knee": (
        [
            275,
            277,
            280,
            289,
            293,
            297,
            301,
            299,
            308,
            318,
            339,
            357,
            366,
            367,
            349,
            354,
            359,
            367,
            394,
            403,
            409,
            418,
            429,
            447,
            463,
            477,
        ],
        [
            512,
            510,
            508,
            509,
            508,
            506,
            505,
            507,
            508,
            512,
            517,
            518,
            518,
            516,
            514,
            509,
            497,
            493,
            507,
            506,
            500,
            501,
            507,
            510,
            510,
            512,
        ],
    ),
    "left_ankle": (
        [
            198,
            219,
            244,
            271,
            297,
            309,
            324,
            358,
            374,
            383,
            300,
            302,
            304,
            306,
            402,
            402,
            402,
            402,
            401,
            404,
            406,
            408,
            408,
            408,
            410,
            411,
        ],
        [
            598,
            594,
            596,
            592,
            592,
            591,
            591,
            586,
            586,
            592,
            603,
            601,
            599,
            597,
            603,
            604,
            603,
            602,
            602,
            604,
            605,
            606,
            606,
            605,
            606,
            604,
        ],
    ),
    "right_ankle": (
        [
            302,
            302,
            304,
            303,
            301,
            309,
            305,
            302,
            303,
            302,
            393,
            398,
            398,
            401,
            313,
            321,
            339,
            364,
            398,
            417,
            431,
            461,
            491,
            510,
            526,
            536,
        ],
        [
            601,
            601,
            602,
            597,
            585,
            585,
            591,
            596,
            596,
            600,
            596,
            600,
            602,
            602,
            594,
            592,
            584,
            588,
            590,
            586,
            574,
            571,
            577,
            579,
            579,
            585,
        ],
    ),
}
"""Columns and rows of one real step, as a network found it at 30 frames a second. In the tenth to
the thirteenth frame it takes each leg for the other, while the knees pass each other."""


def track_of(xy: np.ndarray, t_s: np.ndarray, size: tuple[int, int]) -> PoseTrack:
    shape = xy.shape[:2]
    valid = np.isfinite(xy).all(axis=2)
    return PoseTrack(
        skeleton=MPII16,
        t_s=t_s,
        frame=np.arange(len(t_s)),
        xy_px=np.where(valid[..., None], xy, np.nan),
        score=np.full(shape, 0.7),
        spread_px=np.full(shape, 2.0),
        status=np.where(valid, Status.MEASURED, Status.REJECTED).astype(np.int8),
        presence=np.ones(len(t_s)),
        image_size_px=size,
    )


@pytest.fixture(scope="module")
def walker() -> PoseTrack:
    phantom = Phantom(demo_spec())
    return track_of(phantom.xy_px, phantom.t_s, (1280, 720))


def exchanged(track: PoseTrack, rows: slice, joint: str, noise_px: float = 0.0) -> PoseTrack:
    xy = track.xy_px.copy()
    sides = [MPII16.index(f"left_{joint}"), MPII16.index(f"right_{joint}")]
    xy[rows, sides] = xy[rows, sides[::-1]]
    xy += np.random.default_rng(1).normal(0, noise_px, xy.shape) if noise_px else 0
    return track_of(xy, track.t_s, track.image_size_px)


def apart(track: PoseTrack) -> np.ndarray:
    """Frames in which the ankles are far enough apart for a mistake to matter."""
    return np.linalg.norm(track.xy_px[:, LEFT] - track.xy_px[:, RIGHT], axis=1) > 40


def test_right_walker_is_left_alone(walker: PoseTrack) -> None:
    assert find_swaps(walker) == ()
    np.testing.assert_array_equal(repair_swaps(walker).xy_px, walker.xy_px)


@settings(max_examples=25, deadline=None)
@given(start=st.integers(3, 120), length=st.integers(1, 12), joint=st.sampled_from(
    ["knee", "ankle", "wrist"]))  # fmt: skip
def test_mixed_up_stretch_is_put_right(
    walker: PoseTrack, start: int, length: int, joint: str
) -> None:
    rows = slice(start, start + length)
    repaired = repair_swaps(exchanged(walker, rows, joint))
    away = np.linalg.norm(repaired.xy_px - walker.xy_px, axis=2).max(axis=1)
    # Where both sides lie on each other, either name is as good.
    assert away.max() < 45


def test_leg_exchanged_from_one_crossing_to_the_next_is_put_right(walker: PoseTrack) -> None:
    """Both ends are near crossings, where the legs lie on each other."""
    left, right = (walker.xy_px[:, MPII16.index(f"{side}_knee"), 0] for side in ("left", "right"))
    crossings = np.flatnonzero(np.diff(np.sign(left - right))) + 1
    start, stop = next((a, b) for a, b in itertools.pairwise(crossings) if a > 10 and b - a > 8)
    rows = slice(start + 1, stop - 1)
    mixed = exchanged(exchanged(walker, rows, "knee"), rows, "ankle")
    repaired = repair_swaps(mixed)
    assert np.linalg.norm(mixed.xy_px - walker.xy_px, axis=2).max() > 60
    assert np.linalg.norm(repaired.xy_px - walker.xy_px, axis=2).max() < 45


def test_feet_exchanged_as_the_knees_pass_are_put_right() -> None:
    """What the knees seem to say must not decide about the feet."""
    xy = np.full((26, len(MPII16), 2), np.nan)
    for name, place in STEP_PX.items():
        xy[:, MPII16.index(name)] = np.array(place).T
    # Trunk and thighs only give the height of the body, 360 px.
    xy[:, MPII16.index("pelvis")] = knees = xy[:, MPII16.index("left_knee")] - (0.0, 90.0)
    xy[:, MPII16.index("thorax")] = knees - (0.0, 108.0)
    track = track_of(xy, np.arange(26) / 30, (640, 640))
    # The knees are too near to each other to tell.
    found = [stretch for stretch in find_swaps(track) if stretch.joint == "ankle"]
    assert found == [SwappedStretch(joint="ankle", start=10, stop=14)]


def test_legs_exchanged_around_crossings_of_noisy_knees_are_put_right(walker: PoseTrack) -> None:
    """If knees decided first, 125 frames would have the wrong foot: half a step, ten times."""
    left, right = (walker.xy_px[:, MPII16.index(f"{side}_knee"), 0] for side in ("left", "right"))
    crossings = np.flatnonzero(np.diff(np.sign(left - right))) + 1
    wrong = 0
    for crossing, offset, length in itertools.product(crossings, range(-4, 2), (3, 4, 6)):
        rows = slice(crossing + offset, crossing + offset + length)
        if rows.stop > len(walker) - 5:
            continue
        mixed = exchanged(exchanged(walker, rows, "knee"), rows, "ankle", noise_px=7.0)
        foot = repair_swaps(mixed).xy_px[:, LEFT]
        own, other = (
            np.linalg.norm(foot - walker.xy_px[:, side], axis=1) for side in (LEFT, RIGHT)
        )
        wrong += int(np.sum((other < own) & apart(walker)))
    assert wrong <= 20


def test_legs_exchanged_between_crossings_that_the_network_saw_one_leg_at(
    walker: PoseTrack,
) -> None:
    """Where the feet pass, both are found on the one that stands: motion there tells nothing."""
    ankles = walker.xy_px[:, [LEFT, RIGHT]]
    crossings = np.flatnonzero(np.diff(np.sign(ankles[:, 0, 0] - ankles[:, 1, 0]))) + 1
    wrong = 0
    for start, stop in itertools.pairwise(crossings[1:-1]):
        rows = slice(start, stop)
        mixed = exchanged(exchanged(walker, rows, "knee"), rows, "ankle", noise_px=3.0)
        xy = mixed.xy_px.copy()
        for crossing in (start, stop):
            moved = np.linalg.norm(ankles[crossing + 2] - ankles[crossing - 2], axis=1)
            near = slice(crossing - 2, crossing + 3)
            xy[near, [LEFT], :] = xy[near, [RIGHT], :] = ankles[near, [int(np.argmin(moved))], :]
        repaired = repair_swaps(track_of(xy, walker.t_s, walker.image_size_px)).xy_px
        own = np.linalg.norm(repaired[rows, LEFT] - ankles[rows, 0], axis=1)
        other = np.linalg.norm(repaired[rows, LEFT] - ankles[rows, 1], axis=1)
        wrong += int(np.sum((other < own) & apart(walker)[rows]))
    assert wrong <= 4


def test_sides_in_one_place_are_left_to_the_network() -> None:
    """Feet of a squat are one behind the other: knees a little off are no reason to exchange."""
    squat = Phantom(PhantomSpec(motion=Motion.SQUAT, duration_s=5.0))
    track = track_of(squat.xy_px, squat.t_s, (1280, 720))
    body = body_height_px(track)
    xy = track.xy_px.copy()
    xy[:, LEFT] = xy[:, RIGHT] + (0.0, -0.02 * body)
    rows = slice(60, 100)
    xy[rows, MPII16.index("left_knee"), 1] += 0.011 * body
    xy[rows, MPII16.index("right_knee"), 1] -= 0.011 * body
    assert find_swaps(track_of(xy, track.t_s, track.image_size_px)) == ()


def test_noise_of_a_network_is_not_taken_for_exchanges(walker: PoseTrack) -> None:
    noisy = exchanged(walker, slice(0, 0), "ankle", noise_px=3.0)
    wrong = np.zeros(len(walker), bool)
    for stretch in find_swaps(noisy):
        if stretch.joint == "ankle":
            wrong[stretch.start : stretch.stop] = True
    assert not np.any(wrong & apart(walker))


def test_scores_and_statuses_change_sides_with_their_points(walker: PoseTrack) -> None:
    rows = np.flatnonzero(apart(walker))[5]
    mixed = exchanged(walker, slice(rows, rows + 1), "ankle")
    score = mixed.score.copy()
    score[rows, LEFT] = 0.25
    mixed = track_of(mixed.xy_px, mixed.t_s, mixed.image_size_px)
    mixed = mixed.with_changes(repair_swaps(mixed).log[-1], score=score)
    repaired = repair_swaps(mixed)
    assert repaired.score[rows, RIGHT] == 0.25
    assert repaired.log[-1].parameters["stretches"] == [["ankle", int(rows), int(rows)]]
    assert (repaired.status == Status.MEASURED).all()


@pytest.mark.parametrize("frames", [3, 4, 5, 8, 11])
def test_the_search_finds_the_cheapest_choices(frames: int) -> None:
    rng = np.random.default_rng(frames)
    for _ in range(20):
        own, motion = rng.random((frames, 2)), 2 * rng.random((frames, 4))
        best = min(
            itertools.product((0, 1), repeat=frames), key=lambda path: _cost(path, own, motion)
        )
        np.testing.assert_array_equal(_cheapest(own.T, motion.T), best)


def _cost(path: tuple[int, ...], own: np.ndarray, motion: np.ndarray) -> float:
    """Add up what a path costs, one frame after the other."""
    total = sum(own[n, choice] for n, choice in enumerate(path))
    for n in range(2, len(path)):
        first, middle, last = path[n - 2 : n + 1]
        unequal = 0 if first == middle == last else 1 if first == middle else 2
        total += motion[n, 3 if middle == last != first else unequal]
    return float(total)


def test_corrected_frames_are_left_alone(walker: PoseTrack) -> None:
    start = int(np.flatnonzero(apart(walker)[1:-3] & apart(walker)[3:-1])[10]) + 1
    rows = slice(start, start + 3)
    mixed = exchanged(walker, rows, "ankle")
    assert SwappedStretch(joint="ankle", start=start, stop=start + 3) in find_swaps(mixed)
    status = mixed.status.copy()
    status[rows, LEFT] = Status.EDITED
    by_hand = mixed.with_changes(repair_swaps(mixed).log[-1], status=status)
    np.testing.assert_array_equal(
        repair_swaps(by_hand).xy_px[rows, [LEFT, RIGHT]], by_hand.xy_px[rows, [LEFT, RIGHT]]
    )


def test_gaps_and_missing_sides_stay(walker: PoseTrack) -> None:
    xy = walker.xy_px.copy()
    xy[40:50, LEFT] = np.nan
    gappy = track_of(xy, walker.t_s, walker.image_size_px)
    repaired = repair_swaps(gappy)
    assert np.isnan(repaired.xy_px[40:50, LEFT]).all()
    assert (repaired.status[40:50, LEFT] == Status.REJECTED).all()


@pytest.mark.parametrize("frames", [1, 2])
def test_too_short_to_tell(walker: PoseTrack, frames: int) -> None:
    short = track_of(walker.xy_px[:frames], walker.t_s[:frames], walker.image_size_px)
    assert find_swaps(short) == ()
