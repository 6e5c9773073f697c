"""Tiny labelled pictures, and programs that only pretend to train."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from efficientpose_core.media._cv2 import cv2
from efficientpose_core.skeleton import MPII16

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.wizard.wizard import TrainingWizard

PEOPLE = 10

_TRAIN = """
import json, os, pathlib, shutil, sys, time
config = pathlib.Path(sys.argv[1]); folder = config.parent
def tell(**event): print(json.dumps(event), flush=True)
resumed = (folder / "checkpoint.safetensors").exists()
if resumed: tell(event="resumed", step=10)
else: tell(event="before", step=0, pckh50=70.0, pckh10=20.0, peak=0.5)
tell(event="started", step=0, pictures=8, steps_per_epoch=2, note="")
tell(event="step", step=10, progress=0.5, epoch=1.0, loss=0.02, rate=1e-3, elapsed_s=2.0)
tell(event="validated", step=10, pckh50=75.0, pckh10=22.0, peak=0.5, is_best=True)
(folder / "checkpoint.safetensors").write_bytes(b"x")
if (folder.parent.parent / "die").exists() and not resumed: os.kill(os.getpid(), 9)
shutil.copyfile(WEIGHTS, folder / (folder.name + ".safetensors"))
if (folder.parent.parent / "wait").exists() and not resumed:
    while os.read(0, 9): pass
    sys.exit(130)
tell(event="step", step=20, progress=1.0, epoch=2.0, loss=0.01, rate=1e-5, elapsed_s=4.0)
tell(event="finished", step=20, file="", before=None, best=None)
"""
_ASSESS = """
import json, pathlib, sys
folder = pathlib.Path(sys.argv[1]).parent
print(json.dumps(dict(event="assessing", stage="after", done=1, total=2)), flush=True)
if (folder.parent.parent / "fail").exists():
    sys.stderr.write("efficientpose: Nothing to score: label more.\\n"); sys.exit(7)
(folder / "report.json").write_text(REPORT)
(folder / "MODEL_CARD.md").write_text("# card")
"""
_CURVE = """
import json, pathlib, sys
folder = pathlib.Path(sys.argv[1]).parent
def tell(**event): print(json.dumps(event), flush=True)
tell(event="curve", share=0.25, progress=0.5)
if (folder.parent.parent / "fail").exists():
    sys.stderr.write("efficientpose: Nothing to score: label more.\\n"); sys.exit(7)
row = dict(error_px=3.0, angle_deg=None)
points = [dict(row, share=s, people=p, pck50=v, pck10=v / 3)
          for s, p, v in ((0.0, 0, 60.0), (0.25, 2, 66.0), (0.5, 4, 70.0), (1.0, 8, 74.0))]
(folder / "learning-curve.json").write_text(json.dumps(dict(points=points)))
tell(event="curve_finished", file="")
"""


@pytest.fixture(scope="session")
def label_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return COCO labels of ten people with shouted names; one label is bad."""
    folder = tmp_path_factory.mktemp("labels")
    images, annotations = [], []
    names = [*MPII16.keypoints[1:], "snout"]
    for number in range(PEOPLE):
        rng = np.random.default_rng(number)
        cv2.imwrite(str(folder / f"{number}.png"), rng.integers(0, 255, (64, 48, 3), np.uint8))
        points = rng.uniform(4, 44, (len(names), 2))
        if number == 0:
            points[3] = 400, 30
        images.append({"id": number, "file_name": f"{number}.png", "width": 48, "height": 64})
        annotations.append(
            {
                "id": number, "image_id": number, "category_id": 1, "group": f"person {number}",
                "keypoints": [v for x, y in points for v in (float(x), float(y), 2)],
            }
        )  # fmt: skip
    path = folder / "people.json"
    categories = [{"id": 1, "name": "person", "keypoints": [name.upper() for name in names]}]
    path.write_text(
        json.dumps({"images": images, "annotations": annotations, "categories": categories})
    )
    return path


@pytest.fixture
def report() -> str:
    """Return a comparison as JSON: better than before."""
    from efficientpose_core.training.report import (
        AngleFigures,
        Comparison,
        Figures,
        Gain,
        KeypointFigures,
        _converter,
    )

    joint = KeypointFigures(n=2, pck50=80.0, pck10=float("nan"), error_px=3.0, error_percent=2.0)
    figures = Figures(
        people=2, unit="body", pck50=80.0, pck10=30.0, error_px=3.0, error_percent=2.0,
        keypoints=dict.fromkeys(MPII16.keypoints, joint),
        angles={"left_knee_flexion": AngleFigures(n=2, median_deg=4.0, rms_deg=5.0)},
    )  # fmt: skip
    found = Comparison(
        before=figures, after=figures,
        gain=Gain(points=5.0, low=-1.0, high=9.0, groups=6),
    )  # fmt: skip
    return json.dumps(_converter().unstructure(found))


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a data folder of its own."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("EFFICIENTPOSE_HOME", str(home))
    return home


@pytest.fixture
def make_wizard(
    qtbot: QtBot, own_home: Path, tmp_path: Path, report: str
) -> Iterator[Callable[[], TrainingWizard]]:
    """Return what makes wizards whose programs only pretend."""
    from PySide6.QtCore import QSettings

    from app.services.training import TrainingProcess
    from app.settings import AppSettings
    from app.wizard.wizard import TrainingWizard
    from efficientpose_core.models.store import installed

    weights = next(item.path for item in installed() if item.name == "rt-lite-bundled")
    train = f"WEIGHTS = {str(weights)!r}\n{_TRAIN}"
    assess = f"REPORT = {report!r}\n{_ASSESS}"
    made: list[TrainingWizard] = []

    def process(code: str) -> TrainingProcess:
        return TrainingProcess(lambda config: [sys.executable, "-c", code, str(config)])

    def make() -> TrainingWizard:
        settings = AppSettings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
        processes = process(train), process(assess), process(_CURVE)
        wizard = TrainingWizard(installed(), settings, *processes)
        for one in processes:
            one.setParent(wizard)
        qtbot.addWidget(wizard)
        wizard.restart()
        made.append(wizard)
        return wizard

    yield make
    for wizard in made:
        wizard.tasks.shutdown()
