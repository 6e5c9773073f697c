"""The registry, and the native file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from efficientpose_core.errors import DataError, OutputError, WeightsError
from efficientpose_core.models.calibration import Calibration
from efficientpose_core.models.importers.detect import import_file
from efficientpose_core.models.variants import VARIANTS, Normalization
from efficientpose_core.models.weights import (
    BUNDLED,
    WEIGHTS,
    LoadedWeights,
    Precision,
    SourceFormat,
    WeightsMetadata,
    load_native,
    read_native_metadata,
    save_native,
    skeleton_from_json,
    skeleton_to_json,
    spec_by_sha256,
)
from efficientpose_core.resources import resource_path
from efficientpose_core.skeleton import MPII16, Skeleton

from .conftest import ALL_HEADS, loaded, random_state


@pytest.fixture
def native(tmp_path):
    weights = loaded(
        calibration=Calibration(shift_px=((0.5, -0.25),) * 16, spread_scale=1.5, source="a test"),
        precision=Precision.FLOAT16,
        notes="line one\nline two: grün",
        source="https://example.org/x.h5",
        source_sha256="ab" * 32,
    )
    path = tmp_path / "mine.safetensors"
    save_native(path, weights.state, weights.metadata)
    return path, weights


def header_of(path):
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    return json.loads(content[8 : 8 + length])["__metadata__"]


def rewrite(path, *, edit_state=lambda state: None, **header):
    """Change a native file behind the product's back; None removes an entry."""
    state = load_file(path)
    edit_state(state)
    metadata = {k: v for k, v in (header_of(path) | header).items() if v is not None}
    save_file(state, path, metadata=metadata)


def test_native_round_trip(native):
    path, weights = native
    again = load_native(path)
    assert again.metadata == weights.metadata == read_native_metadata(path)
    assert again.path == path
    assert set(again.state) == set(weights.state)
    for name, value in weights.state.items():
        np.testing.assert_array_equal(again.state[name], value)
        assert again.state[name].dtype == np.float32
        assert again.state[name].flags.writeable  # torch warns about read-only arrays
    assert again.digest == weights.digest


def test_native_import_keeps_the_description(native):
    path, weights = native
    imported = import_file(path)
    assert imported.source_format is SourceFormat.SAFETENSORS
    assert imported.precision is Precision.FLOAT16
    described = imported.describe(name="other").metadata
    assert described == replace(weights.metadata, name="other")


def test_custom_skeleton_round_trip(tmp_path):
    skeleton = Skeleton(
        name="arm",
        keypoints=("shoulder", "elbow", "wrist"),
        limbs=(("shoulder", "elbow"), ("elbow", "wrist")),
        segments=(("shoulder", "wrist"),),
    )
    state = random_state("II_LITE", n_keypoints=3, n_limbs=2, heads=("pafs", "confs2"))
    metadata = WeightsMetadata(
        name="arm",
        variant="II_LITE",
        heads=("pafs", "confs2"),
        skeleton=skeleton,
        normalization=Normalization.SYMMETRIC,
        licence="proprietary",
    )
    save_native(tmp_path / "arm.safetensors", state, metadata)
    again = load_native(tmp_path / "arm.safetensors").metadata
    assert (again.skeleton, again.n_keypoints, again.n_limbs) == (skeleton, 3, 2)
    assert again.spec is VARIANTS["II_LITE"]


def test_digest_depends_on_all_that_changes_numbers_and_on_nothing_else():
    weights = loaded()
    renamed = replace(weights, metadata=replace(weights.metadata, name="x", notes="y"))
    assert renamed.digest == weights.digest
    scaled = replace(weights.metadata, normalization=Normalization.SYMMETRIC)
    assert replace(weights, metadata=scaled).digest != weights.digest
    state = dict(weights.state)
    state["heads.confs2.bias"] = state["heads.confs2.bias"] + np.float32(1e-6)
    assert LoadedWeights(metadata=weights.metadata, state=state).digest != weights.digest


def test_save_refuses_what_contradicts_its_description(tmp_path):
    weights = loaded()
    target = tmp_path / "x.safetensors"
    for wrong in (
        {"variant": "I"},
        {"heads": ("confs2",)},
        {"skeleton": Skeleton(name="two", keypoints=("a", "b"))},
    ):
        with pytest.raises(WeightsError, match="describe them right"):
            save_native(target, weights.state, replace(weights.metadata, **wrong))
    short = Calibration(shift_px=((0.0, 0.0),) * 3)
    with pytest.raises(WeightsError, match="3 shifts for 16 keypoints"):
        save_native(target, weights.state, replace(weights.metadata, calibration=short))
    broken = weights.state | {"heads.confs2.bias": np.full(16, np.nan, np.float32)}
    with pytest.raises(WeightsError, match="not finite"):
        save_native(target, broken, weights.metadata)
    assert list(tmp_path.iterdir()) == []


def test_save_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way")
    weights = loaded()
    with pytest.raises(OutputError):
        save_native(tmp_path / "file" / "x.safetensors", weights.state, weights.metadata)


@pytest.mark.parametrize("keep", [0, 4, 8, 100, 3000, 100_000])
def test_cut_native_file(native, keep):
    path, _ = native
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(WeightsError, match="damaged or incomplete"):
        load_native(path)


def test_absent_native_file(tmp_path):
    with pytest.raises(WeightsError, match="There is no file"):
        load_native(tmp_path / "absent.safetensors")


def test_foreign_safetensors(tmp_path):
    save_file({"x": np.zeros(3, np.float32)}, tmp_path / "x.safetensors", metadata={"a": "b"})
    with pytest.raises(WeightsError, match="of another program"):
        load_native(tmp_path / "x.safetensors")


def test_future_version(native):
    path, _ = native
    rewrite(path, format_version="2")
    with pytest.raises(WeightsError, match="update EfficientPose Studio"):
        load_native(path)


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("licence", None),
        *product(
            ["variant", "skeleton", "normalization", "heads", "calibration", "precision"],
            [None, "nonsense", "[" * 100_000],
        ),
    ],
)
def test_damaged_descriptions(native, entry, value):
    path, _ = native
    rewrite(path, **{entry: value})
    with pytest.raises(WeightsError, match=r"description inside mine\.safetensors is damaged"):
        load_native(path)


def test_calibration_that_is_no_number(native):
    path, _ = native
    rewrite(path, calibration='{"shift_px": [], "spread_scale": NaN, "spread_exponent": 1, '
            '"source": "x"}')  # fmt: skip
    with pytest.raises(WeightsError, match="calibrate again"):
        load_native(path)


def test_calibration_of_an_older_version(native):
    path, _ = native
    rewrite(path, calibration='{"shift_px": [], "spread_scale": 2, "source": "x"}')
    calibration = load_native(path).metadata.calibration
    assert calibration == Calibration(spread_scale=2.0, source="x")


def test_changed_tensors(native):
    path, _ = native
    rewrite(path, edit_state=lambda state: state.pop("heads.confs1.bias"))
    with pytest.raises(WeightsError, match=r"heads\.confs1\.bias is missing"):
        load_native(path)


def test_half_precision_is_refused(native):
    path, _ = native

    def halve(state):
        state["heads.confs1.bias"] = state["heads.confs1.bias"].astype(np.float16)

    rewrite(path, edit_state=halve)
    with pytest.raises(WeightsError, match="is not float32"):
        load_native(path)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"name": "a", "keypoints": "abc"}', '{"name": 1, "keypoints": ["a"]}',
     '{"name": "a", "keypoints": ["a"], "limbs": [["a"]]}', '{"name": "a", "keypoints": [1]}',
     '{"name": "a", "keypoints": ["a"], "limbs": [["a", "b"]]}', "[" * 100_000],
)  # fmt: skip
def test_bad_skeletons(text):
    with pytest.raises(DataError):
        skeleton_from_json(text)


def test_skeleton_json_round_trip():
    assert skeleton_from_json(skeleton_to_json(MPII16)) == MPII16


@pytest.mark.parametrize("spec", WEIGHTS.values(), ids=lambda spec: spec.name)
def test_registry_rows(spec):
    assert WEIGHTS[spec.name] is spec
    assert spec.variant in VARIANTS
    assert spec.normalization is VARIANTS[spec.variant].normalization
    assert spec.is_bundled == (spec.url is None)
    assert spec.is_verified == (spec.size_bytes is not None)
    assert spec.is_verified or spec.name in ("released-iii", "released-iv")
    if spec.url:
        assert spec.url.startswith("https://")
    if spec.sha256:
        assert len(bytes.fromhex(spec.sha256)) == 32
        assert spec_by_sha256(spec.sha256) is spec


def test_every_variant_has_a_row():
    assert {spec.variant for spec in WEIGHTS.values()} == set(VARIANTS)


@pytest.mark.parametrize("spec", BUNDLED, ids=lambda spec: spec.name)
def test_bundled_file_is_the_one_in_the_registry(spec):
    path = resource_path("models", spec.bundled_file)
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == spec.sha256
    assert len(content) == spec.size_bytes
    metadata = load_native(path).metadata
    assert (metadata.name, metadata.variant) == (spec.name, spec.variant)
    assert (metadata.licence, metadata.normalization) == (spec.licence, spec.normalization)
    card = path.with_suffix(".md").read_text(encoding="utf-8")
    assert card.startswith(f"# Model card: {spec.name}\n")
    for subject in ("research use", "Not a medical device", "Recipe", "Known failures", "PCKh"):
        assert subject in card


def test_all_heads_constant_is_in_pass_order():
    assert loaded().metadata.heads == ALL_HEADS
