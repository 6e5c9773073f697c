"""Curves over time, ready to be plotted or listed: angles, places, speeds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.widgets.overlay import keypoint_label
from efficientpose_core.pose import FloatArray, IntArray
from efficientpose_core.skeleton import mirror_name, side_of

if TYPE_CHECKING:
    from efficientpose_core.pipeline import Derived

__all__ = ["Curve", "CurveSet", "Quantity", "Statistics", "curves_of", "name_label", "statistics"]

_PREFERRED = (
    "hip_flexion", "knee_flexion", "ankle_dorsiflexion", "knee_valgus", "hip_abduction",
    "shoulder_abduction", "elbow_flexion", "ankle", "knee", "pelvis",
)  # fmt: skip
"""Shown first, where they have values."""
_N_PREFERRED = 3


class Quantity(Enum):
    """What can be plotted."""

    ANGLES = QT_TRANSLATE_NOOP("Quantity", "Joint angles")
    ANGULAR_VELOCITIES = QT_TRANSLATE_NOOP("Quantity", "Angular velocities")
    HORIZONTAL = QT_TRANSLATE_NOOP("Quantity", "Horizontal positions")
    VERTICAL = QT_TRANSLATE_NOOP("Quantity", "Vertical positions")
    SPEEDS = QT_TRANSLATE_NOOP("Quantity", "Speeds of keypoints")

    @property
    def label(self) -> str:
        """Name for the user."""
        return QCoreApplication.translate("Quantity", str(self.value))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """One line: a quantity of one side.

    Parameters
    ----------
    name
        As in the exported tables, such as ``"right_knee_flexion"``.
    side
        ``"left"``, ``"right"`` or ``"middle"``.
    values, sd
        (T,) value and standard deviation; NaN where there is none.
    status
        (T,) `Status`.
    """

    name: str
    side: str
    values: FloatArray
    sd: FloatArray
    status: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CurveSet:
    """All curves of one quantity.

    Parameters
    ----------
    quantity
        Which.
    unit
        Of the values.
    t_s, frame
        (T,).
    groups
        Name without its side to its curves: right, left, or one in the middle.
    """

    quantity: Quantity
    unit: str
    t_s: FloatArray
    frame: IntArray
    groups: dict[str, tuple[Curve, ...]]

    def preferred(self) -> tuple[str, ...]:
        """Return the groups to show first: those that matter most and have values."""
        known = [
            name
            for name, curves in self.groups.items()
            if any(np.isfinite(curve.values).any() for curve in curves)
        ]
        ranked = sorted(
            known,
            key=lambda name: _PREFERRED.index(name) if name in _PREFERRED else len(_PREFERRED),
        )
        return tuple(ranked[:_N_PREFERRED])


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Of the values in a stretch; NaN where there is none.

    Parameters
    ----------
    smallest, largest, mean
        In the unit of the curve.
    n_values, n_frames
        How many frames have a value, of how many.
    """

    smallest: float
    largest: float
    mean: float
    n_values: int
    n_frames: int

    @property
    def range(self) -> float:
        """Largest minus smallest."""
        return self.largest - self.smallest


def statistics(values: FloatArray) -> Statistics:
    """Return smallest, largest and mean of the finite values."""
    known = values[np.isfinite(values)]
    if not len(known):
        return Statistics(smallest=np.nan, largest=np.nan, mean=np.nan, n_values=0,
                          n_frames=len(values))  # fmt: skip
    return Statistics(
        smallest=float(known.min()),
        largest=float(known.max()),
        mean=float(known.mean()),
        n_values=len(known),
        n_frames=len(values),
    )


def name_label(name: str) -> str:
    """Return a group's or curve's name for the user."""
    return keypoint_label(name) if name else name


def curves_of(derived: Derived, quantity: Quantity) -> CurveSet:
    """Collect the curves of a quantity from the results."""
    track, angles = derived.track, derived.angles
    unknown = np.full(len(track.t_s), np.nan)
    curves: list[Curve] = []

    def add(name: str, values: FloatArray, sd: FloatArray, status: npt.NDArray[np.int8]) -> None:
        curves.append(Curve(name=name, side=side_of(name), values=values, sd=sd, status=status))

    if quantity is Quantity.ANGLES:
        unit = "°"
        for a, name in enumerate(angles.names):
            add(name, angles.values_deg[:, a], angles.sd_deg[:, a], angles.status[:, a])
    elif quantity in (Quantity.HORIZONTAL, Quantity.VERTICAL):
        unit = "px"
        axis = 0 if quantity is Quantity.HORIZONTAL else 1
        for k, name in enumerate(track.skeleton.keypoints):
            add(name, track.xy_px[:, k, axis], track.spread_px[:, k], track.status[:, k])
    else:
        from efficientpose_core.kinematics.trajectories import compute_motion

        motion = compute_motion(track, angles)
        if quantity is Quantity.SPEEDS:
            unit = f"{motion.unit}/s"
            for k, name in enumerate(motion.keypoints):
                add(name, motion.speed[:, k], unknown, motion.keypoint_status[:, k])
        else:
            unit = "°/s"
            for a, name in enumerate(motion.angles):
                add(name, motion.angular_velocity_deg_s[:, a], unknown, motion.angle_status[:, a])
    return CurveSet(
        quantity=quantity, unit=unit, t_s=track.t_s, frame=track.frame, groups=_grouped(curves)
    )


def _grouped(curves: list[Curve]) -> dict[str, tuple[Curve, ...]]:
    """Join left and right of the same thing, right first."""
    groups: dict[str, list[Curve]] = {}
    for curve in curves:
        sided = mirror_name(curve.name) != curve.name
        groups.setdefault(curve.name.partition("_")[2] if sided else curve.name, []).append(curve)
    return {
        name: tuple(sorted(members, key=lambda curve: curve.side != "right"))
        for name, members in groups.items()
    }
