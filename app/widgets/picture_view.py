"""A picture at any zoom: pixel-exact on every screen, moved and zoomed by mouse, pad and keys."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.widgets.view_geometry import ViewGeometry

__all__ = ["PictureView"]

# From here on, single pixels are what the user wants to see.
_NEAREST_ZOOM = 4.0
# Down to here, four neighbours per pixel are enough while pictures follow each other.
_QUICK_ZOOM = 0.5
_REFINE_AFTER_MS = 120
_WHEEL_STEP = 1.2


class PictureView(QWidget):
    """Shows an image; the base of the video view.

    Dragging with the middle button, or with Space held, moves the picture; the wheel and pinching
    zoom at the pointer; plus, minus, 0 (whole picture) and 1 (100 %) zoom by keyboard; a double
    click switches between the whole picture and 100 %.

    Parameters
    ----------
    parent
        Qt parent.

    Signals
    -------
    zoom_changed(float)
        Device pixels per picture pixel.
    """

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._image: QImage | None = None
        self._scaled: QImage | None = None
        self._has_picture = False
        self._background = QColor(24, 26, 29)
        self._geometry = ViewGeometry(picture_px=(0, 0), viewport=QSizeF(self.size()))
        self._is_fitted = True
        self._pan_from: QPointF | None = None
        self._is_space_held = False
        self._refine_timer = QTimer(self, singleShot=True, interval=_REFINE_AFTER_MS)
        self._refine_timer.timeout.connect(self.update)

    # --- Content -------------------------------------------------------------------------------

    def set_image(self, image: QImage | None, size_px: tuple[int, int] | None = None) -> None:
        """Show an image; None leaves a grey area of the same size.

        Parameters
        ----------
        image
            The picture, or a smaller copy of it.
        size_px
            (width, height) of the picture that a smaller copy stands for.
        """
        self._image, self._scaled, self._has_picture = image, None, True
        self._refine_timer.start()
        if image is not None:
            self.set_picture_size(*(size_px or (image.width(), image.height())))
        self.update()

    def set_picture_size(self, width_px: int, height_px: int) -> None:
        """Tell the size of the pictures to come; fits them when it changes."""
        if (width_px, height_px) != self._geometry.picture_px:
            self._geometry = replace(self._geometry, picture_px=(width_px, height_px))
            self.fit()

    def clear(self) -> None:
        """Show nothing."""
        self._image, self._scaled, self._has_picture = None, None, False
        self._geometry = replace(self._geometry, picture_px=(0, 0))
        self._is_fitted = True
        self.update()

    # --- Zoom ----------------------------------------------------------------------------------

    @property
    def view_geometry(self) -> ViewGeometry:
        """Where the picture is."""
        return self._geometry

    @property
    def zoom(self) -> float:
        """Device pixels per picture pixel."""
        return self._geometry.zoom

    @property
    def is_fitted(self) -> bool:
        """Whether the whole picture stays in view when the widget changes its size."""
        return self._is_fitted

    def fit(self) -> None:
        """Show the whole picture, also when the widget changes its size."""
        self._is_fitted = True
        self._set_geometry(self._geometry.fitted())

    def set_zoom(self, zoom: float, anchor: QPointF | None = None) -> None:
        """Zoom; the place under ``anchor`` (the middle by default) stays where it is."""
        middle = QPointF(0.5 * self.width(), 0.5 * self.height())
        self._is_fitted = False
        self._set_geometry(self._geometry.zoomed(zoom, anchor or middle))

    def zoom_in(self) -> None:
        """Enlarge by a step."""
        self.set_zoom(self.zoom * _WHEEL_STEP**2)

    def zoom_out(self) -> None:
        """Shrink by a step."""
        self.set_zoom(self.zoom / _WHEEL_STEP**2)

    def show_full_size(self) -> None:
        """Show one pixel of the picture as one of the screen."""
        self.set_zoom(1.0)

    def _set_geometry(self, geometry: ViewGeometry) -> None:
        changed = geometry.zoom != self._geometry.zoom
        self._geometry = geometry
        if changed:
            self._scaled = None
            self.zoom_changed.emit(geometry.zoom)
        self.update()

    # --- Painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, what lies above it, and the focus frame."""
        self._follow_screen()
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._background)
        if self._has_picture:
            self._paint_picture(painter)
            self._paint_above(painter)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setOpacity(1.0)
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_above(self, painter: QPainter) -> None:
        """Paint over the picture; for subclasses."""

    def _missing_text(self) -> str:
        """Return what to write where there is no image; for subclasses."""
        return ""

    def _follow_screen(self) -> None:
        """Notice a window that moved to a screen of another density."""
        ratio = self.devicePixelRatioF()
        if ratio != self._geometry.device_ratio:
            scale = self._geometry.scale
            self._geometry = replace(self._geometry, device_ratio=ratio, zoom=scale * ratio)
            if self._is_fitted:
                self._geometry = self._geometry.fitted()
            self._scaled = None

    def _paint_picture(self, painter: QPainter) -> None:
        image = self._image
        shown = self._geometry.picture_rect()
        if image is None:
            painter.fillRect(shown, QColor(60, 60, 60))
            painter.setPen(QColor(255, 255, 255))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(shown, flags, self._missing_text())
        elif image.width() != self._geometry.picture_px[0]:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(shown, image)
        elif self._geometry.zoom > 1.0:
            self._paint_enlarged(painter, image)
        elif self._refine_timer.isActive() and _QUICK_ZOOM <= self._geometry.zoom < 1.0:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(shown, image)
        else:
            painter.drawImage(shown.topLeft(), self._shrunk(image))

    def _paint_enlarged(self, painter: QPainter, image: QImage) -> None:
        # Only the part in view is resampled: at forty times, the rest would be huge.
        x0, y0 = self._geometry.to_picture(QPointF(0.0, 0.0))
        x1, y1 = self._geometry.to_picture(QPointF(self.width(), self.height()))
        left, top = max(math.floor(x0) - 1, 0), max(math.floor(y0) - 1, 0)
        right, low = min(math.ceil(x1) + 1, image.width()), min(math.ceil(y1) + 1, image.height())
        part = QRectF(left, top, right - left, low - top)
        if part.isEmpty():
            return
        is_smooth = self._geometry.zoom < _NEAREST_ZOOM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        target = self._geometry.rect_to_widget(left, top, part.width(), part.height())
        painter.drawImage(target, image, part)

    def _shrunk(self, image: QImage) -> QImage:
        """Return the picture in device pixels, averaged; kept for repaints of the same frame."""
        if self._scaled is None:
            zoom = self._geometry.zoom
            size = QSize(max(1, round(image.width() * zoom)), max(1, round(image.height() * zoom)))
            mode = Qt.TransformationMode.SmoothTransformation
            scaled = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
            scaled.setDevicePixelRatio(self._geometry.device_ratio)
            self._scaled = scaled
        return self._scaled

    # --- Mouse, pad, keyboard ------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the picture."""
        button = event.button()
        is_pan = button == Qt.MouseButton.MiddleButton or (
            self._is_space_held and button == Qt.MouseButton.LeftButton
        )
        if is_pan:
            self._pan_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture."""
        if self._pan_from is not None:
            moved = event.position() - self._pan_from
            self._pan_from = event.position()
            self._pan(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End moving the picture."""
        if self._pan_from is not None:
            self._pan_from = None
            self._reset_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Switch between the whole picture and 100 %."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._is_fitted:
            self.set_zoom(1.0, event.position())
        else:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; the two-finger scroll of a touch pad moves the picture."""
        delta = event.angleDelta().y()
        is_pad = not event.pixelDelta().isNull()
        if is_pad and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._pan(QPointF(event.pixelDelta()))
        elif delta:
            self.set_zoom(self.zoom * _WHEEL_STEP ** (delta / 120.0), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, and notice Space."""
        modifiers = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        actions = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_1: self.show_full_size,
        }
        key = Qt.Key(event.key())
        if key in actions and not modifiers:
            actions[key]()
            return
        if key == Qt.Key.Key_Space:
            # Left to the window all the same, where Space plays.
            self._is_space_held = True
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Notice that Space was let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._is_space_held = False
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget a Space whose release goes elsewhere."""
        self._is_space_held = False
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Zoom by pinching."""
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.set_zoom(self.zoom * (1.0 + event.value()), event.position())
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole picture in view, or the place in the middle."""
        self._geometry = replace(self._geometry, viewport=QSizeF(event.size()))
        if self._is_fitted:
            self._set_geometry(self._geometry.fitted())

    def sizeHint(self) -> QSize:
        """Prefer a picture of useful size."""
        return QSize(800, 450)

    def minimumSizeHint(self) -> QSize:
        """Stay usable in small windows."""
        return QSize(240, 160)

    def _pan(self, moved: QPointF) -> None:
        self._is_fitted = False
        self._set_geometry(self._geometry.panned(moved.x(), moved.y()))

    def _reset_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.ArrowCursor)
