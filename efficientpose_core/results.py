"""Write an analysis to the files that the command line and the window both offer."""

from __future__ import annotations

import csv
import itertools
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from efficientpose_core.errors import OutputError
from efficientpose_core.export.data import ExportData
from efficientpose_core.export.formats import DEFAULT_FORMATS, FORMATS, in_order
from efficientpose_core.export.provenance import log_to_json, write_provenance_json
from efficientpose_core.export.sections import Section
from efficientpose_core.export.stills import angle_labels
from efficientpose_core.kinematics.angles import AngleTrack
from efficientpose_core.kinematics.facing import FacingTrack
from efficientpose_core.kinematics.trajectories import MotionTrack, compute_motion
from efficientpose_core.media.images import open_source
from efficientpose_core.media.overlay import OverlayStyle, draw_pose
from efficientpose_core.media.writer import VideoWriter
from efficientpose_core.pipeline import Analysis, to_json_value
from efficientpose_core.pose import PoseTrack, Status
from efficientpose_core.progress import (
    Progress,
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)

__all__ = [
    "ResultFiles",
    "check_writable",
    "export_data",
    "preview_table",
    "provenance",
    "result_files",
    "write_overlay",
    "write_results",
]

if TYPE_CHECKING:
    from efficientpose_core.kinematics.floor import Floor
    from efficientpose_core.kinematics.scale import Scale

_Rows = TypeVar("_Rows", PoseTrack, AngleTrack, FacingTrack, MotionTrack)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFiles:
    """Where the files of one analysis lie.

    Parameters
    ----------
    name
        Of the recording, with which the names of all files begin.
    keypoints, angles, speeds, overlay, provenance
        The files; speeds and overlay only where wished.
    journal
        Finished frames of a run that is under way or was stopped.
    exports
        Files by the id of their format, those of `FORMATS` that were written.
    refused
        Id to sentence, for formats that these results do not allow.
    notes
        Id to sentence, for formats that values were changed for.
    """

    name: str
    keypoints: Path
    angles: Path
    speeds: Path
    overlay: Path
    provenance: Path
    journal: Path
    exports: Mapping[str, Path] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


def result_files(source: Path, folder: Path) -> ResultFiles:
    """Return the names of the result files of a recording."""
    stem = _name_of(source)
    return ResultFiles(
        name=stem,
        keypoints=folder / f"{stem}_keypoints.csv",
        angles=folder / f"{stem}_angles.csv",
        speeds=folder / f"{stem}_speeds.csv",
        overlay=folder / f"{stem}_overlay.mp4",
        provenance=folder / f"{stem}_provenance.json",
        journal=folder / f".{stem}.journal",
    )


def _name_of(source: Path) -> str:
    # A recording that is not there any more was a file: folders of pictures stay where they are.
    return source.name if source.is_dir() else source.stem


def check_writable(folder: Path) -> None:
    """Raise `OutputError` now rather than after minutes of work."""
    probe = folder / ".efficientpose-write-test"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise OutputError(
            f"Cannot write to {folder}: {error.strerror or error}. Choose another folder."
        ) from error


def write_results(
    analysis: Analysis,
    folder: Path,
    *,
    formats: Sequence[str] = DEFAULT_FORMATS,
    overlay: bool = True,
    speeds: bool = False,
    data: ExportData | None = None,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> ResultFiles:
    """Write tables, provenance and, if wished, the annotated video.

    Parameters
    ----------
    analysis
        The results.
    folder
        Where to.
    formats
        Ids of `FORMATS`; those that these results do not allow are told in the answer.
    overlay
        Whether to write the annotated video.
    speeds
        The same as ``"speeds"`` among the formats.
    data
        As made by `export_data`, where there are parameters or a scale; made here by default.
    progress, should_cancel
        Told and asked after each table, and after each frame of the annotated video.

    Raises
    ------
    UnknownNameError
        For a format that does not exist, before anything is written.
    OutputError
        If a file cannot be written; those written before stay, complete.
    """
    chosen = in_order((*formats, "speeds") if speeds else formats)
    files = result_files(analysis.request.source, folder)
    data = data or export_data(analysis)
    refused = {name: reason for name in chosen if (reason := FORMATS[name].refuse(data))}
    exports, notes = {}, {}
    written = [FORMATS[name] for name in chosen if name not in refused]
    for n, kind in enumerate(written, start=1):
        raise_if_cancelled(should_cancel)
        exports[kind.id] = kind.path(data.name, folder)
        kind.write(data, exports[kind.id])
        if note := kind.note(data):
            notes[kind.id] = note
        progress(Progress(stage="Writing tables", done=n, total=len(written), unit="tables"))
    if overlay:
        write_overlay(analysis, files.overlay, progress=progress, should_cancel=should_cancel)
    # Last: its presence says that everything else is complete.
    told = {**data.provenance, "exports_refused": refused} if refused else data.provenance
    write_provenance_json(told, files.provenance)
    return replace(files, exports=exports, refused=refused, notes=notes)


def export_data(
    analysis: Analysis,
    *,
    sections: Sequence[Section] = (),
    scale: Scale | None = None,
    floor: Floor | None = None,
) -> ExportData:
    """Gather what the exports and the report need.

    Parameters
    ----------
    analysis
        The results.
    sections
        Parameters that were computed besides.
    scale, floor
        From the calibration; those of the analysis' settings by default.
    """
    derived, settings = analysis.derived, analysis.request.derive
    scale, floor = scale or settings.scale, floor or settings.floor
    return ExportData(
        name=_name_of(analysis.request.source),
        track=derived.track,
        facing=derived.facing,
        angles=derived.angles,
        motion=compute_motion(derived.track, derived.angles, scale=scale, floor=floor),
        media=analysis.detection.media,
        provenance=provenance(analysis),
        sections=tuple(sections),
        scale=scale,
        floor=floor,
    )


def preview_table(
    data: ExportData, which: str, *, rows: int
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return column names and the first rows of a table as it will be written.

    Parameters
    ----------
    data
        The results.
    which
        Id of one of the formats in CSV.
    rows
        How many.
    """
    head = replace(
        data,
        track=_head(data.track, rows),
        facing=_head(data.facing, rows),
        angles=_head(data.angles, rows),
        motion=_head(data.motion, rows),
    )
    with TemporaryDirectory() as folder:
        path = FORMATS[which].path("preview", Path(folder))
        FORMATS[which].write(head, path)
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = itertools.islice(csv.reader(file), rows + 1)
    return tuple(header), [tuple(line) for line in lines]


def _head(values: _Rows, rows: int) -> _Rows:
    """Return a track with its first rows only."""
    cut: dict[str, Any] = {
        part.name: value[:rows]
        for part in fields(values)
        if isinstance(value := getattr(values, part.name), np.ndarray)
    }
    return replace(values, **cut)


def write_overlay(
    analysis: Analysis,
    path: Path,
    *,
    style: OverlayStyle | None = None,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
) -> None:
    """Write the recording with the skeleton, joint angles and time drawn on it."""
    request, track = analysis.request, analysis.derived.track
    angles = analysis.derived.angles
    total = len(track)
    with (
        open_source(
            request.source,
            image_rate_hz=request.image_rate_hz,
            slow_motion_factor=request.slow_motion_factor,
            once=True,
        ) as source,
        VideoWriter(path, source.info.width_px, source.info.height_px) as writer,
    ):
        first = int(track.frame[0])
        for n, frame in enumerate(source.frames(first, first + total)):
            raise_if_cancelled(should_cancel)
            if not frame.damaged:
                picture = draw_pose(
                    frame.rgb(),
                    track.xy_px[n],
                    track.score[n],
                    track.skeleton,
                    style=style,
                    labels=list(angle_labels(track, angles, n)),
                    caption=_caption(track, n),
                )
                writer.write(picture, frame.t_s)
            progress(Progress(stage="Drawing the video", done=n + 1, total=total))


def _caption(track: PoseTrack, n: int) -> str:
    text = f"{track.t_s[n]:.2f} s  ·  frame {track.frame[n]}"
    if np.all(track.status[n] == Status.NO_PERSON):
        text += "  ·  no person in view"
    return text


def provenance(analysis: Analysis) -> dict[str, Any]:
    """Return everything needed to judge and repeat the analysis, JSON-ready."""
    detection, derived = analysis.detection, analysis.derived
    track = derived.track
    return {
        "software": {
            "name": "EfficientPose Studio",
            "version": _version("efficientpose-studio"),
            "python": platform.python_version(),
            "libraries": {
                name: _version(name) for name in ("av", "numpy", "opencv-python", "scipy")
            },
            "system": platform.platform(),
        },
        "source": {
            "file": analysis.request.source.name,
            "sha256": detection.source_sha256,
            **{
                name: value
                for name, value in to_json_value(detection.media).items()
                if name != "path"
            },
        },
        "weights": {
            "name": detection.weights.name,
            "variant": detection.weights.variant,
            "tensors_sha256": detection.weights_digest,
            "source": detection.weights.source,
            "source_sha256": detection.weights.source_sha256,
            "licence": detection.weights.licence,
            "calibration": to_json_value(detection.weights.calibration),
        },
        "engine": to_json_value(detection.engine),
        "settings": to_json_value(analysis.request),
        "frames": {
            "total": len(track),
            "without_person": int(np.sum(np.all(track.status == Status.NO_PERSON, axis=1))),
            "damaged": int(np.sum(np.all(track.status == Status.DAMAGED, axis=1))),
        },
        "angles_not_available": dict(derived.angles.unavailable),
        "log": log_to_json(derived.angles.log or track.log),
    }


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed as a package"
