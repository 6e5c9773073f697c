"""`python -m app [FILE]`, as `efficientpose-studio [FILE]`; a frozen program starts here."""

import multiprocessing
import sys

from app.command_line import run_command_line

if __name__ == "__main__":
    # Processes that a frozen program starts begin here, too.
    multiprocessing.freeze_support()
    if not run_command_line(sys.argv[1:]):
        from app.application import run

        sys.exit(run())
