"""Standing on one leg: when a foot is up, and how much the body sways meanwhile.

One camera sees movement in its picture only: sideways and up and down, not towards it. Numbers are
those of body segments, not of the centre of pressure on a force plate, and cannot be compared with
those.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.measure import Measure, refuse
from efficientpose_core.kinematics.scale import Scale
from efficientpose_core.kinematics.sport.common import choose_rows, known_median
from efficientpose_core.kinematics.sport.excursions import (
    bridge_gaps,
    crossing,
    excursions_by_levels,
)
from efficientpose_core.kinematics.trajectories import measure_path_length
from efficientpose_core.kinematics.uncertainty import CHANGING_SHARE
from efficientpose_core.pose import FloatArray, PoseTrack

__all__ = ["SWAY_NAMES", "SWAY_SEGMENTS", "Stance", "find_stance", "measure_sway"]

SWAY_SEGMENTS = {"trunk": "thorax", "pelvis": "pelvis"}
"""Name in the measures -> keypoint."""
SWAY_NAMES = ("path", "rms_sideways", "range_sideways", "area")

_FOOT_UP, _FOOT_DOWN = 0.05, 0.025
"""Difference of the ankles' heights, in body heights, from which a foot is up, and below which it
is down again."""
_BRIDGE_S = 0.5
_LEAST_KNOWN = 0.9
_CHI2_95 = 5.991
"""95 % quantile of chi squared with two degrees of freedom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """The longest stretch on one leg.

    Parameters
    ----------
    side
        Of the leg that stands.
    start_s, end_s
        Times between frames.
    seen_start, seen_end
        Whether the foot was seen to go up and down; else the recording (or a gap) cut it.
    """

    side: str
    start_s: float
    end_s: float
    seen_start: bool
    seen_end: bool


def find_stance(track: PoseTrack) -> Stance | None:
    """Return the longest stretch in which one ankle is clearly higher than the other, or None."""
    left, right = (track.point(f"{side}_ankle")[:, 1] for side in ("left", "right"))
    lift = (left - right) / body_height_px(track)
    found = []
    for side, raised in (("left", lift), ("right", -lift)):
        filled, stretches = bridge_gaps(track.t_s, raised, _BRIDGE_S)
        for start, stop in stretches:
            found += [
                _stance(
                    side, track.t_s[start:stop], filled[start:stop], up.before, up.high, up.after
                )
                for up in excursions_by_levels(filled[start:stop], _FOOT_UP, _FOOT_DOWN)
            ]
    return max(found, key=lambda stance: stance.end_s - stance.start_s, default=None)


def _stance(
    side: str, t_s: FloatArray, lift: FloatArray, before: int | None, high: int, after: int | None
) -> Stance:
    start_s, end_s = float(t_s[0]), float(t_s[-1])
    if before is not None:
        row = before + int(np.flatnonzero(lift[before:high] <= _FOOT_DOWN)[-1])
        start_s, _ = crossing(t_s, lift, row, row + 1, _FOOT_DOWN, reach_s=0.0)
    if after is not None:
        row = high + int(np.flatnonzero(lift[high : after + 1] <= _FOOT_DOWN)[0])
        end_s, _ = crossing(t_s, lift, row - 1, row, _FOOT_DOWN, reach_s=0.0)
    return Stance(
        side=side, start_s=start_s, end_s=end_s, seen_start=before is not None,
        seen_end=after is not None,
    )  # fmt: skip


def measure_sway(
    track: PoseTrack, segment: str, interval_s: tuple[float, float], scale: Scale | None
) -> tuple[Measure, ...]:
    """Return path, sideways RMS and range, and the area of the 95 % ellipse.

    The ellipse holds 95 % of a two-dimensional normal distribution with the covariance of the
    positions (Prieto et al. 1996, doi:10.1109/10.532130). Noise of the keypoints only adds to all
    of them; what it adds is the error.

    Parameters
    ----------
    track
        Cleaned keypoints.
    segment
        ``"trunk"`` or ``"pelvis"``.
    interval_s
        Part of the recording.
    scale
        None tells % of the body height.
    """
    keypoint = SWAY_SEGMENTS[segment]
    unit = "%" if scale is None else "cm"
    units = dict.fromkeys(SWAY_NAMES, unit) | {"area": f"{unit}^2"}
    body = body_height_px(track)
    inside = (track.t_s >= interval_s[0]) & (track.t_s <= interval_s[1])
    part = choose_rows(track, inside)
    xy = part.point(keypoint)
    known = np.isfinite(xy).all(axis=1)
    if known.mean() < _LEAST_KNOWN or known.sum() < 3:
        why = f"{keypoint} is known in {known.mean():.0%} of the frames on one leg only"
        return tuple(refuse(f"{segment}_sway_{n}", units[n], why) for n in SWAY_NAMES)
    factor = 100.0 / body if scale is None else 100.0 * scale.metres_per_px
    relative = 0.0 if scale is None else scale.relative_error
    points = xy[known] * factor
    spread = part.spread_px[known, part.skeleton.index(keypoint)]
    noise = math.sqrt(CHANGING_SHARE) * factor * known_median(spread)
    path = measure_path_length(part, keypoint)
    sideways = points[:, 0]
    rms = float(sideways.std())
    area, less_area = (_ellipse_area(points, taken_off=variance) for variance in (0.0, noise**2))
    values = {
        "path": (path.value * factor, path.error * factor, path.reason),
        "rms_sideways": (rms, rms - math.sqrt(max(rms**2 - noise**2, 0.0)), ""),
        # Both ends are the farthest of many uncertain places.
        "range_sideways": (float(np.ptp(sideways)), 2 * noise, ""),
        "area": (area, area - less_area, ""),
    }
    return tuple(
        _told(f"{segment}_sway_{name}", units[name], *values[name], relative) for name in SWAY_NAMES
    )


def _told(
    name: str, unit: str, value: float, error: float, reason: str, relative: float
) -> Measure:
    if error > 0.5 * value and not reason:
        reason = "more than half of it may be noise of the keypoints: compare recordings only"
    powers = 2 if unit.endswith("^2") else 1
    return Measure(
        name=name, unit=unit, value=value, error=math.hypot(error, powers * relative * value),
        reason=reason,
    )  # fmt: skip


def _ellipse_area(points: FloatArray, *, taken_off: float) -> float:
    """Return the area of the 95 % ellipse of (N, 2) points, less a variance of noise in each."""
    variances = np.maximum(np.linalg.eigvalsh(np.cov(points.T)) - taken_off, 0.0)
    return float(math.pi * _CHI2_95 * np.sqrt(variances.prod()))
