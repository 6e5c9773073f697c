"""Points of a learning curve, and their file. Importing it loads nothing that takes time."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

from cattrs import Converter
from cattrs.errors import BaseValidationError

from efficientpose_core.atomic import write_text
from efficientpose_core.errors import DataError

__all__ = ["CURVE_FILE", "CurvePoint", "read_curve", "write_curve"]

CURVE_FILE = "learning-curve.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """A training with a part of the labels.

    Parameters
    ----------
    share
        Of the labels, 0 to 1; 0 for the weights that all trainings start from.
    people
        Labelled people that were learnt from.
    pck50, pck10
        In percent, of the held-out people; see `Figures`.
    error_px
        Median distance from the labels.
    angle_deg
        Median over joint angles of their median errors; NaN where labels give no angle.
    """

    share: float
    people: int
    pck50: float
    pck10: float
    error_px: float
    angle_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """What ``learning-curve.json`` holds."""

    points: tuple[CurvePoint, ...]


def write_curve(points: tuple[CurvePoint, ...], path: Path) -> None:
    """Write a learning curve as JSON; `OutputError` if that fails."""
    write_text(path, json.dumps(_converter().unstructure(_File(points=points)), indent=1))


def read_curve(path: Path) -> tuple[CurvePoint, ...]:
    """Read what `write_curve` has written; `DataError` if it is something else."""
    try:
        return _converter().structure(json.loads(path.read_text("utf-8")), _File).points
    except (OSError, ValueError, TypeError, BaseValidationError) as error:
        raise DataError(
            f"{path} is no learning curve ({type(error).__name__}): measure it again."
        ) from error


def _converter() -> Converter:
    """Return a converter that writes numbers that do not exist as null."""
    converter = Converter()
    converter.register_unstructure_hook(float, lambda v: v if math.isfinite(v) else None)
    converter.register_structure_hook(float, lambda v, _: math.nan if v is None else float(v))
    return converter
