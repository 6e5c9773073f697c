"""MPII labels as JSON (``annot/train.json``), the form that most pose programs use.

Coordinates in the file are those of MATLAB: the centre of the first pixel is (1, 1). Ours are half
a pixel less.

Beyond the common form ``head_size`` (unit of PCKh) and ``group`` (person or video) are read and
written; other programs ignore them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from efficientpose_core.atomic import write_text
from efficientpose_core.errors import DataError
from efficientpose_core.skeleton import MPII16
from efficientpose_core.training.labels.collect import Collector
from efficientpose_core.training.labels.complaints import Complaint, Kind, ReadLabels, Severity
from efficientpose_core.training.labels.documents import number, read_json
from efficientpose_core.training.labels.folder import DataFolder, relative_name
from efficientpose_core.training.labels.grouping import group_of_name
from efficientpose_core.training.labels.types import (
    BoxPx,
    LabelledImage,
    LabelSet,
    Visibility,
    keypoint_box,
)

__all__ = ["is_mpii", "read_mpii", "write_mpii"]

_SHIFT_PX = 0.5
"""From the MATLAB coordinates of the file to ours: subtract."""
_SCALE_PX = 200.0
"""A person of scale 1 is this high."""
_ORDER = (
    "right_ankle", "right_knee", "right_hip", "left_hip", "left_knee", "left_ankle",
    "pelvis", "thorax", "upper_neck", "head_top",
    "right_wrist", "right_elbow", "right_shoulder", "left_shoulder", "left_elbow", "left_wrist",
)  # fmt: skip


def is_mpii(content: Any) -> bool:
    """Tell whether JSON content looks like MPII labels."""
    return (
        isinstance(content, list)
        and bool(content)
        and isinstance(content[0], dict)
        and {"image", "joints", "joints_vis"} <= content[0].keys()
    )


def read_mpii(path: Path, *, images: Path | None = None) -> ReadLabels:
    """Read MPII labels.

    Parameters
    ----------
    path
        JSON list of people with ``image``, ``joints``, ``joints_vis``, ``center``, ``scale``.
    images
        Folder that ``image`` is relative to; the folder of ``path`` when None.

    Returns
    -------
    ReadLabels
        With the skeleton MPII16. A joint with a position that ``joints_vis`` calls 0 is taken as
        occluded. The box is the square of ``center`` and ``scale``.

    Raises
    ------
    DataError
        If the file is not such JSON.
    """
    content = read_json(path)
    if not is_mpii(content):
        raise DataError(
            f"{path.name} is not MPII data: it needs a list of people with image, joints and "
            "joints_vis."
        )
    collector = Collector(folder=DataFolder(images or path.parent))
    for position, entry in enumerate(content):
        _read_person(entry, position, collector)
    return collector.finish(MPII16, path, "mpii")


def _read_person(entry: Any, position: int, collector: Collector) -> None:
    values = _values(entry)
    if values is None:
        collector.complain(
            Severity.ERROR, Kind.DAMAGED_ENTRY,
            f"Person {position} needs a picture, 16 joints with x and y, and 16 joints_vis: the "
            "entry is left out. Export the labels again.",
        )  # fmt: skip
        return
    name, points, flags = values
    xy = np.full((len(_ORDER), 2), np.nan)
    visibility = np.zeros(len(_ORDER), np.int8)
    for keypoint, point, flag in zip(_ORDER, points, flags, strict=True):
        column = MPII16.index(keypoint)
        if not np.isfinite((*point, flag)).all():
            collector.complain(
                Severity.WARNING, Kind.DAMAGED_ENTRY,
                f"{keypoint} of {name} has a value that is no number: label it anew.",
                image=name, row=len(collector.people), keypoint=keypoint,
            )  # fmt: skip
        elif flag > 0 or min(point) > 0:
            xy[column] = np.array(point) - _SHIFT_PX
            visibility[column] = Visibility.VISIBLE if flag > 0 else Visibility.OCCLUDED
    group = entry.get("group")
    collector.add(
        name,
        xy,
        visibility,
        group=group if isinstance(group, str) and group else group_of_name(name),
        head_size_px=number(entry.get("head_size")),
        box_px=_box(entry),
    )


def _values(entry: Any) -> tuple[str, list[tuple[float, ...]], list[float]] | None:
    """Return the picture, the joints and their flags; None when the entry has another form."""
    if not isinstance(entry, dict):
        return None
    name, joints, flags = (entry.get(key) for key in ("image", "joints", "joints_vis"))
    if not (isinstance(name, str) and isinstance(joints, list) and isinstance(flags, list)):
        return None
    if not len(joints) == len(flags) == len(_ORDER):
        return None
    if not all(isinstance(joint, list) and len(joint) == 2 for joint in joints):
        return None
    points = [tuple(number(value) for value in joint) for joint in joints]
    return name, points, [number(flag) for flag in flags]


def _box(entry: Mapping[str, Any]) -> BoxPx | None:
    center, side = entry.get("center"), _SCALE_PX * number(entry.get("scale"))
    if not isinstance(center, list) or len(center) != 2 or not side > 0:
        return None
    x, y = (number(value) - _SHIFT_PX for value in center)
    return (x - side / 2, y - side / 2, side, side) if np.isfinite((x, y)).all() else None


def write_mpii(
    labels: LabelSet, path: Path, *, images: Path | None = None
) -> tuple[Complaint, ...]:
    """Write MPII labels, atomically.

    Parameters
    ----------
    labels
        Pictures only, with the skeleton MPII16.
    path
        JSON file to write.
    images
        Folder that ``image`` becomes relative to; the folder of ``path`` when None.

    Returns
    -------
    tuple
        What the format cannot hold: that a keypoint is occluded.

    Raises
    ------
    DataError
        If the skeleton is another one, a frame of a video is among the labels, or a picture lies
        outside of ``images``.
    OutputError
        If the file cannot be written.
    """
    if labels.skeleton.keypoints != MPII16.keypoints:
        raise DataError(
            f"MPII files hold the 16 keypoints of {MPII16.name}, the labels have the skeleton "
            f"'{labels.skeleton.name}': map them to {MPII16.name} first, or write COCO."
        )
    people = [_person(image, images or path.parent) for image in labels.images]
    write_text(path, json.dumps(people, ensure_ascii=False, allow_nan=False) + "\n")
    occluded = int((labels.visibility == Visibility.OCCLUDED).sum())
    if not occluded:
        return ()
    return (
        Complaint(
            severity=Severity.WARNING,
            kind=Kind.LOST_ON_WRITING,
            sentence=f"{occluded} keypoints are occluded, which MPII files cannot tell: they are "
            "written as labelled. Write COCO to keep it.",
        ),
    )


def _person(image: LabelledImage, folder: Path) -> dict[str, Any]:
    if image.frame is not None:
        raise DataError(
            f"Frame {image.frame} of {image.name} is no picture file: let the frames be written as "
            "pictures first."
        )
    left, top, width, height = image.box_px or keypoint_box(image)
    rows = [MPII16.index(keypoint) for keypoint in _ORDER]
    person: dict[str, Any] = {
        "image": relative_name(image.path, folder),
        "joints": [
            [float(x) + _SHIFT_PX, float(y) + _SHIFT_PX] if seen else [-1.0, -1.0]
            for (x, y), seen in zip(image.xy_px[rows], image.is_labelled[rows], strict=True)
        ],
        "joints_vis": [int(seen) for seen in image.is_labelled[rows]],
        "center": [left + width / 2 + _SHIFT_PX, top + height / 2 + _SHIFT_PX],
        "scale": max(width, height) / _SCALE_PX,
        "group": image.group,
    }
    if np.isfinite(image.head_size_px):
        person["head_size"] = image.head_size_px
    return person
