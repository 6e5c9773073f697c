"""The EfficientPose network: one module, parametrised by a row of the variant table.

Backbones come from timm; the detection blocks are ours. Differences between paper and released
files (the files win): every pass receives the backbone features beside the previous pass's
features, predictions are never fed back, squeeze-and-excitation reduces by 24 of the 6 C expanded
channels and is itself e-swish activated, and the low-resolution branch is taken before its last
residual addition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import timm
import torch
from torch import Tensor, nn
from torch.nn import functional

from efficientpose_core.models.variants import VariantSpec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["HEADS", "EfficientPose", "Maps", "state_shapes", "upsample"]

HEADS = ("pafs", "confs1", "confs2")
"""Heads of pass 1 (part affinity fields), pass 2 and pass 3 (heatmaps)."""

_BN_EPS = 1e-3
# Keras momenta 0.99 (heads) and 0.9 (Lite backbones) in PyTorch's notation.
_BN_MOMENTUM = 0.01
_BN_MOMENTUM_LITE_BACKBONE = 0.1
_EXPANSION = 6
_SE_REDUCTION = 24


class Maps(NamedTuple):
    """Output maps at 1/8 of the input; a head that the weights lack gives None."""

    pafs: Tensor | None
    confs1: Tensor | None
    confs2: Tensor


class ESwish(nn.Module):
    """e-swish, 1.25 x sigmoid(x) (Alcaide 2018, arXiv:1801.07145)."""

    def forward(self, x: Tensor) -> Tensor:
        """Apply element by element."""
        return 1.25 * functional.silu(x)


def _activation(lite: bool) -> nn.Module:
    return nn.ReLU6() if lite else ESwish()


class SqueezeExcite(nn.Module):
    """Channel gate with an e-swish bottleneck of C_expanded / 24 channels."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        reduced = channels // _SE_REDUCTION
        self.reduce = nn.Conv2d(channels, reduced, 1)
        self.act = ESwish()
        self.expand = nn.Conv2d(reduced, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Scale each channel by its gate."""
        squeezed = x.mean((2, 3), keepdim=True)
        return x * torch.sigmoid(self.expand(self.act(self.reduce(squeezed))))


class EMBConv(nn.Module):
    """E-MBConv6 (K 5 x 5): expand to 6 C, depthwise, gate, project to C (paper, Figure 3)."""

    def __init__(self, in_channels: int, channels: int, *, lite: bool) -> None:
        super().__init__()
        wide = _EXPANSION * channels
        self.expand = nn.Conv2d(in_channels, wide, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(wide, eps=_BN_EPS, momentum=_BN_MOMENTUM)
        self.act1 = _activation(lite)
        self.dw = nn.Conv2d(wide, wide, 5, padding=2, groups=wide, bias=False)
        self.bn2 = nn.BatchNorm2d(wide, eps=_BN_EPS, momentum=_BN_MOMENTUM)
        self.act2 = _activation(lite)
        self.se: nn.Module = nn.Identity() if lite else SqueezeExcite(wide)
        self.project = nn.Conv2d(wide, channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(channels, eps=_BN_EPS, momentum=_BN_MOMENTUM)

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, M, H, W) to (N, C, H, W); linear at the end, no residual."""
        x = self.act1(self.bn1(self.expand(x)))
        x = self.se(self.act2(self.bn2(self.dw(x))))
        return cast(Tensor, self.bn3(self.project(x)))


class MobileDenseNet(nn.Module):
    """Three E-MBConv blocks, densely joined, newest features first (paper, Figure 4)."""

    def __init__(self, in_channels: int, channels: int, *, lite: bool, skip: bool) -> None:
        super().__init__()
        self.mb1 = EMBConv(in_channels, channels, lite=lite)
        self.mb2 = EMBConv(channels, channels, lite=lite)
        self.mb3 = EMBConv(2 * channels, channels, lite=lite)
        self.skip = skip

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, M, H, W) to (N, 3 C, H, W)."""
        first = self.mb1(x)
        second = torch.cat([self.mb2(first), first], 1)
        third = torch.cat([self.mb3(second), second], 1)
        return third + x if self.skip else third


class DetectionPass(nn.Module):
    """The Mobile DenseNet blocks of one pass; all but the first have a residual connection."""

    def __init__(self, in_channels: int, spec: VariantSpec) -> None:
        super().__init__()
        self.blocks = nn.Sequential(
            *(
                MobileDenseNet(
                    in_channels if n == 0 else 3 * spec.channels,
                    spec.channels,
                    lite=spec.lite,
                    skip=n > 0,
                )
                for n in range(spec.blocks_per_pass)
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, M, H, W) to (N, 3 C, H, W)."""
        return cast(Tensor, self.blocks(x))


class Backbone(nn.Module):
    """The first stages of a timm EfficientNet, without its classifier.

    Parameters
    ----------
    name
        timm model name, ``tf_`` (TensorFlow "same" padding, BN eps 1e-3).
    stages
        How many stages are kept.
    drop_last_skip
        Take the last block's output before its residual addition, as the released
        low-resolution branches do.
    """

    def __init__(self, name: str, *, stages: int, drop_last_skip: bool = False) -> None:
        super().__init__()
        # The whole classifier is only described (meta device); the kept stages get memory below.
        with torch.device("meta"):
            full = timm.create_model(name, pretrained=False)
        self.conv_stem = cast(nn.Module, full.conv_stem)
        self.bn1 = cast(nn.Module, full.bn1)  # timm's BatchNormAct2d: includes the activation
        self.blocks = cast(nn.Sequential, full.blocks)[:stages]
        if drop_last_skip:
            cast(Any, self.blocks)[-1][-1].has_skip = False
        self.to_empty(device="cpu")
        momentum = _BN_MOMENTUM_LITE_BACKBONE if "lite" in name else _BN_MOMENTUM
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = momentum

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, 3, H, W) to the features of the last kept stage."""
        return cast(Tensor, self.blocks(self.bn1(self.conv_stem(x))))


class EfficientPose(nn.Module):
    """EfficientPose for any number of keypoints and limbs.

    Built without weights it is uninitialised on purpose: use ``create_model`` or ``load_model``,
    which insist on weights, or ``initialize`` for training from scratch.

    Parameters
    ----------
    spec
        Row of the variant table.
    n_keypoints, n_limbs
        Channels of the heatmaps; limbs give two part affinity channels each.
    heads
        Which of `HEADS` exist; released files of some formats only hold ``confs2``.
    """

    def __init__(
        self,
        spec: VariantSpec,
        *,
        n_keypoints: int = 16,
        n_limbs: int = 14,
        heads: Sequence[str] = HEADS,
    ) -> None:
        super().__init__()
        self.spec = spec
        self.backbone = Backbone(spec.backbone, stages=3)
        self.backbone_low: Backbone | None = None
        if spec.backbone_low is not None:
            self.backbone_low = Backbone(spec.backbone_low, stages=2, drop_last_skip=True)
        features = spec.channels + spec.channels_low
        dense = 3 * spec.channels
        self.passes = nn.ModuleList(
            DetectionPass(features if p == 0 else dense + features, spec) for p in range(3)
        )
        outputs = {"pafs": 2 * n_limbs, "confs1": n_keypoints, "confs2": n_keypoints}
        self.heads = nn.ModuleDict({name: nn.Conv2d(dense, outputs[name], 1) for name in heads})

    def forward(self, x: Tensor) -> Maps:
        """Compute the maps.

        Parameters
        ----------
        x
            (N, 3, r, r) normalised RGB.

        Returns
        -------
        Maps
            Linear (not squashed) maps, (N, channels, r / 8, r / 8).
        """
        features = self.backbone(x)
        if self.backbone_low is not None:
            low = self.backbone_low(functional.avg_pool2d(x, 2, 2))
            features = torch.cat([features, low], 1)
        first = self.passes[0](features)
        second = self.passes[1](torch.cat([first, features], 1))
        third = self.passes[2](torch.cat([second, features], 1))
        return Maps(
            self.heads["pafs"](first) if "pafs" in self.heads else None,
            self.heads["confs1"](second) if "confs1" in self.heads else None,
            self.heads["confs2"](third),
        )

    @property
    def n_keypoints(self) -> int:
        """Number of heatmap channels."""
        return cast(nn.Conv2d, self.heads["confs2"]).out_channels

    @torch.no_grad()
    def initialize(self, *, seed: int) -> None:
        """Fill with random values for training from scratch; the only way to get random weights.

        Backbone convolutions: normal, variance 2 / fan-out; heads and detection blocks: Glorot
        uniform; as in the released training configuration.
        """
        generator = torch.Generator().manual_seed(seed)
        for name, module in self.named_modules():
            if isinstance(module, nn.BatchNorm2d):
                module.reset_parameters()
            elif isinstance(module, nn.Conv2d):
                if name.startswith("backbone"):
                    fan_out = module.weight[0, 0].numel() * module.out_channels // module.groups
                    nn.init.normal_(module.weight, 0.0, (2.0 / fan_out) ** 0.5, generator=generator)
                else:
                    nn.init.xavier_uniform_(module.weight, generator=generator)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        """Load weights strictly; BN step counters, which inference ignores, may be absent."""
        own = self.state_dict()
        counters = {
            k: torch.zeros_like(v) for k, v in own.items() if k.endswith("num_batches_tracked")
        }
        self.load_state_dict({**counters, **state}, strict=True)


def upsample(maps: Tensor) -> Tensor:
    """Enlarge maps by 8 as the released networks do: three fixed bilinear 4 x 4 deconvolutions.

    Beyond the border they read zeros, so values fall off at the edge; ``interpolate`` does not.

    Parameters
    ----------
    maps
        (N, K, h, w).

    Returns
    -------
    Tensor
        (N, K, 8 h, 8 w).
    """
    channels = maps.shape[1]
    ramp = maps.new_tensor([0.25, 0.75, 0.75, 0.25])
    kernel = torch.outer(ramp, ramp).expand(channels, 1, 4, 4)
    for _ in range(3):
        maps = functional.conv_transpose2d(maps, kernel, stride=2, padding=1, groups=channels)
    return maps


def state_shapes(
    spec: VariantSpec, *, n_keypoints: int, n_limbs: int, heads: Sequence[str]
) -> dict[str, tuple[int, ...]]:
    """Return name and shape of every tensor that weights of this network consist of."""
    with torch.device("meta"):
        model = EfficientPose(spec, n_keypoints=n_keypoints, n_limbs=n_limbs, heads=heads)
    return {
        name: tuple(tensor.shape)
        for name, tensor in model.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }
