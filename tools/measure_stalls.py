"""Measure how long the window's event loop stands still while a recording is analysed.

    python tools/measure_stalls.py [VIDEO] [--edit]

Without a video, a 1080p walker is drawn. A timer asks for its turn every 5 ms; what it waits longer
is a stall. Prints median, 99th percentile and longest, for opening, analysing, playing, correcting.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.application import SWITCH_INTERVAL_S, Studio
from app.settings import AppSettings
from app.theme import apply_theme
from efficientpose_core.phantom.clip import PhantomSpec, write_clip

_EVERY_MS = 5


class Stopwatch:
    """Collects how late a timer is, in milliseconds."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self._last = 0.0
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=_EVERY_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.late_ms.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self, what: str) -> None:
        self._timer.stop()
        late = np.maximum(np.array(self.late_ms), 0.0)
        sys.stdout.write(
            f"{what:<12} n {len(late):5d}  median {np.median(late):5.1f} ms  "
            f"p99 {np.percentile(late, 99):5.1f} ms  longest {late.max():6.1f} ms\n"
        )
        sys.stdout.flush()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(1000 * (now - self._last) - _EVERY_MS)
        self._last = now


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video", type=Path, nargs="?")
    given = parser.parse_args()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    application = QApplication([])
    apply_theme(application, "light")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("EFFICIENTPOSE_HOME", folder)
        clip = given.video or Path(folder) / "walker.mp4"
        if given.video is None:
            write_clip(PhantomSpec(size_px=(1920, 1080), duration_s=10.0), clip)
        store = QSettings(str(Path(folder) / "s.ini"), QSettings.Format.IniFormat)
        settings = AppSettings(store)
        settings.was_checked = True
        studio = Studio(settings)
        studio.projects.ask_unsaved = lambda: "discard"
        studio.start()
        watch = Stopwatch()

        def until(condition: Callable[[], object]) -> None:
            while not condition():
                application.processEvents()
                time.sleep(0.0005)

        def for_seconds(seconds: float) -> None:
            end = time.perf_counter() + seconds
            until(lambda: time.perf_counter() > end)

        until(lambda: studio.window.model_box.count() > 0)
        for_seconds(1.0)
        watch.start()
        studio.projects.open(clip)
        until(lambda: studio.projects.source_path is not None)
        for_seconds(1.0)
        watch.stop("opening")
        # The libraries load and the network is converted once; then as every day.
        for what in ("first run", "analysing"):
            watch.start()
            studio.analyses.run()
            until(lambda: not studio.analyses.is_running and studio.document.session is not None)
            for_seconds(0.5)
            watch.stop(what)
        watch.start()
        studio.playback.play()
        for_seconds(4.0)
        studio.playback.pause()
        watch.stop("playing")
        watch.start()
        for n in range(20):
            studio.window.view.keypoint_moved.emit(11, 500.0 + n, 500.0)
            until(lambda: studio.document.is_current)
            for_seconds(0.1)
        watch.stop("correcting")
        studio.document.close()
        studio.shutdown()


if __name__ == "__main__":
    main()
