"""Gait of a project: its settings and marks put to use, for window, command line and reports."""

from __future__ import annotations

from efficientpose_core.kinematics.gait.analysis import GaitAnalysis, GaitSettings, analyse_gait
from efficientpose_core.kinematics.gait.events import EventSettings
from efficientpose_core.kinematics.gait.norms import Norms, load_norms
from efficientpose_core.kinematics.gait.parameters import Distances
from efficientpose_core.pipeline import Derived
from efficientpose_core.session.document import Session

__all__ = ["analyse_session_gait", "gait_settings", "norms_for"]


def gait_settings(session: Session) -> GaitSettings:
    """Return how the gait of a project is analysed."""
    assessment, scale = session.assessment, session.request.derive.scale
    if assessment.no_distances:
        distances = Distances(refusal=assessment.no_distances)
    elif scale is not None:
        distances = Distances(
            metres_per_px=scale.metres_per_px, scale_relative_error=scale.relative_error
        )
    else:
        distances = Distances()
    return GaitSettings(
        events=EventSettings(method=assessment.gait_method),
        distances=distances,
        backwards=assessment.walks_backwards,
        view=session.request.derive.view,
    )


def analyse_session_gait(session: Session, derived: Derived) -> GaitAnalysis:
    """Analyse the gait of a project; ``derived`` are its results."""
    return analyse_gait(
        derived.track,
        derived.facing,
        derived.angles,
        gait_settings(session),
        marks=session.assessment.gait_marks,
    )


def norms_for(session: Session) -> Norms | None:
    """Return the norms that hold for a project; None where it reports walking backwards."""
    return None if session.assessment.walks_backwards else load_norms()
