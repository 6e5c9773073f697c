"""The picture being labelled: keypoints are put, moved and taken away on it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from app.translation import decimal
from app.widgets.overlay import OverlayOptions, keypoint_label
from app.widgets.overlay_painter import Highlight, OverlayPainter
from app.widgets.video_view import VideoView, ViewMode
from app.widgets.view_geometry import MAX_ZOOM
from efficientpose_core.pose import FloatArray, PoseTrack, Status

if TYPE_CHECKING:
    from efficientpose_core.skeleton import Skeleton
    from efficientpose_core.training.labels.project import LabelFrame

__all__ = ["LabelView", "keypoint_state"]

_OPTIONS = OverlayOptions(
    show_angles=False, show_rejected=False, show_facing=False, show_banner=False,
    show_confidence=False, min_score=0.0, line_width_px=2.5,
)  # fmt: skip
_LEAST_FOR_ZOOM = 3
_ZOOM_MARGIN = 1.3


def keypoint_state(frame: LabelFrame, keypoint: int) -> str:
    """Return in words where the position of a keypoint comes from, or why there is none."""
    from efficientpose_core.training.labels.project import Origin
    from efficientpose_core.training.labels.types import Visibility

    origin, visibility = frame.origin[keypoint], frame.visibility[keypoint]
    if visibility == Visibility.MISSING:
        if origin == Origin.HAND:
            return QCoreApplication.translate("KeypointState", "cannot be told")
        return QCoreApplication.translate("KeypointState", "not placed")
    if visibility == Visibility.OCCLUDED:
        return QCoreApplication.translate("KeypointState", "hidden")
    if origin == Origin.HAND:
        return QCoreApplication.translate("KeypointState", "by hand")
    score = float(frame.guess_score[keypoint])
    guess = QCoreApplication.translate("KeypointState", "guess")
    return f"{guess} {decimal(score, 2)}" if math.isfinite(score) else guess


class _LabelPainter(OverlayPainter):
    """Says of a keypoint what it is for the labeller."""

    frame: LabelFrame | None = None

    def _keypoint_text(self, channel: int) -> str:
        track = self._data.track
        assert track is not None
        name = keypoint_label(track.skeleton.keypoints[channel])
        return name if self.frame is None else f"{name} · {keypoint_state(self.frame, channel)}"


class LabelView(VideoView):
    """Shows one frame of a label project.

    Beside what `VideoView` does: all keypoints can be selected, also those without a position. A
    click puts a selected keypoint that has none; with Ctrl it puts any selected one.

    Signals
    -------
    place_wanted(int)
        The arrow keys were used on a keypoint without a position.
    pointer_moved(float, float)
        Place in the picture under the pointer.
    """

    place_wanted = Signal(int)
    pointer_moved = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Picture to label"))
        self._label_frame: LabelFrame | None = None
        self._text = ""
        self._problem = ""
        self._is_forced = False
        self.set_options(_OPTIONS)

    # --- Content -------------------------------------------------------------------------------

    def show_frame(self, frame: LabelFrame, skeleton: Skeleton, text: str) -> None:
        """Show the keypoints of a frame; its picture comes by `show_picture`."""
        is_new = self._label_frame is None or self._label_frame.key != frame.key
        self._label_frame, self._text = frame, text
        self._frame = 0
        if is_new:
            self._cancel_drag()
            self._problem = ""
            self.set_image(None)
        self.set_picture_size(*frame.size_px)
        selected = self._selected
        self.set_track(_track_of(frame, skeleton))
        if selected is not None and selected < len(skeleton):
            self.select_keypoint(selected)
        self._tell_selection()
        self.update()

    def show_picture(self, image: QImage | None, problem: str = "") -> None:
        """Show the picture of the frame, or say why it cannot be shown."""
        self._problem = problem
        self.set_image(image)

    @property
    def shown_key(self) -> str:
        """Key of the frame on display; empty for none."""
        return "" if self._label_frame is None else self._label_frame.key

    @property
    def has_points(self) -> bool:
        """Whether any keypoint of the frame on display has a position."""
        return self._label_frame is not None and bool(np.any(self._label_frame.visibility))

    @property
    def image(self) -> QImage | None:
        """The picture on display."""
        return self._image

    def set_names_visible(self, is_visible: bool) -> None:
        """Write the names beside all keypoints, or not."""
        self.set_options(replace(self.options, show_names=is_visible))

    def zoom_to_person(self) -> None:
        """Show the person as large as the view allows; the whole picture where nobody is."""
        frame = self._label_frame
        if frame is None or np.count_nonzero(frame.visibility) < _LEAST_FOR_ZOOM:
            self.fit()
            return
        low, high = np.nanmin(frame.xy_px, axis=0), np.nanmax(frame.xy_px, axis=0)
        across, down = (high - low) * _ZOOM_MARGIN + 1.0
        zoom = float(min(self.width() / across, self.height() / down)) * self.devicePixelRatioF()
        centre = 0.5 * (low + high)
        self._is_fitted = False
        self._set_geometry(
            replace(
                self._geometry,
                zoom=min(max(zoom, self._geometry.fit_zoom()), MAX_ZOOM),
                centre_px=(float(centre[0]), float(centre[1])),
            )
        )

    # --- Keypoints -----------------------------------------------------------------------------

    @property
    def keypoint_count(self) -> int:
        """How many keypoints there are."""
        return 0 if self._label_frame is None else len(self._label_frame)

    def step_keypoint(self, step: int) -> None:
        """Select the next keypoint (or, with -1, the one before), also one without a position."""
        count = self.keypoint_count
        if count:
            start = (-1 if step > 0 else 0) if self._selected is None else self._selected
            self.select_keypoint((start + step) % count)

    def _selectable(self) -> range:
        return range(self.keypoint_count)

    def _grab(self, place: QPointF) -> None:
        selected = self._selected
        is_empty = selected is not None and not math.isfinite(self._place_of(selected)[0])
        # Also beside another keypoint: heels are near ankles.
        if selected is not None and (self._is_forced or is_empty):
            x, y = self._geometry.to_picture(place)
            width, height = self._geometry.picture_px
            if 0 <= x <= width and 0 <= y <= height:
                self._pressed_at = None
                self._move(selected, x, y)
        elif self.keypoint_at(place) is not None:
            super()._grab(place)

    def _move(self, keypoint: int, x: float, y: float) -> None:
        """Tell that a keypoint was moved; it stays in the picture."""
        width, height = self._geometry.picture_px
        super()._move(keypoint, min(max(x, 0.0), width), min(max(y, 0.0), height))

    def _nudge(self, dx: float, dy: float) -> None:
        assert self._selected is not None
        if math.isfinite(self._place_of(self._selected)[0]):
            super()._nudge(dx, dy)
        else:
            self.place_wanted.emit(self._selected)

    # --- Events --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag a keypoint, or put one."""
        self._is_forced = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on dragging; tell where the pointer is."""
        super().mouseMoveEvent(event)
        x, y = self._geometry.to_picture(event.position())
        self.pointer_moved.emit(x, y)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom only where nothing can be put."""
        if self._selected is None:
            super().mouseDoubleClickEvent(event)
        else:
            self.mousePressEvent(event)

    # --- Painting ------------------------------------------------------------------------------

    def _paint_overlay(self, painter: QPainter) -> None:
        overlay = _LabelPainter(
            painter, self._geometry, self._data, self._options, self._colours, self._frame
        )
        overlay.frame = self._label_frame
        hovered = self._hovered if self._dragged is None else self._dragged
        overlay.paint(Highlight(selected=self._selected, hovered=hovered))
        if self._text:
            overlay.draw_caption(self._text)

    def _missing_text(self) -> str:
        return self._problem

    def _hint(self) -> str:
        if self._mode is ViewMode.DRAW_BOX:
            return self.tr("Draw a box around the person; the guess is made in it · Esc to cancel")
        selected = self._selected
        if selected is None or self._data.track is None:
            return ""
        if math.isfinite(self._place_of(selected)[0]):
            return ""
        name = keypoint_label(self._data.track.skeleton.keypoints[selected])
        return self.tr("Click where the keypoint is: {0}").format(name)

    def _tell_selection(self) -> None:
        super()._tell_selection()
        if self._selected is not None and self._label_frame is not None and self._data.track:
            name = keypoint_label(self._data.track.skeleton.keypoints[self._selected])
            told = f"{name}, {keypoint_state(self._label_frame, self._selected)}"
            self.setAccessibleDescription(self.tr("Selected keypoint: {0}").format(told))

    def leaveEvent(self, event: QEvent) -> None:
        """Look at the selected keypoint again."""
        super().leaveEvent(event)
        if self._selected is not None:
            x, y = self._place_of(self._selected)
            if math.isfinite(x):
                self.pointer_moved.emit(x, y)


def _track_of(frame: LabelFrame, skeleton: Skeleton) -> PoseTrack:
    """Return the frame as a track of one row, which is what overlays are drawn from."""
    from efficientpose_core.training.labels.project import Origin
    from efficientpose_core.training.labels.types import Visibility

    joints = len(skeleton)
    status = np.full(joints, Status.MEASURED, np.int8)
    status[frame.origin == Origin.HAND] = Status.EDITED
    status[frame.visibility == Visibility.OCCLUDED] = Status.INTERPOLATED
    status[frame.visibility == Visibility.MISSING] = Status.REJECTED
    nothing: FloatArray = np.full((1, joints), np.nan)
    return PoseTrack(
        skeleton=skeleton, t_s=np.zeros(1), frame=np.zeros(1, np.int64),
        xy_px=frame.xy_px[None], score=np.ones((1, joints)), spread_px=nothing,
        status=status[None], presence=np.ones(1), image_size_px=frame.size_px,
    )  # fmt: skip
