"""Two people walking, measured with markers: plausible curves through the same code.

The files hold angles of the right leg only, so ankle, heel and toe are placed by a chain of
segments (proportions of Drillis & Contini) that hangs from a pelvis which stays in place.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.gait.bouts import Bout
from efficientpose_core.kinematics.gait.cycles import CycleCurve, GaitCycle, average_cycles
from efficientpose_core.kinematics.gait.events import (
    TIMING,
    EventKind,
    EventMethod,
    EventSettings,
    GaitEvent,
    detect_events,
)
from efficientpose_core.kinematics.gait.norms import load_norms
from efficientpose_core.kinematics.gait.parameters import curve_parameters
from efficientpose_core.pose import PoseTrack

from .walkers import FEET, track_of

pytestmark = pytest.mark.shared

THIGH, SHANK, HEIGHT, HEEL, TOE = 0.245, 0.246, 0.05, 0.036, 0.118
PX = 400.0
PELVIS_TILT_DEG = 8.0
"""Of the markers' hip angle; a turn of the whole leg changes no extreme by much."""


class MarkerWalker:
    def __init__(self, path: Path) -> None:
        table = np.genfromtxt(path, delimiter=",", names=True)
        self.t_s = table["Time"]
        self.hip = np.degrees(table["RHip_FE"])
        self.knee = -np.degrees(table["RKnee_FE"])
        self.ankle = np.degrees(table["RAnkle_FE"])

    def track(self) -> PoseTrack:
        thigh = np.radians(self.hip - PELVIS_TILT_DEG)
        shank = thigh - np.radians(self.knee)
        pitch = shank + np.radians(self.ankle)
        x = THIGH * np.sin(thigh) + SHANK * np.sin(shank)
        y = THIGH * np.cos(thigh) + SHANK * np.cos(shank)
        places = {
            "pelvis": (0 * x, 0 * x), "right_ankle": (x, y),
            "right_heel": (x - HEEL * np.cos(pitch) + HEIGHT * np.sin(pitch), y + HEIGHT),
            "right_big_toe": (x + TOE * np.cos(pitch) + HEIGHT * np.sin(pitch), y + HEIGHT),
        }  # fmt: skip
        xy = np.full((len(self.t_s), len(FEET), 2), np.nan)
        for name, (across, down) in places.items():
            xy[:, FEET.index(name)] = np.stack([2000 + PX * across, 300 + PX * down], axis=1)
        return track_of(xy, self.t_s, FEET)

    def events(self, method: EventMethod) -> list[GaitEvent]:
        bout = Bout(start=0, stop=len(self.t_s), facing=1, travel=1, on_the_spot=True)
        return list(detect_events(self.track(), [bout], EventSettings(method=method)))

    def cycles(self) -> list[GaitCycle]:
        events = self.events(EventMethod.ANKLE)
        contacts = [e for e in events if e.kind is EventKind.INITIAL_CONTACT]
        offs = [e for e in events if e.kind is EventKind.TOE_OFF]
        cycles = []
        for start, end in itertools.pairwise(contacts):
            inside = [e for e in offs if start.t_s < e.t_s < end.t_s]
            # Walker 2 misses a beat once; only whole cycles count.
            if len(inside) == 1 and end.t_s - start.t_s < 1.3:
                cycles.append(
                    GaitCycle(side="right", bout=0, start=start, end=end, toe_off=inside[0])
                )
        return cycles

    def curve(self, name: str) -> CycleCurve:
        values = np.stack([self.hip, self.knee], axis=1)
        angles = AngleTrack(
            t_s=self.t_s, frame=np.arange(len(self.t_s)),
            names=("right_hip_flexion", "right_knee_flexion"), values_deg=values,
            sd_deg=np.full(values.shape, 1.0), status=np.zeros(values.shape, np.int8),
            unavailable={}, log=(),
        )  # fmt: skip
        return average_cycles(angles, name, self.cycles(), side="right")


@pytest.fixture(scope="module", params=[1, 2])
def walker(request: pytest.FixtureRequest, shared: Path) -> MarkerWalker:
    return MarkerWalker(shared / "data" / "reference" / f"marker_gait_0{request.param}.csv")


def test_cycles_are_those_of_walking(walker: MarkerWalker) -> None:
    cycles = walker.cycles()
    assert len(cycles) >= 14
    durations = np.array([c.duration_s for c in cycles])
    assert 0.9 < np.median(durations) < 1.2
    assert np.std(durations) / np.mean(durations) < 0.06
    stance = np.array([c.stance_percent for c in cycles])
    assert 60 < np.median(stance) < 70


def test_knee_is_that_of_walking(walker: MarkerWalker) -> None:
    knee = walker.curve("right_knee_flexion")
    assert knee.n >= 14
    assert knee.sd_deg.mean() < 6
    peak = int(np.argmax(knee.mean_deg))
    assert 68 <= peak <= 78
    assert 50 < knee.mean_deg[peak] < 66
    loading = int(np.argmax(knee.mean_deg[:30]))
    assert 8 <= loading <= 18
    assert 5 < knee.mean_deg[loading] < 20
    by_name = {m.name: m for m in curve_parameters(knee)}
    assert 50 < by_name["right_knee_flexion_range"].value < 75


def test_hip_is_that_of_walking(walker: MarkerWalker) -> None:
    hip = walker.curve("right_hip_flexion")
    lowest = int(np.argmin(hip.mean_deg))
    assert 46 <= lowest <= 62
    assert 35 < np.ptp(hip.mean_deg) < 56


def test_curves_follow_the_norms_in_shape(walker: MarkerWalker) -> None:
    norms = load_norms()
    for name in ("right_hip_flexion", "right_knee_flexion"):
        curve, norm = walker.curve(name), norms.curve_for(name)
        assert norm is not None
        assert np.corrcoef(curve.mean_deg, norm.mean_deg)[0, 1] > 0.87


def test_ankle_and_heel_are_farthest_in_front_together(walker: MarkerWalker) -> None:
    by_ankle, by_feet = (
        [e.t_s for e in walker.events(m) if e.kind is EventKind.INITIAL_CONTACT]
        for m in (EventMethod.ANKLE, EventMethod.HEEL_TOE)
    )
    stride = np.median(np.diff(by_ankle))
    gaps = [min((a - b for b in by_feet), key=abs) for a in by_ankle]
    assert abs(np.median(gaps)) / stride < 0.01


def test_delay_of_the_ankle_behind_the_toe(walker: MarkerWalker) -> None:
    """What `TIMING` holds: the toe's extreme is toe-off, the ankle's comes 3 to 4 % before."""
    by_ankle, by_feet = (
        [e.t_s for e in walker.events(m) if e.kind is EventKind.TOE_OFF]
        for m in (EventMethod.ANKLE, EventMethod.HEEL_TOE)
    )
    stride = np.median(np.diff(by_ankle))
    gaps = [min((a - b for b in by_feet), key=abs) for a in by_ankle]
    added = TIMING[EventMethod.ANKLE].toe_off - TIMING[EventMethod.HEEL_TOE].toe_off
    assert abs(np.median(gaps)) / stride < 0.015
    assert added == pytest.approx(0.038)
