"""Gait in the window: events on the timeline, parameters and curves beside the picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.widgets.timeline import EventMark
from efficientpose_core.kinematics.gait.events import EventKind, EventSource
from efficientpose_core.kinematics.gait.marks import AddEvent, DeleteEvent, MoveEvent
from efficientpose_core.phantom.clip import Phantom, PhantomSpec

from ..conftest import WAIT_MS, notes_of, settle


@pytest.fixture
def gait(walking: Studio, qtbot: QtBot) -> Studio:
    """Return the application with the gait of a walk computed."""
    qtbot.waitUntil(lambda: walking.gait.gait is not None, timeout=WAIT_MS)
    return walking


def _do(studio: Studio, qtbot: QtBot, id: str) -> None:
    before = studio.gait.gait
    studio.actions.action(id).trigger()
    qtbot.waitUntil(lambda: studio.gait.gait is not before, timeout=WAIT_MS)


def _events(studio: Studio) -> list[tuple[str, str, int]]:
    assert studio.gait.gait is not None
    return [(event.side, event.kind.value, event.frame) for event in studio.gait.gait.events]


def _marks(studio: Studio) -> tuple[EventMark, ...]:
    return tuple(studio.window.timeline._events)


def _texts(studio: Studio) -> str:
    return "\n".join(label.text() for label in studio.gait.panel.findChildren(QLabel))


def _assessment_marks(studio: Studio) -> tuple[object, ...]:
    assert studio.document.session is not None
    return studio.document.session.assessment.gait_marks


def test_events_are_on_the_timeline_where_the_feet_touch(gait: Studio) -> None:
    shown = [(mark.side, mark.kind, mark.frame) for mark in _marks(gait)]
    assert sorted(shown) == sorted(_events(gait))
    assert all(mark.is_automatic for mark in _marks(gait))
    assert {mark.label for mark in _marks(gait)} == {
        "right contact", "left contact", "right toe-off", "left toe-off",
    }  # fmt: skip
    truth = Phantom(PhantomSpec(size_px=(480, 320), duration_s=4.0)).events
    contacts = [
        frame for side, kind, frame in shown if (side, kind) == ("right", "initial_contact")
    ]
    expected = [e.t_s * 30 for e in truth if (e.side, e.kind) == ("right", "initial_contact")]
    assert len(contacts) >= 2
    for frame in contacts:
        assert min(abs(frame - one) for one in expected) <= 3


def test_panel_tells_numbers_curves_and_refusals(gait: Studio) -> None:
    result, panel = gait.gait.gait, gait.gait.panel
    assert result is not None
    assert f"{len(result.events)} events, {len(result.cycles)} cycles" in _texts(gait)
    assert set(panel.plots.shown) == {"hip_flexion", "knee_flexion"}
    rows = panel.table.selected_text().splitlines()
    assert len(rows) > 10
    cadence = next(row for row in rows if row.startswith("Cadence"))
    assert f"{result.parameter('cadence').value:.1f}" in cadence


@pytest.mark.parametrize(
    ("id", "side", "kind", "words"),
    [
        ("gait.contact_right", "right", "initial_contact", "right contact"),
        ("gait.contact_left", "left", "initial_contact", "left contact"),
        ("gait.off_right", "right", "toe_off", "right toe-off"),
        ("gait.off_left", "left", "toe_off", "left toe-off"),
    ],
)
def test_events_are_added_computed_again_and_undone(
    gait: Studio, qtbot: QtBot, id: str, side: str, kind: str, words: str
) -> None:
    before = _events(gait)
    taken = [frame for s, k, frame in before if (s, k) == (side, kind)]
    frame = next(f for f in range(40, 100) if min(abs(f - t) for t in taken) > 8)
    gait.playback.jump(frame)
    _do(gait, qtbot, id)
    assert (side, kind, frame) in _events(gait)
    (mark,) = (m for m in _marks(gait) if (m.side, m.kind, m.frame) == (side, kind, frame))
    assert not mark.is_automatic
    assert gait.document.undo_stack.undoText() == f"Add {words}, frame {frame}"
    assert gait.window.isWindowModified()
    (added,) = _assessment_marks(gait)
    assert isinstance(added, AddEvent)
    _do(gait, qtbot, "edit.undo")
    assert _events(gait) == before
    assert not gait.window.isWindowModified()


def test_events_are_dragged(gait: Studio, qtbot: QtBot) -> None:
    mark = next(m for m in _marks(gait) if m.kind == "initial_contact" and 40 < m.frame < 80)
    before = gait.gait.gait
    gait.window.timeline.event_moved.emit(mark, mark.frame + 2)
    qtbot.waitUntil(lambda: gait.gait.gait is not before, timeout=WAIT_MS)
    assert (mark.side, mark.kind, mark.frame + 2) in _events(gait)
    assert (mark.side, mark.kind, mark.frame) not in _events(gait)
    (moved,) = _assessment_marks(gait)
    assert isinstance(moved, MoveEvent)
    text = f"Move {mark.label}, frame {mark.frame + 2}"
    assert gait.document.undo_stack.undoText() == text
    assert gait.gait.gait is not None
    assert before is not None
    # Times follow.
    name = f"{mark.side}_step_time"
    assert gait.gait.gait.parameter(name).value != before.parameter(name).value
    _do(gait, qtbot, "edit.undo")
    assert (mark.side, mark.kind, mark.frame) in _events(gait)


def test_events_are_deleted_near_the_frame_on_display(gait: Studio, qtbot: QtBot) -> None:
    side, kind, frame = next(event for event in _events(gait) if 20 < event[2] < 90)
    gait.playback.jump(frame)
    _do(gait, qtbot, "gait.delete")
    assert (side, kind, frame) not in _events(gait)
    (deleted,) = _assessment_marks(gait)
    assert deleted == DeleteEvent(side=side, kind=EventKind(kind), frame=frame)
    _do(gait, qtbot, "edit.undo")
    assert (side, kind, frame) in _events(gait)


def test_where_no_event_is_none_is_deleted(gait: Studio, qtbot: QtBot) -> None:
    before = gait.gait.gait
    gait.gait.panel.method_chosen.emit("manual")
    qtbot.waitUntil(lambda: gait.gait.gait is not before, timeout=WAIT_MS)
    gait.actions.action("gait.delete").trigger()
    assert "no gait event here" in notes_of(gait)
    assert _assessment_marks(gait) == ()


def test_going_from_event_to_event(gait: Studio) -> None:
    frames = sorted({frame for _, _, frame in _events(gait)})
    gait.playback.jump(frames[1])
    gait.actions.action("gait.next").trigger()
    assert gait.playback.position == frames[2]
    gait.actions.action("gait.previous").trigger()
    gait.actions.action("gait.previous").trigger()
    assert gait.playback.position == frames[0]
    gait.actions.action("gait.previous").trigger()
    assert gait.playback.position == frames[0]


def test_events_can_be_left_to_the_user(gait: Studio, qtbot: QtBot) -> None:
    before = gait.gait.gait
    gait.gait.panel.method_chosen.emit("manual")
    qtbot.waitUntil(lambda: gait.gait.gait is not before, timeout=WAIT_MS)
    assert _events(gait) == []
    assert _marks(gait) == ()
    assert gait.gait.panel.plots.shown == ()
    # Why nothing is reported is told once for all that lack it.
    assert gait.gait.gait is not None
    reasons = {measure.reason for measure in gait.gait.gait.parameters if measure.is_refused}
    told = [line for line in _texts(gait).splitlines() if line.startswith("Not reported: ")]
    assert 0 < len(told) == len(set(told)) < len(reasons)
    assert any("12 parameters. Only 0 clean right cycles with Hip" in line for line in told)
    gait.playback.jump(30)
    _do(gait, qtbot, "gait.contact_left")
    assert _events(gait) == [("left", "initial_contact", 30)]


def test_other_direction_has_no_norms(gait: Studio, qtbot: QtBot) -> None:
    before = gait.gait.gait
    assert not gait.gait.panel._source.isHidden()
    gait.gait.panel.direction_chosen.emit(True)
    qtbot.waitUntil(lambda: gait.gait.gait is not before, timeout=WAIT_MS)
    assert gait.document.session is not None
    assert gait.document.session.assessment.walks_backwards
    assert gait.gait.panel._source.isHidden()


def test_corrections_of_keypoints_move_events(gait: Studio, qtbot: QtBot) -> None:
    before = gait.gait.gait
    gait.playback.set_loop_range((30, 90))
    gait.actions.action("edit.swap").trigger()
    settle(gait, qtbot)
    qtbot.waitUntil(lambda: gait.gait.gait is not before, timeout=WAIT_MS)


def test_marks_are_saved_with_the_project(gait: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    gait.playback.jump(47)
    _do(gait, qtbot, "gait.contact_right")
    expected = _events(gait)
    path = tmp_path / "marked.epstudio"
    gait.projects.save_to(path)
    qtbot.waitUntil(lambda: not gait.document.is_dirty, timeout=WAIT_MS)
    gait.projects.close()
    assert gait.gait.gait is None
    assert _marks(gait) == ()
    with qtbot.waitSignal(gait.projects.opened, timeout=WAIT_MS):
        gait.projects.open(path)
    qtbot.waitUntil(lambda: gait.gait.gait is not None, timeout=WAIT_MS)
    assert _events(gait) == expected
    manual = [e for e in gait.gait.gait.events if e.source is not EventSource.AUTOMATIC]
    assert [(e.side, e.frame) for e in manual] == [("right", 47)]


def test_rows_are_copied_with_tabs(gait: Studio, qtbot: QtBot) -> None:
    table = gait.gait.panel.table
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    (line,) = QGuiApplication.clipboard().text().splitlines()
    assert line == table.selected_text()
    assert line.count("\t") >= 3


def test_every_cell_explains_itself(gait: Studio) -> None:
    model = gait.gait.panel.table._model
    explained = 0
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            measure = model.measure(index)
            tip = index.data(Qt.ItemDataRole.ToolTipRole)
            if measure is None:
                assert not tip
            elif measure.is_refused:
                assert tip.startswith("Not reported: ")
                assert index.data() == "-"
            else:
                assert f"n = {measure.n}" in tip
                explained += 1
    assert explained > 10


def test_mean_curves_have_their_spread(gait: Studio) -> None:
    result = gait.gait.gait
    assert result is not None
    curve = result.curves["right_knee_flexion"]
    assert len(curve.mean_deg) == 101
    assert np.isfinite(curve.mean_deg).all()
    assert gait.gait.panel.plots.shown[-1] == "knee_flexion"
