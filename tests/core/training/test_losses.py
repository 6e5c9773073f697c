from __future__ import annotations

import numpy as np
import pytest
import torch

from efficientpose_core.models.network import Maps
from efficientpose_core.training.batches import Batch
from efficientpose_core.training.losses import LossWeights, Targets, loss_of, make_targets

NAN = float("nan")
LIMBS = [(0, 1), (1, 2)]


def _batch(
    label: list[list[float]], teacher: list[list[float]], share: list[list[float]],
    height: list[list[float]],
) -> Batch:  # fmt: skip
    return Batch(
        images=np.zeros((1, 32, 32, 3), np.uint8),
        xy_input=np.array([[label, teacher]]),
        share=np.array([share]),
        height=np.array([height]),
    )


NOWHERE = [NAN, NAN]


def _targets(batch: Batch) -> Targets:
    return make_targets(batch, LIMBS, cells=4, sigma=1.0, paf_width=0.6)


def test_labels_make_full_peaks_and_unknown_keypoints_no_demand() -> None:
    batch = _batch(
        [[4, 4], [20, 4], NOWHERE], [NOWHERE] * 3, [[1, 1, 0], [0, 0, 0]], [[1, 1, 1], [1, 1, 1]]
    )
    targets = _targets(batch)
    assert targets.confs[0, 0, 0, 0] == 1
    assert targets.confs[0, 1, 0, 2] == 1
    assert targets.joint_weight.tolist() == [[1, 1, 0]]
    # Limb 0 has both ends, limb 1 only one.
    assert targets.limb_weight.tolist() == [[1, 1, 0, 0]]
    assert targets.pafs[0, 0, 0].tolist() == [1, 1, 1, 0]
    assert not targets.pafs[0, 2:].any()


def test_label_and_teacher_are_mixed_by_share_and_height() -> None:
    batch = _batch(
        [[4, 4], NOWHERE, NOWHERE], [[28, 28], [4, 28], NOWHERE],
        [[0.75, 0, 0], [0.25, 1, 0]], [[1, 1, 1], [0.5, 0.4, 1]],
    )  # fmt: skip
    targets = _targets(batch)
    assert targets.confs[0, 0, 0, 0] == pytest.approx(0.75, abs=1e-6)
    assert targets.confs[0, 0, 3, 3] == pytest.approx(0.125, abs=1e-6)
    assert targets.confs[0, 1, 3, 0] == pytest.approx(0.4)
    # The teacher is not sure of the limb's other end.
    assert targets.limb_weight[0, :2].tolist() == [0, 0]


def test_a_sure_teacher_gives_a_limb_its_end() -> None:
    batch = _batch(
        [[4, 4], NOWHERE, NOWHERE], [NOWHERE, [20, 4], NOWHERE],
        [[1, 0, 0], [0, 1, 0]], [[1, 1, 1], [1, 0.9, 1]],
    )  # fmt: skip
    targets = _targets(batch)
    assert targets.limb_weight[0, :2].tolist() == [1, 1]
    assert targets.pafs[0, 0, 0].tolist() == [1, 1, 1, 0]


def test_an_empty_scene_asks_for_empty_maps() -> None:
    batch = _batch(
        [NOWHERE] * 3, [NOWHERE] * 3, [[1, 1, 1], [0, 0, 0]], [[0, 0, 0], [0, 0, 0]]
    )  # fmt: skip
    targets = _targets(batch)
    assert not targets.confs.any()
    assert not targets.pafs.any()
    assert targets.joint_weight.all()
    assert targets.limb_weight.all()


def test_loss_by_hand() -> None:
    confs = torch.zeros(1, 2, 2, 2)
    confs[0, 0, 0, 0] = 1.0
    targets = Targets(
        confs, torch.tensor([[1.0, 0.0]]), torch.zeros(1, 2, 2, 2), torch.tensor([[1.0, 1.0]])
    )
    maps = Maps(torch.full((1, 2, 2, 2), 0.5), torch.zeros(1, 2, 2, 2), torch.ones(1, 2, 2, 2))
    losses = loss_of(maps, targets, LossWeights(pafs=0.1, confs1=2.0, confs2=1.0, peak=9.0))
    assert losses["pafs"] == pytest.approx(0.1 * 0.25)
    # Channel 0: one cell of error 1 that counts 10; channel 1 is unknown. 8 values in all.
    assert losses["confs1"] == pytest.approx(2.0 * 10 / 8)
    # Channel 0: three cells of error 1.
    assert losses["confs2"] == pytest.approx(3 / 8)


def test_networks_without_side_heads() -> None:
    targets = Targets(
        torch.zeros(1, 2, 2, 2), torch.ones(1, 2), torch.zeros(1, 0, 2, 2), torch.ones(1, 0)
    )
    losses = loss_of(Maps(None, None, torch.ones(1, 2, 2, 2)), targets, LossWeights())
    assert list(losses) == ["confs2"]
