"""Two projects compared in a report: what is refused, and what is warned of, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from efficientpose_core.kinematics.angles import View
from efficientpose_core.kinematics.cleaning import CleaningSettings
from efficientpose_core.kinematics.gait.events import EventMethod
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.gait import WalkSettings
from efficientpose_core.phantom.motion import Motion
from efficientpose_core.phantom.scene import Direction
from efficientpose_core.pipeline import Derived, DeriveSettings, derive
from efficientpose_core.session.assessment import Assessment, Person
from efficientpose_core.session.comparison import (
    ComparedWalk,
    make_walk,
    why_not_comparable,
    why_not_the_person,
)
from efficientpose_core.session.document import Session
from efficientpose_core.session.sections import gait_comparison_section

SLOW, QUICK = 100.0, 115.0


def derived(**spec: object) -> Derived:
    phantom = Phantom(PhantomSpec(size_px=(640, 360), duration_s=6.0, **spec))
    return derive(phantom.to_track(), DeriveSettings())


@pytest.fixture(scope="module")
def slow() -> Derived:
    return derived(walk=WalkSettings(cadence_steps_min=SLOW))


@pytest.fixture(scope="module")
def quick() -> Derived:
    return derived(walk=WalkSettings(cadence_steps_min=QUICK))


@pytest.fixture
def before(session: Session, slow: Derived) -> ComparedWalk:
    """Return an earlier visit of P-017."""
    asked = replace(session, assessment=Assessment(person=Person(pseudonym="P-017")))
    return make_walk("before.epstudio", asked, slow, recorded_on=date(2026, 3, 1))


@pytest.fixture
def after(before: ComparedWalk, quick: Derived) -> ComparedWalk:
    """Return a later visit of the same person."""
    detection = replace(before.session.detection, source_sha256="another")
    session = replace(before.session, detection=detection)
    return make_walk("", session, quick, recorded_on=date(2026, 5, 1))


def with_session(walk: ComparedWalk, **changes: object) -> ComparedWalk:
    return replace(walk, session=replace(walk.session, **changes))


def test_two_visits_are_compared_later_minus_earlier(
    before: ComparedWalk, after: ComparedWalk
) -> None:
    section = gait_comparison_section(before, after)
    assert section.title == "Before and after"
    assert section.warnings == ()
    assert section.comparison is not None
    assert section.comparison.gait is not None
    changes = {change.name: change for change in section.comparison.gait.parameters}
    assert changes["cadence"].before.value == pytest.approx(SLOW, abs=0.5)
    assert changes["cadence"].difference == pytest.approx(QUICK - SLOW, abs=1.0)
    assert changes["cadence"].exceeds is True
    assert changes["right_stance"].exceeds is not True
    told = section.comparison.before
    assert (told.project, told.recording, told.person) == ("before.epstudio", "walk.mp4", "P-017")
    assert told.recorded_on == date(2026, 3, 1)
    assert told.cycles == before.cycles
    assert min(told.cycles) >= 2


def test_nobody_walks_in_one_of_them(before: ComparedWalk, session: Session) -> None:
    still = make_walk("still.epstudio", session, derived(motion=Motion.SQUAT))
    for pair in ((still, before), (before, still)):
        section = gait_comparison_section(*pair)
        (refusal,) = section.refusals
        assert refusal.reason.startswith("'walk.mp4' holds no gait to compare: Nobody walks")
        assert section.comparison is not None
        assert section.comparison.gait is None


def test_a_front_view_is_refused(before: ComparedWalk, session: Session, slow: Derived) -> None:
    request = replace(session.request, derive=replace(session.request.derive, view=View.FRONTAL))
    front = make_walk("front.epstudio", replace(session, request=request), slow)
    assert "taken from the front" in why_not_comparable(front, before)


def test_forwards_and_backwards_are_never_compared(
    before: ComparedWalk, after: ComparedWalk
) -> None:
    backwards = with_session(after, assessment=Assessment(walks_backwards=True))
    assert "choose the same in both" in why_not_comparable(before, backwards)
    assert why_not_comparable(backwards, backwards) == ""
    assert gait_comparison_section(before, backwards).refusals[0].name == "gait"


def test_another_person_is_told(before: ComparedWalk, after: ComparedWalk) -> None:
    (told,) = why_not_the_person(before, after.with_person("P-018"))
    assert told.startswith("The two projects have different pseudonyms, 'P-017' before and 'P-018'")
    # Somebody without a pseudonym may be anybody, and the table says so.
    assert why_not_the_person(before, after.with_person("")) == ()
    assert gait_comparison_section(before, after.with_person("P-018")).warnings == (told,)


def test_the_same_recording_is_told(before: ComparedWalk, quick: Derived) -> None:
    again = make_walk("", before.session, quick, recorded_on=before.recorded_on)
    (told,) = why_not_the_person(before, again)
    assert told.startswith("Both projects are of the same recording")
    # Folders of pictures have no checksum to tell it by.
    pictures = replace(before.session.detection, source_sha256="")
    unknown = with_session(again, detection=pictures)
    assert why_not_the_person(unknown, unknown) == ()


def test_dates_in_the_wrong_order_are_told(before: ComparedWalk, after: ComparedWalk) -> None:
    (told,) = why_not_the_person(after, before)
    assert "exchange the two" in told
    assert why_not_the_person(after, replace(before, recorded_on=None)) == ()
    assert why_not_the_person(before, replace(after, recorded_on=before.recorded_on)) == ()


def test_another_network_is_told(before: ComparedWalk, after: ComparedWalk) -> None:
    found = after.session.detection
    other = replace(found, weights=replace(found.weights, name="theirs"), weights_digest="def")
    (told,) = why_not_the_person(before, with_session(after, detection=other))
    assert "'ours' before and 'theirs' after" in told


@pytest.mark.parametrize("what", ["cleaning", "events"])
def test_other_settings_are_told(before: ComparedWalk, after: ComparedWalk, what: str) -> None:
    request = after.session.request
    cleaning = CleaningSettings(min_score=0.2)
    changes: dict[str, object] = {
        "cleaning": {
            "request": replace(request, derive=replace(request.derive, cleaning=cleaning))
        },
        "events": {
            "assessment": replace(after.session.assessment, gait_method=EventMethod.ANKLE)
        },
    }  # fmt: skip
    (told,) = why_not_the_person(before, with_session(after, **changes[what]))
    assert told.startswith("Cleaning or the way events are found differ")


def test_the_other_leg_is_the_far_one(before: ComparedWalk, after: ComparedWalk) -> None:
    there = derived(direction=Direction.LEFT)
    (told,) = why_not_the_person(before, make_walk("", after.session, there))
    assert told.startswith("The person does not walk in the same directions")
