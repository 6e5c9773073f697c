"""The first window must not wait for libraries that it does not need yet."""

from __future__ import annotations

import subprocess
import sys


def test_player_and_widgets_load_no_heavy_library() -> None:
    heavy = ("av", "cv2", "openvino", "pandas", "scipy", "timm", "torch")
    program = (
        "import sys; "
        "import app.services.playback, app.widgets.timeline, app.widgets.transport, "
        "app.widgets.video_view; "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
