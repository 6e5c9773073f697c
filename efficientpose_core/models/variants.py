"""The eight EfficientPose variants as rows of one table.

Source: Groos, Ramampiaro & Ihlen, "EfficientPose: Scalable single-person pose estimation",
Applied Intelligence 51 (2021), Tables 1 and 2, doi:10.1007/s10489-020-01918-7. Where the paper and
the released files differ, the released files win; ARCHITECTURE.md lists the differences.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from efficientpose_core.errors import UnknownNameError

__all__ = ["VARIANTS", "Normalization", "VariantSpec", "get_variant"]


class Normalization(Enum):
    """How RGB bytes become network input, ``(byte - mean) / std`` per channel.

    The Lite networks use x / 127.5 - 1, which is *not* what EfficientNet-Lite itself was trained
    with; the other choice costs them 4 to 9 points of PCKh@50.
    """

    IMAGENET = "imagenet"
    SYMMETRIC = "symmetric"

    @property
    def mean(self) -> tuple[float, float, float]:
        """Per-channel mean, in bytes (0..255)."""
        if self is Normalization.SYMMETRIC:
            return (127.5, 127.5, 127.5)
        return (0.485 * 255, 0.456 * 255, 0.406 * 255)

    @property
    def std(self) -> tuple[float, float, float]:
        """Per-channel standard deviation, in bytes (0..255)."""
        if self is Normalization.SYMMETRIC:
            return (127.5, 127.5, 127.5)
        return (0.229 * 255, 0.224 * 255, 0.225 * 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantSpec:
    """One network of the family.

    Parameters
    ----------
    name
        As in the paper: RT, I, II, III, IV, and the Lite ones of the authors' repository.
    input_px
        Side r of the square input; the maps come out at r / 8.
    backbone
        timm name of the high-resolution backbone; its first three stages are used.
    channels
        Output channels C of that backbone, and of every E-MBConv block.
    backbone_low
        timm name of the backbone (first two stages) on the half-size input, or None.
    channels_low
        Output channels of the low-resolution backbone, 0 without one.
    blocks_per_pass
        Mobile DenseNet blocks in each of the three passes.
    lite
        ReLU6 everywhere and no squeeze-and-excitation.
    """

    name: str
    input_px: int
    backbone: str
    channels: int
    backbone_low: str | None
    channels_low: int
    blocks_per_pass: int
    lite: bool

    @property
    def map_px(self) -> int:
        """Side of the output maps before upsampling."""
        return self.input_px // 8

    @property
    def normalization(self) -> Normalization:
        """Input scaling of the released weights of this variant."""
        return Normalization.SYMMETRIC if self.lite else Normalization.IMAGENET

    @property
    def key(self) -> str:
        """Lower-case name with dashes, as used in names of weights ("ii-lite")."""
        return self.name.lower().replace("_", "-")


def _row(
    name: str,
    input_px: int,
    backbone: str,
    channels: int,
    blocks_per_pass: int,
    low: tuple[str, int] | None = None,
) -> VariantSpec:
    return VariantSpec(
        name=name,
        input_px=input_px,
        backbone=f"tf_efficientnet_{backbone}",
        channels=channels,
        backbone_low=f"tf_efficientnet_{low[0]}" if low else None,
        channels_low=low[1] if low else 0,
        blocks_per_pass=blocks_per_pass,
        lite="lite" in backbone,
    )


VARIANTS: dict[str, VariantSpec] = {
    spec.name: spec
    for spec in (
        _row("RT", 224, "b0", 40, 1),
        _row("I", 256, "b2", 48, 1, ("b0", 24)),
        _row("II", 368, "b4", 56, 2, ("b0", 24)),
        _row("III", 480, "b5", 64, 3, ("b1", 24)),
        _row("IV", 600, "b7", 80, 4, ("b3", 32)),
        _row("RT_LITE", 224, "lite0", 40, 1),
        _row("I_LITE", 256, "lite2", 48, 1),
        _row("II_LITE", 368, "lite4", 56, 2),
    )
}
"""Every variant by name."""


def get_variant(name: str) -> VariantSpec:
    """Return the variant called ``name`` (any case, dashes or underscores).

    Raises
    ------
    UnknownNameError
        If there is none; the message suggests the nearest.
    """
    try:
        return VARIANTS[name.strip().upper().replace("-", "_")]
    except KeyError:
        raise UnknownNameError("model", name, VARIANTS) from None
