"""Jump height, two ways that do not know of each other.

*Flight time*: whoever is in the air for T has risen by g T^2 / 8 in between (Bosco et al. 1983,
doi:10.1007/BF00422166). It needs no scale, but a high frame rate, and a landing as stretched as the
take-off. *Pelvis rise*: the pelvis at its highest, above upright standing. It needs a scale, but no
exact times.

With ankles instead of toes, take-off and landing are where the ankles are as high above standing as
a stretched foot lifts them: 4.5 % of the body height, give or take 1.5 % (from foot lengths of
Drillis & Contini 1966, as in Winter 2009). The same is taken off the pelvis rise, so that both ways
count from the take-off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from efficientpose_core.errors import DataError
from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.filters import runs
from efficientpose_core.kinematics.measure import Measure, measure_mean, refuse
from efficientpose_core.kinematics.scale import Scale
from efficientpose_core.kinematics.sport.common import find_measure, known_median
from efficientpose_core.kinematics.sport.excursions import bridge_gaps, crossing
from efficientpose_core.kinematics.sport.signals import lower_ankle_y
from efficientpose_core.pose import FloatArray, PoseTrack, ProcessingStep

__all__ = ["GRAVITY_M_S2", "HEEL_RAISE", "Jump", "JumpAnalysis", "measure_jumps"]

GRAVITY_M_S2 = 9.81
HEEL_RAISE = 0.045
"""How much a stretched foot lifts the ankle, in body heights."""
HEEL_RAISE_SD = 0.015
_SMALLEST = 0.02
"""Ankles rise at least this far, in body heights, above the take-off: less is a heel raise."""
_NEIGHBOURHOOD_S = 1.5
_GROUND_PERCENTILE = 75.0
_BRIDGE_S = 0.1
_PELVIS_RISES = 0.01
_LARGEST_ERROR = 0.10
"""A height that is wrong by more than 10 % by the frame rate alone is refused."""
_QUIET = 0.10
"""Slower than this, in body heights per second, the pelvis stands still."""
_UPRIGHT = 0.03
_STANDING_S = 5.0
_FEWEST_STANDING_S = 0.2
_SAME_LEGS = 0.04


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """One jump; NaN for what is not known.

    Parameters
    ----------
    take_off_s, apex_s, landing_s
        Times between frames.
    first, last
        Frame numbers next to take-off and landing.
    flight_s, flight_error_s
        Time in the air and one standard deviation of its error, from the frame rate, the spread of
        the keypoints and the heel raise.
    flight_height_m, flight_height_error_m
        From the flight time; NaN where the frame rate is too low.
    frame_rate_error
        Relative error of that height (one standard deviation) from the frame rate alone.
    pelvis_rise, pelvis_rise_error
        From the take-off to the highest pelvis, in body heights; NaN where nobody stands upright
        before or after.
    leg_change
        Distance from ankle to pelvis at landing, minus that at take-off, in body heights; clearly
        negative where the legs were bent.
    """

    take_off_s: float
    apex_s: float
    landing_s: float
    first: int
    last: int
    flight_s: float
    flight_error_s: float
    flight_height_m: float
    flight_height_error_m: float
    frame_rate_error: float
    pelvis_rise: float
    pelvis_rise_error: float
    leg_change: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JumpAnalysis:
    """Jumps of a recording.

    Parameters
    ----------
    jumps
        In order of time.
    measures
        ``jumps``, ``flight_time``, ``jump_height_flight`` and ``best_jump_height_flight`` (m),
        ``jump_height_pelvis`` (m with a scale, else % of the body height) and
        ``jump_height_disagreement`` (m, pelvis rise minus flight time).
    step
        For the log.
    """

    jumps: tuple[Jump, ...]
    measures: tuple[Measure, ...]
    step: ProcessingStep

    def measure(self, name: str) -> Measure:
        """Return a measure by name; `UnknownNameError` when there is none."""
        return find_measure(self.measures, name)


def measure_jumps(
    track: PoseTrack, *, scale: Scale | None = None, camera_problem: str = ""
) -> JumpAnalysis:
    """Find jumps and measure their heights.

    Parameters
    ----------
    track
        Cleaned keypoints with both ankles; times are real ones, after the slow-motion factor.
    scale
        Metres per pixel where the person jumps; without it the pelvis rise is in % of the body
        height.
    camera_problem
        Why heights in the picture cannot be told (the camera pans or shakes), for the user; nothing
        where it stands still.

    Raises
    ------
    DataError
        If the skeleton has no ankles, or there are fewer than three frames.
    """
    if not track.skeleton.has("left_ankle", "right_ankle", "pelvis") or len(track) < 3:
        raise DataError("Jumps need three frames at least, and keypoints of ankles and pelvis.")
    body = body_height_px(track)
    jumps: tuple[Jump, ...] = ()
    if not camera_problem and np.isfinite(body):
        jumps = _find_jumps(track, body)
    return JumpAnalysis(
        jumps=jumps,
        measures=_measures(jumps, body, scale, camera_problem),
        step=ProcessingStep(
            name="measure_jumps",
            parameters={
                "gravity_m_s2": GRAVITY_M_S2,
                "heel_raise_body_heights": HEEL_RAISE,
                "camera_problem": camera_problem,
            },
            note=f"{len(jumps)} jumps.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Heights:
    """Heights over time in body heights, upwards, and the errors of ankle and pelvis."""

    t_s: FloatArray
    ankle: FloatArray
    pelvis: FloatArray
    ankle_sd: float
    pelvis_sd: float


def _find_jumps(track: PoseTrack, body: float) -> tuple[Jump, ...]:
    t, skeleton = track.t_s, track.skeleton
    ankle, _ = bridge_gaps(t, -lower_ankle_y(track) / body, _BRIDGE_S)
    pelvis, _ = bridge_gaps(t, -track.point("pelvis")[:, 1] / body, _BRIDGE_S)
    known = ankle[np.isfinite(ankle)]
    if not len(known):
        return ()
    spreads = [
        known_median(track.spread_px[:, skeleton.index(k)]) / body for k in ("left_ankle", "pelvis")
    ]
    heights = _Heights(t_s=t, ankle=ankle, pelvis=pelvis, ankle_sd=spreads[0], pelvis_sd=spreads[1])
    ground = np.percentile(known, 100 - _GROUND_PERCENTILE)
    jumps = [
        jump
        for start, stop in runs(ankle - ground > HEEL_RAISE)
        if (jump := _jump(track, heights, start, stop)) is not None
    ]
    return tuple(jumps)


def _jump(track: PoseTrack, heights: _Heights, start: int, stop: int) -> Jump | None:
    """Measure what is in the air in about the rows (start, stop); None where it is no jump."""
    t, ankle, pelvis = heights.t_s, heights.ankle, heights.pelvis
    high = start + int(np.argmax(ankle[start:stop]))
    around = slice(*np.searchsorted(t, [t[high] - _NEIGHBOURHOOD_S, t[high] + _NEIGHBOURHOOD_S]))
    nearby = ankle[around]
    ground = float(np.percentile(nearby[np.isfinite(nearby)], 100 - _GROUND_PERCENTILE))
    level = ground + HEEL_RAISE
    below_before = np.flatnonzero(ankle[around.start : high] <= level) + around.start
    below_after = np.flatnonzero(ankle[high : around.stop] <= level) + high
    if not (len(below_before) and len(below_after)) or ankle[high] - level < _SMALLEST:
        return None
    before, after = int(below_before[-1]), int(below_after[0])
    flight = slice(before, after + 1)
    if not (np.isfinite(ankle[flight]).all() and np.isfinite(pelvis[flight]).all()):
        return None
    apex = before + int(np.argmax(pelvis[flight]))
    if pelvis[apex] - max(pelvis[before], pelvis[after]) < _PELVIS_RISES:
        return None
    take_off, up = crossing(t, ankle, before, before + 1, level, reach_s=0.0)
    landing, down = crossing(t, ankle, after - 1, after, level, reach_s=0.0)
    flight_s = landing - take_off
    interval = float(np.median(np.diff(t)))
    by_rate = interval / math.sqrt(6.0)
    slow = 1 / np.abs([up, down])
    by_heel = HEEL_RAISE_SD * float(slow.sum())
    by_spread = heights.ankle_sd * float(np.hypot(*slow))
    error = math.hypot(by_rate, by_heel, by_spread if math.isfinite(by_spread) else 0.0)
    too_slow = 2 * by_rate / flight_s > _LARGEST_ERROR
    rise = _pelvis_rise(heights, apex, before, after, ground)
    return Jump(
        take_off_s=take_off,
        apex_s=float(t[apex]),
        landing_s=landing,
        first=int(track.frame[before]),
        last=int(track.frame[after]),
        flight_s=flight_s,
        flight_error_s=error,
        flight_height_m=math.nan if too_slow else GRAVITY_M_S2 * flight_s**2 / 8,
        flight_height_error_m=math.nan if too_slow else GRAVITY_M_S2 * flight_s / 4 * error,
        frame_rate_error=2 * by_rate / flight_s,
        pelvis_rise=rise,
        pelvis_rise_error=math.hypot(
            HEEL_RAISE_SD, math.sqrt(2) * heights.pelvis_sd if heights.pelvis_sd > 0 else 0.0
        ),
        leg_change=float(
            (pelvis[after] - ankle[after]) - (pelvis[before] - ankle[before])
        ),
    )  # fmt: skip


def _pelvis_rise(heights: _Heights, apex: int, before: int, after: int, ground: float) -> float:
    """Return how far the pelvis has risen since the take-off, in body heights.

    Upright standing is where, within five seconds, the ankles are down, the pelvis is still and
    nearly as high as it gets like that. NaN where that is shorter than 0.2 s.
    """
    t = heights.t_s
    rows = slice(*np.searchsorted(t, [t[before] - _STANDING_S, t[after] + _STANDING_S]))
    pelvis, ankle = heights.pelvis[rows], heights.ankle[rows]
    speed = np.gradient(pelvis, t[rows])
    with np.errstate(invalid="ignore"):
        quiet = (np.abs(speed) < _QUIET) & (ankle - ground < HEEL_RAISE / 2)
    if not quiet.any():
        return math.nan
    standing = quiet & (pelvis > pelvis[quiet].max() - _UPRIGHT)
    if standing.sum() * float(np.median(np.diff(t))) < _FEWEST_STANDING_S:
        return math.nan
    return float(heights.pelvis[apex] - np.median(pelvis[standing])) - HEEL_RAISE


def _measures(
    jumps: tuple[Jump, ...], body: float, scale: Scale | None, camera_problem: str
) -> tuple[Measure, ...]:
    pelvis_unit = "%" if scale is None else "m"
    names = {
        "flight_time": "s", "jump_height_flight": "m", "best_jump_height_flight": "m",
        "jump_height_pelvis": pelvis_unit, "jump_height_disagreement": "m",
    }  # fmt: skip
    why = camera_problem
    if not why and not np.isfinite(body):
        why = "the size of the person is not known: trunk and thighs have to be seen"
    if why:
        return (
            refuse("jumps", "", why),
            *(refuse(name, unit, why) for name, unit in names.items()),
        )
    count = Measure(
        name="jumps", unit="", value=float(len(jumps)),
        reason="" if jumps else "both ankles never left the ground together with the pelvis",
    )  # fmt: skip
    if not jumps:
        return (count, *(refuse(name, unit, "no jump was found") for name, unit in names.items()))
    flight = _flight_height(jumps)
    pelvis = _pelvis_height(jumps, body, scale)
    times = _mean(
        "flight_time", "s", np.array([jump.flight_s for jump in jumps]),
        error=known_median(np.array([jump.flight_error_s for jump in jumps])),
    )  # fmt: skip
    return (count, times, flight, _best(jumps, flight), pelvis, _disagreement(jumps, body, scale))


def _flight_height(jumps: tuple[Jump, ...]) -> Measure:
    heights = np.array([jump.flight_height_m for jump in jumps])
    reason = ""
    if not np.isfinite(heights).all():
        worst = max(jump.frame_rate_error for jump in jumps)
        reason = (
            f"the frame rate alone makes heights wrong by up to {worst:.0%} (one standard "
            "deviation; 10% are accepted): record with more frames a second"
        )
    elif any(jump.leg_change < -_SAME_LEGS for jump in jumps):
        reason = "landed with bent legs: the time in the air is longer than the height explains"
    errors = np.array([jump.flight_height_error_m for jump in jumps])
    return _mean("jump_height_flight", "m", heights, error=known_median(errors), reason=reason)


def _best(jumps: tuple[Jump, ...], flight: Measure) -> Measure:
    if flight.is_refused:
        return refuse("best_jump_height_flight", "m", flight.reason)
    known = [jump for jump in jumps if math.isfinite(jump.flight_height_m)]
    best = max(known, key=lambda jump: jump.flight_height_m)
    return Measure(
        name="best_jump_height_flight", unit="m", value=best.flight_height_m,
        error=best.flight_height_error_m, reason=flight.reason,
    )  # fmt: skip


def _pelvis_height(jumps: tuple[Jump, ...], body: float, scale: Scale | None) -> Measure:
    rises = np.array([jump.pelvis_rise for jump in jumps])
    error = known_median(np.array([jump.pelvis_rise_error for jump in jumps]))
    why = "" if np.isfinite(rises).any() else (
        "nobody stands upright and still for 0.2 s before or after the jump"
    )  # fmt: skip
    name = "jump_height_pelvis"
    if scale is None:
        return _mean(name, "%", 100 * rises, error=100 * error, reason=why)
    factor = body * scale.metres_per_px
    own = math.hypot(error, known_median(rises) * scale.relative_error)
    return _mean(name, "m", factor * rises, error=factor * own, reason=why)


def _disagreement(jumps: tuple[Jump, ...], body: float, scale: Scale | None) -> Measure:
    name = "jump_height_disagreement"
    if scale is None:
        return refuse(
            name, "m", "the pelvis rise is not known in metres: calibrate the picture to compare"
        )
    rises = body * scale.metres_per_px * np.array([jump.pelvis_rise for jump in jumps])
    differences = rises - np.array([jump.flight_height_m for jump in jumps])
    if not np.isfinite(differences).any():
        return refuse(name, "m", "one of the two heights is refused")
    errors = [
        math.hypot(
            body * scale.metres_per_px * jump.pelvis_rise_error,
            jump.flight_height_error_m,
            rise * scale.relative_error,
        )
        for jump, rise in zip(jumps, rises, strict=True)
    ]
    error = known_median(np.array(errors))
    worst = float(np.nanmax(np.abs(differences)))
    reason = ""
    if worst > 2 * error:
        reason = (
            f"the two ways differ by up to {100 * worst:.0f} cm, more than their errors explain: "
            "check scale, frame rate and slow-motion factor"
        )
    return _mean(name, "m", differences, error=error, reason=reason)


def _mean(name: str, unit: str, values: FloatArray, *, error: float, reason: str = "") -> Measure:
    """Return the mean; the heel raise is wrong alike in all jumps, so the error stays."""
    return measure_mean(name, unit, values, steady_error=error, reason=reason)
