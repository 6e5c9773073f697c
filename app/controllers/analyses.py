"""Running the network on the open recording: model, person, pause, stop, parts again."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.actions.registry import ActionRegistry
from app.controllers.projects import ProjectController
from app.main_window import MainWindow
from app.services.analysis import AnalysisRunner, LiveFrame, RunProgress
from app.services.document import Document
from app.services.notifications import Notifications
from app.services.playback import PlaybackController
from app.services.tasks import Task, TaskRunner
from app.settings import AppSettings
from app.translation import fill
from app.widgets.video_view import ViewMode

if TYPE_CHECKING:
    from efficientpose_core.inference.engines import EngineRequest
    from efficientpose_core.inference.following import FollowSettings
    from efficientpose_core.models.store import InstalledWeights
    from efficientpose_core.pipeline import Analysis, AnalysisRequest, DeriveSettings
    from efficientpose_core.pose import PoseTrack
    from efficientpose_core.session.assessment import Assessment
    from efficientpose_core.session.document import Session
    from efficientpose_core.skeleton import Skeleton

__all__ = ["AnalysisController"]

_NEEDED_SOON = (
    "efficientpose_core.pipeline",
    "efficientpose_core.results",
    "efficientpose_core.session.storage",
)


class AnalysisController(QObject):
    """Starts analyses and shows how they go.

    Signals
    -------
    running_changed(bool)
        An analysis has begun or ended.
    """

    running_changed = Signal(bool)

    def __init__(
        self,
        window: MainWindow,
        actions: ActionRegistry,
        document: Document,
        playback: PlaybackController,
        projects: ProjectController,
        settings: AppSettings,
        notes: Notifications,
    ) -> None:
        super().__init__(window)
        self._window, self._actions, self._document = window, actions, document
        self._playback, self._projects = playback, projects
        self._settings, self._notes = settings, notes
        self._tasks = TaskRunner("models", self)
        self._installed: tuple[InstalledWeights, ...] = ()
        self._follow: FollowSettings | None = None
        self._again: tuple[int, int] | None = None
        self._journal: Path | None = None
        self._is_over = False
        self._told: Assessment | None = None
        self._before: tuple[int, ...] = ()
        self.runner = AnalysisRunner(self)
        self._connect()
        self._fill_views()

    @property
    def is_running(self) -> bool:
        """Whether an analysis is under way."""
        return self.runner.is_running

    def _connect(self) -> None:
        runner, view, window = self.runner, self._window.view, self._window
        runner.progressed.connect(self._show_progress)
        runner.seen.connect(self._show_live)
        runner.succeeded.connect(self._take)
        runner.failed.connect(self._notes.error)
        runner.cancelled.connect(self._tell_cancelled)
        runner.paused_changed.connect(self._actions.action("analysis.pause").setChecked)
        runner.finished.connect(self._end)
        view.person_picked.connect(self._pick_person)
        view.box_drawn.connect(self._take_box)
        window.model_box.activated.connect(self._choose_model)
        window.view_box.activated.connect(self._choose_view)
        self._document.session_replaced.connect(self._show_view)
        self._document.changed.connect(self._show_view)
        self._projects.opened.connect(lambda _: self._forget_person())
        # The finished frames are in the recovery copy now, or are not wanted any more.
        self._projects.autosave.saved.connect(lambda _: self._drop_journal())
        self._document.session_replaced.connect(lambda _: self._drop_journal())
        self._settings.changed.connect(self._follow_setting)

    # --- Models --------------------------------------------------------------------------------

    def load_models(self) -> None:
        """Find out which models are installed."""

        def work(_: object) -> tuple[InstalledWeights, ...]:
            from efficientpose_core.models.store import installed

            found = installed()
            # Loaded here, the window need not wait for them at the first click on Analyse.
            for name in _NEEDED_SOON:
                importlib.import_module(name)
            return found

        self._tasks.start(work, done=self._fill_models, failed=self._notes.error)

    def _fill_models(self, installed: tuple[InstalledWeights, ...]) -> None:
        self._installed = tuple(item for item in installed if item.metadata is not None)
        box, speeds = self._window.model_box, self._settings.speeds
        box.clear()
        for item in self._installed:
            assert item.metadata is not None
            text = f"{item.metadata.variant} ({item.name})"
            if item.name in speeds:
                text += self.tr(" - {0} fps here").format(f"{speeds[item.name]:.0f}")
            box.addItem(text, item.name)
        self._select_model()
        for item in installed:
            if item.metadata is None:
                self._notes.warning(item.problem)
        if not self._settings.was_checked and self._installed:
            self._settings.was_checked = True
            self.check_models()

    def _select_model(self) -> None:
        """Show the chosen model; without a choice the bundled one, as on the command line."""
        from efficientpose_core.models.weights import BUNDLED

        box = self._window.model_box
        at = box.findData(self._settings.model)
        box.setCurrentIndex(at if at >= 0 else box.findData(BUNDLED[0].name))

    def _choose_model(self, row: int) -> None:
        self._settings.model = self._window.model_box.itemData(row)

    def check_models(self) -> None:
        """Measure how fast each installed model is here."""
        items = self._installed
        request = self._engine()

        def work(task: Task) -> dict[str, float]:
            from efficientpose_core.inference.estimator import PoseEstimator
            from efficientpose_core.inference.preparing import prepare_apart
            from efficientpose_core.progress import Progress, raise_if_cancelled
            from efficientpose_core.speed import frames_per_second

            speeds = {}
            for done, item in enumerate(items):
                raise_if_cancelled(task.should_cancel)
                task.tell(Progress(stage=item.name, done=done, total=len(items), unit="models"))
                prepare_apart(item.name, request, should_cancel=task.should_cancel)
                with PoseEstimator(item.name, request=request) as estimator:
                    speeds[item.name] = frames_per_second(estimator)
            return speeds

        def done(speeds: dict[str, float]) -> None:
            for name, speed in speeds.items():
                self._settings.set_speed(name, speed)
            self._fill_models(self._installed)
            told = ", ".join(f"{name} {speed:.0f}" for name, speed in speeds.items())
            self._notes.info(
                self.tr("Models are ready. Frames per second on this machine: {0}.").format(told)
            )

        task = self._tasks.start(work, done=done, failed=self._notes.error)
        task.progressed.connect(
            lambda told: self._window.show_progress(
                self.tr("Checking {0}").format(told.stage), told.done, told.total
            )
        )
        task.finished.connect(self._window.hide_progress)

    # --- Settings ------------------------------------------------------------------------------

    def request(self, source: Path) -> AnalysisRequest:
        """Return what is to be done with a recording, by the user's settings."""
        from efficientpose_core.pipeline import AnalysisRequest

        return AnalysisRequest(
            source=source,
            weights=self._window.model_box.currentData() or self._settings.model or None,
            engine=self._engine(),
            derive=self._derive_settings(),
        )

    def _engine(self) -> EngineRequest:
        from efficientpose_core.inference.engines import Device, EngineName, EngineRequest, Mode

        return EngineRequest(
            engine=EngineName(self._settings.engine),
            device=Device(self._settings.device),
            mode=Mode.THROUGHPUT,
        )

    def _derive_settings(self) -> DeriveSettings:
        from efficientpose_core.kinematics.angles import View
        from efficientpose_core.kinematics.cleaning import CleaningSettings
        from efficientpose_core.kinematics.smoothing import SmoothingMethod, SmoothingSettings
        from efficientpose_core.pipeline import DeriveSettings

        cutoff = self._settings.cutoff_hz
        smoothing = (
            SmoothingSettings(method=SmoothingMethod.NONE)
            if cutoff is None
            else SmoothingSettings(cutoff_hz=cutoff)
        )
        return DeriveSettings(
            cleaning=CleaningSettings(min_score=self._settings.min_score, smoothing=smoothing),
            view=View(self._settings.view),
        )

    def _follow_setting(self, name: str) -> None:
        session = self._document.session
        if name in ("cutoff_hz", "min_score") and session is not None:
            derive, usual = session.request.derive, self._derive_settings().cleaning
            part = "smoothing" if name == "cutoff_hz" else name
            cleaning = replace(derive.cleaning, **{part: getattr(usual, part)})
            self._document.set_derive_settings(
                replace(derive, cleaning=cleaning), self.tr("Change the smoothing")
            )
        elif name == "model":
            self._select_model()

    def _fill_views(self) -> None:
        box = self._window.view_box
        box.addItem(self.tr("Side view"), "sagittal")
        box.addItem(self.tr("Front or back view"), "frontal")
        box.setCurrentIndex(max(box.findData(self._settings.view), 0))

    def _choose_view(self, row: int) -> None:
        self._settings.view = self._window.view_box.itemData(row)
        session = self._document.session
        if session is not None:
            derive = replace(session.request.derive, view=self._derive_settings().view)
            self._document.set_derive_settings(derive, self.tr("Change the view"))

    def _show_view(self, session: Session | None) -> None:
        if session is not None:
            view = session.request.derive.view.value
            self._window.view_box.setCurrentIndex(self._window.view_box.findData(view))

    # --- Running -------------------------------------------------------------------------------

    def run(self) -> None:
        """Analyse the part of the recording between the trim handles."""
        if self._projects.source_path is None or self.is_running:
            return
        self._projects.may_leave(self._run)

    def _run(self) -> None:
        from efficientpose_core.inference.following import FollowSettings
        from efficientpose_core.paths import cache_dir

        source = self._projects.source_path
        assert source is not None
        start, stop = self._window.timeline.trim
        times_s = self._playback.times_s
        # Analysed again, the recording keeps what the user has told about it.
        session = self._document.session
        self._told = None if session is None else session.assessment
        request = replace(
            self.request(source),
            derive=self._derive_settings() if session is None else session.request.derive,
            slow_motion_factor=self._projects.slow_motion_factor,
            follow=self._follow or FollowSettings(),
            start_s=float(times_s[start]) if start > 0 else None,
            end_s=float(times_s[stop]) if stop < len(times_s) else None,
        )
        self._again = None
        if self._is_over:
            # Analysed again on purpose: from the beginning.
            self._drop_journal()
        self._is_over = False
        self._journal = cache_dir() / "journals" / f"{source.name}.journal"
        self._begin(request, self._journal)

    def _begin(self, request: AnalysisRequest, journal: Path | None) -> None:
        self._playback.pause()
        self._window.show_progress(self.tr("Loading the model"), 0, 0)
        self.runner.start(request, journal)
        self.running_changed.emit(True)

    def pause(self, is_paused: bool) -> None:
        """Let the analysis rest, or go on."""
        self.runner.set_paused(is_paused)

    def stop(self) -> None:
        """Stop the analysis; finished frames are kept."""
        self.runner.cancel()

    def shutdown(self) -> None:
        """Stop everything; an analysis under way can be continued next time."""
        was_running = self.is_running
        self.runner.shutdown()
        self._tasks.shutdown()
        if not was_running and self._document.session is not None:
            self._drop_journal()

    def _show_progress(self, progress: RunProgress) -> None:
        text = progress.stage
        remaining = progress.remaining_s
        if remaining is not None:
            text = self.tr("{0}: frame {1} of {2}, {3} frames/s, {4} to go").format(
                progress.stage, progress.done, progress.total, round(progress.frames_per_s),
                _duration(remaining),
            )  # fmt: skip
        self._window.show_progress(text, progress.done, progress.total)

    def _show_live(self, live: LiveFrame) -> None:
        if not self.is_running:
            return
        view = self._window.view
        view.set_angles(None)
        view.set_facing(None)
        view.set_track(_one_frame(live, self._skeleton()))
        view.set_copy(live.index, live.image, live.t_s, live.size_px)
        self._window.timeline.set_position(live.index)
        self._window.transport.set_position(live.index)

    def _take(self, analysis: Analysis) -> None:
        detection = analysis.detection
        if self._again is not None:
            self._replace_poses(analysis)
            return
        journal, self._journal = self._journal, None
        self._document.open_analysis(analysis, self._about_person())
        # Kept until there is a copy of the results.
        self._journal, self._is_over = journal, True
        if detection.seconds > 0 and detection.frames_run > 30:
            self._settings.set_speed(
                detection.weights.name, detection.frames_run / detection.seconds
            )
        seen = int((detection.track.status <= 2).any(axis=1).sum())
        self._notes.success(
            fill(self.tr("{0} {0:frame|frames} analysed with {1} on {2} ({3}); a person is in {4} "
                         "of them."),
                 len(detection.track), detection.weights.name, detection.engine.engine.value,
                 detection.engine.device.value, seen)
        )  # fmt: skip
        if not seen:
            self._notes.warning(
                self.tr("Nobody was found. Choose the person with a click or a box, and analyse "
                        "again.")
            )  # fmt: skip

    def _about_person(self) -> Assessment | None:
        """Return what stays true when the same recording is analysed again."""
        from efficientpose_core.session.assessment import Assessment

        told, self._told = self._told, None
        return None if told is None else Assessment(person=told.person)

    def _skeleton(self) -> Skeleton | None:
        """Return the keypoints of the chosen model."""
        name = self._window.model_box.currentData()
        for item in self._installed:
            if item.name == name and item.metadata is not None:
                return item.metadata.skeleton
        return None

    def _tell_cancelled(self) -> None:
        self._notes.info(
            self.tr("Stopped. Finished frames are kept: Analyse continues where it was.")
        )

    def _end(self) -> None:
        self._window.hide_progress()
        self.runner.set_paused(False)
        self.running_changed.emit(False)
        derived = self._document.derived
        if derived is None:
            self._window.view.set_track(None)
        self._playback.jump(self._playback.position)

    def _drop_journal(self) -> None:
        if self._journal is not None and not self.is_running:
            self._journal.unlink(missing_ok=True)
            self._journal = None

    # --- The person ----------------------------------------------------------------------------

    def choose_person(self, *, by_box: bool) -> None:
        """Let the user show who is to be analysed, where the analysis will begin."""
        self._again = None
        start, _ = self._window.timeline.trim
        self._playback.pause()
        self._playback.jump(start)
        self._window.view.set_mode(ViewMode.DRAW_BOX if by_box else ViewMode.PICK_PERSON)

    def choose_again(self) -> None:
        """Let the user draw a box, for this frame or the marked range to be analysed again."""
        session, loop = self._document.session, self._playback.loop_range
        if session is None:
            return
        here = self._playback.position
        first, last = (here, here) if loop is None else (loop[0], loop[1] - 1)
        frame = session.detection.track.frame
        first, last = max(first, int(frame[0])), min(last, int(frame[-1]))
        if first > last:
            self._notes.warning(self.tr("This part was not analysed: trim, and analyse it first."))
            return
        self._again = (first, last)
        self._playback.pause()
        self._playback.jump(first)
        self._window.view.set_mode(ViewMode.DRAW_BOX)

    def _pick_person(self, x: float, y: float) -> None:
        from efficientpose_core.inference.following import FollowSettings

        self._follow = FollowSettings(person_px=(x, y))
        self._window.view.set_mode(ViewMode.SELECT)
        self._tell_chosen()

    def _take_box(self, x: float, y: float, width: float, height: float) -> None:
        from efficientpose_core.inference.following import FollowSettings

        follow = FollowSettings(box_px=(x, y, width, height))
        self._window.view.set_mode(ViewMode.SELECT)
        if self._again is None:
            self._follow = follow
            self._tell_chosen()
        else:
            self._run_again(follow, *self._again)

    def _tell_chosen(self) -> None:
        self._notes.success(self.tr("The person is chosen."), (self.tr("Analyse now"), self.run))

    def _forget_person(self) -> None:
        self._follow = None

    def _run_again(self, follow: FollowSettings, first: int, last: int) -> None:
        session = self._document.session
        if session is None or self.is_running:
            return
        times_s = self._playback.times_s
        request = replace(
            session.request,
            follow=follow,
            start_s=float(times_s[first]),
            end_s=float(times_s[last + 1]) if last + 1 < len(times_s) else None,
        )
        self._begin(request, None)

    def _replace_poses(self, analysis: Analysis) -> None:
        from efficientpose_core.session.edits import ReplacePoses

        assert self._again is not None
        first, last = self._again
        self._again = None
        text = (
            self.tr("Analyse frame {0} again").format(first)
            if first == last
            else self.tr("Analyse frames {0} to {1} again").format(first, last)
        )
        self._document.edit(ReplacePoses.from_track(analysis.detection.track), text)


def _one_frame(live: LiveFrame, skeleton: Skeleton | None) -> PoseTrack | None:
    """Return a track of the one frame on display."""
    import numpy as np

    from efficientpose_core.pipeline import track_from_frames
    from efficientpose_core.pose import ProcessingStep

    pose = live.result.pose
    if pose is None or live.image is None or skeleton is None:
        return None
    return track_from_frames(
        [live.result],
        skeleton=skeleton,
        t_s=np.array([live.t_s]),
        image_size_px=live.size_px,
        step=ProcessingStep(name="live"),
    )


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02d} min"
