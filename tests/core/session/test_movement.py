"""What a project asks about movement: counts, jumps, a test, phases, and refusals."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.kinematics.protocols.protocol import Level, Sex
from efficientpose_core.kinematics.sport.phases import Phase
from efficientpose_core.pipeline import Derived
from efficientpose_core.session.assessment import Assessment, Person
from efficientpose_core.session.document import Session
from efficientpose_core.session.movement import (
    JUMPS,
    Movement,
    analyse_session_movement,
    movement_sections,
)
from efficientpose_core.session.storage import load_session, save_session

from ..kinematics.protocols.people import Recording, from_the_side, times, waves


def squats() -> Recording:
    """Return somebody who squats three times in 9 s."""
    t_s = times(30, 9.0)
    bend = waves(t_s, 3.0, 0.0, 100.0)
    return from_the_side(t_s, knee=bend, hip=0.9 * bend, lean=0.3 * bend)


@pytest.fixture
def derived() -> Derived:
    track, angles, facing = squats()
    return Derived(track=track, facing=facing, angles=angles)


def answered(session: Session, derived: Derived, **asked: object) -> Movement:
    return analyse_session_movement(replace(session, assessment=Assessment(**asked)), derived)


def test_nothing_asked_nothing_answered(session: Session, derived: Derived) -> None:
    movement = answered(session, derived)
    assert movement.repetitions is movement.jumps is movement.test is None
    assert movement.phases == ()
    assert movement_sections(movement) == ()


def test_squats_are_counted(session: Session, derived: Derived) -> None:
    counted = answered(session, derived, counted="squat").repetitions
    assert counted is not None
    assert counted.measure("repetitions").value == 3
    assert math.isfinite(counted.smallest_range)


def test_levels_count_without_a_typical_repetition(session: Session, derived: Derived) -> None:
    asked = {"counted": "right_knee_flexion"}
    for levels, count in (((60.0, 30.0), 3), ((99.99, 30.0), 0), ((40.0, 60.0), 2)):
        counted = answered(session, derived, levels=levels, **asked).repetitions
        assert counted is not None
        # Bending is a repetition above the levels; straightening, with the lower level first.
        assert counted.measure("repetitions").value == count, levels


def test_levels_at_one_height_are_refused(session: Session, derived: Derived) -> None:
    movement = answered(session, derived, counted="right_knee_flexion", levels=(50.0, 50.0))
    assert movement.repetitions is None
    assert "level" in movement.count_refusal


@pytest.mark.parametrize(
    ("counted", "words"), [("jumping_jack", "frontal view"), ("right_nose", "right_nose")]
)
def test_what_cannot_be_counted_says_why(
    session: Session, derived: Derived, counted: str, words: str
) -> None:
    movement = answered(session, derived, counted=counted)
    assert movement.repetitions is None
    assert words in movement.count_refusal
    (section,) = movement_sections(movement)
    assert section.refusals[0].reason == movement.count_refusal


def test_jumps_are_refused_with_a_moving_camera(session: Session, derived: Derived) -> None:
    movement = answered(session, derived, counted=JUMPS, no_distances="The camera pans.")
    assert movement.jumps is not None
    assert movement.jumps.measure("jumps").reason == "The camera pans."
    assert answered(session, derived, counted=JUMPS).jumps.measure("jumps").value == 0


def test_sheet_of_a_test(session: Session, derived: Derived) -> None:
    movement = answered(session, derived, protocol="squat")
    assert movement.test is not None
    assert movement.test.level is Level.PASS
    assert movement.test.measure("repetitions").value == 3
    (section,) = movement_sections(movement)
    assert section.title == "Squat"
    checks = section.tables[1]
    assert len(checks.rows) == len(movement.test.checks)


def test_age_and_sex_bring_norms(session: Session) -> None:
    track, angles, facing = sit_to_stand()
    derived = Derived(track=track, facing=facing, angles=angles)
    plain = answered(session, derived, protocol="chair_stand")
    told = answered(
        session, derived, protocol="chair_stand", person=Person(age_years=72, sex=Sex.MALE)
    )
    assert plain.test is not None
    assert told.test is not None
    assert plain.test.norm_of("stands") is None
    norm = told.test.norm_of("stands")
    assert norm is not None
    section = movement_sections(told)[0]
    assert section.tables[0].rows[0][2] == norm.usual == "12 to 17"


def sit_to_stand() -> Recording:
    t_s = times(30, 32.0)
    bend = 90.0 - waves(t_s, 4.0, 0.0, 85.0)
    return from_the_side(t_s, knee=bend, hip=bend)


def test_go_is_a_frame_of_the_recording(session: Session) -> None:
    track, angles, facing = sit_to_stand()
    derived = Derived(track=track, facing=facing, angles=angles)
    first = answered(session, derived, protocol="chair_stand", go_frame=15).test
    assert first is not None
    assert first.findings.interval_s == pytest.approx((0.5, 30.5))
    beyond = answered(session, derived, protocol="chair_stand", go_frame=5000)
    assert beyond.test is None
    assert "5000" in beyond.test_refusal


def test_walk_takes_the_gait_analysis(session: Session, derived: Derived) -> None:
    movement = answered(session, derived, protocol="walk")
    assert movement.test is not None
    names = {measure.name for measure in movement.test.measures}
    assert "cadence" in names


def test_phases_keep_their_order_and_say_which_were_not_analysed(
    session: Session, derived: Derived
) -> None:
    phases = (
        Phase(name="down", first=0, last=45),
        Phase(name="gone", first=400, last=500),
        Phase(name="up", first=45, last=90),
    )
    down, gone, up = answered(session, derived, phases=phases).phases
    assert [p.phase.name for p in (down, gone, up)] == ["down", "gone", "up"]
    assert down.measure("duration").value == pytest.approx(1.5)
    assert down.measure("right_knee_flexion_range").value == pytest.approx(100.0, abs=1.0)
    assert gone.measure("duration").is_refused
    assert "not analysed" in gone.measure("duration").reason
    section = movement_sections(Movement(phases=(down, gone, up)))[0]
    described, angles, points = section.tables
    assert [row[0] for row in described.rows] == ["down", "gone", "up"]
    knees = [row for row in angles.rows if row[1] == "right_knee_flexion"]
    assert [row[0] for row in knees] == ["down", "up"]
    for row, phase in zip(knees, (down, up), strict=True):
        for column, ending in ((2, "smallest"), (3, "largest"), (4, "range"), (6, "mean")):
            assert row[column] == phase.measure(f"right_knee_flexion_{ending}").value
        assert row[5] == phase.measure("right_knee_flexion_range").error
    pelvis = next(row for row in points.rows if row[:2] == ("up", "pelvis"))
    assert pelvis[2] == up.measure("pelvis_peak_speed").value
    assert pelvis[5:] == (
        up.measure("pelvis_path_length").value, up.measure("pelvis_path_length").error
    )  # fmt: skip
    assert points.header[2] == "peak speed (px/s)"
    assert [refusal.name for refusal in section.refusals] == ["gone"]


def test_moving_camera_refuses_speeds_in_phases_and_says_so_once(
    session: Session, derived: Derived
) -> None:
    phases = (Phase(name="down", first=0, last=45),)
    movement = answered(session, derived, phases=phases, no_distances="The camera pans.")
    (section,) = movement_sections(movement)
    assert [refusal.reason for refusal in section.refusals] == ["The camera pans."]
    assert all(math.isnan(row[2]) for row in section.tables[2].rows)


def test_questions_are_saved_with_the_project(session: Session, tmp_path: Path) -> None:
    asked = Assessment(
        counted="right_knee_flexion", levels=(60.0, 30.5), go_frame=12, protocol="walk",
        phases=(Phase(name="a", first=100, last=120),),
    )  # fmt: skip
    save_session(replace(session, assessment=asked), tmp_path / "a.epstudio")
    assert load_session(tmp_path / "a.epstudio").assessment == asked


def test_sections_hold_every_repetition(session: Session, derived: Derived) -> None:
    (section,) = movement_sections(answered(session, derived, counted="squat"))
    plot, table = section.plots[0], section.tables[0]
    assert np.isfinite(plot.curves[0].y).all()
    assert [mark.text for mark in plot.marks] == ["1", "2", "3"]
    assert table.is_appendix
    assert [row[-2] for row in table.rows] == ["complete"] * 3
