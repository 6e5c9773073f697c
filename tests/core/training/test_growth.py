from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from efficientpose_core.errors import SettingsError
from efficientpose_core.models.network import EfficientPose, Maps
from efficientpose_core.models.variants import Normalization, get_variant
from efficientpose_core.models.weights import LoadedWeights, WeightsMetadata
from efficientpose_core.skeleton import MPII16
from efficientpose_core.training.growth import grow, settle_statistics
from efficientpose_core.training.initial import initial_network

I_LITE = get_variant("I_LITE")


def _random_network(variant: str) -> EfficientPose:
    network = initial_network(variant, None, MPII16, seed=3)
    generator = torch.Generator().manual_seed(4)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            for tensor in (module.weight.data, module.running_var, module.running_mean):
                assert tensor is not None
                tensor.uniform_(0.5, 1.5, generator=generator)
    return network.eval()


def _weights(network: EfficientPose) -> LoadedWeights:
    return LoadedWeights(
        metadata=WeightsMetadata(
            name="small", variant=network.spec.name, heads=("pafs", "confs1", "confs2"),
            skeleton=MPII16, normalization=Normalization.SYMMETRIC, licence="none",
        ),
        state={
            name: value.numpy().copy()
            for name, value in network.state_dict().items()
            if not name.endswith("num_batches_tracked")
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def small() -> EfficientPose:
    return _random_network("RT_LITE")


@pytest.fixture(scope="module")
def start(small: EfficientPose) -> LoadedWeights:
    return _weights(small)


@pytest.fixture(scope="module")
def pictures() -> Tensor:
    return torch.rand((4, 3, 64, 64), generator=torch.Generator().manual_seed(5)) * 2 - 1


def _assert_equal_maps(first: Maps, second: Maps) -> None:
    for one, other in zip(first, second, strict=True):
        assert one is not None
        assert other is not None
        assert float(one.abs().max()) > 0.01
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)


def test_a_grown_network_computes_what_the_small_one_does(
    small: EfficientPose, start: LoadedWeights, pictures: Tensor
) -> None:
    large = grow(start, I_LITE, seed=0).eval()
    with torch.no_grad():
        _assert_equal_maps(large(pictures), small(pictures))
    assert sum(p.numel() for p in large.parameters()) > 1.3 * sum(
        p.numel() for p in small.parameters()
    )


def test_only_new_channels_take_the_statistics_of_pictures(
    small: EfficientPose, start: LoadedWeights, pictures: Tensor
) -> None:
    large = grow(start, I_LITE, seed=0)
    norm = large.get_submodule("passes.0.blocks.0.mb1.bn1")
    momentum = norm.momentum
    settle_statistics(large, start, [pictures, -pictures])
    assert not large.training
    assert norm.momentum == momentum
    with torch.no_grad():
        _assert_equal_maps(large(pictures), small(pictures))
    # 240 channels in six groups of 40 have become six groups of 48.
    state = large.state_dict()
    grouped = state["passes.1.blocks.0.mb1.bn1.running_mean"].view(6, 48)
    old = start.state["passes.1.blocks.0.mb1.bn1.running_mean"].reshape(6, 40)
    assert np.array_equal(grouped[:, :40].numpy(), old)
    assert bool((grouped[:, 40:] != 0).any())
    # A new block that adds nothing yet has nothing to measure.
    assert bool((state["backbone.blocks.1.2.bn3.running_var"] == 1).all())
    # The new block's wide channels do.
    assert bool((state["backbone.blocks.1.2.bn1.running_var"] != 1).all())


def test_new_channels_learn(start: LoadedWeights, pictures: Tensor) -> None:
    large = grow(start, I_LITE, seed=0)
    settle_statistics(large, start, [pictures])
    heat = large(pictures).confs2
    heat.square().mean().backward()
    # Weights that let new features into the old ones start at zero and have to move.
    weight = large.get_parameter("heads.confs2.weight")
    assert weight.grad is not None
    assert not weight.detach().view(16, 3, 48)[:, :, 40:].any()
    assert bool(weight.grad.view(16, 3, 48)[:, :, 40:].any())


@pytest.mark.parametrize(
    ("old", "new"), [("RT_LITE", "RT"), ("RT_LITE", "II_LITE"), ("I_LITE", "RT_LITE"), ("RT", "I")]
)
def test_a_network_that_is_no_part_of_the_other_is_refused(old: str, new: str) -> None:
    start = _weights(_random_network(old))
    with pytest.raises(SettingsError, match=f"EfficientPose {old} is no part of {new}"):
        grow(start, get_variant(new), seed=0)
