"""The order and the times in which frames are played."""

from __future__ import annotations

import numpy as np
import pytest

from app.services.play_plan import PlayPlan, check_speed
from efficientpose_core.errors import SettingsError

TIMES = np.array([0.0, 0.1, 0.15, 0.4, 0.5])
NEVER = float("-inf")


def plan(**changes: object) -> PlayPlan:
    settings: dict[str, object] = {"start": 0, "first": 0, "stop": 5, "is_loop": False}
    return PlayPlan(TIMES, 0.6, **(settings | changes))  # type: ignore[arg-type]


def test_frames_are_due_at_their_real_times() -> None:
    playing = plan(start=1)
    taken = [playing.take(NEVER) for _ in range(5)]
    assert taken[4] is None
    frames = [frame for frame in taken if frame is not None]
    assert [f.index for f in frames] == [1, 2, 3, 4]
    assert [f.due_s for f in frames] == pytest.approx([0.0, 0.05, 0.3, 0.4])
    assert playing.end_s == pytest.approx(0.5)


def test_frames_whose_successor_is_due_are_left_out_and_counted() -> None:
    frame = plan().take(0.2)
    assert frame is not None
    # Frame 2 covers 0.15 to 0.4 s.
    assert (frame.index, frame.skipped) == (2, 2)


def test_the_last_frame_is_never_left_out() -> None:
    frame = plan().take(100.0)
    assert frame is not None
    assert frame.index == 4


def test_frames_too_dense_for_the_screen_are_left_out_but_not_counted() -> None:
    playing = plan()
    frames = [playing.take(NEVER, 0.08) for _ in range(5)]
    shown = [(f.index, f.skipped) for f in frames if f is not None]
    assert shown == [(0, 0), (1, 0), (3, 0), (4, 0)]


def test_a_loop_goes_on_in_media_time_and_always_shows_its_first_frame() -> None:
    playing = plan(start=3, first=1, stop=4, is_loop=True)
    frames = [playing.take(NEVER) for _ in range(4)]
    assert [f.index for f in frames if f] == [3, 1, 2, 3]
    # Frame 3 lasts until frame 4 is due, 0.1 s later.
    assert [f.due_s for f in frames if f] == pytest.approx([0.0, 0.1, 0.15, 0.4])
    assert [f.starts_lap for f in frames if f] == [False, True, False, False]
    late = playing.take(100.0)
    assert late is not None
    assert (late.index, late.starts_lap, late.skipped) == (1, True, 0)


def test_a_range_that_ends_with_the_file_lasts_until_its_end() -> None:
    playing = plan(start=4, first=4, is_loop=True)
    assert [f.due_s for f in (playing.take(NEVER), playing.take(NEVER)) if f] == pytest.approx(
        [0.0, 0.1]
    )


@pytest.mark.parametrize("speed", [0.0, 0.05, 2.5, -1.0, float("nan")])
def test_impossible_speeds_are_refused(speed: float) -> None:
    with pytest.raises(SettingsError, match="speed must be within"):
        check_speed(speed)
