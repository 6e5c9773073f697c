"""The phantom's body: segment lengths, and joint centres from joint angles.

Body axes: x forward, y up, z to the person's right, in metres; the floor is y = 0. Angles are in
degrees, positive for flexion, a segment that points straight down has inclination 0 and a positive
inclination when its distal end is in front.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from efficientpose_core.errors import SettingsError
from efficientpose_core.pose import FloatArray
from efficientpose_core.skeleton import MPII16

__all__ = [
    "POINTS",
    "SIDES",
    "BodyProportions",
    "forward_kinematics",
    "hip_offset",
    "segment_inclinations",
]

SIDES = ("right", "left")
_SIGN = {"right": 1.0, "left": -1.0}

POINTS = (
    *MPII16.keypoints,
    *(f"{side}_{name}" for side in SIDES for name in ("heel", "ball", "toe", "hand")),
)
"""Names of all points that `forward_kinematics` returns: MPII-16, then feet and hands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyProportions:
    """Lengths of one person, as fractions of body height except ``height_m``.

    The defaults follow the proportions of Drillis and Contini as printed by Winter (Biomechanics
    and Motor Control of Human Movement, chapter 4), with joint heights moved to where annotators
    of the MPII data set put them: hips at the height of the trochanter, thorax between the
    shoulders, upper neck at the level of the chin, head top at the crown.

    Parameters
    ----------
    height_m
        Body height in metres, 0.5 to 2.5.
    thigh, shank, ankle_height
        Hip to knee, knee to ankle, ankle (outer malleolus) to the sole of the
        shoe.
    trunk, neck, head
        Pelvis to thorax, thorax to upper neck, upper neck to head top.
    upper_arm, forearm, hand
        Shoulder to elbow, elbow to wrist, wrist to finger tips.
    heel, ball, toe
        Horizontal distances from the ankle: heel (behind), ball of the foot and tip of the shoe.
    hip_half_width, shoulder_half_width
        From the middle to one joint centre.
    girth
        Factor on all widths of the drawn body; 1 is average.

    Raises
    ------
    SettingsError
        If the height is out of range.
    """

    height_m: float = 1.75
    thigh: float = 0.245
    shank: float = 0.239
    ankle_height: float = 0.050
    trunk: float = 0.286
    neck: float = 0.044
    head: float = 0.142
    upper_arm: float = 0.172
    forearm: float = 0.150
    hand: float = 0.095
    heel: float = 0.036
    ball: float = 0.080
    toe: float = 0.118
    hip_half_width: float = 0.058
    shoulder_half_width: float = 0.103
    girth: float = 1.0

    def __post_init__(self) -> None:
        """Check the height."""
        if not 0.5 <= self.height_m <= 2.5:
            raise SettingsError(
                f"A phantom of {self.height_m:g} m cannot be drawn: choose 0.5 to 2.5 m."
            )

    @property
    def leg_m(self) -> float:
        """Thigh plus shank in metres."""
        return (self.thigh + self.shank) * self.height_m

    @staticmethod
    def varied(rng: np.random.Generator, *, height_m: float) -> BodyProportions:
        """Return a person with proportions drawn from ``rng`` around the averages."""

        def about(mean: float, spread: float) -> float:
            return mean * float(1.0 + spread * np.clip(rng.standard_normal(), -2.0, 2.0))

        thigh = about(0.245, 0.012)
        return BodyProportions(
            height_m=height_m,
            thigh=thigh,
            shank=0.484 - thigh,
            trunk=about(0.286, 0.012),
            neck=about(0.044, 0.04),
            head=about(0.142, 0.02),
            upper_arm=about(0.172, 0.02),
            forearm=about(0.150, 0.02),
            shoulder_half_width=about(0.103, 0.05),
            girth=about(1.0, 0.05),
        )


def segment_inclinations(angles: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Return the inclinations of thighs, shanks, upper arms and forearms, each (T,) degrees."""
    lean = angles["trunk_lean"]
    result: dict[str, FloatArray] = {}
    for side in SIDES:
        thigh = angles[f"{side}_hip_flexion"] - lean
        arm = angles[f"{side}_shoulder_flexion"] - lean
        result[f"{side}_thigh_inclination"] = thigh
        result[f"{side}_shank_inclination"] = thigh - angles[f"{side}_knee_flexion"]
        result[f"{side}_upper_arm_inclination"] = arm
        result[f"{side}_forearm_inclination"] = arm + angles[f"{side}_elbow_flexion"]
    return result


def forward_kinematics(
    body: BodyProportions,
    angles: Mapping[str, FloatArray],
    *,
    pelvis_m: FloatArray,
    pelvis_turn_deg: FloatArray,
    shoulder_turn_deg: FloatArray,
    foot_spread: float = 1.0,
) -> dict[str, FloatArray]:
    """Place all points of the body.

    Lengths and angles are those of the projection on the sagittal plane, so they appear unchanged
    in an exact side view; only an abducted arm is shortened there, its direction unchanged too.

    Parameters
    ----------
    body
        Lengths.
    angles
        Degrees, each (T,): ``trunk_lean``, ``neck_flexion`` and, for both sides, ``_hip_flexion``,
        ``_knee_flexion``, ``_ankle_dorsiflexion``, ``_toe_extension``, ``_shoulder_flexion``,
        ``_shoulder_abduction``, ``_elbow_flexion``.
    pelvis_m
        (T, 2) forward and upward position of the pelvis centre.
    pelvis_turn_deg, shoulder_turn_deg
        (T,) rotation of hip line and shoulder line about the vertical, positive when the right
        side comes forward.
    foot_spread
        Distance between the ankles as a multiple of that between the hips.

    Returns
    -------
    dict
        Name from `POINTS` -> (T, 3) metres in body axes.
    """
    h = body.height_m
    tilt = segment_inclinations(angles)
    lean = angles["trunk_lean"]
    points: dict[str, FloatArray] = {}
    pelvis = np.concatenate([pelvis_m, np.zeros((len(pelvis_m), 1))], axis=1)
    points["pelvis"] = pelvis
    points["thorax"] = thorax = pelvis + _upwards(lean, body.trunk * h)
    head_lean = lean + angles["neck_flexion"]
    points["upper_neck"] = neck = thorax + _upwards(0.5 * (lean + head_lean) + 8.0, body.neck * h)
    points["head_top"] = neck + _upwards(head_lean, body.head * h)
    shoulder_centre = thorax + _upwards(lean, -0.006 * h)
    for side in SIDES:
        shoulder = shoulder_centre + body.shoulder_half_width * h * _across(side, shoulder_turn_deg)
        points |= _arm(body, side, angles, tilt, shoulder)
        hip = pelvis + hip_offset(body, side, pelvis_turn_deg)
        inwards = (1.0 - foot_spread) * hip[:, 2]
        points |= _leg(body, side, angles, tilt, hip, inwards)
    return points


def hip_offset(body: BodyProportions, side: str, turn_deg: FloatArray) -> FloatArray:
    """Return (T, 3) metres from the pelvis to the hip of ``side``."""
    return body.hip_half_width * body.height_m * _across(side, turn_deg)


def _across(side: str, turn_deg: FloatArray) -> FloatArray:
    """Return (T, 3) unit vectors towards ``side`` of a body turned about the vertical."""
    turn = np.radians(turn_deg)
    return _SIGN[side] * np.stack([np.sin(turn), np.zeros_like(turn), np.cos(turn)], axis=1)


def _arm(
    body: BodyProportions,
    side: str,
    angles: Mapping[str, FloatArray],
    tilt: Mapping[str, FloatArray],
    shoulder: FloatArray,
) -> dict[str, FloatArray]:
    """Return shoulder, elbow, wrist and finger tips of one side."""
    h = body.height_m
    out = np.radians(angles[f"{side}_shoulder_abduction"])

    def along(inclination: FloatArray, length: float) -> FloatArray:
        step = _downwards(inclination, length) * np.cos(out)[:, None]
        step[:, 2] = _SIGN[side] * np.sin(out) * length
        return step

    elbow = shoulder + along(tilt[f"{side}_upper_arm_inclination"], body.upper_arm * h)
    forearm = tilt[f"{side}_forearm_inclination"]
    wrist = elbow + along(forearm, body.forearm * h)
    hand = wrist + along(forearm + 4.0, body.hand * h)
    return {
        f"{side}_shoulder": shoulder,
        f"{side}_elbow": elbow,
        f"{side}_wrist": wrist,
        f"{side}_hand": hand,
    }


def _leg(
    body: BodyProportions,
    side: str,
    angles: Mapping[str, FloatArray],
    tilt: Mapping[str, FloatArray],
    hip: FloatArray,
    inwards: FloatArray,
) -> dict[str, FloatArray]:
    """Return hip, knee, ankle, heel, ball and toe of one side."""
    h = body.height_m
    shank = tilt[f"{side}_shank_inclination"]
    knee = hip + _downwards(tilt[f"{side}_thigh_inclination"], body.thigh * h)
    ankle = knee + _downwards(shank, body.shank * h)
    knee[:, 2] -= 0.5 * inwards
    ankle[:, 2] -= inwards
    pitch = shank + angles[f"{side}_ankle_dorsiflexion"]
    ball = ankle + foot_vector(pitch, body.ball * h, -body.ankle_height * h)
    toes = pitch + angles[f"{side}_toe_extension"]
    return {
        f"{side}_hip": hip,
        f"{side}_knee": knee,
        f"{side}_ankle": ankle,
        f"{side}_heel": ankle + foot_vector(pitch, -body.heel * h, -body.ankle_height * h),
        f"{side}_ball": ball,
        f"{side}_toe": ball + foot_vector(toes, (body.toe - body.ball) * h, 0.0),
    }


def foot_vector(pitch_deg: FloatArray, forward_m: float, up_m: float) -> FloatArray:
    """Return (T, 3) a point of the foot relative to its ankle; pitch is positive toe up."""
    pitch = np.radians(pitch_deg)
    return np.stack(
        [
            np.cos(pitch) * forward_m - np.sin(pitch) * up_m,
            np.sin(pitch) * forward_m + np.cos(pitch) * up_m,
            np.zeros_like(pitch),
        ],
        axis=1,
    )


def _upwards(lean_deg: FloatArray, length_m: float) -> FloatArray:
    lean = np.radians(lean_deg)
    return length_m * np.stack([np.sin(lean), np.cos(lean), np.zeros_like(lean)], axis=1)


def _downwards(inclination_deg: FloatArray, length_m: float) -> FloatArray:
    tilt = np.radians(inclination_deg)
    return length_m * np.stack([np.sin(tilt), -np.cos(tilt), np.zeros_like(tilt)], axis=1)
