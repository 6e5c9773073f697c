"""Marker (.trc) and motion (.mot) files for OpenSim.

Layouts follow what OpenSim 4 reads and writes (``TRCFileAdapter``, ``STOFileAdapter``): every TRC
cell is followed by a tab, so that blank ones at the end of a row count; a marker with blank cells
is missing there. Motion files know no missing values: OpenSim's ``Storage``, which its window and
tools read them with, takes ``nan`` for 0 and drops everything after it. So they hold complete rows
only.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from efficientpose_core.atomic import write_text
from efficientpose_core.errors import OutputError
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.space import constant_rate_note, lab_frames, refuse_lab
from efficientpose_core.pose import FloatArray

__all__ = ["COORDINATES", "note_mot", "refuse_mot", "refuse_trc", "write_mot", "write_trc"]

COORDINATES = {
    "hip_flexion": "hip_flexion_{side}",
    "knee_flexion": "knee_angle_{side}",
    "ankle_dorsiflexion": "ankle_angle_{side}",
    "shoulder_flexion": "arm_flex_{side}",
    "elbow_flexion": "elbow_flex_{side}",
}
"""Our angle to the coordinate of the full-body model of Rajagopal et al. 2016
(doi:10.1109/TBME.2016.2586891), where flexion and dorsiflexion are positive, too."""


_MOSTLY = 0.5
"""A coordinate that is known in fewer frames would cost more frames than it is worth."""


def refuse_trc(data: ExportData) -> str:
    """Return why there is no TRC file, or nothing."""
    return refuse_lab(data)


def write_trc(data: ExportData, path: Path) -> None:
    """Write keypoints as markers in metres.

    Raises
    ------
    OutputError
        If there is no scale, or the file cannot be written.
    """
    if reason := refuse_trc(data):
        raise OutputError(f"Not written: {reason}")
    lab = lab_frames(data)
    assert lab.xyz_m is not None
    count, markers = lab.xyz_m.shape[:2]
    rate = f"{lab.rate_hz:.6g}"
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{_on_one_line(path.name)}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame"
        "\tOrigNumFrames",
        f"{rate}\t{rate}\t{count}\t{markers}\tm\t{rate}\t{lab.first_frame}\t{count}",
        "Frame#\tTime\t" + "".join(f"{name}\t\t\t" for name in lab.markers),
        "\t\t" + "".join(f"X{n}\tY{n}\tZ{n}\t" for n in range(1, markers + 1)),
        "",
    ]
    cells = _cells(lab.xyz_m.reshape(count, -1), 6, missing="")
    for n in range(count):
        row = (str(lab.first_frame + n), f"{lab.t_s[n]:.6f}", *cells[n])
        lines.append("".join(f"{cell}\t" for cell in row))
    write_text(path, "\n".join(lines) + "\n")


def refuse_mot(data: ExportData) -> str:
    """Return why there is no MOT file, or nothing."""
    if not any(name.partition("_")[2] in COORDINATES for name in data.angles.names):
        return (
            "the coordinates of an OpenSim model need joint angles of a side view: choose the side "
            "view if the person was filmed from the side."
        )
    if not len(_motion(data).t_s):
        return (
            "a motion file has no place for missing values, and no frame has them all: correct "
            "keypoints, or export angles as CSV."
        )
    return ""


def note_mot(data: ExportData) -> str:
    """Return what was changed or left out to fit the format, or nothing."""
    motion = _motion(data)
    notes = [constant_rate_note(data)]
    if len(motion.t_s) < motion.total:
        notes.append(
            f"A motion file has no place for missing values: {len(motion.t_s)} of {motion.total} "
            "frames have all coordinates and are written."
        )
    if motion.left_out:
        notes.append(
            f"Left out, as they are known in less than half of the frames: "
            f"{', '.join(motion.left_out)}."
        )
    return " ".join(filter(None, notes))


def write_mot(data: ExportData, path: Path) -> None:
    """Write joint angles as coordinates of an OpenSim model, in degrees; complete frames only.

    Angles are measured against the trunk, so pelvis and trunk turn as one: ``pelvis_tilt`` is that
    of the trunk (backwards positive) and ``lumbar_extension`` is 0. Someone who faces against X
    has ``pelvis_rotation`` 180. With a scale, ``pelvis_tx`` and ``pelvis_ty`` are the place of the
    pelvis in metres.

    Raises
    ------
    OutputError
        If there is no angle that a model has, or the file cannot be written.
    """
    if reason := refuse_mot(data):
        raise OutputError(f"Not written: {reason}")
    motion = _motion(data)
    lines = [
        "Coordinates",
        "version=1",
        f"nRows={len(motion.t_s)}",
        f"nColumns={len(motion.names) + 1}",
        "inDegrees=yes",
        "endheader",
        "\t".join(("time", *motion.names)),
    ]
    cells = _cells(motion.values, 6, missing="")
    for time, row in zip(motion.t_s.tolist(), cells, strict=True):
        lines.append("\t".join((f"{time:.6f}", *row)))
    write_text(path, "\n".join(lines) + "\n")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Motion:
    """Complete rows of coordinates, and what they were chosen from."""

    names: tuple[str, ...]
    values: FloatArray
    t_s: FloatArray
    total: int
    left_out: tuple[str, ...]


def _motion(data: ExportData) -> _Motion:
    """Choose coordinates that are mostly known, then the frames that have all of them."""
    names, values, t_s = _coordinates(data)
    known = np.isfinite(values)
    someone = known.any(axis=1)
    kept = known[someone].mean(axis=0) >= _MOSTLY if someone.any() else np.zeros(len(names), bool)
    complete = known[:, kept].all(axis=1) & kept.any()
    return _Motion(
        names=tuple(name for name, keep in zip(names, kept, strict=True) if keep),
        values=values[np.ix_(complete, kept)],
        t_s=t_s[complete],
        total=len(t_s),
        left_out=tuple(name for name, keep in zip(names, kept, strict=True) if not keep),
    )


def _coordinates(data: ExportData) -> tuple[tuple[str, ...], FloatArray, FloatArray]:
    """Return names, (T, C) values and (T,) times."""
    lab = lab_frames(data)
    angle_names, angles, direction = lab.angle_names, lab.angles_deg, lab.direction
    columns: dict[str, FloatArray] = {}
    known = (direction != 0) & np.isfinite(angles).any(axis=1)
    if "trunk_lean" in angle_names:
        # About the fixed Z axis: leaning forward is negative for someone who faces along X.
        lean = angles[:, angle_names.index("trunk_lean")]
        columns["pelvis_tilt"] = np.where(known, -lean * direction, np.nan)
        columns["pelvis_rotation"] = np.where(known, np.where(direction < 0, 180.0, 0.0), np.nan)
    if lab.xyz_m is not None and "pelvis" in lab.markers:
        place = lab.xyz_m[:, lab.markers.index("pelvis")]
        columns["pelvis_tx"], columns["pelvis_ty"] = place[:, 0], place[:, 1]
    if "trunk_lean" in angle_names:
        columns["lumbar_extension"] = np.where(known, 0.0, np.nan)
    for column, name in enumerate(angle_names):
        side, _, kind = name.partition("_")
        if kind in COORDINATES:
            columns[COORDINATES[kind].format(side=side[0])] = angles[:, column]
    return tuple(columns), np.column_stack(list(columns.values())), lab.t_s


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _cells(values: FloatArray, places: int, *, missing: str) -> list[list[str]]:
    """Return rows of fixed decimals, no negative zero."""
    rounded = np.round(values, places) + 0.0
    form = f"%.{places}f"
    return [[missing if v != v else form % v for v in row] for row in rounded.tolist()]
