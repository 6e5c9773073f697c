"""Keep thighs and shanks as long as they are.

Seen from the side, the far knee hides behind the near leg at every step. The network then puts it
nearer to what it sees, with thigh and shank too short, and no filter takes such a steady error
away. Bones keep their length, and both legs are equally long: of all places of hip, knee and ankle
with the right lengths, the one that fits the measured keypoints best (weighted least squares) is
taken. A leg whose lengths are right stays where it is.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.filters import block_medians
from efficientpose_core.kinematics.vectors import length
from efficientpose_core.kinematics.view import shown_width
from efficientpose_core.pose import BoolArray, FloatArray, PoseTrack, ProcessingStep, Status

__all__ = ["LegLengths", "keep_segment_lengths", "measure_leg_lengths"]

_JOINTS = ("hip", "knee", "ankle")
_SIDES = ("right", "left")
_BLOCK_S = 2.0
"""Lengths are medians over so long: a stride or two. They follow a person who comes nearer."""
_TOLERANCE = 0.001
"""Standard deviation of a length, in body heights: nearly nothing beside that of a keypoint."""
_USUAL_SPREAD = 0.013
"""Of a keypoint whose spread is not known, in body heights."""
_COVERED_REACH = 0.05
"""Half the width of a thigh, in body heights: a joint nearer than that to the other leg's line may
be covered by it, or cover it."""
_COVERED_VARIANCE = 4.0
"""By how many times its variance that of a covered joint grows."""
_SAGITTAL, _OBLIQUE = 0.45, 0.6
"""Shown widths (see `view.shown_width`) up to which the step acts fully, and from which not at
all: limbs that swing towards the camera look shorter."""
_STEADY, _UNSTEADY = 0.05, 0.08
"""Median deviation of the lengths, as a share, up to which the step acts fully, and from which not
at all: then they really change, or nothing about this leg is known."""
_MENDABLE, _WILD = 0.2, 0.3
"""Deviation of a single segment, likewise: more is no hidden joint but a mistake."""
_STEPS = 12
"""Of the iteration; corrections below 10% of a segment settle within 0.01 px in six."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LegLengths:
    """How long thigh and shank appear.

    Parameters
    ----------
    seen_px
        (2, 2, T) thigh and shank, right and left, as measured; NaN where a joint is missing.
    usual_px
        (2, T) thigh and shank, of the leg that shows them longer; NaN where never seen.
    unsteadiness
        (T,) median deviation of the seen lengths from the usual one, as a share, of the segment
        where it is larger; NaN where never seen.
    """

    seen_px: FloatArray
    usual_px: FloatArray
    unsteadiness: FloatArray


def keep_segment_lengths(track: PoseTrack) -> PoseTrack:
    """Move hips, knees and ankles so that thighs and shanks keep their lengths.

    Parameters
    ----------
    track
        Keypoints of a side view, sides put right, outliers rejected, not yet smoothed.

    Returns
    -------
    PoseTrack
        Joints that moved by more than their spread have become `Status.INTERPOLATED`: their place
        follows from the rest of the leg. Corrected joints (`Status.EDITED`) and legs that lack a
        joint stay. Nothing moves where the person is seen obliquely or from the front, where the
        lengths are not steady, or where one of them is off by a third.
    """
    body = body_height_px(track)
    if not _has_legs(track) or not np.isfinite(body):
        return track.with_changes(_step(np.full((2, 1), np.nan), frames=0, moved=0))
    lengths = measure_leg_lengths(track)
    legs = _legs(track.xy_px, track)
    trust = _trust(track, lengths)
    at = np.flatnonzero(trust > 0)
    rows = at % len(track)
    measured = legs.reshape(2, 3, -1).take(at, axis=2)
    variance = _variance(track, legs, body).reshape(3, -1).take(at, axis=1)
    usual = lengths.usual_px.take(rows, axis=1)
    fitted = _fit(measured, variance, usual, _TOLERANCE * body)
    placed = legs.copy()
    placed.reshape(2, 3, -1)[..., at] += trust.reshape(-1)[at] * (fitted - measured)
    columns = _columns(track)
    xy, status = track.xy_px.copy(), track.status.copy()
    moved: BoolArray = length(*(placed - legs)) > np.fmax(_legs(track.spread_px, track), 1.0)
    xy[:, columns] = placed.T
    status[:, columns] = np.where(moved.T, np.int8(Status.INTERPOLATED), status[:, columns])
    step = _step(
        lengths.usual_px, frames=int((trust > 0).any(axis=0).sum()), moved=int(moved.sum())
    )
    return track.with_changes(step, xy_px=xy, status=status)


def measure_leg_lengths(track: PoseTrack) -> LegLengths:
    """Measure how long thighs and shanks appear, and how steadily.

    Hidden joints make segments shorter rather than longer, so of both legs the one that shows a
    segment longer counts.
    """
    seen = length(*np.diff(_legs(track.xy_px, track), axis=1))
    right, left = (_over_blocks(track, seen[:, [leg]]) for leg in (0, 1))
    usual = np.fmax(right, left)
    unsteadiness = _over_blocks(track, _deviation(seen, usual)).max(axis=0)
    return LegLengths(seen_px=seen, usual_px=usual, unsteadiness=unsteadiness)


def _deviation(seen_px: FloatArray, usual_px: FloatArray) -> FloatArray:
    """Return (2, 2, T): how far lengths are from the usual ones, as shares of them."""
    with np.errstate(invalid="ignore", divide="ignore"):
        result: FloatArray = np.abs(seen_px / usual_px[:, None] - 1)
    return result


def _has_legs(track: PoseTrack) -> bool:
    return track.skeleton.has(*(f"{side}_{joint}" for side in _SIDES for joint in _JOINTS))


def _columns(track: PoseTrack) -> list[list[int]]:
    return [[track.skeleton.index(f"{side}_{joint}") for joint in _JOINTS] for side in _SIDES]


def _legs(values: FloatArray, track: PoseTrack) -> FloatArray:
    """Return (..., 3, 2, T): hip, knee and ankle; right and left."""
    return np.ascontiguousarray(values[:, _columns(track)].T)


def _over_blocks(track: PoseTrack, values: FloatArray) -> FloatArray:
    """Return (C, T) medians of (C, n, T) over blocks of `_BLOCK_S`, joined by straight lines.

    NaN is passed over; a row that never has a value stays NaN.
    """
    t_s = track.t_s
    result = np.full((len(values), len(t_s)), np.nan)
    if not len(t_s):
        return result
    blocks = max(1, min(len(t_s), round((t_s[-1] - t_s[0]) / _BLOCK_S)))
    size, longer = divmod(len(t_s), blocks)
    edges = np.cumsum([0] + longer * [size + 1] + (blocks - longer) * [size])
    middles = np.array([t_s[start:stop].mean() for start, stop in itertools.pairwise(edges)])
    for row, own in zip(result, values, strict=True):
        medians = block_medians(own, edges)
        known = np.isfinite(medians)
        if known.any():
            row[:] = np.interp(t_s, middles[known], medians[known])
    return result


def _median(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def _trust(track: PoseTrack, lengths: LegLengths) -> FloatArray:
    """Return (2, T): how much of the correction of each leg is taken, 0..1."""
    away = _deviation(lengths.seen_px, lengths.usual_px).max(axis=0)
    common = _falling(shown_width(track), _SAGITTAL, _OBLIQUE)
    common = common * _falling(lengths.unsteadiness, _STEADY, _UNSTEADY)
    result: FloatArray = common * _falling(away, _MENDABLE, _WILD)
    return result


def _falling(value: FloatArray, full: float, none: float) -> FloatArray:
    """Return 1 up to ``full``, 0 from ``none``, a straight line between; 0 for NaN."""
    result: FloatArray = np.nan_to_num(np.clip((none - value) / (none - full), 0.0, 1.0))
    return result


def _variance(track: PoseTrack, legs: FloatArray, body: float) -> FloatArray:
    """Return (3, 2, T) variances of the joints in px^2; 0 for those corrected by hand."""
    spread = _legs(track.spread_px, track)
    variance = np.where(np.isfinite(spread), spread, _USUAL_SPREAD * body) ** 2
    for side in (0, 1):
        for joint in (1, 2):
            gap = _distance_to_leg(legs[:, joint, side], legs[:, :, 1 - side])
            covered = np.nan_to_num(np.clip(1 - gap / (_COVERED_REACH * body), 0.0, 1.0))
            variance[joint, side] *= 1 + _COVERED_VARIANCE * covered
    variance[track.status[:, _columns(track)].T == Status.EDITED] = 0.0
    return variance


def _distance_to_leg(points: FloatArray, leg: FloatArray) -> FloatArray:
    """Return (T,) distances of points (2, T) from the nearer segment of a leg (2, 3, T)."""
    starts, along = leg[:, :-1], np.diff(leg, axis=1)
    from_start = points[:, None] - starts
    squared = np.maximum((along**2).sum(axis=0), 1e-12)
    share = np.clip((from_start * along).sum(axis=0) / squared, 0.0, 1.0)
    result: FloatArray = length(*(from_start - share * along)).min(axis=0)
    return result


def _fit(
    measured: FloatArray, variance: FloatArray, lengths: FloatArray, tolerance: float
) -> FloatArray:
    """Fit chains of two segments of given lengths to measured points.

    Parameters
    ----------
    measured
        (2, 3, N) px.
    variance
        (3, N) px^2; a point with 0 does not move.
    lengths
        (2, N) px.
    tolerance
        Standard deviation of the lengths in px.

    Returns
    -------
    numpy.ndarray
        (2, 3, N). Gauss-Newton in the two tensions of the segments: the hip moves against the
        thigh's direction by its variance times the thigh's tension, and so on.
    """
    placed = measured
    drawn = np.diff(measured, axis=1)
    thigh_variance = variance[0] + variance[1] + tolerance**2
    shank_variance = variance[1] + variance[2] + tolerance**2
    for _ in range(_STEPS):
        along = np.diff(placed, axis=1)
        along = along / length(*along)
        thigh, shank = along[:, 0], along[:, 1]
        short = lengths - (along * drawn).sum(axis=0)
        shared = -variance[1] * (thigh * shank).sum(axis=0)
        determinant = thigh_variance * shank_variance - shared**2
        pull = (shank_variance * short[0] - shared * short[1]) / determinant
        push = (thigh_variance * short[1] - shared * short[0]) / determinant
        thigh, shank = thigh * pull, shank * push
        moves = np.stack([-thigh, thigh - shank, shank], axis=1)
        placed = measured + variance * moves
    return placed


def _step(usual_px: FloatArray, *, frames: int, moved: int) -> ProcessingStep:
    thigh, shank = (_median(segment) for segment in usual_px)
    return ProcessingStep(
        name="keep_segment_lengths",
        parameters={
            "thigh_px": None if np.isnan(thigh) else round(thigh, 1),
            "shank_px": None if np.isnan(shank) else round(shank, 1),
            "frames": frames,
        },
        note=f"{moved} joints of legs moved by more than their spread.",
    )
