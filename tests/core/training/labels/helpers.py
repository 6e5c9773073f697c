"""Small pictures, people and label files, made by hand in the layouts of the real programs."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from efficientpose_core.skeleton import MPII16, Skeleton
from efficientpose_core.training.labels.complaints import Complaint, Kind
from efficientpose_core.training.labels.pictures import write_png
from efficientpose_core.training.labels.types import LabelledImage, LabelSet

SIZE = (64, 48)
LEGS = Skeleton(
    name="legs",
    keypoints=("right_knee", "right_ankle", "left_knee", "left_ankle"),
    limbs=(("right_knee", "right_ankle"), ("left_knee", "left_ankle")),
)


def write_picture(path: Path, size_px: tuple[int, int] = SIZE, *, seed: int = 0) -> Path:
    """Write noise as PNG; the same seed gives the same picture."""
    rng = np.random.default_rng(seed)
    width, height = size_px
    path.parent.mkdir(parents=True, exist_ok=True)
    write_png(path, rng.integers(0, 256, (height, width, 3), np.uint8))
    return path


def write_json(path: Path, content: Any) -> Path:
    """Write JSON, also what is none by the letter (NaN)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), "utf-8")
    return path


def person(
    xy: Any,
    visibility: Any = None,
    *,
    name: str = "a.png",
    group: str = "a",
    folder: Path = Path("/data"),
    **more: Any,
) -> LabelledImage:
    """Return a person; keypoints with NaN are missing, others visible unless told otherwise."""
    xy = np.asarray(xy, np.float64)
    if visibility is None:
        visibility = np.where(np.isfinite(xy).all(axis=1), 2, 0)
    return LabelledImage(
        path=folder / name, name=name, xy_px=xy, visibility=visibility, group=group,
        size_px=more.pop("size_px", SIZE), **more,
    )  # fmt: skip


def legs(*people: LabelledImage) -> LabelSet:
    """Return people with the skeleton `LEGS`."""
    return LabelSet(skeleton=LEGS, images=people)


def standing(
    x: float = 200.0, *, facing_camera: bool = True, sides: float = 1.0
) -> npt.NDArray[np.float64]:
    """Return (16, 2) an upright person of about 200 px; sides below 1 turn them to profile."""
    height = {
        "head_top": 20, "upper_neck": 50, "thorax": 60, "pelvis": 130, "shoulder": 60,
        "elbow": 95, "wrist": 130, "hip": 130, "knee": 175, "ankle": 220,
    }  # fmt: skip
    across = {"shoulder": 25, "elbow": 30, "wrist": 30, "hip": 20, "knee": 20, "ankle": 20}
    sign = sides if facing_camera else -sides
    points = []
    for name in MPII16.keypoints:
        side, _, joint = name.rpartition("_")
        joint = joint if side in ("left", "right") else name
        offset = across.get(joint, 0) * {"left": sign, "right": -sign}.get(side, 0)
        points.append((x + offset, height[joint]))
    return np.array(points, np.float64)


def kinds(complaints: tuple[Complaint, ...]) -> Counter[Kind]:
    """Count complaints by kind."""
    return Counter(complaint.kind for complaint in complaints)
