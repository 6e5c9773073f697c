"""The formats that results can be written in: one table for the command line and the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from efficientpose_core.errors import SettingsError, UnknownNameError
from efficientpose_core.export.c3d import refuse_c3d, write_c3d
from efficientpose_core.export.csv import write_angles_csv, write_keypoints_csv, write_speeds_csv
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.json_file import write_json
from efficientpose_core.export.opensim import note_mot, refuse_mot, refuse_trc, write_mot, write_trc
from efficientpose_core.export.space import constant_rate_note
from efficientpose_core.export.tidy import write_measures_csv, write_tidy_csv
from efficientpose_core.export.xlsx import refuse_xlsx, write_xlsx

__all__ = ["DEFAULT_FORMATS", "FORMATS", "GROUPS", "ExportFormat", "in_order", "parse_formats"]


def _never(data: ExportData) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """One kind of file.

    Parameters
    ----------
    id
        Its name on the command line.
    title
        Its name in the window.
    suffix
        Added to the recording's name.
    holds
        What is in it, in a few words.
    write
        Writes it, completely or not at all; raises `OutputError`.
    refuse
        Tells in a sentence why it cannot be written for these results; empty where it can.
    note
        Tells what was changed to fit the format; empty for nothing.
    """

    id: str
    title: str
    suffix: str
    holds: str
    write: Callable[[ExportData, Path], None]
    refuse: Callable[[ExportData], str] = _never
    note: Callable[[ExportData], str] = _never

    def path(self, name: str, folder: Path) -> Path:
        """Return the file for a recording of this name."""
        return folder / f"{name}{self.suffix}"


def _refuse_measures(data: ExportData) -> str:
    if any(section.measures for section in data.sections):
        return ""
    return "no parameters were computed: run a gait, repetition or protocol analysis first."


_ALL = (
    ExportFormat(
        id="keypoints", title="Keypoints (CSV)", suffix="_keypoints.csv",
        holds="one row a frame: place, score, spread and status of every keypoint",
        write=lambda data, path: write_keypoints_csv(data.track, path),
    ),
    ExportFormat(
        id="angles", title="Joint angles (CSV)", suffix="_angles.csv",
        holds="one row a frame: value, standard deviation and status of every angle",
        write=lambda data, path: write_angles_csv(data.angles, path, facing=data.facing),
    ),
    ExportFormat(
        id="speeds", title="Speeds (CSV)", suffix="_speeds.csv",
        holds="one row a frame: speeds of keypoints, angular velocities of joints",
        write=lambda data, path: write_speeds_csv(data.motion, path),
    ),
    ExportFormat(
        id="tidy", title="Tidy table (CSV)", suffix="_tidy.csv",
        holds="one row per frame and quantity, for R, pandas and SPSS",
        write=write_tidy_csv,
    ),
    ExportFormat(
        id="parameters", title="Parameters (CSV)", suffix="_parameters.csv",
        holds="every parameter with n, SD, confidence interval, error, or why there is none",
        write=write_measures_csv, refuse=_refuse_measures,
    ),
    ExportFormat(
        id="xlsx", title="Workbook (Excel, LibreOffice)", suffix=".xlsx",
        holds="sheets of keypoints, angles, speeds, parameters, settings and log",
        write=write_xlsx, refuse=refuse_xlsx,
    ),
    ExportFormat(
        id="json", title="JSON", suffix="_results.json",
        holds="everything in one file with a version",
        write=write_json,
    ),
    ExportFormat(
        id="trc", title="Markers for OpenSim (TRC)", suffix=".trc",
        holds="keypoints in metres in the plane Z = 0, Y up",
        write=write_trc, refuse=refuse_trc, note=constant_rate_note,
    ),
    ExportFormat(
        id="mot", title="Motion for OpenSim (MOT)", suffix=".mot",
        holds="joint angles as coordinates of a full-body model, in degrees",
        write=write_mot, refuse=refuse_mot, note=note_mot,
    ),
    ExportFormat(
        id="c3d", title="C3D", suffix=".c3d",
        holds="keypoints in millimetres and joint angles as points",
        write=write_c3d, refuse=refuse_c3d, note=constant_rate_note,
    ),
)  # fmt: skip

FORMATS: Mapping[str, ExportFormat] = MappingProxyType({format_.id: format_ for format_ in _ALL})
"""Every format by its id, in the order in which they are offered and written."""

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"csv": ("keypoints", "angles", "speeds"), "all": tuple(FORMATS)}
)
"""Names for several formats at once."""

DEFAULT_FORMATS = ("keypoints", "angles")
"""What is written unless something else is asked for."""


def parse_formats(text: str) -> tuple[str, ...]:
    """Read a list with commas, ``"csv,xlsx,trc"``.

    Returns
    -------
    tuple of str
        Ids of `FORMATS`, each once, in their order there.

    Raises
    ------
    UnknownNameError
        For a name that is neither a format nor a group.
    SettingsError
        If there is none.
    """
    wanted: set[str] = set()
    for name in (part.strip().lower() for part in text.split(",")):
        if name in GROUPS:
            wanted.update(GROUPS[name])
        elif name in FORMATS:
            wanted.add(name)
        elif name:
            raise UnknownNameError("format", name, (*FORMATS, *GROUPS))
    if not wanted:
        raise SettingsError(f"Name at least one format: {', '.join((*FORMATS, *GROUPS))}.")
    return in_order(wanted)


def in_order(ids: Iterable[str]) -> tuple[str, ...]:
    """Return formats in the order of `FORMATS`; `UnknownNameError` for an unknown one."""
    chosen = set(ids)
    for name in chosen - set(FORMATS):
        raise UnknownNameError("format", name, FORMATS)
    return tuple(name for name in FORMATS if name in chosen)
