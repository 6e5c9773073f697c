"""Small copies of every frame, made in the background, so that scrubbing need not wait."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from app.services.pictures import approach, bgra_image, rgb_image
from efficientpose_core.errors import EfficientPoseError

if TYPE_CHECKING:
    # Only for types: the module loads OpenCV, for which the first window does not wait.
    from efficientpose_core.media.source import Frame, FrameSource

__all__ = ["PreviewBuilder", "PreviewStore"]

_log = logging.getLogger(__name__)

_LONGEST_SIDE_PX = 1280
_JPEG_QUALITY = 80
# Measured: 0.065 bytes per pixel for noisy 1080p clips at this quality; half as much again here.
_BYTES_PER_PX = 0.1
_THUMBNAIL_HEIGHT_PX = 96


class PreviewStore:
    """Compressed small pictures by frame number; safe to use from several threads.

    Parameters
    ----------
    frame_count
        Frames of the source.
    width_px, height_px
        Size of its pictures.
    budget_bytes
        Memory to stay within: of long videos only every n-th frame is kept.
    """

    def __init__(
        self, frame_count: int, width_px: int, height_px: int, *, budget_bytes: int = 256 * 2**20
    ) -> None:
        self._size_px = (width_px, height_px)
        scale = min(1.0, _LONGEST_SIDE_PX / max(width_px, height_px))
        self._small_px = (max(1, round(width_px * scale)), max(1, round(height_px * scale)))
        expected = frame_count * self._small_px[0] * self._small_px[1] * _BYTES_PER_PX
        self.stride = max(1, math.ceil(expected / budget_bytes))
        self._pictures: dict[int, bytes] = {}
        self._held_bytes = 0
        self._budget_bytes = budget_bytes

    def __len__(self) -> int:
        return len(self._pictures)

    @property
    def is_full(self) -> bool:
        """Whether the budget is used up."""
        return self._held_bytes >= self._budget_bytes

    def wants(self, index: int) -> bool:
        """Tell whether frame ``index`` should be kept and is not yet."""
        return index % self.stride == 0 and index not in self._pictures and not self.is_full

    def add(self, frame: Frame) -> None:
        """Keep a small copy of a frame that is not damaged."""
        from efficientpose_core.media._cv2 import cv2

        small = cv2.resize(frame.rgb(), self._small_px, interpolation=cv2.INTER_LINEAR)
        bgr = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
        done, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
        if done:
            self._pictures[frame.index] = data.tobytes()
            self._held_bytes += len(data)

    def nearest(self, index: int) -> int | None:
        """Return the kept frame that stands in best for ``index``; None when none is near."""
        if index in self._pictures:
            return index
        below = index - index % self.stride
        near = [i for i in (below, below + self.stride) if i in self._pictures]
        return min(near, key=lambda i: abs(i - index)) if near else None

    def image(self, index: int) -> QImage:
        """Return the picture of a kept frame, enlarged to the size of the real one."""
        from efficientpose_core.media._cv2 import cv2

        data = np.frombuffer(self._pictures[index], np.uint8)
        bgra = cv2.cvtColor(cv2.imdecode(data, cv2.IMREAD_COLOR), cv2.COLOR_BGR2BGRA)
        if self._small_px != self._size_px:
            bgra = cv2.resize(bgra, self._size_px, interpolation=cv2.INTER_LINEAR)
        return bgra_image(bgra)


class PreviewBuilder:
    """Fills a `PreviewStore` in a thread of its own, from a source of its own.

    Parameters
    ----------
    source
        A second source of the same file; owned and closed by the builder.
    store
        Where the copies go.
    may_run
        Cleared by the owner while something more urgent needs the processor.
    start
        Frame to begin with; the ones before it come last.
    thumbnails
        Numbers of frames of which ``thumbnail_made`` gets a tiny picture.
    thumbnail_made
        Called in the builder's thread with the frame number and the picture.
    """

    def __init__(
        self,
        source: FrameSource,
        store: PreviewStore,
        may_run: threading.Event,
        *,
        start: int = 0,
        thumbnails: frozenset[int] = frozenset(),
        thumbnail_made: Callable[[int, QImage], None] | None = None,
    ) -> None:
        self._source = source
        self._store = store
        self._may_run = may_run
        self._start = start
        self._thumbnails = thumbnails
        self._thumbnail_made = thumbnail_made
        self._is_stopped = False
        self._thread = threading.Thread(target=self._work, name="previews", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the thread lives."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """End the thread; returns when it has closed its source."""
        self._is_stopped = True
        self._may_run.set()
        self._thread.join()

    def _work(self) -> None:
        try:
            with self._source:
                for index in self._order():
                    if not self._reach(index):
                        return
                    self._keep(index)
        except EfficientPoseError as error:
            # Previews are a convenience: whoever looks at the real frames meets the same error.
            _log.info("previews end early: %s", error)

    def _reach(self, index: int) -> bool:
        """Decode up to a frame, pausing when asked to; return whether to go on."""
        while True:
            self._may_run.wait()
            if self._is_stopped:
                return False
            if approach(self._source, index) == index:
                return True

    def _order(self) -> Iterator[int]:
        count = len(self._source.times_s)
        for index in (*range(self._start, count), *range(self._start)):
            if self._store.wants(index) or index in self._thumbnails:
                yield index

    def _keep(self, index: int) -> None:
        frame = self._source.frame_at(index)
        if frame.damaged:
            return
        if self._store.wants(index):
            self._store.add(frame)
        if index in self._thumbnails and self._thumbnail_made is not None:
            self._thumbnail_made(index, _thumbnail(frame))


def _thumbnail(frame: Frame) -> QImage:
    from efficientpose_core.media._cv2 import cv2

    rgb = frame.rgb()
    height, width = rgb.shape[:2]
    scale = min(1.0, _THUMBNAIL_HEIGHT_PX / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return rgb_image(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))
