"""Converting and checking a network in a process of its own.

The first use of weights loads torch and holds Python's lock for tenths of a second at a time; in
another process nobody notices. Later uses load what it has left in the cache.
"""

from __future__ import annotations

import logging
from pathlib import Path

from efficientpose_core.apart import EndedEarlyError, call_apart
from efficientpose_core.errors import EfficientPoseError
from efficientpose_core.inference.engines import EngineName, EngineRequest, choose
from efficientpose_core.progress import ShouldCancel, never_cancel

__all__ = ["prepare_apart"]

logger = logging.getLogger(__name__)


def prepare_apart(
    weights: str | Path | None,
    request: EngineRequest,
    *,
    should_cancel: ShouldCancel = never_cancel,
) -> None:
    """Make weights ready for an engine in another process, where that is still to be done.

    Nothing is raised for weights or engines that cannot be used: opening them here tells why.

    Parameters
    ----------
    weights
        Name, variant or file; None for the bundled ones.
    request
        The engine that will be asked for.
    should_cancel
        Asked about ten times a second; the process is ended then.

    Raises
    ------
    CancelledError
        On request.
    """
    if _is_ready(weights, request):
        return
    try:
        call_apart(_prepare, should_cancel, weights, request)
    except EndedEarlyError:
        logger.warning("The process that prepares the network ended early; it is done here.")


def _is_ready(weights: str | Path | None, request: EngineRequest) -> bool:
    try:
        from efficientpose_core.models.store import load_weights

        engine, _ = choose(request)
        if engine is not EngineName.OPENVINO:
            return True
        from efficientpose_core.inference.openvino_engine import is_prepared

        return is_prepared(load_weights(weights), request)
    except EfficientPoseError:
        return True


def _prepare(weights: str | Path | None, request: EngineRequest) -> None:
    """Open an engine once, which converts and checks; in the other process."""
    from efficientpose_core.inference.estimator import PoseEstimator

    try:
        PoseEstimator(weights, request=request).close()
    except EfficientPoseError as error:
        logger.info("The network could not be prepared: %s", error)
