"""From which side the camera sees the person, and which of their sides is where in the picture.

From the front or back, shoulders and hips appear at their full width beside the trunk's length;
from the side they nearly vanish. Left and right tell front from back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import ndimage

from efficientpose_core.kinematics.body import body_height_px
from efficientpose_core.kinematics.vectors import length
from efficientpose_core.pose import FloatArray, PoseTrack

__all__ = [
    "View",
    "ViewSuggestion",
    "right_of_picture",
    "shown_width",
    "suggest_view",
    "view_warning",
]

_FULL_WIDTH = {"shoulder": 0.71, "hip": 0.38}
"""Distance of left and right over thorax to pelvis, seen from the front (adults; shoulders after
Drillis & Contini 1966 as in Winter 2009; hips where annotators of MPII put them)."""
_FRONTAL, _SAGITTAL = 0.6, 0.4
"""Share of the full width from which a view is frontal (turned by less than about 50 deg), and
below which it is sagittal (by more than about 65 deg)."""
_WINDOW_S = 0.5
"""Standard deviation of the averaging in time: a stride's turn of the trunk evens out."""
_SURE = 0.5
_FEWEST_FRAMES = 10
_SEEN_WIDTH = 0.05
"""Mean width of shoulders and hips, in body heights, from which it is told which side is where: a
third of what a front view shows."""


class View(Enum):
    """From which side the camera sees the person."""

    SAGITTAL = "sagittal"
    FRONTAL = "frontal"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewSuggestion:
    """Which view the data show.

    Parameters
    ----------
    view
        None where it is neither: the person stands obliquely, turns, or is hardly seen.
    confidence
        0..1: share of the frames that show this view, less those that show the other one.
    width
        Median width of shoulders and hips over that of an exact front view, about 0..1; NaN where
        it is not known.
    """

    view: View | None
    confidence: float
    width: float


def suggest_view(track: PoseTrack) -> ViewSuggestion:
    """Tell whether a recording is sagittal or frontal, from shoulders and hips against the trunk.

    Parameters
    ----------
    track
        Cleaned keypoints. A trunk that leans towards the camera looks shorter, so its longest
        usual length in the recording (90th percentile) counts.
    """
    share = shown_width(track)
    known = share[np.isfinite(share)]
    if len(known) < _FEWEST_FRAMES:
        return ViewSuggestion(view=None, confidence=0.0, width=float("nan"))
    balance = float(np.mean(known >= _FRONTAL) - np.mean(known <= _SAGITTAL))
    view = None
    if abs(balance) >= _SURE:
        view = View.FRONTAL if balance > 0 else View.SAGITTAL
    return ViewSuggestion(view=view, confidence=abs(balance), width=float(np.median(known)))


def view_warning(suggestion: ViewSuggestion, chosen: View) -> str:
    """Return a sentence for the user who has chosen another view than the data show, or nothing."""
    if suggestion.view is None or suggestion.view is chosen:
        return ""
    seen = "from the front or back" if suggestion.view is View.FRONTAL else "from the side"
    return (
        f"The person seems to be seen {seen}, but the {chosen.value} view is chosen: its angles "
        f"would be wrong. Choose the {suggestion.view.value} view."
    )


def right_of_picture(track: PoseTrack) -> FloatArray:
    """Return where the person's right side is, frame by frame.

    Parameters
    ----------
    track
        Keypoints of a front view.

    Returns
    -------
    numpy.ndarray
        (T,) +1 where it is on the right of the picture (seen from behind), -1 on its left (seen
        from the front), 0 where it is not known: turned to the side, or not seen.
    """
    gaps = np.stack([_smoothed_gap(track, joint) for joint in _FULL_WIDTH])
    known = np.isfinite(gaps)
    total = np.where(known, gaps, 0.0).sum(axis=0)
    mean = total / np.maximum(known.sum(axis=0), 1)
    least = np.nan_to_num(_SEEN_WIDTH * body_height_px(track))
    result: FloatArray = np.where(np.abs(mean) > least, np.sign(mean), 0.0)
    return result


def shown_width(track: PoseTrack) -> FloatArray:
    """Return how wide shoulders and hips appear, about 0 from the side and 1 from the front.

    Parameters
    ----------
    track
        Keypoints, averaged over about a second.

    Returns
    -------
    numpy.ndarray
        (T,) mean of their widths over those of a front view; NaN where not known.
    """
    unknown = np.full(len(track), np.nan)
    if not track.skeleton.has("thorax", "pelvis"):
        return unknown
    trunk = length(*(track.point("thorax") - track.point("pelvis")).T)
    seen = np.isfinite(trunk)
    gaps = [(_smoothed_gap(track, joint), width) for joint, width in _FULL_WIDTH.items()]
    if not seen.any():
        return unknown
    usual = float(np.quantile(trunk[seen], 0.9))
    if usual == 0.0:
        return unknown
    shares = [np.abs(gap) / (usual * width) for gap, width in gaps]
    result: FloatArray = np.mean(shares, axis=0)
    result[~seen] = np.nan
    return result


def _smoothed_gap(track: PoseTrack, joint: str) -> FloatArray:
    """Return (T,) x of the right minus the left joint, averaged in time; NaN where not known."""
    if not track.skeleton.has(f"right_{joint}", f"left_{joint}"):
        return np.full(len(track), np.nan)
    gap: FloatArray = track.point(f"right_{joint}")[:, 0] - track.point(f"left_{joint}")[:, 0]
    known = np.isfinite(gap)
    if len(gap) < 2 or not known.any():
        return gap
    sigma = _WINDOW_S * track.rate_hz
    total = ndimage.gaussian_filter1d(np.where(known, gap, 0.0), sigma, mode="nearest")
    weight = ndimage.gaussian_filter1d(known.astype(np.float64), sigma, mode="nearest")
    result: FloatArray = np.where(weight > 0.05, total / np.maximum(weight, 1e-12), np.nan)
    return result
