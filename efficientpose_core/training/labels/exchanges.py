"""Exchanged axes and exchanged sides: mistakes that look plausible one person at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import special

from efficientpose_core.pose import BoolArray, FloatArray, IntArray
from efficientpose_core.training.labels.complaints import Complaint, Kind, Severity
from efficientpose_core.training.labels.types import LabelSet

__all__ = ["check_exchanges"]

_CHANCE = 1e-3
"""A set is accused only when fewer than one in a thousand honest ones would look like this."""
_BOX_MARGIN = 0.2
"""Keypoints may lie this share of its size outside of a box."""
_WIDE = 0.25
"""Shoulders and hips at least this share of the trunk's length apart tell their direction."""
_FRONTAL = 0.5
"""At least this wide, somebody is seen from the front or from behind."""
_NEAR_FRAMES = 3
"""Labelled frames of a video this near show nearly the same pose."""


def check_exchanges(labels: LabelSet) -> Iterator[Complaint]:
    """Yield suspicions that x and y, or left and right, are exchanged.

    Notes
    -----
    Axes: keypoints that leave the picture, or the box of the person, as they are, but not with x
    and y exchanged; and trunks that lie. Sides: shoulders that point the other way than the hips;
    people who turn their back on nearly all pictures; neighbouring frames of a video that fit
    together only with sides exchanged. Counts are judged by a one-sided sign test.
    """
    if not len(labels):
        return
    yield from _outside_unless_swapped(labels)
    yield from _lying(labels)
    yield from _twisted(labels)
    yield from _turned_away(labels)
    yield from _jumping_sides(labels)


def _is_no_chance(successes: int, failures: int) -> bool:
    """Tell whether a fair coin gives that many successes (some) or more less often than `_CHANCE`.

    This is the upper tail of the binomial distribution.
    """
    return float(special.betainc(successes, failures + 1, 0.5)) < _CHANCE


def _outside_unless_swapped(labels: LabelSet) -> Iterator[Complaint]:
    xy = labels.xy_px
    given, swapped = _misfits(labels, xy), _misfits(labels, xy[..., ::-1])
    better, worse = int((swapped < given).sum()), int((swapped > given).sum())
    if better >= 0.2 * len(labels) and better > 4 * worse and _is_no_chance(better, worse):
        yield Complaint(
            severity=Severity.ERROR,
            kind=Kind.SWAPPED_XY,
            sentence=f"x and y seem to be exchanged: {better} of {len(labels)} people fit into "
            f"their picture or box better with x and y exchanged, {worse} fit worse. Exchange "
            "them, or export the labels again.",
        )
        return
    n_labelled = np.isfinite(xy[..., 0]).sum(axis=1)
    # A person or two among many.
    alone = (given >= 3) & (given >= n_labelled / 2) & (swapped == 0)
    for row in np.flatnonzero(alone):
        name = labels.images[row].name
        yield Complaint(
            severity=Severity.WARNING,
            kind=Kind.SWAPPED_XY,
            sentence=f"x and y seem to be exchanged in {name}: {given[row]} keypoints lie outside "
            "as they are, none with x and y exchanged. Look at the picture.",
            image=name,
            row=int(row),
        )


def _misfits(labels: LabelSet, xy: FloatArray) -> IntArray:
    """Return (N,) how many keypoints lie outside of the picture or of the person's box."""
    low = np.full((len(labels), 1, 2), -np.inf)
    high = np.full((len(labels), 1, 2), np.inf)
    for row, image in enumerate(labels.images):
        if image.size_px is not None:
            low[row], high[row] = 0.0, image.size_px
        if image.box_px is not None:
            left, top, width, height = image.box_px
            margin = np.array([width, height]) * _BOX_MARGIN
            low[row] = np.maximum(low[row], np.array([left, top]) - margin)
            high[row] = np.minimum(high[row], np.array([left + width, top + height]) + margin)
    count: IntArray = ((xy < low) | (xy > high)).any(axis=2).sum(axis=1)
    return count


def _middle(labels: LabelSet, joint: str) -> FloatArray:
    """Return (N, 2) the middle between the two sides of a joint; NaN where one is missing."""
    xy, skeleton = labels.xy_px, labels.skeleton
    return 0.5 * (xy[:, skeleton.index(f"left_{joint}")] + xy[:, skeleton.index(f"right_{joint}")])


def _across(labels: LabelSet, joint: str) -> FloatArray:
    """Return (N, 2) from the right to the left side of a joint."""
    xy, skeleton = labels.xy_px, labels.skeleton
    return xy[:, skeleton.index(f"left_{joint}")] - xy[:, skeleton.index(f"right_{joint}")]


def _has_trunk(labels: LabelSet) -> bool:
    return labels.skeleton.has("left_shoulder", "right_shoulder", "left_hip", "right_hip")


def _lying(labels: LabelSet) -> Iterator[Complaint]:
    if not _has_trunk(labels):
        return
    trunk = np.abs(_middle(labels, "hip") - _middle(labels, "shoulder"))
    lying = int((trunk[:, 0] > 1.5 * trunk[:, 1]).sum())
    upright = int((trunk[:, 1] > 1.5 * trunk[:, 0]).sum())
    if lying > 4 * upright and _is_no_chance(lying, upright):
        yield Complaint(
            severity=Severity.WARNING,
            kind=Kind.SWAPPED_XY,
            sentence=f"The trunk of {lying} people lies, that of {upright} is upright: unless they "
            "were filmed lying, x and y are exchanged. Look at a few pictures.",
        )


def _twisted(labels: LabelSet) -> Iterator[Complaint]:
    if not _has_trunk(labels):
        return
    length = _length(_middle(labels, "hip") - _middle(labels, "shoulder"))
    shoulders, hips = _across(labels, "shoulder"), _across(labels, "hip")
    # Narrow ones are seen from the side, where left and right lie on one another.
    wide = (_length(shoulders) > _WIDE * length) & (_length(hips) > _WIDE * length)
    along = (shoulders * hips).sum(axis=1)
    for row in np.flatnonzero(wide & (along < -0.5 * _length(shoulders) * _length(hips))):
        name = labels.images[row].name
        yield Complaint(
            severity=Severity.WARNING,
            kind=Kind.SWAPPED_SIDES,
            sentence=f"Shoulders and hips of {name} point opposite ways: left and right of one of "
            "them are probably exchanged. Look at the picture.",
            image=name,
            row=int(row),
        )


def _turned_away(labels: LabelSet) -> Iterator[Complaint]:
    if not _has_trunk(labels):
        return
    trunk = _middle(labels, "hip") - _middle(labels, "shoulder")
    length = _length(trunk)
    upright = trunk[:, 1] > np.abs(trunk[:, 0])
    shoulders, hips = _across(labels, "shoulder"), _across(labels, "hip")
    frontal = upright & (_length(shoulders) > _FRONTAL * length)
    away = int((frontal & (shoulders[:, 0] < 0) & (hips[:, 0] < 0)).sum())
    towards = int((frontal & (shoulders[:, 0] > 0) & (hips[:, 0] > 0)).sum())
    if away > 4 * towards and _is_no_chance(away, towards):
        yield Complaint(
            severity=Severity.WARNING,
            kind=Kind.SWAPPED_SIDES,
            sentence=f"{away} people turn their back to the camera and {towards} their front: "
            "unless they were filmed from behind, left and right are exchanged. Left is the "
            "person's left, not the viewer's. Look at a few pictures.",
        )


def _jumping_sides(labels: LabelSet) -> Iterator[Complaint]:
    """Compare labelled neighbours of a video as they are and with sides exchanged."""
    flip = list(labels.skeleton.flip_permutation)
    paired = np.array(flip) != np.arange(len(flip))
    if not paired.any():
        return
    frames: dict[tuple[str, int], list[int]] = {}
    for row, image in enumerate(labels.images):
        if image.frame is not None:
            frames.setdefault((str(image.path), image.frame), []).append(row)
    # With several people in a frame nobody tells who is who.
    alone = {key: rows[0] for key, rows in frames.items() if len(rows) == 1}
    last: tuple[str, int] | None = None
    for key in sorted(alone):
        if last and key[0] == last[0] and key[1] - last[1] <= _NEAR_FRAMES:
            before, after = labels.images[alone[last]].xy_px, labels.images[alone[key]].xy_px
            if _fits_only_exchanged(before[paired], after[paired], after[flip][paired]):
                name = labels.images[alone[key]].name
                yield Complaint(
                    severity=Severity.WARNING,
                    kind=Kind.SWAPPED_SIDES,
                    sentence=f"Left and right change places between frames {last[1]} and {key[1]} "
                    f"of {name}: they are probably exchanged in one of them. Look at both.",
                    image=name,
                    row=alone[key],
                )
        last = key


def _fits_only_exchanged(before: FloatArray, after: FloatArray, exchanged: FloatArray) -> bool:
    kept, swapped = _length(after - before), _length(exchanged - before)
    both: BoolArray = np.isfinite(kept) & np.isfinite(swapped)
    if both.sum() < 4:
        return False
    apart = np.median(_length(after - exchanged)[both])
    # Sides have to lie clearly apart, or the order means nothing.
    return bool(
        np.median(swapped[both]) < 0.5 * np.median(kept[both])
        and np.median(swapped[both]) < 0.5 * apart
    )


def _length(vector: FloatArray) -> FloatArray:
    result: FloatArray = np.hypot(vector[..., 0], vector[..., 1])
    return result
