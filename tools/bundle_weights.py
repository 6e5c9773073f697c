r"""Calibrate trained weights and write them into the resources as bundled ones.

    python tools/bundle_weights.py WEIGHTS --name rt-lite-bundled --file rt_lite.safetensors \
        --data train.json --images FOLDER --source "who the people are" --notes "how trained"

Prints checksum and size for the row in ``efficientpose_core/models/weights.py``.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import replace
from pathlib import Path

from efficientpose_core.evaluation import calibrate, predict, read_coco
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.models.store import load_weights
from efficientpose_core.models.weights import UNCALIBRATED, save_native
from efficientpose_core.resources import resource_path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--file", required=True, help="file name in resources/models")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--notes", required=True)
    options = parser.parse_args()
    loaded = load_weights(options.weights)
    plain = replace(loaded, metadata=replace(loaded.metadata, calibration=UNCALIBRATED))
    with PoseEstimator(plain) as estimator:
        labelled = read_coco(options.data, options.images, estimator.skeleton)
        found = predict(estimator, labelled)
        calibration = calibrate(estimator, labelled, found, source=options.source)
    metadata = replace(
        loaded.metadata, name=options.name, calibration=calibration, notes=options.notes
    )
    path = resource_path("models", options.file)
    save_native(path, loaded.state, metadata)
    content = path.read_bytes()
    print(calibration)
    print(f'sha256="{hashlib.sha256(content).hexdigest()}", size_bytes={len(content):_}')


if __name__ == "__main__":
    main()
