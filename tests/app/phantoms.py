"""Analyses of exact walkers, without running a network, and small recordings to go with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from efficientpose_core.inference.engines import Device, EngineInfo, EngineName, Mode, Precision
from efficientpose_core.media.images import open_source
from efficientpose_core.media.video import file_sha256
from efficientpose_core.media.writer import VideoWriter
from efficientpose_core.models.variants import Normalization
from efficientpose_core.models.weights import WeightsMetadata
from efficientpose_core.phantom.clip import Phantom, PhantomSpec
from efficientpose_core.phantom.scene import Projection
from efficientpose_core.pipeline import Analysis, AnalysisRequest, Detection
from efficientpose_core.session.document import Session
from efficientpose_core.skeleton import MPII16

SIZE_PX = (320, 240)
FRAMES, RATE_HZ = 90, 30.0
PX_PER_M = 60.0
SPREAD_PX = 0.5

Picture = NDArray[np.uint8]


def spec(**others: object) -> PhantomSpec:
    """Return a walker of 1.75 m, three seconds long, seen squarely at a known scale."""
    usual: dict[str, object] = {
        "size_px": SIZE_PX, "duration_s": FRAMES / RATE_HZ, "rate_hz": RATE_HZ,
        "px_per_m": PX_PER_M, "projection": Projection.ORTHOGRAPHIC, "ahead_deg": 0.0,
    }  # fmt: skip
    return PhantomSpec(**{**usual, **others})  # type: ignore[arg-type]


def texture(size_px: tuple[int, int] = SIZE_PX, seed: int = 0) -> Picture:
    """Return a picture with something to follow everywhere."""
    width, height = size_px
    coarse = np.random.default_rng(seed).integers(0, 256, (-(-height // 8), -(-width // 8)))
    grey = np.kron(coarse, np.ones((8, 8)))[:height, :width].astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def write_pictures(path: Path, pictures: list[Picture]) -> Path:
    """Write pictures as a video at the usual rate."""
    height, width = pictures[0].shape[:2]
    with VideoWriter(path, width, height) as writer:
        for n, picture in enumerate(pictures):
            writer.write(picture, n / RATE_HZ)
    return path


def analysis_of(path: Path, phantom: PhantomSpec) -> Analysis:
    """Return what a faultless network would find in a recording of this walker."""
    exact = Phantom(phantom).to_track()
    with open_source(path) as source:
        media, times_s = source.info, source.times_s
    track = replace(exact, t_s=times_s, spread_px=np.full(exact.score.shape, SPREAD_PX))
    detection = Detection(
        track=track,
        boxes_px=np.full((len(track), 3), 7.5),
        media=media,
        source_sha256=file_sha256(path),
        weights=WeightsMetadata(
            name="exact", variant="RT_LITE", heads=("heatmaps",), skeleton=MPII16,
            normalization=Normalization.SYMMETRIC, licence="Apache-2.0",
        ),
        weights_digest="abc",
        engine=EngineInfo(
            engine=EngineName.TORCH, device=Device.CPU, precision=Precision.F32,
            mode=Mode.LATENCY, version="2", hardware="none", max_difference=float("nan"),
        ),
        seconds=1.0,
        frames_run=len(track),
    )  # fmt: skip
    return Session(request=AnalysisRequest(source=path), detection=detection).analysis()
