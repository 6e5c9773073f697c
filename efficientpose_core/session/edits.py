"""Corrections by hand: small immutable values, applied in order to the raw track.

The raw track is never changed. Undo drops the last correction and applies the others again, so
that a saved project, a reopened one and one that went back and forth give the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import interpolate

from efficientpose_core.errors import DataError
from efficientpose_core.kinematics.facing import FacingMark
from efficientpose_core.pose import FloatArray, PoseTrack, ProcessingStep, Status
from efficientpose_core.skeleton import mirror_name

__all__ = [
    "Corrected",
    "DeleteKeypoints",
    "Edit",
    "InterpolateKeypoints",
    "MoveKeypoint",
    "ReplacePoses",
    "RestoreKeypoints",
    "SetFacing",
    "SwapSides",
    "apply_edits",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveKeypoint:
    """Put a keypoint somewhere; it becomes `Status.EDITED`.

    Parameters
    ----------
    frame
        Number in the source file.
    keypoint
        Name.
    xy_px
        New place, in pixels of the upright picture.
    """

    frame: int
    keypoint: str
    xy_px: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteKeypoints:
    """Take keypoints away from ``first`` to ``last`` (frame numbers, both included)."""

    first: int
    last: int
    keypoints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreKeypoints:
    """Go back to what the network found, from ``first`` to ``last``, both included."""

    first: int
    last: int
    keypoints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpolateKeypoints:
    """Replace what lies between corrected frames by a smooth curve through these.

    The curve (PCHIP, which does not overshoot) goes through the frames that were corrected by hand
    between ``first`` and ``last``, and through both ends. Filled-in values become
    `Status.INTERPOLATED`.
    """

    first: int
    last: int
    keypoints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapSides:
    """Exchange left and right from ``first`` to ``last``, both included.

    Parameters
    ----------
    first, last
        Frame numbers.
    keypoints
        One of each pair; empty for all.
    """

    first: int
    last: int
    keypoints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFacing:
    """Say which way the person faces: +1 right, -1 left, None to find it again."""

    first: int
    last: int
    direction: int | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReplacePoses:
    """What another run of the network found, with another crop.

    Parameters
    ----------
    frame
        (n,) frame numbers.
    xy_px, score, spread_px, status
        (n, K, 2), (n, K), (n, K), (n, K); as in `PoseTrack`.
    presence
        (n,).
    """

    frame: npt.NDArray[np.int64]
    xy_px: FloatArray
    score: FloatArray
    spread_px: FloatArray
    status: npt.NDArray[np.int8]
    presence: FloatArray

    @classmethod
    def from_track(cls, track: PoseTrack) -> Self:
        """Take the poses of a raw track."""
        return cls(**{field.name: getattr(track, field.name) for field in fields(cls)})


Edit = (
    MoveKeypoint
    | DeleteKeypoints
    | RestoreKeypoints
    | InterpolateKeypoints
    | SwapSides
    | SetFacing
    | ReplacePoses
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Corrected:
    """A raw track with corrections.

    Parameters
    ----------
    track
        The track; its log names what was corrected.
    facing_marks
        Stretches for which the user has told the direction.
    """

    track: PoseTrack
    facing_marks: tuple[FacingMark, ...]


def apply_edits(raw: PoseTrack, edits: Sequence[Edit]) -> Corrected:
    """Apply corrections to a raw track, oldest first.

    Raises
    ------
    DataError
        If a correction names a frame or keypoint that the track lacks, or cannot be made.
    """
    if not edits:
        return Corrected(track=raw, facing_marks=())
    draft = _Draft(raw)
    for edit in edits:
        draft.apply(edit)
    return Corrected(track=draft.track(edits), facing_marks=tuple(draft.marks))


class _Draft:
    """Writable copies of a track's arrays."""

    def __init__(self, raw: PoseTrack) -> None:
        self._raw = raw
        # What a restore goes back to: the last run of the network.
        self._found = {
            name: np.array(getattr(raw, name)) for name in ("xy_px", "score", "spread_px", "status")
        }
        self._now = {name: values.copy() for name, values in self._found.items()}
        self._presence = np.array(raw.presence)
        self.marks: list[FacingMark] = []

    def apply(self, edit: Edit) -> None:
        match edit:
            case MoveKeypoint():
                self._move(edit)
            case DeleteKeypoints():
                where = self._where(edit.first, edit.last, edit.keypoints)
                # Frames without a person or picture stay what they are.
                self._now["status"][where] = np.maximum(
                    self._found["status"][where], np.int8(Status.REJECTED)
                )
                self._now["xy_px"][where] = np.nan
            case RestoreKeypoints():
                where = self._where(edit.first, edit.last, edit.keypoints)
                for name, values in self._found.items():
                    self._now[name][where] = values[where]
            case InterpolateKeypoints():
                for keypoint in edit.keypoints:
                    self._interpolate(edit, keypoint)
            case SwapSides():
                self._swap(edit)
            case SetFacing():
                self._rows(edit.first, edit.last)
                self.marks.append(
                    FacingMark(first=edit.first, last=edit.last, direction=edit.direction)
                )
            case ReplacePoses():
                self._replace(edit)

    def track(self, edits: Sequence[Edit]) -> PoseTrack:
        step = ProcessingStep(
            name="correct_by_hand",
            parameters={"edits": [_described(edit) for edit in edits]},
            note=f"{len(edits)} corrections by hand.",
        )
        return PoseTrack(
            skeleton=self._raw.skeleton,
            t_s=self._raw.t_s,
            frame=self._raw.frame,
            presence=self._presence,
            image_size_px=self._raw.image_size_px,
            log=(*self._raw.log, step),
            **self._now,
        )

    def _move(self, edit: MoveKeypoint) -> None:
        if not np.isfinite(edit.xy_px).all():
            raise DataError(f"Give {edit.keypoint} a place inside the picture.")
        row, joint = self._rows(edit.frame, edit.frame).start, self._joint(edit.keypoint)
        self._now["xy_px"][row, joint] = edit.xy_px
        self._now["status"][row, joint] = Status.EDITED
        # A hand is taken to be as exact as the network usually is at this joint.
        spread = self._found["spread_px"][:, joint]
        known = np.isfinite(spread)
        if known.any():
            self._now["spread_px"][row, joint] = np.median(spread[known])

    def _interpolate(self, edit: InterpolateKeypoints, keypoint: str) -> None:
        rows, joint = self._rows(edit.first, edit.last), self._joint(keypoint)
        status = self._now["status"][rows, joint]
        anchor = status == Status.EDITED
        anchor[[0, -1]] = status[[0, -1]] <= Status.INTERPOLATED
        anchors = np.flatnonzero(anchor)
        if not anchor[0] or not anchor[-1] or len(anchors) < 2:
            raise DataError(
                f"To interpolate {keypoint}, its first and last frame need a position: "
                f"place it in frames {edit.first} and {edit.last}."
            )
        t_s = self._raw.t_s[rows]
        between = ~anchor
        curve = interpolate.PchipInterpolator(t_s[anchors], self._now["xy_px"][rows, joint][anchor])
        self._now["xy_px"][rows, joint] = np.where(
            between[:, None], curve(t_s), self._now["xy_px"][rows, joint]
        )
        spread = self._now["spread_px"][rows, joint]
        spread[between] = np.interp(t_s[between], t_s[anchors], spread[anchors])
        status[between] = Status.INTERPOLATED

    def _swap(self, edit: SwapSides) -> None:
        rows = self._rows(edit.first, edit.last)
        skeleton = self._raw.skeleton
        pairs = {
            tuple(sorted((name, mirror_name(name))))
            for name in edit.keypoints or skeleton.keypoints
            if mirror_name(name) != name and mirror_name(name) in skeleton
        }
        if not pairs:
            raise DataError("None of these keypoints has a left and a right side to exchange.")
        for one, other in pairs:
            sides = [self._joint(one), self._joint(other)]
            for values in self._now.values():
                values[rows, sides] = values[rows, sides[::-1]]
            status = self._now["status"][rows]
            # Told by hand: the automatic repair leaves these frames alone.
            status[:, sides] = np.where(
                status[:, sides] == Status.MEASURED, Status.EDITED, status[:, sides]
            )

    def _replace(self, edit: ReplacePoses) -> None:
        rows = self._rows(int(edit.frame[0]), int(edit.frame[-1]))
        if rows.stop - rows.start != len(edit.frame):
            raise DataError("The new poses do not cover the frames they are for.")
        for name in self._now:
            self._found[name][rows] = self._now[name][rows] = getattr(edit, name)
        self._presence[rows] = edit.presence

    def _where(self, first: int, last: int, keypoints: Sequence[str]) -> Any:
        rows = self._rows(first, last)
        return np.ix_(range(rows.start, rows.stop), [self._joint(name) for name in keypoints])

    def _rows(self, first: int, last: int) -> slice:
        start, stop = np.searchsorted(self._raw.frame, [first, last + 1])
        if start >= stop or self._raw.frame[start] != first or self._raw.frame[stop - 1] != last:
            raise DataError(f"Frames {first} to {last} were not analysed.")
        return slice(int(start), int(stop))

    def _joint(self, keypoint: str) -> int:
        return self._raw.skeleton.index(keypoint)


def _described(edit: Edit) -> dict[str, object]:
    """Return an edit for the log, JSON-ready, without the arrays of a new run."""
    if isinstance(edit, ReplacePoses):
        values: dict[str, object] = {"first": int(edit.frame[0]), "last": int(edit.frame[-1])}
    else:
        values = {
            field.name: list(value) if isinstance(value, tuple) else value
            for field in fields(edit)
            for value in [getattr(edit, field.name)]
        }
    return {"edit": type(edit).__name__, **values}
