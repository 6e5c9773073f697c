"""Measure angles and step length of phantom walkers, with and without parts of the cleaning.

    python tools/measure_phantom.py --seeds 200 207 [--weights II_LITE] [--flip-test]

Walkers face right, so that the right leg is the near one; 3 s each, all other settings those of
`PhantomSpec`. Step lengths are the distances of the ankles at the exact times of contact, mean of
both sides, against the truth; "as projected" is what the picture itself shows of the true ankles,
seen obliquely. Nothing may be tuned on the seeds that a report names as unseen.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from efficientpose_core.evaluation import SAGITTAL_LEG_ANGLES, angle_rmse
from efficientpose_core.inference.estimator import EstimatorSettings, PoseEstimator
from efficientpose_core.kinematics.cleaning import CleaningSettings
from efficientpose_core.phantom.body import SIDES
from efficientpose_core.phantom.clip import Phantom, PhantomSpec, write_clip
from efficientpose_core.pipeline import AnalysisRequest, DeriveSettings, derive, detect
from efficientpose_core.pose import FloatArray, PoseTrack

CHAINS: Mapping[str, CleaningSettings] = {
    "default": CleaningSettings(),
    "lengths not kept": replace(CleaningSettings(), keep_lengths=False),
}
COLUMNS = ("near hip", "near knee", "far hip", "far knee", "step length, %")


def step_length_error(track: PoseTrack, phantom: Phantom) -> float:
    """Return by how many per cent the mean step comes out too long; steps not seen are left out."""
    steps: dict[str, list[float]] = {side: [] for side in SIDES}
    for event in phantom.events:
        if event.kind == "initial_contact":
            other = "left" if event.side == "right" else "right"
            lead, trail = (
                np.interp(event.t_s, track.t_s, track.point(f"{side}_ankle")[:, 0])
                for side in (event.side, other)
            )
            steps[event.side].append((lead - trail) * phantom.metres_per_px)
    mean = np.mean([np.nanmean(values) for values in steps.values()])
    return float(100 * (mean / phantom.step_length_m - 1))


def measure(
    seed: int, seconds: float, estimator: PoseEstimator, folder: Path
) -> dict[str, list[float]]:
    """Return the five figures of every chain, and those of the true keypoints."""
    clip = folder / f"{seed}.mp4"
    phantom = write_clip(PhantomSpec(seed=seed, duration_s=seconds), clip)
    request = AnalysisRequest(source=clip, estimator=estimator.settings)
    raw = detect(request, estimator=estimator).track
    rows = {}
    for name, cleaning in CHAINS.items():
        derived = derive(raw, DeriveSettings(cleaning=cleaning))
        rmse = angle_rmse(derived.angles, phantom.angles_deg)
        rows[name] = [rmse[angle] for angle in SAGITTAL_LEG_ANGLES]
        rows[name].append(step_length_error(derived.track, phantom))
    exact = phantom.to_track()
    plain = derive(exact, DeriveSettings())
    rmse = angle_rmse(plain.angles, phantom.angles_deg)
    rows["as projected"] = [rmse[angle] for angle in SAGITTAL_LEG_ANGLES]
    rows["as projected"].append(step_length_error(exact, phantom))
    return rows


def print_row(name: str, values: FloatArray) -> None:
    print(f"| {name} | " + " | ".join(f"{value:.1f}" for value in values) + " |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs=2, required=True, metavar=("FIRST", "LAST"))
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--weights", default="II_LITE")
    parser.add_argument("--flip-test", action="store_true")
    options = parser.parse_args()
    found: dict[str, list[list[float]]] = {}
    print("| | " + " | ".join(COLUMNS) + " |\n|---|" + "---|" * len(COLUMNS))
    settings = EstimatorSettings(flip_test=options.flip_test)
    with (
        tempfile.TemporaryDirectory() as folder,
        PoseEstimator(options.weights, settings=settings) as estimator,
    ):
        for seed in range(options.seeds[0], options.seeds[1] + 1):
            for name, row in measure(seed, options.seconds, estimator, Path(folder)).items():
                found.setdefault(name, []).append(row)
                print_row(f"{seed}, {name}", np.array(row))
    for name, rows in found.items():
        table = np.array(rows)
        print_row(f"**median**, {name}", np.median(table, axis=0))
        print_row(f"**worst**, {name}", table[np.abs(table).argmax(axis=0), range(len(COLUMNS))])


if __name__ == "__main__":
    main()
