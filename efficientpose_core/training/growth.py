"""A larger network that starts out computing what a smaller one computes.

After Chen, Goodfellow & Shlens, "Net2Net: accelerating learning via knowledge transfer" (ICLR 2016,
arXiv:1511.05641): channels and blocks are added such that the maps stay the same, and learn from
there. New channels are random instead of copies; what reads them starts at zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import torch
from torch import Tensor, nn

from efficientpose_core.errors import SettingsError
from efficientpose_core.models.network import EfficientPose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from efficientpose_core.models.variants import VariantSpec
    from efficientpose_core.models.weights import LoadedWeights

__all__ = ["grow", "settle_statistics"]

# Variances below this belong to channels that are still constant.
_CONSTANT = 1e-6


def grow(start: LoadedWeights, spec: VariantSpec, *, seed: int) -> EfficientPose:
    """Build the network ``spec`` so that its maps equal those of the smaller ``start``.

    Parameters
    ----------
    start
        Weights of a network of the same kind (Lite or not, as many blocks a pass) with at most as
        many channels and blocks.
    spec
        The larger network.
    seed
        Of the random weights of new channels.

    Returns
    -------
    EfficientPose
        Equal maps for pictures of equal size. Statistics of its new channels are 0 and 1: see
        `settle_statistics`.

    Raises
    ------
    SettingsError
        If the smaller network is no part of the larger one.
    """
    old = start.spec
    skeleton = start.metadata.skeleton
    network = EfficientPose(
        spec,
        n_keypoints=len(skeleton),
        n_limbs=len(skeleton.limbs),
        heads=start.metadata.heads,
    )
    network.initialize(seed=seed)
    state = network.state_dict()
    alike = (old.lite, old.blocks_per_pass) == (spec.lite, spec.blocks_per_pass)
    for name, value in start.state.items():
        if not alike or name not in state or not _holds(state[name].shape, value.shape, old, spec):
            raise SettingsError(
                f"EfficientPose {old.name} is no part of {spec.name}: start from another network."
            )
        _put(state[name], torch.from_numpy(np.array(value)), old, spec)
    _silence_new_blocks(network, set(start.state))
    return network


def settle_statistics(
    network: EfficientPose, start: LoadedWeights, batches: Iterable[Tensor]
) -> None:
    """Give new channels the mean and variance that they have on pictures; others keep theirs.

    Parameters
    ----------
    network
        From `grow`, changed in place.
    start
        What it grew from.
    batches
        (N, 3, r, r) normalised pictures as in training.
    """
    norms = {n: m for n, m in network.named_modules() if isinstance(m, nn.BatchNorm2d)}
    before = {name: _statistics(norm) for name, norm in norms.items()}
    momenta = {name: norm.momentum for name, norm in norms.items()}
    for norm in norms.values():
        norm.momentum = None  # the plain mean of all batches
        norm.reset_running_stats()
    network.train()
    with torch.no_grad():
        for batch in batches:
            network(batch)
    network.eval()
    for name, norm in norms.items():
        norm.momentum = momenta[name]
        given = start.state.get(f"{name}.running_mean")
        known = _known(norm.num_features, given, start.spec, network.spec)
        keep = known | (cast(Tensor, norm.running_var) < _CONSTANT)
        for now, then in zip(_statistics(norm, copy=False), before[name], strict=True):
            now[keep] = then[keep]


def _statistics(norm: nn.BatchNorm2d, *, copy: bool = True) -> tuple[Tensor, Tensor]:
    mean, variance = cast(Tensor, norm.running_mean), cast(Tensor, norm.running_var)
    return (mean.clone(), variance.clone()) if copy else (mean, variance)


def _known(channels: int, given: np.ndarray | None, old: VariantSpec, new: VariantSpec) -> Tensor:
    known = torch.zeros(channels, dtype=torch.bool)
    if given is not None:
        known[_places(given.shape[0], channels, old, new)] = True
    return known


def _holds(large: torch.Size, small: tuple[int, ...], old: VariantSpec, new: VariantSpec) -> bool:
    return len(large) == len(small) and all(
        n == m or (n % old.channels == 0 and n // old.channels * new.channels == m)
        for n, m in zip(small, large, strict=True)
    )


def _places(small: int, large: int, old: VariantSpec, new: VariantSpec) -> Tensor:
    """Return where the channels of an axis go: as they are, or one group of C after the other.

    Every axis that grows is a multiple of C: the 6 C wide channels of a block, or outputs of
    several blocks side by side.
    """
    index = torch.arange(small)
    if small == large:
        return index
    return index // old.channels * new.channels + index % old.channels


def _put(tensor: Tensor, value: Tensor, old: VariantSpec, new: VariantSpec) -> None:
    if tensor.ndim < 2:  # biases and normalisations: one number a channel
        tensor[_places(value.shape[0], tensor.shape[0], old, new)] = value
        return
    rows = _places(value.shape[0], tensor.shape[0], old, new)
    columns = _places(value.shape[1], tensor.shape[1], old, new)
    tensor[rows] = 0.0
    tensor[rows[:, None], columns[None]] = value


def _silence_new_blocks(network: EfficientPose, copied: set[str]) -> None:
    """Let blocks without a counterpart, all of them residual, add nothing at first."""
    for name, module in network.backbone.named_modules(prefix="backbone"):
        last = getattr(module, "conv_pwl", None)
        if isinstance(last, nn.Conv2d) and f"{name}.conv_pwl.weight" not in copied:
            nn.init.zeros_(last.weight)
