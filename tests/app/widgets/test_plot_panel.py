"""Curves beside the picture."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPalette
from pytestqt.qtbot import QtBot

from app.widgets.curve_items import CurveColours, ErrorBand, StatusStrip
from app.widgets.curves import Curve, Quantity, statistics
from app.widgets.plot_panel import PlotPanel
from efficientpose_core.kinematics.trajectories import compute_motion
from efficientpose_core.pipeline import Derived
from efficientpose_core.pose import Status


@pytest.fixture
def panel(qtbot: QtBot, walk_derived: Derived) -> PlotPanel:
    panel = PlotPanel()
    qtbot.addWidget(panel)
    panel.resize(600, 700)
    panel.set_derived(walk_derived)
    panel.show()
    return panel


def _table(panel: PlotPanel) -> list[list[str]]:
    table = panel._statistics
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_what_matters_most_is_shown_first(panel: PlotPanel) -> None:
    assert panel.shown[:2] == ("hip_flexion", "knee_flexion")
    assert panel.curves is not None
    right, left = panel.curves.groups["knee_flexion"]
    assert (right.side, left.side) == ("right", "left")
    assert "right" in panel._legend.text()


def test_no_step_builds_more_than_one_plot(qtbot: QtBot, walk_derived: Derived) -> None:
    panel = PlotPanel()
    qtbot.addWidget(panel)
    counts = [len(panel.shown) for _ in panel.steps_to_show(walk_derived)]
    assert set(np.diff(counts)) == {0, 1}
    assert counts[-1] == len(panel.shown) > 2


def test_in_steps_the_same_is_shown_as_at_once(
    qtbot: QtBot, panel: PlotPanel, walk_derived: Derived
) -> None:
    other = PlotPanel()
    qtbot.addWidget(other)
    for _ in other.steps_to_show(walk_derived):
        assert other._pages.currentIndex() == 0, "half of the plots are not shown"
    assert other.shown == panel.shown
    assert _table(other) == _table(panel)
    assert other._legend.text() == panel._legend.text()
    assert [action.isChecked() for action in other._choose.menu().actions()] == [
        action.isChecked() for action in panel._choose.menu().actions()
    ]
    for name in panel.shown:
        for one, two in zip(panel._items[name], other._items[name], strict=True):
            for mine, its in zip(
                one._line.getOriginalDataset(), two._line.getOriginalDataset(), strict=True
            ):
                np.testing.assert_array_equal(mine, its)


@pytest.mark.parametrize("done", range(8))
def test_another_result_ends_the_steps_wherever_they_are(
    qtbot: QtBot, panel: PlotPanel, walk_derived: Derived, done: int
) -> None:
    before = replace(
        walk_derived,
        angles=replace(walk_derived.angles, values_deg=walk_derived.angles.values_deg + 1.0),
    )
    other = PlotPanel()
    qtbot.addWidget(other)
    old = other.steps_to_show(before)
    for _ in range(done):
        next(old, None)
    other.set_derived(walk_derived)
    assert list(old) == []
    assert other.shown == panel.shown
    assert _table(other) == _table(panel)
    assert len(other._choose.menu().actions()) == len(panel._choose.menu().actions())
    other.set_derived(None)
    assert other.shown == ()


def test_every_quantity_shows_its_own_numbers(panel: PlotPanel, walk_derived: Derived) -> None:
    track, angles = walk_derived.track, walk_derived.angles
    motion = compute_motion(track, angles)
    knee = track.skeleton.index("right_knee")
    expected = {
        Quantity.ANGLES: ("°", "knee_flexion", angles.column("right_knee_flexion")),
        Quantity.ANGULAR_VELOCITIES: (
            "°/s",
            "knee_flexion",
            motion.angular_velocity_deg_s[:, motion.angles.index("right_knee_flexion")],
        ),
        Quantity.HORIZONTAL: ("px", "knee", track.xy_px[:, knee, 0]),
        Quantity.VERTICAL: ("px", "knee", track.xy_px[:, knee, 1]),
        Quantity.SPEEDS: ("px/s", "knee", motion.speed[:, knee]),
    }
    assert set(expected) == set(Quantity)
    for quantity, (unit, group, values) in expected.items():
        panel.set_quantity(quantity)
        assert panel.curves is not None
        assert panel.curves.unit == unit
        panel.show_groups((group,))
        assert panel.shown == (group,)
        item = panel._items[group][0]
        np.testing.assert_array_equal(item._line.getOriginalDataset()[1], values)
        assert f"({unit})" in panel._plots[group].titleLabel.text


def test_vertical_positions_grow_downwards_as_in_the_picture(panel: PlotPanel) -> None:
    for quantity, is_down in (
        (Quantity.HORIZONTAL, False), (Quantity.VERTICAL, True), (Quantity.HORIZONTAL, False),
    ):  # fmt: skip
        panel.set_quantity(quantity)
        assert panel.shown
        for plot in panel._plots.values():
            assert plot.getViewBox().yInverted() == is_down


def test_curves_are_chosen_from_a_menu_and_remembered_by_quantity(panel: PlotPanel) -> None:
    menu = panel._choose.menu()
    names = [action.text() for action in menu.actions()]
    assert "Trunk lean" in names
    before = panel.shown
    menu.actions()[names.index("Trunk lean")].trigger()
    assert set(panel.shown) == {*before, "trunk_lean"}
    panel.set_quantity(Quantity.SPEEDS)
    assert "trunk_lean" not in panel.shown
    panel.set_quantity(Quantity.ANGLES)
    assert "trunk_lean" in panel.shown
    menu = panel._choose.menu()
    (lean,) = (action for action in menu.actions() if action.text() == "Trunk lean")
    assert lean.isChecked()
    lean.trigger()
    assert panel.shown == before


def test_at_most_six_curves_are_offered(panel: PlotPanel) -> None:
    assert panel.curves is not None
    panel.show_groups(tuple(panel.curves.groups))
    assert len(panel.shown) == 6
    for action in panel._choose.menu().actions():
        assert action.isEnabled() == action.isChecked()


def test_statistics_are_about_the_range(panel: PlotPanel, walk_derived: Derived) -> None:
    panel.show_groups(("knee_flexion",))
    values = walk_derived.angles.column("right_knee_flexion")
    (row, _) = _table(panel)
    assert row == [
        "Right knee flexion", f"{values.min():.1f}°", f"{values.max():.1f}°",
        f"{np.ptp(values):.1f}°", f"{values.mean():.1f}°", f"{len(values)}/{len(values)}",
    ]  # fmt: skip
    t_s = walk_derived.track.t_s
    panel.set_range((float(t_s[10]), float(t_s[19])))
    part = values[10:20]
    (row, _) = _table(panel)
    assert row[1:] == [
        f"{part.min():.1f}°", f"{part.max():.1f}°", f"{np.ptp(part):.1f}°",
        f"{part.mean():.1f}°", "10/10",
    ]  # fmt: skip
    assert panel._statistics.horizontalHeaderItem(0).text() == f"{t_s[10]:.2f} to {t_s[19]:.2f} s"
    panel.set_range(None)
    assert panel._statistics.horizontalHeaderItem(0).text() == "whole recording"


def test_statistics_leave_out_what_is_missing() -> None:
    found = statistics(np.array([np.nan, 3.0, -1.0, np.nan]))
    assert (found.smallest, found.largest, found.range, found.mean) == (-1.0, 3.0, 4.0, 1.0)
    assert (found.n_values, found.n_frames) == (2, 4)
    nothing = statistics(np.full(3, np.nan))
    assert np.isnan(nothing.range)
    assert (nothing.n_values, nothing.n_frames) == (0, 3)


def test_cursor_follows_without_asking_and_asks_when_dragged(
    panel: PlotPanel, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(panel.time_requested):
        panel.set_time(1.25)
    assert {cursor.value() for cursor in panel._cursors} == {1.25}
    with qtbot.waitSignal(panel.time_requested) as asked:
        panel._cursors[0].setValue(2.0)
    assert asked.args == [2.0]
    panel.show_groups(("elbow_flexion",))
    assert [cursor.value() for cursor in panel._cursors] == [1.25]


def test_click_into_a_plot_asks_for_its_time(panel: PlotPanel, qtbot: QtBot) -> None:
    qtbot.waitExposed(panel)
    panel.reset_zoom()
    view = panel._plots["knee_flexion"].getViewBox()
    qtbot.waitUntil(lambda: view.viewRange()[0][1] > 3.0)
    place = panel.graphics.mapFromScene(view.mapViewToScene(QPointF(2.0, 30.0)))
    with qtbot.waitSignal(panel.time_requested) as asked:
        qtbot.mouseClick(panel.graphics.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args[0] == pytest.approx(2.0, abs=0.02)


def test_band_is_the_95_percent_interval_with_gaps_where_nothing_is_known() -> None:
    band = ErrorBand(QColor("red"))
    t_s, values = np.arange(6.0), np.array([1.0, 2.0, np.nan, 4.0, 5.0, 6.0])
    band.set_values(t_s, values, np.array([0.5, 0.5, 0.5, 0.5, np.nan, 1.0]))
    assert band.boundingRect().getRect() == (0.0, 0.5, 5.0, 6.5)
    polygons = band._build(0.0, 5.0)
    assert [polygon.count() for polygon in polygons] == [4, 2, 2]
    corners = [(point.x(), point.y()) for point in polygons[0]]
    assert corners == [(0.0, 1.5), (1.0, 2.5), (1.0, 1.5), (0.0, 0.5)]


def test_curves_are_drawn_with_their_band(panel: PlotPanel, walk_derived: Derived) -> None:
    band = panel._items["knee_flexion"][0]._band
    values = walk_derived.angles.column("right_knee_flexion")
    index = walk_derived.angles.names.index("right_knee_flexion")
    sd = walk_derived.angles.sd_deg[:, index]
    assert np.isfinite(sd).all()
    np.testing.assert_allclose(band._high - values, 1.96 * sd)
    np.testing.assert_allclose(values - band._low, 1.96 * sd)


def test_strip_marks_what_was_not_measured(qtbot: QtBot) -> None:
    colours = CurveColours.of(QPalette(QColor("white")))
    strip = StatusStrip(colours)
    status = np.array([0, 0, 2, 2, 1, 3, 4, 5, 0], np.int8)
    statuses = [Status(int(value)) for value in status]
    assert Status.EDITED in statuses
    t_s = np.arange(len(status)) / 10
    curve = Curve(name="right_x", side="right", values=0 * t_s, sd=0 * t_s, status=status)
    other = replace(curve, status=np.zeros(len(status), np.int8))
    strip.set_curves(t_s, (curve, other))
    assert all(row == 0 for row, *_ in strip._stretches)
    marked = {which: (round(start, 6), round(end, 6)) for _, which, start, end in strip._stretches}
    for which in (Status.INTERPOLATED, Status.EDITED, Status.REJECTED, Status.DAMAGED):
        at = np.flatnonzero(status == which)
        assert marked.pop(which) == (
            round(float(t_s[at[0]]) - 0.05, 6), round(float(t_s[at[-1]]) + 0.05, 6)
        )  # fmt: skip
    assert marked == {}


def test_corrected_values_have_marks(panel: PlotPanel, walk_derived: Derived) -> None:
    angles = walk_derived.angles
    status = angles.status.copy()
    status[7, angles.names.index("right_knee_flexion")] = Status.EDITED
    panel.set_derived(replace(walk_derived, angles=replace(angles, status=status)))
    item = panel._items["knee_flexion"][0]
    t_s, values = item._edited.getData()
    assert t_s.tolist() == [walk_derived.track.t_s[7]]
    assert values.tolist() == [angles.column("right_knee_flexion")[7]]


def test_picture_is_copied(panel: PlotPanel) -> None:
    panel.copy_picture()
    image = QGuiApplication.clipboard().image()
    assert image.width() == 2 * panel.graphics.width()
    assert len({image.pixel(x, y) for x in range(0, 600, 5) for y in range(0, 500, 5)}) > 3


def test_pictures_are_saved_sharp(panel: PlotPanel, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(panel.saved) as saved:
        panel.save_picture(tmp_path / "curves.png")
    assert saved.args == [tmp_path / "curves.png"]
    image = QImage(str(tmp_path / "curves.png"))
    assert image.width() == 2 * panel.graphics.width()
    assert image.pixelColor(2, 2) == panel.palette().base().color()
    # The legend stands at the upper right, in the colours of the curves.
    corner = {image.pixelColor(x, y).name() for x in range(image.width() - 240, image.width(), 2)
              for y in range(16, 36)}  # fmt: skip
    colours = CurveColours.of(panel.palette())
    assert {colours.right.name(), colours.left.name()} <= corner
    with qtbot.waitSignal(panel.saved):
        panel.save_picture(tmp_path / "curves.svg")
    root = ElementTree.parse(tmp_path / "curves.svg").getroot()
    assert root.tag.endswith("svg")
    # A plot is a picture of its own: what is zoomed out of it is cut off.
    plots = [part for part in root if part.tag.endswith("}svg")]
    places = [plot.getViewBox().sceneBoundingRect() for plot in panel._plots.values()]
    tops = sorted(float(part.get("y", "")) for part in plots)
    np.testing.assert_allclose(tops, sorted(place.y() for place in places), atol=0.01)
    assert "Knee flexion" in "".join(root.itertext())
    (legend,) = (part for part in root if part.get("id") == "legend")
    assert "".join("".join(legend.itertext()).split()) == "leftright"
    # Lines, no pictures of lines.
    assert not [part for part in root.iter() if part.tag.endswith("}image")]
    band = panel._items["knee_flexion"][0]._band
    assert band.cacheMode() == band.CacheMode.DeviceCoordinateCache


def test_data_is_saved_as_it_is_shown(
    panel: PlotPanel, qtbot: QtBot, tmp_path: Path, walk_derived: Derived
) -> None:
    panel.show_groups(("knee_flexion",))
    with qtbot.waitSignal(panel.saved):
        panel.save_data(tmp_path / "curves.csv")
    with (tmp_path / "curves.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "frame", "time_s", "right_knee_flexion_deg", "right_knee_flexion_status",
        "left_knee_flexion_deg", "left_knee_flexion_status",
    ]  # fmt: skip
    assert len(rows) == len(walk_derived.track)
    values = walk_derived.angles.column("left_knee_flexion")
    np.testing.assert_allclose(
        [float(row["left_knee_flexion_deg"]) for row in rows], values, atol=5e-4
    )
    assert {row["left_knee_flexion_status"] for row in rows} == {"measured"}


def test_missing_values_are_empty_cells(
    panel: PlotPanel, tmp_path: Path, walk_derived: Derived
) -> None:
    angles = walk_derived.angles
    values, status = angles.values_deg.copy(), angles.status.copy()
    column = angles.names.index("right_knee_flexion")
    values[3, column], status[3, column] = np.nan, Status.REJECTED
    panel.set_derived(
        replace(walk_derived, angles=replace(angles, values_deg=values, status=status))
    )
    panel.show_groups(("knee_flexion",))
    panel.save_data(tmp_path / "curves.csv")
    line = (tmp_path / "curves.csv").read_text("utf-8").splitlines()[4].split(",")
    assert line[0] == "3"
    assert line[2:4] == ["", "rejected"]


@pytest.mark.parametrize("name", ["curves.bmp", "missing/curves.png", "missing/curves.csv"])
def test_files_that_cannot_be_written_are_told(
    panel: PlotPanel, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    (tmp_path / "missing").write_text("a file in the way")
    save = panel.save_data if name.endswith("csv") else panel.save_picture
    with qtbot.waitSignal(panel.failed) as failed, qtbot.assertNotEmitted(panel.saved):
        save(tmp_path / name)
    assert str(failed.args[0])
    assert not (tmp_path / name).exists()


def test_without_results_a_hint_is_shown(panel: PlotPanel, walk_derived: Derived) -> None:
    panel.set_derived(None)
    assert panel.shown == ()
    assert panel.curves is None
    assert panel._hint.isVisible()
    panel.set_derived(walk_derived)
    assert panel.shown[:2] == ("hip_flexion", "knee_flexion")
    assert not panel._hint.isVisible()


def test_why_there_are_no_curves_is_told(panel: PlotPanel, walk_derived: Derived) -> None:
    angles = walk_derived.angles
    unknown = replace(angles, values_deg=np.full_like(angles.values_deg, np.nan))
    panel.set_derived(None)
    panel.set_derived(replace(walk_derived, angles=unknown))
    assert panel.shown == ()
    assert "No joint angle could be computed" in panel._legend.text()
    assert panel._legend.isVisible()
    panel.set_quantity(Quantity.HORIZONTAL)
    assert "right" in panel._legend.text()


def test_curves_take_the_colours_of_the_theme(panel: PlotPanel, qtbot: QtBot) -> None:
    palette = panel.palette()
    palette.setColor(QPalette.ColorRole.Base, QColor("#101010"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#f0f0f0"))
    panel.setPalette(palette)
    dark = QColor("#101010")
    qtbot.waitUntil(lambda: panel.graphics.backgroundBrush().color() == dark)
    pen = panel._items["knee_flexion"][0]._line.opts["pen"]
    assert pen.color() == CurveColours.of(palette).right


def test_left_is_dashed_so_that_colour_is_not_needed(panel: PlotPanel) -> None:
    right, left = panel._items["knee_flexion"]
    assert right._line.opts["pen"].style() == Qt.PenStyle.SolidLine
    assert left._line.opts["pen"].style() == Qt.PenStyle.DashLine
