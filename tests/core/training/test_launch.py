"""Several processes, and the command with its signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from efficientpose_core.errors import EngineError
from efficientpose_core.models.weights import load_native
from efficientpose_core.training import launch
from efficientpose_core.training.config import TrainingConfig
from efficientpose_core.training.launch import train

Event = dict[str, Any]


def _losses(events: list[Event]) -> list[float]:
    return [event["loss"] for event in events if event["event"] == "step"]


@pytest.mark.slow
@pytest.mark.parametrize("fixed", [True, False])
def test_two_processes_give_the_losses_of_one(
    config: TrainingConfig, tmp_path: Path, fixed: bool
) -> None:
    start = train(config)
    tuned = replace(
        config, start=str(start.path), batch_size=4, epochs=4.0,
        recipe=replace(config.recipe, fixed_statistics=fixed, learning_rate=1e-3),
    )  # fmt: skip
    curves, states = [], []
    for processes in (1, 2):
        events: list[Event] = []
        result = train(
            replace(tuned, folder=tmp_path / f"{processes}", processes=processes),
            emit=events.append,
        )
        curves.append(_losses(events))
        states.append(result.weights.state)
    assert len(curves[0]) == len(curves[1]) == 4
    # bf16 rounds differently where a batch is divided.
    assert curves[1] == pytest.approx(curves[0], rel=0.02)
    for name in ("backbone.bn1.running_mean", "passes.2.blocks.0.mb3.bn3.running_var"):
        assert np.allclose(states[0][name], states[1][name], rtol=0.05, atol=0.02), name


def test_a_lost_helper_is_told(config: TrainingConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    class Alone(launch.Trainer):
        def run(self) -> Any:
            raise RuntimeError("Connection closed by peer\nmore")

    monkeypatch.setattr(launch, "Trainer", Alone)
    monkeypatch.setattr(launch, "_helpers", lambda config: _nothing())
    with pytest.raises(EngineError, match=r"Connection closed by peer\): start it again"):
        train(replace(config, processes=2))


def _nothing() -> Any:
    from contextlib import nullcontext

    return nullcontext()


def _written(config: TrainingConfig, tmp_path: Path, **changes: Any) -> Path:
    recipe = {"learning_rate": 2e-3, "frozen_stages": 0, "fixed_statistics": False, "average": 0.5}
    content = {
        "name": "dots", "folder": "run", "variant": "RT_LITE", "skeleton": "skeleton.json",
        "train": [{"labels": "labels.json"}], "epochs": 4, "batch_size": 2, "threads": 1,
        "seed": 3, "checkpoint_minutes": 1e-6, "recipe": recipe,
    }  # fmt: skip
    path = tmp_path / "config.json"
    path.write_text(json.dumps({**content, **changes}))
    return path


def _start(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "efficientpose_core.cli.main", "train", str(path)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "EFFICIENTPOSE_HOME": str(path.parent / "home")},
    )  # fmt: skip


def _wait_for(process: subprocess.Popen[str], event: str, count: int = 1) -> list[Event]:
    assert process.stdout is not None
    seen: list[Event] = []
    for line in process.stdout:
        seen.append(json.loads(line))
        if sum(told["event"] == event for told in seen) == count:
            break
    return seen


@pytest.mark.slow
def test_a_killed_run_goes_on_and_ends_with_the_same_weights(
    config: TrainingConfig, tmp_path: Path
) -> None:
    whole = _start(_written(config, tmp_path, folder="whole"))
    assert whole.communicate()[0].splitlines()[-1].startswith('{"event": "finished"')
    path = _written(config, tmp_path)
    killed = _start(path)
    _wait_for(killed, "saved", count=3)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    resumed = _start(path)
    told = [json.loads(line) for line in resumed.communicate()[0].splitlines()]
    assert any(event["event"] == "resumed" and event["step"] >= 3 for event in told)
    assert told[-1]["event"] == "finished"
    one, two = (load_native(tmp_path / run / "dots.safetensors") for run in ("whole", "run"))
    assert one.digest == two.digest


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_save_a_checkpoint(
    config: TrainingConfig, tmp_path: Path, number: signal.Signals
) -> None:
    process = _start(_written(config, tmp_path, epochs=400, checkpoint_minutes=60))
    _wait_for(process, "step")
    process.send_signal(number)
    output, errors = process.communicate()
    assert process.returncode == 130, errors
    assert json.loads(output.splitlines()[-1])["event"] == "stopped"
    assert (tmp_path / "run" / "checkpoint.safetensors").is_file()


def test_a_wrong_configuration_is_one_line(tmp_path: Path, config: TrainingConfig) -> None:
    process = _start(_written(config, tmp_path, epochs=0))
    output, errors = process.communicate()
    assert process.returncode == 2
    assert output == ""
    assert errors.strip().startswith("efficientpose:")
    assert "length must be above 0" in errors


@pytest.mark.slow
def test_torchrun_starts_the_processes(config: TrainingConfig, tmp_path: Path) -> None:
    path = _written(config, tmp_path, epochs=1, checkpoint_minutes=60)
    command = [
        sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
        "-m", "efficientpose_core.cli.main", "train", str(path),
    ]  # fmt: skip
    home = {"EFFICIENTPOSE_HOME": str(tmp_path / "home"), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **home}, check=False
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    # Only one of the two speaks.
    assert [event["event"] for event in told].count("finished") == 1
