"""`python -m app [FILE]`, the same as `efficientpose-studio [FILE]`."""

import sys

from app.application import run

if __name__ == "__main__":
    sys.exit(run())
