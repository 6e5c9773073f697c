"""Writing tables and the annotated video."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from app.dialogs.export import ExportChoice, ExportDialog
from app.main_window import MainWindow
from app.services.document import Document
from app.services.notifications import Notifications
from app.services.tasks import Task, TaskRunner
from app.settings import AppSettings

if TYPE_CHECKING:
    from efficientpose_core.progress import Progress

__all__ = ["ExportController"]


class ExportController(QObject):
    """Asks what to write, and writes it in the background."""

    def __init__(
        self, window: MainWindow, document: Document, settings: AppSettings, notes: Notifications
    ) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self._settings, self._notes = settings, notes
        self._tasks = TaskRunner("export", self)

    @property
    def is_busy(self) -> bool:
        """Whether files are being written."""
        return self._tasks.is_busy

    def ask(self) -> None:
        """Ask what to write, and where."""
        analysis = self._document.analysis()
        if analysis is None:
            return
        folder = Path(self._settings.folder or analysis.request.source.parent)
        dialog = ExportDialog(analysis, folder, self._window)
        dialog.accepted.connect(lambda: self.write(dialog.choice))
        dialog.open()

    def write(self, choice: ExportChoice) -> Task | None:
        """Write the files."""
        session, derived = self._document.session, self._document.derived
        if session is None:
            return None
        is_current = self._document.is_current
        self._settings.folder = str(choice.folder)

        def work(task: Task) -> Path:
            from efficientpose_core.results import check_writable, write_results

            check_writable(choice.folder)
            write_results(
                session.analysis(derived if is_current else None),
                choice.folder,
                overlay=choice.overlay,
                speeds=choice.speeds,
                progress=task.tell,
                should_cancel=task.should_cancel,
            )
            return choice.folder

        task = self._tasks.start(work, done=self._tell_done, failed=self._notes.error)
        task.progressed.connect(self._show_progress)
        task.finished.connect(self._window.hide_progress)
        self._window.show_progress(self.tr("Writing"), 0, 0)
        return task

    def shutdown(self) -> None:
        """Stop writing; files are complete or absent."""
        self._tasks.shutdown()

    def _show_progress(self, progress: Progress) -> None:
        self._window.show_progress(progress.stage, progress.done, progress.total or 0)

    def _tell_done(self, folder: Path) -> None:
        self._notes.success(
            self.tr("Written to {0}.").format(folder),
            (
                self.tr("Open the folder"),
                lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
            ),
        )
