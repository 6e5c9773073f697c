"""The video view: exact pixels, a true overlay, and correcting by mouse and keys."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.overlay import OverlayColours, OverlayData, OverlayOptions, keypoint_label
from app.widgets.video_view import VideoView, ViewMode
from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.angles import compute_angles
from efficientpose_core.kinematics.facing import lock_facing
from efficientpose_core.pose import PoseTrack, ProcessingStep, Status
from efficientpose_core.skeleton import MPII16

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WIDTH, HEIGHT = 320, 200
KNEE = MPII16.index("right_knee")
ANKLE = MPII16.index("right_ankle")

# A person who faces right, with the right knee bent by 90 degrees.
PLACES = {
    "head_top": (160, 20), "upper_neck": (160, 40), "thorax": (160, 50), "pelvis": (160, 100),
    "right_shoulder": (155, 50), "right_elbow": (155, 75), "right_wrist": (155, 98),
    "left_shoulder": (168, 50), "left_elbow": (190, 60), "left_wrist": (210, 70),
    "right_hip": (155, 100), "right_knee": (155, 140), "right_ankle": (115, 140),
    "left_hip": (168, 100), "left_knee": (168, 140), "left_ankle": (168, 180),
}  # fmt: skip


def make_track(count: int = 20) -> PoseTrack:
    joints = len(MPII16)
    pose = np.array([PLACES[k] for k in MPII16.keypoints], float)
    xy_px = np.repeat(pose[None], count, axis=0)
    status = np.zeros((count, joints), np.int8)
    status[5] = Status.NO_PERSON
    xy_px[5] = np.nan
    return PoseTrack(
        skeleton=MPII16, t_s=np.arange(count) / 30, frame=np.arange(count), xy_px=xy_px,
        score=np.full((count, joints), 0.9), spread_px=np.full((count, joints), 2.0),
        status=status, presence=np.ones(count), image_size_px=(WIDTH, HEIGHT),
    )  # fmt: skip


def with_status(status: Status, joint: int = KNEE) -> PoseTrack:
    track = make_track()
    changed = track.status.copy()
    changed[:, joint] = np.where(changed[:, joint] == 0, status, changed[:, joint])
    xy_px = track.xy_px.copy()
    xy_px[changed > Status.INTERPOLATED] = np.nan
    return track.with_changes(ProcessingStep(name="test"), xy_px=xy_px, status=changed)


def plain(colour: QColor = QColor(90, 90, 90)) -> QImage:  # noqa: B008  (never changed)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


@pytest.fixture
def view(qtbot: QtBot) -> VideoView:
    widget = VideoView()
    qtbot.addWidget(widget)
    widget.resize(2 * WIDTH, 2 * HEIGHT)
    widget.show()
    widget.set_track(make_track())
    widget.set_frame(0, plain(), 0.0)
    return widget


def at(view: VideoView, x: float, y: float) -> QPoint:
    return view.view_geometry.to_widget(x, y).toPoint()


def joint(view: VideoView, channel: int) -> QPoint:
    return at(view, *PLACES[MPII16.keypoints[channel]])


def painted(view: VideoView, **options: object) -> QImage:
    view.set_options(OverlayOptions(**options))  # type: ignore[arg-type]
    return view.grab().toImage()


def is_like(colour: QColor, wanted: QColor) -> bool:
    """Tell whether a thin line's colour is what it should be, up to its blended edges."""
    pairs = zip(colour.getRgb()[:3], wanted.getRgb()[:3], strict=True)
    return all(abs(a - b) < 60 for a, b in pairs)


class TestPicture:
    def test_full_size_shows_every_pixel_as_it_is(self, view: VideoView) -> None:
        random = np.random.default_rng(0)
        pixels = random.integers(0, 255, (HEIGHT, WIDTH, 4), dtype=np.uint8)
        pixels[..., 3] = 255
        image = QImage(pixels.data, WIDTH, HEIGHT, 4 * WIDTH, QImage.Format.Format_RGB32)
        view.set_overlay_visible(False)
        view.set_frame(1, image, 0.0)
        view.set_zoom(1.0)
        shown = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        corner = at(view, 0, 0)
        assert shown.copy(corner.x(), corner.y(), WIDTH, HEIGHT) == image

    def test_from_four_times_on_pixels_are_squares(self, view: VideoView) -> None:
        image = plain(QColor(0, 0, 0))
        image.setPixelColor(160, 100, QColor(255, 255, 255))
        view.set_overlay_visible(False)
        view.set_frame(1, image, 0.0)
        view.set_zoom(8.0, QPointF(at(view, 160.5, 100.5)))
        shown = view.grab().toImage()
        inside = view.view_geometry.rect_to_widget(160, 100, 1, 1)
        for x, y in ((0.1, 0.1), (0.9, 0.1), (0.5, 0.5), (0.1, 0.9), (0.9, 0.9)):
            place = QPointF(inside.left() + 8 * x, inside.top() + 8 * y).toPoint()
            assert shown.pixelColor(place).value() == 255
        for dx, dy in ((-2, 4), (10, 4), (4, -2), (4, 10)):
            place = QPointF(inside.left() + dx, inside.top() + dy).toPoint()
            assert shown.pixelColor(place).value() == 0

    def test_the_wheel_zooms_at_the_pointer(self, view: VideoView, qtbot: QtBot) -> None:
        anchor = QPointF(100.0, 300.0)
        before = view.view_geometry.to_picture(anchor)
        with qtbot.waitSignal(view.zoom_changed):
            QApplication.sendEvent(
                view,
                QWheelEvent(
                    anchor, view.mapToGlobal(anchor), QPoint(), QPoint(0, 240),
                    Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
                ),
            )  # fmt: skip
        assert view.zoom == pytest.approx(2.0 * 1.44)
        assert view.view_geometry.to_picture(anchor) == pytest.approx(before, abs=0.3)
        assert not view.is_fitted

    def test_keys_zoom(self, view: VideoView, qtbot: QtBot) -> None:
        qtbot.keyClick(view, Qt.Key.Key_1)
        assert view.zoom == 1.0
        qtbot.keyClick(view, Qt.Key.Key_Plus)
        assert view.zoom == pytest.approx(1.44)
        qtbot.keyClick(view, Qt.Key.Key_0)
        assert view.zoom == 2.0
        assert view.is_fitted

    def test_dragging_with_the_middle_button_moves_the_picture(
        self, view: VideoView, qtbot: QtBot
    ) -> None:
        before = view.view_geometry.origin()
        qtbot.mousePress(view, Qt.MouseButton.MiddleButton, NONE, QPoint(100, 100))
        qtbot.mouseMove(view, QPoint(130, 90))
        qtbot.mouseRelease(view, Qt.MouseButton.MiddleButton, NONE, QPoint(130, 90))
        moved = view.view_geometry.origin() - before
        assert (moved.x(), moved.y()) == (30, -10)

    def test_a_fitted_picture_stays_fitted(self, view: VideoView) -> None:
        view.resize(WIDTH, 3 * HEIGHT)
        assert view.zoom == pytest.approx(1.0)

    def test_a_damaged_frame_says_so(self, view: VideoView) -> None:
        view.set_frame(1, None, 0.1)
        damaged = view.grab().toImage()
        view.set_frame(1, plain(QColor(60, 60, 60)), 0.1)
        assert view.grab().toImage() != damaged

    def test_cleared_it_is_empty(self, view: VideoView) -> None:
        view.clear()
        shown = view.grab().toImage()
        assert shown.pixelColor(5, 5) == shown.pixelColor(320, 200)
        assert view.frame == -1


class TestOverlay:
    def test_sides_have_their_colours(self, view: VideoView) -> None:
        shown = painted(view, show_points=False, show_angles=False)
        colours = OverlayColours()
        thigh = at(view, 155, 120)
        other = at(view, 168, 120)
        assert shown.pixelColor(thigh) == colours.right
        assert shown.pixelColor(other) == colours.left

    def test_the_overlay_is_where_the_picture_is_at_any_zoom(self, view: VideoView) -> None:
        colour = OverlayColours().right
        for zoom in (1.0, 2.5, 9.0):
            view.set_zoom(zoom)
            view.set_zoom(zoom, QPointF(at(view, 155, 120)))
            shown = painted(view, show_points=False, show_angles=False)
            assert is_like(shown.pixelColor(at(view, 155, 120)), colour)

    @pytest.mark.parametrize(
        "status", [Status.EDITED, Status.INTERPOLATED, Status.REJECTED, Status.DAMAGED]
    )
    def test_status_is_told_by_shape(self, view: VideoView, status: Status) -> None:
        grey = OverlayColours(left=QColor("grey"), right=QColor("grey"), middle=QColor("grey"))
        view.set_colours(grey, QColor("black"))
        measured = painted(view)
        view.set_raw_track(make_track())
        view.set_track(with_status(status))
        assert painted(view) != measured

    def test_rejected_places_are_crossed_out_at_the_raw_position(self, view: VideoView) -> None:
        view.set_track(with_status(Status.REJECTED))
        bare = painted(view)
        view.set_raw_track(make_track())
        crossed = painted(view)
        place = joint(view, KNEE)
        assert crossed.pixelColor(place) == OverlayColours().rejected
        assert bare.pixelColor(place) == QColor(90, 90, 90)

    def test_doubtful_keypoints_fade_and_hopeless_ones_vanish(self, view: VideoView) -> None:
        track = make_track()

        def at_score(score: float) -> QColor:
            scores = track.score.copy()
            scores[:, KNEE] = score
            view.set_track(track.with_changes(ProcessingStep(name="x"), score=scores))
            shown = painted(view, show_points=False, show_angles=False)
            return shown.pixelColor(at(view, 155, 120))

        sure, doubtful, hopeless = at_score(0.9), at_score(0.2), at_score(0.05)
        assert sure == OverlayColours().right
        assert doubtful.red() < sure.red()
        assert hopeless == QColor(90, 90, 90)

    @pytest.mark.parametrize(
        "option",
        [{"show_box": True}, {"show_names": True}, {"show_spread": True},
         {"show_skeleton": False}, {"show_points": False}, {"show_caption": False},
         {"line_width_px": 8.0}, {"opacity": 0.4}],
    )  # fmt: skip
    def test_options_change_the_picture(self, view: VideoView, option: dict[str, object]) -> None:
        assert painted(view, **option) != painted(view)

    def test_nobody_in_view_is_said(self, view: VideoView) -> None:
        view.set_frame(5, plain(), 5 / 30)
        assert painted(view) != painted(view, show_banner=False)
        view.set_frame(6, plain(), 6 / 30)
        assert painted(view) == painted(view, show_banner=False)

    def test_a_frame_that_was_not_analysed_has_no_pose(self, view: VideoView) -> None:
        view.set_frame(19, plain(), 0.0)
        with_pose = painted(view, show_caption=False)
        view.set_frame(20, plain(), 0.0)
        assert painted(view, show_caption=False) != with_pose
        assert view.keypoint_at(QPointF(joint(view, KNEE))) is None

    def test_trails_follow_the_last_frames(self, view: VideoView) -> None:
        track = make_track()
        xy_px = track.xy_px.copy()
        xy_px[:, ANKLE, 0] = 40 + 4 * np.arange(len(track))
        xy_px[5] = np.nan
        view.set_track(track.with_changes(ProcessingStep(name="x"), xy_px=xy_px))
        view.set_frame(15, plain(), 0.5)
        trail = painted(view, trail_keypoints=("right_ankle",), trail_frames=6)
        colour = OverlayColours().right
        # Frames 10 to 15.
        assert is_like(trail.pixelColor(at(view, 90, 140)), colour)
        assert trail.pixelColor(at(view, 60, 140)) == QColor(90, 90, 90)

    def test_facing_and_angles_are_drawn(self, view: VideoView) -> None:
        bare = painted(view)
        facing = lock_facing(20, 1)
        view.set_facing(facing)
        with_arrow = painted(view)
        view.set_angles(compute_angles(make_track(), facing=facing))
        assert bare != with_arrow != painted(view)

    @pytest.mark.parametrize(
        "wrong", [{"line_width_px": 0.0}, {"opacity": 0.0}, {"min_score": 2.0},
                  {"trail_frames": 0}],
    )  # fmt: skip
    def test_impossible_options_are_refused(self, wrong: dict[str, float]) -> None:
        with pytest.raises(SettingsError):
            OverlayOptions(**wrong)  # type: ignore[arg-type]


class TestArcs:
    @staticmethod
    def arc(name: str, facing: int = 1) -> tuple[float, float, float, tuple[float, float]]:
        data = OverlayData()
        data.track = make_track()
        data.angles = compute_angles(data.track, facing=lock_facing(20, facing))
        (arc,) = data.arcs(0, (name,))
        start, sweep = math.degrees(arc.start_rad), math.degrees(arc.sweep_rad)
        return arc.value_deg, start, sweep, arc.vertex_px

    def test_the_knee_arc_goes_from_the_thigh_to_the_shank(self) -> None:
        value, start, sweep, vertex = self.arc("right_knee_flexion")
        assert value == pytest.approx(90)
        assert vertex == PLACES["right_knee"]
        # On the screen, with y down: the thigh points at 90 degrees, the shank at 180.
        assert (start, sweep) == pytest.approx((90, 90))

    @pytest.mark.parametrize("name", ["left_hip_flexion", "trunk_lean", "neck_flexion"])
    def test_straight_is_no_arc(self, name: str) -> None:
        value, _, sweep, _ = self.arc(name)
        assert (value, sweep) == pytest.approx((0, 0), abs=1e-9)

    def test_the_trunk_is_told_from_the_pelvis(self) -> None:
        _, start, _, vertex = self.arc("trunk_lean")
        assert vertex == PLACES["pelvis"]
        assert math.remainder(start + 90, 360) == pytest.approx(0)

    def test_the_size_of_the_arc_is_the_angle(self) -> None:
        for name in ("left_elbow_flexion", "left_shoulder_flexion", "right_shank_inclination"):
            value, _, sweep, _ = self.arc(name)
            assert abs(sweep) == pytest.approx(abs(value))

    def test_missing_keypoints_and_unknown_names_give_none(self) -> None:
        data = OverlayData()
        data.track = with_status(Status.REJECTED)
        data.angles = compute_angles(data.track, facing=lock_facing(20, 1))
        assert data.arcs(0, ("right_knee_flexion", "nonsense")) == []


class TestEditing:
    def test_hovering_tells_what_is_there(self, view: VideoView, qtbot: QtBot) -> None:
        # Away first: a pointer that is there already, from another test, does not move.
        qtbot.mouseMove(view, at(view, 30, 20))
        before = view.grab().toImage()
        qtbot.mouseMove(view, joint(view, ANKLE))
        qtbot.waitUntil(lambda: view.grab().toImage() != before)
        qtbot.mouseMove(view, at(view, 20, 20))
        qtbot.waitUntil(lambda: view.grab().toImage() == before)

    def test_a_click_selects_and_a_click_beside_deselects(
        self, view: VideoView, qtbot: QtBot
    ) -> None:
        with qtbot.waitSignal(view.keypoint_selected) as selected:
            qtbot.mouseClick(view, LEFT, NONE, joint(view, KNEE))
        assert selected.args == [KNEE]
        assert view.accessibleDescription() == "Selected keypoint: right knee"
        with qtbot.assertNotEmitted(view.keypoint_moved):
            qtbot.mouseClick(view, LEFT, NONE, at(view, 20, 20))
        assert view.selected_keypoint is None

    def test_dragging_tells_start_way_and_end(self, view: VideoView, qtbot: QtBot) -> None:
        told: list[tuple[object, ...]] = []
        view.keypoint_drag_started.connect(lambda k: told.append(("start", k)))
        view.keypoint_dragged.connect(lambda *where: told.append(("drag", *where)))
        view.keypoint_moved.connect(lambda *where: told.append(("end", *where)))
        # Taken beside its middle: the keypoint must not jump to the pointer.
        start = joint(view, ANKLE) + QPoint(3, -2)
        qtbot.mousePress(view, LEFT, NONE, start)
        qtbot.mouseMove(view, start + QPoint(1, 0))
        qtbot.mouseMove(view, start + QPoint(20, 10))
        shown = view.grab().toImage()
        qtbot.mouseMove(view, start + QPoint(40, -30))
        qtbot.mouseRelease(view, LEFT, NONE, start + QPoint(40, -30))
        x, y = PLACES["right_ankle"]
        assert told == [
            ("start", ANKLE), ("drag", ANKLE, x + 10, y + 5), ("drag", ANKLE, x + 20, y - 15),
            ("end", ANKLE, x + 20, y - 15),
        ]  # fmt: skip
        # While dragged, it is drawn under the pointer; then it stays there until the next track.
        assert shown.pixelColor(at(view, x + 10, y + 5)) == OverlayColours().right
        assert view.keypoint_at(QPointF(at(view, x + 20, y - 15))) == ANKLE
        view.set_track(view._data.track)
        assert view.keypoint_at(QPointF(joint(view, ANKLE))) == ANKLE

    def test_escape_gives_a_drag_up(self, view: VideoView, qtbot: QtBot) -> None:
        start = joint(view, ANKLE)
        qtbot.mousePress(view, LEFT, NONE, start)
        qtbot.mouseMove(view, start + QPoint(40, 0))
        with (
            qtbot.waitSignal(view.keypoint_drag_cancelled),
            qtbot.assertNotEmitted(view.keypoint_moved),
        ):
            qtbot.keyClick(view, Qt.Key.Key_Escape)
            qtbot.mouseRelease(view, LEFT, NONE, start + QPoint(40, 0))

    def test_another_frame_ends_a_drag(self, view: VideoView, qtbot: QtBot) -> None:
        start = joint(view, ANKLE)
        qtbot.mousePress(view, LEFT, NONE, start)
        qtbot.mouseMove(view, start + QPoint(40, 0))
        with qtbot.waitSignal(view.keypoint_drag_cancelled):
            view.set_frame(1, plain(), 0.03)

    @pytest.mark.parametrize(
        ("key", "modifier", "dx", "dy"),
        [(Qt.Key.Key_Left, NONE, -1, 0), (Qt.Key.Key_Down, NONE, 0, 1),
         (Qt.Key.Key_Right, SHIFT, 0.1, 0), (Qt.Key.Key_Up, SHIFT, 0, -0.1)],
    )  # fmt: skip
    def test_arrows_nudge(
        self, view: VideoView, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier,
        dx: float, dy: float,
    ) -> None:  # fmt: skip
        view.select_keypoint(0)
        with qtbot.waitSignal(view.keypoint_moved) as moved:
            qtbot.keyClick(view, key, modifier)
        assert moved.args == [0, pytest.approx(160 + dx), pytest.approx(20 + dy)]

    def test_delete_asks_for_the_selected_one_only(self, view: VideoView, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(view.keypoint_deleted):
            qtbot.keyClick(view, Qt.Key.Key_Delete)
        view.select_keypoint(KNEE)
        with qtbot.waitSignal(view.keypoint_deleted) as deleted:
            qtbot.keyClick(view, Qt.Key.Key_Delete)
        assert deleted.args == [KNEE]

    def test_tab_goes_through_the_keypoints(self, view: VideoView, qtbot: QtBot) -> None:
        view.setFocus()
        visited = []
        for _ in range(len(MPII16)):
            qtbot.keyClick(view, Qt.Key.Key_Tab)
            visited.append(view.selected_keypoint)
        assert visited == list(range(len(MPII16)))
        qtbot.keyClick(view, Qt.Key.Key_Tab, SHIFT)
        assert view.selected_keypoint == len(MPII16) - 2

    def test_a_menu_is_asked_for(self, view: VideoView, qtbot: QtBot) -> None:
        where = joint(view, KNEE)
        with qtbot.waitSignal(view.menu_requested) as asked:
            QApplication.sendEvent(
                view,
                QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, view.mapToGlobal(where)),
            )
        assert asked.args is not None
        assert asked.args[1:3] == pytest.approx(list(PLACES["right_knee"]), abs=0.5)
        assert asked.args[3] == KNEE


class TestModes:
    def test_picking_a_person(self, view: VideoView, qtbot: QtBot) -> None:
        view.set_mode(ViewMode.PICK_PERSON)
        with qtbot.waitSignal(view.person_picked) as picked:
            qtbot.mouseClick(view, LEFT, NONE, at(view, 100, 50))
        assert picked.args == pytest.approx([100, 50])
        assert view.mode is ViewMode.SELECT

    def test_drawing_a_box_in_any_direction_within_the_picture(
        self, view: VideoView, qtbot: QtBot
    ) -> None:
        view.set_mode(ViewMode.DRAW_BOX)
        with qtbot.waitSignal(view.box_drawn) as drawn:
            qtbot.mousePress(view, LEFT, NONE, at(view, 100, 80))
            qtbot.mouseMove(view, QPoint(-30, 20))
            view.grab()
            qtbot.mouseRelease(view, LEFT, NONE, QPoint(-30, 20))
        assert drawn.args == pytest.approx([0, 10, 100, 70])

    def test_drawing_a_line(self, view: VideoView, qtbot: QtBot) -> None:
        view.set_mode(ViewMode.DRAW_LINE)
        with qtbot.waitSignal(view.line_drawn) as drawn:
            qtbot.mousePress(view, LEFT, NONE, at(view, 100, 80))
            qtbot.mouseMove(view, at(view, 50, 80))
            qtbot.mouseRelease(view, LEFT, NONE, at(view, 50, 80))
        assert drawn.args == pytest.approx([100, 80, 50, 80])

    def test_a_click_is_no_box(self, view: VideoView, qtbot: QtBot) -> None:
        view.set_mode(ViewMode.DRAW_BOX)
        with qtbot.assertNotEmitted(view.box_drawn):
            qtbot.mouseClick(view, LEFT, NONE, at(view, 100, 80))
        assert view.mode is ViewMode.DRAW_BOX

    @pytest.mark.parametrize("mode", [ViewMode.PICK_PERSON, ViewMode.DRAW_BOX])
    def test_escape_leaves_a_mode(self, view: VideoView, qtbot: QtBot, mode: ViewMode) -> None:
        with qtbot.waitSignal(view.mode_changed):
            view.set_mode(mode)
        view.grab()
        qtbot.keyClick(view, Qt.Key.Key_Escape)
        assert view.mode is ViewMode.SELECT


def test_names_for_people() -> None:
    assert keypoint_label("left_ankle") == "left ankle"
    assert keypoint_label("left_big_toe") == "left big toe"


def test_data_of_other_frames_are_not_mixed_up() -> None:
    data = OverlayData()
    data.track = replace(make_track(), frame=np.arange(20) * 2 + 10)
    assert data.row(10) == 0
    assert data.row(11) is None
    assert data.row(9) is None
    assert data.row(50) is None
    data.set_moved(12, {KNEE: (1.0, 2.0)})
    moved, other = data.pose(12), data.pose(14)
    assert moved is not None
    assert other is not None
    assert moved[0][KNEE] == pytest.approx([1, 2])
    assert moved[2][KNEE] == Status.EDITED
    assert other[0][KNEE] == pytest.approx(PLACES["right_knee"])
