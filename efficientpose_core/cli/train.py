"""`efficientpose train`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from efficientpose_core.cli.console import cancel_on_interrupt

__all__ = ["train_command"]


def train_command(
    config: Annotated[Path, typer.Argument(help="JSON file that describes the training.")],
) -> None:
    """Train or fine-tune a network; prints one JSON object a line.

    Ctrl-C saves a checkpoint and ends. The same command goes on from the last checkpoint.
    """
    from efficientpose_core.training.config import load_config
    from efficientpose_core.training.launch import train

    loaded = load_config(config)
    with cancel_on_interrupt() as should_cancel:
        result = train(loaded, emit=_print_line, should_cancel=should_cancel)
    if not result.finished:
        raise typer.Exit(130)


def _print_line(event: dict[str, Any]) -> None:
    # At once: whoever reads the lines wants to show them.
    sys.stdout.write(json.dumps(event, ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()
