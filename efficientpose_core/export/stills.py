"""Single frames with the skeleton drawn on them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from efficientpose_core.errors import DataError
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.sections import Picture
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.media._cv2 import cv2
from efficientpose_core.media.overlay import OverlayLabel, OverlayStyle, draw_pose
from efficientpose_core.media.resample import ByteImage
from efficientpose_core.media.source import FrameSource
from efficientpose_core.pose import FloatArray, PoseTrack
from efficientpose_core.progress import (
    Progress,
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)

__all__ = ["angle_labels", "choose_frames", "draw_stills"]

_LABELLED_ANGLES = {
    "knee_flexion": "knee",
    "hip_flexion": "hip",
    "elbow_flexion": "elbow",
}
"""Angles written beside their joint."""
_MARGIN = 0.16
"""Room around the keypoints, as a share of the longer side of their box."""
_LONG_SIDE_PX, _SHORT_SIDE_PX = 720, 540
_QUALITY = 88
_FACE = 0.75
"""Radius of what is hidden, in distances from upper neck to head top."""
_PAPER = 245


def angle_labels(track: PoseTrack, angles: AngleTrack, n: int) -> Iterator[OverlayLabel]:
    """Yield the angles of row ``n`` that are written beside their joint."""
    for column, name in enumerate(angles.names):
        side, _, kind = name.partition("_")
        joint = f"{side}_{_LABELLED_ANGLES.get(kind, '')}"
        value = angles.values_deg[n, column]
        if joint in track.skeleton and np.isfinite(value):
            x, y = track.point(joint)[n]
            yield OverlayLabel(text=f"{round(value)}°", x_px=float(x), y_px=float(y))


def choose_frames(track: PoseTrack, count: int) -> list[int]:
    """Return rows that show the person best, one from each of ``count`` equal parts.

    Parts without any frame in which most keypoints are known give none.
    """
    complete = track.valid.mean(axis=1)
    clear = np.nan_to_num(np.where(track.valid, track.score, 0.0)).mean(axis=1)
    seen = np.flatnonzero(complete >= 0.6)
    parts = np.array_split(seen, count) if len(seen) >= count else [seen]
    return [int(part[np.argmax(complete[part] + clear[part])]) for part in parts if len(part)]


def draw_stills(
    source: FrameSource,
    data: ExportData,
    *,
    caption: Callable[[int], str],
    count: int = 4,
    hide_face: bool = False,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> tuple[Picture, ...]:
    """Draw the skeleton onto a few frames, cropped to the person.

    Parameters
    ----------
    source
        The recording.
    data
        The results.
    caption
        Row to text.
    count
        How many.
    hide_face
        Blur the head. Frames without a known head are left out then.
    progress, should_cancel
        Told and asked before each still.

    Returns
    -------
    tuple of Picture
        All of the same size; damaged frames are left out.
    """
    track = data.track
    pictures = []
    upright = _is_upright(track)
    rows = choose_frames(track, count)
    for done, row in enumerate(rows):
        raise_if_cancelled(should_cancel)
        progress(Progress(stage="Drawing stills", done=done, total=len(rows), unit="stills"))
        frame = source.frame_at(int(track.frame[row]))
        if frame.damaged or (hide_face and not math.isfinite(_face(track, row)[2])):
            continue
        rgb = frame.rgb()
        if hide_face:
            rgb = _without_face(rgb, *_face(track, row))
        image = _draw_cropped(rgb, data, row, upright=upright)
        height, width = image.shape[:2]
        pictures.append(
            Picture(jpeg=_jpeg(image), width_px=width, height_px=height, caption=caption(row))
        )
    return tuple(pictures)


def _draw_cropped(rgb: ByteImage, data: ExportData, row: int, *, upright: bool) -> ByteImage:
    """Cut out the person, enlarge, then draw: lines and texts are as large in every picture."""
    track = data.track
    width, height = (_SHORT_SIDE_PX, _LONG_SIDE_PX) if upright else (_LONG_SIDE_PX, _SHORT_SIDE_PX)
    xy = track.xy_px[row]
    low, high = np.nanmin(xy, axis=0), np.nanmax(xy, axis=0)
    margin = _MARGIN * float((high - low).max())
    need = high - low + 2 * margin
    scale = min(width / need[0], height / need[1])
    corner = (low + high) / 2 - np.array([width, height]) / (2 * scale)
    # Inside the picture where it is large enough.
    room = np.array(track.image_size_px) - np.array([width, height]) / scale
    corner = np.where(room >= 0, np.clip(corner, 0, np.maximum(room, 0)), room / 2)
    # OpenCV's pixel centres lie at whole numbers.
    shift = -scale * corner + 0.5 * (scale - 1.0)
    matrix = np.array([[scale, 0.0, shift[0]], [0.0, scale, shift[1]]])
    crop: ByteImage = cv2.warpAffine(
        rgb, matrix, (width, height), flags=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT, borderValue=(_PAPER,) * 3,
    )  # fmt: skip
    labels = [
        OverlayLabel(
            text=label.text,
            x_px=scale * (label.x_px - float(corner[0])),
            y_px=scale * (label.y_px - float(corner[1])),
        )
        for label in angle_labels(track, data.angles, row)
    ]
    return draw_pose(
        crop, scale * (xy - corner), track.score[row], track.skeleton,
        style=OverlayStyle(line_width=9.0, text_size=30.0), labels=labels,
    )  # fmt: skip


def _is_upright(track: PoseTrack) -> bool:
    """Tell whether the person is mostly higher than wide."""
    seen = track.valid.any(axis=1)
    extent: FloatArray = np.nanmax(track.xy_px[seen], axis=1) - np.nanmin(track.xy_px[seen], axis=1)
    return bool(np.median(extent[:, 1]) >= np.median(extent[:, 0])) if len(extent) else True


def _face(track: PoseTrack, row: int) -> tuple[float, float, float]:
    """Return centre and radius of the head; NaN where it is not known."""
    if not track.skeleton.has("head_top", "upper_neck"):
        return math.nan, math.nan, math.nan
    top, neck = track.point("head_top")[row], track.point("upper_neck")[row]
    middle = (top + neck) / 2
    return float(middle[0]), float(middle[1]), _FACE * float(np.linalg.norm(top - neck))


def _without_face(rgb: ByteImage, x: float, y: float, radius: float) -> ByteImage:
    size = max(3, int(radius / 2) * 2 + 1)
    blurred = cv2.blur(rgb, (size, size))
    blurred = cv2.blur(blurred, (size, size))
    rows, columns = np.ogrid[: rgb.shape[0], : rgb.shape[1]]
    inside = (columns + 0.5 - x) ** 2 + (rows + 0.5 - y) ** 2 <= radius**2
    result: ByteImage = np.where(inside[..., None], blurred, rgb)
    return result


def _jpeg(image: ByteImage) -> bytes:
    done, content = cv2.imencode(
        ".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]
    )
    if not done:
        raise DataError("A still could not be stored as JPEG: try again.")
    return bytes(content)
