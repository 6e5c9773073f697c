"""Make the pictures of the window in docs/images, from the built-in walker.

    make screenshots

Runs on the display there is, else without one (QT_QPA_PLATFORM=offscreen).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.application import Studio
from efficientpose_core.phantom.clip import demo_spec, write_clip

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
_SETTLE_S = 1.5


def main() -> None:
    application = QApplication([])
    studio = Studio()
    studio.window.show()

    def until(condition: Callable[[], bool], limit_s: float) -> None:
        end = time.monotonic() + limit_s
        while not condition() and time.monotonic() < end:
            application.processEvents()
            time.sleep(0.005)

    def take(name: str) -> None:
        until(lambda: False, _SETTLE_S)
        studio.window.grab().save(str(IMAGES / f"{name}.png"))

    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "walker.mp4"
        write_clip(demo_spec(), clip)
        take("welcome")
        studio.open(clip)
        studio.analyse()
        until(lambda: studio.analysis is not None, 120)
        if studio.analysis is None:
            raise SystemExit("The analysis did not end in two minutes.")
        studio.playback.show_frame(70)
        take("window")
        studio.shutdown()


if __name__ == "__main__":
    main()
