"""Corrections by hand over what was found."""

from __future__ import annotations

import pytest

from efficientpose_core.errors import DataError
from efficientpose_core.kinematics.gait.events import EventMethod, EventSource
from efficientpose_core.kinematics.gait.marks import (
    AddEvent,
    DeleteEvent,
    MoveEvent,
    apply_marks,
)

from .walkers import CONTACT, TOE_OFF, Walker, event, times, track_of

T = times(4)
TRACK = Walker().track(T)
FOUND = (event("right", CONTACT, 1.0), event("left", CONTACT, 1.5), event("right", CONTACT, 2.0))


def test_without_marks_nothing_changes() -> None:
    assert apply_marks(FOUND, (), TRACK) == (FOUND, ())


def test_added_event_is_manual_and_in_order() -> None:
    events, lost = apply_marks(FOUND, [AddEvent(side="left", kind=TOE_OFF, frame=75)], TRACK)
    assert [e.t_s for e in events] == [1.0, 1.25, 1.5, 2.0]
    new = events[1]
    assert (new.source, new.method, new.frame) == (EventSource.MANUAL, EventMethod.MANUAL, 75)
    # Half the width of a triangle over one frame before and after.
    assert new.error_s == pytest.approx(1 / 60 / 6**0.5)
    assert new.random_error_s == new.error_s
    assert not lost


def test_moved_event_takes_the_place_of_the_found_one() -> None:
    mark = MoveEvent(side="right", kind=CONTACT, frame=122, to_frame=126)
    events, lost = apply_marks(FOUND, [mark], TRACK)
    assert [(e.t_s, e.source) for e in events] == [
        (1.0, EventSource.AUTOMATIC), (1.5, EventSource.AUTOMATIC), (2.1, EventSource.MANUAL),
    ]  # fmt: skip
    assert not lost


def test_moved_event_stays_even_if_it_is_not_found_any_more() -> None:
    mark = MoveEvent(side="right", kind=TOE_OFF, frame=90, to_frame=96)
    events, _ = apply_marks(FOUND, [mark], TRACK)
    assert [(e.kind, e.t_s) for e in events if e.source is EventSource.MANUAL] == [(TOE_OFF, 1.6)]


def test_deletion_survives_another_detection() -> None:
    mark = DeleteEvent(side="left", kind=CONTACT, frame=90)
    assert apply_marks(FOUND, [mark], TRACK)[0] == (FOUND[0], FOUND[2])
    # Found 5 frames later with other settings: still the same event.
    later = (FOUND[0], event("left", CONTACT, 1.58), FOUND[2])
    assert apply_marks(later, [mark], TRACK)[0] == (FOUND[0], FOUND[2])


def test_deletion_of_what_is_gone_is_told() -> None:
    mark = DeleteEvent(side="left", kind=CONTACT, frame=180)
    events, (sentence,) = apply_marks(FOUND, [mark], TRACK)
    assert events == FOUND
    assert "left contact near frame 180" in sentence


def test_marks_touch_their_own_foot_and_kind_only() -> None:
    marks = [
        DeleteEvent(side="left", kind=CONTACT, frame=60),
        DeleteEvent(side="right", kind=TOE_OFF, frame=60),
    ]
    events, lost = apply_marks(FOUND, marks, TRACK)
    assert events == FOUND
    assert len(lost) == 2


def test_the_nearest_of_several_is_meant_and_later_marks_win() -> None:
    close = (event("right", CONTACT, 1.0), event("right", CONTACT, 1.1))
    deleted, _ = apply_marks(close, [DeleteEvent(side="right", kind=CONTACT, frame=64)], TRACK)
    assert [e.t_s for e in deleted] == [1.0]
    there_and_back = [
        MoveEvent(side="right", kind=CONTACT, frame=60, to_frame=70),
        MoveEvent(side="right", kind=CONTACT, frame=70, to_frame=60),
    ]
    events, _ = apply_marks(FOUND[:1], there_and_back, TRACK)
    assert [e.t_s for e in events] == [1.0]


def test_frames_are_numbers_in_the_source() -> None:
    cut = track_of(TRACK.xy_px, T, first_frame=1000)
    events, _ = apply_marks((), [AddEvent(side="left", kind=CONTACT, frame=1060)], cut)
    assert (events[0].t_s, events[0].frame) == (1.0, 1060)


@pytest.mark.parametrize(
    "mark",
    [
        AddEvent(side="left", kind=CONTACT, frame=5000),
        AddEvent(side="left", kind=CONTACT, frame=-1),
        DeleteEvent(side="left", kind=CONTACT, frame=5000),
        MoveEvent(side="left", kind=CONTACT, frame=90, to_frame=5000),
    ],
)
def test_frames_that_were_not_analysed_are_refused(mark: AddEvent) -> None:
    with pytest.raises(DataError, match="was not analysed"):
        apply_marks(FOUND, [mark], TRACK)


def test_other_feet_are_refused() -> None:
    with pytest.raises(DataError, match="right or left"):
        apply_marks(FOUND, [AddEvent(side="middle", kind=CONTACT, frame=60)], TRACK)


def test_one_frame_has_no_rate() -> None:
    one = track_of(TRACK.xy_px[:1], T[:1])
    events, _ = apply_marks((), [AddEvent(side="left", kind=CONTACT, frame=0)], one)
    assert events[0].error_s == 0.0
