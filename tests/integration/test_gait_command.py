"""`efficientpose gait` on what 'analyze' and the window leave behind."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from efficientpose_core.cli.main import run
from efficientpose_core.export.csv import write_keypoints_csv
from efficientpose_core.export.provenance import log_to_json
from efficientpose_core.kinematics.gait.events import EventKind
from efficientpose_core.kinematics.gait.marks import DeleteEvent
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pipeline import Derived, DeriveSettings, derive
from efficientpose_core.session.assessment import Assessment, Person


@pytest.fixture(scope="module")
def phantom() -> Phantom:
    return Phantom(PhantomSpec(duration_s=6))


@pytest.fixture(scope="module")
def derived(phantom: Phantom) -> Derived:
    return derive(phantom.to_track(), DeriveSettings())


@pytest.fixture
def keypoints(derived: Derived, tmp_path: Path) -> Path:
    """The files of 'analyze' that matter here."""
    path = tmp_path / "walk_keypoints.csv"
    write_keypoints_csv(derived.track, path)
    facts = {
        "source": {"width_px": 1280, "height_px": 720},
        "settings": {"derive": {"view": "sagittal", "facing": None}},
        "log": log_to_json(derived.angles.log),
    }
    (tmp_path / "walk_provenance.json").write_text(json.dumps(facts))
    return path


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["efficientpose", "gait", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        run()
    return int(stop.value.code or 0)


def test_files_and_lines(
    keypoints: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, keypoints) == 0
    told = capsys.readouterr().out
    assert "cadence" in told
    assert "walk_gait_cycles.csv" in told
    parameters = pd.read_csv(keypoints.with_name("walk_gait_parameters.csv")).set_index("name")
    assert parameters.loc["cadence", "value"] == pytest.approx(108.0, abs=0.1)
    assert parameters.loc["right_stride_length", "unit"] == "px"


def test_metres_from_height_or_scale_as_json(
    keypoints: Path, phantom: Phantom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    truth = phantom.stride_length_m
    for option, value in (("--height", phantom.spec.height_m), ("--scale", phantom.metres_per_px)):
        out = tmp_path / option.strip("-")
        assert call(monkeypatch, keypoints, option, value, "-o", out, "--json") == 0
        told = json.loads(capsys.readouterr().out)
        stride = told["parameters"]["right_stride_length"]
        assert stride["unit"] == "m"
        assert stride["value"] == pytest.approx(truth, rel=0.03)
        assert stride["error"] > 0.005
        assert (out / "walk_gait_events.csv").is_file()


def test_refusals_are_said_once(
    keypoints: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, keypoints, "--no-distances", "treadmill") == 0
    told = capsys.readouterr().out
    assert told.count("Not reported: Distances are refused: treadmill.") == 1
    # Nobody walks backwards.
    assert call(monkeypatch, keypoints, "--backwards", "--facing", "right", "--json") == 0
    parameters = json.loads(capsys.readouterr().out)["parameters"]
    assert parameters["cadence"]["value"] is None
    assert "0 clean right cycles" in parameters["cadence"]["reason"]
    # Locked to the wrong side, the walker goes backwards.
    assert call(monkeypatch, keypoints, "--facing", "left") == 0
    assert "walks backwards" in capsys.readouterr().out


def test_projects_bring_their_own_events_height_and_choices(
    derived: Derived, phantom: Phantom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    project = tmp_path / "visit.epstudio"
    assessment = Assessment(
        person=Person(height_m=phantom.spec.height_m),
        gait_marks=(DeleteEvent(side="right", kind=EventKind.TOE_OFF, frame=53),),
    )

    def hold(assessment: Assessment) -> None:
        session = SimpleNamespace(derived=lambda: derived, assessment=assessment)
        monkeypatch.setattr("efficientpose_core.session.storage.load_session", lambda _: session)

    hold(assessment)
    assert call(monkeypatch, project, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["parameters"]["speed"]["unit"] == "m/s"
    assert sum("is not averaged" in text for text in told["notices"]) == 2
    assert (tmp_path / "visit_gait_parameters.csv").is_file()
    hold(replace(assessment, no_distances="The camera follows.", walks_backwards=True))
    assert call(monkeypatch, project, "--json") == 0
    told = json.loads(capsys.readouterr().out)["parameters"]
    assert told["speed"]["reason"] == "The camera follows."
    assert "0 clean right" in told["cadence"]["reason"]
    # What an option says wins.
    assert call(monkeypatch, project, "--scale", "0.004", "--json") == 0
    assert "camera" not in json.loads(capsys.readouterr().out)["parameters"]["speed"]["reason"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--height", "1.7", "--scale", "0.004"], "one of --height"),
        (["--method", "magic"], "Unknown event method"),
        (["--facing", "up"], "Unknown facing direction"),
        (["--method", "heel_toe"], "no heel and toe"),
        (["--scale", "-1"], "positive number of metres"),
    ],
)
def test_bad_options_are_one_line(
    arguments: list[str], says: str, keypoints: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert call(monkeypatch, keypoints, *arguments) == 2
    assert says in capsys.readouterr().err


def test_bad_input_is_one_line(
    keypoints: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert call(monkeypatch, tmp_path / "walk.csv") == 7
    assert "neither a project nor" in capsys.readouterr().err
    (tmp_path / "walk_provenance.json").write_text('{"source": {}}')
    assert call(monkeypatch, keypoints) == 7
    assert "belongs beside the keypoints" in capsys.readouterr().err
    (tmp_path / "walk_provenance.json").unlink()
    assert call(monkeypatch, keypoints) == 7
