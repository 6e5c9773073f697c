"""Pictures of frames to label: read in the background, the next ones beforehand."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.services.pictures import rgb_image
from app.services.tasks import Task, TaskRunner
from efficientpose_core.errors import MediaError

__all__ = ["LabelPictures"]

_KEPT = 6


class LabelPictures(QObject):
    """Reads pictures and keeps a few.

    Signals
    -------
    loaded(Path, QImage or None, str)
        The picture that was asked for last; None with the reason where it cannot be read.
    """

    loaded = Signal(object, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[Path, QImage] = OrderedDict()
        self._wanted: Path | None = None
        self._waiting: dict[Path, Task] = {}
        self._tasks = TaskRunner("label-pictures", self)

    def show(self, path: Path, soon: tuple[Path, ...] = ()) -> None:
        """Bring a picture, at once where it is kept; then read those wanted soon."""
        self._wanted = path
        for other, task in list(self._waiting.items()):
            if other != path and other not in soon:
                task.cancel()
        if path in self._kept:
            self._kept.move_to_end(path)
            self.loaded.emit(path, self._kept[path], "")
        for each in (path, *soon):
            if each not in self._kept and each not in self._waiting:
                self._read(each)

    def shutdown(self) -> None:
        """End the thread."""
        self._tasks.shutdown()

    def _read(self, path: Path) -> None:
        def work(_: object) -> tuple[QImage | None, str]:
            from efficientpose_core.media.images import read_image

            try:
                return rgb_image(read_image(path)), ""
            except MediaError as error:
                return None, str(error)

        task = self._tasks.start(work, done=lambda found: self._take(path, *found))
        self._waiting[path] = task
        task.finished.connect(lambda: self._waiting.pop(path, None))

    def _take(self, path: Path, image: QImage | None, problem: str) -> None:
        if image is not None:
            self._kept[path] = image
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        if path == self._wanted:
            self.loaded.emit(path, image, problem)
