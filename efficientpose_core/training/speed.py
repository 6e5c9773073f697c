"""How fast a training step is on this machine, with our gradients and without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from efficientpose_core.models.network import EfficientPose
from efficientpose_core.models.variants import get_variant
from efficientpose_core.speed import interleaved_medians_s
from efficientpose_core.training.forward import TrainingForward

__all__ = ["TrainingSpeed", "measure_training_speed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSpeed:
    """Pictures a second, forward and backward; each side by side with the others.

    Parameters
    ----------
    plain
        PyTorch's own bf16 autocast, channels last.
    own_gradients
        The same arithmetic with our gradients.
    fixed_statistics
        Also with batch normalisations folded into the convolutions, as in fine-tuning.
    """

    plain: float
    own_gradients: float
    fixed_statistics: float


def measure_training_speed(
    variant: str = "RT_LITE", *, batch_size: int = 16, frozen_stages: int = 3, repeats: int = 5
) -> TrainingSpeed:
    """Measure training steps of a network on random pictures.

    Parameters
    ----------
    variant
        Network.
    batch_size
        Pictures a step.
    frozen_stages
        See `frozen_parts`; they run without gradient in all three cases.
    repeats
        Steps that the medians are taken over.
    """
    spec = get_variant(variant)
    pictures = torch.rand(
        batch_size, 3, spec.input_px, spec.input_px, generator=torch.Generator().manual_seed(0)
    ).contiguous(memory_format=torch.channels_last)
    steps = [
        _step(variant, pictures, frozen_stages, own_gradient=own, fixed_statistics=fixed)
        for own, fixed in ((False, False), (True, False), (True, True))
    ]
    plain, own, fixed = (
        batch_size / seconds for seconds in interleaved_medians_s(steps, repeats=repeats, warm_up=1)
    )
    return TrainingSpeed(plain=plain, own_gradients=own, fixed_statistics=fixed)


def _step(
    variant: str,
    pictures: Tensor,
    frozen_stages: int,
    *,
    own_gradient: bool,
    fixed_statistics: bool,
) -> Callable[[], None]:
    network = EfficientPose(get_variant(variant))
    network.initialize(seed=0)
    network.to(memory_format=torch.channels_last)
    forward = TrainingForward(
        network,
        frozen_stages=frozen_stages,
        fixed_statistics=fixed_statistics,
        own_gradient=own_gradient,
    )

    def step() -> None:
        network.zero_grad()
        with torch.autocast("cpu", torch.bfloat16):
            maps = forward(pictures)
        losses = [m.float().square().mean() for m in maps if m is not None]
        torch.stack(losses).sum().backward()  # type: ignore[no-untyped-call]

    return step
