"""Two projects compared: which moments belong together, in either order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientpose_core.errors import DataError
from efficientpose_core.kinematics.sport.trials import Alignment
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pipeline import Derived, DeriveSettings, derive
from efficientpose_core.session.assessment import Assessment
from efficientpose_core.session.comparison import (
    ComparedTrial,
    ComparisonChoice,
    LinearMap,
    common_angles,
    compare_trials,
    compare_walks,
    make_trial,
)
from efficientpose_core.session.document import Session

from ..kinematics.protocols.people import from_the_side, times

KNEE = "right_knee_flexion"
DELAY_S = 0.5


def one_squat(at_s: float, seconds: float, deg: float) -> Derived:
    """Return somebody who squats once, from ``at_s`` on, in a recording of 6 s."""
    t_s = times(60, 6.0)
    share = np.clip((t_s - at_s) / seconds, 0, 1)
    bend = deg * (0.5 - 0.5 * np.cos(2 * np.pi * share))
    track, angles, facing = from_the_side(t_s, knee=bend, hip=0.9 * bend, lean=0.3 * bend)
    return Derived(track=track, facing=facing, angles=angles)


def trial(session: Session, name: str, derived: Derived, counted: str = "squat") -> ComparedTrial:
    asked = replace(session, assessment=Assessment(counted=counted))
    return make_trial(name, session, derived, counted_as=asked)


@pytest.fixture
def pair(session: Session) -> tuple[ComparedTrial, ComparedTrial]:
    """Return this trial and another one, later by half a second and deeper by 10 deg."""
    this = trial(session, "this", one_squat(1.0, 2.0, 90.0))
    return this, trial(session, "other", one_squat(1.0 + DELAY_S, 2.0, 100.0))


def choice(alignment: Alignment, **others: object) -> ComparisonChoice:
    return ComparisonChoice(
        angle=KNEE, alignment=alignment, **{"events_s": (2.0, 2.0 + DELAY_S), **others}
    )


@pytest.mark.parametrize("is_other_earlier", [True, False])
@pytest.mark.parametrize("alignment", list(Alignment))
def test_deepest_moments_meet(
    pair: tuple[ComparedTrial, ComparedTrial], alignment: Alignment, is_other_earlier: bool
) -> None:
    found = compare_trials(*pair, choice(alignment, is_other_earlier=is_other_earlier))
    assert found.to_other.to(2.0) == pytest.approx(2.0 + DELAY_S, abs=0.02)
    assert found.to_other.back(2.0 + DELAY_S) == pytest.approx(2.0, abs=0.02)
    axis = found.aligned.axis
    place = found.to_axis.to(2.0)
    row = int(np.argmin(np.abs(axis - place)))
    curves = {True: (100.0, 90.0), False: (90.0, 100.0)}[is_other_earlier]
    assert found.aligned.first[row] == pytest.approx(curves[0], abs=1.0)
    assert found.aligned.second[row] == pytest.approx(curves[1], abs=1.0)
    # Later minus earlier.
    assert found.aligned.difference[row] == pytest.approx(-10 if is_other_earlier else 10, abs=1.5)


def test_repetitions_of_different_length_are_stretched(session: Session) -> None:
    this = trial(session, "this", one_squat(1.0, 1.5, 90.0))
    other = trial(session, "other", one_squat(0.5, 3.0, 90.0))
    found = compare_trials(this, other, choice(Alignment.REPETITION))
    assert found.to_other.rate == pytest.approx(2.0, abs=0.02)
    assert found.to_axis.to(1.75) == pytest.approx(50.0, abs=0.5)
    assert found.aligned.measure("rms_difference").value < 1.0


def test_first_repetition_is_the_event_until_one_is_told(
    pair: tuple[ComparedTrial, ComparedTrial], session: Session
) -> None:
    this, other = pair
    assert other.event_s - this.event_s == pytest.approx(DELAY_S, abs=0.02)
    still = trial(session, "still", one_squat(1.0, 2.0, 0.0))
    assert still.event_s == 0.0


def test_no_repetition_is_told(pair: tuple[ComparedTrial, ComparedTrial], session: Session) -> None:
    this, other = pair
    for number in (1, -1):
        with pytest.raises(DataError, match="'this' has no such repetition"):
            compare_trials(this, other, choice(Alignment.REPETITION, stretches=(number, 0)))
    for counted in ("", "jumps", "jumping_jack"):
        assert trial(session, "x", this.derived, counted).stretches_s == ()


def test_an_angle_has_to_be_known_in_both(pair: tuple[ComparedTrial, ComparedTrial]) -> None:
    this, other = pair
    assert KNEE in common_angles(this, other)
    missing = replace(choice(Alignment.EVENT), angle="right_nose_flexion")
    with pytest.raises(DataError, match="right_nose_flexion"):
        compare_trials(this, other, missing)


def test_only_walks_are_compared_as_gait(pair: tuple[ComparedTrial, ComparedTrial]) -> None:
    assert compare_walks(*pair, is_other_earlier=True) is None


def test_walks_are_compared_later_with_earlier(session: Session) -> None:
    walks = []
    for height_m in (1.6, 1.9):
        spec = PhantomSpec(duration_s=6, height_m=height_m)
        derived = derive(Phantom(spec).to_track(), DeriveSettings())
        walks.append(trial(session, "walk", derived, counted=""))
    this, other = walks
    assert this.gait is not None
    assert len(this.stretches_s) >= 2
    for is_other_earlier in (True, False):
        found = compare_walks(this, other, is_other_earlier=is_other_earlier)
        assert found is not None
        before = (other if is_other_earlier else this).gait
        assert before is not None
        assert found.parameters[0].before is before.parameters[0]


@given(
    st.floats(-10, 10), st.floats(-10, 10), st.floats(0.1, 10) | st.floats(-10, -0.1),
    st.floats(-100, 100),
)  # fmt: skip
def test_way_there_and_back(here: float, there: float, rate: float, value: float) -> None:
    line = LinearMap(here=here, there=there, rate=rate)
    assert line.to(here) == there
    assert line.back(line.to(value)) == pytest.approx(value, abs=1e-9)
