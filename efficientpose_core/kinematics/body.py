"""How large the person is in the picture: the unit of every limit that must not depend on it."""

from __future__ import annotations

import numpy as np

from efficientpose_core.kinematics.vectors import length
from efficientpose_core.pose import PoseTrack

__all__ = ["body_height_px"]

_TRUNK_AND_THIGH = 0.55
"""Thorax to pelvis to knee, in body heights (Drillis & Contini 1966, as in Winter 2009)."""


def body_height_px(track: PoseTrack) -> float:
    """Return the person's height in pixels, from the median length of trunk and longer thigh.

    Foreshortening makes segments shorter, never longer, so of the two thighs the longer counts.
    NaN where the skeleton lacks thorax, pelvis or knees, or they are never seen.
    """
    if not track.skeleton.has("thorax", "pelvis", "right_knee", "left_knee"):
        return float("nan")
    pelvis = track.point("pelvis")
    trunk, right, left = (
        length(*(track.point(name) - pelvis).T) for name in ("thorax", "right_knee", "left_knee")
    )
    extent = trunk + np.fmax(right, left)
    known = extent[np.isfinite(extent)]
    return float(np.median(known)) / _TRUNK_AND_THIGH if len(known) else float("nan")
