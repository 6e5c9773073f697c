"""From a stored picture to one training input: one warp, then colour, blur and occlusion.

Everything is drawn from a generator that belongs to the sample's number, so that a run gives the
same pictures whatever the number of processes, and after a restart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from efficientpose_core.errors import SettingsError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.resample import ByteImage
from efficientpose_core.pose import FloatArray

__all__ = ["CALM", "HEAVY", "PAPER", "Augmentation", "augment", "placement_matrix"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Augmentation:
    """How much pictures are varied.

    Parameters
    ----------
    rotation_deg
        Largest rotation to either side.
    scale
        Smallest and largest factor on the size of the whole picture.
    shift
        Largest shift along each axis, as a share of the input.
    flip
        Chance of mirroring.
    colour
        Strength of changes of brightness, contrast, tint and gamma; 0 none, 1 strong.
    blur
        Chance of a Gaussian blur.
    noise
        Chance of sensor noise.
    occlusion
        Chance that a random patch covers a part.

    Raises
    ------
    SettingsError
        For values out of range.
    """

    rotation_deg: float = 40.0
    scale: tuple[float, float] = (0.7, 1.25)
    shift: float = 0.05
    flip: float = 0.5
    colour: float = 0.5
    blur: float = 0.15
    noise: float = 0.1
    occlusion: float = 0.3

    def __post_init__(self) -> None:
        """Check ranges."""
        low, high = self.scale
        if not 0 < low <= high <= 4:
            raise SettingsError(
                f"Augmentation scale {low} to {high} is no range: give two factors above 0, the "
                "smaller first, up to 4."
            )
        if not 0 <= self.rotation_deg <= 180 or not 0 <= self.shift <= 0.5:
            raise SettingsError(
                "Augmentation rotates by 0 to 180 deg and shifts by 0 to 0.5 of the input: "
                f"not by {self.rotation_deg} and {self.shift}."
            )
        for name in ("flip", "colour", "blur", "noise", "occlusion"):
            if not 0 <= getattr(self, name) <= 1:
                raise SettingsError(f"Augmentation '{name}' lies between 0 and 1: change it.")


HEAVY = Augmentation()
"""For most of a training."""

CALM = Augmentation(
    rotation_deg=12.0, scale=(0.85, 1.15), shift=0.02, colour=0.15, blur=0.03, noise=0.0,
    occlusion=0.0,
)  # fmt: skip
"""For its last part: pictures as the network will see them."""

PAPER = Augmentation(
    rotation_deg=45.0, scale=(0.75, 1.25), shift=0.0, colour=0.0, blur=0.0, noise=0.0,
    occlusion=0.0,
)  # fmt: skip
"""Section 4.1 of the paper: mirroring, scaling, rotation."""


def placement_matrix(
    size_hw: tuple[int, int],
    input_px: int,
    *,
    scale: float = 1.0,
    rotation_deg: float = 0.0,
    shift_px: tuple[float, float] = (0.0, 0.0),
    mirrored: bool = False,
) -> FloatArray:
    """Return the (2, 3) matrix from stored picture to network input, continuous coordinates.

    Without changes the whole picture fills the square as a letterbox.

    Parameters
    ----------
    size_hw
        Of the stored picture.
    input_px
        Side of the square.
    scale, rotation_deg, shift_px
        About the centre; positive rotation is clockwise on the screen.
    mirrored
        Left and right exchanged, before everything else.
    """
    height, width = size_hw
    factor = scale * input_px / max(height, width)
    angle = np.deg2rad(rotation_deg)
    turn = factor * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if mirrored:
        turn[:, 0] *= -1
    centre = np.array([width / 2, height / 2])
    target = np.array([input_px / 2, input_px / 2]) + np.asarray(shift_px)
    return np.concatenate([turn, (target - turn @ centre)[:, None]], axis=1)


def augment(
    picture: ByteImage,
    xy: FloatArray,
    input_px: int,
    how: Augmentation,
    rng: np.random.Generator,
    flip_permutation: tuple[int, ...],
) -> tuple[ByteImage, FloatArray, bool]:
    """Make one network input.

    Parameters
    ----------
    picture
        (H, W, 3) stored picture.
    xy
        (..., K, 2) positions in it, continuous; NaN stays NaN.
    input_px
        Side of the result.
    how
        Strengths.
    rng
        Used up in a fixed order.
    flip_permutation
        Channel order after mirroring.

    Returns
    -------
    tuple
        (input_px, input_px, 3) bytes, (..., K, 2) positions in them, and whether it was mirrored.
    """
    scale = float(np.exp(rng.uniform(np.log(how.scale[0]), np.log(how.scale[1]))))
    rotation = float(rng.uniform(-how.rotation_deg, how.rotation_deg))
    shift = rng.uniform(-how.shift, how.shift, 2) * input_px
    mirrored = bool(rng.random() < how.flip)
    matrix = placement_matrix(
        (picture.shape[0], picture.shape[1]), input_px, scale=scale, rotation_deg=rotation,
        shift_px=(float(shift[0]), float(shift[1])), mirrored=mirrored,
    )  # fmt: skip
    if how.colour > 0:  # before the warp, which surrounds the picture with pure black
        picture = np.asarray(cv2.LUT(picture, _tone_curve(how.colour, rng)), np.uint8)
    image = _warp(picture, matrix, input_px)
    moved = xy @ matrix[:, :2].T + matrix[:, 2]
    if mirrored:
        moved = moved[..., list(flip_permutation), :]
    return _appearance(image, how, rng), moved, mirrored


def _warp(picture: ByteImage, matrix: FloatArray, input_px: int) -> ByteImage:
    # OpenCV counts from pixel centres, we from corners.
    centred = matrix.copy()
    centred[:, 2] += matrix[:, :2] @ np.array([0.5, 0.5]) - 0.5
    warped: ByteImage = np.asarray(
        cv2.warpAffine(picture, centred, (input_px, input_px), flags=cv2.INTER_LINEAR), np.uint8
    )
    return warped


def _appearance(image: ByteImage, how: Augmentation, rng: np.random.Generator) -> ByteImage:
    if rng.random() < how.blur:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.5, 1.6))), np.uint8)
    if rng.random() < how.noise:
        spread = rng.uniform(2.0, 10.0)
        # One byte of noise per value, from integers: normal draws take longer than the network.
        noise = (rng.integers(0, 256, image.shape, np.uint8).astype(np.float32) - 127.5) / 74.0
        image = np.clip(image + spread * noise, 0, 255).astype(np.uint8)
    if rng.random() < how.occlusion:
        image = _cover(image, rng)
    return image


def _tone_curve(strength: float, rng: np.random.Generator) -> ByteImage:
    """Return a (1, 256, 3) look-up table: gamma, contrast, brightness and tint."""
    level = np.linspace(0.0, 1.0, 256)[:, None]
    gamma = np.exp(strength * rng.uniform(-0.5, 0.5))
    contrast = np.exp(strength * rng.uniform(-0.5, 0.5))
    brightness = strength * rng.uniform(-0.25, 0.25)
    tint = np.exp(strength * rng.uniform(-0.25, 0.25, 3))
    curve = (level**gamma - 0.5) * contrast + 0.5 + brightness
    table: ByteImage = np.clip(255 * curve * tint, 0, 255).astype(np.uint8)[None]
    return table


def _cover(image: ByteImage, rng: np.random.Generator) -> ByteImage:
    """Put a patch of one colour, or of another part of the picture, somewhere."""
    side = image.shape[0]
    height, width = (rng.uniform(0.1, 0.35, 2) * side).astype(int)
    top, left = (rng.uniform(0, 1, 2) * (side - height, side - width)).astype(int)
    from_top, from_left = (rng.uniform(0, 1, 2) * (side - height, side - width)).astype(int)
    covered = image.copy()
    patch = covered[top : top + height, left : left + width]
    if rng.random() < 0.5:
        patch[:] = rng.integers(0, 256, 3, np.uint8)
    else:
        patch[:] = image[from_top : from_top + height, from_left : from_left + width]
    return covered
