"""All protocols, and the function that runs one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from efficientpose_core.errors import DataError, UnknownNameError
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.facing import FacingTrack
from efficientpose_core.kinematics.measure import refuse
from efficientpose_core.kinematics.protocols.checks import check_recording
from efficientpose_core.kinematics.protocols.evaluations import (
    CHAIR_STAND_S,
    evaluate_chair_stand,
    evaluate_shoulder_abduction,
    evaluate_shoulder_flexion,
    evaluate_single_leg_stance,
    evaluate_squat,
    evaluate_walk,
)
from efficientpose_core.kinematics.protocols.protocol import (
    Check,
    Findings,
    Level,
    Protocol,
    ProtocolResult,
    ProtocolSettings,
    Requirements,
)
from efficientpose_core.kinematics.protocols.sway import SWAY_NAMES, SWAY_SEGMENTS
from efficientpose_core.kinematics.view import View
from efficientpose_core.pose import PoseTrack, ProcessingStep

__all__ = ["PROTOCOLS", "run_protocol"]

_LEGS = tuple(f"{side}_{joint}" for side in ("left", "right") for joint in ("hip", "knee", "ankle"))
_TRUNK = ("thorax", "pelvis")
_ELBOWS = ("left_elbow", "right_elbow")
_SHOULDERS = ("left_shoulder", "right_shoulder")
_REPETITIONS = (
    ("repetitions", ""), ("repetition_time", "s"), ("out_time", "s"), ("hold_time", "s"),
    ("back_time", "s"), ("period", "s"), ("depth", "deg"), ("range", "deg"),
    ("left_minus_right", "deg"), ("pelvis_travel", "%"),
)  # fmt: skip


def _arm_reports(kind: str, trunk: str) -> tuple[tuple[str, str], ...]:
    arms = [f"{side}_shoulder_{kind}{of}" for side in ("left", "right") for of in ("", "_mean")]
    return (*((name, "deg") for name in arms), (f"{trunk}_range", "deg"))


PROTOCOLS: Mapping[str, Protocol] = MappingProxyType(
    {
        protocol.id: protocol
        for protocol in (
            Protocol(
                id="walk",
                requirements=Requirements(
                    view=View.SAGITTAL, keypoints=(*_TRUNK, *_LEGS), least_rate_hz=20.0,
                    good_rate_hz=50.0, wants_scale=True, may_leave=True,
                ),
                reports=(),
                evaluate=evaluate_walk,
            ),
            Protocol(
                id="chair_stand",
                requirements=Requirements(
                    view=View.SAGITTAL, keypoints=(*_TRUNK, *_LEGS), least_length_s=CHAIR_STAND_S
                ),
                reports=(
                    ("stands", ""), ("rise_time", "s"), ("sitting_down_time", "s"),
                    ("period", "s"), ("flexion_when_standing", "deg"), ("left_minus_right", "deg"),
                ),
                evaluate=evaluate_chair_stand,
                has_norms=True,
                is_timed=True,
            ),
            Protocol(
                id="squat",
                requirements=Requirements(view=View.SAGITTAL, keypoints=(*_TRUNK, *_LEGS)),
                reports=(
                    *_REPETITIONS, ("hip_flexion_at_depth", "deg"), ("trunk_lean_at_depth", "deg")
                ),
                evaluate=evaluate_squat,
            ),
            Protocol(
                id="single_leg_stance",
                requirements=Requirements(
                    view=View.FRONTAL, keypoints=(*_TRUNK, "left_ankle", "right_ankle"),
                    good_height_px=400.0, still_camera=True, wants_scale=True,
                ),
                reports=(
                    ("stance_time", "s"),
                    *(
                        (f"{segment}_sway_{name}", "%^2" if name == "area" else "%")
                        for segment in SWAY_SEGMENTS
                        for name in SWAY_NAMES
                    ),
                ),
                evaluate=evaluate_single_leg_stance,
            ),
            Protocol(
                id="shoulder_flexion",
                requirements=Requirements(view=View.SAGITTAL, keypoints=(*_TRUNK, *_SHOULDERS)),
                reports=_arm_reports("flexion", "trunk_lean"),
                evaluate=evaluate_shoulder_flexion,
                has_norms=True,
            ),
            Protocol(
                id="shoulder_abduction",
                requirements=Requirements(
                    view=View.FRONTAL, keypoints=(*_TRUNK, *_SHOULDERS, *_ELBOWS)
                ),
                reports=_arm_reports("abduction", "trunk_side_lean"),
                evaluate=evaluate_shoulder_abduction,
                has_norms=True,
            ),
        )
    }
)  # fmt: skip
"""Every protocol by its id."""


def run_protocol(
    protocol_id: str,
    track: PoseTrack,
    angles: AngleTrack,
    facing: FacingTrack,
    settings: ProtocolSettings | None = None,
) -> ProtocolResult:
    """Check a recording and evaluate a test.

    Parameters
    ----------
    protocol_id
        One of `PROTOCOLS`.
    track, angles, facing
        Cleaned keypoints, the angles made from them (all of the protocol's view) and where the
        person faces.
    settings
        See `ProtocolSettings`.

    Returns
    -------
    ProtocolResult
        After a failed check every measure is refused with what the check says: no number is better
        than one from a recording that cannot give it.

    Raises
    ------
    UnknownNameError
        If there is no such protocol, or the angles lack one that it needs.
    DataError
        If track, angles and facing differ in length, or there are fewer than two frames.
    """
    settings = settings or ProtocolSettings()
    if protocol_id not in PROTOCOLS:
        raise UnknownNameError("protocol", protocol_id, PROTOCOLS)
    if len({len(track), len(angles.t_s), len(facing.direction)}) > 1 or len(track) < 2:
        raise DataError("A protocol needs two frames at least, and angles and facing of the track.")
    protocol = PROTOCOLS[protocol_id]
    checks = check_recording(protocol.requirements, track, angles, settings)
    failed = [check for check in checks if check.level is Level.FAIL]
    if failed:
        findings = _refused(protocol, settings, failed)
    else:
        findings = protocol.evaluate(track, angles, facing, settings)
    return ProtocolResult(
        protocol_id=protocol_id,
        checks=checks,
        findings=findings,
        step=ProcessingStep(
            name="protocol",
            parameters={
                "protocol": protocol_id,
                "checks": {check.id: check.level.name.lower() for check in checks},
                "age_years": settings.age_years,
                "sex": None if settings.sex is None else settings.sex.value,
                "start_s": settings.start_s,
            },
            note=f"{len(failed)} of {len(checks)} checks failed.",
        ),
    )


def _refused(protocol: Protocol, settings: ProtocolSettings, failed: list[Check]) -> Findings:
    why = " ".join(f"{check.text} {check.remedy}".strip() for check in failed)
    names = protocol.reports or tuple((m.name, m.unit) for m in settings.gait)
    if not names:
        names = (("cadence", "steps/min"),)
    return Findings(measures=tuple(refuse(name, unit, why) for name, unit in names))
