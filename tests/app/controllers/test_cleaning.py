"""Cleaning: shown at once, one step to undo, nothing left behind by Cancel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.cleaning import CleaningDialog
from efficientpose_core.kinematics.cleaning import CleaningSettings
from efficientpose_core.kinematics.smoothing import SmoothingMethod, SmoothingSettings
from efficientpose_core.kinematics.view import View
from efficientpose_core.pipeline import DeriveSettings, derive
from efficientpose_core.pose import PoseTrack, Status

from ..conftest import WAIT_MS
from ..phantoms import analysis_of, spec

NOISY = DeriveSettings(cleaning=CleaningSettings(smoothing=SmoothingSettings(cutoff_hz=2.0)))


@pytest.fixture(scope="module")
def gappy(still: Path) -> object:
    """Return a walker with a low score here and a short gap there."""
    analysis = analysis_of(still, spec())
    score, status = analysis.detection.track.score.copy(), analysis.detection.track.status.copy()
    xy = analysis.detection.track.xy_px.copy()
    score[20, 3] = 0.05
    status[40, 4], xy[40, 4] = Status.REJECTED, np.nan
    track = replace(analysis.detection.track, score=score, status=status, xy_px=xy)
    detection = replace(analysis.detection, track=track)
    return replace(analysis, detection=detection, derived=derive(track, analysis.request.derive))


@pytest.fixture
def walking(studio: Studio, qtbot: QtBot, still: Path, gappy: object) -> Studio:
    with qtbot.waitSignal(studio.projects.opened, timeout=WAIT_MS):
        studio.projects.open(still)
    studio.document.open_analysis(gappy)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: not studio.checks.is_running, timeout=WAIT_MS)
    return studio


def _track(studio: Studio) -> PoseTrack:
    assert studio.document.derived is not None
    return studio.document.derived.track


def _asked(studio: Studio) -> CleaningDialog:
    studio.actions.action("analysis.cleaning").trigger()
    assert studio.cleaning.dialog is not None
    return studio.cleaning.dialog


def _preview(studio: Studio, qtbot: QtBot, settings: CleaningSettings) -> CleaningDialog:
    dialog = _asked(studio)
    with qtbot.waitSignal(studio.document.derived_changed, timeout=WAIT_MS):
        dialog.set_settings(settings)
    return dialog


def test_what_the_dialog_asks_for_is_shown_and_the_project_stays(
    walking: Studio, qtbot: QtBot
) -> None:
    document = walking.document
    before, session = _track(walking), document.session
    dialog = _preview(walking, qtbot, NOISY.cleaning)
    assert session is not None
    assert document.session is session
    assert document.undo_stack.count() == 0
    assert not document.is_current
    expected = derive(session.detection.track, NOISY).track.xy_px
    np.testing.assert_array_equal(_track(walking).xy_px, expected)
    # What is exported belongs to the project, not to the preview.
    analysis = document.analysis()
    assert analysis is not None
    np.testing.assert_array_equal(analysis.derived.track.xy_px, before.xy_px)
    with qtbot.waitSignal(document.derived_changed, timeout=WAIT_MS):
        dialog.reject()
    assert document.is_current
    assert document.undo_stack.count() == 0
    np.testing.assert_array_equal(_track(walking).xy_px, before.xy_px)
    assert walking.cleaning.dialog is None


def test_ok_is_one_step(walking: Studio, qtbot: QtBot) -> None:
    document, before = walking.document, _track(walking)
    dialog = _preview(walking, qtbot, CleaningSettings(repair_swaps=False))
    with qtbot.waitSignal(document.derived_changed, timeout=WAIT_MS):
        dialog.set_settings(NOISY.cleaning)
    dialog.accept()
    qtbot.waitUntil(lambda: document.is_current, timeout=WAIT_MS)
    assert document.session is not None
    assert document.session.request.derive.cleaning == NOISY.cleaning
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Change the cleaning"
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: document.is_current, timeout=WAIT_MS)
    np.testing.assert_array_equal(_track(walking).xy_px, before.xy_px)


def test_ok_at_once_after_typing_takes_what_was_typed(walking: Studio, qtbot: QtBot) -> None:
    dialog = _asked(walking)
    dialog.set_settings(NOISY.cleaning)
    dialog.accept()
    qtbot.waitUntil(lambda: walking.document.is_current, timeout=WAIT_MS)
    assert walking.document.session is not None
    assert walking.document.session.request.derive.cleaning == NOISY.cleaning


def test_ok_without_a_change_is_no_step(walking: Studio) -> None:
    _asked(walking).accept()
    assert walking.document.undo_stack.count() == 0
    assert walking.document.is_current


def test_corrections_go_on_below_the_preview(walking: Studio, qtbot: QtBot) -> None:
    document = walking.document
    dialog = _preview(walking, qtbot, NOISY.cleaning)
    with qtbot.waitSignal(document.derived_changed, timeout=WAIT_MS):
        walking.window.view.keypoint_moved.emit(5, 50.0, 60.0)
    assert document.session is not None
    assert document.session.request.derive.cleaning == CleaningSettings()
    frame = walking.playback.position
    assert _track(walking).status[frame, 5] == Status.EDITED
    assert not document.is_current
    with qtbot.waitSignal(document.derived_changed, timeout=WAIT_MS):
        dialog.reject()
    assert document.is_current
    assert len(document.session.edits) == 1
    expected = document.session.derived().track.xy_px
    np.testing.assert_array_equal(_track(walking).xy_px, expected)


def test_what_each_step_did_is_told(walking: Studio, qtbot: QtBot) -> None:
    dialog = _asked(walking)
    assert dialog.outcome("reject_keypoints").startswith("1 keypoint with")
    assert dialog.outcome("fill_gaps") == "2 keypoints interpolated."
    assert dialog.outcome("smooth") == "All runs smoothed."
    with qtbot.waitSignal(walking.document.derived_changed, timeout=WAIT_MS):
        dialog.set_settings(CleaningSettings(max_gap_s=0.0, min_score=0.0))
    assert dialog.outcome("reject_keypoints").startswith("0 keypoints")
    assert dialog.outcome("fill_gaps") == "Left out."


def test_another_project_closes_the_dialog(walking: Studio, qtbot: QtBot, gappy: object) -> None:
    _preview(walking, qtbot, NOISY.cleaning)
    walking.document.open_analysis(gappy)  # type: ignore[arg-type]
    assert walking.cleaning.dialog is None
    assert walking.document.is_current
    np.testing.assert_array_equal(_track(walking).xy_px, gappy.derived.track.xy_px)  # type: ignore[attr-defined]


def test_a_preference_changes_its_own_number_only(walking: Studio, qtbot: QtBot) -> None:
    document = walking.document
    cleaning = CleaningSettings(max_gap_s=0.3, repair_swaps=False)
    document.set_derive_settings(
        replace(DeriveSettings(), cleaning=cleaning, facing=1, view=View.SAGITTAL), "x"
    )
    walking.settings.min_score = 0.3
    assert document.session is not None
    derive_settings = document.session.request.derive
    assert derive_settings.facing == 1
    assert derive_settings.cleaning == replace(cleaning, min_score=0.3)
    walking.settings.cutoff_hz = None
    assert document.session.request.derive.cleaning == replace(
        cleaning, min_score=0.3, smoothing=SmoothingSettings(method=SmoothingMethod.NONE)
    )
    qtbot.waitUntil(lambda: document.is_current, timeout=WAIT_MS)


@pytest.mark.parametrize("method", list(SmoothingMethod))
def test_every_setting_comes_back(qtbot: QtBot, method: SmoothingMethod) -> None:
    settings = CleaningSettings(
        min_score=0.25,
        reject_outside=False,
        repair_swaps=False,
        reject_doubles=False,
        hampel_window_s=0.16,
        hampel_threshold=5.5,
        max_gap_s=0.25,
        keep_lengths=False,
        smoothing=SmoothingSettings(method=method, cutoff_hz=8.5, window_s=0.3, order=4),
    )
    dialog = CleaningDialog(settings, is_side_view=True)
    qtbot.addWidget(dialog)
    assert dialog.settings == settings
    off = replace(settings, min_score=0.0, hampel_window_s=0.0, max_gap_s=0.0)
    dialog.set_settings(off)
    assert dialog.settings == off
    button = dialog.findChild(QDialogButtonBox).button(
        QDialogButtonBox.StandardButton.RestoreDefaults
    )
    button.click()
    assert dialog.settings == CleaningSettings()


def test_what_is_only_looked_at_is_not_rounded(qtbot: QtBot) -> None:
    settings = CleaningSettings(min_score=0.123, max_gap_s=0.0625)
    dialog = CleaningDialog(settings, is_side_view=True)
    qtbot.addWidget(dialog)
    assert dialog.settings == settings


def test_every_method_has_its_own_numbers(qtbot: QtBot) -> None:
    dialog = CleaningDialog(CleaningSettings(), is_side_view=False)
    qtbot.addWidget(dialog)
    dialog.show()
    shown = {}
    for method in SmoothingMethod:
        dialog.set_settings(CleaningSettings(smoothing=SmoothingSettings(method=method)))
        shown[method.value] = dialog.numbers_shown
    assert shown == {
        "none": (), "butterworth": ("cutoff",), "challis": (),
        "savitzky_golay": ("window", "order"), "median": ("window",), "gaussian": ("cutoff",),
        "loess": ("window",), "kalman": ("cutoff",),
    }  # fmt: skip
