"""The fast forward pass against the plain one."""

from __future__ import annotations

import pytest
import torch

from efficientpose_core.models.network import EfficientPose
from efficientpose_core.models.variants import VARIANTS, get_variant
from efficientpose_core.training.forward import TrainingForward, frozen_parts

SMALL_PX = 64


def _network(variant: str, seed: int = 3) -> EfficientPose:
    network = EfficientPose(get_variant(variant), n_keypoints=5, n_limbs=2)
    network.initialize(seed=seed)
    generator = torch.Generator().manual_seed(seed)
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            # Statistics and scales that are not those of an untouched layer.
            module.running_mean.normal_(0, 0.1, generator=generator)  # type: ignore[union-attr]
            module.running_var.uniform_(0.5, 2, generator=generator)  # type: ignore[union-attr]
            torch.nn.init.uniform_(module.weight, 0.5, 2, generator=generator)
            torch.nn.init.normal_(module.bias, 0, 0.2, generator=generator)
    return network


def _picture(count: int = 2) -> torch.Tensor:
    return torch.randn(count, 3, SMALL_PX, SMALL_PX, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("variant", ["RT", "I", "RT_LITE", "II_LITE"])
@pytest.mark.parametrize("fixed", [True, False])
def test_maps_equal_those_of_the_network(variant: str, fixed: bool) -> None:
    network = _network(variant).train(not fixed)
    state = {name: value.clone() for name, value in network.state_dict().items()}
    plain = network(_picture())
    network.load_state_dict(state)
    fast = TrainingForward(network, fixed_statistics=fixed)(_picture())
    for own, other in zip(fast, plain, strict=True):
        torch.testing.assert_close(
            own, other, rtol=1e-3, atol=1e-4 * float(other.detach().abs().max())
        )


@pytest.mark.parametrize("variant", ["RT", "RT_LITE"])
def test_gradients_equal_those_of_the_network(variant: str) -> None:
    network = _network(variant).eval()
    gradients = []
    for forward in (network, TrainingForward(network, fixed_statistics=True)):
        network.zero_grad()
        sum(maps.square().sum() for maps in forward(_picture(1))).backward()
        gradients.append({n: p.grad.clone() for n, p in network.named_parameters()})
    for name, plain in gradients[0].items():
        scale = float(plain.abs().max())
        torch.testing.assert_close(gradients[1][name], plain, rtol=0, atol=1e-3 * scale, msg=name)


@pytest.mark.parametrize(
    ("variant", "frozen"),
    [
        *((name, 0) for name in VARIANTS),
        *((name, n) for name in ("I", "RT_LITE") for n in (1, 3, 4)),
    ],
)
def test_gradient_reaches_every_unfrozen_parameter_and_no_other(variant: str, frozen: int) -> None:
    network = _network(variant)
    forward = TrainingForward(network, frozen_stages=frozen)
    sum(maps.square().mean() for maps in forward(_picture())).backward()
    still = {id(p) for part in frozen_parts(network, frozen) for p in part.parameters()}
    for name, parameter in network.named_parameters():
        if id(parameter) in still:
            assert parameter.grad is None, name
        else:
            assert parameter.grad is not None, name
            assert parameter.grad.abs().sum() > 0, name


def test_number_of_frozen_parts() -> None:
    network = _network("RT_LITE")
    assert [len(list(frozen_parts(network, n))) for n in range(5)] == [0, 2, 3, 4, 5]
    # Two backbones, the smaller with two stages.
    assert len(list(frozen_parts(_network("I"), 4))) == 5 + 4


def test_frozen_and_fixed_statistics_stay() -> None:
    network = _network("RT_LITE")
    before = {name: v.clone() for name, v in network.state_dict().items() if "running" in name}
    TrainingForward(network, frozen_stages=2)(_picture())
    after = network.state_dict()
    for name, value in before.items():
        is_frozen = name.startswith(("backbone.bn1", "backbone.blocks.0"))
        assert torch.equal(after[name], value) == is_frozen, name
    network.load_state_dict({**after, **before})
    TrainingForward(network, fixed_statistics=True)(_picture())
    for name, value in before.items():
        assert torch.equal(network.state_dict()[name], value), name


@torch.no_grad()
def test_bf16_stays_near_f32() -> None:
    network = _network("RT_LITE")
    forward = TrainingForward(network, fixed_statistics=True)
    exact = forward(_picture())
    with torch.autocast("cpu", torch.bfloat16):
        rounded = forward(_picture())
    for own, other in zip(rounded, exact, strict=True):
        assert (own - other).abs().mean() < 0.05 * other.abs().mean()
