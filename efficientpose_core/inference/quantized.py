"""int8 networks that ship with the product.

Quantisation is measured, not done, on the user's machine: ``tools/quantize_weights.py`` writes the
network once, with pictures that a user does not have, and the model card has what it costs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openvino as ov

from efficientpose_core.errors import EngineError
from efficientpose_core.models.weights import BUNDLED
from efficientpose_core.resources import resource_path

if TYPE_CHECKING:
    from efficientpose_core.models.weights import LoadedWeights

__all__ = ["DIGEST_KEY", "quantized_network"]

DIGEST_KEY = ["efficientpose", "weights_digest"]
"""Where the network's file says which weights it was made from."""


def quantized_network(weights: LoadedWeights) -> Path:
    """Return the file of the int8 version of bundled weights.

    Raises
    ------
    EngineError
        If these weights have none.
    """
    name = weights.metadata.name
    spec = next((row for row in BUNDLED if row.name == name and row.quantized_file), None)
    if spec is None or spec.quantized_file is None:
        having = ", ".join(row.name for row in BUNDLED if row.quantized_file)
        raise EngineError(f"{name} has no int8 version, only {having}: choose --precision f32.")
    path = resource_path("models", spec.quantized_file)
    if _digest_of(path) != weights.digest:
        raise EngineError(
            f"{path.name} was not made from these weights of {name}: choose --precision f32."
        )
    return path


def _digest_of(path: Path) -> str:
    try:
        return str(ov.Core().read_model(str(path)).get_rt_info(DIGEST_KEY).value)
    except RuntimeError as error:
        raise EngineError(
            f"The int8 network {path.name} is missing or damaged: install EfficientPose Studio "
            "again, or choose --precision f32."
        ) from error
