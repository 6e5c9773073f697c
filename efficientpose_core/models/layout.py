"""Names and shapes of every weight of the network, known without building it.

``network.state_shapes`` says the same from the module itself, but needs torch; importing, listing
and downloading weights must not. A test keeps the two equal.

The native layout is PyTorch's: convolutions (out, in, height, width), depthwise ones
(channels, 1, height, width), batch normalisations ``weight, bias, running_mean, running_var``.
Step counters (``num_batches_tracked``) are not stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import WeightsError
from efficientpose_core.models.variants import VARIANTS, VariantSpec

__all__ = [
    "BN_EPSILON",
    "HEAD_NAMES",
    "State",
    "backbone_of",
    "check_state",
    "expected_shapes",
    "identify_variant",
]

State = dict[str, npt.NDArray[np.float32]]
"""Weights by native name."""

BN_EPSILON = 1e-3
"""Epsilon of every batch normalisation of the family."""

HEAD_NAMES = ("pafs", "confs1", "confs2")
"""Heads of passes 1 to 3; only the last is in every released file."""

_NORM_PARTS = ("weight", "bias", "running_mean", "running_var")
_EXPANSION = 6
_HEAD_SE_REDUCTION = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class BackbonePlan:
    """The first three stages of an EfficientNet.

    Parameters
    ----------
    stem
        Output channels of the stem.
    channels, depths
        Output channels and number of blocks of stages 1 to 3.
    lite
        Without squeeze-and-excitation.
    """

    stem: int
    channels: tuple[int, int, int]
    depths: tuple[int, int, int]
    lite: bool = False


def _plan(
    stem: int, channels: tuple[int, int, int], depths: tuple[int, int, int], *, lite: bool = False
) -> BackbonePlan:
    return BackbonePlan(stem=stem, channels=channels, depths=depths, lite=lite)


# Width and depth multipliers of EfficientNet (Tan & Le 2019) already applied and rounded.
_BACKBONES: dict[str, BackbonePlan] = {
    "tf_efficientnet_b0": _plan(32, (16, 24, 40), (1, 2, 2)),
    "tf_efficientnet_b1": _plan(32, (16, 24, 40), (2, 3, 3)),
    "tf_efficientnet_b2": _plan(32, (16, 24, 48), (2, 3, 3)),
    "tf_efficientnet_b3": _plan(40, (24, 32, 48), (2, 3, 3)),
    "tf_efficientnet_b4": _plan(48, (24, 32, 56), (2, 4, 4)),
    "tf_efficientnet_b5": _plan(48, (24, 40, 64), (3, 5, 5)),
    "tf_efficientnet_b7": _plan(64, (32, 48, 80), (4, 7, 7)),
    "tf_efficientnet_lite0": _plan(32, (16, 24, 40), (1, 2, 2), lite=True),
    "tf_efficientnet_lite2": _plan(32, (16, 24, 48), (1, 3, 3), lite=True),
    "tf_efficientnet_lite4": _plan(32, (24, 32, 56), (1, 4, 4), lite=True),
}
_KERNEL_OF_STAGE = (3, 3, 5)

Shapes = dict[str, tuple[int, ...]]


def backbone_of(name: str) -> BackbonePlan:
    """Return the plan of the timm backbone ``name``."""
    return _BACKBONES[name]


def _add_norm(shapes: Shapes, name: str, channels: int) -> None:
    for part in _NORM_PARTS:
        shapes[f"{name}.{part}"] = (channels,)


def _add_biased_conv(shapes: Shapes, name: str, outputs: int, inputs: int) -> None:
    shapes[f"{name}.weight"] = (outputs, inputs, 1, 1)
    shapes[f"{name}.bias"] = (outputs,)


def _add_backbone(shapes: Shapes, prefix: str, plan: BackbonePlan, stages: int) -> None:
    shapes[f"{prefix}.conv_stem.weight"] = (plan.stem, 3, 3, 3)
    _add_norm(shapes, f"{prefix}.bn1", plan.stem)
    inputs = plan.stem
    for stage in range(stages):
        kernel = _KERNEL_OF_STAGE[stage]
        outputs = plan.channels[stage]
        for number in range(plan.depths[stage]):
            block = f"{prefix}.blocks.{stage}.{number}"
            wide = inputs if stage == 0 else _EXPANSION * inputs
            if stage == 0:
                project, last_norm = "conv_pw", "bn2"
                _add_norm(shapes, f"{block}.bn1", wide)
            else:
                project, last_norm = "conv_pwl", "bn3"
                shapes[f"{block}.conv_pw.weight"] = (wide, inputs, 1, 1)
                _add_norm(shapes, f"{block}.bn1", wide)
                _add_norm(shapes, f"{block}.bn2", wide)
            shapes[f"{block}.conv_dw.weight"] = (wide, 1, kernel, kernel)
            if not plan.lite:
                _add_biased_conv(shapes, f"{block}.se.conv_reduce", inputs // 4, wide)
                _add_biased_conv(shapes, f"{block}.se.conv_expand", wide, inputs // 4)
            shapes[f"{block}.{project}.weight"] = (outputs, wide, 1, 1)
            _add_norm(shapes, f"{block}.{last_norm}", outputs)
            inputs = outputs


def _add_detection_block(shapes: Shapes, block: str, inputs: int, spec: VariantSpec) -> None:
    channels = spec.channels
    wide = _EXPANSION * channels
    for number, block_inputs in enumerate((inputs, channels, 2 * channels), start=1):
        name = f"{block}.mb{number}"
        shapes[f"{name}.expand.weight"] = (wide, block_inputs, 1, 1)
        _add_norm(shapes, f"{name}.bn1", wide)
        shapes[f"{name}.dw.weight"] = (wide, 1, 5, 5)
        _add_norm(shapes, f"{name}.bn2", wide)
        if not spec.lite:
            _add_biased_conv(shapes, f"{name}.se.reduce", wide // _HEAD_SE_REDUCTION, wide)
            _add_biased_conv(shapes, f"{name}.se.expand", wide, wide // _HEAD_SE_REDUCTION)
        shapes[f"{name}.project.weight"] = (channels, wide, 1, 1)
        _add_norm(shapes, f"{name}.bn3", channels)


def expected_shapes(
    spec: VariantSpec, *, n_keypoints: int, n_limbs: int, heads: Iterable[str]
) -> Shapes:
    """Return name and shape of every weight of a network.

    Parameters
    ----------
    spec
        Row of the variant table.
    n_keypoints, n_limbs
        Heatmap channels; limbs have two part affinity channels each.
    heads
        Which of `HEAD_NAMES` exist.

    Returns
    -------
    dict
        Native name to shape.
    """
    shapes: Shapes = {}
    _add_backbone(shapes, "backbone", backbone_of(spec.backbone), stages=3)
    if spec.backbone_low is not None:
        _add_backbone(shapes, "backbone_low", backbone_of(spec.backbone_low), stages=2)
    features = spec.channels + spec.channels_low
    dense = 3 * spec.channels
    for number in range(3):
        first_inputs = features if number == 0 else dense + features
        for block in range(spec.blocks_per_pass):
            inputs = first_inputs if block == 0 else dense
            _add_detection_block(shapes, f"passes.{number}.blocks.{block}", inputs, spec)
    outputs = {"pafs": 2 * n_limbs, "confs1": n_keypoints, "confs2": n_keypoints}
    for head in heads:
        _add_biased_conv(shapes, f"heads.{head}", outputs[head], dense)
    return shapes


def heads_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return which heads the tensors called ``names`` belong to, in the order of the passes."""
    present = set(names)
    return tuple(head for head in HEAD_NAMES if f"heads.{head}.weight" in present)


def head_sizes(shapes: Mapping[str, tuple[int, ...]]) -> tuple[int, int]:
    """Return the number of keypoints and of limbs (0 without PAF head) that ``shapes`` imply.

    Raises
    ------
    WeightsError
        If the heatmap head is missing, or the PAF head has an odd number of channels.
    """
    confs = shapes.get("heads.confs2.weight")
    if not confs or confs[0] < 1:
        raise WeightsError(
            "The file has no heatmap head (pass3_detection2_confs), so it cannot find keypoints: "
            "choose a file of a complete EfficientPose network."
        )
    pafs = shapes.get("heads.pafs.weight")
    if pafs is None:
        return confs[0], 0
    if not pafs or pafs[0] < 2 or pafs[0] % 2:
        raise WeightsError(
            f"The part affinity head has shape {pafs}, but needs two channels for each limb: the "
            "file is damaged or not of an EfficientPose network."
        )
    return confs[0], pafs[0] // 2


def _differences(have: Mapping[str, tuple[int, ...]], want: Shapes) -> list[str]:
    """Return one sentence part for each tensor that is missing, extra, or of another shape."""
    missing = [f"{name} is missing" for name in want if name not in have]
    extra = [f"{name} does not belong to it" for name in have if name not in want]
    shape = [
        f"{name} has shape {have[name]} instead of {want[name]}"
        for name in want
        if name in have and have[name] != want[name]
    ]
    return missing + shape + extra


def identify_variant(shapes: Mapping[str, tuple[int, ...]]) -> VariantSpec:
    """Return the variant whose weights have exactly these names and shapes.

    Parameters
    ----------
    shapes
        Native name to shape.

    Raises
    ------
    WeightsError
        If none fits; the message names the nearest variant and the first difference.
    """
    heads = heads_of(shapes)
    n_keypoints, n_limbs = head_sizes(shapes)
    nearest: tuple[int, VariantSpec, list[str], int] | None = None
    for spec in VARIANTS.values():
        want = expected_shapes(spec, n_keypoints=n_keypoints, n_limbs=n_limbs, heads=heads)
        differences = _differences(shapes, want)
        if not differences:
            return spec
        if nearest is None or len(differences) < nearest[0]:
            nearest = (len(differences), spec, differences, len(want))
    assert nearest is not None  # the variant table is not empty
    count, spec, differences, size = nearest
    if count > size // 2:
        raise WeightsError(
            "The tensors in this file do not form any EfficientPose network (RT, I to IV or their "
            "Lite forms): choose another file."
        )
    others = f" (and {count - 1} more differences)" if count > 1 else ""
    raise WeightsError(
        f"The file is nearest to EfficientPose {spec.name}, but {differences[0]}{others}: "
        "it is incomplete or changed, get it again."
    )


def check_state(state: Mapping[str, npt.NDArray[np.float32]]) -> VariantSpec:
    """Check names, shapes and values of weights, and return their variant.

    Raises
    ------
    WeightsError
        If tensors are missing, extra or misshapen, hold NaN or infinity, or a variance is
        negative.
    """
    spec = identify_variant({name: tuple(value.shape) for name, value in state.items()})
    for name, value in state.items():
        if not np.isfinite(value).all():
            raise WeightsError(
                f"Tensor {name} holds values that are not finite numbers: the file is damaged or "
                "its training diverged, use another one."
            )
        if name.endswith(".running_var") and (value < 0).any():
            raise WeightsError(
                f"Tensor {name} holds negative variances: the file is damaged, get it again."
            )
    return spec
