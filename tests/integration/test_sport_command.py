"""`efficientpose sport` on what 'analyze' leaves behind."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from efficientpose_core.cli.main import run
from efficientpose_core.export.csv import write_keypoints_csv
from efficientpose_core.export.provenance import log_to_json
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.motion import Motion
from efficientpose_core.phantom.scene import View
from efficientpose_core.pipeline import DeriveSettings, derive


def _analysed(folder: Path, motion: Motion, view: View, name: str) -> Path:
    """Write the files of 'analyze' that matter here."""
    from efficientpose_core.kinematics.view import View as SeenFrom

    track = Phantom(PhantomSpec(motion=motion, view=view, duration_s=10.0)).to_track()
    seen = SeenFrom.SAGITTAL if view is View.SIDE else SeenFrom.FRONTAL
    derived = derive(track, DeriveSettings(view=seen))
    path = folder / f"{name}_keypoints.csv"
    write_keypoints_csv(derived.track, path)
    facts = {
        "source": {"width_px": 1280, "height_px": 720},
        "settings": {"derive": {"view": seen.value, "facing": None}},
        "log": log_to_json(derived.angles.log),
    }
    (folder / f"{name}_provenance.json").write_text(json.dumps(facts))
    return path


@pytest.fixture(scope="module")
def squats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _analysed(tmp_path_factory.mktemp("squats"), Motion.SQUAT, View.SIDE, "squats")


@pytest.fixture(scope="module")
def raises(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _analysed(tmp_path_factory.mktemp("raises"), Motion.ARM_RAISE, View.FRONT, "raises")


def _call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["efficientpose", "sport", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        run()
    return int(stop.value.code or 0)


def test_repetitions_are_counted(
    squats: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _call(monkeypatch, squats, "--count", "squat") == 0
    told = capsys.readouterr().out
    assert told.count("complete") == 4
    assert "far limb" in told
    assert _call(monkeypatch, squats, "--count", "squat", "--json") == 0
    content = json.loads(capsys.readouterr().out)
    assert content["measures"]["repetitions"]["value"] == 4
    assert content["measures"]["depth"]["value"] == pytest.approx(100.0, abs=1.5)
    assert [one["status"] for one in content["repetitions"]] == ["complete"] * 4


def test_jumps(
    squats: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _call(monkeypatch, squats, "--jumps", "--height", "1.75") == 0
    assert "Not reported: no jump was found" in capsys.readouterr().out
    assert _call(monkeypatch, squats, "--jumps", "--moving-camera") == 0
    assert "Not reported: The camera moves" in capsys.readouterr().out


def test_clinical_test_with_checks_and_norms(
    raises: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wish = ("--test", "shoulder_abduction", "--age", "40", "--sex", "female")
    assert _call(monkeypatch, raises, *wish) == 0
    told = capsys.readouterr().out
    assert "pass  The person is seen in a frontal view." in told
    assert "Usual right_shoulder_abduction: 149.7 (women" in told
    assert _call(monkeypatch, raises, *wish, "--json") == 0
    content = json.loads(capsys.readouterr().out)
    assert content["checks"][0] == {
        "id": "view", "level": "pass", "text": "The person is seen in a frontal view.",
        "remedy": "",
    }  # fmt: skip
    assert content["measures"]["right_shoulder_abduction"]["n"] == 4
    assert len(content["norms"]) == 2


@pytest.mark.parametrize(
    ("wish", "code", "words"),
    [
        ((), 2, "Give one of --count, --jumps and --test"),
        (("--jumps", "--count", "squat"), 2, "Give one of"),
        (("--count", "squta"), 2, "did you mean squat"),
        (("--count", "jumping_jack"), 7, "counted in a frontal view"),
        (("--test", "squats"), 2, "Unknown protocol 'squats'"),
        (("--test", "squat", "--sex", "man"), 2, "Unknown sex"),
        (("--test", "squat", "--age", "200"), 2, "between 0 and 120"),
    ],
)
def test_wrong_wishes_are_one_line(
    squats: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    wish: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    assert _call(monkeypatch, squats, *wish) == code
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
