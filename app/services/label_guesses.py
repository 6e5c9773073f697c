"""The network looks at frames to label, in the background, and stays loaded meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.services.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from efficientpose_core.inference.estimator import PoseEstimator
    from efficientpose_core.pipeline import AnalysisRequest
    from efficientpose_core.training.labels.project import LabelFrame, LabelProject

__all__ = ["LabelGuesses"]

_Box = tuple[float, float, float, float]


class LabelGuesses(QObject):
    """Makes guesses one after the other.

    Signals
    -------
    guessed(LabelFrame)
        A frame with what the network found.
    failed(Exception)
        Network or picture cannot be had.
    """

    guessed = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = TaskRunner("label-guesses", self)
        self._waiting: dict[str, Task] = {}
        self._failed: set[str] = set()
        self._estimator: PoseEstimator | None = None
        self._opened_for: tuple[object, object] | None = None

    def is_wanted(self, key: str) -> bool:
        """Tell whether a frame waits for its guess."""
        return key in self._waiting

    def want(
        self, project: LabelProject, frames: Sequence[LabelFrame], request: AnalysisRequest
    ) -> None:
        """Guess these, the first one first; others that still wait are wanted no more."""
        wanted = [frame for frame in frames if frame.key not in self._failed]
        keys = {frame.key for frame in wanted}
        for key, task in list(self._waiting.items()):
            if key not in keys:
                task.cancel()
                del self._waiting[key]
        for frame in wanted:
            if frame.key not in self._waiting:
                self.look(project, frame, request, None, self.guessed.emit)

    def look(
        self,
        project: LabelProject,
        frame: LabelFrame,
        request: AnalysisRequest,
        box_px: _Box | None,
        done: Callable[[LabelFrame], object],
    ) -> None:
        """Guess one frame, in a box where one is given."""

        def work(task: Task) -> LabelFrame:
            from efficientpose_core.training.labels.guessing import guess_frame

            with self.network(request, task) as open_estimator:
                return guess_frame(project, frame, open_estimator(), box_px=box_px)

        def end(task: Task) -> None:
            if self._waiting.get(frame.key) is task:
                del self._waiting[frame.key]

        def take(found: LabelFrame) -> None:
            self._waiting.pop(frame.key, None)
            done(found)

        task = self.tasks.start(work, done=take, failed=partial(self._fail, frame.key))
        task.finished.connect(lambda: end(task))
        self._waiting[frame.key] = task

    @contextmanager
    def network(
        self, request: AnalysisRequest, task: Task
    ) -> Iterator[Callable[[], PoseEstimator]]:
        """For work of `tasks`: give the network, loaded when it is first called."""

        def open_estimator() -> PoseEstimator:
            from efficientpose_core.inference.estimator import PoseEstimator
            from efficientpose_core.inference.preparing import prepare_apart

            wanted = (request.weights, request.engine)
            if self._estimator is None or self._opened_for != wanted:
                self._close()
                prepare_apart(request.weights, request.engine, should_cancel=task.should_cancel)
                self._estimator = PoseEstimator(request.weights, request=request.engine)
                self._opened_for = wanted
            return self._estimator

        yield open_estimator

    def stop(self) -> None:
        """Forget what waits, and free the network's memory."""
        for task in self._waiting.values():
            task.cancel()
        self._waiting.clear()
        self._failed.clear()
        self.tasks.start(lambda _: self._close())

    def shutdown(self) -> None:
        """End the thread, and free the network's memory."""
        self.tasks.shutdown()
        self._close()

    def _fail(self, key: str, error: Exception) -> None:
        # It would fail again each time the frame is shown.
        self._failed.add(key)
        self.failed.emit(error)

    def _close(self) -> None:
        if self._estimator is not None:
            self._estimator.close()
            self._estimator = None
