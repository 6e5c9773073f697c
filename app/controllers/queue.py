"""Many recordings, analysed one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from app.main_window import MainWindow
from app.services.analysis import AnalysisRunner, RunProgress
from app.services.notifications import Notifications
from app.services.tasks import TaskRunner
from app.translation import fill, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from efficientpose_core.pipeline import Analysis, AnalysisRequest

__all__ = ["QueueController", "QueueState"]


class QueueState(Enum):
    """How far a recording in the queue is."""

    WAITING = auto()
    RUNNING = auto()
    DONE = auto()
    FAILED = auto()


@dataclass(slots=True)
class _Item:
    source: Path
    folder: Path
    state: QueueState = QueueState.WAITING
    message: str = ""

    project: Path | None = None


class QueueController(QObject):
    """Analyses recordings in turn, and writes a project and the tables for each.

    A recording that fails does not stop the others.

    Signals
    -------
    running_changed(bool)
        The queue has begun, or has come to its end.
    open_requested(Path)
        A project that the user wants to see.
    """

    running_changed = Signal(bool)
    open_requested = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        notes: Notifications,
        request_for: Callable[[Path], AnalysisRequest],
        journals: Path,
    ) -> None:
        super().__init__(window)
        self._window, self._notes, self._request_for = window, notes, request_for
        self._journals = journals
        self._items: list[_Item] = []
        self._current: _Item | None = None
        self._is_stopped = False
        self._tasks = TaskRunner("queue", self)
        self.runner = AnalysisRunner(self)
        self.runner.progressed.connect(self._show_progress)
        self.runner.succeeded.connect(self._save)
        self.runner.failed.connect(self._fail)
        self.runner.cancelled.connect(self._cancelled)
        panel = window.queue
        panel.open_requested.connect(self._open)
        panel.remove_requested.connect(self.remove)
        panel.clear_requested.connect(self.clear)

    @property
    def is_running(self) -> bool:
        """Whether a recording is being analysed."""
        return self._current is not None

    @property
    def states(self) -> tuple[QueueState, ...]:
        """Of every recording, in the order of the list."""
        return tuple(item.state for item in self._items)

    def choose(self) -> None:
        """Ask for recordings and for the folder of the results."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Recordings to analyse"),
            "",
            self.tr("Videos (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.wmv *.mts);;All files (*)"),
        )
        if names:
            self.ask_folder([Path(name) for name in names])

    def ask_folder(self, sources: Sequence[Path]) -> None:
        """Ask where the results of these recordings are to be written."""
        folder = QFileDialog.getExistingDirectory(
            self._window,
            fill(
                self.tr("Folder for projects and tables of {0} {0:recording|recordings}"),
                len(sources),
            ),
            str(sources[0].parent),
        )
        if folder:
            self.add(sources, Path(folder))

    def add(self, sources: Sequence[Path], folder: Path) -> None:
        """Put recordings at the end of the queue, and begin."""
        for source in sources:
            same = any(item.source.stem == source.stem and item.folder == folder
                       for item in self._items)  # fmt: skip
            self._items.append(_Item(source, folder / source.parent.name if same else folder))
        self._list()
        self._window.show_queue()
        if self._current is None:
            self._is_stopped = False
            self._next()
            self.running_changed.emit(self.is_running)

    def remove(self, row: int) -> None:
        """Take a recording out; the one that runs is stopped by `stop`."""
        if self._items[row] is not self._current:
            del self._items[row]
            self._list()

    def clear(self) -> None:
        """Take out everything that is done."""
        over = (QueueState.DONE, QueueState.FAILED)
        self._items = [item for item in self._items if item.state not in over]
        self._list()

    def stop(self) -> None:
        """Stop; what was not analysed stays in the list as waiting."""
        self._is_stopped = True
        self.runner.cancel()

    def pause(self, is_paused: bool) -> None:
        """Let the analysis rest, or go on."""
        self.runner.set_paused(is_paused)

    def shutdown(self) -> None:
        """Stop and wait."""
        self._is_stopped = True
        self.runner.shutdown()
        self._tasks.shutdown()

    # --- One after the other -------------------------------------------------------------------

    def _next(self) -> None:
        waiting = [item for item in self._items if item.state is QueueState.WAITING]
        if self._is_stopped or not waiting:
            self._end()
            return
        item = self._current = waiting[0]
        item.state = QueueState.RUNNING
        self._tell(item, self.tr("running"))
        try:
            request = self._request_for(item.source)
            self.runner.start(request, self._journals / f"{item.source.name}.journal")
        except OSError as error:
            self._fail(error)

    def _end(self) -> None:
        self._current = None
        done = sum(item.state is QueueState.DONE for item in self._items)
        failed = sum(item.state is QueueState.FAILED for item in self._items)
        self._window.hide_progress()
        self.running_changed.emit(False)
        if failed:
            self._notes.warning(
                fill(self.tr("{0} {0:recording is|recordings are} done, {1} failed: the queue "
                             "says why."), done, failed)
            )  # fmt: skip
        elif not self._is_stopped:
            self._notes.success(fill(self.tr("{0} {0:recording is|recordings are} done."), done))

    def _show_progress(self, progress: RunProgress) -> None:
        item = self._current
        if item is None:
            return
        share = 100 * progress.done // max(progress.total, 1)
        self._tell(item, self.tr("{0} %").format(share))
        self._window.show_progress(
            self.tr("{0}: {1}").format(item.source.name, progress.stage),
            progress.done,
            progress.total,
        )

    def _save(self, analysis: Analysis) -> None:
        item = self._current
        if item is None:
            return

        def work(_: object) -> None:
            from efficientpose_core.results import check_writable, write_results
            from efficientpose_core.session.document import Session
            from efficientpose_core.session.storage import save_session

            check_writable(item.folder)
            write_results(analysis, item.folder, overlay=False)
            # Corrections in a project that is there already are not for us to replace.
            item.project = _free_name(item.folder / f"{item.source.stem}.epstudio")
            save_session(Session.from_analysis(analysis), item.project)
            (self._journals / f"{item.source.name}.journal").unlink(missing_ok=True)

        def done(_: object) -> None:
            item.state = QueueState.DONE
            self._tell(item, self.tr("done"))
            self._next()

        self._tasks.start(work, done=done, failed=self._fail)

    def _fail(self, error: Exception) -> None:
        item = self._current
        if item is None:
            return
        item.state = QueueState.FAILED
        self._tell(item, tell(str(error)))
        self._next()

    def _cancelled(self) -> None:
        if self._current is not None:
            self._current.state = QueueState.WAITING
            self._tell(self._current, self.tr("stopped"))
        self._end()

    # --- The list ------------------------------------------------------------------------------

    def _open(self, row: int) -> None:
        item = self._items[row]
        if item.project is not None:
            self.open_requested.emit(item.project)

    def _tell(self, item: _Item, text: str) -> None:
        item.message = text
        self._window.queue.set_state(self._items.index(item), text)

    def _list(self) -> None:
        words = {QueueState.WAITING: self.tr("waiting")}
        self._window.queue.set_rows(
            [(item.source, item.message or words.get(item.state, "")) for item in self._items]
        )


def _free_name(path: Path) -> Path:
    """Return the path, with a number where there is such a file."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return free
