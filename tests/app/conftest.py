"""Fixtures of the window's tests: no screen is needed."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import app  # noqa: F401  (guards the reference counts before Qt is used)
