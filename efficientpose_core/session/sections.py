"""What a project reports besides keypoints and angles: alike in reports, tables and the window."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from efficientpose_core.export.gait import comparison_section, gait_section
from efficientpose_core.export.sections import Compared, Section
from efficientpose_core.kinematics.angles import View
from efficientpose_core.kinematics.gait.comparison import compare_gait
from efficientpose_core.kinematics.measure import Measure
from efficientpose_core.pipeline import Derived
from efficientpose_core.session.comparison import (
    ComparedWalk,
    why_not_comparable,
    why_not_the_person,
)
from efficientpose_core.session.document import Session
from efficientpose_core.session.gait import analyse_session_gait, norms_for
from efficientpose_core.session.movement import analyse_session_movement, movement_sections

__all__ = ["gait_comparison_section", "session_sections"]


def session_sections(session: Session, derived: Derived) -> tuple[Section, ...]:
    """Return gait, test, repetitions or jumps, and phases of a project; those there are.

    Walking seen from the side is recognised by itself, with the project's own events; tests,
    repetitions and phases are reported where they were chosen.

    Parameters
    ----------
    session
        The project.
    derived
        Its results.
    """
    sections = movement_sections(analyse_session_movement(session, derived))
    return _without_repeats((*_gait_sections(session, derived), *sections))


def _gait_sections(session: Session, derived: Derived) -> tuple[Section, ...]:
    if session.request.derive.view is not View.SAGITTAL:
        return ()
    gait = analyse_session_gait(session, derived)
    is_wished = session.assessment.protocol == "walk" or bool(session.assessment.gait_marks)
    if not is_wished and all(measure.is_refused for measure in gait.parameters):
        # A squat is no walk: a chapter of refusals would tell nothing.
        return ()
    return (gait_section(gait, norms_for(session)),)


def gait_comparison_section(before: ComparedWalk, after: ComparedWalk) -> Section:
    """Return how gait has changed between two projects, or why that cannot be told.

    Warnings say what differs besides the gait: another person, another network, other settings.
    """
    refusal = why_not_comparable(before, after)
    return comparison_section(
        _compared(before),
        _compared(after),
        None if refusal else compare_gait(before.gait, after.gait),
        warnings=why_not_the_person(before, after),
        refusal=refusal,
    )


def _compared(walk: ComparedWalk) -> Compared:
    return Compared(
        project=walk.project,
        recording=walk.name,
        recorded_on=walk.recorded_on,
        person=walk.person,
        cycles=walk.cycles,
        weights=walk.session.detection.weights.name,
    )


def _without_repeats(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return sections in which no measure stands twice: a test may measure what is counted, too."""
    places: dict[tuple[object, ...], str] = {}
    result = []
    for section in sections:
        new = tuple(measure for measure in section.measures if _key(measure) not in places)
        if len(new) < len(section.measures):
            known = (places.get(_key(measure)) for measure in section.measures)
            told_in = tuple(dict.fromkeys(title for title in known if title))
            section = replace(section, measures=new, told_in=told_in)
        places |= {_key(measure): section.title for measure in new}
        result.append(section)
    return tuple(result)


def _key(measure: Measure) -> tuple[object, ...]:
    """Return what makes measures the same; unknown numbers are equal, which NaN is not."""
    numbers = (measure.value, measure.sd, measure.error, *measure.interval)
    known = tuple(None if math.isnan(number) else number for number in numbers)
    return (measure.name, measure.unit, measure.n, measure.reason, *known)
