"""The TensorFlow Lite reader on small FlatBuffers assembled here."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
import pytest

from efficientpose_core.errors import WeightsError
from efficientpose_core.models.importers.tflite import read_tflite
from efficientpose_core.models.layout import BN_EPSILON

from .conftest import upsampling_kernel

TYPES = {np.dtype("f4"): 0, np.dtype("f2"): 1, np.dtype("i4"): 2, np.dtype("i1"): 9}
STEM = "stem_conv_res1/kernel"
BIAS = "stem_conv_res1/convolution_bias"


@dataclass
class Table:
    """Fields by index: ints are stored inline, everything else by reference."""

    fields: dict[int, object]


class Writer:
    """Writes objects one behind the other; references point forward, as FlatBuffers demand."""

    def __init__(self) -> None:
        self.content = bytearray(8)
        self.content[4:8] = b"TFL3"

    def finish(self, root: Table) -> bytes:
        struct.pack_into("<I", self.content, 0, self.put(root))
        return bytes(self.content)

    def put(self, item: object) -> int:
        while len(self.content) % 4:
            self.content.append(0)
        start = len(self.content)
        if isinstance(item, bytes):
            self.content += struct.pack("<I", len(item)) + item
        elif isinstance(item, tuple):  # of 32-bit integers
            self.content += struct.pack(f"<I{len(item)}i", len(item), *item)
        elif isinstance(item, list):
            self.content += struct.pack("<I", len(item)) + bytes(4 * len(item))
            for number, child in enumerate(item):
                self._refer(start + 4 + 4 * number, self.put(child))
        else:
            assert isinstance(item, Table)
            return self._put_table(item)
        return start

    def _refer(self, position: int, target: int) -> None:
        struct.pack_into("<I", self.content, position, target - position)

    def _put_table(self, table: Table) -> int:
        count = max(table.fields, default=-1) + 1
        vtable = len(self.content)
        slots = [4 + 4 * list(table.fields).index(i) if i in table.fields else 0
                 for i in range(count)]  # fmt: skip
        size = 4 + 4 * len(table.fields)
        self.content += struct.pack(f"<HH{count}H", 4 + 2 * count, size, *slots)
        while len(self.content) % 4:
            self.content.append(0)
        start = len(self.content)
        self.content += struct.pack("<i", start - vtable) + bytes(4 * len(table.fields))
        for number, value in enumerate(table.fields.values()):
            position = start + 4 + 4 * number
            if isinstance(value, int):
                struct.pack_into("<i", self.content, position, value)
            else:
                self._refer(position, self.put(value))
        return start


def network(tensors: dict[str, np.ndarray], *, graphs: int = 1) -> bytes:
    buffers = [Table({})] + [Table({0: value.tobytes()}) for value in tensors.values()]
    rows = [
        Table({0: value.shape, 1: TYPES[value.dtype], 2: number, 3: name.encode()})
        for number, (name, value) in enumerate(tensors.items(), start=1)
    ]
    rows.append(Table({0: (1, 8, 8, 3), 3: b"activation"}))  # without stored values
    return Writer().finish(Table({0: 3, 2: [Table({0: rows})] * graphs, 4: buffers}))


def stem(dtype="f2"):
    rng = np.random.default_rng(0)
    return rng.normal(size=(32, 3, 3, 3)).astype(dtype), rng.normal(size=32).astype(dtype)


@pytest.mark.parametrize(("dtype", "half"), [("f2", True), ("f4", False)])
def test_folded_convolution(dtype, half):
    kernel, bias = stem(dtype)
    state, is_half = read_tflite(network({STEM: kernel, BIAS: bias}))
    assert is_half is half
    weight = state["backbone.conv_stem.weight"]
    np.testing.assert_array_equal(weight, kernel.transpose(0, 3, 1, 2))
    x = np.linspace(-3, 3, 32)
    norm = {
        p: state[f"backbone.bn1.{p}"] for p in ("weight", "bias", "running_mean", "running_var")
    }
    scaled = (x - norm["running_mean"]) / np.sqrt(norm["running_var"] + BN_EPSILON)
    np.testing.assert_allclose(scaled * norm["weight"] + norm["bias"], x + bias, atol=1e-6)
    assert len(state) == 5
    assert all(value.flags.writeable for value in state.values())


def test_depthwise_and_biased_layers():
    rng = np.random.default_rng(1)
    block = "pass1_block1_mbconv1_skeleton"
    depthwise = rng.normal(size=(1, 5, 5, 7)).astype("f4")
    head = rng.normal(size=(16, 1, 1, 9)).astype("f4")
    bias = rng.normal(size=16).astype("f4")
    state, _ = read_tflite(
        network({
            f"{block}_dconv1/depthwise/ReadVariableOp": depthwise,
            "pass3_detection2_confs/convolution/ReadVariableOp": head,
            "pass3_detection2_confs/convolution_bias": bias,
        })
    )  # fmt: skip
    np.testing.assert_array_equal(
        state["passes.0.blocks.0.mb1.dw.weight"][:, 0], depthwise[0].transpose(2, 0, 1)
    )
    np.testing.assert_array_equal(state["heads.confs2.weight"], head.transpose(0, 3, 1, 2))
    np.testing.assert_array_equal(state["heads.confs2.bias"], bias)


def test_what_is_fixed_is_checked_and_not_stored():
    kernel = upsampling_kernel(4).transpose(2, 0, 1, 3).astype("f2")
    factor = "pass1_block1_mbconv1_skeleton_conv1_eswish/mul/x"
    shape = "upscaled_confs/stack"
    name = "upscaled_confs/kernel/read_transposed"
    fixed = {
        name: kernel,
        factor: np.array(1.25, "f2"),
        shape: np.array([1, 4, 4, 16], "i4"),
    }
    assert read_tflite(network(fixed))[0] == {}
    with pytest.raises(WeightsError, match="upscaled_confs is not the fixed bilinear"):
        read_tflite(network(fixed | {name: kernel * np.float16(1.01)}))
    with pytest.raises(WeightsError, match=r"differs from 1\.25"):
        read_tflite(network(fixed | {factor: np.array(1.0, "f2")}))


@pytest.mark.parametrize(
    ("tensors", "message"),
    [
        ({STEM: np.zeros((32, 3, 3, 3), "i1")}, "quantised to integers"),
        ({STEM: np.zeros((32, 27), "f4")}, "4 axes are needed"),
        ({STEM: np.zeros((1, 2, 1, 1, 2), "f4")}, "has 5 axes"),
        ({"dense/kernel": np.zeros((1, 2), "f4")}, "which no EfficientPose network has"),
        ({"stem_conv_res1/other": np.zeros(3, "f4")}, "which no EfficientPose network has"),
        ({"stem_bn_res1/kernel": np.zeros((1, 1, 1, 1), "f4")}, "which no EfficientPose"),
        ({"block1a_dwconv_res1/kernel": np.zeros((1, 1, 1, 1), "f4")}, "which no EfficientPose"),
        (
            {STEM: np.zeros((1, 1, 1, 1), "f4"),
             "stem_conv_res1/convolution/ReadVariableOp": np.zeros((1, 1, 1, 1), "f4")},
            "twice",
        ),
        (
            {BIAS: np.zeros(3, "f4"), "stem_conv_res1/depthwise_bias": np.zeros(3, "f4")},
            "which no EfficientPose network has",
        ),
        ({"n" * 2000: np.zeros(3, "f4")}, "endless name"),
    ],
)  # fmt: skip
def test_other_constants(tensors, message):
    with pytest.raises(WeightsError, match=message):
        read_tflite(network(tensors))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({0: (32, 3, 3, 4)}, "does not fit its data"),
        ({0: (-32, -3, 3, 3)}, "does not fit its data"),
        ({2: 9}, "without buffer"),
        ({1: 0}, "does not fit its data"),
    ],
)
def test_contradictions(change, message):
    with pytest.raises(WeightsError, match=message):
        read_tflite(_changed(change))


def _changed(change: dict[int, object]) -> bytes:
    kernel = stem()[0]
    row = {0: kernel.shape, 1: 1, 2: 1, 3: STEM.encode()} | change
    buffers = [Table({}), Table({0: kernel.tobytes()})]
    return Writer().finish(Table({0: 3, 2: [Table({0: [Table(row)]})], 4: buffers}))


@pytest.mark.parametrize("graphs", [0, 2])
def test_number_of_graphs(graphs):
    with pytest.raises(WeightsError, match=f"has {graphs} graphs"):
        read_tflite(network({STEM: stem()[0]}, graphs=graphs))


def test_too_many_tensors(monkeypatch):
    monkeypatch.setattr("efficientpose_core.models.importers.tflite._MAX_TENSORS", 2)
    with pytest.raises(WeightsError, match="lists 3 items"):
        read_tflite(network({STEM: stem()[0], BIAS: stem()[1]}))


def test_every_way_to_cut_a_file():
    kernel = np.zeros((2, 1, 1, 3), "f2")
    whole = network({STEM: kernel, BIAS: np.zeros(2, "f2")})
    read_tflite(whole)
    for length in range(len(whole)):
        try:
            read_tflite(whole[:length])
        except WeightsError:
            continue
        # Only what no table needs (here: padding) may be missing.
        assert length > len(whole) - 4
