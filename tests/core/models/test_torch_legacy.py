"""The PyTorch reader on files assembled opcode by opcode."""

from __future__ import annotations

import math
import pickle
import struct

import numpy as np
import pytest

from efficientpose_core.errors import WeightsError
from efficientpose_core.models.importers.detect import import_file
from efficientpose_core.models.importers.naming import LayerKind, layer_kind, native_layer
from efficientpose_core.models.importers.torch_legacy import MAGIC, read_torch_legacy

from .conftest import random_state, rt_layers

NONE, TRUE, EMPTY, STOP, START = b"N", b"\x88", b")", b".", b"\x80\x02"


def text(value: str) -> bytes:
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def number(value: int) -> bytes:
    return b"J" + struct.pack("<i", value)


def group(*items: bytes) -> bytes:
    return b"(" + b"".join(items) + b"t"


def name(module: str, attribute: str) -> bytes:
    return f"c{module}\n{attribute}\n".encode()


def mapping(items: dict[str, bytes]) -> bytes:
    content = b"".join(text(key) + value for key, value in items.items())
    return name("collections", "OrderedDict") + EMPTY + b"R(" + content + b"u"


def module(class_name: bytes, **state: bytes) -> bytes:
    content = b"".join(text(key) + value for key, value in state.items())
    reference = group(text("module"), class_name, text("x.py"), text("class X: ..."))
    return reference + b"Q" + EMPTY + b"\x81}(" + content + b"ub"


def tensor(key: str, shape: tuple[int, ...], /, **change: bytes) -> bytes:
    strides = [math.prod(shape[axis + 1 :]) for axis in range(len(shape))]
    storage = group(
        text("storage"), name("torch", "FloatStorage"), text(key), text("cpu"),
        number(math.prod(shape)), NONE,
    ) + b"Q"  # fmt: skip
    parts = {
        "storage": storage,
        "offset": number(0),
        "shape": group(*map(number, shape)),
        "stride": group(*map(number, strides)),
    } | change
    arguments = group(*parts.values(), TRUE, mapping({}))
    return name("torch._utils", "_rebuild_tensor_v2") + arguments + b"R"


def layer(kind: str, parameters: dict[str, bytes], buffers: dict[str, bytes]) -> bytes:
    where = "conv" if kind == "Conv2d" else "batchnorm"
    return module(
        name(f"torch.nn.modules.{where}", kind),
        _backend=name("torch.nn.backends.thnn", "_get_thnn_function_backend") + EMPTY + b"R",
        _parameters=mapping(parameters),
        _buffers=mapping(buffers),
        training=TRUE,
    )


def assemble(layers: dict[str, bytes], storages: dict[str, np.ndarray]) -> bytes:
    root = module(name("MainModel", "KitModel"), _modules=mapping(layers))
    tail = b"".join(
        struct.pack("<q", values.size) + values.astype("<f4").tobytes()
        for values in storages.values()
    )
    return (
        MAGIC
        + pickle.dumps(1001, protocol=2)
        + pickle.dumps({"protocol_version": 1001, "little_endian": True}, protocol=2)
        + START + root + STOP
        + pickle.dumps(list(storages), protocol=2)
        + tail
    )  # fmt: skip


ENDINGS = {
    LayerKind.CONV: ("Conv2d", "_convolution"),
    LayerKind.DEPTHWISE: ("Conv2d", "_depthwise"),
    LayerKind.NORM: ("BatchNorm2d", "_FusedBatchNorm_1"),
}


def test_whole_network(tmp_path):
    state = random_state("RT", heads=("confs2",))
    storages: dict[str, np.ndarray] = {}
    layers = {}
    for source in rt_layers():
        native = str(native_layer(source))
        kind, ending = ENDINGS[layer_kind(native)]
        groups: dict[bool, dict[str, bytes]] = {False: {}, True: {}}
        for part in ("weight", "bias", "running_mean", "running_var"):
            value = state.get(f"{native}.{part}")
            if value is not None:
                key = str(len(storages))
                storages[key] = value
                groups[part.startswith("running")][part] = tensor(key, value.shape)
            elif part == "bias":
                groups[False][part] = NONE
        if any(item != NONE for item in groups[False].values()):
            layers[source + ending] = layer(kind, groups[False], groups[True])
    path = tmp_path / "EfficientPoseRT"
    path.write_bytes(assemble(layers, storages))
    weights = import_file(path)
    assert (weights.variant, weights.heads) == ("RT", ("confs2",))
    for tensor_name, value in state.items():
        np.testing.assert_array_equal(weights.state[tensor_name], value, err_msg=tensor_name)


VALUES = {"7": np.arange(32, dtype=np.float32)}


def one_tensor(content: bytes, storages: dict[str, np.ndarray] = VALUES) -> dict[str, np.ndarray]:
    norm = layer("BatchNorm2d", {"weight": content}, {})
    return read_torch_legacy(assemble({"stem_bn_res1_FusedBatchNorm_1": norm}, storages))


def test_one_tensor():
    np.testing.assert_array_equal(
        one_tensor(tensor("7", (32,)))["backbone.bn1.weight"], VALUES["7"]
    )


def test_tensor_with_an_offset():
    content = tensor("7", (30,), offset=number(2))
    np.testing.assert_array_equal(one_tensor(content)["backbone.bn1.weight"], VALUES["7"][2:])


@pytest.mark.parametrize(
    "content",
    [
        tensor("8", (32,)),
        tensor("7", (33,)),
        tensor("7", (32,), offset=number(1)),
        tensor("7", (32,), offset=number(-1)),
        tensor("7", (32,), offset=TRUE),
        tensor("7", (32,), shape=group(number(-32))),
        tensor("7", (32,), shape=group(text("32"))),
        tensor("7", (32,), shape=group(number(2_000_000_000))),
        tensor("7", (32,), shape=number(32)),
        tensor("7", (4, 8), stride=group(number(1), number(4))),
        tensor("7", (32,), stride=group(number(0))),
        tensor("7", (2, 2, 2, 2, 2)),
        tensor("7", (32,), storage=NONE),
        tensor("7", (32,), storage=group(text("storage")) + b"Q"),
        tensor("7", (32,), storage=name("torch", "FloatStorage")),
        name("torch._utils", "_rebuild_tensor_v2") + EMPTY + b"R",
        name("torch", "FloatStorage") + EMPTY + b"R",
        number(5),
    ],
)
def test_malformed_tensors(content):
    with pytest.raises(WeightsError, match=r"stem_bn_res1_FusedBatchNorm_1\.weight is malformed"):
        one_tensor(content)


def test_step_counters_are_passed_over():
    norm = layer("BatchNorm2d", {}, {"num_batches_tracked": tensor("7", (32,))})
    assert read_torch_legacy(assemble({"stem_bn_res1_FusedBatchNorm_1": norm}, VALUES)) == {}


@pytest.mark.parametrize(
    "layer_name", ["stem_bn_res1", "stem_bn_res1_convolution", "dense_1_convolution", "x"]
)
def test_unknown_layers(layer_name):
    conv = layer("Conv2d", {"weight": tensor("7", (32,))}, {})
    with pytest.raises(WeightsError, match="which no EfficientPose network has"):
        read_torch_legacy(assemble({layer_name: conv}, VALUES))


def header(machine: object = None, magic: bytes = MAGIC, protocol: int = 1001) -> bytes:
    machine = machine or {"protocol_version": 1001, "little_endian": True}
    return magic + pickle.dumps(protocol, protocol=2) + pickle.dumps(machine, protocol=2)


KEYS = pickle.dumps(["7"], protocol=2)
ROOT = START + module(name("MainModel", "KitModel"), _modules=mapping({})) + STOP


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (header(magic=pickle.dumps(5, protocol=2)), "not a PyTorch file"),
        (header(protocol=1002), "not a PyTorch file"),
        (header(machine={"little_endian": False}), "byte order"),
        (header(machine={"little_endian": 1}), "byte order|BININT"),
        (header() + START + NONE + STOP + KEYS + struct.pack("<q", 0), "no network"),
        (header() + START + mapping({}) + STOP + pickle.dumps([], protocol=2), "no state"),
        (header() + ROOT + pickle.dumps("7", protocol=2), "no list of storages"),
        (header() + ROOT + pickle.dumps([7], protocol=2), "no list of storages"),
        (header() + ROOT + KEYS + struct.pack("<q", -1), "a storage of -1 values"),
        (header() + ROOT + KEYS + struct.pack("<q", 2**40), "a storage of"),
        (header() + ROOT + KEYS + struct.pack("<q", 3) + b"\0" * 11, "ends within a storage"),
        (header() + ROOT + KEYS, "a storage is missing"),
        (header() + ROOT, "damaged"),
    ],
)
def test_damaged_frames(content, message):
    with pytest.raises(WeightsError, match=message):
        read_torch_legacy(content)
