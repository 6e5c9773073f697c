"""The command line as its user meets it: results, resuming, and one clear line for bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from efficientpose_core.cli.main import run
from efficientpose_core.errors import CancelledError
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.phantom.clip import PhantomSpec, write_clip
from efficientpose_core.pipeline import AnalysisRequest, analyze
from efficientpose_core.results import write_results


@pytest.fixture(scope="module", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> object:
    patch = pytest.MonkeyPatch()
    patch.setenv("EFFICIENTPOSE_HOME", str(tmp_path_factory.mktemp("home")))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def walker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "walker.mp4"
    write_clip(PhantomSpec(size_px=(480, 320), duration_s=1.2), path)
    return path


@pytest.fixture(scope="module")
def estimator(_own_home: object) -> object:
    with PoseEstimator() as estimator:
        yield estimator


def _call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["efficientpose", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        run()
    return int(stop.value.code or 0)


def test_steps_of_the_cleaning_can_be_left_out(
    walker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out = ("--keep-doubles", "--free-lengths", "--no-overlay")
    assert _call(monkeypatch, "analyze", walker, "-o", tmp_path, "-q", *left_out) == 0
    told = json.loads((tmp_path / f"{walker.stem}_provenance.json").read_text())
    cleaning = told["settings"]["derive"]["cleaning"]
    assert not cleaning["reject_doubles"]
    assert not cleaning["keep_lengths"]
    steps = {step["name"] for step in told["log"]}
    assert "repair_swaps" in steps
    assert not steps & {"reject_doubles", "keep_segment_lengths"}


def test_analyze_writes_complete_results(
    walker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _call(monkeypatch, "analyze", walker, "-o", tmp_path, "-q") == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"walker_{end}" for end in ("keypoints.csv", "angles.csv", "overlay.mp4",
                                                 "provenance.json")}  # fmt: skip
    keypoints = pd.read_csv(tmp_path / "walker_keypoints.csv")
    angles = pd.read_csv(tmp_path / "walker_angles.csv")
    assert len(keypoints) == len(angles) == 36
    assert keypoints["right_shoulder_status"].eq("measured").mean() > 0.8
    assert angles["right_shoulder_flexion_deg"].notna().mean() > 0.8
    told = json.loads((tmp_path / "walker_provenance.json").read_text())
    assert len(told["source"]["sha256"]) == 64
    assert told["engine"]["engine"] == "openvino"


def test_resumed_run_gives_the_same_bytes(
    walker: Path, tmp_path: Path, estimator: PoseEstimator
) -> None:
    request = AnalysisRequest(source=walker)
    whole = write_results(analyze(request, estimator=estimator), tmp_path / "a", overlay=False)
    seen = []
    journal = tmp_path / "journal"
    with pytest.raises(CancelledError):
        analyze(
            request,
            estimator=estimator,
            journal=journal,
            on_frame=lambda frame, _: seen.append(frame.index),
            should_cancel=lambda: len(seen) >= 10,
        )
    resumed = analyze(request, estimator=estimator, journal=journal, resume=True)
    assert 0 < resumed.detection.frames_run < len(resumed.detection.track)
    again = write_results(resumed, tmp_path / "b", overlay=False)
    assert again.keypoints.read_bytes() == whole.keypoints.read_bytes()
    assert again.angles.read_bytes() == whole.angles.read_bytes()


def test_empty_scene_has_no_skeleton(tmp_path: Path, estimator: PoseEstimator) -> None:
    import cv2

    rng = np.random.default_rng(0)
    for n in range(8):
        wall = np.clip(rng.normal(170, 6, (240, 320, 3)), 0, 255).astype(np.uint8)
        cv2.imwrite(str(tmp_path / f"{n}.png"), wall)
    track = analyze(AnalysisRequest(source=tmp_path), estimator=estimator).detection.track
    assert np.isnan(track.xy_px).all()
    assert np.nanmax(track.presence) < 0.4


BAD = [
    (["analyze", "nothing.mp4", "-o", "out"], 3, "nothing.mp4"),
    (["analyze", "text.mp4", "-o", "out"], 3, "text.mp4"),
    (["analyze", "text.mp4", "-o", "out", "--engine", "openvin"], 2, "did you mean openvino"),
    (["analyze", "walker.mp4", "-o", "out", "--model", "II_LIT"], 2, "did you mean"),
    (["analyze", "walker.mp4", "-o", "out", "--model", "III"], 4, "models"),
    (["analyze", "walker.mp4", "-o", "out", "--weights", "text.mp4"], 4, "text.mp4"),
    (["analyze", "walker.mp4", "-o", "out", "--person", "12"], 2, "--person"),
    (["analyze", "walker.mp4", "-o", "out", "--device", "cuda"], 5, "cuda"),
    (["analyze", "walker.mp4", "-o", "text.mp4/out"], 6, "Cannot write"),
    (["models", "info", "nobody"], 2, "nobody"),
]


@pytest.mark.parametrize(("arguments", "code", "part"), BAD)
def test_bad_input_gets_one_line(
    arguments: list[str],
    code: int,
    part: str,
    walker: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "walker.mp4").symlink_to(walker)
    (tmp_path / "text.mp4").write_text("this is not a video")
    monkeypatch.chdir(tmp_path)
    assert (
        _call(monkeypatch, *arguments, "-q") == code
        if arguments[0] == "analyze"
        else (_call(monkeypatch, *arguments) == code)
    )
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert part in told[0]
    assert not list(tmp_path.glob("out/*"))


def test_help_imports_no_network_library() -> None:
    code = (
        "import sys; import efficientpose_core.cli.main; "
        "slow = ('torch', 'timm', 'openvino', 'numpy', 'cv2', 'av'); "
        "print([name for name in slow if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
