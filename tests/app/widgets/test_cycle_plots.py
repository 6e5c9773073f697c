"""Curves over the gait cycle are drawn when they can be seen, into plots that are kept."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.widgets.cycle_plots import CyclePlots
from efficientpose_core.kinematics.gait.cycles import PERCENT
from efficientpose_core.kinematics.gait.norms import load_norms


def _curves(height: float, *names: str) -> Any:
    mean = np.full(len(PERCENT), height)
    return {name: SimpleNamespace(mean_deg=mean, sd_deg=np.ones(len(PERCENT))) for name in names}


@pytest.fixture
def plots(qtbot: QtBot) -> CyclePlots:
    widget = CyclePlots()
    qtbot.addWidget(widget)
    widget.resize(600, 240)
    return widget


def _right_knee(plots: CyclePlots) -> float:
    _, line = plots._plots["knee_flexion"]._sides["right"]
    values = line.getData()[1]
    return float("nan") if values is None else float(values[0])


def _wait_for(qtbot: QtBot, plots: CyclePlots, names: set[str], right_knee: float) -> None:
    def drawn() -> bool:
        return set(plots._plots) == names and _right_knee(plots) == right_knee

    qtbot.waitUntil(drawn, timeout=5000)


def test_nothing_is_drawn_while_nobody_sees_it(qtbot: QtBot, plots: CyclePlots) -> None:
    plots.set_curves(_curves(20.0, "right_knee_flexion"), None)
    assert plots.shown == ("knee_flexion",)
    qtbot.wait(60)
    assert not plots._plots
    plots.show()
    _wait_for(qtbot, plots, {"knee_flexion"}, 20.0)


def test_new_values_come_into_the_same_plots(qtbot: QtBot, plots: CyclePlots) -> None:
    plots.show()
    plots.set_curves(_curves(20.0, "right_knee_flexion", "left_hip_flexion"), load_norms())
    _wait_for(qtbot, plots, {"knee_flexion", "hip_flexion"}, 20.0)
    before = dict(plots._plots)
    plots.set_curves(_curves(30.0, "right_knee_flexion", "left_hip_flexion"), None)
    _wait_for(qtbot, plots, {"knee_flexion", "hip_flexion"}, 30.0)
    assert plots._plots == before


def test_another_set_of_angles_has_other_plots(qtbot: QtBot, plots: CyclePlots) -> None:
    plots.show()
    plots.set_curves(_curves(20.0, "right_knee_flexion"), None)
    _wait_for(qtbot, plots, {"knee_flexion"}, 20.0)
    plots.set_curves(_curves(25.0, "right_knee_flexion", "right_hip_flexion"), None)
    _wait_for(qtbot, plots, {"knee_flexion", "hip_flexion"}, 25.0)
    plots.set_curves({}, None)
    qtbot.waitUntil(lambda: not plots._plots, timeout=5000)
