"""Clothes, skin, hair, light and surroundings, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from efficientpose_core.phantom.draw import Colour, Light

__all__ = ["Background", "Hair", "Legwear", "Look", "Sleeves"]


class Background(StrEnum):
    """What is behind the phantom."""

    WALL = "wall"
    LAB = "lab"
    OUTDOOR = "outdoor"


class Sleeves(StrEnum):
    """Length of the sleeves."""

    SHORT = "short"
    LONG = "long"


class Legwear(StrEnum):
    """What covers the legs."""

    TROUSERS = "trousers"
    SHORTS = "shorts"


class Hair(StrEnum):
    """Cut of the hair."""

    SHORT = "short"
    LONG = "long"


_SKIN: tuple[Colour, ...] = (
    (232, 190, 165), (222, 174, 146), (205, 152, 120), (176, 124, 92), (134, 90, 64), (98, 66, 50),
)  # fmt: skip
_HAIR: tuple[Colour, ...] = (
    (38, 30, 26),
    (62, 44, 32),
    (98, 70, 44),
    (140, 134, 130),
    (170, 130, 80),
)
_SHIRT: tuple[Colour, ...] = (
    (196, 54, 48), (54, 92, 168), (228, 228, 224), (66, 130, 92), (222, 170, 60), (120, 74, 140),
    (72, 76, 84), (232, 120, 60), (110, 170, 200),
)  # fmt: skip
_TROUSERS: tuple[Colour, ...] = (
    (48, 58, 88), (58, 58, 62), (96, 104, 124), (120, 104, 82), (40, 42, 48), (70, 90, 120),
)  # fmt: skip
_SHOES: tuple[Colour, ...] = ((226, 226, 226), (60, 60, 66), (170, 60, 50), (70, 100, 160))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the picture looks; all colours are RGB, 0..255.

    Parameters
    ----------
    skin, hair_colour, shirt, trousers, shoes, sole
        Colours.
    sleeves, legwear, hair
        Cuts.
    fold_phase
        Shifts the folds of the cloth.
    light
        How the body is lit.
    far_dim
        Brightness of the limbs on the far side, as a factor.
    background
        Kind of surroundings.
    background_seed
        Their details.
    noise_levels
        Standard deviation of the sensor noise in grey levels.
    blur_px
        Standard deviation of the lens blur at 720 lines, in pixels.
    """

    skin: Colour
    hair_colour: Colour
    shirt: Colour
    trousers: Colour
    shoes: Colour
    sole: Colour = (236, 236, 232)
    sleeves: Sleeves = Sleeves.SHORT
    legwear: Legwear = Legwear.TROUSERS
    hair: Hair = Hair.SHORT
    fold_phase: float = 0.0
    light: Light = Light()  # noqa: RUF009  (frozen)
    far_dim: float = 0.48
    background: Background = Background.WALL
    background_seed: int = 0
    noise_levels: float = 2.0
    blur_px: float = 0.7

    @staticmethod
    def varied(rng: np.random.Generator) -> Look:
        """Return clothes, hair, light and surroundings drawn from ``rng``."""

        def pick(colours: tuple[Colour, ...]) -> Colour:
            chosen = np.asarray(colours[int(rng.integers(len(colours)))], float)
            r, g, b = np.clip(chosen * rng.uniform(0.9, 1.1) + rng.normal(0.0, 5.0, 3), 20, 240)
            return float(r), float(g), float(b)

        return Look(
            skin=pick(_SKIN),
            hair_colour=pick(_HAIR),
            shirt=pick(_SHIRT),
            trousers=pick(_TROUSERS),
            shoes=pick(_SHOES),
            sleeves=Sleeves.LONG if rng.random() < 0.3 else Sleeves.SHORT,
            legwear=Legwear.SHORTS if rng.random() < 0.35 else Legwear.TROUSERS,
            hair=Hair.LONG if rng.random() < 0.3 else Hair.SHORT,
            fold_phase=float(rng.uniform(0.0, 6.28)),
            light=Light(
                direction=(float(rng.uniform(-0.5, 0.5)), float(rng.uniform(-0.8, -0.4)), 0.75),
                ambient=float(rng.uniform(0.52, 0.64)),
                diffuse=float(rng.uniform(0.44, 0.54)),
            ),
            far_dim=float(rng.uniform(0.42, 0.54)),
            background=tuple(Background)[int(rng.integers(len(Background)))],
            background_seed=int(rng.integers(2**31)),
            noise_levels=float(rng.uniform(1.0, 3.0)),
            blur_px=float(rng.uniform(0.5, 0.9)),
        )
