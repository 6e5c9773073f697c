"""How fast keypoints and joints move: derivatives of cleaned positions and angles.

Derivatives enlarge noise, so they are taken of cleaned (low-pass filtered) values; the cut-off is
in the log. Central differences of second order on the real times; at the ends of a stretch without
gaps, one-sided ones of second order. Across a gap nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.filters import runs
from efficientpose_core.pose import FloatArray, IntArray, PoseTrack, ProcessingStep, Status

__all__ = ["MotionTrack", "compute_motion", "derivative", "path_length"]


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
        (T, K, 2) unit/s, x to the right and y down as in the picture.
    speed
        (T, K) unit/s, never negative.
    acceleration
        (T, K, 2) unit/s^2.
    keypoint_status
        (T, K) the largest `Status` of the positions that the velocity is made of.
    angles
        A names.
    angular_velocity_deg_s
        (T, A) positive where the angle grows.
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
    acceleration: FloatArray
    keypoint_status: npt.NDArray[np.int8]
    angles: tuple[str, ...]
    angular_velocity_deg_s: FloatArray
    angle_status: npt.NDArray[np.int8]
    log: tuple[ProcessingStep, ...]


def compute_motion(
    track: PoseTrack, angles: AngleTrack, *, metres_per_px: float | None = None
) -> MotionTrack:
    """Differentiate positions and angles.

    Parameters
    ----------
    track
        Cleaned keypoints.
    angles
        Angles made from them.
    metres_per_px
        Scale in the plane of the movement; None keeps pixels.

    Raises
    ------
    SettingsError
        If the scale is not a positive number.
    """
    if metres_per_px is not None and not (np.isfinite(metres_per_px) and metres_per_px > 0):
        raise SettingsError(
            f"The scale must be a positive number of metres per pixel, not {metres_per_px:g}."
        )
    scale = 1.0 if metres_per_px is None else metres_per_px
    count = len(track)
    flat = track.xy_px.reshape(count, -1) * scale
    velocity = derivative(track.t_s, flat)
    acceleration = derivative(track.t_s, velocity)
    by_point = velocity.reshape(track.xy_px.shape)
    step = ProcessingStep(
        name="differentiate",
        parameters={"metres_per_px": metres_per_px, "differences": "central, second order"},
        note="Speeds are derivatives of the cleaned values.",
    )
    return MotionTrack(
        t_s=track.t_s,
        frame=track.frame,
        keypoints=track.skeleton.keypoints,
        unit="px" if metres_per_px is None else "m",
        velocity=by_point,
        speed=np.linalg.norm(by_point, axis=2),
        acceleration=acceleration.reshape(track.xy_px.shape),
        keypoint_status=_neighbours(track.status, np.isfinite(by_point[..., 0])),
        angles=angles.names,
        angular_velocity_deg_s=(turning := derivative(angles.t_s, angles.values_deg)),
        angle_status=_neighbours(angles.status, np.isfinite(turning)),
        log=(*(angles.log or track.log), step),
    )


def derivative(t_s: FloatArray, values: FloatArray) -> FloatArray:
    """Return d(values)/dt.

    Parameters
    ----------
    t_s
        (T,) increasing seconds, evenly spaced or not.
    values
        (T, C), NaN for missing.

    Returns
    -------
    numpy.ndarray
        (T, C). NaN where the value is missing, and in stretches of fewer than three frames, which
        are too short for a derivative of second order. Exact for parabolas.
    """
    result = np.full(values.shape, np.nan)
    for column in range(values.shape[1]):
        for start, stop in runs(np.isfinite(values[:, column])):
            if stop - start >= 3:
                result[start:stop, column] = np.gradient(
                    values[start:stop, column], t_s[start:stop], edge_order=2
                )
    return result


def path_length(track: PoseTrack, keypoint: str, *, metres_per_px: float = 1.0) -> float:
    """Return how far a keypoint has moved, in pixels or metres, over frames that follow another.

    Gaps are left out, not bridged: the result is a lower bound where there are any.
    """
    steps = np.linalg.norm(np.diff(track.point(keypoint), axis=0), axis=1)
    return float(np.nansum(steps)) * metres_per_px


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
