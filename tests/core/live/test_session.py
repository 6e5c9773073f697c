"""Camera, network and recorder together: nothing is lost, and what is missed is told."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.errors import DataError, MediaError, MissingWeightsError, OutputError
from efficientpose_core.export.csv import read_keypoints_csv
from efficientpose_core.inference.estimator import Pose
from efficientpose_core.live.opening import analysis_of_recording
from efficientpose_core.live.recording import Recording, interrupted_recordings, rescue
from efficientpose_core.live.session import LiveSettings
from efficientpose_core.media.camera import CameraFrame, OpenCVCamera
from efficientpose_core.media.source import Frame
from efficientpose_core.media.video import VideoReader
from efficientpose_core.media.writer import RecordingWriter
from efficientpose_core.models.weights import BUNDLED
from efficientpose_core.pipeline import AnalysisRequest, DeriveSettings
from efficientpose_core.pose import Status

from .conftest import (
    HEIGHT,
    WAIT_S,
    WIDTH,
    PoliteCamera,
    ScriptedEstimator,
    Stage,
    bent_knees,
    read_number,
)


def _numbers(path: Path) -> list[int]:
    with VideoReader(path) as reader:
        return [read_number(frame.rgb()) for frame in reader.frames()]


def _only(recordings: list[Recording]) -> Recording:
    assert len(recordings) == 1
    return recordings[0]


def test_what_is_shown_and_told() -> None:
    stage = Stage(PoliteCamera(20, rate_hz=25.0))
    told = stage.run()
    assert told.opened == [("Pictures", (WIDTH, HEIGHT))]
    assert told.models[0].weights.variant == BUNDLED[0].variant
    assert told.problems == []
    assert [pose.track.frame[0] for pose in told.poses] == list(range(20))
    np.testing.assert_allclose([p.track.t_s[0] for p in told.poses], np.arange(20) / 25)
    knees = [pose.angles.column("right_knee_flexion")[0] for pose in told.poses]
    np.testing.assert_allclose(knees, 30.0)
    # Somebody is followed from the first picture on: it was shown bare, then with its pose.
    assert [frame.index for frame, _ in told.pictures] == [0, *range(20)]
    assert [pose is None for _, pose in told.pictures] == [True] + [False] * 20
    assert isinstance(told.ends[0], MediaError)
    assert stage.estimator.is_closed
    assert stage.session.stats().dropped == 0


def test_recording_holds_every_picture_with_its_time_and_keypoints(video: Path) -> None:
    stage = Stage(PoliteCamera(40, rate_hz=25.0))
    stage.at = {
        5: lambda: stage.session.record(video),
        30: stage.session.stop_recording,
    }
    recording = _only(stage.run().recordings)
    assert recording.problem is None
    assert recording.path == video
    assert recording.is_analysed
    assert recording.frames == 25
    assert recording.duration_s == pytest.approx(24 / 25)
    assert _numbers(video) == list(range(5, 30))
    with VideoReader(video) as reader:
        np.testing.assert_allclose(reader.times_s, np.arange(25) / 25, atol=1e-5)
        assert recording.keypoints is not None
        table = read_keypoints_csv(recording.keypoints, image_size_px=(WIDTH, HEIGHT))
        np.testing.assert_allclose(table.t_s, reader.times_s, atol=1e-6)
    np.testing.assert_array_equal(table.frame, np.arange(25))
    np.testing.assert_allclose(table.xy_px, np.tile(bent_knees().xy_px, (25, 1, 1)), atol=1e-3)
    assert {path.name for path in video.parent.iterdir()} == {
        "take.mp4", "take_live_keypoints.csv"
    }  # fmt: skip


def test_recording_becomes_an_analysis(video: Path) -> None:
    stage = Stage(PoliteCamera(10, rate_hz=30.0))
    stage.at = {0: lambda: stage.session.record(video)}
    told = stage.run()
    request = AnalysisRequest(source=video)
    analysis = analysis_of_recording(_only(told.recordings), request, told.models[0])
    track = analysis.detection.track
    with VideoReader(video) as reader:
        np.testing.assert_array_equal(track.t_s, reader.times_s)
    np.testing.assert_allclose(track.xy_px, np.tile(bent_knees().xy_px, (10, 1, 1)))
    assert (track.status == Status.MEASURED).all()
    assert track.log[0].parameters["live"] is True
    assert analysis.detection.weights.name == BUNDLED[0].name
    assert analysis.detection.boxes_px.shape == (10, 3)
    np.testing.assert_allclose(analysis.derived.angles.column("left_knee_flexion"), 30.0)


def test_nobody_in_view_is_recorded_to_the_last_picture(video: Path) -> None:
    nobody = ScriptedEstimator(lambda frame: bent_knees(score=0.05))
    stage = Stage(PoliteCamera(12), estimator=nobody)
    stage.at = {2: lambda: stage.session.record(video)}
    told = stage.run()
    recording = _only(told.recordings)
    # The follower holds pictures back until somebody comes; the end of the recording ends that.
    assert recording.is_analysed
    assert [result.index for result in recording.results] == list(range(10))
    assert all(result.pose is None for result in recording.results)
    assert [pose for _, pose in told.pictures] == [None] * 12


def test_unplugging_keeps_every_picture_up_to_then(video: Path) -> None:
    stage = Stage(PoliteCamera(40, unplug_after=17))
    stage.at = {3: lambda: stage.session.record(video)}
    told = stage.run()
    assert "check the cable" in str(told.ends[0])
    recording = _only(told.recordings)
    assert recording.problem is None
    assert recording.is_analysed
    assert _numbers(video) == list(range(3, 17))


def test_slow_network_drops_pictures_and_the_recording_does_not(video: Path) -> None:
    may_go = threading.Event()

    def look(frame: Frame) -> Pose:
        assert may_go.wait(WAIT_S)
        return bent_knees()

    is_busy = threading.Event()
    slow = ScriptedEstimator(lambda frame: (is_busy.set(), look(frame))[1])
    camera = PoliteCamera(30)
    stage = Stage(camera, estimator=slow)

    def before(number: int) -> None:
        assert stage.listener.is_ready.wait(WAIT_S)
        if number == 0:
            stage.session.record(video)
        if number == 1:
            # The first one is being looked at.
            assert is_busy.wait(WAIT_S)
        if number == 29:
            stage.session.stop()
            may_go.set()

    camera.before = before
    told = stage.run()
    recording = _only(told.recordings)
    assert recording.frames == 30
    # Looked at: the first and, because the recording ended with it, the last.
    assert [result.index for result in recording.results] == [0, 29]
    assert stage.session.stats().dropped == 28
    assert told.ends == [None]
    assert not recording.is_analysed
    with pytest.raises(DataError, match="analyse it now"):
        analysis_of_recording(recording, AnalysisRequest(source=video), told.models[0])


class _Clock:
    def __init__(self) -> None:
        self.now_s = 50.0

    def __call__(self) -> float:
        return self.now_s


def test_latency_and_rates_are_measured() -> None:
    clock = _Clock()

    def look(frame: Frame) -> Pose:
        clock.now_s += 0.002
        return bent_knees()

    class Camera(PoliteCamera):
        def read(self) -> CameraFrame:
            taken = super().read()
            # Irregular: 20 ms and 60 ms in turn.
            clock.now_s = 100.0 + 0.04 * self.given + (0.02 if self.given % 2 else 0.0)
            return CameraFrame(rgb=taken.rgb, t_s=clock.now_s)

    stage = Stage(Camera(101), estimator=ScriptedEstimator(look), clock=clock)
    assert math.isnan(stage.session.stats().rate_hz)
    told = stage.run()
    stats = stage.session.stats()
    assert stats.rate_hz == pytest.approx(25.0, rel=0.03)
    assert stats.analysed_hz == pytest.approx(25.0, rel=0.03)
    assert stats.latency_s == pytest.approx(0.002)
    assert stats.frames == 101
    steps = np.diff([pose.track.t_s[0] for pose in told.poses])
    np.testing.assert_allclose(np.unique(steps.round(6)), [0.02, 0.06])


def test_times_of_a_recording_are_those_of_the_camera(video: Path) -> None:
    times = np.array([0.0, 0.04, 0.1, 0.3, 0.31]) + 7.0

    class Camera(PoliteCamera):
        def read(self) -> CameraFrame:
            taken = super().read()
            return CameraFrame(rgb=taken.rgb, t_s=float(times[self.given - 1]))

    stage = Stage(Camera(5))
    stage.at = {0: lambda: stage.session.record(video)}
    stage.run()
    with VideoReader(video) as reader:
        np.testing.assert_allclose(reader.times_s, times - 7, atol=1e-5)


def test_without_a_network_the_camera_still_records(video: Path) -> None:
    def fail() -> ScriptedEstimator:
        raise MissingWeightsError("Install some.")

    stage = Stage(PoliteCamera(8), open_estimator=fail)
    stage.at = {0: lambda: stage.session.record(video)}
    told = stage.run()
    assert [str(problem) for problem in told.problems] == ["Install some."]
    recording = _only(told.recordings)
    assert recording.frames == 8
    assert recording.keypoints is None
    assert not recording.is_analysed
    assert [frame.index for frame, _ in told.pictures] == list(range(8))


def test_camera_that_cannot_be_opened_gives_one_message() -> None:
    stage = Stage(PoliteCamera(1))
    stage.session._camera = OpenCVCamera(63, name="Desk")
    told = stage.run()
    assert [str(error) for error in told.ends] == [
        "Desk cannot be opened: plug it in, close other programs that use it, and allow access to "
        "the camera in the system settings."
    ]
    assert told.problems == []


def test_full_disk_ends_the_recording_but_not_the_camera(
    video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = RecordingWriter.write

    def write_some(self: RecordingWriter, rgb: np.ndarray, t_s: float) -> None:
        if read_number(rgb) == 8:
            raise OutputError("Free some space.")
        write(self, rgb, t_s)

    monkeypatch.setattr(RecordingWriter, "write", write_some)
    stage = Stage(PoliteCamera(200))
    failed = threading.Event()

    def watch() -> None:
        if stage.session._recorder is not None and stage.session._recorder.problem is not None:
            failed.set()

    stage.at = {0: lambda: stage.session.record(video)} | dict.fromkeys(range(1, 190), watch)
    told = stage.run()
    assert stage.session.stats().frames == 200
    recording = _only(told.recordings)
    assert str(recording.problem) == "Free some space."
    assert recording.frames == 8
    assert _numbers(video) == list(range(8))


def test_nothing_is_overwritten(video: Path) -> None:
    video.parent.mkdir()
    video.write_bytes(b"old")
    stage = Stage(PoliteCamera(5))
    stage.at = {0: lambda: stage.session.record(video)}
    recording = _only(stage.run().recordings)
    assert "exists already" in str(recording.problem)
    assert recording.frames == 0
    assert video.read_bytes() == b"old"


def test_two_recordings_one_after_the_other(video: Path) -> None:
    second = video.with_name("second.mp4")
    stage = Stage(PoliteCamera(20))
    stage.at = {
        2: lambda: stage.session.record(video),
        8: lambda: stage.session.record(second),
        15: stage.session.stop_recording,
    }
    first, other = stage.run().recordings
    assert (first.path, first.frames) == (video, 6)
    assert (other.path, other.frames) == (second, 7)
    assert _numbers(second) == list(range(8, 15))
    assert other.results[0].t_s == 0.0


def test_view_can_be_changed_on_the_way() -> None:
    stage = Stage(PoliteCamera(6), settings=LiveSettings(derive=DeriveSettings(facing=-1)))
    stage.at = {3: lambda: stage.session.set_derive(DeriveSettings(facing=1))}
    knees = [p.angles.column("right_knee_flexion")[0] for p in stage.run().poses]
    np.testing.assert_allclose(knees, [-30.0] * 3 + [30.0] * 3)


_KILLED = """
import sys
from pathlib import Path
import numpy as np
from efficientpose_core.live.session import LiveSession
from efficientpose_core.media.camera import FileCamera
sys.path.insert(0, sys.argv[2])
from tests_live import Listener, ScriptedEstimator, numbered_picture

camera = FileCamera([numbered_picture(n) for n in range(250)], realtime=True, rate_hz=50)
session = LiveSession(camera, Listener(), open_estimator=ScriptedEstimator)
session.record(Path(sys.argv[1]))
session.start()
while session.stats().recorded < 100:
    pass
print("now", flush=True)
session.wait()
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a signal that cannot be caught")
def test_killed_program_leaves_what_was_recorded(video: Path, tmp_path: Path) -> None:
    (tmp_path / "tests_live.py").write_text(
        Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"), encoding="utf-8"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(video), str(tmp_path)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    with process, process.stdout as output:
        assert output.readline() == b"now\n"
        process.send_signal(signal.SIGKILL)
    assert not video.exists()
    assert interrupted_recordings(video.parent) == ()
    (growing,) = video.parent.glob("*.mp4")
    os.utime(growing, (1e9, 1e9))
    assert interrupted_recordings(video.parent) == (growing,)
    assert rescue(growing) == video
    numbers = _numbers(video)
    # The encoder may be some pictures behind the camera.
    assert len(numbers) > 60
    assert numbers == list(range(len(numbers)))
    rows = video.with_name("take_live_keypoints.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) > 1
    assert rescue_refuses(growing, video)


def rescue_refuses(growing: Path, video: Path) -> bool:
    growing.write_bytes(b"other")
    with pytest.raises(OutputError, match="exists already"):
        rescue(growing)
    return growing.exists() and video.exists()
