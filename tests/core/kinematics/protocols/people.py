"""Recordings of tests whose results are known."""

from __future__ import annotations

import numpy as np

from efficientpose_core.kinematics.angles import AngleTrack, compute_angles
from efficientpose_core.kinematics.facing import FacingTrack, lock_facing
from efficientpose_core.kinematics.view import View
from efficientpose_core.pose import FloatArray, PoseTrack, Status
from efficientpose_core.skeleton import MPII16

BODY_PX = 400.0
Recording = tuple[PoseTrack, AngleTrack, FacingTrack]

_LENGTHS = {"thigh": 0.245, "shank": 0.246, "trunk": 0.305, "arm": 0.186, "forearm": 0.146}


def times(rate_hz: float, duration_s: float) -> FloatArray:
    """Return evenly spaced times."""
    return np.arange(round(duration_s * rate_hz)) / rate_hz


def _track(points: dict[str, FloatArray], t_s: FloatArray, score: float = 0.8) -> PoseTrack:
    xy = np.stack([np.broadcast_to(points[k], (len(t_s), 2)) for k in MPII16.keypoints], axis=1)
    shape = xy.shape[:2]
    return PoseTrack(
        skeleton=MPII16, t_s=t_s, frame=np.arange(len(t_s)), xy_px=xy,
        score=np.full(shape, score), spread_px=np.full(shape, 2.0),
        status=np.full(shape, Status.MEASURED, np.int8), presence=np.ones(len(t_s)),
        image_size_px=(1200, 800),
    )  # fmt: skip


def from_the_side(
    t_s: FloatArray,
    *,
    knee: FloatArray | float = 3.0,
    hip: FloatArray | float = 3.0,
    lean: FloatArray | float = 1.0,
    arm: FloatArray | float = 5.0,
) -> Recording:
    """Return somebody facing right, ankles fixed, both sides alike; angles in degrees."""
    one = np.ones(len(t_s))
    knee, hip, lean, arm = (np.radians(one * a) for a in (knee, hip, lean, arm))
    thigh, shank = hip - lean, hip - lean - knee

    def along(angle: FloatArray, length: str) -> FloatArray:
        """Return the way from start to end of a segment that hangs at an angle to the front."""
        return BODY_PX * _LENGTHS[length] * np.stack([np.sin(angle), np.cos(angle)], axis=1)

    ankle = np.array([600.0, 700.0])
    knees = ankle - along(shank, "shank")
    pelvis = knees - along(thigh, "thigh")
    thorax = pelvis - along(-lean, "trunk")
    points = {"pelvis": pelvis, "thorax": thorax, "upper_neck": thorax + np.array([5.0, -18.0]),
              "head_top": thorax + np.array([8.0, -75.0])}  # fmt: skip
    for side in ("left", "right"):
        elbow = thorax + along(arm - lean, "arm")
        points |= {f"{side}_ankle": ankle, f"{side}_knee": knees, f"{side}_hip": pelvis,
                   f"{side}_shoulder": thorax, f"{side}_elbow": elbow,
                   f"{side}_wrist": elbow + along(arm - lean, "forearm")}  # fmt: skip
    track = _track(points, t_s)
    facing = lock_facing(len(t_s), 1)
    return track, compute_angles(track, facing=facing), facing


def from_the_front(
    t_s: FloatArray,
    *,
    abduction: FloatArray | float = 10.0,
    left_foot_up: FloatArray | float = 0.0,
    sway: FloatArray | None = None,
) -> Recording:
    """Return somebody seen from the front; foot height in body heights, sway (T, 2) in px."""
    one = np.ones(len(t_s))
    sway = np.zeros((len(t_s), 2)) if sway is None else sway
    pelvis, thorax = np.array([600.0, 480.0]) + sway, np.array([600.0, 358.0]) + sway
    points: dict[str, FloatArray] = {
        "pelvis": pelvis, "thorax": thorax, "upper_neck": thorax + np.array([0.0, -18.0]),
        "head_top": thorax + np.array([0.0, -75.0]),
    }  # fmt: skip
    angle = np.radians(one * abduction)
    for side, sign in (("right", -1.0), ("left", 1.0)):
        lift = BODY_PX * one * (left_foot_up if side == "left" else 0.0)
        out = np.stack([sign * np.sin(angle), np.cos(angle)], axis=1)
        hip, shoulder = pelvis + np.array([sign * 23.0, 0.0]), thorax + np.array([sign * 43.0, 2.0])
        foot = np.stack([600.0 + sign * 23.0 * one, 676.0 - lift], axis=1)
        points |= {f"{side}_hip": hip, f"{side}_knee": (hip + foot) / 2, f"{side}_ankle": foot,
                   f"{side}_shoulder": shoulder, f"{side}_elbow": shoulder + 74 * out,
                   f"{side}_wrist": shoulder + 132 * out}  # fmt: skip
    track = _track(points, t_s)
    facing = lock_facing(len(t_s), 1)
    return track, compute_angles(track, facing=facing, view=View.FRONTAL), facing


def waves(t_s: FloatArray, period_s: float, low: float, high: float) -> FloatArray:
    """Return repetitions without a pause, low at 0."""
    return low + (high - low) * (0.5 - 0.5 * np.cos(2 * np.pi * t_s / period_s))
