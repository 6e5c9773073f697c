"""Contacts and toe-offs: what they are, and how they are found.

In the direction of progress a foot is farthest in front of the pelvis when it lands and farthest
behind it when it leaves the floor (Zeni, Richards & Higginson 2008,
doi:10.1016/j.gaitpost.2007.07.007). They used markers on heel and toes; an ankle does the same a
little earlier, which `EventTiming` accounts for.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from scipy import signal

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.filters import butterworth_lowpass, runs
from efficientpose_core.kinematics.gait.bouts import SIDES, Bout
from efficientpose_core.pose import FloatArray, PoseTrack

__all__ = [
    "EventKind",
    "EventMethod",
    "EventSettings",
    "EventSource",
    "EventTiming",
    "GaitEvent",
    "detect_events",
]

_USUAL_STRIDE_S = 1.1
"""For delays, where too few events tell the person's own."""
_FEWEST_SAMPLES = 5
_OUTER = 0.6
"""How far out, between the extremes that a foot usually reaches, an extreme has to lie. Mistaken
feet make some in the middle, where legs cross."""


class EventKind(Enum):
    """What the foot does."""

    INITIAL_CONTACT = "initial_contact"
    TOE_OFF = "toe_off"

    @property
    def text(self) -> str:
        """For sentences."""
        return "contact" if self is EventKind.INITIAL_CONTACT else "toe-off"


class EventSource(Enum):
    """Who has found it."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


class EventMethod(Enum):
    """How events are found."""

    AUTO = "auto"
    """Heel and toe where the skeleton has them, else the ankle."""
    ANKLE = "ankle"
    """Extremes of the ankle relative to the pelvis."""
    HEEL_TOE = "heel_toe"
    """Contacts from the heel, toe-offs from the big toe, relative to the pelvis."""
    FOOT_SPEED = "foot_speed"
    """Where the ankle starts and stops; for standing starts. Needs a camera that stands still."""
    MANUAL = "manual"
    """Set by the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTiming:
    """How long after the extreme of the signal an event happens, in strides.

    Parameters
    ----------
    contact, toe_off
        Added to the times found.
    error
        One standard deviation of these between people: a steady error of stance and double
        support, not of stride times.
    """

    contact: float
    toe_off: float
    error: float


TIMING = {
    EventMethod.ANKLE: EventTiming(contact=0.010, toe_off=0.038, error=0.015),
    EventMethod.HEEL_TOE: EventTiming(contact=0.010, toe_off=0.0, error=0.015),
    EventMethod.FOOT_SPEED: EventTiming(contact=0.0, toe_off=0.0, error=0.03),
}
"""Heel and toe markers are right within a frame of 1/60 s (Zeni 2008). Of two walkers with markers,
the ankle is foremost together with the heel, and hindmost 3 to 4 % of a stride before the toe. By
eye on real walking the ankle's contacts come 0 to 2 %, its toe-offs 4 % too early; see
docs/measurements.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSettings:
    """How events are found.

    Parameters
    ----------
    method
        See `EventMethod`; `EventMethod.MANUAL` finds none.
    cutoff_hz
        Of the low-pass before extremes are looked for; tracks that were smoothed before are not
        smoothed again.
    prominence
        Least height of an extreme, as a share of the whole swing of the foot.
    shortest_stride_s
        Between events of the same foot and kind.
    timing
        Replaces `TIMING`; None uses it. Walking backwards, feet land with the toes and need none.

    Raises
    ------
    SettingsError
        For values out of range.
    """

    method: EventMethod = EventMethod.AUTO
    cutoff_hz: float = 6.0
    prominence: float = 0.10
    shortest_stride_s: float = 0.4
    timing: EventTiming | None = None

    def __post_init__(self) -> None:
        """Check ranges."""
        if not (math.isfinite(self.cutoff_hz) and self.cutoff_hz > 0):
            raise SettingsError("The cut-off frequency must be positive.")
        if not 0 < self.prominence < 1 or not self.shortest_stride_s > 0:
            raise SettingsError(
                "The prominence lies between 0 and 1, and the shortest stride lasts more than 0 s."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class GaitEvent:
    """One initial contact or toe-off.

    Parameters
    ----------
    side
        ``"right"`` or ``"left"``.
    kind
        Contact or toe-off. Walking backwards these are the first and the last touch of the foot.
    frame
        Nearest frame in the source file.
    t_s
        Time, finer than frames.
    source, method
        Who and how.
    error_s
        One standard deviation of the time, everything included.
    steady_error_s
        The part of it that is the same for all events of this kind: it cancels between two
        contacts.
    """

    side: str
    kind: EventKind
    frame: int
    t_s: float
    source: EventSource
    method: EventMethod
    error_s: float
    steady_error_s: float = field(default=0.0)

    @property
    def random_error_s(self) -> float:
        """The part of the error that differs from event to event."""
        return math.sqrt(max(self.error_s**2 - self.steady_error_s**2, 0.0))


def detect_events(
    track: PoseTrack, bouts: Sequence[Bout], settings: EventSettings | None = None
) -> tuple[GaitEvent, ...]:
    """Find contacts and toe-offs of both feet.

    Parameters
    ----------
    track
        Cleaned keypoints of a side view.
    bouts
        Where the person walks, from `find_bouts`; nothing is looked for elsewhere.
    settings
        Method and limits.

    Returns
    -------
    tuple of GaitEvent
        In order of time. Gaps hold no events.

    Raises
    ------
    SettingsError
        If the method needs heel and toe and the skeleton has none.
    """
    settings = settings or EventSettings()
    method = chosen_method(track, settings.method)
    if method is EventMethod.MANUAL:
        return ()
    found: list[tuple[Bout, _Instant]] = []
    for bout in bouts:
        for side in SIDES:
            finder = _starts_and_stops if method is EventMethod.FOOT_SPEED else _extremes
            if method is EventMethod.FOOT_SPEED and bout.on_the_spot:
                continue
            found += [(bout, one) for one in finder(track, bout, side, method, settings)]
    stride = _stride_time(found)
    events = [_event(track, bout, one, method, settings, stride) for bout, one in found]
    return tuple(sorted(events, key=lambda event: event.t_s))


def chosen_method(track: PoseTrack, method: EventMethod) -> EventMethod:
    """Return the method that is used on this skeleton."""
    feet = track.skeleton.has(*(f"{s}_{p}" for s in SIDES for p in ("heel", "big_toe")))
    if method is EventMethod.AUTO:
        return EventMethod.HEEL_TOE if feet else EventMethod.ANKLE
    if method is EventMethod.HEEL_TOE and not feet:
        raise SettingsError(
            "This skeleton has no heel and toe keypoints: find events by the ankle instead."
        )
    return method


@dataclass(frozen=True, slots=True, kw_only=True)
class _Instant:
    """A time found in the signal, before delays."""

    side: str
    kind: EventKind
    t_s: float
    noise_s: float


def _extremes(
    track: PoseTrack, bout: Bout, side: str, method: EventMethod, settings: EventSettings
) -> list[_Instant]:
    """Find where a point of the foot is farthest in front of and behind the pelvis."""
    points = ("heel", "big_toe") if method is EventMethod.HEEL_TOE else ("ankle", "ankle")
    found = []
    for kind, point, sign in zip(EventKind, points, (1, -1), strict=True):
        keypoint = f"{side}_{point}"
        ahead = sign * bout.travel * (track.point(keypoint) - track.point("pelvis"))[:, 0]
        t, ahead = track.t_s[bout.rows], _smoothed(track, ahead, settings)[bout.rows]
        known = np.isfinite(ahead)
        if not known.any():
            continue
        low, high = np.percentile(ahead[known], (5, 95))
        least = settings.prominence * float(np.ptp(ahead[known]))
        noise = _noise_px(track, (keypoint, "pelvis"), settings)[bout.rows]
        peaks: list[tuple[float, float, float]] = []
        for start, stop in runs(known):
            if stop - start < _FEWEST_SAMPLES:
                continue
            rows, facts = signal.find_peaks(
                ahead[start:stop], prominence=least, height=low + _OUTER * (high - low)
            )
            for row, height in zip(rows + start, facts["prominences"], strict=True):
                when, curvature = _vertex(t[row - 1 : row + 2], ahead[row - 1 : row + 2])
                # Where the slope is wrong by e, the extreme moves by e over the curvature.
                slope = noise[row] * 2 * np.pi * settings.cutoff_hz / np.sqrt(3)
                peaks.append((when, float(height), float(slope / abs(curvature))))
        found += [
            _Instant(side=side, kind=kind, t_s=when, noise_s=noise_s)
            for when, _, noise_s in _spaced(peaks, settings.shortest_stride_s)
        ]
    return found


def _starts_and_stops(
    track: PoseTrack, bout: Bout, side: str, method: EventMethod, settings: EventSettings
) -> list[_Instant]:
    """Find where the ankle starts (toe-off) and stops (contact).

    A swing starts above half of the usual top speed and ends below 27 % of it: while the foot rolls
    over its toes the ankle moves already, and when the heel strikes it moves still.
    """
    del method
    keypoint = f"{side}_ankle"
    place = bout.travel * _smoothed(track, track.point(keypoint)[:, 0], settings)[bout.rows]
    t = track.t_s[bout.rows]
    known = np.isfinite(place)
    noise = _noise_px(track, (keypoint,), settings)[bout.rows]
    stretches = [run for run in runs(known) if run[1] - run[0] >= _FEWEST_SAMPLES]
    speeds = {run: np.gradient(place[slice(*run)], t[slice(*run)]) for run in stretches}
    if not speeds:
        return []
    top = float(np.percentile(np.concatenate(list(speeds.values())), 95))
    found: list[_Instant] = []
    for (start, _), speed in speeds.items():
        for kind, when, row, slope in _crossings(t[start:], speed, 0.5 * top, 0.27 * top):
            wrong = noise[start + row] * 2 * np.pi * settings.cutoff_hz / np.sqrt(3)
            found.append(_Instant(side=side, kind=kind, t_s=when, noise_s=float(wrong / slope)))
    return found


def _crossings(
    t: FloatArray, speed: FloatArray, rise: float, fall: float
) -> list[tuple[EventKind, float, int, float]]:
    """Return (kind, time, row, acceleration) where speed rises above and falls below limits."""
    found = []
    swinging = speed[0] >= fall
    for row in range(1, len(speed)):
        limit = fall if swinging else rise
        before, after = speed[row - 1], speed[row]
        crosses = before >= limit > after if swinging else before < limit <= after
        if crosses:
            kind = EventKind.INITIAL_CONTACT if swinging else EventKind.TOE_OFF
            slope = (after - before) / (t[row] - t[row - 1])
            when = float(t[row - 1] + (limit - before) / slope)
            found.append((kind, when, row, abs(float(slope))))
            swinging = not swinging
    return found


def _smoothed(track: PoseTrack, values: FloatArray, settings: EventSettings) -> FloatArray:
    """Low-pass (T,) values unless the track was smoothed before."""
    if any(step.name == "smooth" for step in track.log):
        return values
    smooth, _ = butterworth_lowpass(track.t_s, values[:, None], cutoff_hz=settings.cutoff_hz)
    result: FloatArray = smooth[:, 0]
    return result


def _noise_px(track: PoseTrack, keypoints: Sequence[str], settings: EventSettings) -> FloatArray:
    """Return (T,) px: the keypoints' spread as far as the low-pass lets it through."""
    spread = np.stack([track.spread_px[:, track.skeleton.index(k)] for k in keypoints])
    share = min(1.0, 2 * settings.cutoff_hz / track.rate_hz)
    result: FloatArray = np.sqrt(np.nan_to_num(spread**2).sum(axis=0) * share)
    return result


def _vertex(t: FloatArray, y: FloatArray) -> tuple[float, float]:
    """Return time and second derivative at the vertex of the parabola through three points."""
    early, late = t[0] - t[1], t[2] - t[1]
    rise, fall = (y[0] - y[1]) / early, (y[2] - y[1]) / late
    bend = (fall - rise) / (late - early)
    slope = rise - bend * early
    return float(t[1] - slope / (2 * bend)), float(2 * bend)


def _spaced(
    peaks: list[tuple[float, float, float]], apart_s: float
) -> list[tuple[float, float, float]]:
    """Keep the most prominent of those closer than ``apart_s``."""
    kept: list[tuple[float, float, float]] = []
    for peak in sorted(peaks, key=lambda p: -p[1]):
        place = bisect.bisect(kept, peak)
        beside = kept[max(place - 1, 0) : place + 1]
        if all(abs(peak[0] - other[0]) >= apart_s for other in beside):
            kept.insert(place, peak)
    return kept


def _stride_time(found: Sequence[tuple[Bout, _Instant]]) -> float:
    """Return the median time between events of the same foot and kind within a bout."""
    groups: dict[tuple[Bout, str, EventKind], list[float]] = {}
    for bout, one in found:
        groups.setdefault((bout, one.side, one.kind), []).append(one.t_s)
    gaps = [gap for times in groups.values() for gap in np.diff(sorted(times))]
    return float(np.median(gaps)) if gaps else _USUAL_STRIDE_S


def _event(
    track: PoseTrack,
    bout: Bout,
    one: _Instant,
    method: EventMethod,
    settings: EventSettings,
    stride_s: float,
) -> GaitEvent:
    timing = settings.timing or TIMING[method]
    late = timing.contact if one.kind is EventKind.INITIAL_CONTACT else timing.toe_off
    t_s = one.t_s + (0.0 if bout.is_backwards else late * stride_s)
    steady = timing.error * stride_s
    return GaitEvent(
        side=one.side,
        kind=one.kind,
        frame=nearest_frame(track, t_s),
        t_s=t_s,
        source=EventSource.AUTOMATIC,
        method=method,
        error_s=math.hypot(one.noise_s, steady),
        steady_error_s=steady,
    )


def nearest_frame(track: PoseTrack, t_s: float) -> int:
    """Return the number of the frame nearest in time."""
    after = int(np.clip(np.searchsorted(track.t_s, t_s), 1, max(len(track) - 1, 1)))
    row = after - 1 if t_s - track.t_s[after - 1] <= track.t_s[after] - t_s else after
    return int(track.frame[row])
