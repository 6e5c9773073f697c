"""The loss: squared errors of heatmaps and part affinity fields, with intermediate supervision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from efficientpose_core.models.network import Maps
from efficientpose_core.training.batches import Batch
from efficientpose_core.training.targets import heatmaps, part_affinity_fields

__all__ = ["LossWeights", "Targets", "loss_of", "make_targets"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LossWeights:
    """How errors count.

    Parameters
    ----------
    pafs, confs1, confs2
        Of the three heads. The paper weights them equally.
    peak
        Cells count ``1 + peak * target``: peaks are few among many empty cells. 0 in the paper.
    """

    pafs: float = 0.5
    confs1: float = 1.0
    confs2: float = 1.0
    peak: float = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """What the maps should be.

    Parameters
    ----------
    confs
        (B, K, c, c).
    joint_weight
        (B, K) 0 for keypoints of which nothing is known.
    pafs
        (B, 2 L, c, c).
    limb_weight
        (B, 2 L) 0 for limbs with an unknown end.
    """

    confs: Tensor
    joint_weight: Tensor
    pafs: Tensor
    limb_weight: Tensor


def make_targets(
    batch: Batch,
    limbs: Sequence[tuple[int, int]],
    *,
    cells: int,
    sigma: float,
    paf_width: float,
) -> Targets:
    """Draw the maps of a batch.

    Where label and teacher both know a keypoint, the heatmap is the mean of theirs weighted by
    share; the fields follow the label, or the teacher where there is none and it is sure.
    """
    xy = torch.from_numpy(batch.xy_input)
    share = torch.from_numpy(batch.share)
    height = torch.from_numpy(batch.height)
    count, sources, joints = share.shape
    peaks = heatmaps(xy.reshape(count * sources, joints, 2), cells=cells, sigma=sigma)
    peaks = peaks.reshape(count, sources, joints, cells, cells)
    confs = ((share * height).float()[..., None, None] * peaks).sum(1)
    known = share.sum(1) > 0
    by_label = share[:, 0, :, None] > 0
    sure = (height[:, 1, :, None] > 0.5) & (share[:, 1, :, None] > 0)
    place = torch.where(by_label, xy[:, 0], torch.where(sure, xy[:, 1], torch.nan))
    settled = known & (by_label | sure)[..., 0]
    fields = part_affinity_fields(place, limbs, cells=cells, width=paf_width)
    ends = torch.tensor(limbs, dtype=torch.long).reshape(-1, 2)
    both = settled[:, ends[:, 0]] & settled[:, ends[:, 1]]
    return Targets(confs, known.float(), fields, both.repeat_interleave(2, 1).float())


def loss_of(maps: Maps, targets: Targets, weights: LossWeights) -> dict[str, Tensor]:
    """Return the weighted loss of each head; their sum is to be minimised.

    Each is the sum of squares over cells, channels and pictures, divided by their number, as in the
    released training configuration.
    """
    losses = {}
    for name, head, target, known in (
        ("pafs", maps.pafs, targets.pafs, targets.limb_weight),
        ("confs1", maps.confs1, targets.confs, targets.joint_weight),
        ("confs2", maps.confs2, targets.confs, targets.joint_weight),
    ):
        if head is not None:
            counts = known[..., None, None] * (1 + weights.peak * target.abs())
            mean = (counts * (head.float() - target) ** 2).mean()
            losses[name] = getattr(weights, name) * mean
    return losses
