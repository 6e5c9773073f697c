"""Frame numbers, times, seeking and damage of video files."""

from __future__ import annotations

import hashlib
import random
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from efficientpose_core.errors import DataError, MediaError, SettingsError
from efficientpose_core.media.frame_index import FrameIndex, KeyFrame
from efficientpose_core.media.source import MediaKind, TimeAxis
from efficientpose_core.media.video import VideoReader, file_sha256, is_video

from .conftest import MakeVideo, read_number

VARIABLE_S = [0.0, 0.04, 0.1, 0.11, 0.3, 0.34, 0.5, 0.51, 0.52, 0.9]

KINDS = {
    "h264_b_frames": {"options": {"bf": "3"}},
    "h264_open_gop": {"options": {"bf": "3", "x264-params": "open-gop=1"}},
    "mpeg4_b_frames": {"codec": "mpeg4", "options": {"bf": "2"}, "bit_exact_rate": 25},
    "vp9": {"name": "clip.webm", "codec": "libvpx-vp9"},
    "transport_stream": {"name": "clip.ts", "options": {"bf": "2"}},
    "avi_h264": {"name": "clip.avi", "options": {"bf": "3"}, "bit_exact_rate": 25},
    "program_stream": {
        "name": "clip.mpg", "codec": "mpeg2video", "options": {"bf": "2"}, "bit_exact_rate": 25,
    },
    "raw_h264": {"name": "clip.h264", "options": {"bf": "2"}},
    "hevc_10_bit": {
        "codec": "libx265", "pixel_format": "yuv420p10le",
        "options": {"x265-params": "log-level=none"},
    },
    "one_keyframe": {"gop": 1000},
    "all_keyframes": {"gop": 1},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cache_bytes", [0, 2**27])
def test_every_frame_is_found_in_any_order(
    make_video: MakeVideo, kind: str, cache_bytes: int
) -> None:
    with VideoReader(make_video(**KINDS[kind]), cache_bytes=cache_bytes) as reader:
        assert reader.info.frame_count == 40
        assert [read_number(f.rgb()) for f in reader.frames()] == list(range(40))
        order = [39, 0, 38, 12, 11, 13, 24, 23, 1, *random.Random(3).choices(range(40), k=12)]
        assert [read_number(reader.frame_at(i).rgb()) for i in order] == order
        assert [read_number(f.rgb()) for f in reader.frames(9, 15)] == list(range(9, 15))


def test_backwards_through_the_file(make_video: MakeVideo) -> None:
    with VideoReader(make_video(options={"bf": "3"}), cache_bytes=0) as reader:
        order = list(range(39, -1, -1))
        assert [read_number(reader.frame_at(i).rgb()) for i in order] == order


def test_next_frame_does_not_seek(make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch) -> None:
    with VideoReader(make_video(gop=4)) as reader:
        reader.frame_at(5)
        monkeypatch.setattr(
            VideoReader, "_packets_from", lambda *_: pytest.fail("started decoding anew")
        )
        assert [read_number(f.rgb()) for f in reader.frames(6, 30)] == list(range(6, 30))
        # Cached: stepping back needs no decoding either.
        assert read_number(reader.frame_at(20).rgb()) == 20


def test_approaching_arrives_in_small_steps(make_video: MakeVideo) -> None:
    path = make_video()
    with VideoReader(path) as reader:
        last = reader.info.frame_count - 1
        reached = [reader.approach(last)]
        while reached[-1] != last:
            assert len(reached) <= last + 1
            reached.append(reader.approach(last))
        assert reached == sorted(reached)
        assert len(reached) > 1
        assert read_number(reader.frame_at(last).rgb()) == last
        with pytest.raises(DataError, match="does not exist"):
            reader.approach(last + 1)


def test_two_iterators_do_not_disturb_each_other(make_video: MakeVideo) -> None:
    with VideoReader(make_video(), cache_bytes=0) as reader:
        pairs = zip(reader.frames(0, 10), reader.frames(25, 35), strict=True)
        numbers = [(read_number(a.rgb()), read_number(b.rgb())) for a, b in pairs]
    assert numbers == [(i, i + 25) for i in range(10)]


def test_variable_rate_keeps_real_times(make_video: MakeVideo) -> None:
    with VideoReader(make_video(times_s=VARIABLE_S)) as reader:
        np.testing.assert_allclose(reader.times_s, VARIABLE_S, atol=1e-5)
        assert reader.info.is_variable_rate
        assert any("rate varies" in w for w in reader.info.warnings)
        assert reader.info.rate_hz == pytest.approx(1 / np.median(np.diff(VARIABLE_S)), rel=1e-3)
        assert reader.frame_at(4).t_s == pytest.approx(0.3, abs=1e-5)
        assert [reader.index_at(t) for t in (-1, 0, 0.0399, 0.04, 0.29, 0.3, 99)] == [
            0, 0, 0, 1, 3, 4, 9,
        ]  # fmt: skip


def test_constant_rate_is_told_as_such_despite_millisecond_clock(make_video: MakeVideo) -> None:
    times = [i / 240 for i in range(40)]
    with VideoReader(make_video("clip.mkv", times_s=times)) as reader:
        assert not reader.info.is_variable_rate
        assert reader.info.warnings == ()
        assert reader.info.rate_hz == pytest.approx(240, rel=0.01)
        assert reader.info.kind is MediaKind.VIDEO
        assert reader.info.codec == "h264"


def test_slow_motion_factor_scales_times(make_video: MakeVideo) -> None:
    with VideoReader(make_video(), slow_motion_factor=8) as reader:
        np.testing.assert_allclose(np.diff(reader.times_s), 0.005)
        assert reader.info.rate_hz == pytest.approx(200)
        assert reader.info.duration_s == pytest.approx(0.2)


@pytest.mark.parametrize("factor", [0.0, -1.0, float("nan"), float("inf")])
def test_slow_motion_factor_must_be_positive(make_video: MakeVideo, factor: float) -> None:
    with pytest.raises(SettingsError, match="slow-motion"):
        VideoReader(make_video(), slow_motion_factor=factor)


def test_repeated_times_are_spread_up_to_the_next() -> None:
    index = FrameIndex(
        pts=np.array([0, 10, 10, 20, 20, 20]), tick_s=Fraction(1, 100),
        keyframes=(KeyFrame(0, 0, 0, 0),), rank_of_pts={}, by_count=False, warnings=(),
    )  # fmt: skip
    expected = [0, 0.1, 0.15, 0.2, 0.3, 0.4]
    np.testing.assert_allclose(index.times_s(), expected)


def test_repeated_times_in_a_file_are_reported(make_video: MakeVideo, tmp_path: Path) -> None:
    source = make_video("source.mp4", options={"bf": "0"}, count=20)
    target = tmp_path / "repeated.mkv"
    with av.open(str(source)) as given, av.open(str(target), "w") as made:
        stream = made.add_stream_from_template(given.streams.video[0])
        for packet in given.demux(video=0):
            if packet.size:
                number = round(packet.pts * packet.time_base * 25)
                if number == 7:
                    packet.pts = packet.dts = round(6 / 25 / packet.time_base)
                packet.stream = stream
                made.mux(packet)
    with VideoReader(target) as reader:
        assert np.all(np.diff(reader.times_s) > 0)
        assert any("1 of 20 frames repeat" in w for w in reader.info.warnings)
        assert [read_number(f.rgb()) for f in reader.frames()] == list(range(20))
        assert read_number(reader.frame_at(7).rgb()) == 7


def test_missing_frame_rate_is_variable_on_a_coarse_clock() -> None:
    times = np.array([0, 1, 2, 4, 5, 6]) / 30
    axis = TimeAxis.measured(times, tick_s=1 / 30, nominal_hz=30)
    assert axis.is_variable_rate


@pytest.mark.parametrize(("ccw_deg", "turn_deg"), [(0, 0), (-90, 90), (180, 180), (90, 270)])
def test_rotation_metadata_is_honoured(
    make_video: MakeVideo, ccw_deg: float, turn_deg: int
) -> None:
    with VideoReader(make_video(rotation_ccw_deg=ccw_deg, gop=4)) as reader:
        assert reader.info.rotation_deg == turn_deg
        frame = reader.frame_at(19)
        rgb = frame.rgb()
        assert rgb.shape == (reader.info.height_px, reader.info.width_px, 3)
        # Turned back by hand, the stored picture can be read.
        assert read_number(np.rot90(rgb, k=turn_deg // 90)) == 19
        assert rgb.flags.c_contiguous


def test_pixels_that_are_not_square_are_stretched(make_video: MakeVideo) -> None:
    with VideoReader(make_video(aspect=Fraction(3, 2))) as reader:
        assert (reader.info.width_px, reader.info.height_px) == (192, 96)
        assert read_number(reader.frame_at(5).rgb()) == 5
        assert any("not square" in w for w in reader.info.warnings)


@pytest.mark.parametrize("size", [(2, 2), (130, 98)])
def test_unusual_sizes(make_video: MakeVideo, size: tuple[int, int]) -> None:
    with VideoReader(make_video(size=size, count=3)) as reader:
        assert reader.frame_at(2).rgb().shape == (size[1], size[0], 3)


def test_odd_and_single_pixel_sizes(make_video: MakeVideo) -> None:
    for number, size in enumerate([(1, 1), (131, 97)]):
        path = make_video(f"{number}.mkv", codec="ffv1", pixel_format="yuv420p", size=size, count=2)
        with VideoReader(path) as reader:
            frame = reader.frame_at(1)
            assert frame.rgb().shape == (size[1], size[0], 3)
            assert frame.letterbox((0, 0, float(min(size))), 7).shape == (7, 7, 3)


def _corrupt(path: Path, ranks: range) -> Path:
    """Overwrite the data of some packets."""
    with av.open(str(path)) as container:
        packets = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    content = bytearray(path.read_bytes())
    for position, size in (packets[rank] for rank in ranks):
        content[position : position + size] = bytes(size)
    damaged = path.with_stem("damaged")
    damaged.write_bytes(content)
    return damaged


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_damaged_packets_become_damaged_frames(make_video: MakeVideo, codec: str) -> None:
    rate = 25 if codec == "mpeg4" else None
    path = make_video(codec=codec, options={"bf": "0"}, gop=10, count=40, bit_exact_rate=rate)
    with VideoReader(_corrupt(path, range(14, 17))) as reader:
        frames = list(reader.frames())
        assert [f.index for f in frames] == list(range(40))
        damaged = {f.index for f in frames if f.damaged}
        assert {14, 15, 16} <= damaged
        # The key frame at 20 heals everything; nothing before the damage is touched.
        assert damaged <= set(range(14, 20))
        for frame in frames:
            if frame.index < 14 or frame.index >= 20:
                assert read_number(frame.rgb()) == frame.index
        with pytest.raises(MediaError, match="Frame 15 cannot be decoded"):
            reader.frame_at(15).rgb()
        assert np.all(np.diff(reader.times_s) > 0)


def test_damage_is_the_same_at_random_access(make_video: MakeVideo) -> None:
    damaged = _corrupt(make_video(options={"bf": "2"}, gop=10), range(20, 23))
    with VideoReader(damaged) as reader:
        expected = [f.damaged for f in reader.frames()]
    with VideoReader(damaged, cache_bytes=0) as reader:
        order = random.Random(5).sample(range(40), k=40)
        assert {i: reader.frame_at(i).damaged for i in order} == dict(enumerate(expected))


def test_damaged_first_keyframe(make_video: MakeVideo) -> None:
    with VideoReader(_corrupt(make_video(gop=10, options={"bf": "0"}), range(1))) as reader:
        assert reader.frame_at(0).damaged
        assert read_number(reader.frame_at(10).rgb()) == 10


def test_truncated_file_gives_what_is_there(make_video: MakeVideo) -> None:
    path = make_video(options={"movflags": "+faststart"})
    source = path.read_bytes()
    with av.open(str(path)) as container:
        positions = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    if source.find(b"moov") > source.find(b"mdat"):
        path = make_video("clip.mkv")
        source = path.read_bytes()
        with av.open(str(path)) as container:
            positions = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    cut = positions[24][0]
    path.write_bytes(source[:cut])
    with VideoReader(path) as reader:
        assert 15 <= reader.info.frame_count <= 25
        assert any("ends early" in w for w in reader.info.warnings)
        assert read_number(reader.frame_at(12).rgb()) == 12
        assert [f.index for f in reader.frames()] == list(range(reader.info.frame_count))


def test_unreadable_files_say_what_to_do(tmp_path: Path) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("not a video\n" * 50)
    empty = tmp_path / "empty.mp4"
    empty.touch()
    notes = tmp_path / "notes.txt"
    notes.write_text("hello\n" * 50)
    for path, message in [
        (tmp_path / "missing.mp4", "There is no file"),
        (tmp_path, "is a folder"),
        (text, "not a video that can be read"),
        (empty, "not a video that can be read"),
        (notes, "text file|not a video"),
    ]:
        with pytest.raises(MediaError, match=message) as caught:
            VideoReader(path)
        assert "\n" not in str(caught.value)
        assert str(caught.value).endswith(".")


def test_sound_without_pictures(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        silence = av.AudioFrame.from_ndarray(
            np.zeros((1, 4096), np.float32), format="fltp", layout="mono"
        )
        silence.sample_rate = 8000
        container.mux(stream.encode(silence))
        container.mux(stream.encode(None))
    with pytest.raises(MediaError, match="only sound"):
        VideoReader(path)


def test_nothing_decodes(make_video: MakeVideo) -> None:
    path = _corrupt(make_video(count=5, options={"bf": "0"}), range(5))
    with pytest.raises(MediaError, match="No picture"):
        VideoReader(path)


def test_requests_out_of_range(make_video: MakeVideo) -> None:
    reader = VideoReader(make_video(count=5))
    for index in (-1, 5):
        with pytest.raises(DataError, match="choose one from 0 to 4"):
            reader.frame_at(index)
    with pytest.raises(DataError, match="range"):
        list(reader.frames(3, 9))
    reader.close()
    reader.close()
    with pytest.raises(MediaError, match="was closed"):
        reader.frame_at(0)


def test_rgb_is_converted_once_and_read_only(make_video: MakeVideo) -> None:
    with VideoReader(make_video(count=3)) as reader:
        frame = reader.frame_at(1)
        assert frame.rgb() is frame.rgb()
        assert not frame.rgb().flags.writeable


def test_file_sha256(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"abc" * 100_000)
    assert file_sha256(path) == hashlib.sha256(b"abc" * 100_000).hexdigest()
    with pytest.raises(MediaError, match="Cannot read"):
        file_sha256(tmp_path / "missing")


def test_is_video() -> None:
    assert is_video(Path("a/B.MP4"))
    assert not is_video(Path("a.png"))


@pytest.mark.shared
@pytest.mark.parametrize("clip", ["runner", "squats", "wall_and_walk"])
def test_real_clips_at_random(shared: Path, clip: str) -> None:
    with VideoReader(shared / "data" / "videos" / f"{clip}.mp4") as reader:
        last = min(reader.info.frame_count, 130)
        wanted = set(random.Random(clip).sample(range(last), k=5))
        sequential = {f.index: f.rgb().copy() for f in reader.frames(0, last) if f.index in wanted}
    with VideoReader(shared / "data" / "videos" / f"{clip}.mp4", cache_bytes=0) as reader:
        for index in sorted(wanted, key=lambda i: hash((clip, i))):
            np.testing.assert_array_equal(reader.frame_at(index).rgb(), sequential[index])
