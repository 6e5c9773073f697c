"""Nothing that takes a while is ever done in the window's thread."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.export import ExportChoice
from efficientpose_core import pipeline, results
from efficientpose_core.inference import preparing
from efficientpose_core.media import images
from efficientpose_core.session import gait, storage
from efficientpose_core.session.document import Session

from .conftest import WAIT_MS, settle

SLOW: tuple[tuple[Any, str], ...] = (
    (pipeline, "analyze"),
    (Session, "derived"),
    (gait, "analyse_session_gait"),
    (storage, "save_session"),
    (storage, "load_session"),
    (storage, "find_source"),
    (images, "open_source"),
    (results, "write_results"),
    (results, "export_data"),
)


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch, walk_project: Path) -> dict[str, set[int]]:
    """Return in which threads each of the slow functions is called from now on."""
    found: dict[str, set[int]] = defaultdict(set)
    session = storage.load_session(walk_project)
    analysis = session.analysis()

    def noting(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            found[name].add(threading.get_ident())
            return function(*given, **named)

        return call

    # The network itself is not the point.
    monkeypatch.setattr(pipeline, "analyze", lambda *_, **__: analysis)
    monkeypatch.setattr(preparing, "prepare_apart", lambda *_, **__: None)
    for place, name in SLOW:
        monkeypatch.setattr(place, name, noting(name, getattr(place, name)))
    return found


def test_opening_analysing_correcting_saving_and_writing(
    threads: dict[str, set[int]], studio: Studio, qtbot: QtBot, walk_project: Path, tmp_path: Path
) -> None:
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(walk_project)
    with qtbot.waitSignal(studio.analyses.runner.finished, timeout=WAIT_MS):
        studio.actions.action("analysis.run").trigger()
    studio.window.view.keypoint_moved.emit(3, 100.0, 100.0)
    # Asked for before the results have followed.
    studio.actions.action("file.export").trigger()
    settle(studio, qtbot)
    qtbot.waitUntil(lambda: studio.exporting.dialog is not None, timeout=WAIT_MS)
    assert studio.exporting.dialog is not None
    studio.exporting.dialog.reject()
    qtbot.waitUntil(lambda: studio.gait.gait is not None, timeout=WAIT_MS)
    with qtbot.waitSignal(studio.projects.autosave.saved, timeout=WAIT_MS):
        studio.projects.autosave.save()
    studio.projects.save_to(tmp_path / "a.epstudio")
    qtbot.waitUntil(lambda: not studio.document.is_dirty, timeout=WAIT_MS)
    task = studio.exporting.write(
        ExportChoice(folder=tmp_path / "out", formats=("angles",), overlay=False)
    )
    assert task is not None
    with qtbot.waitSignal(task.succeeded, timeout=WAIT_MS):
        pass
    # Each was called, and never here.
    assert set(threads) == {name for _, name in SLOW}
    here = threading.get_ident()
    assert {name for name, where in threads.items() if here in where} == set()


def test_a_slow_computation_does_not_hold_up_the_window(
    walking: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go, derived = threading.Event(), Session.derived

    def waiting(self: Session) -> object:
        may_go.wait()
        return derived(self)

    monkeypatch.setattr(Session, "derived", waiting)
    shown: list[int] = []
    walking.playback.frame_shown.connect(lambda index, *_: shown.append(index))
    for number in range(5):
        walking.window.view.keypoint_moved.emit(number, 10.0, 10.0)
    assert walking.document.undo_stack.count() == 5
    # Pictures go on meanwhile.
    walking.window.timeline.frame_requested.emit(60)
    qtbot.waitUntil(lambda: 60 in shown, timeout=WAIT_MS)
    assert not walking.document.is_current
    may_go.set()
    settle(walking, qtbot)
