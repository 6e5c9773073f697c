"""Angles of the user's own: refused at once or shown everywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.angles import AnglesDialog
from app.widgets.curves import Quantity
from efficientpose_core.kinematics.custom_angles import CustomAngle, CustomAngleKind
from efficientpose_core.kinematics.view import View
from efficientpose_core.pipeline import Analysis
from efficientpose_core.results import write_results
from efficientpose_core.skeleton import MPII16

from ..conftest import WAIT_MS, settle
from ..phantoms import analysis_of, spec

INNER = CustomAngle(
    name="right_inner",
    kind=CustomAngleKind.THREE_POINTS,
    points=("right_hip", "right_knee", "right_ankle"),
    signed=False,
    limits_deg=(20.0, 180.0),
)
OTHERS = (
    CustomAngle(
        name="twist", kind=CustomAngleKind.SEGMENTS,
        points=("right_hip", "left_hip", "right_shoulder", "left_shoulder"),
    ),
    CustomAngle(
        name="reach", kind=CustomAngleKind.FROM_UP, points=("thorax", "right_wrist"),
        lowest_deg=-90.0, view=View.FRONTAL,
    ),
    CustomAngle(
        name="slope", kind=CustomAngleKind.FROM_HORIZONTAL, points=("pelvis", "thorax"),
    ),
    CustomAngle(name="hang", kind=CustomAngleKind.FROM_DOWN, points=("thorax", "left_wrist")),
)  # fmt: skip


@pytest.fixture(scope="module")
def exact(still: Path) -> Analysis:
    return analysis_of(still, spec())


@pytest.fixture
def walking(studio: Studio, qtbot: QtBot, still: Path, exact: Analysis) -> Studio:
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(still)
    studio.document.open_analysis(exact)
    qtbot.waitUntil(lambda: not studio.checks.is_running, timeout=WAIT_MS)
    return studio


def _dialog(qtbot: QtBot, *angles: CustomAngle) -> AnglesDialog:
    dialog = AnglesDialog(angles, MPII16, lambda angle: angle.name)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_every_kind_comes_back(qtbot: QtBot) -> None:
    angles = (INNER, *OTHERS)
    dialog = _dialog(qtbot, *angles)
    assert dialog.angles == angles
    for row in range(len(angles)):
        dialog.choose(row)
    assert dialog.angles == angles
    assert dialog.can_accept


@pytest.mark.parametrize(
    ("angle", "roles"),
    [
        (INNER, ("First", "Vertex", "Last")),
        (OTHERS[0], ("First segment from", "to", "Second segment from", "to")),
        (OTHERS[1], ("From", "To")),
    ],
)
def test_each_kind_asks_for_its_points(
    qtbot: QtBot, angle: CustomAngle, roles: tuple[str, ...]
) -> None:
    assert _dialog(qtbot, angle).roles_shown == roles


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("right_knee_flexion", "already"),
        ("twist", "already"),
        ("Right Knee", "no name for an angle"),
        ("", "no name for an angle"),
    ],
)
def test_names_are_refused_at_once(qtbot: QtBot, name: str, problem: str) -> None:
    dialog = _dialog(qtbot, OTHERS[0])
    dialog.add()
    assert dialog.can_accept
    dialog.enter_name(name)
    assert problem in dialog.problem
    assert not dialog.can_accept
    dialog.enter_name("fine")
    assert dialog.problem == ""
    assert dialog.can_accept


def test_a_segment_without_length_is_refused(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot, OTHERS[3])
    dialog.enter_points("thorax", "thorax")
    assert "without length" in dialog.problem
    assert not dialog.can_accept


def test_the_last_angle_can_be_removed(qtbot: QtBot) -> None:
    dialog = _dialog(qtbot, INNER)
    dialog.remove()
    assert dialog.angles == ()
    assert dialog.can_accept
    dialog.add()
    assert dialog.angles[0].name == "angle_1"


def test_an_own_angle_is_among_curves_table_and_exports(
    walking: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    document, window = walking.document, walking.window
    window.plots.set_quantity(Quantity.SPEEDS)
    walking.actions.action("analysis.angles").trigger()
    dialog = walking.angles.dialog
    assert dialog is not None
    dialog.add()
    dialog.enter_name("right_inner")
    dialog.enter_points(*INNER.points)
    dialog.set_signed(False)
    dialog.accept()
    settle(walking, qtbot)
    assert document.derived is not None
    inner = document.derived.angles.column("right_inner")
    flexion = document.derived.angles.column("right_knee_flexion")
    np.testing.assert_allclose(inner, 180.0 - np.abs(flexion), atol=1e-6)
    assert window.plots.shown[0] == "inner"
    assert window.plots.curves is not None
    np.testing.assert_array_equal(window.plots.curves.groups["inner"][0].values, inner)
    analysis = document.analysis()
    assert analysis is not None
    files = write_results(analysis, tmp_path, overlay=False)
    assert "right_inner" in files.angles.read_text("utf-8").partition("\n")[0]
    assert document.undo_stack.undoText() == "Change own angles"
    document.undo_stack.undo()
    settle(walking, qtbot)
    assert "right_inner" not in document.derived.angles.names
    assert "inner" not in window.plots.shown


def test_the_value_follows_the_frame(walking: Studio, qtbot: QtBot) -> None:
    walking.actions.action("analysis.angles").trigger()
    dialog = walking.angles.dialog
    assert dialog is not None
    dialog.add()
    dialog.enter_points(*INNER.points)
    dialog.set_signed(False)
    assert walking.document.derived is not None
    flexion = walking.document.derived.angles.column("right_knee_flexion")
    for frame in (10, 45):
        walking.playback.show_frame(frame)
        assert dialog.value.startswith(f"{180 - abs(flexion[frame]):.1f}° ±")
    dialog.enter_view(View.FRONTAL)
    assert "frontal view only" in dialog.value
    dialog.reject()
    assert walking.document.undo_stack.count() == 0


def test_the_dialog_closes_with_the_recording(walking: Studio) -> None:
    walking.actions.action("analysis.angles").trigger()
    walking.projects.close()
    assert walking.angles.dialog is None
