"""Playback on clips whose pictures say which frame they are."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.services.pictures import bgra_image
from app.services.playback import PlaybackController, PlaybackState
from efficientpose_core.errors import DataError, MediaError, SettingsError
from efficientpose_core.media.source import Frame, MediaInfo, MediaKind
from efficientpose_core.media.video import VideoReader
from efficientpose_core.media.writer import VideoWriter
from efficientpose_core.pose import FloatArray

BITS = 8
COUNT = 90


def coded(index: int, *, width: int = 128, height: int = 48) -> np.ndarray:
    """Return a picture with the frame number as black and white bars."""
    picture = np.zeros((height, width, 3), np.uint8)
    bar = width // BITS
    for bit in range(BITS):
        if index >> bit & 1:
            picture[:, bit * bar : (bit + 1) * bar] = 255
    return picture


def decoded(image: QImage) -> int:
    bar = image.width() // BITS
    middle = image.height() // 2
    return sum(
        (image.pixelColor(bit * bar + bar // 2, middle).red() > 127) << bit for bit in range(BITS)
    )


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "even.mp4"
    with VideoWriter(path, 128, 48) as writer:
        for index in range(COUNT):
            writer.write(coded(index), index / 60)
    return path


@pytest.fixture(scope="session")
def uneven_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "uneven.mp4"
    times = np.cumsum(np.tile([0.02, 0.02, 0.06], 8)) - 0.02
    with VideoWriter(path, 128, 48) as writer:
        for index, t_s in enumerate(times):
            writer.write(coded(index), float(t_s))
    return path


class ToldSource:
    """A source under the test's control: frames can be damaged, fail or wait."""

    def __init__(self, count: int = 40) -> None:
        self.times_s: FloatArray = np.arange(count) / 50.0
        self.info = MediaInfo(
            path=None, kind=MediaKind.VIDEO, width_px=128, height_px=48, rotation_deg=0,
            frame_count=count, duration_s=count / 50.0, rate_hz=50.0, is_variable_rate=False,
            codec="none", pixel_format="rgb24",
        )  # fmt: skip
        self.asked: list[int] = []
        self.threads: set[int] = set()
        self.gate = threading.Event()
        self.gate.set()
        self.is_closed = False
        self.damaged: set[int] = set()
        self.failing: set[int] = set()

    def frame_at(self, index: int) -> Frame:
        self.asked.append(index)
        self.threads.add(threading.get_ident())
        assert self.gate.wait(10)
        if index in self.failing:
            raise MediaError("The disk was unplugged: plug it in again.")
        t_s = float(self.times_s[index])
        if index in self.damaged:
            return Frame(index=index, t_s=t_s)
        return Frame.from_rgb(coded(index), index=index, t_s=t_s)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        raise NotImplementedError

    def index_at(self, t_s: float) -> int:
        raise NotImplementedError

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        self.is_closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[PlaybackController]:
    controller = PlaybackController()
    yield controller
    controller.shutdown()
    assert not controller.is_running
    names = {thread.name for thread in threading.enumerate()}
    assert not names & {"decoder", "previews"}


class Shown:
    """Everything a controller showed."""

    def __init__(self, controller: PlaybackController) -> None:
        self.exact: list[tuple[int, QImage | None, float]] = []
        self.stand_ins: list[tuple[int, QImage, float]] = []
        controller.frame_shown.connect(lambda *shown: self.exact.append(shown))
        controller.stand_in_shown.connect(lambda *shown: self.stand_ins.append(shown))

    @property
    def numbers(self) -> list[int]:
        return [index for index, _, _ in self.exact]

    def assert_true_numbers(self) -> None:
        for index, image, _ in (*self.exact, *self.stand_ins):
            assert image is not None
            assert decoded(image) == index


def test_the_first_frame_is_shown_at_once(
    player: PlaybackController, clip: Path, qtbot: QtBot
) -> None:
    shown = Shown(player)
    with qtbot.waitSignals([player.source_changed, player.frame_shown]):
        player.set_source(VideoReader(clip))
    assert shown.numbers == [0]
    assert player.state is PlaybackState.PAUSED
    image = shown.exact[0][1]
    assert image is not None
    assert image.format() == QImage.Format.Format_RGB32
    assert (image.width(), image.height()) == (128, 48)


def test_random_access_shows_the_right_pictures(
    player: PlaybackController, clip: Path, qtbot: QtBot
) -> None:
    shown = Shown(player)
    player.set_source(VideoReader(clip))
    for index in (40, 7, 89, 0, 88, 41):
        with qtbot.waitSignal(player.frame_shown, check_params_cb=lambda i, *_, n=index: i == n):
            player.show_frame(index)
        assert player.position == index
    shown.assert_true_numbers()
    times = VideoReader(clip).times_s
    assert all(t_s == pytest.approx(times[index]) for index, _, t_s in shown.exact)


def test_only_the_newest_request_waits(player: PlaybackController, qtbot: QtBot) -> None:
    source = ToldSource()
    shown = Shown(player)
    with qtbot.waitSignal(player.frame_shown):
        player.set_source(source)
    source.gate.clear()
    player.show_frame(5)
    qtbot.waitUntil(lambda: 5 in source.asked)
    for index in range(6, 31):
        player.show_frame(index)
    with qtbot.waitSignal(player.frame_shown):
        source.gate.set()
    qtbot.waitUntil(lambda: shown.numbers[-1] == 30)
    assert source.asked == [0, 5, 30]
    assert player.position == 30


def test_the_source_is_used_in_one_other_thread_and_closed(
    player: PlaybackController, qtbot: QtBot
) -> None:
    first, second = ToldSource(), ToldSource()
    with qtbot.waitSignal(player.frame_shown):
        player.set_source(first)
    with qtbot.waitSignal(player.frame_shown):
        player.set_source(second)
    assert first.is_closed
    assert not second.is_closed
    player.shutdown()
    assert second.is_closed
    assert len(first.threads) == len(second.threads) == 1
    assert first.threads == second.threads != {threading.get_ident()}


def test_a_source_that_was_replaced_before_it_was_seen_is_closed(qtbot: QtBot) -> None:
    controller = PlaybackController()
    sources = [ToldSource() for _ in range(5)]
    for source in sources:
        controller.set_source(source)
    controller.shutdown()
    assert all(source.is_closed for source in sources)


def test_no_source_means_no_frame(player: PlaybackController, qtbot: QtBot) -> None:
    source = ToldSource()
    player.set_source(source)
    player.set_source(None)
    assert player.state is PlaybackState.EMPTY
    assert player.frame_count == 0
    player.play()
    player.step(1)
    assert player.state is PlaybackState.EMPTY
    qtbot.waitUntil(lambda: source.is_closed)
    with pytest.raises(DataError, match="open one first"):
        player.show_frame(0)


def test_damaged_frames_are_shown_as_such(player: PlaybackController, qtbot: QtBot) -> None:
    source = ToldSource()
    source.damaged = {3}
    player.set_source(source)
    with qtbot.waitSignal(
        player.frame_shown, check_params_cb=lambda i, image, t: i == 3 and image is None
    ):
        player.show_frame(3)


def test_a_failure_is_told_and_stops_playing(player: PlaybackController, qtbot: QtBot) -> None:
    source = ToldSource()
    source.failing = {4}
    player.set_source(source)
    with qtbot.waitSignal(player.failed) as failure:
        player.play()
    assert isinstance(failure.args[0], MediaError)
    assert player.state is PlaybackState.PAUSED
    with qtbot.waitSignal(player.frame_shown, check_params_cb=lambda i, *_: i == 20):
        player.show_frame(20)


def test_playing_honours_uneven_times(
    player: PlaybackController, uneven_clip: Path, qtbot: QtBot
) -> None:
    shown = Shown(player)
    player.set_source(VideoReader(uneven_clip))
    with qtbot.waitSignal(
        player.state_changed, check_params_cb=lambda s: s is PlaybackState.PAUSED, timeout=10_000
    ):
        player.play()
    qtbot.waitUntil(lambda: shown.numbers[-1] == 23)
    numbers = shown.numbers
    assert numbers == sorted(numbers)
    assert player.position == 23
    # A frame is left out only when it was counted; the last number comes twice, after the pause.
    assert len(set(numbers)) + player.dropped_frames >= 24
    shown.assert_true_numbers()
    times = VideoReader(uneven_clip).times_s
    assert all(t_s == pytest.approx(times[index]) for index, _, t_s in shown.exact)


def test_playing_again_at_the_end_starts_over(
    player: PlaybackController, uneven_clip: Path, qtbot: QtBot
) -> None:
    player.set_source(VideoReader(uneven_clip))
    player.show_frame(23)
    with qtbot.waitSignal(player.frame_shown, check_params_cb=lambda i, *_: i < 23):
        player.play()
    player.pause()
    assert player.state is PlaybackState.PAUSED


def test_a_loop_stays_within_its_range(player: PlaybackController, qtbot: QtBot) -> None:
    source = ToldSource()
    shown = Shown(player)
    with qtbot.waitSignal(player.frame_shown):
        player.set_source(source)
    shown.exact.clear()
    player.set_loop_range((10, 14))
    player.set_looping(True)
    player.play()
    qtbot.waitUntil(lambda: shown.numbers.count(10) >= 3, timeout=10_000)
    assert player.state is PlaybackState.PLAYING
    player.pause()
    assert set(shown.numbers) <= {10, 11, 12, 13}
    shown.assert_true_numbers()


def test_jumping_goes_on_playing_and_stepping_pauses(
    player: PlaybackController, qtbot: QtBot
) -> None:
    player.set_source(ToldSource(400))
    player.play()
    with qtbot.waitSignal(player.frame_shown, check_params_cb=lambda i, *_: 300 < i < 400):
        player.jump(300)
    assert player.state is PlaybackState.PLAYING
    player.step(-1)
    assert player.state is PlaybackState.PAUSED


def test_steps_and_times_stay_within_the_file(player: PlaybackController, qtbot: QtBot) -> None:
    player.set_source(ToldSource())
    positions: list[int] = []
    player.position_changed.connect(positions.append)
    player.step(-1)
    player.seek(0.1 + 1e-7)
    player.seek(0.119)
    player.step_time(0.5)
    player.step(100)
    player.seek(-3.0)
    assert positions == [0, 5, 5, 30, 39, 0]
    for wrong in (-1, 40):
        with pytest.raises(DataError, match="does not exist"):
            player.show_frame(wrong)


def test_speed_and_range_are_checked_and_told(player: PlaybackController, qtbot: QtBot) -> None:
    player.set_source(ToldSource())
    with qtbot.waitSignal(player.speed_changed) as told:
        player.set_speed(0.1)
    assert told.args == [0.1]
    with pytest.raises(SettingsError):
        player.set_speed(3.0)
    assert player.speed == 0.1
    for wrong in ((5, 5), (-1, 4), (0, 41)):
        with pytest.raises(DataError, match="choose a range"):
            player.set_loop_range(wrong)
    with qtbot.waitSignal(player.loop_range_changed) as told:
        player.set_loop_range((0, 40))
    assert told.args == [(0, 40)]


def test_changing_the_speed_while_playing_keeps_the_place(
    player: PlaybackController, qtbot: QtBot
) -> None:
    shown = Shown(player)
    player.set_source(ToldSource(200))
    player.play()
    qtbot.waitUntil(lambda: len(shown.exact) > 5)
    at = shown.numbers[-1]
    player.set_speed(0.1)
    count = len(shown.exact)
    qtbot.waitUntil(lambda: len(shown.exact) > count + 1)
    player.pause()
    # At a tenth of the speed, two further frames are two further frames.
    assert at <= shown.numbers[-1] <= at + 6


def test_copies_stand_in_until_the_frame_is_decoded(
    player: PlaybackController, clip: Path, qtbot: QtBot
) -> None:
    shown = Shown(player)
    thumbnails: list[int] = []
    player.thumbnail_ready.connect(lambda index, image: thumbnails.append(index))
    player.set_source(VideoReader(clip), preview_source=VideoReader(clip))
    qtbot.waitUntil(lambda: player.preview_count == COUNT, timeout=20_000)
    with qtbot.waitSignals([player.stand_in_shown, player.frame_shown], order="strict"):
        player.show_frame(70)
    assert [index for index, _, _ in shown.stand_ins] == [70]
    assert shown.stand_ins[0][1].size() == shown.exact[-1][1].size()
    shown.assert_true_numbers()
    assert thumbnails[0] == 0
    assert thumbnails[-1] == COUNT - 1


def test_images_own_their_pixels() -> None:
    class Watched(np.ndarray):
        pass

    pixels = np.full((4, 6, 4), 255, np.uint8).view(Watched)
    alive = weakref.ref(pixels)
    image = bgra_image(pixels)
    pixels[1, 2] = (10, 20, 30, 255)
    assert image.pixelColor(2, 1).getRgb()[:3] == (30, 20, 10)
    twin = QImage(image)
    del pixels, image
    gc.collect()
    assert alive() is not None
    assert twin.pixelColor(2, 1).red() == 30
    del twin
    gc.collect()
    assert alive() is None


@pytest.mark.shared
def test_real_clips_show_the_frames_that_were_asked_for(
    player: PlaybackController, shared: Path, qtbot: QtBot
) -> None:
    path = shared / "data/videos/beam_portrait.mp4"
    shown = Shown(player)
    player.set_source(VideoReader(path))
    with VideoReader(path) as reader:
        for index in (60, 12, 99):
            with qtbot.waitSignal(
                player.frame_shown, check_params_cb=lambda i, *_, n=index: i == n, timeout=20_000
            ):
                player.show_frame(index)
            image = shown.exact[-1][1]
            assert image is not None
            expected = reader.frame_at(index).rgb()
            for x, y in ((100, 200), (540, 960), (1000, 1900)):
                assert image.pixelColor(x, y).getRgb()[:3] == tuple(expected[y, x])
