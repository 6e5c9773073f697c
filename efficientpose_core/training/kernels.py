"""Small C functions for gradients that PyTorch computes slowly on a CPU, compiled on first use.

The machine's own compiler makes them from ``kernels.c`` once; the result stays in the cache folder.
Where there is no compiler, or it fails, callers take PyTorch's functions, which are right, too:
`kernel_note` says which are in use.
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import logging
import platform
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from efficientpose_core.atomic import atomic_path
from efficientpose_core.errors import OutputError
from efficientpose_core.paths import cache_dir

__all__ = ["Kernels", "compiled_kernels", "kernel_note"]

_LOGGER = logging.getLogger(__name__)

_SOURCE = Path(__file__).with_name("kernels.c")
_FLAGS = ("-O3", "-march=native", "-shared", "-fPIC")
_COMPILERS = ("cc", "gcc", "clang")
_LANES = 16
"""Channels that the compiled function takes at a time."""


class _Shape(ctypes.Structure):
    """``shape`` in kernels.c."""

    _fields_ = [
        (name, ctypes.c_int64)
        for name in (
            "pictures", "channels", "in_rows", "in_columns", "out_rows", "out_columns",
            "kernel", "stride", "top", "left",
        )
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kernels:
    """The compiled functions."""

    library: ctypes.CDLL

    def depthwise(
        self, x: Tensor, grad: Tensor, *, kernel: int, stride: int, padding: tuple[int, int]
    ) -> tuple[Tensor, Tensor]:
        """Return weight and bias gradients of a depthwise convolution of 3 x 3 or 5 x 5.

        Parameters
        ----------
        x, grad
            (N, C, H, W) and (N, C, H', W'), both bfloat16 or both float32.
        kernel, stride, padding
            Padding at the top and on the left.

        Returns
        -------
        tuple
            (C, 1, kernel, kernel) and (C,), float32.
        """
        x = x.contiguous(memory_format=torch.channels_last)
        grad = grad.contiguous(memory_format=torch.channels_last)
        n, channels, rows, columns = x.shape
        shape = _Shape(
            n, channels, rows, columns, grad.shape[2], grad.shape[3], kernel, stride, *padding
        )
        weight, bias = torch.empty(channels, 1, kernel, kernel), torch.empty(channels)
        pointers = [ctypes.c_void_p(t.data_ptr()) for t in (x, grad, weight, bias)]
        is_bf16 = int(x.dtype == torch.bfloat16)

        def compute(first: int, last: int) -> bool:
            done = self.library.depthwise_gradient(
                *pointers, ctypes.byref(shape), is_bf16, ctypes.c_int64(first),
                ctypes.c_int64(last),
            )  # fmt: skip
            return bool(done)

        threads = min(torch.get_num_threads(), -(-channels // _LANES))
        share = -(-channels // (_LANES * threads)) * _LANES
        firsts = range(0, channels, share)
        lasts = [min(first + share, channels) for first in firsts]
        # The calls release the interpreter's lock, so plain threads run side by side.
        each = map(compute, firsts, lasts) if threads == 1 else _pool(threads).map(
            compute, firsts, lasts
        )  # fmt: skip
        if not all(list(each)):
            raise MemoryError("Out of memory in the gradient of a depthwise convolution.")
        return weight, bias

    def relu6(self, y: Tensor, grad: Tensor) -> Tensor:
        """Return ``grad`` where ``0 < y < 6`` and 0 elsewhere; bfloat16, equal dense strides."""
        result = torch.empty_like(grad)
        self.library.relu6_gradient(
            *(ctypes.c_void_p(t.data_ptr()) for t in (y, grad, result)),
            ctypes.c_int64(grad.numel()),
        )
        return result


@functools.cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="kernels")


@functools.cache
def _build() -> tuple[Kernels | None, str]:
    """Return the compiled functions or None, and a sentence about it."""
    compiler = next((found for name in _COMPILERS if (found := shutil.which(name))), None)
    if compiler is None:
        return None, "No C compiler: some gradients use the library, which is slower."
    # Code for "native" must not be shared between processors (a cache on a network drive).
    told = [
        subprocess.run([compiler, *question], capture_output=True, check=False).stdout
        for question in (["--version"], ["-march=native", "-Q", "--help=target"])
    ]
    parts = (_SOURCE.read_bytes(), " ".join(_FLAGS).encode(), platform.machine().encode(), *told)
    digest = hashlib.sha256(b"\n".join(parts)).hexdigest()[:16]
    path = cache_dir() / "kernels" / f"gradients-{digest}.so"
    try:
        if not path.is_file():
            with atomic_path(path) as temporary:
                subprocess.run(
                    [compiler, *_FLAGS, "-o", str(temporary), str(_SOURCE)],
                    capture_output=True,
                    check=True,
                )
        library: Any = ctypes.CDLL(str(path))
        library.depthwise_gradient.restype = ctypes.c_int
        library.relu6_gradient.restype = None
    except (subprocess.CalledProcessError, OutputError, OSError, AttributeError) as error:
        _LOGGER.warning("The compiled gradients cannot be made: %s", error)
        return None, "The C compiler failed: some gradients use the library, which is slower."
    return Kernels(library), f"Own gradients, compiled by {Path(compiler).name}."


def compiled_kernels() -> Kernels | None:
    """Return the compiled functions, or None where there is no working compiler."""
    return _build()[0]


def kernel_note() -> str:
    """Say how the gradients are computed on this machine."""
    return _build()[1]
