"""Measure how often the 95 % bands of phantom walkers hold the truth, joint by joint.

    python tools/measure_uncertainty.py --seeds 70 75 [--weights II_LITE]

Walkers of even seeds face right, of odd ones left; 3 s each, cleaned as by default. Speeds are
compared with the derivatives of the true places, which no filter has touched. Nothing may be tuned
on the seeds that a report names as unseen.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np

from efficientpose_core.errors import EfficientPoseError
from efficientpose_core.kinematics.angles import compute_angles
from efficientpose_core.kinematics.facing import lock_facing
from efficientpose_core.kinematics.measure import Measure
from efficientpose_core.kinematics.scale import scale_from_height
from efficientpose_core.kinematics.trajectories import (
    compute_motion,
    measure_path_length,
    measure_peak_speed,
    measure_range,
)
from efficientpose_core.phantom.clip import Phantom, PhantomSpec, write_clip
from efficientpose_core.phantom.scene import Direction
from efficientpose_core.pipeline import AnalysisRequest, DeriveSettings, derive, detect
from efficientpose_core.pose import FloatArray, PoseTrack

BAND = 1.96
Ratios = dict[str, dict[str, list[float]]]
"""Quantity -> joint -> errors over their told standard deviations."""


def near_or_far(name: str, direction: Direction) -> str:
    """Name sides by their distance from the camera."""
    near, far = ("right", "left") if direction is Direction.RIGHT else ("left", "right")
    return name.replace(near, "near").replace(far, "far")


def collect(raw: PoseTrack, phantom: Phantom, ratios: Ratios) -> None:
    """Add one walker's errors, divided by their told standard deviations."""
    direction = phantom.spec.direction
    derived = derive(raw, DeriveSettings(facing=direction.sign))
    truth = phantom.to_track()
    true_angles = compute_angles(truth, facing=lock_facing(len(truth), direction.sign))
    motion = compute_motion(derived.track, derived.angles)
    true_motion = compute_motion(truth, true_angles)

    def add(quantity: str, name: str, error: FloatArray, sd: FloatArray) -> None:
        ratio = np.abs(error / sd)
        ratios[quantity][near_or_far(name, direction)] += ratio[np.isfinite(ratio)].tolist()

    def add_measure(quantity: str, name: str, found: Measure, true: Measure) -> None:
        add(quantity, name, np.array([found.value - true.value]), np.array([found.error]))

    for k, name in enumerate(truth.skeleton.keypoints):
        off = derived.track.xy_px[:, k] - truth.xy_px[:, k]
        add("place", name, off, derived.track.spread_px[:, [k]])
        add("speed", name, motion.speed[:, k] - true_motion.speed[:, k], motion.speed_sd[:, k])
        add_measure("peak speed", name, measure_peak_speed(motion, name),
                    measure_peak_speed(true_motion, name))  # fmt: skip
        add_measure("path", name, measure_path_length(derived.track, name),
                    measure_path_length(truth, name))  # fmt: skip
    for a, name in enumerate(derived.angles.names):
        b = true_angles.names.index(name)
        off = derived.angles.values_deg[:, a] - true_angles.values_deg[:, b]
        add("angle", name, off, derived.angles.sd_deg[:, a])
        off = motion.angular_velocity_deg_s[:, a] - true_motion.angular_velocity_deg_s[:, b]
        add("angular velocity", name, off, motion.angular_velocity_sd_deg_s[:, a])
        add_measure("range", name, measure_range(derived.angles, name),
                    measure_range(true_angles, name))  # fmt: skip


def report_scale(raw: PoseTrack, phantom: Phantom) -> None:
    try:
        cleaned = derive(raw, DeriveSettings()).track
        scale = scale_from_height(cleaned, phantom.spec.height_m)
    except EfficientPoseError as error:
        print(f"  scale from height: {error}")
        return
    off = scale.metres_per_px / phantom.metres_per_px - 1
    print(f"  scale from height: off by {off:+.1%}, told {scale.relative_error:.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs=2, default=(70, 75), help="first and last")
    parser.add_argument("--weights", default=None, help="name, variant or file")
    parser.add_argument("--seconds", type=float, default=3.0)
    options = parser.parse_args()
    ratios: Ratios = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seeds[0], options.seeds[1] + 1):
            direction = Direction.LEFT if seed % 2 else Direction.RIGHT
            clip = Path(folder) / f"{seed}.mp4"
            spec = PhantomSpec(seed=seed, duration_s=options.seconds, direction=direction)
            phantom = write_clip(spec, clip)
            raw = detect(AnalysisRequest(source=clip, weights=options.weights)).track
            print(f"seed {seed}")
            report_scale(raw, phantom)
            collect(raw, phantom, ratios)
    for quantity, joints in ratios.items():
        everything = np.concatenate([np.array(values) for values in joints.values()])
        print(f"{quantity}: {np.mean(everything < BAND):.1%} within the 95 % band")
        for name, values in joints.items():
            print(f"  {name:28s} {np.mean(np.array(values) < BAND):.0%}")


if __name__ == "__main__":
    main()
