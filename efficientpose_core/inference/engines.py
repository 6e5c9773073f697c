"""One interface over the inference engines, and the choice between them.

An engine takes letterboxed RGB bytes and returns the heatmaps of the last pass; normalisation is
part of its graph, so that a picture is copied once. Which engine and device are really used is
always told; a wanted one that is missing is an error, never quietly another.
"""

from __future__ import annotations

import ctypes.util
import platform
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import EngineError, UnknownNameError

if TYPE_CHECKING:
    from efficientpose_core.models.weights import LoadedWeights

__all__ = ["Device", "Engine", "EngineInfo", "EngineName", "EngineRequest", "Mode", "Precision",
           "open_engine"]  # fmt: skip


E = TypeVar("E", bound=Enum)


class EngineName(Enum):
    """What runs the network."""

    AUTO = "auto"
    OPENVINO = "openvino"
    TORCH = "torch"


class Device(Enum):
    """Where it runs."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    MPS = "mps"


class Precision(Enum):
    """Arithmetic of the network.

    bf16 is faster on some processors and off by about 1%. int8 is the fastest, a little less exact,
    and there for bundled weights only, in OpenVINO.
    """

    F32 = "f32"
    BF16 = "bf16"
    INT8 = "int8"


class Mode(Enum):
    """One picture as soon as possible, or many pictures side by side."""

    LATENCY = "latency"
    THROUGHPUT = "throughput"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRequest:
    """What the user asks for; ``AUTO`` leaves the choice to the machine.

    Parameters
    ----------
    engine, device, precision, mode
        See the enums.
    threads
        CPU threads, or None for all cores.
    """

    engine: EngineName = EngineName.AUTO
    device: Device = Device.AUTO
    precision: Precision = Precision.F32
    mode: Mode = Mode.LATENCY
    threads: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineInfo:
    """What is really in use, for the screen and for the provenance file.

    Parameters
    ----------
    engine, device, precision, mode
        As they run, never AUTO.
    version
        Version of the library.
    hardware
        Name of the processor or graphics card.
    max_difference
        Largest difference of a map value from the torch engine's on the check picture; 0 for the
        torch engine on the CPU, which is the reference.
    """

    engine: EngineName
    device: Device
    precision: Precision
    mode: Mode
    version: str
    hardware: str
    max_difference: float


class Engine(Protocol):
    """A network ready to run."""

    @property
    def info(self) -> EngineInfo:
        """What is in use."""
        ...

    @property
    def input_px(self) -> int:
        """Side of the pictures it takes."""
        ...

    @property
    def streams(self) -> int:
        """How many calls of `infer` from different threads run side by side."""
        ...

    def infer(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """Map (N, r, r, 3) RGB bytes to (N, K, r / 8, r / 8) heatmaps."""
        ...

    def close(self) -> None:
        """Free the network's memory."""
        ...


def parse_engine(text: str) -> EngineName:
    """Read an engine's name; `UnknownNameError` suggests the nearest."""
    return _parse(EngineName, "engine", text)


def parse_device(text: str) -> Device:
    """Read a device's name; `UnknownNameError` suggests the nearest."""
    return _parse(Device, "device", text)


def parse_precision(text: str) -> Precision:
    """Read a precision's name; `UnknownNameError` suggests the nearest."""
    return _parse(Precision, "precision", text)


def _parse(kind: type[E], label: str, text: str) -> E:
    try:
        return kind(text.strip().lower())
    except ValueError:
        raise UnknownNameError(label, text, [member.value for member in kind]) from None


def choose(request: EngineRequest) -> tuple[EngineName, Device]:
    """Turn AUTO into an engine and a device.

    Graphics cards first (with torch), else OpenVINO on the CPU. Torch, slow to import, is only
    asked where a graphics driver is present or was wished for.

    Raises
    ------
    EngineError
        If the wish cannot be met on this machine.
    """
    engine, device = request.engine, request.device
    if request.precision is Precision.INT8:
        if engine is EngineName.TORCH or device not in (Device.AUTO, Device.CPU):
            raise EngineError(
                "int8 runs in OpenVINO on the CPU only: choose --precision f32, or --engine "
                "openvino and --device cpu."
            )
        return EngineName.OPENVINO, Device.CPU
    if engine is EngineName.OPENVINO:
        if device not in (Device.AUTO, Device.CPU):
            raise EngineError(
                f"The openvino engine runs on the CPU only, not on {device.value}: "
                "choose --engine torch, or --device cpu."
            )
        return engine, Device.CPU
    if device in (Device.CUDA, Device.MPS):
        if device not in available_accelerators():
            raise EngineError(
                f"No usable {device.value} device on this machine: choose --device cpu, or install "
                "a torch build and a driver that support it."
            )
        return EngineName.TORCH, device
    if device is Device.AUTO and (found := _driver_hint()) and found in available_accelerators():
        return EngineName.TORCH, found
    return (EngineName.OPENVINO if engine is EngineName.AUTO else engine), Device.CPU


def _driver_hint() -> Device | None:
    """Guess from the operating system, without torch, which accelerator may be there."""
    if platform.system() == "Darwin":
        return Device.MPS if platform.machine() == "arm64" else None
    library = "nvcuda" if platform.system() == "Windows" else "cuda"
    return Device.CUDA if ctypes.util.find_library(library) else None


def available_accelerators() -> tuple[Device, ...]:
    """Ask torch which accelerators it can use here."""
    import torch

    found = []
    if torch.cuda.is_available():
        found.append(Device.CUDA)
    if torch.backends.mps.is_available():
        found.append(Device.MPS)
    return tuple(found)


def open_engine(weights: LoadedWeights, request: EngineRequest | None = None) -> Engine:
    """Prepare a network to run, checked against torch where it runs on something else.

    Parameters
    ----------
    weights
        What to run.
    request
        Wishes; everything automatic by default.

    Raises
    ------
    EngineError
        If the wished engine or device is missing, or its numbers differ from torch's.
    """
    request = request or EngineRequest()
    engine, device = choose(request)
    if engine is EngineName.OPENVINO:
        from efficientpose_core.inference.openvino_engine import OpenVinoEngine

        return OpenVinoEngine(weights, request)
    from efficientpose_core.inference.torch_engine import TorchEngine

    return TorchEngine(weights, request, device)


def check_input(images: npt.NDArray[np.uint8], input_px: int) -> None:
    """Raise `EngineError` unless ``images`` is (N, r, r, 3) bytes."""
    if images.dtype != np.uint8 or images.shape[1:] != (input_px, input_px, 3):
        raise EngineError(
            f"This network takes (N, {input_px}, {input_px}, 3) bytes, not "
            f"{images.dtype} {images.shape}."
        )


def check_picture(input_px: int) -> npt.NDArray[np.uint8]:
    """Return the picture on which engines are compared: smooth shapes and noise, from a seed."""
    rng = np.random.default_rng(20_201)
    coarse = rng.uniform(0, 255, (8, 8, 3))
    axis = np.minimum(np.arange(input_px) * 8 // input_px, 7)
    picture = coarse[axis][:, axis] + rng.normal(0, 20, (input_px, input_px, 3))
    return np.clip(picture, 0, 255).astype(np.uint8)[None]


TOLERANCE = {Precision.F32: 1e-4, Precision.BF16: 0.08, Precision.INT8: 0.15}
"""Largest accepted difference from torch f32 on the check picture, in units of a peak of 1."""
