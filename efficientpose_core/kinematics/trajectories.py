"""How fast keypoints and joints move: derivatives of cleaned positions and angles.

Derivatives enlarge noise, so they are taken of cleaned (low-pass filtered) values; the cut-off is
in the log. Central differences of second order on the real times; at the ends of a stretch without
gaps, one-sided ones of second order. Across a gap nothing is known.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import DataError, UnknownNameError
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.floor import Floor, is_levelled, turn
from efficientpose_core.kinematics.measure import Measure, refuse
from efficientpose_core.kinematics.scale import Scale, to_metres
from efficientpose_core.kinematics.smoothing import smooth
from efficientpose_core.kinematics.uncertainty import (
    derivative,
    derivative_sd,
    smoothing_of,
    step_sd,
)
from efficientpose_core.pose import FloatArray, IntArray, PoseTrack, ProcessingStep, Status

__all__ = [
    "MotionTrack",
    "compute_motion",
    "derivative",
    "measure_extreme_angle",
    "measure_path_length",
    "measure_peak_speed",
    "measure_range",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MotionTrack:
    """Speeds of keypoints and joints over time.

    Parameters
    ----------
    t_s, frame
        (T,) as in the track.
    keypoints
        K names.
    unit
        Of lengths: ``"px"``, or ``"m"`` where a scale was given.
    velocity
        (T, K, 2) unit/s, x to the right and y down as in the picture; along the floor and straight
        down where a floor was given.
    speed
        (T, K) unit/s, never negative.
    speed_sd
        (T, K) one standard deviation, unit/s, from the spread of the keypoints and the error of the
        scale; NaN where unknown. A speed much smaller than that is too large on average: noise
        moves, too.
    acceleration
        (T, K, 2) unit/s^2.
    keypoint_status
        (T, K) the largest `Status` of the positions that the velocity is made of.
    angles
        A names.
    angular_velocity_deg_s
        (T, A) positive where the angle grows.
    angular_velocity_sd_deg_s
        (T, A) one standard deviation.
    angle_status
        (T, A).
    log
        Steps of the track, and this one.
    """

    t_s: FloatArray
    frame: IntArray
    keypoints: tuple[str, ...]
    unit: str
    velocity: FloatArray
    speed: FloatArray
    speed_sd: FloatArray
    acceleration: FloatArray
    keypoint_status: npt.NDArray[np.int8]
    angles: tuple[str, ...]
    angular_velocity_deg_s: FloatArray
    angular_velocity_sd_deg_s: FloatArray
    angle_status: npt.NDArray[np.int8]
    log: tuple[ProcessingStep, ...]


def compute_motion(
    track: PoseTrack, angles: AngleTrack, *, scale: Scale | None = None, floor: Floor | None = None
) -> MotionTrack:
    """Differentiate positions and angles.

    Parameters
    ----------
    track
        Cleaned keypoints.
    angles
        Angles made from them.
    scale
        In the plane of the movement; None keeps pixels.
    floor
        Directions are told along it; None takes the picture's edges.

    Raises
    ------
    DataError
        If the floor is corrected for twice.
    """
    if floor is not None and is_levelled(track):
        raise DataError("This recording is level already: correct for the floor once.")
    factor = 1.0 if scale is None else scale.metres_per_px
    xy = (track.xy_px if floor is None else turn(track.xy_px, floor)) * factor
    count = len(track)
    velocity = derivative(track.t_s, xy.reshape(count, -1))
    acceleration = derivative(track.t_s, velocity)
    by_point = velocity.reshape(xy.shape)
    speed = np.linalg.norm(by_point, axis=2)
    smoothing = smoothing_of(track.log)
    spread = np.where(track.valid, track.spread_px, np.nan) * factor
    speed_sd = derivative_sd(track.t_s, spread, smoothing)
    if scale is not None:
        speed_sd = np.hypot(speed_sd, scale.relative_error * speed)
    turning = derivative(angles.t_s, angles.values_deg)
    return MotionTrack(
        t_s=track.t_s,
        frame=track.frame,
        keypoints=track.skeleton.keypoints,
        unit="px" if scale is None else "m",
        velocity=by_point,
        speed=speed,
        speed_sd=speed_sd,
        acceleration=acceleration.reshape(xy.shape),
        keypoint_status=_neighbours(track.status, np.isfinite(by_point[..., 0])),
        angles=angles.names,
        angular_velocity_deg_s=turning,
        angular_velocity_sd_deg_s=derivative_sd(angles.t_s, angles.sd_deg, smoothing),
        angle_status=_neighbours(angles.status, np.isfinite(turning)),
        log=(*(angles.log or track.log), *_steps(scale)),
    )


def _steps(scale: Scale | None) -> tuple[ProcessingStep, ...]:
    step = ProcessingStep(
        name="differentiate",
        parameters={
            "metres_per_px": None if scale is None else scale.metres_per_px,
            "differences": "central, second order",
        },
        note="Speeds are derivatives of the cleaned values.",
    )
    return (step,) if scale is None else (scale.step, step)


def measure_peak_speed(motion: MotionTrack, keypoint: str) -> Measure:
    """Return the highest speed of a keypoint.

    Its error holds the one of the frame in which it is reached; as much again, because the highest
    of several uncertain values is taken; and what the low-pass took away from the peak: about as
    much as it takes when it is applied once more (Tukey's twicing). Of peaks much shorter than the
    filter lets through, it takes more than that.
    """
    name, unit = f"{keypoint}_peak_speed", f"{motion.unit}/s"
    if keypoint not in motion.keypoints:
        raise UnknownNameError("keypoint", keypoint, motion.keypoints)
    k = motion.keypoints.index(keypoint)
    peak = _extreme(name, unit, motion.speed[:, k], motion.speed_sd[:, k], np.nanargmax)
    if peak.is_refused:
        return peak
    again, _ = smooth(motion.t_s, motion.velocity[:, k], smoothing_of(motion.log))
    at = int(np.nanargmax(motion.speed[:, k]))
    lost = peak.value - float(np.hypot(*again[at]))
    return replace(peak, error=math.hypot(peak.error, peak.error, lost))


def measure_path_length(track: PoseTrack, keypoint: str, *, scale: Scale | None = None) -> Measure:
    """Return how far a keypoint has moved, over frames that follow another.

    Gaps are left out, not bridged: the result is a lower bound where there are any, and says so.
    Noise makes every path longer: with an error s of each component of a step, a true step u is
    told as sqrt(u^2 + 2 s^2) on average. What that adds is part of the error, with the places of
    both ends and the scale.

    Parameters
    ----------
    track
        Cleaned keypoints.
    keypoint
        Which.
    scale
        None tells pixels.
    """
    name = f"{keypoint}_path_length"
    xy = track.point(keypoint)
    step = np.linalg.norm(np.diff(xy, axis=0), axis=1)
    known = np.isfinite(step)
    if not known.any():
        return refuse(name, "px" if scale is None else "m", f"{keypoint} is never seen twice.")
    spread = track.spread_px[:, track.skeleton.index(keypoint)]
    spread = np.where(np.isfinite(xy[:, 0]), spread, np.nan)
    noise = step_sd(track.t_s, spread[:, None], smoothing_of(track.log))[:, 0]
    true_step = np.sqrt(np.maximum(step**2 - 2.0 * noise**2, 0.0))
    added = float(np.nansum(step - true_step))
    ends = spread[np.flatnonzero(np.isfinite(xy[:, 0]))[[0, -1]]]
    gap_s = float(track.t_s[-1] - track.t_s[0] - np.diff(track.t_s)[known].sum())
    measure = Measure(
        name=name,
        unit="px",
        value=float(np.nansum(step)),
        error=math.hypot(added, *ends.tolist()),
        reason=f"{gap_s:.1f} s are missing, so the path is longer." if gap_s > 1e-9 else "",
    )
    return measure if scale is None else to_metres(measure, scale)


def measure_extreme_angle(angles: AngleTrack, name: str, *, largest: bool = True) -> Measure:
    """Return the largest or smallest value of an angle, with the error of its frame."""
    values, sd = _angle_and_sd(angles, name)
    which = "largest" if largest else "smallest"
    pick = np.nanargmax if largest else np.nanargmin
    return _extreme(f"{name}_{which}", "deg", values, sd, pick)


def measure_range(angles: AngleTrack, name: str) -> Measure:
    """Return largest minus smallest value of an angle, with the errors of both frames."""
    values, sd = _angle_and_sd(angles, name)
    high = _extreme(f"{name}_range", "deg", values, sd, np.nanargmax)
    low = _extreme(f"{name}_range", "deg", values, sd, np.nanargmin)
    if high.is_refused:
        return high
    return Measure(
        name=high.name,
        unit="deg",
        value=high.value - low.value,
        error=math.hypot(high.error, low.error),
    )


def _angle_and_sd(angles: AngleTrack, name: str) -> tuple[FloatArray, FloatArray]:
    values = angles.column(name)
    sd: FloatArray = angles.sd_deg[:, angles.names.index(name)]
    return values, sd


def _extreme(
    name: str,
    unit: str,
    values: FloatArray,
    sd: FloatArray,
    pick: Callable[[FloatArray], np.intp],
) -> Measure:
    if not np.isfinite(values).any():
        return refuse(name, unit, "It is not known in any frame.")
    at = int(pick(values))
    return Measure(name=name, unit=unit, value=float(values[at]), error=float(sd[at]))


def _neighbours(status: npt.NDArray[np.int8], known: npt.NDArray[np.bool_]) -> npt.NDArray[np.int8]:
    """Return the status of derivatives: the largest of the frame and its valid neighbours."""
    worst = status.copy()
    for here, there in ((slice(1, None), slice(None, -1)), (slice(None, -1), slice(1, None))):
        beside = np.where(status[there] <= Status.INTERPOLATED, status[there], 0)
        own = status[here] <= Status.INTERPOLATED
        worst[here] = np.where(own, np.maximum(worst[here], beside), worst[here])
    too_short = ~known & (worst <= Status.INTERPOLATED)
    result: npt.NDArray[np.int8] = np.where(too_short, Status.REJECTED, worst).astype(np.int8)
    return result
