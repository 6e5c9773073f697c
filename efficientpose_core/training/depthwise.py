"""Depthwise convolutions whose gradients are fast on a CPU.

PyTorch takes about forty times as long for the weight gradient of a depthwise convolution in bf16
as for its forward pass. Here it is a small C program (``depthwise.c``), compiled once by the
machine's own compiler and kept in the cache folder. Where there is no compiler the library's f32
gradient is taken, which is right, too, and two to three times faster than its bf16 one;
`kernel_note` says which of the two is in use.
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
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor
from torch.nn import functional

from efficientpose_core.atomic import atomic_path
from efficientpose_core.errors import OutputError
from efficientpose_core.paths import cache_dir

__all__ = ["depthwise_conv2d", "kernel_note", "weight_gradient"]

_LOGGER = logging.getLogger(__name__)

_SOURCE = Path(__file__).with_name("depthwise.c")
_FLAGS = ("-O3", "-march=native", "-shared", "-fPIC")
_COMPILERS = ("cc", "gcc", "clang")
_LANES = 16
_KERNELS = (3, 5)


class _Shape(ctypes.Structure):
    """``shape`` in depthwise.c."""

    _fields_ = [
        (name, ctypes.c_int64)
        for name in (
            "pictures", "channels", "in_rows", "in_columns", "out_rows", "out_columns",
            "kernel", "stride", "top", "left",
        )
    ]  # fmt: skip


@functools.cache
def _kernel() -> tuple[Any | None, str]:
    """Return the compiled function or None, and a sentence about it."""
    compiler = next((path for name in _COMPILERS if (path := shutil.which(name))), None)
    if compiler is None:
        return None, "No C compiler: depthwise gradients use the library in f32, which is slower."
    # "native" code must not be shared between processors (a cache on a network drive).
    version = subprocess.run([compiler, "--version"], capture_output=True, check=False).stdout
    native = subprocess.run(
        [compiler, "-march=native", "-Q", "--help=target"], capture_output=True, check=False
    ).stdout
    key = b"\n".join(
        (_SOURCE.read_bytes(), " ".join(_FLAGS).encode(), platform.machine().encode(), version,
         native)
    )  # fmt: skip
    library = cache_dir() / "kernels" / f"depthwise-{hashlib.sha256(key).hexdigest()[:16]}.so"
    try:
        if not library.is_file():
            with atomic_path(library) as temporary:
                subprocess.run(
                    [compiler, *_FLAGS, "-o", str(temporary), str(_SOURCE)],
                    capture_output=True,
                    check=True,
                )
        function = ctypes.CDLL(str(library)).depthwise_weight_gradient
    except (subprocess.CalledProcessError, OutputError, OSError, AttributeError) as error:
        _LOGGER.warning("The depthwise kernel cannot be built: %s", error)
        return None, "The C compiler failed: depthwise gradients use the library in f32."
    function.argtypes = [
        ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(_Shape),
        ctypes.c_int, ctypes.c_int64, ctypes.c_int64,
    ]  # fmt: skip
    function.restype = ctypes.c_int
    return function, f"Depthwise gradients: own kernel, compiled by {Path(compiler).name}."


def kernel_note() -> str:
    """Say how depthwise weight gradients are computed on this machine."""
    return _kernel()[1]


@functools.cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="depthwise")


def weight_gradient(
    x: Tensor, grad: Tensor, *, kernel: int, stride: int, padding: tuple[int, int]
) -> Tensor:
    """Return the weight gradient of a depthwise convolution.

    Parameters
    ----------
    x
        (N, C, H, W) input, float32 or bfloat16.
    grad
        (N, C, H', W') gradient of the output, same type.
    kernel, stride
        Side of the square kernel and step.
    padding
        Zeros above and to the left; below and to the right as many as the output's size implies.

    Returns
    -------
    Tensor
        (C, 1, kernel, kernel), float32, accumulated in float32.
    """
    function, _ = _kernel()
    on_cpu = x.device.type == "cpu" and x.dtype in (torch.bfloat16, torch.float32)
    if function is None or not on_cpu or kernel not in _KERNELS:
        return _library_weight_gradient(x, grad, kernel=kernel, stride=stride, padding=padding)
    x = x.contiguous(memory_format=torch.channels_last)
    grad = grad.contiguous(memory_format=torch.channels_last)
    n, channels, rows, columns = x.shape
    shape = _Shape(
        n, channels, rows, columns, grad.shape[2], grad.shape[3], kernel, stride, *padding
    )
    result = torch.empty(channels, 1, kernel, kernel)

    def compute(first: int, last: int) -> int:
        return cast(
            int,
            function(
                x.data_ptr(), grad.data_ptr(), result.data_ptr(), ctypes.byref(shape),
                int(x.dtype == torch.bfloat16), first, last,
            ),
        )  # fmt: skip

    threads = min(torch.get_num_threads(), -(-channels // _LANES))
    share = -(-channels // (_LANES * threads)) * _LANES
    spans = [(first, min(first + share, channels)) for first in range(0, channels, share)]
    # The call releases the interpreter's lock, so plain threads run side by side.
    done = list(_pool(threads).map(lambda span: compute(*span), spans)) if threads > 1 else [
        compute(*span) for span in spans
    ]  # fmt: skip
    if not all(done):
        raise MemoryError("Out of memory in the depthwise weight gradient.")
    return result


def _library_weight_gradient(
    x: Tensor, grad: Tensor, *, kernel: int, stride: int, padding: tuple[int, int]
) -> Tensor:
    channels = x.shape[1]
    top, left = padding
    bottom = (grad.shape[2] - 1) * stride + kernel - x.shape[2] - top
    right = (grad.shape[3] - 1) * stride + kernel - x.shape[3] - left
    padded = functional.pad(x.float(), (left, right, top, bottom))
    weight = padded.new_empty(channels, 1, kernel, kernel)
    gradient = torch.ops.aten.convolution_backward(
        grad.float(), padded, weight, None, [stride, stride], [0, 0], [1, 1], False, [0, 0],
        channels, [False, True, False],
    )[1]  # fmt: skip
    return cast(Tensor, gradient)


class _Depthwise(torch.autograd.Function):
    """Depthwise convolution of an already padded or symmetrically padded input."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, stride: int, padding: int) -> Tensor:
        ctx.save_for_backward(x, weight)
        ctx.stride, ctx.padding = stride, padding
        return functional.conv2d(x, weight, None, stride, padding, groups=x.shape[1])

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, Tensor | None, None, None]:
        x, weight = ctx.saved_tensors
        grad = grads[0].contiguous(memory_format=torch.channels_last)
        kernel, stride, padding = weight.shape[-1], ctx.stride, ctx.padding
        grad_x: Tensor | None = None
        grad_weight: Tensor | None = None
        if ctx.needs_input_grad[0]:
            if stride == 1:
                # The gradient of a convolution is one with the kernel turned by 180 degrees.
                turned = weight.flip(2, 3)
                rest = kernel - 1 - padding
                grad_x = functional.conv2d(grad, turned, None, 1, rest, groups=x.shape[1])
            else:
                grad_x = torch.ops.aten.convolution_backward(
                    grad, x, weight, None, [stride] * 2, [padding] * 2, [1, 1], False, [0, 0],
                    x.shape[1], [True, False, False],
                )[0]  # fmt: skip
        if ctx.needs_input_grad[1]:
            grad_weight = weight_gradient(
                x, grad, kernel=kernel, stride=stride, padding=(padding, padding)
            ).to(weight.dtype)
        return grad_x, grad_weight, None, None


def depthwise_conv2d(x: Tensor, weight: Tensor, *, stride: int, padding: int) -> Tensor:
    """Convolve each channel with its own kernel; differentiable, see the module's description.

    Parameters
    ----------
    x
        (N, C, H, W).
    weight
        (C, 1, k, k); brought to the type of ``x``.
    stride, padding
        As in ``conv2d``, equal on all sides.
    """
    return cast(Tensor, _Depthwise.apply(x, weight.to(x.dtype), stride, padding))  # type: ignore[no-untyped-call]
