"""A recording with its pose that is looked at only, as in comparisons."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from app.widgets.overlay import OverlayColours, OverlayData, OverlayOptions
from app.widgets.overlay_painter import Highlight, OverlayPainter
from app.widgets.picture_view import PictureView
from app.widgets.time_text import format_time

if TYPE_CHECKING:
    from efficientpose_core.pipeline import Derived

__all__ = ["TrialView"]


class TrialView(PictureView):
    """Shows frames with the pose on them; zooms as `PictureView` does, corrects nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = OverlayData()
        self._options = OverlayOptions(show_rejected=False)
        self._colours = OverlayColours()
        self._frame, self._t_s = -1, math.nan

    @property
    def frame(self) -> int:
        """Number of the frame on display; -1 for none."""
        return self._frame

    def set_derived(self, derived: Derived) -> None:
        """Draw these results."""
        self._data.track, self._data.angles = derived.track, derived.angles
        self._data.facing = derived.facing
        self.update()

    def set_frame(self, index: int, image: QImage | None, t_s: float) -> None:
        """Show a frame; None for one that is damaged."""
        self._frame, self._t_s = index, t_s
        self.set_image(image)

    def _missing_text(self) -> str:
        return self.tr("Frame {0} is damaged and cannot be shown").format(self._frame)

    def _paint_above(self, painter: QPainter) -> None:
        overlay = OverlayPainter(
            painter, self._geometry, self._data, self._options, self._colours, self._frame
        )
        overlay.paint(Highlight())
        caption = self.tr("{0} s · frame {1}").format(format_time(self._t_s), self._frame)
        overlay.draw_caption(caption)
