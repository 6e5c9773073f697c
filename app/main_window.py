"""The main window: layout only; it knows no service."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QMainWindow,
    QProgressBar,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.actions.registry import ActionRegistry
from app.widgets.notification_area import NotificationArea
from app.widgets.plot_panel import PlotPanel
from app.widgets.queue_panel import QueuePanel
from app.widgets.table_panel import TablePanel
from app.widgets.timeline import Timeline
from app.widgets.transport import TransportBar
from app.widgets.video_view import VideoView
from app.widgets.welcome import WelcomePage

__all__ = ["MainWindow"]


class MainWindow(QMainWindow):
    """Picture, curves, table, transport and timeline; a welcome page while nothing is open.

    Parameters
    ----------
    actions
        Menus and toolbar are made from them.

    Signals
    -------
    files_dropped(list)
        Paths that were dropped on the window.
    close_requested(QCloseEvent)
        The user wants to leave; ignore the event to stay.
    cancel_requested()
        What the status bar shows the progress of is not wanted any more.
    """

    files_dropped = Signal(list)
    close_requested = Signal(object)
    cancel_requested = Signal()

    def __init__(self, actions: ActionRegistry) -> None:
        super().__init__()
        self._actions = actions
        self.setObjectName("main")
        self.resize(1280, 800)
        self.setMinimumSize(860, 560)
        self.setAcceptDrops(True)
        self.welcome = WelcomePage()
        self.view = VideoView()
        self.plots = PlotPanel()
        self.table = TablePanel()
        self.queue = QueuePanel()
        self.transport = TransportBar()
        self.transport.setObjectName("bar")
        self.transport.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.timeline = Timeline()
        self.model_box = QComboBox()
        self.view_box = QComboBox()
        self.splitter = QSplitter()
        self.tabs = QTabWidget()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._workspace = self._make_workspace()
        self._pages.addWidget(self._workspace)
        self.setCentralWidget(self._pages)
        self.notes = NotificationArea(self._pages)
        self._progress = QProgressBar()
        self._progress.setMaximumWidth(260)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._progress.hide()
        self._cancel = QToolButton()
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setToolTip(self.tr("Stop this; files are complete or absent."))
        self._cancel.clicked.connect(self.cancel_requested)
        self._cancel.hide()
        self._state = QLabel()
        for part in (self._state, self._progress, self._cancel):
            self.statusBar().addPermanentWidget(part)
        actions.build_menus(self.menuBar())
        actions.add_to_pictures(self.view, self.timeline, self.plots.graphics)
        self._make_toolbar(actions)
        actions.draw_icons(self.palette())
        self.show_source(None)

    # --- What the window shows -----------------------------------------------------------------

    def show_source(self, name: str | None) -> None:
        """Show the workspace for a recording or project, or the welcome page."""
        self._pages.setCurrentWidget(self.welcome if name is None else self._workspace)
        self.setWindowTitle(
            self.tr("EfficientPose Studio")
            if name is None
            else self.tr("{0}[*] - EfficientPose Studio").format(name)
        )
        if name is None:
            self.welcome.focus_first()
        else:
            self.view.setFocus()

    def add_panel(self, panel: QWidget, title: str) -> None:
        """Add a tab beside curves and table, before the queue."""
        self.tabs.insertTab(self.tabs.indexOf(self.queue), panel, title)

    def show_queue(self) -> None:
        """Show the queue, also while nothing is open."""
        self.tabs.setTabVisible(self.tabs.indexOf(self.queue), True)
        self.tabs.setCurrentWidget(self.queue)
        if self._pages.currentWidget() is self.welcome:
            self._pages.setCurrentWidget(self._workspace)

    def show_page(self, page: QWidget) -> None:
        """Show another page, such as the camera's."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        # A page that comes later lies above the notes.
        self.notes.raise_()

    def remove_page(self, page: QWidget, *, has_source: bool) -> None:
        """Go back from another page to the workspace or the welcome page."""
        self._pages.removeWidget(page)
        self._pages.setCurrentWidget(self._workspace if has_source else self.welcome)

    def show_progress(self, text: str, done: int, total: int, *, can_cancel: bool = False) -> None:
        """Show how far something is; a moving bar while ``total`` is 0.

        ``can_cancel`` offers to stop it right there; analyses have actions for that.
        """
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._progress.show()
        self._cancel.setVisible(can_cancel)
        self.statusBar().showMessage(text)

    def hide_progress(self) -> None:
        """Nothing is under way."""
        self._progress.hide()
        self._cancel.hide()
        self.statusBar().clearMessage()

    @property
    def state_text(self) -> str:
        """What the right of the status bar says."""
        return self._state.text()

    @property
    def state_explanation(self) -> str:
        """Where that comes from."""
        return self._state.toolTip()

    def show_state(self, text: str, explanation: str = "") -> None:
        """Say at the right of the status bar what is known of space and time."""
        self._state.setText(text)
        self._state.setToolTip(explanation)
        self._state.setAccessibleDescription(explanation)

    def set_full_screen(self, is_full: bool) -> None:
        """Use the whole screen, or no longer."""
        full = Qt.WindowState.WindowFullScreen
        self.setWindowState(self.windowState() | full if is_full else self.windowState() & ~full)

    # --- Parts ---------------------------------------------------------------------------------

    def _make_workspace(self) -> QWidget:
        page = QWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.plots, self.tr("Curves"))
        self.tabs.addTab(self.table, self.tr("Table"))
        self.tabs.addTab(self.queue, self.tr("Queue"))
        self.tabs.setTabVisible(self.tabs.indexOf(self.queue), False)
        self.splitter.addWidget(self.view)
        self.splitter.addWidget(self.tabs)
        self.splitter.setSizes([760, 520])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(True)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.splitter, stretch=1)
        layout.addWidget(self.transport)
        layout.addWidget(self.timeline)
        return page

    def _make_toolbar(self, actions: ActionRegistry) -> None:
        bar = self.addToolBar(self.tr("Main toolbar"))
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setIconSize(QSize(20, 20))
        actions.fill_toolbar(bar)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        self.view_box.setAccessibleName(self.tr("From where the person is seen"))
        self.view_box.setToolTip(self.tr("From where the person is seen decides which angles mean "
                                         "something."))  # fmt: skip
        self.model_box.setAccessibleName(self.tr("Model"))
        self.model_box.setToolTip(self.tr("The network that finds the pose, and how fast it is on "
                                          "this machine."))  # fmt: skip
        for box, width in ((self.view_box, 110), (self.model_box, 150)):
            box.setMinimumWidth(width)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            bar.addWidget(box)

    # --- Events --------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme, and the window manager, which may end the full screen."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._actions.action("view.full_screen").setChecked(self.isFullScreen())
        if event.type() == QEvent.Type.PaletteChange:
            self._actions.draw_icons(self.palette())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask whether the window may go away."""
        self.close_requested.emit(event)
