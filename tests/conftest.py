"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with released weights and real clips; skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared (released weights, images and clips), which is not here")
    return SHARED
