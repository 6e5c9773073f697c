"""The camera in the window: watching, recording, unplugging, opening what was recorded."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.widgets.camera_page import CameraPage, select_data
from app.widgets.live_view import mirrored
from efficientpose_core.errors import MissingWeightsError
from efficientpose_core.live import cameras
from efficientpose_core.live.angles import LivePose
from efficientpose_core.live.cameras import CaptureWish
from efficientpose_core.media.camera import CameraFrame, CameraSource, FileCamera, OpenCVCamera
from efficientpose_core.media.video import VideoReader
from efficientpose_core.pose import Status

from .conftest import WAIT_MS


@dataclass(frozen=True)
class Choice:
    """A camera as the window sees it."""

    name: str
    make: Callable[[], CameraSource]

    def source(self, wish: CaptureWish | None = None) -> CameraSource:
        return self.make()


class WaitingCamera(FileCamera):
    """Plays over and over, each picture once the network is idle: none is dropped."""

    studio: Studio

    def read(self) -> CameraFrame:
        session = self.studio.live.service._session
        if session is None or session._angles is None:
            # A camera in a hurry would take the interpreter from the network that loads.
            time.sleep(0.02)
        else:
            session._newest.wait_until_done()
        return super().read()


class UnpluggedCamera(WaitingCamera):
    """Is unplugged when 25 pictures are recorded."""

    def read(self) -> CameraFrame:
        stats = self.studio.live.service.stats()
        if stats is not None and stats.recorded >= 25:
            self._unplug_after = 0
        return super().read()


@pytest.fixture
def live(studio: Studio, tmp_path: Path) -> Studio:
    """Return the application with a folder for recordings and no countdown."""
    studio.settings.recordings_folder = str(tmp_path / "recordings")
    studio.settings.countdown_s = 0
    return studio


@pytest.fixture
def offer(live: Studio, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that makes these the cameras there are."""

    def offer(*choices: Choice) -> None:
        monkeypatch.setattr(cameras, "available_cameras", lambda: choices)

    WaitingCamera.studio = live
    return offer


def _open(studio: Studio, qtbot: QtBot) -> CameraPage:
    """Open the page and wait for the network."""
    # The first time, the network is converted for this machine.
    with qtbot.waitSignal(studio.live.service.model_ready, timeout=4 * WAIT_MS):
        studio.actions.action("file.camera").trigger()
    page = studio.live.page
    assert page is not None
    return page


def _record(studio: Studio, qtbot: QtBot, pictures: int) -> None:
    page = studio.live.page
    assert page is not None
    page.toggle_recording()
    # The page learns it from the figures it is sent now and then; before that it would record anew.
    qtbot.waitUntil(lambda: _recorded(studio) >= pictures and page._is_recording, timeout=WAIT_MS)


def _recorded(studio: Studio) -> int:
    stats = studio.live.service.stats()
    return 0 if stats is None else stats.recorded


def _notes(studio: Studio) -> str:
    return "\n".join(note.text for note in studio.window.notes.notes)


def _recordings(studio: Studio) -> list[Path]:
    return sorted(studio.live.folder.glob("*.mp4"))


def test_record_stop_and_open_with_the_keypoints_of_the_camera(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    offer(Choice("Walker", lambda: WaitingCamera(walker, loop=True)))
    page = _open(live, qtbot)
    assert not live.actions.action("analysis.run").isEnabled()
    qtbot.waitUntil(lambda: page.view.pose is not None, timeout=WAIT_MS)
    with qtbot.waitSignal(live.live.service.recorded, timeout=WAIT_MS) as ended:
        _record(live, qtbot, 20)
        page.toggle_recording()
    recording = ended.args[0]
    qtbot.waitUntil(lambda: live.document.session is not None, timeout=WAIT_MS)
    assert not live.live.is_open
    assert live.document.is_dirty
    assert "Every picture was analysed" in _notes(live)
    assert live.projects.source_path == recording.path == _recordings(live)[0]
    track = live.document.session.detection.track
    assert len(track) == recording.frames == live.window.timeline.frame_count
    with VideoReader(recording.path) as reader:
        np.testing.assert_array_equal(track.t_s, reader.times_s)
    for n, result in enumerate(recording.results):
        if result.pose is not None:
            np.testing.assert_array_equal(track.xy_px[n], result.pose.xy_px)
    assert (track.status == Status.MEASURED).any()
    qtbot.waitUntil(lambda: not live.live.service.is_running, timeout=WAIT_MS)
    assert live.actions.action("file.export").isEnabled()


def test_recording_with_gaps_is_opened_and_its_analysis_offered(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    # As quick as the file can be read: the network cannot follow.
    offer(Choice("Walker", lambda: FileCamera(walker, loop=True)))
    page = _open(live, qtbot)
    _record(live, qtbot, 200)
    page._show_recording(live.live.service.stats())
    page.toggle_recording()
    with qtbot.waitSignal(live.live.analysis_requested, timeout=WAIT_MS):
        qtbot.waitUntil(lambda: "analysed while recording" in _notes(live), timeout=WAIT_MS)
        note = next(n for n in live.window.notes.notes if "while recording" in n.text)
        live.live.analysis_requested.disconnect(live.analyses.run)
        note.findChildren(type(page._record))[0].click()
    assert live.document.session is None
    assert live.window.timeline.frame_count >= 200


def test_unplugging_keeps_the_recording_and_can_be_tried_again(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    offer(Choice("Walker", lambda: UnpluggedCamera(walker, loop=True)))
    page = _open(live, qtbot)
    with qtbot.waitSignals([live.live.service.recorded, live.live.service.failed], timeout=WAIT_MS):
        page.toggle_recording()
    assert "check the cable" in page._message.text
    assert not page._record.isEnabled()
    (path,) = _recordings(live)
    with VideoReader(path) as reader:
        assert reader.info.frame_count == 25
        assert not any(frame.damaged for frame in reader.frames())
    assert "25 pictures" in _notes(live)
    assert live.live.is_open
    with qtbot.waitSignal(live.live.service.opened, timeout=WAIT_MS):
        page._message.first.click()
    live.live.close()


def test_mirror_turns_the_picture_and_not_the_data(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    with VideoReader(walker) as reader:
        rgb = reader.frame_at(18).rgb().copy()
    rgb[:40, :40] = (255, 0, 0)
    offer(Choice("Still", lambda: WaitingCamera([rgb], loop=True)))
    live.settings.mirrors_camera = False
    page = _open(live, qtbot)
    qtbot.waitUntil(lambda: page.view.pose is not None, timeout=WAIT_MS)

    # The one-euro filter comes to rest on a still picture.
    qtbot.waitUntil(lambda: len(page.curves.values("right_knee_flexion")[0]) > 40, timeout=WAIT_MS)
    plain = page.view.pose
    assert plain is not None
    image = page.view._image
    assert image is not None
    assert image.pixelColor(10, 10).red() > 200
    page.set_mirrored(True)
    assert live.settings.mirrors_camera
    qtbot.waitUntil(
        lambda: page.view._image is not None and page.view._image.pixelColor(10, 10).red() < 200,
        timeout=WAIT_MS,
    )
    turned = page.view.pose
    assert turned is not None
    assert page.view._image.pixelColor(rgb.shape[1] - 10, 10).red() > 200
    np.testing.assert_allclose(
        turned.track.xy_px[..., 0], rgb.shape[1] - plain.track.xy_px[..., 0], atol=0.5
    )
    np.testing.assert_allclose(turned.track.xy_px[..., 1], plain.track.xy_px[..., 1], atol=0.5)
    assert turned.track.skeleton is plain.track.skeleton
    assert turned.facing.direction[0] == -plain.facing.direction[0]
    np.testing.assert_allclose(turned.angles.values_deg, plain.angles.values_deg, atol=1.0)
    with qtbot.waitSignal(live.live.service.recorded, timeout=WAIT_MS) as ended:
        _record(live, qtbot, 3)
        page.toggle_recording()
    pose = next(result.pose for result in ended.args[0].results if result.pose is not None)
    seen = pose.score > 0.5
    np.testing.assert_allclose(pose.xy_px[seen], plain.track.xy_px[0][seen], atol=2.0)
    with VideoReader(ended.args[0].path) as reader:
        red = reader.frame_at(0).rgb()[20]
    assert red[20, 0] > 200 > red[-20, 0]
    qtbot.waitUntil(lambda: not live.live.is_open, timeout=WAIT_MS)


def test_mirrored_twice_is_the_same(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    offer(Choice("Walker", lambda: WaitingCamera(walker, loop=True)))
    page = _open(live, qtbot)
    qtbot.waitUntil(lambda: page.view.pose is not None, timeout=WAIT_MS)
    pose = page.view.pose
    assert pose is not None
    twice = mirrored(mirrored(pose))
    np.testing.assert_allclose(twice.track.xy_px, pose.track.xy_px)
    np.testing.assert_array_equal(twice.facing.direction, pose.facing.direction)
    live.live.close()


def test_the_user_tells_where_they_see_the_person_face(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    offer(Choice("Walker", lambda: WaitingCamera(walker, loop=True)))
    page = _open(live, qtbot)
    page.set_mirrored(False)
    assert live.live._derive().facing is None
    select_data(page._facing, -1)
    assert live.live._derive().facing == -1
    page.set_mirrored(True)
    # The same person, seen in a mirror.
    assert page.seen_facing == 1
    assert live.live._derive().facing == -1
    live.live.close()


def test_other_view_shows_other_angles(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    offer(Choice("Walker", lambda: WaitingCamera(walker, loop=True)))
    page = _open(live, qtbot)
    qtbot.waitUntil(lambda: "knee_flexion" in page.curves.shown, timeout=WAIT_MS)
    live.settings.view = "frontal"
    qtbot.waitUntil(lambda: "knee_valgus" in page.curves.shown, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "right_knee_valgus" in page.view.options.angles, timeout=WAIT_MS)
    live.settings.view = "sagittal"
    live.live.close()


def test_skeleton_is_drawn_as_the_user_likes_it(live: Studio, offer: Callable[..., None]) -> None:
    offer()
    live.settings.skeleton_width = 6.0
    live.settings.shows_angles = False
    live.live.open()
    page = live.live.page
    assert page is not None
    assert (page.view.options.line_width_px, page.view.options.show_angles) == (6.0, False)
    live.settings.shows_angles = True
    assert page.view.options.show_angles
    live.live.close()


def test_direction_that_is_not_known_is_told(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    def hide(pose: LivePose) -> LivePose:
        return replace(pose, facing=replace(pose.facing, direction=0 * pose.facing.direction))

    offer(Choice("Walker", lambda: WaitingCamera(walker, loop=True)))
    page = _open(live, qtbot)
    qtbot.waitUntil(lambda: page.view.pose is not None, timeout=WAIT_MS)
    pose = page.view.pose
    assert pose is not None
    assert live.live._hint(pose) == ""
    assert "bend the knees" in live.live._hint(hide(pose))
    assert "No person" in live.live._hint(None)
    live.live.close()


def test_no_camera_tells_what_to_do(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    offer()
    with qtbot.waitSignal(live.live.service.cameras_found, timeout=WAIT_MS):
        live.actions.action("file.camera").trigger()
    page = live.live.page
    assert page is not None
    assert "Plug one in" in page._message.text
    # It is there after all.
    offer(Choice("Walker", lambda: WaitingCamera(walker, loop=True)))
    with qtbot.waitSignal(live.live.service.opened, timeout=WAIT_MS):
        page._message.first.click()
    assert page.camera is not None
    page.close_requested.emit()
    assert not live.live.is_open
    assert live.actions.action("file.open").isEnabled()


def test_video_plays_as_a_camera(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    offer()
    live.live.open()
    with qtbot.waitSignal(live.live.service.opened, timeout=WAIT_MS) as opened:
        live.live.play_video(walker)
    assert opened.args == [walker.name, 480, 320]
    live.live.close()


def test_camera_that_cannot_be_opened_gives_one_message(
    live: Studio, qtbot: QtBot, offer: Callable[..., None]
) -> None:
    offer(Choice("Desk", lambda: OpenCVCamera(63, name="Desk")))
    with qtbot.waitSignal(live.live.service.failed, timeout=WAIT_MS):
        live.actions.action("file.camera").trigger()
    page = live.live.page
    assert page is not None
    assert page._message.text.startswith("Desk cannot be opened: plug it in")
    assert _notes(live) == ""
    live.live.close()


def test_without_a_model_the_camera_goes_on(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def fail(*_: object, **__: object) -> None:
        raise MissingWeightsError("Install some weights.")

    monkeypatch.setattr("efficientpose_core.live.session.PoseEstimator", fail)
    offer(Choice("Walker", lambda: FileCamera(walker, loop=True)))
    with qtbot.waitSignal(live.live.service.model_failed, timeout=WAIT_MS):
        live.actions.action("file.camera").trigger()
    assert "Install some weights." in _notes(live)
    page = live.live.page
    assert page is not None
    qtbot.waitUntil(lambda: page.view.hint == "Pictures are not analysed", timeout=WAIT_MS)
    live.live.close()


def test_recording_is_not_disturbed_and_finished_at_the_end(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    offer(Choice("Walker", lambda: WaitingCamera(walker, loop=True)))
    _open(live, qtbot)
    _record(live, qtbot, 5)
    live.live._check_recording()
    assert not live.actions.action("file.open").isEnabled()
    live.open_files([walker])
    assert "Stop recording" in _notes(live)
    live.settings.model = "another"
    assert "after the recording" in _notes(live)
    live.shutdown()
    (path,) = _recordings(live)
    assert ".recording" not in path.name
    with VideoReader(path) as reader:
        assert reader.info.frame_count >= 5


def test_opening_something_else_closes_the_camera(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    offer(Choice("Walker", lambda: WaitingCamera(walker, loop=True)))
    _open(live, qtbot)
    with qtbot.waitSignal(live.projects.opened, timeout=WAIT_MS):
        live.open_files([walker])
    assert not live.live.is_open
    qtbot.waitUntil(lambda: not live.live.service.is_running, timeout=WAIT_MS)
    assert live.document.session is None


def test_interrupted_recording_is_offered(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    offer()
    live.live.folder.mkdir(parents=True)
    left = live.live.folder / "camera_1.recording.mp4"
    left.write_bytes(walker.read_bytes())
    os.utime(left, (1e9, 1e9))
    live.actions.action("file.camera").trigger()
    qtbot.waitUntil(lambda: "was interrupted" in _notes(live), timeout=WAIT_MS)
    with qtbot.waitSignal(live.projects.opened, timeout=WAIT_MS):
        live.live._rescue(left)
    assert live.projects.source_path == live.live.folder / "camera_1.mp4"


def test_wishes_are_remembered(
    live: Studio, qtbot: QtBot, walker: Path, offer: Callable[..., None]
) -> None:
    wishes = []

    class Noting(Choice):
        def source(self, wish: CaptureWish | None = None) -> CameraSource:
            wishes.append(wish)
            return super().source(wish)

    offer(Noting("Walker", lambda: WaitingCamera(walker, loop=True)))
    page = _open(live, qtbot)
    with qtbot.waitSignal(live.live.service.opened, timeout=WAIT_MS):
        select_data(page._size, (1280, 720))
    with qtbot.waitSignal(live.live.service.opened, timeout=WAIT_MS):
        select_data(page._rate, 60.0)
    assert wishes == [
        CaptureWish(),
        CaptureWish(size_px=(1280, 720)),
        CaptureWish(size_px=(1280, 720), rate_hz=60.0),
    ]
    live.live.close()
    qtbot.waitUntil(lambda: not live.live.service.is_running, timeout=WAIT_MS)
    page = _open(live, qtbot)
    assert (page.size_px, page.rate_hz) == ((1280, 720), 60.0)
    live.live.close()


def test_countdown_runs_down_and_can_be_given_up(qtbot: QtBot) -> None:
    page = CameraPage()
    qtbot.addWidget(page)
    page.set_wishes(None, None, 3)
    page._timer.setInterval(1)
    asked: list[int] = []
    page.record_requested.connect(lambda: asked.append(page.seconds_left))
    page.toggle_recording()
    assert page.seconds_left == 3
    assert page._record.text() == "Cancel (3)"
    qtbot.waitUntil(lambda: bool(asked), timeout=WAIT_MS)
    assert asked == [0]
    page._timer.setInterval(60_000)
    page.toggle_recording()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.seconds_left == 0
    page.toggle_recording()
    page.toggle_recording()
    assert page.seconds_left == 0
    assert asked == [0]


def test_controls_have_names_and_shortcut(qtbot: QtBot) -> None:
    page = CameraPage()
    qtbot.addWidget(page)
    for box in (page._camera, page._size, page._rate, page._facing, page._countdown):
        assert box.accessibleName()
        assert box.toolTip()
    assert page._record.shortcut().toString() == "F9"
    page._is_recording = True
    page._name_button()
    assert page._record.text() == "Stop"
    assert page._record.shortcut().toString() == "F9"
    assert page.view.accessibleName()
    assert page.curves.accessibleName()
