"""Entry point of the ``efficientpose`` command.

Only light modules are imported here: ``--help`` answers at once, and torch is loaded by the
commands that need it.
"""

from __future__ import annotations

import logging
import multiprocessing
import sys
from typing import Annotated

import typer

from efficientpose_core.cli import (
    analyze,
    assess,
    gait,
    labels,
    live,
    models,
    quality,
    report,
    sport,
    train,
)
from efficientpose_core.cli.console import say, warn
from efficientpose_core.errors import EfficientPoseError

__all__ = ["app", "run"]

app = typer.Typer(
    name="efficientpose",
    help="Human movement from video: keypoints and joint angles with EfficientPose, on this "
    "machine. Start with 'efficientpose demo'.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("analyze")(analyze.analyze_command)
app.command("demo")(analyze.demo_command)
app.command("gait")(gait.gait_command)
app.command("sport")(sport.sport_command)
app.command("report")(report.report_command)
app.command("live")(live.live_command)
app.add_typer(models.app, name="models")
app.add_typer(labels.app, name="labels")
app.command("train")(train.train_command)
app.command("assess")(assess.assess_command)
app.command("evaluate")(quality.evaluate_command)
app.command("selftest")(quality.selftest_command)
app.command("benchmark")(quality.benchmark_command)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"efficientpose-studio {version('efficientpose-studio')}")
        raise typer.Exit


@app.callback()
def _configure(
    verbose: Annotated[bool, typer.Option("--verbose", help="Log what is going on.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Version.")
    ] = False,
) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.ERROR,
        format="%(levelname)s %(name)s: %(message)s",
    )


def run() -> None:
    """Run the command line; expected failures become one line and an exit code."""
    # Where the program is frozen, its helper processes begin here, too.
    multiprocessing.freeze_support()
    try:
        app()
    except EfficientPoseError as error:
        warn(f"efficientpose: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        warn("efficientpose: stopped.")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    run()
