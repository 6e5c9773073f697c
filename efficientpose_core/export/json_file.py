"""Everything in one JSON file with a version, for programs that are not ours.

Arrays have one entry a frame; null means "no value" and the status says why. See
``docs/export.md`` for every field.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from efficientpose_core.atomic import write_text
from efficientpose_core.export.csv import FACING_WORDS, status_words
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.provenance import finite_json
from efficientpose_core.export.sections import Plot, Section, Table
from efficientpose_core.kinematics.angles import ANGLES
from efficientpose_core.kinematics.measure import CONFIDENCE, Measure
from efficientpose_core.pose import FloatArray

__all__ = ["FORMAT", "VERSION", "results_to_json", "write_json"]

FORMAT = "efficientpose-studio-results"
VERSION = 1
"""Raised when a field changes its meaning or disappears; new fields do not raise it."""


def write_json(data: ExportData, path: Path) -> None:
    """Write the results with their provenance."""
    content = finite_json(results_to_json(data))
    write_text(path, json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n")


def results_to_json(data: ExportData) -> dict[str, Any]:
    """Return the results as JSON-ready values; numbers that are not finite are still in it."""
    track, motion = data.track, data.motion
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": data.name,
        "image_size_px": list(track.image_size_px),
        "metres_per_px": None if data.scale is None else data.scale.metres_per_px,
        "metres_per_px_relative_error": None if data.scale is None else data.scale.relative_error,
        "floor_angle_deg": None if data.floor is None else data.floor.angle_deg,
        "frame": track.frame.tolist(),
        "time_s": _decimals(track.t_s, 6),
        "presence": _decimals(track.presence, 4),
        "facing": [FACING_WORDS[int(direction)] for direction in data.facing.direction],
        "skeleton": {
            "name": track.skeleton.name,
            "keypoints": list(track.skeleton.keypoints),
            "segments": [list(pair) for pair in track.skeleton.segments],
        },
        "keypoints": {
            name: {
                "x_px": _decimals(track.xy_px[:, k, 0], 3),
                "y_px": _decimals(track.xy_px[:, k, 1], 3),
                "score": _decimals(track.score[:, k], 4),
                "spread_px": _decimals(track.spread_px[:, k], 3),
                "status": status_words(track.status[:, k]),
                f"speed_{motion.unit}_s": _decimals(motion.speed[:, k], 3),
                "speed_status": status_words(motion.keypoint_status[:, k]),
            }
            for k, name in enumerate(track.skeleton.keypoints)
        },
        "angles": {name: _angle(data, column) for column, name in enumerate(data.angles.names)},
        "angles_not_available": dict(data.angles.unavailable),
        "confidence_level": CONFIDENCE,
        "sections": [_section(section) for section in data.sections],
        "provenance": dict(data.provenance),
    }


def _angle(data: ExportData, column: int) -> dict[str, Any]:
    angles, motion = data.angles, data.motion
    spec = ANGLES.get(angles.names[column])
    return {
        "zero": "" if spec is None else spec.zero,
        "positive": "" if spec is None else spec.positive,
        "value_deg": _decimals(angles.values_deg[:, column], 3),
        "sd_deg": _decimals(angles.sd_deg[:, column], 3),
        "status": status_words(angles.status[:, column]),
        "velocity_deg_s": _decimals(motion.angular_velocity_deg_s[:, column], 3),
        "velocity_status": status_words(motion.angle_status[:, column]),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "note": section.note,
        "measures": [_measure(measure) for measure in section.measures],
        "plots": [_plot(plot) for plot in section.plots],
        "tables": [_table(table) for table in section.tables],
        "refusals": [asdict(refusal) for refusal in section.refusals],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    values = asdict(measure)
    low, high = values.pop("interval")
    return {**values, "ci_low": low, "ci_high": high}


def _plot(plot: Plot) -> dict[str, Any]:
    return {
        "title": plot.title,
        "unit": plot.unit,
        "x_title": plot.x_title,
        "x_unit": plot.x_unit,
        "note": plot.note,
        "curves": [
            {
                "name": curve.name,
                "x": curve.x.tolist(),
                "y": curve.y.tolist(),
                "sd": None if curve.sd is None else curve.sd.tolist(),
            }
            for curve in plot.curves
        ],
        "bands": [
            {
                "x": band.x.tolist(),
                "low": band.low.tolist(),
                "high": band.high.tolist(),
                "source": band.source,
            }
            for band in plot.bands
        ],
        "marks": [{"x": mark.x, "text": mark.text} for mark in plot.marks],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "header": list(table.header),
        "rows": [list(row) for row in table.rows],
        "note": table.note,
    }


def _decimals(values: FloatArray, places: int) -> list[float]:
    numbers: list[float] = (np.round(values, places) + 0.0).tolist()
    return numbers
