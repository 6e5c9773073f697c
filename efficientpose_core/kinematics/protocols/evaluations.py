"""The numbers of each test."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.facing import FacingTrack
from efficientpose_core.kinematics.measure import Measure, measure_mean, refuse
from efficientpose_core.kinematics.protocols.norms import chair_stand_norm, shoulder_norm
from efficientpose_core.kinematics.protocols.protocol import Findings, ProtocolSettings
from efficientpose_core.kinematics.protocols.sway import (
    SWAY_NAMES,
    SWAY_SEGMENTS,
    find_stance,
    measure_sway,
)
from efficientpose_core.kinematics.sport.common import known_median
from efficientpose_core.kinematics.sport.repetitions import (
    Repetition,
    RepetitionAnalysis,
    RepetitionStatus,
    count_repetitions,
)
from efficientpose_core.kinematics.sport.signals import pelvis_height
from efficientpose_core.pose import FloatArray, PoseTrack

__all__ = [
    "CHAIR_STAND_S",
    "evaluate_chair_stand",
    "evaluate_shoulder_abduction",
    "evaluate_shoulder_flexion",
    "evaluate_single_leg_stance",
    "evaluate_squat",
    "evaluate_walk",
]

CHAIR_STAND_S = 30.0
_STANDS = (RepetitionStatus.COMPLETE, RepetitionStatus.CUT_AT_END)
"""Somebody who stands when the recording ends has stood up, too."""
_HALF_WAY = 0.5
_STAND_RISE_PERCENT = 5.0
_SETTLING_S = 0.5
_NEAR_S = 0.11
_SHORTEST_SWAY_S = 5.0
_UPRIGHT_DEG = 10.0
_FAR_SIDE = "seen from the side, the far arm is partly hidden: record that side, too"


def evaluate_walk(
    track: PoseTrack, angles: AngleTrack, facing: FacingTrack, settings: ProtocolSettings
) -> Findings:
    """Return the parameters of the gait analysis in the settings."""
    del track, angles, facing
    why = "the gait of this recording has not been analysed: do that first"
    return Findings(measures=settings.gait or (refuse("cadence", "steps/min", why),))


def evaluate_squat(
    track: PoseTrack, angles: AngleTrack, facing: FacingTrack, settings: ProtocolSettings
) -> Findings:
    """Return count, depth, tempo and sides of squats, with hip and trunk at the deepest point."""
    del facing, settings
    counted = count_repetitions("squat", track, angles)
    hip = _mean_column(angles, "left_hip_flexion", "right_hip_flexion")
    trunk = _mean_column(angles, "trunk_lean")
    return Findings(
        measures=(
            *counted.measures,
            _at_turning("hip_flexion_at_depth", counted, track, *hip),
            _at_turning("trunk_lean_at_depth", counted, track, *trunk),
        ),
        repetitions=counted,
    )


def evaluate_chair_stand(
    track: PoseTrack, angles: AngleTrack, facing: FacingTrack, settings: ProtocolSettings
) -> Findings:
    """Count stands within 30 s from 'go', or from the first movement.

    A stand that is more than half-way up when the time is over counts (Rikli & Jones 1999).
    """
    del facing
    counted = count_repetitions("sit_to_stand", track, angles)
    starts = [one.start_s for one in counted.repetitions if one.status in _STANDS]
    start = settings.start_s if settings.start_s is not None else min(starts, default=math.nan)
    window = (start, start + CHAIR_STAND_S)
    names = {
        "out_time": "rise_time", "back_time": "sitting_down_time", "period": "period",
        "depth": "flexion_when_standing", "left_minus_right": "left_minus_right",
    }  # fmt: skip
    stands = _stands(counted, track, window)
    return Findings(
        measures=(
            stands,
            *(replace(counted.measure(old), name=new) for old, new in names.items()),
        ),
        norms=chair_stand_norm(settings),
        repetitions=counted,
        interval_s=None if math.isnan(start) else window,
    )


def _stands(counted: RepetitionAnalysis, track: PoseTrack, window: tuple[float, float]) -> Measure:
    count = counted.measure("repetitions")
    if count.is_refused:
        return refuse("stands", "", count.reason)
    start, end = window
    if math.isnan(start):
        return Measure(name="stands", unit="", value=0.0, reason=count.reason)
    last = float(track.t_s[-1])
    interval = float(np.median(np.diff(track.t_s)))
    if not track.t_s[0] - interval <= start or last < end - interval:
        return refuse(
            "stands", "",
            f"the recording covers {track.t_s[0]:.1f} to {last:.1f} s, the test {start:.1f} to "
            f"{end:.1f} s: record until 30 s after 'go'",
        )  # fmt: skip
    within = [
        one
        for one in counted.repetitions
        if one.status in _STANDS and start - interval <= one.start_s < end
    ]
    total = sum(_is_up(one, counted, track, end) for one in within)
    doubtful = [one for one in counted.repetitions if one.status is RepetitionStatus.NOT_CONFIRMED]
    remarks = [f"{len(doubtful)} not confirmed, not counted"] if doubtful else []
    known = np.isfinite(counted.signal.values[(track.t_s >= start) & (track.t_s <= end)])
    if known.mean() < 0.98:
        remarks.append(f"no values in {1 - known.mean():.0%} of the time: there may be more")
    return Measure(name="stands", unit="", value=float(total), reason="; ".join(remarks))


def _is_up(one: Repetition, counted: RepetitionAnalysis, track: PoseTrack, end_s: float) -> bool:
    """Tell whether somebody was more than half-way up before the time was over."""
    if one.status is RepetitionStatus.COMPLETE and one.turning_s <= end_s:
        return True
    # A stand that is cut off has not been confirmed yet: the pelvis has to rise here, too.
    ends = np.array([one.start_s, min(one.turning_s, end_s)])
    risen = float(np.diff(_known_at(track.t_s, pelvis_height(track), ends))[0])
    way = abs(float(np.diff(_known_at(track.t_s, counted.signal.values, ends))[0]))
    usual = counted.measure("range").value
    # Where nothing is usual, since no stand is complete, the pelvis alone tells.
    return risen >= _STAND_RISE_PERCENT and not way <= _HALF_WAY * usual


def _known_at(t_s: FloatArray, values: FloatArray, at_s: FloatArray) -> FloatArray:
    """Return values at some times, by straight lines between those that are known."""
    known = np.isfinite(values)
    result: FloatArray = np.interp(at_s, t_s[known], values[known])
    return result


def evaluate_single_leg_stance(
    track: PoseTrack, angles: AngleTrack, facing: FacingTrack, settings: ProtocolSettings
) -> Findings:
    """Return how long one leg was stood on, and the sway of trunk and pelvis meanwhile."""
    del angles, facing
    stance = find_stance(track)
    unit = "%" if settings.scale is None else "cm"
    if stance is None:
        why = "no foot was lifted by 5 % of the body height"
        return Findings(
            measures=(
                refuse("stance_time", "s", why),
                *_no_sway(unit, why),
            )
        )
    unseen = []
    if not stance.seen_start:
        unseen.append("the foot was up before")
    if not stance.seen_end:
        unseen.append("the foot was still up afterwards")
    seconds = stance.end_s - stance.start_s
    interval = float(np.median(np.diff(track.t_s)))
    reason = f"on the {stance.side} leg"
    if unseen:
        reason += f"; at least this long: {' and '.join(unseen)}"
    time = Measure(
        name="stance_time", unit="s", value=seconds, error=interval / math.sqrt(6.0), reason=reason
    )
    calm = (stance.start_s + _SETTLING_S, stance.end_s - _SETTLING_S)
    if calm[1] - calm[0] < _SHORTEST_SWAY_S:
        why = (
            f"{seconds:.1f} s on one leg are too short: sway needs "
            f"{_SHORTEST_SWAY_S + 2 * _SETTLING_S:.0f} s"
        )
        return Findings(measures=(time, *_no_sway(unit, why)), interval_s=calm)
    sway = [m for s in SWAY_SEGMENTS for m in measure_sway(track, s, calm, settings.scale)]
    return Findings(measures=(time, *sway), interval_s=calm)


def _no_sway(unit: str, why: str) -> list[Measure]:
    return [
        refuse(f"{segment}_sway_{name}", f"{unit}^2" if name == "area" else unit, why)
        for segment in SWAY_SEGMENTS
        for name in SWAY_NAMES
    ]


def evaluate_shoulder_flexion(
    track: PoseTrack, angles: AngleTrack, facing: FacingTrack, settings: ProtocolSettings
) -> Findings:
    """Return how far the arms were raised forwards, and what the trunk did meanwhile."""
    turned = int(np.sign(np.sum(facing.direction)))
    # Whoever faces the right of the picture shows their right side.
    far = {1: "left", -1: "right"}.get(turned, "")
    return _shoulder(track, angles, settings, "flexion", "trunk_lean", far)


def evaluate_shoulder_abduction(
    track: PoseTrack, angles: AngleTrack, facing: FacingTrack, settings: ProtocolSettings
) -> Findings:
    """Return how far the arms were raised sideways, and what the trunk did meanwhile."""
    del facing
    return _shoulder(track, angles, settings, "abduction", "trunk_side_lean", "")


def _shoulder(
    track: PoseTrack,
    angles: AngleTrack,
    settings: ProtocolSettings,
    kind: str,
    trunk: str,
    far: str,
) -> Findings:
    lean, lean_sd = _mean_column(angles, trunk)
    measures = []
    leaning: list[float] = []
    for side in ("left", "right"):
        counted = count_repetitions(f"{side}_shoulder_{kind}", track, angles)
        raised = [one for one in counted.complete if math.isfinite(one.depth)]
        moved = [way for one in raised if math.isfinite(way := _moved(lean, track, one))]
        leaning += moved
        remarks = [_FAR_SIDE] if side == far else []
        if max(moved, default=0.0) > _UPRIGHT_DEG:
            remarks.append(f"the trunk leant by up to {max(moved):.0f} deg meanwhile")
        measures += _raised(f"{side}_shoulder_{kind}", counted, raised, "; ".join(remarks))
    leant = measure_mean(
        f"{trunk}_range", "deg", np.array(leaning),
        steady_error=math.sqrt(2) * known_median(lean_sd),
        reason="" if leaning else "no arm was raised and lowered again",
    )  # fmt: skip
    measures.append(leant)
    return Findings(measures=tuple(measures), norms=shoulder_norm(kind, settings))


def _raised(
    name: str, counted: RepetitionAnalysis, raised: list[Repetition], remarks: str
) -> list[Measure]:
    """Return the best and the mean of the raises of one arm."""
    if not raised:
        why = "the arm was not raised and lowered again"
        if counted.measure("repetitions").is_refused:
            why = counted.measure("repetitions").reason
        return [refuse(name, "deg", why), refuse(f"{name}_mean", "deg", why)]
    best = max(raised, key=lambda one: one.depth)
    mean = replace(counted.measure("depth"), name=f"{name}_mean", reason=remarks)
    return [
        Measure(
            name=name, unit="deg", value=best.depth, n=len(raised), error=best.error,
            reason=remarks,
        ),
        mean,
    ]  # fmt: skip


def _moved(values: FloatArray, track: PoseTrack, one: Repetition) -> float:
    """Return the range of a signal during a repetition."""
    part = values[(track.t_s >= one.start_s) & (track.t_s <= one.end_s)]
    part = part[np.isfinite(part)]
    return float(np.ptp(part)) if len(part) else math.nan


def _mean_column(angles: AngleTrack, *names: str) -> tuple[FloatArray, FloatArray]:
    """Return the mean of angles and its standard deviation, both (T,)."""
    values = np.mean([angles.column(name) for name in names], axis=0)
    columns = [angles.names.index(name) for name in names]
    sd = np.sqrt((angles.sd_deg[:, columns] ** 2).sum(axis=1)) / len(names)
    return values, sd


def _at_turning(
    name: str, counted: RepetitionAnalysis, track: PoseTrack, values: FloatArray, sd: FloatArray
) -> Measure:
    """Return the mean of a signal at the turning points, within 0.1 s."""
    found, errors = [], []
    for one in counted.complete:
        near = np.abs(track.t_s - one.turning_s) <= _NEAR_S
        found.append(known_median(values[near]))
        errors.append(known_median(sd[near]))
    why = "" if np.isfinite(found).any() else "no complete repetition in which it is known"
    error = known_median(np.array(errors, np.float64))
    return measure_mean(name, "deg", np.array(found, np.float64), steady_error=error, reason=why)
