"""Rooms and fields behind the phantom, painted once per clip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from efficientpose_core.media._cv2 import cv2
from efficientpose_core.phantom.look import Background

__all__ = ["paint_backdrop"]

Picture = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """Size of the picture and where the floor is."""

    width: int
    height: int
    floor_px: float
    px_per_m: float
    rng: np.random.Generator


def paint_backdrop(
    kind: Background,
    *,
    size_px: tuple[int, int],
    floor_px: float,
    px_per_m: float,
    seed: int,
    blur_px: float,
) -> Picture:
    """Return (H, W, 3) float32 RGB 0..255.

    Parameters
    ----------
    kind
        What to paint.
    size_px
        (width, height).
    floor_px
        Row in which the phantom's feet stand.
    px_per_m
        Scale at the phantom.
    seed
        Colours and details.
    blur_px
        Standard deviation of the lens blur.
    """
    stage = _Stage(
        width=size_px[0],
        height=size_px[1],
        floor_px=floor_px,
        px_per_m=px_per_m,
        rng=np.random.default_rng(seed),
    )
    painters = {
        Background.WALL: _paint_wall,
        Background.LAB: _paint_lab,
        Background.OUTDOOR: _paint_outdoor,
    }
    image = painters[kind](stage)
    blurred: Picture = cv2.GaussianBlur(image, (0, 0), max(blur_px, 0.3))
    return blurred


def _paint_wall(stage: _Stage) -> Picture:
    """Paint a plain wall with bricks that are hardly seen, a skirting board and a floor."""
    wall = stage.rng.uniform(168, 222) + stage.rng.normal(0.0, 6.0, 3)
    image = _gradient(stage, wall * 1.03, wall * 0.93)
    image *= 1.0 + 0.018 * _cloud(stage, 0.6)[..., None]
    edge = _wall_edge(stage)
    brick = max(6, round(0.22 * stage.px_per_m))
    top = edge % brick
    for row, y in enumerate(range(top, edge, brick)):
        cv2.line(image, (0, y), (stage.width, y), (wall * 0.955).tolist(), 1)
        for x in range((row % 2) * brick, stage.width, 2 * brick):
            cv2.line(image, (x, y), (x, y + brick), (wall * 0.955).tolist(), 1)
    _paint_floor(stage, image, edge)
    return image


def _paint_lab(stage: _Stage) -> Picture:
    """Paint a corridor with a door, a coloured stripe and a picture."""
    wall = stage.rng.uniform(180, 225) + stage.rng.normal(0.0, 8.0, 3)
    image = _gradient(stage, wall, wall * 0.95)
    image *= 1.0 + 0.012 * _cloud(stage, 0.8)[..., None]
    edge = _wall_edge(stage)
    m = stage.px_per_m
    stripe = stage.rng.uniform(90, 190, 3)
    y = edge - round(1.05 * m)
    cv2.rectangle(image, (0, y), (stage.width, y + round(0.09 * m)), stripe.tolist(), -1)
    _paint_door(stage, image, edge, float(stage.rng.uniform(0.05, 0.3)))
    _paint_door(stage, image, edge, float(stage.rng.uniform(0.65, 0.9)))
    x = round(stage.width * stage.rng.uniform(0.4, 0.55))
    frame_top, frame_bottom = edge - round(2.1 * m), edge - round(1.5 * m)
    cv2.rectangle(image, (x, frame_top), (x + round(0.8 * m), frame_bottom), (90, 90, 92), -1)
    inner = stage.rng.uniform(120, 215, 3).tolist()
    rim = max(1, round(0.04 * m))
    corner = (x + round(0.8 * m) - rim, frame_bottom - rim)
    cv2.rectangle(image, (x + rim, frame_top + rim), corner, inner, -1)
    _paint_floor(stage, image, edge)
    return image


def _paint_door(stage: _Stage, image: Picture, edge: int, place: float) -> None:
    m = stage.px_per_m
    x = round(stage.width * place)
    wood = np.array([150, 116, 84]) * stage.rng.uniform(0.7, 1.3)
    top, right = edge - round(2.05 * m), x + round(0.92 * m)
    cv2.rectangle(image, (x, top), (right, edge), (wood * 0.6).tolist(), -1)
    rim = max(1, round(0.05 * m))
    cv2.rectangle(image, (x + rim, top + rim), (right - rim, edge), wood.tolist(), -1)
    handle = (right - round(0.14 * m), edge - round(1.02 * m))
    cv2.circle(image, handle, max(1, round(0.03 * m)), (200, 200, 196), -1)


def _paint_outdoor(stage: _Stage) -> Picture:
    """Paint sky, trees far out of focus, grass and a paved path."""
    rng = stage.rng
    image = _gradient(stage, np.array([176.0, 204.0, 232.0]), np.array([226.0, 232.0, 236.0]))
    horizon = round(stage.floor_px - 0.62 * stage.px_per_m)
    m = stage.px_per_m
    for _ in range(60):
        centre = (
            int(rng.integers(-50, stage.width + 50)),
            round(horizon - abs(rng.normal(0.3, 0.45)) * m),
        )
        radius = max(2, round(rng.uniform(0.2, 0.6) * m))
        leaf = np.array([86, 112, 66]) * rng.uniform(0.6, 1.25) + rng.normal(0, 6, 3)
        cv2.circle(image, centre, radius, leaf.tolist(), -1)
    blurred = cv2.GaussianBlur(image, (0, 0), max(1.0, 0.06 * m))
    image = np.ascontiguousarray(blurred)
    grass = np.array([112, 136, 78]) * rng.uniform(0.85, 1.15)
    path_top = round(stage.floor_px - 0.22 * m)
    image[max(horizon, 0) : max(path_top, 0)] = grass
    image[max(path_top, 0) :] = rng.uniform(140, 175) + rng.normal(0.0, 4.0, 3)
    ground = image[max(horizon, 0) :]
    texture = _cloud(stage, 0.05) + 0.7 * _cloud(stage, 0.5)
    ground *= (1.0 + 0.035 * texture[max(horizon, 0) :])[..., None]
    return image.astype(np.float32)


def _wall_edge(stage: _Stage) -> int:
    """Return the row where the wall meets the floor, a little behind the phantom."""
    return round(stage.floor_px - stage.rng.uniform(0.10, 0.22) * stage.px_per_m)


def _paint_floor(stage: _Stage, image: Picture, edge: int) -> None:
    """Paint a skirting board and a floor that gets lighter towards the viewer."""
    board = max(2, round(0.08 * stage.px_per_m))
    dark = stage.rng.uniform(50, 110)
    image[max(edge - board, 0) : max(edge, 0)] = dark
    floor = stage.rng.uniform(100, 165) + stage.rng.normal(0.0, 10.0, 3)
    rows = image[max(edge, 0) :]
    brightness = np.linspace(0.90, 1.06, max(len(rows), 1))[: len(rows), None, None]
    rows[:] = floor * brightness
    rows *= (1.0 + 0.02 * (_cloud(stage, 0.03) + _cloud(stage, 0.7))[max(edge, 0) :])[..., None]


def _gradient(
    stage: _Stage, top: npt.NDArray[np.float64], bottom: npt.NDArray[np.float64]
) -> Picture:
    share = np.linspace(0.0, 1.0, stage.height)[:, None, None]
    column = (1.0 - share) * top + share * bottom
    return np.ascontiguousarray(np.broadcast_to(column, (stage.height, stage.width, 3)), np.float32)


def _cloud(stage: _Stage, grain_m: float) -> Picture:
    """Return smooth noise of unit variance with a grain of ``grain_m`` metres, (H, W)."""
    cell = max(1.0, grain_m * stage.px_per_m)
    shape = (int(stage.height / cell) + 3, int(stage.width / cell) + 3)
    coarse = stage.rng.standard_normal(shape).astype(np.float32)
    wide = cv2.resize(coarse, (stage.width, stage.height), interpolation=cv2.INTER_CUBIC)
    result: Picture = wide
    return result
