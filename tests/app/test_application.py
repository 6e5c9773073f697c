"""From opening a recording to the exported tables, through the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.application import Studio
from efficientpose_core.phantom.clip import PhantomSpec, write_clip
from efficientpose_core.pipeline import AnalysisRequest, analyze
from efficientpose_core.results import write_results

WAIT_MS = 60_000


@pytest.fixture(scope="module", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setenv("EFFICIENTPOSE_HOME", str(tmp_path_factory.mktemp("home")))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def walker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "walker.mp4"
    write_clip(PhantomSpec(size_px=(480, 320), duration_s=1.2), path)
    return path


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[Studio]:
    studio = Studio()
    qtbot.addWidget(studio.window)
    studio.window.show()
    yield studio
    studio.shutdown()


def test_from_opening_to_the_same_tables_as_the_command_line(
    studio: Studio, qtbot: QtBot, walker: Path, tmp_path: Path
) -> None:
    with qtbot.waitSignal(studio.playback.frame_shown, timeout=WAIT_MS):
        studio.window.file_chosen.emit(walker)
    assert studio.window.timeline.frame_count == 36
    assert not studio.window.export_action.isEnabled()
    with qtbot.waitSignal(studio.runner.finished, timeout=WAIT_MS):
        studio.window.analyse_action.trigger()
        assert studio.window.cancel_action.isEnabled()
        assert not studio.window.analyse_action.isEnabled()
    qtbot.waitUntil(studio.window.export_action.isEnabled, timeout=WAIT_MS)
    assert studio.analysis is not None
    assert studio.window.analyse_action.isEnabled()
    with qtbot.waitSignal(studio.playback.frame_shown, timeout=WAIT_MS):
        studio.window.timeline.frame_requested.emit(20)
    assert studio.playback.position == 20
    assert studio.window.plots.shown[:2] == ("hip_flexion", "knee_flexion")
    with qtbot.waitSignal(studio.playback.frame_shown, timeout=WAIT_MS):
        studio.window.plots.time_requested.emit(float(studio.playback.times_s[9]) + 1e-4)
    assert studio.playback.position == 9
    studio.window.export_requested.emit(tmp_path / "window")
    expected = write_results(
        analyze(AnalysisRequest(source=walker)), tmp_path / "cli", overlay=False
    )
    for path in (expected.keypoints, expected.angles):
        assert (tmp_path / "window" / path.name).read_bytes() == path.read_bytes()


def test_stopped_analysis_is_continued(studio: Studio, qtbot: QtBot, walker: Path) -> None:
    studio.open(walker)
    with qtbot.waitSignal(studio.runner.finished, timeout=WAIT_MS):
        studio.runner.progressed.connect(
            lambda progress: studio.runner.cancel() if progress.done else None
        )
        studio.analyse()
    studio.runner.progressed.disconnect()
    studio.runner.progressed.connect(studio._show_progress)
    with qtbot.waitSignal(studio.runner.succeeded, timeout=WAIT_MS) as done:
        qtbot.waitUntil(lambda: not studio.runner.is_running, timeout=WAIT_MS)
        studio.analyse()
    assert len(done.args[0].detection.track) == 36


def test_bad_file_is_told_and_what_was_open_stays(
    studio: Studio, qtbot: QtBot, walker: Path, tmp_path: Path
) -> None:
    studio.open(walker)
    text = tmp_path / "text.mp4"
    text.write_text("no video")
    studio.window.file_chosen.emit(text)
    assert "text.mp4" in studio.window.statusBar().currentMessage()
    assert "walker.mp4" in studio.window.windowTitle()
    assert studio.window.timeline.frame_count == 36
