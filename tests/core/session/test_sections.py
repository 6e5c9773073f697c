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
