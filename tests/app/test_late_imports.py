"""The first window must not wait for libraries that it does not need yet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_HEAVY = ("av", "cv2", "openvino", "pandas", "scipy", "timm", "torch")
_PLAYER = """
import app.services.playback, app.widgets.timeline, app.widgets.transport, app.widgets.video_view
"""
_WINDOW = """
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from app.application import Studio
from app.settings import AppSettings
application = QApplication([])
studio = Studio(AppSettings(QSettings("settings.ini", QSettings.Format.IniFormat)))
studio.shutdown()
"""


@pytest.mark.parametrize("program", [_PLAYER, _WINDOW], ids=["player", "window"])
def test_no_heavy_library_is_loaded(program: str, tmp_path: Path) -> None:
    told = f"import sys; print([name for name in {_HEAVY} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{told}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "EFFICIENTPOSE_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.strip() == "[]"
