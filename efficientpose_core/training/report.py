"""What a training gained: before against after, on people that it never saw.

Both sets of weights look at the same held-out pictures, through the same estimator that users get.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from cattrs import Converter
from cattrs.errors import BaseValidationError

from efficientpose_core.atomic import write_text
from efficientpose_core.errors import DataError
from efficientpose_core.evaluation import LabelledSet, score
from efficientpose_core.kinematics.angles import ANGLES, AngleKind, AngleSpec
from efficientpose_core.kinematics.view import View
from efficientpose_core.pose import FloatArray
from efficientpose_core.skeleton import Skeleton

__all__ = [
    "AngleFigures",
    "Comparison",
    "Figures",
    "Gain",
    "KeypointFigures",
    "WorstFrame",
    "angle_errors",
    "compare",
    "measure_figures",
    "read_comparison",
    "worst_rows",
    "write_comparison",
]

_RESAMPLES = 2000
_FEWEST_GROUPS = 5
"""With fewer persons or videos an interval would pretend to know something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeypointFigures:
    """One keypoint; NaN where nobody labelled it.

    Parameters
    ----------
    n
        Labels.
    pck50, pck10
        Percent within 0.5 and 0.1 units, see `Figures.unit`.
    error_px, error_percent
        Median distance from the label, in pixels of the picture and in percent of the person's
        size.
    """

    n: int
    pck50: float
    pck10: float
    error_px: float
    error_percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleFigures:
    """One joint angle, computed from keypoints that were found against the labelled ones.

    Parameters
    ----------
    n
        People in whom all its keypoints are labelled.
    median_deg, rms_deg
        Median of the absolute errors, and root of the mean square, in degrees.
    """

    n: int
    median_deg: float
    rms_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one set of weights does on the held-out people.

    Parameters
    ----------
    people
        Looked at.
    unit
        ``"head"`` where PCK counts in head sizes (PCKh), ``"body"`` where the labels know no head
        and a tenth of the person's size is the unit.
    pck50, pck10
        Means over keypoints, without pelvis and thorax.
    error_px, error_percent
        Medians over all labels.
    keypoints, angles
        By name.
    """

    people: int
    unit: str
    pck50: float
    pck10: float
    error_px: float
    error_percent: float
    keypoints: Mapping[str, KeypointFigures]
    angles: Mapping[str, AngleFigures]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """How sure it is that PCK at 0.5 units has risen.

    Parameters
    ----------
    points
        After minus before, in percentage points over all labels alike.
    low, high
        95% interval, from drawing persons or videos anew; NaN with too few of them.
    groups
        Persons or videos.
    """

    points: float
    low: float
    high: float
    groups: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstFrame:
    """A picture that the trained network gets wrong.

    Parameters
    ----------
    name
        Of the labelled picture.
    error_percent
        Mean distance from the labels in percent of the person's size.
    file
        Picture with labels and keypoints drawn, relative to the folder of the report; empty
        before it is written.
    """

    name: str
    error_percent: float
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Before against after.

    Parameters
    ----------
    before
        None where the training started from random numbers.
    after
        The trained weights. Means are over the keypoints that both know.
    gain
        None without ``before``.
    new_keypoints
        Those that only the trained network knows.
    worst
        Frames that are worst after the training.
    """

    before: Figures | None
    after: Figures
    gain: Gain | None = None
    new_keypoints: tuple[str, ...] = ()
    worst: tuple[WorstFrame, ...] = ()


def compare(
    before: tuple[FloatArray, Skeleton] | None,
    after: FloatArray,
    labelled: LabelledSet,
    skeleton: Skeleton,
    *,
    groups: tuple[str, ...],
    unit: str,
) -> Comparison:
    """Compare what two sets of weights found on the same people.

    Parameters
    ----------
    before
        (N, J, 2) keypoints in pixels of the weights that the training started from, and their
        skeleton; None for random ones.
    after
        (N, K, 2) keypoints of the trained weights.
    labelled
        Labels in the order of ``skeleton``, with the unit of PCK as head sizes.
    skeleton
        Of the trained weights.
    groups
        (N,) persons or videos.
    unit
        ``"head"`` or ``"body"``, see `Figures`.

    Raises
    ------
    DataError
        If no label can be scored.
    """
    if before is None:
        return Comparison(before=None, after=measure_figures(after, labelled, skeleton, unit=unit))
    found, old = before
    known = np.array([name in old for name in skeleton.keypoints])
    brought = np.full(after.shape, np.nan)
    for channel, name in enumerate(skeleton.keypoints):
        if name in old:
            brought[:, channel] = found[:, old.index(name)]
    shared = replace(labelled, xy_px=np.where(known[:, None], labelled.xy_px, np.nan))
    first = measure_figures(brought, shared, skeleton, unit=unit)
    last = measure_figures(after, shared, skeleton, unit=unit)
    everything = measure_figures(after, labelled, skeleton, unit=unit)
    return Comparison(
        before=first,
        after=replace(last, keypoints=everything.keypoints, angles=everything.angles),
        gain=_gain(brought, after, shared, groups),
        new_keypoints=tuple(name for name in skeleton.keypoints if name not in old),
    )


def measure_figures(
    xy_px: FloatArray, labelled: LabelledSet, skeleton: Skeleton, *, unit: str
) -> Figures:
    """Score keypoints (N, K, 2) in pixels against labels; missing ones count as wrong.

    Raises
    ------
    DataError
        If no label can be scored.
    """
    scored = score(xy_px, labelled, skeleton)
    distance = _distance(xy_px, labelled)
    percent = 100.0 * distance / _size_px(labelled.xy_px)[:, None]
    keypoints = {
        name: KeypointFigures(
            n=int(np.isfinite(labelled.xy_px[:, channel, 0]).sum()),
            pck50=scored.per_joint[name][0],
            pck10=scored.per_joint[name][1],
            error_px=_median(distance[:, channel]),
            error_percent=_median(percent[:, channel]),
        )
        for channel, name in enumerate(skeleton.keypoints)
    }
    return Figures(
        people=len(xy_px),
        unit=unit,
        pck50=scored.pckh50,
        pck10=scored.pckh10,
        error_px=_median(distance),
        error_percent=_median(percent),
        keypoints=keypoints,
        angles={
            name: _angle_figures(errors)
            for name, errors in angle_errors(xy_px, labelled.xy_px, skeleton).items()
        },
    )


def angle_errors(
    xy_px: FloatArray, labels_px: FloatArray, skeleton: Skeleton
) -> dict[str, FloatArray]:
    """Return absolute errors of joint angles in degrees, 0 to 180.

    Parameters
    ----------
    xy_px, labels_px
        (N, K, 2) keypoints that were found, and labelled ones; y down.
    skeleton
        Names the K keypoints.

    Returns
    -------
    dict
        Name to (N,) errors, NaN where a keypoint is missing. Joint angles of the side view that
        the skeleton has the keypoints for; those of the front view turn by the same segments, and
        mirroring changes signs only, so that it need not be known where people face.
    """
    wanted = [
        spec
        for spec in ANGLES.values()
        if spec.kind is AngleKind.JOINT and spec.view is View.SAGITTAL and skeleton.has(*spec.needs)
    ]
    errors = {}
    for spec in wanted:
        gap = _turn_deg(xy_px, skeleton, spec) - _turn_deg(labels_px, skeleton, spec)
        errors[spec.name] = np.abs((gap + 180.0) % 360.0 - 180.0)
    return errors


def _turn_deg(xy_px: FloatArray, skeleton: Skeleton, spec: AngleSpec) -> FloatArray:
    """Return (N,) the signed sum of the directions of an angle's segments."""
    total = np.zeros(len(xy_px))
    for sign, start, end in spec.terms:
        segment = xy_px[:, skeleton.index(end)] - xy_px[:, skeleton.index(start)]
        total += sign * np.degrees(np.arctan2(segment[:, 1], segment[:, 0]))
    return total


def _angle_figures(errors_deg: FloatArray) -> AngleFigures:
    known = errors_deg[np.isfinite(errors_deg)]
    return AngleFigures(
        n=len(known),
        median_deg=_median(known),
        rms_deg=float(np.sqrt(np.mean(known**2))) if len(known) else math.nan,
    )


def worst_rows(
    xy_px: FloatArray, labelled: LabelledSet, *, count: int
) -> tuple[tuple[int, float], ...]:
    """Return rows of the people that are found worst, and their errors, worst first.

    The error is the mean distance over labelled keypoints in percent of the person's size.
    """
    percent = 100.0 * _distance(xy_px, labelled) / _size_px(labelled.xy_px)[:, None]
    known = np.isfinite(percent)
    total = np.where(known, percent, 0.0).sum(axis=1)
    mean = np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), -1.0)
    order = np.argsort(-mean, kind="stable")[:count]
    return tuple((int(row), float(mean[row])) for row in order if mean[row] >= 0)


def _distance(xy_px: FloatArray, labelled: LabelledSet) -> FloatArray:
    """Return (N, K) distances from the labels, NaN without label or keypoint."""
    distance: FloatArray = np.linalg.norm(xy_px - labelled.xy_px, axis=-1)
    return distance


def _size_px(labels_px: FloatArray) -> FloatArray:
    """Return (N,) the longer side of the box around each person's labels; NaN without extent."""
    known = np.isfinite(labels_px)
    low = np.where(known, labels_px, np.inf).min(axis=1)
    high = np.where(known, labels_px, -np.inf).max(axis=1)
    size: FloatArray = (high - low).max(axis=1)
    return np.where(np.isfinite(size) & (size > 0), size, np.nan)


def _median(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else math.nan


def _gain(
    before: FloatArray, after: FloatArray, labelled: LabelledSet, groups: tuple[str, ...]
) -> Gain:
    """Bootstrap over groups: frames of one person are too alike to count as several."""
    counted = np.isfinite(labelled.xy_px[..., 0]) & np.isfinite(labelled.head_size_px)[:, None]
    limit = 0.5 * labelled.head_size_px[:, None]
    # NaN (no keypoint) compares false: wrong.
    right = [(_distance(xy, labelled) <= limit) & counted for xy in (before, after)]
    names, group_of = np.unique(np.array(groups), return_inverse=True)
    sums = np.zeros((len(names), 2))
    np.add.at(
        sums,
        group_of,
        np.stack([right[1].sum(axis=1) - right[0].sum(axis=1), counted.sum(axis=1)], axis=1),
    )
    points = 100.0 * float(sums[:, 0].sum() / sums[:, 1].sum())
    low = high = math.nan
    if len(names) >= _FEWEST_GROUPS:
        drawn = np.random.default_rng(0).integers(len(names), size=(_RESAMPLES, len(names)))
        totals = sums[drawn].sum(axis=1)
        shares = 100.0 * totals[:, 0] / np.where(totals[:, 1] > 0, totals[:, 1], np.nan)
        low, high = (float(edge) for edge in np.nanpercentile(shares, (2.5, 97.5)))
    return Gain(points=points, low=low, high=high, groups=len(names))


# --- Files


def _converter() -> Converter:
    converter = Converter()
    # JSON has no NaN.
    converter.register_unstructure_hook(float, lambda v: v if math.isfinite(v) else None)
    converter.register_structure_hook(float, lambda v, _: math.nan if v is None else float(v))
    return converter


def write_comparison(comparison: Comparison, path: Path) -> None:
    """Write a comparison as JSON; `OutputError` if that fails."""
    write_text(path, json.dumps(_converter().unstructure(comparison), indent=1))


def read_comparison(path: Path) -> Comparison:
    """Read what `write_comparison` has written; `DataError` if it is something else."""
    try:
        return _converter().structure(json.loads(path.read_text("utf-8")), Comparison)
    except (OSError, ValueError, BaseValidationError) as error:
        raise DataError(
            f"{path} is no comparison of trainings ({type(error).__name__}): evaluate again."
        ) from error
