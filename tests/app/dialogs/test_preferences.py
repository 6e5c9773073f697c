"""Preferences: each takes effect at once and is remembered; Cancel takes all back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.application import Studio
from app.dialogs.preferences import PreferencesDialog
from app.settings import AppSettings
from app.theme import apply_theme, is_dark

from ..conftest import settle


@pytest.fixture
def settings(tmp_path: object) -> AppSettings:
    return AppSettings(QSettings(f"{tmp_path}/s.ini", QSettings.Format.IniFormat))


@pytest.fixture
def dialog(settings: AppSettings, qtbot: QtBot) -> PreferencesDialog:
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)
    return dialog


def _field(dialog: PreferencesDialog, label: str) -> QWidget:
    for form in dialog.findChildren(QFormLayout):
        for row in range(form.rowCount()):
            name = form.itemAt(row, QFormLayout.ItemRole.LabelRole)
            if name is not None and name.widget().text() == label:
                return form.itemAt(row, QFormLayout.ItemRole.FieldRole).widget()
    raise AssertionError(label)


def _choose(dialog: PreferencesDialog, label: str, value: str) -> None:
    box = _field(dialog, label)
    assert isinstance(box, QComboBox)
    row = box.findData(value)
    assert row >= 0
    box.setCurrentIndex(row)
    box.activated.emit(row)


def _type(dialog: PreferencesDialog, label: str, value: float) -> None:
    box = _field(dialog, label)
    assert isinstance(box, QDoubleSpinBox)
    box.setValue(value)


def _change_all(dialog: PreferencesDialog) -> dict[str, object]:
    _choose(dialog, "Language", "de")
    _choose(dialog, "Theme", "dark")
    _choose(dialog, "Engine", "torch")
    _choose(dialog, "Device", "cpu")
    _type(dialog, "Keep a copy of unsaved work every", 60)
    _type(dialog, "Cut-off frequency", 8)
    _type(dialog, "Least confidence", 0.3)
    _type(dialog, "Width of the lines", 5)
    slider = _field(dialog, "Opacity")
    assert isinstance(slider, QSlider)
    slider.setValue(40)
    return {
        "language": "de", "theme": "dark", "engine": "torch", "device": "cpu", "autosave_s": 60.0,
        "cutoff_hz": 8.0, "min_score": 0.3, "skeleton_width": 5.0, "skeleton_opacity": 0.4,
    }  # fmt: skip


def test_each_is_taken_at_once_and_kept(dialog: PreferencesDialog, settings: AppSettings) -> None:
    expected = _change_all(dialog)
    assert {name: getattr(settings, name) for name in expected} == expected
    dialog.accept()
    again = AppSettings(settings.store)
    assert {name: getattr(again, name) for name in expected} == expected


def test_cancel_takes_all_back(dialog: PreferencesDialog, settings: AppSettings) -> None:
    before = {name: getattr(settings, name) for name in _change_all(PreferencesDialog(settings))}
    dialog = PreferencesDialog(settings)
    _change_all(dialog)
    _type(dialog, "Width of the lines", 7)
    dialog.reject()
    assert {name: getattr(settings, name) for name in before} == before


def test_what_is_set_is_shown(settings: AppSettings, qtbot: QtBot) -> None:
    settings.theme, settings.cutoff_hz, settings.min_score = "dark", None, 0.35
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)
    theme, least = _field(dialog, "Theme"), _field(dialog, "Least confidence")
    assert isinstance(theme, QComboBox)
    assert isinstance(least, QDoubleSpinBox)
    assert theme.currentData() == "dark"
    assert least.value() == 0.35
    (smooths,) = (b for b in dialog.findChildren(QCheckBox) if b.text() == "Smooth keypoints")
    assert not smooths.isChecked()
    assert not _field(dialog, "Cut-off frequency").isEnabled()
    smooths.setChecked(True)
    assert settings.cutoff_hz == 6.0
    smooths.setChecked(False)
    assert settings.cutoff_hz is None


def test_smoothing_and_confidence_act_on_the_open_recording_and_can_be_undone(
    walking: Studio, qtbot: QtBot
) -> None:
    document = walking.document
    assert document.derived is not None
    before = document.derived.angles.column("right_knee_flexion").copy()
    walking.settings.cutoff_hz = 2.0
    settle(walking, qtbot)
    after = document.derived.angles.column("right_knee_flexion")
    assert abs(after - before).max() > 1.0
    assert document.session is not None
    assert document.session.request.derive.cleaning.smoothing.cutoff_hz == 2.0
    walking.settings.min_score = 0.5
    settle(walking, qtbot)
    assert document.session.request.derive.cleaning.min_score == 0.5
    assert document.undo_stack.count() == 2
    walking.settings.cutoff_hz = None
    settle(walking, qtbot)
    assert document.session.request.derive.cleaning.smoothing.method.value == "none"


def test_drawing_acts_at_once(studio: Studio) -> None:
    settings, view = studio.settings, studio.window.view
    settings.skeleton_width, settings.skeleton_opacity = 7.0, 0.5
    assert (view.options.line_width_px, view.options.opacity) == (7.0, 0.5)
    for name, shown in (
        ("shows_angles", lambda: view.options.show_angles),
        ("shows_box", lambda: view.options.show_box),
        ("shows_raw", lambda: view.options.show_rejected),
        ("shows_trails", lambda: bool(view.options.trail_keypoints)),
    ):
        action = studio.actions.action(name.replace("shows_", "view."))
        before = shown()
        assert action.isChecked() == before
        action.trigger()
        assert shown() != before
        assert getattr(settings, name) != before
        setattr(settings, name, before)
        assert action.isChecked() == before


def test_theme_acts_at_once(studio: Studio) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    studio.settings.theme = "dark"
    assert is_dark(application.palette())
    studio.settings.theme = "light"
    assert not is_dark(application.palette())
    apply_theme(application, "light")


def test_interval_of_copies_acts_at_once(studio: Studio) -> None:
    studio.settings.autosave_s = 45.0
    assert studio.projects.autosave._regular.interval() == 45_000


def test_engine_and_device_are_used_for_the_next_analysis(studio: Studio) -> None:
    studio.settings.engine, studio.settings.device = "torch", "cpu"
    engine = studio.analyses.request(Path("a.mp4")).engine
    assert (engine.engine.value, engine.device.value) == ("torch", "cpu")
