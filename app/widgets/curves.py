"""Curves over time, ready to be plotted or listed: angles, places, speeds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.translation import decimal
from app.widgets.overlay import keypoint_label
from efficientpose_core.pose import FloatArray, IntArray
from efficientpose_core.skeleton import mirror_name, side_of

if TYPE_CHECKING:
    from efficientpose_core.kinematics.floor import Floor
    from efficientpose_core.kinematics.scale import Scale
    from efficientpose_core.pipeline import Derived
    from efficientpose_core.pose import PoseTrack

__all__ = [
    "Curve",
    "CurveSet",
    "Quantity",
    "Statistics",
    "curves_of",
    "group_of",
    "name_label",
    "name_title",
    "statistics",
    "value_text",
]

_PREFERRED = (
    "hip_flexion", "knee_flexion", "ankle_dorsiflexion", "knee_valgus", "hip_abduction",
    "shoulder_abduction", "elbow_flexion", "ankle", "knee", "pelvis",
)  # fmt: skip
"""Shown first, where they have values."""
_N_PREFERRED = 3
_DECIMALS = {"m": 3, "m/s": 2}


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
    """Return a group's or curve's name for the user, within a sentence."""
    return keypoint_label(name) if name else name


def name_title(name: str) -> str:
    """Return a group's or curve's name for the beginning of a line."""
    label = name_label(name)
    return label[:1].upper() + label[1:]


def value_text(value: float, unit: str) -> str:
    """Return a number with as many decimals as its unit deserves."""
    return decimal(value, _DECIMALS.get(unit, 1))


def group_of(name: str) -> str:
    """Return the group of a curve: its name without the side."""
    return name.partition("_")[2] if mirror_name(name) != name else name


def curves_of(
    derived: Derived,
    quantity: Quantity,
    *,
    scale: Scale | None = None,
    floor: Floor | None = None,
) -> CurveSet:
    """Collect the curves of a quantity from the results.

    Parameters
    ----------
    derived
        Results.
    quantity
        Which.
    scale
        Positions and speeds are in metres with it, in pixels without.
    floor
        Speeds, and positions in metres, are along it; positions in pixels are those of the picture.
    """
    track, angles = derived.track, derived.angles
    curves: list[Curve] = []

    def add(name: str, values: FloatArray, sd: FloatArray, status: npt.NDArray[np.int8]) -> None:
        curves.append(Curve(name=name, side=side_of(name), values=values, sd=sd, status=status))

    if quantity is Quantity.ANGLES:
        unit = "°"
        for a, name in enumerate(angles.names):
            add(name, angles.values_deg[:, a], angles.sd_deg[:, a], angles.status[:, a])
    elif quantity in (Quantity.HORIZONTAL, Quantity.VERTICAL):
        unit, factor = ("px", 1.0) if scale is None else ("m", scale.metres_per_px)
        axis = 0 if quantity is Quantity.HORIZONTAL else 1
        places = _places(track, floor if scale is not None else None) * factor
        for k, name in enumerate(track.skeleton.keypoints):
            add(name, places[:, k, axis], factor * track.spread_px[:, k], track.status[:, k])
    else:
        from efficientpose_core.kinematics.trajectories import compute_motion

        motion = compute_motion(track, angles, scale=scale, floor=floor)
        if quantity is Quantity.SPEEDS:
            unit = f"{motion.unit}/s"
            for k, name in enumerate(motion.keypoints):
                add(name, motion.speed[:, k], motion.speed_sd[:, k], motion.keypoint_status[:, k])
        else:
            unit = "°/s"
            for a, name in enumerate(motion.angles):
                add(
                    name,
                    motion.angular_velocity_deg_s[:, a],
                    motion.angular_velocity_sd_deg_s[:, a],
                    motion.angle_status[:, a],
                )
    return CurveSet(
        quantity=quantity, unit=unit, t_s=track.t_s, frame=track.frame, groups=_grouped(curves)
    )


def _places(track: PoseTrack, floor: Floor | None) -> FloatArray:
    """Return (T, K, 2) pixels, along the floor where there is one."""
    if floor is None:
        return track.xy_px
    from efficientpose_core.kinematics.floor import level_track

    return level_track(track, floor).xy_px


def _grouped(curves: list[Curve]) -> dict[str, tuple[Curve, ...]]:
    """Join left and right of the same thing, right first."""
    groups: dict[str, list[Curve]] = {}
    for curve in curves:
        groups.setdefault(group_of(curve.name), []).append(curve)
    return {
        name: tuple(sorted(members, key=lambda curve: curve.side != "right"))
        for name, members in groups.items()
    }
