"""Walking: feet that stand still on the floor, a pelvis that rides over them, legs in between.

The pelvis follows two harmonics of the step; each foot rolls over heel, ball and toes without
sliding and swings along a polynomial. Hip, knee and ankle angles follow by inverse kinematics, so
contact times, step lengths and angles are all exact.

The constants below were fitted (least squares) to what is known of people:

- the key points of the adult curves in ``resources/norms/adult_sagittal.json``, which they meet
  within 6 deg (hip, relative to the trunk here, and knee) and 10 deg (ankle);
- two walkers with markers: the foot turns late and fast, from -13 deg at 14 % of the stride before
  toe-off over -36 deg at 6 % to -62 deg, and hardly further;
- the moments in which the ankle is farthest in front of the pelvis (1.0 % of the stride before
  contact) and behind it (3.8 % before toe-off), see ``EventTiming`` in
  `efficientpose_core.kinematics.gait.events`, after a low-pass at 6 Hz, for long and short strides;
- a pelvis whose speed varies by a quarter and whose height by 3 cm.
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
_PELVIS_START = -0.3788
_PELVIS_LEVEL = 1.0848
_PELVIS_TOP = 1.1010
# (cos, sin) of the first and second harmonic of the step.
_PELVIS_X = ((0.0104, 0.0218), (0.0000, 0.0025))
_PELVIS_Y = ((-0.0176, -0.0065), (-0.0017, -0.0040))
# A leg never gets straighter than this knee flexion: the pelvis sinks instead.
_LEAST_KNEE_DEG = 3.0
_PELVIS_TURN_DEG = 4.0
_ANKLE_HEIGHT = 0.050 / 0.484
# Foot pitch in stance, cubic Hermite: phase, degrees, degrees per stride.
_PITCH_PHASE = np.array([0.0, 0.08, 0.30, 0.42, 0.50, 0.56, STANCE_FRACTION])
_PITCH_DEG = np.array([17.57, 0.0, 0.0, -5.75, -16.43, -36.25, -62.36])
_PITCH_SLOPE = np.array([-586.9, 0.0, 0.0, -78.5, -225.5, -422.6, -358.1])
# Pitch of the toes, likewise: they lie flat until they roll over their tips.
_TOES_PHASE = np.array([0.0, 0.52, STANCE_FRACTION])
_TOES_DEG = np.array([0.0, 0.0, -33.51])
_TOES_SLOPE = np.array([0.0, 0.0, -825.5])
_TOES_STRAIGHT = 0.4
"""Share of the swing after which the toes are straight again."""
_PUSH_OFF_POWER = 0.78
"""Of the stride's scale: a shorter stride turns the foot less, but not as much less."""
# Swing: powers of (s - 1/2) times s^2 (1 - s)^2, s = 0..1 from toe-off to contact.
_SWING_X = (-1.562, -4.531, 2.370, 4.835, 11.359)
_SWING_Y = (-0.633, -3.240, -0.690, 5.338, 6.950)
_SWING_PITCH_DEG = (-108.6, -1690.5, -2723.1, -4677.5)


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
        ankle, pitch, toes = _foot(phase, body, walk.stride_scale, stride, clearance)
        ankle[:, 0] += start
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
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return ankle (T, 2) relative to where it stands flat, pitch and toe extension, each (T,)."""
    ankle, pitch, toes = _stance(np.minimum(phase, STANCE_FRACTION), body, scale)
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

    def shaped(coefficients: tuple[float, ...]) -> FloatArray:
        return bump * np.polynomial.polynomial.polyval(s - 0.5, coefficients) * scale

    leg = body.leg_m
    x = swing(ends[0][:, 0], stride_m) + shaped(_SWING_X) * leg
    y = swing(ends[0][:, 1], 0.0) + shaped(_SWING_Y) * leg * clearance
    swing_pitch = swing(ends[1], 0.0) + shaped(_SWING_PITCH_DEG)
    rest = np.clip(s / _TOES_STRAIGHT, 0.0, 1.0)
    bend = (ends[2][1] - ends[2][0]) * length / step * _TOES_STRAIGHT
    swing_toes = _hermite(rest, (ends[2][1], 0.0), (bend, 0.0))
    swinging = phase > STANCE_FRACTION
    ankle[swinging] = np.stack([x, y], axis=1)[swinging]
    return (
        ankle,
        np.where(swinging, swing_pitch, pitch),
        np.where(swinging, swing_toes, toes),
    )


def _stance(
    phase: FloatArray, body: BodyProportions, scale: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return ankle, pitch and toe extension of a foot that rolls over heel, ball and toes."""
    pitch = _piecewise_hermite(phase, _PITCH_PHASE, _PITCH_DEG, _PITCH_SLOPE)
    push_off = scale**_PUSH_OFF_POWER
    pitch = np.where(pitch > 0.0, scale, push_off) * pitch
    toes = push_off * _piecewise_hermite(phase, _TOES_PHASE, _TOES_DEG, _TOES_SLOPE)
    height = body.height_m
    up, ball, toe = (part * height for part in (body.ankle_height, body.ball, body.toe))
    # What touches the floor stays where it is when the foot stands flat below its ankle.
    heel = -body.heel * height
    over_heel = foot_vector(pitch, -heel, up)[:, :2] + [heel, 0.0]
    over_toes = foot_vector(pitch, -ball, up) + foot_vector(toes, ball - toe, 0.0)
    over_toes = over_toes[:, :2] + [toe, 0.0]
    on_heel = pitch > 0.0
    ankle = np.where(on_heel[:, None], over_heel, over_toes)
    return ankle, pitch, np.where(on_heel, 0.0, toes - pitch)


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
