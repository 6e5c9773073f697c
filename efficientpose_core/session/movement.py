"""Repetitions, jumps, phases and the test of a project, for window, command line and reports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from efficientpose_core.errors import DataError, EfficientPoseError
from efficientpose_core.export.movement import (
    jump_section,
    phase_section,
    protocol_section,
    repetition_section,
)
from efficientpose_core.export.sections import Refusal, Section
from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.measure import Measure, refuse
from efficientpose_core.kinematics.protocols.catalogue import run_protocol
from efficientpose_core.kinematics.protocols.protocol import ProtocolResult, ProtocolSettings
from efficientpose_core.kinematics.sport.jumps import JumpAnalysis, measure_jumps
from efficientpose_core.kinematics.sport.phases import Phase, PhaseStatistics, measure_phases
from efficientpose_core.kinematics.sport.repetitions import (
    RepetitionAnalysis,
    RepetitionSettings,
    count_repetitions,
)
from efficientpose_core.kinematics.sport.signals import lower_ankle_y
from efficientpose_core.pipeline import Derived
from efficientpose_core.pose import FloatArray, PoseTrack
from efficientpose_core.session.document import Session
from efficientpose_core.session.gait import analyse_session_gait

__all__ = [
    "JUMPS",
    "Movement",
    "analyse_session_movement",
    "movement_sections",
    "propose_levels",
    "repetition_settings",
]

JUMPS = "jumps"
"""What `Assessment.counted` is where jumps are measured instead of repetitions."""
_WALK = "walk"
_USUAL = (5.0, 95.0)
"""Percentiles of a signal beyond which single frames do not count."""
_FLOOR = 75.0
"""Percentile of the lower ankle's height in the picture, downwards: most of the time it stands."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Movement:
    """What a project asks about movement, answered.

    Parameters
    ----------
    repetitions, jumps
        Of what is counted; None where that is something else, or refused.
    ankle_height
        (T,) height of the lower ankle above the floor in % of the body height, where jumps are
        counted; else None.
    count_refusal
        Why it cannot be counted: a sentence, or nothing.
    test
        Result sheet of the chosen test; None without one, or where it is refused.
    test_refusal
        Why it cannot be evaluated: a sentence, or nothing.
    phases
        Of every phase of the project, in its order.
    """

    repetitions: RepetitionAnalysis | None = None
    jumps: JumpAnalysis | None = None
    ankle_height: FloatArray | None = None
    count_refusal: str = ""
    test: ProtocolResult | None = None
    test_refusal: str = ""
    phases: tuple[PhaseStatistics, ...] = ()


def analyse_session_movement(session: Session, derived: Derived) -> Movement:
    """Answer what a project asks about movement.

    What cannot be answered says why, instead of an error: the view may not fit what was chosen, or
    a phase may lie outside of what was analysed last.

    Parameters
    ----------
    session
        The project.
    derived
        Its results.
    """
    repetitions, jumps, count_refusal = _count(session, derived)
    test, test_refusal = _test(session, derived)
    return Movement(
        repetitions=repetitions,
        jumps=jumps,
        ankle_height=None if jumps is None else _ankle_height(derived.track),
        count_refusal=count_refusal,
        test=test,
        test_refusal=test_refusal,
        phases=_phases(session, derived),
    )


def movement_sections(movement: Movement) -> tuple[Section, ...]:
    """Return the chapters of the report: test, repetitions or jumps, phases; those there are."""
    sections = []
    if movement.test is not None:
        sections.append(protocol_section(movement.test))
    if movement.repetitions is not None:
        sections.append(repetition_section(movement.repetitions))
    if movement.jumps is not None:
        sections.append(jump_section(movement.jumps))
    for title, why in (("Test", movement.test_refusal), ("Repetitions", movement.count_refusal)):
        if why:
            refusal = Refusal(name=title.lower(), reason=why)
            sections.append(Section(title=title, refusals=(refusal,)))
    if movement.phases:
        sections.append(phase_section(movement.phases))
    return tuple(sections)


def repetition_settings(session: Session) -> RepetitionSettings:
    """Return how the repetitions of a project are counted.

    Raises
    ------
    SettingsError
        If both levels are the same.
    """
    levels = session.assessment.levels
    if levels is None:
        return RepetitionSettings()
    enter, leave = levels
    return RepetitionSettings(enter=enter, leave=leave, direction=1 if enter > leave else -1)


def propose_levels(counted: RepetitionAnalysis) -> tuple[float, float]:
    """Return levels to begin with: 60 % and 40 % of the way from the least to the most usual.

    Parameters
    ----------
    counted
        Repetitions found without levels; its signal has values.
    """
    signal = counted.signal
    low, high = np.nanpercentile(signal.values, _USUAL)
    below, above = (round(float(low + share * (high - low)), 1) for share in (0.4, 0.6))
    return (above, below) if signal.direction > 0 else (below, above)


def _count(
    session: Session, derived: Derived
) -> tuple[RepetitionAnalysis | None, JumpAnalysis | None, str]:
    counted = session.assessment.counted
    try:
        if counted == JUMPS:
            jumps = measure_jumps(
                derived.track,
                scale=session.scale,
                camera_problem=session.assessment.no_distances,
            )
            return None, jumps, ""
        if counted:
            settings = repetition_settings(session)
            return count_repetitions(counted, derived.track, derived.angles, settings), None, ""
    except EfficientPoseError as error:
        return None, None, str(error)
    return None, None, ""


def _ankle_height(track: PoseTrack) -> FloatArray:
    lower_y = lower_ankle_y(track)
    floor_y = float(np.nanpercentile(lower_y, _FLOOR)) if np.isfinite(lower_y).any() else np.nan
    result: FloatArray = 100.0 * (floor_y - lower_y) / body_height_px(track)
    return result


def _test(session: Session, derived: Derived) -> tuple[ProtocolResult | None, str]:
    assessment = session.assessment
    if not assessment.protocol:
        return None, ""
    try:
        gait: tuple[Measure, ...] = ()
        if assessment.protocol == _WALK:
            gait = analyse_session_gait(session, derived).parameters
        settings = ProtocolSettings(
            age_years=assessment.person.age_years,
            sex=assessment.person.sex,
            scale=session.scale,
            camera_problem=assessment.no_distances,
            start_s=_go_s(assessment.go_frame, derived.track),
            gait=gait,
        )
        result = run_protocol(
            assessment.protocol, derived.track, derived.angles, derived.facing, settings
        )
    except EfficientPoseError as error:
        return None, str(error)
    return result, ""


def _go_s(frame: int | None, track: PoseTrack) -> float | None:
    if frame is None:
        return None
    rows = (track.frame == frame).nonzero()[0]
    if not len(rows):
        raise DataError(
            f"'Go' is marked at frame {frame}, which was not analysed: mark it anew, or remove it."
        )
    return float(track.t_s[rows[0]])


def _phases(session: Session, derived: Derived) -> tuple[PhaseStatistics, ...]:
    track, angles = derived.track, derived.angles
    phases = session.assessment.phases
    known = [phase for phase in phases if _is_seen(phase, track)]
    measured = iter(
        measure_phases(
            known,
            track,
            angles,
            keypoints=track.skeleton.keypoints,
            names=angles.names,
            scale=session.scale,
            camera_problem=session.assessment.no_distances,
        )
        if known
        else ()
    )
    return tuple(next(measured) if _is_seen(p, track) else _unseen(p) for p in phases)


def _is_seen(phase: Phase, track: PoseTrack) -> bool:
    return int(((track.frame >= phase.first) & (track.frame <= phase.last)).sum()) > 1


def _unseen(phase: Phase) -> PhaseStatistics:
    why = f"frames {phase.first} to {phase.last} were not analysed: mark the phase anew"
    return PhaseStatistics(phase=phase, measures=(refuse("duration", "s", why),))
