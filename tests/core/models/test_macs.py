"""Multiplications of the networks, as published."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from efficientpose_core.models.network import EfficientPose
from efficientpose_core.models.variants import VARIANTS

GIGA_MACS = {"RT": 0.3609, "I": 0.7325, "II": 3.6025, "III": 11.182, "IV": 35.486}
"""Convolutions on the way to the last pass's heatmaps at 1/8 of the input, squeeze-and-excitation
included; the paper's GFLOPs (Groos et al. 2020, table 3: 0.87, 1.67, 7.70, 23.35, 72.89) count side
heads, dense upsampling and element-wise work, too."""


def conv_macs(variant: str) -> int:
    """Count multiplications of all convolutions while the network sees one picture."""
    spec = VARIANTS[variant]
    total = 0

    def count(module: nn.Conv2d, inputs: object, output: torch.Tensor) -> None:
        nonlocal total
        per_value = module.in_channels // module.groups * module.kernel_size[0] ** 2
        total += output.numel() * per_value

    with torch.inference_mode():
        model = EfficientPose(spec, n_limbs=0, heads=("confs2",)).eval()
        for module in model.modules():
            if isinstance(module, nn.Conv2d):
                module.register_forward_hook(count)
        model(torch.empty(1, 3, spec.input_px, spec.input_px))
    return total


@pytest.mark.parametrize("variant", list(GIGA_MACS))
def test_macs_equal_the_table(variant: str) -> None:
    assert conv_macs(variant) / 1e9 == pytest.approx(GIGA_MACS[variant], rel=5e-3)


@pytest.mark.parametrize("variant", ["RT_LITE", "I_LITE", "II_LITE"])
def test_lite_networks_need_less_than_their_full_ones(variant: str) -> None:
    assert conv_macs(variant) < conv_macs(variant.removesuffix("_LITE"))
