"""Results of a drawn walker, without a network: what every export is tested on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from efficientpose_core.export.data import ExportData
from efficientpose_core.export.provenance import log_to_json
from efficientpose_core.export.sections import Section
from efficientpose_core.kinematics.angles import View, compute_angles
from efficientpose_core.kinematics.facing import lock_facing
from efficientpose_core.kinematics.measure import measure_mean, refuse
from efficientpose_core.kinematics.scale import Scale, ScaleMethod
from efficientpose_core.kinematics.trajectories import compute_motion
from efficientpose_core.media.source import MediaInfo, MediaKind
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.pose import PoseTrack, Status

MISSING_FRAME, MISSING_JOINT = 3, (5, "left_ankle")
SCALE = Scale(metres_per_px=0.005, relative_error=0.02, method=ScaleMethod.LINE, note="Drawn.")


def make_track() -> PoseTrack:
    """Return a walker with a frame without a person, and a frame without an ankle."""
    track = Phantom(PhantomSpec(duration_s=0.8)).to_track()
    xy, status = track.xy_px.copy(), track.status.copy()
    xy[MISSING_FRAME], status[MISSING_FRAME] = np.nan, Status.NO_PERSON
    frame, joint = MISSING_JOINT[0], track.skeleton.index(MISSING_JOINT[1])
    xy[frame, joint], status[frame, joint] = np.nan, Status.REJECTED
    spread = np.where(np.isfinite(xy[..., 0]), 2.0, np.nan)
    return replace(track, xy_px=xy, status=status, spread_px=spread, frame=track.frame + 100)


def make_data(track: PoseTrack, *, direction: int = 1, **changes: Any) -> ExportData:
    """Return what an export gets."""
    scale = changes.pop("scale", SCALE)
    facing = lock_facing(len(track), direction)
    angles = compute_angles(track, facing=facing, view=changes.pop("view", View.SAGITTAL))
    motion = compute_motion(track, angles, scale=scale)
    facts: dict[str, Any] = {
        "name": "walker",
        "track": track,
        "facing": facing,
        "angles": angles,
        "motion": motion,
        "media": make_media(track),
        "provenance": make_provenance(track),
        "sections": (make_section(),),
        "scale": scale,
    }
    return ExportData(**{**facts, **changes})


def make_media(track: PoseTrack) -> MediaInfo:
    """Return facts that fit a track."""
    return MediaInfo(
        path=None, kind=MediaKind.VIDEO, width_px=track.image_size_px[0],
        height_px=track.image_size_px[1], rotation_deg=0, frame_count=len(track) + 100,
        duration_s=4.0, rate_hz=track.rate_hz, is_variable_rate=False, codec="h264",
        pixel_format="yuv420p", warnings=("The video is interlaced: fast movements look combed "
                                          "and are less exact.",),
    )  # fmt: skip


def make_provenance(track: PoseTrack) -> dict[str, Any]:
    """Return what a real analysis would tell, in short."""
    return {
        "software": {"name": "EfficientPose Studio", "version": "0.1.0", "libraries": {}},
        "source": {"file": "walker.mp4", "sha256": "ab" * 32},
        "weights": {"name": "released-ii-lite", "variant": "II_LITE", "tensors_sha256": "cd" * 32,
                    "source": "https://example.org/ii", "source_sha256": "ef" * 32,
                    "licence": "Apache-2.0"},
        "engine": {"engine": "openvino", "device": "cpu", "precision": "f32", "version": "2026"},
        "settings": {
            "start_s": None, "end_s": None, "slow_motion_factor": 1.0,
            "derive": {"view": "sagittal", "facing": 1, "cleaning": {
                "min_score": 0.15, "max_gap_s": 0.1, "repair_swaps": True,
                "reject_doubles": True, "keep_lengths": True,
                "smoothing": {"method": "butterworth", "cutoff_hz": 6.0}}},
        },
        "frames": {"total": len(track), "without_person": 1, "damaged": 0},
        "log": log_to_json(track.log),
    }  # fmt: skip


def make_section() -> Section:
    """Return a section with a measure, a negative one, and a refused one."""
    return Section(
        title="Gait",
        measures=(
            measure_mean("right_stride_time", "s", np.array([1.1, 1.12, 1.09]), random_error=0.02),
            measure_mean("left_knee_contact", "deg", np.array([-4.25])),
            refuse("left_step_length", "m", "=HYPERLINK(the camera moves, so no distances)"),
        ),
    )


@pytest.fixture
def track() -> PoseTrack:
    return make_track()


@pytest.fixture
def data(track: PoseTrack) -> ExportData:
    return make_data(track)


@pytest.fixture
def uneven(track: PoseTrack) -> ExportData:
    """Return the walker at a rate that varies: every fourth interval lasts twice as long."""
    t_s = np.cumsum(np.where(np.arange(len(track)) % 4 == 3, 2, 1)) / 30.0
    return make_data(replace(track, t_s=t_s))


@pytest.fixture
def make() -> Callable[..., ExportData]:
    return make_data
