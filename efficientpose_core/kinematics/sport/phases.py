"""Phases that the user marks, and what happens in each of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from efficientpose_core.errors import DataError, SettingsError, UnknownNameError
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.measure import Measure, refuse
from efficientpose_core.kinematics.scale import Scale
from efficientpose_core.kinematics.smoothing import SmoothingMethod
from efficientpose_core.kinematics.sport.common import choose_rows, find_measure, known_median
from efficientpose_core.kinematics.trajectories import (
    MotionTrack,
    compute_motion,
    measure_extreme_angle,
    measure_path_length,
    measure_peak_speed,
    measure_range,
)
from efficientpose_core.kinematics.uncertainty import smoothing_of
from efficientpose_core.pose import FloatArray, PoseTrack

__all__ = ["Phase", "PhaseStatistics", "measure_phases"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A named stretch of a recording.

    Parameters
    ----------
    name
        As the user calls it.
    first, last
        Frame numbers in the source file, both included.

    Raises
    ------
    SettingsError
        If it has no name, or does not end after it starts.
    """

    name: str
    first: int
    last: int

    def __post_init__(self) -> None:
        """Check name and order."""
        if not self.name.strip():
            raise SettingsError("A phase needs a name.")
        if self.last <= self.first:
            raise SettingsError(f"The phase '{self.name}' has to end after it starts.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseStatistics:
    """What happens in a phase.

    Parameters
    ----------
    phase
        Which.
    measures
        ``duration``; for each keypoint ``_peak_speed``, ``_mean_speed``, ``_peak_acceleration`` and
        ``_path_length``; for each angle ``_smallest``, ``_largest``, ``_range``, ``_mean`` and
        ``_peak_velocity``.
    """

    phase: Phase
    measures: tuple[Measure, ...]

    def measure(self, name: str) -> Measure:
        """Return a measure by name; `UnknownNameError` when there is none."""
        return find_measure(self.measures, name)


def measure_phases(
    phases: Sequence[Phase],
    track: PoseTrack,
    angles: AngleTrack,
    *,
    keypoints: Sequence[str] = (),
    names: Sequence[str] = (),
    scale: Scale | None = None,
    camera_problem: str = "",
) -> tuple[PhaseStatistics, ...]:
    """Measure speeds, accelerations and ranges of motion in phases.

    Parameters
    ----------
    phases
        They may overlap.
    track, angles
        Cleaned keypoints and the angles made from them.
    keypoints, names
        Keypoints and angles to measure.
    scale
        None tells pixels.
    camera_problem
        Why speeds in the picture cannot be told (the camera pans or shakes), for the user; nothing
        where it stands still. Angles are told all the same.

    Raises
    ------
    UnknownNameError
        If a keypoint or an angle does not exist.
    DataError
        If a phase lies outside the recording.
    """
    motion = compute_motion(track, angles, scale=scale)
    return tuple(
        _measure_phase(phase, track, angles, motion, keypoints, names, scale, camera_problem)
        for phase in phases
    )


def _measure_phase(
    phase: Phase,
    track: PoseTrack,
    angles: AngleTrack,
    motion: MotionTrack,
    keypoints: Sequence[str],
    names: Sequence[str],
    scale: Scale | None,
    camera_problem: str,
) -> PhaseStatistics:
    inside = (track.frame >= phase.first) & (track.frame <= phase.last)
    if inside.sum() < 2:
        raise DataError(
            f"The phase '{phase.name}' (frames {phase.first} to {phase.last}) is not in this "
            "recording: mark it anew."
        )
    track, angles, motion = (
        choose_rows(track, inside),
        choose_rows(angles, inside),
        choose_rows(motion, inside),
    )
    interval = float(np.median(np.diff(track.t_s)))
    measures = [
        Measure(
            name="duration", unit="s", value=float(track.t_s[-1] - track.t_s[0]),
            # Both ends are anywhere within a frame.
            error=interval / math.sqrt(6.0),
        )
    ]  # fmt: skip
    for keypoint in keypoints:
        if keypoint not in motion.keypoints:
            raise UnknownNameError("keypoint", keypoint, motion.keypoints)
        told = _keypoint_measures(keypoint, track, motion, scale)
        if camera_problem:
            told = [refuse(measure.name, measure.unit, camera_problem) for measure in told]
        measures += told
    for name in names:
        measures += _angle_measures(name, angles, motion)
    return PhaseStatistics(phase=phase, measures=tuple(measures))


def _keypoint_measures(
    keypoint: str, track: PoseTrack, motion: MotionTrack, scale: Scale | None
) -> list[Measure]:
    k, unit = motion.keypoints.index(keypoint), motion.unit
    acceleration = np.linalg.norm(motion.acceleration[:, k], axis=1)
    # Noise that fills the band up to the cut-off f has accelerations of 2 pi f sqrt(3/5) times its
    # speeds.
    growth = 2 * math.pi * _cutoff_hz(motion) * math.sqrt(0.6)
    return [
        measure_peak_speed(motion, keypoint),
        _mean(f"{keypoint}_mean_speed", f"{unit}/s", motion.speed[:, k], motion.speed_sd[:, k]),
        _peak(
            f"{keypoint}_peak_acceleration", f"{unit}/s^2", acceleration,
            growth * motion.speed_sd[:, k],
        ),
        measure_path_length(track, keypoint, scale=scale),
    ]  # fmt: skip


def _cutoff_hz(motion: MotionTrack) -> float:
    """Return up to where noise reaches: the cut-off of the smoothing, or half the frame rate."""
    half_rate = 0.5 / float(np.median(np.diff(motion.t_s)))
    smoothing = smoothing_of(motion.log)
    low_pass = smoothing.method in (
        SmoothingMethod.BUTTERWORTH, SmoothingMethod.GAUSSIAN, SmoothingMethod.KALMAN
    )  # fmt: skip
    return min(smoothing.cutoff_hz, half_rate) if low_pass else half_rate


def _angle_measures(name: str, angles: AngleTrack, motion: MotionTrack) -> list[Measure]:
    values = angles.column(name)
    a = motion.angles.index(name)
    return [
        measure_extreme_angle(angles, name, largest=False),
        measure_extreme_angle(angles, name),
        measure_range(angles, name),
        _mean(f"{name}_mean", "deg", values, angles.sd_deg[:, angles.names.index(name)]),
        _peak(
            f"{name}_peak_velocity", "deg/s", np.abs(motion.angular_velocity_deg_s[:, a]),
            motion.angular_velocity_sd_deg_s[:, a],
        ),
    ]  # fmt: skip


def _mean(name: str, unit: str, values: FloatArray, sd: FloatArray) -> Measure:
    """Return the mean over time; errors of neighbouring frames are alike, so they do not shrink."""
    known = np.isfinite(values)
    if not known.any():
        return refuse(name, unit, "It is not known in any frame.")
    error = known_median(sd[known])
    return Measure(name=name, unit=unit, value=float(values[known].mean()), error=error)


def _peak(name: str, unit: str, values: FloatArray, sd: FloatArray) -> Measure:
    """Return the largest value; its error counts twice, since the largest of many is taken."""
    if not np.isfinite(values).any():
        return refuse(name, unit, "It is not known in any frame.")
    at = int(np.nanargmax(values))
    return Measure(
        name=name, unit=unit, value=float(values[at]), error=math.sqrt(2.0) * float(sd[at])
    )
