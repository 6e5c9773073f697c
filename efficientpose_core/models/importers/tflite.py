"""Weights from TensorFlow Lite files, with a small reader of the FlatBuffers they are made of.

Only the tables that hold constants are read: the model's subgraph, tensors and buffers (field
order from the public TFLite schema, version 3). Every offset is checked against the file's length.
Batch normalisations have been folded into the convolutions; the native layout gets ones that only
add the folded bias.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import WeightsError
from efficientpose_core.models.importers.naming import (
    UPSAMPLING_LAYERS,
    LayerKind,
    add_tensor,
    check_upsampling,
    fold_identity_norm,
    layer_kind,
    native_layer,
    norm_of_conv,
    require_shape,
    unknown_tensor,
)
from efficientpose_core.models.layout import State

__all__ = ["IDENTIFIER", "read_tflite"]

IDENTIFIER = b"TFL3"
"""Bytes 4 to 8 of every TensorFlow Lite file."""

_DAMAGED = "The TensorFlow Lite file is damaged or incomplete ({reason}): get it again."
_MAX_TENSORS = 20_000
_MAX_NAME = 1_000
_E_SWISH = 1.25


class _Model(IntEnum):
    """Fields of the table ``Model``."""

    SUBGRAPHS = 2
    BUFFERS = 4


class _SubGraph(IntEnum):
    """Fields of the table ``SubGraph``."""

    TENSORS = 0


class _Tensor(IntEnum):
    """Fields of the table ``Tensor``."""

    SHAPE = 0
    TYPE = 1
    BUFFER = 2
    NAME = 3


class _Buffer(IntEnum):
    """Fields of the table ``Buffer``."""

    DATA = 0


class _Type(IntEnum):
    """Element types that occur in released files (enum ``TensorType``)."""

    FLOAT32 = 0
    FLOAT16 = 1
    INT32 = 2


class _Reader:
    """Bounds-checked access to a FlatBuffer.

    A table starts with the signed distance back to its vtable; the vtable holds its own size, the
    table's size and one 16-bit offset for each field (0: absent). References are unsigned
    distances forward.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content

    def number(self, form: str, position: int) -> int:
        """Read a little-endian integer of struct format ``form``."""
        size = struct.calcsize(form)
        if not 0 <= position <= len(self._content) - size:
            raise WeightsError(_DAMAGED.format(reason="a reference points outside"))
        return int(struct.unpack_from(f"<{form}", self._content, position)[0])

    def follow(self, position: int) -> int:
        """Return where the reference at ``position`` points."""
        return position + self.number("I", position)

    def field(self, table: int, index: int) -> int | None:
        """Return the position of a field, None where it has its default."""
        vtable = table - self.number("i", table)
        slot = 4 + 2 * index
        if slot + 2 > self.number("H", vtable):
            return None
        offset = self.number("H", vtable + slot)
        return table + offset if offset else None

    def vector(self, table: int, index: int, item_size: int) -> tuple[int, int]:
        """Return start and length of a vector field; (0, 0) where absent."""
        position = self.field(table, index)
        if position is None:
            return 0, 0
        start = self.follow(position)
        length = self.number("I", start)
        if start + 4 + length * item_size > len(self._content):
            raise WeightsError(_DAMAGED.format(reason="a list reaches beyond the end"))
        return start + 4, length

    def tables(self, table: int, index: int) -> list[int]:
        """Return the positions of the tables in a vector field."""
        start, length = self.vector(table, index, 4)
        if length > _MAX_TENSORS:
            raise WeightsError(
                f"The TensorFlow Lite file lists {length} items, far more than an EfficientPose "
                "network has: choose another file."
            )
        return [self.follow(start + 4 * number) for number in range(length)]

    def data(self, start: int, length: int) -> bytes:
        """Return raw bytes; the bounds come from `vector`."""
        return self._content[start : start + length]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Constant:
    """A tensor with stored values."""

    name: str
    values: npt.NDArray[np.float32]
    is_half: bool


def read_tflite(content: bytes) -> tuple[State, bool]:
    """Read the weights of a TensorFlow Lite file with float16 or float32 constants.

    Parameters
    ----------
    content
        The whole file.

    Returns
    -------
    dict
        Native name to float32 array; names and shapes are not yet checked against a network.
    bool
        Whether values were stored as float16.

    Raises
    ------
    WeightsError
        If the file is damaged, quantised to integers, or holds other layers.
    """
    state: State = {}
    constants = _constants(_Reader(content))
    for constant in constants:
        _convert(state, constant)
    return state, any(constant.is_half for constant in constants)


def _constants(reader: _Reader) -> list[_Constant]:
    """Return the floating-point constants of the only subgraph."""
    model = reader.follow(0)
    subgraphs = reader.tables(model, _Model.SUBGRAPHS)
    if len(subgraphs) != 1:
        raise WeightsError(
            f"The TensorFlow Lite file has {len(subgraphs)} graphs instead of one: choose a "
            "released EfficientPose file."
        )
    buffers = reader.tables(model, _Model.BUFFERS)
    found = []
    for tensor in reader.tables(subgraphs[0], _SubGraph.TENSORS):
        number = _default(reader, tensor, _Tensor.BUFFER, "I")
        if number >= len(buffers):
            raise WeightsError(_DAMAGED.format(reason="a tensor without buffer"))
        start, length = reader.vector(buffers[number], _Buffer.DATA, 1)
        if length:
            constant = _constant(reader, tensor, reader.data(start, length))
            if constant is not None:
                found.append(constant)
    return found


def _default(reader: _Reader, table: int, index: int, form: str) -> int:
    position = reader.field(table, index)
    return 0 if position is None else reader.number(form, position)


def _constant(reader: _Reader, tensor: int, data: bytes) -> _Constant | None:
    """Decode one constant; integer ones (shapes and axes of operators) give None."""
    start, length = reader.vector(tensor, _Tensor.NAME, 1)
    if length > _MAX_NAME:
        raise WeightsError(_DAMAGED.format(reason="an endless name"))
    name = reader.data(start, length).decode("utf-8", errors="replace")
    kind = _default(reader, tensor, _Tensor.TYPE, "b")
    if kind == _Type.INT32:
        return None
    if kind not in (_Type.FLOAT32, _Type.FLOAT16):
        raise WeightsError(
            f"Tensor {name[:120]} is quantised to integers, which loses accuracy and is not "
            "supported: choose the float16 or float32 file."
        )
    start, length = reader.vector(tensor, _Tensor.SHAPE, 4)
    if length > 4:
        raise WeightsError(_DAMAGED.format(reason=f"tensor {name[:120]} has {length} axes"))
    shape = tuple(reader.number("i", start + 4 * axis) for axis in range(length))
    dtype = np.dtype("<f2" if kind == _Type.FLOAT16 else "<f4")
    if min(shape, default=1) < 0 or math.prod(shape) * dtype.itemsize != len(data):
        raise WeightsError(_DAMAGED.format(reason=f"tensor {name[:120]} does not fit its data"))
    values = np.frombuffer(data, dtype=dtype).reshape(shape).astype(np.float32)
    return _Constant(name=name, values=values, is_half=kind == _Type.FLOAT16)


# What follows the layer's name in RT, I, II (frozen variables) and in the Lite files.
_CONV_KERNELS = ("/kernel", "/convolution/ReadVariableOp")
_DEPTHWISE_KERNELS = ("/depthwise_kernel", "/depthwise/ReadVariableOp")
_BIASES = ("/convolution_bias", "/depthwise_bias")
_UPSAMPLING_KERNELS = ("/kernel/read_transposed", "/conv2d_transpose/ReadVariableOp_transposed")


def _split(name: str) -> tuple[str, str]:
    """Split a constant's name into layer and part, the longest known ending first."""
    endings = (*_UPSAMPLING_KERNELS, *_DEPTHWISE_KERNELS, *_CONV_KERNELS, *_BIASES)
    for ending in endings:
        if name.endswith(ending):
            return name.removesuffix(ending), ending
    return name, ""


def _convert(state: State, constant: _Constant) -> None:
    """Bring one constant into PyTorch's layout.

    Kernels are (out, height, width, in), depthwise ones (1, height, width, channels).
    """
    values = constant.values
    layer, ending = _split(constant.name)
    if ending in _UPSAMPLING_KERNELS and layer in UPSAMPLING_LAYERS:
        require_shape(constant.name, values.shape, axes=4)
        check_upsampling(layer, values.transpose(1, 2, 0, 3), None)
        return
    if constant.name.endswith("_eswish/mul/x"):
        if values.shape or float(values) != _E_SWISH:
            raise WeightsError(
                f"The activation factor {constant.name[:120]} differs from {_E_SWISH}: the file "
                "is not of a released EfficientPose network."
            )
        return
    native = native_layer(layer)
    if native is None:
        raise unknown_tensor(constant.name)
    kind = layer_kind(native)
    if kind is LayerKind.CONV and ending in _CONV_KERNELS:
        require_shape(constant.name, values.shape, axes=4)
        add_tensor(state, f"{native}.weight", values.transpose(0, 3, 1, 2))
    elif kind is LayerKind.DEPTHWISE and ending in _DEPTHWISE_KERNELS:
        require_shape(constant.name, values.shape, axes=4)
        add_tensor(state, f"{native}.weight", values.transpose(3, 0, 1, 2))
    elif kind is not LayerKind.NORM and ending in _BIASES:
        norm = norm_of_conv(native)
        if norm is None:
            add_tensor(state, f"{native}.bias", values)
        elif f"{norm}.bias" in state:
            raise unknown_tensor(constant.name)
        else:
            fold_identity_norm(state, norm, values)
    else:
        raise unknown_tensor(constant.name)
