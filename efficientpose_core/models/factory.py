"""Networks as torch modules, for researchers who want to go on from there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from efficientpose_core.errors import MissingWeightsError, WeightsError
from efficientpose_core.models.variants import get_variant

if TYPE_CHECKING:
    from efficientpose_core.models.network import EfficientPose
    from efficientpose_core.models.weights import LoadedWeights

__all__ = ["create_model", "load_model"]


def create_model(variant: str, *, weights: LoadedWeights | str | Path | None) -> EfficientPose:
    """Build a network of a variant with weights, in evaluation mode on the CPU.

    Parameters
    ----------
    variant
        RT, I, II, III, IV, RT_LITE, I_LITE or II_LITE.
    weights
        Name of installed weights, a weights file, or loaded weights.

    Returns
    -------
    EfficientPose
        Takes normalised RGB (N, 3, r, r); see its ``forward``.

    Raises
    ------
    UnknownNameError
        If there is no such variant.
    MissingWeightsError
        If ``weights`` is None: a network is never filled with random numbers by accident. To train
        from scratch build `EfficientPose` and call its ``initialize``.
    WeightsError
        If the weights belong to another variant, or cannot be read.
    """
    spec = get_variant(variant)
    if weights is None:
        raise MissingWeightsError(
            f"EfficientPose {spec.name} needs weights: name some of 'efficientpose models list', "
            "or give a file."
        )
    loaded = _load(weights)
    if loaded.spec is not spec:
        raise WeightsError(
            f"Weights '{loaded.metadata.name}' belong to EfficientPose {loaded.spec.name}, not "
            f"{spec.name}: choose that model, or other weights."
        )
    return _build(loaded)


def load_model(weights: LoadedWeights | str | Path | None = None) -> EfficientPose:
    """Build the network that weights belong to; the bundled ones by default.

    Parameters and errors as in `create_model`.
    """
    return _build(_load(weights))


def _load(weights: LoadedWeights | str | Path | None) -> LoadedWeights:
    if weights is not None and not isinstance(weights, str | Path):
        return weights
    from efficientpose_core.models.store import load_weights

    return load_weights(weights)


def _build(loaded: LoadedWeights) -> EfficientPose:
    import torch

    from efficientpose_core.models.network import EfficientPose

    metadata = loaded.metadata
    model = EfficientPose(
        loaded.spec,
        n_keypoints=metadata.n_keypoints,
        n_limbs=metadata.n_limbs,
        heads=metadata.heads,
    )
    model.load_state({name: torch.tensor(array) for name, array in loaded.state.items()})
    return model.eval()
