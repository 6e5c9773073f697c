"""From pixels to metres: by the person's height, a line of known length, or a checkerboard.

A scale holds in one plane: the one in which the person moves, parallel to the picture. Whatever is
nearer to the camera looks larger: an object 10 cm nearer to a camera 5 m away is measured 2 % too
long. So a line or a board has to stand where the person moves, and a person who comes nearer or
goes away has no single scale: `measure_size_change` finds that out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.kinematics.measure import Measure
from efficientpose_core.pose import BoolArray, FloatArray, PoseTrack, ProcessingStep

__all__ = [
    "Scale",
    "ScaleMethod",
    "SizeChange",
    "measure_size_change",
    "scale_from_checkerboard",
    "scale_from_height",
    "scale_from_line",
    "to_metres",
]

ANKLE_HEIGHT = 0.039
"""From the sole to the ankle joint, in body heights (Drillis & Contini 1966, as in Winter 2009,
Biomechanics and Motor Control of Human Movement, figure 4.1). Shoes do not matter: they lift head
and ankle alike, and the height is that without shoes."""

_ANATOMY = 0.02
"""One standard deviation, relative: ankle heights of people differ by 0.5 % of their height, hair
and the place that annotators take for the head's top by 1 %, ankles in shoes and trousers by 1.5 %.
(On six phantom walkers with II_LITE the scale came out 1.6 to 2.5 % too large.)"""
_HEIGHT_ERROR_M = 0.01
"""Told heights: shoes, time of day, memory."""
_STRAIGHT = 0.97
"""Upright: the way from ankle to head top is at least this share of the way along the joints."""
_UPRIGHT_DEG = 12.0
"""Upright: the line from ankle to head top leans no more than this."""
_SAME_SHAPE = 0.06
"""Upright: leg over trunk differs from its usual ratio by no more than this. Seen from the front, a
squat shortens the legs without bending them in the picture."""
_FEWEST_UPRIGHT = 10
_BIN_S = 1.0
"""Sizes are compared between seconds: within a step the body rises and sinks."""
_SIZE_WARNING = 0.08
_SIZE_REFUSAL = 0.20
_LARGEST_ERROR = 0.10
"""Relative: a scale that is worse is no scale."""
_TILT_REFUSAL = 0.10


class ScaleMethod(Enum):
    """Where a scale comes from."""

    HEIGHT = "height"
    LINE = "line"
    CHECKERBOARD = "checkerboard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Metres per pixel in the plane of the movement.

    Parameters
    ----------
    metres_per_px
        Positive.
    relative_error
        One standard deviation, as a share of the scale; it does not shrink by averaging over
        frames or repetitions.
    method
        Where it comes from.
    note
        A sentence for the log.

    Raises
    ------
    SettingsError
        If the scale is not positive, or its error is negative or above 10 %.
    """

    metres_per_px: float
    relative_error: float
    method: ScaleMethod
    note: str

    def __post_init__(self) -> None:
        """Check ranges."""
        if not (math.isfinite(self.metres_per_px) and self.metres_per_px > 0):
            raise SettingsError(
                f"The scale must be a positive number of metres per pixel, not "
                f"{self.metres_per_px:g}."
            )
        if not 0 <= self.relative_error <= _LARGEST_ERROR:
            raise SettingsError(
                f"The scale would be wrong by {self.relative_error:.0%} (one standard deviation), "
                "which is too much for distances: use a longer line, a larger board, or a "
                "recording in which the person is larger."
            )

    @property
    def step(self) -> ProcessingStep:
        """Entry for the log."""
        return ProcessingStep(
            name="scale",
            parameters={
                "method": self.method.value,
                "metres_per_px": self.metres_per_px,
                "relative_error": self.relative_error,
            },
            note=self.note,
        )


def to_metres(measure: Measure, scale: Scale) -> Measure:
    """Return a number in pixels (px, px/s, px/s^2) as one in metres; refusals stay refusals.

    The scale's error is added to the measuring error; where that is unknown, so is the sum. Convert
    means, not single repetitions: the scale is wrong by the same share in all of them.

    Raises
    ------
    SettingsError
        If the number is not in pixels.
    """
    if not measure.unit.startswith("px"):
        raise SettingsError(f"{measure.name} is in {measure.unit}, not in pixels.")
    factor = scale.metres_per_px
    low, high = measure.interval
    return replace(
        measure,
        unit="m" + measure.unit.removeprefix("px"),
        value=measure.value * factor,
        sd=measure.sd * factor,
        error=factor * math.hypot(measure.error, measure.value * scale.relative_error),
        interval=(low * factor, high * factor),
    )


def scale_from_height(track: PoseTrack, height_m: float) -> Scale:
    """Find the scale from the person's height, over the frames in which they stand upright.

    Head top to ankle is taken for the height without its share below the ankle (`ANKLE_HEIGHT`).
    Upright means that head, trunk and the straighter leg form a line that is nearly vertical;
    in walking that is so around mid-stance. The median over these frames counts.

    Parameters
    ----------
    track
        Cleaned keypoints.
    height_m
        Standing height without shoes.

    Raises
    ------
    SettingsError
        If nobody is that tall, or the error is too large.
    DataError
        If the keypoints are missing, the person is upright in fewer than 10 frames, or their size
        changes by more than a fifth over the recording.
    """
    if not 0.5 <= height_m <= 2.5:
        raise SettingsError(f"A height of {height_m:g} m is not possible: give 0.5 to 2.5 m.")
    extent, upright = _upright_extent(track)
    count = int(upright.sum())
    if count < _FEWEST_UPRIGHT:
        raise DataError(
            f"The person stands upright from head to foot in {count} frames, and "
            f"{_FEWEST_UPRIGHT} are needed to take the scale from their height: draw a line of "
            "known length instead, or record a moment of standing."
        )
    change = measure_size_change(track)
    if change.reason:
        raise DataError(change.reason)
    size = float(np.median(extent[upright])) / (1.0 - ANKLE_HEIGHT)
    spread = _end_spread_px(track, upright) / size
    between = float(np.std(extent[upright]) / np.median(extent[upright]))
    error = math.sqrt(
        _ANATOMY**2
        + (_HEIGHT_ERROR_M / height_m) ** 2
        + spread**2
        + between**2
        + _or_zero(change.relative / 2) ** 2
    )
    return Scale(
        metres_per_px=height_m / size,
        relative_error=error,
        method=ScaleMethod.HEIGHT,
        note=(
            f"From a height of {height_m:g} m: {size:.1f} px in {count} upright frames (head top "
            f"to ankle, and {ANKLE_HEIGHT:.1%} of the height below the ankle); within "
            f"{error:.1%}. {change.warning}"
        ).strip(),
    )


def scale_from_line(
    start_px: tuple[float, float],
    end_px: tuple[float, float],
    length_m: float,
    *,
    point_error_px: float = 2.0,
    length_error_m: float = 0.0,
) -> Scale:
    """Find the scale from a line drawn on the picture.

    Parameters
    ----------
    start_px, end_px
        Its ends.
    length_m
        Its real length.
    point_error_px
        One standard deviation of the place of each end along the line.
    length_error_m
        One standard deviation of the real length.

    Raises
    ------
    SettingsError
        If a length is not positive, or the line is too short for its ends.
    """
    length_px = math.dist(start_px, end_px)
    if not (math.isfinite(length_m) and length_m > 0 and math.isfinite(length_px) and length_px):
        raise SettingsError("The line needs two different ends and a real length above 0 m.")
    if min(point_error_px, length_error_m) < 0:
        raise SettingsError("Errors of the line cannot be negative.")
    error = math.hypot(math.sqrt(2.0) * point_error_px / length_px, length_error_m / length_m)
    return Scale(
        metres_per_px=length_m / length_px,
        relative_error=error,
        method=ScaleMethod.LINE,
        note=(
            f"From a line of {length_m:g} m, {length_px:.1f} px long, its ends within "
            f"{point_error_px:g} px: within {error:.1%} in the plane of the line."
        ),
    )


def scale_from_checkerboard(corners_px: FloatArray, square_m: float) -> Scale:
    """Find the scale from the inner corners of a checkerboard held parallel to the picture.

    A plane seen by a pinhole camera is mapped by a homography; what the corners deviate from the
    best one is told as bending by the lens. It is not corrected: it is that of the place where the
    board is, and a lens bends more towards the border.

    Parameters
    ----------
    corners_px
        (R, C, 2) row by row.
    square_m
        Side of one square.

    Raises
    ------
    SettingsError
        If the side is not positive, or the error is too large.
    DataError
        If the corners are no board of at least 3 x 3, or it is turned away from the camera so that
        one direction looks more than 10 % shorter than the other.
    """
    corners = np.asarray(corners_px, np.float64)
    if corners.ndim != 3 or corners.shape[2] != 2 or min(corners.shape[:2]) < 3:
        raise DataError("A checkerboard needs at least 3 x 3 inner corners.")
    if not np.all(np.isfinite(corners)):
        raise DataError("Every inner corner of the checkerboard has to be found.")
    if not (math.isfinite(square_m) and square_m > 0):
        raise SettingsError("The squares of the checkerboard need a side above 0 m.")
    rows, columns = corners.shape[:2]
    grid = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=2).astype(np.float64)
    homography, bend_px = _fit_homography(grid.reshape(-1, 2), corners.reshape(-1, 2))
    middle = np.array([(columns - 1) / 2, (rows - 1) / 2])
    long_px, short_px = np.linalg.svd(_local_map(homography, middle), compute_uv=False)
    tilt = float(1.0 - short_px / long_px)
    if tilt > _TILT_REFUSAL:
        raise DataError(
            f"The checkerboard is turned away from the camera (one direction looks {tilt:.0%} "
            "shorter): hold it parallel to the picture, in the plane of the movement."
        )
    square_px = math.sqrt(float(long_px * short_px))
    error = math.hypot(tilt / 2, bend_px / (square_px * max(rows - 1, columns - 1)))
    return Scale(
        metres_per_px=square_m / square_px,
        relative_error=error,
        method=ScaleMethod.CHECKERBOARD,
        note=(
            f"From a checkerboard of {columns} x {rows} inner corners and {square_m * 1000:g} mm: "
            f"{square_px:.2f} px a square, directions differ by {tilt:.1%}, corners deviate from "
            f"a plane by {bend_px:.2f} px (bending by the lens, not corrected); within {error:.1%} "
            "in the plane of the board."
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeChange:
    """How much the person's size in the picture changes over a recording.

    Parameters
    ----------
    relative
        Largest minus smallest over the median, of the upper quartiles of seconds; NaN where it is
        not known.
    warning
        What weakens distances, or nothing.
    reason
        Why distances are refused, or nothing.
    """

    relative: float
    warning: str = ""
    reason: str = ""


def measure_size_change(track: PoseTrack) -> SizeChange:
    """Compare the size of the upright person between the seconds of a recording.

    Movement parallel to the picture keeps the size; towards the camera it grows. More than 8 %
    gives a warning, more than 20 % a refusal of distances and speeds.
    """
    extent, upright = _upright_extent(track)
    second = np.floor((track.t_s - track.t_s[:1]) / _BIN_S).astype(int)
    sizes = [
        float(np.quantile(here, 0.75))
        for n in np.unique(second[upright])
        if len(here := extent[upright & (second == n)]) >= 5
    ]
    if len(sizes) < 2:
        return SizeChange(relative=math.nan)
    relative = (max(sizes) - min(sizes)) / float(np.median(sizes))
    if relative > _SIZE_REFUSAL:
        return SizeChange(
            relative=relative,
            reason=(
                f"The person's size in the picture changes by {relative:.0%}: they come nearer "
                "or go away, and no single scale holds. Record from the side."
            ),
        )
    if relative > _SIZE_WARNING:
        return SizeChange(
            relative=relative,
            warning=(
                f"The person's size in the picture changes by {relative:.0%}: distances are "
                "wrong by up to half of that."
            ),
        )
    return SizeChange(relative=relative)


def _upright_extent(track: PoseTrack) -> tuple[FloatArray, BoolArray]:
    """Return (T,) pixels from the straighter leg's ankle to the head top, and where upright."""
    needed = ("head_top", "thorax", "pelvis")
    sides = [
        side for side in ("right", "left") if track.skeleton.has(f"{side}_knee", f"{side}_ankle")
    ]
    if not (track.skeleton.has(*needed) and sides):
        raise DataError(
            "The size of the person needs head top, thorax, pelvis, knees and ankles, which this "
            "skeleton lacks: draw a line of known length instead."
        )
    head, thorax, pelvis = (track.point(name) for name in needed)
    trunk = np.linalg.norm(thorax - pelvis, axis=1)
    above = np.linalg.norm(head - thorax, axis=1) + trunk
    extent, upright = np.full(len(track), np.nan), np.zeros(len(track), np.bool_)
    for side in sides:
        knee, ankle = track.point(f"{side}_knee"), track.point(f"{side}_ankle")
        leg = np.linalg.norm(pelvis - knee, axis=1) + np.linalg.norm(knee - ankle, axis=1)
        line = ankle - head
        length = np.linalg.norm(line, axis=1)
        lean = np.degrees(np.arctan2(np.abs(line[:, 0]), line[:, 1]))
        # Comparisons with NaN are false: unknown is not upright.
        good = (length >= _STRAIGHT * (above + leg)) & (lean <= _UPRIGHT_DEG)
        good &= _usual_shape(leg / np.where(trunk > 0, trunk, np.nan), length, good)
        extent = np.fmax(extent, np.where(good, length, np.nan))
        upright |= good
    return extent, upright


def _usual_shape(ratio: FloatArray, length: FloatArray, straight: BoolArray) -> BoolArray:
    """Return where a ratio is that of the frames in which the person looks longest."""
    if not straight.any():
        return straight
    longest = straight & (length >= np.quantile(length[straight], 0.75))
    result: BoolArray = np.abs(ratio / np.median(ratio[longest]) - 1.0) <= _SAME_SHAPE
    return result


def _end_spread_px(track: PoseTrack, upright: BoolArray) -> float:
    """Return the spread of head top and ankle together; not averaged, for it is mostly steady."""
    parts = [
        track.spread_px[upright, track.skeleton.index(name)]
        for name in ("head_top", "right_ankle", "left_ankle")
        if name in track.skeleton
    ]
    known = [float(np.median(part[np.isfinite(part)])) for part in parts if np.isfinite(part).any()]
    return math.hypot(known[0], max(known[1:])) if len(known) > 1 else 0.0


def _fit_homography(source: FloatArray, target: FloatArray) -> tuple[FloatArray, float]:
    """Fit a homography by the normalised direct linear transform; return it and the RMS residual.

    Hartley 1997, doi:10.1109/34.601246.
    """
    to_source, to_target = _normalisation(source), _normalisation(target)
    x, y = _apply(to_source, source).T
    u, v = _apply(to_target, target).T
    one, zero = np.ones_like(x), np.zeros_like(x)
    equations = np.concatenate(
        [
            np.stack([x, y, one, zero, zero, zero, -u * x, -u * y, -u], axis=1),
            np.stack([zero, zero, zero, x, y, one, -v * x, -v * y, -v], axis=1),
        ]
    )
    solution = np.linalg.svd(equations)[2][-1].reshape(3, 3)
    homography = np.linalg.inv(to_target) @ solution @ to_source
    residual = _apply(homography, source) - target
    return homography, float(np.sqrt(np.mean(np.sum(residual**2, axis=1))))


def _normalisation(points: FloatArray) -> FloatArray:
    """Return the similarity that brings points to mean 0 and mean distance sqrt(2)."""
    centre = points.mean(axis=0)
    factor = math.sqrt(2.0) / float(np.linalg.norm(points - centre, axis=1).mean())
    return np.array([[factor, 0, -factor * centre[0]], [0, factor, -factor * centre[1]], [0, 0, 1]])


def _apply(homography: FloatArray, points: FloatArray) -> FloatArray:
    mapped = points @ homography[:, :2].T + homography[:, 2]
    result: FloatArray = mapped[:, :2] / mapped[:, 2:]
    return result


def _local_map(homography: FloatArray, at: FloatArray) -> FloatArray:
    """Return the 2 x 2 derivative of a homography at a point."""
    w = float(homography[2, :2] @ at + homography[2, 2])
    image = _apply(homography, at[None])[0]
    result: FloatArray = (homography[:2, :2] - np.outer(image, homography[2, :2])) / w
    return result


def _or_zero(value: float) -> float:
    return value if math.isfinite(value) else 0.0
