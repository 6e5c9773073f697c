"""Videos written with true times and colours, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from efficientpose_core.errors import DataError, OutputError
from efficientpose_core.media.video import VideoReader
from efficientpose_core.media.writer import RecordingWriter, VideoWriter

from .conftest import HEIGHT, WIDTH, numbered_picture, read_number

TIMES_S = [2.0, 2.04, 2.1, 2.11, 2.3]


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".mov"])
def test_times_and_pictures_come_back(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    with VideoWriter(path, WIDTH, HEIGHT) as writer:
        for number, t_s in enumerate(TIMES_S):
            writer.write(numbered_picture(number), t_s)
    with VideoReader(path) as reader:
        tolerance = 1e-3 if suffix == ".mkv" else 1e-5
        np.testing.assert_allclose(reader.times_s, np.array(TIMES_S) - 2, atol=tolerance)
        assert [read_number(f.rgb()) for f in reader.frames()] == list(range(5))
    assert list(tmp_path.iterdir()) == [path]


def test_colours_are_tagged_and_come_back(tmp_path: Path) -> None:
    colours = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [200, 120, 40]], np.uint8)
    rgb = np.repeat(np.repeat(colours[None], 64, axis=0), 32, axis=1)
    path = tmp_path / "colours.mp4"
    with VideoWriter(path, 128, 64) as writer:
        writer.write(rgb, 0.0)
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        tags = (context.colorspace, context.color_primaries, context.color_trc)
        assert tags == (1, 1, 1)
        assert context.color_range == 1
    with VideoReader(path) as reader:
        frame = reader.frame_at(0)
    for seen in (frame.rgb()[32, 16::32], frame.letterbox((0, 0, 128), 128)[32, 16::32]):
        np.testing.assert_allclose(seen.astype(int), colours.astype(int), atol=3)


def test_odd_sizes_repeat_the_edge(tmp_path: Path) -> None:
    path = tmp_path / "odd.mp4"
    rgb = np.full((35, 51, 3), 40, np.uint8)
    rgb[:, 40:] = 200
    with VideoWriter(path, 51, 35) as writer:
        writer.write(rgb, 0.0)
    with VideoReader(path) as reader:
        seen = reader.frame_at(0).rgb()
    assert seen.shape == (36, 52, 3)
    np.testing.assert_allclose(seen[35, 51].astype(int), 200, atol=6)


def test_index_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "fast.mp4"
    with VideoWriter(path, 16, 16) as writer:
        writer.write(np.zeros((16, 16, 3), np.uint8), 0.0)
    content = path.read_bytes()
    assert 0 < content.find(b"moov") < content.find(b"mdat")


def _write_then_fail(path: Path) -> None:
    with VideoWriter(path, 16, 16) as writer:
        writer.write(np.zeros((16, 16, 3), np.uint8), 0.0)
        raise KeyError("stop")


def test_an_error_leaves_nothing_and_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "kept.mp4"
    path.write_bytes(b"old")
    with pytest.raises(KeyError):
        _write_then_fail(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_no_frames_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No frame"), VideoWriter(tmp_path / "x.mp4", 8, 8):
        pass
    assert list(tmp_path.iterdir()) == []


def test_unwritable_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(OutputError, match="Cannot write"),
        VideoWriter(tmp_path / "file" / "x.mp4", 8, 8),
    ):
        pass


def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "full.mp4"

    class Full:
        def mux(self, packets: object) -> None:
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            raise OSError(28, "No space left on device")

    def write() -> None:
        with VideoWriter(path, 8, 8) as writer:
            monkeypatch.setattr(writer, "_container", Full())
            writer.write(np.zeros((8, 8, 3), np.uint8), 0.0)

    with pytest.raises(OutputError, match="No space left"):
        write()
    assert list(tmp_path.iterdir()) == []


def test_missing_encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("efficientpose_core.media.writer._ENCODER", "no_such_encoder")
    with pytest.raises(OutputError, match="encoder"), VideoWriter(tmp_path / "x.mp4", 8, 8):
        pass
    assert list(tmp_path.iterdir()) == []


def test_wrong_suffix(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"ending in \.mp4"),
        VideoWriter(tmp_path / "x.txt", 8, 8),
    ):
        pass


def test_wrong_pictures_and_times(tmp_path: Path) -> None:
    black = np.zeros((8, 8, 3), np.uint8)
    with VideoWriter(tmp_path / "x.mp4", 8, 8) as writer:
        writer.write(black, 1.0)
        with pytest.raises(DataError, match="not later"):
            writer.write(black, 1.0)
        with pytest.raises(DataError, match="expects"):
            writer.write(black[:4], 2.0)
    with pytest.raises(DataError):
        VideoWriter(tmp_path / "y.mp4", 0, 8)
    with pytest.raises(OutputError, match="not open"):
        VideoWriter(tmp_path / "y.mp4", 8, 8).write(black, 0.0)


def test_recording_is_an_ordinary_video_in_the_end(tmp_path: Path) -> None:
    path = tmp_path / "new" / "out.mp4"
    with RecordingWriter(path, WIDTH, HEIGHT) as writer:
        for number, t_s in enumerate(TIMES_S):
            writer.write(numbered_picture(number), t_s)
    with VideoReader(path) as reader:
        np.testing.assert_allclose(reader.times_s, np.array(TIMES_S) - 2, atol=1e-5)
        assert [read_number(f.rgb()) for f in reader.frames()] == list(range(5))
    # No fragments to the eye of a player.
    boxes, at, content = [], 0, path.read_bytes()
    while at < len(content):
        boxes.append(content[at + 4 : at + 8])
        at += int.from_bytes(content[at : at + 4]) or len(content)
    assert b"moov" in boxes
    assert b"moof" not in boxes


def test_recording_is_readable_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    with RecordingWriter(path, WIDTH, HEIGHT) as writer:
        for number in range(20):
            writer.write(numbered_picture(number), number / 25)
        # All but the newest: how long that one lasts is not known yet.
        with VideoReader(path) as reader:
            assert [read_number(f.rgb()) for f in reader.frames()] == list(range(19))


def test_recording_outlives_an_error(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"

    def write() -> None:
        with RecordingWriter(path, WIDTH, HEIGHT) as writer:
            writer.write(numbered_picture(7), 0.0)
            raise KeyError("stop")

    with pytest.raises(KeyError):
        write()
    with VideoReader(path) as reader:
        assert read_number(reader.frame_at(0).rgb()) == 7


_DISK = """
import resource, signal, sys
import numpy as np
from efficientpose_core.errors import OutputError
from efficientpose_core.media.writer import RecordingWriter

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
noise = np.random.default_rng(0)
written = 0
try:
    with RecordingWriter(sys.argv[1], 160, 120) as writer:
        for number in range(1000):
            writer.write(noise.integers(0, 255, (120, 160, 3), np.uint8), number / 25)
            written = number + 1
except OutputError as error:
    print(written, str(error))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs the limits of POSIX to imitate a full disk")
def test_recording_before_a_full_disk_stays_readable(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    done = subprocess.run(
        [sys.executable, "-c", _DISK, str(path)], capture_output=True, text=True, check=True
    )
    written, _, message = done.stdout.partition(" ")
    assert message.startswith(f"Cannot write {path}")
    assert "free some space" in message
    with VideoReader(path) as reader:
        frames = [frame for frame in reader.frames() if not frame.damaged]
    assert len(frames) >= int(written) - 1 > 5


def test_recording_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match="exists"), RecordingWriter(path, 8, 8):
        pass
    assert path.read_bytes() == b"old"


def test_recording_without_pictures_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No frame"), RecordingWriter(tmp_path / "x.mp4", 8, 8):
        pass
    with pytest.raises(OutputError, match=r"\.mp4"), RecordingWriter(tmp_path / "x.mkv", 8, 8):
        pass
    assert list(tmp_path.iterdir()) == []
