"""A small project, without running a network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from efficientpose_core.inference.engines import Device, EngineInfo, EngineName, Mode, Precision
from efficientpose_core.media.source import MediaInfo, MediaKind
from efficientpose_core.models.variants import Normalization
from efficientpose_core.models.weights import WeightsMetadata
from efficientpose_core.pipeline import AnalysisRequest, Detection
from efficientpose_core.pose import PoseTrack, ProcessingStep, Status
from efficientpose_core.session.document import Session
from efficientpose_core.skeleton import MPII16

FRAMES, FIRST = 40, 100
K = len(MPII16)


def make_track(frames: int = FRAMES, first: int = FIRST, seed: int = 0) -> PoseTrack:
    """Return a person who sways; two frames at the end are without a person."""
    rng = np.random.default_rng(seed)
    base = np.stack([200 + 30 * rng.standard_normal(K), np.linspace(40, 400, K)], 1)
    t_s = np.arange(frames) / 25 + 4.0
    sway = 8 * np.sin(2 * np.pi * t_s)[:, None, None] * rng.random((1, K, 2))
    xy = base + sway
    status = np.zeros((frames, K), np.int8)
    status[-2:], xy[-2:] = Status.NO_PERSON, np.nan
    return PoseTrack(
        skeleton=MPII16,
        t_s=t_s,
        frame=np.arange(first, first + frames),
        xy_px=xy,
        score=rng.uniform(0.5, 0.9, (frames, K)),
        spread_px=rng.uniform(1, 3, (frames, K)),
        status=status,
        presence=rng.random(frames),
        image_size_px=(640, 480),
        log=(ProcessingStep(name="detect_keypoints", parameters={"scales": [1.0]}, note="x"),),
    )


@pytest.fixture
def track() -> PoseTrack:
    return make_track()


@pytest.fixture
def session(tmp_path: Path) -> Session:
    source = tmp_path / "recordings" / "walk.mp4"
    source.parent.mkdir()
    source.write_bytes(b"a recording")
    return make_session(source)


def make_session(source: Path) -> Session:
    """Return a project of a recording that is some bytes."""
    from efficientpose_core.media.video import file_sha256

    detection = Detection(
        track=make_track(),
        boxes_px=np.full((FRAMES, 3), 7.5),
        media=MediaInfo(
            path=source, kind=MediaKind.VIDEO, width_px=640, height_px=480, rotation_deg=90,
            frame_count=200, duration_s=8.0, rate_hz=25.0, is_variable_rate=False, codec="h264",
            pixel_format="yuv420p", warnings=("The file ends early.",),
        ),
        source_sha256=file_sha256(source),
        weights=WeightsMetadata(
            name="ours", variant="RT_LITE", heads=("heatmaps",), skeleton=MPII16,
            normalization=Normalization.SYMMETRIC, licence="Apache-2.0",
        ),
        weights_digest="abc",
        engine=EngineInfo(
            engine=EngineName.TORCH, device=Device.CPU, precision=Precision.F32,
            mode=Mode.LATENCY, version="2", hardware="none", max_difference=float("nan"),
        ),
        seconds=1.25,
        frames_run=FRAMES,
    )  # fmt: skip
    return Session(
        request=AnalysisRequest(source=source, start_s=4.0, weights="RT_LITE"),
        detection=detection,
        position=FIRST,
    )
