"""Keypoints and angles while they are measured: smoothed by what was before, never by what follows.

The angles are those of `kinematics.angles`, computed over the last moments. What needs the frames
that come after (finding exchanged sides, outliers, gaps, zero-lag smoothing) is left to the
analysis of the recording: live values are feedback, not results.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from efficientpose_core.errors import SettingsError
from efficientpose_core.inference.following import FollowedFrame, Outcome
from efficientpose_core.kinematics.angles import AngleTrack, compute_angles
from efficientpose_core.kinematics.facing import FacingTrack, estimate_facing
from efficientpose_core.kinematics.smoothing import OneEuroFilter
from efficientpose_core.pipeline import DeriveSettings
from efficientpose_core.pose import PoseTrack, ProcessingStep, Status
from efficientpose_core.skeleton import Skeleton

__all__ = ["LiveAngles", "LivePose", "LiveSmoothing"]

_ARRAYS = ("t_s", "frame", "xy_px", "score", "spread_px", "status", "presence")
"""Of a pose track, one row a frame."""
_FACING_S = 3.0
"""Stretch in which evidence of the direction is looked for."""
_ANGLES_S = 0.5
"""Stretch over which angles are computed: enough to go on from the turn before."""
_FORGET_S = 2.0
"""After so long without anybody, somebody else may come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSmoothing:
    """How strongly live keypoints are smoothed by the one-euro filter.

    Parameters
    ----------
    min_cutoff_hz
        Cut-off at rest.
    beta
        Growth of the cut-off in Hz for a speed of one picture height per second.

    Raises
    ------
    SettingsError
        If the cut-off is not positive or ``beta`` is negative.
    """

    min_cutoff_hz: float = 2.0
    beta: float = 30.0

    def __post_init__(self) -> None:
        """Check ranges."""
        if self.min_cutoff_hz <= 0 or self.beta < 0:
            raise SettingsError("The cut-off of live smoothing is positive, beta is not negative.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LivePose:
    """One frame, ready to be shown: tracks of a single row.

    Parameters
    ----------
    track
        Smoothed keypoints; those of low score or outside the picture are rejected.
    facing
        Where the person faces, by the frames up to this one.
    angles
        Of the smoothed keypoints.
    """

    track: PoseTrack
    facing: FacingTrack
    angles: AngleTrack


class LiveAngles:
    """Turn results of single frames, in order, into smoothed keypoints and angles.

    Parameters
    ----------
    skeleton
        Names the keypoints.
    image_size_px
        (width, height) of the pictures.
    derive
        View, direction, and the lowest score of a keypoint that counts; may be exchanged at any
        time.
    smoothing
        Of the keypoints.
    """

    def __init__(
        self,
        skeleton: Skeleton,
        image_size_px: tuple[int, int],
        derive: DeriveSettings | None = None,
        smoothing: LiveSmoothing | None = None,
    ) -> None:
        self.derive = derive or DeriveSettings()
        self._smoothing = smoothing or LiveSmoothing()
        self._skeleton = skeleton
        self._size_px = image_size_px
        self._rows: deque[PoseTrack] = deque()
        self._direction = 0
        self._seen_s = -np.inf
        self._filter = self._new_filter()

    def add(self, result: FollowedFrame) -> LivePose:
        """Take the next frame's result.

        Raises
        ------
        DataError, SettingsError
            If time does not increase.
        """
        if result.outcome is Outcome.POSE:
            self._seen_s = result.t_s
        elif result.t_s - self._seen_s > _FORGET_S:
            self._rows.clear()
            self._direction = 0
            self._filter = self._new_filter()
        self._rows.append(self._smoothed(result))
        while self._rows[0].t_s[0] < result.t_s - _FACING_S:
            self._rows.popleft()
        derive = self.derive
        track = _joined(list(self._rows))
        facing = self._facing(track, derive.facing)
        first = int(np.searchsorted(track.t_s, result.t_s - _ANGLES_S))
        angles = compute_angles(
            _rows_of(track, first), facing=_facing_rows(facing, first), view=derive.view
        )
        return LivePose(
            track=self._rows[-1],
            facing=_facing_rows(facing, len(track) - 1),
            angles=_last_angles(angles),
        )

    def _new_filter(self) -> OneEuroFilter:
        return OneEuroFilter(self._smoothing.min_cutoff_hz, self._smoothing.beta / self._size_px[1])

    def _smoothed(self, result: FollowedFrame) -> PoseTrack:
        """Return the frame as a track of one row."""
        count = len(self._skeleton)
        unknown = np.full(count, np.nan)
        xy, score, spread = np.full((count, 2), np.nan), unknown, unknown
        status = np.full(count, Status.MEASURED, np.int8)
        if result.pose is None:
            damaged = result.outcome is Outcome.DAMAGED
            status[:] = Status.DAMAGED if damaged else Status.NO_PERSON
        else:
            xy, score, spread = result.pose.xy_px.copy(), result.pose.score, result.pose.spread_px
            known = np.isfinite(xy).all(axis=1) & (score >= self.derive.cleaning.min_score)
            known &= (xy >= 0).all(axis=1) & (xy <= self._size_px).all(axis=1)
            status[~known] = Status.REJECTED
            xy[~known] = np.nan
        xy = self._filter(result.t_s, xy)
        return PoseTrack(
            skeleton=self._skeleton,
            t_s=np.array([result.t_s]),
            frame=np.array([result.index]),
            xy_px=xy[None],
            score=score[None],
            spread_px=spread[None],
            status=status[None],
            presence=np.array([result.presence]),
            image_size_px=self._size_px,
            log=(
                ProcessingStep(
                    name="one_euro",
                    parameters={
                        "min_cutoff_hz": self._smoothing.min_cutoff_hz,
                        "beta_hz_per_height_per_s": self._smoothing.beta,
                    },
                ),
            ),
        )

    def _facing(self, track: PoseTrack, locked: int | None) -> FacingTrack:
        """Return where the person faces; the direction they had while nothing tells it."""
        facing = estimate_facing(track, locked=locked)
        if not facing.direction.any():
            direction = np.full(len(track), self._direction, np.int8)
            return replace(facing, direction=direction)
        self._direction = int(facing.direction[-1])
        return facing


def _joined(rows: list[PoseTrack]) -> PoseTrack:
    """Put tracks of single rows below each other."""
    arrays: dict[str, Any] = {
        name: np.concatenate([getattr(row, name) for row in rows]) for name in _ARRAYS
    }
    return replace(rows[-1], **arrays)


def _rows_of(track: PoseTrack, first: int) -> PoseTrack:
    arrays: dict[str, Any] = {name: getattr(track, name)[first:] for name in _ARRAYS}
    return replace(track, **arrays)


def _facing_rows(facing: FacingTrack, first: int) -> FacingTrack:
    return replace(facing, direction=facing.direction[first:], confidence=facing.confidence[first:])


def _last_angles(angles: AngleTrack) -> AngleTrack:
    names = ("t_s", "frame", "values_deg", "sd_deg", "status")
    arrays: dict[str, Any] = {name: getattr(angles, name)[-1:] for name in names}
    return replace(angles, **arrays)
