"""What is drawn over the picture: options, colours, and the data of one frame."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QColor

from app.translation import words
from efficientpose_core.errors import SettingsError
from efficientpose_core.pose import FloatArray, PoseTrack, Status
from efficientpose_core.skeleton import side_of

if TYPE_CHECKING:
    from efficientpose_core.kinematics.angles import AngleSpec, AngleTrack
    from efficientpose_core.kinematics.facing import FacingTrack

__all__ = [
    "AngleArc",
    "OverlayColours",
    "OverlayData",
    "OverlayOptions",
    "keypoint_label",
    "status_label",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayColours:
    """Colours on the picture; the same under a light and a dark theme.

    The defaults for the sides (blue, vermilion, near-white; Okabe & Ito 2008) are told apart by
    colour-blind people, too.
    """

    left: QColor = field(default_factory=lambda: QColor(0, 114, 178))
    right: QColor = field(default_factory=lambda: QColor(213, 94, 0))
    middle: QColor = field(default_factory=lambda: QColor(240, 244, 248))
    accent: QColor = field(default_factory=lambda: QColor(240, 228, 66))
    rejected: QColor = field(default_factory=lambda: QColor(205, 205, 205))
    ink: QColor = field(default_factory=lambda: QColor(16, 20, 24))
    paper: QColor = field(default_factory=lambda: QColor(255, 255, 255))

    def side(self, *keypoints: str) -> QColor:
        """Return the colour of the side that any of the keypoints is on."""
        sides = {side_of(k) for k in keypoints} - {"middle"}
        if sides == {"left"}:
            return self.left
        return self.right if sides == {"right"} else self.middle


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayOptions:
    """What is drawn, and how. Lengths are in logical pixels of the screen.

    Parameters
    ----------
    show_skeleton, show_points, show_angles, show_box, show_facing, show_caption, show_banner
        What is drawn.
    show_names
        Names beside all keypoints.
    show_spread
        A thin circle of one standard deviation around each keypoint.
    show_rejected
        Crosses where a position was found and not trusted; needs the raw track.
    trail_keypoints, trail_frames
        Whose way through the last frames is drawn, and how many frames.
    angles
        Names of the angles drawn as arcs.
    line_width_px
        Width of limbs on a large picture; smaller pictures get thinner ones.
    opacity
        Of everything belonging to the person, 0.1 to 1.
    show_confidence
        Fade keypoints of low score.
    min_score
        Keypoints below it are not drawn, unless edited.

    Raises
    ------
    SettingsError
        If a number is out of its range.
    """

    show_skeleton: bool = True
    show_points: bool = True
    show_angles: bool = True
    show_names: bool = False
    show_spread: bool = False
    show_rejected: bool = True
    show_box: bool = False
    show_facing: bool = True
    show_caption: bool = True
    show_banner: bool = True
    show_confidence: bool = True
    trail_keypoints: tuple[str, ...] = ()
    trail_frames: int = 30
    angles: tuple[str, ...] = (
        "right_knee_flexion", "left_knee_flexion", "right_hip_flexion", "left_hip_flexion",
    )  # fmt: skip
    line_width_px: float = 4.0
    opacity: float = 1.0
    min_score: float = 0.1

    def __post_init__(self) -> None:
        """Check the ranges."""
        if not 0.5 <= self.line_width_px <= 20:
            raise SettingsError(
                f"The line width must be within 0.5 and 20 px, not {self.line_width_px:g}."
            )
        if not 0.1 <= self.opacity <= 1:
            raise SettingsError(f"The opacity must be within 0.1 and 1, not {self.opacity:g}.")
        if not 0 <= self.min_score <= 1:
            raise SettingsError(f"The lowest score must be within 0 and 1, not {self.min_score:g}.")
        if not 1 <= self.trail_frames <= 1000:
            raise SettingsError(
                f"A trail must have between 1 and 1000 frames, not {self.trail_frames}."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleArc:
    """An angle in the picture.

    Parameters
    ----------
    name
        Which angle.
    vertex_px
        (x, y) where it is drawn.
    start_rad, sweep_rad
        From the direction that counts as zero to the segment; clockwise on the screen (y down).
    value_deg
        As told by the angle track, which knows the sign.
    status
        Of the value.
    """

    name: str
    vertex_px: tuple[float, float]
    start_rad: float
    sweep_rad: float
    value_deg: float
    status: Status


_EMPTY: Mapping[int, tuple[float, float]] = MappingProxyType({})


class OverlayData:
    """The tracks, looked up by the number of a frame in the source."""

    def __init__(self) -> None:
        self.track: PoseTrack | None = None
        self.raw: PoseTrack | None = None
        self.angles: AngleTrack | None = None
        self.facing: FacingTrack | None = None
        self._moved: Mapping[int, tuple[float, float]] = _EMPTY
        self._moved_frame = -1

    def set_moved(self, frame: int, moved: Mapping[int, tuple[float, float]]) -> None:
        """Show keypoints elsewhere in one frame: they are being dragged."""
        self._moved_frame, self._moved = frame, moved

    def row(self, frame: int) -> int | None:
        """Return the row of a frame; None when it was not analysed."""
        return None if self.track is None else _row(self.track.frame, frame)

    def pose(self, frame: int) -> tuple[FloatArray, FloatArray, npt.NDArray[np.int8]] | None:
        """Return (K, 2) positions, (K,) scores and (K,) status; None when not analysed."""
        row = self.row(frame)
        if self.track is None or row is None:
            return None
        xy_px, score = self.track.xy_px[row], self.track.score[row]
        status = self.track.status[row]
        if self._moved_frame == frame and self._moved:
            xy_px, status = xy_px.copy(), status.copy()
            for keypoint, place in self._moved.items():
                xy_px[keypoint] = place
                status[keypoint] = Status.EDITED
        return xy_px, score, status

    def spread_px(self, frame: int) -> FloatArray | None:
        """Return (K,) standard deviations of the positions."""
        row = self.row(frame)
        return None if self.track is None or row is None else self.track.spread_px[row]

    def rejected_px(self, frame: int) -> FloatArray:
        """Return (n, 2) positions that were found and not trusted."""
        row = self.row(frame)
        raw_row = None if self.raw is None else _row(self.raw.frame, frame)
        if self.track is None or self.raw is None or row is None or raw_row is None:
            return np.empty((0, 2))
        chosen = self.track.status[row] == Status.REJECTED
        found: FloatArray = self.raw.xy_px[raw_row][chosen]
        return found[np.isfinite(found).all(axis=1)]

    def has_nobody(self, frame: int) -> bool:
        """Tell whether the frame was analysed and nobody is in view."""
        pose = self.pose(frame)
        return pose is not None and bool(np.all(pose[2] == Status.NO_PERSON))

    def box_px(self, frame: int) -> tuple[float, float, float, float] | None:
        """Return (x, y, width, height) around the person."""
        pose = self.pose(frame)
        if pose is None:
            return None
        found = pose[0][np.isfinite(pose[0]).all(axis=1)]
        if len(found) < 2:
            return None
        low, high = found.min(axis=0), found.max(axis=0)
        margin = 0.08 * float(max(high - low))
        (x, y), (w, h) = low - margin, high - low + 2 * margin
        return float(x), float(y), float(w), float(h)

    def direction(self, frame: int) -> int:
        """Return where the person faces: 1 right, -1 left, 0 unknown."""
        row = self.row(frame)
        if self.facing is None or row is None or row >= len(self.facing.direction):
            return 0
        return int(self.facing.direction[row])

    def trail_px(self, keypoint: str, frame: int, frames: int) -> FloatArray:
        """Return (n, 2) positions in the last frames up to this one; NaN in gaps."""
        if self.track is None or keypoint not in self.track.skeleton:
            return np.empty((0, 2))
        stop = int(np.searchsorted(self.track.frame, frame, side="right"))
        start = int(np.searchsorted(self.track.frame, frame - frames + 1, side="left"))
        result: FloatArray = self.track.xy_px[start:stop, self.track.skeleton.index(keypoint)]
        return result

    def arcs(self, frame: int, names: tuple[str, ...]) -> list[AngleArc]:
        """Return the angles of a frame that have a value."""
        pose, angles = self.pose(frame), self.angles
        if pose is None or angles is None or self.track is None:
            return []
        # Late: the module loads SciPy; whoever has an angle track has it loaded already.
        from efficientpose_core.kinematics.angles import ANGLES

        row = _row(angles.frame, frame)
        if row is None:
            return []
        places = dict(zip(self.track.skeleton.keypoints, pose[0], strict=True))
        found = []
        for name in names:
            if name not in angles.names or name not in ANGLES:
                continue
            column = angles.names.index(name)
            value_deg = float(angles.values_deg[row, column])
            geometry = _geometry(ANGLES[name], places)
            if math.isfinite(value_deg) and geometry is not None:
                vertex, start_rad, sweep_rad = geometry
                status = Status(int(angles.status[row, column]))
                found.append(
                    AngleArc(
                        name=name, vertex_px=vertex, start_rad=start_rad, sweep_rad=sweep_rad,
                        value_deg=value_deg, status=status,
                    )
                )  # fmt: skip
        return found


def _row(frames: npt.NDArray[np.int64], frame: int) -> int | None:
    row = int(np.searchsorted(frames, frame))
    return row if row < len(frames) and frames[row] == frame else None


def _geometry(
    spec: AngleSpec, places: Mapping[str, FloatArray]
) -> tuple[tuple[float, float], float, float] | None:
    """Return vertex, start and sweep of an angle; None when a keypoint is missing."""
    if any(k not in places or not np.isfinite(places[k]).all() for k in spec.needs):
        return None
    _, start, end = spec.terms[0]
    # Angles of the trunk and the head are told from below: their segments point up.
    upward = spec.terms[0][0] < 0
    vertex = end if upward or (len(spec.terms) == 2 and spec.terms[1][1] == end) else start
    towards = _direction(places[start], places[end])
    if len(spec.terms) == 1:
        zero = 0.5 * math.pi + math.radians(spec.offset_deg)
    else:
        zero = _direction(places[spec.terms[1][1]], places[spec.terms[1][2]])
        if spec.terms[1][1] == end:
            # (hip -> knee) against (knee -> ankle): the second one leaves the vertex.
            zero, towards = towards, zero
    if upward:
        zero, towards = zero + math.pi, towards + math.pi
    sweep = math.remainder(towards - zero, 2 * math.pi)
    x, y = places[vertex]
    return (float(x), float(y)), zero, sweep


def _direction(start: FloatArray, end: FloatArray) -> float:
    return math.atan2(float(end[1] - start[1]), float(end[0] - start[0]))


_ENGLISH_NAMES = {"head_top": "top of the head", "upper_neck": "neck"}
"""Where the underscore is not all that has to go."""

_STATUS = {
    Status.MEASURED: QT_TRANSLATE_NOOP("Status", "measured"),
    Status.EDITED: QT_TRANSLATE_NOOP("Status", "set by hand"),
    Status.INTERPOLATED: QT_TRANSLATE_NOOP("Status", "interpolated"),
    Status.REJECTED: QT_TRANSLATE_NOOP("Status", "rejected"),
    Status.DAMAGED: QT_TRANSLATE_NOOP("Status", "damaged frame"),
    Status.NO_PERSON: QT_TRANSLATE_NOOP("Status", "no person"),
}


def keypoint_label(name: str) -> str:
    """Return the name of a keypoint or angle for people, within a sentence, in their language.

    Other languages have the names that reports have.
    """
    told = words()
    if told.language == "en":
        return _ENGLISH_NAMES.get(name, name.replace("_", " "))
    return told.name(name)


def status_label(status: Status) -> str:
    """Return what a value is worth, for people, in their language."""
    return QCoreApplication.translate("Status", str(_STATUS[status]))
