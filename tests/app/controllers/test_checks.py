"""What a recording shows about itself: a moving camera, a treadmill, another view."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.application import Studio
from efficientpose_core.kinematics.view import View
from efficientpose_core.phantom.clip import PhantomSpec
from efficientpose_core.phantom.scene import View as Seen
from efficientpose_core.session.document import Session
from efficientpose_core.session.storage import save_session

from ..conftest import WAIT_MS, notes_of, settle
from ..phantoms import FRAMES, SIZE_PX, analysis_of, spec, texture, write_pictures


@pytest.fixture(scope="module")
def panning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a recording whose background drifts by a pixel a frame."""
    width, height = SIZE_PX
    wide = texture((width + FRAMES, height))
    pictures = [wide[:, n : n + width] for n in range(FRAMES)]
    return write_pictures(tmp_path_factory.mktemp("pan") / "pan.mp4", pictures)


def _analysed(studio: Studio, qtbot: QtBot, path: Path, phantom: PhantomSpec) -> Studio:
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(path)
    studio.document.open_analysis(analysis_of(path, phantom))
    assert studio.checks.is_running
    qtbot.waitUntil(lambda: not studio.checks.is_running, timeout=WAIT_MS)
    settle(studio, qtbot)
    return studio


def _reason(studio: Studio) -> str:
    assert studio.document.session is not None
    return studio.document.session.assessment.no_distances


def _gait_reasons(studio: Studio) -> set[str]:
    gait = studio.gait.gait
    return set() if gait is None else {one.reason for one in gait.parameters if one.is_refused}


def _press(studio: Studio, words: str) -> None:
    buttons = studio.window.notes.findChildren(QPushButton)
    next(button for button in buttons if button.text() == words).click()


def test_a_still_camera_is_not_mentioned(studio: Studio, qtbot: QtBot, still: Path) -> None:
    _analysed(studio, qtbot, still, spec())
    assert _reason(studio) == ""
    assert studio.document.undo_stack.count() == 0
    assert notes_of(studio) == ""
    studio.actions.action("calibration.check").trigger()
    qtbot.waitUntil(lambda: "stands still" in notes_of(studio), timeout=WAIT_MS)


def test_a_moving_camera_refuses_distances(studio: Studio, qtbot: QtBot, panning: Path) -> None:
    _analysed(studio, qtbot, panning, spec())
    reason = _reason(studio)
    assert "camera moves" in reason
    assert reason in notes_of(studio)
    assert studio.document.undo_stack.undoText() == "Refuse distances"
    assert studio.actions.action("calibration.no_distances").isChecked()
    qtbot.waitUntil(lambda: reason in _gait_reasons(studio), timeout=WAIT_MS)
    studio.document.undo_stack.undo()
    assert _reason(studio) == ""
    studio.document.undo_stack.redo()
    _press(studio, "Tell them all the same")
    assert _reason(studio) == ""
    assert studio.document.undo_stack.undoText() == "Tell distances"


def test_a_treadmill_refuses_distances(studio: Studio, qtbot: QtBot, still: Path) -> None:
    _analysed(studio, qtbot, still, spec(on_the_spot=True))
    assert "treadmill" in _reason(studio)
    studio.actions.action("calibration.no_distances").trigger()
    assert _reason(studio) == ""


def test_what_the_user_has_refused_stays_refused(studio: Studio, qtbot: QtBot, still: Path) -> None:
    _analysed(studio, qtbot, still, spec())
    studio.actions.action("calibration.no_distances").trigger()
    reason = _reason(studio)
    studio.checks.start(is_asked=True)
    qtbot.waitUntil(lambda: "Nothing speaks against" in notes_of(studio), timeout=WAIT_MS)
    assert _reason(studio) == reason
    _press(studio, "Tell distances")
    assert _reason(studio) == ""


def test_the_check_can_be_stopped(studio: Studio, qtbot: QtBot, panning: Path) -> None:
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(panning)
    studio.document.open_analysis(analysis_of(panning, spec()))
    task = studio.checks.task
    assert task is not None
    with qtbot.waitSignal(task.finished, timeout=WAIT_MS):
        studio.actions.action("calibration.check").trigger()
    assert not studio.checks.is_running
    assert _reason(studio) == ""


def test_results_of_a_recording_that_was_closed_are_dropped(
    studio: Studio, qtbot: QtBot, panning: Path, still: Path
) -> None:
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(panning)
    studio.document.open_analysis(analysis_of(panning, spec()))
    task = studio.checks.task
    assert task is not None
    # In the thread of the check: it must not be over before the other one is opened.
    task.progressed.connect(lambda _: None, Qt.ConnectionType.DirectConnection)
    with qtbot.waitSignal(task.finished, timeout=WAIT_MS):
        studio.document.open_analysis(analysis_of(still, spec()))
    qtbot.waitUntil(lambda: not studio.checks.is_running, timeout=WAIT_MS)
    assert _reason(studio) == ""


def test_a_saved_project_is_not_checked_again(
    studio: Studio, qtbot: QtBot, panning: Path, tmp_path: Path
) -> None:
    _analysed(studio, qtbot, panning, spec())
    reason, path = _reason(studio), tmp_path / "pan.epstudio"
    studio.projects.save_to(path)
    qtbot.waitUntil(lambda: not studio.document.is_dirty, timeout=WAIT_MS)
    studio.projects.close()
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(path)
    assert not studio.checks.is_running
    assert _reason(studio) == reason


def _opened(studio: Studio, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(path)


def test_a_project_made_without_the_window_is_checked_when_it_is_opened(
    studio: Studio, qtbot: QtBot, panning: Path, tmp_path: Path
) -> None:
    path = tmp_path / "pan.epstudio"
    save_session(Session.from_analysis(analysis_of(panning, spec())), path)
    _opened(studio, qtbot, path)
    assert studio.checks.is_running
    qtbot.waitUntil(lambda: not studio.checks.is_running, timeout=WAIT_MS)
    assert "camera moves" in _reason(studio)
    assert studio.document.undo_stack.undoText() == "Refuse distances"


def test_the_word_of_the_user_is_kept_with_the_project(
    studio: Studio, qtbot: QtBot, panning: Path, tmp_path: Path
) -> None:
    _analysed(studio, qtbot, panning, spec())
    _press(studio, "Tell them all the same")
    path = tmp_path / "pan.epstudio"
    studio.projects.save_to(path)
    qtbot.waitUntil(lambda: not studio.document.is_dirty, timeout=WAIT_MS)
    studio.projects.close()
    _opened(studio, qtbot, path)
    assert not studio.checks.is_running
    assert _reason(studio) == ""


def test_a_project_without_its_recording_is_not_checked(
    studio: Studio, still: Path, tmp_path: Path
) -> None:
    analysis = analysis_of(still, spec())
    session = Session.from_analysis(analysis).with_source(tmp_path / "gone.mp4")
    studio.document.open_session(session, None, analysis.derived)
    assert not studio.checks.is_running


def test_the_other_view_is_proposed(studio: Studio, qtbot: QtBot, still: Path) -> None:
    _analysed(studio, qtbot, still, spec(view=Seen.FRONT, on_the_spot=True))
    assert "seen from the front or back" in notes_of(studio)
    _press(studio, "Take the front view")
    settle(studio, qtbot)
    assert studio.document.session is not None
    assert studio.document.session.request.derive.view is View.FRONTAL
    assert studio.window.view_box.currentData() == "frontal"
    assert studio.document.undo_stack.undoText() == "Change the view"
    # Told once: neither does an undo ask again.
    studio.document.undo_stack.undo()
    settle(studio, qtbot)
    qtbot.waitUntil(lambda: "seen from the front" not in notes_of(studio), timeout=WAIT_MS)


def test_a_fitting_view_is_not_mentioned(studio: Studio, qtbot: QtBot, still: Path) -> None:
    _analysed(studio, qtbot, still, spec())
    assert "seen from" not in notes_of(studio)
