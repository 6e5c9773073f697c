"""Released files, and files made on the spot, in all formats."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import h5py
import numpy as np
import pytest

from efficientpose_core.errors import UnknownNameError, WeightsError
from efficientpose_core.models.importers.detect import (
    ImportedWeights,
    detect_format,
    import_file,
)
from efficientpose_core.models.importers.naming import native_layer, norm_of_conv
from efficientpose_core.models.layout import BN_EPSILON
from efficientpose_core.models.variants import Normalization
from efficientpose_core.models.weights import WEIGHTS, Precision, SourceFormat
from efficientpose_core.skeleton import MPII16, Skeleton

from .conftest import ALL_HEADS, random_state, rt_layers, upsampling_kernel, write_keras

K, P, T = SourceFormat.KERAS_H5, SourceFormat.TORCH_LEGACY, SourceFormat.TFLITE
LAST = ("confs2",)
# file: registry name, variant, format, heads, tensors, values (running statistics included)
RELEASED = {
    "keras/EfficientPoseRT.h5": ("released-rt", "RT", K, ALL_HEADS, 272, 453_272),
    "keras/EfficientPoseI.h5": ("released-i", "I", K, ALL_HEADS, 381, 713_780),
    "keras/EfficientPoseRT_LITE.h5": ("released-rt-lite", "RT_LITE", K, LAST, 212, 392_272),
    "keras/EfficientPoseI_LITE.h5": ("released-i-lite", "I_LITE", K, LAST, 242, 579_296),
    "pytorch/EfficientPoseRT": ("released-rt-torch", "RT", P, LAST, 268, 447_948),
    "pytorch/EfficientPoseI": ("released-i-torch", "I", P, LAST, 377, 707_400),
    "tflite/EfficientPoseRT.tflite": ("released-rt-tflite", "RT", T, ALL_HEADS, 272, 453_272),
    "tflite/EfficientPoseI.tflite": ("released-i-tflite", "I", T, ALL_HEADS, 381, 713_780),
    "tflite/EfficientPoseII.tflite": ("released-ii", "II", T, ALL_HEADS, 590, 1_728_044),
    "tflite/EfficientPoseRT_LITE.tflite": (
        "released-rt-lite-tflite", "RT_LITE", T, LAST, 212, 392_272,
    ),
    "tflite/EfficientPoseI_LITE.tflite": (
        "released-i-lite-tflite", "I_LITE", T, LAST, 242, 579_296,
    ),
    "tflite/EfficientPoseII_LITE.tflite": (
        "released-ii-lite", "II_LITE", T, LAST, 407, 1_452_624,
    ),
}  # fmt: skip


@cache
def released(shared: Path, name: str) -> ImportedWeights:
    return import_file(shared / "official" / name)


@pytest.mark.shared
@pytest.mark.parametrize("file", RELEASED)
def test_released_file(shared, file):
    name, variant, source_format, heads, tensors, values = RELEASED[file]
    weights = released(shared, file)
    assert weights.spec is WEIGHTS[name]
    assert (weights.variant, weights.source_format, weights.heads) == (
        variant, source_format, heads,
    )  # fmt: skip
    assert (weights.n_keypoints, weights.n_limbs) == (16, 14 if "pafs" in heads else 0)
    assert len(weights.state) == tensors
    assert sum(value.size for value in weights.state.values()) == values
    assert all(value.dtype == np.float32 for value in weights.state.values())
    assert all(value.flags.writeable for value in weights.state.values())  # torch warns else
    assert weights.size_bytes == WEIGHTS[name].size_bytes
    assert weights.precision is (Precision.FLOAT16 if source_format is T else Precision.FLOAT32)
    assert weights.spec.variant == variant
    assert weights.spec.source_format is source_format
    assert weights.spec.url.endswith(file)


@pytest.mark.shared
def test_every_verified_download_is_tested_here():
    verified = {spec.name for spec in WEIGHTS.values() if spec.url and spec.is_verified}
    assert verified == {row[0] for row in RELEASED.values()}


@pytest.mark.shared
@pytest.mark.parametrize(("variant", "trained"), [("RT", 435_676), ("I", 689_880)])
def test_torch_and_keras_files_hold_the_same_numbers(shared, variant, trained):
    torch_state = released(shared, f"pytorch/EfficientPose{variant}").state
    keras_state = released(shared, f"keras/EfficientPose{variant}.h5").state
    assert set(keras_state) - set(torch_state) == {
        f"heads.{head}.{part}" for head in ("pafs", "confs1") for part in ("weight", "bias")
    }
    for name, value in torch_state.items():
        np.testing.assert_array_equal(value, keras_state[name], err_msg=name)
    assert trained == sum(v.size for k, v in torch_state.items() if ".running_" not in k)


def effective(state, conv):
    """A convolution and the normalisation behind it as one kernel and bias."""
    norm = norm_of_conv(conv)
    weight = state[f"{conv}.weight"].astype(np.float64)
    if norm is None:
        return weight, state[f"{conv}.bias"]
    gamma, beta, mean, var = (
        state[f"{norm}.{part}"].astype(np.float64)
        for part in ("weight", "bias", "running_mean", "running_var")
    )
    scale = gamma / np.sqrt(var + BN_EPSILON)
    return weight * scale[:, None, None, None], beta - mean * scale


@pytest.mark.shared
@pytest.mark.parametrize("variant", ["RT", "I", "RT_LITE", "I_LITE"])
def test_tflite_files_hold_the_keras_numbers_folded_and_rounded(shared, variant):
    keras_state = released(shared, f"keras/EfficientPose{variant}.h5").state
    tflite_state = released(shared, f"tflite/EfficientPose{variant}.tflite").state
    convs = [n.removesuffix(".weight") for n, v in keras_state.items() if v.ndim == 4]
    assert len(convs) > 40
    for conv in convs:
        expected, got = effective(keras_state, conv), effective(tflite_state, conv)
        for want, have in zip(expected, got, strict=True):
            # float16: 11 significant bits, at least 2^-24 apart; folding itself was in float32.
            np.testing.assert_allclose(have, want, rtol=6e-4, atol=1e-6, err_msg=conv)


@pytest.mark.shared
def test_values_against_the_raw_dataset(shared):
    """One corner of one kernel per layout, read independently of the importer."""
    state = released(shared, "keras/EfficientPoseI.h5").state
    with h5py.File(shared / "official/keras/EfficientPoseI.h5") as file:
        root = file["model_weights"]
        stem = root["stem_conv_res2/stem_conv_1/kernel:0"][1, 2, 0, 5]
        depthwise = root["block3a_dwconv_res1/block3a_dwconv/depthwise_kernel:0"][4, 0, 7, 0]
        name = "pass2_block1_mbconv3_detection1_se_se_squeeze_conv"
        squeeze = root[f"{name}/{name}/kernel:0"][0, 0, 9, 3]
    assert state["backbone_low.conv_stem.weight"][5, 0, 1, 2] == stem
    assert state["backbone.blocks.2.0.conv_dw.weight"][7, 0, 4, 0] == depthwise
    assert state["passes.1.blocks.0.mb3.se.reduce.weight"][3, 9, 0, 0] == squeeze


def test_keras_file_made_here(keras_file):
    weights = import_file(keras_file())
    expected = random_state("RT")
    assert set(weights.state) == set(expected)
    for name, value in expected.items():
        np.testing.assert_array_equal(weights.state[name], value, err_msg=name)
    assert weights.spec is None
    described = weights.describe(name="mine").metadata
    assert described.skeleton is MPII16
    assert described.normalization is Normalization.IMAGENET
    assert "unknown" in described.licence
    assert described.source_sha256 == weights.sha256


def test_weights_only_keras_file(keras_file, tmp_path):
    with h5py.File(keras_file()) as full, h5py.File(tmp_path / "only", "w") as bare:
        for layer in full["model_weights"]:
            full.copy(f"model_weights/{layer}", bare)
    assert import_file(tmp_path / "only").variant == "RT"


def test_custom_keypoints(keras_file):
    weights = import_file(keras_file(n_keypoints=5, n_limbs=2))
    assert (weights.n_keypoints, weights.n_limbs) == (5, 2)
    with pytest.raises(WeightsError, match="5 keypoints whose names are not in the file"):
        weights.describe(name="mine")
    five = Skeleton(name="five", keypoints=tuple("abcde"), limbs=(("a", "b"), ("b", "c")))
    assert weights.describe(name="mine", skeleton=five).metadata.skeleton is five
    with pytest.raises(WeightsError, match="choose the skeleton it was trained with"):
        weights.describe(name="mine", skeleton=MPII16)


def test_another_variant_than_wanted(keras_file):
    path = keras_file()
    assert import_file(path, variant="rt").variant == "RT"
    with pytest.raises(WeightsError, match="holds EfficientPose RT, not II_LITE"):
        import_file(path, variant="ii-lite")
    with pytest.raises(UnknownNameError):
        import_file(path, variant="V")


def test_layer_names_map_to_distinct_native_layers():
    layers = rt_layers()
    assert len({native_layer(layer) for layer in layers}) == len(layers)


@pytest.mark.parametrize(
    ("layer", "native"),
    [
        ("block1b_project_bn_res2", "backbone_low.blocks.0.1.bn2"),
        ("block3g_expand_conv_res1", "backbone.blocks.2.6.conv_pw"),
        ("pass3_block4_mbconv2_detection2_dconv1", "passes.2.blocks.3.mb2.dw"),
        (
            "efficientnet-lite4/model/blocks_5/conv2d_1/Conv2D_0",
            "backbone.blocks.2.0.conv_pwl",
        ),
        (
            "efficientnet-lite0/model/blocks_0/tpu_batch_normalization_1/FusedBatchNormV3_0",
            "backbone.blocks.0.0.bn2",
        ),
        ("efficientnet-lite0/model/blocks_5/conv2d/Conv2D_0", None),  # only 0 to 4 are used
        ("efficientnet-lite0/model/blocks_0/conv2d_1/Conv2D_0", None),
        ("block1a_expand_conv_res1", None),
        ("pass1_block1_mbconv1_detection1_conv1", None),  # title of another pass
        ("dense_1", None),
    ],
)
def test_layer_names(layer, native):
    assert native_layer(layer) == native


@pytest.mark.parametrize(
    ("conv", "norm"),
    [
        ("backbone.conv_stem", "backbone.bn1"),
        ("backbone.blocks.0.1.conv_dw", "backbone.blocks.0.1.bn1"),
        ("backbone.blocks.2.0.conv_dw", "backbone.blocks.2.0.bn2"),
        ("passes.0.blocks.0.mb1.dw", "passes.0.blocks.0.mb1.bn2"),
        ("passes.0.blocks.0.mb1.se.expand", None),
        ("backbone.blocks.1.0.se.conv_expand", None),
        ("heads.confs2", None),
    ],
)
def test_normalisation_behind_a_convolution(conv, norm):
    assert norm_of_conv(conv) == norm


def _edited(path: Path, edit) -> Path:
    with h5py.File(path, "r+") as file:
        edit(file["model_weights"])
    return path


def test_changed_upsampling_is_refused(keras_file):
    def edit(root):
        root["upscaled_deconv2/upscaled_deconv2/kernel:0"][0, 0, 3, 4] = 1e-3

    with pytest.raises(WeightsError, match="upscaled_deconv2 is not the fixed bilinear"):
        import_file(_edited(keras_file(), edit))


def test_upsampling_with_a_bias_is_refused(keras_file):
    def edit(root):
        root["upscaled_confs/upscaled_confs/bias:0"][2] = 0.1

    with pytest.raises(WeightsError, match="upscaled_confs is not the fixed bilinear"):
        import_file(_edited(keras_file(), edit))


def test_unknown_layer_is_refused(keras_file):
    def edit(root):
        group = root.create_group("dense_1")
        group.attrs["weight_names"] = [b"dense_1/kernel:0"]
        group.create_dataset("dense_1/kernel:0", data=np.zeros((3, 3), np.float32))

    with pytest.raises(WeightsError, match="holds 'dense_1', which no EfficientPose network has"):
        import_file(_edited(keras_file(), edit))


def test_missing_dataset_is_named(keras_file):
    def edit(root):
        del root["stem_bn_res1/stem_bn_res1/gamma:0"]

    with pytest.raises(WeightsError, match="stem_bn_res1/gamma:0 is missing"):
        import_file(_edited(keras_file(), edit))


def test_missing_layer_is_named(keras_file):
    def edit(root):
        del root["block2b_bn_res1"]

    with pytest.raises(WeightsError, match=r"backbone\.blocks\.1\.1\.bn2\.weight is missing"):
        import_file(_edited(keras_file(), edit))


def test_not_finite_weights_are_refused(tmp_path):
    state = random_state("RT")
    state["heads.pafs.weight"][0, 0] = np.nan
    with pytest.raises(WeightsError, match=r"heads\.pafs\.weight holds values that are not finite"):
        import_file(write_keras(tmp_path / "nan.h5", state))


def test_upsampling_helper_is_a_partition_of_unity():
    """Every output pixel of the interior sums weights to 1, so that a constant stays constant."""
    kernel = upsampling_kernel(1)[:, :, 0, 0]
    sums = {kernel[y::2, x::2].sum() for y in (0, 1) for x in (0, 1)}
    assert sums == {1.0}


def test_safetensors_files_whose_length_looks_like_a_pickle():
    # 0x80, the first byte of pickles, is also the lowest byte of every 32nd header's length.
    content = (0x7080).to_bytes(8, "little") + b'{"__metadata__"'
    assert detect_format(content, "x") is SourceFormat.SAFETENSORS
    assert detect_format(b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.", "x") is (
        SourceFormat.TORCH_LEGACY
    )
