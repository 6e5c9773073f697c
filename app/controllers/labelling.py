"""Labelling frames: opens the page, brings pictures and guesses, and does what keys ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.actions.registry import ActionRegistry
from app.controllers.label_editing import LabelEditor
from app.dialogs.add_frames import AddFramesDialog, NewLabels
from app.main_window import MainWindow
from app.services.label_document import LabelDocument
from app.services.label_guesses import LabelGuesses
from app.services.label_pictures import LabelPictures
from app.services.notifications import Notifications
from app.services.tasks import Task, TaskRunner
from app.settings import AppSettings
from app.translation import tell
from app.widgets.label_lists import frame_name
from app.widgets.label_page import LabelPage
from efficientpose_core.errors import EfficientPoseError, OutputError

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from efficientpose_core.pipeline import AnalysisRequest
    from efficientpose_core.progress import Progress
    from efficientpose_core.training.labels.adding import Added
    from efficientpose_core.training.labels.project import LabelFrame, LabelProject

__all__ = ["LabellingController"]


class LabellingController(QObject):
    """Owns the page, the open label project, and the workers for it.

    Parameters
    ----------
    request_for
        Tells model and engine by the user's settings.
    has_source
        Whether a recording is open behind the page.

    Signals
    -------
    changed()
        The page was opened or closed.
    training_requested(Path)
        The user wants to train with these labels.
    """

    changed = Signal()
    training_requested = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        actions: ActionRegistry,
        settings: AppSettings,
        notes: Notifications,
        request_for: Callable[[Path], AnalysisRequest],
        has_source: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._settings, self._notes = settings, notes
        self._request_for, self._has_source = request_for, has_source
        self.document = LabelDocument(self)
        self.pictures = LabelPictures(self)
        self.guesses = LabelGuesses(self)
        self._tasks = TaskRunner("label-frames", self)
        self._page: LabelPage | None = None
        self._editor: LabelEditor | None = None
        self._key = ""
        self._adding: Task | None = None
        self._was_warned = False
        document = self.document
        document.replaced.connect(self._show_project)
        document.frame_changed.connect(self._show_change)
        document.saved_changed.connect(self._show_saved)
        document.save_failed.connect(self._tell_unsaved)
        document.conflict.connect(self._tell_conflict)
        self.pictures.loaded.connect(self._show_picture)
        self.guesses.guessed.connect(self._take_guess)
        self.guesses.failed.connect(self._notes.error)
        window.cancel_requested.connect(self._cancel_adding)
        for action in actions.of_page("labelling"):
            actions.bind({action.objectName(): partial(self._do, action.objectName())})

    @property
    def page(self) -> LabelPage | None:
        """The page; None while it is not open."""
        return self._page

    @property
    def is_open(self) -> bool:
        """Whether the page is open."""
        return self._page is not None

    @property
    def is_adding(self) -> bool:
        """Whether frames are being picked out."""
        return self._adding is not None

    @property
    def row(self) -> int:
        """Where the frame on display is; -1 for none."""
        project = self.document.project
        row = None if project is None else project.row_of(self._key)
        return -1 if row is None else row

    # --- The page ------------------------------------------------------------------------------

    def open(self) -> None:
        """Show the page: the open labels, or how to begin."""
        if self._page is not None:
            return
        last = Path(self._settings.labels) if self._settings.labels else None
        steps = self._actions.of_page("labelling")
        page = LabelPage(steps, last if last is not None and last.is_dir() else None)
        self._page = page
        self._editor = LabelEditor(page, self.document, self._notes, self._go_to_row)
        self._connect_page(page)
        self._window.show_page(page)
        self._show_project()
        self.changed.emit()

    def close(self) -> None:
        """Go back; what is not on disk yet is written first."""
        page = self._page
        if page is None:
            return
        try:
            self.document.close()
        except OutputError as error:
            if not self.ask_loss(error):
                return
            self.document.forget()
        if self._adding is not None:
            # What it has found must not come into labels that are opened next.
            self._adding.drop()
        self.guesses.stop()
        self._page = self._editor = None
        self._key = ""
        self._window.remove_page(page, has_source=self._has_source())
        page.deleteLater()
        self.changed.emit()

    def may_leave(self) -> bool:
        """Write what is not on disk yet; where that fails, ask whether to leave all the same."""
        try:
            self.document.flush()
        except OutputError as error:
            return self.ask_loss(error)
        return True

    def ask_loss(self, error: Exception) -> bool:
        """Ask whether labels that cannot be written may be lost."""
        answer = QMessageBox.question(
            self._window,
            self.tr("Labels are not saved"),
            self.tr("{0}\n\nClose all the same? The last changes would be lost.").format(
                tell(str(error))
            ),
        )
        return answer == QMessageBox.StandardButton.Yes

    def shutdown(self) -> None:
        """Stop everything; what can be written is written."""
        self._tasks.shutdown()
        self.guesses.shutdown()
        self.pictures.shutdown()
        try:
            self.document.shutdown()
        except OutputError as error:
            self._notes.error(error)

    def _connect_page(self, page: LabelPage) -> None:
        page.new_requested.connect(self.choose_new)
        page.open_requested.connect(self.choose)
        page.continue_requested.connect(lambda: self.read(Path(self._settings.labels)))
        page.add_requested.connect(self.choose_more)
        page.skeleton_requested.connect(self.edit_skeleton)
        page.export_requested.connect(self.choose_export)
        page.train_requested.connect(self._train)
        page.close_requested.connect(self.close)
        page.frames.row_chosen.connect(self._go_to_row)
        page.view.box_drawn.connect(self._guess_in_box)

    # --- Projects ------------------------------------------------------------------------------

    def choose(self) -> None:
        """Let the user choose labels to go on with."""
        name = QFileDialog.getExistingDirectory(
            self._window, self.tr("Folder of labels"), self._settings.folder
        )
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Open labels that are there already."""

        def work(_: object) -> LabelProject:
            from efficientpose_core.training.labels.project_file import load_project

            return load_project(path)

        self._window.show_progress(self.tr("Opening {0}").format(path.name), 0, 0)
        task = self._tasks.start(work, done=self._take_project, failed=self._notes.error)
        task.finished.connect(self._window.hide_progress)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take what was dropped on the window."""
        wanted = self._ask(is_new=self.document.project is None, paths=paths)
        if wanted is None:
            return
        if self.document.project is None:
            self.begin(wanted)
        else:
            self.add(wanted)

    def choose_new(self) -> None:
        """Ask what is to be labelled, and begin."""
        wanted = self._ask(is_new=True)
        if wanted is not None:
            self.begin(wanted)

    def choose_more(self) -> None:
        """Ask what else is to be labelled."""
        wanted = self._ask(is_new=False)
        if wanted is not None:
            self.add(wanted)

    def begin(self, wanted: NewLabels) -> None:
        """Make new labels, and bring frames into them."""

        def work(_: object) -> LabelProject:
            from app.wizard.plan import with_feet
            from efficientpose_core.skeleton import MPII16
            from efficientpose_core.training.labels.project_file import create_project

            assert wanted.folder is not None
            return create_project(wanted.folder, with_feet(MPII16) if wanted.with_feet else MPII16)

        def done(project: LabelProject) -> None:
            self._take_project(project)
            self.add(wanted)

        self._tasks.start(work, done=done, failed=self._notes.error)

    def add(self, wanted: NewLabels) -> None:
        """Bring frames into the open labels."""
        project, request = self.document.project, self._request_for(Path())
        if project is None or self._adding is not None:
            return

        def work(task: Task) -> tuple[Added, ...]:
            from efficientpose_core.training.labels.adding import add_all
            from efficientpose_core.training.suggest import SuggestionSettings

            settings = SuggestionSettings(count=wanted.count, apart_s=wanted.apart_s)
            with self.guesses.network(request, task) as open_estimator:
                return add_all(
                    project, wanted.paths, open_estimator, settings,
                    progress=task.tell, should_cancel=task.should_cancel,
                )  # fmt: skip

        self._settings.folder = str(wanted.paths[0].parent)
        self._window.show_progress(self.tr("Looking through the recordings"), 0, 0, can_cancel=True)
        task = self.guesses.tasks.start(work, done=self._take_added, failed=self._notes.error)
        self._adding = task
        task.progressed.connect(self._show_progress)
        task.finished.connect(self._end_adding)
        if self._page is not None:
            self._page.set_busy(True)

    def _ask(self, *, is_new: bool, paths: Sequence[Path] = ()) -> NewLabels | None:
        model = self._request_for(Path()).weights or self.tr("The bundled model")
        dialog = AddFramesDialog(
            self._settings.folder, is_new=is_new, model=str(model), parent=self._window
        )
        dialog.add(paths)
        return dialog.wanted if dialog.exec() else None

    def _take_project(self, project: LabelProject) -> None:
        if self._page is None:
            return
        self._key = ""
        self._was_warned = False
        self.document.open(project)
        self._settings.labels = str(project.folder)
        first = project.next_to_do(-1)
        self._go_to_row(first if first is not None else 0)

    def _take_added(self, results: Sequence[Added]) -> None:
        project = self.document.project
        if project is None:
            return
        frames = [frame for added in results for frame in added.frames]
        sources = [added.source for added in results if added.source is not None]
        if frames:
            after = project.with_added(frames, sources)
            self.document.change_project(after, self.tr("Add frames"))
            if self.row < 0 or self._is_done():
                self._go_to_row(len(project))
        remarks = [tell(remark) for added in results for remark in added.remarks]
        if remarks:
            self._notes.warning("\n".join(remarks))

    def _is_done(self) -> bool:
        frame = self.document.frame(self._key)
        return frame is None or frame.is_done

    def _show_progress(self, told: Progress) -> None:
        self._window.show_progress(
            self.tr("Looking through {0}").format(told.stage), told.done, told.total or 0,
            can_cancel=True,
        )  # fmt: skip

    def _cancel_adding(self) -> None:
        if self._adding is not None:
            self._adding.cancel()

    def _end_adding(self) -> None:
        self._adding = None
        self._window.hide_progress()
        if self._page is not None:
            self._page.set_busy(False)
        # A frame that was looked at meanwhile waits for its guess.
        self._want_guess()

    # --- Frames --------------------------------------------------------------------------------

    def _do(self, id: str) -> None:
        if self._editor is not None:
            self._editor.do(id.partition(".")[2])

    def _go_to_row(self, row: int) -> None:
        project, page = self.document.project, self._page
        if project is None or page is None or not 0 <= row < len(project):
            return
        self._key = project.frames[row].key
        page.frames.set_row(row)
        page.view.select_keypoint(None)
        self._show_frame()
        page.view.setFocus()

    def _show_project(self) -> None:
        """Show all frames anew: some have come or gone, or keypoints have."""
        project, page = self.document.project, self._page
        if page is None:
            return
        page.set_project(project)
        if project is None:
            return
        page.show_saved(self.document.is_saved)
        if project.row_of(self._key) is None:
            self._key = project.frames[0].key if project.frames else ""
        if self._editor is not None:
            self._editor.key = self._key
        if self._key:
            page.frames.set_row(self.row)
            self._show_frame()
            page.view.setFocus()

    def _show_frame(self) -> None:
        """Show the frame on display: keypoints now, the picture as soon as it is read."""
        project, page, frame = self.document.project, self._page, self.document.frame(self._key)
        if project is None or page is None or frame is None or self._editor is None:
            return
        self._editor.key = self._key
        page.show_frame(frame, project.skeleton, frame_name(frame))
        page.show_hint(self._hint_for(frame))
        self.pictures.show(project.picture_path(frame), self._soon())
        self._want_guess()

    def _soon(self) -> tuple[Path, ...]:
        """Return pictures that will be wanted next."""
        project = self.document.project
        if project is None:
            return ()
        rows = (project.next_to_do(self.row), project.next_to_do(self.row, -1))
        return tuple(project.picture_path(project.frames[row]) for row in rows if row is not None)

    def _show_picture(self, path: Path, image: QImage | None, problem: str) -> None:
        project, page, frame = self.document.project, self._page, self.document.frame(self._key)
        if project is None or page is None or frame is None:
            return
        if project.picture_path(frame) == path:
            page.view.show_picture(image, tell(problem))
            page.loupe.set_picture(image)

    def _show_change(self, key: str, is_users: bool) -> None:
        project, page, frame = self.document.project, self._page, self.document.frame(key)
        if project is None or page is None or frame is None:
            return
        row = project.row_of(key)
        assert row is not None
        page.frames.show_change(project, row)
        page.show_count(project)
        if key != self._key and is_users:
            # Undone or done again: the user sees what it was.
            self._go_to_row(row)
        elif key == self._key:
            page.show_frame(frame, project.skeleton, frame_name(frame))
            page.show_hint(self._hint_for(frame))

    def _hint_for(self, frame: LabelFrame) -> str:
        if frame.is_done:
            return self.tr("Labelled.")
        if self.guesses.is_wanted(frame.key):
            return self.tr("The network is looking at this frame …")
        if frame.guessed_by and not (frame.guess_score >= 0).any():
            reason = frame.reason or "The network found nobody here."
            return self.tr("{0} Put the keypoints, copy them, or draw a box.").format(tell(reason))
        return tell(frame.reason) if frame.reason else ""

    # --- Guesses -------------------------------------------------------------------------------

    def _want_guess(self) -> None:
        """Let the network look at this frame and the next one, where it has not looked yet."""
        project = self.document.project
        if project is None or self._page is None or self._adding is not None or self.row < 0:
            return
        rows = [self.row]
        following = project.next_to_do(self.row)
        if following is not None and following != self.row:
            rows.append(following)
        frames = [project.frames[row] for row in rows]
        wanted = [f for f in frames if not f.guessed_by and not f.is_done]
        self.guesses.want(project, wanted, self._request_for(Path()))
        frame = self.document.frame(self._key)
        if frame is not None:
            self._page.show_hint(self._hint_for(frame))

    def _take_guess(self, found: LabelFrame) -> None:
        self.document.take_guess(found.key, found.guess_px, found.guess_score, found.guessed_by)

    def _guess_in_box(self, x: float, y: float, width: float, height: float) -> None:
        project, frame = self.document.project, self.document.frame(self._key)
        if project is None or frame is None:
            return
        request = self._request_for(Path())
        text = self.tr("Guess in a box")

        def done(found: LabelFrame) -> None:
            current = self.document.frame(found.key)
            if current is None or len(current) != len(found):
                return
            seen = [k for k in range(len(found)) if found.guess_score[k] >= 0]
            new = current.with_guess(found.guess_px, found.guess_score, found.guessed_by)
            self.document.change_frame(new.restored(seen), text)

        self.guesses.look(project, frame, request, (x, y, width, height), done)

    # --- Saving, export, training --------------------------------------------------------------

    def _show_saved(self, is_saved: bool) -> None:
        if self._page is not None:
            self._page.show_saved(is_saved)
        if is_saved:
            self._was_warned = False

    def _tell_unsaved(self, error: Exception) -> None:
        if self._page is not None:
            self._page.show_saved(False, tell(str(error)))
        if not self._was_warned:
            self._was_warned = True
            self._notes.error(error)

    def _tell_conflict(self, kept: Path) -> None:
        self._notes.warning(
            self.tr("Another program has changed the labels meanwhile. Its version is kept as {0}, "
                    "yours is saved.").format(kept.name)
        )  # fmt: skip

    def edit_skeleton(self) -> None:
        """Let the user change which keypoints are labelled."""
        from app.dialogs.skeleton import SkeletonDialog

        project = self.document.project
        if project is None:
            return
        labels = {name: project.labels_of(name) for name in project.skeleton.keypoints}
        dialog = SkeletonDialog(project.skeleton, labels, self._window)
        if dialog.exec():
            # Guesses may have come while the dialog was open.
            current = self.document.project
            assert current is not None
            after = current.with_skeleton(dialog.skeleton, dialog.renamed)
            self.document.change_project(after, self.tr("Change keypoints"))

    def choose_export(self) -> None:
        """Ask where the labels are to be written, and write them."""
        name = QFileDialog.getExistingDirectory(
            self._window, self.tr("Folder for labels and pictures"), self._settings.folder
        )
        if name:
            self.export(Path(name))

    def export(self, folder: Path) -> None:
        """Write what is labelled as COCO keypoints, with copies of the pictures."""
        project = self.document.project
        if project is None:
            return

        def work(task: Task) -> Path:
            from efficientpose_core.training.labels.export import export_coco

            return export_coco(
                project, folder, progress=task.tell, should_cancel=task.should_cancel
            )

        def done(path: Path) -> None:
            self._notes.success(self.tr("Saved {0}.").format(path.name))

        task = self._tasks.start(work, done=done, failed=self._notes.error)
        task.progressed.connect(
            lambda told: self._window.show_progress(
                self.tr("Writing pictures"), told.done, told.total or 0
            )
        )
        task.finished.connect(self._window.hide_progress)

    def _train(self) -> None:
        try:
            self.document.flush()
        except EfficientPoseError as error:
            self._notes.error(error)
            return
        if self.document.project is not None:
            from efficientpose_core.training.labels.project_file import PROJECT_FILE

            self.training_requested.emit(self.document.project.folder / PROJECT_FILE)
