"""Keypoints and angles as CSV that ``pandas.read_csv`` and spreadsheets open without options.

One row a frame. Units are part of column names; empty cells mean "no value", and the status column
says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from efficientpose_core.atomic import write_text
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.facing import FacingTrack
from efficientpose_core.pose import FloatArray, PoseTrack, Status

__all__ = ["safe_cell", "write_angles_csv", "write_keypoints_csv"]

_STATUS_WORDS = np.array([status.label for status in Status])
_FACING_WORDS = {1: "right", -1: "left", 0: "unknown"}

Cells = Sequence[str]


def safe_cell(text: str) -> str:
    """Return text for a cell that no spreadsheet takes for a formula, quoted where needed."""
    if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        text = "'" + text
    if any(mark in text for mark in ',"\n\r'):
        text = '"' + text.replace('"', '""') + '"'
    return text


def write_keypoints_csv(track: PoseTrack, path: Path) -> None:
    """Write position, score, spread and status of every keypoint.

    Columns: ``frame, time_s, presence``, then for each keypoint ``_x_px, _y_px, _score,
    _spread_px, _status``.
    """
    columns: list[tuple[str, Cells]] = [
        *_frame_columns(track.frame, track.t_s),
        ("presence", _decimals(track.presence, 4)),
    ]
    for k, name in enumerate(track.skeleton.keypoints):
        columns += [
            (f"{name}_x_px", _decimals(track.xy_px[:, k, 0], 3)),
            (f"{name}_y_px", _decimals(track.xy_px[:, k, 1], 3)),
            (f"{name}_score", _decimals(track.score[:, k], 4)),
            (f"{name}_spread_px", _decimals(track.spread_px[:, k], 3)),
            (f"{name}_status", _words(track.status[:, k])),
        ]
    _write(path, columns)


def write_angles_csv(angles: AngleTrack, path: Path, *, facing: FacingTrack) -> None:
    """Write value, standard deviation and status of every angle.

    Columns: ``frame, time_s, facing``, then for each angle ``_deg, _sd_deg, _status``.
    """
    columns: list[tuple[str, Cells]] = [
        *_frame_columns(angles.frame, angles.t_s),
        ("facing", [_FACING_WORDS[int(direction)] for direction in facing.direction]),
    ]
    for a, name in enumerate(angles.names):
        columns += [
            (f"{name}_deg", _decimals(angles.values_deg[:, a], 3)),
            (f"{name}_sd_deg", _decimals(angles.sd_deg[:, a], 3)),
            (f"{name}_status", _words(angles.status[:, a])),
        ]
    _write(path, columns)


def _frame_columns(frame: npt.NDArray[np.int64], t_s: FloatArray) -> list[tuple[str, Cells]]:
    return [("frame", [str(n) for n in frame.tolist()]), ("time_s", _decimals(t_s, 6))]


def _decimals(values: FloatArray, places: int) -> Cells:
    """Return numbers with fixed decimals; NaN as empty, no negative zero."""
    rounded = np.round(values, places) + 0.0
    form = f"%.{places}f"
    return ["" if value != value else form % value for value in rounded.tolist()]


def _words(status: npt.NDArray[np.int8]) -> Cells:
    words: list[str] = _STATUS_WORDS[status].tolist()
    return words


def _write(path: Path, columns: Iterable[tuple[str, Cells]]) -> None:
    names, cells = zip(*columns, strict=True)
    lines = [",".join(safe_cell(name) for name in names)]
    lines += [",".join(row) for row in zip(*cells, strict=True)]
    write_text(path, "\n".join(lines) + "\n")
