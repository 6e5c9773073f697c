"""From the layer names of the released networks to the native names of the weights.

All released formats share the layer names of the original Keras networks
(``block2a_expand_conv_res1``, ``pass1_block1_mbconv1_skeleton_conv1``, ...); only the Lite
backbones keep the names of their TensorFlow source.
"""

from __future__ import annotations

import re
from enum import Enum

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import WeightsError
from efficientpose_core.models.layout import BN_EPSILON, State, backbone_of

__all__ = [
    "UPSAMPLING_LAYERS",
    "LayerKind",
    "check_upsampling",
    "fold_identity_norm",
    "layer_kind",
    "native_layer",
    "norm_of_conv",
]

UPSAMPLING_LAYERS = ("upscaled_deconv1", "upscaled_deconv2", "upscaled_confs")
"""The three transposed convolutions behind the heatmaps; fixed, never trained."""


class LayerKind(Enum):
    """How the tensors of a native layer are stored."""

    CONV = "convolution"
    DEPTHWISE = "depthwise convolution"
    NORM = "batch normalisation"


_BRANCH = {"1": "backbone", "2": "backbone_low"}
_STEM = re.compile(r"stem_(conv|bn)_res([12])")
_BLOCK = re.compile(
    r"block([1-3])([a-z])_(expand_conv|expand_bn|dwconv|bn|se_reduce|se_expand|project_conv"
    r"|project_bn)_res([12])"
)
_PASS = re.compile(
    r"pass([1-3])_block([1-9])_mbconv([1-3])_(skeleton|detection1|detection2)_"
    r"(conv1|conv1_bn|dconv1|dconv1_bn|se_se_squeeze_conv|se_se_excite_conv|conv2|conv2_bn)"
)
_LITE = re.compile(
    r"efficientnet-lite([024])/model/(stem|blocks_(\d{1,2}))/"
    r"(?:(conv2d|conv2d_1)/Conv2D_0|depthwise_conv2d/depthwise_0"
    r"|(tpu_batch_normalization(?:_[12])?)/FusedBatchNormV3_0)"
)
_HEADS = {
    "pass1_skeleton_pafs": "heads.pafs",
    "pass2_detection1_confs": "heads.confs1",
    "pass3_detection2_confs": "heads.confs2",
}
_PASS_TITLES = ("skeleton", "detection1", "detection2")
_PASS_LAYERS = {
    "conv1": "expand",
    "conv1_bn": "bn1",
    "dconv1": "dw",
    "dconv1_bn": "bn2",
    "se_se_squeeze_conv": "se.reduce",
    "se_se_excite_conv": "se.expand",
    "conv2": "project",
    "conv2_bn": "bn3",
}
# The first stage does not expand, so its normalisations count from the depthwise convolution on.
_FIRST_STAGE_LAYERS = {
    "dwconv": "conv_dw",
    "bn": "bn1",
    "se_reduce": "se.conv_reduce",
    "se_expand": "se.conv_expand",
    "project_conv": "conv_pw",
    "project_bn": "bn2",
}
_LATER_STAGE_LAYERS = {
    "expand_conv": "conv_pw",
    "expand_bn": "bn1",
    "dwconv": "conv_dw",
    "bn": "bn2",
    "se_reduce": "se.conv_reduce",
    "se_expand": "se.conv_expand",
    "project_conv": "conv_pwl",
    "project_bn": "bn3",
}
_LITE_FIRST_STAGE_LAYERS = {
    None: "conv_dw",
    "tpu_batch_normalization": "bn1",
    "conv2d": "conv_pw",
    "tpu_batch_normalization_1": "bn2",
}
_LITE_LATER_STAGE_LAYERS = {
    "conv2d": "conv_pw",
    "tpu_batch_normalization": "bn1",
    None: "conv_dw",
    "tpu_batch_normalization_1": "bn2",
    "conv2d_1": "conv_pwl",
    "tpu_batch_normalization_2": "bn3",
}
_NORM_OF_CONV_LATER = {
    "conv_stem": "bn1",
    "conv_pw": "bn1",
    "conv_dw": "bn2",
    "conv_pwl": "bn3",
    "expand": "bn1",
    "dw": "bn2",
    "project": "bn3",
}
_NORM_OF_CONV_FIRST_STAGE = {"conv_dw": "bn1", "conv_pw": "bn2"}


def native_layer(layer: str) -> str | None:
    """Return the native name of a released layer.

    Parameters
    ----------
    layer
        Name in the released Keras network, for instance ``block2a_expand_conv_res1``.

    Returns
    -------
    str or None
        For instance ``backbone.blocks.1.0.conv_pw``; None for a layer that is not known.
    """
    if layer in _HEADS:
        return _HEADS[layer]
    if match := _STEM.fullmatch(layer):
        return f"{_BRANCH[match[2]]}.{'conv_stem' if match[1] == 'conv' else 'bn1'}"
    if match := _BLOCK.fullmatch(layer):
        stage = int(match[1]) - 1
        part = (_FIRST_STAGE_LAYERS if stage == 0 else _LATER_STAGE_LAYERS).get(match[3])
        number = ord(match[2]) - ord("a")
        return part and f"{_BRANCH[match[4]]}.blocks.{stage}.{number}.{part}"
    if match := _PASS.fullmatch(layer):
        number = int(match[1]) - 1
        if _PASS_TITLES[number] != match[4]:
            return None
        block = int(match[2]) - 1
        return f"passes.{number}.blocks.{block}.mb{match[3]}.{_PASS_LAYERS[match[5]]}"
    if match := _LITE.fullmatch(layer):
        return _native_lite_layer(match)
    return None


def _native_lite_layer(match: re.Match[str]) -> str | None:
    """Lite backbones count blocks over all stages (``blocks_3``)."""
    kind = match[4] or match[5]
    if match[2] == "stem":
        stem = {"conv2d": "conv_stem", "tpu_batch_normalization": "bn1"}.get(kind or "")
        return stem and f"backbone.{stem}"
    number = int(match[3])
    for stage, depth in enumerate(backbone_of(f"tf_efficientnet_lite{match[1]}").depths):
        if number < depth:
            layers = _LITE_FIRST_STAGE_LAYERS if stage == 0 else _LITE_LATER_STAGE_LAYERS
            part = layers.get(kind)
            return part and f"backbone.blocks.{stage}.{number}.{part}"
        number -= depth
    return None


def layer_kind(native: str) -> LayerKind:
    """Return how the tensors of the native layer are stored."""
    part = native.rpartition(".")[2]
    if part.startswith("bn"):
        return LayerKind.NORM
    return LayerKind.DEPTHWISE if part in ("dw", "conv_dw") else LayerKind.CONV


def norm_of_conv(native: str) -> str | None:
    """Return the batch normalisation behind a convolution; None for those with a bias."""
    parent, _, part = native.rpartition(".")
    if parent.endswith(".se"):
        return None
    first_stage = re.search(r"\.blocks\.0\.\d+$", parent) and parent.startswith("backbone")
    norm = (_NORM_OF_CONV_FIRST_STAGE if first_stage else _NORM_OF_CONV_LATER).get(part)
    return norm and f"{parent}.{norm}"


def fold_identity_norm(state: State, norm: str, bias: npt.NDArray[np.float32]) -> None:
    """Add a batch normalisation that only adds ``bias``, where a file has folded it away.

    With mean 0 and variance 1 the scale ``weight / sqrt(1 + eps)`` is 1 for this weight.
    """
    state[f"{norm}.weight"] = np.full_like(bias, np.sqrt(1.0 + BN_EPSILON))
    state[f"{norm}.bias"] = bias.copy()
    state[f"{norm}.running_mean"] = np.zeros_like(bias)
    state[f"{norm}.running_var"] = np.ones_like(bias)


def check_upsampling(
    layer: str, kernel: npt.NDArray[np.float32], bias: npt.NDArray[np.float32] | None
) -> None:
    """Refuse upsampling that differs from the fixed bilinear one the network has built in.

    Parameters
    ----------
    layer
        Name for the message.
    kernel
        (4, 4, K, K) height, width and the two channel axes in either order.
    bias
        (K,) or None.

    Raises
    ------
    WeightsError
        If the kernel is not diagonal and bilinear, or the bias not zero.
    """
    ramp = np.array([0.25, 0.75, 0.75, 0.25], dtype=np.float32)
    if kernel.ndim == 4 and kernel.shape[:2] == (4, 4) and kernel.shape[2] == kernel.shape[3]:
        identity = np.eye(kernel.shape[2], dtype=np.float32)
        fixed = np.outer(ramp, ramp)[:, :, None, None] * identity
        if np.array_equal(kernel, fixed) and (bias is None or not bias.any()):
            return
    raise WeightsError(
        f"Layer {layer} is not the fixed bilinear upsampling of the released networks, so results "
        "would be wrong: only files with unchanged upsampling can be used."
    )


def add_tensor(state: State, name: str, value: npt.NDArray[np.float32]) -> None:
    """Store a copy of a tensor, once; views of the file would be read-only.

    Raises
    ------
    WeightsError
        If the file holds it twice.
    """
    if name in state:
        raise WeightsError(f"The file holds tensor {name} twice: it is damaged, get it again.")
    state[name] = np.array(value, dtype=np.float32, order="C")


def require_shape(name: str, shape: tuple[int, ...], *, axes: int) -> None:
    """Refuse a tensor with another number of axes than its layer needs."""
    if len(shape) != axes:
        raise WeightsError(
            f"Tensor {name} has shape {shape}, but {axes} axes are needed: the file does not hold "
            "an EfficientPose network in a known layout."
        )


def unknown_tensor(name: str) -> WeightsError:
    """Return the error for a tensor that no EfficientPose network has."""
    return WeightsError(
        f"The file holds '{name[:120]}', which no EfficientPose network has: choose a file of an "
        "unchanged EfficientPose network."
    )
