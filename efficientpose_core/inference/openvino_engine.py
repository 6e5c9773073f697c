"""The OpenVINO engine: the default on CPUs.

The network is converted from torch once and kept as OpenVINO IR in the cache folder, under the
hash of its weights, together with the result of its check against torch. Later starts need no
torch at all.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import queue
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import openvino as ov

from efficientpose_core.errors import EngineError
from efficientpose_core.inference.engines import (
    TOLERANCE,
    Device,
    EngineInfo,
    EngineName,
    EngineRequest,
    Mode,
    Precision,
    check_input,
    check_picture,
)
from efficientpose_core.inference.quantized import quantized_network
from efficientpose_core.paths import cache_dir

if TYPE_CHECKING:
    from efficientpose_core.inference.torch_engine import BytesToHeatmaps
    from efficientpose_core.models.weights import LoadedWeights

__all__ = ["OpenVinoEngine", "convert", "is_prepared", "to_openvino"]

logger = logging.getLogger(__name__)

_MODEL = "model.xml"
_FORMAT = 1
"""Raise when the converted graph or its check changes, so that old cache entries are not used."""
_FIRST_RUN = threading.Lock()
"""Held in the first run of each engine. OpenVINO's binding makes objects of its own on first use
and needs Python's lock for that; two threads that come there together wait for each other for
ever."""


class OpenVinoEngine:
    """A compiled network on the CPU.

    In latency mode one call uses all cores. In throughput mode calls from two threads run side by
    side, each on its share of the cores: no core waits for another within a picture.

    Parameters
    ----------
    weights
        What to run.
    request
        Precision, mode and threads are honoured.
    """

    def __init__(self, weights: LoadedWeights, request: EngineRequest) -> None:
        self._request = request
        self._input_px = weights.spec.input_px
        core = ov.Core()
        if request.precision is Precision.BF16 and "BF16" not in core.get_property(
            "CPU", "OPTIMIZATION_CAPABILITIES"
        ):
            raise EngineError(
                "This processor has no bf16 arithmetic: choose --precision f32, which is exact."
            )
        self._hardware = _hardware(core)
        folder = _cache_folder(weights)
        if request.precision is Precision.INT8:
            model_path = quantized_network(weights)
            remedy = "choose --precision f32"
        else:
            model_path = folder / _MODEL
            remedy = f"delete {folder} and try again, or choose --engine torch"
            if not model_path.is_file():
                convert(weights, model_path)
        try:
            self._compiled = core.compile_model(str(model_path), "CPU", self._properties())
        except RuntimeError as error:
            raise EngineError(
                f"OpenVINO cannot load the network ({_first_line(error)}): {remedy}."
            ) from error
        self._requests: queue.SimpleQueue[ov.InferRequest] = queue.SimpleQueue()
        for _ in range(self.streams):
            self._requests.put(self._compiled.create_infer_request())
        self._has_run = False
        self._difference = self._checked_difference(weights, folder)

    def _properties(self) -> dict[str, object]:
        is_bf16 = self._request.precision is Precision.BF16
        properties: dict[str, object] = {
            # What an int8 network has not quantised runs in f32.
            "INFERENCE_PRECISION_HINT": "bf16" if is_bf16 else "f32",
            "PERFORMANCE_HINT": self._request.mode.name,
        }
        if self._request.mode is Mode.THROUGHPUT:
            properties["NUM_STREAMS"] = self.streams
        if self._request.threads is not None:
            properties["INFERENCE_NUM_THREADS"] = self._request.threads
        return properties

    def _checked_difference(self, weights: LoadedWeights, folder: Path) -> float:
        """Compare with torch on first use of this library version and precision; remember it."""
        record = _check_record(folder, self._request, self._hardware)
        if record.is_file():
            difference = float(json.loads(record.read_text("utf-8"))["max_difference"])
        else:
            from efficientpose_core.inference.torch_engine import TorchEngine

            picture = check_picture(self._input_px)
            reference = TorchEngine(weights, EngineRequest()).infer(picture)
            difference = float(np.abs(self.infer(picture) - reference).max())
            logger.info("OpenVINO against torch: largest difference %.2g", difference)
            folder.mkdir(parents=True, exist_ok=True)
            _replace(record, json.dumps({"max_difference": difference}).encode())
        if not difference <= TOLERANCE[self._request.precision]:
            raise EngineError(
                f"OpenVINO differs from torch by {difference:.2g} on this processor: its numbers "
                "cannot be trusted. Choose --engine torch."
            )
        return difference

    @property
    def info(self) -> EngineInfo:
        """What is in use."""
        return EngineInfo(
            engine=EngineName.OPENVINO,
            device=Device.CPU,
            precision=self._request.precision,
            mode=self._request.mode,
            version=str(ov.__version__),
            hardware=self._hardware,
            max_difference=self._difference,
        )

    @property
    def input_px(self) -> int:
        """Side of the pictures it takes."""
        return self._input_px

    @property
    def streams(self) -> int:
        """Two in throughput mode: as many as frames of a followed person come at a time."""
        return 2 if self._request.mode is Mode.THROUGHPUT else 1

    def infer(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """Map (N, r, r, 3) RGB bytes to (N, K, r / 8, r / 8) heatmaps."""
        check_input(images, self._input_px)
        if self._has_run:
            return self._run(images)
        with _FIRST_RUN:
            maps = self._run(images)
            self._has_run = True
        return maps

    def _run(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        images = np.ascontiguousarray(images)
        request = self._requests.get()
        try:
            maps = []
            for n in range(len(images)):
                request.infer([images[n : n + 1]], share_inputs=True)
                maps.append(request.get_output_tensor(0).data[0].copy())
        finally:
            self._requests.put(request)
        return np.stack(maps)

    def close(self) -> None:
        """Free the network's memory."""
        del self._requests, self._compiled


def is_prepared(weights: LoadedWeights, request: EngineRequest) -> bool:
    """Tell whether opening the engine needs no conversion and no check, and so no torch."""
    folder = _cache_folder(weights)
    record = _check_record(folder, request, _hardware(ov.Core()))
    is_converted = request.precision is Precision.INT8 or (folder / _MODEL).is_file()
    return is_converted and record.is_file()


def to_openvino(module: BytesToHeatmaps, input_px: int) -> ov.Model:
    """Convert a torch module to an OpenVINO model with a fixed batch of one."""
    import torch

    example = torch.zeros((1, input_px, input_px, 3), dtype=torch.uint8)
    model = ov.convert_model(torch.export.export(module, (example,)))
    model.reshape(list(example.shape))
    return model


def convert(weights: LoadedWeights, target: Path) -> None:
    """Convert weights to OpenVINO IR (bytes in, heatmaps out): ``target`` (.xml) and its .bin.

    Raises
    ------
    EngineError
        If the files cannot be written.
    """
    from efficientpose_core.inference.torch_engine import BytesToHeatmaps
    from efficientpose_core.models.factory import load_model

    module = BytesToHeatmaps(load_model(weights), weights.metadata.normalization).eval()
    model = to_openvino(module, weights.spec.input_px)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            draft = Path(scratch) / target.name
            ov.save_model(model, str(draft), compress_to_fp16=False)
            # The .bin first: a reader that sees the .xml finds both.
            draft.with_suffix(".bin").replace(target.with_suffix(".bin"))
            draft.replace(target)
    except OSError as error:
        raise EngineError(
            f"Cannot keep the converted network in {target.parent}: {error.strerror or error}. "
            "Free some space, or choose --engine torch."
        ) from error


def _cache_folder(weights: LoadedWeights) -> Path:
    return cache_dir() / "openvino" / f"{weights.spec.key}-{weights.digest[:24]}-v{_FORMAT}"


def _hardware(core: ov.Core) -> str:
    return str(core.get_property("CPU", "FULL_DEVICE_NAME")).strip()


def _check_record(folder: Path, request: EngineRequest, hardware: str) -> Path:
    """Return where the result of the check lies, for this library, precision and processor."""
    key = hashlib.sha256(
        f"{ov.__version__}|{request.precision.value}|{hardware}".encode()
    ).hexdigest()[:16]
    return folder / f"check-{key}.json"


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).replace(target)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
