"""OpenCV, imported without its side effects on the environment.

The wheels of opencv-python point Qt at the plugins they carry by setting environment variables
when ``cv2`` is imported; a PySide6 application started afterwards would load those and abort.
Everything that draws or resamples takes ``cv2`` from here.
"""

from __future__ import annotations

import os
from typing import Any

_TOUCHED = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR", "QT_PLUGIN_PATH", "LD_LIBRARY_PATH")
_before = {name: os.environ.get(name) for name in _TOUCHED}

import cv2 as _module  # noqa: E402  (the variables must be noted before)

cv2: Any = _module
"""The module; its hints name every array "of any type", which would hide ours."""

for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

__all__ = ["cv2"]
