"""Small things that sport and clinical tests share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np

from efficientpose_core.errors import UnknownNameError
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.measure import Measure
from efficientpose_core.kinematics.trajectories import MotionTrack
from efficientpose_core.pose import BoolArray, FloatArray, PoseTrack

__all__ = ["choose_rows", "find_measure", "known_median"]

_Rows = TypeVar("_Rows", PoseTrack, AngleTrack, MotionTrack)


def known_median(values: FloatArray) -> float:
    """Return the median of the values that are known; NaN without any."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else math.nan


def find_measure(measures: Sequence[Measure], name: str) -> Measure:
    """Return a measure by its name; `UnknownNameError` when there is none."""
    by_name = {measure.name: measure for measure in measures}
    if name not in by_name:
        raise UnknownNameError("measure", name, by_name)
    return by_name[name]


def choose_rows(data: _Rows, chosen: BoolArray) -> _Rows:
    """Return some rows of a track."""
    cut: dict[str, Any] = {
        field.name: value[chosen]
        for field in fields(data)
        if isinstance(value := getattr(data, field.name), np.ndarray)
    }
    return replace(data, **cut)
