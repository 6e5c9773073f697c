"""Opening, saving and closing recordings and projects; nothing is lost on the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.main_window import MainWindow
from app.services.document import Document
from app.services.notifications import Notifications
from app.services.playback import PlaybackController
from app.services.recovery import Autosave, LostProject, lost_projects
from app.services.tasks import TaskRunner
from app.settings import AppSettings
from app.translation import tell
from efficientpose_core.errors import EfficientPoseError

if TYPE_CHECKING:
    from efficientpose_core.media.source import FrameSource
    from efficientpose_core.pipeline import Derived
    from efficientpose_core.session.document import Session

__all__ = ["PROJECT_SUFFIX", "ProjectController"]

PROJECT_SUFFIX = ".epstudio"
"""Of project files."""
_IMAGE_RATE_HZ = 30.0
"""Of folders of pictures, until a project tells another one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Opened:
    """A recording, and the project if there is one."""

    path: Path
    source: FrameSource
    preview: FrameSource
    project: Path | None = None
    session: Session | None = None
    derived: Derived | None = None
    is_new: bool = False
    is_listed: bool = True
    slow_motion_factor: float = 1.0

    def close(self) -> None:
        """Close the files, where nobody wants them any more."""
        self.source.close()
        self.preview.close()


class _SourceMissingError(EfficientPoseError):
    """The recording of a project is not where it was."""

    def __init__(self, project: Path, session: Session) -> None:
        super().__init__(
            f"The recording {session.request.source.name} of this project was not found. "
            "Show where it is now."
        )
        self.project, self.session = project, session


class ProjectController(QObject):
    """Owns what is open.

    Signals
    -------
    opened(Path)
        A recording is on display.
    closed()
        Nothing is open any more.
    """

    opened = Signal(object)
    closed = Signal()

    def __init__(
        self,
        window: MainWindow,
        document: Document,
        playback: PlaybackController,
        settings: AppSettings,
        notes: Notifications,
        recovery_folder: Path,
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._playback = window, document, playback
        self._settings, self._notes = settings, notes
        self._recovery_folder = recovery_folder
        self._tasks = TaskRunner("files", self)
        self.autosave = Autosave(
            document, recovery_folder, every_s=settings.autosave_s, parent=self
        )
        self.autosave.failed.connect(notes.error)
        settings.changed.connect(self._follow_setting)
        self.source_path: Path | None = None
        self.slow_motion_factor = 1.0
        """How many times slower than life the open recording plays."""
        document.changed.connect(lambda session: self._retime(session.request.slow_motion_factor))
        document.dirty_changed.connect(window.setWindowModified)
        self.ask_unsaved: Callable[[], str] = self._ask_unsaved
        """Returns "save", "discard" or "cancel"; tests answer for the user."""
        self.show_recent()

    # --- Opening -------------------------------------------------------------------------------

    def choose(self) -> None:
        """Let the user choose a file."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open a video or a project"),
            self._settings.folder,
            self.tr("Videos, pictures and projects (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.wmv "
                    "*.mts *.png *.jpg *.jpeg *.epstudio);;All files (*)"),
        )  # fmt: skip
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Open a recording or a project; what was open stays if that fails."""
        self._when_saved(lambda: self._open(path))

    def open_sample(self) -> None:
        """Open the built-in walker; it is drawn the first time."""

        def work(_: object) -> _Opened:
            from efficientpose_core.paths import cache_dir
            from efficientpose_core.phantom.clip import demo_spec, write_clip

            path = cache_dir() / "sample" / "walker.mp4"
            if not path.exists():
                write_clip(demo_spec(), path)
            return replace(_open_recording(path), is_listed=False)

        self._when_saved(lambda: self._start(work, self.tr("Drawing the sample")))

    def _open(self, path: Path) -> None:
        if path.suffix.lower() == PROJECT_SUFFIX:
            self._start(lambda _: _open_project(path), self.tr("Opening {0}").format(path.name))
        else:
            self._start(lambda _: _open_recording(path), self.tr("Opening {0}").format(path.name))

    def _start(self, work: Callable[[object], _Opened], text: str) -> None:
        self._window.show_progress(text, 0, 0)
        task = self._tasks.start(work, done=self._show, failed=self._tell_failed)
        task.finished.connect(self._window.hide_progress)

    def _show(self, opened: _Opened) -> None:
        window = self._window
        self.source_path, self.slow_motion_factor = opened.path, opened.slow_motion_factor
        self._document.close()
        self._show_media(opened)
        shown = opened.project or opened.path
        window.show_source(shown.name)
        if opened.is_listed:
            self._settings.add_recent(shown)
        self.show_recent()
        for warning in opened.source.info.warnings:
            self._notes.warning(warning)
        if opened.session is not None and opened.derived is not None:
            self._document.open_session(
                opened.session, opened.project, opened.derived, is_new=opened.is_new
            )
            self._playback.jump(min(opened.session.position, self._playback.frame_count - 1))
        self.opened.emit(opened.path)

    def _show_media(self, opened: _Opened) -> None:
        times_s, end_s = opened.source.times_s, opened.source.info.duration_s
        self._playback.set_source(opened.source, preview_source=opened.preview)
        self._window.timeline.set_source(times_s, end_s)
        self._window.transport.set_source(times_s, end_s)

    def _tell_failed(self, error: Exception) -> None:
        if isinstance(error, _SourceMissingError):
            self._notes.warning(
                tell(str(error)), (self.tr("Show where..."), lambda: self._locate(error))
            )
            return
        self._notes.error(error)

    def _locate(self, missing: _SourceMissingError) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Where is {0}?").format(missing.session.request.source.name),
            str(missing.project.parent),
        )
        if name:
            place = Path(name)
            self._start(
                lambda _: _open_project(missing.project, place),
                self.tr("Opening {0}").format(missing.project.name),
            )

    def show_recent(self) -> None:
        """List what was open before, as far as it is still there."""
        self._window.welcome.set_recent([path for path in self._settings.recent if path.exists()])

    # --- Times ---------------------------------------------------------------------------------

    def set_slow_motion(self, factor: float) -> None:
        """Tell how many times slower than life the open recording plays."""
        session = self._document.session
        if session is None:
            self._retime(factor)
        elif session.request.slow_motion_factor != factor:
            self._document.change(session.with_slow_motion(factor), self.tr("Change slow motion"))

    def _retime(self, factor: float) -> None:
        """Open the recording once more, so that its frames have other times."""
        path = self.source_path
        if path is None or factor == self.slow_motion_factor:
            return
        self.slow_motion_factor = factor
        session = self._document.session
        rate_hz = _IMAGE_RATE_HZ if session is None else session.request.image_rate_hz
        self._tasks.start(
            lambda _: _open_recording(path, slow_motion_factor=factor, image_rate_hz=rate_hz),
            done=self._show_retimed, failed=self._notes.error,
        )  # fmt: skip

    def _show_retimed(self, opened: _Opened) -> None:
        if (opened.path, opened.slow_motion_factor) != (self.source_path, self.slow_motion_factor):
            # Another recording or factor is wanted by now.
            opened.close()
            return
        timeline, playback = self._window.timeline, self._playback
        trim, loop, position = timeline.trim, playback.loop_range, playback.position
        self._show_media(opened)
        timeline.set_trim(trim)
        playback.set_loop_range(loop)
        playback.jump(position)
        self._document.show_again()

    # --- Saving --------------------------------------------------------------------------------

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save the project where it lies; ask where, the first time."""
        if self._document.path is None:
            self.save_as(then)
        else:
            self._save(self._document.path, then)

    def save_as(self, then: Callable[[], object] | None = None) -> None:
        """Ask where to save the project."""
        session = self._document.session
        if session is None:
            return
        proposed = session.request.source.with_suffix(PROJECT_SUFFIX)
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save project"), str(proposed),
            self.tr("Projects (*{0})").format(PROJECT_SUFFIX),
        )  # fmt: skip
        if name:
            path = Path(name)
            self._save(path if path.suffix else path.with_suffix(PROJECT_SUFFIX), then)

    def save_to(self, path: Path) -> None:
        """Save the project to a file."""
        self._save(path, None)

    def _save(self, path: Path, then: Callable[[], object] | None) -> None:
        session = self._document.session
        if session is None:
            return
        shown = replace(
            session, position=self._playback.position, is_checked=self._document.is_checked
        )

        def work(_: object) -> Path:
            from efficientpose_core.session.storage import save_session

            save_session(shown, path)
            return path

        def done(_: object) -> None:
            self._document.mark_saved(session, path)
            self._settings.add_recent(path)
            self._window.show_source(path.name)
            self._notes.success(self.tr("Saved {0}.").format(path.name))
            if then is not None:
                then()

        self._tasks.start(work, done=done, failed=self._notes.error)

    def _follow_setting(self, name: str) -> None:
        if name == "autosave_s":
            self.autosave.set_interval(self._settings.autosave_s)

    # --- Closing -------------------------------------------------------------------------------

    def close(self) -> None:
        """Go back to the welcome page."""
        self._when_saved(self._close)

    def may_leave(self, leave: Callable[[], object]) -> None:
        """Call ``leave`` once nothing would be lost."""
        self._when_saved(leave)

    def shutdown(self) -> None:
        """End well."""
        self._tasks.shutdown()
        self.autosave.shutdown()

    def _close(self) -> None:
        self.source_path, self.slow_motion_factor = None, 1.0
        self._document.close()
        self._playback.set_source(None)
        self._window.show_source(None)
        self.show_recent()
        self.closed.emit()

    def _when_saved(self, then: Callable[[], object]) -> None:
        if not self._document.is_dirty:
            then()
            return
        answer = self.ask_unsaved()
        if answer == "save":
            self.save(then)
        elif answer == "discard":
            then()

    def _ask_unsaved(self) -> str:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Save the project?"))
        box.setText(self.tr("The results and corrections have not been saved as a project."))
        box.setInformativeText(self.tr("Tables that were exported are not affected."))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answers = {buttons.Save: "save", buttons.Discard: "discard"}
        return answers.get(buttons(box.exec()), "cancel")

    # --- Recovery ------------------------------------------------------------------------------

    def offer_lost(self) -> None:
        """Offer what was left by a program that did not end well."""
        for lost in lost_projects(self._recovery_folder)[:3]:
            saved_at = time.strftime("%Y-%m-%d %H:%M", time.localtime(lost.saved_at_s))
            self._notes.warning(
                self.tr("The program did not end well. Unsaved work on {0} was kept ({1}).")
                .format(lost.recording, saved_at),
                (self.tr("Restore"), partial(self.restore, lost)),
            )  # fmt: skip

    def restore(self, lost: LostProject) -> None:
        """Open a copy that was kept; it has to be saved."""

        def work(_: object) -> _Opened:
            opened = _open_project(lost.copy, beside=lost.project, is_new=True)
            lost.discard()
            return opened

        self._when_saved(lambda: self._start(work, self.tr("Restoring {0}").format(lost.recording)))


def _open_recording(
    path: Path, *, slow_motion_factor: float = 1.0, image_rate_hz: float = _IMAGE_RATE_HZ
) -> _Opened:
    """Open a recording twice: for playing, and for pictures in between."""
    from efficientpose_core.media.images import open_source

    def media() -> FrameSource:
        return open_source(path, image_rate_hz=image_rate_hz, slow_motion_factor=slow_motion_factor)

    return _Opened(
        path=path, source=media(), preview=media(), slow_motion_factor=slow_motion_factor
    )


def _open_project(
    path: Path, place: Path | None = None, *, beside: Path | None = None, is_new: bool = False
) -> _Opened:
    """Open a project with its recording, at ``place`` where the user has shown it."""
    from efficientpose_core.session.storage import find_source, load_session

    session = load_session(path)
    if place is not None:
        session = session.with_source(place)
    source = find_source(session, beside or path)
    if source is None:
        raise _SourceMissingError(path, session)
    session = session.with_source(source)
    request = session.request
    recording = _open_recording(
        source,
        slow_motion_factor=request.slow_motion_factor,
        image_rate_hz=request.image_rate_hz,
    )
    return replace(
        recording,
        project=beside if is_new else path,
        session=session,
        derived=session.derived(),
        is_new=is_new,
        is_listed=not is_new,
    )
