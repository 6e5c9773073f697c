from __future__ import annotations

import multiprocessing
import os
import time

import pytest

from efficientpose_core.apart import EndedEarlyError, call_apart
from efficientpose_core.errors import CancelledError


def test_the_result_comes_back_from_another_process() -> None:
    assert call_apart(os.getpid) != os.getpid()
    assert call_apart(divmod, lambda: False, 7, 2) == (3, 1)


def test_a_process_that_ends_or_fails_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EndedEarlyError):
        call_apart(os._exit, lambda: False, 3)
    with pytest.raises(EndedEarlyError):
        call_apart(int, lambda: False, "no number")
    assert "no number" in capfd.readouterr().err


def test_cancelling_ends_that_process_and_no_other() -> None:
    other = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,), daemon=True)
    other.start()
    begin = time.monotonic()
    with pytest.raises(CancelledError):
        call_apart(time.sleep, lambda: time.monotonic() > begin + 0.5, 60)
    assert multiprocessing.active_children() == [other]
    other.terminate()
    other.join()
