"""From a live recording to results, where the network has looked at every picture."""

from __future__ import annotations

import numpy as np

from efficientpose_core.errors import DataError
from efficientpose_core.inference.following import FollowedFrame
from efficientpose_core.live.recording import Recording
from efficientpose_core.live.session import ModelInUse
from efficientpose_core.media.images import open_source
from efficientpose_core.media.video import file_sha256
from efficientpose_core.pipeline import (
    Analysis,
    AnalysisRequest,
    Detection,
    derive,
    to_json_value,
    track_from_frames,
)
from efficientpose_core.pose import FloatArray, ProcessingStep

__all__ = ["analysis_of_recording"]


def analysis_of_recording(
    recording: Recording, request: AnalysisRequest, model: ModelInUse
) -> Analysis:
    """Make an analysis of what was found while recording.

    The keypoints are those of the camera's own pictures, before the video was compressed: analysing
    the video again gives almost, but not exactly, the same.

    Parameters
    ----------
    recording
        Analysed at every picture.
    request
        How the recording would be analysed; its source is the video.
    model
        What has looked at the pictures.

    Raises
    ------
    DataError
        If some pictures were not analysed, or the file holds others.
    MediaError
        If the video cannot be read.
    """
    with open_source(request.source, once=True) as source:
        info, times_s = source.info, source.times_s
    numbers = [result.index for result in recording.results]
    if not recording.is_analysed or numbers != list(range(len(times_s))):
        raise DataError(
            f"{request.source.name} was not analysed at every picture while it was recorded: "
            "analyse it now."
        )
    assert recording.skeleton is not None
    results = list(recording.results)
    detection = Detection(
        track=track_from_frames(
            results,
            skeleton=recording.skeleton,
            t_s=times_s,
            image_size_px=(info.width_px, info.height_px),
            step=ProcessingStep(
                name="detect_keypoints",
                parameters={
                    "weights": model.weights.name,
                    "engine": to_json_value(model.engine),
                    "follow": to_json_value(request.follow),
                    "live": True,
                },
                note=f"EfficientPose {model.weights.variant} with {model.engine.engine.value}, "
                "while recording, on the pictures before compression.",
            ),
        ),
        boxes_px=_boxes(results),
        media=info,
        source_sha256=file_sha256(request.source),
        weights=model.weights,
        weights_digest=model.digest,
        engine=model.engine,
        seconds=recording.duration_s,
        frames_run=recording.frames,
    )
    return Analysis(
        request=request, detection=detection, derived=derive(detection.track, request.derive)
    )


def _boxes(results: list[FollowedFrame]) -> FloatArray:
    nowhere = (np.nan, np.nan, np.nan)
    return np.array([result.box_px or nowhere for result in results], np.float64).reshape(-1, 3)
