"""What a project says about times and distances."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from efficientpose_core.errors import SettingsError
from efficientpose_core.kinematics.scale import scale_from_line
from efficientpose_core.results import export_data, preview_table
from efficientpose_core.session.document import Session
from efficientpose_core.session.edits import MoveKeypoint


def _with_scale(session: Session) -> Session:
    derive = replace(session.request.derive, scale=scale_from_line((0, 0), (300, 0), 1.5))
    return replace(session, request=replace(session.request, derive=derive))


def test_slow_motion_shortens_all_times(session: Session) -> None:
    part = replace(session, request=replace(session.request, start_s=4.0, end_s=5.6))
    fast = part.with_slow_motion(8.0)
    assert fast.request.slow_motion_factor == 8.0
    assert (fast.request.start_s, fast.request.end_s) == (0.5, 0.7)
    np.testing.assert_allclose(fast.detection.track.t_s, part.detection.track.t_s / 8)
    assert fast.detection.media.duration_s == pytest.approx(part.detection.media.duration_s / 8)
    assert fast.detection.media.rate_hz == pytest.approx(part.detection.media.rate_hz * 8)
    np.testing.assert_array_equal(fast.detection.track.xy_px, part.detection.track.xy_px)


def test_slow_motion_counts_from_the_file_not_from_the_last_factor(session: Session) -> None:
    twice = session.with_slow_motion(8.0).with_slow_motion(2.0)
    np.testing.assert_allclose(twice.detection.track.t_s, session.detection.track.t_s / 2)
    assert twice.detection.media.rate_hz == pytest.approx(session.detection.media.rate_hz * 2)


@pytest.mark.parametrize("factor", [0.0, -2.0, float("nan"), float("inf")])
def test_slow_motion_needs_a_positive_factor(session: Session, factor: float) -> None:
    with pytest.raises(SettingsError, match="positive"):
        session.with_slow_motion(factor)


def test_exports_have_metres_unless_distances_are_refused(session: Session) -> None:
    scaled = _with_scale(session)
    assert export_data(scaled.analysis()).motion.unit == "m"
    header, _ = preview_table(export_data(scaled.analysis()), "speeds", rows=1)
    assert "speed_m_s" in " ".join(header)
    reason = "The camera moves."
    refused = replace(scaled, assessment=replace(scaled.assessment, no_distances=reason))
    assert refused.scale is None
    data = export_data(refused.analysis())
    assert (data.motion.unit, data.scale) == ("px", None)
    assert data.provenance["log"][-1]["name"] == "refuse_distances"
    assert data.provenance["log"][-1]["note"] == reason
    # The scale comes back with the distances.
    assert replace(refused, assessment=scaled.assessment).scale == scaled.request.derive.scale


def test_corrections_are_applied_once_and_follow_the_edits(session: Session) -> None:
    frame = int(session.detection.track.frame[3])
    moved = session.with_edit(MoveKeypoint(frame=frame, keypoint="right_knee", xy_px=(5.0, 6.0)))
    corrected = moved.corrected()
    assert corrected.track.point("right_knee")[3].tolist() == [5.0, 6.0]
    assert moved.corrected() is corrected
    assert replace(moved, position=frame).corrected() is corrected
    again = moved.with_edit(MoveKeypoint(frame=frame, keypoint="right_knee", xy_px=(7.0, 6.0)))
    assert again.corrected().track.point("right_knee")[3].tolist() == [7.0, 6.0]
    np.testing.assert_array_equal(moved.corrected().track.xy_px, corrected.track.xy_px)
    shifted = replace(session.detection.track, xy_px=session.detection.track.xy_px + 1.0)
    other = replace(moved, detection=replace(moved.detection, track=shifted))
    np.testing.assert_array_equal(other.corrected().track.xy_px[0], shifted.xy_px[0])
    assert session.corrected().track is session.detection.track
