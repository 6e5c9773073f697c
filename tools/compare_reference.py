"""Compare keypoints of a recording with reference positions of the same frames.

    python tools/compare_reference.py X_keypoints.csv REFERENCE.csv

The reference has columns such as ``RKnee_x``, ``RKnee_y`` in pixels, one row a frame. Prints the
median and 90th percentile of the distance for each joint, in pixels and in per cent of the body
height (reference head to the lower ankle, median over frames).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

_PARTS = ("Shoulder", "Elbow", "Wrist", "Hip", "Knee", "Ankle")


def distances_px(found: pd.DataFrame, reference: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return (T,) distances of each joint; NaN where nothing was found."""
    rows = found.set_index("frame").reindex(reference["frame"])
    result = {}
    for letter, side in (("R", "right"), ("L", "left")):
        for part in _PARTS:
            name = f"{side}_{part.lower()}"
            apart = [
                rows[f"{name}_{axis}_px"].to_numpy()
                - reference[f"{letter}{part}_{axis}"].to_numpy()
                for axis in ("x", "y")
            ]
            result[name] = np.hypot(*apart)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("keypoints", type=Path)
    parser.add_argument("reference", type=Path)
    given = parser.parse_args()
    reference = pd.read_csv(given.reference)
    found = distances_px(pd.read_csv(given.keypoints), reference)
    feet = np.maximum(reference["RAnkle_y"], reference["LAnkle_y"])
    height = float(np.median(feet - reference["Head_y"]))
    sys.stdout.write(f"body height {height:.0f} px\n")
    for name, apart in [*found.items(), ("all", np.concatenate(list(found.values())))]:
        known = apart[np.isfinite(apart)]
        median, most = np.median(known), np.percentile(known, 90)
        share, most_share = 100 * median / height, 100 * most / height
        shares = f"({share:.1f} %), 90% within {most:.0f} px ({most_share:.1f} %)"
        sys.stdout.write(f"{name:<15} n {len(known):5d}  median {median:5.1f} px {shares}\n")


if __name__ == "__main__":
    main()
