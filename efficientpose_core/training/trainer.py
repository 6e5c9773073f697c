"""The training loop.

A run is decided by its configuration: order, variation and initial weights come from the seed, so a
stopped run goes on from its checkpoint as if nothing had happened (on a CPU with the same number of
threads, bit for bit).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from efficientpose_core.errors import DataError, EngineError
from efficientpose_core.models.store import load_weights
from efficientpose_core.models.variants import get_variant
from efficientpose_core.models.weights import (
    LoadedWeights,
    save_native,
)
from efficientpose_core.pose import FloatArray
from efficientpose_core.progress import Progress, ShouldCancel, never_cancel
from efficientpose_core.training.batches import Batch, BatchMaker, prefetch
from efficientpose_core.training.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from efficientpose_core.training.config import DataSource, Optimizer, Schedule, TrainingConfig
from efficientpose_core.training.crops import build_store
from efficientpose_core.training.data import Labelled, build_examples, check_apart, read_labels
from efficientpose_core.training.forward import TrainingForward
from efficientpose_core.training.identity import course_of
from efficientpose_core.training.initial import description, initial_network, skeleton_to_learn
from efficientpose_core.training.kernels import kernel_note
from efficientpose_core.training.losses import LossWeights, loss_of, make_targets
from efficientpose_core.training.processes import Group
from efficientpose_core.training.samples import write_samples
from efficientpose_core.training.schedules import (
    CyclicalRate,
    SigmaStep,
    cosine_rate,
    paper_sigma,
)
from efficientpose_core.training.targets import STRIDE
from efficientpose_core.training.validation import Validation, calibrated, to_weights, validate

__all__ = ["Trainer", "TrainingResult"]

CHECKPOINT = "checkpoint.safetensors"
_STORE_SHARE = 1.25
"""Pictures are kept at this multiple of the input's side: what the largest zoom can show."""
_LOOKED_AT = 10
"""Held-out pictures between two reports."""

Emit = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingResult:
    """How a training ended.

    Parameters
    ----------
    weights
        The best that were found.
    path
        Where they lie.
    finished
        False when it was stopped before its end; the same command goes on.
    before, best
        Validation of the weights it started from and of the best ones; None without people.
    steps
        Done in all.
    """

    weights: LoadedWeights
    path: Path
    finished: bool
    before: Validation | None
    best: Validation | None
    steps: int


@dataclass(slots=True, kw_only=True)
class _Record:
    """What was measured so far; saved in checkpoints."""

    validations: list[dict[str, float]] = field(default_factory=list)
    before: dict[str, float] | None = None
    best: dict[str, float] | None = None
    without_gain: int = 0
    looks: int = 0


class Trainer:
    """One training.

    Parameters
    ----------
    config
        What to do.
    emit
        Gets each event as a mapping with ``event``: what the command line prints as JSON lines.
    should_cancel
        Asked at every step; the training then saves a checkpoint and ends.
    """

    def __init__(
        self,
        config: TrainingConfig,
        *,
        emit: Emit = lambda event: None,
        should_cancel: ShouldCancel = never_cancel,
    ) -> None:
        self._config = config
        self._group = Group()
        self._emit = emit if self._group.leads else (lambda event: None)
        self._should_cancel = should_cancel
        self._start = start = None if config.start is None else load_weights(config.start)
        self._skeleton = skeleton_to_learn(config, start)
        self._spec = get_variant(config.variant)
        self._metadata = description(config, self._skeleton, start)
        if config.threads is not None:
            torch.set_num_threads(config.threads)
        self._network = initial_network(config.variant, start, self._skeleton, seed=config.seed)
        self._network.to(memory_format=torch.channels_last)
        self._forward = TrainingForward(
            self._network,
            frozen_stages=config.recipe.frozen_stages,
            fixed_statistics=config.recipe.fixed_statistics,
        )
        people = [self._read_labels(source) for source in config.train]
        self._validation: Labelled | None = None
        if config.validation is not None:
            self._validation = self._read_labels(config.validation)
            check_apart(people, self._validation)
        self._batches = self._make_batches(people)
        self._people = people[0]
        self._optimizer = self._make_optimizer()
        self._average = {name: v.clone() for name, v in self._network.state_dict().items()}
        self._best = self._average
        self._record = _Record()
        self._step = 0
        self._elapsed_s = 0.0

    # -- preparation

    def _read_labels(self, source: DataSource) -> Labelled:
        found = read_labels(source, self._skeleton)
        self._emit({
            "event": "labels", "file": str(source.labels), "people": len(found.images),
            "note": found.note,
        })  # fmt: skip
        return found

    def _make_batches(self, people: Sequence[Labelled]) -> BatchMaker:
        config, group = self._config, self._group
        cache = config.folder / "cache"

        def report(stage: str, done: int, total: int) -> None:
            if done == total or done % 100 == 0:
                self._emit({"event": "preparing", "stage": stage, "done": done, "total": total})

        if not group.leads:
            group.wait()  # until the leader has filled the caches
        examples = build_examples(config, people, self._skeleton, cache, report)
        store = build_store(
            cache,
            examples.pictures,
            longest_px=round(_STORE_SHARE * self._spec.input_px),
            progress=lambda done, total: report("Reading pictures", done, total),
        )
        if group.leads:
            group.wait()
        self._course = course_of(config, self._start, self._skeleton, examples, self._validation)
        return BatchMaker(
            examples,
            store,
            batch_size=config.batch_size,
            seed=config.seed,
            flip_permutation=self._skeleton.flip_permutation,
            rank=group.rank,
            world=group.world,
        )

    def _make_optimizer(self) -> torch.optim.Optimizer:
        recipe = self._config.recipe
        groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
        for name, parameter in self._network.named_parameters():
            if parameter.requires_grad:
                kind = (name.startswith("backbone"), parameter.dim() > 1)
                groups.setdefault(kind, []).append(parameter)
        rows = [
            {
                "params": parameters,
                "weight_decay": recipe.weight_decay if is_weight else 0.0,
                "factor": recipe.backbone_rate if in_backbone else 1.0,
            }
            for (in_backbone, is_weight), parameters in groups.items()
        ]
        if recipe.optimizer is Optimizer.SGD:
            return torch.optim.SGD(rows, lr=recipe.learning_rate, momentum=recipe.momentum)
        return torch.optim.AdamW(rows, lr=recipe.learning_rate)

    # -- where in the training we are

    def _total_steps(self) -> int:
        assert self._config.epochs is not None
        return max(1, round(self._config.epochs * self._batches.steps_per_epoch))

    def _progress_at(self, step: int) -> float:
        """Return the share of the training that lies before a step."""
        if self._config.minutes is not None:
            return min(1.0, self._elapsed_s / (60.0 * self._config.minutes))
        return min(1.0, step / self._total_steps())

    def _rate(self, progress: float) -> float:
        recipe = self._config.recipe
        if recipe.schedule is Schedule.COSINE:
            return cosine_rate(
                progress, recipe.learning_rate, warmup=recipe.warmup, final=recipe.final
            )
        assert self._config.epochs is not None
        cycle = CyclicalRate(
            largest=recipe.learning_rate,
            sigma_first=self._widths(0.0).sigma,
            sigma_last=self._widths(self._config.epochs).sigma,
            epochs=self._config.epochs,
        )
        return cycle.rate(progress * self._config.epochs)

    def _widths(self, epoch: float) -> SigmaStep:
        recipe = self._config.recipe
        paper = paper_sigma(epoch, self._cells)
        return SigmaStep(
            sigma=paper.sigma if recipe.sigma is None else recipe.sigma,
            paf_width=paper.paf_width if recipe.paf_width is None else recipe.paf_width,
        )

    @property
    def _cells(self) -> int:
        return self._spec.input_px // STRIDE

    # -- the loop

    def run(self) -> TrainingResult:
        """Train to the end, or until somebody asks to stop.

        Raises
        ------
        DataError
            If the loss is not a number any more.
        OutputError
            If a checkpoint or the result cannot be written; the last checkpoint stays.
        """
        self._resume()
        if self._validation is not None and self._record.before is None:
            self._look_before()
        self._emit({
            "event": "started", "step": self._step, "pictures": len(self._batches),
            "steps_per_epoch": self._batches.steps_per_epoch, "note": kernel_note(),
        })  # fmt: skip
        finished = self._train()
        self._save()
        return self._finish(finished)

    def _train(self) -> bool:
        """Return True at the regular end."""
        config = self._config
        saved_at = started_at = time.monotonic()
        before_s = self._elapsed_s
        for batch in prefetch(self._make_batch, self._step):
            progress, stop = self._group.agree(
                self._progress_at(self._step), float(self._should_cancel())
            )
            if progress >= 1.0 or stop:
                break
            loss = self._train_step(batch, self._rate(progress))
            self._elapsed_s = before_s + time.monotonic() - started_at
            self._step += 1
            self._report(loss, progress)
            if math.floor(progress / config.validate_every) > self._record.looks:
                self._record.looks = math.floor(progress / config.validate_every)
                self._look()
                if config.patience is not None and self._record.without_gain >= config.patience:
                    self._emit({"event": "stopped_early", "step": self._step})
                    return True
            if time.monotonic() - saved_at > 60.0 * config.checkpoint_minutes:
                self._save()
                saved_at = time.monotonic()
        if progress >= 1.0:
            self._look()
        return progress >= 1.0

    def _make_batch(self, step: int) -> Batch:
        recipe = self._config.recipe
        progress = self._progress_at(step)
        is_calm = progress >= 1.0 - recipe.calm_share
        side = self._spec.input_px
        if recipe.small_px is not None and progress < recipe.small_share:
            side = recipe.small_px
        return self._batches.make(step, recipe.calm if is_calm else recipe.heavy, side)

    def probe(self, rates: Sequence[float]) -> Iterator[float]:
        """Yield the loss of steps at given learning rates, for a range test; nothing is saved."""
        for batch, rate in zip(prefetch(self._make_batch, 0), rates, strict=False):
            yield self._step_with(batch, rate)
            self._step += 1

    def _train_step(self, batch: Batch, rate: float) -> float:
        loss = self._step_with(batch, rate)
        if not math.isfinite(loss):
            raise DataError(
                f"The loss became {loss} in step {self._step + 1}: lower the learning rate "
                f"(it was {rate:.2g}) and start again; the last checkpoint is from before."
            )
        return loss

    def _step_with(self, batch: Batch, rate: float) -> float:
        """Change the weights once, unless the loss is not finite; return it."""
        recipe = self._config.recipe
        widths = self._widths(self._step / self._batches.steps_per_epoch)
        targets = make_targets(
            batch, self._skeleton.limb_channels, cells=batch.images.shape[1] // STRIDE,
            sigma=widths.sigma, paf_width=widths.paf_width,
        )  # fmt: skip
        weights = LossWeights(pafs=recipe.paf_weight, peak=recipe.peak_weight)
        for row in self._optimizer.param_groups:
            row["lr"] = rate * row["factor"]
        self._optimizer.zero_grad(set_to_none=False)
        with _memory_errors_named():
            with torch.autocast("cpu", torch.bfloat16):
                maps = self._forward(self._normalized(batch))
            loss = torch.stack(list(loss_of(maps, targets, weights).values())).sum()
            loss.backward()  # type: ignore[no-untyped-call]
        shared = loss.detach().clone()
        self._group.average([shared, *self._gradients()])
        value = float(shared)
        if math.isfinite(value):
            self._optimizer.step()
            self._update_average()
        return value

    def _gradients(self) -> Iterator[Tensor]:
        for row in self._optimizer.param_groups:
            for parameter in row["params"]:
                if parameter.grad is not None:
                    yield parameter.grad

    def _normalized(self, batch: Batch) -> Tensor:
        scaling = self._metadata.normalization
        mean = torch.tensor(scaling.mean).view(1, 3, 1, 1)
        std = torch.tensor(scaling.std).view(1, 3, 1, 1)
        # (N, H, W, 3) seen as (N, 3, H, W) is channels last already.
        return (torch.from_numpy(batch.images).permute(0, 3, 1, 2).float() - mean) / std

    @torch.no_grad()
    def _update_average(self) -> None:
        decay = self._config.recipe.average
        # Early on the average would remember the beginning for too long.
        decay = min(decay, (1.0 + self._step) / (10.0 + self._step))
        for name, value in self._network.state_dict().items():
            if value.dtype.is_floating_point:
                self._average[name].lerp_(value, 1.0 - decay)
            else:
                self._average[name].copy_(value)

    def _report(self, loss: float, progress: float) -> None:
        self._emit({
            "event": "step", "step": self._step, "progress": round(progress, 5),
            "epoch": round(self._step / self._batches.steps_per_epoch, 3),
            "loss": loss, "rate": self._rate(progress),
            "elapsed_s": round(self._elapsed_s, 1),
        })  # fmt: skip

    # -- validation

    def _look_before(self) -> None:
        """Validate what the training starts from, as users have it: with its own calibration."""
        start = self._start
        if start is None or start.metadata.skeleton.keypoints != self._skeleton.keypoints:
            start = to_weights(self._average, self._metadata)
        self._record.before = self._scored(start)
        self._emit({"event": "before", **self._record.before})

    def _look(self) -> None:
        """Validate the averaged weights and remember the best ones."""
        if self._validation is None:
            self._best = self._average
            return
        row = self._scored(to_weights(self._average, self._metadata))
        self._record.validations.append(row)
        best = self._record.best
        if best is None or row["pckh50"] + row["pckh10"] > best["pckh50"] + best["pckh10"]:
            self._record.best = row
            self._record.without_gain = 0
            self._best = {name: value.clone() for name, value in self._average.items()}
        else:
            self._record.without_gain += 1
        self._emit({"event": "validated", **row, "is_best": self._record.best is row})

    def _scored(self, weights: LoadedWeights) -> dict[str, float]:
        """Return the leader's validation of weights."""
        assert self._validation is not None
        figures = (0.0, 0.0, 0.0)
        if self._group.leads:
            found, xy_px = validate(weights, self._validation, progress=self._tell_looking)
            figures = (found.pckh50, found.pckh10, found.peak)
            self._show_samples(xy_px)
        pckh50, pckh10, peak = self._group.agree(*figures)
        return {"step": float(self._step), "pckh50": pckh50, "pckh10": pckh10, "peak": peak}

    def _tell_looking(self, told: Progress) -> None:
        if told.done == told.total or told.done % _LOOKED_AT == 0:
            self._emit({"event": "looking", "done": told.done, "total": told.total})

    def _show_samples(self, xy_px: FloatArray) -> None:
        assert self._validation is not None
        files = write_samples(self._config.folder, self._validation, xy_px, self._skeleton)
        self._emit({"event": "samples", "step": self._step, "files": list(files)})

    # -- files

    def _save(self) -> None:
        if not self._group.leads:
            return
        tensors = {f"network.{n}": v for n, v in self._network.state_dict().items()}
        tensors |= {f"average.{n}": v for n, v in self._average.items()}
        tensors |= {f"best.{n}": v.clone() for n, v in self._best.items()}
        for number, state in self._optimizer.state_dict()["state"].items():
            for name, value in state.items():
                tensors[f"optimizer.{number}.{name}"] = torch.as_tensor(value)
        save_checkpoint(
            self._config.folder / CHECKPOINT,
            Checkpoint(
                step=self._step,
                elapsed_s=self._elapsed_s,
                course=self._course,
                tensors=tensors,
                record=asdict(self._record),
            ),
        )
        self._emit({"event": "saved", "step": self._step})

    def _resume(self) -> None:
        path = self._config.folder / CHECKPOINT
        if not path.is_file():
            return
        found = load_checkpoint(path, self._course)
        parts: dict[str, dict[str, Tensor]] = {}
        for name, value in found.tensors.items():
            part, _, rest = name.partition(".")
            parts.setdefault(part, {})[rest] = value
        self._network.load_state_dict(parts["network"])
        self._average, self._best = parts["average"], parts["best"]
        optimizer = self._optimizer.state_dict()
        for name, value in parts.get("optimizer", {}).items():
            number, _, entry = name.partition(".")
            optimizer["state"].setdefault(int(number), {})[entry] = value
        self._optimizer.load_state_dict(optimizer)
        self._record = _Record(**found.record)
        self._step, self._elapsed_s = found.step, found.elapsed_s
        self._emit({"event": "resumed", "step": self._step})

    def _finish(self, finished: bool) -> TrainingResult:
        path = self._config.folder / f"{self._config.name}.safetensors"
        weights = replace(to_weights(self._best, self._metadata), path=path)
        if self._group.leads:
            if finished:
                weights = calibrated(
                    weights, self._people, source=f"people that '{self._config.name}' learnt from"
                )
            save_native(path, weights.state, weights.metadata)
        before, best = self._record.before, self._record.best
        result = TrainingResult(
            weights=weights,
            path=path,
            finished=finished,
            before=None if before is None else _validation_of(before),
            best=None if best is None else _validation_of(best),
            steps=self._step,
        )
        self._emit({
            "event": "finished" if finished else "stopped", "step": self._step, "file": str(path),
            "before": before, "best": best,
        })  # fmt: skip
        return result


def _validation_of(row: dict[str, float]) -> Validation:
    return Validation(pckh50=row["pckh50"], pckh10=row["pckh10"], peak=row["peak"])


@contextmanager
def _memory_errors_named() -> Iterator[None]:
    try:
        yield
    except MemoryError as error:
        raise _out_of_memory() from error
    except RuntimeError as error:
        if "memory" not in str(error).lower():
            raise
        raise _out_of_memory() from error


def _out_of_memory() -> EngineError:
    return EngineError(
        "There is not enough memory for this training: choose a smaller batch or network. The "
        "last checkpoint is kept."
    )
