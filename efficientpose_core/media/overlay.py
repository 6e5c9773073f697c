"""Poses drawn onto pictures: legible at any size, on any background, for any eye."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.resample import ByteImage
from efficientpose_core.skeleton import Skeleton, side_of

__all__ = ["OverlayLabel", "OverlayStyle", "draw_pose"]

Colour = tuple[int, int, int]

# Positions are handed to OpenCV in 1/16 px.
_SHIFT = 4
_FONT = cv2.FONT_HERSHEY_SIMPLEX
# Cap height of the Hershey font at scale 1, in pixels.
_FONT_PX = 21.0
_INK: Colour = (16, 20, 24)
_PAPER: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayStyle:
    """How a pose is drawn. Lengths follow the picture's size.

    Parameters
    ----------
    left_rgb, right_rgb, middle_rgb
        Colours of the body sides; the defaults (blue, vermilion, white; Okabe & Ito 2008) are
        told apart by colour-blind people, too.
    line_width
        Width of limbs in thousandths of the picture's geometric mean side.
    point_size
        Diameter of joints in limb widths.
    text_size
        Height of capitals in thousandths of the picture's geometric mean side.
    min_score
        Keypoints below it are not drawn.
    show_skeleton, show_points, show_labels, show_caption
        What is drawn.

    Raises
    ------
    SettingsError
        If a length is not positive or ``min_score`` is not within 0..1.
    """

    left_rgb: Colour = (0, 114, 178)
    right_rgb: Colour = (213, 94, 0)
    middle_rgb: Colour = (240, 244, 248)
    line_width: float = 6.0
    point_size: float = 1.9
    text_size: float = 16.0
    min_score: float = 0.1
    show_skeleton: bool = True
    show_points: bool = True
    show_labels: bool = True
    show_caption: bool = True

    def __post_init__(self) -> None:
        """Check the ranges."""
        if not min(self.line_width, self.point_size, self.text_size) > 0:
            raise SettingsError("Line width, point size and text size must be positive.")
        if not 0 <= self.min_score <= 1:
            raise SettingsError(f"The lowest score must be within 0 and 1, not {self.min_score:g}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayLabel:
    """A short text beside a place of the picture, for instance an angle at its joint.

    Parameters
    ----------
    text
        What to write; the degree sign is allowed.
    x_px, y_px
        The place; a label at NaN is not drawn.
    """

    text: str
    x_px: float
    y_px: float


def draw_pose(
    rgb: ByteImage,
    xy_px: npt.NDArray[np.floating],
    score: npt.NDArray[np.floating],
    skeleton: Skeleton,
    *,
    style: OverlayStyle | None = None,
    labels: Sequence[OverlayLabel] = (),
    caption: str = "",
) -> ByteImage:
    """Draw a pose onto a copy of a picture.

    Parameters
    ----------
    rgb
        (H, W, 3) uint8; not changed.
    xy_px
        (K, 2) keypoints in pixels, pixel (0, 0) covering [0, 1) x [0, 1). NaN is not drawn.
    score
        (K,) about 0..1, shown by opacity: 0.35 at ``min_score``, full from 0.7 on. NaN (set by
        hand, for instance) is drawn fully.
    skeleton
        Names the K keypoints and says which are joined.
    style
        `OverlayStyle` defaults when None.
    labels
        Texts beside joints.
    caption
        One line at the lower left (time, frame, "no person in view").

    Returns
    -------
    numpy.ndarray
        (H, W, 3) uint8, a new array.

    Raises
    ------
    DataError
        If the shapes do not fit the skeleton.
    """
    style = style or OverlayStyle()
    joints = len(skeleton)
    if np.shape(xy_px) != (joints, 2) or np.shape(score) != (joints,):
        raise DataError(
            f"A pose of {skeleton.name} needs ({joints}, 2) positions and ({joints},) scores, not "
            f"{np.shape(xy_px)} and {np.shape(score)}."
        )
    canvas = _Canvas(rgb, style)
    opacity = _opacity(np.asarray(xy_px), np.asarray(score), style.min_score)
    if style.show_skeleton:
        # Far to near in certainty, so that sure limbs are not covered by doubtful ones.
        segments = [(min(opacity[a], opacity[b]), a, b) for a, b in skeleton.segment_channels]
        for alpha, a, b in sorted(segments):
            if alpha > 0:
                colour = canvas.side_colour(skeleton.keypoints[a], skeleton.keypoints[b])
                canvas.draw_limb(xy_px[a], xy_px[b], colour, alpha)
    if style.show_points:
        for channel in np.argsort(opacity, kind="stable"):
            if opacity[channel] > 0:
                colour = canvas.side_colour(skeleton.keypoints[channel])
                canvas.draw_joint(xy_px[channel], colour, opacity[channel])
    if style.show_caption and caption:
        canvas.draw_caption(caption)
    if style.show_labels:
        for label in labels:
            if math.isfinite(label.x_px) and math.isfinite(label.y_px):
                canvas.draw_label(label, np.asarray(xy_px)[opacity > 0])
    return canvas.image


def _opacity(
    xy_px: npt.NDArray[np.floating], score: npt.NDArray[np.floating], min_score: float
) -> npt.NDArray[np.float64]:
    """Return (K,) opacities, 0 for keypoints that are not drawn."""
    sure = np.where(np.isnan(score), 1.0, score)
    full = max(0.7, min_score + 1e-6)
    ramp = 0.35 + 0.65 * np.clip((sure - min_score) / (full - min_score), 0.0, 1.0)
    drawn = np.isfinite(xy_px).all(axis=1) & (sure >= min_score)
    result: npt.NDArray[np.float64] = np.where(drawn, ramp, 0.0)
    return result


class _Canvas:
    """A picture being drawn on, with lengths that follow its size."""

    def __init__(self, rgb: ByteImage, style: OverlayStyle) -> None:
        self.image: ByteImage = np.array(rgb, dtype=np.uint8, order="C")
        self._style = style
        unit = math.sqrt(rgb.shape[0] * rgb.shape[1]) / 1000.0
        self._limb = max(1.5, style.line_width * unit)
        self._outline = max(0.75, 0.28 * self._limb)
        self._joint = 0.5 * style.point_size * self._limb
        # Below nine pixels capitals of the line font run together.
        self._text = max(9.0, style.text_size * unit)
        self._plates: list[tuple[float, float, float, float]] = []

    def side_colour(self, *keypoints: str) -> Colour:
        """Return the colour of the side that any of the keypoints is on."""
        sides = {side_of(k) for k in keypoints} - {"middle"}
        if sides == {"left"}:
            return self._style.left_rgb
        return self._style.right_rgb if sides == {"right"} else self._style.middle_rgb

    def draw_limb(
        self,
        start: npt.NDArray[np.floating],
        end: npt.NDArray[np.floating],
        colour: Colour,
        alpha: float,
    ) -> None:
        """Draw a limb: a bar with round ends in a dark outline."""
        for half, ink in ((0.5 * self._limb + self._outline, _INK), (0.5 * self._limb, colour)):
            outline = _capsule(np.asarray(start, float), np.asarray(end, float), half)
            self._fill(outline, ink, alpha)

    def draw_joint(self, place: npt.NDArray[np.floating], colour: Colour, alpha: float) -> None:
        """Draw a joint: a disc with a light core in a dark outline."""
        centre = np.asarray(place, float)
        dark = _INK if sum(colour) > 600 else _PAPER
        for radius, ink in (
            (self._joint + self._outline, _INK),
            (self._joint, colour),
            (0.38 * self._joint, dark),
        ):
            self._fill(_capsule(centre, centre, radius), ink, alpha)

    def draw_label(self, label: OverlayLabel, joints: npt.NDArray[np.floating]) -> None:
        """Write a label on a dark plate beside its place, where it covers least.

        ``joints`` (n, 2) should stay visible; plates written before must.
        """
        width, height = self._text_size(label.text)
        pad = 0.45 * self._text
        box_w, box_h = width + 2 * pad, height + 2 * pad
        gap = self._joint + self._outline + 0.5 * self._text
        sides = (label.x_px + gap, label.x_px - gap - box_w)
        heights = (0.0, -1.2 * box_h, 1.2 * box_h)
        places = [
            self._inside(left, label.y_px - 0.5 * box_h + lift, box_w, box_h)
            for lift in heights
            for left in sides
        ]
        # The first of the best: right, left, then above and below.
        left, top = min(places, key=lambda place: self._covered(place, (box_w, box_h), joints))
        self._plate_text(label.text, left, top, pad)

    def _inside(self, left: float, top: float, width: float, height: float) -> tuple[float, float]:
        """Move a plate into the picture where it fits at all."""
        room_x, room_y = self.image.shape[1] - width, self.image.shape[0] - height
        return max(0.0, min(left, room_x)), max(0.0, min(top, room_y))

    def _covered(
        self,
        place: tuple[float, float],
        size: tuple[float, float],
        joints: npt.NDArray[np.floating],
    ) -> float:
        """Return how many joints a plate hides; hiding another plate is worse than any number."""
        low = np.array(place)
        high = low + size
        reach = self._joint + self._outline
        hidden = np.all((joints > low - reach) & (joints < high + reach), axis=1).sum()
        plates = sum(
            bool(low[0] < x + w and x < high[0] and low[1] < y + h and y < high[1])
            for x, y, w, h in self._plates
        )
        return float(hidden) + 100.0 * plates

    def draw_caption(self, text: str) -> None:
        """Write a line at the lower left, smaller where the picture is narrow."""
        pad = 0.6 * self._text
        margin = 0.8 * self._text
        room = self.image.shape[1] - 2 * (margin + pad)
        width, _ = self._text_size(text)
        usual, self._text = self._text, self._text * min(1.0, max(room, 1.0) / max(width, 1.0))
        _, height = self._text_size(text)
        self._plate_text(text, margin, self.image.shape[0] - margin - height - 2 * pad, pad)
        self._text = usual

    def _plate_text(self, text: str, left: float, top: float, pad: float) -> None:
        width, height = self._text_size(text)
        box_w, box_h = width + 2 * pad, height + 2 * pad
        left, top = self._inside(left, top, box_w, box_h)
        self._plates.append((left, top, box_w, box_h))
        radius = min(0.35 * box_h, 0.5 * box_w)
        self._fill(_rounded_box(left, top, box_w, box_h, radius), _INK, 0.68)
        self._write(text, left + pad, top + pad + height)

    def _text_size(self, text: str) -> tuple[float, float]:
        plain = text.replace("°", "")
        scale = self._text / _FONT_PX
        (width, _), _ = cv2.getTextSize(plain, _FONT, scale, self._stroke)
        return width + text.count("°") * 0.5 * self._text, self._text

    @property
    def _stroke(self) -> int:
        return max(1, round(self._text / 9.0))

    def _write(self, text: str, left: float, baseline: float) -> None:
        """Write white text; degree signs, which the font lacks, are drawn as rings."""
        scale = self._text / _FONT_PX
        x = left
        for position, piece in enumerate(text.split("°")):
            if position:
                radius = 0.16 * self._text
                centre = (x + 0.22 * self._text, baseline - self._text + radius)
                self._ring(centre, radius)
                x += 0.5 * self._text
            if piece:
                place = (round(x), round(baseline))
                cv2.putText(
                    self.image, piece, place, _FONT, scale, _PAPER, self._stroke, cv2.LINE_AA
                )
                x += cv2.getTextSize(piece, _FONT, scale, self._stroke)[0][0]

    def _ring(self, centre: tuple[float, float], radius: float) -> None:
        place = np.round((np.array(centre) - 0.5) * 2**_SHIFT).astype(int)
        cv2.circle(
            self.image, (int(place[0]), int(place[1])), round(radius * 2**_SHIFT), _PAPER,
            max(1, self._stroke - 1), cv2.LINE_AA, _SHIFT,
        )  # fmt: skip

    def _fill(self, outline: npt.NDArray[np.float64], colour: Colour, alpha: float) -> None:
        """Blend a convex shape into the picture, antialiased, at sub-pixel position."""
        height, width = self.image.shape[:2]
        low = np.maximum(np.floor(outline.min(axis=0)) - 2, 0)
        high = np.minimum(np.ceil(outline.max(axis=0)) + 2, (width, height))
        if np.any(high <= low):
            return
        x0, y0, x1, y1 = (int(v) for v in (*low, *high))
        patch = self.image[y0:y1, x0:x1]
        # OpenCV puts pixel centres at whole numbers; ours are at halves.
        fixed = np.round((outline - low - 0.5) * 2**_SHIFT).astype(np.int32)
        layer = np.ascontiguousarray(patch)
        if alpha >= 1.0:
            cv2.fillConvexPoly(layer, fixed, colour, cv2.LINE_AA, _SHIFT)
            patch[:] = layer
            return
        painted = layer.copy()
        cv2.fillConvexPoly(painted, fixed, colour, cv2.LINE_AA, _SHIFT)
        patch[:] = cv2.addWeighted(painted, alpha, layer, 1.0 - alpha, 0.0)


def _arc(
    centre: npt.NDArray[np.float64], radius: float, start_rad: float, sweep_rad: float
) -> npt.NDArray[np.float64]:
    """Return points on an arc, close enough together to look round."""
    count = max(5, math.ceil(abs(sweep_rad) * math.sqrt(radius) * 2))
    angle = start_rad + np.linspace(0.0, sweep_rad, count)
    return centre + radius * np.column_stack([np.cos(angle), np.sin(angle)])


def _capsule(
    start: npt.NDArray[np.float64], end: npt.NDArray[np.float64], radius: float
) -> npt.NDArray[np.float64]:
    """Return the outline of a bar with round ends."""
    along = math.atan2(end[1] - start[1], end[0] - start[0])
    return np.vstack(
        [
            _arc(end, radius, along - math.pi / 2, math.pi),
            _arc(start, radius, along + math.pi / 2, math.pi),
        ]
    )


def _rounded_box(
    left: float, top: float, width: float, height: float, radius: float
) -> npt.NDArray[np.float64]:
    """Return the outline of a box with round corners."""
    inner = ((1, 1, 0.0), (0, 1, 0.5), (0, 0, 1.0), (1, 0, 1.5))
    corners = [
        _arc(
            np.array(
                [
                    left + radius + right * (width - 2 * radius),
                    top + radius + low * (height - 2 * radius),
                ]
            ),
            radius,
            turn * math.pi,
            0.5 * math.pi,
        )
        for right, low, turn in inner
    ]
    return np.vstack(corners)
