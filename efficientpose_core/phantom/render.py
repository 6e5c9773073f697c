"""From joint centres in metres to pictures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from efficientpose_core.media._cv2 import cv2
from efficientpose_core.phantom.backdrop import Picture, paint_backdrop
from efficientpose_core.phantom.body import SIDES, BodyProportions
from efficientpose_core.phantom.draw import Canvas
from efficientpose_core.phantom.figure import FigurePainter
from efficientpose_core.phantom.look import Look
from efficientpose_core.phantom.scene import Camera
from efficientpose_core.pose import FloatArray

__all__ = ["FrameRenderer"]

ByteImage = npt.NDArray[np.uint8]

_NOISE_MARGIN = 64
_BODY_MARGIN_M = 0.22
"""Flesh, hair and shadow reach further than the joint centres."""


class FrameRenderer:
    """Renders frames of one person before one backdrop.

    Parameters
    ----------
    camera
        The camera.
    body, look
        Who is seen, and how the picture looks.
    facing
        +1 or -1: direction the person faces in a side view; 0 in a front view.
    seed
        Of the sensor noise.
    """

    def __init__(
        self, *, camera: Camera, body: BodyProportions, look: Look, facing: int, seed: int
    ) -> None:
        self._camera = camera
        self._body = body
        self._look = look
        self._facing = facing
        self._seed = seed

    def render(self, points_m: Mapping[str, FloatArray], index: int) -> ByteImage:
        """Return the picture (H, W, 3) uint8 RGB of points (3,) in picture axes.

        ``index`` selects the sensor noise, so that every frame has its own.
        """
        image = self._clean_backdrop.copy()
        self._draw_person(points_m, image)
        return self._with_noise(image, index)

    def person_mask(self, points_m: Mapping[str, FloatArray]) -> npt.NDArray[np.float32]:
        """Return (H, W) coverage 0..1 of the person."""
        width, height = self._camera.size_px
        mask = np.zeros((height, width), np.float32)
        canvas = self._draw_person(points_m, self._clean_backdrop.copy())
        if canvas is not None:
            x, y = canvas.origin
            rows, columns = canvas.mask.shape
            mask[y : y + rows, x : x + columns] = canvas.mask
        return mask

    @cached_property
    def _clean_backdrop(self) -> ByteImage:
        floor, _ = self._camera.project(np.array([self._camera.target_m[0], 0.0, 0.0]))
        picture: Picture = paint_backdrop(
            self._look.background,
            size_px=self._camera.size_px,
            floor_px=float(floor[1]),
            px_per_m=self._camera.px_per_m,
            seed=self._look.background_seed,
            blur_px=1.5 * self._lens_blur_px,
        )
        clean: ByteImage = np.clip(picture + 0.5, 0, 255).astype(np.uint8)
        return clean

    @cached_property
    def _noise(self) -> npt.NDArray[np.int16]:
        width, height = self._camera.size_px
        rng = np.random.default_rng([self._seed, 1])
        shape = (height + _NOISE_MARGIN, width + _NOISE_MARGIN, 3)
        fine = rng.standard_normal(shape, np.float32)
        # Sensors interpolate their colour grid: neighbouring pixels share some noise.
        soft = cv2.GaussianBlur(fine, (0, 0), 0.6) * np.float32(1.7 * self._look.noise_levels)
        noise: npt.NDArray[np.int16] = np.round(soft).astype(np.int16)
        return noise

    @property
    def _lens_blur_px(self) -> float:
        return self._look.blur_px * self._camera.size_px[1] / 720.0

    def _with_noise(self, image: ByteImage, index: int) -> ByteImage:
        height, width = image.shape[:2]
        rng = np.random.default_rng([self._seed, 2, index])
        y, x = rng.integers(_NOISE_MARGIN, size=2)
        noise = self._noise[y : y + height, x : x + width]
        result: ByteImage = cv2.add(image, noise, dtype=cv2.CV_8U)
        return result

    def _draw_person(self, points_m: Mapping[str, FloatArray], image: ByteImage) -> Canvas | None:
        """Draw into ``image`` (changed in place) within a window around the person."""
        points: dict[str, FloatArray] = {}
        scale: dict[str, float] = {}
        for name, position in points_m.items():
            xy, local = self._camera.project(position)
            points[name], scale[name] = xy, float(local)
        everything = np.stack(list(points.values()))
        margin = _BODY_MARGIN_M * max(scale.values())
        height, width = image.shape[:2]
        x0, y0 = np.maximum(np.floor(everything.min(axis=0) - margin), 0).astype(int)
        x1, y1 = np.minimum(np.ceil(everything.max(axis=0) + margin), (width, height)).astype(int)
        if x1 <= x0 or y1 <= y0:
            return None
        window = image[y0:y1, x0:x1].astype(np.float32)
        canvas = Canvas(window, (int(x0), int(y0)), self._look.light)
        self._floor_shadows(canvas, points_m)
        FigurePainter(
            canvas=canvas,
            points=points,
            scale=scale,
            body=self._body,
            look=self._look,
            facing=self._facing,
        ).paint()
        soft = cv2.GaussianBlur(canvas.image, (0, 0), max(self._lens_blur_px, 0.2))
        # The backdrop was blurred before; only the person and its edge are taken.
        edge = cv2.dilate(canvas.mask, np.ones((5, 5), np.uint8))[..., None]
        mixed = canvas.image + edge * (soft - canvas.image)
        image[y0:y1, x0:x1] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
        return canvas

    def _floor_shadows(self, canvas: Canvas, points_m: Mapping[str, FloatArray]) -> None:
        """Darken the floor below the body and, close to the floor, below each foot."""
        m = self._camera.px_per_m
        below = np.array([1.0, 0.0, 1.0])
        feet = 0.5 * (points_m["right_ankle"] + points_m["left_ankle"])
        spot, _ = self._camera.project(0.5 * (points_m["pelvis"] + feet) * below)
        canvas.darken(spot + np.array([0.0, 0.015 * m]), (0.34 * m, 0.060 * m), 0.30)
        for side in SIDES:
            middle = 0.5 * (points_m[f"{side}_heel"] + points_m[f"{side}_toe"])
            spot, _ = self._camera.project(middle * below)
            strength = 0.5 * float(np.exp(-max(float(middle[1]), 0.0) / 0.05))
            canvas.darken(spot, (0.21 * m, 0.028 * m), strength)
