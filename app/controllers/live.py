"""The camera: watching, recording, and opening what was recorded."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from app.controllers.projects import ProjectController
from app.main_window import MainWindow
from app.services.document import Document
from app.services.live import LiveService
from app.services.notifications import Notifications
from app.services.tasks import TaskRunner
from app.settings import AppSettings
from app.translation import decimal, fill, tell
from app.widgets.camera_page import CameraPage
from app.widgets.live_view import mirrored
from efficientpose_core.errors import EfficientPoseError

if TYPE_CHECKING:
    from efficientpose_core.live.angles import LivePose
    from efficientpose_core.live.cameras import CameraChoice
    from efficientpose_core.live.recording import Recording
    from efficientpose_core.live.session import ModelInUse
    from efficientpose_core.pipeline import Analysis, AnalysisRequest, DeriveSettings

__all__ = ["LiveController"]

_STATS_EVERY_MS = 250
_MODEL_SETTINGS = ("model", "engine", "device")
_DERIVE_SETTINGS = ("view", "min_score")
_DRAWING_SETTINGS = ("skeleton_width", "skeleton_opacity", "shows_skeleton", "shows_angles")


class LiveController(QObject):
    """Owns the page of the camera.

    Signals
    -------
    changed()
        The page was opened or closed, or a recording has begun or ended.
    analysis_requested()
        The user wants the recording to be analysed, which is open now.
    """

    changed = Signal()
    analysis_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        document: Document,
        projects: ProjectController,
        settings: AppSettings,
        notes: Notifications,
        request_for: Callable[[Path], AnalysisRequest],
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._projects = window, document, projects
        self._settings, self._notes, self._request_for = settings, notes, request_for
        self._page: CameraPage | None = None
        self._videos: tuple[CameraChoice, ...] = ()
        self._model: ModelInUse | None = None
        self._request: AnalysisRequest | None = None
        self._opening: tuple[Recording, Analysis | None] | None = None
        self._has_model_failed = self._was_recording = self._opens_next = False
        self._tasks = TaskRunner("recordings", self)
        self._timer = QTimer(self, interval=_STATS_EVERY_MS)
        self._timer.timeout.connect(self._show_stats)
        self.service = LiveService(self)
        self._connect()

    @property
    def page(self) -> CameraPage | None:
        """The page; None while it is not open."""
        return self._page

    @property
    def is_open(self) -> bool:
        """Whether the page is open."""
        return self._page is not None

    @property
    def is_recording(self) -> bool:
        """Whether a recording, or the countdown to it, is under way."""
        is_counting = self._page is not None and self._page.seconds_left > 0
        return is_counting or self.service.is_recording

    @property
    def folder(self) -> Path:
        """Where recordings go."""
        if self._settings.recordings_folder:
            return Path(self._settings.recordings_folder)
        place = QStandardPaths.StandardLocation.MoviesLocation
        movies = QStandardPaths.writableLocation(place)
        return Path(movies or Path.home()) / "EfficientPose Studio"

    def open(self) -> None:
        """Show the page and start the camera that was used last."""
        if self._page is not None:
            return
        page = CameraPage()
        self._page = page
        page.set_mirrored(self._settings.mirrors_camera)
        page.set_wishes(
            _read_size(self._settings.camera_size), self._settings.camera_rate_hz,
            self._settings.countdown_s,
        )  # fmt: skip
        page.set_folder(str(self.folder))
        page.curves.set_wanted(tuple(filter(None, self._settings.live_curves.split())))
        self.service.set_mirrored(page.is_mirrored)
        self._draw_as_wished()
        self._connect_page(page)
        self._window.show_page(page)
        page.setFocus()
        self._timer.start()
        self.service.look_for_cameras()
        self._offer_interrupted()
        self.changed.emit()

    def close(self) -> None:
        """Switch the camera off and go back; a recording under way is finished first."""
        page, self._page = self._page, None
        if page is None:
            return
        page.cancel_countdown()
        self._timer.stop()
        self.service.stop()
        self._window.remove_page(page, has_source=self._projects.source_path is not None)
        page.deleteLater()
        self.changed.emit()

    def shutdown(self) -> None:
        """End well: a recording under way is finished."""
        self.close()
        self._opens_next = False
        self.service.shutdown()
        self._tasks.shutdown()

    # --- Connections ---------------------------------------------------------------------------

    def _connect(self) -> None:
        service = self.service
        service.cameras_found.connect(self._take_cameras)
        service.opened.connect(self._show_open)
        service.model_ready.connect(self._show_model)
        service.model_failed.connect(self._tell_model_failed)
        service.updated.connect(self._show_update)
        service.recorded.connect(self._take_recording)
        service.failed.connect(self._show_failure)
        self._projects.opened.connect(self._take_opened)
        self._settings.changed.connect(self._follow_setting)

    def _connect_page(self, page: CameraPage) -> None:
        page.camera_chosen.connect(self._choose)
        page.mirror_changed.connect(self._mirror)
        page.facing_changed.connect(self._tell_derive)
        page.record_requested.connect(self._record)
        page.stop_requested.connect(self._stop_recording)
        page.search_requested.connect(self._look_again)
        page.video_requested.connect(self._choose_video)
        page.folder_requested.connect(self._choose_folder)
        page.close_requested.connect(self.close)
        page.curves.chosen.connect(self._choose_curves)

    # --- Camera --------------------------------------------------------------------------------

    def play_video(self, path: Path) -> None:
        """Let a video play as if it were a camera."""
        from efficientpose_core.live.cameras import CameraChoice

        self._videos = (CameraChoice(name=path.name, file=path),)
        self._settings.camera = path.name
        self._look_again()

    def _look_again(self) -> None:
        if self._page is not None:
            self._page.show_looking()
            self.service.look_for_cameras()

    def _take_cameras(self, found: tuple[CameraChoice, ...]) -> None:
        if self._page is None:
            return
        self._page.set_cameras((*self._videos, *found), self._settings.camera)
        self._start()

    def _start(self) -> None:
        from efficientpose_core.live.cameras import CaptureWish
        from efficientpose_core.live.session import LiveSettings

        page = self._page
        if page is None:
            return
        if page.camera is None:
            page.show_no_camera()
            return
        page.show_looking()
        page.show_model("-")
        self._model, self._has_model_failed = None, False
        self._request = request = self._request_for(self.folder)
        self.service.start(
            page.camera,
            CaptureWish(size_px=page.size_px, rate_hz=page.rate_hz),
            LiveSettings(
                weights=request.weights,
                engine=request.engine,
                follow=request.follow,
                derive=self._derive(),
            ),
        )

    def _choose(self) -> None:
        page = self._page
        if page is None or page.camera is None:
            return
        self._settings.camera = page.camera.name
        self._settings.camera_size = "" if page.size_px is None else "{}x{}".format(*page.size_px)
        self._settings.camera_rate_hz = page.rate_hz
        self._start()

    def _choose_video(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Play a video as a camera"),
            self._settings.folder,
            self.tr("Videos (*.mp4 *.mov *.avi *.mkv *.webm *.m4v *.wmv);;All files (*)"),
        )
        if name:
            self.play_video(Path(name))

    def _show_open(self, name: str, width: int, height: int) -> None:
        if self._page is not None:
            self._page.show_open()

    def _show_failure(self, error: Exception) -> None:
        if not isinstance(error, EfficientPoseError):
            self._notes.error(error)
        if self._page is not None:
            self._page.show_failure(tell(str(error)))
            self._page.show_stats(None)
        self._check_recording()

    # --- Model ---------------------------------------------------------------------------------

    def _show_model(self, model: ModelInUse) -> None:
        self._model = model
        if self._page is not None:
            text = self.tr("{0}, {1} ({2})").format(
                model.weights.variant, model.engine.engine.value, model.engine.device.value
            )
            self._page.show_model(text)

    def _tell_model_failed(self, error: Exception) -> None:
        self._has_model_failed = True
        self._notes.error(error)
        if self._page is not None:
            self._page.show_model(self.tr("none"))

    def _derive(self) -> DeriveSettings:
        """Return view and lowest score as set, and where the person faces, by the data's sides."""
        derive = self._request_for(self.folder).derive
        page = self._page
        if page is None or page.seen_facing is None:
            return derive
        return replace(derive, facing=page.seen_facing * (-1 if page.is_mirrored else 1))

    def _tell_derive(self) -> None:
        self.service.set_derive(self._derive())

    def _follow_setting(self, name: str) -> None:
        if self._page is None:
            return
        if name in _DERIVE_SETTINGS:
            self._tell_derive()
        elif name in _DRAWING_SETTINGS:
            self._draw_as_wished()
        elif name in _MODEL_SETTINGS:
            if self.is_recording:
                self._notes.warning(self.tr("The other model is used after the recording."))
            elif self.service.is_running:
                self._start()

    # --- Display -------------------------------------------------------------------------------

    def _show_update(self) -> None:
        page, update = self._page, self.service.take()
        if page is None:
            return
        page.curves.add(update.poses)
        if update.image is not None:
            pose = update.pose
            if pose is not None and page.is_mirrored:
                pose = mirrored(pose)
            page.view.set_hint(self._hint(pose))
            page.view.show_live(update.image, pose)
        angles = page.curves.shown_angles
        if angles != page.view.options.angles:
            page.view.set_options(replace(page.view.options, angles=angles))

    def _draw_as_wished(self) -> None:
        assert self._page is not None
        settings, view = self._settings, self._page.view
        view.set_options(
            replace(
                view.options,
                show_skeleton=settings.shows_skeleton,
                show_points=settings.shows_skeleton,
                show_angles=settings.shows_angles,
                line_width_px=settings.skeleton_width,
                opacity=settings.skeleton_opacity,
            )
        )

    def _hint(self, pose: LivePose | None) -> str:
        """Return what to tell on the picture."""
        if self._has_model_failed:
            return self.tr("Pictures are not analysed")
        if self._model is None:
            return self.tr("Loading the model...")
        if pose is None:
            return self.tr("No person in view")
        if self._settings.view == "sagittal" and not pose.facing.direction.any():
            return self.tr("Direction not known: bend the knees, walk, or choose it above")
        return ""

    def _mirror(self, is_mirrored: bool) -> None:
        self._settings.mirrors_camera = is_mirrored
        self.service.set_mirrored(is_mirrored)

    def _choose_curves(self, groups: tuple[str, ...]) -> None:
        self._settings.live_curves = " ".join(groups)

    def _show_stats(self) -> None:
        stats = self.service.stats()
        if self._page is not None and stats is not None:
            self._page.show_stats(stats)
        self._check_recording()

    def _check_recording(self) -> None:
        if self.is_recording != self._was_recording:
            self._was_recording = self.is_recording
            self.changed.emit()

    # --- Recording -----------------------------------------------------------------------------

    def _record(self) -> None:
        assert self._page is not None
        self._settings.countdown_s = self._page.countdown_s
        name = time.strftime("camera_%Y-%m-%d_%H-%M-%S.mp4")
        self.service.record(self.folder / name)

    def _stop_recording(self) -> None:
        self._opens_next = True
        self.service.stop_recording()

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self._window, self.tr("Folder of the recordings"), str(self.folder)
        )
        if folder and self._page is not None:
            self._settings.recordings_folder = folder
            self._page.set_folder(folder)

    def _take_recording(self, recording: Recording) -> None:
        """Tell what was recorded, and open it if it ended as the user wished."""
        self._check_recording()
        opens, self._opens_next = self._opens_next and recording.problem is None, False
        if recording.problem is not None:
            self._notes.error(recording.problem)
        if not recording.frames:
            return
        told = fill(
            self.tr("Recorded {0}: {1} {1:picture|pictures}, {2} s."),
            recording.path.name, recording.frames, decimal(recording.duration_s, 1),
        )  # fmt: skip
        if opens:
            self._notes.success(told)
            self._open(recording)
        else:
            self._notes.success(told, (self.tr("Open"), lambda: self._open(recording)))

    def _open(self, recording: Recording) -> None:
        """Open a recording with its keypoints, where every picture was analysed."""
        model, request = self._model, self._request
        if request is not None:
            derive = self._request_for(recording.path).derive
            request = replace(request, source=recording.path, derive=derive)

        def work(_: object) -> Analysis | None:
            if model is None or request is None or not recording.is_analysed:
                return None
            from efficientpose_core.live.opening import analysis_of_recording

            return analysis_of_recording(recording, request, model)

        def done(analysis: Analysis | None) -> None:
            self._opening = (recording, analysis)
            self._projects.open(recording.path)

        self._tasks.start(work, done=done, failed=self._notes.error)

    def _take_opened(self, path: Path) -> None:
        """Leave the page when something is open; put the keypoints of a recording on it."""
        self.close()
        opening, self._opening = self._opening, None
        if opening is None or opening[0].path != path:
            return
        recording, analysis = opening
        if analysis is not None:
            self._document.open_analysis(analysis)
            self._notes.success(self.tr("Every picture was analysed while it was recorded."))
            return
        self._notes.warning(
            fill(self.tr("{0} of {1} pictures {0:was|were} analysed while recording: analyse the "
                         "recording to have all of them."),
                 len(recording.results), recording.frames),
            (self.tr("Analyse now"), self.analysis_requested.emit),
        )  # fmt: skip

    def _offer_interrupted(self) -> None:
        """Offer recordings of a program that did not end well."""
        folder = self.folder

        def work(_: object) -> tuple[Path, ...]:
            from efficientpose_core.live.recording import interrupted_recordings

            return interrupted_recordings(folder)

        def done(found: tuple[Path, ...]) -> None:
            for path in found:
                self._notes.warning(
                    self.tr("The recording {0} was interrupted; what was recorded is kept.").format(
                        path.name
                    ),
                    (self.tr("Open"), partial(self._rescue, path)),
                )

        self._tasks.start(work, done=done, failed=self._notes.error)

    def _rescue(self, path: Path) -> None:
        def work(_: object) -> Path:
            from efficientpose_core.live.recording import rescue

            return rescue(path)

        self._tasks.start(work, done=self._projects.open, failed=self._notes.error)


def _read_size(text: str) -> tuple[int, int] | None:
    width, _, height = text.partition("x")
    return (int(width), int(height)) if width.isdecimal() and height.isdecimal() else None
