r"""Make the weights of a larger network that computes what a smaller one does, to train it on.

    python tools/grow_weights.py rt-lite-bundled I_LITE start.safetensors \
        --data train.json --images FOLDER

The pictures settle the statistics of the new channels.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from efficientpose_core.evaluation import read_coco
from efficientpose_core.inference.preprocess import Resampling, letterbox
from efficientpose_core.media.images import read_image
from efficientpose_core.models.store import load_weights
from efficientpose_core.models.variants import get_variant
from efficientpose_core.models.weights import UNCALIBRATED, save_native
from efficientpose_core.training.growth import grow, settle_statistics

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

    from efficientpose_core.models.variants import VariantSpec

_BATCH = 32
_PICTURES = 640


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights")
    parser.add_argument("variant")
    parser.add_argument("output", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--images", type=Path, required=True)
    options = parser.parse_args()
    start = load_weights(options.weights)
    spec = get_variant(options.variant)
    network = grow(start, spec, seed=0)
    labelled = read_coco(options.data, options.images, start.metadata.skeleton)
    step = max(1, len(labelled.images) // _PICTURES)
    settle_statistics(network, start, _batches(labelled.images[::step], spec))
    metadata = replace(
        start.metadata,
        name=f"{spec.key}-grown",
        variant=spec.name,
        calibration=UNCALIBRATED,
        source=f"grown from {start.metadata.name}",
        notes=f"Computes what {start.metadata.name} computes: only to train from.",
    )
    state = {
        name: value.numpy()
        for name, value in network.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }
    save_native(options.output, state, metadata)


def _batches(images: Sequence[Path], spec: VariantSpec) -> Iterator[Tensor]:
    mean = torch.tensor(spec.normalization.mean).view(3, 1, 1)
    std = torch.tensor(spec.normalization.std).view(3, 1, 1)
    for first in range(0, len(images), _BATCH):
        squares = [
            letterbox(read_image(path), spec.input_px, Resampling.FAST)[0]
            for path in images[first : first + _BATCH]
        ]
        yield (torch.from_numpy(np.stack(squares)).permute(0, 3, 1, 2).float() - mean) / std


if __name__ == "__main__":
    main()
