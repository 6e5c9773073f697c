"""The strip of the timeline: what every frame is worth, summed up to the width of the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from efficientpose_core.pose import IntArray, PoseTrack, Status

__all__ = ["StripColours", "StripKind", "StripSummary"]


class StripKind(IntEnum):
    """What a share of the keypoints of a stretch of frames is."""

    NOT_ANALYSED = 0
    MEASURED = 1
    EDITED = 2
    INTERPOLATED = 3
    REJECTED = 4
    NO_PERSON = 5
    DAMAGED = 6


_KIND_OF_STATUS = {
    Status.MEASURED: StripKind.MEASURED,
    Status.EDITED: StripKind.EDITED,
    Status.INTERPOLATED: StripKind.INTERPOLATED,
    Status.REJECTED: StripKind.REJECTED,
    Status.DAMAGED: StripKind.DAMAGED,
    Status.NO_PERSON: StripKind.NO_PERSON,
}

# From the bottom of the strip to its top.
_STACK = (
    StripKind.MEASURED, StripKind.EDITED, StripKind.INTERPOLATED, StripKind.REJECTED,
    StripKind.NO_PERSON, StripKind.DAMAGED, StripKind.NOT_ANALYSED,
)  # fmt: skip

_LEAST_HEIGHT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class StripColours:
    """Colours of the strip; every kind but the measured one has a pattern, too (Okabe & Ito).

    Without a ``background``, the palette gives one.
    """

    background: QColor | None = None
    measured: QColor = field(default_factory=lambda: QColor(0, 158, 115))
    edited: QColor = field(default_factory=lambda: QColor(240, 228, 66))
    interpolated: QColor = field(default_factory=lambda: QColor(86, 180, 233))
    rejected: QColor = field(default_factory=lambda: QColor(204, 121, 167))
    no_person: QColor = field(default_factory=lambda: QColor(128, 134, 142))
    damaged: QColor = field(default_factory=lambda: QColor(213, 94, 0))


class StripSummary:
    """Running sums over the frames of a source, from which any stretch is summed up at once.

    Parameters
    ----------
    frame_count
        Frames of the source.
    track
        What was found; None when nothing was analysed.
    """

    def __init__(self, frame_count: int, track: PoseTrack | None) -> None:
        shares = np.zeros((frame_count, len(StripKind)), np.float32)
        confidence = np.zeros(frame_count, np.float32)
        if track is None:
            shares[:, StripKind.NOT_ANALYSED] = 1.0
        else:
            self._fill(shares, confidence, track)
        self._shares = _running(shares)
        self._confidence = _running(confidence)
        self._edited = _running(shares[:, StripKind.EDITED] > 0)
        self.frame_count = frame_count

    @staticmethod
    def _fill(
        shares: npt.NDArray[np.float32], confidence: npt.NDArray[np.float32], track: PoseTrack
    ) -> None:
        inside = (track.frame >= 0) & (track.frame < len(shares))
        frames, status = track.frame[inside], track.status[inside]
        for worth, kind in _KIND_OF_STATUS.items():
            shares[frames, kind] = (status == worth).mean(axis=1)
        shares[:, StripKind.NOT_ANALYSED] = shares.sum(axis=1) == 0
        measured = status == Status.MEASURED
        score = np.where(measured, np.nan_to_num(track.score[inside]), 0.0)
        # Weighted by the share, so that the quotient of two sums is the mean score.
        confidence[frames] = score.sum(axis=1) / len(track.skeleton)

    def means(
        self, starts: IntArray, stops: IntArray
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return what stretches of frames are worth.

        Returns
        -------
        shares
            (n, kinds) shares of the keypoints in frames starts[i] to stops[i], exclusive.
        confidence
            (n,) mean scores of the measured ones; 0 where there are none.
        """
        sums = self._shares[stops] - self._shares[starts]
        weight = sums[:, StripKind.MEASURED]
        score = self._confidence[stops] - self._confidence[starts]
        confidence = np.divide(score, weight, out=np.zeros(len(weight)), where=weight > 1e-9)
        return sums / np.maximum(stops - starts, 1)[:, None], confidence

    def has_edits(self, edges: IntArray) -> npt.NDArray[np.bool_]:
        """Return (n,) whether any keypoint of a stretch was edited."""
        result: npt.NDArray[np.bool_] = self._edited[edges[1:]] > self._edited[edges[:-1]]
        return result

    def paint(
        self,
        edges: IntArray,
        height: int,
        colours: StripColours,
        background: QColor,
        ratio: float = 1.0,
    ) -> QImage:
        """Return the strip as a picture of one column per stretch.

        Parameters
        ----------
        edges
            (n + 1,) frame numbers; column i stands for frames edges[i] to edges[i+1], and for
            frame edges[i] where the two are equal.
        height
            Of the picture.
        colours, background
            See `StripColours`.
        ratio
            Device pixels per logical pixel, by which patterns grow.
        """
        starts = np.clip(edges[:-1], 0, self.frame_count - 1)
        stops = np.clip(np.maximum(edges[1:], starts + 1), 0, self.frame_count)
        shares, mean = self.means(starts, stops)
        kinds = _stacked(shares, height, round(_LEAST_HEIGHT * ratio))
        pixels = _coloured(kinds, mean, colours, background, ratio)
        data = np.ascontiguousarray(pixels)
        return QImage(
            data.data, data.shape[1], height, 4 * data.shape[1], QImage.Format.Format_RGB32
        )


def _running(values: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
    """Return sums of all rows before each row; one row more than given."""
    zero = np.zeros((1, *values.shape[1:]))
    return np.concatenate([zero, np.cumsum(values, axis=0, dtype=np.float64)])


def _stacked(shares: npt.NDArray[np.float64], height: int, least: int) -> npt.NDArray[np.int8]:
    """Return (height, columns) kinds: shares on top of each other, the measured one lowest.

    Every other kind that occurs gets ``least`` rows at the expense of the measured one, so that
    even one keypoint in a hundred frames is seen.
    """
    ordered = shares[:, _STACK]
    rows = np.where(ordered > 1e-9, np.maximum(np.round(ordered * height), least), 0.0)
    rows[:, 0] = np.where(ordered[:, 0] > 1e-9, height - rows[:, 1:].sum(axis=1), 0.0)
    tops = np.minimum(np.cumsum(np.maximum(rows, 0.0), axis=1), height)
    from_below = height - 1 - np.arange(height)
    place = (from_below[:, None, None] >= tops[None, :, :]).sum(axis=2)
    # Rounding may leave the uppermost rows to nobody: they go to the kind below.
    highest = (rows > 0).cumsum(axis=1).argmax(axis=1)
    result: npt.NDArray[np.int8] = np.array(_STACK, np.int8)[np.minimum(place, highest[None, :])]
    return result


def _coloured(
    kinds: npt.NDArray[np.int8],
    confidence: npt.NDArray[np.float64],
    colours: StripColours,
    behind: QColor,
    ratio: float,
) -> npt.NDArray[np.uint8]:
    """Return (height, columns, 4) BGRX: each kind in its colour and pattern."""
    height, width = kinds.shape
    y, x = (np.mgrid[0:height, 0:width] / ratio).astype(int)
    background = _bgrx(behind)
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[:] = background
    # Sure stretches are strong, doubtful ones pale.
    strength = np.clip((confidence - 0.1) / 0.6, 0.25, 1.0)[None, :, None]
    measured = _bgrx(colours.measured) * strength + background * (1.0 - strength)
    drawn = {
        StripKind.EDITED: (colours.edited, np.ones_like(x, bool)),
        StripKind.INTERPOLATED: (colours.interpolated, (x + y) % 6 < 3),
        StripKind.REJECTED: (colours.rejected, ((x + y) % 8 < 2) | ((x - y) % 8 < 2)),
        StripKind.NO_PERSON: (colours.no_person, (y == int(0.5 * height / ratio)) & (x % 6 < 3)),
        StripKind.DAMAGED: (colours.damaged, x % 4 < 2),
    }
    here = kinds == StripKind.MEASURED
    pixels[here] = np.broadcast_to(measured, pixels.shape)[here].astype(np.uint8)
    for kind, (colour, pattern) in drawn.items():
        pixels[(kinds == kind) & pattern] = _bgrx(colour)
    return pixels


def _bgrx(colour: QColor) -> npt.NDArray[np.float64]:
    return np.array([colour.blue(), colour.green(), colour.red(), 255], np.float64)
