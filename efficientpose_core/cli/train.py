"""`efficientpose train`."""

from __future__ import annotations

import json
import math
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from efficientpose_core.cli.console import cancel_on_interrupt
from efficientpose_core.progress import ShouldCancel

__all__ = ["StopOnEof", "cancel_when_asked", "print_event", "train_command"]

StopOnEof = Annotated[
    bool,
    typer.Option(
        "--stop-on-eof",
        help="Stop as on Ctrl-C when standard input ends: also when whoever started this is gone.",
    ),
]


def train_command(
    config: Annotated[Path, typer.Argument(help="JSON file that describes the training.")],
    find_rate: Annotated[
        bool, typer.Option("--find-rate", help="Only find the largest stable learning rate.")
    ] = False,
    curve: Annotated[
        bool,
        typer.Option(
            "--learning-curve",
            help="Train with parts of the labels, too (25, 50 and 100 %), and score each: what "
            "more labels would bring.",
        ),
    ] = False,
    stop_on_eof: StopOnEof = False,
) -> None:
    """Train or fine-tune a network; prints one JSON object a line.

    Ctrl-C saves a checkpoint and ends. The same command goes on from the last checkpoint.
    """
    from efficientpose_core.training.config import load_config
    from efficientpose_core.training.launch import train
    from efficientpose_core.training.range_test import range_test

    loaded = load_config(config)
    if find_rate:
        range_test(loaded, emit=print_event)
        return
    with cancel_when_asked(stop_on_eof=stop_on_eof) as should_cancel:
        if curve:
            from efficientpose_core.training.learning_curve import learning_curve

            learning_curve(loaded, emit=print_event, should_cancel=should_cancel)
            return
        result = train(loaded, emit=print_event, should_cancel=should_cancel)
    if not result.finished:
        raise typer.Exit(130)


@contextmanager
def cancel_when_asked(*, stop_on_eof: bool) -> Iterator[ShouldCancel]:
    """Turn Ctrl-C, SIGTERM and, if wanted, the end of standard input into a request to stop."""
    asked = threading.Event()
    if stop_on_eof:
        threading.Thread(target=_await_end_of_input, args=(asked,), daemon=True).start()
    before = signal.signal(signal.SIGTERM, lambda number, frame: asked.set())
    try:
        with cancel_on_interrupt() as is_interrupted:
            yield lambda: asked.is_set() or is_interrupted()
    finally:
        signal.signal(signal.SIGTERM, before)


def _await_end_of_input(asked: threading.Event) -> None:
    # Not through sys.stdin, whose lock a thread must not hold when the interpreter ends.
    while os.read(0, 1024):
        pass
    asked.set()


def print_event(event: dict[str, Any]) -> None:
    """Print what a training tells as a line of JSON."""
    # At once: whoever reads the lines wants to show them.
    sys.stdout.write(json.dumps(_without_nan(event), ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()


def _without_nan(value: Any) -> Any:
    """Replace numbers that JSON does not have by null."""
    if isinstance(value, dict):
        return {name: _without_nan(inner) for name, inner in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
