"""EfficientPose Studio, the part without a window.

The names below are the Python interface; they are imported when first used, so that
``import efficientpose_core`` costs nothing.

Examples
--------
>>> from efficientpose_core import AnalysisRequest, analyze
>>> analysis = analyze(AnalysisRequest(source=Path("walk.mp4"), weights="II_LITE"))
>>> analysis.derived.angles.values_deg
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from efficientpose_core.inference.engines import EngineRequest
    from efficientpose_core.inference.estimator import EstimatorSettings, Pose, PoseEstimator
    from efficientpose_core.models.factory import create_model, load_model
    from efficientpose_core.pipeline import Analysis, AnalysisRequest, analyze
    from efficientpose_core.pose import PoseTrack, Status
    from efficientpose_core.results import write_results

_HOMES = {
    "Analysis": "pipeline",
    "AnalysisRequest": "pipeline",
    "EngineRequest": "inference.engines",
    "EstimatorSettings": "inference.estimator",
    "Pose": "inference.estimator",
    "PoseEstimator": "inference.estimator",
    "PoseTrack": "pose",
    "Status": "pose",
    "analyze": "pipeline",
    "create_model": "models.factory",
    "load_model": "models.factory",
    "write_results": "results",
}

__all__ = [
    "Analysis",
    "AnalysisRequest",
    "EngineRequest",
    "EstimatorSettings",
    "Pose",
    "PoseEstimator",
    "PoseTrack",
    "Status",
    "analyze",
    "create_model",
    "load_model",
    "write_results",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'efficientpose_core' has no attribute '{name}'")
    value = getattr(importlib.import_module(f"efficientpose_core.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
