"""How the window starts the command line in a process of its own, also where it is frozen.

An installed Python runs a module. A frozen program has no interpreter beside it: it starts itself
with a first word that `app.__main__` understands. Frozen, the same code is there twice: once as the
window, and once as a program of a terminal, which its name tells.
"""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["COMMAND_LINE", "command_line", "run_command_line"]

COMMAND_LINE = "--command-line"
_TERMINAL_PROGRAM = "efficientpose"


def command_line(*arguments: str) -> list[str]:
    """Return program and arguments that act as ``efficientpose ARGUMENTS``."""
    if getattr(sys, "frozen", False):
        return [sys.executable, COMMAND_LINE, *arguments]
    return [sys.executable, "-m", "efficientpose_core.cli.main", *arguments]


def run_command_line(arguments: list[str]) -> bool:
    """Act as ``efficientpose`` if name or first word ask for it; False to start the window."""
    is_asked = arguments[:1] == [COMMAND_LINE]
    if not is_asked and not _is_terminal_program():
        return False
    from efficientpose_core.cli.main import run

    sys.argv = [_TERMINAL_PROGRAM, *arguments[is_asked:]]
    run()
    return True


def _is_terminal_program() -> bool:
    return bool(getattr(sys, "frozen", False)) and Path(sys.executable).stem == _TERMINAL_PROGRAM
