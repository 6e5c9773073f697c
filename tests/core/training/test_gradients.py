"""Our gradients against the library's, with and without a compiler."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.nn import functional

from efficientpose_core.training import kernels
from efficientpose_core.training.gradients import (
    depthwise_conv2d,
    relu6,
    weight_and_bias_gradient,
)
from efficientpose_core.training.kernels import compiled_kernels, kernel_note

# Pictures, channels (below, at and above a multiple of 16), rows, columns, kernel, stride.
SHAPES = [
    (2, 5, 9, 7, 3, 1), (3, 16, 8, 8, 5, 1), (2, 40, 10, 14, 5, 2), (1, 33, 6, 6, 3, 2),
    (1, 17, 7, 9, 5, 2),
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EFFICIENTPOSE_HOME", str(tmp_path_factory.mktemp("home")))
        kernels._build.cache_clear()
        yield
    kernels._build.cache_clear()


@pytest.fixture
def no_compiler(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    kernels._build.cache_clear()
    yield
    monkeypatch.undo()
    kernels._build.cache_clear()


Data = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def _data(shape: tuple[int, ...]) -> Data:
    n, c, rows, columns, kernel, stride = shape
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(n, c, rows, columns, generator=generator)
    weight = torch.randn(c, 1, kernel, kernel, generator=generator)
    bias = torch.randn(c, generator=generator)
    y = functional.conv2d(x, weight, None, stride, kernel // 2, groups=c)
    return x, weight, bias, torch.randn(y.shape, generator=generator)


def _gradients(data: Data, *, stride: int, own: bool) -> list[torch.Tensor]:
    *inputs, grad = data
    x, weight, bias = (value.clone().requires_grad_() for value in inputs)
    padding = weight.shape[-1] // 2
    if own:
        y = depthwise_conv2d(x, weight, bias, stride=stride, padding=padding)
    else:
        y = functional.conv2d(x, weight, bias, stride, padding, groups=x.shape[1])
    return list(torch.autograd.grad(y, [x, weight, bias], grad))


def _compare(data: Data, stride: int) -> None:
    for own, library in zip(
        _gradients(data, stride=stride, own=True),
        _gradients(data, stride=stride, own=False),
        strict=True,
    ):
        torch.testing.assert_close(own, library, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("shape", SHAPES)
def test_gradients_equal_the_librarys(shape: tuple[int, ...]) -> None:
    assert compiled_kernels() is not None
    _compare(_data(shape), shape[-1])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.usefixtures("no_compiler")
def test_gradients_without_a_compiler_equal_them_too(shape: tuple[int, ...]) -> None:
    assert compiled_kernels() is None
    _compare(_data(shape), shape[-1])


@pytest.mark.parametrize("shape", SHAPES)
def test_gradients_in_bf16_equal_f32_ones_within_rounding(shape: tuple[int, ...]) -> None:
    x, weight, bias, grad = (value.bfloat16() for value in _data(shape))
    rounded = _gradients((x, weight, bias, grad), stride=shape[-1], own=True)
    exact = _gradients(
        (x.float(), weight.float(), bias.float(), grad.float()), stride=shape[-1], own=False
    )
    for own, reference in zip(rounded, exact, strict=True):
        assert own.dtype == torch.bfloat16
        # bf16 keeps 8 bits: one rounding of the result.
        assert (own.float() - reference).abs().max() <= reference.abs().max() * 2**-8


def test_padding_at_the_top_left_only() -> None:
    x, grad = torch.randn(1, 3, 8, 8), torch.randn(1, 3, 4, 4)
    padded = functional.pad(x, (1, 0, 1, 0))
    own = weight_and_bias_gradient(x, grad, kernel=3, stride=2, padding=(1, 1))
    other = weight_and_bias_gradient(padded, grad, kernel=3, stride=2, padding=(0, 0))
    torch.testing.assert_close(own, other)


def test_any_memory_layout_and_number_of_threads() -> None:
    x, _, _, grad = _data((2, 40, 10, 14, 5, 1))
    before = torch.get_num_threads()
    found = []
    try:
        for threads, layout in ((1, torch.contiguous_format), (2, torch.channels_last)):
            torch.set_num_threads(threads)
            found.append(
                weight_and_bias_gradient(
                    x.contiguous(memory_format=layout), grad, kernel=5, stride=1, padding=(2, 2)
                )
            )
    finally:
        torch.set_num_threads(before)
    assert torch.equal(found[0][0], found[1][0])
    assert torch.equal(found[0][1], found[1][1])


def test_kernels_of_other_sizes_use_the_library() -> None:
    _compare(_data((1, 4, 9, 9, 7, 1)), 1)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32])
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_relu6_equals_the_librarys(dtype: torch.dtype, layout: torch.memory_format) -> None:
    special = torch.tensor([-1.0, -0.0, 0.0, 1e-30, 3.0, 5.96875, 6.0, 7.0])
    x = special.repeat(2 * 3 * 4).reshape(2, 3, 4, 8).to(dtype).contiguous(memory_format=layout)
    grad = torch.randn(x.shape).to(dtype).contiguous(memory_format=layout)
    results = []
    for function in (relu6, functional.relu6):
        leaf = x.clone().requires_grad_()
        y = function(leaf)
        results.append((y, *torch.autograd.grad(y, leaf, grad)))
    assert torch.equal(results[0][0], results[1][0])
    assert torch.equal(results[0][1], results[1][1])


@pytest.mark.usefixtures("no_compiler")
def test_a_missing_compiler_is_told() -> None:
    assert kernel_note().startswith("No C compiler")
    x = torch.tensor([-1.0, 2.0, 8.0], dtype=torch.bfloat16, requires_grad=True)
    relu6(x).sum().backward()
    assert x.grad is not None
    assert x.grad.tolist() == [0.0, 1.0, 0.0]


def test_a_failing_compiler_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    def fail(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        if options.get("check"):
            raise subprocess.CalledProcessError(1, command)
        return subprocess.CompletedProcess(command, 0, stdout=b"another version")

    monkeypatch.setattr(subprocess, "run", fail)
    kernels._build.cache_clear()
    assert kernel_note().startswith("The C compiler failed")
    assert "cannot be made" in caplog.text
    kernels._build.cache_clear()


def test_the_compiled_file_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled_kernels() is not None
    kernels._build.cache_clear()
    run = subprocess.run

    def refuse(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        assert "-shared" not in command
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", refuse)
    assert compiled_kernels() is not None
