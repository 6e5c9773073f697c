"""Words are needed by the window before anything heavy is."""

from __future__ import annotations

import subprocess
import sys


def test_words_load_no_heavy_library() -> None:
    heavy = ("av", "cv2", "jinja2", "numpy", "pandas", "reportlab", "scipy", "torch")
    program = (
        "import sys; from efficientpose_core.words import words_for; "
        "words_for('de').sentence('The camera stands still.'); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
