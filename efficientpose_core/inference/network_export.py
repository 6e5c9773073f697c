"""Write networks for other programs, checked against torch before they appear.

Every format takes RGB bytes (1, r, r, 3) and gives the heatmaps of the last pass
(1, K, r / 8, r / 8): normalisation is part of the network, so that nobody can get it wrong.
"""

from __future__ import annotations

import importlib.util
import tempfile
import warnings
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import EngineError, OutputError, SettingsError, UnknownNameError
from efficientpose_core.inference.engines import TOLERANCE, Precision, check_picture

if TYPE_CHECKING:
    from efficientpose_core.inference.torch_engine import BytesToHeatmaps
    from efficientpose_core.models.weights import LoadedWeights

__all__ = ["ExportFormat", "export_network"]


class ExportFormat(Enum):
    """File formats for networks."""

    ONNX = "onnx"
    OPENVINO = "openvino"
    TORCHSCRIPT = "torchscript"

    @property
    def suffix(self) -> str:
        """Ending of the file name."""
        return {"onnx": ".onnx", "openvino": ".xml", "torchscript": ".pt"}[self.value]

    @classmethod
    def parse(cls, text: str) -> ExportFormat:
        """Read a format's name; `UnknownNameError` suggests the nearest."""
        try:
            return cls(text.strip().lower())
        except ValueError:
            raise UnknownNameError("format", text, [member.value for member in cls]) from None


def export_network(weights: LoadedWeights, wanted: ExportFormat, target: Path) -> float:
    """Write a network and compare it with torch.

    Parameters
    ----------
    weights
        What to write.
    wanted
        Format. ONNX needs the packages of the extra ``onnx``.
    target
        File to write; OpenVINO writes a ``.bin`` beside its ``.xml``.

    Returns
    -------
    float
        Largest difference from torch on the check picture.

    Raises
    ------
    SettingsError
        If the name has another ending than the format, or packages are missing.
    EngineError
        If the written network computes something else.
    OutputError
        If the file cannot be written.
    """
    import torch

    from efficientpose_core.inference.torch_engine import BytesToHeatmaps
    from efficientpose_core.models.factory import load_model

    if target.suffix != wanted.suffix:
        raise SettingsError(f"A network as {wanted.value} needs a name ending in {wanted.suffix}.")
    module = BytesToHeatmaps(load_model(weights), weights.metadata.normalization).eval()
    picture = check_picture(weights.spec.input_px)
    with torch.inference_mode():
        reference = module(torch.from_numpy(picture)).numpy()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as folder:
            draft = Path(folder) / target.name
            result = _WRITERS[wanted](module, picture, draft)
            difference = float(np.abs(result - reference).max())
            if not difference <= TOLERANCE[Precision.F32]:
                raise EngineError(
                    f"The {wanted.value} network differs from torch by {difference:.2g}: it was "
                    "not kept. Choose another format."
                )
            for written in sorted(Path(folder).iterdir()):
                written.replace(target.parent / written.name)
    except OSError as error:
        raise OutputError(
            f"Cannot write {target}: {error.strerror or error}. Choose another folder with --out."
        ) from error
    return difference


Bytes = npt.NDArray[np.uint8]
Heatmaps = npt.NDArray[np.float32]


def _write_openvino(module: BytesToHeatmaps, picture: Bytes, draft: Path) -> Heatmaps:
    import openvino as ov

    from efficientpose_core.inference.openvino_engine import to_openvino

    ov.save_model(to_openvino(module, picture.shape[1]), str(draft), compress_to_fp16=False)
    compiled = ov.Core().compile_model(str(draft), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    result: Heatmaps = compiled([picture])[0]
    return result


def _write_torchscript(module: BytesToHeatmaps, picture: Bytes, draft: Path) -> Heatmaps:
    import torch

    with warnings.catch_warnings(), torch.inference_mode():
        # Torch advises its newer formats; TorchScript is what was asked for.
        warnings.filterwarnings("ignore", message=".*torch.jit.*")
        traced = torch.jit.trace(module, torch.from_numpy(picture))  # type: ignore[no-untyped-call]
        torch.jit.save(traced, str(draft))
        loaded = torch.jit.load(str(draft))  # type: ignore[no-untyped-call]
        result: Heatmaps = loaded(torch.from_numpy(picture)).numpy()
    return result


def _write_onnx(module: BytesToHeatmaps, picture: Bytes, draft: Path) -> Heatmaps:
    missing = [name for name in ("onnx", "onnxscript") if importlib.util.find_spec(name) is None]
    if missing:
        raise SettingsError(
            f"ONNX export needs {' and '.join(missing)}: install 'efficientpose-studio[onnx]'."
        )
    import openvino as ov
    import torch

    torch.onnx.export(
        module,
        (torch.from_numpy(picture),),
        str(draft),
        input_names=["images"],
        output_names=["heatmaps"],
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    compiled = ov.Core().compile_model(str(draft), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    result: Heatmaps = compiled([picture])[0]
    return result


_WRITERS = {
    ExportFormat.ONNX: _write_onnx,
    ExportFormat.OPENVINO: _write_openvino,
    ExportFormat.TORCHSCRIPT: _write_torchscript,
}
