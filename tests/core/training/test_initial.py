from __future__ import annotations

import numpy as np
import pytest
import torch

from efficientpose_core.errors import SettingsError
from efficientpose_core.models.layout import expected_shapes
from efficientpose_core.models.variants import Normalization, get_variant
from efficientpose_core.models.weights import LoadedWeights, WeightsMetadata
from efficientpose_core.skeleton import Skeleton
from efficientpose_core.training.initial import initial_network

OLD = Skeleton(name="old", keypoints=("hip", "knee", "ankle"), limbs=(("hip", "knee"),))
NEW = Skeleton(
    name="new",
    keypoints=("ankle", "toe", "hip"),
    limbs=(("ankle", "toe"), ("hip", "ankle")),
)


def _weights(variant: str, skeleton: Skeleton) -> LoadedWeights:
    heads = ("pafs", "confs1", "confs2")
    shapes = expected_shapes(
        get_variant(variant), n_keypoints=len(skeleton), n_limbs=len(skeleton.limbs), heads=heads
    )
    rng = np.random.default_rng(0)
    return LoadedWeights(
        metadata=WeightsMetadata(
            name="w", variant=variant, heads=heads, skeleton=skeleton,
            normalization=Normalization.SYMMETRIC, licence="none",
        ),
        state={n: rng.uniform(0.1, 1, s).astype(np.float32) for n, s in shapes.items()},
    )  # fmt: skip


def test_equal_skeletons_take_everything() -> None:
    start = _weights("RT_LITE", OLD)
    state = initial_network("RT_LITE", start, OLD, seed=0).state_dict()
    for name, value in start.state.items():
        assert np.array_equal(state[name].numpy(), value), name


def test_heads_are_copied_by_name_and_new_keypoints_start_at_zero() -> None:
    start = _weights("RT_LITE", OLD)
    state = initial_network("RT_LITE", start, NEW, seed=0).state_dict()
    for head in ("confs1", "confs2"):
        for part in ("weight", "bias"):
            name = f"heads.{head}.{part}"
            assert np.array_equal(state[name][0].numpy(), start.state[name][2])
            assert not state[name][1].any()
            assert np.array_equal(state[name][2].numpy(), start.state[name][0])
    # No limb has the same two ends.
    assert state["heads.pafs.weight"].shape[0] == 4
    assert not state["heads.pafs.weight"].any()


def test_equal_limbs_are_copied() -> None:
    start = _weights("RT_LITE", OLD)
    more = Skeleton(
        name="more", keypoints=OLD.keypoints, limbs=(("knee", "ankle"), ("hip", "knee"))
    )
    weight = initial_network("RT_LITE", start, more, seed=0).state_dict()["heads.pafs.weight"]
    assert not weight[:2].any()
    assert np.array_equal(weight[2:].numpy(), start.state["heads.pafs.weight"])


def test_without_limbs_there_is_no_paf_head() -> None:
    network = initial_network(
        "RT_LITE", _weights("RT_LITE", OLD), Skeleton(name="s", keypoints=("hip",)), seed=0
    )
    assert list(network.heads) == ["confs1", "confs2"]


def test_random_weights_depend_on_the_seed() -> None:
    one, same, other = (initial_network("RT_LITE", None, OLD, seed=n) for n in (1, 1, 2))
    name = "passes.0.blocks.0.mb1.expand.weight"
    assert torch.equal(one.state_dict()[name], same.state_dict()[name])
    assert not torch.equal(one.state_dict()[name], other.state_dict()[name])


def test_weights_of_another_network_are_refused() -> None:
    with pytest.raises(SettingsError, match="belong to EfficientPose RT_LITE, not I_LITE"):
        initial_network("I_LITE", _weights("RT_LITE", OLD), OLD, seed=0)
