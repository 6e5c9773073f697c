"""Metres, floor and slow motion: told in the window, undoable, the same everywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.person import PersonDialog
from app.dialogs.scale import BoardDialog, LineDialog, SlowMotionDialog
from app.widgets.curves import Quantity
from app.widgets.video_view import ViewMode
from efficientpose_core.kinematics.protocols.protocol import Sex
from efficientpose_core.kinematics.scale import ScaleMethod
from efficientpose_core.pipeline import Analysis, AnalysisRequest
from efficientpose_core.session.assessment import Person
from efficientpose_core.session.document import Session

from ..conftest import WAIT_MS, notes_of, settle
from ..phantoms import FRAMES, PX_PER_M, RATE_HZ, analysis_of, spec, write_pictures

ROLL_DEG = 3.0


@pytest.fixture(scope="module")
def rolled(still: Path) -> Analysis:
    """Return a walker seen by a camera that is not level."""
    return analysis_of(still, spec(roll_deg=ROLL_DEG))


@pytest.fixture
def walking(studio: Studio, qtbot: QtBot, still: Path, rolled: Analysis) -> Studio:
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(still)
    studio.document.open_analysis(rolled)
    qtbot.waitUntil(lambda: not studio.checks.is_running, timeout=WAIT_MS)
    return studio


def _session(studio: Studio) -> Session:
    assert studio.document.session is not None
    return studio.document.session


def _do(studio: Studio, id: str) -> None:
    studio.actions.action(id).trigger()


def _state(studio: Studio) -> str:
    return studio.window.state_text


# --- Person and scale ------------------------------------------------------------------------


def test_height_gives_metres_in_one_step(walking: Studio, qtbot: QtBot) -> None:
    window, document = walking.window, walking.document
    window.plots.set_quantity(Quantity.SPEEDS)
    _do(walking, "calibration.person")
    dialog = walking.calibration.dialog
    assert isinstance(dialog, PersonDialog)
    dialog.set_person(Person(pseudonym="P-1", age_years=40, sex=Sex.FEMALE, height_m=1.75))
    dialog.accept()
    settle(walking, qtbot)
    session = _session(walking)
    assert session.assessment.person == Person(
        pseudonym="P-1", age_years=40, sex=Sex.FEMALE, height_m=1.75
    )
    scale = session.request.derive.scale
    assert scale is not None
    assert scale.method is ScaleMethod.HEIGHT
    assert scale.metres_per_px == pytest.approx(1 / PX_PER_M, rel=scale.relative_error)
    assert document.undo_stack.count() == 1
    assert _state(walking).startswith(f"1 px = {1000 * scale.metres_per_px:.3g} mm ±")
    assert "upright frames" in window.state_explanation
    curves = window.plots.curves
    assert curves is not None
    assert curves.unit == "m/s"
    pelvis = curves.groups["pelvis"][0]
    assert 0.8 < float(np.nanmedian(pelvis.values)) < 1.8
    assert float(np.nanmedian(pelvis.sd)) > 0
    document.undo_stack.undo()
    settle(walking, qtbot)
    assert _session(walking).assessment.person == Person()
    assert (window.plots.curves.unit, _state(walking)) == ("px/s", "")


def test_positions_in_metres_lie_along_the_floor(walking: Studio, qtbot: QtBot) -> None:
    walking.calibration.set_person(Person(height_m=1.75), scales=True)
    _do(walking, "calibration.floor_feet")
    settle(walking, qtbot)
    walking.window.plots.set_quantity(Quantity.VERTICAL)
    curves = walking.window.plots.curves
    assert curves is not None
    assert curves.unit == "m"
    # On the picture the ankles rise or sink by 3 deg over the way: 5 % of it, 0.2 m.
    right, left = (curve.values for curve in curves.groups["ankle"])
    lowest = [np.nanmax(part) for part in np.array_split(np.fmax(right, left), 4)]
    assert np.ptp(lowest) < 0.03


def test_height_without_the_scale(walking: Studio, qtbot: QtBot) -> None:
    walking.calibration.set_person(Person(height_m=1.75), scales=False)
    assert _session(walking).request.derive.scale is None
    walking.calibration.set_person(Person(height_m=1.75), scales=True)
    assert _session(walking).request.derive.scale is not None
    # A scale whose height is not told any more has no source.
    walking.calibration.set_person(Person(), scales=True)
    assert _session(walking).request.derive.scale is None
    settle(walking, qtbot)


def test_a_scale_that_cannot_be_found_is_told_and_the_person_is_kept(
    walking: Studio, qtbot: QtBot
) -> None:
    walking.calibration.set_person(Person(height_m=0.4), scales=True)
    assert "0.5 to 2.5 m" in notes_of(walking)
    assert _session(walking).assessment.person.height_m == 0.4
    assert _session(walking).request.derive.scale is None


def test_person_dialog_refuses_at_once_what_nobody_is(qtbot: QtBot) -> None:
    dialog = PersonDialog(Person(), scales=True)
    qtbot.addWidget(dialog)
    assert dialog.person == Person()
    assert not dialog.scales
    dialog.set_person(Person(height_m=1.6))
    assert dialog.scales
    assert dialog.can_accept
    dialog.set_height_cm(20.0)
    assert not dialog.can_accept
    dialog.set_height_cm(0.0)
    assert dialog.can_accept
    assert dialog.person.height_m is None


def test_a_drawn_line_gives_the_scale(walking: Studio, qtbot: QtBot) -> None:
    view = walking.window.view
    _do(walking, "calibration.line")
    assert view.mode is ViewMode.DRAW_LINE
    view.line_drawn.emit(10.0, 200.0, 10.0 + 3 * PX_PER_M, 200.0)
    dialog = walking.calibration.dialog
    assert isinstance(dialog, LineDialog)
    dialog.set_length_m(3.0)
    dialog.accept()
    settle(walking, qtbot)
    scale = _session(walking).request.derive.scale
    assert scale is not None
    assert scale.metres_per_px == pytest.approx(1 / PX_PER_M)
    assert scale.method is ScaleMethod.LINE
    _do(walking, "calibration.no_scale")
    assert _session(walking).request.derive.scale is None
    assert walking.document.undo_stack.undoText() == "Remove the scale"
    settle(walking, qtbot)


def test_a_line_that_is_too_short_cannot_be_accepted(qtbot: QtBot) -> None:
    dialog = LineDialog((0.0, 0.0), (5.0, 0.0))
    qtbot.addWidget(dialog)
    assert not dialog.can_accept
    assert "longer line" in dialog.told


def _board(columns: int, rows: int, square_px: int) -> NDArray[np.uint8]:
    picture = np.full((240, 320, 3), 255, np.uint8)
    for row in range(rows + 1):
        for column in range(columns + 1):
            if (row + column) % 2 == 0:
                y, x = 30 + row * square_px, 40 + column * square_px
                picture[y : y + square_px, x : x + square_px] = 0
    return picture


def test_a_checkerboard_in_the_frame_gives_the_scale(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    path = write_pictures(tmp_path / "board.mp4", [_board(7, 5, 25)] * FRAMES)
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(path)
    studio.document.open_analysis(analysis_of(path, spec()))
    qtbot.waitUntil(lambda: not studio.checks.is_running, timeout=WAIT_MS)
    _do(studio, "calibration.board")
    dialog = studio.calibration.dialog
    assert isinstance(dialog, BoardDialog)
    dialog.set_board(7, 5, 0.05)
    dialog.accept()
    qtbot.waitUntil(lambda: _session(studio).request.derive.scale is not None, timeout=WAIT_MS)
    scale = _session(studio).request.derive.scale
    assert scale is not None
    assert scale.method is ScaleMethod.CHECKERBOARD
    assert scale.metres_per_px == pytest.approx(0.05 / 25, rel=0.01)
    studio.calibration.find_board(9, 6, 0.05)
    qtbot.waitUntil(lambda: "no checkerboard with 9 x 6" in notes_of(studio), timeout=WAIT_MS)
    settle(studio, qtbot)


def test_refused_distances_are_pixels_and_the_reason_is_told(walking: Studio, qtbot: QtBot) -> None:
    window = walking.window
    window.plots.set_quantity(Quantity.SPEEDS)
    walking.calibration.set_person(Person(height_m=1.75), scales=True)
    settle(walking, qtbot)
    _do(walking, "calibration.no_distances")
    settle(walking, qtbot)
    assert _session(walking).assessment.no_distances
    assert window.plots.curves is not None
    assert window.plots.curves.unit == "px/s"
    assert _state(walking) == "no distances"
    assert "switched distances off" in window.state_explanation
    analysis = walking.document.analysis()
    assert analysis is not None
    assert analysis.request.derive.scale is None
    walking.document.undo_stack.undo()
    settle(walking, qtbot)
    assert window.plots.curves.unit == "m/s"
    assert not walking.actions.action("calibration.no_distances").isChecked()


# --- Floor -----------------------------------------------------------------------------------


def test_floor_from_standing_feet(walking: Studio, qtbot: QtBot) -> None:
    _do(walking, "calibration.floor_feet")
    settle(walking, qtbot)
    floor = _session(walking).request.derive.floor
    assert floor is not None
    assert floor.angle_deg == pytest.approx(ROLL_DEG, abs=0.3)
    assert _state(walking).startswith("floor 3.0° ±")
    _do(walking, "calibration.no_floor")
    settle(walking, qtbot)
    assert _session(walking).request.derive.floor is None


def test_floor_from_a_line(walking: Studio, qtbot: QtBot) -> None:
    _do(walking, "calibration.floor_line")
    assert walking.window.view.mode is ViewMode.DRAW_LINE
    walking.window.view.line_drawn.emit(300.0, 220.0, 20.0, 206.0)
    settle(walking, qtbot)
    floor = _session(walking).request.derive.floor
    assert floor is not None
    assert floor.angle_deg == pytest.approx(np.degrees(np.arctan2(14, 280)))
    assert walking.calibration.dialog is None


def test_a_steep_floor_is_refused(walking: Studio) -> None:
    _do(walking, "calibration.floor_line")
    walking.window.view.line_drawn.emit(0.0, 0.0, 100.0, 100.0)
    assert "is no floor" in notes_of(walking)
    assert _session(walking).request.derive.floor is None


# --- Slow motion -----------------------------------------------------------------------------


def _check_times(studio: Studio, qtbot: QtBot, factor: float) -> None:
    """All parts of the window agree on the time."""
    qtbot.waitUntil(
        lambda: bool(np.isclose(studio.playback.times_s[-1], (FRAMES - 1) / RATE_HZ / factor)),
        timeout=WAIT_MS,
    )
    settle(studio, qtbot)
    derived = studio.document.derived
    assert derived is not None
    np.testing.assert_allclose(derived.track.t_s, studio.playback.times_s)
    assert studio.window.plots.curves is not None
    np.testing.assert_allclose(studio.window.plots.curves.t_s, studio.playback.times_s)
    assert studio.projects.slow_motion_factor == factor


def test_slow_motion_of_an_analysed_recording(walking: Studio, qtbot: QtBot) -> None:
    playback, timeline = walking.playback, walking.window.timeline
    playback.jump(30)
    timeline.set_trim((5, 80))
    playback.set_loop_range((10, 50))
    _do(walking, "calibration.slow_motion")
    dialog = walking.calibration.dialog
    assert isinstance(dialog, SlowMotionDialog)
    dialog.set_recorded_hz(240.0)
    assert dialog.factor == pytest.approx(8.0)
    dialog.accept()
    _check_times(walking, qtbot, 8.0)
    assert playback.position == 30
    assert timeline.trim == (5, 80)
    assert playback.loop_range == (10, 50)
    assert _state(walking) == "8-fold slow motion"
    walking.document.undo_stack.undo()
    _check_times(walking, qtbot, 1.0)
    assert _state(walking) == ""


def test_slow_motion_is_saved(walking: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    walking.projects.set_slow_motion(4.0)
    _check_times(walking, qtbot, 4.0)
    path = tmp_path / "slow.epstudio"
    walking.projects.save_to(path)
    qtbot.waitUntil(lambda: not walking.document.is_dirty, timeout=WAIT_MS)
    walking.projects.close()
    assert _state(walking) == ""
    with qtbot.waitSignal(walking.projects.opened, timeout=WAIT_MS):
        walking.projects.open(path)
    _check_times(walking, qtbot, 4.0)
    assert _state(walking) == "4-fold slow motion"


def test_slow_motion_before_the_analysis_is_part_of_it(
    studio: Studio, qtbot: QtBot, still: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(still)
    studio.projects.set_slow_motion(2.0)
    qtbot.waitUntil(
        lambda: bool(np.isclose(studio.playback.times_s[-1], (FRAMES - 1) / RATE_HZ / 2)),
        timeout=WAIT_MS,
    )
    studio.window.timeline.set_trim((30, 60))
    asked: list[AnalysisRequest] = []
    monkeypatch.setattr(studio.analyses, "_begin", lambda request, _: asked.append(request))
    studio.analyses.run()
    assert asked[0].slow_motion_factor == 2.0
    assert (asked[0].start_s, asked[0].end_s) == pytest.approx((0.5, 1.0))
    # The next recording is a usual one.
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(still)
    assert studio.projects.slow_motion_factor == 1.0


def test_analysed_again_the_recording_keeps_what_was_told(
    walking: Studio, qtbot: QtBot, rolled: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    walking.calibration.set_person(Person(pseudonym="P-2", height_m=1.75), scales=True)
    settle(walking, qtbot)
    before = _session(walking)
    asked: list[AnalysisRequest] = []
    monkeypatch.setattr(walking.analyses, "_begin", lambda request, _: asked.append(request))
    walking.analyses.run()
    assert asked[0].derive == before.request.derive
    walking.analyses.runner.succeeded.emit(replace(rolled, request=asked[0]))
    after = _session(walking)
    assert after is not before
    assert after.assessment.person == before.assessment.person
    assert after.request.derive.scale == before.request.derive.scale
    qtbot.waitUntil(lambda: not walking.checks.is_running, timeout=WAIT_MS)


def test_dialogs_close_with_the_recording(walking: Studio) -> None:
    _do(walking, "calibration.person")
    walking.projects.close()
    assert walking.calibration.dialog is None
