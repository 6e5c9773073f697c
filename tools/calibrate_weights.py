"""Measure the calibration of weights on labelled people and print it as a row of the table.

    python tools/calibrate_weights.py WEIGHTS [WEIGHTS ...] --data train.json --images FOLDER

``efficientpose_core/models/calibrations.py`` holds the rows. Use people apart from those that are
scored with ``efficientpose evaluate``.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from efficientpose_core.evaluation import calibrate, predict, read_coco
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.models.calibration import Calibration
from efficientpose_core.models.store import load_weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", nargs="+")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--source", required=True, help="who the people are, for the record")
    options = parser.parse_args()
    for name in options.weights:
        loaded = load_weights(name)
        uncalibrated = replace(loaded.metadata, calibration=Calibration())
        with PoseEstimator(replace(loaded, metadata=uncalibrated)) as estimator:
            labelled = read_coco(options.data, options.images, estimator.skeleton)
            found = predict(estimator, labelled)
            row = calibrate(estimator, labelled, found, source=options.source)
            print(f'"{loaded.spec.name}":', row)


if __name__ == "__main__":
    main()
