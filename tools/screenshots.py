"""Make the pictures of the window in docs/images, from the built-in walker.

    make screenshots
    python tools/screenshots.py --out FOLDER --theme dark --size 1280x720

Runs on the display there is, else without one (QT_QPA_PLATFORM=offscreen). Settings and data of the
user are not touched.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.application import Studio
from app.dialogs.add_frames import NewLabels
from app.dialogs.export import ExportDialog
from app.settings import AppSettings
from app.theme import apply_theme
from app.widgets.command_palette import CommandPalette
from efficientpose_core.live.cameras import FILE_VARIABLE
from efficientpose_core.models.weights import BUNDLED

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
_SETTLE_S = 0.8
_LIMIT_S = 120.0


class Photographer:
    """Drives the window from start to export, and takes pictures on the way.

    Parameters
    ----------
    application, studio
        What is photographed.
    out
        Folder for the pictures.
    results
        Folder for what is exported.
    """

    def __init__(self, application: QApplication, studio: Studio, out: Path, results: Path) -> None:
        self._application, self._studio = application, studio
        self._out, self._results = out, results

    def until(self, condition: Callable[[], object], limit_s: float = _LIMIT_S) -> None:
        """Let the window work until something is so."""
        end = time.monotonic() + limit_s
        while not condition():
            if time.monotonic() > end:
                raise SystemExit("The window did not get there in time.")
            self._application.processEvents()
            # Without a running event loop nothing else deletes what is to be deleted later.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            time.sleep(0.005)

    def settle(self, seconds: float = _SETTLE_S) -> None:
        """Let the window come to rest."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture of the window, or of a part."""
        self.settle()
        path = self._out / f"{name}.png"
        (widget or self._studio.window).grab().save(str(path))

    def take_dialog(self, name: str, action: str) -> None:
        """Trigger an action, save a picture of the dialog that it opens, and close it."""
        before = set(self._dialogs())
        self._studio.actions.action(action).trigger()
        self.until(lambda: set(self._dialogs()) - before)
        (dialog,) = set(self._dialogs()) - before
        self.take(name, dialog)
        dialog.close()

    def run(self) -> None:
        """Take all pictures."""
        studio = self._studio
        self.take("welcome")
        studio.projects.open_sample()
        self.until(lambda: studio.projects.source_path is not None)
        seen: list[object] = []
        studio.analyses.runner.seen.connect(seen.append)
        studio.analyses.run()
        self.until(lambda: len(seen) >= 3 or not studio.analyses.is_running)
        studio.analyses.pause(True)
        self.take("analysing")
        studio.analyses.pause(False)
        self.until(lambda: not studio.analyses.is_running and studio.document.session is not None)
        self.settle()
        studio.window.notes.clear()
        studio.playback.show_frame(70)
        self.take("window")
        self._correct()
        studio.window.tabs.setCurrentWidget(studio.window.table)
        self.take("table")
        studio.window.tabs.setCurrentWidget(studio.gait.panel)
        self.until(lambda: studio.gait.gait is not None)
        self.take("gait")
        studio.window.tabs.setCurrentWidget(studio.window.plots)
        self._dialogs_and_palette()
        self._camera()
        self._label()

    def _label(self) -> None:
        """Label frames of the walker that the program has picked out."""
        studio, labelling = self._studio, self._studio.labelling
        source = studio.projects.source_path
        assert source is not None
        studio.settings.model = BUNDLED[0].name
        labelling.open()
        labelling.begin(
            NewLabels(
                paths=(source,), count=8, apart_s=0.3, folder=self._results / "walking",
                with_feet=True,
            )
        )  # fmt: skip
        self.until(lambda: labelling.is_adding)
        self.until(lambda: not labelling.is_adding)
        page = labelling.page
        assert page is not None
        page.view.setFocus()
        for _ in range(2):
            # The first time it asks about heels and toes.
            studio.actions.action("labelling.accept").trigger()
            studio.actions.action("labelling.accept").trigger()
        page.set_follows_person(True)
        project = labelling.document.project
        assert project is not None
        page.view.select_keypoint(project.skeleton.index("left_knee"))
        self.until(lambda: labelling.document.is_saved)
        studio.window.notes.clear()
        self.take("labelling")
        labelling.close()

    def _camera(self) -> None:
        """Watch the walker as if a camera saw it."""
        studio = self._studio
        os.environ[FILE_VARIABLE] = str(studio.projects.source_path)
        # The fastest, as one would choose for a camera.
        studio.settings.model = BUNDLED[0].name
        studio.live.open()
        page = studio.live.page
        assert page is not None
        studio.window.notes.clear()
        # A stride or two of curves.
        self.settle(4.0)
        self.until(lambda: page.view.pose is not None)
        self.take("camera")
        studio.live.close()

    def _correct(self) -> None:
        studio, view = self._studio, self._studio.window.view
        session = studio.document.session
        assert session is not None
        track = session.detection.track
        knee = track.skeleton.index("left_knee")
        row = int((track.frame == 70).nonzero()[0][0])
        x, y = track.xy_px[row, knee]
        view.keypoint_moved.emit(knee, float(x) + 3.0, float(y) - 2.0)
        view.select_keypoint(knee)
        studio.window.timeline.range_changed.emit(55, 95)
        self.until(lambda: studio.document.is_current and not studio.viewing.is_showing)
        studio.playback.show_frame(70)
        self.take("correcting")

    def _dialogs_and_palette(self) -> None:
        studio = self._studio
        self._export()
        for name, action in (
            ("preferences", "tools.preferences"),
            ("shortcuts", "tools.shortcuts"),
            ("guide", "help.guide"),
            ("about", "help.about"),
        ):
            self.take_dialog(name, action)
        palette = CommandPalette(studio.actions, studio.window)
        palette.open_over(studio.window)
        self.take("palette", palette)
        palette.close()

    def _export(self) -> None:
        """Write tables, as the user does."""
        studio = self._studio
        studio.settings.folder = str(self._results)
        studio.actions.action("file.export").trigger()
        self.until(self._dialogs)
        (dialog,) = self._dialogs()
        assert isinstance(dialog, ExportDialog)
        self.take("export", dialog)
        dialog.accept()
        self.until(
            lambda: list(self._results.glob("*_angles.csv")) and not studio.exporting.is_busy
        )

    def _dialogs(self) -> list[QDialog]:
        return [
            widget
            for widget in self._studio.window.findChildren(QDialog)
            if widget.isVisible() and not isinstance(widget, CommandPalette)
        ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=IMAGES)
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--home", type=Path, help="Folder with installed weights, for --model.")
    parser.add_argument("--model", help="Name of installed weights; the bundled ones by default.")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    width, height = (int(number) for number in given.size.split("x"))
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EFFICIENTPOSE_HOME"] = str(given.home or folder)
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        settings = AppSettings(store)
        settings.was_checked, settings.theme = True, given.theme
        apply_theme(application, given.theme)
        studio = Studio(settings)
        studio.start()
        studio.window.resize(width, height)
        photographer = Photographer(application, studio, given.out, Path(folder) / "results")
        photographer.until(lambda: studio.window.model_box.count() > 0)
        if given.model:
            studio.settings.model = given.model
        photographer.run()
        studio.document.close()
        studio.shutdown()


if __name__ == "__main__":
    main()
