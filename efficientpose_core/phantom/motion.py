"""Motions of the phantom as functions of time: walking, squatting, raising the arms, standing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from efficientpose_core.phantom.body import SIDES, BodyProportions, hip_offset
from efficientpose_core.phantom.gait import (
    WalkSettings,
    leg_paths,
    pelvis_path,
    pelvis_turn,
    solve_leg,
)
from efficientpose_core.pose import FloatArray

__all__ = ["Motion", "MotionSettings", "MovedBody", "move"]


class Motion(StrEnum):
    """What the phantom does."""

    WALK = "walk"
    SQUAT = "squat"
    ARM_RAISE = "arm_raise"
    STAND = "stand"


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionSettings:
    """Everything that shapes a motion.

    Parameters
    ----------
    motion
        Kind of motion.
    walk
        Used by `Motion.WALK`.
    on_the_spot
        Walk as on a treadmill: the floor moves, not the person.
    repetition_s
        Duration of one squat or arm raise.
    amplitude_deg
        Deepest knee flexion of the squat, or highest arm abduction; None takes 100 and 150.
    mirrored
        Swap left and right, so that a person who faces the other way is the exact mirror image.
    """

    motion: Motion
    walk: WalkSettings
    on_the_spot: bool = False
    repetition_s: float = 2.5
    amplitude_deg: float | None = None
    mirrored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedBody:
    """Joint angles and place of the body over time.

    Parameters
    ----------
    angles
        Name -> (T,) degrees, see `forward_kinematics`.
    pelvis_m
        (T, 2) forward and upward position of the pelvis.
    pelvis_turn_deg, shoulder_turn_deg
        (T,) turn of the hip line and of the shoulder line.
    foot_spread
        See `forward_kinematics`.
    """

    angles: dict[str, FloatArray]
    pelvis_m: FloatArray
    pelvis_turn_deg: FloatArray
    shoulder_turn_deg: FloatArray
    foot_spread: float = 1.0


def move(t_s: FloatArray, body: BodyProportions, settings: MotionSettings) -> MovedBody:
    """Return angles and place of the body at times ``t_s`` (T,)."""
    functions: dict[Motion, Callable[[FloatArray, BodyProportions, MotionSettings], MovedBody]] = {
        Motion.WALK: _walk,
        Motion.SQUAT: _squat,
        Motion.ARM_RAISE: _arm_raise,
        Motion.STAND: _stand,
    }
    moved = functions[settings.motion](t_s, body, settings)
    if not settings.mirrored:
        return moved
    other = {"right": "left", "left": "right"}
    angles = {}
    for name, values in moved.angles.items():
        side, _, rest = name.partition("_")
        angles[f"{other[side]}_{rest}" if side in other else name] = values
    return MovedBody(
        angles=angles,
        pelvis_m=moved.pelvis_m,
        pelvis_turn_deg=-moved.pelvis_turn_deg,
        shoulder_turn_deg=-moved.shoulder_turn_deg,
        foot_spread=moved.foot_spread,
    )


def _walk(t_s: FloatArray, body: BodyProportions, settings: MotionSettings) -> MovedBody:
    walk = settings.walk
    pelvis = pelvis_path(t_s, body, walk)
    hips_turn = pelvis_turn(t_s, walk)
    turn = 2.0 * np.pi * walk.phase(t_s, "right")
    swing = walk.stride_scale
    lean = 3.0 - 0.8 * np.cos(2.0 * turn - 0.6)
    angles = {"trunk_lean": lean, "neck_flexion": 1.0 - 0.6 * (lean - 3.0)}
    for side, path in leg_paths(t_s, body, walk).items():
        hip = pelvis + hip_offset(body, side, hips_turn)[:, :2]
        thigh, knee = solve_leg(path.ankle_m - hip, body)
        angles[f"{side}_hip_flexion"] = thigh + lean
        angles[f"{side}_knee_flexion"] = knee
        angles[f"{side}_ankle_dorsiflexion"] = path.pitch_deg - (thigh - knee)
        angles[f"{side}_toe_extension"] = path.toe_extension_deg
        # The arm swings with the leg of the other side and is furthest back at its contact.
        wave = turn if side == "right" else turn + np.pi
        angles[f"{side}_shoulder_flexion"] = 2.0 - 19.0 * swing * np.cos(wave - 0.15)
        angles[f"{side}_elbow_flexion"] = 24.0 - 11.0 * swing * np.cos(wave - 0.5)
        angles[f"{side}_shoulder_abduction"] = np.zeros_like(t_s)
    if settings.on_the_spot:
        speed = walk.stride_length_m(body) / walk.stride_time_s
        pelvis = pelvis - np.stack([speed * t_s, np.zeros_like(t_s)], axis=1)
    return MovedBody(
        angles=angles,
        pelvis_m=pelvis,
        pelvis_turn_deg=hips_turn,
        shoulder_turn_deg=-5.0 * swing * np.cos(turn - 0.15),
        # Feet are set down near the line of walking: 14 cm apart for an adult.
        foot_spread=0.7,
    )


def _squat(t_s: FloatArray, body: BodyProportions, settings: MotionSettings) -> MovedBody:
    deepest = 100.0 if settings.amplitude_deg is None else settings.amplitude_deg
    depth = 0.5 - 0.5 * np.cos(2.0 * np.pi * t_s / settings.repetition_s)
    knee = 4.0 + (deepest - 4.0) * depth
    shank = -2.0 - 0.24 * (deepest - 4.0) * depth
    thigh = shank + knee
    lean = 2.0 + 0.36 * (deepest - 4.0) * depth
    return _standing_on_both_feet(
        t_s,
        body,
        thigh=thigh,
        knee=knee,
        lean=lean,
        neck=-0.55 * (lean - 2.0),
        # The arms come forward to keep the balance.
        shoulder=4.0 + lean - 2.0 + 75.0 * depth,
        elbow=12.0 + 0.0 * depth,
        abduction=0.0 * depth,
    )


def _arm_raise(t_s: FloatArray, body: BodyProportions, settings: MotionSettings) -> MovedBody:
    highest = 150.0 if settings.amplitude_deg is None else settings.amplitude_deg
    lift = 0.5 - 0.5 * np.cos(2.0 * np.pi * t_s / settings.repetition_s)
    # Straight arms that move in the frontal plane: trunk upright, no flexion.
    still = np.zeros_like(t_s)
    return _standing_on_both_feet(
        t_s,
        body,
        thigh=still + 2.0,
        knee=still + 4.0,
        lean=still,
        neck=still + 1.0,
        shoulder=still,
        elbow=still,
        abduction=9.0 + (highest - 9.0) * lift,
    )


def _stand(t_s: FloatArray, body: BodyProportions, settings: MotionSettings) -> MovedBody:
    del settings
    sway = np.sin(2.0 * np.pi * 0.3 * t_s)
    still = np.zeros_like(t_s)
    return _standing_on_both_feet(
        t_s,
        body,
        thigh=2.0 + 0.4 * sway,
        knee=still + 4.0,
        lean=1.5 + 0.6 * sway,
        neck=still + 2.0,
        shoulder=3.0 + 1.0 * sway,
        elbow=still + 14.0,
        abduction=still,
    )


def _standing_on_both_feet(
    t_s: FloatArray,
    body: BodyProportions,
    *,
    thigh: FloatArray,
    knee: FloatArray,
    lean: FloatArray,
    neck: FloatArray,
    shoulder: FloatArray,
    elbow: FloatArray,
    abduction: FloatArray,
) -> MovedBody:
    """Put the pelvis above ankles that stay where they are."""
    shank = thigh - knee
    angles = {"trunk_lean": lean, "neck_flexion": neck}
    for side in SIDES:
        angles[f"{side}_hip_flexion"] = thigh + lean
        angles[f"{side}_knee_flexion"] = knee
        angles[f"{side}_ankle_dorsiflexion"] = -shank
        angles[f"{side}_toe_extension"] = np.zeros_like(t_s)
        angles[f"{side}_shoulder_flexion"] = shoulder
        angles[f"{side}_elbow_flexion"] = elbow
        angles[f"{side}_shoulder_abduction"] = abduction
    a, b = np.radians(thigh), np.radians(shank)
    x = -(body.thigh * np.sin(a) + body.shank * np.sin(b))
    y = body.ankle_height + body.thigh * np.cos(a) + body.shank * np.cos(b)
    return MovedBody(
        angles=angles,
        pelvis_m=np.stack([x, y], axis=1) * body.height_m,
        pelvis_turn_deg=np.zeros_like(t_s),
        shoulder_turn_deg=np.zeros_like(t_s),
    )
