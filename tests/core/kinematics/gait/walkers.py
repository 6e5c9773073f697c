"""Walkers whose events and parameters are known exactly, as keypoints."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from efficientpose_core.kinematics.angles import AngleTrack, compute_angles
from efficientpose_core.kinematics.facing import FacingTrack, lock_facing
from efficientpose_core.kinematics.gait.analysis import GaitAnalysis, GaitSettings, analyse_gait
from efficientpose_core.kinematics.gait.events import (
    EventKind,
    EventMethod,
    EventSettings,
    EventSource,
    EventTiming,
    GaitEvent,
)
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.skeleton import MPII16, Skeleton

AS_FOUND = EventTiming(contact=0.0, toe_off=0.0, error=0.01)
"""The analytic ankle is farthest in front exactly at contact."""

FEET = Skeleton(
    name="feet",
    keypoints=(
        *MPII16.keypoints, "right_heel", "left_heel", "right_big_toe", "left_big_toe",
    ),
)  # fmt: skip

CONTACT, TOE_OFF = EventKind.INITIAL_CONTACT, EventKind.TOE_OFF


@dataclass(frozen=True, kw_only=True)
class Walker:
    """A figure of 400 px whose ankles swing past the pelvis on warped cosines.

    Positive directions are to the right; ``facing`` and ``travel`` may differ.
    """

    stride_s: float = 1.1
    stance: float = 0.62
    reach_px: float = 90.0
    speed_px_s: float = 200.0
    facing: int = 1
    travel: int = 1
    left_lag: float = 0.5
    spread_px: float = 0.0
    size_px: tuple[int, int] = (4000, 720)

    def ahead(self, t_s: np.ndarray, side: str) -> np.ndarray:
        """Return how far the ankle is in front of the pelvis in the direction of travel."""
        phase = (t_s / self.stride_s - (self.left_lag if side == "left" else 0.0)) % 1.0
        down = np.cos(np.pi * phase / self.stance)
        up = -np.cos(np.pi * (phase - self.stance) / (1.0 - self.stance))
        return self.reach_px * np.where(phase < self.stance, down, up)

    def pelvis(self, t_s: np.ndarray) -> np.ndarray:
        return self.size_px[0] / 2 + self.travel * self.speed_px_s * (t_s - t_s.mean())

    def track(self, t_s: np.ndarray, skeleton: Skeleton = MPII16) -> PoseTrack:
        pelvis, up = self.pelvis(t_s), np.ones_like(t_s)
        points = {"pelvis": (pelvis, 380 * up), "thorax": (pelvis, 260 * up)}
        points |= {"upper_neck": (pelvis, 240 * up), "head_top": (pelvis, 180 * up)}
        for side in ("right", "left"):
            ankle = pelvis + self.travel * self.ahead(t_s, side)
            points[f"{side}_hip"] = (pelvis, 380 * up)
            points[f"{side}_ankle"] = (ankle, 580 * up)
            # The knee bends forwards.
            points[f"{side}_knee"] = ((pelvis + ankle) / 2 + 15 * self.facing, 480 * up)
            for joint, y in (("shoulder", 265), ("elbow", 330), ("wrist", 390)):
                points[f"{side}_{joint}"] = (pelvis, y * up)
            points[f"{side}_heel"] = (ankle - 10 * self.facing, 595 * up)
            points[f"{side}_big_toe"] = (ankle + 35 * self.facing, 595 * up)
        xy = np.stack([np.stack(points[k], axis=1) for k in skeleton.keypoints], axis=1)
        return track_of(xy, t_s, skeleton, self.size_px, self.spread_px)

    def lock(self, t_s: np.ndarray) -> FacingTrack:
        return lock_facing(len(t_s), self.facing)

    def events(self, t_s: np.ndarray) -> list[tuple[str, EventKind, float]]:
        """Return the true events within the times, in order."""
        found = []
        for side, lag in (("right", 0.0), ("left", self.left_lag)):
            for kind, share in ((CONTACT, 0.0), (TOE_OFF, self.stance)):
                first = int(np.floor(t_s[0] / self.stride_s)) - 1
                last = int(np.ceil(t_s[-1] / self.stride_s)) + 1
                times = [(n + lag + share) * self.stride_s for n in range(first, last)]
                found += [(side, kind, t) for t in times if t_s[0] < t < t_s[-1]]
        return sorted(found, key=lambda event: event[2])


def track_of(
    xy: np.ndarray,
    t_s: np.ndarray,
    skeleton: Skeleton = MPII16,
    size_px: tuple[int, int] = (4000, 720),
    spread_px: float = 0.0,
    first_frame: int = 0,
) -> PoseTrack:
    """Return keypoints as a track; NaN ones are rejected."""
    valid = np.isfinite(xy).all(axis=2)
    shape = xy.shape[:2]
    return PoseTrack(
        skeleton=skeleton,
        t_s=t_s,
        frame=first_frame + np.arange(len(t_s)),
        xy_px=np.where(valid[..., None], xy, np.nan),
        score=np.ones(shape),
        spread_px=np.full(shape, spread_px),
        status=np.where(valid, Status.MEASURED, Status.REJECTED).astype(np.int8),
        presence=np.ones(len(t_s)),
        image_size_px=size_px,
    )


def times(seconds: float, rate_hz: float = 60.0) -> np.ndarray:
    return np.arange(round(seconds * rate_hz)) / rate_hz


def uneven_times(seconds: float, seed: int = 1) -> np.ndarray:
    """Return times of a phone: 18 to 45 ms apart."""
    steps = np.random.default_rng(seed).uniform(0.018, 0.045, round(seconds / 0.018))
    t_s = np.cumsum(steps)
    return t_s[t_s < seconds]


def settings_as_found(**changes: object) -> GaitSettings:
    return GaitSettings(events=EventSettings(timing=AS_FOUND), **changes)  # type: ignore[arg-type]


def analysed(walker: Walker, t_s: np.ndarray, settings: GaitSettings | None = None) -> GaitAnalysis:
    track = walker.track(t_s)
    facing = walker.lock(t_s)
    return analyse_gait(
        track, facing, compute_angles(track, facing=facing), settings or settings_as_found()
    )


def angles_of(walker: Walker, t_s: np.ndarray) -> AngleTrack:
    return compute_angles(walker.track(t_s), facing=walker.lock(t_s))


def event(side: str, kind: EventKind, t_s: float, **changes: object) -> GaitEvent:
    facts: dict[str, object] = {
        "side": side, "kind": kind, "t_s": t_s, "frame": round(t_s * 60),
        "source": EventSource.AUTOMATIC, "method": EventMethod.ANKLE, "error_s": 0.01,
    }  # fmt: skip
    return GaitEvent(**(facts | changes))  # type: ignore[arg-type]
