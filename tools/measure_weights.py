"""Measure weights for their model card, beside others that serve as the reference.

    python tools/measure_weights.py WEIGHTS --shared ../shared [--reference II_LITE]

Prints, as tables:

- PCKh@50 and @10 on ``mpii/val.json`` with the default and with the released decoding;
- how often a peak of a given height is right, on the same people;
- on ``walk_back_and_forth.mp4``: the mean peak on frames with and without a person, after the
  search has looked closer, and how long left and right of the legs are exchanged against the
  reference, in the raw track and after cleaning.

Angles of the phantom: ``tools/measure_phantom.py``.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import numpy as np

from efficientpose_core.evaluation import LabelledSet, Predictions, predict, read_coco, score
from efficientpose_core.inference.estimator import EstimatorSettings, PoseEstimator
from efficientpose_core.inference.preprocess import Resampling
from efficientpose_core.models.store import load_weights
from efficientpose_core.pipeline import AnalysisRequest, analyze
from efficientpose_core.pose import BoolArray, FloatArray, PoseTrack

LEG = ("hip", "knee", "ankle")
PEAKS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.01)
RIGHT_WITHIN = 0.5
"""A keypoint is right within this share of a head."""
WHOLE, EMPTY = (32, 341), (348, 400)
"""First and last frame of the clip with the person wholly in view, and with nobody."""
EXCHANGED = 0.7
"""Legs are exchanged where they fit the reference's other leg better than this times their own."""


def accuracy(weights: str, shared: Path) -> list[str]:
    """Return PCKh and the reliability of peaks as lines of tables."""
    folder = shared / "data" / "images" / "mpii"
    lines = ["| decoding | PCKh@50 | PCKh@10 |", "|---|---|---|"]
    for name, settings in (
        ("default", EstimatorSettings()),
        ("released", EstimatorSettings(refine=False, resampling=Resampling.RELEASED)),
    ):
        with PoseEstimator(weights, settings=settings) as estimator:
            labelled = read_coco(folder / "val.json", folder, estimator.skeleton)
            found = predict(estimator, labelled)
            scored = score(found.xy_px, labelled, estimator.skeleton)
        lines.append(f"| {name} | {scored.pckh50:.1f} | {scored.pckh10:.1f} |")
        if name == "default":
            table = reliability(found, labelled)
    return [*lines, "", *table]


def reliability(found: Predictions, labelled: LabelledSet) -> list[str]:
    """Return how often peaks of each height are within half a head of the label."""
    gap = np.linalg.norm(found.xy_px - labelled.xy_px, axis=2) / labelled.head_size_px[:, None]
    known = np.isfinite(gap) & np.isfinite(found.score)
    lines = ["| peak | keypoints | right |", "|---|---|---|"]
    for low, high in itertools.pairwise(PEAKS):
        chosen = known & (found.score >= low) & (found.score < high)
        if chosen.any():
            right = 100 * np.mean(gap[chosen] <= RIGHT_WITHIN)
            lines.append(f"| {low:.1f} to {min(high, 1.0):.1f} | {chosen.sum()} | {right:.0f}% |")
    return lines


def exchanged(track: PoseTrack, reference: PoseTrack) -> BoolArray:
    """Return the frames (T,) in which the legs are on the reference's other leg."""
    own, other = np.zeros(len(track.t_s)), np.zeros(len(track.t_s))
    for part in LEG:
        for side, opposite in (("left", "right"), ("right", "left")):
            point = track.point(f"{side}_{part}")
            own += distance(point, reference.point(f"{side}_{part}"))
            other += distance(point, reference.point(f"{opposite}_{part}"))
    result: BoolArray = other < EXCHANGED * own  # NaN, where a joint is missing, is no exchange
    return result


def distance(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return (T,) distances."""
    gap: FloatArray = np.linalg.norm(a - b, axis=1)
    return gap


def longest_run(flags: BoolArray) -> int:
    """Return the length of the longest stretch of True."""
    best = now = 0
    for flag in flags:
        now = now + 1 if flag else 0
        best = max(best, now)
    return best


def on_clip(weights: str, reference: str, clip: Path) -> list[str]:
    """Return presence and exchanges of legs on a walk, as lines of tables."""
    ours, theirs = (analyze(AnalysisRequest(source=clip, weights=w)) for w in (weights, reference))
    unit = load_weights(weights).metadata.calibration.typical_confidence
    raw = ours.detection.track
    peak = raw.presence * unit
    is_person, is_empty = ((raw.frame >= a) & (raw.frame <= b) for a, b in (WHOLE, EMPTY))
    lines = [
        "| frames | number | mean peak | highest |",
        "|---|---|---|---|",
        *(
            f"| {name} | {chosen.sum()} | {np.nanmean(peak[chosen]):.2f} "
            f"| {np.nanmax(peak[chosen]):.2f} |"
            for name, chosen in (("with a person", is_person), ("without", is_empty))
        ),
        "",
        "| legs exchanged | frames | of | longest run |",
        "|---|---|---|---|",
    ]

    for name, track in (("raw", raw), ("cleaned", ours.derived.track)):
        flags = exchanged(track, theirs.derived.track)
        lines.append(f"| {name} | {flags.sum()} | {is_person.sum()} | {longest_run(flags)} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--reference", default="II_LITE")
    options = parser.parse_args()
    clip = options.shared / "data" / "videos" / "walk_back_and_forth.mp4"
    for line in accuracy(options.weights, options.shared):
        print(line)
    print()
    for line in on_clip(options.weights, options.reference, clip):
        print(line)


if __name__ == "__main__":
    main()
