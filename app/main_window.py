"""The main window: layout, menus and toolbar; it knows no service."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.widgets.plot_panel import PlotPanel
from app.widgets.timeline import Timeline
from app.widgets.transport import TransportBar
from app.widgets.video_view import VideoView

__all__ = ["MainWindow"]

_MESSAGE_MS = 8000


class MainWindow(QMainWindow):
    """Picture, curves, transport and timeline; a welcome page while nothing is open.

    Signals
    -------
    file_chosen(Path)
        To be opened: from the dialog, or dropped on the window.
    analysis_requested(), cancel_requested()
        From the menu or the toolbar.
    export_requested(Path)
        Folder for the result files.
    closed()
        The window goes away.
    """

    file_chosen = Signal(object)
    analysis_requested = Signal()
    cancel_requested = Signal()
    export_requested = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.resize(1280, 800)
        self.setAcceptDrops(True)
        self.view = VideoView()
        self.plots = PlotPanel()
        self.transport = TransportBar()
        self.timeline = Timeline()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._welcome())
        self._pages.addWidget(self._workspace())
        self.setCentralWidget(self._pages)
        self._progress = QProgressBar()
        self._progress.setMaximumWidth(260)
        self._progress.setAccessibleName(self.tr("Progress of the analysis"))
        self._progress.hide()
        self.statusBar().addPermanentWidget(self._progress)
        self._make_actions()
        self.show_source(None)

    # --- What the window shows -----------------------------------------------------------------

    def show_source(self, path: Path | None) -> None:
        """Show the workspace for a recording, or the welcome page."""
        self._pages.setCurrentIndex(0 if path is None else 1)
        self.setWindowTitle(
            self.tr("EfficientPose Studio")
            if path is None
            else self.tr("{0} - EfficientPose Studio").format(path.name)
        )
        self.analyse_action.setEnabled(path is not None)
        self.export_action.setEnabled(False)

    def show_running(self, is_running: bool) -> None:
        """Offer what can be done while an analysis runs, or while none does."""
        self._progress.setVisible(is_running)
        self._progress.setRange(0, 0)
        self.analyse_action.setEnabled(not is_running)
        self.cancel_action.setEnabled(is_running)
        self.open_action.setEnabled(not is_running)

    def show_progress(self, text: str, done: int, total: int) -> None:
        """Show how far the analysis is."""
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self.statusBar().showMessage(text)

    def show_result(self, has_result: bool) -> None:
        """Offer to export, if there is something."""
        self.export_action.setEnabled(has_result)

    def show_message(self, text: str) -> None:
        """Tell the user something, without a box in the way."""
        self.statusBar().showMessage(text, _MESSAGE_MS)

    # --- Parts ---------------------------------------------------------------------------------

    def _welcome(self) -> QWidget:
        page = QWidget()
        title = QLabel(self.tr("EfficientPose Studio"))
        font = title.font()
        font.setPointSizeF(1.9 * font.pointSizeF())
        title.setFont(font)
        hint = QLabel(self.tr("Open a video, or drop one here. Nothing leaves this computer."))
        button = QPushButton(self.tr("Open a video..."))
        button.setAccessibleName(self.tr("Open a video"))
        button.setDefault(True)
        button.clicked.connect(self._choose_file)
        layout = QVBoxLayout(page)
        layout.setSpacing(16)
        layout.addStretch()
        for part in (title, hint, button):
            layout.addWidget(part, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        return page

    def _workspace(self) -> QWidget:
        page = QWidget()
        beside = QSplitter()
        beside.addWidget(self.view)
        beside.addWidget(self.plots)
        beside.setSizes([820, 460])
        beside.setStretchFactor(0, 1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(beside, stretch=1)
        layout.addWidget(self.transport)
        layout.addWidget(self.timeline)
        return page

    def _make_actions(self) -> None:
        self.open_action = self._action(
            self.tr("&Open..."), QKeySequence.StandardKey.Open, self._choose_file
        )
        self.analyse_action = self._action(
            self.tr("&Analyse"), QKeySequence("Ctrl+Return"), self.analysis_requested.emit
        )
        self.cancel_action = self._action(
            self.tr("&Stop"), QKeySequence("Ctrl+."), self.cancel_requested.emit
        )
        self.cancel_action.setEnabled(False)
        self.export_action = self._action(
            self.tr("&Export..."), QKeySequence("Ctrl+E"), self._choose_folder
        )
        quit_action = self._action(self.tr("&Quit"), QKeySequence.StandardKey.Quit, self.close)
        full_screen = self._action(
            self.tr("&Full screen"), QKeySequence("F11"), self._toggle_full_screen
        )
        file_menu = self.menuBar().addMenu(self.tr("&File"))
        file_menu.addActions([self.open_action, self.export_action])
        file_menu.addSeparator()
        file_menu.addAction(quit_action)
        analysis_menu = self.menuBar().addMenu(self.tr("&Analysis"))
        analysis_menu.addActions([self.analyse_action, self.cancel_action])
        self.menuBar().addMenu(self.tr("&View")).addAction(full_screen)
        bar = self.addToolBar(self.tr("Main toolbar"))
        bar.setObjectName("main")
        bar.setMovable(False)
        bar.addActions(
            [self.open_action, self.analyse_action, self.cancel_action, self.export_action]
        )

    def _action(
        self, text: str, keys: QKeySequence | QKeySequence.StandardKey, do: object
    ) -> QAction:
        action = QAction(text, self)
        action.setShortcut(keys)
        action.setToolTip(f"{text.replace('&', '')} ({action.shortcut().toString()})")
        action.triggered.connect(lambda: do())  # type: ignore[operator]
        return action

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Open a video"),
            "",
            self.tr("Videos and pictures (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.png *.jpg);;"
                    "All files (*)"),
        )  # fmt: skip
        if name:
            self.file_chosen.emit(Path(name))

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder for the results"))
        if name:
            self.export_requested.emit(Path(name))

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # --- Events --------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file that was dropped."""
        if not self.open_action.isEnabled():
            self.show_message(self.tr("Stop the analysis before opening another recording."))
            return
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.file_chosen.emit(Path(files[0]))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window goes away."""
        self.closed.emit()
        super().closeEvent(event)
