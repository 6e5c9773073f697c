"""From the picture to the laboratory frame of motion analysis, at a constant frame rate.

OpenSim's axes: X forward, Y up, Z to the person's right. The picture is the plane Z = 0. X points
where the person faces in most frames, so it is the picture's right or left; the frame is turned
about Y for that, not mirrored, and left and right stay what they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from efficientpose_core.export.data import ExportData
from efficientpose_core.pose import FloatArray

__all__ = ["LabFrames", "constant_rate_note", "lab_frames", "refuse_lab", "resample_columns"]

_EVEN = 0.1
"""Times that lie closer to an even grid than this share of an interval are even; the share is that
of `MediaInfo.is_variable_rate`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabFrames:
    """Keypoints in metres and angles, at a constant rate.

    Parameters
    ----------
    rate_hz
        Frames per second; NaN for a single frame.
    first_frame
        Number of the first one, from 1.
    t_s
        (T,) seconds of the recording, even.
    markers
        K names.
    xyz_m
        (T, K, 3) X forward, Y up from the lower edge of the picture, Z = 0; NaN for missing. None
        without a scale.
    angle_names
        A names.
    angles_deg
        (T, A) NaN for missing.
    direction
        (T,) +1 where the person faces along X, -1 against it, 0 where it is not known.
    """

    rate_hz: float
    first_frame: int
    t_s: FloatArray
    markers: tuple[str, ...]
    xyz_m: FloatArray | None
    angle_names: tuple[str, ...]
    angles_deg: FloatArray
    direction: npt.NDArray[np.int8]


def refuse_lab(data: ExportData) -> str:
    """Return why there are no positions in metres at a rate, or nothing."""
    if len(data.track) < 2:
        return "a frame rate needs two frames at least: analyse a longer part."
    if data.scale is None:
        return (
            "positions in metres need a scale: give the person's height or a line of known "
            "length, then export again."
        )
    return ""


def constant_rate_note(data: ExportData) -> str:
    """Return what was done to make the rate constant, or nothing."""
    if _is_even(data.track.t_s):
        return ""
    return (
        f"The frame rate varies, and this format has one rate: values were resampled to "
        f"{data.track.rate_hz:.6g} Hz, linearly between neighbouring frames that both have a "
        "value. The CSV files keep the frames as they are."
    )


def lab_frames(data: ExportData) -> LabFrames:
    """Put keypoints and angles into the laboratory frame, at a constant rate."""
    t_s = data.track.t_s
    even = _even_times(t_s)
    ahead = -1 if int(data.facing.direction.sum()) < 0 else 1
    count = len(even)
    return LabFrames(
        rate_hz=float((count - 1) / (even[-1] - even[0])) if count > 1 else float("nan"),
        first_frame=int(data.track.frame[0]) + 1,
        t_s=even,
        markers=data.track.skeleton.keypoints,
        xyz_m=_places(data, even, ahead),
        angle_names=data.angles.names,
        angles_deg=resample_columns(t_s, data.angles.values_deg, even),
        direction=(data.facing.direction[_nearest(t_s, even)] * ahead).astype(np.int8),
    )


def _places(data: ExportData, at_s: FloatArray, ahead: int) -> FloatArray | None:
    if data.scale is None:
        return None
    track = data.track
    if data.floor is not None:
        from efficientpose_core.kinematics.floor import level_track

        track = level_track(track, data.floor)
    width, height = track.image_size_px
    x = track.xy_px[..., 0] if ahead > 0 else width - track.xy_px[..., 0]
    plane = np.stack([x, height - track.xy_px[..., 1]], axis=-1) * data.scale.metres_per_px
    flat = resample_columns(track.t_s, plane.reshape(len(track), -1), at_s)
    plane = flat.reshape(len(at_s), -1, 2)
    depth = np.where(np.isfinite(plane[..., :1]), 0.0, np.nan)
    return np.concatenate([plane, depth], axis=2)


def resample_columns(t_s: FloatArray, values: FloatArray, at_s: FloatArray) -> FloatArray:
    """Interpolate columns linearly, between neighbouring frames only.

    Parameters
    ----------
    t_s
        (T,) increasing.
    values
        (T, C), NaN for missing.
    at_s
        (N,) within ``t_s``.

    Returns
    -------
    numpy.ndarray
        (N, C). NaN where one of the two neighbours has no value; where ``at_s`` meets a frame, that
        frame alone counts.
    """
    if np.array_equal(t_s, at_s):
        return values
    after = np.clip(np.searchsorted(t_s, at_s, side="left"), 1, len(t_s) - 1)
    before = after - 1
    share = (at_s - t_s[before]) / (t_s[after] - t_s[before])
    share = np.where(np.abs(share) < 1e-9, 0.0, np.where(np.abs(share - 1) < 1e-9, 1.0, share))
    share = share[:, None]
    low = np.where(share == 1.0, 0.0, values[before] * (1 - share))
    high = np.where(share == 0.0, 0.0, values[after] * share)
    result: FloatArray = low + high
    return result


def _is_even(t_s: FloatArray) -> bool:
    if len(t_s) < 3:
        return True
    grid = np.linspace(t_s[0], t_s[-1], len(t_s))
    return bool(np.abs(t_s - grid).max() <= _EVEN * (t_s[-1] - t_s[0]) / (len(t_s) - 1))


def _even_times(t_s: FloatArray) -> FloatArray:
    """Return the times themselves where they are even, else a grid of the median interval."""
    if _is_even(t_s):
        return t_s
    interval = float(np.median(np.diff(t_s)))
    steps = int((t_s[-1] - t_s[0]) / interval + 1e-6)
    result: FloatArray = np.minimum(t_s[0] + interval * np.arange(steps + 1), t_s[-1])
    return result


def _nearest(t_s: FloatArray, at_s: FloatArray) -> npt.NDArray[np.intp]:
    if np.array_equal(t_s, at_s):
        return np.arange(len(t_s))
    after = np.clip(np.searchsorted(t_s, at_s), 1, len(t_s) - 1)
    result: npt.NDArray[np.intp] = np.where(
        at_s - t_s[after - 1] <= t_s[after] - at_s, after - 1, after
    )
    return result
