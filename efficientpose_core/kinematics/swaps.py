"""Exchange left and right where the network mixed them up.

Seen from the side, the legs pass each other at every step, and a network that looks at one picture
at a time sometimes takes one for the other. Over time the mistake shows: a limb cannot jump to the
place of the other and back, and a shank keeps its length. For each pair of joints the sequence of
"kept" and "exchanged" frames with the smallest jerks and the steadiest segment lengths is found
(Viterbi's algorithm over pairs of frames).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.filters import rows_of, runs
from efficientpose_core.kinematics.vectors import length
from efficientpose_core.pose import BoolArray, FloatArray, PoseTrack, ProcessingStep, Status

__all__ = ["SwappedStretch", "find_swaps", "repair_swaps"]

_CHAINS = (("knee", None), ("ankle", "knee"), ("elbow", None), ("wrist", "elbow"))
"""Joints that exist on both sides, each after the one it hangs on."""
_NOISE = 0.03
"""Deviation from steady motion, in body heights, that costs 1: the ankle's own largest change of
displacement from frame to frame when walking, at 30 frames a second."""
_LARGEST = 5.0
"""Cost of one deviation at most, so that one wild frame does not decide over its neighbours."""
_LENGTH_NOISE = 0.05
"""Deviation of a segment's length, in body heights, that costs 1."""
_LENGTH_LARGEST = 2.0
_KEEP = 0.2
"""Cost of each exchanged frame: without evidence, the network is believed. From 0.25 on, a leg
taken for the other from one crossing to the next is missed; below 0.1, right ones are exchanged."""
_KEEP_CLOSE = 0.6
"""The same where both sides are nearly in one place."""
_CLOSE = 0.06
"""Distance of the sides, in body heights, below which lengths and motion tell little: the feet of a
squat seen from the side."""
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
    swapped: dict[str, BoolArray] = {}
    found: list[SwappedStretch] = []
    for joint, parent in _CHAINS:
        if not track.skeleton.has(f"left_{joint}", f"right_{joint}"):
            continue
        above = None
        if parent is not None and parent in swapped:
            above = _sides(track, parent)
            above[..., swapped[parent]] = above[:, ::-1, swapped[parent]]
        swapped[joint] = _assign(track, joint, above, body)
        found.extend(
            SwappedStretch(joint=joint, start=start, stop=stop)
            for start, stop in runs(swapped[joint])
        )
    return tuple(found)


def _columns(track: PoseTrack, joint: str) -> list[int]:
    return [track.skeleton.index(f"{side}_{joint}") for side in ("left", "right")]


def _sides(track: PoseTrack, joint: str) -> FloatArray:
    """Return (2, 2, T): x and y; left and right."""
    return np.ascontiguousarray(track.xy_px[:, _columns(track, joint)].T)


def _assign(track: PoseTrack, joint: str, above: FloatArray | None, body: float) -> BoolArray:
    """Return (T,): where left and right of a joint belong exchanged."""
    result = np.zeros(len(track), np.bool_)
    columns = _columns(track, joint)
    both = np.flatnonzero(track.valid[:, columns].all(axis=1))
    if len(both) < 3:
        return result
    sides = _sides(track, joint).take(both, axis=2)
    choices = np.stack([sides, sides[:, ::-1]])
    apart = length(*(sides[:, 0] - sides[:, 1]))
    own = np.zeros((2, len(both)))
    own[1] = np.where(apart < _CLOSE * body, _KEEP_CLOSE, _KEEP)
    if above is not None:
        own += _length_costs(choices, above.take(both, axis=2), body)
    edited = (track.status[both][:, columns] == Status.EDITED).any(axis=1)
    own[1, edited] = np.inf
    result[both] = _cheapest(own, _motion_costs(choices, track.t_s[both], body))
    return result


def _motion_costs(choices: FloatArray, t_s: FloatArray, body: float) -> FloatArray:
    """Return (4, n): cost of the choices in three frames in a row, at the last of them.

    The cost is the distance from where steady motion through the first two would lead. Exchanging
    all three costs the same as keeping them, so four rows are enough: all alike; the last, the
    middle one, the first differs. ``choices`` are (2, 2, 2, n): kept or exchanged; x and y; sides.
    """
    costs = np.zeros((4, len(t_s)))
    ratio = (t_s[2:] - t_s[1:-1]) / (t_s[1:-1] - t_s[:-2])
    for row, (first, second, third) in enumerate(_UNEQUAL):
        here = choices[second, ..., 1:-1]
        expected = here + (here - choices[first, ..., :-2]) * ratio
        away = np.hypot(*(choices[third, ..., 2:] - expected)) / (_NOISE * body)
        costs[row, 2:] = np.minimum(away, _LARGEST).sum(axis=0)
    costs[:, 2:][:, (t_s[2:] - t_s[:-2]) > _MEMORY_S] = 0.0
    return costs


def _length_costs(choices: FloatArray, above: FloatArray, body: float) -> FloatArray:
    """Return (2, n): cost of segments that are not as long as around that time."""
    lengths = length(*(choices - above).swapaxes(0, 1))
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
