"""Joint angles and inclinations in the picture plane, with signs, uncertainty and refusals.

Every angle is a sum of directions of body segments, each measured from straight down towards the
front of the person (side view) or away from their midline (front view). One table says which; one
function computes all of them with their first-order uncertainty.

Signs follow clinical habit (ISB, doi:10.1016/S0021-9290(01)00222-6): flexion, dorsiflexion,
forward lean, abduction and valgus are positive, upright standing is 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from efficientpose_core.errors import DataError, UnknownNameError
from efficientpose_core.kinematics.facing import FacingTrack
from efficientpose_core.kinematics.floor import Floor, is_levelled
from efficientpose_core.kinematics.view import View, right_of_picture
from efficientpose_core.pose import FloatArray, IntArray, PoseTrack, ProcessingStep, Status

__all__ = ["ANGLES", "AngleKind", "AngleSpec", "AngleTrack", "View", "compute_angles"]

MAX_JUMP_DEG = 120.0
"""A larger change between neighbouring frames is an artefact, not a movement."""

_RUN_GAP_S = 0.25
"""After a longer gap an angle may come back anywhere: runs are unwrapped one by one."""


class AngleKind(Enum):
    """Between two segments, or of one segment against the vertical."""

    JOINT = "joint"
    INCLINATION = "inclination"


Term = tuple[int, str, str]
"""(sign, start, end): the direction of a segment, added or subtracted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleSpec:
    """One angle.

    Parameters
    ----------
    name
        ``right_knee_flexion``; without a side for angles of the trunk and head.
    kind, view
        See the enums; the other view's angles are refused.
    terms
        Segment directions whose signed sum is the angle.
    offset_deg
        Added to the sum.
    centre_deg
        Middle of the 360 deg in which the angle is told.
    limits_deg
        Beyond these no such joint goes, with a margin for measuring errors: the keypoints are
        wrong, or the limb points at the camera. Such values are rejected.
    signed
        False tells the size of the angle only, 0..180.
    zero, positive
        What 0 and the positive direction mean, for people.
    """

    name: str
    kind: AngleKind
    view: View
    terms: tuple[Term, ...]
    offset_deg: float = 0.0
    centre_deg: float = 0.0
    limits_deg: tuple[float, float] = (-math.inf, math.inf)
    signed: bool = True
    zero: str
    positive: str

    @property
    def needs(self) -> tuple[str, ...]:
        """Keypoints without which the angle cannot be told."""
        return tuple(dict.fromkeys(k for _, start, end in self.terms for k in (start, end)))

    @property
    def side(self) -> str:
        """``"left"``, ``"right"`` or ``"middle"``."""
        first = self.name.partition("_")[0]
        return first if first in ("left", "right") else "middle"

    @property
    def roll_share(self) -> int:
        """By how much the angle changes with a roll of the camera: 0 for joint angles."""
        return sum(sign for sign, _, _ in self.terms)

    @property
    def needs_facing(self) -> bool:
        """Whether the mirrored picture gives another value."""
        return self.signed or self.offset_deg % 180.0 != 0.0


_TRUNK: Term = (-1, "thorax", "pelvis")


def _sided(side: str, name: str, terms: Sequence[Term], **facts: object) -> AngleSpec:
    prefix = f"{side}_"
    named = tuple(
        (
            sign,
            start if start in _MIDDLE else prefix + start,
            end if end in _MIDDLE else prefix + end,
        )
        for sign, start, end in terms
    )
    return AngleSpec(name=prefix + name, terms=named, **facts)  # type: ignore[arg-type]


_MIDDLE = frozenset({"thorax", "pelvis", "upper_neck", "head_top"})


def _sagittal(side: str) -> list[AngleSpec]:
    thigh, shank = ("hip", "knee"), ("knee", "ankle")
    arm, forearm = ("shoulder", "elbow"), ("elbow", "wrist")
    joint = {"kind": AngleKind.JOINT, "view": View.SAGITTAL}
    lean = {
        "kind": AngleKind.INCLINATION,
        "view": View.SAGITTAL,
        "zero": "vertical",
        "positive": "lower end forward",
    }
    return [
        _sided(side, "hip_flexion", [(1, *thigh), _TRUNK], centre_deg=50.0,
               limits_deg=(-70.0, 160.0),
               zero="thigh in line with the trunk", positive="thigh forward", **joint),
        _sided(side, "knee_flexion", [(1, *thigh), (-1, *shank)], centre_deg=60.0,
               limits_deg=(-30.0, 170.0),
               zero="straight", positive="flexion; hyperextension is negative", **joint),
        _sided(side, "ankle_dorsiflexion", [(1, "heel", "big_toe"), (-1, *shank)],
               offset_deg=-90.0, limits_deg=(-90.0, 60.0),
               zero="foot at a right angle to the shank", positive="dorsiflexion", **joint),
        _sided(side, "shoulder_flexion", [(1, *arm), _TRUNK], centre_deg=75.0,
               zero="arm hanging along the trunk", positive="arm forward; overhead is 180",
               **joint),
        _sided(side, "elbow_flexion", [(1, *forearm), (-1, *arm)], centre_deg=75.0,
               limits_deg=(-30.0, 170.0),
               zero="straight", positive="flexion", **joint),
        _sided(side, "thigh_inclination", [(1, *thigh)], **lean),
        _sided(side, "shank_inclination", [(1, *shank)], **lean),
        _sided(side, "upper_arm_inclination", [(1, *arm)], centre_deg=75.0, **lean),
        _sided(side, "forearm_inclination", [(1, *forearm)], centre_deg=75.0, **lean),
    ]  # fmt: skip


def _frontal(side: str) -> list[AngleSpec]:
    joint = {"kind": AngleKind.JOINT, "view": View.FRONTAL}
    return [
        _sided(side, "knee_valgus", [(1, "knee", "ankle"), (-1, "hip", "knee")],
               zero="hip, knee and ankle in line", positive="valgus: knee towards the midline",
               **joint),
        _sided(side, "hip_abduction", [(1, "hip", "knee"), _TRUNK],
               zero="thigh in line with the trunk", positive="abduction", **joint),
        _sided(side, "shoulder_abduction", [(1, "shoulder", "elbow"), _TRUNK], centre_deg=90.0,
               zero="arm hanging along the trunk", positive="abduction; overhead is 180",
               **joint),
    ]  # fmt: skip


def _middle() -> list[AngleSpec]:
    tilt = {
        "kind": AngleKind.INCLINATION,
        "view": View.FRONTAL,
        "offset_deg": -90.0,
        "zero": "level",
        "positive": "right side up",
    }
    return [
        AngleSpec(
            name="neck_flexion", kind=AngleKind.JOINT, view=View.SAGITTAL,
            terms=((-1, "head_top", "upper_neck"), (1, "thorax", "pelvis")),
            zero="head in line with the trunk", positive="head forward",
        ),
        AngleSpec(
            name="trunk_lean", kind=AngleKind.INCLINATION, view=View.SAGITTAL, terms=(_TRUNK,),
            zero="upright", positive="forward",
        ),
        AngleSpec(
            name="trunk_side_lean", kind=AngleKind.INCLINATION, view=View.FRONTAL,
            terms=(_TRUNK,), zero="upright", positive="towards the person's right",
        ),
        AngleSpec(
            name="pelvic_obliquity", terms=((1, "left_hip", "right_hip"),), **tilt,  # type: ignore[arg-type]
        ),
        AngleSpec(
            name="shoulder_tilt", terms=((1, "left_shoulder", "right_shoulder"),), **tilt,  # type: ignore[arg-type]
        ),
    ]  # fmt: skip


ANGLES: Mapping[str, AngleSpec] = MappingProxyType(
    {
        spec.name: spec
        for spec in (
            *_sagittal("right"),
            *_sagittal("left"),
            *_frontal("right"),
            *_frontal("left"),
            *_middle(),
        )
    }
)
"""Every angle by name."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AngleTrack:
    """Angles over time.

    Parameters
    ----------
    t_s, frame
        (T,) as in the track they come from.
    names
        A names.
    values_deg
        (T, A), NaN where there is no value.
    sd_deg
        (T, A) one standard deviation, from the spread of the keypoints to first order; NaN where
        unknown. Errors of the model itself (a hip taken for the other) are not in it.
    status
        (T, A) int8, the largest `Status` among the keypoints an angle needs.
    unavailable
        Name to reason, for angles that cannot be told at all.
    log
        What was done to the data.
    """

    t_s: FloatArray
    frame: IntArray
    names: tuple[str, ...]
    values_deg: FloatArray
    sd_deg: FloatArray
    status: npt.NDArray[np.int8]
    unavailable: Mapping[str, str]
    log: tuple[ProcessingStep, ...]

    def column(self, name: str) -> FloatArray:
        """Return (T,) values of one angle; `UnknownNameError` when there is none."""
        if name not in self.names:
            raise UnknownNameError("angle", name, self.names)
        result: FloatArray = self.values_deg[:, self.names.index(name)]
        return result


def compute_angles(
    track: PoseTrack,
    *,
    facing: FacingTrack,
    view: View = View.SAGITTAL,
    names: Sequence[str] | None = None,
    custom: Sequence[AngleSpec] = (),
    floor: Floor | None = None,
) -> AngleTrack:
    """Compute angles of a track.

    Parameters
    ----------
    track
        Cleaned keypoints; y down, pixels.
    facing
        Where the person faces. In a side view, frames where it is unknown give no angles: a wrong
        sign is worse than none.
    view
        Side or front; angles of the other view are unavailable.
    names
        Which angles; all by default.
    custom
        Angles of the user, after the built-in ones; see `custom_angles.make_specs`.
    floor
        Inclinations are measured against it, and its error is part of theirs; against the
        picture's edges by default. Joint angles do not depend on it.

    Returns
    -------
    AngleTrack
        In the order of `ANGLES`.

    Raises
    ------
    UnknownNameError
        If a name does not exist.
    DataError
        If ``facing`` has another length than the track, or the floor is corrected for twice.
    """
    if len(facing.direction) != len(track):
        raise DataError("Facing and track differ in length: estimate facing on this track.")
    if floor is not None and is_levelled(track):
        raise DataError("This recording is level already: correct for the floor once.")
    chosen = _chosen_specs(names, custom)
    unavailable = {spec.name: reason for spec in chosen if (reason := _refusal(spec, track, view))}
    specs = [spec for spec in chosen if spec.name not in unavailable]
    shape = (len(specs), len(track))
    values, sd = np.full(shape, np.nan), np.full(shape, np.nan)
    status = np.zeros(shape, np.int8)
    statuses = np.ascontiguousarray(track.status.T)
    front = view is View.FRONTAL
    forward = right_of_picture(track) if front else facing.direction.astype(np.float64)
    directions = _Directions(track, forward)
    for row, spec in enumerate(specs):
        towards = 0 if not spec.needs_facing else -1 if front and spec.side == "left" else 1
        raw, sd[row] = _angle_and_sd(directions, spec, towards, floor)
        status[row] = statuses[[track.skeleton.index(k) for k in spec.needs]].max(axis=0)
        # A direction that is not known, or segments without length, give no angle.
        status[row, ~np.isfinite(raw) & (status[row] <= Status.INTERPOLATED)] = Status.REJECTED
        # Before unwrapping: a limb that flips round must not take later frames to another turn.
        jumps = _artefacts(track.t_s, raw)
        raw[jumps] = np.nan
        unwrapped = _unwrap(track.t_s, raw, spec.centre_deg) if spec.signed else raw
        with np.errstate(invalid="ignore"):
            impossible = (unwrapped < spec.limits_deg[0]) | (unwrapped > spec.limits_deg[1])
        unwrapped[impossible] = np.nan
        status[row, impossible] = Status.REJECTED
        status[row, jumps] = Status.REJECTED
        values[row] = unwrapped
    sd[~np.isfinite(values)] = np.nan
    step = ProcessingStep(
        name="compute_angles",
        parameters={"view": view.value, "max_jump_deg": MAX_JUMP_DEG, "facing": facing.source},
        note=f"{len(specs)} angles; {len(unavailable)} not available.",
    )
    before = track.log if floor is None else (*track.log, floor.step)
    return AngleTrack(
        t_s=track.t_s,
        frame=track.frame,
        names=tuple(spec.name for spec in specs),
        values_deg=values.T,
        sd_deg=sd.T,
        status=status.T,
        unavailable=MappingProxyType(unavailable),
        log=(*before, step),
    )


def _chosen_specs(names: Sequence[str] | None, custom: Sequence[AngleSpec]) -> list[AngleSpec]:
    known = {**ANGLES, **{spec.name: spec for spec in custom}}
    if names is None:
        return list(known.values())
    for name in names:
        if name not in known:
            raise UnknownNameError("angle", name, known)
    return [known[name] for name in names]


def _refusal(spec: AngleSpec, track: PoseTrack, view: View) -> str:
    """Return why an angle cannot be told, or nothing."""
    if spec.view is not view:
        return f"not available: seen in a {spec.view.value} view only, this is a {view.value} one"
    missing = [k for k in spec.needs if k not in track.skeleton]
    if not missing:
        return ""
    if any("heel" in k or "toe" in k for k in missing):
        return "not available: this skeleton has no foot keypoints"
    return f"not available: this skeleton has no {', '.join(missing)}"


class _Directions:
    """Directions of segments, each computed once: most belong to several angles.

    Parameters
    ----------
    track
        The keypoints.
    forward
        (T,) +1 or -1: where the front is; 0 where it is not known.
    """

    def __init__(self, track: PoseTrack, forward: FloatArray) -> None:
        self.track = track
        self._towards = {1: forward, -1: -forward, 0: np.ones(len(track))}
        self._known: dict[tuple[int, str, str], tuple[FloatArray, FloatArray]] = {}

    def towards(self, side: int) -> FloatArray:
        """Return (T,) the sign of x: of the front for 1, the back for -1, the picture for 0."""
        return self._towards[side]

    def of(self, side: int, start: str, end: str) -> tuple[FloatArray, FloatArray]:
        """Return the direction of a segment and how it turns.

        The direction of a segment v from straight down is atan2(d vx, vy); moving its end by e
        turns it by (d vy, -vx d) . e / |v|^2, its start by the opposite.

        Returns
        -------
        tuple
            (T,) degrees; (2, T) radians per pixel in x and y of the end. NaN where d is 0.
        """
        key = (side, start, end)
        if key not in self._known:
            towards = self._towards[side]
            x, y = np.ascontiguousarray((self.track.point(end) - self.track.point(start)).T)
            squared = x * x + y * y
            squared = np.where((towards != 0) & (squared > 0), squared, np.nan)
            degrees = np.degrees(np.arctan2(towards * x, y)) + 0 * squared
            self._known[key] = degrees, (towards / squared) * np.stack([y, -x])
        return self._known[key]


def _angle_and_sd(
    directions: _Directions, spec: AngleSpec, side: int, floor: Floor | None
) -> tuple[FloatArray, FloatArray]:
    """Return an angle, not unwrapped, and its standard deviation, both (T,) in degrees.

    Where the floor falls to the right by f, straight down lies f to the left.
    """
    track = directions.track
    total = np.full(len(track), spec.offset_deg)
    # (2, T): sums over x and y are fast that way.
    gradient: dict[str, FloatArray] = {k: np.zeros((2, len(track))) for k in spec.needs}
    for sign, start, end in spec.terms:
        degrees, turn = directions.of(side, start, end)
        total += sign * degrees
        gradient[end] += sign * turn
        gradient[start] -= sign * turn
    variance = np.zeros(len(track))
    if floor is not None:
        total += spec.roll_share * directions.towards(side) * floor.angle_deg
        variance += (spec.roll_share * np.radians(floor.error_deg)) ** 2
    if not spec.signed:
        total = np.abs(_shorter_way(total))
    for keypoint, slope in gradient.items():
        spread = track.spread_px[:, track.skeleton.index(keypoint)]
        variance += (slope**2).sum(axis=0) * spread**2
    return total, np.degrees(np.sqrt(variance))


def _unwrap(t_s: FloatArray, angle_deg: FloatArray, centre_deg: float) -> FloatArray:
    """Remove jumps of 360 deg within runs; put each run's median into the told range."""
    result = angle_deg.copy()
    valid = np.flatnonzero(np.isfinite(angle_deg))
    values = angle_deg[valid]
    breaks = np.flatnonzero(np.diff(t_s[valid]) > _RUN_GAP_S) + 1
    # Nearly all runs are as they should be; only the others are worth a look each.
    away = np.abs(values - centre_deg) >= 180.0
    away[1:] |= np.abs(np.diff(values)) >= 180.0
    runs = np.split(valid, breaks)
    for number in np.unique(np.searchsorted(breaks, np.flatnonzero(away), side="right")):
        run = runs[number]
        straight = np.unwrap(angle_deg[run], period=360.0)
        turns = np.round((np.median(straight) - centre_deg) / 360.0)
        result[run] = straight - 360.0 * turns
    return result


def _artefacts(t_s: FloatArray, angle_deg: FloatArray) -> npt.NDArray[np.intp]:
    """Return the frames that lie more than `MAX_JUMP_DEG` from the last good neighbour.

    The angles need not be unwrapped: the shorter way round counts.
    """
    valid = np.flatnonzero(np.isfinite(angle_deg))
    jumps = np.abs(_shorter_way(np.diff(angle_deg[valid]))) > MAX_JUMP_DEG
    bad: list[int] = []
    good = 0
    for jump in np.flatnonzero(jumps):
        if jump < good:
            continue
        last = valid[jump]
        for good in range(jump + 1, len(valid)):
            n = valid[good]
            near = t_s[n] - t_s[last] <= _RUN_GAP_S
            if not near or abs(_shorter_way(angle_deg[n] - angle_deg[last])) <= MAX_JUMP_DEG:
                break
            bad.append(n)
    return np.array(bad, np.intp)


def _shorter_way(turn_deg: FloatArray) -> FloatArray:
    """Return turns within -180..180."""
    result: FloatArray = (turn_deg + 180.0) % 360.0 - 180.0
    return result
