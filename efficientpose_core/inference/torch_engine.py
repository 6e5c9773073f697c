"""The torch engine: the reference on every device, and the one for graphics cards."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from efficientpose_core.errors import EngineError
from efficientpose_core.inference.engines import (
    TOLERANCE,
    Device,
    EngineInfo,
    EngineName,
    EngineRequest,
    Precision,
    check_input,
    check_picture,
)
from efficientpose_core.models.factory import load_model
from efficientpose_core.models.network import EfficientPose
from efficientpose_core.models.variants import Normalization

if TYPE_CHECKING:
    from efficientpose_core.models.weights import LoadedWeights

__all__ = ["BytesToHeatmaps", "TorchEngine"]


class BytesToHeatmaps(nn.Module):
    """RGB bytes (N, r, r, 3) in, heatmaps of the last pass (N, K, r / 8, r / 8) out."""

    mean: Tensor
    std: Tensor

    def __init__(self, network: EfficientPose, normalization: Normalization) -> None:
        super().__init__()
        self.network = network
        self.register_buffer("mean", torch.tensor(normalization.mean).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(normalization.std).view(1, 3, 1, 1))

    def forward(self, images: Tensor) -> Tensor:
        """Normalise and run the network."""
        x = images.permute(0, 3, 1, 2).to(self.mean.dtype)
        return cast(Tensor, self.network((x - self.mean) / self.std).confs2)


class TorchEngine:
    """Eager PyTorch, channels last.

    Parameters
    ----------
    weights
        What to run.
    request
        Precision and threads are honoured; bf16 by autocast.
    device
        CPU, CUDA or MPS.
    """

    def __init__(
        self, weights: LoadedWeights, request: EngineRequest, device: Device = Device.CPU
    ) -> None:
        if request.threads is not None:
            torch.set_num_threads(request.threads)
        self._precision = request.precision
        self._mode = request.mode
        self._where = torch.device(device.value)
        self._device = device
        self._input_px = weights.spec.input_px
        module = BytesToHeatmaps(load_model(weights), weights.metadata.normalization).eval()
        picture = check_picture(self._input_px)
        is_reference = device is Device.CPU and request.precision is Precision.F32
        reference = None if is_reference else self._run(module, picture, torch.device("cpu"), None)
        try:
            self._module: nn.Module | None = module.to(self._where).to(
                memory_format=torch.channels_last
            )
            self._difference = 0.0
            if reference is not None:
                self._difference = float(np.abs(self.infer(picture) - reference).max())
        except RuntimeError as error:
            raise EngineError(
                f"torch cannot run this network on {device.value}: {_first_line(error)}. "
                "Choose --device cpu."
            ) from error
        if not self._difference <= TOLERANCE[request.precision]:
            raise EngineError(
                f"torch on {device.value} differs from the CPU by {self._difference:.2g}: its "
                "numbers cannot be trusted. Choose --device cpu."
            )

    @property
    def info(self) -> EngineInfo:
        """What is in use."""
        if self._device is Device.CUDA:
            hardware = torch.cuda.get_device_name(self._where)
        else:
            hardware = platform.processor() or platform.machine()
        return EngineInfo(
            engine=EngineName.TORCH,
            device=self._device,
            precision=self._precision,
            mode=self._mode,
            version=torch.__version__,
            hardware=hardware,
            max_difference=self._difference,
        )

    @property
    def input_px(self) -> int:
        """Side of the pictures it takes."""
        return self._input_px

    @property
    def streams(self) -> int:
        """One: pictures of one call are a batch."""
        return 1

    def infer(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """Map (N, r, r, 3) RGB bytes to (N, K, r / 8, r / 8) heatmaps."""
        check_input(images, self._input_px)
        if self._module is None:
            raise EngineError("This engine was closed: open it again.")
        dtype = torch.bfloat16 if self._precision is Precision.BF16 else None
        return self._run(self._module, images, self._where, dtype)

    @staticmethod
    def _run(
        module: nn.Module,
        images: npt.NDArray[np.uint8],
        where: torch.device,
        autocast: torch.dtype | None,
    ) -> npt.NDArray[np.float32]:
        with (
            torch.inference_mode(),
            torch.autocast(where.type, dtype=autocast, enabled=autocast is not None),
        ):
            maps = module(torch.from_numpy(np.ascontiguousarray(images)).to(where))
        result: npt.NDArray[np.float32] = maps.float().cpu().contiguous().numpy()
        return result

    def close(self) -> None:
        """Free the network's memory."""
        self._module = None


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
