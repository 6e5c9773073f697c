"""What the panels of movement, test and phases show, and what they ask for."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.widgets.movement_panel import MovementPanel
from app.widgets.movement_text import check_texts, count_choices, norm_text, protocol_ids
from app.widgets.phase_panel import PhasePanel
from app.widgets.signal_plot import SignalCurve, SignalPlot, TurningPoint
from app.widgets.stretch_table import StretchRow, StretchTable
from app.widgets.test_panel import TestPanel
from efficientpose_core.kinematics.measure import Measure, refuse
from efficientpose_core.kinematics.protocols.catalogue import PROTOCOLS
from efficientpose_core.kinematics.protocols.protocol import Check, Level, Norm, Sex
from efficientpose_core.kinematics.sport.jumps import Jump, JumpAnalysis
from efficientpose_core.kinematics.sport.phases import Phase, PhaseStatistics
from efficientpose_core.kinematics.sport.repetitions import count_repetitions
from efficientpose_core.pose import ProcessingStep
from efficientpose_core.session.assessment import Assessment, Person
from efficientpose_core.session.movement import Movement

from ...core.kinematics.protocols.people import Recording, from_the_side, times, waves


@pytest.fixture(scope="module")
def squats() -> Recording:
    """Return two squats, and the beginning of a third."""
    t_s = times(30, 5.0)
    bend = waves(t_s, 2.0, 0.0, 100.0)
    return from_the_side(t_s, knee=bend, hip=0.9 * bend, lean=0.3 * bend)


@pytest.fixture
def panel(qtbot: QtBot) -> MovementPanel:
    panel = MovementPanel()
    qtbot.addWidget(panel)
    panel.resize(520, 640)
    panel.show()
    return panel


def _show(panel: MovementPanel, recording: Recording, counted: str) -> Movement:
    track, angles, _ = recording
    movement = Movement(repetitions=count_repetitions(counted, track, angles))
    panel.set_movement(Assessment(counted=counted), movement, angles)
    return movement


# --- Movement ----------------------------------------------------------------------------------


def test_cut_repetition_is_listed_with_its_reason_and_not_counted(
    panel: MovementPanel, squats: Recording
) -> None:
    movement = _show(panel, squats, "squat")
    assert movement.repetitions is not None
    assert panel.count_text == "2 Squats\n1 more seen, not counted"
    first, second, cut = panel.list.rows
    assert [row.is_doubtful for row in (first, second, cut)] == [False, False, True]
    assert first.cells[:4] == ("1", "0.14", "100.0", "100.0")
    assert cut.cells[0] == "-"
    assert cut.cells[-1] == "Its end was not seen"
    assert cut.tip.startswith("Not counted: its end was not seen")
    panel.list.stretch_chosen.emit(cut)
    assert panel.explanation.startswith("Not counted: its end was not seen. Turns at ")


def test_only_movements_have_sides(panel: MovementPanel, squats: Recording) -> None:
    _show(panel, squats, "squat")
    header = panel.list.model()
    titles = [header.headerData(c, Qt.Orientation.Horizontal) for c in range(header.columnCount())]
    assert "L - R °" in titles
    _show(panel, squats, "right_knee_flexion")
    assert header.columnCount() == len(titles) - 1


def test_everything_can_be_chosen(squats: Recording) -> None:
    names = squats[1].names
    ids = [id for _, id in count_choices(names)]
    assert ids[:2] == ["squat", "sit_to_stand"]
    assert {"push_up", "jumping_jack", "arm_raise", "jumps", "pelvis_height", *names} <= set(ids)


def test_nothing_chosen_and_nothing_analysed(panel: MovementPanel, squats: Recording) -> None:
    def texts() -> str:
        return " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())

    panel.set_movement(None, None, None)
    assert "Analyse the recording" in texts()
    panel.set_movement(Assessment(), Movement(), squats[1])
    assert "Choose above what is to be counted" in texts()
    refused = Movement(count_refusal="the view does not fit.")
    panel.set_movement(Assessment(counted="jumping_jack"), refused, squats[1])
    assert "This cannot be counted: the view does not fit." in texts()


def test_angle_of_another_view_stays_chosen(panel: MovementPanel, squats: Recording) -> None:
    refused = Movement(count_refusal="x")
    panel.set_movement(Assessment(counted="left_knee_valgus"), refused, squats[1])
    assert panel.counted == "left_knee_valgus"


def _jump(flight_height_m: float) -> Jump:
    return Jump(
        take_off_s=1.0, apex_s=1.25, landing_s=1.5, first=30, last=45, flight_s=0.5,
        flight_error_s=0.02, flight_height_m=flight_height_m, flight_height_error_m=0.02,
        frame_rate_error=0.05, pelvis_rise=0.17, pelvis_rise_error=0.02, leg_change=0.0,
    )  # fmt: skip


def test_jumps_show_both_heights(panel: MovementPanel) -> None:
    angles = from_the_side(times(30, 2.0))[1]
    measures = (
        Measure(name="jumps", unit="", value=2.0),
        Measure(name="jump_height_pelvis", unit="%", value=17.0),
    )
    jumps = JumpAnalysis(
        jumps=(_jump(0.306), _jump(math.nan)), measures=measures,
        step=ProcessingStep(name="measure_jumps"),
    )  # fmt: skip
    movement = Movement(jumps=jumps, ankle_height=np.zeros(len(angles.t_s)))
    panel.set_movement(Assessment(counted="jumps"), movement, angles)
    assert panel.count_text == "2 Jumps"
    known, too_slow = panel.list.rows
    assert known.cells == ("1", "1.00", "0.500", "30.6", "17.0", "")
    assert (known.first, known.at, known.last) == (30, 37, 45)
    assert "30.6 ± 2.0 cm" in known.tip
    assert too_slow.cells[3] == ""
    assert "frame rate" in too_slow.cells[-1]


def test_own_levels(panel: MovementPanel, squats: Recording, qtbot: QtBot) -> None:
    track, angles, _ = squats
    counted = count_repetitions("right_knee_flexion", track, angles)
    assessment = Assessment(counted="right_knee_flexion", levels=(60.0, 40.0))
    panel.set_movement(assessment, Movement(repetitions=counted), angles)
    enter, leave = panel.level_boxes
    assert (enter.value(), leave.value()) == (60.0, 40.0)
    assert enter.isVisible()
    with qtbot.waitSignal(panel.levels_chosen) as chosen:
        enter.setValue(70.0)
    assert chosen.args == [70.0, 40.0]
    panel.set_movement(Assessment(counted="jumps"), Movement(), angles)
    assert not enter.isVisible()


# --- Curve and table ---------------------------------------------------------------------------


def test_curve_with_gaps_points_and_levels_asks_for_times(qtbot: QtBot) -> None:
    plot = SignalPlot()
    qtbot.addWidget(plot)
    plot.show()
    t_s = np.arange(100) / 10
    values = np.sin(t_s)
    values[20:30] = np.nan
    signal = SignalCurve(title="x", t_s=t_s, values=values, sd=np.full(100, 0.1))
    points = [
        TurningPoint(t_s=1.5, counts=True, span_s=(1.0, 2.0)),
        TurningPoint(t_s=9.0, counts=False, span_s=(8.0, math.nan)),
    ]
    plot.set_signal(signal, points, (0.5, 0.2))
    plot.set_time(3.0)
    with qtbot.waitSignal(plot.levels_moved) as moved:
        plot.move_level(1, 0.1)
    assert moved.args == [0.5, 0.1]
    plot.set_signal(None)
    plot.set_time(4.0)


@pytest.fixture
def table(qtbot: QtBot) -> StretchTable:
    table = StretchTable("Rows")
    qtbot.addWidget(table)
    rows = [
        StretchRow(cells=(str(n), "text"), first=10 * n, last=10 * n + 8, at=10 * n + 4)
        for n in range(3)
    ]
    table.set_rows(("No.", "Remark"), rows)
    table.resize(300, 200)
    table.show()
    return table


def test_rows_are_chosen_by_mouse_and_keyboard(table: StretchTable, qtbot: QtBot) -> None:
    chosen: list[int] = []
    table.stretch_chosen.connect(lambda row: chosen.append(row.at))
    place = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert chosen == [14]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Up):
        qtbot.keyClick(table, key)
    # The second Down is at the end already.
    assert chosen == [14, 24, 24, 14]


def test_filling_chooses_nothing_and_keeps_the_row(table: StretchTable) -> None:
    chosen: list[StretchRow] = []
    table.stretch_chosen.connect(chosen.append)
    table.selectRow(1)
    table.set_rows(("No.", "Remark"), table.rows[:2])
    assert table.currentIndex().row() == 1
    assert chosen == []
    assert table.selected_text() == "1\ttext"


# --- Test --------------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol_id", list(PROTOCOLS))
def test_instructions_without_a_recording(qtbot: QtBot, protocol_id: str) -> None:
    panel = TestPanel()
    qtbot.addWidget(panel)
    panel.set_test(protocol_id)
    shown = " ".join(label.text() for label in panel.findChildren(QLabel))
    assert PROTOCOLS[protocol_id].operator_instructions in shown
    assert PROTOCOLS[protocol_id].person_instructions in shown


def test_all_tests_are_offered() -> None:
    assert protocol_ids() == tuple(PROTOCOLS)


def test_texts_of_checks_and_norms() -> None:
    check = Check(
        id="view", level=Level.FAIL, text_key="view.wrong", remedy_key="view.remedy",
        values={"seen": "frontal", "needed": "sagittal"},
    )  # fmt: skip
    found, remedy = check_texts(check)
    assert found == "The person is seen in a front view; this test needs a side view."
    assert remedy.startswith("Record again")
    norm = Norm(measure="stands", low=12, high=17, group="men", source="Somebody 1999")
    assert norm_text(norm, 11.0) == (
        "Stands: usual are 12 to 17 (men). This is below what is usual. Source: Somebody 1999."
    )
    assert "This is" not in norm_text(norm, math.nan)


def test_person_is_asked_for_where_age_or_sex_is_missing(qtbot: QtBot) -> None:
    panel = TestPanel()
    qtbot.addWidget(panel)
    asked = Assessment(protocol="chair_stand", person=Person(pseudonym="P-7", age_years=70))
    refused = Movement(test_refusal="No angle.")
    panel.set_result(asked, refused)
    assert panel.person_text == "P-7, 70 years. The norms of this test need age and sex."
    told = replace(asked, person=replace(asked.person, sex=Sex.MALE))
    panel.set_result(told, refused)
    assert panel.person_text == "P-7, 70 years, male"
    # Nobody has to tell what is of no use.
    panel.set_result(Assessment(protocol="squat"), refused)
    assert panel.person_text == "Nothing is told about the person."


def test_test_of_a_newer_program_is_told(qtbot: QtBot) -> None:
    panel = TestPanel()
    qtbot.addWidget(panel)
    panel.set_result(Assessment(protocol="hop"), Movement(test_refusal="There is no such test."))
    assert "There is no such test." in [label.text() for label in panel.findChildren(QLabel)]


# --- Phases ------------------------------------------------------------------------------------


def _phase(name: str, *measures: Measure) -> PhaseStatistics:
    duration = Measure(name="duration", unit="s", value=1.5)
    return PhaseStatistics(
        phase=Phase(name=name, first=10, last=55), measures=(duration, *measures)
    )


@pytest.fixture
def phases(qtbot: QtBot) -> PhasePanel:
    panel = PhasePanel()
    qtbot.addWidget(panel)
    measures = [
        Measure(name=f"{side}_knee_flexion_range", unit="deg", value=value)
        for side, value in (("right", 50.0), ("left", 48.0))
    ]
    speed = refuse("pelvis_peak_speed", "px/s", "The camera pans.")
    panel.set_phases([_phase("down", *measures, speed), _phase("up", measures[0])])
    panel.show()
    return panel


def test_phases_are_listed_with_both_sides(phases: PhasePanel) -> None:
    assert [phases.list.item(row, 0).text() for row in range(2)] == ["down", "up"]
    model = phases.table.model()
    assert [model.index(0, column).data() for column in range(3)] == [
        "Knee flexion range", "50.0", "48.0"
    ]  # fmt: skip


def test_refused_statistics_say_why(phases: PhasePanel) -> None:
    phases.show_quantity("pelvis")
    shown = [label.text() for label in phases.findChildren(QLabel) if label.isVisible()]
    assert "Not reported: Pelvis peak speed. The camera pans." in shown


def test_names_are_typed_in_place(phases: PhasePanel, qtbot: QtBot) -> None:
    phases.edit_name(1)
    editor = phases.name_editor
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "rise")
    with qtbot.waitSignal(phases.renamed) as renamed:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert renamed.args == [1, "rise"]


def test_filling_renames_nothing(phases: PhasePanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(phases.renamed):
        phases.set_phases([_phase("other")])
        phases.set_phases(())
        phases.set_phases(None)
