"""The frames of a label project, and the keypoints of one frame, as lists."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QHeaderView, QListView, QTableWidget, QTableWidgetItem, QWidget

from app.translation import tell
from app.widgets.label_view import keypoint_state
from app.widgets.overlay import OverlayColours, keypoint_label
from app.widgets.time_text import format_time

if TYPE_CHECKING:
    from efficientpose_core.skeleton import Skeleton
    from efficientpose_core.training.labels.project import LabelFrame, LabelProject

__all__ = ["FrameList", "KeypointList", "frame_name"]

_MARK_PX, _ROW_PX = 14, 26
_Index = QModelIndex | QPersistentModelIndex


def frame_name(frame: LabelFrame) -> str:
    """Return what a frame is called: recording and time, or picture."""
    if math.isfinite(frame.t_s):
        return f"{frame.source} · {format_time(frame.t_s)} s"
    return frame.key


class _FrameModel(QAbstractListModel):
    """Frames, in their order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._project: LabelProject | None = None
        self._palette = parent.palette()

    def set_project(self, project: LabelProject | None) -> None:
        self.beginResetModel()
        self._project = project
        self.endResetModel()

    def set_frame(self, project: LabelProject, row: int) -> None:
        self._project = project
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def set_palette(self, palette: QPalette) -> None:
        self._palette = palette

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if self._project is None or (parent and parent.isValid()) else len(self._project)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._project is None or not index.isValid():
            return None
        frame = self._project.frames[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return frame_name(frame)
        if role == Qt.ItemDataRole.SizeHintRole:
            # Narrow: the list makes it as wide as itself, and long names lose their middle.
            return QSize(_MARK_PX, _ROW_PX)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._mark(frame.is_done)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tell(frame.reason) if frame.reason else frame.key
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("labelled") if frame.is_done else self.tr("still to be labelled")
            return f"{frame_name(frame)}, {state}"
        return None

    def _mark(self, is_done: bool) -> QIcon:
        """Return a tick in a disc, or an empty ring."""
        pixmap = QPixmap(_MARK_PX * 2, _MARK_PX * 2)
        pixmap.setDevicePixelRatio(2.0)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._palette.color(QPalette.ColorRole.Highlight)
        muted = self._palette.color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(QPen(colour if is_done else muted, 1.4))
        if is_done:
            painter.setBrush(colour)
        painter.drawEllipse(1, 1, _MARK_PX - 2, _MARK_PX - 2)
        if is_done:
            painter.setPen(QPen(self._palette.color(QPalette.ColorRole.HighlightedText), 1.8))
            painter.drawPolyline([QPointF(3.8, 7.2), QPointF(6.2, 9.6), QPointF(10.2, 4.8)])
        painter.end()
        return QIcon(pixmap)


class FrameList(QListView):
    """All frames with a mark for those that are labelled.

    Signals
    -------
    row_chosen(int)
        The user wants to see this frame.
    """

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setAccessibleName(self.tr("Frames to label"))
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(_MARK_PX, _MARK_PX))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._is_silent = False
        self._model = _FrameModel(self)
        self.setModel(self._model)
        self.selectionModel().currentChanged.connect(self._tell)

    def set_project(self, project: LabelProject | None) -> None:
        """List other frames."""
        self._is_silent = True
        self._model.set_project(project)
        self._is_silent = False

    def show_change(self, project: LabelProject, row: int) -> None:
        """Bring one row up to date."""
        self._model.set_frame(project, row)

    def set_row(self, row: int) -> None:
        """Mark a frame as the one on display."""
        self._is_silent = True
        self.setCurrentIndex(self._model.index(row))
        self._is_silent = False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_model"):
            self._model.set_palette(self.palette())

    def _tell(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid() and not self._is_silent:
            self.row_chosen.emit(current.row())


class KeypointList(QTableWidget):
    """The keypoints of the frame, and where each of them comes from.

    Signals
    -------
    keypoint_chosen(int)
        The user has selected one.
    """

    keypoint_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self.setObjectName("plain")
        self.setAccessibleName(self.tr("Keypoints of this frame"))
        self.setHorizontalHeaderLabels([self.tr("Keypoint"), self.tr("State")])
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(22)
        self.setShowGrid(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._colours = OverlayColours()
        self.currentCellChanged.connect(self._tell)

    def set_skeleton(self, skeleton: Skeleton) -> None:
        """List other keypoints."""
        blocker = QSignalBlocker(self)
        self.setRowCount(len(skeleton))
        for row, name in enumerate(skeleton.keypoints):
            item = QTableWidgetItem(keypoint_label(name))
            item.setData(Qt.ItemDataRole.DecorationRole, _swatch(self._colours.side(name)))
            self.setItem(row, 0, item)
            self.setItem(row, 1, QTableWidgetItem())
        del blocker

    def show_frame(self, frame: LabelFrame) -> None:
        """Tell the states."""
        for row in range(self.rowCount()):
            item = self.item(row, 1)
            if item is not None:
                item.setText(keypoint_state(frame, row))
                is_placed = bool(frame.visibility[row])
                role = self.palette().text() if is_placed else self.palette().placeholderText()
                item.setForeground(role)

    def set_keypoint(self, keypoint: int | None) -> None:
        """Mark the selected one."""
        blocker = QSignalBlocker(self)
        if keypoint is None:
            self.setCurrentCell(-1, -1)
            self.clearSelection()
        else:
            self.setCurrentCell(keypoint, 0)
            self.selectRow(keypoint)
        del blocker

    def _tell(self, row: int, *_: int) -> None:
        if row >= 0:
            self.keypoint_chosen.emit(row)


def _swatch(colour: QColor) -> QPixmap:
    pixmap = QPixmap(10, 10)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(110, 116, 125), 1.0))
    painter.setBrush(colour)
    painter.drawEllipse(1, 1, 8, 8)
    painter.end()
    return pixmap
