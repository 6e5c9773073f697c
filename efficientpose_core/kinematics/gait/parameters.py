"""Temporal and spatial parameters of walking, each with its spread, error, or refusal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.gait.bouts import SIDES, Bout
from efficientpose_core.kinematics.gait.cycles import (
    OTHER_SIDE,
    CycleCurve,
    CycleLimits,
    GaitCycle,
)
from efficientpose_core.kinematics.gait.events import GaitEvent
from efficientpose_core.kinematics.measure import Measure, measure_mean, refuse
from efficientpose_core.pose import FloatArray, PoseTrack

__all__ = ["Distances", "curve_parameters", "gait_parameters", "symmetry_index"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distances:
    """How lengths are told.

    Parameters
    ----------
    metres_per_px
        Scale in the plane of walking; None gives pixels and per cent of body height.
    scale_relative_error
        Of the scale, one standard deviation, 0.02 for 2 %.
    refusal
        Why there are no distances at all (a treadmill, a camera that moves), or nothing.

    Raises
    ------
    SettingsError
        If the scale is not positive or its error negative.
    """

    metres_per_px: float | None = None
    scale_relative_error: float = 0.0
    refusal: str = ""

    def __post_init__(self) -> None:
        """Check ranges."""
        scale = self.metres_per_px
        if scale is not None and not (math.isfinite(scale) and scale > 0):
            raise SettingsError(
                f"The scale must be a positive number of metres per pixel, not {scale:g}."
            )
        if not (math.isfinite(self.scale_relative_error) and self.scale_relative_error >= 0):
            raise SettingsError("The error of the scale is a share of it and not negative.")


@dataclass(slots=True)
class _Samples:
    """Values of one parameter with their errors; some repetitions have none (NaN).

    What is random and what is steady: `error_of_mean`.
    """

    values: dict[GaitEvent, float] = field(default_factory=dict)
    random: dict[GaitEvent, float] = field(default_factory=dict)
    steady: dict[GaitEvent, float] = field(default_factory=dict)

    def add(self, at: GaitEvent, value: float, random: float, steady: float = 0.0) -> None:
        """Add a repetition; the event tells it from others that two cycles share."""
        self.values[at], self.random[at], self.steady[at] = value, random, steady

    def measure(
        self, name: str, unit: str, fewest: int, *, factor: float = 1.0, reason: str = ""
    ) -> Measure:
        """Return the mean; a refusal where fewer than ``fewest`` repetitions have a value."""
        values = factor * np.array(list(self.values.values()))
        known = int(np.isfinite(values).sum())
        if known < fewest:
            return refuse(
                name,
                unit,
                f"Only {known} clean cycles have what {name} needs: correct the keypoints or the "
                "events there.",
            )
        random, steady = (
            factor * float(np.sqrt(np.mean(np.square(list(errors.values())))))
            for errors in (self.random, self.steady)
        )
        return measure_mean(
            name, unit, values, random_error=random, steady_error=steady, reason=reason
        )


_TEMPORAL = (
    ("stride_time", "s"), ("step_time", "s"), ("stance", "%"), ("swing", "%"),
    ("double_support", "%"),
)  # fmt: skip
_SPATIAL = ("step_length", "stride_length")
_SYMMETRIES = ("step_time", "stance", "swing", "step_length")


def gait_parameters(
    track: PoseTrack,
    bouts: Sequence[Bout],
    cycles: Sequence[GaitCycle],
    distances: Distances | None = None,
    limits: CycleLimits | None = None,
) -> tuple[Measure, ...]:
    """Compute all parameters from clean cycles.

    Cadence 120 / stride time, stride and step time, stance, swing and double support, step and
    stride length, speed, and the symmetry index |L - R| / (0.5 (L + R)) * 100.

    Parameters
    ----------
    track
        Cleaned keypoints.
    bouts, cycles
        From `find_bouts` and `build_cycles`; only clean cycles count.
    distances
        Scale, or why there are no lengths.
    limits
        How many clean cycles a side needs.

    Returns
    -------
    tuple of Measure
        Always the same names; those that cannot be known are refused with a sentence.

    Notes
    -----
    A step belongs to the foot that lands. Its length is the distance of both ankles along the floor
    at that moment; the heel of the other foot is up by then, so two steps are some centimetres
    shorter than a stride.
    """
    distances, limits = distances or Distances(), limits or CycleLimits()
    clean = [cycle for cycle in cycles if cycle.is_clean]
    short = {side: _shortage(side, clean, limits) for side in SIDES}
    both = " ".join(filter(None, short.values()))
    samples = _temporal_samples(clean)
    measures: list[Measure] = []
    for name, unit in _TEMPORAL:
        for side in SIDES:
            whole, why = f"{side}_{name}", short[side]
            measures.append(
                refuse(whole, unit, why)
                if why
                else samples[name, side].measure(whole, unit, limits.fewest)
            )
    cadence = _Samples()
    for cycle in clean:
        rate = 120.0 / cycle.duration_s
        cadence.add(cycle.start, rate, rate * _random(cycle.start, cycle.end) / cycle.duration_s)
    measures.insert(
        0,
        refuse("cadence", "steps/min", both)
        if both
        else cadence.measure("cadence", "steps/min", limits.fewest),
    )
    measures += _lengths(track, bouts, clean, distances, limits)
    by_name = {measure.name: measure for measure in measures}
    measures += [
        symmetry_index(name, by_name[f"left_{name}"], by_name[f"right_{name}"])
        for name in _SYMMETRIES
    ]
    return tuple(measures)


def symmetry_index(name: str, left: Measure, right: Measure) -> Measure:
    """Return |L - R| / (0.5 (L + R)) * 100 with its error to first order.

    Source: Robinson, Herzog & Nigg 1987, J Manipulative Physiol Ther 10:172. Random differences
    alone make it positive: it says nothing while it is smaller than about twice its error.
    """
    index = f"{name}_symmetry_index"
    for measure in (left, right):
        if measure.is_refused:
            return refuse(index, "%", measure.reason)
    total = left.value + right.value
    if total <= 0:
        return refuse(index, "%", f"The mean of left and right {name} is not positive.")
    return Measure(
        name=index,
        unit="%",
        value=200.0 * abs(left.value - right.value) / total,
        n=min(left.n, right.n),
        error=200.0 * math.hypot(left.standard_error, right.standard_error) / total,
    )


def curve_parameters(curve: CycleCurve) -> tuple[Measure, ...]:
    """Return value at contact, maximum, minimum and range of an angle over its cycles.

    The measuring error is that of the mean curve at that point: a steady one (`error_of_mean`).
    """
    names = [f"{curve.name}_{part}" for part in ("at_contact", "maximum", "minimum", "range")]
    if curve.reason:
        return tuple(refuse(name, "deg", curve.reason) for name in names)
    stack = curve.cycles_deg
    top, low = int(np.argmax(curve.mean_deg)), int(np.argmin(curve.mean_deg))
    error = curve.error_deg
    values = (stack[:, 0], stack.max(axis=1), stack.min(axis=1), np.ptp(stack, axis=1))
    errors = (error[0], error[top], error[low], math.hypot(error[top], error[low]))
    return tuple(
        measure_mean(name, "deg", value, steady_error=float(one))
        for name, value, one in zip(names, values, errors, strict=True)
    )


def _shortage(side: str, clean: Sequence[GaitCycle], limits: CycleLimits) -> str:
    count = sum(cycle.side == side for cycle in clean)
    if count >= limits.fewest:
        return ""
    noun = "cycle" if count == 1 else "cycles"
    return (
        f"Only {count} clean {side} {noun}, and {limits.fewest} are needed: record more "
        "strides, or correct the events."
    )


def _temporal_samples(clean: Sequence[GaitCycle]) -> Mapping[tuple[str, str], _Samples]:
    """Collect times; two contacts share their steady error, a contact and a toe-off do not."""
    samples = {(name, side): _Samples() for name, _ in _TEMPORAL for side in SIDES}
    for cycle in clean:
        start, end, side, other = cycle.start, cycle.end, cycle.side, OTHER_SIDE[cycle.side]
        off, contact, opposite_off = cycle.toe_off, cycle.opposite_contact, cycle.opposite_off
        if off is None or contact is None or opposite_off is None:
            continue
        percent = 100.0 / cycle.duration_s
        samples["stride_time", side].add(start, cycle.duration_s, _random(start, end))
        samples["step_time", side].add(end, end.t_s - contact.t_s, _random(contact, end))
        samples["step_time", other].add(contact, contact.t_s - start.t_s, _random(start, contact))
        random, steady = percent * _random(start, off), percent * _steady(start, off)
        samples["stance", side].add(start, cycle.stance_percent, random, steady)
        samples["swing", side].add(start, 100.0 - cycle.stance_percent, random, steady)
        random = percent * _random(start, opposite_off, contact, off)
        # Both phases are wrong by the same.
        samples["double_support", side].add(start, cycle.double_support_percent, random, 2 * steady)
    return samples


def _random(*events: GaitEvent) -> float:
    return math.hypot(*(event.random_error_s for event in events))


def _steady(*events: GaitEvent) -> float:
    return math.hypot(*(event.steady_error_s for event in events))


def _lengths(
    track: PoseTrack,
    bouts: Sequence[Bout],
    clean: Sequence[GaitCycle],
    distances: Distances,
    limits: CycleLimits,
) -> list[Measure]:
    """Return step lengths, stride lengths and speed, in metres, or in pixels and body heights."""
    over_ground = [cycle for cycle in clean if not bouts[cycle.bout].on_the_spot]
    refusal = distances.refusal or (_IN_PLACE if clean and not over_ground else "")
    short = {side: _shortage(side, over_ground, limits) for side in SIDES}
    samples = _length_samples(track, bouts, over_ground)
    aside = _parallax_px(track, over_ground)
    body_px = body_height_px(track)
    if distances.metres_per_px is not None:
        units = [_Unit("", "m", distances.metres_per_px, distances.scale_relative_error, "")]
    else:
        estimated = "The body height is estimated from trunk and thigh."
        units = [
            _Unit("", "px", 1.0, 0.0, "No scale was given: calibrate to get metres."),
            _Unit("_of_height", "%", 100.0 / body_px, _HEIGHT_ERROR, estimated),
        ]
    measures: list[Measure] = []
    for unit in units:
        sides = {
            (name, side): _length(
                samples[name, side],
                f"{side}_{name}{unit.suffix}",
                unit,
                limits.fewest,
                refusal or short[side],
                aside_px=aside if name == "step_length" else 0.0,
                noticeable_px=_NOTICEABLE * body_px,
            )
            for name in _SPATIAL
            for side in SIDES
        }
        both = refusal or " ".join(filter(None, short.values()))
        steps = [sides["step_length", side] for side in SIDES]
        measures.append(_mean_step(f"step_length{unit.suffix}", unit, steps, aside, both))
        measures += sides.values()
        speed = replace(unit, name=f"{unit.name}/s")
        measures.append(
            _length(samples["speed", ""], f"speed{unit.suffix}", speed, limits.fewest, both)
        )
    return measures


_IN_PLACE = (
    "The feet walk but the person stays in place: a treadmill, or a camera that moves along, so "
    "there are no distances over the ground."
)
_HEIGHT_ERROR = 0.04
"""Relative, of a body height made from trunk and thigh: people's proportions differ."""
_NOTICEABLE = 0.01
"""Parallax, in body heights, from which it is told."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """How a length is told: suffix of the name, unit, units per pixel, relative error, remark."""

    suffix: str
    name: str
    per_px: float
    relative_error: float
    remark: str


def _length(
    samples: _Samples,
    name: str,
    unit: _Unit,
    fewest: int,
    refusal: str,
    *,
    aside_px: float = 0.0,
    noticeable_px: float = math.inf,
) -> Measure:
    """Return a length; the errors of scale and parallax are the same for all repetitions."""
    if refusal:
        return refuse(name, unit.name, refusal)
    remark = unit.remark
    if aside_px > noticeable_px:
        remark = f"{_ASIDE} {remark}".strip()
    told = samples.measure(name, unit.name, fewest, factor=unit.per_px, reason=remark)
    if told.is_refused:
        return told
    steady = math.hypot(unit.relative_error * told.value, aside_px * unit.per_px)
    return replace(told, error=math.hypot(told.error, steady))


_ASIDE = (
    "The near and the far hip appear aside of each other, so the camera does not look squarely at "
    "the way of walking: left and right step lengths are wrong in opposite directions, but not "
    "their mean."
)


def _mean_step(
    name: str, unit: _Unit, sides: Sequence[Measure], aside_px: float, refusal: str
) -> Measure:
    """Return the mean of both sides' step lengths, in which parallax cancels."""
    why = refusal or next((measure.reason for measure in sides if measure.is_refused), "")
    if why:
        return refuse(name, unit.name, why)
    value = float(np.mean([measure.value for measure in sides]))
    # What is left of each side's error without scale and parallax. Both feet land in one posture,
    # in which the network errs alike.
    left_over = []
    for side in sides:
        common = math.hypot(unit.relative_error * side.value, aside_px * unit.per_px)
        left_over.append(math.sqrt(max(side.error**2 - common**2, 0.0)))
    keypoints = float(np.mean(left_over))
    return Measure(
        name=name,
        unit=unit.name,
        value=value,
        sd=float(np.sqrt(np.mean([measure.sd**2 for measure in sides]))),
        n=sum(measure.n for measure in sides),
        error=math.hypot(keypoints, unit.relative_error * value),
        reason=unit.remark,
    )


def _parallax_px(track: PoseTrack, clean: Sequence[GaitCycle]) -> float:
    """Return how far apart the hips appear along the way, root mean square over cycles.

    Over a whole stride the hips turn as much one way as the other; what remains is the view of a
    camera that does not stand square. The feet are nearer to each other than the hips, so theirs is
    a little less.
    """
    if not track.skeleton.has("right_hip", "left_hip") or not clean:
        return 0.0
    apart = (track.point("right_hip") - track.point("left_hip"))[:, 0]
    means = []
    for cycle in clean:
        inside = apart[slice(*np.searchsorted(track.t_s, (cycle.start.t_s, cycle.end.t_s)))]
        inside = inside[np.isfinite(inside)]
        means.append(float(inside.mean()) if len(inside) else 0.0)
    return float(np.sqrt(np.mean(np.square(means))))


def _length_samples(
    track: PoseTrack, bouts: Sequence[Bout], clean: Sequence[GaitCycle]
) -> Mapping[tuple[str, str], _Samples]:
    """Collect lengths in pixels and speeds in px/s, positive in the direction of progress."""
    samples = {(name, side): _Samples() for name in _SPATIAL for side in SIDES}
    samples["speed", ""] = _Samples()
    if not clean:
        return samples
    places = {name: _Place(track, name) for name in ("pelvis", "right_ankle", "left_ankle")}
    for cycle in clean:
        ahead = bouts[cycle.bout].travel
        contact = cycle.opposite_contact
        landings = [(cycle.side, cycle.start), (cycle.side, cycle.end)]
        if contact is not None:
            landings.append((OTHER_SIDE[cycle.side], contact))
        for side, event in landings:
            foot, other = places[f"{side}_ankle"], places[f"{OTHER_SIDE[side]}_ankle"]
            gap = ahead * (foot.at(event.t_s) - other.at(event.t_s))
            samples["step_length", side].add(event, gap, 0.0, math.hypot(foot.error, other.error))
        foot, pelvis = places[f"{cycle.side}_ankle"], places["pelvis"]
        way = ahead * (foot.at(cycle.end.t_s) - foot.at(cycle.start.t_s))
        samples["stride_length", cycle.side].add(cycle.start, way, math.sqrt(2) * foot.error)
        advance = ahead * (pelvis.at(cycle.end.t_s) - pelvis.at(cycle.start.t_s))
        samples["speed", ""].add(
            cycle.start, advance / cycle.duration_s, math.sqrt(2) * pelvis.error / cycle.duration_s
        )
    return samples


class _Place:
    """Horizontal position of a keypoint at any time, NaN in gaps."""

    def __init__(self, track: PoseTrack, keypoint: str) -> None:
        self._t_s = track.t_s
        self._x: FloatArray = track.point(keypoint)[:, 0]
        spread = track.spread_px[:, track.skeleton.index(keypoint)]
        known = np.isfinite(spread)
        self.error = float(np.sqrt(np.mean(spread[known] ** 2))) if known.any() else 0.0

    def at(self, t_s: float) -> float:
        """Interpolate linearly; a NaN neighbour gives NaN."""
        return float(np.interp(t_s, self._t_s, self._x))
