"""Write the int8 version of bundled weights, and measure what it costs and gains.

    pip install 'efficientpose-studio[quantize]'
    python tools/quantize_weights.py rt-lite-bundled --data mpii/train.json --images mpii \
        --score-data mpii/val.json

NNCF's post-training quantisation (symmetric weights, asymmetric activations where needed, full
bias correction) with 300 labelled crops as the network gets them. The file names the digest of the
weights it was made from; it has to be made again whenever they change. A version is worth shipping
where it costs at most 0.5 points of PCKh@50 and is at least 1.3 times as fast.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import nncf
import numpy as np
import numpy.typing as npt
import openvino as ov

from efficientpose_core.benchmark import int8_over_f32
from efficientpose_core.evaluation import Score, predict, read_coco, score
from efficientpose_core.inference.engines import EngineRequest, Precision
from efficientpose_core.inference.estimator import PoseEstimator
from efficientpose_core.inference.openvino_engine import to_openvino
from efficientpose_core.inference.preprocess import Resampling, letterbox
from efficientpose_core.inference.quantized import DIGEST_KEY
from efficientpose_core.inference.torch_engine import BytesToHeatmaps
from efficientpose_core.media.images import read_image
from efficientpose_core.models.factory import load_model
from efficientpose_core.models.store import load_weights
from efficientpose_core.models.weights import WEIGHTS
from efficientpose_core.resources import resource_path

PICTURES = 300


def crops(data: Path, images: Path, weights: str) -> list[npt.NDArray[np.uint8]]:
    """Return labelled pictures as the network gets them, (1, r, r, 3) each."""
    with PoseEstimator(weights) as estimator:
        labelled = read_coco(data, images, estimator.skeleton)
        size = estimator.input_px
    order = np.random.default_rng(0).permutation(len(labelled.images))[:PICTURES]
    return [
        letterbox(read_image(labelled.images[n]), size, Resampling.FAST)[0][None] for n in order
    ]


def scored(weights: str, precision: Precision, data: Path, images: Path) -> Score:
    """Return PCKh as users get it."""
    with PoseEstimator(weights, request=EngineRequest(precision=precision)) as estimator:
        labelled = read_coco(data, images, estimator.skeleton)
        return score(predict(estimator, labelled).xy_px, labelled, estimator.skeleton)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", choices=[n for n, s in WEIGHTS.items() if s.quantized_file])
    parser.add_argument("--data", type=Path, required=True, help="people to quantise with")
    parser.add_argument("--score-data", type=Path, required=True, help="other people, to score")
    parser.add_argument("--images", type=Path, required=True)
    options = parser.parse_args()
    loaded = load_weights(options.weights)
    pictures = crops(options.data, options.images, options.weights)
    module = BytesToHeatmaps(load_model(loaded), loaded.metadata.normalization).eval()
    small = nncf.quantize(
        to_openvino(module, loaded.spec.input_px),
        nncf.Dataset(pictures),
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=PICTURES,
        fast_bias_correction=False,
    )
    small.set_rt_info(loaded.digest, DIGEST_KEY)
    file = WEIGHTS[options.weights].quantized_file
    assert file is not None
    path = resource_path("models", file)
    ov.save_model(small, str(path))
    ratio = int8_over_f32(loaded)
    print(f"{path}: {path.stat().st_size} bytes, {ratio:.2f} times as fast as f32")
    for precision in (Precision.F32, Precision.INT8):
        found = scored(options.weights, precision, options.score_data, options.images)
        print(f"{precision.value}: PCKh@50 {found.pckh50:.1f}, @10 {found.pckh10:.1f}")


if __name__ == "__main__":
    main()
