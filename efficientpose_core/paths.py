"""Folders of the user's own files: installed weights, converted networks."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

__all__ = ["cache_dir", "data_dir"]

_NAME = "efficientpose-studio"


def data_dir() -> Path:
    """Return the folder of installed weights; ``EFFICIENTPOSE_HOME`` moves it."""
    home = os.environ.get("EFFICIENTPOSE_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir(_NAME, appauthor=False))


def cache_dir() -> Path:
    """Return the folder of files that can be made again (``EFFICIENTPOSE_HOME``/cache if set)."""
    home = os.environ.get("EFFICIENTPOSE_HOME")
    if home:
        return Path(home) / "cache"
    return Path(platformdirs.user_cache_dir(_NAME, appauthor=False))
