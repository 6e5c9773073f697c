"""Start a training: alone, with helping processes on this machine, or as one of torchrun's."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from torch import distributed

from efficientpose_core.errors import EfficientPoseError, EngineError
from efficientpose_core.progress import ShouldCancel, never_cancel
from efficientpose_core.training.config import TrainingConfig
from efficientpose_core.training.trainer import Emit, Trainer, TrainingResult

__all__ = ["train"]

# Helpers wait for the leader, who may ask teachers about many pictures first.
_PATIENCE = timedelta(hours=24)


def train(
    config: TrainingConfig,
    *,
    emit: Emit = lambda event: None,
    should_cancel: ShouldCancel = never_cancel,
) -> TrainingResult:
    """Train as configured.

    Parameters
    ----------
    config
        ``processes`` above 1 starts helpers. Under ``torchrun`` (``RANK`` and ``WORLD_SIZE`` in the
        environment) this process joins the others instead.
    emit, should_cancel
        See `Trainer`; only the leader's count.

    Returns
    -------
    TrainingResult
        The best weights and how they were found.

    Raises
    ------
    EfficientPoseError
        Any of `Trainer`'s; `EngineError` if a helping process fails.
    """
    if "RANK" in os.environ and "WORLD_SIZE" in os.environ:
        with _joined_by_environment():
            return Trainer(config, emit=emit, should_cancel=should_cancel).run()
    if config.processes == 1:
        return Trainer(config, emit=emit, should_cancel=should_cancel).run()
    with _helpers(config):
        try:
            return Trainer(config, emit=emit, should_cancel=should_cancel).run()
        except RuntimeError as error:  # gloo: the other end of a connection is gone
            raise EngineError(
                f"A helping process of the training stopped ({_first_line(error)}): start it "
                "again, it goes on from the last checkpoint; with 'processes' 1 it needs less "
                "memory."
            ) from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["no reason given"])[0]


@contextmanager
def _joined_by_environment() -> Iterator[None]:
    distributed.init_process_group("gloo", timeout=_PATIENCE)
    try:
        yield
    finally:
        distributed.destroy_process_group()


@contextmanager
def _helpers(config: TrainingConfig) -> Iterator[None]:
    """Start the other processes; this one leads."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    context = multiprocessing.get_context("spawn")
    helpers = [
        context.Process(target=_help, args=(config, rank, port), daemon=True)
        for rank in range(1, config.processes)
    ]
    for helper in helpers:
        helper.start()
    _join(0, config.processes, port)
    patience_s = 0.0  # none if the leader fails: helpers wait for it in vain
    try:
        yield
        patience_s = 60.0
    finally:
        for helper in helpers:
            helper.join(timeout=patience_s)
            helper.terminate()
        distributed.destroy_process_group()


def _join(rank: int, world: int, port: int) -> None:
    distributed.init_process_group(
        "gloo", init_method=f"tcp://127.0.0.1:{port}", rank=rank, world_size=world,
        timeout=_PATIENCE,
    )  # fmt: skip


def _help(config: TrainingConfig, rank: int, port: int) -> None:
    """Run one helper; the leader decides when to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _join(rank, config.processes, port)
    try:
        Trainer(config).run()
    except (EfficientPoseError, RuntimeError):
        # The leader meets the same error and tells it, or is gone.
        os._exit(1)
    distributed.destroy_process_group()
