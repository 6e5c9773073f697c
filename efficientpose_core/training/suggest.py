"""Which frames to label next: those the network is unsure of, and those unlike all others.

Labelling neighbours of a frame that is labelled already teaches little. Frames are chosen one after
another; each is the one with the largest product of how unsure the network is and how far its pose
(and look, if given) is from everything chosen or labelled before. NumPy only.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from efficientpose_core.errors import DataError, SettingsError
from efficientpose_core.media.resample import ByteImage
from efficientpose_core.pose import BoolArray, FloatArray, PoseTrack, Status

__all__ = [
    "FrameSuggestion",
    "SuggestionSettings",
    "appearance_of",
    "frame_uncertainty",
    "keypoint_uncertainty",
    "suggest_frames",
]

_WORST_SHARE = 1 / 3
"""The uncertainty of a frame is the mean over this share of its keypoints, the worst ones."""
_NAMED = 2
"""Keypoints that a suggestion names."""
_LOOK_CELLS = 8
_SAME = 1e-9
"""Differences of rounding, in sizes of the person or shares of brightness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionSettings:
    """How frames are chosen.

    Parameters
    ----------
    count
        Frames wanted.
    apart_s
        Chosen frames are at least this many seconds from one another and from labelled ones.
    uncertainty_weight
        0 chooses by difference alone, 1 by uncertainty alone.

    Raises
    ------
    SettingsError
        If a value is out of range.
    """

    count: int = 20
    apart_s: float = 0.5
    uncertainty_weight: float = 0.5

    def __post_init__(self) -> None:
        """Check ranges."""
        if self.count < 1:
            raise SettingsError(f"At least one frame has to be wanted, not {self.count}.")
        if not (np.isfinite(self.apart_s) and self.apart_s >= 0):
            raise SettingsError(
                f"The time between suggested frames must not be negative: {self.apart_s:g} s."
            )
        if not 0 <= self.uncertainty_weight <= 1:
            raise SettingsError(
                f"The weight of uncertainty lies between 0 and 1, not {self.uncertainty_weight:g}."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSuggestion:
    """A frame worth labelling.

    Parameters
    ----------
    frame, t_s
        Its number in the source and its time.
    uncertainty
        0 as sure as usual, towards 1 ever less sure; see `frame_uncertainty`.
    difference
        Distance to the most similar frame chosen or labelled before, in units of the median
        distance of frames from the mean pose; NaN for the first when nothing is labelled.
    reason
        A sentence for the user.
    """

    frame: int
    t_s: float
    uncertainty: float
    difference: float
    reason: str


def suggest_frames(
    track: PoseTrack,
    *,
    labelled: Collection[int] = (),
    appearance: FloatArray | None = None,
    settings: SuggestionSettings | None = None,
) -> tuple[FrameSuggestion, ...]:
    """Return frames worth labelling, the best first.

    Parameters
    ----------
    track
        Raw poses with scores and spreads. Frames without a person are never suggested.
    labelled
        Numbers of frames that have labels.
    appearance
        (T, D) what each frame looks like (`appearance_of`), NaN rows where it is not known; None
        to go by poses alone.
    settings
        By default 20 frames, half a second apart.

    Returns
    -------
    tuple
        Fewer than wanted when no frame far enough in time and pose is left.

    Raises
    ------
    DataError
        If nobody is in view in any frame, or ``appearance`` does not belong to the track.
    """
    settings = settings or SuggestionSettings()
    in_view: BoolArray = np.asarray(track.valid.any(axis=1))
    if not in_view.any():
        raise DataError(
            "Nobody was found in any frame: choose another recording, or label frames by hand."
        )
    space = _Space(track, appearance)
    unsure = keypoint_uncertainty(track)
    uncertainty = _worst_mean(unsure)
    sureness_rank = _ranks(uncertainty, in_view)
    distance = np.full(len(track), np.inf)
    is_free = in_view.copy()

    def take(row: int) -> None:
        np.minimum(distance, space.distances(row), out=distance)
        is_free[np.abs(track.t_s - track.t_s[row]) < settings.apart_s] = False
        is_free[row] = False

    for known in np.flatnonzero(np.isin(track.frame, list(labelled))):
        take(int(known))
    chosen: list[FrameSuggestion] = []
    while len(chosen) < settings.count and is_free.any():
        # Before anything is chosen or labelled all frames are equally far.
        far = np.where(np.isinf(distance), 1.0, distance)
        weight = settings.uncertainty_weight
        value = np.where(is_free, sureness_rank**weight * far ** (1 - weight), -1.0)
        row = int(np.argmax(value))
        if value[row] <= 0:
            break
        chosen.append(_suggestion(track, row, unsure, float(uncertainty[row]), distance[row]))
        take(row)
    return tuple(chosen)


def keypoint_uncertainty(track: PoseTrack) -> FloatArray:
    """Return how unsure the network is of each keypoint, compared with its usual self.

    Returns
    -------
    numpy.ndarray
        (T, K) from 0 (as sure as in the median frame of this track, or surer) towards 1: the mean
        of what score and spread tell, ``1 - score / median`` and ``1 - median / spread``. 1 for
        keypoints that were rejected; NaN in frames without a person or picture.
    """
    in_view: BoolArray = np.asarray(track.valid.any(axis=1))
    unsure = np.zeros(track.score.shape)
    for values, is_good_when_large in ((track.score, True), (track.spread_px, False)):
        median = _median_of_columns(values[in_view])
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = values / median if is_good_when_large else median / values
        # Better than usual counts as usual; unknown tells nothing.
        unsure += 0.5 * (1 - np.fmin(np.where(np.isfinite(ratio), ratio, 1.0), 1.0))
    unsure[track.status == Status.REJECTED] = 1.0
    unsure[~in_view] = np.nan
    return unsure


def frame_uncertainty(track: PoseTrack) -> FloatArray:
    """Return how unsure the network is of each frame.

    Returns
    -------
    numpy.ndarray
        (T,) mean of `keypoint_uncertainty` over the third of the keypoints that is worst: one lost
        leg matters, however sure the rest is. NaN in frames without a person.
    """
    return _worst_mean(keypoint_uncertainty(track))


def appearance_of(rgb: ByteImage) -> FloatArray:
    """Return what a picture looks like: mean colours of 8 x 8 cells.

    Parameters
    ----------
    rgb
        (H, W, 3) of at least 8 x 8 px; best the crop around the person.

    Returns
    -------
    numpy.ndarray
        (192,) in 0..1.

    Raises
    ------
    DataError
        If the picture is smaller.
    """
    height, width = rgb.shape[:2]
    if min(height, width) < _LOOK_CELLS:
        raise DataError(f"A picture of {width} x {height} px is too small to be compared.")
    rows = np.linspace(0, height, _LOOK_CELLS + 1).astype(np.intp)
    columns = np.linspace(0, width, _LOOK_CELLS + 1).astype(np.intp)
    sums = np.add.reduceat(
        np.add.reduceat(rgb.astype(np.float64), rows[:-1], axis=0), columns[:-1], axis=1
    )
    areas = np.outer(np.diff(rows), np.diff(columns))[..., None]
    look: FloatArray = (sums / areas / 255).ravel()
    return look


class _Space:
    """Distances between frames, in units of the typical distance from the mean."""

    def __init__(self, track: PoseTrack, appearance: FloatArray | None) -> None:
        self._poses = [_normalised_poses(track)]
        if appearance is not None:
            if appearance.ndim != 2 or len(appearance) != len(track):
                raise DataError(
                    f"The looks {appearance.shape} do not belong to a track of {len(track)} frames."
                )
            self._poses.append(appearance)
        self._units = [_typical_distance(features) for features in self._poses]

    def distances(self, row: int) -> FloatArray:
        """Return (T,) distances to one frame; the typical one where nothing can be compared."""
        squares = np.zeros(len(self._poses[0]))
        for features, unit in zip(self._poses, self._units, strict=True):
            squares += (_root_mean_square(features - features[row], empty=unit) / unit) ** 2
        result: FloatArray = np.sqrt(squares / len(self._poses))
        return result


def _normalised_poses(track: PoseTrack) -> FloatArray:
    """Return (T, 2 K) positions about their centre in units of the person's size."""
    xy = np.where(track.valid[..., None], track.xy_px, np.nan)
    count = track.valid.sum(axis=1)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        centred = xy - (np.nansum(xy, axis=1) / count)[:, None]
        size = np.sqrt(np.nansum(centred**2, axis=(1, 2)) / count[:, 0])
        # A person seen as a point has no pose.
        poses = centred / np.where(size > 0, size, np.nan)[:, None, None]
    flat: FloatArray = poses.reshape(len(track), -1)
    return flat


def _typical_distance(features: FloatArray) -> float:
    """Return the median distance from the mean; 1 when all are the same but for rounding."""
    count = np.isfinite(features).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.nansum(features, axis=0) / count
    distances = _root_mean_square(features - mean, empty=np.nan)
    known = distances[np.isfinite(distances)]
    median = float(np.median(known)) if len(known) else 0.0
    return median if median > _SAME else 1.0


def _root_mean_square(gap: FloatArray, *, empty: float) -> FloatArray:
    """Return (T,) root mean squares over what is known; ``empty`` where nothing is."""
    known = np.isfinite(gap)
    count = known.sum(axis=1)
    total = np.where(known, gap, 0.0)
    squares = (total**2).sum(axis=1) / np.maximum(count, 1)
    root: FloatArray = np.where(count > 0, np.sqrt(squares), empty)
    return root


def _median_of_columns(values: FloatArray) -> FloatArray:
    """Return the median of what is known in each column; NaN where nothing is."""
    median = np.full(values.shape[1], np.nan)
    has_some = np.isfinite(values).any(axis=0)
    median[has_some] = np.nanmedian(values[:, has_some], axis=0)
    return median


def _worst_mean(unsure: FloatArray) -> FloatArray:
    count = max(1, round(unsure.shape[1] * _WORST_SHARE))
    # NaN rows are NaN throughout and stay so.
    worst: FloatArray = np.sort(unsure, axis=1)[:, -count:].mean(axis=1)
    return worst


def _ranks(values: FloatArray, chosen: BoolArray) -> FloatArray:
    """Return the share of chosen frames with at most this value; 0 for frames not chosen."""
    ranks = np.zeros(len(values))
    known = np.sort(values[chosen])
    ranks[chosen] = np.searchsorted(known, values[chosen], side="right") / len(known)
    return ranks


def _suggestion(
    track: PoseTrack, row: int, unsure: FloatArray, uncertainty: float, distance: float
) -> FrameSuggestion:
    worst = [k for k in np.argsort(-unsure[row], kind="stable")[:_NAMED] if unsure[row, k] > 0]
    names = " and ".join(track.skeleton.keypoints[k].replace("_", " ") for k in worst)
    parts = [f"unsure of {names}"] if names else []
    if np.isfinite(distance) and (distance >= 1 or not parts):
        parts.append(f"{distance:.1f} times as far from the others as frames usually are")
    told = ", ".join(parts) or "as good a frame to begin with as any"
    return FrameSuggestion(
        frame=int(track.frame[row]),
        t_s=float(track.t_s[row]),
        uncertainty=uncertainty,
        difference=float(distance) if np.isfinite(distance) else float("nan"),
        reason=f"{told[0].upper()}{told[1:]}.",
    )
