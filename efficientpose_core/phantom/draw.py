"""Painting of rounded, shaded shapes with smooth edges into a floating-point picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from efficientpose_core.media._cv2 import cv2
from efficientpose_core.pose import FloatArray

__all__ = ["Canvas", "Light", "Material", "Piece", "smooth_outline"]

Picture = npt.NDArray[np.float32]
Colour = tuple[float, float, float]

_TABLE = 256
_REACH = 0.6
"""Profiles are tabulated from -_REACH to 1 + _REACH of a piece's length."""
_SUPERSAMPLING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """One distant lamp and light from all around.

    Parameters
    ----------
    direction
        Towards the lamp: right, down, to the viewer; any length.
    ambient, diffuse
        Brightness of a surface turned away from the lamp, and what facing it adds.
    """

    direction: tuple[float, float, float] = (-0.35, -0.55, 0.75)
    ambient: float = 0.58
    diffuse: float = 0.50

    def shade(self, nx: Picture, ny: Picture, nz: Picture) -> Picture:
        """Return the brightness of surfaces with these unit normals."""
        x, y, z = np.asarray(self.direction) / np.linalg.norm(self.direction)
        facing = np.float32(x) * nx + np.float32(y) * ny + np.float32(z) * nz
        lambert = self.ambient + self.diffuse * np.maximum(facing, 0.0)
        # Creases and grazing surfaces get less light from around.
        result: Picture = (lambert * (0.74 + 0.26 * nz)).astype(np.float32)
        return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Surface of a shape.

    Parameters
    ----------
    colour
        RGB, 0..255.
    folds
        Strength of the folds of cloth; 0 for skin.
    phase
        Shifts the folds, so that no two garments look alike.
    dim
        Factor on the brightness, below 1 for limbs in the shade of the body.
    """

    colour: Colour
    folds: float = 0.0
    phase: float = 0.0
    dim: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A rounded shape along a line; one limb is made of several that melt into each other.

    Parameters
    ----------
    start, end
        Ends of the line in pixels.
    profile
        (N, 3) rows of place along the line (0..1), half-width in front and behind, in pixels.
    facing
        +1: front is to the right of a piece that points down; -1: to the left.
    cut_start, cut_end
        Where the shape is cut off straight, in parts of the line; None for round ends.
    """

    start: FloatArray
    end: FloatArray
    profile: FloatArray
    facing: int = 1
    cut_start: float | None = None
    cut_end: float | None = None


class Canvas:
    """A window of the picture that is being painted.

    Parameters
    ----------
    image
        (H, W, 3) float32 RGB 0..255, changed in place.
    origin
        (x, y) of its corner in the whole picture.
    light
        How surfaces are lit.
    """

    def __init__(self, image: Picture, origin: tuple[int, int], light: Light) -> None:
        self.image = image
        self.origin = origin
        self.light = light
        self.mask: Picture = np.zeros(image.shape[:2], np.float32)

    def paint_limb(
        self, pieces: Sequence[Piece], material: Material, *, shadow_px: float = 0.0
    ) -> None:
        """Paint pieces melted into one shape; with ``shadow_px`` it darkens what lies behind."""
        box = self._box([(p.start, p.end, float(p.profile[:, 1:].max()) + 2.0) for p in pieces])
        if box is None:
            return
        x0, y0, x1, y1 = box
        xs = (np.arange(x0, x1) + self.origin[0] + 0.5).astype(np.float32)[None, :]
        ys = (np.arange(y0, y1) + self.origin[1] + 0.5).astype(np.float32)[:, None]
        fields = [_field(piece, xs, ys) for piece in pieces]
        if len(fields) == 1:
            inside, nx, ny, nz, along, across = fields[0]
        else:
            inside, nx, ny, nz, along, across = _melt(fields)
        alpha = np.clip(inside + 0.5, 0.0, 1.0)
        if shadow_px > 0.0:
            self._cast_shadow(box, alpha, shadow_px)
        shade = self.light.shade(nx, ny, nz) * np.float32(material.dim)
        if material.folds > 0.0:
            shade = shade * _folds(along, across, material)
        self._blend(box, alpha, shade[..., None] * np.asarray(material.colour, np.float32))

    def paint_outline(
        self, outline: FloatArray, material: Material, *, roundness_px: float, shadow_px: float = 0
    ) -> None:
        """Paint a closed outline (N, 2) as a pillow whose edge falls off over ``roundness_px``."""
        box = self._box([(outline.min(axis=0), outline.max(axis=0), 3.0)])
        if box is None:
            return
        x0, y0, x1, y1 = box
        k = _SUPERSAMPLING
        mask = np.zeros(((y1 - y0) * k, (x1 - x0) * k), np.uint8)
        # cv2 puts integer coordinates on pixel centres; 4 fractional bits.
        corner = np.array([x0 + self.origin[0], y0 + self.origin[1]])
        vertices = np.round(((outline - corner) * k - 0.5) * 16.0).astype(np.int32)
        cv2.fillPoly(mask, [vertices], 255, lineType=cv2.LINE_8, shift=4)
        alpha = cv2.resize(mask, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
        alpha = alpha.astype(np.float32) / np.float32(255.0)
        if shadow_px > 0.0:
            self._cast_shadow(box, alpha, shadow_px)
        shade: Picture | float = material.dim
        if roundness_px > 0.0:
            height = cv2.GaussianBlur(alpha, (0, 0), roundness_px)
            steep = np.float32(2.2 * roundness_px)
            gx = -steep * cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
            gy = -steep * cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
            length = np.sqrt(gx * gx + gy * gy + 1.0)
            shade = self.light.shade(gx / length, gy / length, 1.0 / length) * material.dim
        colour = np.asarray(material.colour, np.float32)
        self._blend(box, alpha, np.asarray(shade, np.float32)[..., None] * colour)

    def darken(self, centre: FloatArray, radii: tuple[float, float], strength: float) -> None:
        """Multiply by a soft elliptic shadow, darkest at ``centre`` and gone at ``radii``."""
        rx, ry = radii
        reach = np.array([rx, ry])
        box = self._box([(centre - reach, centre + reach, 0.0)])
        if box is None or strength <= 0.0:
            return
        x0, y0, x1, y1 = box
        xs = (np.arange(x0, x1) + self.origin[0] + 0.5 - centre[0]) / rx
        ys = (np.arange(y0, y1) + self.origin[1] + 0.5 - centre[1]) / ry
        soft = np.maximum(1.0 - ys[:, None] ** 2 - xs[None, :] ** 2, 0.0) ** 2
        self.image[y0:y1, x0:x1] *= (1.0 - strength * soft).astype(np.float32)[..., None]

    def _box(
        self, extents: Sequence[tuple[FloatArray, FloatArray, float]]
    ) -> tuple[int, int, int, int] | None:
        """Return the pixels (x0, y0, x1, y1) of the window that the extents cover."""
        low = np.min([np.minimum(a, b) - r for a, b, r in extents], axis=0) - self.origin
        high = np.max([np.maximum(a, b) + r for a, b, r in extents], axis=0) - self.origin
        height, width = self.mask.shape
        x0, y0 = max(0, int(np.floor(low[0]))), max(0, int(np.floor(low[1])))
        x1, y1 = min(width, int(np.ceil(high[0]))), min(height, int(np.ceil(high[1])))
        return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None

    def _blend(self, box: tuple[int, int, int, int], alpha: Picture, colour: Picture) -> None:
        x0, y0, x1, y1 = box
        part = self.image[y0:y1, x0:x1]
        part += alpha[..., None] * (colour - part)
        mask = self.mask[y0:y1, x0:x1]
        np.maximum(mask, alpha, out=mask)

    def _cast_shadow(self, box: tuple[int, int, int, int], alpha: Picture, size: float) -> None:
        """Darken the parts of the body just beside a shape that is painted in front of them."""
        x0, y0, x1, y1 = box
        soft = cv2.GaussianBlur(alpha, (0, 0), size) * self.mask[y0:y1, x0:x1]
        self.image[y0:y1, x0:x1] *= (1.0 - np.float32(0.42) * soft)[..., None]


_Field = tuple[Picture, Picture, Picture, Picture, Picture, Picture]


def _field(piece: Piece, xs: Picture, ys: Picture) -> _Field:
    """Return inside distance (px), unit normal (x, y, z), place along and across one piece."""
    line = piece.end - piece.start
    length = max(float(np.hypot(*line)), 1e-3)
    dx, dy = np.float32(line[0] / length), np.float32(line[1] / length)
    fx, fy = piece.facing * dy, -piece.facing * dx
    rx, ry = xs - np.float32(piece.start[0]), ys - np.float32(piece.start[1])
    along = (rx * dx + ry * dy) / np.float32(length)
    side = rx * fx + ry * fy
    places = np.linspace(-_REACH, 1.0 + _REACH, _TABLE)
    front = np.interp(places, piece.profile[:, 0], piece.profile[:, 1]).astype(np.float32)
    back = np.interp(places, piece.profile[:, 0], piece.profile[:, 2]).astype(np.float32)
    row = np.clip((along + _REACH) * ((_TABLE - 1) / (1.0 + 2.0 * _REACH)), 0, _TABLE - 1)
    row = row.astype(np.int32)
    width = np.where(side > 0.0, front[row], back[row])
    first, last = float(piece.profile[0, 0]), float(piece.profile[-1, 0])
    beyond = np.maximum(along - last, 0.0) - np.maximum(first - along, 0.0)
    radius = np.float32(0.5) * (front[row] + back[row])
    u = side / width
    e = beyond * np.float32(length) / radius
    square = u * u + e * e
    q = np.sqrt(square)
    nz = np.sqrt(np.maximum(1.0 - square, 0.0))
    inside = (1.0 - q) * width
    if piece.cut_start is not None:
        inside = np.minimum(inside, (along - np.float32(piece.cut_start)) * np.float32(length))
    if piece.cut_end is not None:
        inside = np.minimum(inside, (np.float32(piece.cut_end) - along) * np.float32(length))
    outside = np.maximum(q, 1.0)
    nx = (u * fx + e * dx) / outside
    ny = (u * fy + e * dy) / outside
    return inside, nx, ny, nz, along.astype(np.float32, copy=False), u


def _melt(fields: Sequence[_Field]) -> _Field:
    """Unite pieces: the nearer surface counts, with a soft change from one to the other."""
    inside = fields[0][0]
    for field in fields[1:]:
        inside = np.maximum(inside, field[0])
    weights = []
    for field in fields:
        height = np.maximum(field[0], 0.0) + np.float32(0.05)
        weights.append(height * height)
    total = np.sum(weights, axis=0)

    def mix(channel: int) -> Picture:
        value = sum(w * field[channel] for w, field in zip(weights, fields, strict=True))
        mixed: Picture = value / total
        return mixed

    return inside, mix(1), mix(2), mix(3), mix(4), mix(5)


def _folds(along: Picture, across: Picture, material: Material) -> Picture:
    """Return the brightness of folds in cloth: slanted waves that never repeat exactly."""
    p = np.float32(material.phase)
    wave = np.sin(np.float32(17.0) * along + np.float32(2.1) * across + p)
    wave *= np.sin(np.float32(5.3) * along - np.float32(1.3) * across + np.float32(1.7) * p)
    result: Picture = (1.0 + np.float32(material.folds) * wave).astype(np.float32)
    return result


def smooth_outline(points: FloatArray, *, per_side: int = 5) -> FloatArray:
    """Return a closed Catmull-Rom curve through (N, 2) points, (N * per_side, 2)."""
    s = (np.arange(per_side) / per_side)[None, :, None]
    before, here = np.roll(points, 1, axis=0)[:, None], points[:, None]
    after, later = np.roll(points, -1, axis=0)[:, None], np.roll(points, -2, axis=0)[:, None]
    curve = 0.5 * (
        2.0 * here
        + (after - before) * s
        + (2.0 * before - 5.0 * here + 4.0 * after - later) * s**2
        + (3.0 * here - before - 3.0 * after + later) * s**3
    )
    result: FloatArray = curve.reshape(-1, 2)
    return result
