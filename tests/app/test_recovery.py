"""Killed without warning: what was corrected is offered again, finished frames are not lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.services.recovery import Autosave, lost_projects
from efficientpose_core.pipeline import Analysis
from efficientpose_core.session.storage import load_session

from .conftest import WAIT_MS, share_converted

PROGRAM = """
import sys, json
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
import app
application = QApplication([])
from app.application import Studio
from app.settings import AppSettings
folder, clip, task = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
settings = AppSettings(QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat))
settings.was_checked = True
studio = Studio(settings)
studio.start()

def edit(_):
    for frame in range(5):
        studio.playback.show_frame(frame)
        studio.window.view.keypoint_moved.emit(11, 100.0 + frame, 200.0)

def tell(*what):
    print(*what, flush=True)

studio.projects.opened.connect(lambda _: studio.analyses.run())
if task == "edit":
    studio.analyses.runner.finished.connect(lambda: QTimer.singleShot(0, lambda: edit(0)))
    studio.projects.autosave.saved.connect(
        lambda _: tell("saved") if studio.document.undo_stack.count() >= 5 else None
    )
else:
    studio.analyses.runner.progressed.connect(lambda told: tell("done", told.done))
studio.projects.open(clip)
application.exec()
"""


def _start(folder: Path, home: Path, clip: Path, task: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder), str(clip), task],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "EFFICIENTPOSE_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
    )


def _kill(process: subprocess.Popen[str]) -> None:
    # SIGKILL where there is one: nothing can be done about it in the process.
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
    if sys.platform != "win32":
        assert process.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_edits_survive_a_kill(
    tmp_path: Path, home: Path, converted: Path, walker: Path, studio: Studio, qtbot: QtBot
) -> None:
    own = tmp_path / "home"
    share_converted(converted, own)
    process = _start(tmp_path, own, walker, "edit")
    assert process.stdout is not None
    assert any(line.strip() == "saved" for line in process.stdout)
    assert lost_projects(own / "recovery") == (), "a running program's copy is not lost"
    _kill(process)
    (lost,) = lost_projects(own / "recovery")
    assert lost.recording == "walker.mp4"
    assert abs(time.time() - lost.saved_at_s) < 600
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.restore(lost)
    session = studio.document.session
    assert session is not None
    assert [edit.frame for edit in session.edits] == [0, 1, 2, 3, 4]  # type: ignore[union-attr]
    assert studio.document.is_dirty
    assert lost_projects(own / "recovery") == ()


@pytest.mark.slow
def test_finished_frames_survive_a_kill(tmp_path: Path, home: Path) -> None:
    from efficientpose_core.models.weights import BUNDLED
    from efficientpose_core.phantom.clip import PhantomSpec, write_clip
    from efficientpose_core.pipeline import AnalysisRequest, analyze

    clip = tmp_path / "long.mp4"
    write_clip(PhantomSpec(size_px=(320, 240), duration_s=10.0), clip)
    process = _start(tmp_path, home, clip, "analyse")
    assert process.stdout is not None
    done = 0
    for line in process.stdout:
        done = int(line.split()[1])
        if done > 100:
            break
    assert done > 100, "the analysis ended before it could be killed"
    _kill(process)
    (journal,) = (home / "cache" / "journals").glob("*.journal")
    again = analyze(AnalysisRequest(source=clip, weights=BUNDLED[0].name), journal=journal,
                    resume=True)  # fmt: skip
    # Flushed about every second: what was done in the last one may be gone.
    assert again.detection.frames_run < 300 - done / 2
    fresh = analyze(AnalysisRequest(source=clip))
    np.testing.assert_array_equal(again.detection.track.xy_px, fresh.detection.track.xy_px)


def test_copies_follow_edits_and_go_when_saved(
    analysed: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    autosave = analysed.projects.autosave
    with qtbot.waitSignal(autosave.saved, timeout=WAIT_MS) as saved:
        autosave.save()
    copy = saved.args[0]
    assert len(load_session(copy).edits) == 0
    analysed.window.view.keypoint_moved.emit(3, 10.0, 20.0)
    with qtbot.waitSignal(autosave.saved, timeout=WAIT_MS):
        # By itself, soon after the edit.
        pass
    assert len(load_session(copy).edits) == 1
    assert json.loads(copy.with_suffix(".json").read_text())["recording"] == "walker.mp4"
    analysed.projects.save_to(tmp_path / "a.epstudio")
    qtbot.waitUntil(lambda: not copy.exists(), timeout=WAIT_MS)
    assert not copy.with_suffix(".json").exists()


def test_a_copy_that_cannot_be_written_is_told_and_tried_again(
    analysed: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    autosave = Autosave(analysed.document, tmp_path / "file" / "recovery")
    for _ in range(2):
        with qtbot.waitSignal(autosave.failed, timeout=WAIT_MS) as failed:
            autosave.save()
        assert "Cannot write" in str(failed.args[0])
    autosave.shutdown()


def test_a_torn_note_does_not_hide_the_copy(tmp_path: Path, analysis: Analysis, home: Path) -> None:
    from efficientpose_core.session.document import Session
    from efficientpose_core.session.storage import save_session

    save_session(Session.from_analysis(analysis), tmp_path / "a.epstudio")
    (tmp_path / "a.json").write_text("{")
    (lost,) = lost_projects(tmp_path)
    assert lost.copy == tmp_path / "a.epstudio"
    lost.discard()
    assert list(tmp_path.iterdir()) == []
