"""Keypoints, angles and speeds as CSV that ``pandas.read_csv`` and spreadsheets open as they are.

One row a frame. Units are part of column names; empty cells mean "no value", and the status column
says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from efficientpose_core.atomic import write_text
from efficientpose_core.errors import DataError
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.facing import FacingTrack
from efficientpose_core.kinematics.trajectories import MotionTrack
from efficientpose_core.pose import FloatArray, PoseTrack, Status
from efficientpose_core.skeleton import MPII16, Skeleton

__all__ = [
    "FACING_WORDS",
    "angle_columns",
    "decimals",
    "keypoint_columns",
    "read_keypoints_csv",
    "safe_cell",
    "speed_columns",
    "status_words",
    "write_angles_csv",
    "write_keypoints_csv",
    "write_speeds_csv",
]

_STATUS_WORDS = np.array([status.label for status in Status])
FACING_WORDS = {1: "right", -1: "left", 0: "unknown"}

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
    _write(path, keypoint_columns(track))


def keypoint_columns(track: PoseTrack) -> list[tuple[str, Cells]]:
    """Return the columns of `write_keypoints_csv`: names and cells."""
    columns: list[tuple[str, Cells]] = [
        *_frame_columns(track.frame, track.t_s),
        ("presence", decimals(track.presence, 4)),
    ]
    for k, name in enumerate(track.skeleton.keypoints):
        columns += [
            (f"{name}_x_px", decimals(track.xy_px[:, k, 0], 3)),
            (f"{name}_y_px", decimals(track.xy_px[:, k, 1], 3)),
            (f"{name}_score", decimals(track.score[:, k], 4)),
            (f"{name}_spread_px", decimals(track.spread_px[:, k], 3)),
            (f"{name}_status", status_words(track.status[:, k])),
        ]
    return columns


def write_angles_csv(angles: AngleTrack, path: Path, *, facing: FacingTrack) -> None:
    """Write value, standard deviation and status of every angle.

    Columns: ``frame, time_s, facing``, then for each angle ``_deg, _sd_deg, _status``.
    """
    _write(path, angle_columns(angles, facing=facing))


def angle_columns(angles: AngleTrack, *, facing: FacingTrack) -> list[tuple[str, Cells]]:
    """Return the columns of `write_angles_csv`: names and cells."""
    columns: list[tuple[str, Cells]] = [
        *_frame_columns(angles.frame, angles.t_s),
        ("facing", [FACING_WORDS[int(direction)] for direction in facing.direction]),
    ]
    for a, name in enumerate(angles.names):
        columns += [
            (f"{name}_deg", decimals(angles.values_deg[:, a], 3)),
            (f"{name}_sd_deg", decimals(angles.sd_deg[:, a], 3)),
            (f"{name}_status", status_words(angles.status[:, a])),
        ]
    return columns


def write_speeds_csv(motion: MotionTrack, path: Path) -> None:
    """Write speeds of keypoints and angular velocities of joints.

    Columns: ``frame, time_s``, then for each keypoint ``_speed_px_s`` (or ``_m_s``), its standard
    deviation ``_speed_sd_px_s`` and ``_speed_status``, and for each angle ``_velocity_deg_s``,
    ``_velocity_sd_deg_s`` and ``_velocity_status``.
    """
    _write(path, speed_columns(motion))


def speed_columns(motion: MotionTrack) -> list[tuple[str, Cells]]:
    """Return the columns of `write_speeds_csv`: names and cells."""
    columns = _frame_columns(motion.frame, motion.t_s)
    for k, name in enumerate(motion.keypoints):
        columns += [
            (f"{name}_speed_{motion.unit}_s", decimals(motion.speed[:, k], 3)),
            (f"{name}_speed_sd_{motion.unit}_s", decimals(motion.speed_sd[:, k], 3)),
            (f"{name}_speed_status", status_words(motion.keypoint_status[:, k])),
        ]
    for a, name in enumerate(motion.angles):
        columns += [
            (f"{name}_velocity_deg_s", decimals(motion.angular_velocity_deg_s[:, a], 3)),
            (f"{name}_velocity_sd_deg_s", decimals(motion.angular_velocity_sd_deg_s[:, a], 3)),
            (f"{name}_velocity_status", status_words(motion.angle_status[:, a])),
        ]
    return columns


def read_keypoints_csv(path: Path, *, image_size_px: tuple[int, int]) -> PoseTrack:
    """Read a file of `write_keypoints_csv`.

    Parameters
    ----------
    path
        The file. Columns may be missing at the end or added; names decide.
    image_size_px
        (width, height) of the recording, which the file does not hold; the provenance file does.

    Returns
    -------
    PoseTrack
        Values as rounded in the file. Skeletons of other names than the 16 of MPII get no limbs.

    Raises
    ------
    DataError
        If the file cannot be read, or is no such table.
    """
    import pandas as pd

    try:
        table = pd.read_csv(path)
        names = tuple(c.removesuffix("_x_px") for c in table.columns if c.endswith("_x_px"))
        xy = np.stack([table[[f"{n}_x_px", f"{n}_y_px"]].to_numpy(np.float64) for n in names], 1)
        score = table[[f"{n}_score" for n in names]].to_numpy(np.float64)
        spread = table[[f"{n}_spread_px" for n in names]].to_numpy(np.float64)
        words = {status.label: int(status) for status in Status}
        status = np.array([[words[w] for w in table[f"{n}_status"]] for n in names], np.int8).T
        return PoseTrack(
            skeleton=_skeleton_of(names), t_s=table["time_s"].to_numpy(np.float64),
            frame=table["frame"].to_numpy(np.int64), xy_px=xy, score=score, spread_px=spread,
            status=status, presence=table["presence"].to_numpy(np.float64),
            image_size_px=image_size_px,
        )  # fmt: skip
    except OSError as error:
        raise DataError(
            f"Cannot read {path}: {error.strerror or error}. Check the path."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        # pandas' own errors are ValueErrors; so is a table without any keypoint.
        raise DataError(
            f"{path.name} is not a keypoint table of this program ({error}): give a file that ends "
            "in _keypoints.csv, unchanged."
        ) from error


def _skeleton_of(names: tuple[str, ...]) -> Skeleton:
    return MPII16 if names == MPII16.keypoints else Skeleton(name="from-csv", keypoints=names)


def _frame_columns(frame: npt.NDArray[np.int64], t_s: FloatArray) -> list[tuple[str, Cells]]:
    return [("frame", [str(n) for n in frame.tolist()]), ("time_s", decimals(t_s, 6))]


def decimals(values: FloatArray, places: int) -> Cells:
    """Return numbers with fixed decimals; NaN as empty, no negative zero."""
    rounded = np.round(values, places) + 0.0
    form = f"%.{places}f"
    return ["" if value != value else form % value for value in rounded.tolist()]


def status_words(status: npt.NDArray[np.int8]) -> Cells:
    """Return the labels of statuses."""
    words: list[str] = _STATUS_WORDS[status].tolist()
    return words


def _write(path: Path, columns: Iterable[tuple[str, Cells]]) -> None:
    names, cells = zip(*columns, strict=True)
    lines = [",".join(safe_cell(name) for name in names)]
    lines += [",".join(row) for row in zip(*cells, strict=True)]
    write_text(path, "\n".join(lines) + "\n")
