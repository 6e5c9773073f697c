"""The signal whose repetitions are counted: an angle, the pelvis height, or a known movement.

A known movement joins the angles of both sides and says how to confirm that a repetition was one:
the pelvis has to sink in a squat, the trunk has to be horizontal in a push-up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from efficientpose_core.errors import DataError, UnknownNameError
from efficientpose_core.kinematics.angles import ANGLES, AngleTrack
from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.sport.common import known_median
from efficientpose_core.kinematics.view import View
from efficientpose_core.pose import FloatArray, IntArray, PoseTrack

__all__ = [
    "MOVEMENTS",
    "PELVIS_HEIGHT",
    "Confirmation",
    "MovementSignal",
    "MovementSpec",
    "lower_ankle_y",
    "pelvis_height",
    "read_signal",
    "view_of",
]

PELVIS_HEIGHT = "pelvis_height"
"""Name of the signal that needs no angle: the pelvis above the ankles, in % of body height."""

_MIN_ANGLE_DEG = 20.0
_MIN_HEIGHT_PERCENT = 8.0
_MIN_DURATION_S = 0.3
_MIN_WHOLE_BODY_S = 0.6
"""Nobody squats or stands up and sits down faster; a running step bends the knees for 0.4 s."""
_FAR_SIDE = "seen from the side, the far limb is partly hidden and measured worse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What has to be true of a repetition besides its angle.

    Parameters
    ----------
    name, unit
        Of the number that is looked at, as it is reported.
    values
        Returns it over time, (T,).
    error
        Returns one standard deviation of its measuring error, of a change if that counts.
    is_change
        Whether the change from the start to the turning point counts, or the median in between.
    sign
        +1 where it has to grow, -1 where it has to shrink.
    smallest
        It has to be at least this.
    failure
        Why it was no repetition; ``{value}`` is put in.
    """

    name: str
    unit: str
    values: Callable[[PoseTrack], FloatArray]
    error: Callable[[PoseTrack], float]
    is_change: bool
    sign: int
    smallest: float
    failure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementSpec:
    """A known movement.

    Parameters
    ----------
    id
        Its name.
    joints
        For each view in which it can be counted, the angles, without their side, whose mean over
        both sides is the signal.
    direction
        +1 where a repetition raises the signal, -1 where it lowers it.
    min_range_deg, min_duration_s
        Smaller or shorter excursions are no repetitions.
    confirmation
        None where the angle says everything.
    """

    id: str
    joints: Mapping[View, tuple[str, ...]]
    direction: int
    min_range_deg: float
    min_duration_s: float = _MIN_DURATION_S
    confirmation: Confirmation | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MovementSignal:
    """A signal that leaves its rest and comes back once a repetition.

    Parameters
    ----------
    name
        Of the angle or movement.
    unit
        ``"deg"`` or ``"%"``.
    t_s, frame
        (T,) as in the track.
    values
        (T,) NaN where there is no value.
    sd
        (T,) one standard deviation of the measuring error; NaN where unknown.
    sides
        (T,) values and standard deviations of the left and the right side by themselves; empty
        where the signal has no sides.
    direction
        +1 where a repetition raises the signal, -1 where it lowers it.
    min_range, min_duration_s
        Smaller or shorter excursions are no repetitions.
    confirmation
        See `MovementSpec`.
    side_remark
        What weakens the comparison of both sides.
    """

    name: str
    unit: str
    t_s: FloatArray
    frame: IntArray
    values: FloatArray
    sd: FloatArray
    sides: Mapping[str, tuple[FloatArray, FloatArray]]
    direction: int
    min_range: float
    min_duration_s: float = _MIN_DURATION_S
    confirmation: Confirmation | None = None
    side_remark: str = ""


def lower_ankle_y(track: PoseTrack) -> FloatArray:
    """Return (T,) y of the lower of both ankles, pixels down; NaN where neither is known."""
    left, right = (track.point(f"{side}_ankle")[:, 1] for side in ("left", "right"))
    result: FloatArray = np.fmax(left, right)
    return result


def pelvis_height(track: PoseTrack) -> FloatArray:
    """Return (T,) height of the pelvis above the lower ankle, in % of the body height.

    Against the ankle, not the picture, so that a moving camera does no harm.
    """
    height = lower_ankle_y(track) - track.point("pelvis")[:, 1]
    result: FloatArray = 100.0 * height / body_height_px(track)
    return result


def _trunk_tilt_deg(track: PoseTrack) -> FloatArray:
    """Return (T,) angle between trunk and vertical, 0..180, whichever way the person faces."""
    trunk = track.point("thorax") - track.point("pelvis")
    result: FloatArray = np.degrees(np.arctan2(np.abs(trunk[:, 0]), -trunk[:, 1]))
    return result


def _feet_apart(track: PoseTrack) -> FloatArray:
    """Return (T,) horizontal distance of the ankles, in % of the body height."""
    apart = np.abs(track.point("left_ankle")[:, 0] - track.point("right_ankle")[:, 0])
    result: FloatArray = 100.0 * apart / body_height_px(track)
    return result


def _spread_px(track: PoseTrack, *keypoints: str) -> float:
    """Return the error of the difference of two keypoints along one axis, pixels."""
    spreads = [track.spread_px[:, track.skeleton.index(k)] for k in keypoints]
    return math.hypot(*map(known_median, spreads))


def _pelvis_way_error(track: PoseTrack) -> float:
    spread = _spread_px(track, "pelvis", "left_ankle")
    return math.sqrt(2.0) * 100.0 * spread / body_height_px(track)


def _feet_apart_error(track: PoseTrack) -> float:
    spread = _spread_px(track, "right_ankle", "left_ankle")
    return math.sqrt(2.0) * 100.0 * spread / body_height_px(track)


def _trunk_tilt_error(track: PoseTrack) -> float:
    trunk = np.linalg.norm(track.point("thorax") - track.point("pelvis"), axis=1)
    return math.degrees(_spread_px(track, "thorax", "pelvis") / known_median(trunk))


def _pelvis_way(sign: int, verb: str) -> Confirmation:
    # A heel that is lifted, or noise, moves the pelvis by less than 5 % of the body height.
    return Confirmation(
        name="pelvis_travel", unit="%", values=pelvis_height, error=_pelvis_way_error,
        is_change=True, sign=sign, smallest=5.0,
        failure=f"the pelvis has to {verb} by 5 % of the body height, not by {{value:.1f}} %",
    )  # fmt: skip


MOVEMENTS: Mapping[str, MovementSpec] = MappingProxyType(
    {
        spec.id: spec
        for spec in (
            MovementSpec(
                id="squat", joints={View.SAGITTAL: ("knee_flexion",)}, direction=1,
                min_range_deg=30.0, min_duration_s=_MIN_WHOLE_BODY_S,
                confirmation=_pelvis_way(-1, "sink"),
            ),
            MovementSpec(
                id="sit_to_stand", joints={View.SAGITTAL: ("hip_flexion", "knee_flexion")},
                direction=-1, min_range_deg=30.0, min_duration_s=_MIN_WHOLE_BODY_S,
                confirmation=_pelvis_way(1, "rise"),
            ),
            MovementSpec(
                id="push_up", joints={View.SAGITTAL: ("elbow_flexion",)}, direction=1,
                min_range_deg=30.0,
                confirmation=Confirmation(
                    name="trunk_tilt", unit="deg", values=_trunk_tilt_deg,
                    error=_trunk_tilt_error, is_change=False, sign=1, smallest=45.0,
                    failure="the trunk was not horizontal: {value:.0f} deg from the vertical",
                ),
            ),
            MovementSpec(
                id="jumping_jack", joints={View.FRONTAL: ("shoulder_abduction",)}, direction=1,
                min_range_deg=60.0,
                confirmation=Confirmation(
                    name="feet_spread", unit="%", values=_feet_apart,
                    error=_feet_apart_error, is_change=True, sign=1, smallest=8.0,
                    failure="the feet have to move apart by 8 % of the body height, not by "
                    "{value:.1f} %",
                ),
            ),
            MovementSpec(
                id="arm_raise",
                joints={
                    View.FRONTAL: ("shoulder_abduction",),
                    View.SAGITTAL: ("shoulder_flexion",),
                },
                direction=1, min_range_deg=30.0,
            ),
        )
    }
)  # fmt: skip
"""Every known movement by name."""


def view_of(angles: AngleTrack) -> View | None:
    """Return the view for which the angles were computed; None where it cannot be told."""
    views = {ANGLES[name].view for name in angles.names if name in ANGLES}
    return views.pop() if len(views) == 1 else None


def read_signal(name: str, track: PoseTrack, angles: AngleTrack) -> MovementSignal:
    """Return the signal of an angle, of `PELVIS_HEIGHT`, or of a movement.

    Both sides of a movement are averaged. Where one of them has no value, the other stands in,
    moved by half the median difference of the sides.

    Parameters
    ----------
    name
        One of ``angles.names``, `MOVEMENTS`, or `PELVIS_HEIGHT`.
    track, angles
        Of the same frames.

    Raises
    ------
    UnknownNameError
        If there is no such signal.
    DataError
        If it cannot be told here (another view, a skeleton without the keypoints), or track and
        angles differ in length.
    """
    if len(track) != len(angles.t_s):
        raise DataError("Track and angles differ in length: compute the angles of this track.")
    if name == PELVIS_HEIGHT:
        return _height_signal(track)
    if name in MOVEMENTS:
        return _movement_signal(MOVEMENTS[name], angles)
    if name in angles.unavailable:
        raise DataError(f"{name} is {angles.unavailable[name]}.")
    if name not in angles.names:
        raise UnknownNameError("signal", name, (*angles.names, *MOVEMENTS, PELVIS_HEIGHT))
    return MovementSignal(
        name=name, unit="deg", t_s=angles.t_s, frame=angles.frame, values=angles.column(name),
        sd=_sd(angles, name), sides={}, direction=1, min_range=_MIN_ANGLE_DEG,
    )  # fmt: skip


def _height_signal(track: PoseTrack) -> MovementSignal:
    skeleton = track.skeleton
    spread = [track.spread_px[:, skeleton.index(k)] for k in ("pelvis", "left_ankle")]
    return MovementSignal(
        name=PELVIS_HEIGHT, unit="%", t_s=track.t_s, frame=track.frame,
        values=pelvis_height(track), sd=100.0 * np.hypot(*spread) / body_height_px(track),
        sides={}, direction=-1, min_range=_MIN_HEIGHT_PERCENT,
    )  # fmt: skip


def _movement_signal(spec: MovementSpec, angles: AngleTrack) -> MovementSignal:
    view = view_of(angles)
    joints = spec.joints.get(view) if view is not None else None
    if joints is None:
        views = " or ".join(v.value for v in spec.joints)
        raise DataError(
            f"{spec.id.replace('_', ' ')} is counted in a {views} view: choose that view, if the "
            "person is seen like that, or count the height of the pelvis."
        )
    sides = {}
    for side in ("left", "right"):
        names = [f"{side}_{joint}" for joint in joints]
        missing = [name for name in names if name not in angles.names]
        if missing:
            why = angles.unavailable.get(missing[0], "not among the computed angles")
            raise DataError(f"{spec.id} needs {missing[0]}, which is {why}.")
        values = np.mean([angles.column(name) for name in names], axis=0)
        sides[side] = (values, _joined_sd(angles, names))
    values, sd = _mean_of_sides(*sides["left"], *sides["right"])
    return MovementSignal(
        name=spec.id, unit="deg", t_s=angles.t_s, frame=angles.frame, values=values, sd=sd,
        sides=sides, direction=spec.direction, min_range=spec.min_range_deg,
        min_duration_s=spec.min_duration_s, confirmation=spec.confirmation,
        side_remark=_FAR_SIDE if view is View.SAGITTAL else "",
    )  # fmt: skip


def _sd(angles: AngleTrack, name: str) -> FloatArray:
    result: FloatArray = angles.sd_deg[:, angles.names.index(name)]
    return result


def _joined_sd(angles: AngleTrack, names: list[str]) -> FloatArray:
    """Return the error of a mean of angles that are wrong independently of each other."""
    result: FloatArray = np.sqrt(sum(_sd(angles, name) ** 2 for name in names)) / len(names)
    return result


def _mean_of_sides(
    left: FloatArray, left_sd: FloatArray, right: FloatArray, right_sd: FloatArray
) -> tuple[FloatArray, FloatArray]:
    difference = left - right
    known = np.isfinite(difference)
    half = known_median(difference) / 2 if known.any() else 0.0
    values = np.where(
        known, (left + right) / 2, np.where(np.isfinite(left), left - half, right + half)
    )
    both_sd = np.hypot(left_sd, right_sd) / 2
    sd = np.where(known, both_sd, np.where(np.isfinite(left), left_sd, right_sd))
    return values, sd
