"""The main job on the built-in sample: a drawn walker whose joint angles are known exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from efficientpose_core.evaluation import LARGEST_RMSE_DEG, SAGITTAL_LEG_ANGLES, angle_rmse
from efficientpose_core.phantom.clip import Phantom, demo_spec, write_clip
from efficientpose_core.pipeline import AnalysisRequest, analyze
from efficientpose_core.progress import (
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
)
from efficientpose_core.results import ResultFiles, check_writable, write_results

__all__ = ["DemoReport", "run_demo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReport:
    """What the demonstration made.

    Parameters
    ----------
    sample
        The video that was analysed.
    files
        The results.
    weights
        Name of what was run.
    rmse_deg
        Angle to root-mean-square error against the angles the walker was drawn with.
    """

    sample: Path
    files: ResultFiles
    weights: str
    rmse_deg: Mapping[str, float]

    def text(self) -> str:
        """Return what the user reads."""
        errors = [f"  {name.replace('_', ' '):<20} {rmse:5.1f}" for name, rmse in
                  self.rmse_deg.items()]  # fmt: skip
        written = {
            self.files.overlay: "the video with skeleton and angles",
            self.files.angles: "joint angles, one row a frame",
            self.files.keypoints: "keypoints with scores",
            self.files.provenance: "how they were made",
        }
        width = max(len(str(path)) for path in written)
        return "\n".join(
            [
                "Analysed a drawn walker whose joint angles are known exactly.",
                f"Root-mean-square error in degrees, with {self.weights}:",
                *errors,
                *self._remedy(),
                "Look at:",
                *(f"  {path!s:<{width}}  {what}" for path, what in written.items()),
                "Your own video:  efficientpose analyze VIDEO --out FOLDER",
            ]
        )

    def _remedy(self) -> list[str]:
        """Return what helps where the angles are too far off to be used."""
        if all(rmse <= LARGEST_RMSE_DEG for rmse in self.rmse_deg.values()):
            return []
        return [
            f"More than {LARGEST_RMSE_DEG:g} deg is too much: these weights mix up crossing legs.",
            "II Lite stays below it here:",
            "  efficientpose models download released-ii-lite",
            "  efficientpose demo --model II_LITE",
        ]


def run_demo(
    folder: Path,
    *,
    weights: str | None = None,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> DemoReport:
    """Draw the sample, analyse it, and compare with the truth.

    Parameters
    ----------
    folder
        For the sample and the results.
    weights
        Network or name of installed weights; None for the bundled ones.
    progress, should_cancel
        Called for every frame.
    """
    check_writable(folder)
    spec = demo_spec()
    sample = folder / "walker.mp4"
    write_clip(spec, sample, progress=progress, should_cancel=should_cancel)
    analysis = analyze(
        AnalysisRequest(source=sample, weights=weights),
        progress=progress,
        should_cancel=should_cancel,
    )
    files = write_results(analysis, folder, progress=progress, should_cancel=should_cancel)
    errors = angle_rmse(analysis.derived.angles, Phantom(spec).angles_deg)
    return DemoReport(
        sample=sample,
        files=files,
        weights=analysis.detection.weights.name,
        rmse_deg={name: errors[name] for name in SAGITTAL_LEG_ANGLES},
    )
