"""Writing tables, the annotated video, and reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from app.dialogs.export import ExportChoice, ExportDialog
from app.dialogs.report import ReportChoice, ReportDialog
from app.main_window import MainWindow
from app.services.document import Document
from app.services.notifications import Notifications
from app.services.tasks import Task, TaskRunner
from app.settings import AppSettings
from app.translation import tell, words
from efficientpose_core.errors import EfficientPoseError

if TYPE_CHECKING:
    from efficientpose_core.export.data import ExportData
    from efficientpose_core.pipeline import Analysis, Derived
    from efficientpose_core.progress import Progress
    from efficientpose_core.session.comparison import ComparedWalk
    from efficientpose_core.session.document import Session

__all__ = ["ExportController"]


class ExportController(QObject):
    """Asks what to write, and writes it in the background, one after the other."""

    def __init__(
        self, window: MainWindow, document: Document, settings: AppSettings, notes: Notifications
    ) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self._settings, self._notes = settings, notes
        self._tasks = TaskRunner("export", self)
        self._task: Task | None = None
        self.dialog: QDialog | None = None
        """The one that is open."""
        self.open_file: Callable[[Path], object] = _open
        """Shows a finished file or folder; tests look instead."""
        window.cancel_requested.connect(self.cancel)
        document.session_replaced.connect(lambda _: self._close())

    @property
    def is_busy(self) -> bool:
        """Whether files are being written."""
        return self._tasks.is_busy

    def cancel(self) -> None:
        """Stop writing; files are complete or absent."""
        if self._task is not None:
            self._task.cancel()

    def shutdown(self) -> None:
        """Stop writing, and wait for it."""
        self._tasks.shutdown()

    # --- Tables and the annotated video --------------------------------------------------------

    def ask(self) -> None:
        """Ask which files to write, and where."""
        self._gather(self._ask_files)

    def write(self, choice: ExportChoice) -> Task | None:
        """Write the files."""
        session, derived = self._document.session, self._current()
        if session is None:
            return None
        self._settings.folder = str(choice.folder)

        def work(task: Task) -> Path:
            from efficientpose_core.results import check_writable, write_results

            check_writable(choice.folder)
            analysis, data = _gathered(session, derived)
            write_results(
                analysis,
                choice.folder,
                formats=choice.formats,
                overlay=choice.overlay,
                data=data,
                progress=task.tell,
                should_cancel=task.should_cancel,
            )
            return choice.folder

        return self._start(work, self._tell_written)

    def _ask_files(self, session: Session, data: ExportData) -> None:
        settings, source = self._settings, session.request.source
        proposed = ExportChoice(
            folder=Path(settings.folder or source.parent),
            formats=settings.export_formats,
            overlay=settings.export_overlay,
        )
        dialog = ExportDialog(data, proposed, source, self._window)

        def take() -> None:
            settings.export_formats = dialog.remembered
            settings.export_overlay = dialog.choice.overlay
            self.write(dialog.choice)

        self._open(dialog, take)

    def _tell_written(self, folder: Path) -> None:
        self._notes.success(
            self.tr("Written to {0}.").format(folder),
            (self.tr("Open the folder"), lambda: self.open_file(folder)),
        )

    # --- Reports -------------------------------------------------------------------------------

    def ask_report(self) -> None:
        """Ask what the report shall hold."""
        self._gather(self._ask_report)

    def write_report(self, choice: ReportChoice) -> Task | None:
        """Take the pseudonym into the project, and write the report."""
        self._take_person(choice.person)
        session, derived = self._document.session, self._current()
        if session is None:
            return None
        self._settings.folder = str(choice.path.parent)

        def work(task: Task) -> Path:
            from efficientpose_core.reporting import ReportOptions, report_session

            options = ReportOptions(
                language=choice.language,
                hide_face=choice.hides_face,
                stills=choice.stills,
                leave_out=choice.left_out,
                compare_with=choice.compare_with,
            )
            report_session(
                session,
                choice.path,
                options,
                derived=derived,
                progress=task.tell,
                should_cancel=task.should_cancel,
            )
            return choice.path

        return self._start(work, self._show_report)

    def _ask_report(self, session: Session, data: ExportData) -> None:
        from efficientpose_core.export.report import chapter_titles

        settings = self._settings
        folder = Path(settings.folder or session.request.source.parent)
        proposed = ReportChoice(
            path=folder / f"{data.name}_report.{settings.report_format}",
            language=settings.report_language or words().language,
            person=session.assessment.person.pseudonym,
            stills=settings.report_stills,
            hides_face=settings.report_hides_face,
            left_out=frozenset(settings.report_left_out),
        )
        dialog = ReportDialog(proposed, chapter_titles(data), self._window)
        dialog.comparison_wanted.connect(lambda path: self._read_compared(dialog, path))

        def take() -> None:
            choice = dialog.choice
            settings.report_format = choice.path.suffix.lower().removeprefix(".")
            settings.report_language = choice.language
            settings.report_stills = choice.stills
            settings.report_hides_face = choice.hides_face
            settings.report_left_out = tuple(sorted(choice.left_out))
            self.write_report(choice)

        self._open(dialog, take)

    def _read_compared(self, dialog: ReportDialog, path: Path) -> None:
        """Read the project to compare with, unless the user chooses otherwise meanwhile."""
        session, derived = self._document.session, self._current()
        if session is None:
            return

        def work(_: Task) -> tuple[ComparedWalk, ComparedWalk]:
            from efficientpose_core.reporting import read_walk, walk_of

            before = read_walk(path)
            return before, walk_of(session, session.derived() if derived is None else derived)

        def is_awaited() -> bool:
            return self.dialog is dialog and dialog.compared.path == path

        def show(walks: tuple[ComparedWalk, ComparedWalk]) -> None:
            if is_awaited():
                dialog.compared.set_walks(*walks)

        def refuse(error: Exception) -> None:
            if not isinstance(error, EfficientPoseError):
                self._notes.error(error)
            if is_awaited():
                dialog.compared.set_problem(tell(str(error)))

        self._tasks.start(work, done=show, failed=refuse)

    def _take_person(self, pseudonym: str) -> None:
        session = self._document.session
        if session is not None:
            person = replace(session.assessment.person, pseudonym=pseudonym)
            self._document.set_assessment(
                replace(session.assessment, person=person), self.tr("Change the pseudonym")
            )

    def _show_report(self, path: Path) -> None:
        self._notes.success(
            self.tr("The report is written: {0}.").format(path),
            (self.tr("Open the folder"), lambda: self.open_file(path.parent)),
        )
        self.open_file(path)

    # --- Both ----------------------------------------------------------------------------------

    def _current(self) -> Derived | None:
        return self._document.derived if self._document.is_current else None

    def _gather(self, ask: Callable[[Session, ExportData], None]) -> None:
        """Compute what there is to write, then ask about it."""
        session, derived = self._document.session, self._current()
        if session is None:
            return

        def ask_now(data: ExportData) -> None:
            if session is self._document.session:
                ask(session, data)

        self._tasks.start(
            lambda _: _gathered(session, derived)[1], done=ask_now, failed=self._notes.error
        )

    def _open(self, dialog: QDialog, take: Callable[[], object]) -> None:
        self._close()
        self.dialog = dialog
        dialog.accepted.connect(take)
        dialog.finished.connect(lambda _: self._forget(dialog))
        dialog.open()

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()

    def _forget(self, dialog: QDialog) -> None:
        dialog.deleteLater()
        if self.dialog is dialog:
            self.dialog = None

    def _start(self, work: Callable[[Task], Path], done: Callable[[Path], None]) -> Task:
        task = self._tasks.start(work, done=done, failed=self._notes.error)
        task.progressed.connect(self._show_progress)
        task.cancelled.connect(lambda: self._notes.info(self.tr("Nothing more is written.")))
        task.finished.connect(self._hide_progress)
        self._task = task
        self._window.show_progress(self.tr("Writing"), 0, 0, can_cancel=True)
        return task

    def _show_progress(self, progress: Progress) -> None:
        stage = tell(progress.stage)
        self._window.show_progress(stage, progress.done, progress.total or 0, can_cancel=True)

    def _hide_progress(self) -> None:
        self._task = None
        self._window.hide_progress()


def _gathered(session: Session, derived: Derived | None) -> tuple[Analysis, ExportData]:
    """Return the results with gait, tests, repetitions and phases, as the command line has them."""
    from efficientpose_core.results import export_data
    from efficientpose_core.session.sections import session_sections

    derived = session.derived() if derived is None else derived
    analysis = session.analysis(derived)
    return analysis, export_data(analysis, sections=session_sections(session, derived))


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
