"""Long commands end politely when the program that started them is gone."""

from __future__ import annotations

import subprocess
import sys

_WAITER = """
import time
from efficientpose_core.cli.train import cancel_when_asked
with cancel_when_asked(stop_on_eof={wanted}) as should_cancel:
    print("ready", flush=True)
    until = time.monotonic() + {seconds}
    while not should_cancel() and time.monotonic() < until:
        time.sleep(0.01)
    print("asked" if should_cancel() else "not asked", flush=True)
"""


def _told(*, wanted: bool, seconds: float) -> str:
    with subprocess.Popen(
        [sys.executable, "-c", _WAITER.format(wanted=wanted, seconds=seconds)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.stdin.close()
        return process.stdout.readline().strip()


def test_the_end_of_input_is_a_request_to_stop_only_where_that_is_wanted() -> None:
    assert _told(wanted=True, seconds=60) == "asked"
    assert _told(wanted=False, seconds=0.2) == "not asked"
