"""Importing the media modules must not disturb Qt."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import os
os.environ["QT_QPA_FONTDIR"] = "mine"
before = dict(os.environ)
import efficientpose_core.media.overlay, efficientpose_core.media.camera
import efficientpose_core.media.images, efficientpose_core.media.writer
import sys
assert "cv2" in sys.modules
changed = {k for k in {*before, *os.environ} if before.get(k) != os.environ.get(k)}
assert not changed, changed
heavy = {"torch", "timm", "openvino", "PySide6"} & set(sys.modules)
assert not heavy, heavy
"""


def test_environment_is_left_as_it_was() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
