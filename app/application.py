"""Composition root: makes window, services and controllers, and connects them."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QCloseEvent, QUndoGroup
from PySide6.QtWidgets import QApplication

from app.actions.catalogue import Need
from app.actions.registry import ActionRegistry
from app.controllers.analyses import AnalysisController
from app.controllers.angles import AnglesController
from app.controllers.calibration import CalibrationController
from app.controllers.checks import CheckController
from app.controllers.cleaning import CleaningController
from app.controllers.comparing import ComparingController
from app.controllers.editing import EditingController
from app.controllers.exporting import ExportController
from app.controllers.gait import GaitController
from app.controllers.help import HelpController
from app.controllers.labelling import LabellingController
from app.controllers.live import LiveController
from app.controllers.marks import TimelineMarks
from app.controllers.movement import MovementController
from app.controllers.projects import ProjectController
from app.controllers.queue import QueueController
from app.controllers.training import TrainingController
from app.controllers.viewing import ViewingController
from app.icons import application_icon
from app.log import LogBuffer, start_log
from app.main_window import MainWindow
from app.services.document import Document
from app.services.notifications import Notifications
from app.services.playback import PlaybackController
from app.services.tasks import TaskRunner
from app.settings import AppSettings
from app.theme import apply_theme
from app.translation import install_language
from efficientpose_core.paths import cache_dir, data_dir

__all__ = ["SWITCH_INTERVAL_S", "Studio", "run"]

SWITCH_INTERVAL_S = 0.001
"""After how long a thread that computes leaves Python's lock to the window's, which needs it many
times for each picture; Python's own 5 ms add up to what the eye sees."""


class Studio(QObject):
    """The application: one window, one recording at a time.

    Parameters
    ----------
    settings
        The user's own by default.
    log
        What the log window shows.
    """

    def __init__(self, settings: AppSettings | None = None, log: LogBuffer | None = None) -> None:
        super().__init__()
        self.settings = settings or AppSettings()
        self.actions = ActionRegistry(self.settings, self)
        self.window = MainWindow(self.actions)
        self.notes = Notifications(self)
        self.playback = PlaybackController(self)
        self.document = Document(self)
        self.projects = ProjectController(
            self.window, self.document, self.playback, self.settings, self.notes,
            data_dir() / "recovery",
        )  # fmt: skip
        self.analyses = AnalysisController(
            self.window, self.actions, self.document, self.playback, self.projects,
            self.settings, self.notes,
        )  # fmt: skip
        self.queue = QueueController(
            self.window, self.notes, self.analyses.request, cache_dir() / "journals"
        )
        self.live = LiveController(
            self.window, self.document, self.projects, self.settings, self.notes,
            self.analyses.request,
        )  # fmt: skip
        self.editing = EditingController(
            self.window, self.actions, self.document, self.playback, self.notes
        )
        marks = TimelineMarks(self.window)
        # One after the other: at once they would take Python's lock from the window in turns.
        self.answers = TaskRunner("answers", self)
        self.gait = GaitController(
            self.window, self.actions, self.document, self.playback, self.notes, marks,
            self.answers,
        )  # fmt: skip
        self.movement = MovementController(
            self.window, self.actions, self.document, self.playback, self.notes, marks,
            self.answers,
        )  # fmt: skip
        self.comparing = ComparingController(
            self.window, self.actions, self.document, self.playback, self.settings, self.notes
        )
        self.cleaning = CleaningController(self.window, self.actions, self.document)
        self.calibration = CalibrationController(
            self.window, self.actions, self.document, self.playback, self.projects, self.notes
        )
        self.checks = CheckController(self.window, self.actions, self.document, self.notes)
        self.exporting = ExportController(self.window, self.document, self.settings, self.notes)
        self.viewing = ViewingController(
            self.window, self.actions, self.document, self.playback, self.settings
        )
        self.angles = AnglesController(self.window, self.actions, self.document, self.playback)
        self.training = TrainingController(
            self.window, self.actions, self.settings, self.notes, self.analyses.load_models
        )
        self.labelling = LabellingController(
            self.window, self.actions, self.settings, self.notes, self.analyses.request,
            lambda: self.projects.source_path is not None,
        )  # fmt: skip
        self.help = HelpController(
            self.window, self.actions, self.settings, self.notes, log or LogBuffer()
        )
        self.undo_group = QUndoGroup(self)
        self._is_leaving = False
        self._bind_undo()
        self._bind()
        self._connect()
        self._offer()

    def start(self, files: Sequence[Path] = ()) -> None:
        """Show the window; open files; then load what the window does not need at once."""
        self.viewing.restore_layout()
        self.window.show()
        QTimer.singleShot(0, self.analyses.load_models)
        QTimer.singleShot(0, self.projects.offer_lost)
        if files:
            self.open_files(list(files))

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open one file; with several, ask where their results go, and analyse them in turn."""
        if self.analyses.is_running or self.queue.is_running:
            self.notes.warning(self.tr("Stop the analysis before opening another recording."))
        elif self.live.is_recording:
            self.notes.warning(self.tr("Stop recording before opening another recording."))
        elif self.labelling.is_open:
            self.labelling.take_files(paths)
        elif len(paths) == 1:
            self.projects.open(paths[0])
        else:
            self.queue.ask_folder(paths)

    def _open_finished(self, project: Path) -> None:
        """Open what the queue has done; it goes on meanwhile."""
        if self.analyses.is_running:
            self.notes.warning(self.tr("Stop the analysis before opening another recording."))
        else:
            self.projects.open(project)

    def shutdown(self) -> None:
        """Stop everything; an analysis under way can be continued next time."""
        self.viewing.keep_layout()
        self.live.shutdown()
        self.queue.shutdown()
        self.analyses.shutdown()
        self.answers.shutdown()
        self.comparing.shutdown()
        self.checks.shutdown()
        self.calibration.shutdown()
        self.training.shutdown()
        self.labelling.shutdown()
        self.exporting.shutdown()
        self.projects.shutdown()
        self.document.shutdown()
        self.playback.shutdown()

    # --- Connections ---------------------------------------------------------------------------

    def _connect(self) -> None:
        window, document = self.window, self.document
        self.notes.posted.connect(window.notes.show_note)
        window.files_dropped.connect(self.open_files)
        window.welcome.file_chosen.connect(self.projects.open)
        window.welcome.action_chosen.connect(lambda id: self.actions.action(id).trigger())
        window.close_requested.connect(self._leave)
        window.plots.failed.connect(self.notes.error)
        window.plots.saved.connect(
            lambda path: self.notes.success(self.tr("Saved {0}.").format(path.name))
        )
        self.queue.open_requested.connect(self._open_finished)
        self.movement.test_panel.person_requested.connect(
            lambda: self.actions.action("calibration.person").trigger()
        )
        for changed in (
            document.session_replaced, document.derived_changed, self.projects.opened,
            self.analyses.running_changed, self.queue.running_changed,
            window.view.keypoint_selected,
        ):  # fmt: skip
            changed.connect(lambda _: self._offer())
        self.projects.closed.connect(self._offer)
        self.analyses.running_changed.connect(lambda on: self.checks.stop() if on else None)
        self.live.changed.connect(self._offer)
        self.comparing.changed.connect(self._offer)
        self.labelling.changed.connect(self._offer)
        self.labelling.changed.connect(self._choose_stack)
        self.labelling.training_requested.connect(self.training.train_with)
        self.training.labelling_requested.connect(self._label)
        self.live.analysis_requested.connect(self.analyses.run)

    def _bind(self) -> None:
        projects, analyses = self.projects, self.analyses
        self.actions.bind(
            {
                "file.open": projects.choose,
                "file.camera": self.live.open,
                "file.sample": projects.open_sample,
                "file.save": projects.save,
                "file.save_as": projects.save_as,
                "file.export": self.exporting.ask,
                "file.report": self.exporting.ask_report,
                "file.close": projects.close,
                "file.quit": self.window.close,
                "edit.undo": self.undo_group.undo,
                "edit.redo": self.undo_group.redo,
                "analysis.run": analyses.run,
                "analysis.stop": self._stop,
                "analysis.person": lambda: analyses.choose_person(by_box=False),
                "analysis.box": lambda: analyses.choose_person(by_box=True),
                "analysis.again": analyses.choose_again,
                "analysis.queue": self.queue.choose,
                "tools.check": analyses.check_models,
                "tools.label": self._label,
            }
        )
        self.actions.bind_switches({"analysis.pause": self._pause})

    def _label(self) -> None:
        """Label frames, on a page that takes the place of the others."""
        if self.live.is_recording:
            self.notes.warning(self.tr("Stop recording before labelling frames."))
            return
        self.live.close()
        self.comparing.close()
        self.labelling.open()

    def _pause(self, is_paused: bool) -> None:
        (self.queue if self.queue.is_running else self.analyses).pause(is_paused)

    def _stop(self) -> None:
        (self.queue if self.queue.is_running else self.analyses).stop()

    def _bind_undo(self) -> None:
        stack = self.undo_group
        stack.addStack(self.document.undo_stack)
        stack.addStack(self.labelling.document.undo_stack)
        undo, redo = self.actions.action("edit.undo"), self.actions.action("edit.redo")
        for action in (undo, redo):
            action.setEnabled(False)
            action.setIconText(action.text().replace("&", ""))
        stack.canUndoChanged.connect(undo.setEnabled)
        stack.canRedoChanged.connect(redo.setEnabled)
        stack.undoTextChanged.connect(self._name_undo)
        stack.redoTextChanged.connect(self._name_redo)
        self._choose_stack()

    def _choose_stack(self) -> None:
        """Undo what is done on the page that is open."""
        owner = self.labelling.document if self.labelling.is_open else self.document
        self.undo_group.setActiveStack(owner.undo_stack)

    def _name_undo(self, what: str) -> None:
        word = self.tr("&Undo")
        self.actions.action("edit.undo").setText(f"{word}: {what}" if what else word)

    def _name_redo(self, what: str) -> None:
        word = self.tr("&Redo")
        self.actions.action("edit.redo").setText(f"{word}: {what}" if what else word)

    def _offer(self) -> None:
        """Offer what can be done now."""
        has = set()
        if self.projects.source_path is not None:
            has.add(Need.SOURCE)
        if self.document.session is not None:
            has.add(Need.RESULT)
        if self.window.view.selected_keypoint is not None:
            has.add(Need.KEYPOINT)
        is_running = self.analyses.is_running or self.queue.is_running
        has.add(Need.RUNNING if is_running else Need.IDLE)
        if self.live.is_open:
            # What is open lies behind the page of the camera.
            has = set() if self.live.is_recording else {Need.IDLE}
        elif self.labelling.is_open:
            # Keys and menus belong to the frames that are labelled.
            has = {Need.LABELS}
        elif self.comparing.is_open:
            # Two recordings are looked at: nothing is changed meanwhile.
            has = {Need.SOURCE}
        self.actions.set_state(has)

    # --- The end -------------------------------------------------------------------------------

    def _leave(self, event: QCloseEvent) -> None:
        if not self.training.may_leave(self.window.close):
            event.ignore()
            return
        if not self.labelling.may_leave():
            event.ignore()
            return
        if self._is_leaving or not self.document.is_dirty:
            self.shutdown()
            event.accept()
            return
        # Saving takes a moment: the window closes itself when that is done.
        event.ignore()
        QTimer.singleShot(0, lambda: self.projects.may_leave(self._close_now))

    def _close_now(self) -> None:
        self._is_leaving = True
        self.window.close()


def run(arguments: Sequence[str] | None = None) -> int:
    """Start the application with the files named on the command line; its exit code."""
    # Where the program is frozen, its helper processes begin here, too.
    multiprocessing.freeze_support()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    given = list(sys.argv[1:] if arguments is None else arguments)
    QCoreApplication.setOrganizationName("EfficientPose")
    QCoreApplication.setApplicationName("Studio")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    settings = AppSettings()
    application.setWindowIcon(application_icon())
    install_language(application, settings.language)
    apply_theme(application, settings.theme)
    studio = Studio(settings, start_log(data_dir() / "logs"))
    studio.help.catcher.install()
    application.styleHints().colorSchemeChanged.connect(
        lambda _: apply_theme(application, settings.theme)
    )
    studio.start([Path(name) for name in given])
    return int(application.exec())
