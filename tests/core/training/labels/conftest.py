"""Folders with small pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from ...media.conftest import make_video
from .helpers import write_picture

__all__ = ["data", "make_video"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder with the pictures a.png, b.png and more/c.png."""
    for seed, name in enumerate(("a.png", "b.png", "more/c.png")):
        write_picture(tmp_path / "data" / name, seed=seed)
    return tmp_path / "data"
