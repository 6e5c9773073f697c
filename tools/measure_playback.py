"""Measure scrubbing and the memory of looping playback in the window.

    python tools/measure_playback.py [VIDEO] [--settle 3] [--minutes 5]

Without a video, a 1080p walker of ten minutes is made by repeating ten drawn seconds. Scrubbing:
milliseconds from asking for a frame until it, or the small copy that stands in for it meanwhile, is
shown, and until the frame itself is. Copies are made in the background: ``--settle`` says how long
to wait for them. Memory: of this process (resident), every half minute of looping at double speed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from app.application import Studio
from app.settings import AppSettings
from app.theme import apply_theme
from efficientpose_core.phantom.clip import PhantomSpec, write_clip

_REPEATS = 60
_SPEED = 2.0
_TELL_EVERY_S = 30.0


def repeat_clip(source: Path, target: Path, repeats: int) -> None:
    """Write the packets of a video several times, one after the other."""
    with av.open(str(target), "w") as output:
        stream, offset, length = None, 0, 0
        for _ in range(repeats):
            with av.open(str(source)) as given:
                (video,) = given.streams.video
                stream = stream or output.add_stream_from_template(video)
                for packet in given.demux(video):
                    if packet.dts is None:
                        continue
                    length = max(length, packet.pts + packet.duration)
                    packet.pts, packet.dts = packet.pts + offset, packet.dts + offset
                    packet.stream = stream
                    output.mux(packet)
            offset += length


def resident_mb() -> float:
    """Return the memory of this process that is in use."""
    with Path("/proc/self/statm").open() as stream:
        pages = int(stream.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def now() -> float:
    """Return milliseconds."""
    return 1000 * time.perf_counter()


class Bench:
    """The window, driven."""

    def __init__(self, application: QApplication, folder: str) -> None:
        self._application = application
        store = QSettings(str(Path(folder) / "s.ini"), QSettings.Format.IniFormat)
        settings = AppSettings(store)
        settings.was_checked = True
        self.studio = Studio(settings)
        self.studio.start()

    def until(self, condition: Callable[[], object]) -> None:
        while not condition():
            self._application.processEvents()
            time.sleep(0.0005)

    def for_seconds(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > end)

    def scrub(self, what: str, frames: list[int]) -> None:
        """Ask for frames one after the other; tell how long each takes."""
        playback = self.studio.playback
        shown: dict[int, float] = {}
        copied: list[float] = []
        playback.frame_shown.connect(lambda index, *_: shown.setdefault(index, now()))
        playback.stand_in_shown.connect(lambda *_: copied.append(now()))
        first_ms, exact_ms = [], []
        for frame in frames:
            shown.clear()
            copied.clear()
            began = now()
            playback.show_frame(frame)
            self.until(lambda frame=frame: frame in shown)
            exact_ms.append(shown[frame] - began)
            first_ms.append(min([*copied[:1], shown[frame]]) - began)
            self.for_seconds(0.02)
        for kind, times_ms in (("copy or frame", first_ms), ("frame", exact_ms)):
            sys.stdout.write(
                f"{what:<10} {kind:<14} median {np.median(times_ms):5.1f} ms  "
                f"p95 {np.percentile(times_ms, 95):6.1f} ms\n"
            )

    def loop(self, minutes: float) -> None:
        """Play over and over; tell the memory."""
        playback = self.studio.playback
        playback.set_looping(True)
        playback.set_speed(_SPEED)
        playback.play()
        end = time.perf_counter() + 60 * minutes
        while time.perf_counter() < end:
            self.for_seconds(_TELL_EVERY_S)
            sys.stdout.write(f"{playback.position:6d} frame  {resident_mb():6.0f} MB\n")
            sys.stdout.flush()
        playback.pause()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video", type=Path, nargs="?")
    parser.add_argument("--settle", type=float, default=3.0)
    parser.add_argument("--minutes", type=float, default=5.0)
    given = parser.parse_args()
    application = QApplication([])
    apply_theme(application, "light")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("EFFICIENTPOSE_HOME", folder)
        clip = given.video
        if clip is None:
            drawn, clip = Path(folder) / "ten.mp4", Path(folder) / "minutes.mp4"
            write_clip(PhantomSpec(size_px=(1920, 1080), duration_s=10.0), drawn)
            repeat_clip(drawn, clip, _REPEATS)
        bench = Bench(application, folder)
        bench.for_seconds(1.0)
        bench.studio.projects.open(clip)
        bench.until(lambda: bench.studio.projects.source_path is not None)
        bench.for_seconds(given.settle)
        count = bench.studio.playback.frame_count
        rng = np.random.default_rng(0)
        middle = count // 2
        bench.scrub("stepping", list(range(middle, middle + 40)))
        bench.scrub("backwards", list(range(middle, middle - 40, -1)))
        bench.scrub("dragging", [int(n) for n in np.linspace(0, count - 1, 60)])
        bench.scrub("jumping", [int(n) for n in rng.integers(0, count, 60)])
        bench.loop(given.minutes)
        bench.studio.shutdown()


if __name__ == "__main__":
    main()
