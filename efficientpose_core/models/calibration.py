"""What was measured about the keypoints of one set of weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from efficientpose_core.errors import DataError
from efficientpose_core.pose import FloatArray

__all__ = ["Calibration"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """From heatmap peaks to keypoints and their expected errors.

    Networks place each keypoint beside the labels by a constant fraction of a map cell (labels
    were truncated to whole cells in training, and each joint has its own habit). The shift is
    measured once per set of weights, on people apart from those scored.

    Parameters
    ----------
    shift_px
        (x, y) per keypoint that is added to decoded positions, in pixels of the network's input;
        empty for none.
    spread_scale, spread_exponent
        Expected error along one axis, in pixels of the network's input:
        ``scale * (width / height) ** exponent`` with the peak's Gaussian width and its height.
    typical_confidence
        Median over clearly visible people of the mean peak height: the unit of presence.
    source
        On what it was measured.

    Raises
    ------
    DataError
        If numbers are not finite, or the spread is not positive.
    """

    shift_px: tuple[tuple[float, float], ...] = ()
    spread_scale: float = 0.15
    spread_exponent: float = 1.0
    typical_confidence: float = 0.6
    source: str = "not calibrated"

    def __post_init__(self) -> None:
        """Check the numbers."""
        numbers = (*(v for pair in self.shift_px for v in pair), self.spread_scale,
                   self.spread_exponent, self.typical_confidence)  # fmt: skip
        if not np.all(np.isfinite(numbers)) or min(numbers[-3:]) <= 0:
            raise DataError(
                "A calibration needs finite shifts and a positive spread: calibrate again."
            )

    def shifts(self, n_keypoints: int) -> FloatArray:
        """Return the (K, 2) shifts, zeros when there are none."""
        if not self.shift_px:
            return np.zeros((n_keypoints, 2))
        if len(self.shift_px) != n_keypoints:
            raise DataError(
                f"The calibration has {len(self.shift_px)} shifts for {n_keypoints} keypoints: "
                "calibrate again."
            )
        return np.array(self.shift_px, np.float64)
