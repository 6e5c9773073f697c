"""The network a training starts from."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from efficientpose_core.errors import SettingsError
from efficientpose_core.models.layout import HEAD_NAMES
from efficientpose_core.models.network import EfficientPose
from efficientpose_core.models.variants import get_variant
from efficientpose_core.models.weights import LoadedWeights
from efficientpose_core.skeleton import Skeleton

__all__ = ["initial_network"]


def initial_network(
    variant: str, start: LoadedWeights | None, skeleton: Skeleton, *, seed: int
) -> EfficientPose:
    """Build the network for a skeleton.

    Parameters
    ----------
    variant
        Which network.
    start
        Weights to go on from; heads are copied keypoint by keypoint and limb by limb where names
        agree, and zero elsewhere. None gives random weights throughout.
    skeleton
        Keypoints and limbs to learn; without limbs there is no PAF head.
    seed
        Of random weights.

    Raises
    ------
    SettingsError
        If the weights belong to another network.
    """
    spec = get_variant(variant)
    heads = HEAD_NAMES if skeleton.limbs else HEAD_NAMES[1:]
    network = EfficientPose(
        spec, n_keypoints=len(skeleton), n_limbs=len(skeleton.limbs), heads=heads
    )
    network.initialize(seed=seed)
    if start is None:
        return network
    if start.spec is not spec:
        raise SettingsError(
            f"Weights '{start.metadata.name}' belong to EfficientPose {start.spec.name}, not "
            f"{spec.name}: choose that network, or other weights."
        )
    own = network.state_dict()
    given = {name: torch.from_numpy(np.array(value)) for name, value in start.state.items()}
    state = {name: given.get(name, own[name]) for name in own if not name.startswith("heads.")}
    for name in (name for name in own if name.startswith("heads.")):
        rows = _rows(name.split(".")[1], start.metadata.skeleton, skeleton)
        state[name] = _joined_head(own[name], given.get(name), rows)
    network.load_state(state)
    return network


def _rows(head: str, old: Skeleton, new: Skeleton) -> list[tuple[int, int]]:
    """Return pairs of channels (new, old) of a head that mean the same."""
    if head != "pafs":
        return [(n, old.index(name)) for n, name in enumerate(new.keypoints) if name in old]
    limbs = {limb: number for number, limb in enumerate(old.limbs)}
    return [
        (2 * n + axis, 2 * limbs[limb] + axis)
        for n, limb in enumerate(new.limbs)
        if limb in limbs
        for axis in (0, 1)
    ]


def _joined_head(own: Tensor, given: Tensor | None, rows: list[tuple[int, int]]) -> Tensor:
    # New rows start at zero: random ones would disturb what the layers before them know already.
    joined = torch.zeros_like(own)
    if given is None:
        return joined
    for new, old in rows:
        joined[new] = given[old]
    return joined
