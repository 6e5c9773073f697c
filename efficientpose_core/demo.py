"""The main job on the built-in sample: a drawn walker whose joint angles are known exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from efficientpose_core.evaluation import SAGITTAL_LEG_ANGLES, angle_rmse
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
    rmse_deg
        Angle to root-mean-square error against the angles the walker was drawn with.
    """

    sample: Path
    files: ResultFiles
    rmse_deg: Mapping[str, float]

    def text(self) -> str:
        """Return what the user reads."""
        errors = [f"  {name.replace('_', ' '):<20} {rmse:5.1f}" for name, rmse in
                  self.rmse_deg.items()]  # fmt: skip
        return "\n".join(
            [
                "Analysed a drawn walker whose joint angles are known exactly.",
                "Root-mean-square error in degrees:",
                *errors,
                "Look at:",
                f"  {self.files.overlay}      the video with skeleton and angles",
                f"  {self.files.angles}       joint angles, one row a frame",
                f"  {self.files.keypoints}    keypoints with scores",
                f"  {self.files.provenance}   how they were made",
                "Your own video:  efficientpose analyze VIDEO --out FOLDER",
            ]
        )


def run_demo(
    folder: Path,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> DemoReport:
    """Draw the sample, analyse it with the bundled weights, and compare with the truth."""
    check_writable(folder)
    spec = demo_spec()
    sample = folder / "walker.mp4"
    write_clip(spec, sample, progress=progress, should_cancel=should_cancel)
    analysis = analyze(
        AnalysisRequest(source=sample), progress=progress, should_cancel=should_cancel
    )
    files = write_results(analysis, folder, progress=progress, should_cancel=should_cancel)
    errors = angle_rmse(analysis.derived.angles, Phantom(spec).angles_deg)
    return DemoReport(
        sample=sample,
        files=files,
        rmse_deg={name: errors[name] for name in SAGITTAL_LEG_ANGLES},
    )
