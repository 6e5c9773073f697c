"""Composition root: makes window and services, and connects them."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication

from app.main_window import MainWindow
from app.services.analysis import AnalysisRunner, RunProgress
from app.services.playback import PlaybackController, PlaybackState
from efficientpose_core.errors import EfficientPoseError

if TYPE_CHECKING:
    from efficientpose_core.pipeline import Analysis

__all__ = ["Studio", "run"]

logger = logging.getLogger(__name__)


class Studio(QObject):
    """The application: one window, one recording at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.window = MainWindow()
        self.playback = PlaybackController(self)
        self.runner = AnalysisRunner(self)
        self.analysis: Analysis | None = None
        self._path: Path | None = None
        self._connect_window()
        self._connect_playback()
        self._connect_runner()

    # --- What the user does --------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open a recording; what cannot be opened is told, and what was open stays."""
        from efficientpose_core.media.images import open_source

        try:
            source, preview = open_source(path), open_source(path)
        except EfficientPoseError as error:
            self._tell_error(error)
            return
        self._path = path
        self._show_analysis(None)
        times_s, end_s = source.times_s, source.info.duration_s
        self.playback.set_source(source, preview_source=preview)
        self.window.timeline.set_source(times_s, end_s)
        self.window.transport.set_source(times_s, end_s)
        self.window.show_source(path)
        for warning in source.info.warnings:
            self.window.show_message(warning)

    def analyse(self) -> None:
        """Analyse the part of the recording between the trim handles."""
        if self._path is None or self.runner.is_running:
            return
        from efficientpose_core.paths import cache_dir
        from efficientpose_core.pipeline import AnalysisRequest

        start, stop = self.window.timeline.trim
        times_s = self.playback.times_s
        request = AnalysisRequest(
            source=self._path,
            start_s=float(times_s[start]) if start > 0 else None,
            end_s=float(times_s[stop]) if stop < len(times_s) else None,
        )
        self.playback.pause()
        self.window.show_running(True)
        self.runner.start(request, cache_dir() / "journals" / f"{self._path.name}.journal")

    def export(self, folder: Path) -> None:
        """Write the result files, as the command line does, without the video."""
        if self.analysis is None:
            return
        from efficientpose_core.results import check_writable, write_results

        try:
            check_writable(folder)
            files = write_results(self.analysis, folder, overlay=False)
        except EfficientPoseError as error:
            self._tell_error(error)
            return
        self.window.show_message(self.tr("Wrote {0} and more.").format(files.angles))

    def shutdown(self) -> None:
        """Stop everything; an analysis under way can be continued next time."""
        self.runner.shutdown()
        self.playback.shutdown()

    # --- Connections ---------------------------------------------------------------------------

    def _connect_window(self) -> None:
        window = self.window
        window.file_chosen.connect(self.open)
        window.analysis_requested.connect(self.analyse)
        window.cancel_requested.connect(self.runner.cancel)
        window.export_requested.connect(self.export)
        window.closed.connect(self.shutdown)
        window.timeline.frame_requested.connect(self.playback.show_frame)
        window.timeline.range_changed.connect(
            lambda first, stop: self.playback.set_loop_range((first, stop))
        )
        window.timeline.range_cleared.connect(lambda: self.playback.set_loop_range(None))
        window.plots.time_requested.connect(self._go_to)
        transport = window.transport
        transport.play_toggled.connect(self.playback.toggle)
        transport.steps_requested.connect(self.playback.step)
        transport.frame_requested.connect(self.playback.jump)
        transport.speed_chosen.connect(self.playback.set_speed)
        transport.loop_toggled.connect(self.playback.set_looping)
        transport.entry_refused.connect(window.show_message)

    def _connect_playback(self) -> None:
        window, playback = self.window, self.playback
        playback.frame_shown.connect(window.view.set_frame)
        playback.stand_in_shown.connect(window.view.set_stand_in)
        playback.position_changed.connect(window.timeline.set_position)
        playback.position_changed.connect(window.transport.set_position)
        playback.position_changed.connect(self._follow_position)
        playback.thumbnail_ready.connect(window.timeline.set_thumbnail)
        playback.state_changed.connect(
            lambda state: window.transport.set_playing(state is PlaybackState.PLAYING)
        )
        playback.speed_changed.connect(window.transport.set_speed)
        playback.looping_changed.connect(window.transport.set_looping)
        playback.loop_range_changed.connect(window.timeline.set_loop_range)
        playback.failed.connect(self._tell_error)

    def _connect_runner(self) -> None:
        self.runner.progressed.connect(self._show_progress)
        self.runner.succeeded.connect(self._show_analysis)
        self.runner.failed.connect(self._tell_error)
        self.runner.cancelled.connect(self._tell_cancelled)
        self.runner.finished.connect(lambda: self.window.show_running(False))

    # --- What the services tell ----------------------------------------------------------------

    def _show_progress(self, progress: RunProgress) -> None:
        text = progress.stage
        remaining = progress.remaining_s
        if remaining is not None:
            text = self.tr("{0}: {1} frames/s, {2} s to go").format(
                progress.stage, round(progress.frames_per_s), round(remaining)
            )
        self.window.show_progress(text, progress.done, progress.total)

    def _show_analysis(self, analysis: Analysis | None) -> None:
        self.analysis = analysis
        derived = None if analysis is None else analysis.derived
        view, timeline = self.window.view, self.window.timeline
        view.set_track(derived.track if derived else None)
        view.set_angles(derived.angles if derived else None)
        self.window.plots.set_angles(derived.angles if derived else None)
        self._follow_position(self.playback.position)
        view.set_facing(derived.facing if derived else None)
        timeline.set_track(derived.track if derived else None)
        self.window.show_result(analysis is not None)
        if analysis is not None:
            detection = analysis.detection
            self.window.show_message(
                self.tr("{0} on {1}: {2} frames.").format(
                    detection.weights.name, detection.engine.engine.value, len(detection.track)
                )
            )

    def _follow_position(self, frame: int) -> None:
        times_s = self.playback.times_s
        if frame < len(times_s):
            self.window.plots.set_time(float(times_s[frame]))

    def _go_to(self, t_s: float) -> None:
        self.playback.pause()
        self.playback.seek(t_s)

    def _tell_cancelled(self) -> None:
        self.window.show_message(
            self.tr("Stopped. Finished frames are kept: Analyse continues where it was.")
        )

    def _tell_error(self, error: Exception) -> None:
        if not isinstance(error, EfficientPoseError):
            logger.error("Unexpected error", exc_info=error)
        self.window.show_message(str(error))


def run(arguments: Sequence[str] | None = None) -> int:
    """Start the application with the files named on the command line; its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    QCoreApplication.setOrganizationName("EfficientPose")
    QCoreApplication.setApplicationName("Studio")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    studio = Studio()
    studio.window.show()
    if given:
        studio.open(Path(given[0]))
    return int(application.exec())
