"""Analyse rendered walkers as recordings and compare gait with the truth.

python tools/measure_gait.py --model II_LITE --seeds 15 70 71 72 73
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np

from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.kinematics.gait.analysis import GaitAnalysis, GaitSettings, analyse_gait
from efficientpose_core.kinematics.gait.parameters import Distances
from efficientpose_core.phantom.clip import Phantom, PhantomSpec, write_clip
from efficientpose_core.phantom.gait import WalkSettings
from efficientpose_core.pipeline import AnalysisRequest, analyze


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="II_LITE")
    parser.add_argument("--seeds", type=int, nargs="+", default=[70, 71, 72, 73])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, PoseEstimator(options.model) as estimator:
        for seed in options.seeds:
            walk = WalkSettings(start_phase=(0.1 * seed) % 1.0)
            video = Path(folder) / f"{seed}.mp4"
            phantom = write_clip(PhantomSpec(seed=seed, walk=walk), video)
            found = analyze(
                AnalysisRequest(source=video, weights=options.model), estimator=estimator
            ).derived
            scale = Distances(metres_per_px=phantom.metres_per_px)
            gait = analyse_gait(
                found.track, found.facing, found.angles, GaitSettings(distances=scale)
            )
            print(f"seed {seed}")
            _print_parameters(gait, phantom)
            _print_events(gait, phantom)


def _print_parameters(gait: GaitAnalysis, phantom: Phantom) -> None:
    stride = phantom.stride_time_s
    truth = {
        "cadence": 120 / stride,
        "right_stride_time": stride,
        "left_stride_time": stride,
        "step_length": phantom.step_length_m,
        "right_step_length": phantom.step_lengths_m["right"],
        "left_step_length": phantom.step_lengths_m["left"],
        "right_stride_length": phantom.stride_length_m,
        "left_stride_length": phantom.stride_length_m,
        "speed": phantom.stride_length_m / stride,
    }
    for name, value in truth.items():
        measure = gait.parameter(name)
        told = (
            measure.reason if measure.is_refused else f"{100 * (measure.value / value - 1):+.1f} %"
        )
        print(f"  {name:<20} {value:7.3f}  {told}")


def _print_events(gait: GaitAnalysis, phantom: Phantom) -> None:
    for side in ("right", "left"):
        for kind in ("initial_contact", "toe_off"):
            truth = [e.t_s for e in phantom.events if (e.side, e.kind) == (side, kind)]
            errors = [
                1000 * min((event.t_s - t for t in truth), key=abs)
                for event in gait.events
                if (event.side, event.kind.value) == (side, kind)
            ]
            print(f"  {side} {kind}: median {np.median(errors):+.0f} ms of {len(errors)}")


if __name__ == "__main__":
    main()
