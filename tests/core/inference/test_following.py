"""Finding and following one person, on scripted scenes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from efficientpose_core.errors import SettingsError
from efficientpose_core.inference.estimator import Pose
from efficientpose_core.inference.following import (
    FollowedFrame,
    FollowSettings,
    Outcome,
    PersonFollower,
)
from efficientpose_core.media.source import Frame

from .fakes import ScriptedEstimator, stick_pose

SIZE = (640, 360)
HEIGHT = 120.0
RATE = 30.0
People = Mapping[str, tuple[float, float]]


def _frame(index: int, *, damaged: bool = False) -> Frame:
    if damaged:
        return Frame(index=index, t_s=index / RATE, picture=None)
    return Frame.from_rgb(np.zeros((SIZE[1], SIZE[0], 3), np.uint8), index=index, t_s=index / RATE)


class Scene:
    """People at places that change over time; the network sees who is best in the crop."""

    def __init__(self, people: dict[int, list[tuple[float, float]]]) -> None:
        self.people = people

    def __call__(self, frame: Frame, box: tuple[float, float, float]) -> Pose:
        x0, y0, side = box
        best = stick_pose((x0 + side / 2, y0 + side / 2), side / 1.3, 0.06)
        for centre in self.people.get(frame.index, []):
            inside = abs(centre[0] - x0 - side / 2) < side / 2 and (
                abs(centre[1] - y0 - side / 2) < side / 2
            )
            if not inside:
                continue
            # Peaks are high where the person about fills the crop, as measured on real pictures.
            fit = min(1.0, 1.8 * 1.3 * HEIGHT / side, side / (1.3 * HEIGHT))
            pose = stick_pose(centre, HEIGHT, 0.95 * fit)
            if pose.confidence > best.confidence:
                best = pose
        return best


def _run(
    scene: Scene,
    frames: int,
    settings: FollowSettings | None = None,
    damaged: tuple[int, ...] = (),
    together: int = 2,
) -> tuple[list[FollowedFrame], ScriptedEstimator]:
    estimator = ScriptedEstimator(scene)
    follower = PersonFollower(  # type: ignore[arg-type]
        estimator, SIZE, settings, together=together
    )
    results = []
    for n in range(frames):
        results += follower.step(_frame(n, damaged=n in damaged))
    results += follower.flush()
    return results, estimator


def _centres(results: list[FollowedFrame]) -> np.ndarray:
    return np.array(
        [r.pose.xy_px[:2].mean(axis=0) if r.pose else (np.nan, np.nan) for r in results]
    )


def test_walker_is_followed_with_one_look_a_frame() -> None:
    walk = {n: [(100.0 + 6 * n, 180.0)] for n in range(60)}
    results, estimator = _run(Scene(walk), 60)
    assert [r.index for r in results] == list(range(60))
    np.testing.assert_allclose(_centres(results), [walk[n][0] for n in range(60)], atol=1e-9)
    assert len([n for n, _ in estimator.looked if n > 0]) == 59


def test_two_frames_share_a_crop_and_a_live_view_gets_each_at_once() -> None:
    scene = Scene({n: [(100.0 + 6 * n, 180.0)] for n in range(20)})
    _, pairs = _run(scene, 20)
    crops = dict(pairs.looked)
    assert [crops[n] == crops[n + 1] for n in range(1, 19)] == [True, False] * 9
    follower = PersonFollower(ScriptedEstimator(scene), SIZE)  # type: ignore[arg-type]
    assert [[r.index for r in follower.step(_frame(n))] for n in range(5)] == [
        [0],
        [1],
        [2],
        [3],
        [4],
    ]


def test_frames_without_a_person_have_no_pose_and_nothing_is_missed() -> None:
    there = [n for n in range(90) if 20 <= n < 40 or n >= 63]
    results, _ = _run(Scene({n: [(300.0, 180.0)] for n in there}), 90)
    assert [r.index for r in results] == list(range(90))
    assert [r.index for r in results if r.outcome is Outcome.POSE] == there
    assert all(r.pose is None for r in results if r.outcome is Outcome.NO_PERSON)


def test_thing_that_looks_like_a_person_in_one_crop_only_is_none() -> None:
    def socket(frame: Frame, box: tuple[float, float, float]) -> Pose:
        x0, y0, side = box
        # A skeleton is seen in whatever the crop shows, clearly only at one size.
        return stick_pose((x0 + side / 2, y0 + side / 2), side / 1.3, 0.8 if side < 230 else 0.5)

    results, _ = _run(socket, 40)  # type: ignore[arg-type]
    assert {r.outcome for r in results} == {Outcome.NO_PERSON}


def test_crop_that_cuts_off_the_feet_is_not_kept() -> None:
    whole = Scene({n: [(300.0, 180.0)] for n in range(20)})

    def legs_may_be_cut(frame: Frame, box: tuple[float, float, float]) -> Pose:
        pose = whole(frame, box)
        if pose.confidence < 0.2:
            return pose
        score = pose.score.copy()
        feet = pose.xy_px[:, 1] > 180.0 + 0.3 * HEIGHT
        if box[1] + box[2] < 180.0 + 0.62 * HEIGHT:
            # Blind to the feet, the network is all the surer of the rest.
            score[feet], score[~feet] = 0.01, 1.0
        return Pose(xy_px=pose.xy_px, score=score, spread_px=pose.spread_px)

    hint = FollowSettings(box_px=(260.0, 110.0, 80.0, 110.0))
    results, _ = _run(legs_may_be_cut, 20, hint)  # type: ignore[arg-type]
    assert all(r.pose is not None and r.pose.score.min() > 0.2 for r in results)


def test_second_person_nearby_does_not_make_it_jump() -> None:
    both = {n: [(150.0 + 2 * n, 180.0), (560.0 - 3 * n, 170.0)] for n in range(100)}
    results, _ = _run(Scene(both), 60, FollowSettings(person_px=(150.0, 180.0)))
    np.testing.assert_allclose(_centres(results), [both[n][0] for n in range(60)], atol=1e-9)


def test_another_person_is_not_taken_for_the_lost_one() -> None:
    scene = {n: [(100.0, 180.0)] for n in range(20)} | {n: [(560.0, 180.0)] for n in range(20, 120)}
    results, _ = _run(Scene(scene), 120, FollowSettings(forget_after_s=2.0))
    found = [r.index for r in results if r.outcome is Outcome.POSE]
    assert found[:20] == list(range(20))
    # Forgotten after 2 s; then anybody counts, and held frames are looked at backwards.
    assert 20 + 2.0 * RATE - PersonFollower.MAX_HELD <= found[20] <= 20 + 3.0 * RATE


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (FollowSettings(person_px=(500.0, 180.0)), 500.0),
        (FollowSettings(box_px=(440.0, 110.0, 120.0, 140.0)), 500.0),
        (FollowSettings(person_px=(120.0, 180.0)), 120.0),
    ],
)
def test_hint_chooses_the_person(settings: FollowSettings, expected: float) -> None:
    results, _ = _run(Scene({n: [(120.0, 180.0), (500.0, 180.0)] for n in range(10)}), 10, settings)
    np.testing.assert_allclose(_centres(results)[:, 0], expected, atol=1e-9)


def test_damaged_frames_are_told_and_do_not_lose_the_person() -> None:
    results, _ = _run(Scene({n: [(300.0, 180.0)] for n in range(20)}), 20, damaged=(0, 7, 8, 19))
    outcomes = [r.outcome for r in results]
    assert [n for n, o in enumerate(outcomes) if o is Outcome.DAMAGED] == [0, 7, 8, 19]
    assert outcomes.count(Outcome.POSE) == 16


def test_resumed_follower_gives_the_same_frames() -> None:
    rng = np.random.default_rng(5)
    scene = Scene(
        {n: [tuple(rng.normal((300, 180), 3))] for n in range(120) if not 40 <= n < 70}  # type: ignore[misc]
    )
    whole, _ = _run(scene, 120)
    for cut in (1, 2, 24, 25, 39, 41, 55, 71, 72, 118):
        done = whole[:cut]
        follower = PersonFollower(
            ScriptedEstimator(scene), SIZE, state=done[-1].state, together=2  # type: ignore[arg-type]
        )  # fmt: skip
        rest = []
        for n in range(cut, 120):
            rest += follower.step(_frame(n))
        rest += follower.flush()
        assert [r.index for r in rest] == list(range(cut, 120))
        assert [r.outcome for r in rest] == [r.outcome for r in whole[cut:]]
        np.testing.assert_array_equal(_centres(rest), _centres(whole[cut:]))


@pytest.mark.parametrize(
    "wrong",
    [
        {"enter_presence": 0.3, "leave_presence": 0.4},
        {"leave_presence": 0.0},
        {"person_px": (1.0, 2.0), "box_px": (0.0, 0.0, 5.0, 5.0)},
        {"box_px": (0.0, 0.0, 0.0, 5.0)},
    ],
)
def test_settings_that_contradict_each_other(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        FollowSettings(**wrong)  # type: ignore[arg-type]
