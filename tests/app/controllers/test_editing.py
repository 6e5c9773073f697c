"""Corrections by menu, key and mouse, with undo."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.application import Studio
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.session.edits import MoveKeypoint, apply_edits

from ..conftest import WAIT_MS, notes_of, settle


def _raw(studio: Studio) -> PoseTrack:
    session = studio.document.session
    assert session is not None
    return session.detection.track


def _corrected(studio: Studio) -> PoseTrack:
    """Return the track with the corrections, before cleaning."""
    session = studio.document.session
    assert session is not None
    return apply_edits(session.detection.track, session.edits).track


def _choose(studio: Studio, keypoint: str) -> int:
    joint = _raw(studio).skeleton.index(keypoint)
    studio.window.view.select_keypoint(joint)
    return joint


def _move(studio: Studio, keypoint: str, frame: int, x: float, y: float) -> None:
    studio.playback.jump(frame)
    studio.window.view.keypoint_moved.emit(_raw(studio).skeleton.index(keypoint), x, y)


def _do(studio: Studio, id: str) -> None:
    assert studio.actions.action(id).isEnabled()
    studio.actions.action(id).trigger()


def test_keypoint_is_deleted_in_the_frame_on_display_only(walking: Studio) -> None:
    assert not walking.actions.action("edit.delete").isEnabled()
    walking.playback.jump(30)
    knee = _choose(walking, "right_knee")
    _do(walking, "edit.delete")
    track = _corrected(walking)
    assert np.flatnonzero(track.status[:, knee] == Status.REJECTED).tolist() == [30]
    assert np.flatnonzero(np.isnan(track.xy_px[:, knee, 0])).tolist() == [30]
    others = np.delete(np.arange(16), knee)
    np.testing.assert_array_equal(track.xy_px[:, others], _raw(walking).xy_px[:, others])
    assert walking.document.undo_stack.undoText() == "Delete right knee, frame 30"
    assert walking.actions.action("edit.undo").text() == "&Undo: Delete right knee, frame 30"


def test_marked_range_is_what_corrections_are_about(walking: Studio, qtbot: QtBot) -> None:
    walking.playback.set_loop_range((40, 60))
    knee = _choose(walking, "left_knee")
    _do(walking, "edit.delete")
    assert np.flatnonzero(_corrected(walking).status[:, knee] == Status.REJECTED).tolist() == list(
        range(40, 60)
    )
    assert walking.document.undo_stack.undoText() == "Delete left knee, frames 40 to 59"
    settle(walking, qtbot)
    derived = walking.document.derived
    assert derived is not None
    # Too long to be filled in.
    assert np.isnan(derived.angles.column("left_knee_flexion")[45:55]).all()
    assert np.isfinite(derived.angles.column("right_knee_flexion")[45:55]).all()


def test_restore_goes_back_to_what_was_found(walking: Studio) -> None:
    _move(walking, "right_ankle", 50, 10.0, 20.0)
    ankle = _choose(walking, "right_ankle")
    assert _corrected(walking).xy_px[50, ankle].tolist() == [10.0, 20.0]
    _do(walking, "edit.restore")
    np.testing.assert_array_equal(_corrected(walking).xy_px, _raw(walking).xy_px)
    np.testing.assert_array_equal(_corrected(walking).status, _raw(walking).status)
    assert walking.document.undo_stack.undoText() == "Restore right ankle, frame 50"


@pytest.mark.parametrize("here", [50, 55, 60], ids=["at the first", "between", "at the second"])
def test_interpolation_joins_the_corrected_frames_around(walking: Studio, here: int) -> None:
    for frame, x in ((50, 100.0), (60, 120.0), (80, 400.0)):
        _move(walking, "right_wrist", frame, x, 200.0)
    wrist = _choose(walking, "right_wrist")
    walking.playback.jump(here)
    _do(walking, "edit.interpolate")
    expected = (60, 80) if here == 60 else (50, 60)
    text = f"Interpolate right wrist, frames {expected[0]} to {expected[1]}"
    assert walking.document.undo_stack.undoText() == text
    track = _corrected(walking)
    filled = np.flatnonzero(track.status[:, wrist] == Status.INTERPOLATED)
    assert filled.tolist() == list(range(expected[0] + 1, expected[1]))
    if here != 60:
        np.testing.assert_allclose(
            track.xy_px[50:61, wrist, 0], np.linspace(100, 120, 11), atol=0.1
        )


def test_interpolation_without_two_corrections_is_refused_with_the_remedy(walking: Studio) -> None:
    walking.playback.jump(30)
    _choose(walking, "right_wrist")
    _do(walking, "edit.interpolate")
    assert "mark a range in the timeline" in notes_of(walking)
    assert walking.document.undo_stack.count() == 0
    assert not walking.document.is_dirty


def test_correction_that_cannot_be_made_is_told_and_changes_nothing(walking: Studio) -> None:
    walking.playback.set_loop_range((10, 21))
    _choose(walking, "right_wrist")
    _do(walking, "edit.delete")
    before = walking.document.session
    _do(walking, "edit.interpolate")
    assert "place it in frames 10 and 20" in notes_of(walking)
    assert walking.document.session is before
    assert walking.document.undo_stack.count() == 1


def test_sides_of_one_joint_are_exchanged(walking: Studio) -> None:
    raw = _raw(walking)
    walking.playback.set_loop_range((20, 30))
    right = _choose(walking, "right_knee")
    left = raw.skeleton.index("left_knee")
    _do(walking, "edit.swap")
    track = _corrected(walking)
    np.testing.assert_array_equal(track.xy_px[20:30, right], raw.xy_px[20:30, left])
    np.testing.assert_array_equal(track.xy_px[20:30, left], raw.xy_px[20:30, right])
    ankle = raw.skeleton.index("right_ankle")
    np.testing.assert_array_equal(track.xy_px[:, ankle], raw.xy_px[:, ankle])
    np.testing.assert_array_equal(track.xy_px[30:], raw.xy_px[30:])
    assert walking.document.undo_stack.undoText() == "Swap knee, frames 20 to 29"


def test_all_sides_are_exchanged_where_nothing_is_chosen(walking: Studio) -> None:
    raw = _raw(walking)
    walking.playback.jump(25)
    _do(walking, "edit.swap")
    track = _corrected(walking)
    for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle"):
        right, left = (raw.skeleton.index(f"{side}_{joint}") for side in ("right", "left"))
        np.testing.assert_array_equal(track.xy_px[25, right], raw.xy_px[25, left])
    pelvis = raw.skeleton.index("pelvis")
    np.testing.assert_array_equal(track.xy_px[:, pelvis], raw.xy_px[:, pelvis])
    assert walking.document.undo_stack.undoText() == "Swap left and right, frame 25"


def test_a_joint_without_sides_is_not_taken_for_all(walking: Studio) -> None:
    _choose(walking, "pelvis")
    _do(walking, "edit.swap")
    assert "left and a right side" in notes_of(walking)
    assert walking.document.undo_stack.count() == 0


def test_direction_is_told_for_all_or_the_range_and_found_again(
    walking: Studio, qtbot: QtBot
) -> None:
    document = walking.document
    assert document.derived is not None
    assert (document.derived.facing.direction == 1).all()
    _do(walking, "edit.facing_left")
    settle(walking, qtbot)
    assert (document.derived.facing.direction == -1).all()
    assert document.undo_stack.undoText() == "Person faces left"
    _do(walking, "edit.facing_auto")
    settle(walking, qtbot)
    assert (document.derived.facing.direction == 1).all()
    walking.playback.set_loop_range((0, 30))
    _do(walking, "edit.facing_left")
    settle(walking, qtbot)
    assert (document.derived.facing.direction[:30] == -1).all()
    assert (document.derived.facing.direction[30:] == 1).all()


def _menu(studio: Studio, keypoint: int | None = None) -> QMenu:
    studio.window.view.menu_requested.emit(QPoint(10, 10), 123.0, 45.0, keypoint)
    (menu,) = (m for m in studio.window.findChildren(QMenu) if m.isVisible())
    return menu


def test_missing_keypoint_is_placed_from_the_menu(walking: Studio, qtbot: QtBot) -> None:
    walking.playback.set_loop_range((40, 60))
    wrist = _choose(walking, "left_wrist")
    _do(walking, "edit.delete")
    settle(walking, qtbot)
    walking.playback.set_loop_range(None)
    walking.playback.jump(50)
    menu = _menu(walking)
    place = next(action.menu() for action in menu.actions() if action.text() == "Place here")
    assert isinstance(place, QMenu)
    assert [action.text() for action in place.actions()] == ["Left wrist"]
    place.actions()[0].trigger()
    menu.close()
    assert walking.document.session is not None
    edit = walking.document.session.edits[-1]
    assert edit == MoveKeypoint(frame=50, keypoint="left_wrist", xy_px=(123.0, 45.0))
    settle(walking, qtbot)
    assert walking.document.derived is not None
    assert walking.document.derived.track.status[50, wrist] == Status.EDITED
    menu = _menu(walking)
    assert "Place here" not in [action.text() for action in menu.actions()]
    menu.close()


def test_menu_is_about_the_keypoint_under_the_pointer(walking: Studio) -> None:
    knee = _raw(walking).skeleton.index("right_knee")
    menu = _menu(walking, knee)
    assert walking.window.view.selected_keypoint == knee
    offered = {action.objectName(): action.isEnabled() for action in menu.actions()}
    for id in ("edit.delete", "edit.restore", "edit.interpolate", "edit.swap", "analysis.again"):
        assert offered[id]
    menu.close()


def test_undo_and_redo_go_through_all_steps_and_tell_what_is_unsaved(
    walking: Studio, qtbot: QtBot
) -> None:
    undo, redo = walking.actions.action("edit.undo"), walking.actions.action("edit.redo")
    assert not undo.isEnabled()
    assert not walking.window.isWindowModified()
    frames = list(range(10, 20))
    for frame in frames:
        _move(walking, "right_knee", frame, 100.0, 100.0)
    assert walking.window.isWindowModified()
    for frame in reversed(frames):
        assert undo.text() == f"&Undo: Move right knee, frame {frame}"
        undo.trigger()
    assert not undo.isEnabled()
    assert undo.text() == "&Undo"
    assert not walking.window.isWindowModified()
    np.testing.assert_array_equal(_corrected(walking).xy_px, _raw(walking).xy_px)
    assert redo.text() == "&Redo: Move right knee, frame 10"
    redo.trigger()
    assert walking.window.isWindowModified()
    settle(walking, qtbot)


def test_a_dragged_keypoint_stays_where_it_was_put(walking: Studio, qtbot: QtBot) -> None:
    view = walking.window.view
    walking.playback.jump(50)
    qtbot.waitUntil(lambda: view.frame == 50, timeout=WAIT_MS)
    knee = _choose(walking, "right_knee")
    x, y = _raw(walking).xy_px[50, knee] + 40.0
    view.keypoint_moved.emit(knee, x, y)
    settle(walking, qtbot)
    # Not where smoothing takes it.
    assert view._place_of(knee) == (x, y)
    derived = walking.document.derived
    assert derived is not None
    assert derived.track.status[50, knee] == Status.EDITED
    assert derived.track.xy_px[50, knee, 0] != x


def test_nudges_follow_each_other_and_are_one_step_to_undo(walking: Studio, qtbot: QtBot) -> None:
    view, document = walking.window.view, walking.document
    walking.playback.jump(50)
    qtbot.waitUntil(lambda: view.frame == 50, timeout=WAIT_MS)
    knee = _choose(walking, "right_knee")
    x, y = view._place_of(knee)
    # Faster than results can follow.
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view._place_of(knee) == pytest.approx((x + 5, y - 1))
    settle(walking, qtbot)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view._place_of(knee) == pytest.approx((x + 6, y - 1))
    assert document.undo_stack.count() == 1
    assert document.session is not None
    (edit,) = document.session.edits
    assert isinstance(edit, MoveKeypoint)
    assert edit.xy_px == pytest.approx((x + 6, y - 1))
    settle(walking, qtbot)
    walking.actions.action("edit.undo").trigger()
    assert document.session.edits == ()
    settle(walking, qtbot)
    assert view._place_of(knee) == pytest.approx((x, y))


def test_moves_of_another_keypoint_or_frame_are_steps_of_their_own(walking: Studio) -> None:
    _move(walking, "right_knee", 10, 100.0, 100.0)
    _move(walking, "left_knee", 10, 100.0, 100.0)
    _move(walking, "left_knee", 11, 100.0, 100.0)
    _move(walking, "left_knee", 11, 101.0, 100.0)
    assert walking.document.undo_stack.count() == 3


def test_nothing_is_corrected_while_an_analysis_runs(
    walking: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = walking.window.view
    walking.playback.jump(50)
    qtbot.waitUntil(lambda: view.frame == 50, timeout=WAIT_MS)
    knee = _choose(walking, "right_knee")
    place = view._place_of(knee)
    with monkeypatch.context() as patch:
        patch.setattr(type(walking.analyses), "is_running", property(lambda _: True))
        walking.analyses.running_changed.emit(True)
        qtbot.keyClick(view, Qt.Key.Key_Right)
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert "when the analysis has ended" in notes_of(walking)
    assert walking.document.undo_stack.count() == 0
    assert view._place_of(knee) == place
    walking.analyses.running_changed.emit(False)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert walking.document.undo_stack.count() == 1


def test_delete_key_deletes_the_chosen_keypoint_once(walking: Studio, qtbot: QtBot) -> None:
    view = walking.window.view
    qtbot.waitUntil(lambda: view.frame == 0, timeout=WAIT_MS)
    _choose(walking, "right_knee")
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert walking.document.undo_stack.count() == 1
    assert walking.document.undo_stack.undoText() == "Delete right knee, frame 0"
