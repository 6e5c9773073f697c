"""Weights from the released PyTorch files: whole modules, pickled in the format before torch 1.6.

Such a file is four pickles (magic number, protocol, machine, the module), a fifth with the keys of
the storages, and then the storages themselves. Unpickling calls whatever the file names, so no
unpickler ever sees it. Instead the opcodes, decoded by the standard library's ``pickletools``, run
on an interpreter that has no way to call anything: a name is a `_Name`, a call is a `_Node` that
remembers function and arguments. This also bounds memory: every opcode makes one small object,
whereas the C unpickler reserves whatever memo index a file asks for. Names outside the short list
of the released files are refused.
"""

from __future__ import annotations

import io
import math
import pickletools
from dataclasses import dataclass, field
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import WeightsError
from efficientpose_core.models.importers.naming import (
    LayerKind,
    add_tensor,
    layer_kind,
    native_layer,
    unknown_tensor,
)
from efficientpose_core.models.layout import State

__all__ = ["MAGIC", "read_torch_legacy"]

MAGIC = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
"""First bytes of every legacy file: the pickled magic number."""

_MAGIC_NUMBER = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_MAX_OPCODES = 2_000_000  # EfficientPose I has 25,000
_MAX_VALUES = 64_000_000

_ORDERED_DICT = "collections.OrderedDict"
_REBUILD_TENSOR = "torch._utils._rebuild_tensor_v2"
_FLOAT_STORAGE = "torch.FloatStorage"
_ALLOWED = frozenset(
    {
        _ORDERED_DICT,
        _REBUILD_TENSOR,
        _FLOAT_STORAGE,
        "MainModel.KitModel",
        "torch.nn.modules.conv.Conv2d",
        "torch.nn.modules.batchnorm.BatchNorm2d",
        "torch.nn.backends.thnn._get_thnn_function_backend",
    }
)
_DAMAGED = "The PyTorch file is damaged or incomplete ({reason}): get it again."


@dataclass(slots=True, frozen=True)
class _Name:
    """A global the file refers to; never looked up."""

    dotted: str


@dataclass(slots=True, eq=False)
class _Node:
    """A call or a persistent reference the file asks for; never carried out."""

    function: object
    arguments: tuple[object, ...]
    items: dict[str, object] = field(default_factory=dict)
    state: object = None


class _Mark:
    """Where a variable number of operands begins."""


_MARK = _Mark()


class _Interpreter:
    """Runs the opcodes of one pickle on inert data.

    Parameters
    ----------
    stream
        Positioned at the pickle; left just behind it.
    """

    def __init__(self, stream: io.BytesIO) -> None:
        self._stream = stream
        self._stack: list[Any] = []
        self._memo: dict[int, object] = {}

    def run(self) -> object:
        """Return the pickled value, made of plain values, `_Name` and `_Node`."""
        try:
            for count, (opcode, argument, _) in enumerate(pickletools.genops(self._stream)):
                if count > _MAX_OPCODES:
                    raise WeightsError(
                        f"The PyTorch file has more than {_MAX_OPCODES} instructions, far more "
                        "than an EfficientPose network needs: choose another file."
                    )
                if opcode.name == "STOP":
                    return self._pop()
                self._step(opcode.name, argument)
        except (ValueError, IndexError, KeyError, UnicodeError) as error:
            reason = (str(error).splitlines() or ["unreadable"])[0][:200]
            raise WeightsError(_DAMAGED.format(reason=reason)) from error
        raise WeightsError(_DAMAGED.format(reason="no end"))

    def _step(self, name: str, argument: Any) -> None:
        if name in _PLAIN_VALUES:
            self._stack.append(_PLAIN_VALUES[name])
        elif name in _LITERALS:
            self._stack.append(argument)
        elif name in ("BINGET", "LONG_BINGET"):
            self._stack.append(self._memo[argument])
        elif name in ("BINPUT", "LONG_BINPUT"):
            self._memo[argument] = self._stack[-1]
        elif name == "MEMOIZE":
            self._memo[len(self._memo)] = self._stack[-1]
        elif name in ("GLOBAL", "INST"):
            self._push_name(argument.replace(" ", ".", 1))
        elif name == "STACK_GLOBAL":
            attribute, module = self._pop(), self._pop()
            if not isinstance(module, str) or not isinstance(attribute, str):
                raise WeightsError(_DAMAGED.format(reason="a name that is not text"))
            self._push_name(f"{module}.{attribute}")
        elif name in _STRUCTURE:
            _STRUCTURE[name](self)
        elif name not in ("PROTO", "FRAME"):
            raise WeightsError(
                f"The PyTorch file uses the pickle instruction {name}, which released files do "
                "not: it may be unsafe and is not opened."
            )

    def _push_name(self, dotted: str) -> None:
        if dotted not in _ALLOWED:
            raise WeightsError(
                f"The PyTorch file asks to run '{dotted[:120]}', which no released EfficientPose "
                "file needs: it is unsafe and was not opened."
            )
        self._stack.append(_Name(dotted))

    def _pop(self) -> Any:
        value = self._stack.pop()
        if value is _MARK:
            raise ValueError("operand missing")
        return value

    def _pop_to_mark(self) -> list[Any]:
        for position in range(len(self._stack) - 1, -1, -1):
            if self._stack[position] is _MARK:
                values = self._stack[position + 1 :]
                del self._stack[position:]
                return values
        raise ValueError("mark missing")

    def mark(self) -> None:
        self._stack.append(_MARK)

    def empty_dict(self) -> None:
        self._stack.append(_Node(_Name("dict"), ()))

    def empty_list(self) -> None:
        self._stack.append([])

    def appends(self) -> None:
        self._extend(self._pop_to_mark())

    def append(self) -> None:
        self._extend([self._pop()])

    def _extend(self, values: list[Any]) -> None:
        target = self._stack[-1]
        if not isinstance(target, list):
            raise ValueError("append to something that is not a list")  # noqa: TRY004 - damaged
        target.extend(values)

    def tuple_of(self, size: int) -> None:
        values = tuple(self._pop() for _ in range(size))
        self._stack.append(values[::-1])

    def tuple_to_mark(self) -> None:
        self._stack.append(tuple(self._pop_to_mark()))

    def call(self) -> None:
        arguments, function = self._pop(), self._pop()
        if not isinstance(arguments, tuple):
            raise ValueError("arguments are not a tuple")  # noqa: TRY004 - a damaged file
        self._stack.append(_Node(function, arguments))

    def persistent(self) -> None:
        self._stack.append(_Node(_Name("persistent"), (self._pop(),)))

    def build(self) -> None:
        state = self._pop()
        target = self._stack[-1]
        if not isinstance(target, _Node):
            raise ValueError("state for something without state")  # noqa: TRY004 - damaged
        target.state = state

    def set_items(self) -> None:
        values = self._pop_to_mark()
        self._store(values)

    def set_item(self) -> None:
        value, key = self._pop(), self._pop()
        self._store([key, value])

    def _store(self, values: list[Any]) -> None:
        target = self._stack[-1]
        if not isinstance(target, _Node) or len(values) % 2:
            raise ValueError("items for something without items")
        for key, value in zip(values[::2], values[1::2], strict=True):
            if not isinstance(key, str):
                raise ValueError("a key that is not text")  # noqa: TRY004 - a damaged file
            target.items[key] = value


_PLAIN_VALUES: dict[str, object] = {
    "NONE": None,
    "NEWTRUE": True,
    "NEWFALSE": False,
    "EMPTY_TUPLE": (),
}
_LITERALS = frozenset(
    {"BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT", "BINUNICODE", "SHORT_BINUNICODE"}
)
_STRUCTURE = {
    "MARK": _Interpreter.mark,
    "EMPTY_DICT": _Interpreter.empty_dict,
    "EMPTY_LIST": _Interpreter.empty_list,
    "APPEND": _Interpreter.append,
    "APPENDS": _Interpreter.appends,
    "TUPLE": _Interpreter.tuple_to_mark,
    "TUPLE1": lambda run: run.tuple_of(1),
    "TUPLE2": lambda run: run.tuple_of(2),
    "TUPLE3": lambda run: run.tuple_of(3),
    "REDUCE": _Interpreter.call,
    "NEWOBJ": _Interpreter.call,
    "BINPERSID": _Interpreter.persistent,
    "BUILD": _Interpreter.build,
    "SETITEMS": _Interpreter.set_items,
    "SETITEM": _Interpreter.set_item,
}


def read_torch_legacy(content: bytes) -> State:
    """Read the weights of a released PyTorch file without unpickling it.

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
        If the file refers to anything but the few names of the released files, is damaged, or
        holds other layers. Nothing in the file is ever executed.
    """
    stream = io.BytesIO(content)
    if _Interpreter(stream).run() != _MAGIC_NUMBER or _Interpreter(stream).run() != _PROTOCOL:
        raise WeightsError(
            "The file is a Python pickle but not a PyTorch file of the released kind: choose a "
            "released EfficientPose file."
        )
    machine = _Interpreter(stream).run()
    if not isinstance(machine, _Node) or machine.items.get("little_endian") is not True:
        raise WeightsError(_DAMAGED.format(reason="unknown byte order"))
    module = _Interpreter(stream).run()
    keys = _Interpreter(stream).run()
    storages = _read_storages(stream, keys)
    state: State = {}
    for name, tensor in _module_tensors(module).items():
        _convert(state, name, _rebuild(name, tensor, storages))
    return state


def _read_storages(stream: io.BytesIO, keys: object) -> dict[str, npt.NDArray[np.float32]]:
    """Read the raw arrays behind the pickles: for each key a 64-bit count, then the values."""
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise WeightsError(_DAMAGED.format(reason="no list of storages"))
    storages: dict[str, npt.NDArray[np.float32]] = {}
    for key in keys:
        size = stream.read(8)
        count = int.from_bytes(size, "little", signed=True)
        if len(size) != 8:
            raise WeightsError(_DAMAGED.format(reason="a storage is missing"))
        if not 0 <= count <= _MAX_VALUES:
            raise WeightsError(_DAMAGED.format(reason=f"a storage of {count} values"))
        data = stream.read(4 * count)
        if len(data) != 4 * count:
            raise WeightsError(_DAMAGED.format(reason="it ends within a storage"))
        storages[key] = np.frombuffer(data, dtype="<f4")
    return storages


def _items(value: object, what: str) -> dict[str, object]:
    if not isinstance(value, _Node):
        raise WeightsError(_DAMAGED.format(reason=f"no {what}"))
    return value.items


def _module_tensors(module: object) -> dict[str, object]:
    """Return the tensors of all layers as ``layer.part``, as ``state_dict`` would name them."""
    if not isinstance(module, _Node):
        raise WeightsError(_DAMAGED.format(reason="no network"))
    layers = _items(_items(module.state, "state of the network").get("_modules"), "layers")
    tensors: dict[str, object] = {}
    for layer, node in layers.items():
        attributes = _items(node.state if isinstance(node, _Node) else None, f"layer {layer[:80]}")
        for group in ("_parameters", "_buffers"):
            for part, tensor in _items(attributes.get(group), f"tensors of {layer[:80]}").items():
                if tensor is not None:
                    tensors[f"{layer}.{part}"] = tensor
    return tensors


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_VALUES


def _rebuild(
    name: str, tensor: object, storages: dict[str, npt.NDArray[np.float32]]
) -> npt.NDArray[np.float32]:
    """Return the array a ``_rebuild_tensor_v2`` call describes: storage, offset, shape, strides."""
    malformed = WeightsError(_DAMAGED.format(reason=f"tensor {name[:120]} is malformed"))
    if not isinstance(tensor, _Node) or tensor.function != _Name(_REBUILD_TENSOR):
        raise malformed
    operands: list[Any] = [*tensor.arguments, None, None, None, None]
    storage, offset, shape, stride = operands[:4]
    values = _storage_values(storage, storages)
    if values is None or not _is_count(offset):
        raise malformed
    if not isinstance(shape, tuple) or len(shape) > 4 or not all(map(_is_count, shape)):
        raise malformed
    contiguous = tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))
    part = values[offset : offset + math.prod(shape)]
    if stride != contiguous or part.size != math.prod(shape):
        raise malformed
    return part.reshape(shape)


def _storage_values(
    storage: object, storages: dict[str, npt.NDArray[np.float32]]
) -> npt.NDArray[np.float32] | None:
    """Return the values of ``("storage", FloatStorage, key, device, count, view)``."""
    match storage:
        case _Node(arguments=(("storage", _Name(dotted=kind), str(key), *_),)):
            return storages.get(key) if kind == _FLOAT_STORAGE else None
    return None


_LAYER_ENDINGS = {
    LayerKind.CONV: "_convolution",
    LayerKind.DEPTHWISE: "_depthwise",
    LayerKind.NORM: "_FusedBatchNorm_1",
}


def _convert(state: State, name: str, value: npt.NDArray[np.float32]) -> None:
    """Rename; layouts are native already. The side heads and the upsampling are not in the file."""
    layer, _, part = name.rpartition(".")
    if part == "num_batches_tracked":
        return
    for kind, ending in _LAYER_ENDINGS.items():
        native = native_layer(layer.removesuffix(ending)) if layer.endswith(ending) else None
        if native is not None and layer_kind(native) is kind:
            add_tensor(state, f"{native}.{part}", value)
            return
    raise unknown_tensor(name)
