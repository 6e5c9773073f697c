"""Painting the phantom: parts from far to near, each placed by the joint centres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from efficientpose_core.phantom import shapes
from efficientpose_core.phantom.body import BodyProportions
from efficientpose_core.phantom.draw import Canvas, Colour, Material, Piece, smooth_outline
from efficientpose_core.phantom.look import Hair, Legwear, Look, Sleeves
from efficientpose_core.pose import FloatArray

__all__ = ["FigurePainter"]

_CLOTH_FOLDS = 0.07
_HEM = 0.96
"""The shirt ends a little above the hips, in parts of the trunk."""
_HEAD_SIZE, _HEAD_FORWARD, _HEAD_UP = 0.90, 0.05, 0.075


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePainter:
    """Paints one person in one frame.

    Parameters
    ----------
    canvas
        Where to paint.
    points
        Name -> (2,) pixel position of every point of `body.POINTS`.
    scale
        Name -> px/m at that point.
    body, look
        Who is painted.
    facing
        +1 or -1: picture direction of "in front" in a side view; 0: front view.
    """

    canvas: Canvas
    points: Mapping[str, FloatArray]
    scale: Mapping[str, float]
    body: BodyProportions
    look: Look
    facing: int

    @property
    def _near(self) -> str:
        return "left" if self.facing < 0 else "right"

    @property
    def _far(self) -> str:
        return "right" if self.facing < 0 else "left"

    def paint(self) -> None:
        """Paint the whole person."""
        if self.facing == 0:
            self._paint_front()
            return
        dim = self.look.far_dim
        self._arm(self._far, dim)
        self._leg(self._far, dim)
        self._hips(shapes.HIPS_SIDE)
        self._leg(self._near, 1.0)
        self._neck(shapes.NECK_SIDE)
        self._torso(shapes.TORSO_SIDE)
        self._head_side()
        self._arm(self._near, 1.0)

    def _paint_front(self) -> None:
        if self.look.hair is Hair.LONG:
            self._head_shape(shapes.HAIR_FRONT_LONG, self._hair_material(0.85))
        self._hips(shapes.HIPS_FRONT)
        for side in ("left", "right"):
            self._leg(side, 1.0)
        self._neck(shapes.NECK_FRONT)
        self._torso(shapes.TORSO_FRONT)
        for side in ("left", "right"):
            self._arm(side, 1.0)
        self._head_front()

    def _unit(self, at: str) -> float:
        """Return pixels per body height at a point, widened for stout persons."""
        return self.scale[at] * self.body.height_m * self.body.girth

    def _piece(
        self,
        start: str,
        end: str,
        profile: FloatArray,
        *,
        cut_start: float | None = None,
        cut_end: float | None = None,
    ) -> Piece:
        wide = profile * np.array([1.0, *(2 * [self._unit(start)])])
        if self.facing == 0:
            if start.endswith("_hip"):
                # Two thighs side by side are no wider than the pelvis.
                wide[:, 1:] *= np.minimum(1.0, 0.74 + 0.5 * wide[:, :1])
            if start.endswith("_shoulder"):
                wide[:, 1:] *= np.minimum(1.0, 0.72 + 0.9 * wide[:, :1])
            # Seen from the front, limbs are as wide to the left as to the right.
            wide[:, 1:] = wide[:, 1:].mean(axis=1, keepdims=True)
        return Piece(
            start=self.points[start],
            end=self.points[end],
            profile=wide,
            facing=self.facing or 1,
            cut_start=cut_start,
            cut_end=cut_end,
        )

    def _cloth(self, colour: Colour, dim: float, shift: float) -> Material:
        return Material(
            colour=colour, folds=_CLOTH_FOLDS, phase=self.look.fold_phase + shift, dim=dim
        )

    def _leg(self, side: str, dim: float) -> None:
        hip, knee, ankle = f"{side}_hip", f"{side}_knee", f"{side}_ankle"
        skin = Material(colour=self.look.skin, dim=dim)
        cloth = self._cloth(self.look.trousers, dim, 0.0 if side == "right" else 1.3)
        shadow = 0.010 * self._unit(hip) * abs(self.facing)
        if self.look.legwear is Legwear.SHORTS:
            bare = [self._piece(hip, knee, shapes.THIGH), self._piece(knee, ankle, shapes.SHANK)]
            self.canvas.paint_limb(bare, skin, shadow_px=shadow)
            sock = Material(colour=(225.0, 225.0, 225.0), dim=dim)
            self.canvas.paint_limb([self._piece(knee, ankle, shapes.SOCK, cut_start=0.8)], sock)
            self._shoe(side, dim)
            shorts = self._piece(hip, knee, shapes.SHORTS, cut_end=0.86)
            self.canvas.paint_limb([shorts], cloth, shadow_px=shadow)
            return
        sock = Material(colour=(70.0, 70.0, 74.0), dim=dim)
        self.canvas.paint_limb([self._piece(knee, ankle, shapes.SOCK, cut_start=0.8)], sock)
        self._shoe(side, dim)
        covered = [
            self._piece(hip, knee, shapes.THIGH_CLOTH),
            self._piece(knee, ankle, shapes.SHANK_CLOTH, cut_end=1.02),
        ]
        self.canvas.paint_limb(covered, cloth, shadow_px=shadow)

    def _shoe(self, side: str, dim: float) -> None:
        ankle = self.points[f"{side}_ankle"]
        leather = Material(colour=self.look.shoes, dim=dim)
        rubber = Material(colour=self.look.sole, dim=0.9 * dim)
        unit = self.scale[f"{side}_ankle"] * self.body.height_m
        roundness = 0.008 * unit
        if self.facing == 0:
            outline = ankle + unit * shapes.SHOE_FRONT * np.array([1.0, -1.0])
            self.canvas.paint_outline(smooth_outline(outline), leather, roundness_px=roundness)
            return
        for shape, material in ((shapes.SHOE, leather), (shapes.SOLE, rubber)):
            outline = smooth_outline(self._bent_shoe(side, shape))
            self.canvas.paint_outline(outline, material, roundness_px=roundness)

    def _bent_shoe(self, side: str, shape: FloatArray) -> FloatArray:
        """Put a shoe outline on heel, ball and toe; the part before the ball bends there."""
        heel, ball = self.points[f"{side}_heel"], self.points[f"{side}_ball"]
        toe, ankle = self.points[f"{side}_toe"], self.points[f"{side}_ankle"]
        unit = self.scale[f"{side}_ankle"] * self.body.height_m
        forward = (ball - heel) / max(float(np.hypot(*(ball - heel))), 1e-6)
        up = np.array([forward[1], -forward[0]]) * self.facing
        toes = (toe - ball) / max(float(np.hypot(*(toe - ball))), 1e-6)
        toes_up = np.array([toes[1], -toes[0]]) * self.facing
        rear = ankle + unit * (shape[:, :1] * forward + shape[:, 1:] * up)
        from_ball = shape - np.array([self.body.ball, -self.body.ankle_height])
        front = ball + unit * (from_ball[:, :1] * toes + from_ball[:, 1:] * toes_up)
        share = np.clip((shape[:, :1] - self.body.ball + 0.012) / 0.024, 0.0, 1.0)
        bent: FloatArray = rear * (1.0 - share) + front * share
        return bent

    def _arm(self, side: str, dim: float) -> None:
        shoulder, elbow, wrist = f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist"
        skin = Material(colour=self.look.skin, dim=dim)
        cloth = self._cloth(self.look.shirt, dim, 2.2 if side == "right" else 3.1)
        shadow = 0.008 * self._unit(shoulder) * abs(self.facing)
        bare = [
            self._piece(shoulder, elbow, shapes.UPPER_ARM),
            self._piece(elbow, wrist, shapes.FOREARM),
            self._piece(wrist, f"{side}_hand", shapes.HAND),
        ]
        self.canvas.paint_limb(bare, skin, shadow_px=shadow)
        if self.look.sleeves is Sleeves.SHORT:
            sleeve = [self._piece(shoulder, elbow, shapes.SHORT_SLEEVE, cut_end=0.62)]
        else:
            sleeve = [
                self._piece(shoulder, elbow, shapes.LONG_SLEEVE),
                self._piece(elbow, wrist, shapes.LONG_CUFF, cut_end=0.96),
            ]
        self.canvas.paint_limb(sleeve, cloth, shadow_px=shadow)

    def _hips(self, profile: FloatArray) -> None:
        cloth = self._cloth(self.look.trousers, 0.96, 4.0)
        self.canvas.paint_limb([self._piece("thorax", "pelvis", profile)], cloth)

    def _torso(self, profile: FloatArray) -> None:
        cloth = self._cloth(self.look.shirt, 1.0, 5.0)
        shirt = self._piece("thorax", "pelvis", profile, cut_end=_HEM)
        self.canvas.paint_limb([shirt], cloth, shadow_px=0.007 * self._unit("pelvis"))

    def _neck(self, profile: FloatArray) -> None:
        skin = Material(colour=self.look.skin, dim=0.86)
        piece = self._piece("thorax", "upper_neck", profile)
        # This piece points upwards, so its front is on the other hand.
        self.canvas.paint_limb([replace(piece, facing=-piece.facing)], skin)

    def _hair_material(self, dim: float = 1.0) -> Material:
        return Material(colour=self.look.hair_colour, dim=dim)

    def _head_shape(
        self,
        shape: FloatArray,
        material: Material,
        *,
        roundness: float = 0.10,
        shadow: float = 0.0,
        mirrored: bool = False,
    ) -> None:
        """Paint an outline given in head units (forward or sideways, up)."""
        neck, top = self.points["upper_neck"], self.points["head_top"]
        up = top - neck
        across = np.array([-up[1], up[0]]) * (self.facing or 1) * (-1.0 if mirrored else 1.0)
        # The outlines are drawn for a head that starts at the chin, a little above the neck point.
        shape = _HEAD_SIZE * shape + np.array([_HEAD_FORWARD * abs(self.facing), _HEAD_UP])
        outline = smooth_outline(neck + shape[:, :1] * across + shape[:, 1:] * up)
        size = float(np.hypot(*up))
        self.canvas.paint_outline(
            outline, material, roundness_px=roundness * size, shadow_px=shadow * size
        )

    def _head_side(self) -> None:
        skin = Material(colour=self.look.skin)
        dark = Material(colour=(42.0, 34.0, 32.0))
        lips = Material(colour=_mix(self.look.skin, (150.0, 60.0, 60.0), 0.45))
        self._head_shape(shapes.FACE_SIDE, skin, shadow=0.06)
        self._head_shape(shapes.LIPS_SIDE, lips, roundness=0.02)
        self._head_shape(shapes.EYE_SIDE, dark, roundness=0.0)
        self._head_shape(shapes.BROW_SIDE, self._hair_material(0.9), roundness=0.0)
        long = self.look.hair is Hair.LONG
        hair = shapes.HAIR_SIDE_LONG if long else shapes.HAIR_SIDE
        self._head_shape(hair, self._hair_material(), roundness=0.10)
        if not long:
            ear = Material(colour=_mix(self.look.skin, (150.0, 70.0, 60.0), 0.2))
            self._head_shape(shapes.EAR_SIDE, ear, roundness=0.03)

    def _head_front(self) -> None:
        skin = Material(colour=self.look.skin)
        dark = Material(colour=(42.0, 34.0, 32.0))
        lips = Material(colour=_mix(self.look.skin, (150.0, 60.0, 60.0), 0.45))
        for mirrored in (False, True):
            self._head_shape(shapes.EAR_FRONT, skin, roundness=0.03, mirrored=mirrored)
        self._head_shape(shapes.FACE_FRONT, skin, roundness=0.12, shadow=0.06)
        nose = Material(colour=_mix(self.look.skin, (150.0, 70.0, 60.0), 0.18))
        self._head_shape(shapes.NOSE_FRONT, nose, roundness=0.03)
        self._head_shape(shapes.LIPS_FRONT, lips, roundness=0.02)
        for mirrored in (False, True):
            self._head_shape(shapes.EYE_FRONT, dark, roundness=0.0, mirrored=mirrored)
            self._head_shape(
                shapes.BROW_FRONT, self._hair_material(0.9), roundness=0.0, mirrored=mirrored
            )
        self._head_shape(shapes.HAIR_FRONT, self._hair_material(), roundness=0.10)


def _mix(a: Colour, b: Colour, share: float) -> Colour:
    """Return a colour between two."""
    r, g, bl = (float((1.0 - share) * p + share * q) for p, q in zip(a, b, strict=True))
    return r, g, bl
