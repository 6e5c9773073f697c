"""The network's forward pass for training: the same function of the same parameters, faster.

Depthwise convolutions get the gradient of `gradients`, frozen early layers run without gradient,
and batch normalisations whose statistics stay fixed are folded into the convolution before them,
so that they cost nothing. In float32 the maps equal those of ``EfficientPose.forward``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from efficientpose_core.models.network import EfficientPose, EMBConv, Maps
from efficientpose_core.training.gradients import depthwise_conv2d, relu6
from efficientpose_core.training.processes import Group, mean_over_processes

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TrainingForward", "frozen_parts"]


def frozen_parts(network: EfficientPose, frozen_stages: int) -> Iterator[nn.Module]:
    """Yield the modules that stay as they are: stem (1), then stages 1, 2, 3 (2, 3, 4).

    0 freezes nothing. The low-resolution backbone, where there is one, freezes likewise.
    """
    for backbone in (network.backbone, network.backbone_low):
        if backbone is not None and frozen_stages > 0:
            yield backbone.conv_stem
            yield backbone.bn1
            yield from cast("Any", backbone.blocks)[: frozen_stages - 1]


class TrainingForward:
    """Runs a network for training.

    Parameters
    ----------
    network
        Its parameters are used in place, and those of frozen parts are set to need no gradient.
    frozen_stages
        See `frozen_parts`.
    fixed_statistics
        Normalise with the stored means and variances instead of the batch's. Right for
        fine-tuning, above all with small batches; wrong for training from scratch.
    own_gradient
        Use our gradient for depthwise convolutions instead of the library's.
    """

    def __init__(
        self,
        network: EfficientPose,
        *,
        frozen_stages: int = 0,
        fixed_statistics: bool = False,
        own_gradient: bool = True,
    ) -> None:
        self.network = network
        self._frozen_stages = frozen_stages
        self._fixed = fixed_statistics
        self._own_gradient = own_gradient
        self._frozen_norms: set[nn.Module] = set()
        network.train()
        for part in frozen_parts(network, frozen_stages):
            part.requires_grad_(False)
            self._frozen_norms.update(m for m in part.modules() if isinstance(m, nn.BatchNorm2d))
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d) and self._is_fixed(module):
                module.eval()

    def __call__(self, x: Tensor) -> Maps:
        """Compute the maps as ``EfficientPose.forward`` does."""
        network = self.network
        features = self._backbone(network.backbone, x)
        if network.backbone_low is not None:
            low = self._backbone(network.backbone_low, functional.avg_pool2d(x, 2, 2))
            features = torch.cat([features, low], 1)
        first = self._pass(network.passes[0], features)
        second = self._pass(network.passes[1], torch.cat([first, features], 1))
        third = self._pass(network.passes[2], torch.cat([second, features], 1))
        heads = network.heads
        return Maps(
            heads["pafs"](first) if "pafs" in heads else None,
            heads["confs1"](second) if "confs1" in heads else None,
            heads["confs2"](third),
        )

    def _is_fixed(self, norm: nn.Module) -> bool:
        return self._fixed or norm in self._frozen_norms

    def _backbone(self, backbone: Any, x: Tensor) -> Tensor:
        stages = list(backbone.blocks)
        split = max(0, min(self._frozen_stages - 1, len(stages)))
        with torch.set_grad_enabled(self._frozen_stages == 0 and torch.is_grad_enabled()):
            x = self._conv_norm(backbone.conv_stem, backbone.bn1, x)
            for block in (block for stage in stages[:split] for block in stage):
                x = self._mobile_block(block, x)
        for block in (block for stage in stages[split:] for block in stage):
            x = self._mobile_block(block, x)
        return x

    def _mobile_block(self, block: Any, x: Tensor) -> Tensor:
        """Run one timm block: depthwise separable (stage 1) or inverted residual."""
        before = x
        if hasattr(block, "conv_pwl"):
            x = self._conv_norm(block.conv_pw, block.bn1, x)
            x = self._conv_norm(block.conv_dw, block.bn2, x)
            x = self._conv_norm(block.conv_pwl, block.bn3, block.se(x))
        else:
            x = self._conv_norm(block.conv_dw, block.bn1, x)
            x = self._conv_norm(block.conv_pw, block.bn2, block.se(x))
        return x + before if block.has_skip else x

    def _pass(self, detection: Any, x: Tensor) -> Tensor:
        for dense in detection.blocks:
            first = self._detection_block(dense.mb1, x)
            second = torch.cat([self._detection_block(dense.mb2, first), first], 1)
            third = torch.cat([self._detection_block(dense.mb3, second), second], 1)
            x = third + x if dense.skip else third
        return x

    def _detection_block(self, block: EMBConv, x: Tensor) -> Tensor:
        x = self._activate(block.act1, self._conv_norm(block.expand, block.bn1, x))
        x = self._activate(block.act2, self._conv_norm(block.dw, block.bn2, x))
        x = block.se(x)
        return self._conv_norm(block.project, block.bn3, x)

    def _conv_norm(self, conv: Any, norm: Any, x: Tensor) -> Tensor:
        """Convolve and normalise; timm's normalisations bring their activation."""
        if not self._is_fixed(norm):
            x = self._convolve(conv, x, conv.weight)
            if Group().world > 1:
                return self._activated(norm, _normalize_together(norm, x))
            return cast(Tensor, norm(x))
        scale = norm.weight * torch.rsqrt(norm.running_var + norm.eps)
        shift = norm.bias - norm.running_mean * scale
        x = self._convolve(conv, x, conv.weight * scale[:, None, None, None], shift)
        return self._activated(norm, x)

    def _activated(self, norm: Any, x: Tensor) -> Tensor:
        activation = getattr(norm, "act", None)
        return x if activation is None else self._activate(activation, x)

    def _activate(self, activation: Any, x: Tensor) -> Tensor:
        if self._own_gradient and isinstance(activation, nn.ReLU6) and torch.is_grad_enabled():
            return relu6(x)
        return cast(Tensor, activation(x))

    def _convolve(self, conv: Any, x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
        kernel, stride = weight.shape[-1], conv.stride[0]
        padding = (kernel - 1) // 2
        if stride == 2:
            # TensorFlow's "same" padding of even sizes: one less at the top left.
            total = kernel - 2
            x = functional.pad(x, (total // 2, total - total // 2) * 2)
            padding = 0
        if conv.groups == 1:
            return functional.conv2d(x, weight, bias, stride, padding)
        if not (self._own_gradient and torch.is_grad_enabled()):
            return functional.conv2d(x, weight, bias, stride, padding, groups=conv.groups)
        return depthwise_conv2d(x, weight, bias, stride=stride, padding=padding)


def _normalize_together(norm: Any, x: Tensor) -> Tensor:
    """Normalise with mean and variance of the batch parts of all processes, and remember them."""
    wide = x.float()
    count = Group().world * x.shape[0] * x.shape[2] * x.shape[3]
    mean = mean_over_processes(wide.mean((0, 2, 3)))
    variance = mean_over_processes(wide.square().mean((0, 2, 3))) - mean.square()
    with torch.no_grad():
        norm.running_mean.lerp_(mean, norm.momentum)
        norm.running_var.lerp_(variance * count / (count - 1), norm.momentum)
        norm.num_batches_tracked.add_(1)
    scale = norm.weight * torch.rsqrt(variance + norm.eps)
    shift = norm.bias - mean * scale
    normalized: Tensor = wide * scale[:, None, None] + shift[:, None, None]
    return normalized.to(x.dtype)
