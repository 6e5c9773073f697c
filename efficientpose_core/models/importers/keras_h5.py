"""Weights from Keras HDF5 files, read as plain arrays.

A Keras file also carries its network as JSON with marshalled Python code (Lambda layers). Neither
is looked at: only datasets and the ``weight_names`` attributes are read. Links, virtual datasets
and datasets stored in other files are never followed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import h5py
import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import WeightsError
from efficientpose_core.models.importers.naming import (
    UPSAMPLING_LAYERS,
    LayerKind,
    add_tensor,
    check_upsampling,
    layer_kind,
    native_layer,
    require_shape,
    unknown_tensor,
)
from efficientpose_core.models.layout import State

__all__ = ["read_keras_h5"]

_DAMAGED = "The HDF5 file is damaged or incomplete ({reason}): get it again."
_MAX_OBJECTS = 20_000
_MAX_VALUES = 64_000_000  # EfficientPose IV, the largest, has 7 million
_NORM_PARTS = {
    "gamma": "weight",
    "beta": "bias",
    "moving_mean": "running_mean",
    "moving_variance": "running_var",
}


@dataclass(slots=True)
class _Listing:
    """What a file holds, found without following links."""

    datasets: dict[str, h5py.Dataset] = field(default_factory=dict)
    layers: dict[str, list[str]] = field(default_factory=dict)


def read_keras_h5(content: bytes) -> State:
    """Read the weights of a Keras model or weights file.

    Parameters
    ----------
    content
        The whole file.

    Returns
    -------
    dict
        Native name to float32 array; names and shapes are not yet checked against a network.

    Raises
    ------
    WeightsError
        If the file is damaged, holds other layers, or stores its arrays elsewhere.
    """
    try:
        with h5py.File(h5py.h5f.open_file_image(content)) as file:
            root = file.get("model_weights", getclass=False) if "model_weights" in file else file
            if not isinstance(root, h5py.Group):
                raise WeightsError(_DAMAGED.format(reason="'model_weights' is not a group"))
            return _read_layers(_list_objects(root))
    except (OSError, LookupError, ValueError, TypeError, ArithmeticError, RuntimeError) as error:
        reason = (str(error).splitlines() or ["unreadable"])[0]
        raise WeightsError(_DAMAGED.format(reason=reason)) from error


def _list_objects(root: h5py.Group) -> _Listing:
    """Collect datasets by path and layers by path; visiting passes over soft and external links."""
    listing = _Listing()
    count = 0

    def visit(path: str, item: h5py.Group | h5py.Dataset) -> None:
        nonlocal count
        count += 1
        if count > _MAX_OBJECTS:
            raise WeightsError(
                f"The HDF5 file holds more than {_MAX_OBJECTS} objects, far more than an "
                "EfficientPose network: choose another file."
            )
        if isinstance(item, h5py.Dataset):
            listing.datasets[path] = item
        elif "weight_names" in item.attrs:
            names = [_text(name) for name in np.atleast_1d(item.attrs["weight_names"])]
            if names:
                listing.layers[path] = names

    root.visititems(visit)
    return listing


def _text(value: object) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def _read_layers(listing: _Listing) -> State:
    if not listing.layers:
        raise WeightsError(
            "The HDF5 file holds no Keras layers with weights: choose a Keras model or weights "
            "file of an EfficientPose network."
        )
    state: State = {}
    budget = _MAX_VALUES
    for layer, names in listing.layers.items():
        parts: dict[str, npt.NDArray[np.float32]] = {}
        for name in names:
            dataset = listing.datasets.get(f"{layer}/{name}")
            if dataset is None:
                raise WeightsError(_DAMAGED.format(reason=f"weight {name[:120]} is missing"))
            budget -= _checked_size(name, dataset, budget)
            parts[name.rpartition("/")[2].removesuffix(":0")] = dataset[()]
        _convert_layer(state, layer, parts)
    return state


def _checked_size(name: str, dataset: h5py.Dataset, budget: int) -> int:
    """Return the number of values; refuse huge, foreign-typed and externally stored datasets."""
    if dataset.external or dataset.is_virtual:
        raise WeightsError(
            f"Tensor {name[:120]} is stored in another file, which is not followed: choose a "
            "self-contained file."
        )
    if dataset.dtype != np.float32:
        raise WeightsError(
            f"Tensor {name[:120]} is stored as {dataset.dtype}, but float32 is needed: choose the "
            "file in single precision."
        )
    size = int(dataset.size or 0)
    if size > budget:
        raise WeightsError(
            f"Tensor {name[:120]} with shape {dataset.shape} is far larger than in any "
            "EfficientPose network: choose another file."
        )
    return size


def _convert_layer(state: State, layer: str, parts: dict[str, npt.NDArray[np.float32]]) -> None:
    """Bring one Keras layer into PyTorch's layout.

    Keras kernels are (height, width, in, out), depthwise ones (height, width, channels, 1),
    transposed ones (height, width, out, in).
    """
    if layer in UPSAMPLING_LAYERS:
        check_upsampling(layer, parts.get("kernel", np.empty(0, np.float32)), parts.get("bias"))
        return
    native = native_layer(layer)
    if native is None:
        raise unknown_tensor(layer)
    kind = layer_kind(native)
    for part, value in parts.items():
        source = f"{layer}/{part}"
        if kind is LayerKind.NORM and part in _NORM_PARTS:
            add_tensor(state, f"{native}.{_NORM_PARTS[part]}", value)
        elif kind is LayerKind.DEPTHWISE and part == "depthwise_kernel":
            require_shape(source, value.shape, axes=4)
            add_tensor(state, f"{native}.weight", value.transpose(2, 3, 0, 1))
        elif kind is LayerKind.CONV and part == "kernel":
            require_shape(source, value.shape, axes=4)
            add_tensor(state, f"{native}.weight", value.transpose(3, 2, 0, 1))
        elif kind is LayerKind.CONV and part == "bias":
            add_tensor(state, f"{native}.bias", value)
        else:
            raise unknown_tensor(source)
