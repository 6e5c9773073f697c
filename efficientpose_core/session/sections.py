"""What a project reports besides keypoints and angles: alike in reports, tables and the window."""

from __future__ import annotations

from efficientpose_core.export.gait import gait_section
from efficientpose_core.export.sections import Section
from efficientpose_core.kinematics.angles import View
from efficientpose_core.pipeline import Derived
from efficientpose_core.session.document import Session
from efficientpose_core.session.gait import analyse_session_gait, norms_for
from efficientpose_core.session.movement import analyse_session_movement, movement_sections

__all__ = ["session_sections"]


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
    if session.request.derive.view is not View.SAGITTAL:
        return sections
    gait = analyse_session_gait(session, derived)
    is_wished = session.assessment.protocol == "walk" or bool(session.assessment.gait_marks)
    if not is_wished and all(measure.is_refused for measure in gait.parameters):
        # A squat is no walk: a chapter of refusals would tell nothing.
        return sections
    return (gait_section(gait, norms_for(session)), *sections)
