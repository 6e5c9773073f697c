"""Counting repetitions, and measuring each of them.

What counts is told by two rules with hysteresis, see `RepetitionSettings`. What is cut off by the
ends of the recording or by a gap, or turns out to be another movement, is listed with its reason
and not counted.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field, replace
from enum import Enum

import numpy as np

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.measure import Measure, measure_mean, refuse
from efficientpose_core.kinematics.sport.common import find_measure, known_median
from efficientpose_core.kinematics.sport.excursions import (
    EDGE,
    TURNING,
    Excursion,
    Shape,
    bridge_gaps,
    excursions_by_levels,
    excursions_by_reversals,
    measure_shape,
    without_spikes,
)
from efficientpose_core.kinematics.sport.signals import MovementSignal, read_signal
from efficientpose_core.pose import BoolArray, FloatArray, PoseTrack, ProcessingStep

__all__ = [
    "Repetition",
    "RepetitionAnalysis",
    "RepetitionSettings",
    "RepetitionStatus",
    "count_repetitions",
]

_NOISE = 6.0
"""An excursion is larger than this many standard deviations of the measuring error: less than one
in a million independent frames is off by half of that."""
_TYPICAL = 75.0
"""Percentile of the excursions that the relative rule refers to."""
_MOST_MISSING = 0.5


class RepetitionStatus(Enum):
    """What became of an excursion."""

    COMPLETE = "complete"
    CUT_AT_START = "cut_at_start"
    CUT_AT_END = "cut_at_end"
    NOT_CONFIRMED = "not_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepetitionSettings:
    """What makes a repetition.

    Parameters
    ----------
    share
        Relative rule: the signal goes and comes back by at least this share of a typical excursion
        (the 75th percentile of all that are larger than the smallest range).
    enter, leave
        Absolute rule instead: a repetition begins beyond ``enter`` and is over at ``leave``, in
        the signal's unit. Both or none.
    min_range
        Smaller excursions are never repetitions, in the signal's unit; None takes that of the
        signal (20 deg for any angle, 30 to 60 deg for the movements). Never less than six times
        the median measuring error.
    min_duration_s
        Shorter excursions are not confirmed: nobody moves that fast. None takes that of the signal
        (0.3 s; 0.6 s for squats and sit-to-stand).
    max_gap_s
        Longer stretches without values cut the recording in two.
    direction
        +1 or -1: whether a repetition raises or lowers the signal; None takes that of the signal.

    Raises
    ------
    SettingsError
        For values out of range.
    """

    share: float = 0.5
    enter: float | None = None
    leave: float | None = None
    min_range: float | None = None
    min_duration_s: float | None = None
    max_gap_s: float = 0.5
    direction: int | None = None

    def __post_init__(self) -> None:
        """Check ranges."""
        if not 0.1 <= self.share <= 0.9:
            raise SettingsError("The share of a typical excursion lies between 0.1 and 0.9.")
        if (self.enter is None) != (self.leave is None):
            raise SettingsError("Give both levels of a repetition, or none.")
        if self.min_range is not None and not self.min_range > 0:
            raise SettingsError("The smallest range of a repetition is above zero.")
        if (self.min_duration_s or 0.0) < 0 or self.max_gap_s < 0:
            raise SettingsError("Shortest repetition and longest gap cannot be negative.")
        if self.direction not in (None, -1, 1):
            raise SettingsError("A repetition raises the signal (+1) or lowers it (-1).")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """One excursion of the signal; NaN for what is not known.

    Parameters
    ----------
    status, reason
        Whether it counts, and why not.
    start_s, turning_s, end_s
        Times between frames: 5 % of the range are done, farthest from rest, 5 % are left.
    time_error_s
        One standard deviation of start and end.
    first, turning, last
        Nearest frame numbers in the source file.
    depth
        Signal at the turning point.
    range
        Between rest and turning point, never negative.
    error
        One standard deviation of depth, from the keypoints.
    out_s, hold_s, back_s
        From the start to within 10 % of the turning point, there, and from there to the end: down,
        hold and up of a squat.
    left, right
        Sides at the turning point.
    side_error
        One standard deviation of their difference.
    confirmation, confirmation_error
        Value that confirms the movement, see `Confirmation`, and one standard deviation.
    """

    status: RepetitionStatus
    reason: str = ""
    start_s: float
    turning_s: float
    end_s: float
    time_error_s: float = math.nan
    first: int
    turning: int
    last: int
    depth: float = math.nan
    range: float = math.nan
    error: float = math.nan
    out_s: float = math.nan
    hold_s: float = math.nan
    back_s: float = math.nan
    left: float = math.nan
    right: float = math.nan
    side_error: float = math.nan
    confirmation: float = math.nan
    confirmation_error: float = math.nan

    @property
    def duration_s(self) -> float:
        """From start to end."""
        return self.end_s - self.start_s

    @property
    def side_difference(self) -> float:
        """Left minus right at the turning point."""
        return self.left - self.right


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RepetitionAnalysis:
    """Repetitions of a recording.

    Parameters
    ----------
    signal
        What was counted.
    smallest_range
        Excursion that made a repetition here, in the signal's unit; NaN with the absolute rule.
    repetitions
        Everything found, in order of time, also what does not count.
    measures
        Count and means over the complete ones.
    step
        For the log.
    """

    signal: MovementSignal
    smallest_range: float
    repetitions: tuple[Repetition, ...]
    measures: tuple[Measure, ...]
    step: ProcessingStep

    @property
    def complete(self) -> tuple[Repetition, ...]:
        """Those that count."""
        return tuple(r for r in self.repetitions if r.status is RepetitionStatus.COMPLETE)

    def measure(self, name: str) -> Measure:
        """Return a measure by name; `UnknownNameError` when there is none."""
        return find_measure(self.measures, name)


def count_repetitions(
    name: str,
    track: PoseTrack,
    angles: AngleTrack,
    settings: RepetitionSettings | None = None,
    *,
    frames: tuple[int, int] | None = None,
) -> RepetitionAnalysis:
    """Count repetitions of a movement, an angle, or the pelvis height.

    Parameters
    ----------
    name
        See `signals.read_signal`.
    track, angles
        Cleaned keypoints and the angles made from them.
    settings
        See `RepetitionSettings`.
    frames
        First and last frame number to look at; the whole recording by default.

    Returns
    -------
    RepetitionAnalysis
        A person who does not move gives a count of 0. Without a signal for more than half of the
        time the count is refused.

    Raises
    ------
    UnknownNameError, DataError
        If there is no such signal, see `signals.read_signal`.
    SettingsError
        If levels contradict the direction.
    """
    settings = settings or RepetitionSettings()
    signal = read_signal(name, track, angles)
    direction = settings.direction or signal.direction
    _check_levels(settings, direction)
    if not len(track):
        raise DataError("This recording has no frames: nothing can be counted.")
    first, last = frames or (signal.frame[0], signal.frame[-1])
    inside = (signal.frame >= first) & (signal.frame <= last)
    raw = np.where(inside, direction * signal.values, np.nan)
    filled, stretches = bridge_gaps(signal.t_s, raw, settings.max_gap_s)
    smooth = filled.copy()
    for start, stop in stretches:
        rows = slice(start, stop)
        filled[rows], smooth[rows] = without_spikes(signal.t_s[rows], filled[rows])
    smallest = _smallest_range(signal, settings, smooth, stretches)
    counter = _Counter(
        track=track, signal=signal, direction=direction, filled=filled, smooth=smooth,
        known=np.isfinite(raw), settings=settings,
    )  # fmt: skip
    found = []
    for start, stop in stretches:
        values = smooth[start:stop]
        if settings.enter is not None and settings.leave is not None:
            levels = direction * settings.enter, direction * settings.leave
            excursions = excursions_by_levels(values, *levels)
        else:
            excursions = excursions_by_reversals(signal.t_s[start:stop], values, smallest)
        found += [counter.repetition(excursion, start, stop) for excursion in excursions]
    if settings.enter is not None:
        smallest = math.nan
    return RepetitionAnalysis(
        signal=signal,
        smallest_range=smallest,
        repetitions=tuple(found),
        measures=_summary(signal, found, smooth[inside], smallest),
        step=ProcessingStep(
            name="count_repetitions",
            parameters={"signal": name, "smallest_range": smallest, **asdict(settings)},
            note=f"{len(found)} excursions of {name}.",
        ),
    )


def _check_levels(settings: RepetitionSettings, direction: int) -> None:
    if settings.enter is None or settings.leave is None:
        return
    if direction * settings.enter <= direction * settings.leave:
        side = "above" if direction > 0 else "below"
        raise SettingsError(
            f"This repetition goes {'up' if direction > 0 else 'down'}: the level where it begins "
            f"has to lie {side} the level where it is over."
        )


def _smallest_range(
    signal: MovementSignal,
    settings: RepetitionSettings,
    smooth: FloatArray,
    stretches: list[tuple[int, int]],
) -> float:
    """Return the excursion that makes a repetition, see `RepetitionSettings`."""
    sd = known_median(signal.sd[np.isfinite(signal.values)])
    noise = _NOISE * sd if math.isfinite(sd) else 0.0
    wanted = signal.min_range if settings.min_range is None else settings.min_range
    lowest = max(wanted, noise)
    ranges = []
    for start, stop in stretches:
        values = smooth[start:stop]
        for one in excursions_by_reversals(signal.t_s[start:stop], values, lowest):
            lows = [values[row] for row in (one.before, one.after) if row is not None]
            if lows:
                ranges.append(values[one.high] - float(np.mean(lows)))
    typical = float(np.percentile(ranges, _TYPICAL)) if ranges else 0.0
    return max(lowest, settings.share * typical)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Counter:
    """Turns excursions into repetitions."""

    track: PoseTrack
    signal: MovementSignal
    direction: int
    filled: FloatArray
    smooth: FloatArray
    known: BoolArray
    settings: RepetitionSettings
    confirming: FloatArray = field(init=False)
    confirmation_error: float = field(init=False)
    interval_s: float = field(init=False)
    sd: float = field(init=False)

    def __post_init__(self) -> None:
        told, count = self.signal.confirmation, len(self.track)
        values = np.full(count, np.nan) if told is None else told.values(self.track)
        object.__setattr__(self, "confirming", values)
        error = math.nan if told is None else told.error(self.track)
        object.__setattr__(self, "confirmation_error", error)
        interval = float(np.median(np.diff(self.track.t_s))) if count > 1 else math.nan
        object.__setattr__(self, "interval_s", interval)
        object.__setattr__(self, "sd", known_median(self.signal.sd))

    def repetition(self, excursion: Excursion, start: int, stop: int) -> Repetition:
        """Measure one excursion of the stretch (start, stop)."""
        rows = slice(start, stop)
        if excursion.before is None or excursion.after is None:
            return self._cut(excursion, start, stop)
        shape = measure_shape(
            self.signal.t_s[rows], self.filled[rows], self.smooth[rows],
            before=excursion.before, high=excursion.high, after=excursion.after,
        )  # fmt: skip
        return self._complete(shape, start)

    def _frame(self, t_s: float) -> int:
        times = self.signal.t_s
        row = min(int(np.searchsorted(times, t_s)), len(times) - 1)
        if row and t_s - times[row - 1] < times[row] - t_s:
            row -= 1
        return int(self.signal.frame[row])

    def _cut(self, excursion: Excursion, start: int, stop: int) -> Repetition:
        """Return an excursion without beginning or end; the other end to the frame."""
        t, frame = self.signal.t_s, self.signal.frame
        before, high, after = excursion.before, excursion.high, excursion.after
        level = self.smooth[start:stop]
        first, last = start, stop - 1
        if before is not None:
            low = level[before] + EDGE * (level[high] - level[before])
            first += before + int(np.flatnonzero(level[before : high + 1] <= low)[-1])
        if after is not None:
            low = level[after] + EDGE * (level[high] - level[after])
            last = start + high + int(np.flatnonzero(level[high : after + 1] <= low)[0])
        turning = start + high
        return Repetition(
            status=(
                RepetitionStatus.CUT_AT_START if before is None else RepetitionStatus.CUT_AT_END
            ),
            reason=f"its {'beginning' if before is None else 'end'} was not seen",
            start_s=math.nan if before is None else float(t[first]),
            turning_s=float(t[turning]),
            end_s=math.nan if after is None else float(t[last]),
            first=int(frame[first]), turning=int(frame[turning]), last=int(frame[last]),
        )  # fmt: skip

    def _complete(self, shape: Shape, start: int) -> Repetition:
        signal = self.signal
        hold = slice(start + shape.hold[0], start + shape.hold[1])
        sides = {side: known_median(values[hold]) for side, (values, _) in signal.sides.items()}
        side_sd = [known_median(sd[hold]) for _, sd in signal.sides.values()]
        status, reason = RepetitionStatus.COMPLETE, ""
        confirmation = self._confirmation(shape)
        if why := self._not_confirmed(shape, confirmation):
            status, reason = RepetitionStatus.NOT_CONFIRMED, why
        # A turning point that was only bridged is at least that far, but nobody knows how far.
        seen = self.known[hold].mean() >= 0.5
        if not seen and not reason:
            reason = "the turning point was not seen: no depth"
        top, base = self.direction * shape.top, self.direction * shape.base
        return Repetition(
            status=status,
            reason=reason,
            start_s=shape.start_s, turning_s=shape.turning_s, end_s=shape.end_s,
            time_error_s=self._time_error(shape),
            first=self._frame(shape.start_s), turning=self._frame(shape.turning_s),
            last=self._frame(shape.end_s),
            depth=top if seen else math.nan,
            range=abs(top - base) if seen else math.nan,
            error=known_median(signal.sd[hold]),
            out_s=shape.hold_from_s - shape.start_s,
            hold_s=shape.hold_to_s - shape.hold_from_s,
            back_s=shape.end_s - shape.hold_to_s,
            left=sides.get("left", math.nan), right=sides.get("right", math.nan),
            side_error=math.hypot(*side_sd) if side_sd else math.nan,
            confirmation=confirmation, confirmation_error=self.confirmation_error,
        )  # fmt: skip

    def _time_error(self, shape: Shape) -> float:
        """Return how far off start and end may be: by the signal's error, and by the frame rate."""
        slopes = np.abs([shape.start_slope, shape.end_slope])
        by_signal = self.sd / slopes[np.isfinite(slopes)]
        worst = float(by_signal.max()) if len(by_signal) else math.nan
        return float(np.hypot(worst, self.interval_s / math.sqrt(12)))

    def _confirmation(self, shape: Shape) -> float:
        told = self.signal.confirmation
        if told is None:
            return math.nan
        t, values = self.signal.t_s, self.confirming
        if not told.is_change:
            first, last = np.searchsorted(t, [shape.start_s, shape.end_s])
            return known_median(values[first : last + 1])
        windows = (
            (shape.start_s - 0.2, shape.start_s),
            (shape.turning_s - 0.05, shape.turning_s + 0.05),
        )
        rest, turned = (known_median(values[slice(*np.searchsorted(t, w))]) for w in windows)
        return told.sign * (turned - rest)

    def _not_confirmed(self, shape: Shape, confirmation: float) -> str:
        if not shape.in_order:
            return "it is too noisy to be timed"
        duration = shape.end_s - shape.start_s
        shortest = self.settings.min_duration_s
        if duration < (self.signal.min_duration_s if shortest is None else shortest):
            return f"it lasted {duration:.2f} s only"
        told = self.signal.confirmation
        if told is None:
            return ""
        if not math.isfinite(confirmation):
            return f"{told.name} is not known there"
        return told.failure.format(value=confirmation) if confirmation < told.smallest else ""


def _summary(
    signal: MovementSignal,
    found: list[Repetition],
    smooth: FloatArray,
    smallest: float,
) -> tuple[Measure, ...]:
    """Return count and means."""
    complete = [r for r in found if r.status is RepetitionStatus.COMPLETE]

    def mean(name: str, unit: str, attribute: str, error: str, factor: float = 1.0) -> Measure:
        values = np.array([getattr(r, attribute) for r in complete], np.float64)
        one = factor * known_median(np.array([getattr(r, error) for r in complete], np.float64))
        why = "" if np.isfinite(values).any() else "no complete repetition in which it is known"
        if unit == "s":
            return measure_mean(name, unit, values, random_error=one, reason=why)
        return measure_mean(name, unit, values, steady_error=one, reason=why)

    unit, double = signal.unit, math.sqrt(2.0)
    measures = [
        _count(signal, found, smooth, smallest),
        mean("repetition_time", "s", "duration_s", "time_error_s", double),
        mean("out_time", "s", "out_s", "time_error_s", double),
        _hold(complete, signal.unit, mean("hold_time", "s", "hold_s", "time_error_s", double)),
        mean("back_time", "s", "back_s", "time_error_s", double),
        _period(complete),
        mean("depth", unit, "depth", "error"),
        mean("range", unit, "range", "error", double),
    ]
    if signal.sides:
        sides = mean("left_minus_right", unit, "side_difference", "side_error")
        measures.append(sides if sides.is_refused else replace(sides, reason=signal.side_remark))
    if (told := signal.confirmation) is not None:
        measures.append(mean(told.name, told.unit, "confirmation", "confirmation_error"))
    return tuple(measures)


def _hold(complete: list[Repetition], unit: str, hold: Measure) -> Measure:
    """Return the time at the turning point, with a remark where noise is as large as its limit."""
    error = known_median(np.array([r.error for r in complete]))
    limit = TURNING * known_median(np.array([r.range for r in complete]))
    if hold.is_refused or not 2 * error > limit:
        return hold
    return replace(
        hold,
        reason=f"the turning point is known to {error:.0f} {unit} only, while the hold ends "
        f"{limit:.0f} {unit} from it",
    )


def _count(
    signal: MovementSignal,
    found: list[Repetition],
    smooth: FloatArray,
    smallest: float,
) -> Measure:
    missing = 1.0 - np.isfinite(smooth).mean() if len(smooth) else 1.0
    if missing > _MOST_MISSING:
        return refuse(
            "repetitions", "",
            f"{signal.name} has no value in {missing:.0%} of the recording: see that the person "
            "is in view and unknown stretches are few",
        )  # fmt: skip
    remarks = []
    by_status = {
        RepetitionStatus.CUT_AT_START: "without its beginning",
        RepetitionStatus.CUT_AT_END: "without its end",
        RepetitionStatus.NOT_CONFIRMED: "not confirmed",
    }
    for status, words in by_status.items():
        if count := sum(r.status is status for r in found):
            remarks.append(f"{count} {words}, not counted")
    if missing > 0.02:
        remarks.append(f"no values in {missing:.0%} of the recording: there may be more")
    if not found and math.isfinite(smallest):
        moved = float(np.ptp(smooth[np.isfinite(smooth)]))
        remarks.append(
            f"{signal.name} moved by {moved:.0f} {signal.unit}; a repetition needs "
            f"{smallest:.0f} {signal.unit} there and back"
        )
    total = sum(r.status is RepetitionStatus.COMPLETE for r in found)
    return Measure(name="repetitions", unit="", value=float(total), reason="; ".join(remarks))


def _period(complete: list[Repetition]) -> Measure:
    """Return the time from one turning point to the next."""
    turning = np.array([r.turning_s for r in complete])
    errors = np.array([r.time_error_s for r in complete])
    why = "" if len(turning) > 1 else "two repetitions are needed"
    one = math.sqrt(2.0) * known_median(errors)
    return measure_mean("period", "s", np.diff(turning), random_error=one, reason=why)
