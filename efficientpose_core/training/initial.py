"""What a training starts from: network, skeleton, description."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from efficientpose_core.errors import SettingsError
from efficientpose_core.models.layout import HEAD_NAMES
from efficientpose_core.models.network import EfficientPose
from efficientpose_core.models.variants import get_variant
from efficientpose_core.models.weights import LoadedWeights, WeightsMetadata, read_skeleton
from efficientpose_core.skeleton import MPII16, Skeleton
from efficientpose_core.training.config import TrainingConfig

__all__ = ["description", "initial_network", "skeleton_to_learn"]


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


def skeleton_to_learn(config: TrainingConfig, start: LoadedWeights | None) -> Skeleton:
    """Return the keypoints and limbs of a training: configured, or those it starts with."""
    if config.skeleton is not None:
        return read_skeleton(config.skeleton)
    if start is None:
        return MPII16
    known = start.metadata.skeleton
    # Bundled weights without a PAF head still name the limbs.
    return known if known.limbs or known.keypoints != MPII16.keypoints else MPII16


def description(
    config: TrainingConfig, skeleton: Skeleton, start: LoadedWeights | None
) -> WeightsMetadata:
    """Return what the trained file says about itself."""
    own = get_variant(config.variant).normalization
    return WeightsMetadata(
        name=config.name,
        variant=get_variant(config.variant).name,
        heads=("pafs", "confs1", "confs2") if skeleton.limbs else ("confs1", "confs2"),
        skeleton=skeleton,
        normalization=own if start is None else start.metadata.normalization,
        licence=config.licence,
        attribution=config.attribution,
        source="EfficientPose Studio training",
        notes=config.notes,
    )


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
