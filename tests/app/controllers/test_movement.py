"""Counting, tests and phases through the window: every change is undoable and seen at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.application import Studio
from efficientpose_core.kinematics.protocols.protocol import Sex
from efficientpose_core.session.assessment import Assessment, Person

from ...core.kinematics.protocols.people import from_the_side, waves
from ..conftest import WAIT_MS, notes_of


@pytest.fixture
def squatting(walking: Studio, qtbot: QtBot) -> Studio:
    """Return the application with a project in which somebody squats twice in four seconds."""
    before = walking.document.session
    assert before is not None
    t_s = before.detection.track.t_s
    bend = waves(t_s, 2.0, 0.0, 100.0)
    track, _, _ = from_the_side(t_s, knee=bend, hip=0.9 * bend, lean=0.3 * bend)
    session = replace(before, detection=replace(before.detection, track=track))
    walking.document.open_session(session, None, session.derived(), is_new=True)
    _settle(walking, qtbot)
    return walking


def _settle(studio: Studio, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not studio.movement.is_busy, timeout=WAIT_MS)


def _asked(studio: Studio) -> Assessment:
    session = studio.document.session
    assert session is not None
    return session.assessment


def _count(studio: Studio, qtbot: QtBot, what: str) -> None:
    studio.movement.panel.counted_chosen.emit(what)
    _settle(studio, qtbot)


def _do(studio: Studio, id: str) -> None:
    assert studio.actions.action(id).isEnabled()
    studio.actions.action(id).trigger()


# --- Counting ----------------------------------------------------------------------------------


def test_counting_is_chosen_undone_and_made_again(squatting: Studio, qtbot: QtBot) -> None:
    panel, undo = squatting.movement.panel, squatting.document.undo_stack
    assert panel.count_text == ""
    _count(squatting, qtbot, "squat")
    assert panel.count_text == "2 Squats"
    assert [row.cells[0] for row in panel.list.rows] == ["1", "2"]
    assert undo.undoText() == "Count something else"
    undo.undo()
    _settle(squatting, qtbot)
    assert _asked(squatting).counted == panel.count_text == ""
    undo.redo()
    _settle(squatting, qtbot)
    assert panel.count_text == "2 Squats"


def test_chosen_repetition_is_shown_and_marked(squatting: Studio, qtbot: QtBot) -> None:
    _count(squatting, qtbot, "squat")
    panel, playback = squatting.movement.panel, squatting.playback
    row = panel.list.rows[1]
    panel.list.stretch_chosen.emit(row)
    assert playback.position == row.at
    assert playback.loop_range == (row.first, row.last + 1)
    assert row.first < row.at < row.last
    # The knees are bent most after three of four seconds.
    assert playback.times_s[row.at] == pytest.approx(3.0, abs=0.04)


def test_keys_go_through_the_repetitions(squatting: Studio, qtbot: QtBot) -> None:
    _do(squatting, "movement.next")
    assert "what is to be counted" in notes_of(squatting)
    _count(squatting, qtbot, "squat")
    first, second = (row.at for row in squatting.movement.panel.list.rows)
    squatting.playback.jump(0)
    for action, frame in (
        ("movement.next", first), ("movement.next", second), ("movement.next", second),
        ("movement.previous", first), ("movement.previous", first),
    ):  # fmt: skip
        _do(squatting, action)
        assert squatting.playback.position == frame


def test_timeline_marks_follow_the_tab(squatting: Studio, qtbot: QtBot) -> None:
    window, movement = squatting.window, squatting.movement
    _count(squatting, qtbot, "squat")
    qtbot.waitUntil(lambda: squatting.gait.gait is not None, timeout=WAIT_MS)

    def kinds() -> set[str]:
        return {mark.kind for mark in window.timeline.events}

    assert "repetition" not in kinds()
    window.tabs.setCurrentWidget(movement.panel)
    assert [mark.label for mark in window.timeline.events] == ["Repetition 1", "Repetition 2"]
    assert not any(mark.can_move for mark in window.timeline.events)
    window.tabs.setCurrentWidget(squatting.gait.panel)
    assert "repetition" not in kinds()


def test_own_levels_are_proposed_chosen_and_given_up(squatting: Studio, qtbot: QtBot) -> None:
    panel = squatting.movement.panel
    _count(squatting, qtbot, "right_knee_flexion")
    panel.levels_wanted.emit(True)
    _settle(squatting, qtbot)
    enter, leave = _asked(squatting).levels or (0.0, 0.0)
    assert 55 < enter < 65
    assert 35 < leave < 45
    assert panel.count_text == "2 Right knee flexion"
    panel.levels_chosen.emit(150.0, 40.0)
    _settle(squatting, qtbot)
    assert panel.count_text == "0 Right knee flexion"
    panel.levels_chosen.emit(50.0, 50.0)
    _settle(squatting, qtbot)
    assert squatting.movement.movement.count_refusal
    panel.levels_wanted.emit(False)
    _settle(squatting, qtbot)
    assert _asked(squatting).levels is None
    # Levels of one angle mean nothing for another.
    panel.levels_wanted.emit(True)
    _count(squatting, qtbot, "squat")
    assert _asked(squatting).levels is None


def test_click_into_the_curve_seeks(squatting: Studio, qtbot: QtBot) -> None:
    squatting.movement.panel.plot.time_requested.emit(1.5)
    assert squatting.playback.times_s[squatting.playback.position] == pytest.approx(1.5, abs=0.04)


# --- Tests -------------------------------------------------------------------------------------


def test_sheet_follows_test_and_person(squatting: Studio, qtbot: QtBot) -> None:
    panel = squatting.movement.test_panel
    panel.test_chosen.emit("squat")
    _settle(squatting, qtbot)
    assert squatting.document.undo_stack.undoText() == "Choose a test"
    outcomes = [outcome for outcome, _, _ in panel.checks]
    assert outcomes == ["pass"] * 7
    panel.test_chosen.emit("shoulder_flexion")
    person = Person(pseudonym="P-1", age_years=40, sex=Sex.FEMALE)
    squatting.document.set_assessment(replace(_asked(squatting), person=person), "x")
    _settle(squatting, qtbot)
    assert "158.5" in panel.sheet_text
    assert "Gill" in panel.sheet_text


def test_failed_check_gives_no_number_but_a_remedy(squatting: Studio, qtbot: QtBot) -> None:
    panel = squatting.movement.test_panel
    panel.test_chosen.emit("chair_stand")
    _settle(squatting, qtbot)
    failed = [(found, remedy) for outcome, found, remedy in panel.checks if outcome == "fail"]
    assert failed == [
        (
            "The recording lasts 4.0 s; 30 s are needed.",
            "Record longer, or analyse the whole recording.",
        )
    ]
    assert "cannot give" in panel.sheet_text
    assert panel.table.isHidden()


def test_go_is_marked_at_the_frame_on_display(squatting: Studio, qtbot: QtBot) -> None:
    squatting.playback.jump(12)
    _do(squatting, "movement.go")
    assert "starts with 'go'" in notes_of(squatting)
    squatting.movement.test_panel.test_chosen.emit("chair_stand")
    _do(squatting, "movement.go")
    assert _asked(squatting).go_frame == 12
    squatting.movement.test_panel.go_requested.emit(False)
    assert _asked(squatting).go_frame is None


def test_test_chosen_before_the_analysis_is_kept(walking: Studio, qtbot: QtBot) -> None:
    document, panel = walking.document, walking.movement.test_panel
    session, derived = document.session, document.derived
    assert session is not None
    assert derived is not None
    document.close()
    panel.test_chosen.emit("walk")
    document.open_session(session, None, derived, is_new=True)
    qtbot.waitUntil(lambda: _asked(walking).protocol == "walk", timeout=WAIT_MS)
    _settle(walking, qtbot)
    assert document.undo_stack.undoText() == "Choose a test"
    assert walking.movement.movement.test.measure("cadence").value > 60


# --- Phases ------------------------------------------------------------------------------------


def test_phase_is_marked_renamed_shown_and_deleted(squatting: Studio, qtbot: QtBot) -> None:
    movement, playback = squatting.movement, squatting.playback
    _do(squatting, "movement.phase")
    assert "drag on the timeline" in notes_of(squatting)
    playback.set_loop_range((10, 40))
    _do(squatting, "movement.phase")
    _settle(squatting, qtbot)
    (phase,) = _asked(squatting).phases
    assert (phase.name, phase.first, phase.last) == ("Phase 1", 10, 39)
    assert squatting.window.tabs.currentWidget() is movement.phase_panel
    qtbot.keyClicks(movement.phase_panel.name_editor, "down")
    qtbot.keyClick(movement.phase_panel.name_editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _asked(squatting).phases[0].name == "down", timeout=WAIT_MS)
    _settle(squatting, qtbot)
    assert squatting.document.undo_stack.undoText() == "Rename a phase"
    playback.set_loop_range(None)
    movement.phase_panel.phase_chosen.emit(0)
    assert playback.position == 10
    assert playback.loop_range == (10, 40)
    qtbot.keyClick(movement.phase_panel.list, Qt.Key.Key_Delete)
    _settle(squatting, qtbot)
    assert _asked(squatting).phases == ()
    squatting.document.undo_stack.undo()
    assert _asked(squatting).phases[0].name == "down"


def test_phase_keeps_its_name_instead_of_none(squatting: Studio, qtbot: QtBot) -> None:
    squatting.playback.set_loop_range((10, 40))
    _do(squatting, "movement.phase")
    _settle(squatting, qtbot)
    squatting.movement.phase_panel.renamed.emit(0, "")
    assert "needs a name" in notes_of(squatting)
    assert _asked(squatting).phases[0].name == "Phase 1"


def test_nothing_is_left_of_a_closed_project(squatting: Studio, qtbot: QtBot) -> None:
    _count(squatting, qtbot, "squat")
    squatting.window.tabs.setCurrentWidget(squatting.movement.panel)
    squatting.document.close()
    assert squatting.movement.movement is None
    assert squatting.window.timeline.events == ()
