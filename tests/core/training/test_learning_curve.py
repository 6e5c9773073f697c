"""Trainings with parts of the labels."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from efficientpose_core.errors import CancelledError, DataError, SettingsError
from efficientpose_core.training import learning_curve as curves
from efficientpose_core.training.config import DataSource, TrainingConfig
from efficientpose_core.training.curve_points import CURVE_FILE, read_curve
from efficientpose_core.training.launch import train
from efficientpose_core.training.learning_curve import learning_curve

Event = dict[str, Any]


@pytest.fixture
def watched(config: TrainingConfig) -> TrainingConfig:
    """Return a training of six steps with held-out people."""
    held_out = DataSource(labels=config.train[0].labels.with_name("val.json"))
    return replace(config, validation=held_out, validate_every=1.0)


def test_each_point_is_a_training_of_as_many_steps(watched: TrainingConfig) -> None:
    whole = train(watched)
    events: list[Event] = []
    points = learning_curve(watched, shares=(1.0, 0.5), emit=events.append)
    assert [(point.share, point.people) for point in points] == [(0.5, 3), (1.0, 6)]
    assert whole.best is not None
    assert all(0 <= point.pck10 <= point.pck50 <= 100 for point in points)
    assert all(point.error_px > 0 for point in points)
    # Dots make no joint angle.
    assert all(math.isnan(point.angle_deg) for point in points)
    # That with all labels is not repeated; a step of three of two pictures each is one epoch.
    steps = [event["progress"] for event in events if event["event"] == "curve"]
    assert len(steps) == 6
    assert [event["share"] for event in events if event["event"] == "curve_point"] == [0.5, 1.0]
    path = watched.folder / CURVE_FILE
    assert repr(read_curve(path)) == repr(points)
    assert json.loads(path.read_text())["points"][0]["angle_deg"] is None


def test_a_curve_that_was_stopped_goes_on(watched: TrainingConfig) -> None:
    events: list[Event] = []
    with pytest.raises(CancelledError):
        learning_curve(
            watched, shares=(0.5,), emit=events.append,
            should_cancel=lambda: len(events) >= 2,
        )  # fmt: skip
    assert not (watched.folder / CURVE_FILE).exists()
    first = [event for event in events if event["event"] == "curve"]
    again: list[Event] = []
    learning_curve(watched, shares=(0.5,), emit=again.append)
    second = [event for event in again if event["event"] == "curve"]
    assert len(first) + len(second) == 6
    assert first[-1]["progress"] < second[0]["progress"]


def test_the_weights_before_are_the_first_point(
    watched: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = train(watched)
    tuned = replace(watched, start=str(start.path), folder=watched.folder / "tuned")
    monkeypatch.setattr(curves, "train", lambda *_, **__: start)
    points = learning_curve(tuned, shares=(1.0,))
    assert [(point.share, point.people) for point in points] == [(0.0, 0), (1.0, 6)]
    assert points[0].pck50 == points[1].pck50


def test_refusals(watched: TrainingConfig, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="needs held-out people"):
        learning_curve(replace(watched, validation=None))
    for shares in ((), (0.0,), (0.5, 1.1)):
        with pytest.raises(SettingsError, match="above 0 and up to 1"):
            learning_curve(watched, shares=shares)
    path = tmp_path / "curve.json"
    for content in ("", "{}", "[1]", '{"points": [{"share": 1}]}'):
        path.write_text(content)
        with pytest.raises(DataError, match="is no learning curve"):
            read_curve(path)
