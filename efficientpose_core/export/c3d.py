"""C3D files, for Mokka, Vicon, Visual3D, BTK, ezc3d and the like.

Keypoints are points in millimetres. Angles are points, too, in degrees, as Plug-in Gait writes
them: listed in ``POINT:ANGLES``, the value in X, zero in Y and Z.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from efficientpose_core.atomic import atomic_path
from efficientpose_core.errors import OutputError
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.space import LabFrames, lab_frames, refuse_lab
from efficientpose_core.pose import FloatArray

__all__ = ["refuse_c3d", "write_c3d"]

_GROUP = "EFFICIENTPOSE"


def refuse_c3d(data: ExportData) -> str:
    """Return why there is no C3D file, or nothing."""
    return refuse_lab(data)


def write_c3d(data: ExportData, path: Path) -> None:
    """Write keypoints and angles; missing ones have the residual -1.

    Raises
    ------
    OutputError
        If there is no scale, or the file cannot be written.
    """
    import ezc3d

    if reason := refuse_c3d(data):
        raise OutputError(f"Not written: {reason}")
    lab = lab_frames(data)
    file = ezc3d.c3d()
    point = file["parameters"]["POINT"]
    labels = (*lab.markers, *lab.angle_names)
    point["UNITS"]["value"] = ["mm"]
    point["RATE"]["value"] = [lab.rate_hz]
    point["LABELS"]["value"] = list(labels)
    point["DESCRIPTIONS"]["value"] = [
        *("keypoint" for _ in lab.markers),
        *("angle in deg, value in X" for _ in lab.angle_names),
    ]
    for name, value in (("X_SCREEN", "+X"), ("Y_SCREEN", "+Y"), ("ANGLE_UNITS", "deg")):
        file.add_parameter("POINT", name, [value])
    file.add_parameter("POINT", "ANGLES", list(lab.angle_names))
    file.add_parameter("TRIAL", "CAMERA_RATE", [lab.rate_hz])
    for name, texts in _facts(data).items():
        file.add_parameter(_GROUP, name, texts)
    points = _points(lab)
    missing = ~np.isfinite(points[0])
    points[:3, missing] = 0.0
    file["data"]["points"] = points
    file["data"]["meta_points"]["residuals"] = np.where(missing, -1.0, 0.0)[np.newaxis]
    file["data"]["meta_points"]["camera_masks"] = np.zeros((7, *missing.shape), bool)
    file["header"]["points"]["first_frame"] = lab.first_frame - 1
    with atomic_path(path) as temporary:
        file.write(str(temporary))


def _points(lab: LabFrames) -> FloatArray:
    """Return (4, K + A, T) homogeneous coordinates: millimetres, then degrees."""
    assert lab.xyz_m is not None
    count = len(lab.t_s)
    places = 1000.0 * lab.xyz_m.transpose(2, 1, 0)
    angles = np.zeros((3, len(lab.angle_names), count))
    angles[0] = lab.angles_deg.T
    points = np.ones((4, places.shape[1] + angles.shape[1], count))
    points[:3] = np.concatenate([places, angles], axis=1)
    return points


def _facts(data: ExportData) -> dict[str, list[str]]:
    """Return who made the file from what, for readers of the parameters."""
    software, source = data.provenance["software"], data.provenance["source"]
    weights = data.provenance["weights"]
    assert data.scale is not None
    return {
        "SOFTWARE": [f"{software['name']} {software['version']}"],
        "SOURCE_SHA256": [str(source["sha256"])],
        "WEIGHTS": [str(weights["name"])],
        "WEIGHTS_SHA256": [str(weights["tensors_sha256"])],
        "M_PER_PX": [f"{data.scale.metres_per_px:.9g}"],
        "VIEW": ["2D, one camera, Z = 0"],
    }
