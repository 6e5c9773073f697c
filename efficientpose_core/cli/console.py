"""What the commands print: one place for progress bars, results and messages."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from efficientpose_core.progress import Progress, ProgressCallback, ShouldCancel, ignore_progress

__all__ = ["cancel_on_interrupt", "print_json", "progress_bar", "say", "warn"]


def say(text: str = "") -> None:
    """Print a line of results."""
    sys.stdout.write(text + "\n")


def warn(text: str) -> None:
    """Print a line for the user beside the results."""
    sys.stderr.write(text + "\n")


def print_json(value: Mapping[str, object]) -> None:
    """Print results for programs."""
    say(json.dumps(value, indent=2, ensure_ascii=False))


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[ProgressCallback]:
    """Show progress on stderr with rate and remaining time; nothing when ``quiet``."""
    if quiet:
        yield ignore_progress
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars

    with Bars(
        TextColumn("{task.description:<20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    ) as bars:
        tasks: dict[str, TaskID] = {}

        def show(report: Progress) -> None:
            if report.stage not in tasks:
                tasks[report.stage] = bars.add_task(report.stage, total=report.total, rate="")
            task = bars.tasks[bars.task_ids.index(tasks[report.stage])]
            rate = f"{task.speed:.1f} {report.unit}/s" if task.speed else ""
            bars.update(task.id, completed=report.done, total=report.total, rate=rate)

        yield show


@contextmanager
def cancel_on_interrupt() -> Iterator[ShouldCancel]:
    """Turn Ctrl-C into a polite request to stop, so that finished work is kept.

    A second Ctrl-C stops at once.
    """
    asked = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
