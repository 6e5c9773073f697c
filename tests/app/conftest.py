"""Fixtures of the window's tests: no screen is needed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

import app  # noqa: F401  (guards the reference counts before Qt is used)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.application import Studio
    from efficientpose_core.pipeline import Analysis

WAIT_MS = 60_000


@pytest.fixture(scope="session")
def walker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a short recording of the drawn walker."""
    from efficientpose_core.phantom.clip import PhantomSpec, write_clip

    path = tmp_path_factory.mktemp("clip") / "walker.mp4"
    write_clip(PhantomSpec(size_px=(480, 320), duration_s=1.2), path)
    return path


@pytest.fixture(scope="session")
def analysis(walker: Path, tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """Return the walker's analysis, as the command line makes it."""
    from efficientpose_core.pipeline import AnalysisRequest, analyze

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EFFICIENTPOSE_HOME", str(tmp_path_factory.mktemp("home")))
        return analyze(AnalysisRequest(source=walker))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the module a data folder of its own."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EFFICIENTPOSE_HOME", str(folder))
        yield folder


@pytest.fixture
def studio(qtbot: QtBot, home: Path, tmp_path: Path) -> Iterator[Studio]:
    """Start the application with settings of its own; faults of the program fail the test."""
    from PySide6.QtCore import QSettings

    from app.application import Studio
    from app.settings import AppSettings

    settings = AppSettings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    settings.was_checked = True
    studio = Studio(settings)
    faults: list[Exception] = []
    studio.notes.unexpected.connect(faults.append)
    # Nobody is there to answer.
    studio.projects.ask_unsaved = lambda: "discard"
    studio.start()
    yield studio
    studio.shutdown()
    studio.window.deleteLater()
    assert faults == []


@pytest.fixture
def opened(studio: Studio, qtbot: QtBot, walker: Path) -> Studio:
    """Return the application with the walker open."""
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(walker)
    return studio


@pytest.fixture
def analysed(opened: Studio, analysis: Analysis) -> Studio:
    """Return the application with the walker analysed."""
    opened.document.open_analysis(analysis)
    return opened
