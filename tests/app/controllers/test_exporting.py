"""Files from the window are those of the command line, with everything the project says."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.export import ExportChoice
from efficientpose_core.cli.main import run
from efficientpose_core.kinematics.gait.events import EventKind
from efficientpose_core.kinematics.gait.marks import DeleteEvent
from efficientpose_core.session.storage import save_session

from ..conftest import WAIT_MS, notes_of

FORMATS = ("keypoints", "angles", "speeds", "tidy", "parameters", "json", "mot")


def test_a_project_is_written_alike_by_window_and_command_line(
    walking: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = walking.document.session
    gait = walking.gait
    qtbot.waitUntil(lambda: gait.gait is not None, timeout=WAIT_MS)
    assert session is not None
    assert gait.gait is not None
    contact = next(e for e in gait.gait.events if e.kind is EventKind.INITIAL_CONTACT)
    mark = DeleteEvent(side=contact.side, kind=contact.kind, frame=contact.frame)
    asked = replace(session.assessment, gait_marks=(mark,), no_distances="The camera moves.")
    walking.document.set_assessment(asked, "test")
    choice = ExportChoice(folder=tmp_path / "window", formats=FORMATS, overlay=False)
    task = walking.exporting.write(choice)
    assert task is not None
    with qtbot.waitSignal(task.succeeded, timeout=WAIT_MS):
        pass
    project = tmp_path / "visit.epstudio"
    assert walking.document.session is not None
    save_session(walking.document.session, project)
    arguments = ["analyze", project, "-o", tmp_path / "cli", "-q", "--no-overlay",
                 "--formats", ",".join(FORMATS)]  # fmt: skip
    monkeypatch.setattr(sys, "argv", ["efficientpose", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        run()
    assert not stop.value.code
    written = sorted(path.name for path in (tmp_path / "cli").iterdir())
    assert sorted(path.name for path in (tmp_path / "window").iterdir()) == written
    assert len(written) == len(FORMATS) + 1
    for name in written:
        ours, theirs = ((tmp_path / where / name).read_bytes() for where in ("window", "cli"))
        assert ours == theirs, name
    assert "The camera moves." in (tmp_path / "cli" / "walk_parameters.csv").read_text("utf-8")


def test_stopped_export_is_told_and_leaves_whole_files(
    walking: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    choice = ExportChoice(folder=tmp_path / "out", formats=("keypoints",), overlay=True)
    task = walking.exporting.write(choice)
    assert task is not None
    task.progressed.connect(lambda _: walking.window.cancel_requested.emit())
    with qtbot.waitSignal(task.cancelled, timeout=WAIT_MS):
        pass
    assert {path.name for path in (tmp_path / "out").iterdir()} <= {"walk_keypoints.csv"}
    assert "Nothing more is written" in notes_of(walking)


def test_dialogs_go_with_their_recording(walking: Studio, qtbot: QtBot) -> None:
    walking.actions.action("file.export").trigger()
    qtbot.waitUntil(lambda: walking.exporting.dialog is not None, timeout=WAIT_MS)
    walking.document.close()
    assert walking.exporting.dialog is None
