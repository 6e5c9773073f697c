"""Check this machine: engine and speed of every network, and angles of a known walker."""

from __future__ import annotations

import math
import platform
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from efficientpose_core.errors import EngineError, MissingWeightsError
from efficientpose_core.evaluation import LARGEST_RMSE_DEG, SAGITTAL_LEG_ANGLES, angle_rmse
from efficientpose_core.inference.engines import check_picture, open_engine
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.models.store import load_weights
from efficientpose_core.models.variants import VARIANTS, VariantSpec
from efficientpose_core.models.weights import LoadedWeights
from efficientpose_core.phantom.clip import Phantom, demo_spec, write_clip
from efficientpose_core.pipeline import AnalysisRequest, analyze
from efficientpose_core.progress import (
    Progress,
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)
from efficientpose_core.speed import interleaved_medians_s, timing_weights

__all__ = ["SelftestReport", "VariantCheck", "run_selftest"]

_PREFERRED = ("II_LITE", "I_LITE", "II", "I", "RT_LITE")
"""Networks to analyse the phantom with, the first that is installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantCheck:
    """One network on this machine.

    Parameters
    ----------
    variant, weights
        What ran; weights called ``timing-...`` are random ones for measuring speed.
    engine, device, precision
        What is really in use.
    max_difference
        From torch, in units of a peak of 1.
    frames_per_s
        Network only, one picture at a time.
    problem
        Why it cannot be used; empty when all is well.
    """

    variant: str
    weights: str
    engine: str
    device: str
    precision: str
    max_difference: float
    frames_per_s: float
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelftestReport:
    """The outcome.

    Parameters
    ----------
    machine
        Processor and system.
    variants
        One check a network.
    phantom_weights
        Weights that the built-in walker was analysed with: the best ones installed.
    phantom_rmse_deg
        Angle to error on the built-in walker.
    """

    machine: str
    variants: tuple[VariantCheck, ...]
    phantom_weights: str
    phantom_rmse_deg: Mapping[str, float]

    @property
    def passed(self) -> bool:
        """Whether every engine computes right and the walker's angles are found."""
        found = all(
            math.isfinite(rmse) and rmse <= LARGEST_RMSE_DEG
            for rmse in self.phantom_rmse_deg.values()
        )
        return found and not any(check.problem for check in self.variants)

    def to_json(self) -> dict[str, Any]:
        """Return the report for programs."""
        return {
            "passed": self.passed,
            "machine": self.machine,
            "variants": [asdict(check) for check in self.variants],
            "phantom_weights": self.phantom_weights,
            "phantom_rmse_deg": dict(self.phantom_rmse_deg),
        }

    def text(self) -> str:
        """Return the report for people."""
        lines = [self.machine, "", "model    frames/s  engine    device  largest difference"]
        for check in self.variants:
            if check.problem:
                lines.append(f"{check.variant:<8} {check.problem}")
                continue
            note = "  (random weights, speed only)" if check.weights.startswith("timing-") else ""
            lines.append(
                f"{check.variant:<8} {check.frames_per_s:8.1f}  {check.engine:<9} "
                f"{check.device:<7} {check.max_difference:.1e}{note}"
            )
        lines += [
            "",
            "Walker with known angles, root-mean-square error in degrees, with "
            f"{self.phantom_weights}:",
        ]
        lines += [
            f"  {name.replace('_', ' '):<20} {rmse:5.1f}"
            for name, rmse in self.phantom_rmse_deg.items()
        ]
        lines += ["", self._verdict()]
        return "\n".join(lines)

    def _verdict(self) -> str:
        if self.passed:
            return "Passed."
        if any(check.problem for check in self.variants):
            return "FAILED: a network computes wrong numbers here. See above."
        return (
            f"FAILED: the networks compute right, but angles with {self.phantom_weights} are off "
            f"by more than {LARGEST_RMSE_DEG:g} deg. Install better weights "
            "('efficientpose models download released-ii-lite') for legs that cross."
        )


def run_selftest(
    *,
    variants: Sequence[str] = tuple(VARIANTS),
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> SelftestReport:
    """Check networks and the whole pipeline.

    Parameters
    ----------
    variants
        Which networks; those without installed weights are timed with random ones.
    progress, should_cancel
        Called between networks.
    """
    checks = []
    for n, name in enumerate(variants):
        raise_if_cancelled(should_cancel)
        progress(Progress(stage="Trying networks", done=n, total=len(variants), unit="networks"))
        checks.append(_check_variant(VARIANTS[name]))
    progress(
        Progress(stage="Trying networks", done=len(variants), total=len(variants), unit="networks")
    )
    weights = _best_weights()
    return SelftestReport(
        machine=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        variants=tuple(checks),
        phantom_weights=weights.metadata.name,
        phantom_rmse_deg=_phantom_errors(weights, progress, should_cancel),
    )


def _weights_for(spec: VariantSpec) -> LoadedWeights:
    try:
        return load_weights(spec.name)
    except MissingWeightsError:
        return timing_weights(spec)


def _check_variant(spec: VariantSpec) -> VariantCheck:
    weights = _weights_for(spec)
    try:
        engine = open_engine(weights)
    except EngineError as error:
        return VariantCheck(
            variant=spec.name, weights=weights.metadata.name, engine="", device="", precision="",
            max_difference=math.nan, frames_per_s=math.nan, problem=str(error),
        )  # fmt: skip
    picture = check_picture(spec.input_px)
    (seconds,) = interleaved_medians_s([lambda: engine.infer(picture)], repeats=10, warm_up=2)
    info = engine.info
    engine.close()
    return VariantCheck(
        variant=spec.name,
        weights=weights.metadata.name,
        engine=info.engine.value,
        device=info.device.value,
        precision=info.precision.value,
        max_difference=info.max_difference,
        frames_per_s=1 / seconds,
    )


def _best_weights() -> LoadedWeights:
    """Return the most exact installed weights that are still quick, else the bundled ones."""
    for name in _PREFERRED:
        try:
            return load_weights(name)
        except MissingWeightsError:
            continue
    return load_weights(None)


def _phantom_errors(
    weights: LoadedWeights, progress: ProgressCallback, should_cancel: ShouldCancel
) -> dict[str, float]:
    spec = demo_spec()
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "walker.mp4"
        write_clip(spec, clip, progress=progress, should_cancel=should_cancel)
        with PoseEstimator(weights) as estimator:
            analysis = analyze(
                AnalysisRequest(source=clip), estimator=estimator, progress=progress,
                should_cancel=should_cancel,
            )  # fmt: skip
    errors = angle_rmse(analysis.derived.angles, Phantom(spec).angles_deg)
    return {name: errors[name] for name in SAGITTAL_LEG_ANGLES}
