"""The timeline: its axis, its strip, and what the user does with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.timeline import EventMark, Timeline
from app.widgets.timeline_axis import TimeAxisView
from app.widgets.timeline_strip import StripColours, StripKind, StripSummary
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.skeleton import MPII16

COUNT = 200
TIMES = np.arange(COUNT) / 50.0
GREY = QColor(100, 100, 100)
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def track(count: int = COUNT) -> PoseTrack:
    joints = len(MPII16)
    xy_px = np.ones((count, joints, 2))
    status = np.full((count, joints), Status.MEASURED, np.int8)
    status[10:20] = Status.INTERPOLATED
    status[30:40] = Status.NO_PERSON
    status[50, 3] = Status.EDITED
    status[60:70, :4] = Status.REJECTED
    xy_px[status > Status.INTERPOLATED] = np.nan
    return PoseTrack(
        skeleton=MPII16, t_s=np.arange(count) / 50.0, frame=np.arange(count), xy_px=xy_px,
        score=np.full((count, joints), 0.8), spread_px=np.ones((count, joints)), status=status,
        presence=np.ones(count), image_size_px=(64, 48),
    )  # fmt: skip


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    widget = Timeline()
    qtbot.addWidget(widget)
    widget.resize(824, widget.sizeHint().height())
    widget.show()
    widget.set_source(TIMES, COUNT / 50.0)
    return widget


def place(timeline: Timeline, frame: float, row: str = "strip") -> QPoint:
    """Return a place in the middle of a frame."""
    whole = int(frame)
    x = timeline.axis.x_of(whole) + 0.5 * (timeline.axis.x_of(1) - timeline.axis.x_of(0))
    return QPoint(round(x), round(timeline._row(row).center().y()))


def drag(
    qtbot: QtBot, timeline: Timeline, start: QPoint, end: QPoint,
    modifier: Qt.KeyboardModifier = NONE,
) -> None:  # fmt: skip
    qtbot.mousePress(timeline, LEFT, modifier, start)
    qtbot.mouseMove(timeline, end)
    qtbot.mouseRelease(timeline, LEFT, modifier, end)


class TestAxis:
    axis = TimeAxisView.whole(np.array([0.0, 0.1, 0.5, 0.6]), 1.0, left=10.0, width=100.0)

    def test_frames_are_where_their_real_times_are(self) -> None:
        assert [self.axis.x_of(i) for i in range(5)] == pytest.approx([10, 20, 60, 70, 110])
        assert [self.axis.frame_at(x) for x in (0, 10, 19, 20, 59, 60, 500)] == [
            0, 0, 0, 1, 1, 2, 3
        ]  # fmt: skip

    def test_zooming_keeps_the_time_under_the_pointer(self) -> None:
        times = np.arange(1000) / 100.0
        axis = TimeAxisView.whole(times, 10.0, left=10.0, width=100.0)
        near = axis.zoomed(4.0, 35.0)
        assert near.span_s == pytest.approx(2.5)
        assert near.time_at(35.0) == pytest.approx(2.5)
        assert near.zoomed(1e9, 35.0).span_s == pytest.approx(0.05)
        assert near.zoomed(1e-9, 35.0).is_whole

    def test_the_axis_never_leaves_the_file(self) -> None:
        axis = TimeAxisView.whole(np.arange(1000) / 100.0, 10.0, width=100.0).zoomed(10, 50)
        assert axis.moved(1e6).start_s == 0.0
        assert axis.moved(-1e6).start_s == pytest.approx(9.0)

    def test_following_brings_a_frame_into_view(self) -> None:
        axis = TimeAxisView.whole(np.arange(1000) / 100.0, 10.0, width=100.0).zoomed(10, 0)
        assert axis.following(50) is axis
        for frame in (500, 999, 0):
            assert 0 <= axis.following(frame).x_of(frame) <= 100

    def test_columns_cover_every_frame_once(self) -> None:
        edges = self.axis.edges(7)
        assert (edges[0], edges[-1]) == (0, 4)
        assert np.all(np.diff(edges) >= 0)

    def test_ticks_are_round_and_apart(self) -> None:
        times, decimals = self.axis.ticks(18.0)
        assert times == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])
        assert decimals == 1


class TestStrip:
    def test_shares_and_confidence(self) -> None:
        summary = StripSummary(COUNT, track())
        shares, confidence = summary.means(np.array([0, 10, 60, 30]), np.array([10, 30, 70, 40]))
        assert shares[0, StripKind.MEASURED] == 1.0
        assert shares[1, StripKind.INTERPOLATED] == pytest.approx(0.5)
        assert shares[2, StripKind.REJECTED] == pytest.approx(0.25)
        assert shares[3, StripKind.NO_PERSON] == 1.0
        assert confidence == pytest.approx([0.8, 0.8, 0.8, 0.0])

    def test_frames_outside_the_track_are_not_analysed(self) -> None:
        late = replace(track(), frame=np.arange(COUNT) + 100)
        shares, _ = StripSummary(250, late).means(np.array([0, 100]), np.array([100, 250]))
        assert shares[:, StripKind.NOT_ANALYSED] == pytest.approx([1.0, 0.0])

    def test_edited_frames_are_told(self) -> None:
        edges = np.array([0, 50, 51, COUNT])
        assert StripSummary(COUNT, track()).has_edits(edges).tolist() == [False, True, False]

    @pytest.mark.parametrize("columns", [40, 200, 3000])
    def test_every_kind_has_its_colour(self, columns: int) -> None:
        colours = StripColours()
        edges = np.linspace(0, COUNT, columns + 1).astype(int)
        image = StripSummary(COUNT, track()).paint(edges, 18, colours, GREY)
        assert (image.width(), image.height()) == (columns, 18)
        scale = columns / COUNT

        def found(first: int, last: int, rows: range) -> set[tuple[int, ...]]:
            across = range(int(first * scale), int(last * scale))
            return {image.pixelColor(x, y).getRgb()[:3] for x in across for y in rows}

        bottom, top = range(16, 18), range(5)
        assert found(150, 190, range(18)) == {colours.measured.getRgb()[:3]}
        assert colours.interpolated.getRgb()[:3] in found(10, 20, bottom)
        assert found(30, 40, range(18)) == {GREY.getRgb()[:3], colours.no_person.getRgb()[:3]}
        assert colours.rejected.getRgb()[:3] in found(60, 70, top)
        assert found(60, 70, bottom) == {colours.measured.getRgb()[:3]}
        # One keypoint of one frame is seen, too.
        assert colours.edited.getRgb()[:3] in found(50, 55, top)

    def test_a_hundred_thousand_frames(self) -> None:
        summary = StripSummary(100_000, track(100_000))
        edges = np.linspace(0, 100_000, 1201).astype(int)
        assert summary.paint(edges, 18, StripColours(), GREY).width() == 1200


class TestScrubbing:
    def test_a_click_asks_for_the_frame_there(self, timeline: Timeline, qtbot: QtBot) -> None:
        with qtbot.waitSignal(timeline.frame_requested) as asked:
            qtbot.mouseClick(timeline, LEFT, NONE, place(timeline, 120))
        assert asked.args == [120]
        assert timeline.value() == 120

    def test_dragging_asks_all_the_way(self, timeline: Timeline, qtbot: QtBot) -> None:
        asked: list[int] = []
        timeline.frame_requested.connect(asked.append)
        drag(qtbot, timeline, place(timeline, 20), place(timeline, 90))
        assert asked == [20, 90]

    def test_showing_a_position_asks_for_nothing(self, timeline: Timeline, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(timeline.frame_requested):
            timeline.set_position(77)
        assert timeline.value() == 77

    @pytest.mark.parametrize(
        ("key", "modifier", "frame"),
        [(Qt.Key.Key_Right, NONE, 101), (Qt.Key.Key_Left, NONE, 99),
         (Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier, 150),
         (Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier, 50),
         (Qt.Key.Key_PageUp, NONE, 90), (Qt.Key.Key_PageDown, NONE, 110),
         (Qt.Key.Key_Home, NONE, 0), (Qt.Key.Key_End, NONE, 199)],
    )  # fmt: skip
    def test_keys(
        self, timeline: Timeline, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier,
        frame: int,
    ) -> None:  # fmt: skip
        timeline.set_position(100)
        with qtbot.waitSignal(timeline.frame_requested) as asked:
            qtbot.keyClick(timeline, key, modifier)
        assert asked.args == [frame]

    def test_keys_at_the_ends_do_nothing(self, timeline: Timeline, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(timeline.frame_requested):
            qtbot.keyClick(timeline, Qt.Key.Key_Left)
            qtbot.keyClick(timeline, Qt.Key.Key_Home)

    def test_screen_readers_meet_a_slider_of_frames(self, timeline: Timeline, qtbot: QtBot) -> None:
        timeline.set_position(42)
        interface = QAccessible.queryAccessibleInterface(timeline)
        assert interface.role() == QAccessible.Role.Slider
        assert interface.text(QAccessible.Text.Name) == "Timeline"
        values = interface.valueInterface()
        assert (values.currentValue(), values.maximumValue()) == (42, 199)
        with qtbot.waitSignal(timeline.frame_requested) as asked:
            values.setCurrentValue(43)
        assert asked.args == [43]


class TestRanges:
    def test_handles_trim(self, timeline: Timeline, qtbot: QtBot) -> None:
        changes: list[tuple[int, int]] = []
        timeline.trim_changed.connect(lambda *trim: changes.append(trim))
        y = timeline._row("strip").center().y()
        start = QPoint(round(timeline.axis.x_of(0) - 3), round(y))
        drag(qtbot, timeline, start, QPoint(round(timeline.axis.x_of(30)), round(y)))
        stop = QPoint(round(timeline.axis.x_of(COUNT) + 3), round(y))
        drag(qtbot, timeline, stop, QPoint(round(timeline.axis.x_of(150)), round(y)))
        assert changes == [(30, 200), (30, 150)]
        drag(qtbot, timeline, QPoint(round(timeline.axis.x_of(150) + 3), round(y)), start)
        assert timeline.trim == (30, 31)

    def test_keys_trim_at_the_cursor(self, timeline: Timeline, qtbot: QtBot) -> None:
        timeline.set_position(20)
        qtbot.keyClick(timeline, Qt.Key.Key_I)
        timeline.set_position(60)
        qtbot.keyClick(timeline, Qt.Key.Key_O)
        assert timeline.trim == (20, 61)

    def test_shift_chooses_a_loop_and_escape_removes_it(
        self, timeline: Timeline, qtbot: QtBot
    ) -> None:
        shift = Qt.KeyboardModifier.ShiftModifier
        with qtbot.waitSignal(timeline.range_changed) as chosen:
            drag(qtbot, timeline, place(timeline, 90), place(timeline, 40), shift)
        assert chosen.args == [40, 91]
        with qtbot.waitSignal(timeline.range_cleared):
            qtbot.keyClick(timeline, Qt.Key.Key_Escape)
        assert timeline.loop_range is None

    def test_events_are_moved(self, timeline: Timeline, qtbot: QtBot) -> None:
        mark = EventMark(frame=50, kind="initial_contact", side="left")
        timeline.set_events([mark, EventMark(frame=80, kind="toe_off")])
        with qtbot.waitSignal(timeline.event_moved) as moved:
            drag(qtbot, timeline, place(timeline, 50, "events"), place(timeline, 55, "events"))
        assert moved.args == [mark, 55]
        with qtbot.assertNotEmitted(timeline.event_moved):
            qtbot.mouseClick(timeline, LEFT, NONE, place(timeline, 50, "events"))

    def test_the_wheel_zooms_and_a_double_click_shows_all(
        self, timeline: Timeline, qtbot: QtBot
    ) -> None:
        at = QPointF(place(timeline, 100))
        wheel = QWheelEvent(
            at, timeline.mapToGlobal(at), QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton, NONE,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(timeline, wheel)
        assert timeline.axis.span_s == pytest.approx(4.0 / 1.25**4)
        assert timeline.axis.frame_at(at.x()) == 100
        timeline.set_position(0)
        assert timeline.axis.start_s == 0.0
        qtbot.mouseDClick(timeline, LEFT, NONE, place(timeline, 10))
        assert timeline.axis.is_whole


def test_everything_is_painted(timeline: Timeline) -> None:
    bare = timeline.grab().toImage()
    timeline.set_track(track())
    timeline.set_trim((5, 190))
    timeline.set_loop_range((50, 90))
    timeline.set_events([EventMark(frame=20, kind="toe_off"), EventMark(frame=30, kind="x")])
    thumbnail = QImage(64, 48, QImage.Format.Format_RGB32)
    thumbnail.fill(QColor(255, 0, 0))
    timeline.set_thumbnail(100, thumbnail)
    full = timeline.grab().toImage()
    assert full.size() == bare.size()
    assert full != bare
    row = timeline._row("thumbnails").center().y()
    assert full.pixelColor(round(timeline.axis.x_of(101)), round(row)) == QColor(255, 0, 0)
    timeline.set_thumbnails_visible(False)
    assert timeline.sizeHint().height() < bare.height()


def test_without_a_source_nothing_happens(qtbot: QtBot) -> None:
    widget = Timeline()
    qtbot.addWidget(widget)
    with qtbot.assertNotEmitted(widget.frame_requested):
        qtbot.mouseClick(widget, LEFT, NONE, QPoint(50, 50))
        qtbot.keyClick(widget, Qt.Key.Key_Right)
    widget.set_track(None)
    widget.grab()
