"""Batches: which pictures come when, how each is varied, and making the next ones in the meantime.

The order of an epoch depends on the seed and the epoch's number alone, and the variation of a
picture on the seed and its place in the run. So a run can go on from any step, and several
processes can share it, without changing what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from efficientpose_core.pose import FloatArray
from efficientpose_core.training.augment import Augmentation, augment
from efficientpose_core.training.crops import CropStore
from efficientpose_core.training.examples import Examples

__all__ = ["Batch", "BatchMaker", "prefetch"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """Network inputs and what is known about them.

    Parameters
    ----------
    images
        (B, r, r, 3) RGB bytes.
    xy_input
        (B, 2, K, 2) in input pixels; see `Examples`.
    share, height
        (B, 2, K).
    """

    images: npt.NDArray[np.uint8]
    xy_input: FloatArray
    share: FloatArray
    height: FloatArray


class BatchMaker:
    """Makes the batch of any step.

    Parameters
    ----------
    examples, store
        What can be shown; equally long.
    batch_size
        Pictures a step, over all processes.
    seed
        Of order and variation.
    flip_permutation
        Channel order after mirroring.
    rank, world
        This process and how many there are; each makes its own part of every batch.
    """

    def __init__(
        self,
        examples: Examples,
        store: CropStore,
        *,
        batch_size: int,
        seed: int,
        flip_permutation: tuple[int, ...],
        rank: int = 0,
        world: int = 1,
    ) -> None:
        self._examples = examples
        self._store = store
        self._batch_size = batch_size
        self._seed = seed
        self._flip = flip_permutation
        self._mine = slice(rank * batch_size // world, (rank + 1) * batch_size // world)
        self._shown = np.repeat(np.arange(len(examples)), examples.repeat.astype(int))
        self._order_of: tuple[int, npt.NDArray[np.int64]] = (-1, self._shown)

    def __len__(self) -> int:
        return len(self._examples)

    @property
    def steps_per_epoch(self) -> int:
        """Batches an epoch; what is left over is shown in the next one."""
        return max(1, len(self._shown) // self._batch_size)

    def numbers(self, step: int) -> npt.NDArray[np.int64]:
        """Return the (B,) numbers of the examples that all processes show in a step."""
        epoch, within = divmod(step, self.steps_per_epoch)
        if self._order_of[0] != epoch:
            rng = np.random.default_rng([self._seed, 0, epoch])
            self._order_of = (epoch, rng.permutation(self._shown))
        first = within * self._batch_size
        # A set smaller than a batch is gone through again.
        return np.resize(self._order_of[1], max(len(self._shown), self._batch_size))[
            first : first + self._batch_size
        ]

    def make(self, step: int, how: Augmentation, input_px: int) -> Batch:
        """Return this process's part of the batch of ``step``, as inputs of that side."""
        made = [
            self._one(int(number), step, place, how, input_px)
            for place, number in list(enumerate(self.numbers(step)))[self._mine]
        ]
        images, xy, share, height = zip(*made, strict=True)
        return Batch(
            images=np.stack(images),
            xy_input=np.stack(xy),
            share=np.stack(share),
            height=np.stack(height),
        )

    def _one(
        self, number: int, step: int, place: int, how: Augmentation, input_px: int
    ) -> tuple[npt.NDArray[np.uint8], FloatArray, FloatArray, FloatArray]:
        rng = np.random.default_rng([self._seed, 1, step, place])
        examples = self._examples
        xy = examples.xy_px[number] * self._store.scales[number]
        picture = self._store[number]
        image, moved, mirrored = augment(picture, xy, input_px, how, rng, self._flip)
        order = list(self._flip) if mirrored else slice(None)
        return image, moved, examples.share[number][:, order], examples.height[number][:, order]


def prefetch(make: Callable[[int], Batch], first: int, *, ahead: int = 2) -> Iterator[Batch]:
    """Yield batches from step ``first`` on, made in the background while the last one is used."""
    with ThreadPoolExecutor(1, thread_name_prefix="batches") as pool:
        waiting = [pool.submit(make, first + n) for n in range(ahead)]
        step = first + ahead
        try:
            while True:
                batch = waiting.pop(0).result()
                waiting.append(pool.submit(make, step))
                step += 1
                yield batch
        finally:
            for future in waiting:
                future.cancel()
