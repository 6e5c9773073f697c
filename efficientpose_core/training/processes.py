"""Several processes that train one network: each takes a part of every batch."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, distributed

__all__ = ["Group"]


class Group:
    """The processes that train together, seen from one of them; alone it does nothing.

    The processes find each other through the environment that ``torchrun`` and `launch` set.
    """

    def __init__(self) -> None:
        together = distributed.is_available() and distributed.is_initialized()
        self.rank = distributed.get_rank() if together else 0
        self.world = distributed.get_world_size() if together else 1

    @property
    def leads(self) -> bool:
        """Whether this process writes files and reports."""
        return self.rank == 0

    def wait(self) -> None:
        """Wait until all are here."""
        if self.world > 1:
            distributed.barrier()

    def average(self, tensors: Iterable[Tensor]) -> None:
        """Replace tensors by their means over all processes, in one message."""
        if self.world == 1:
            return
        every = list(tensors)
        flat = torch.cat([tensor.reshape(-1) for tensor in every])
        distributed.all_reduce(flat)
        flat /= self.world
        parts = torch.split(flat, [tensor.numel() for tensor in every])
        for tensor, part in zip(every, parts, strict=True):
            tensor.copy_(part.view_as(tensor))

    def agree(self, *values: float) -> tuple[float, ...]:
        """Return the leader's numbers to all."""
        if self.world == 1:
            return values
        shared = torch.tensor(values, dtype=torch.float64)
        distributed.broadcast(shared, 0)
        return tuple(shared.tolist())
