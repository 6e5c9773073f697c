"""A guard against a reference counting fault of PySide6 6.12 under Python 3.11."""

from __future__ import annotations

import ctypes
import sys

__all__ = ["protect_constants"]

_PLENTY = 1 << 40


def protect_constants() -> None:
    """Keep Python from releasing None, True and False.

    PySide6 6.12.0 takes them for immortal, which they are from Python 3.12 on: under 3.11 each
    call that returns None, and each signal emitted, removes a reference that it never added, and
    the process aborts when none are left ("none_dealloc"). PySide6 6.11 does not. Does nothing
    under 3.12 and later, or when done already.
    """
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for constant in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(constant))
        if count.value < _PLENTY // 2:
            count.value += _PLENTY
