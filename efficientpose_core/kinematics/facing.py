"""Which way a person seen from the side faces, without foot keypoints.

Knees bend one way only: if the measured flexion is positive when the person is taken to face right,
they do. (Elbows do too, but arms turn at the shoulder.) The direction of travel adds a little.
Evidence is averaged over about a second; the sign of the mean is the direction, its size the
confidence.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.pose import FloatArray, IntArray, PoseTrack

__all__ = ["FacingMark", "FacingTrack", "estimate_facing", "lock_facing", "mark_facing"]

_STRAIGHT_DEG = 15.0
"""Less flexion tells nothing: straight knees are measured up to 12 deg overstretched."""
_BEND_SCALE_DEG = 15.0
"""Flexion beyond straight that counts fully as evidence."""
_TRAVEL_TRUST = 0.3
_SPEED_SCALE = 0.35
"""Speed, in body lengths per second, that counts fully as evidence: slow walking."""
_WINDOW_S = 0.5
"""Standard deviation of the averaging in time."""
_SURE = 0.15
"""Mean evidence from which a direction is told."""
_SHORTEST_S = 0.4
"""Shorter stretches of the other direction are taken for noise: nobody turns twice that fast."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FacingTrack:
    """Where the person faces.

    Parameters
    ----------
    direction
        (T,) int8: +1 to the right of the picture, -1 to the left, 0 not known.
    confidence
        (T,) 0..1; 1 where locked.
    source
        ``"automatic"``, ``"locked"``, or ``"marked"`` where the user has told some stretches.
    """

    direction: npt.NDArray[np.int8]
    confidence: FloatArray
    source: str

    @property
    def intervals(self) -> tuple[tuple[int, int, int], ...]:
        """Stretches (start, stop, direction), stop exclusive."""
        edges = np.flatnonzero(np.diff(self.direction)) + 1
        bounds = [0, *edges.tolist(), len(self.direction)]
        return tuple(
            (start, stop, int(self.direction[start]))
            for start, stop in itertools.pairwise(bounds)
            if stop > start
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FacingMark:
    """A stretch for which the user tells the direction.

    Parameters
    ----------
    first, last
        Frame numbers in the source file, both included.
    direction
        +1 to the right, -1 to the left; None takes back what was told before.

    Raises
    ------
    SettingsError
        For any other direction, or a stretch that ends before it starts.
    """

    first: int
    last: int
    direction: int | None

    def __post_init__(self) -> None:
        """Check ranges."""
        if self.direction not in (None, -1, 1) or self.last < self.first:
            raise SettingsError("Facing is +1 (right), -1 (left), or left out to be found.")


def mark_facing(facing: FacingTrack, frame: IntArray, marks: Sequence[FacingMark]) -> FacingTrack:
    """Put what the user has told over what was found; later marks win.

    Parameters
    ----------
    facing
        What was found.
    frame
        (T,) frame numbers of its rows.
    marks
        Oldest first.
    """
    if not marks:
        return facing
    direction, confidence = facing.direction.copy(), facing.confidence.copy()
    for mark in marks:
        rows = (frame >= mark.first) & (frame <= mark.last)
        if mark.direction is None:
            direction[rows], confidence[rows] = facing.direction[rows], facing.confidence[rows]
        else:
            direction[rows], confidence[rows] = mark.direction, 1.0
    return replace(facing, direction=direction, confidence=confidence, source="marked")


def lock_facing(frames: int, direction: int) -> FacingTrack:
    """Return a facing that the user has decided for the whole recording.

    Raises
    ------
    SettingsError
        If the direction is neither +1 (right) nor -1 (left).
    """
    if direction not in (-1, 1):
        raise SettingsError("Facing is +1 (right) or -1 (left).")
    return FacingTrack(
        direction=np.full(frames, direction, np.int8),
        confidence=np.ones(frames),
        source="locked",
    )


def estimate_facing(track: PoseTrack, *, locked: int | None = None) -> FacingTrack:
    """Find where the person faces, for each stretch between turns.

    Parameters
    ----------
    track
        Keypoints of a side view; hips, knees and ankles are needed, else nothing is known.
    locked
        +1 or -1 to decide it; None to find it.

    Returns
    -------
    FacingTrack
        Direction 0 where evidence is missing or the person is turning. A stretch without evidence
        between two of the same direction (standing upright, a short gap) takes theirs, with
        confidence 0.
    """
    if locked is not None:
        return lock_facing(len(track), locked)
    evidence, weight = _evidence(track)
    if not weight.any():
        return FacingTrack(
            direction=np.zeros(len(track), np.int8),
            confidence=np.zeros(len(track)),
            source="automatic",
        )
    rate = track.rate_hz if len(track) > 1 else 1.0
    sigma = max(_WINDOW_S * rate, 1e-3)
    total = ndimage.gaussian_filter1d(evidence * weight, sigma, mode="nearest")
    norm = ndimage.gaussian_filter1d(weight, sigma, mode="nearest")
    mean = np.where(norm > 0.05, total / np.maximum(norm, 1e-12), 0.0)
    direction = np.where(np.abs(mean) >= _SURE, np.sign(mean), 0.0).astype(np.int8)
    direction = _without_short_stretches(direction, round(_SHORTEST_S * rate))
    confidence = np.where(direction == np.sign(mean), np.minimum(np.abs(mean) / 0.6, 1.0), 0.0)
    return FacingTrack(
        direction=_bridged(direction),
        confidence=np.where(direction != 0, confidence, 0.0),
        source="automatic",
    )


def _evidence(track: PoseTrack) -> tuple[FloatArray, FloatArray]:
    """Return per-frame evidence (-1..1, positive for right) and its weight (0..1), both (T,).

    Bent knees tell most; straight ones nothing. Travel only helps where they are silent:
    people walk backwards, too.
    """
    signs, weights = [], []
    for side in ("left", "right"):
        joints = (f"{side}_hip", f"{side}_knee", f"{side}_ankle")
        if track.skeleton.has(*joints):
            flexion = _flexion_facing_right(track, *joints)
            beyond = (np.abs(flexion) - _STRAIGHT_DEG) / _BEND_SCALE_DEG
            signs.append(np.sign(flexion))
            weights.append(np.clip(beyond, 0.0, 1.0))
    travel = np.tanh(_travel(track) / _SPEED_SCALE)
    signs.append(travel)
    weights.append(_TRAVEL_TRUST * np.abs(travel))
    sign, weight = np.nan_to_num(np.stack(signs)), np.nan_to_num(np.stack(weights))
    total = weight.sum(axis=0)
    mean = np.divide((sign * weight).sum(axis=0), total, out=np.zeros(len(track)), where=total > 0)
    return mean, np.minimum(total, 1.0)


def _flexion_facing_right(track: PoseTrack, hip: str, knee: str, ankle: str) -> FloatArray:
    """Return knee flexion in degrees if the person faced right, wrapped to +-180."""
    thigh = track.point(knee) - track.point(hip)
    shank = track.point(ankle) - track.point(knee)
    turn = np.arctan2(thigh[:, 0], thigh[:, 1]) - np.arctan2(shank[:, 0], shank[:, 1])
    result: FloatArray = np.degrees(np.angle(np.exp(1j * turn)))
    return result


def _travel(track: PoseTrack) -> FloatArray:
    """Return the pelvis's horizontal speed over a second, in body heights per second."""
    unknown = np.full(len(track), np.nan)
    if not track.skeleton.has("pelvis") or len(track) < 3:
        return unknown
    x = track.point("pelvis")[:, 0]
    good = np.isfinite(x)
    if good.sum() < 3:
        return unknown
    body = body_height_px(track)
    if not np.isfinite(body):
        return unknown
    t = track.t_s
    filled = np.interp(t, t[good], x[good])
    before = np.interp(np.maximum(t - 0.5, t[0]), t, filled)
    after = np.interp(np.minimum(t + 0.5, t[-1]), t, filled)
    span = np.minimum(t + 0.5, t[-1]) - np.maximum(t - 0.5, t[0])
    result: FloatArray = (after - before) / span / body
    result[~good] = np.nan
    return result


def _without_short_stretches(
    direction: npt.NDArray[np.int8], shortest: int
) -> npt.NDArray[np.int8]:
    """Make stretches of fewer frames than ``shortest`` unknown."""
    result = direction.copy()
    edges = [0, *(np.flatnonzero(np.diff(direction)) + 1).tolist(), len(direction)]
    for start, stop in itertools.pairwise(edges):
        if stop - start < min(shortest, len(direction)):
            result[start:stop] = 0
    return result


def _bridged(direction: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    """Fill unknown stretches whose known neighbours agree (one neighbour suffices at the ends)."""
    result = direction.copy()
    known = np.flatnonzero(direction)
    if not len(known):
        return result
    frames = np.arange(len(direction))
    following = np.searchsorted(known, frames)
    after = direction[known[np.minimum(following, len(known) - 1)]]
    before = direction[known[np.maximum(np.searchsorted(known, frames, side="right") - 1, 0)]]
    unknown = direction == 0
    result[unknown & (before == after)] = before[unknown & (before == after)]
    return result
