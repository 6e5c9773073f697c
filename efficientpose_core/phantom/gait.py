"""Walking: feet that stand still on the floor, a pelvis that rides over them, legs in between.

The pelvis follows two harmonics of the step; each foot rolls over heel, sole and ball without
sliding and swings along a cubic path. Hip, knee and ankle angles follow by inverse kinematics, so
contact times, step lengths and angles are all exact. The constants below were fitted (least
squares) so that the angles follow adult curves: hip flexion 22 deg at contact, -17 deg at 51 %,
24 deg in late swing; knee flexion 5 deg at contact, 17 deg at 12 %, 63 deg at 74 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from efficientpose_core.errors import SettingsError
from efficientpose_core.phantom.body import SIDES, BodyProportions, foot_vector, hip_offset
from efficientpose_core.pose import FloatArray

__all__ = [
    "STANCE_FRACTION",
    "LegPath",
    "WalkSettings",
    "leg_paths",
    "pelvis_path",
    "pelvis_turn",
    "solve_leg",
]

STANCE_FRACTION = 0.62
"""Toe-off as a fraction of the stride, from initial contact."""

# Lengths in units of thigh + shank, phases in strides since right contact.
_STRIDE = 1.5845
_PELVIS_START = -0.3678
_PELVIS_LEVEL = 1.0851
_PELVIS_TOP = 1.1010
# (cos, sin) of the first and second harmonic of the step.
_PELVIS_X = ((0.0518, 0.0058), (0.0076, 0.0011))
_PELVIS_Y = ((-0.0129, -0.0054), (0.0016, 0.0006))
# A leg never gets straighter than this knee flexion: the pelvis sinks instead.
_LEAST_KNEE_DEG = 3.0
_PELVIS_TURN_DEG = 4.0
_ANKLE_HEIGHT = 0.050 / 0.484
# Foot pitch in stance, cubic Hermite: phase, degrees, degrees per stride.
_PITCH_PHASE = np.array([0.0, 0.10, 0.27, 0.40, 0.50, STANCE_FRACTION])
_PITCH_DEG = np.array([10.355, 0.0, 0.0, -5.227, -26.455, -66.531])
_PITCH_SLOPE = np.array([-292.54, 0.0, 0.0, -132.71, -244.52, -384.51])
# Swing: powers of (s - 1/2) times s^2 (1 - s)^2, s = 0..1 from toe-off to contact.
_SWING_X = (-2.0144, 5.6495, -1.9779, 9.0520)
_SWING_Y = (0.5565, -9.3120, 21.9611, -5.0188)
_SWING_PITCH_DEG = (215.277, -221.662)


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkSettings:
    """How the phantom walks.

    Parameters
    ----------
    cadence_steps_min
        Steps per minute, 40 to 200.
    stride_scale
        Factor on the stride length, 0.4 to 1.1; 1 gives 0.77 body heights.
    step_asymmetry
        (right - left) / mean of the step lengths, -0.3 to 0.3.
    knee_asymmetry
        (right - left) / mean of the swing clearance, -0.8 to 0.8: the knee with the smaller value
        bends less.
    start_phase
        Phase of the right leg at t = 0, in strides since its contact.

    Raises
    ------
    SettingsError
        If a value is out of its range.
    """

    cadence_steps_min: float = 108.0
    stride_scale: float = 1.0
    step_asymmetry: float = 0.0
    knee_asymmetry: float = 0.0
    start_phase: float = 0.0

    def __post_init__(self) -> None:
        """Check the ranges."""
        ranges = {
            "cadence_steps_min": (40.0, 200.0),
            "stride_scale": (0.4, 1.1),
            "step_asymmetry": (-0.3, 0.3),
            "knee_asymmetry": (-0.8, 0.8),
        }
        for name, (low, high) in ranges.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingsError(
                    f"The phantom's {name} is {value:g}: choose {low:g} to {high:g}."
                )

    @property
    def stride_time_s(self) -> float:
        """Time of one stride (two steps)."""
        return 120.0 / self.cadence_steps_min

    def stride_length_m(self, body: BodyProportions) -> float:
        """Distance covered in one stride."""
        return _STRIDE * self.stride_scale * body.leg_m

    def phase(self, t_s: FloatArray, side: str) -> FloatArray:
        """Return strides since the first contact of ``side``, counted on without wrapping."""
        shift = 0.0 if side == "right" else 0.5
        return t_s / self.stride_time_s + self.start_phase - shift


@dataclass(frozen=True, slots=True, kw_only=True)
class LegPath:
    """Where one foot goes.

    Parameters
    ----------
    ankle_m
        (T, 2) forward and upward position.
    pitch_deg
        (T,) foot pitch, positive toe up.
    toe_extension_deg
        (T,) bend at the ball of the foot.
    """

    ankle_m: FloatArray
    pitch_deg: FloatArray
    toe_extension_deg: FloatArray


def pelvis_turn(t_s: FloatArray, walk: WalkSettings) -> FloatArray:
    """Return (T,) degrees about the vertical, positive when the right hip comes forward."""
    swing = _PELVIS_TURN_DEG * walk.stride_scale
    result: FloatArray = swing * np.cos(2.0 * np.pi * walk.phase(t_s, "right"))
    return result


def pelvis_path(t_s: FloatArray, body: BodyProportions, walk: WalkSettings) -> FloatArray:
    """Return (T, 2) position of the pelvis; it rises and falls twice a stride."""
    pelvis = _pelvis_template(t_s, body, walk)
    pelvis[:, 1] -= _needed_drop_m(body, walk)
    return pelvis


def _needed_drop_m(body: BodyProportions, walk: WalkSettings) -> float:
    """Return by how much the pelvis sinks so that both feet stay within reach all the time."""
    stride = np.linspace(0.0, 1.0, 721) * walk.stride_time_s
    thigh, shank = body.thigh * body.height_m, body.shank * body.height_m
    bend = np.cos(np.radians(_LEAST_KNEE_DEG))
    reach = np.sqrt(thigh**2 + shank**2 + 2.0 * thigh * shank * bend)
    pelvis = _pelvis_template(stride, body, walk)
    turn = pelvis_turn(stride, walk)
    drop = 0.0
    for side, path in leg_paths(stride, body, walk).items():
        across = path.ankle_m[:, 0] - pelvis[:, 0] - hip_offset(body, side, turn)[:, 0]
        highest = path.ankle_m[:, 1] + np.sqrt(reach**2 - across**2)
        drop = max(drop, float(np.max(pelvis[:, 1] - highest)))
    return drop


def _pelvis_template(t_s: FloatArray, body: BodyProportions, walk: WalkSettings) -> FloatArray:
    """Return the fitted path, scaled to this person and stride."""
    phase = walk.phase(t_s, "right")
    x = _PELVIS_START + _STRIDE * phase
    y = np.full_like(phase, _PELVIS_LEVEL)
    for harmonic, (forward, upward) in enumerate(zip(_PELVIS_X, _PELVIS_Y, strict=True), start=1):
        angle = 4.0 * np.pi * harmonic * phase
        x = x + forward[0] * np.cos(angle) + forward[1] * np.sin(angle)
        y = y + upward[0] * np.cos(angle) + upward[1] * np.sin(angle)
    scale = walk.stride_scale
    # A longer step lowers the pelvis quadratically (the legs are the sides of a triangle).
    y = _PELVIS_TOP - scale**2 * (_PELVIS_TOP - y)
    y = y - _ANKLE_HEIGHT + body.ankle_height * body.height_m / body.leg_m
    return np.stack([scale * x, y], axis=1) * body.leg_m


def leg_paths(t_s: FloatArray, body: BodyProportions, walk: WalkSettings) -> dict[str, LegPath]:
    """Return the path of each foot, ``"right"`` and ``"left"``."""
    result = {}
    for side in SIDES:
        sign = 1.0 if side == "right" else -1.0
        total = walk.phase(t_s, side)
        cycle = np.floor(total)
        phase = total - cycle
        offset = 0.0 if side == "right" else 0.5
        stride = walk.stride_length_m(body)
        start = stride * (cycle + offset + sign * walk.step_asymmetry / 8.0)
        clearance = 1.0 + sign * walk.knee_asymmetry / 2.0
        ankle, pitch = _foot(phase, body, walk.stride_scale, stride, clearance)
        ankle[:, 0] += start
        swing = np.clip((phase - STANCE_FRACTION) / 0.16, 0.0, 1.0)
        toes = np.clip(-pitch, 0.0, None) * (1.0 - swing**2 * (3.0 - 2.0 * swing))
        result[side] = LegPath(ankle_m=ankle, pitch_deg=pitch, toe_extension_deg=toes)
    return result


def solve_leg(hip_to_ankle_m: FloatArray, body: BodyProportions) -> tuple[FloatArray, FloatArray]:
    """Return thigh inclination and knee flexion in degrees, each (T,), from (T, 2) vectors.

    Raises
    ------
    SettingsError
        If the leg is too short to reach.
    """
    thigh, shank = body.thigh * body.height_m, body.shank * body.height_m
    reach = np.hypot(hip_to_ankle_m[:, 0], hip_to_ankle_m[:, 1])
    if np.any(reach >= thigh + shank):
        raise SettingsError(
            "The phantom's legs are too short for this stride: choose a smaller one."
        )
    knee = np.arccos((reach**2 - thigh**2 - shank**2) / (2.0 * thigh * shank))
    toward = np.arctan2(hip_to_ankle_m[:, 0], -hip_to_ankle_m[:, 1])
    thigh_tilt = toward + np.arctan2(shank * np.sin(knee), thigh + shank * np.cos(knee))
    return np.degrees(thigh_tilt), np.degrees(knee)


def _foot(
    phase: FloatArray, body: BodyProportions, scale: float, stride_m: float, clearance: float
) -> tuple[FloatArray, FloatArray]:
    """Return ankle (T, 2) relative to where it stands flat, and pitch (T,), over one stride."""
    ankle, pitch = _stance(np.minimum(phase, STANCE_FRACTION), body, scale)
    length = 1.0 - STANCE_FRACTION
    step = 1e-6
    ends = _stance(np.array([STANCE_FRACTION - step, STANCE_FRACTION, 0.0, step]), body, scale)
    s = (phase - STANCE_FRACTION) / length
    bump = (s * (1.0 - s)) ** 2

    def swing(values: FloatArray, advance: float) -> FloatArray:
        slope = length / step
        return _hermite(
            s,
            (values[1], values[2] + advance),
            ((values[1] - values[0]) * slope, (values[3] - values[2]) * slope),
        )

    powers = np.stack([(s - 0.5) ** n for n in range(4)])
    leg = body.leg_m
    x = swing(ends[0][:, 0], stride_m) + bump * (np.array(_SWING_X) @ powers) * leg * scale
    y = swing(ends[0][:, 1], 0.0) + bump * (np.array(_SWING_Y) @ powers) * leg * scale * clearance
    swing_pitch = swing(ends[1], 0.0) + bump * (np.array(_SWING_PITCH_DEG) @ powers[:2]) * scale
    swinging = phase > STANCE_FRACTION
    ankle[swinging] = np.stack([x, y], axis=1)[swinging]
    return ankle, np.where(swinging, swing_pitch, pitch)


def _stance(
    phase: FloatArray, body: BodyProportions, scale: float
) -> tuple[FloatArray, FloatArray]:
    """Return ankle and pitch of a foot that rolls over the heel, then over the ball."""
    pitch = scale * _piecewise_hermite(phase, _PITCH_PHASE, _PITCH_DEG, _PITCH_SLOPE)
    height = body.height_m
    up = body.ankle_height * height
    pivot = np.where(pitch > 0.0, -body.heel, body.ball) * height
    # The pivot stays on the floor, where it is when the foot stands flat below its ankle.
    forward, back = -body.heel * height, body.ball * height
    over_heel = foot_vector(pitch, -forward, up)[:, :2]
    over_ball = foot_vector(pitch, -back, up)[:, :2]
    ankle = np.where((pitch > 0.0)[:, None], over_heel, over_ball)
    ankle[:, 0] += pivot
    return ankle, pitch


def _piecewise_hermite(
    x: FloatArray, knots: FloatArray, values: FloatArray, slopes: FloatArray
) -> FloatArray:
    """Evaluate a cubic Hermite curve with given slopes at the knots."""
    k = np.clip(np.searchsorted(knots, x, side="right") - 1, 0, len(knots) - 2)
    width = knots[k + 1] - knots[k]
    s = (x - knots[k]) / width
    return _hermite(s, (values[k], values[k + 1]), (slopes[k] * width, slopes[k + 1] * width))


def _hermite(
    s: FloatArray,
    values: tuple[FloatArray | float, FloatArray | float],
    slopes: tuple[FloatArray | float, FloatArray | float],
) -> FloatArray:
    """Cubic Hermite polynomial on 0..1."""
    result: FloatArray = (
        (2 * s**3 - 3 * s**2 + 1) * values[0]
        + (s**3 - 2 * s**2 + s) * slopes[0]
        + (3 * s**2 - 2 * s**3) * values[1]
        + (s**3 - s**2) * slopes[1]
    )
    return result
