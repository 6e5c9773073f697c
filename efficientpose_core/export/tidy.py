"""One row per frame and quantity: the form that statistics programs group and plot directly."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from efficientpose_core.atomic import write_text
from efficientpose_core.export.csv import decimals, safe_cell, status_words
from efficientpose_core.export.data import ExportData
from efficientpose_core.kinematics.measure import Measure
from efficientpose_core.pose import FloatArray

__all__ = ["MEASURE_HEADER", "TIDY_HEADER", "write_measures_csv", "write_tidy_csv"]

TIDY_HEADER = ("frame", "time_s", "name", "quantity", "unit", "value", "sd", "status")
MEASURE_HEADER = (
    "section", "name", "unit", "value", "sd", "n", "error", "ci_low", "ci_high", "reason",
)  # fmt: skip

_Column = tuple[str, str, str, Sequence[str], Sequence[str], Sequence[str]]
"""name, quantity, unit; values, standard deviations, status of every frame."""


def write_tidy_csv(data: ExportData, path: Path) -> None:
    """Write keypoints, angles and speeds, one row per frame and quantity.

    Quantities: ``x, y`` (px), ``score`` and ``presence`` (no unit), ``angle`` (deg), ``speed``
    (px/s or m/s), ``angular_velocity`` (deg/s). Frames in order, quantities in the same order in
    each.
    """
    count = len(data.track)
    frames = [str(n) for n in data.track.frame.tolist()]
    times = decimals(data.track.t_s, 6)
    blocks = []
    for name, quantity, unit, values, sd, status in _columns(data):
        middle = ",".join(safe_cell(text) for text in (name, quantity, unit))
        blocks.append(
            [
                f"{frames[n]},{times[n]},{middle},{values[n]},{sd[n]},{status[n]}"
                for n in range(count)
            ]
        )
    rows = itertools.chain.from_iterable(zip(*blocks, strict=True))
    write_text(path, "\n".join((",".join(TIDY_HEADER), *rows)) + "\n")


def write_measures_csv(data: ExportData, path: Path) -> None:
    """Write every measure of every section, refused ones with their reason."""
    lines = [",".join(MEASURE_HEADER)]
    for section in data.sections:
        lines += [_measure_row(section.title, measure) for measure in section.measures]
    write_text(path, "\n".join(lines) + "\n")


def _measure_row(section: str, measure: Measure) -> str:
    value, sd, error, low, high = (
        "" if math.isnan(number) else f"{number:.6g}"
        for number in (measure.value, measure.sd, measure.error, *measure.interval)
    )
    texts = [safe_cell(text) for text in (section, measure.name, measure.unit)]
    reason = safe_cell(measure.reason)
    return ",".join((*texts, value, sd, str(measure.n), error, low, high, reason))


def _columns(data: ExportData) -> Iterator[_Column]:
    track, angles, motion = data.track, data.angles, data.motion
    empty = [""] * len(track)
    whole = status_words(track.status.min(axis=1))
    yield "person", "presence", "", decimals(track.presence, 4), empty, whole
    for k, name in enumerate(track.skeleton.keypoints):
        status = status_words(track.status[:, k])
        spread = decimals(track.spread_px[:, k], 3)
        for axis, quantity in enumerate("xy"):
            yield name, quantity, "px", decimals(track.xy_px[:, k, axis], 3), spread, status
        yield name, "score", "", decimals(track.score[:, k], 4), empty, status
    for a, name in enumerate(angles.names):
        yield (
            name, "angle", "deg", decimals(angles.values_deg[:, a], 3),
            decimals(angles.sd_deg[:, a], 3), status_words(angles.status[:, a]),
        )  # fmt: skip
    for k, name in enumerate(motion.keypoints):
        yield _derivative(name, "speed", f"{motion.unit}/s", motion.speed[:, k],
                          motion.keypoint_status[:, k])  # fmt: skip
    for a, name in enumerate(motion.angles):
        yield _derivative(name, "angular_velocity", "deg/s", motion.angular_velocity_deg_s[:, a],
                          motion.angle_status[:, a])  # fmt: skip


def _derivative(
    name: str, quantity: str, unit: str, values: FloatArray, status: npt.NDArray[np.int8]
) -> _Column:
    return name, quantity, unit, decimals(values, 3), [""] * len(values), status_words(status)
