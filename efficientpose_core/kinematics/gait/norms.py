"""Norms: bands of healthy walking, each with its source."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy import interpolate

from efficientpose_core.errors import DataError, UnknownNameError
from efficientpose_core.kinematics.gait.cycles import PERCENT, CycleCurve
from efficientpose_core.kinematics.measure import Measure, refuse
from efficientpose_core.pose import FloatArray
from efficientpose_core.resources import resource_path

__all__ = ["BAND_SD", "NormCurve", "Norms", "load_norms", "share_outside"]

BAND_SD = 1.96
"""Half width of a band in standard deviations: 95 % of a normal distribution."""

_FORMAT = "efficientpose-gait-norm"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NormCurve:
    """What is usual of one angle over the gait cycle.

    Parameters
    ----------
    angle
        Name without side, ``knee_flexion``.
    mean_deg, low_deg, high_deg
        (101,) at 0 to 100 %.
    key_percent
        Where the source has values; between them the band is drawn, not measured.
    source
        To be shown beside the band.
    note
        How far this angle can be compared; shown, too, where it is not empty.
    """

    angle: str
    mean_deg: FloatArray
    low_deg: FloatArray
    high_deg: FloatArray
    key_percent: tuple[float, ...]
    source: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Norms:
    """A set of bands from one source.

    Parameters
    ----------
    name, population, source, source_note, method, coverage, caution
        What the file says; `caution` belongs into every report that shows a band.
    curves
        By angle without side.
    """

    name: str
    population: str
    source: str
    source_note: str
    method: str
    coverage: str
    caution: str
    curves: Mapping[str, NormCurve]

    def curve_for(self, angle: str) -> NormCurve | None:
        """Return the band for ``right_knee_flexion`` or ``knee_flexion``; None without one."""
        return self.curves.get(angle.removeprefix("right_").removeprefix("left_"))


def load_norms(name: str = "adult_sagittal") -> Norms:
    """Read a set of bundled norms.

    Raises
    ------
    UnknownNameError
        If there is no such set.
    DataError
        If its file is damaged.
    """
    folder = resource_path("norms")
    known = {path.stem: path for path in folder.glob("*.json")}
    if name not in known:
        raise UnknownNameError("set of norms", name, known)
    return read_norms(known[name].read_text(encoding="utf-8"), known[name].name)


def read_norms(text: str, file_name: str) -> Norms:
    """Read norms from the text of a file; `DataError` if it is not one."""
    try:
        content = json.loads(text)
        if content["format"] != _FORMAT or content["version"] != 1:
            raise ValueError("unknown format or version")  # noqa: TRY301 - told with the others
        facts = {
            key: str(content[key])
            for key in (
                "name", "population", "source", "source_note", "method", "coverage", "caution",
            )
        }  # fmt: skip
        if not facts["source"]:
            raise ValueError("no source")  # noqa: TRY301 - told with the others
        curves = {
            angle: _curve(angle, entry, facts["source"])
            for angle, entry in content["curves"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"{file_name} holds no norms that can be read ({error}): install the program again."
        ) from error
    return Norms(**facts, curves=MappingProxyType(curves))


def _curve(angle: str, entry: Mapping[str, Any], source: str) -> NormCurve:
    percent, mean, sd = (
        np.array(entry[key], np.float64) for key in ("percent", "mean_deg", "sd_deg")
    )
    if not (percent.shape == mean.shape == sd.shape) or percent.ndim != 1 or len(percent) < 4:
        raise ValueError(f"the key points of {angle} do not fit together")
    if np.any(np.diff(percent) <= 0) or percent[0] < 0 or percent[-1] >= 100 or np.any(sd < 0):
        raise ValueError(f"the key points of {angle} are not in order")
    return NormCurve(
        angle=angle,
        mean_deg=_periodic(percent, mean),
        low_deg=_periodic(percent, mean - BAND_SD * sd),
        high_deg=_periodic(percent, mean + BAND_SD * sd),
        key_percent=tuple(percent.tolist()),
        source=source,
        note=str(entry["note"]),
    )


def _periodic(percent: FloatArray, values: FloatArray) -> FloatArray:
    """Return (101,) values of a closed PCHIP curve through the key points."""
    around = np.concatenate([percent - 100, percent, percent + 100])
    result: FloatArray = interpolate.PchipInterpolator(around, np.tile(values, 3))(PERCENT)
    result.setflags(write=False)
    return result


def share_outside(curve: CycleCurve, norm: NormCurve) -> Measure:
    """Return the share of the cycle in which the mean curve lies outside the band, in %."""
    name = f"{curve.name}_outside_norm"
    if curve.reason:
        return refuse(name, "%", curve.reason)
    outside = (curve.mean_deg < norm.low_deg) | (curve.mean_deg > norm.high_deg)
    # The first and the last point are the same moment.
    share = 100.0 * float(np.mean(outside[:-1]))
    return Measure(name=name, unit="%", value=share, n=curve.n, error=math.nan, reason=norm.note)
