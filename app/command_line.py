"""How the window starts the command line in a process of its own, also where it is frozen.

An installed Python runs a module. A frozen program has no interpreter beside it: it starts itself
with a first word that `app.__main__` understands.
"""

from __future__ import annotations

import sys

__all__ = ["COMMAND_LINE", "command_line", "run_command_line"]

COMMAND_LINE = "--command-line"


def command_line(*arguments: str) -> list[str]:
    """Return program and arguments that act as ``efficientpose ARGUMENTS``."""
    if getattr(sys, "frozen", False):
        return [sys.executable, COMMAND_LINE, *arguments]
    return [sys.executable, "-m", "efficientpose_core.cli.main", *arguments]


def run_command_line(arguments: list[str]) -> bool:
    """Act as ``efficientpose`` if the first word asks for that; False for a start of the window."""
    if arguments[:1] != [COMMAND_LINE]:
        return False
    from efficientpose_core.cli.main import run

    sys.argv = ["efficientpose", *arguments[1:]]
    run()
    return True
