"""`efficientpose evaluate`, `selftest` and `benchmark`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from efficientpose_core.cli.console import cancel_on_interrupt, print_json, progress_bar, say

__all__ = ["benchmark_command", "evaluate_command", "selftest_command"]

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]


def evaluate_command(
    data: Annotated[Path, typer.Option(help="COCO keypoint labels (JSON).")],
    images: Annotated[Path, typer.Option(help="Folder that the labels' file names refer to.")],
    model: Annotated[str | None, typer.Option("--model", "-m", help="Network or weights.")] = None,
    weights: Annotated[Path | None, typer.Option(help="Weights file.")] = None,
    engine: Annotated[str, typer.Option(help="auto, openvino or torch.")] = "auto",
    precision: Annotated[str, typer.Option(help="f32, bf16 or int8.")] = "f32",
    released: Annotated[
        bool, typer.Option("--released", help="Resize and decode exactly as the released code.")
    ] = False,
    flip_test: Annotated[
        bool, typer.Option("--flip-test", help="Average with the mirror image.")
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Score a network on labelled pictures: PCKh@50 and PCKh@10, per joint and mean."""
    from efficientpose_core.evaluation import predict, read_coco, score
    from efficientpose_core.inference.engines import EngineRequest, parse_engine, parse_precision
    from efficientpose_core.inference.estimator import EstimatorSettings, PoseEstimator
    from efficientpose_core.inference.preprocess import Resampling

    request = EngineRequest(engine=parse_engine(engine), precision=parse_precision(precision))
    settings = EstimatorSettings(
        refine=not released,
        resampling=Resampling.RELEASED if released else Resampling.FAST,
        flip_test=flip_test,
    )
    chosen = weights if weights is not None else model
    with PoseEstimator(chosen, request=request, settings=settings) as estimator:
        labelled = read_coco(data, images, estimator.skeleton)
        with cancel_on_interrupt() as should_cancel, progress_bar(quiet=quiet) as progress:
            found = predict(estimator, labelled, progress=progress, should_cancel=should_cancel)
        result = score(found.xy_px, labelled, estimator.skeleton)
        name = estimator.weights.metadata.name
    if json:
        per_joint = {
            joint: {"pckh50": at50, "pckh10": at10}
            for joint, (at50, at10) in result.per_joint.items()
        }
        print_json({"model": name, **asdict(result), "per_joint": per_joint})
        return
    say(f"{name}: PCKh@50 {result.pckh50:.1f}, PCKh@10 {result.pckh10:.1f} on {result.n} people")
    for joint, (at50, at10) in result.per_joint.items():
        say(f"  {joint:<16} {at50:5.1f} {at10:5.1f}")


def selftest_command(json: Json = False, quiet: Quiet = False) -> None:
    """Check this machine: speed of every network, engine in use, and errors on the phantom."""
    from efficientpose_core.selftest import run_selftest

    with cancel_on_interrupt() as should_cancel, progress_bar(quiet=quiet) as progress:
        report = run_selftest(progress=progress, should_cancel=should_cancel)
    if json:
        print_json(report.to_json())
    else:
        say(report.text())
    if not report.passed:
        raise typer.Exit(1)


def benchmark_command(json: Json = False, quiet: Quiet = False) -> None:
    """Measure speed as ratios within one run: engines, decoding, end to end."""
    from efficientpose_core.benchmark import run_benchmark

    with cancel_on_interrupt() as should_cancel, progress_bar(quiet=quiet) as progress:
        report = run_benchmark(progress=progress, should_cancel=should_cancel)
    if json:
        print_json({"ratios": report.ratios, "details": report.details})
    else:
        say(report.text())
