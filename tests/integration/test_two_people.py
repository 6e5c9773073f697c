"""Two people in view: the one who is followed stays the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.inference.following import FollowSettings
from efficientpose_core.pipeline import AnalysisRequest, detect
from efficientpose_core.pose import FloatArray

WALL_TOP_PX = 450.0
"""One person somersaults on a wall, from 0 s to 5.6 s; another walks by below."""
WALKS_S = (3.4, 5.5)
WALKER_PX = (1025.0, 720.0)
"""Where the one below is when they are chosen."""


def _centres(
    shared: Path, start_s: float, person: tuple[float, float] | None
) -> tuple[FloatArray, FloatArray]:
    """Return (T, 2) centres of the crops and the share of keypoints seen (T,)."""
    request = AnalysisRequest(
        source=shared / "data" / "videos" / "wall_and_walk.mp4",
        follow=FollowSettings(person_px=person),
        start_s=start_s,
        end_s=WALKS_S[1],
    )
    detection = detect(request)
    x0, y0, side = detection.boxes_px.T
    seen = np.isfinite(detection.track.xy_px).all(axis=2).mean(axis=1)
    return np.stack([x0 + side / 2, y0 + side / 2], axis=1), seen


@pytest.mark.shared
def test_the_one_on_the_wall_is_kept_while_another_walks_by(shared: Path) -> None:
    centre, seen = _centres(shared, 0.0, None)
    assert np.mean(seen > 0) > 0.95
    # Whoever is lost is not replaced by the other.
    assert centre[seen > 0, 1].max() < WALL_TOP_PX


@pytest.mark.shared
def test_the_one_who_was_chosen_is_kept(shared: Path) -> None:
    centre, seen = _centres(shared, WALKS_S[0], WALKER_PX)
    assert np.mean(seen > 0) > 0.95
    assert centre[:, 1].min() > WALL_TOP_PX
    # She walks to the left by more than 400 px, steadily.
    assert centre[0, 0] - centre[-1, 0] > 400
    assert np.abs(np.diff(centre[:, 0])).max() < 60
