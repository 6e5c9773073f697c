"""What a project reports: walking by itself, everything else where it was chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from efficientpose_core.kinematics.angles import View
from efficientpose_core.kinematics.gait.events import EventKind, EventMethod
from efficientpose_core.kinematics.gait.marks import AddEvent
from efficientpose_core.kinematics.sport.phases import Phase
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pipeline import Derived, DeriveSettings, derive
from efficientpose_core.session.assessment import Assessment
from efficientpose_core.session.document import Session
from efficientpose_core.session.sections import session_sections


@pytest.fixture(scope="module")
def walking() -> Derived:
    phantom = Phantom(PhantomSpec(size_px=(480, 320), duration_s=4.0))
    return derive(phantom.to_track(), DeriveSettings())


def titles(session: Session, derived: Derived, **asked: object) -> list[str]:
    asking = replace(session, assessment=Assessment(**asked))
    return [section.title for section in session_sections(asking, derived)]


def test_walking_is_reported_without_being_asked_for(session: Session, walking: Derived) -> None:
    assert titles(session, walking) == ["Gait"]


def test_a_front_view_has_no_gait(session: Session, walking: Derived) -> None:
    request = replace(session.request, derive=replace(session.request.derive, view=View.FRONTAL))
    assert titles(replace(session, request=request), walking) == []


def test_somebody_who_sways_does_not_walk(session: Session) -> None:
    assert titles(session, session.derived()) == []


def test_chapters_follow_what_was_chosen(session: Session, walking: Derived) -> None:
    asked = {"protocol": "walk", "phases": (Phase(name="start", first=0, last=20),)}
    found = titles(session, walking, **asked)
    assert found[0] == "Gait"
    assert found[-1] == "Phases"
    assert len(found) == 3


def test_no_measure_stands_twice(session: Session, walking: Derived) -> None:
    asked = Assessment(protocol="walk")
    gait, test = session_sections(replace(session, assessment=asked), walking)
    assert {"stride_time", "step_length"} <= {m.name.partition("_")[2] for m in gait.measures}
    assert not {m.name for m in test.measures} & {m.name for m in gait.measures}
    assert test.told_in == ("Gait",)
    assert not gait.told_in


def test_a_test_and_a_count_of_the_same_share_measures(session: Session, walking: Derived) -> None:
    asked = Assessment(protocol="squat", counted="squat")
    sections = session_sections(replace(session, assessment=asked), walking)
    test, count = (s for s in sections if s.title in ("Squat", "Repetitions"))
    assert any(m.name == "repetitions" for m in test.measures)
    assert not count.measures
    assert count.told_in == ("Squat",)
    assert count.plots


def test_another_count_keeps_its_measures(session: Session, walking: Derived) -> None:
    asked = Assessment(protocol="squat", counted="right_knee_flexion")
    sections = session_sections(replace(session, assessment=asked), walking)
    (count,) = (s for s in sections if s.title == "Repetitions")
    assert any(m.name == "repetitions" for m in count.measures)


def test_events_set_by_hand_and_the_method_count(session: Session, walking: Derived) -> None:
    mark = AddEvent(side="left", kind=EventKind.INITIAL_CONTACT, frame=1)
    asked = Assessment(gait_method=EventMethod.MANUAL, gait_marks=(mark,))
    (gait,) = session_sections(replace(session, assessment=asked), walking)
    (events,) = (table for table in gait.tables if table.title == "Gait events")
    (row,) = events.rows
    assert row[1:5] == (1, "left", "initial_contact", "manual")


def test_refused_distances_are_refused_here_too(session: Session, walking: Derived) -> None:
    asked = Assessment(no_distances="The person walks on a treadmill.")
    (gait,) = session_sections(replace(session, assessment=asked), walking)
    lengths = [measure for measure in gait.measures if "step_length" in measure.name]
    assert lengths
    assert all("treadmill" in measure.reason for measure in lengths)
