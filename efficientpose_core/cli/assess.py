"""`efficientpose assess`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from efficientpose_core.cli.train import StopOnEof, cancel_when_asked, print_event

__all__ = ["assess_command"]


def assess_command(
    config: Annotated[Path, typer.Argument(help="JSON file of a training that has ended.")],
    stop_on_eof: StopOnEof = False,
) -> None:
    """Compare trained weights with those before, on the held-out people.

    Writes report.json, MODEL_CARD.md and pictures of the worst frames beside the weights; prints
    one JSON object a line.
    """
    from efficientpose_core.training.assessment import assess
    from efficientpose_core.training.config import load_config

    loaded = load_config(config)
    with cancel_when_asked(stop_on_eof=stop_on_eof) as should_cancel:
        assess(loaded, emit=print_event, should_cancel=should_cancel)
