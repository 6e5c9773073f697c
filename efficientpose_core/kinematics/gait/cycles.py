"""Cycles from contact to contact of one foot, their order check, and curves averaged over them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from scipy import interpolate

from efficientpose_core.errors import SettingsError, UnknownNameError
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.gait.bouts import SIDES, Bout
from efficientpose_core.kinematics.gait.events import EventKind, GaitEvent
from efficientpose_core.pose import FloatArray, PoseTrack, Status

__all__ = [
    "OTHER_SIDE",
    "PERCENT",
    "CycleCurve",
    "CycleLimits",
    "GaitCycle",
    "average_cycles",
    "build_cycles",
]

PERCENT = np.linspace(0.0, 100.0, 101)
PERCENT.setflags(write=False)
"""(101,) of the gait cycle."""

OTHER_SIDE = MappingProxyType({"right": "left", "left": "right"})

_ODD = (0.6, 1.6)
"""Share of the usual stride time: a missed or invented contact halves or doubles it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleLimits:
    """What a cycle has to be like to be averaged.

    Parameters
    ----------
    shortest_s, longest_s
        From contact to contact.
    stance_percent
        Least and greatest stance.
    steady
        Least speed of a cycle as a share of the usual one of its bout: the first and the last
        step are none of steady walking.
    longest_gap_percent
        A longer stretch without values keeps a cycle out of a curve; shorter ones are bridged.
    fewest
        Clean cycles of a side below which nothing is averaged.

    Raises
    ------
    SettingsError
        For values out of range.
    """

    shortest_s: float = 0.4
    longest_s: float = 2.5
    stance_percent: tuple[float, float] = (35.0, 80.0)
    steady: float = 0.75
    longest_gap_percent: float = 10.0
    fewest: int = 2

    def __post_init__(self) -> None:
        """Check ranges."""
        low, high = self.stance_percent
        if not (0 < self.shortest_s < self.longest_s and 0 <= low < high <= 100):
            raise SettingsError("The limits of a gait cycle have to be positive and in order.")
        if not 0 <= self.longest_gap_percent < 100 or self.fewest < 2 or not 0 <= self.steady < 1:
            raise SettingsError(
                "A gap is shorter than the cycle, an average needs at least two cycles, and steady "
                "is a share below 1."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class GaitCycle:
    """From one contact of a foot to the next.

    Parameters
    ----------
    side
        The foot.
    bout
        Number of the bout, from 0.
    start, end
        The contacts.
    toe_off, opposite_off, opposite_contact
        What happens between; None where it was not found, or not in order.
    problem
        Why the cycle is not averaged, or nothing.
    """

    side: str
    bout: int
    start: GaitEvent
    end: GaitEvent
    toe_off: GaitEvent | None = None
    opposite_off: GaitEvent | None = None
    opposite_contact: GaitEvent | None = None
    problem: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether it is averaged."""
        return not self.problem

    @property
    def duration_s(self) -> float:
        """Stride time."""
        return self.end.t_s - self.start.t_s

    @property
    def stance_percent(self) -> float:
        """From contact to toe-off; NaN without one."""
        return self._percent(self.start, self.toe_off)

    @property
    def double_support_percent(self) -> float:
        """Both feet on the floor, at the beginning and at the end of stance; NaN if not known."""
        first = self._percent(self.start, self.opposite_off)
        return first + self._percent(self.opposite_contact, self.toe_off)

    def _percent(self, begin: GaitEvent | None, end: GaitEvent | None) -> float:
        if begin is None or end is None:
            return math.nan
        return 100.0 * (end.t_s - begin.t_s) / self.duration_s


def build_cycles(
    events: Sequence[GaitEvent],
    bouts: Sequence[Bout],
    track: PoseTrack,
    limits: CycleLimits | None = None,
) -> tuple[GaitCycle, ...]:
    """Join events to cycles and check their order.

    Between two contacts of the right foot come left toe-off, left contact and right toe-off, each
    once, and the other way round for the left. A cycle that breaks this order, or a limit, is kept
    with its problem.

    Parameters
    ----------
    events
        Automatic and manual ones; those outside all bouts are not used.
    bouts
        No cycle reaches from one into another.
    track
        For the times of the bouts.
    limits
        What makes a clean cycle.

    Returns
    -------
    tuple of GaitCycle
        In order of their start.
    """
    limits = limits or CycleLimits()
    cycles: list[GaitCycle] = []
    for number, bout in enumerate(bouts):
        # A delay may carry the last event just past the bout.
        margin = 0.1
        begin, end = track.t_s[bout.start] - margin, track.t_s[bout.stop - 1] + margin
        inside = sorted((e for e in events if begin <= e.t_s <= end), key=lambda e: e.t_s)
        for side in SIDES:
            at = [
                n
                for n, e in enumerate(inside)
                if e.side == side and e.kind is EventKind.INITIAL_CONTACT
            ]
            for first, last in itertools.pairwise(at):
                cycles.append(_cycle(inside[first : last + 1], number, limits))
    cycles = _without_starts_and_stops(cycles, bouts, track, limits.steady)
    return tuple(sorted(_without_odd_ones(cycles), key=lambda cycle: cycle.start.t_s))


def _without_starts_and_stops(
    cycles: Sequence[GaitCycle], bouts: Sequence[Bout], track: PoseTrack, steady: float
) -> list[GaitCycle]:
    """Mark clean cycles in which the pelvis is much slower than usual in that bout."""
    x = track.point("pelvis")[:, 0]
    result = list(cycles)
    for number, bout in enumerate(bouts):
        mine = [n for n, c in enumerate(cycles) if c.bout == number and c.is_clean]
        if bout.on_the_spot or len(mine) < 2:
            continue
        ends = [np.interp([cycles[n].start.t_s, cycles[n].end.t_s], track.t_s, x) for n in mine]
        speeds = [
            bout.travel * (after - before) / cycles[n].duration_s
            for n, (before, after) in zip(mine, ends, strict=True)
        ]
        usual = float(np.nanmax(speeds)) if len(mine) == 2 else float(np.nanmedian(speeds))
        for n, speed in zip(mine, speeds, strict=True):
            if speed < steady * usual:
                slow = f"the person starts or stops: it has {speed / usual:.0%} of the usual speed"
                result[n] = replace(cycles[n], problem=slow)
    return result


def _without_odd_ones(cycles: Sequence[GaitCycle]) -> list[GaitCycle]:
    """Mark clean cycles that last quite another time than the others: their events are wrong."""
    durations = [cycle.duration_s for cycle in cycles if cycle.is_clean]
    if len(durations) < 3:
        return list(cycles)
    usual = float(np.median(durations))
    low, high = _ODD[0] * usual, _ODD[1] * usual
    return [
        replace(cycle, problem=f"it lasts {cycle.duration_s:.2f} s, where {usual:.2f} s is usual")
        if cycle.is_clean and not low <= cycle.duration_s <= high
        else cycle
        for cycle in cycles
    ]


def _cycle(events: Sequence[GaitEvent], bout: int, limits: CycleLimits) -> GaitCycle:
    start, *between, end = events
    side = start.side
    other = OTHER_SIDE[side]
    wanted = [
        (other, EventKind.TOE_OFF),
        (other, EventKind.INITIAL_CONTACT),
        (side, EventKind.TOE_OFF),
    ]
    found = [(e.side, e.kind) for e in between]
    if found != wanted:
        problem = _order_problem(side, wanted, found)
        return GaitCycle(side=side, bout=bout, start=start, end=end, problem=problem)
    opposite_off, opposite_contact, toe_off = between
    cycle = GaitCycle(
        side=side,
        bout=bout,
        start=start,
        end=end,
        toe_off=toe_off,
        opposite_off=opposite_off,
        opposite_contact=opposite_contact,
    )
    return replace(cycle, problem=_limit_problem(cycle, limits))


_Step = tuple[str, EventKind]


def _order_problem(side: str, wanted: list[_Step], found: list[_Step]) -> str:
    def told(steps: list[_Step]) -> str:
        return ", ".join(f"{foot} {kind.text}" for foot, kind in steps) or "nothing"

    return f"between two {side} contacts there should be {told(wanted)}, but there is {told(found)}"


def _limit_problem(cycle: GaitCycle, limits: CycleLimits) -> str:
    duration, stance = cycle.duration_s, cycle.stance_percent
    if not limits.shortest_s <= duration <= limits.longest_s:
        return (
            f"it lasts {duration:.2f} s, not {limits.shortest_s:g} to {limits.longest_s:g} s as a "
            "stride of walking does"
        )
    low, high = limits.stance_percent
    if not low <= stance <= high:
        return f"its stance takes {stance:.0f} %, not {low:g} to {high:g} %"
    return ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CycleCurve:
    """One angle over the gait cycle.

    Parameters
    ----------
    name
        Of the angle.
    side
        Whose cycles.
    cycles_deg
        (N, 101) one row a cycle that takes part.
    cycle_numbers
        (N,) their places among the cycles given.
    mean_deg, sd_deg
        (101,) over cycles, SD with n - 1; NaN if there are too few.
    error_deg
        (101,) expected measuring error of the mean, one standard deviation, from the spread of the
        keypoints. It is not made smaller by the number of cycles: what the network gets wrong at
        one moment of the stride it gets wrong in each stride.
    left_out
        A sentence for each clean cycle that does not take part.
    reason
        Why there is no mean, or nothing.
    """

    name: str
    side: str
    cycles_deg: FloatArray
    cycle_numbers: tuple[int, ...]
    mean_deg: FloatArray
    sd_deg: FloatArray
    error_deg: FloatArray
    left_out: tuple[str, ...]
    reason: str

    @property
    def n(self) -> int:
        """Cycles that take part."""
        return len(self.cycles_deg)


def average_cycles(
    angles: AngleTrack,
    name: str,
    cycles: Sequence[GaitCycle],
    *,
    side: str,
    limits: CycleLimits | None = None,
) -> CycleCurve:
    """Average one angle over the clean cycles of one side, 0 to 100 % from contact to contact.

    Parameters
    ----------
    angles
        Angles over time; NaN, rejected and missing values are gaps.
    name
        Column.
    cycles
        From `build_cycles`; those with a problem and those of the other side are passed over.
    side
        Whose cycles: an angle of the trunk can be seen over either.
    limits
        How long a gap may be, and how many cycles are needed.

    Raises
    ------
    UnknownNameError
        If there is no such angle.
    """
    limits = limits or CycleLimits()
    if name not in angles.names:
        raise UnknownNameError("angle", name, angles.names)
    column = angles.names.index(name)
    values, sd = angles.values_deg[:, column], angles.sd_deg[:, column]
    good = np.flatnonzero(np.isfinite(values) & (angles.status[:, column] <= Status.INTERPOLATED))
    valid_s = angles.t_s[good]
    numbers, left_out = [], []
    for number, cycle in enumerate(cycles):
        if cycle.side != side or not cycle.is_clean:
            continue
        gap = _longest_gap_percent(valid_s, good, cycle)
        if gap > limits.longest_gap_percent:
            left_out.append(
                f"The cycle from {cycle.start.t_s:.2f} s has no {name} over {gap:.0f} % of it."
            )
        else:
            numbers.append(number)
    stack = np.empty((0, len(PERCENT)))
    mean, spread, error = np.full((3, len(PERCENT)), np.nan)
    if numbers:
        wanted_s = _times(cycles, numbers)
        stack = _resampled(valid_s, values[good], wanted_s)
    reason = ""
    if len(numbers) < limits.fewest:
        reason = (
            f"Only {len(numbers)} clean {side} cycles with {name}, and an average needs "
            f"{limits.fewest}: record more strides."
        )
    else:
        mean, spread = stack.mean(axis=0), stack.std(axis=0, ddof=1)
        told = good[np.isfinite(sd[good])]
        if len(told):
            errors = np.interp(wanted_s, angles.t_s[told], sd[told])
            error = np.sqrt(np.mean(errors**2, axis=0))
    return CycleCurve(
        name=name,
        side=side,
        cycles_deg=stack,
        cycle_numbers=tuple(numbers),
        mean_deg=mean,
        sd_deg=spread,
        error_deg=error,
        left_out=tuple(left_out),
        reason=reason,
    )


def _times(cycles: Sequence[GaitCycle], numbers: Sequence[int]) -> FloatArray:
    """Return (N, 101) seconds of the per cents of some cycles."""
    starts = np.array([cycles[n].start.t_s for n in numbers])
    durations = np.array([cycles[n].duration_s for n in numbers])
    result: FloatArray = starts[:, None] + PERCENT / 100.0 * durations[:, None]
    return result


def _longest_gap_percent(
    valid_s: FloatArray, valid: npt.NDArray[np.intp], cycle: GaitCycle
) -> float:
    """Return the longest stretch of missing frames, between valid ones, that a cycle touches.

    ``valid`` are the rows of frames with a value, ``valid_s`` their times.
    """
    if not len(valid):
        return 100.0
    start, end = cycle.start.t_s, cycle.end.t_s
    first, last = np.searchsorted(valid_s, (start, end))
    near = slice(max(int(first) - 1, 0), int(last) + 1)
    missing = np.diff(valid[near]) > 1
    longest = float(np.max(np.diff(valid_s[near]), where=missing, initial=0.0))
    outside = float(max(valid_s[0] - start, end - valid_s[-1]))
    return min(100.0 * max(longest, outside) / cycle.duration_s, 100.0)


def _resampled(t_s: FloatArray, values: FloatArray, wanted_s: FloatArray) -> FloatArray:
    """Return values at other times, held at the ends.

    A cubic Hermite curve on the real times with slopes of second order: local, so that a gap far
    away changes nothing.
    """
    curve = interpolate.CubicHermiteSpline(t_s, values, np.gradient(values, t_s))
    result: FloatArray = curve(np.clip(wanted_s, t_s[0], t_s[-1]))
    return result
