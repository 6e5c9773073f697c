"""Recordings and weights that are broken or odd: one clear line, nothing half-written."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from efficientpose_core import atomic
from efficientpose_core.cli.main import run
from efficientpose_core.models.store import load_weights
from efficientpose_core.models.weights import save_native
from efficientpose_core.phantom.clip import Phantom, PhantomSpec, write_clip

CSV_FILES = {"keypoints.csv", "angles.csv", "provenance.json"}
Call = Callable[..., tuple[int, list[str]]]


@pytest.fixture(scope="module", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> object:
    patch = pytest.MonkeyPatch()
    patch.setenv("EFFICIENTPOSE_HOME", str(tmp_path_factory.mktemp("home")))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def pictures() -> list[np.ndarray]:
    """A walker, 12 frames of 320 x 240."""
    phantom = Phantom(PhantomSpec(size_px=(320, 240), duration_s=0.4))
    return [phantom.frame(n) for n in range(12)]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the command line here; exit code and the lines on stderr."""

    def run_here(*arguments: object) -> tuple[int, list[str]]:
        monkeypatch.setattr(sys, "argv", ["efficientpose", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            run()
        return int(stop.value.code or 0), capsys.readouterr().err.strip().splitlines()

    return run_here


def _encode(
    path: Path, pictures: list[np.ndarray], codec: str, pixel_format: str, turn_deg: int = 0
) -> Path:
    height, width = pictures[0].shape[:2]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=30)
        stream.width, stream.height, stream.pix_fmt = width, height, pixel_format
        if turn_deg:
            stream.set_display_rotation(turn_deg)
        for picture in pictures:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _audio_only(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44100)
        sound = av.AudioFrame.from_ndarray(
            np.zeros((1, 4410), np.float32), format="fltp", layout="mono"
        )
        sound.sample_rate = 44100
        container.mux(stream.encode(sound))
        container.mux(stream.encode(None))
    return path


def _no_frames(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.start_encoding()
    return path


def _huge_png(path: Path, width: int = 200_000, height: int = 200_000) -> Path:
    """A PNG of a few bytes that claims 40 gigapixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )
    return path


def _leftovers(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*")] if folder.exists() else []


@pytest.mark.parametrize("make", [_audio_only, _no_frames, _huge_png])
def test_unusable_recording_is_one_line(
    make: Callable[[Path], Path], tmp_path: Path, call: Call
) -> None:
    suffix = {_audio_only: ".mp4", _no_frames: ".mp4", _huge_png: ".png"}[make]
    source = make(tmp_path / f"bad{suffix}")
    code, told = call("analyze", source, "-o", tmp_path / "out", "-q")
    assert (code, len(told)) == (3, 1), told
    assert "bad" in told[0]
    assert not _leftovers(tmp_path / "out")


def test_truncated_mp4(tmp_path: Path, pictures: list[np.ndarray], call: Call) -> None:
    source = _encode(tmp_path / "cut.mp4", pictures, "libx264", "yuv420p")
    source.write_bytes(source.read_bytes()[:-600])
    code, told = call("analyze", source, "-o", tmp_path / "out", "-q")
    assert (code, len(told)) == (3, 1), told
    assert "cut.mp4" in told[0]
    assert not _leftovers(tmp_path / "out")


def _odd(pictures: list[np.ndarray]) -> list[np.ndarray]:
    return [picture[:237, :313] for picture in pictures]


@pytest.mark.parametrize(
    ("name", "codec", "pixel_format", "change", "turn_deg"),
    [
        ("ten_bit.mp4", "libx265", "yuv420p10le", None, 0),
        ("odd.mkv", "ffv1", "yuv444p", _odd, 0),
        ("turned.mp4", "libx264", "yuv420p", None, -90),
        ("pixel.mkv", "ffv1", "yuv444p", lambda p: [x[:1, :1] for x in p], 0),
    ],
)  # fmt: skip
def test_odd_recordings_give_complete_results(
    name: str, codec: str, pixel_format: str, change: Callable[..., list[np.ndarray]] | None,
    turn_deg: int, tmp_path: Path, pictures: list[np.ndarray], call: Call,
) -> None:  # fmt: skip
    used = change(pictures) if change else pictures
    if turn_deg:
        used = [np.rot90(picture, k=1) for picture in used]
    source = _encode(tmp_path / name, used, codec, pixel_format, turn_deg)
    code, told = call("analyze", source, "-o", tmp_path / "out", "-q")
    assert (code, told) == (0, [])
    stem = source.stem
    written = {path.name.removeprefix(f"{stem}_") for path in (tmp_path / "out").iterdir()}
    assert written == CSV_FILES | {"overlay.mp4"}
    rows = (tmp_path / "out" / f"{stem}_keypoints.csv").read_text().splitlines()
    assert len(rows) == 13


def test_picture_with_very_many_pixels(tmp_path: Path, call: Call) -> None:
    import cv2

    large = tmp_path / "large.png"
    cv2.imwrite(str(large), np.zeros((7000, 9000, 3), np.uint8))
    code, told = call("analyze", large, "-o", tmp_path / "out", "-q", "--no-overlay")
    assert (code, told) == (0, [])
    assert (tmp_path / "out" / "large_keypoints.csv").is_file()


def test_full_disk(
    tmp_path: Path, pictures: list[np.ndarray], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _encode(tmp_path / "walk.mp4", pictures, "libx264", "yuv420p")
    real = os.fsync

    def full(descriptor: int) -> None:
        target = os.readlink(f"/proc/self/fd/{descriptor}") if os.path.exists("/proc") else ""
        if "journal" in target:
            real(descriptor)
            return
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic.os, "fsync", full)
    code, told = call("analyze", source, "-o", tmp_path / "out", "-q", "--no-overlay")
    assert (code, len(told)) == (6, 1), told
    assert "No space left" in told[0]
    # Only finished frames are kept, for --resume.
    assert [path for path in _leftovers(tmp_path / "out") if "journal" not in path] == []


class _Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (os.system, ("touch exploded",))


def _write_bomb(path: Path) -> None:
    path.write_bytes(pickle.dumps(_Bomb()))


def _write_not_a_number(path: Path) -> None:
    weights = load_weights(None)
    save_native(path, weights.state, weights.metadata)
    path.write_bytes(path.read_bytes()[:-4] + struct.pack("<f", float("nan")))


def _write_cut_native(path: Path) -> None:
    weights = load_weights(None)
    save_native(path, weights.state, weights.metadata)
    path.write_bytes(path.read_bytes()[:-1000])


def _write_noise(path: Path) -> None:
    path.write_bytes(b"\x89HDF\r\n\x1a\n" + np.random.default_rng(0).bytes(5000))


def _write_bad_flatbuffer(path: Path) -> None:
    path.write_bytes(struct.pack("<I", 0x7FFFFFF0) + b"TFL3" + bytes(200))


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("EfficientPoseRT", _write_bomb),
        ("EfficientPoseRT.pt", _write_bomb),
        ("nan.safetensors", _write_not_a_number),
        ("cut.safetensors", _write_cut_native),
        ("noise.h5", _write_noise),
        ("offsets.tflite", _write_bad_flatbuffer),
    ],
)
def test_broken_weights(
    name: str,
    write: Callable[[Path], None],
    tmp_path: Path,
    pictures: list[np.ndarray],
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / name)
    source = _encode(tmp_path / "walk.mp4", pictures, "libx264", "yuv420p")
    code, told = call("analyze", source, "-o", "out", "-q", "--weights", name)
    assert (code, len(told)) == (4, 1), told
    assert name in told[0]
    code, told = call("models", "import", name)
    assert (code, len(told)) == (4, 1), told
    assert not (tmp_path / "exploded").exists()
    assert not _leftovers(tmp_path / "out")


def test_wrong_network_for_the_weights(tmp_path: Path, call: Call) -> None:
    weights = load_weights(None)
    state = dict(list(weights.state.items())[:-4])
    path = tmp_path / "part.safetensors"
    from safetensors.numpy import save_file

    save_file(state, str(path))
    code, told = call("models", "import", path)
    assert (code, len(told)) == (4, 1), told


def test_nobody_in_view_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    wall = np.clip(np.random.default_rng(0).normal(170, 6, (240, 320, 3)), 0, 255)
    source = _encode(tmp_path / "wall.mp4", [wall.astype(np.uint8)] * 5, "libx264", "yuv420p")
    monkeypatch.setattr(
        sys, "argv", ["efficientpose", "analyze", str(source), "-o", str(tmp_path / "out"), "-q"]
    )
    with pytest.raises(SystemExit) as stop:
        run()
    assert int(stop.value.code or 0) == 0
    assert "Nobody was found" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT as a terminal does")
def test_interrupted_run_continues_with_equal_results(tmp_path: Path) -> None:
    source = tmp_path / "walk.mp4"
    write_clip(PhantomSpec(size_px=(320, 240), duration_s=8.0), source)
    command = [sys.executable, "-m", "efficientpose_core.cli.main", "analyze", str(source), "-q",
               "--no-overlay", "-o"]  # fmt: skip
    subprocess.run([*command, str(tmp_path / "whole")], check=True, capture_output=True)
    out = tmp_path / "stopped"
    running = subprocess.Popen([*command, str(out)], stderr=subprocess.PIPE, text=True)
    journal = out / ".walk.journal"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and running.poll() is None:
        if journal.exists() and journal.stat().st_size > 2000:
            break
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130, told
    assert "--resume" in told
    assert not list(out.glob("*.csv"))
    subprocess.run([*command, str(out), "--resume"], check=True, capture_output=True)
    for name in ("walk_keypoints.csv", "walk_angles.csv"):
        assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
