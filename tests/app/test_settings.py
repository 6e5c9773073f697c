"""What is remembered between starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QSettings
from pytestqt.qtbot import QtBot

from app.settings import AppSettings

OTHERS: dict[str, Any] = {
    "language": "de", "theme": "dark", "model": "ours", "engine": "torch", "device": "cpu",
    "view": "frontal", "cutoff_hz": 8.5, "min_score": 0.4, "skeleton_width": 5.0,
    "skeleton_opacity": 0.5, "shows_skeleton": False, "shows_angles": False, "shows_trails": True,
    "shows_box": True, "shows_raw": True, "autosave_s": 60.0, "mirrors_camera": False,
    "camera": "Desk", "camera_size": "1280x720", "camera_rate_hz": 60.0, "countdown_s": 5,
    "live_curves": "knee_flexion hip_flexion", "recordings_folder": "/films", "folder": "/results",
    "labels": "/labels",
    "export_formats": ("trc", "xlsx"), "export_overlay": True, "report_format": "html",
    "report_language": "de", "report_stills": 2, "report_hides_face": True,
    "report_left_out": ("gait",), "was_checked": True, "geometry": QByteArray(b"g"),
    "window_state": QByteArray(b"w"), "splitter": QByteArray(b"s"),
}  # fmt: skip
WRONG = {
    "language": "klingon", "theme": "pink", "engine": "steam", "device": "abacus", "view": "above",
    "cutoff_hz": "fast", "min_score": "nan", "skeleton_width": "0", "skeleton_opacity": "inf",
    "shows_skeleton": "perhaps", "autosave_s": "-5", "camera_rate_hz": "many", "countdown_s": "99",
    "was_checked": "2", "export_formats": "{", "export_overlay": "both", "report_format": "doc",
    "report_language": "klingon", "report_stills": "-1", "report_hides_face": "half",
    "report_left_out": "7",
}  # fmt: skip


def _store(folder: Path) -> QSettings:
    return QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat)


def _names() -> set[str]:
    kind = type(AppSettings.theme)
    return {name for name, value in vars(AppSettings).items()
            if isinstance(value, kind) and not name.startswith("_")}  # fmt: skip


def test_the_list_is_complete() -> None:
    assert _names() == set(OTHERS)


@pytest.mark.parametrize("name", OTHERS)
def test_each_is_told_and_remembered(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    settings = AppSettings(_store(tmp_path))
    before = getattr(settings, name)
    assert before != OTHERS[name]
    with qtbot.waitSignal(settings.changed) as changed:
        setattr(settings, name, OTHERS[name])
    assert changed.args == [name]
    with qtbot.assertNotEmitted(settings.changed):
        setattr(settings, name, OTHERS[name])
    settings.store.sync()
    again = getattr(AppSettings(_store(tmp_path)), name)
    assert again == OTHERS[name]
    assert type(again) is type(OTHERS[name])


@pytest.mark.parametrize("name", WRONG)
def test_what_is_stored_but_wrong_is_ignored(qapp: object, tmp_path: Path, name: str) -> None:
    usual = getattr(AppSettings(_store(tmp_path / "usual")), name)
    store = _store(tmp_path)
    store.setValue(name, WRONG[name])
    store.sync()
    assert getattr(AppSettings(_store(tmp_path)), name) == usual


@pytest.mark.parametrize("name", ["cutoff_hz", "camera_rate_hz"])
def test_nothing_can_be_remembered(qapp: object, tmp_path: Path, name: str) -> None:
    settings = AppSettings(_store(tmp_path))
    setattr(settings, name, 20.0)
    setattr(settings, name, None)
    settings.store.sync()
    assert getattr(AppSettings(_store(tmp_path)), name) is None


@pytest.mark.parametrize("text", ["", "{", "5", "null", '{"a": 1}', "[1, 2]"])
def test_torn_lists_are_empty(qapp: object, tmp_path: Path, text: str) -> None:
    store = _store(tmp_path)
    for name in ("_recent", "_shortcuts", "_speeds"):
        store.setValue(name, text)
    settings = AppSettings(store)
    assert settings.recent == ()
    assert dict(settings.shortcuts) == {}
    assert set(settings.speeds) <= {"a"}
    settings.add_recent(tmp_path / "a.mp4")
    settings.set_shortcut("file.open", ["Ctrl+1"])
    settings.set_speed("ours", 92.26)
    assert settings.recent == (tmp_path / "a.mp4",)
    assert settings.shortcuts == {"file.open": ["Ctrl+1"]}
    assert settings.speeds["ours"] == 92.3


def test_recent_files_are_newest_first_once_and_not_too_many(qapp: object, tmp_path: Path) -> None:
    settings = AppSettings(_store(tmp_path))
    for number in range(20):
        settings.add_recent(Path(f"/clips/{number}.mp4"))
    settings.add_recent(Path("/clips/15.mp4"))
    names = [path.stem for path in settings.recent]
    assert names[:3] == ["15", "19", "18"]
    assert len(names) == len(set(names)) == 12
    settings.remove_recent(Path("/clips/19.mp4"))
    assert [path.stem for path in settings.recent][:2] == ["15", "18"]
