"""From opening a recording to the exported tables, through the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.export import ExportChoice
from app.widgets.curves import Quantity
from efficientpose_core.pipeline import Analysis
from efficientpose_core.pose import Status
from efficientpose_core.results import write_results

from .conftest import WAIT_MS, settle


def _notes(studio: Studio) -> str:
    return "\n".join(note.text for note in studio.window.notes.notes)


def _export(studio: Studio, qtbot: QtBot, folder: Path, *, overlay: bool = False) -> None:
    formats = ("keypoints", "angles", "speeds")
    choice = ExportChoice(folder=folder, formats=formats, overlay=overlay)
    with qtbot.waitSignal(studio.exporting.write(choice).succeeded, timeout=WAIT_MS):
        pass


def test_from_opening_to_the_same_tables_as_the_command_line(
    opened: Studio, qtbot: QtBot, analysis: Analysis, tmp_path: Path
) -> None:
    action = opened.actions.action
    assert opened.window.timeline.frame_count == 36
    assert action("analysis.run").isEnabled()
    assert not action("file.export").isEnabled()
    live = []
    opened.analyses.runner.seen.connect(live.append)
    with qtbot.waitSignal(opened.analyses.runner.succeeded, timeout=WAIT_MS):
        action("analysis.run").trigger()
        assert action("analysis.stop").isEnabled()
        assert not action("analysis.run").isEnabled()
    qtbot.waitUntil(action("file.export").isEnabled, timeout=WAIT_MS)
    assert live
    assert live[0].result.pose is not None
    assert opened.window.isWindowModified()
    _export(opened, qtbot, tmp_path / "window")
    expected = write_results(analysis, tmp_path / "cli", overlay=False, speeds=True)
    for path in (expected.keypoints, expected.angles, expected.speeds):
        assert (tmp_path / "window" / path.name).read_bytes() == path.read_bytes()
    assert "Written to" in _notes(opened)


def test_scrub_edit_undo_save_reopen_gives_identical_numbers(
    analysed: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    document, view = analysed.document, analysed.window.view
    before = document.derived
    assert before is not None
    knee = before.track.skeleton.index("right_knee")
    with qtbot.waitSignal(analysed.playback.frame_shown, timeout=WAIT_MS):
        analysed.window.timeline.frame_requested.emit(20)
    assert analysed.playback.position == 20
    view.keypoint_moved.emit(knee, 200.5, 210.25)
    settle(analysed, qtbot)
    edited = document.derived
    assert edited is not None
    assert edited.track.status[20, knee] == Status.EDITED
    assert not np.array_equal(
        edited.angles.column("right_knee_flexion"),
        before.angles.column("right_knee_flexion"),
        equal_nan=True,
    )
    analysed.actions.action("edit.undo").trigger()
    settle(analysed, qtbot)
    assert document.derived is not None
    np.testing.assert_array_equal(document.derived.angles.values_deg, before.angles.values_deg)
    analysed.actions.action("edit.redo").trigger()
    settle(analysed, qtbot)
    _export(analysed, qtbot, tmp_path / "before")
    path = tmp_path / "walk.epstudio"
    analysed.projects.save_to(path)
    qtbot.waitUntil(lambda: not document.is_dirty, timeout=WAIT_MS)
    analysed.projects.close()
    assert document.session is None
    assert "walk" not in analysed.window.windowTitle()
    with qtbot.waitSignal(analysed.projects.opened, timeout=WAIT_MS):
        analysed.projects.open(path)
    assert analysed.playback.position == 20
    assert not document.is_dirty
    _export(analysed, qtbot, tmp_path / "after")
    for name in ("keypoints", "angles", "speeds"):
        file = f"walker_{name}.csv"
        assert (tmp_path / "after" / file).read_bytes() == (tmp_path / "before" / file).read_bytes()


def test_stopped_analysis_is_continued(opened: Studio, qtbot: QtBot) -> None:
    runner = opened.analyses.runner

    def stop(progress: object) -> None:
        if progress.done:  # type: ignore[attr-defined]
            opened.analyses.stop()

    # In the thread of the analysis: it must not be over before it is stopped.
    runner.progressed.connect(stop, Qt.ConnectionType.DirectConnection)
    with qtbot.waitSignal(runner.finished, timeout=WAIT_MS):
        opened.analyses.run()
    runner.progressed.disconnect(stop)
    assert "Stopped" in _notes(opened)
    qtbot.waitUntil(lambda: not opened.analyses.is_running, timeout=WAIT_MS)
    with qtbot.waitSignal(runner.succeeded, timeout=WAIT_MS) as done:
        opened.analyses.run()
    assert len(done.args[0].detection.track) == 36
    assert done.args[0].detection.frames_run < 36


def test_paused_analysis_rests_and_goes_on(opened: Studio, qtbot: QtBot) -> None:
    runner = opened.analyses.runner

    def pause(progress: object) -> None:
        if progress.done:  # type: ignore[attr-defined]
            runner.progressed.disconnect(pause)
            runner.set_paused(True)

    # In the thread of the analysis: it must not be over before it rests.
    runner.progressed.connect(pause, Qt.ConnectionType.DirectConnection)
    opened.analyses.run()
    qtbot.waitUntil(opened.actions.action("analysis.pause").isChecked, timeout=WAIT_MS)
    assert opened.actions.action("analysis.pause").isChecked()
    with qtbot.assertNotEmitted(runner.finished, wait=300):
        pass
    with qtbot.waitSignal(runner.succeeded, timeout=WAIT_MS):
        opened.actions.action("analysis.pause").trigger()
    qtbot.waitUntil(lambda: not opened.analyses.is_running, timeout=WAIT_MS)
    assert not opened.actions.action("analysis.pause").isChecked()


def test_bad_file_is_told_and_what_was_open_stays(
    opened: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("no video")
    _drop(opened, text)
    qtbot.waitUntil(lambda: "text.mp4" in _notes(opened), timeout=WAIT_MS)
    assert "walker.mp4" in opened.window.windowTitle()
    assert opened.window.timeline.frame_count == 36


def _drop(studio: Studio, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    studio.window.dropEvent(
        QDropEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                   Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip


def test_curves_follow_the_picture_and_lead_it(analysed: Studio, qtbot: QtBot) -> None:
    window, times_s = analysed.window, analysed.playback.times_s
    settle(analysed, qtbot)
    assert window.plots.shown[:2] == ("hip_flexion", "knee_flexion")
    with qtbot.waitSignal(analysed.playback.frame_shown, timeout=WAIT_MS):
        window.plots.time_requested.emit(float(times_s[9]) + 1e-4)
    assert analysed.playback.position == 9
    window.timeline.range_changed.emit(5, 15)
    assert analysed.playback.loop_range == (5, 15)
    window.plots.set_quantity(Quantity.SPEEDS)
    assert window.plots.curves is not None
    assert window.plots.curves.unit == "px/s"


def test_view_is_an_undoable_setting(analysed: Studio, qtbot: QtBot) -> None:
    box = analysed.window.view_box
    assert analysed.document.derived is not None
    assert "right_knee_flexion" in analysed.document.derived.angles.names
    row = box.findData("frontal")
    box.setCurrentIndex(row)
    box.activated.emit(row)
    settle(analysed, qtbot)
    assert "right_knee_flexion" not in analysed.document.derived.angles.names
    assert "right_knee_valgus" in analysed.window.plots.curves.groups["knee_valgus"][0].name
    analysed.actions.action("edit.undo").trigger()
    settle(analysed, qtbot)
    assert box.currentData() == "sagittal"
    assert "right_knee_flexion" in analysed.document.derived.angles.names


def test_a_part_is_analysed_again_with_a_box(analysed: Studio, qtbot: QtBot) -> None:
    track = analysed.document.session.detection.track  # type: ignore[union-attr]
    points = track.xy_px[10]
    (x0, y0), (x1, y1) = points.min(0) - 20, points.max(0) + 20
    analysed.playback.set_loop_range((10, 14))
    analysed.actions.action("analysis.again").trigger()
    analysed.window.view.box_drawn.emit(x0, y0, x1 - x0, y1 - y0)
    qtbot.waitUntil(
        lambda: bool(analysed.document.session and analysed.document.session.edits),
        timeout=WAIT_MS,
    )
    edit = analysed.document.session.edits[0]  # type: ignore[union-attr]
    assert edit.frame.tolist() == [10, 11, 12, 13]  # type: ignore[union-attr]
    assert np.nanmax(np.abs(edit.xy_px - track.xy_px[10:14])) < 30  # type: ignore[union-attr]
    assert analysed.document.undo_stack.undoText() == "Analyse frames 10 to 13 again"


def test_the_chosen_person_is_the_one_analysed(opened: Studio, qtbot: QtBot) -> None:
    opened.actions.action("analysis.person").trigger()
    opened.window.view.person_picked.emit(120.0, 200.0)
    assert "chosen" in _notes(opened)
    with qtbot.waitSignal(opened.analyses.runner.succeeded, timeout=WAIT_MS) as done:
        opened.analyses.run()
    assert done.args[0].request.follow.person_px == (120.0, 200.0)


def test_annotated_video_is_written_with_progress(
    analysed: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    _export(analysed, qtbot, tmp_path / "out", overlay=True)
    assert (tmp_path / "out" / "walker_overlay.mp4").stat().st_size > 1000


def test_a_folder_that_cannot_be_written_is_told(
    analysed: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    choice = ExportChoice(folder=tmp_path / "file" / "sub", formats=("angles",), overlay=False)
    with qtbot.waitSignal(analysed.exporting.write(choice).finished, timeout=WAIT_MS):
        pass
    assert "Choose another folder" in _notes(analysed)


@pytest.mark.parametrize("answer", ["cancel", "discard"])
def test_leaving_with_unsaved_work_asks(analysed: Studio, qtbot: QtBot, answer: str) -> None:
    asked = []

    def ask() -> str:
        asked.append(answer)
        return answer

    analysed.projects.ask_unsaved = ask
    analysed.window.close()
    qtbot.waitUntil(lambda: asked == [answer], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: analysed.window.isVisible() == (answer == "cancel"), timeout=WAIT_MS)


def test_several_recordings_are_analysed_in_turn(
    studio: Studio, qtbot: QtBot, walker: Path, analysis: Analysis, tmp_path: Path
) -> None:
    second, bad = tmp_path / "second.mp4", tmp_path / "bad.mp4"
    second.write_bytes(walker.read_bytes())
    bad.write_text("no video")
    qtbot.waitUntil(lambda: studio.window.model_box.count() > 0, timeout=WAIT_MS)
    out = tmp_path / "out"
    studio.queue.add([walker, bad, second], out)
    assert not studio.actions.action("analysis.run").isEnabled()
    qtbot.waitUntil(lambda: not studio.queue.is_running, timeout=2 * WAIT_MS)
    assert [state.name for state in studio.queue.states] == ["DONE", "FAILED", "DONE"]
    expected = write_results(analysis, tmp_path / "cli", overlay=False)
    for name in ("walker", "second"):
        written = out / f"{name}_angles.csv"
        assert written.read_bytes() == expected.angles.read_bytes()
        assert (out / f"{name}.epstudio").exists()
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.window.queue.open_requested.emit(2)
    assert studio.document.session is not None
    assert studio.document.session.request.source == second
