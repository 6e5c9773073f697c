"""Two projects side by side: they move together, and leave nothing behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.widgets.compare_page import ComparePage
from efficientpose_core.session.storage import load_session, save_session

from ..conftest import WAIT_MS, notes_of


@pytest.fixture
def comparing(walking: Studio, qtbot: QtBot, walk_project: Path, tmp_path: Path) -> Studio:
    """Return the walk beside a copy of itself."""
    path = tmp_path / "before.epstudio"
    save_session(load_session(walk_project), path)
    walking.comparing.open(path)
    qtbot.waitUntil(lambda: walking.comparing.trials is not None, timeout=WAIT_MS)
    return walking


def _page(studio: Studio) -> ComparePage:
    page = studio.comparing.page
    assert page is not None
    return page


def _frames(studio: Studio) -> tuple[int, int]:
    player = studio.comparing.other_player
    assert player is not None
    return studio.playback.position, player.position


def test_both_show_the_same_moment(comparing: Studio, qtbot: QtBot) -> None:
    page = _page(comparing)
    page.frame_requested.emit(0, 40)
    assert _frames(comparing) == (40, 40)
    page.frame_requested.emit(1, 25)
    assert _frames(comparing) == (25, 25)
    qtbot.waitUntil(lambda: [view.frame for view in page.views] == [25, 25], timeout=WAIT_MS)


def test_each_is_moved_alone_and_aligned_anew(comparing: Studio, qtbot: QtBot) -> None:
    page = _page(comparing)
    page.frame_requested.emit(0, 40)
    page.set_moves_together(False)
    page.frame_requested.emit(1, 46)
    assert _frames(comparing) == (40, 46)
    page.align_requested.emit()
    assert page.alignment == "event"
    assert page.moves_together
    page.frame_requested.emit(0, 50)
    assert _frames(comparing) == (50, 56)
    # Beyond its end, the last frame stays, and it is said.
    last = comparing.playback.frame_count - 1
    page.frame_requested.emit(0, last)
    assert _frames(comparing) == (last, last)
    assert page.remarks[1] == "has ended"
    page.frame_requested.emit(0, 50)
    assert page.remarks[1] == ""


def test_click_into_the_curves_seeks(comparing: Studio) -> None:
    page = _page(comparing)
    page.set_alignment("correlation")
    page.choice_changed.emit()
    page.plot.place_requested.emit(2.0)
    here, there = _frames(comparing)
    assert comparing.playback.times_s[here] == pytest.approx(2.0, abs=0.04)
    assert there == here


def test_gait_cycles_are_laid_over_each_other(comparing: Studio) -> None:
    page = _page(comparing)
    page.set_alignment("repetition")
    page.choice_changed.emit()
    assert page.problem == ""
    assert page.plot.aligned.axis_unit == "%"
    assert page.plot.aligned.measure("rms_difference").value == pytest.approx(0.0, abs=1e-9)
    assert page.changes.model().rowCount() > 5
    assert {page.changes.model().index(row, 3).data() for row in range(2)} <= {"0.0", "0.000"}


def test_what_cannot_be_aligned_says_why(comparing: Studio) -> None:
    page = _page(comparing)
    page.set_stretches((0, 1))
    page.set_alignment("repetition")
    trials = comparing.comparing.trials
    assert trials is not None
    comparing.comparing.set_trials((replace(trials[0], stretches_s=()), trials[1]))
    assert "no such repetition" in page.problem
    assert page.plot.aligned is None
    assert page.plot.isHidden()
    page.set_alignment("event")
    page.choice_changed.emit()
    assert page.problem == ""


def test_nothing_is_changed_meanwhile(comparing: Studio) -> None:
    action = comparing.actions.action
    assert not action("analysis.run").isEnabled()
    assert not action("file.save").isEnabled()
    assert action("play.toggle").isEnabled()


def test_escape_goes_back_and_ends_the_second_player(comparing: Studio, qtbot: QtBot) -> None:
    player = comparing.comparing.other_player
    assert player is not None
    page = _page(comparing)
    page.views[0].setFocus()
    qtbot.keyClick(page.views[0], Qt.Key.Key_Escape)
    assert not comparing.comparing.is_open
    assert not player.is_running
    assert comparing.actions.action("analysis.run").isEnabled()
    comparing.playback.step(1)


def test_closing_the_project_closes_the_comparison(comparing: Studio) -> None:
    comparing.document.close()
    assert not comparing.comparing.is_open


def test_bad_projects_are_told_and_nothing_is_opened(
    walking: Studio, qtbot: QtBot, walk_project: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.epstudio"
    bad.write_text("no project")
    walking.comparing.open(bad)
    qtbot.waitUntil(lambda: "bad.epstudio" in notes_of(walking), timeout=WAIT_MS)
    session = load_session(walk_project)
    lost = replace(session, detection=replace(session.detection, source_sha256="0" * 64))
    save_session(lost, tmp_path / "lost.epstudio")
    walking.comparing.open(tmp_path / "lost.epstudio")
    qtbot.waitUntil(lambda: "was not found" in notes_of(walking), timeout=WAIT_MS)
    assert not walking.comparing.is_open
