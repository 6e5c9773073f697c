"""Several processes that train one network: each takes a part of every batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import torch
from torch import Tensor, distributed

__all__ = ["Group", "mean_over_processes"]


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


class _Mean(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, value: Tensor) -> Tensor:
        return _all_reduced_mean(value)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Tensor:
        # Each process's share of the mean acts on the losses of all of them.
        return _all_reduced_mean(grads[0])


def _all_reduced_mean(value: Tensor) -> Tensor:
    shared = value.clone()
    distributed.all_reduce(shared)
    return shared / distributed.get_world_size()


def mean_over_processes(value: Tensor) -> Tensor:
    """Return the mean of a tensor over all processes; differentiable. Alone, the tensor itself."""
    if not (distributed.is_available() and distributed.is_initialized()):
        return value
    return cast(Tensor, _Mean.apply(value))
