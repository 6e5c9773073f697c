"""Damaged, mistaken and malicious files: a sentence, and nothing executed."""

from __future__ import annotations

import io
import os
import pickle
import shutil
import struct
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from efficientpose_core.errors import WeightsError
from efficientpose_core.models.importers.detect import import_file
from efficientpose_core.models.importers.keras_h5 import read_keras_h5
from efficientpose_core.models.importers.tflite import read_tflite
from efficientpose_core.models.importers.torch_legacy import MAGIC, read_torch_legacy

HEADER = (
    MAGIC
    + pickle.dumps(1001, protocol=2)
    + pickle.dumps({"protocol_version": 1001, "little_endian": True}, protocol=2)
)


class Payload:
    """Pickles to a call of ``os.mkdir``."""

    def __init__(self, target: Path) -> None:
        self.target = str(target)

    def __reduce__(self):
        return os.mkdir, (self.target,)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@pytest.mark.parametrize("prefix", [HEADER, MAGIC, b""], ids=["module", "protocol", "bare"])
def test_malicious_pickle_is_named_and_not_run(tmp_path, protocol, prefix):
    target = tmp_path / "executed"
    evil = pickle.dumps(Payload(target), protocol=protocol)
    pickle.loads(evil)  # the payload works: it is our reader that does not run it
    assert target.is_dir()
    target.rmdir()
    path = tmp_path / "EfficientPoseRT"
    path.write_bytes(prefix + evil)
    with pytest.raises(WeightsError, match=r"asks to run '(posix|nt|os)\.mkdir'"):
        import_file(path)
    assert not target.exists()


def test_malicious_text_pickle_is_not_run(tmp_path):
    target = tmp_path / "executed"
    path = tmp_path / "EfficientPoseRT"
    path.write_bytes(f"cos\nmkdir\n(S'{target}'\ntR.".encode())
    with pytest.raises(WeightsError, match="in no format that can be read"):
        import_file(path)
    assert not target.exists()


@pytest.mark.parametrize(
    "opcodes",
    [
        b"cbuiltins\neval\n",
        b"(S'x'\nios\nsystem\n",
        b"\x8c\x02os\x8c\x06system\x93",
        b"ctorch._utils\n_rebuild_tensor\n",
        b"ctorch\nFloatStorage.__class__\n",
        b"ccollections\nOrderedDict.__init__\n",
    ],
    ids=["eval", "inst", "stack", "similar", "attribute", "method"],
)
def test_every_way_to_name_a_global_is_checked(opcodes):
    with pytest.raises(WeightsError, match=r"asks to run|instruction|text"):
        read_torch_legacy(HEADER + b"\x80\x02" + opcodes + b".")


@pytest.mark.parametrize(
    "opcodes",
    [
        b"r\xff\xff\xff\x7f.",  # the C unpickler reserves 16 GB for this memo index
        b"Nr\xff\xff\xff\x7f.",
        b"X\xff\xff\xff\x7fabc",  # a text of 2 GB
        b"\x8e\xff\xff\xff\xff\xff\xff\xff\x7f",  # bytes of 8 EB
        b"\x8b\xff\xff\xff\x7f",  # an integer of 2 GB
        b"\x82\x01.",  # extension registry
        b"((((((((((t.",
        b"0.",
        b"h\x05.",
        b"t.",
        b"R.",
        b"b.",
        b"u.",
        b"\x81.",
        b"Q.",
        b"]q\x00(h\x00e.",  # a list that holds itself
        b"N",
        b"",
        b"\xff\xff",
    ],
)
def test_absurd_pickles(opcodes):
    with pytest.raises(WeightsError):
        read_torch_legacy(HEADER + b"\x80\x02" + opcodes)


def test_deep_nesting_does_not_exhaust_the_stack():
    with pytest.raises(WeightsError):
        read_torch_legacy(HEADER + b"\x80\x02N" + b"\x85" * 200_000 + b".")


def test_too_many_instructions(monkeypatch):
    monkeypatch.setattr("efficientpose_core.models.importers.torch_legacy._MAX_OPCODES", 1000)
    with pytest.raises(WeightsError, match="more than 1000 instructions"):
        read_torch_legacy(HEADER + b"\x80\x02" + b"N" * 2000 + b".")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_after_the_header(data):
    with pytest.raises(WeightsError):
        read_torch_legacy(HEADER + data)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"\n\n  <HTML>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "Git LFS"),
        (b"PK\x03\x04" + b"\0" * 100, "zip archive"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "no format that can be read"),
        (b"\x89HDF\r\n\x1a\n", "damaged or incomplete"),
        (b"\x1c\0\0\0TFL3", "damaged or incomplete"),
        (struct.pack("<Q", 9) + b'{"a": 12}', "damaged or incomplete"),
    ],
)
def test_other_files(tmp_path, content, message):
    path = tmp_path / "EfficientPoseRT.h5"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=message):
        import_file(path)


def test_no_file_folder_and_huge_file(tmp_path, monkeypatch):
    with pytest.raises(WeightsError, match="There is no file"):
        import_file(tmp_path / "absent.h5")
    with pytest.raises(WeightsError, match="Cannot read"):
        import_file(tmp_path)
    monkeypatch.setattr("efficientpose_core.models.importers.detect._MAX_BYTES", 10)
    (tmp_path / "huge").write_bytes(b"x" * 11)
    with pytest.raises(WeightsError, match="far more than any"):
        import_file(tmp_path / "huge")


def _h5(build) -> bytes:
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        build(file)
    return stream.getvalue()


def _stem(file, **dataset):
    group = file.create_group("model_weights/stem_conv_res1")
    group.attrs["weight_names"] = [b"stem_conv/kernel:0"]
    if dataset:
        group.create_dataset("stem_conv/kernel:0", **dataset)
    return group


def test_links_to_other_files_are_not_followed(tmp_path):
    secret = tmp_path / "secret.h5"
    with h5py.File(secret, "w") as file:
        file["kernel"] = np.zeros((3, 3, 3, 32), np.float32)

    def external_link(file):
        _stem(file)["stem_conv/kernel:0"] = h5py.ExternalLink(str(secret), "kernel")

    def soft_link(file):
        _stem(file)["stem_conv/kernel:0"] = h5py.SoftLink("/elsewhere")

    for build in (external_link, soft_link):
        with pytest.raises(WeightsError, match="is missing"):
            read_keras_h5(_h5(build))


def test_arrays_stored_elsewhere_are_not_read(tmp_path):
    raw = tmp_path / "raw"
    raw.write_bytes(b"\0" * 4 * 3 * 3 * 3 * 32)

    def build(file):
        _stem(file, shape=(3, 3, 3, 32), dtype="f4", external=[(str(raw), 0, 3456)])

    with pytest.raises(WeightsError, match="stored in another file"):
        read_keras_h5(_h5(build))


def test_compression_bombs_are_not_unpacked():
    def build(file):
        _stem(file, shape=(200_000, 200_000), dtype="f4", chunks=(1000, 1000), compression="gzip")

    with pytest.raises(WeightsError, match="far larger than in any"):
        read_keras_h5(_h5(build))


def test_other_number_types_are_refused():
    def build(file):
        _stem(file, data=np.zeros((3, 3, 3, 32), np.float64))

    with pytest.raises(WeightsError, match="stored as float64"):
        read_keras_h5(_h5(build))


def test_hdf5_of_another_program():
    with pytest.raises(WeightsError, match="no Keras layers"):
        read_keras_h5(_h5(lambda file: file.create_dataset("spectrum", data=[1.0])))


def _cut(source: Path, target: Path, keep: float) -> Path:
    content = source.read_bytes()
    target.write_bytes(content[: int(len(content) * keep)])
    return target


FILES = ["keras/EfficientPoseRT.h5", "pytorch/EfficientPoseRT", "tflite/EfficientPoseRT.tflite"]


@pytest.mark.shared
@pytest.mark.parametrize("keep", [0.001, 0.05, 0.5, 0.999])
@pytest.mark.parametrize("file", FILES)
def test_cut_released_files(shared, tmp_path, file, keep):
    with pytest.raises(WeightsError):
        import_file(_cut(shared / "official" / file, tmp_path / "cut", keep))


@pytest.mark.shared
def test_format_is_told_by_content_not_by_suffix(shared, tmp_path):
    path = tmp_path / "EfficientPoseRT.h5"
    shutil.copy(shared / "official/tflite/EfficientPoseRT.tflite", path)
    assert import_file(path).variant == "RT"


@pytest.mark.shared
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_bytes_changed_in_a_tflite_file(shared, data):
    """Tables lie at both ends: any change gives weights or a sentence, never a crash."""
    content = bytearray((shared / "official/tflite/EfficientPoseRT_LITE.tflite").read_bytes())
    near_end = data.draw(st.booleans())
    for _ in range(data.draw(st.integers(1, 8))):
        position = data.draw(st.integers(0, 3000))
        content[-1 - position if near_end else position] = data.draw(st.integers(0, 255))
    try:
        state, _ = read_tflite(bytes(content))
    except WeightsError:
        return
    assert all(value.dtype == np.float32 for value in state.values())


@pytest.mark.shared
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_bytes_changed_in_a_torch_file(shared, data):
    content = bytearray((shared / "official/pytorch/EfficientPoseRT").read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(76_000, 137_600))] = data.draw(st.integers(0, 255))
    try:
        state = read_torch_legacy(bytes(content))
    except WeightsError:
        return
    assert all(value.dtype == np.float32 for value in state.values())


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_bytes_changed_in_a_keras_file(keras_content, data):
    """Offsets in the file's tables may point anywhere afterwards, also beyond 64 bits."""
    content = bytearray(keras_content(16, 14))
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, 4000))] = data.draw(st.integers(0, 255))
    try:
        state = read_keras_h5(bytes(content))
    except WeightsError:
        return
    assert all(value.dtype == np.float32 for value in state.values())
