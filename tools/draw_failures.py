"""Draw for a model card where weights are wrong on the phantom.

    python tools/draw_failures.py WEIGHTS docs/images/rt_lite_failures.png

Synthetic walkers, squats and arm raises, whose keypoints are known exactly, as single pictures
cropped around the person: for each motion the frame with the median error and the worst one. Thin
white crosses are the truth. Left is blue, right is vermilion.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.media.overlay import OverlayStyle, draw_pose
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.motion import Motion
from efficientpose_core.phantom.scene import View
from efficientpose_core.pose import FloatArray

SEEDS = range(500, 504)
"""Neither trained on (10,000 upwards) nor tuned on."""
PHASES_S = (0.4, 0.7, 1.0, 1.3)
SIDE_PX = 400
SCENES = (
    ("walking", Motion.WALK, View.SIDE),
    ("squat, side", Motion.SQUAT, View.SIDE),
    ("arm raise", Motion.ARM_RAISE, View.FRONT),
)
Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """One picture with its truth (K, 2) and what was found, in pixels of the crop."""

    picture: Picture
    truth_px: FloatArray
    found_px: FloatArray
    score: FloatArray
    error: float
    """Mean distance in per cent of the body height."""


def look(estimator: PoseEstimator, motion: Motion, view: View, seed: int) -> list[Found]:
    """Return what the weights find in some pictures of one phantom."""
    phantom = Phantom(PhantomSpec(motion=motion, view=view, seed=seed, duration_s=1.5))
    height_px = phantom.spec.height_m / phantom.metres_per_px
    result = []
    for t_s in PHASES_S:
        n = int(np.argmin(np.abs(phantom.t_s - t_s)))
        low, high = phantom.xy_px[n].min(axis=0), phantom.xy_px[n].max(axis=0)
        side = 1.3 * float((high - low).max())
        x0, y0 = (low + high - side) / 2
        scale = SIDE_PX / side
        move = np.array([[scale, 0, -x0 * scale], [0, scale, -y0 * scale]])
        crop = cv2.warpAffine(phantom.frame(n), move, (SIDE_PX, SIDE_PX), flags=cv2.INTER_AREA)
        truth = (phantom.xy_px[n] - [x0, y0]) * scale
        pose = estimator.estimate(np.asarray(crop, np.uint8))
        apart = np.linalg.norm(pose.xy_px - truth, axis=1) / scale
        result.append(
            Found(
                picture=np.asarray(crop, np.uint8),
                truth_px=truth,
                found_px=pose.xy_px,
                score=pose.score,
                error=float(100 * np.nanmean(apart) / height_px),
            )
        )
    return result


def draw(found: Found, estimator: PoseEstimator, title: str) -> Picture:
    """Draw one tile with its caption."""
    style = OverlayStyle(line_width=9.0, text_size=26.0)
    caption = f"{title}: {found.error:.1f}%"
    image = draw_pose(
        found.picture, found.found_px, found.score, estimator.skeleton, style=style, caption=caption
    ).copy()
    for x, y in found.truth_px:
        cv2.drawMarker(image, (round(x), round(y)), (255, 255, 255), cv2.MARKER_CROSS, 11, 1)
    return image


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights")
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    with PoseEstimator(options.weights) as estimator:
        columns = []
        for name, motion, view in SCENES:
            every = [f for seed in SEEDS for f in look(estimator, motion, view, seed)]
            every.sort(key=lambda found: found.error)
            tiles = (("median", every[len(every) // 2]), ("worst", every[-1]))
            columns.append(np.vstack([draw(f, estimator, f"{name}, {word}") for word, f in tiles]))
        cv2.imwrite(str(options.target), cv2.cvtColor(np.hstack(columns), cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
