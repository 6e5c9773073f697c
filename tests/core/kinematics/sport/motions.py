"""Tracks and angles whose repetitions are known in closed form."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.pose import FloatArray, PoseTrack, Status
from efficientpose_core.skeleton import MPII16

BODY_PX = 400.0
STANDING = {
    "head_top": (0, -400), "upper_neck": (0, -340), "thorax": (0, -322), "pelvis": (0, -208),
    "right_shoulder": (-40, -320), "right_elbow": (-42, -250), "right_wrist": (-44, -190),
    "left_shoulder": (40, -320), "left_elbow": (42, -250), "left_wrist": (44, -190),
    "right_hip": (-22, -208), "right_knee": (-22, -102), "right_ankle": (-22, -16),
    "left_hip": (22, -208), "left_knee": (22, -102), "left_ankle": (22, -16),
}  # fmt: skip
"""A person seen from the front whose `body_height_px` is 400."""


def times(rate_hz: float, duration_s: float) -> FloatArray:
    """Return evenly spaced times."""
    return np.arange(round(duration_s * rate_hz)) / rate_hz


def track_of(
    t_s: FloatArray,
    moved: Mapping[str, FloatArray] | None = None,
    *,
    everything: FloatArray | None = None,
    spread_px: float = 1.0,
) -> PoseTrack:
    """Return a person standing at (500, 600), whose keypoints are moved by (T, 2) pixels."""
    count = len(t_s)
    xy = np.tile(np.array([STANDING[k] for k in MPII16.keypoints], float), (count, 1, 1))
    xy += [500.0, 600.0]
    for keypoint, by in (moved or {}).items():
        xy[:, MPII16.index(keypoint)] += by
    if everything is not None:
        xy += everything[:, None]
    valid = np.isfinite(xy).all(axis=2)
    xy[~valid] = np.nan
    return PoseTrack(
        skeleton=MPII16, t_s=t_s, frame=np.arange(count), xy_px=xy,
        score=np.full((count, 16), 0.8), spread_px=np.full((count, 16), spread_px),
        status=np.where(valid, Status.MEASURED, Status.REJECTED), presence=np.ones(count),
        image_size_px=(1000, 700),
    )  # fmt: skip


def angles_of(
    t_s: FloatArray,
    columns: Mapping[str, FloatArray],
    *,
    sd_deg: float = 1.0,
    unavailable: Mapping[str, str] | None = None,
) -> AngleTrack:
    """Return an angle track with the given columns."""
    values = np.stack(list(columns.values()), axis=1)
    known = np.isfinite(values)
    return AngleTrack(
        t_s=t_s, frame=np.arange(len(t_s)), names=tuple(columns), values_deg=values,
        sd_deg=np.where(known, sd_deg, np.nan),
        status=np.where(known, Status.MEASURED, Status.REJECTED).astype(np.int8),
        unavailable=dict(unavailable or {}), log=(),
    )  # fmt: skip


def sines(t_s: FloatArray, period_s: float, low: float, high: float) -> FloatArray:
    """Return repetitions without a pause: low at 0, high at half a period."""
    return low + (high - low) * (0.5 - 0.5 * np.cos(2 * np.pi * t_s / period_s))


def pulses(
    t_s: FloatArray, starts: list[float], *, out_s: float, hold_s: float, back_s: float,
    low: float, high: float,
) -> FloatArray:  # fmt: skip
    """Return repetitions with pauses: straight ways out and back, a hold between."""
    result = np.full(len(t_s), low)
    for start in starts:
        corners = np.cumsum([start, out_s, hold_s, back_s])
        result = np.maximum(result, np.interp(t_s, corners, [low, high, high, low]))
    return result
