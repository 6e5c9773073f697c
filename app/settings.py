"""What the user has chosen, remembered between starts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

__all__ = ["LANGUAGES", "THEMES", "AppSettings"]

THEMES = ("system", "light", "dark")
LANGUAGES = ("system", "en", "de")
_MOST_RECENT = 12


class _Stored:
    """A setting: read with a check, written with a signal. What is stored but wrong is ignored.

    Parameters
    ----------
    default
        Where nothing is stored.
    read
        Makes a value of what is stored; raises ValueError or TypeError for what is wrong.
    write
        Makes of a value what is stored.
    """

    def __init__(
        self,
        default: Any,
        read: Callable[[Any], Any],
        write: Callable[[Any], Any] = lambda value: value,
    ) -> None:
        self._default, self._read, self._write = default, read, write

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, settings: AppSettings | None, owner: type) -> Any:
        if settings is None:
            return self
        stored = settings.store.value(self._name)
        if stored is None:
            return self._default
        try:
            return self._read(stored)
        except (ValueError, TypeError):
            return self._default

    def __set__(self, settings: AppSettings, value: Any) -> None:
        if value == self.__get__(settings, type(settings)):
            return
        settings.store.setValue(self._name, self._write(value))
        settings.changed.emit(self._name)


def _one_of(*names: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in names:
            raise ValueError(value)
        return str(value)

    return read


def _between(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        number = float(value)
        if not low <= number <= high:
            raise ValueError(value)
        return number

    return read


def _flag(value: Any) -> bool:
    # INI files hold text.
    return _one_of("true", "false")(str(value).lower()) == "true"


def _optional(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value == "" else read(value)


def _names(value: Any) -> tuple[str, ...]:
    content = json.loads(value)
    if not isinstance(content, list) or not all(isinstance(name, str) for name in content):
        raise TypeError(value)
    return tuple(content)


def _map_of(read: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    def read_map(value: Any) -> dict[str, Any]:
        content = json.loads(value)
        if not isinstance(content, dict):
            raise TypeError(value)
        return {name: read(entry) for name, entry in content.items()}

    return read_map


def _keys(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
        raise TypeError(value)
    return value


class AppSettings(QObject):
    """Typed settings over `QSettings`.

    Parameters
    ----------
    store
        Where they are kept; the user's own by default.

    Signals
    -------
    changed(str)
        Name of the setting that has a new value.
    """

    changed = Signal(str)

    language = _Stored("system", _one_of(*LANGUAGES))
    theme = _Stored("system", _one_of(*THEMES))
    model = _Stored("", str)
    """Name of weights; empty for the bundled ones."""
    engine = _Stored("auto", _one_of("auto", "openvino", "torch"))
    device = _Stored("auto", _one_of("auto", "cpu", "cuda", "mps"))
    view = _Stored("sagittal", _one_of("sagittal", "frontal"))
    cutoff_hz = _Stored(6.0, _optional(_between(0.5, 100.0)), lambda v: "" if v is None else v)
    """Of smoothing; None for none."""
    min_score = _Stored(0.15, _between(0.0, 0.95))
    skeleton_width = _Stored(3.0, _between(1.0, 12.0))
    skeleton_opacity = _Stored(1.0, _between(0.1, 1.0))
    shows_skeleton = _Stored(True, _flag)
    shows_angles = _Stored(True, _flag)
    shows_trails = _Stored(False, _flag)
    shows_box = _Stored(False, _flag)
    shows_raw = _Stored(False, _flag)
    autosave_s = _Stored(30.0, _between(5.0, 600.0))
    mirrors_camera = _Stored(True, _flag)
    camera = _Stored("", str)
    camera_size = _Stored("", str)
    """Wished, as "1280x720"; empty for what the camera prefers."""
    camera_rate_hz = _Stored(
        None, _optional(_between(1.0, 1000.0)), lambda v: "" if v is None else v
    )
    countdown_s = _Stored(3, lambda value: int(_between(0, 60)(value)))
    live_curves = _Stored("", str)
    """Groups of angles, with spaces between; empty for the usual ones."""
    recordings_folder = _Stored("", str)
    """Empty for a folder among the user's films."""
    folder = _Stored("", str)
    """Where results were written last."""
    labels = _Stored("", str)
    """Folder of the labels that were worked on last."""
    export_formats = _Stored(("keypoints", "angles"), _names, json.dumps)
    export_overlay = _Stored(False, _flag)
    report_format = _Stored("pdf", _one_of("pdf", "html"))
    report_language = _Stored("", _one_of("", "en", "de"))
    """Empty for that of the window."""
    report_stills = _Stored(4, lambda value: int(_between(0, 12)(value)))
    report_hides_face = _Stored(False, _flag)
    report_left_out = _Stored((), _names, json.dumps)
    """Titles of chapters, in English."""
    was_checked = _Stored(False, _flag)
    """Whether the model check of the first run is done."""
    geometry = _Stored(QByteArray(), QByteArray)
    window_state = _Stored(QByteArray(), QByteArray)
    splitter = _Stored(QByteArray(), QByteArray)
    _recent = _Stored((), _names, json.dumps)
    _shortcuts = _Stored({}, _map_of(_keys), json.dumps)
    _speeds = _Stored({}, _map_of(_between(0.0, 1e6)), json.dumps)
    _training_speeds = _Stored({}, _map_of(_between(0.0, 1e6)), json.dumps)

    def __init__(self, store: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = QSettings("EfficientPose", "Studio") if store is None else store

    @property
    def recent(self) -> tuple[Path, ...]:
        """Recordings and projects opened before, newest first."""
        return tuple(Path(name) for name in self._recent)

    def add_recent(self, path: Path) -> None:
        """Put a file at the top of the recent ones."""
        names = [str(path.absolute()), *(str(other) for other in self.recent)]
        self._recent = tuple(dict.fromkeys(names))[:_MOST_RECENT]

    def remove_recent(self, path: Path) -> None:
        """Forget a file, for instance because it is gone."""
        self._recent = tuple(str(other) for other in self.recent if other != path)

    @property
    def shortcuts(self) -> Mapping[str, list[str]]:
        """Actions whose keys the user has changed."""
        return dict(self._shortcuts)

    def set_shortcut(self, action: str, keys: list[str] | None) -> None:
        """Remember the keys of an action; None for the ones it came with."""
        shortcuts = {**self._shortcuts, action: keys}
        self._shortcuts = {name: value for name, value in shortcuts.items() if value is not None}

    @property
    def speeds(self) -> Mapping[str, float]:
        """Frames per second measured on this machine, by model."""
        return dict(self._speeds)

    def set_speed(self, model: str, frames_per_s: float) -> None:
        """Remember how fast a model is here."""
        self._speeds = {**self._speeds, model: round(frames_per_s, 1)}

    @property
    def training_speeds(self) -> Mapping[str, float]:
        """Pictures per second that were learnt from on this machine, by network."""
        return dict(self._training_speeds)

    def set_training_speed(self, variant: str, pictures_per_s: float) -> None:
        """Remember how fast a network learns here."""
        self._training_speeds = {**self._training_speeds, variant: round(pictures_per_s, 2)}
