"""Fixtures of the window's tests: no screen is needed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest

import app  # noqa: F401  (guards the reference counts before Qt is used)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.application import Studio
    from efficientpose_core.pipeline import Analysis, Derived

WAIT_MS = 60_000


def notes_of(studio: Studio) -> str:
    """Return what the window has told and still shows."""
    return "\n".join(note.text for note in studio.window.notes.notes)


def settle(studio: Studio, qtbot: QtBot) -> None:
    """Wait until the results belong to the newest corrections, and are shown."""
    qtbot.waitUntil(
        lambda: studio.document.is_current and not studio.viewing.is_showing, timeout=WAIT_MS
    )


@pytest.fixture(scope="session")
def walker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a short recording of the drawn walker."""
    from efficientpose_core.phantom.clip import PhantomSpec, write_clip

    path = tmp_path_factory.mktemp("clip") / "walker.mp4"
    write_clip(PhantomSpec(size_px=(480, 320), duration_s=1.2), path)
    return path


@pytest.fixture(scope="session")
def still(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return three seconds of a background that does not move; see `phantoms`."""
    from .phantoms import FRAMES, texture, write_pictures

    return write_pictures(tmp_path_factory.mktemp("still") / "still.mp4", [texture()] * FRAMES)


@pytest.fixture(scope="session")
def analysis(walker: Path, converted: Path) -> Analysis:
    """Return the walker's analysis, as the command line makes it."""
    from efficientpose_core.pipeline import AnalysisRequest, analyze

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EFFICIENTPOSE_HOME", str(converted))
        return analyze(AnalysisRequest(source=walker))


@pytest.fixture(scope="session")
def walk_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of four seconds of walking, with true keypoints: no network is run."""
    from efficientpose_core.inference.engines import (
        Device,
        EngineInfo,
        EngineName,
        Mode,
        Precision,
    )  # fmt: skip
    from efficientpose_core.media.images import open_source
    from efficientpose_core.media.video import file_sha256
    from efficientpose_core.media.writer import VideoWriter
    from efficientpose_core.models.variants import Normalization
    from efficientpose_core.models.weights import WeightsMetadata
    from efficientpose_core.phantom.clip import Phantom, PhantomSpec
    from efficientpose_core.pipeline import AnalysisRequest, Detection
    from efficientpose_core.session.document import Session
    from efficientpose_core.session.storage import save_session
    from efficientpose_core.skeleton import MPII16

    phantom = Phantom(PhantomSpec(size_px=(480, 320), duration_s=4.0))
    folder = tmp_path_factory.mktemp("walk")
    source = folder / "walk.mp4"
    picture = np.full((320, 480, 3), 90, np.uint8)
    with VideoWriter(source, 480, 320) as writer:
        for t_s in phantom.t_s:
            writer.write(picture, float(t_s))
    with open_source(source) as opened:
        media, times_s = opened.info, opened.times_s
    track = replace(
        phantom.to_track(), t_s=times_s, spread_px=np.full((len(times_s), len(MPII16)), 1.5)
    )
    detection = Detection(
        track=track,
        boxes_px=np.tile([240.0, 160.0, 320.0], (len(track), 1)),
        media=media,
        source_sha256=file_sha256(source),
        weights=WeightsMetadata(
            name="truth", variant="RT_LITE", heads=("heatmaps",), skeleton=MPII16,
            normalization=Normalization.SYMMETRIC, licence="Apache-2.0",
        ),
        weights_digest="none",
        engine=EngineInfo(
            engine=EngineName.TORCH, device=Device.CPU, precision=Precision.F32,
            mode=Mode.LATENCY, version="2", hardware="none", max_difference=0.0,
        ),
        seconds=1.0,
        frames_run=len(track),
    )  # fmt: skip
    path = folder / "walk.epstudio"
    save_session(Session(request=AnalysisRequest(source=source), detection=detection), path)
    return path


@pytest.fixture(scope="session")
def walk_derived(walk_project: Path) -> Derived:
    """Return the results of that project."""
    from efficientpose_core.session.storage import load_session

    return load_session(walk_project).derived()


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where networks are kept that were converted for this machine: once is enough."""
    return tmp_path_factory.mktemp("converted")


def share_converted(source: Path, target: Path) -> None:
    """Copy converted networks from one data folder, as far as there are any, to another one."""
    there = source / "cache" / "openvino"
    if there.is_dir():
        shutil.copytree(there, target / "cache" / "openvino", dirs_exist_ok=True)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, converted: Path) -> Iterator[Path]:
    """Give the module a data folder of its own."""
    folder = tmp_path_factory.mktemp("home")
    share_converted(converted, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EFFICIENTPOSE_HOME", str(folder))
        yield folder
    share_converted(folder, converted)


@pytest.fixture
def studio(qtbot: QtBot, home: Path, tmp_path: Path) -> Iterator[Studio]:
    """Start the application with settings of its own; faults of the program fail the test."""
    from PySide6.QtCore import QCoreApplication, QEvent, QSettings

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
    # Now: what another test does to all windows must not find one that is half gone.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert faults == []


@pytest.fixture
def opened(studio: Studio, qtbot: QtBot, walker: Path) -> Studio:
    """Return the application with the walker open."""
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(walker)
    return studio


@pytest.fixture
def walking(studio: Studio, qtbot: QtBot, walk_project: Path) -> Studio:
    """Return the application with the project of a walk open; tests save it elsewhere."""
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(walk_project)
    return studio


@pytest.fixture
def analysed(opened: Studio, analysis: Analysis) -> Studio:
    """Return the application with the walker analysed."""
    opened.document.open_analysis(analysis)
    return opened
