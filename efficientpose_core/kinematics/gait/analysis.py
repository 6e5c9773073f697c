"""From cleaned keypoints to gait: one function for the window, the command line and reports."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from efficientpose_core.kinematics.angles import ANGLES, AngleTrack, View
from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.facing import FacingTrack
from efficientpose_core.kinematics.gait.bouts import SIDES, Bout, find_bouts
from efficientpose_core.kinematics.gait.cycles import (
    CycleCurve,
    CycleLimits,
    GaitCycle,
    average_cycles,
    build_cycles,
)
from efficientpose_core.kinematics.gait.events import (
    EventMethod,
    EventSettings,
    EventSource,
    GaitEvent,
    chosen_method,
    detect_events,
)
from efficientpose_core.kinematics.gait.marks import GaitMark, apply_marks
from efficientpose_core.kinematics.gait.parameters import (
    Distances,
    curve_parameters,
    gait_parameters,
)
from efficientpose_core.kinematics.measure import Measure
from efficientpose_core.pose import PoseTrack, ProcessingStep

__all__ = ["GaitAnalysis", "GaitSettings", "analyse_gait"]

_SUMMED_UP = ("hip_flexion", "knee_flexion", "ankle_dorsiflexion", "trunk_lean")
"""Angles of which contact, maximum, minimum and range are reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GaitSettings:
    """How gait is analysed.

    Parameters
    ----------
    events
        How contacts and toe-offs are found.
    limits
        What makes a clean cycle.
    distances
        Scale, or why there are none.
    backwards
        Report walking backwards instead of forwards; never both in one average.
    view
        From which side the person is seen; gait is refused in a frontal view.
    """

    events: EventSettings = field(default_factory=EventSettings)
    limits: CycleLimits = field(default_factory=CycleLimits)
    distances: Distances = field(default_factory=Distances)
    backwards: bool = False
    view: View = View.SAGITTAL


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GaitAnalysis:
    """Everything about the walking in a recording.

    Parameters
    ----------
    bouts
        Stretches of walking.
    automatic
        Events that were found.
    events
        Those with the user's marks put over them; what follows is made from these.
    cycles
        All, with the problems of those that are not averaged.
    parameters
        Values and refusals, always the same names for the same settings and skeleton.
    curves
        Angle name -> mean over the cycles of its own side; angles without side over the right
        foot's.
    notices
        Sentences for the user: what was left out and why.
    log
        Steps of the track, and those of this analysis.
    """

    bouts: tuple[Bout, ...]
    automatic: tuple[GaitEvent, ...]
    events: tuple[GaitEvent, ...]
    cycles: tuple[GaitCycle, ...]
    parameters: tuple[Measure, ...]
    curves: Mapping[str, CycleCurve]
    notices: tuple[str, ...]
    log: tuple[ProcessingStep, ...]

    def parameter(self, name: str) -> Measure:
        """Return one parameter; `KeyError` when there is none."""
        return next(m for m in self.parameters if m.name == name)


def analyse_gait(
    track: PoseTrack,
    facing: FacingTrack,
    angles: AngleTrack,
    settings: GaitSettings | None = None,
    *,
    marks: Sequence[GaitMark] = (),
) -> GaitAnalysis:
    """Find events and cycles, and compute parameters and mean curves.

    Parameters
    ----------
    track, facing, angles
        As `pipeline.derive` gives them, for a side view.
    settings
        Method, limits, scale.
    marks
        Events that the user has added, moved or deleted, oldest first.

    Returns
    -------
    GaitAnalysis
        Complete in any case: what cannot be known is refused in it, with the reason.

    Raises
    ------
    SettingsError
        If the event method does not fit the skeleton.
    DataError
        If a mark names a frame that was not analysed.
    """
    settings = settings or GaitSettings()
    obstacle = _obstacle(track, settings)
    bouts = () if obstacle else find_bouts(track, facing)
    automatic = detect_events(track, bouts, settings.events) if bouts else ()
    events, lost = ((), ()) if obstacle else apply_marks(automatic, marks, track)
    cycles = tuple(
        _other_way(cycle, bouts[cycle.bout], settings)
        for cycle in build_cycles(events, bouts, track, settings.limits)
    )
    curves = {
        name: average_cycles(angles, name, cycles, side=_side_of(name), limits=settings.limits)
        for name in angles.names
    }
    parameters = gait_parameters(track, bouts, cycles, settings.distances, settings.limits)
    for name, curve in curves.items():
        if name.removeprefix("right_").removeprefix("left_") in _SUMMED_UP:
            parameters += curve_parameters(curve)
    if obstacle or not bouts:
        why = obstacle or _NOBODY_WALKS
        parameters = tuple(_refused(measure, why) for measure in parameters)
        curves = {name: replace(curve, reason=why) for name, curve in curves.items()}
    notices = (
        *([obstacle] if obstacle else _notices(track, settings, bouts, events, cycles)),
        *lost,
    )
    return GaitAnalysis(
        bouts=bouts,
        automatic=automatic,
        events=events,
        cycles=cycles,
        parameters=parameters,
        curves=MappingProxyType(curves),
        notices=notices,
        log=(*(angles.log or track.log), *_steps(track, settings, bouts, events, cycles, marks)),
    )


_NOBODY_WALKS = (
    "Nobody walks in this recording for 0.8 s or longer with a known facing: check the keypoints "
    "of pelvis and ankles, or lock the facing."
)


def _obstacle(track: PoseTrack, settings: GaitSettings) -> str:
    """Return why no gait can be analysed at all, or nothing."""
    if settings.view is View.FRONTAL:
        return "Gait is analysed from the side; this recording is taken from the front."
    if not track.skeleton.has("pelvis", "right_ankle", "left_ankle"):
        return "Gait needs keypoints of the pelvis and both ankles, which this skeleton lacks."
    if not math.isfinite(body_height_px(track)):
        return "The person is never seen from chest to knees: film the whole body from the side."
    return ""


def _other_way(cycle: GaitCycle, bout: Bout, settings: GaitSettings) -> GaitCycle:
    """Mark a cycle that is walked the other way than the one reported."""
    if bout.is_backwards == settings.backwards or cycle.problem:
        return cycle
    way = "backwards" if bout.is_backwards else "forwards"
    wanted = "backwards" if settings.backwards else "forwards"
    return replace(cycle, problem=f"the person walks {way} here, and walking {wanted} is reported")


def _side_of(name: str) -> str:
    side = ANGLES[name].side if name in ANGLES else name.partition("_")[0]
    return side if side in SIDES else "right"


def _refused(measure: Measure, why: str) -> Measure:
    return Measure(name=measure.name, unit=measure.unit, value=math.nan, n=0, reason=why)


def _notices(
    track: PoseTrack,
    settings: GaitSettings,
    bouts: Sequence[Bout],
    events: Sequence[GaitEvent],
    cycles: Sequence[GaitCycle],
) -> list[str]:
    if not bouts:
        return [_NOBODY_WALKS]
    notices = []
    for bout in bouts:
        begin, end = track.t_s[bout.start], track.t_s[bout.stop - 1]
        span = f"From {begin:.1f} s to {end:.1f} s the person"
        if bout.on_the_spot:
            notices.append(
                f"{span} walks on the spot (a treadmill, or a camera that moves along), taken for "
                "walking forwards; distances are refused there."
            )
        elif bout.is_backwards:
            notices.append(
                f"{span} walks backwards: contacts are first touches of the toes, toe-offs last "
                "touches of the heel; norms do not hold."
            )
        if bout.is_backwards != settings.backwards:
            way = "backwards" if settings.backwards else "forwards"
            notices.append(f"{span} does not walk {way}: that is not in the averages.")
    outside = sum(not _within(event, track, bouts) for event in events)
    if outside:
        notices.append(f"{outside} events lie outside of walking and belong to no cycle.")
    notices += [
        f"The {cycle.side} cycle from {cycle.start.t_s:.2f} s is not averaged: {cycle.problem}."
        for cycle in cycles
        if cycle.problem and bouts[cycle.bout].is_backwards == settings.backwards
    ]
    return notices


def _within(event: GaitEvent, track: PoseTrack, bouts: Sequence[Bout]) -> bool:
    return any(
        track.t_s[bout.start] - 0.1 <= event.t_s <= track.t_s[bout.stop - 1] + 0.1 for bout in bouts
    )


def _steps(
    track: PoseTrack,
    settings: GaitSettings,
    bouts: Sequence[Bout],
    events: Sequence[GaitEvent],
    cycles: Sequence[GaitCycle],
    marks: Sequence[GaitMark],
) -> list[ProcessingStep]:
    method = settings.events.method
    if bouts and method is EventMethod.AUTO:
        method = chosen_method(track, method)
    manual = sum(event.source is EventSource.MANUAL for event in events)
    clean = sum(cycle.is_clean for cycle in cycles)
    return [
        ProcessingStep(
            name="gait_events",
            parameters={
                "method": method.value,
                "cutoff_hz": settings.events.cutoff_hz,
                "prominence": settings.events.prominence,
                "marks": len(marks),
            },
            note=f"{len(bouts)} bouts of walking, {len(events)} events, {manual} of them by hand.",
        ),
        ProcessingStep(
            name="gait_cycles",
            parameters={
                "shortest_s": settings.limits.shortest_s,
                "longest_s": settings.limits.longest_s,
                "metres_per_px": settings.distances.metres_per_px,
                "backwards": settings.backwards,
            },
            note=f"{clean} of {len(cycles)} cycles averaged.",
        ),
    ]
