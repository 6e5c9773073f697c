"""Exchange left and right where the network mixed them up.

Seen from the side, the legs pass each other at every step, and a network that looks at one picture
at a time sometimes takes one for the other. Over time the mistake shows: a limb cannot jump to the
place of the other and back, and a shank keeps its length. For each pair of joints the sequence of
"kept" and "exchanged" frames with the smallest jerks and the steadiest segment lengths is found
(Viterbi's algorithm over pairs of frames). The joints of a limb decide about each other by the
segment between them: either may decide first, and where that makes a difference the cheaper holds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.filters import rows_of, runs
from efficientpose_core.kinematics.vectors import length
from efficientpose_core.pose import (
    BoolArray,
    FloatArray,
    IntArray,
    PoseTrack,
    ProcessingStep,
    Status,
)

__all__ = ["SwappedStretch", "find_swaps", "repair_swaps"]

_LIMBS = (("hip", "knee", "ankle"), ("shoulder", "elbow", "wrist"))
"""Joints that exist on both sides, outwards; the sides of the first are believed."""
_NOISE = 0.03
"""Deviation from steady motion, in body heights, that costs 1: the ankle's own largest change of
displacement from frame to frame when walking, at 30 frames a second."""
_LARGEST = 5.0
"""Cost of one deviation at most, so that one wild frame does not decide over its neighbours."""
_LENGTH_NOISE = 0.1
"""Deviation of a segment's length, in body heights, that costs 1. With half of it, the far knee of
a squat, steadily found too far back, changes sides."""
_LENGTH_LARGEST = 2.0
_KEEP = 0.2
"""Cost of each exchanged frame: without evidence, the network is believed. From 0.25 on, a leg
taken for the other from one crossing to the next is missed; below 0.1, right ones are exchanged."""
_KEEP_CLOSE = 0.6
"""The same where both sides are nearly in one place."""
_CLOSE = 0.1
"""Distance of the sides, in body heights, below which lengths and motion tell little: feet and
knees of a squat seen from the side."""
_TOGETHER = 0.08
"""Distance of the ankles, in body heights, below which their motion is judged across the frame
instead of in it: where the feet pass each other, networks often put both on one leg."""
_MEMORY_S = 0.25
"""Across longer gaps motion says nothing."""
_UNEQUAL = ((0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0))
_PATTERN = np.array([[[0, 1], [2, 3]], [[3, 2], [1, 0]]])
"""Row of ``_UNEQUAL`` that three choices in a row belong to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwappedStretch:
    """Frames in which left and right of one joint were exchanged.

    Parameters
    ----------
    joint
        Name without its side, such as ``"ankle"``.
    start, stop
        Rows of the track, ``stop`` exclusive.
    """

    joint: str
    start: int
    stop: int


def repair_swaps(track: PoseTrack) -> PoseTrack:
    """Exchange left and right where motion and segment lengths say that they were mixed up.

    Positions, scores and spreads change sides together and stay `Status.MEASURED`; the log names
    the stretches. Frames in which either side was corrected by hand are left alone.
    """
    stretches = find_swaps(track)
    xy, score = track.xy_px.copy(), track.score.copy()
    spread, status = track.spread_px.copy(), track.status.copy()
    for joint in {stretch.joint for stretch in stretches}:
        own = [(stretch.start, stretch.stop) for stretch in stretches if stretch.joint == joint]
        rows = rows_of(own)[:, None]
        sides = _columns(track, joint)
        for values in (xy, score, spread, status):
            values[rows, sides] = values[rows, sides[::-1]]
    step = ProcessingStep(
        name="repair_swaps",
        parameters={
            "stretches": [
                [stretch.joint, int(track.frame[stretch.start]), int(track.frame[stretch.stop - 1])]
                for stretch in stretches
            ]
        },
        note=f"Left and right exchanged in {len(stretches)} stretches.",
    )
    return track.with_changes(step, xy_px=xy, score=score, spread_px=spread, status=status)


def find_swaps(track: PoseTrack) -> tuple[SwappedStretch, ...]:
    """Find stretches in which left and right of knees, ankles, elbows or wrists are mixed up.

    Parameters
    ----------
    track
        Keypoints with bad ones rejected. Joints that the skeleton lacks are passed over.

    Returns
    -------
    tuple of SwappedStretch
        In the order of joints, then of time. A recording that is exchanged for most of its length
        cannot be told from one that is right: the majority is believed.
    """
    body = body_height_px(track)
    if not np.isfinite(body) or len(track) < 3:
        return ()
    return tuple(
        SwappedStretch(joint=joint, start=start, stop=stop)
        for limb in _LIMBS
        for joint, swapped in _swaps_of(track, limb, body).items()
        for start, stop in runs(swapped)
    )


def _columns(track: PoseTrack, joint: str) -> list[int]:
    return [track.skeleton.index(f"{side}_{joint}") for side in ("left", "right")]


def _sides(track: PoseTrack, joint: str) -> FloatArray:
    """Return (2, 2, T): x and y; left and right."""
    return np.ascontiguousarray(track.xy_px[:, _columns(track, joint)].T)


def _swaps_of(track: PoseTrack, limb: tuple[str, str, str], body: float) -> dict[str, BoolArray]:
    """Return (T,) of the outer two joints of a limb: where left and right belong exchanged."""
    known = [name for name in limb if track.skeleton.has(f"left_{name}", f"right_{name}")]
    joints = {name: _Joint.of(track, name, body) for name in known if name != limb[0]}
    if len(joints) < 2:
        return {name: joint.cheapest() for name, joint in joints.items()}
    near, far = joints.values()
    upper = np.zeros((2, len(track)))
    if limb[0] in known:
        upper = _length_costs(_sides(track, limb[0]), near.sides, body)
    both = _Limb(near, far, upper, _length_costs(near.sides, far.sides, body))
    return dict(zip(joints, both.cheapest(), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Joint:
    """What the choices about one joint cost by themselves.

    Parameters
    ----------
    sides
        (2, 2, T): x and y; left and right.
    rows
        (n,) rows of the track in which both sides are known, and ankles not together.
    own
        (2, n) cost of each choice.
    motion
        (4, n), see `_motion_costs`.
    """

    sides: FloatArray
    rows: IntArray
    own: FloatArray
    motion: FloatArray

    @classmethod
    def of(cls, track: PoseTrack, name: str, body: float) -> _Joint:
        """Weigh the choices about a joint."""
        columns = _columns(track, name)
        sides = _sides(track, name)
        is_known = track.valid[:, columns].all(axis=1)
        if name == _LIMBS[0][-1]:
            is_known &= ~(length(*(sides[:, 0] - sides[:, 1])) < _TOGETHER * body)
        rows = np.flatnonzero(is_known)
        known, t_s = sides.take(rows, axis=2), track.t_s[rows]
        own = np.zeros((2, len(rows)))
        apart = length(*(known[:, 0] - known[:, 1]))
        own[1] = np.where(apart < _CLOSE * body, _KEEP_CLOSE, _KEEP)
        # Frames left out count for the next: an exchange must not be had for nothing across them.
        own[1, 1:] += _KEEP_CLOSE * (np.diff(rows) - 1)
        own[1, (track.status[rows][:, columns] == Status.EDITED).any(axis=1)] = np.inf
        motion = _motion_costs(np.stack([known, known[:, ::-1]]), rows, t_s, body)
        return cls(sides=sides, rows=rows, own=own, motion=motion)

    def cheapest(self, others: FloatArray | None = None) -> BoolArray:
        """Return (T,): where sides belong exchanged; ``others`` are (2, T) costs from elsewhere."""
        swapped = np.zeros(self.sides.shape[2], np.bool_)
        if len(self.rows) >= 3:
            own = self.own if others is None else self.own + others[:, self.rows]
            swapped[self.rows] = _cheapest(own, self.motion)
        return swapped

    def costs(self, swapped: BoolArray) -> FloatArray:
        """Return (T,): what choices cost, each at the last frame that it concerns."""
        flags = swapped[self.rows].astype(np.intp)
        found = _chosen(self.own, flags)
        if len(flags) >= 3:
            found[2:] += _chosen(self.motion, _PATTERN[flags[:-2], flags[1:-1], flags[2:]], 2)
        costs = np.zeros(len(swapped))
        costs[self.rows] = found
        return costs


def _chosen(costs: FloatArray, row: BoolArray | IntArray, first: int = 0) -> FloatArray:
    """Return the cost in the given row of each column, from column ``first`` on."""
    found: FloatArray = costs[row.astype(np.intp), np.arange(first, costs.shape[1])]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Limb:
    """Two joints that decide about each other.

    Parameters
    ----------
    near, far
        Towards the trunk, and away from it.
    upper, lower
        (2, T) costs of the segments between trunk and ``near``, and between the two joints: with
        their sides as they are, and with those of one end exchanged.
    """

    near: _Joint
    far: _Joint
    upper: FloatArray
    lower: FloatArray

    def cheapest(self) -> tuple[BoolArray, BoolArray]:
        """Return (T,) of both joints: where sides belong exchanged."""
        best = np.zeros((2, self.lower.shape[1]), np.bool_)
        near, far = self.near.cheapest(self.upper), self.far.cheapest()
        if near.any() or far.any():
            spent = self._costs(best)
            for choice in (
                np.stack([near, self.far.cheapest(self._lower_beside(near))]),
                np.stack([self.near.cheapest(self.upper + self._lower_beside(far)), far]),
            ):
                costs = self._costs(choice)
                better = self._where_cheaper(best ^ choice, spent - costs)
                best, spent = np.where(better, choice, best), np.where(better, costs, spent)
        return best[0], best[1]

    def _lower_beside(self, other: BoolArray) -> FloatArray:
        """Return (2, T): the lower segment's cost of one joint's choice beside the other's."""
        return np.where(other, self.lower[::-1], self.lower)

    def _costs(self, choice: BoolArray) -> FloatArray:
        """Return (T,): what (2, T) choices cost, each at the last frame that it concerns."""
        near, far = choice
        lengths = _chosen(self.upper, near) + _chosen(self.lower, near ^ far)
        return self.near.costs(near) + self.far.costs(far) + lengths

    def _where_cheaper(self, differ: BoolArray, gain: FloatArray) -> BoolArray:
        """Return (T,): the stretches of (2, T) differences whose gains add up to more than 0."""
        touched = np.zeros(len(gain) + 1, np.int64)
        for flags, joint in zip(differ, (self.near, self.far), strict=True):
            found = np.flatnonzero(flags[joint.rows])
            # A choice still matters for the motion of the two frames after it.
            np.add.at(touched, joint.rows[found], 1)
            last = np.minimum(found + 2, len(joint.rows) - 1)
            np.add.at(touched, joint.rows[last] + 1, -1)
        result = np.zeros(len(gain), np.bool_)
        for start, stop in runs(np.cumsum(touched[:-1]) > 0):
            result[start:stop] = gain[start:stop].sum() > 0
        return result


def _motion_costs(choices: FloatArray, rows: IntArray, t_s: FloatArray, body: float) -> FloatArray:
    """Return (4, n): cost of the choices in three frames in a row, at the last of them.

    The cost is the distance from where steady motion through the first two would lead, or, across
    frames that are left out, from the last place if that is nearer: feet stop. Exchanging all three
    costs the same as keeping them, so four rows are enough: all alike; the last, the middle one,
    the first differs.

    Parameters
    ----------
    choices
        (2, 2, 2, n): kept or exchanged; x and y; sides.
    rows, t_s
        (n,) frames and their times.
    body
        Body height in pixels.
    """
    costs = np.zeros((4, len(t_s)))
    steps = np.diff(t_s)
    ratio = steps[1:] / steps[:-1]
    is_gap = np.diff(rows)[1:] > 1
    for row, (first, second, third) in enumerate(_UNEQUAL):
        here = choices[second, ..., 1:-1]
        expected = here + (here - choices[first, ..., :-2]) * ratio
        there = choices[third, ..., 2:]
        away = np.hypot(*(there - expected))
        stay = np.hypot(*(there - here)[..., is_gap])
        away[:, is_gap] = np.minimum(away[:, is_gap], stay)
        costs[row, 2:] = np.minimum(away / (_NOISE * body), _LARGEST).sum(axis=0)
    costs[:, 2:][:, steps[1:] > _MEMORY_S] = 0.0
    return costs


def _length_costs(above: FloatArray, below: FloatArray, body: float) -> FloatArray:
    """Return (2, T): cost of segments that are not as long as usual; as they are, and crossed."""
    lengths = np.stack([length(*(below - above)), length(*(below - above[:, ::-1]))])
    if not np.isfinite(lengths[0]).any():
        return np.zeros((2, lengths.shape[-1]))
    usual = np.nanmedian(lengths[0])
    away = np.abs(lengths - usual) / (_LENGTH_NOISE * body)
    result: FloatArray = np.nan_to_num(np.minimum(away, _LENGTH_LARGEST)).sum(axis=1)
    return result


def _cheapest(own: FloatArray, motion: FloatArray) -> BoolArray:
    """Return (n,): the choices with the smallest total cost.

    States are the choices in two frames in a row, so that three of them share one step. About
    sqrt(n) blocks of frames are searched side by side, each from every state that it can begin
    with, then joined: exactly the Viterbi algorithm, but an edit of a long recording waits for it.
    """
    steps = own.shape[1] - 2
    size = math.isqrt(steps) + 1
    blocks = -(-steps // size)
    costs = np.zeros((2, 2, 2, blocks * size))
    costs[..., :steps] = motion[_PATTERN, 2:] + own[:, 2:]
    costs = costs.reshape(2, 2, 2, blocks, size)
    within, origins = _search_blocks(np.ascontiguousarray(np.moveaxis(costs, -1, 0)))
    begins = np.empty(blocks, np.int64)
    ends = np.empty(blocks, np.int64)
    totals = (own[:, 0, None] + own[:, 1]).reshape(4)
    best_begins = []
    for number in range(blocks):
        paths = totals[:, None] + within[..., number]
        best_begins.append(paths.argmin(axis=0))
        totals = paths.min(axis=0)
    end = int(totals.argmin())
    for number in reversed(range(blocks)):
        ends[number], begins[number] = end, best_begins[number][end]
        end = int(begins[number])
    choices = np.empty((blocks, size), np.int64)
    before, here = ends // 2, ends % 2
    every = np.arange(blocks)
    for step in reversed(range(size)):
        choices[:, step] = here
        before, here = origins[step][begins, before, here, every].astype(np.int64), before
    first_two = [begins[0] // 2, begins[0] % 2]
    return np.concatenate([first_two, choices.reshape(-1)[:steps]]).astype(np.bool_)


def _search_blocks(costs: FloatArray) -> tuple[FloatArray, list[BoolArray]]:
    """Search every block from every state.

    Parameters
    ----------
    costs
        (L, 2, 2, 2, B): at each step, of the choices before last, last and now.

    Returns
    -------
    tuple
        (4, 4, B) smallest costs from the state at the start to that at the end; and for each of
        the L steps (4, 2, 2, B) the choice before last, by state at the start, last choice, choice
        now.
    """
    blocks = costs.shape[-1]
    reached = np.full((4, 4, blocks), np.inf)
    reached[range(4), range(4)] = 0.0
    origins = []
    for cost in costs:
        paths = reached.reshape(4, 2, 2, 1, blocks) + cost
        kept, swapped = paths[:, 0], paths[:, 1]
        origins.append(swapped < kept)
        reached = np.minimum(kept, swapped)
    return reached.reshape(4, 4, blocks), origins
