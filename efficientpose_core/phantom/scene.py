"""Where the camera stands, and where body points appear in its picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from efficientpose_core.errors import SettingsError
from efficientpose_core.pose import FloatArray

__all__ = ["Camera", "Direction", "Projection", "View", "camera_axes"]


class View(StrEnum):
    """From where the phantom is seen."""

    SIDE = "side"
    FRONT = "front"


class Direction(StrEnum):
    """Where the phantom faces in a side view; the side nearer to the camera follows from it."""

    RIGHT = "right"
    LEFT = "left"

    @property
    def sign(self) -> int:
        """+1 when facing the right edge of the picture, -1 when facing the left one."""
        return 1 if self is Direction.RIGHT else -1


class Projection(StrEnum):
    """How depth shows in the picture."""

    ORTHOGRAPHIC = "orthographic"
    PERSPECTIVE = "perspective"


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """A pinhole (or infinitely distant) camera that looks at the plane of movement.

    Parameters
    ----------
    size_px
        (width, height) of the picture.
    px_per_m
        Scale in the plane through the middle of the body.
    target_m
        (right, up) of the point that appears in the middle of the picture.
    projection
        With or without perspective.
    distance_m
        From the camera to the plane through the middle of the body.
    sideways_deg
        The camera stands to the right of the middle of the picture (a shifted lens), so far that
        it sees the person under this angle. The picture stays parallel to the plane of movement:
        shapes within such planes are not distorted, only nearer ones shift against farther ones.
    pan_deg, roll_deg
        The camera is turned about the vertical (positive: it moved to the right and looks left)
        and about its axis (positive: the picture turns clockwise).

    Raises
    ------
    SettingsError
        If the scale or the distance is not positive.
    """

    size_px: tuple[int, int]
    px_per_m: float
    target_m: tuple[float, float]
    projection: Projection = Projection.PERSPECTIVE
    distance_m: float = 15.0
    sideways_deg: float = 0.0
    pan_deg: float = 0.0
    roll_deg: float = 0.0

    def __post_init__(self) -> None:
        """Check scale and distance."""
        if self.px_per_m <= 0.0 or self.distance_m <= 1.0:
            raise SettingsError(
                "The phantom's camera needs a positive scale and a distance above 1 m: "
                "choose larger values."
            )

    def project(self, points_m: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return pixel positions (..., 2) and local scale (...,) in px/m.

        Parameters
        ----------
        points_m
            (..., 3) right, up, towards the camera (see `camera_axes`), origin on the floor.
        """
        offset = points_m - np.array([*self.target_m, 0.0])
        pan = np.radians(self.pan_deg)
        right = np.cos(pan) * offset[..., 0] - np.sin(pan) * offset[..., 2]
        near = np.sin(pan) * offset[..., 0] + np.cos(pan) * offset[..., 2]
        nearness = np.ones(right.shape)
        if self.projection is Projection.PERSPECTIVE:
            nearness = self.distance_m / (self.distance_m - near)
        scale = self.px_per_m * nearness
        # Seen from the right, what is nearer appears farther to the left.
        aside = near * nearness * np.tan(np.radians(self.sideways_deg))
        x, y = right * scale - aside * self.px_per_m, -offset[..., 1] * scale
        roll = np.radians(self.roll_deg)
        width, height = self.size_px
        xy = np.stack(
            [
                width / 2.0 + np.cos(roll) * x - np.sin(roll) * y,
                height / 2.0 + np.sin(roll) * x + np.cos(roll) * y,
            ],
            axis=-1,
        )
        return xy, scale


def camera_axes(
    points_m: Mapping[str, FloatArray], view: View, direction: Direction
) -> dict[str, FloatArray]:
    """Turn body axes (forward, up, person's right) into picture axes (right, up, near).

    In a side view a person who faces right shows the right side; one who faces left is turned by
    half a turn and shows the left side. In a front view the person looks into the camera.
    """
    turned = {}
    for name, p in points_m.items():
        if view is View.SIDE:
            turned[name] = p * np.array([direction.sign, 1.0, direction.sign])
        else:
            turned[name] = np.stack([-p[:, 2], p[:, 1], p[:, 0]], axis=1)
    return turned
