"""The table of values."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.widgets import table_panel
from app.widgets.curves import Curve, CurveSet, Quantity
from app.widgets.table_panel import TablePanel, ValuesModel
from efficientpose_core.pipeline import Derived
from efficientpose_core.pose import Status

from ..conftest import WAIT_MS

FRAMES, CURVES = 100_000, 40


@pytest.fixture(scope="module")
def many() -> CurveSet:
    """Return an hour of values at 30 frames a second."""
    t_s = np.arange(FRAMES) / 30
    status = np.zeros(FRAMES, np.int8)
    groups = {
        f"angle_{n}": (
            Curve(name=f"angle_{n}", side="middle", values=t_s + n, sd=0 * t_s + 1, status=status),
        )
        for n in range(CURVES)
    }
    return CurveSet(
        quantity=Quantity.ANGLES, unit="°", t_s=t_s, frame=np.arange(FRAMES), groups=groups
    )


@pytest.fixture
def panel(qtbot: QtBot, walk_derived: Derived) -> TablePanel:
    panel = TablePanel()
    qtbot.addWidget(panel)
    panel.resize(700, 400)
    panel.set_derived(walk_derived)
    panel.show()
    return panel


def test_only_cells_in_view_are_made(
    qtbot: QtBot, many: CurveSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[int] = set()
    data = ValuesModel.data

    def noting(self: ValuesModel, index: object, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        asked.add(index.row())  # type: ignore[attr-defined]
        return data(self, index, role)  # type: ignore[arg-type]

    monkeypatch.setattr(ValuesModel, "data", noting)
    panel = TablePanel()
    qtbot.addWidget(panel)
    panel.resize(700, 400)
    panel.show()
    panel.model.set_curves(many)
    qtbot.waitUntil(lambda: bool(asked), timeout=WAIT_MS)
    assert panel.model.rowCount() == FRAMES
    assert panel.model.columnCount() == 2 + CURVES
    assert max(asked) < 100
    asked.clear()
    panel.set_frame(70_000)
    qtbot.waitUntil(lambda: 70_000 in asked, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(asked) > 5, timeout=WAIT_MS)
    assert len(asked) < 150
    assert panel.view.rowAt(0) <= 70_000 <= panel.view.rowAt(panel.view.viewport().height() - 1)


def test_cells_are_frame_time_and_values(panel: TablePanel, walk_derived: Derived) -> None:
    model = panel.model
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert heads[:2] == ["Frame", "Time (s)"]
    column = heads.index("Right knee flexion")
    value = walk_derived.angles.column("right_knee_flexion")[20]
    cells = [model.index(20, n).data() for n in (0, 1, column)]
    assert cells == ["20", f"{walk_derived.track.t_s[20]:.3f}", f"{value:.1f}"]
    tip = model.index(20, column).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("Measured, ± ")
    assert tip.endswith(" °")


def test_what_was_not_measured_is_told_and_coloured(qtbot: QtBot) -> None:
    model = ValuesModel()
    panel = TablePanel()
    qtbot.addWidget(panel)
    values = np.array([1.0, 2.0, np.nan])
    status = np.array([Status.EDITED, Status.INTERPOLATED, Status.REJECTED], np.int8)
    curve = Curve(name="x", side="middle", values=values, sd=np.full(3, np.nan), status=status)
    curves = CurveSet(
        quantity=Quantity.SPEEDS, unit="px/s", t_s=np.arange(3.0), frame=np.arange(3),
        groups={"x": (curve,)},
    )  # fmt: skip
    panel.show()
    model = panel.model
    model.set_curves(curves)
    assert [model.index(row, 2).data() for row in range(3)] == ["1.0", "2.0", "-"]
    tips = [model.index(row, 2).data(Qt.ItemDataRole.ToolTipRole) for row in range(3)]
    assert tips == ["Set by hand", "Interpolated", "Rejected"]
    colours = [model.index(row, 2).data(Qt.ItemDataRole.ForegroundRole) for row in range(3)]
    assert colours[0] != colours[1]
    assert colours[2] is None


def test_going_to_a_row_asks_for_its_frame_and_following_does_not(
    panel: TablePanel, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(panel.frame_requested):
        panel.set_frame(30)
    assert panel.view.currentIndex().row() == 30
    with qtbot.waitSignal(panel.frame_requested) as asked:
        qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    assert asked.args == [31]


def test_hidden_table_is_filled_when_it_is_looked_at_and_is_where_the_picture_is(
    qtbot: QtBot, walk_derived: Derived
) -> None:
    panel = TablePanel()
    qtbot.addWidget(panel)
    panel.set_derived(walk_derived)
    panel.set_frame(40)
    assert panel.model.rowCount() == 0
    panel.show()
    assert panel.model.rowCount() == len(walk_derived.track)
    assert panel.view.currentIndex().row() == 40


def test_chosen_rows_are_copied_for_a_spreadsheet(
    panel: TablePanel, qtbot: QtBot, walk_derived: Derived
) -> None:
    panel.activateWindow()
    panel.view.setFocus()
    panel.view.selectRow(3)
    selection = panel.view.selectionModel()
    selection.select(
        panel.model.index(5, 0), selection.SelectionFlag.Select | selection.SelectionFlag.Rows
    )
    QGuiApplication.clipboard().clear()
    panel.copy_selection()
    head, *lines = (line.split("\t") for line in QGuiApplication.clipboard().text().split("\n"))
    assert [line[0] for line in lines] == ["3", "5"]
    value = walk_derived.angles.column("right_knee_flexion")[5]
    assert lines[1][head.index("Right knee flexion")] == f"{value:.1f}"
    assert len({len(head), *map(len, lines)}) == 1


def test_missing_values_are_copied_as_nothing(panel: TablePanel) -> None:
    curve = Curve(
        name="x", side="middle", values=np.array([np.nan]), sd=np.array([np.nan]),
        status=np.array([Status.REJECTED], np.int8),
    )  # fmt: skip
    panel.model.set_curves(
        CurveSet(quantity=Quantity.SPEEDS, unit="px/s", t_s=np.zeros(1), frame=np.zeros(1, int),
                 groups={"x": (curve,)})
    )  # fmt: skip
    panel.view.selectRow(0)
    panel.copy_selection()
    assert QGuiApplication.clipboard().text() == "Frame\tTime (s)\tX\n0\t0.000\t"


def test_row_stays_when_values_change(panel: TablePanel, walk_derived: Derived) -> None:
    panel.set_frame(30)
    panel.set_derived(walk_derived)
    assert panel.view.currentIndex().row() == 30


def test_titles_are_readable_to_their_last_word(
    panel: TablePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = panel.view.horizontalHeader()
    usual = header.height()
    long = "Inclination of the thigh against the trunk in a long language (right)"
    monkeypatch.setattr(table_panel, "name_title", lambda _: long)
    panel._refresh()
    width = header.defaultSectionSize()
    lines = -(-header.fontMetrics().horizontalAdvance(long) // width)
    assert header.height() >= lines * header.fontMetrics().lineSpacing()
    assert header.height() > usual


def test_other_quantities_have_other_columns(panel: TablePanel) -> None:
    panel._quantity.setCurrentIndex(panel._quantity.findData(Quantity.SPEEDS))
    heads = [
        panel.model.headerData(n, Qt.Orientation.Horizontal)
        for n in range(panel.model.columnCount())
    ]
    assert "Right ankle" in heads
    assert "Right knee flexion" not in heads
